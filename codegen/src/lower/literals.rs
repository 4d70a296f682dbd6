//! The values of `const` and `enum`: what they have in common, and what Rust makes of them.

use crate::{
    normalise::{Schema, Schemas, Types},
    source::{Kind, Node},
    support::lex::Decimal,
};

use super::{fits::fits, view::View};

/// The JSON type of a value.
pub fn type_of(node: &Node) -> Types {
    match &node.kind {
        Kind::Null => Types::NULL,
        Kind::Boolean(_) => Types::BOOLEAN,
        Kind::Number(text) if is_integer(text) => Types::INTEGER,
        Kind::Number(_) => Types::NUMBER,
        Kind::String(_) => Types::STRING,
        Kind::Array(_) => Types::ARRAY,
        Kind::Object(_) => Types::OBJECT,
    }
}

/// Whether a number has no fraction: `1`, `1.0` and `1e2` have none.
fn is_integer(text: &str) -> bool {
    Decimal::new(text).is_integer()
}

/// The values that a view allows, where it lists them: those that every `const` and `enum` of it has, and that no
/// other keyword of it rules out.
pub fn values<'a>(schemas: &'a Schemas, view: &View) -> Option<Vec<&'a Node>> {
    let mut values: Option<Vec<&Node>> = None;
    for id in view.ids() {
        let part = schemas.get(*id);
        let lists = [
            part.constant.as_ref().map(|value| vec![value]),
            part.enumeration.as_ref().map(|values| values.value.iter().collect()),
        ];
        for list in lists.into_iter().flatten() {
            values = Some(match values {
                None => list,
                Some(before) => {
                    before.into_iter().filter(|value| list.iter().any(|other| is_equal(value, other))).collect()
                }
            });
        }
    }
    let fits = |value: &&Node| view.parts(schemas).all(|part| fits(schemas, part, value));
    values.map(|values| values.into_iter().filter(fits).collect())
}

/// The values that a schema lists by itself, as compact JSON text.
pub fn listed(schema: &Schema) -> Option<Vec<String>> {
    let listed = |values: &[Node]| values.iter().map(Node::to_json).collect();
    match (&schema.constant, &schema.enumeration) {
        (Some(constant), Some(values)) if !values.value.iter().any(|value| is_equal(value, constant)) => {
            Some(Vec::new())
        }
        (Some(constant), _) => Some(listed(std::slice::from_ref(constant))),
        (None, Some(values)) => Some(listed(&values.value)),
        (None, None) => None,
    }
}

/// Whether two values are equal, as JSON Schema has it.
fn is_equal(left: &Node, right: &Node) -> bool {
    crate::normalise::equality::canonical(left) == crate::normalise::equality::canonical(right)
}

/// The strings that a view allows, where it allows nothing else but `null`.
pub fn strings<'a>(schemas: &'a Schemas, view: &View) -> Option<Vec<&'a str>> {
    values(schemas, view)?.into_iter().filter(|value| value.kind != Kind::Null).map(Node::as_str).collect()
}

/// The integers among the values that a view allows, where it lists them.
pub fn integers(schemas: &Schemas, view: &View) -> Vec<i128> {
    let integer = |value: &&Node| match &value.kind {
        Kind::Number(text) => Decimal::new(text).to_i128(),
        _ => None,
    };
    values(schemas, view).iter().flatten().filter_map(integer).collect()
}
