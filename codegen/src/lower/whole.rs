//! Which objects are kept whole: members that no schema names are dropped, but where a keyword counts them, compares
//! them, or asks for them.
//!
//! Dropped there, a value that was read would not satisfy its own schema: it would have too few members, be the same as
//! another one, or miss what a rule wants.

use std::collections::HashSet;

use crate::normalise::{Schema, SchemaId, Schemas};

use super::View;

/// The schemas of all that `uniqueItems` compares: of items, with all that they hold.
pub fn compared(schemas: &Schemas) -> HashSet<SchemaId> {
    let (mut compared, mut open) = (HashSet::new(), Vec::new());
    for index in 0..schemas.arena.len() {
        let id = SchemaId(index as u32);
        let schema = schemas.get(id);
        // `uniqueItems` may stand in one part of a schema, and `items` in another one.
        if schema.unique_items || schema.reference.is_some() || !schema.all_of.is_empty() {
            let view = View::of(schemas, &[id]);
            if view.parts(schemas).any(|part| part.unique_items) {
                open.extend(view.parts(schemas).filter_map(|part| part.items));
            }
        }
    }
    while let Some(id) = open.pop() {
        if compared.insert(id) {
            let schema = schemas.get(id);
            let members = schema.properties.values().map(|property| property.schema);
            open.extend(applied(schema).chain(members).chain(schema.items).chain(schema.additional_properties));
        }
    }
    compared
}

/// Whether an object is asked for members that it does not name: how many there are, or one of them.
pub fn asks_for_others(schemas: &Schemas, object: &View) -> bool {
    let members = object.members(schemas);
    let is_other = |name: &str| !members.contains_key(name);
    let (mut open, mut seen) = (object.ids().to_vec(), HashSet::new());
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            let schema = schemas.get(id);
            let is_rule = !object.ids().contains(&id);
            if counts(schema) || names(schema).any(is_other) || (is_rule && schema.additional_properties.is_some()) {
                return true;
            }
            open.extend(applied(schema));
        }
    }
    false
}

fn counts(schema: &Schema) -> bool {
    schema.min_properties.is_some() || schema.max_properties.is_some() || schema.property_names.is_some()
}

/// The names of members that a schema speaks of.
fn names(schema: &Schema) -> impl Iterator<Item = &str> {
    let required = schema.required.iter().map(|name| name.value.as_str());
    let wanted = schema.dependent_required.values().flatten().map(|name| name.value.as_str());
    let keys = schema.dependent_required.keys().chain(schema.dependent_schemas.keys()).chain(schema.properties.keys());
    required.chain(wanted).chain(keys.map(String::as_str))
}

/// The schemas that hold for the same value as a schema, at least in some case.
fn applied(schema: &Schema) -> impl Iterator<Item = SchemaId> {
    let lists = [&schema.all_of, &schema.any_of, &schema.one_of];
    let reference = schema.reference.iter().map(|reference| reference.value);
    let branches = [schema.not, schema.if_, schema.then, schema.else_].into_iter().flatten();
    lists
        .into_iter()
        .flatten()
        .copied()
        .chain(reference)
        .chain(branches)
        .chain(schema.dependent_schemas.values().copied())
}
