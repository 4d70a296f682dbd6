//! Instances that have more than they must: every member, `null`, value of an enum and arm of a union at least once.
//!
//! Types are shown in full in their own instances, with less in those of the types that they are a part of.

use std::collections::{HashSet, VecDeque};

use crate::ir::{Additional, List, Map, Role, Shape, Struct, TypeId, TypeKind, Union};

use super::{
    compose::{Object, array, free_name, object, string, tagged},
    make::{Maker, Unmakeable},
    memory::Key,
    number::{integer_bounds, integers, number_bounds, numbers},
    text::{name, typical},
    tried::Tried,
};

/// So many bytes are all instances of a type together, but for the first.
const LARGEST_TOGETHER: usize = 8 * 1024;

/// How much there may be of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Extent {
    /// A type's own instances.
    Whole,
    /// A part of one.
    Part,
    /// A part of a part.
    Least,
}

impl Extent {
    /// So many instances there are at most.
    const fn most(self) -> usize {
        match self {
            Self::Whole => 16,
            Self::Part => 8,
            Self::Least => 2,
        }
    }

    /// So many values of an enum there are at most.
    const fn most_values(self) -> usize {
        match self {
            Self::Whole => 64,
            Self::Part => 16,
            Self::Least => 4,
        }
    }

    /// So many bytes there are at most, unless the smallest instance has more.
    const fn largest(self) -> usize {
        match self {
            Self::Whole => 4096,
            Self::Part => 1024,
            Self::Least => 256,
        }
    }

    const fn inside(self) -> Self {
        match self {
            Self::Whole => Self::Part,
            Self::Part | Self::Least => Self::Least,
        }
    }
}

impl Maker<'_> {
    /// Valid texts of a type, the smallest first; then every member, `null`, value of an enum and arm of a union at least
    /// once, as far as there is room: 16 texts (64 of an enum), 8 KiB.
    ///
    /// # Errors
    ///
    /// No text could be made.
    pub fn instances(&self, id: TypeId) -> Result<Vec<String>, Unmakeable> {
        let smallest = self.smallest(&Shape::Named(id))?;
        let mut size = 0;
        let mut instances = vec![smallest];
        for text in self.named(id, Extent::Whole) {
            size += text.len();
            if size > LARGEST_TOGETHER {
                break;
            }
            if !instances.contains(&text) && self.is_valid(&Shape::Named(id), &text) {
                instances.push(text);
            }
        }
        let most = match self.api.get(id).kind {
            TypeKind::Enum(_) => Extent::Whole.most_values(),
            _ => Extent::Whole.most(),
        };
        instances.truncate(most);
        Ok(instances)
    }

    /// Fuller values of a shape; none where none can be made.
    pub(super) fn full(&self, shape: &Shape, extent: Extent) -> Vec<String> {
        let mut values: Vec<String> = match shape {
            Shape::Any => vec![r#"{"a":[1,"b",null]}"#.to_owned()],
            Shape::Never => Vec::new(),
            Shape::Null => vec!["null".to_owned()],
            Shape::Boolean => vec!["true".to_owned(), "false".to_owned()],
            Shape::String(rules) => typical(self.checker(), rules).iter().map(|text| string(text)).collect(),
            // One that is not the smallest, and the bounds.
            Shape::Integer(rules) => integers(rules).take(2).last().into_iter().chain(integer_bounds(rules)).collect(),
            Shape::Number(rules) => numbers(rules).take(3).last().into_iter().chain(number_bounds(rules)).collect(),
            Shape::List(list) => self.full_lists(list, extent),
            Shape::Map(map) => self.full_maps(map, extent),
            Shape::Named(id) => self.named(*id, extent),
            Shape::Boxed(inner) => self.full(inner, extent),
            Shape::Nullable(inner) => self.full(inner, extent).into_iter().chain(["null".to_owned()]).collect(),
            Shape::Asserted(rules, inner) => {
                let full = self.full(inner, extent).into_iter().filter(|text| self.is_valid(shape, text));
                full.chain(self.asserted(shape, rules, inner, 4, 2)).collect()
            }
            Shape::Literals(values, _) => values.iter().filter(|value| self.is_valid(shape, value)).cloned().collect(),
        };
        dedup(&mut values);
        values
    }

    fn named(&self, id: TypeId, extent: Extent) -> Vec<String> {
        match (&self.api.get(id).kind, extent) {
            (TypeKind::Enum(it), _) => {
                let values = it.variants.iter().map(|variant| string(&variant.value));
                values.take(extent.most_values()).collect()
            }
            (_, Extent::Least) => self.smallest(&Shape::Named(id)).into_iter().collect(),
            (TypeKind::Struct(it), Extent::Whole) => self.full_structs(it, extent),
            (TypeKind::Struct(it), Extent::Part) => {
                self.remembered(Key::Full(id, extent), || self.full_structs(it, extent))
            }
            (TypeKind::Union(it), _) => self.opened(id, extent, || self.full_arms(id, it, extent)),
            (TypeKind::Newtype(shape), _) => self.opened(id, extent, || self.full(shape, extent)),
        }
    }

    /// Makes values of a union or a newtype; inside of them, the smallest one stands for the type.
    fn opened(&self, id: TypeId, extent: Extent, make: impl FnOnce() -> Vec<String>) -> Vec<String> {
        if self.memory.is_open(id) {
            return self.smallest(&Shape::Named(id)).into_iter().collect();
        }
        self.remembered(Key::Full(id, extent), make)
    }

    /// The first value of each arm, then the second of each, and so on.
    fn full_arms(&self, id: TypeId, it: &Union, extent: Extent) -> Vec<String> {
        let most = extent.most().max(it.arms.len().min(64));
        let mut tried = Tried::new(self, id);
        let valid = it.arms.iter().map(|arm| {
            let values = self.full(&arm.shape, extent).into_iter().chain(self.smallest(&arm.shape));
            let tagged = values.flat_map(|text| tagged(it, arm, text));
            let mut valid: Vec<String> = tagged.filter(|text| tried.is_valid(text)).collect();
            dedup(&mut valid);
            valid
        });
        // There is no room for more.
        let arms: Vec<Vec<String>> = valid.filter(|values| !values.is_empty()).take(most).collect();
        let longest = arms.iter().map(Vec::len).max().unwrap_or(0);
        let values = (0..longest).flat_map(|round| arms.iter().filter_map(move |arm| arm.get(round)));
        values.take(most).cloned().collect()
    }

    /// All values of the items in as few lists as they fit in.
    fn full_lists(&self, list: &List, extent: Extent) -> Vec<String> {
        let most = list.max_items.map_or(usize::MAX, |count| count as usize);
        let least = list.min_items.unwrap_or(0) as usize;
        let lists = chunks(self.full(&list.items, extent), most, extent);
        let lists = lists.into_iter().filter_map(|items| self.items(list, &items, least).ok());
        lists.map(|items| array(&items)).collect()
    }

    /// All values in as few maps as they fit in.
    fn full_maps(&self, map: &Map, extent: Extent) -> Vec<String> {
        let most = map.max_properties.map_or(usize::MAX, |count| count as usize);
        let least = map.min_properties.unwrap_or(0) as usize;
        let maps = chunks(self.full(&map.values, extent), most, extent);
        let filled = maps.into_iter().filter_map(|mut values| {
            if values.len() < least {
                let value = self.smallest(&map.values).ok()?;
                if least.saturating_mul(value.len() + 4) > extent.largest() {
                    return None;
                }
                values.resize(least, value);
            }
            Some(object(values.into_iter().enumerate().map(|(index, value)| (name(index), value))))
        });
        filled.collect()
    }

    /// Objects that have, together, every value of every member: the first has all members that there is room for, each
    /// other one those that have values left.
    fn full_structs(&self, it: &Struct, extent: Extent) -> Vec<String> {
        let Ok(base) = self.base(it) else { return Vec::new() };
        let mut left: Vec<VecDeque<String>> = it
            .members
            .iter()
            .map(|member| match &member.role {
                Role::Field { shape, .. } => self.full(shape, extent.inside()).into(),
                Role::Tag { .. } => VecDeque::new(),
            })
            .collect();
        let mut extra: VecDeque<String> = match &it.additional {
            Additional::Kept { shape, .. } if base.extra.is_empty() => self.full(shape, extent.inside()).into(),
            _ => VecDeque::new(),
        };
        let mut made = Vec::new();
        while made.len() < extent.most() && !(left.iter().all(VecDeque::is_empty) && extra.is_empty()) {
            made.push(Room::new(it, &base, extent).fill(&mut left, &mut extra));
        }
        dedup(&mut made);
        made
    }
}

/// An object, and the room that it has for more.
struct Room<'m> {
    it: &'m Struct,
    object: Object,
    members: usize,
    bytes: usize,
    is_base: bool,
}

impl<'m> Room<'m> {
    fn new(it: &'m Struct, base: &Object, extent: Extent) -> Self {
        let most = it.max_properties.map_or(usize::MAX, |count| count as usize);
        Self {
            it,
            object: base.clone(),
            members: most.saturating_sub(base.count()),
            bytes: extent.largest().saturating_sub(base.render(it).len()),
            is_base: true,
        }
    }

    /// Takes the next value of each member, where there is room; one that there never is room for is passed over.
    fn fill(mut self, left: &mut [VecDeque<String>], extra: &mut VecDeque<String>) -> String {
        for (index, values) in left.iter_mut().enumerate() {
            if let Some(value) = values.front()
                && (self.set(index, value) || self.is_base)
            {
                values.pop_front();
            }
        }
        if let Some(value) = extra.front()
            && (self.add(value) || self.is_base)
        {
            extra.pop_front();
        }
        self.object.render(self.it)
    }

    fn set(&mut self, index: usize, value: &str) -> bool {
        let (Some(member), Some(place)) = (self.it.members.get(index), self.object.values.get_mut(index)) else {
            return false;
        };
        let (members, bytes) = match &place {
            Some(before) => (0, value.len().saturating_sub(before.len())),
            None => (1, value.len() + string(&member.name).len() + 2),
        };
        let fits = members <= self.members && bytes <= self.bytes;
        if fits {
            *place = Some(value.to_owned());
            self.members -= members;
            self.bytes -= bytes;
            self.is_base = false;
        }
        fits
    }

    fn add(&mut self, value: &str) -> bool {
        let name = free_name(self.it, 0);
        let fits = self.members > 0 && value.len() + name.len() + 4 <= self.bytes;
        if fits {
            self.object.extra.push((name, value.to_owned()));
            self.is_base = false;
        }
        fits
    }
}

/// Values in as few groups as they fit in.
fn chunks(values: Vec<String>, most: usize, extent: Extent) -> Vec<Vec<String>> {
    let (mut chunks, mut last, mut size) = (Vec::new(), Vec::new(), 0);
    // What may have no parts has none.
    for value in values.into_iter().filter(|_| most > 0) {
        if last.len() == most || (size + value.len() > extent.largest() && !last.is_empty()) {
            chunks.push(std::mem::take(&mut last));
            size = 0;
        }
        size += value.len();
        last.push(value);
    }
    chunks.push(last);
    chunks.truncate(extent.most());
    chunks
}

fn dedup(values: &mut Vec<String>) {
    let mut seen = HashSet::new();
    values.retain(|value| seen.insert(value.clone()));
}
