//! Families of documents that double: by levels, by arms, by members. Knows no generator.

use serde_json::{Map, Value, json};

/// A family of documents.
#[derive(Debug, Clone, Copy)]
pub struct Family {
    /// What doubles.
    pub name: &'static str,
    /// How many of it there are.
    pub sizes: &'static [usize],
    /// The components of one size.
    pub schemas: fn(usize) -> Value,
    /// How many times as much the double may be.
    pub most: f64,
}

/// What doubles becomes twice as much, and hardly more.
const TWICE: f64 = 2.2;

/// Each level is a struct that has all members of those below.
const SQUARE: f64 = 4.0;

const LEVELS: &[usize] = &[8, 16, 32, 64];
const ARMS: &[usize] = &[8, 16, 32, 64];
const MEMBERS: &[usize] = &[8, 16, 32, 64, 128, 256, 512];

/// All families.
pub const FAMILIES: &[Family] = &[
    Family { name: "levels of oneOf in members", sizes: LEVELS, schemas: |levels| nested(levels, one_of), most: TWICE },
    Family { name: "levels of oneOf in place", sizes: LEVELS, schemas: |levels| nested(levels, in_place), most: TWICE },
    Family { name: "levels of oneOf in rules", sizes: LEVELS, schemas: |levels| nested(levels, in_rules), most: TWICE },
    Family {
        name: "levels of allOf and oneOf",
        sizes: LEVELS,
        schemas: |levels| nested(levels, all_and_one),
        most: TWICE,
    },
    Family {
        name: "levels of not",
        sizes: LEVELS,
        schemas: |levels| nested(levels, |inner| json!({"not": inner})),
        most: TWICE,
    },
    Family { name: "levels of if", sizes: LEVELS, schemas: |levels| nested(levels, condition), most: TWICE },
    Family {
        name: "levels of unevaluatedProperties",
        sizes: LEVELS,
        schemas: |levels| nested(levels, unevaluated),
        most: TWICE,
    },
    Family {
        name: "levels of unevaluated arms",
        sizes: LEVELS,
        schemas: |levels| nested(levels, unevaluated_arms),
        most: TWICE,
    },
    Family {
        name: "levels of dependentSchemas",
        sizes: LEVELS,
        schemas: |levels| nested(levels, dependent),
        most: TWICE,
    },
    Family {
        name: "levels of items",
        sizes: LEVELS,
        schemas: |levels| nested(levels, |inner| json!({"items": inner})),
        most: TWICE,
    },
    Family {
        name: "levels that are led to twice",
        sizes: LEVELS,
        schemas: |levels| lattice(levels, "anyOf", false),
        most: TWICE,
    },
    Family {
        name: "levels that allOf leads to twice",
        sizes: LEVELS,
        schemas: |levels| lattice(levels, "allOf", false),
        most: SQUARE,
    },
    Family {
        name: "levels within a scope",
        sizes: LEVELS,
        schemas: |levels| lattice(levels, "anyOf", true),
        most: TWICE,
    },
    Family {
        name: "levels without a name",
        sizes: LEVELS,
        schemas: |levels| nameless(&lattice(levels, "anyOf", false)),
        most: TWICE,
    },
    Family {
        name: "levels of rules without a name",
        sizes: LEVELS,
        schemas: |levels| nameless(&conditions(levels)),
        most: TWICE,
    },
    Family { name: "arms without tags", sizes: ARMS, schemas: arms, most: TWICE },
    Family {
        name: "arms in a rule",
        sizes: ARMS,
        schemas: |count| json!({"C0": {"not": arms(count)["C0"]}}),
        most: TWICE,
    },
    Family { name: "members", sizes: MEMBERS, schemas: |count| json!({"C0": members(count)}), most: TWICE },
    Family {
        name: "members of rules",
        sizes: MEMBERS,
        schemas: |count| json!({"C0": {"not": members(count)}}),
        most: TWICE,
    },
];

/// A document of components, of which an operation takes the first.
pub fn document(schemas: Value) -> String {
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "Growth", "version": "1.0.0"},
        "paths": {"/things": {"post": {
            "operationId": "makeThing",
            "tags": ["things"],
            "requestBody": {
                "required": true,
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/C0"}}},
            },
            "responses": {"204": {"description": "Done."}},
        }}},
        "components": {"schemas": schemas},
    });
    document.to_string()
}

/// One component, so many levels deep.
fn nested(levels: usize, around: fn(Value) -> Value) -> Value {
    let leaf = json!({"type": "object", "properties": {"leaf": {"type": "string"}}});
    json!({"C0": (0..levels).fold(leaf, |inner, _| around(inner))})
}

fn one_of(inner: Value) -> Value {
    json!({"oneOf": [
        {"type": "object", "required": ["a"], "properties": {"a": inner, "b": {"type": "string"}}},
        {"type": "object", "required": ["b"], "properties": {"a": {"type": "integer"}, "b": {"type": "string"}}},
    ]})
}

fn in_place(inner: Value) -> Value {
    json!({"oneOf": [inner, {"type": "object", "properties": {"b": {"type": "integer"}}}]})
}

fn in_rules(inner: Value) -> Value {
    json!({"not": {"oneOf": [inner, {"required": ["b"]}]}})
}

fn all_and_one(inner: Value) -> Value {
    json!({"allOf": [
        {"type": "object", "properties": {"c": {"type": "string"}}},
        {"oneOf": [{"properties": {"a": inner}}, {"required": ["b"]}]},
    ]})
}

fn condition(inner: Value) -> Value {
    json!({"if": inner, "then": {"required": ["a"]}, "else": {"properties": {"b": {"type": "string"}}}})
}

fn unevaluated(inner: Value) -> Value {
    json!({"allOf": [inner], "properties": {"a": {"type": "string"}}, "unevaluatedProperties": {"type": "string"}})
}

fn unevaluated_arms(inner: Value) -> Value {
    json!({
        "type": "object",
        "anyOf": [inner, {"properties": {"a": {"type": "string"}}}],
        "unevaluatedProperties": {"type": "string"},
    })
}

fn dependent(inner: Value) -> Value {
    json!({"dependentSchemas": {"a": inner}})
}

/// Components that each lead to the next one in two ways: few schemas, and many ways through them.
fn lattice(levels: usize, keyword: &str, is_closed: bool) -> Value {
    let each = (0..levels).map(|level| {
        let next = if level + 1 < levels {
            json!({"$ref": format!("#/components/schemas/C{}", level + 1)})
        } else {
            json!({"type": "object", "properties": {"leaf": {"type": "string"}}})
        };
        let other = json!({"allOf": [next, {"required": [format!("m{level}")]}]});
        let mut schema = json!({"type": "object", keyword: [next, other]});
        if is_closed {
            schema["unevaluatedProperties"] = json!(false);
        }
        (format!("C{level}"), schema)
    });
    Value::Object(each.collect())
}

/// Components that each say three times that the next one holds or not.
fn conditions(levels: usize) -> Value {
    let each = (0..levels).map(|level| {
        let schema = match level + 1 < levels {
            true => {
                let next = json!({"$ref": format!("#/components/schemas/C{}", level + 1)});
                json!({"if": next, "then": next, "else": {"not": next}})
            }
            false => json!({"required": ["leaf"]}),
        };
        (format!("C{level}"), schema)
    });
    Value::Object(each.collect())
}

/// The same schemas as definitions in the middle of one component.
fn nameless(schemas: &Value) -> Value {
    let inner = schemas.to_string().replace("#/components/schemas/C", "#/components/schemas/C0/$defs/D");
    let inner: Map<String, Value> = serde_json::from_str(&inner).unwrap_or_default();
    let inner: Map<String, Value> = inner.into_iter().map(|(name, it)| (name.replace('C', "D"), it)).collect();
    json!({"C0": {"$defs": inner, "$ref": "#/components/schemas/C0/$defs/D0"}})
}

/// A union of so many arms, which nothing tells apart but trial.
fn arms(count: usize) -> Value {
    let arm = |index: usize| json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "integer", "minimum": index}}});
    json!({"C0": {"oneOf": (0..count).map(arm).collect::<Vec<_>>()}})
}

/// An object with so many members.
fn members(count: usize) -> Value {
    let each = (0..count).map(|index| (format!("member{index}"), json!({"type": "string", "maxLength": index})));
    json!({"type": "object", "properties": each.collect::<Map<_, _>>()})
}
