//! `oneOf` or `anyOf` of constants, each with a title → `enum`, with names and descriptions.
//!
//! Constants that all differ exclude one another, so that both say the same. Those of strings are left: an enum is made
//! of them as well where the arms are lists.

use std::collections::HashSet;

use super::{Keyword, Located, Schema, SchemaId, Schemas, equality::canonical};
use crate::source::Node;

/// Lists the constants of every such schema.
pub(super) fn list(schemas: &mut Schemas) {
    for index in 0..schemas.arena.len() {
        let id = SchemaId(index as u32);
        if let Some(arms) = arms_of(schemas, schemas.get(id)) {
            let arms: Vec<Arm> = arms.iter().filter_map(|&arm| Arm::new(schemas.get(arm))).collect();
            fill(schemas.get_mut(id), arms);
        }
    }
}

/// What an arm says of its constant.
struct Arm {
    value: Node,
    name: Option<Located<String>>,
    description: String,
}

impl Arm {
    fn new(schema: &Schema) -> Option<Self> {
        let value = schema.constant.clone()?;
        let span = schema.span;
        let title = || schema.title.clone().map(|value| Located { value, span });
        let name = schema.rust_name.clone().or_else(title);
        Some(Self { value, name, description: schema.description.clone().unwrap_or_default() })
    }
}

/// The arms of a schema that lists constants which are no strings, and nothing else.
fn arms_of(schemas: &Schemas, schema: &Schema) -> Option<Vec<SchemaId>> {
    if schema.constant.is_some() || schema.enumeration.is_some() || schema.discriminator.is_some() {
        return None;
    }
    let arms = match (schema.one_of.as_slice(), schema.any_of.as_slice()) {
        (arms, []) | ([], arms) if !arms.is_empty() => arms.to_vec(),
        _ => return None,
    };
    let mut seen = HashSet::new();
    let is_constant = |&arm: &SchemaId| {
        let arm = schemas.get(arm);
        let is_alone = Keyword::ALL.iter().all(|&keyword| keyword == Keyword::Values || !keyword.is_in(arm))
            && arm.reference.is_none()
            && arm.all_of.is_empty()
            && arm.enumeration.is_none();
        let value = arm.constant.as_ref().filter(|value| is_alone && value.as_str().is_none());
        value.is_some_and(|value| seen.insert(canonical(value)))
    };
    arms.iter().all(is_constant).then_some(arms)
}

fn fill(schema: &mut Schema, arms: Vec<Arm>) {
    let span = schema.span;
    schema.one_of.clear();
    schema.any_of.clear();
    if schema.variant_names.is_empty()
        && let Some(names) = arms.iter().map(|arm| arm.name.clone()).collect::<Option<Vec<_>>>()
    {
        schema.variant_names = names;
        schema.variant_descriptions = arms.iter().map(|arm| arm.description.clone()).collect();
    }
    schema.enumeration = Some(Located { value: arms.into_iter().map(|arm| arm.value).collect(), span });
}

#[cfg(test)]
mod tests {
    use crate::normalise::testing::became;

    #[test]
    fn constants_that_differ_are_a_list() {
        let titled = "{type: integer, oneOf: [{const: 1, title: One}, {const: 2, title: Two, description: More.}]}";
        let text = became("3.1.0", titled);
        assert!(text.contains("enum: [1, 2]") && !text.contains("oneOf"), "{text}");
        let chosen = "{oneOf: [{const: 1, x-rust-name: First, title: One}, {const: 2, title: Two}]}";
        assert!(became("3.1.0", chosen).contains("names: [First, Two]"), "{}", became("3.1.0", chosen));
        assert!(became("3.1.0", "{anyOf: [{const: 1}, {const: true}]}").contains("enum: [1, true]"));
    }

    #[test]
    fn what_says_more_is_left() {
        for schema in [
            "{oneOf: [{const: 1}, {const: 1.0}]}",
            "{oneOf: [{const: 1}, {const: a}]}",
            "{oneOf: [{const: 1}, {const: 2, minimum: 1}]}",
        ] {
            assert!(became("3.1.0", schema).contains("oneOf"), "{schema}");
        }
    }
}
