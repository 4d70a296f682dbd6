//! What rules evaluate of a value, for `unevaluatedItems` and `unevaluatedProperties`.

use std::collections::HashSet;

use crate::{
    ir::{Items, Members, Rule},
    normalise::{Schema, SchemaId, Schemas},
};

/// Whether a schema, or one that it applies to the same value, evaluates items or members, or the table of a type made
/// of it does.
pub fn annotates(schemas: &Schemas, id: SchemaId) -> bool {
    let (mut open, mut seen) = (vec![id], HashSet::new());
    while let Some(id) = open.pop() {
        let schema = schemas.get(id);
        if evaluates(schema) {
            return true;
        }
        if seen.insert(id) {
            let lists = [&schema.all_of, &schema.one_of, &schema.any_of];
            open.extend(schema.reference.iter().map(|reference| reference.value));
            open.extend(lists.into_iter().flatten());
            open.extend([schema.if_, schema.then, schema.else_].into_iter().flatten());
            open.extend(schema.dependent_schemas.values());
        }
    }
    false
}

fn evaluates(schema: &Schema) -> bool {
    let single = [
        schema.items,
        schema.contains,
        schema.additional_properties,
        schema.unevaluated_items,
        schema.unevaluated_properties,
    ];
    single.iter().any(Option::is_some)
        || !schema.prefix_items.is_empty()
        || !schema.properties.is_empty()
        || !schema.pattern_properties.is_empty()
        // They evaluate nothing, but are properties in the table of a type.
        || !schema.required.is_empty()
}

/// A rule that holds for what is checked elsewhere, as far as it evaluates anything.
pub fn only_marks(rule: Rule) -> Option<Rule> {
    let named = |(name, _)| (name, Vec::new());
    Some(match rule {
        Rule::Items(it) => Rule::Items(Items {
            prefix: it.prefix.iter().map(|_| Vec::new()).collect(),
            items: it.items.map(|_| Vec::new()),
            ..Items::default()
        }),
        Rule::Members(it) => Rule::Members(Members {
            properties: it.properties.into_iter().map(named).collect(),
            patterns: it.patterns.into_iter().map(|(pattern, _)| (pattern, Vec::new())).collect(),
            additional: it.additional.map(|_| Vec::new()),
            ..Members::default()
        }),
        Rule::Contains(_)
        | Rule::OneOf(_)
        | Rule::AnyOf(_)
        | Rule::If(..)
        | Rule::DependentSchemas(_)
        | Rule::Scope(_) => rule,
        _ => return None,
    })
}
