//! Which keywords of JSON Schema hold schemas, and how.

use serde_json::{Map, Value};

/// What the value of a keyword is.
#[derive(Clone, Copy, PartialEq)]
enum Holds {
    Schema,
    List,
    Map,
}

/// The keywords, what their values are, and whether the schemas apply to the same value.
const KEYWORDS: &[(&str, Holds, bool)] = &[
    ("allOf", Holds::List, true),
    ("anyOf", Holds::List, true),
    ("oneOf", Holds::List, true),
    ("not", Holds::Schema, true),
    ("if", Holds::Schema, true),
    ("then", Holds::Schema, true),
    ("else", Holds::Schema, true),
    ("dependentSchemas", Holds::Map, true),
    ("items", Holds::Schema, false),
    ("prefixItems", Holds::List, false),
    ("contains", Holds::Schema, false),
    ("unevaluatedItems", Holds::Schema, false),
    ("properties", Holds::Map, false),
    ("patternProperties", Holds::Map, false),
    ("additionalProperties", Holds::Schema, false),
    ("propertyNames", Holds::Schema, false),
    ("unevaluatedProperties", Holds::Schema, false),
    ("$defs", Holds::Map, false),
];

/// Whether the schemas of a keyword apply to the same value as the schema that it stands in.
pub fn is_in_place(keyword: &str) -> bool {
    KEYWORDS.iter().any(|&(name, _, in_place)| in_place && name == keyword)
}

/// The schemas right below a schema, each with its keyword.
pub fn parts(schema: &Map<String, Value>) -> Vec<(&'static str, &Value)> {
    let mut parts = Vec::new();
    for (name, value) in schema {
        let Some(&(keyword, holds, _)) = KEYWORDS.iter().find(|(known, _, _)| known == name) else {
            continue;
        };
        match (value, holds) {
            (value, Holds::Schema) => parts.push((keyword, value)),
            (Value::Array(items), Holds::List) => parts.extend(items.iter().map(|item| (keyword, item))),
            (Value::Object(members), Holds::Map) => {
                parts.extend(members.iter().map(|(_, member)| (keyword, member)));
            }
            _ => {}
        }
    }
    parts
}

/// The same in the same order, to be changed.
pub fn parts_mut(schema: &mut Map<String, Value>) -> Vec<(&'static str, &mut Value)> {
    let mut parts = Vec::new();
    for (name, value) in schema.iter_mut() {
        let Some(&(keyword, holds, _)) = KEYWORDS.iter().find(|(known, _, _)| known == name) else {
            continue;
        };
        match (value, holds) {
            (value, Holds::Schema) => parts.push((keyword, value)),
            (Value::Array(items), Holds::List) => parts.extend(items.iter_mut().map(|item| (keyword, item))),
            (Value::Object(members), Holds::Map) => {
                parts.extend(members.iter_mut().map(|(_, member)| (keyword, member)));
            }
            _ => {}
        }
    }
    parts
}
