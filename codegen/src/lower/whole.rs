//! Which objects are kept whole: members that no schema names are dropped, but where a keyword counts them, compares
//! them, or asks for them.
//!
//! Dropped there, a value that was read would not satisfy its own schema: it would have too few members, be the same as
//! another one, or miss what a rule wants. A rule may stand beside the object itself, beside the union of which the
//! object is an arm, or beside what the object is a part of.

use std::collections::{HashMap, HashSet};

use crate::{
    normalise::{Schema, SchemaId, Schemas},
    source::{Kind, Node},
};

use super::{
    View,
    unions::{self, Arms},
};

/// What decides on which objects are kept whole.
#[derive(Debug, Default)]
pub struct Whole {
    /// The schemas of what is compared with other values.
    compared: HashSet<SchemaId>,
    /// The rules that hold for the values of a view and stand elsewhere.
    asked: HashMap<View, HashSet<Asker>>,
}

/// A schema that holds for a value, at least in some case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Asker {
    /// All of it.
    Whole(SchemaId),
    /// All but the arms of the union that it is.
    Beside(SchemaId),
}

impl Whole {
    /// Looks at every schema of a document.
    pub fn find(schemas: &Schemas, exact_types: bool) -> Self {
        let mut whole = Self::default();
        let (mut seen, mut compared) = (HashSet::new(), compared_items(schemas));
        let ids = (0..schemas.arena.len()).map(|index| SchemaId(index as u32));
        let mut open: Vec<(View, Vec<Asker>)> = ids.map(|id| (View::of(schemas, &[id]), Vec::new())).collect();
        while let Some((view, askers)) = open.pop() {
            let mut is_new = seen.insert(view.clone());
            let mut known = Vec::new();
            if !askers.is_empty() || whole.asked.contains_key(&view) {
                let all = whole.asked.entry(view.clone()).or_default();
                for asker in askers {
                    is_new |= all.insert(asker);
                }
                known.extend(all.iter().copied());
            }
            if is_new {
                let of_view = Asked::new(schemas, &view, known, exact_types);
                compared.extend(of_view.compared());
                open.extend(of_view.below());
            }
        }
        whole.compared = with_parts(schemas, compared);
        whole
    }

    /// Whether members of an object that no schema names are kept.
    pub fn keeps(&self, schemas: &Schemas, object: &View) -> bool {
        if object.ids().iter().any(|id| self.compared.contains(id)) {
            return true;
        }
        let members = object.members(schemas);
        let is_other = |name: &str| !members.contains_key(name);
        let own = object.ids().iter().map(|&id| Asker::Whole(id));
        let askers = own.chain(self.asked.get(object).into_iter().flatten().copied());
        speakers(schemas, askers).into_iter().any(|id| {
            let (schema, is_rule) = (schemas.get(id), !object.ids().contains(&id));
            counts(schema) || names(schema).any(is_other) || (is_rule && speaks_of_others(schema))
        })
    }
}

/// A view, and all that is asked of its values.
struct Asked<'s> {
    schemas: &'s Schemas,
    view: &'s View,
    /// The arms, where it is a union.
    arms: Option<Arms<'s>>,
    /// The rules that stand elsewhere.
    askers: Vec<Asker>,
    /// The schemas that hold for the value without being a part of its type.
    speakers: Vec<SchemaId>,
}

impl<'s> Asked<'s> {
    fn new(schemas: &'s Schemas, view: &'s View, askers: Vec<Asker>, exact_types: bool) -> Self {
        let arms = unions::arms(schemas, view, exact_types);
        let own = view.parts(schemas).flat_map(|part| beside(part).chain(arms_of(part).filter(|_| arms.is_none())));
        let own = own.map(Asker::Whole);
        let speakers = speakers(schemas, own.chain(askers.iter().copied()));
        Self { schemas, view, arms, askers, speakers }
    }

    fn speakers(&self) -> impl Iterator<Item = &'s Schema> {
        self.speakers.iter().map(|&id| self.schemas.get(id))
    }

    /// The parts of the value, each with what is asked of it; those that no other schema leads to without anything that is
    /// asked.
    fn below(&self) -> Vec<(View, Vec<Asker>)> {
        if let Some(arms) = &self.arms {
            let beside = self.view.ids().iter().map(|&id| Asker::Beside(id));
            let askers: Vec<Asker> = self.askers.iter().copied().chain(beside).collect();
            return arms.ids.iter().map(|&arm| (View::of(self.schemas, &[arm]), askers.clone())).collect();
        }
        let mut below = Vec::new();
        let mut add = |ids: &[SchemaId], asked: Vec<SchemaId>| {
            if ids.len() > 1 || !(ids.is_empty() || asked.is_empty()) {
                below.push((View::of(self.schemas, ids), asked.into_iter().map(Asker::Whole).collect()));
            }
        };
        // Of its own keywords, these are no part of the types of members and items.
        let own_parts = || self.view.parts(self.schemas);
        let conditional = |part: &'s Schema| by_pattern(part).chain(part.unevaluated_properties);
        let others: Vec<SchemaId> =
            self.speakers().flat_map(of_others).chain(own_parts().flat_map(conditional)).collect();
        for (name, member) in self.view.members(self.schemas) {
            let named = self.speakers().filter_map(|schema| schema.properties.get(&name));
            add(&member.schemas, named.map(|property| property.schema).chain(others.iter().copied()).collect());
        }
        let named = self.speakers().flat_map(|schema| schema.properties.values()).map(|property| property.schema);
        let of_any: Vec<SchemaId> = named.chain(others.iter().copied()).collect();
        add(&self.view.additional(self.schemas), of_any.clone());
        add(self.view.by_pattern(self.schemas).as_slice(), of_any);
        let contained = own_parts().flat_map(|part| part.contains.into_iter().chain(part.unevaluated_items));
        add(&self.items(), self.speakers().flat_map(of_items).chain(contained).collect());
        below
    }

    fn items(&self) -> Vec<SchemaId> {
        self.view.parts(self.schemas).filter_map(|part| part.items).collect()
    }

    /// The schemas of what rules compare: with values that they list, or with one another.
    fn compared(&self) -> Vec<SchemaId> {
        let is_listed = self.speakers().chain(self.view.parts(self.schemas)).any(lists_containers);
        let of_value = self.view.ids().iter().copied().filter(|_| is_listed);
        let is_unique = self.speakers().any(|schema| schema.unique_items);
        of_value.chain(self.items().into_iter().filter(|_| is_unique)).collect()
    }
}

/// The schemas of items that `uniqueItems` compares.
fn compared_items(schemas: &Schemas) -> Vec<SchemaId> {
    let mut compared = Vec::new();
    for index in 0..schemas.arena.len() {
        let id = SchemaId(index as u32);
        let schema = schemas.get(id);
        // `uniqueItems` may stand in one part of a schema, and `items` in another one.
        if schema.unique_items || schema.reference.is_some() || !schema.all_of.is_empty() {
            let view = View::of(schemas, &[id]);
            if view.parts(schemas).any(|part| part.unique_items) {
                compared.extend(view.parts(schemas).filter_map(|part| part.items));
            }
        }
    }
    compared
}

/// Schemas, with those of all that their values hold.
fn with_parts(schemas: &Schemas, mut open: Vec<SchemaId>) -> HashSet<SchemaId> {
    let mut all = HashSet::new();
    while let Some(id) = open.pop() {
        if all.insert(id) {
            let schema = schemas.get(id);
            let members = schema.properties.values().map(|property| property.schema);
            open.extend(applied(schema).chain(members).chain(schema.items).chain(schema.additional_properties));
        }
    }
    all
}

/// All schemas that hold for a value with those that ask for something.
fn speakers(schemas: &Schemas, askers: impl Iterator<Item = Asker>) -> Vec<SchemaId> {
    let (mut open, mut seen, mut all) = (Vec::new(), HashSet::new(), Vec::new());
    for asker in askers {
        match asker {
            Asker::Whole(id) => open.push(id),
            Asker::Beside(id) => {
                all.push(id);
                open.extend(beside(schemas.get(id)));
            }
        }
    }
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            all.push(id);
            open.extend(applied(schemas.get(id)));
        }
    }
    all
}

fn counts(schema: &Schema) -> bool {
    schema.min_properties.is_some() || schema.max_properties.is_some() || schema.property_names.is_some()
}

/// Whether a schema speaks of members that it does not name.
fn speaks_of_others(schema: &Schema) -> bool {
    of_others(schema).next().is_some()
}

/// The names of members that a schema speaks of.
fn names(schema: &Schema) -> impl Iterator<Item = &str> {
    let required = schema.required.iter().map(|name| name.value.as_str());
    let wanted = schema.dependent_required.values().flatten().map(|name| name.value.as_str());
    let keys = schema.dependent_required.keys().chain(schema.dependent_schemas.keys()).chain(schema.properties.keys());
    required.chain(wanted).chain(keys.map(String::as_str))
}

/// Whether a schema lists a value that has parts.
fn lists_containers(schema: &Schema) -> bool {
    let is_container = |node: &Node| matches!(node.kind, Kind::Array(_) | Kind::Object(_));
    let listed = schema.enumeration.iter().flat_map(|values| &values.value);
    schema.constant.iter().chain(listed).any(is_container)
}

/// The schemas that hold for members without a name.
fn of_others(schema: &Schema) -> impl Iterator<Item = SchemaId> {
    by_pattern(schema).chain(schema.additional_properties).chain(schema.unevaluated_properties)
}

fn by_pattern(schema: &Schema) -> impl Iterator<Item = SchemaId> {
    schema.pattern_properties.values().map(|property| property.schema)
}

/// The schemas that hold for items.
fn of_items(schema: &Schema) -> impl Iterator<Item = SchemaId> {
    let first = schema.prefix_items.iter().copied();
    first.chain(schema.items).chain(schema.contains).chain(schema.unevaluated_items)
}

/// The schemas that hold for the same value as a schema, at least in some case.
fn applied(schema: &Schema) -> impl Iterator<Item = SchemaId> {
    let reference = schema.reference.iter().map(|reference| reference.value);
    reference.chain(schema.all_of.iter().copied()).chain(arms_of(schema)).chain(beside(schema))
}

fn arms_of(schema: &Schema) -> impl Iterator<Item = SchemaId> {
    schema.any_of.iter().chain(&schema.one_of).copied()
}

/// The same, but for references, `allOf` and arms.
fn beside(schema: &Schema) -> impl Iterator<Item = SchemaId> {
    let branches = [schema.not, schema.if_, schema.then, schema.else_].into_iter().flatten();
    branches.chain(schema.dependent_schemas.values().copied())
}
