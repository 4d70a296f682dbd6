//! The smallest value of a shape, and the members that an object can't be without.

use crate::ir::{Additional, List, Map, Member, Role, Shape, Struct};

use super::{
    compose::{Object, array, free_name, object, string},
    make::{DEPTH, LARGEST, Maker, TOO_LARGE, Unmakeable, why},
    number::{integers, numbers},
    text::{name, texts},
};

impl Maker<'_> {
    /// The smallest value of a shape, by what was made so far.
    pub(super) fn smallest(&self, shape: &Shape) -> Result<String, Unmakeable> {
        self.smallest_within(shape, DEPTH)
    }

    pub(super) fn smallest_within(&self, shape: &Shape, depth: u32) -> Result<String, Unmakeable> {
        match shape {
            Shape::Any | Shape::Null | Shape::Nullable(_) => Ok("null".to_owned()),
            Shape::Never => Err(Unmakeable { impossible: true, ..why("no value is valid") }),
            Shape::Boolean => Ok("false".to_owned()),
            Shape::String(rules) => {
                let made = texts(self.checker(), rules, 1).into_iter();
                first(made.map(|text| string(&text)), "no string was found that satisfies all of its keywords")
            }
            Shape::Integer(rules) => first(integers(rules).take(1), "no integer satisfies all of its keywords"),
            Shape::Number(rules) => {
                first(numbers(rules).take(1), "no number was found that satisfies all of its keywords")
            }
            Shape::List(list) => {
                let items = self.items_within(list, &[], list.min_items.unwrap_or(0) as usize, depth)?;
                Ok(array(&items))
            }
            Shape::Map(map) => self.entries(map, map.min_properties.unwrap_or(0) as usize, depth),
            Shape::Named(id) => self.smallest_named(*id),
            Shape::Boxed(inner) => self.smallest_within(inner, depth),
            Shape::Literals(values, _) => {
                let valid = values.iter().filter(|value| self.is_valid(shape, value)).cloned();
                first(valid, "none of its values is of its type")
            }
            Shape::Asserted(rules, inner) => {
                let made = self.asserted(shape, rules, inner, 1, depth);
                first(made, "no value was found that satisfies all of its keywords")
            }
        }
    }

    /// Items of a list: the given ones, and as many others as make so many.
    pub(super) fn items(&self, list: &List, given: &[String], count: usize) -> Result<Vec<String>, Unmakeable> {
        self.items_within(list, given, count, DEPTH)
    }

    pub(super) fn items_within(
        &self,
        list: &List,
        given: &[String],
        count: usize,
        depth: u32,
    ) -> Result<Vec<String>, Unmakeable> {
        let mut items = given.to_vec();
        let lacking = count.saturating_sub(items.len());
        if lacking == 0 {
            return Ok(items);
        }
        if count > LARGEST {
            return Err(why(TOO_LARGE));
        }
        if list.unique_items && count > 1 {
            let others = if depth > 0 { self.several(&list.items, count, depth - 1) } else { Vec::new() };
            items.extend(others.into_iter().filter(|item| !given.contains(item)).take(lacking));
            return if items.len() < count { Err(why("not enough different items were found")) } else { Ok(items) };
        }
        let item = self.smallest_within(&list.items, depth)?;
        if lacking.saturating_mul(item.len() + 1) > LARGEST {
            return Err(why(TOO_LARGE));
        }
        items.extend(std::iter::repeat_n(item, lacking));
        Ok(items)
    }

    fn entries(&self, map: &Map, count: usize, depth: u32) -> Result<String, Unmakeable> {
        if count == 0 {
            return Ok("{}".to_owned());
        }
        let value = self.smallest_within(&map.values, depth)?;
        if count.saturating_mul(value.len()) > LARGEST {
            return Err(why(TOO_LARGE));
        }
        Ok(object((0..count).map(|index| (name(index), value.clone()))))
    }

    /// The members that an object can't be without.
    pub(super) fn base(&self, it: &Struct) -> Result<Object, Unmakeable> {
        self.base_within(it, DEPTH)
    }

    pub(super) fn base_within(&self, it: &Struct, depth: u32) -> Result<Object, Unmakeable> {
        let mut base = Object::default();
        for member in &it.members {
            base.values.push(if member.required { Some(self.member(member, depth)?) } else { None });
        }
        let least = it.min_properties.unwrap_or(0) as usize;
        self.fill_within(it, &mut base, least, depth);
        if base.count() < least {
            return Err(why("it has not so many members as it must have"));
        }
        Ok(if it.rules.is_empty() { base } else { self.settled(it, base, depth) })
    }

    /// Puts optional members into an object, and then such as have no names of their own, until it has so many.
    pub(super) fn fill(&self, it: &Struct, object: &mut Object, count: usize) {
        self.fill_within(it, object, count, DEPTH);
    }

    pub(super) fn fill_within(&self, it: &Struct, object: &mut Object, count: usize, depth: u32) {
        for (index, member) in it.members.iter().enumerate() {
            if object.count() >= count {
                return;
            }
            if let Some(value) = object.values.get_mut(index).filter(|value| value.is_none()) {
                *value = self.member(member, depth).ok();
            }
        }
        if let Additional::Kept { shape, .. } = &it.additional
            && let Ok(value) = self.smallest_within(shape, depth)
            && count.saturating_sub(object.count()).saturating_mul(value.len()) <= LARGEST
        {
            while object.count() < count {
                object.extra.push((free_name(it, object.extra.len()), value.clone()));
            }
        }
    }

    pub(super) fn member(&self, member: &Member, depth: u32) -> Result<String, Unmakeable> {
        match &member.role {
            Role::Field { shape, .. } => {
                self.smallest_within(shape, depth).map_err(|unmakeable| unmakeable.at(&member.pointer))
            }
            Role::Tag { value, .. } => Ok(string(value)),
        }
    }
}

fn first(texts: impl IntoIterator<Item = String>, otherwise: &str) -> Result<String, Unmakeable> {
    texts.into_iter().next().ok_or_else(|| why(otherwise))
}
