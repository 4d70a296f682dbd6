//! Which keywords hold schemas, and in which form. Knows nothing of what they mean.

use crate::{
    document::reader::Members,
    source::{Kind, Location, Node},
};

/// The form in which a keyword holds schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// One schema.
    One,
    /// An array of schemas.
    List,
    /// An object of schemas.
    Map,
}

/// How a keyword holds schemas, where it does.
pub(super) fn holds(keyword: &str) -> Option<Holds> {
    match keyword {
        "items"
        | "contains"
        | "additionalProperties"
        | "propertyNames"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "contentSchema"
        | "not"
        | "if"
        | "then"
        | "else" => Some(Holds::One),
        "prefixItems" | "allOf" | "anyOf" | "oneOf" => Some(Holds::List),
        "properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions" => Some(Holds::Map),
        _ => None,
    }
}

/// Whether a keyword only keeps schemas, to be referred to, and applies none.
pub(super) fn keeps(keyword: &str) -> bool {
    matches!(keyword, "$defs" | "definitions" | "contentSchema")
}

/// A schema that stands directly in another one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    /// The keyword that it is of.
    pub(super) keyword: &'a str,
    /// Its name or its index, where the keyword holds several.
    token: Token<'a>,
    /// What stands there.
    pub(super) node: &'a Node,
}

#[derive(Debug, Clone, Copy)]
enum Token<'a> {
    None,
    Name(&'a str),
    Index(usize),
}

impl Part<'_> {
    /// Where it stands in a schema.
    pub(super) fn location(&self, parent: &Location) -> Location {
        let location = parent.push(self.keyword);
        match self.token {
            Token::None => location,
            Token::Name(name) => location.push(name),
            Token::Index(index) => location.index(index),
        }
    }
}

/// The schemas that stand directly in another one, in declared order.
pub(super) fn parts(members: &Members) -> impl Iterator<Item = Part<'_>> {
    members.iter().flat_map(|(keyword, entry)| parts_of(keyword, &entry.value))
}

/// The schemas that a keyword's value holds.
fn parts_of<'a>(keyword: &'a str, value: &'a Node) -> Vec<Part<'a>> {
    let part = |token, node| Part { keyword, token, node };
    match (holds(keyword), &value.kind) {
        (Some(Holds::One), _) => vec![part(Token::None, value)],
        (Some(Holds::List), Kind::Array(items)) => {
            items.iter().enumerate().map(|(index, item)| part(Token::Index(index), item)).collect()
        }
        (Some(Holds::Map), Kind::Object(members)) => {
            members.iter().map(|(name, entry)| part(Token::Name(name), &entry.value)).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a value may be read as a schema.
pub(super) fn is_schema(node: &Node) -> bool {
    matches!(node.kind, Kind::Object(_) | Kind::Boolean(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::testing::yaml;

    #[test]
    fn parts_stand_in_declared_order_by_their_pointers() {
        let schema = "
properties: {a/b: {}, $id: {}}
items: {}
allOf: [{}, true]
$defs: {x: {}}
enum: [{}]
const: {items: {}}
x-own: {items: {}}
oneOf: {}
";
        let schema = yaml(schema);
        let parts = parts(schema.root().and_then(Node::as_object).unwrap());
        let pointers: Vec<_> = parts.map(|part| part.location(&Location::root()).to_string()).collect();
        let expected = ["#/properties/a~1b", "#/properties/$id", "#/items", "#/allOf/0", "#/allOf/1", "#/$defs/x"];
        assert_eq!(pointers, expected);
    }
}
