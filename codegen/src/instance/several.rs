//! Several values of a shape, which differ in as little as they can.

use super::{
    compose::{array, object, string},
    make::Maker,
    number::{integers, numbers},
    text::{name, texts},
};
use crate::ir::{Role, Shape, Struct, TypeId, TypeKind};

impl Maker<'_> {
    /// Up to so many different values of a shape, simple ones first; looks so deep for a part that can differ.
    pub(super) fn several(&self, shape: &Shape, count: usize, depth: u32) -> Vec<String> {
        let mut values: Vec<String> = self.smallest_within(shape, depth).into_iter().collect();
        let more: Vec<String> = match shape {
            Shape::Any => (0..count).map(|number| number.to_string()).collect(),
            Shape::Never | Shape::Null => Vec::new(),
            Shape::Boolean => vec!["true".to_owned()],
            Shape::String(rules) => texts(self.checker(), rules, count).iter().map(|text| string(text)).collect(),
            Shape::Integer(rules) => integers(rules).take(count).collect(),
            Shape::Number(rules) => numbers(rules).take(count).collect(),
            Shape::Nullable(inner) | Shape::Boxed(inner) => self.several(inner, count, depth),
            Shape::Literals(literals, _) => {
                literals.iter().filter(|value| self.is_valid(shape, value)).cloned().collect()
            }
            Shape::List(list) if depth > 0 => {
                let least = list.min_items.unwrap_or(0).max(1) as usize;
                let items = self.several(&list.items, count, depth - 1).into_iter();
                let lists = items.filter_map(|item| self.items_within(list, &[item], least, depth - 1).ok());
                lists.map(|items| array(&items)).filter(|text| self.is_valid(shape, text)).collect()
            }
            Shape::Map(map) if depth > 0 && map.min_properties.unwrap_or(0) <= 1 => {
                let values = self.several(&map.values, count, depth - 1).into_iter();
                let maps = values.map(|value| object([(name(0), value)]));
                maps.filter(|text| self.is_valid(shape, text)).collect()
            }
            Shape::Named(id) => self.several_of(*id, count, depth),
            Shape::Asserted(rules, inner) if depth > 0 => self.asserted(shape, rules, inner, count, depth - 1),
            Shape::List(_) | Shape::Map(_) | Shape::Asserted(..) => Vec::new(),
        };
        for value in more {
            if values.len() >= count {
                break;
            }
            if !values.contains(&value) {
                values.push(value);
            }
        }
        values
    }

    fn several_of(&self, id: TypeId, count: usize, depth: u32) -> Vec<String> {
        let values: Vec<String> = match &self.api.get(id).kind {
            TypeKind::Enum(it) => it.variants.iter().map(|variant| string(&variant.value)).collect(),
            TypeKind::Newtype(shape) if depth > 0 => self.several(shape, count, depth - 1),
            TypeKind::Union(it) if depth > 0 => {
                it.arms.iter().flat_map(|arm| self.several(&arm.shape, count, depth - 1)).collect()
            }
            TypeKind::Struct(it) if depth > 0 => self.several_structs(it, count, depth - 1),
            _ => Vec::new(),
        };
        values.into_iter().filter(|text| self.is_valid(&Shape::Named(id), text)).take(count).collect()
    }

    /// Objects that differ in the member that can differ most.
    fn several_structs(&self, it: &Struct, count: usize, depth: u32) -> Vec<String> {
        let Ok(base) = self.base_within(it, depth) else {
            return Vec::new();
        };
        let mut best: (usize, Vec<String>) = (0, Vec::new());
        for (index, member) in it.members.iter().enumerate() {
            if let Role::Field { shape, .. } = &member.role {
                let values = self.several(shape, count, depth);
                if values.len() > best.1.len() {
                    best = (index, values);
                }
                if best.1.len() >= count {
                    break;
                }
            }
        }
        let (index, values) = best;
        values.into_iter().map(|value| base.with(index, Some(value)).render(it)).collect()
    }
}
