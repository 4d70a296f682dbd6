//! Which objects are kept whole: members that no schema names are dropped, but where they are counted or compared.
//!
//! Dropped there, a value that was read would not satisfy its own schema: it would have too few members, or be the same
//! as another one.

use std::collections::HashSet;

use crate::normalise::{Schema, SchemaId, Schemas};

use super::View;

/// Every schema that may be one of an object that has to be kept whole.
pub fn find(schemas: &Schemas) -> HashSet<SchemaId> {
    let (mut whole, mut open) = (HashSet::new(), Vec::new());
    for index in 0..schemas.arena.len() {
        let id = SchemaId(index as u32);
        let schema = schemas.get(id);
        if counts(schema) {
            whole.insert(id);
        }
        // `uniqueItems` may stand in one part of a schema, and `items` in another one.
        if schema.unique_items || schema.reference.is_some() || !schema.all_of.is_empty() {
            let view = View::of(schemas, &[id]);
            if view.parts(schemas).any(|part| part.unique_items) {
                open.extend(view.parts(schemas).filter_map(|part| part.items));
            }
        }
    }
    // What is compared, is so with all that it holds.
    let mut compared = HashSet::new();
    while let Some(id) = open.pop() {
        if compared.insert(id) {
            open.extend(parts(schemas.get(id)));
        }
    }
    whole.extend(compared);
    whole
}

fn counts(schema: &Schema) -> bool {
    schema.min_properties.is_some() || schema.max_properties.is_some()
}

/// The schemas that a value of a schema is made of.
fn parts(schema: &Schema) -> impl Iterator<Item = SchemaId> {
    let lists = [&schema.all_of, &schema.any_of, &schema.one_of];
    let reference = schema.reference.iter().map(|reference| reference.value);
    let members = schema.properties.values().map(|property| property.schema);
    let rest = schema.items.into_iter().chain(schema.additional_properties);
    lists.into_iter().flatten().copied().chain(reference).chain(members).chain(rest)
}
