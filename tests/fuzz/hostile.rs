//! Documents that are sound by their form and hostile by their size, depth or shape.

use serde_json::{Map, Value, json};

use crate::random::Random;

/// Keywords of schemas, and some of documents.
pub const KEYWORDS: [&str; 44] = [
    "type",
    "enum",
    "const",
    "format",
    "pattern",
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "items",
    "prefixItems",
    "contains",
    "minContains",
    "maxContains",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "multipleOf",
    "oneOf",
    "anyOf",
    "allOf",
    "not",
    "if",
    "then",
    "else",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedItems",
    "unevaluatedProperties",
    "discriminator",
    "default",
    "nullable",
    "$ref",
    "$id",
    "$anchor",
    "$dynamicAnchor",
];

/// Patterns that some engines never end with, or that ask for more than there is.
const PATTERNS: [&str; 16] = [
    "(a*)*b",
    "(a|aa)+$",
    "^(a+)+$",
    "(.*a){20}",
    "a{1000000}",
    "(a{1000}){1000}",
    "((((a{100}){100}){100}){100})",
    "^(?=a)b",
    "(a)\\1",
    "\\p{L}{1,5000}",
    "[^\\s\\S]",
    "(?<n>a)\\k<n>",
    "\\u{110000}",
    "[z-a]",
    "(?:a|b|ab)*c$",
    "^(\\w+\\s?)*$",
];

/// A document of components.
pub fn document(random: &mut Random) -> String {
    let schemas = match random.below(12) {
        0 => many(random),
        1 => return deep_text(random),
        2 => deep(random),
        3 => lattice(random),
        4 => wide(random),
        5 => cycle(random),
        6 => sizes(random),
        _ => mixed(random),
    };
    whole(schemas).to_string()
}

/// The document of some components, of which an operation takes and gives the first.
pub fn whole(schemas: Map<String, Value>) -> Value {
    let first = schemas.keys().next().map(|name| name.replace('~', "~0").replace('/', "~1"));
    let content = json!({"application/json": {"schema": {
        "$ref": format!("#/components/schemas/{}", first.unwrap_or_default()),
    }}});
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Hostile", "version": "1.0.0"},
        "paths": {"/things": {"post": {
            "operationId": "makeThing",
            "tags": ["things"],
            "requestBody": {"required": true, "content": content},
            "responses": {"200": {"description": "Made.", "content": content}},
        }}},
        "components": {"schemas": schemas},
    })
}

fn refer(index: usize) -> Value {
    json!({"$ref": format!("#/components/schemas/C{index}")})
}

fn named(schemas: impl IntoIterator<Item = Value>) -> Map<String, Value> {
    schemas.into_iter().enumerate().map(|(index, schema)| (format!("C{index}"), schema)).collect()
}

/// A schema around another one, by any keyword that takes one.
fn around(random: &mut Random, inner: Value) -> Value {
    match random.below(16) {
        0 => json!({"type": "array", "items": inner}),
        1 => json!({"type": "object", "properties": {"a": inner}, "required": ["a"]}),
        2 => json!({"type": "object", "additionalProperties": inner}),
        3 => json!({"allOf": [inner]}),
        4 => json!({"allOf": [inner, {"type": "object", "properties": {"b": {"type": "string"}}}]}),
        5 => json!({"oneOf": [inner, {"type": "string"}]}),
        6 => json!({"oneOf": [inner, {"type": "object", "properties": {"a": {"type": "integer"}}}]}),
        7 => json!({"anyOf": [inner, {"type": "null"}]}),
        8 => json!({"not": inner}),
        9 => json!({"if": inner, "then": {"required": ["a"]}}),
        10 => json!({"prefixItems": [inner], "items": false}),
        11 => json!({"contains": inner, "type": "array"}),
        12 => json!({"type": "object", "patternProperties": {"^a": inner}, "unevaluatedProperties": false}),
        13 => json!({"type": "object", "propertyNames": inner}),
        14 => json!({"anyOf": [inner.clone(), inner], "unevaluatedProperties": false}),
        _ => json!({"dependentSchemas": {"a": inner}, "unevaluatedItems": false}),
    }
}

/// One schema many levels deep, by one keyword or by any.
fn deep(random: &mut Random) -> Map<String, Value> {
    let one = random.chance(50).then(|| random.clone());
    let mut schema = json!({"type": "string"});
    // A document has a bound of 512 levels, and most keywords take more than one.
    for _ in 0..random.pick(&[8, 30, 60, 120, 200]) {
        let mut random = one.clone().unwrap_or_else(|| Random::new(random.next()));
        let inner = schema.clone();
        let next = around(&mut random, schema);
        // What takes its schema twice doubles with each level.
        schema = if next.to_string().len() > 200_000 { inner } else { next };
    }
    named([schema])
}

/// A text that is nested by far more than any reader should follow.
fn deep_text(random: &mut Random) -> String {
    let levels = random.pick(&[100, 500, 1_000, 10_000]);
    let (open, close) = random.pick(&[
        ("[", "]"),
        ("{\"allOf\":[", "]}"),
        ("{\"oneOf\":[", "]}"),
        ("{\"not\":", "}"),
        ("{\"items\":", "}"),
        ("{\"properties\":{\"a\":", "}}"),
        ("{\"type\":\"object\",\"additionalProperties\":", "}"),
        ("{\"a\":", "}"),
    ]);
    let schema = format!("{}{{}}{}", open.repeat(levels), close.repeat(levels));
    let cut = if random.chance(20) { schema.len() / 2 } else { schema.len() };
    whole(named([json!("here")])).to_string().replace("\"here\"", &schema[..cut])
}

/// Thousands of components, in a chain or a star.
fn many(random: &mut Random) -> Map<String, Value> {
    let count = random.pick(&[100, 500, 2_000]);
    let star = random.chance(50);
    named((0..count).map(|index| match (star, index) {
        (true, 0) => json!({"oneOf": (1..count).map(refer).collect::<Vec<_>>()}),
        (true, _) => json!({"type": "object", "properties": {"a": {"type": "string"}, "b": refer(0)}}),
        (false, _) => around(random, refer((index + 1) % count)),
    }))
}

/// Levels that each hold the next one several times: few schemas, and many ways through them.
fn lattice(random: &mut Random) -> Map<String, Value> {
    let count = random.pick(&[10, 30, 60]);
    let (keyword, nested) = random.pick(&[
        ("allOf", false),
        ("oneOf", false),
        ("anyOf", false),
        ("oneOf", true),
        ("properties", false),
        ("prefixItems", false),
        ("not", false),
        ("if", false),
    ]);
    let rules = random.chance(50);
    let mut schemas = named((0..count).map(|index| {
        let next = match (index + 1 < count, nested) {
            (false, _) => json!({"type": "object", "properties": {"z": {"type": "string"}}}),
            (true, true) => json!({"type": "array", "items": refer(index + 1)}),
            (true, false) => refer(index + 1),
        };
        let mut schema = match keyword {
            "properties" => json!({"type": "object", "properties": {"a": next, "b": next}}),
            "not" => json!({"not": next, "if": next, "then": next}),
            "if" => json!({"if": next, "then": next, "else": next}),
            keyword => json!({keyword: [next, next, {"type": "object", "properties": {"x": next}}]}),
        };
        if rules {
            schema["unevaluatedProperties"] = json!(false);
        }
        schema
    }));
    // Not as components, which are types: as what stands in the middle of one.
    if random.chance(50) {
        let definitions = std::mem::take(&mut schemas);
        let text = json!({"$defs": definitions, "$ref": "#/components/schemas/A/$defs/C0"}).to_string();
        let text = text.replace("#/components/schemas/C", "#/components/schemas/A/$defs/C");
        schemas.insert("A".to_owned(), serde_json::from_str(&text).unwrap_or_default());
    }
    schemas
}

/// One schema with many members, arms, values or long texts.
fn wide(random: &mut Random) -> Map<String, Value> {
    let count = random.pick(&[50, 300, 1_000]);
    let schema = match random.below(7) {
        0 => json!({"enum": (0..count * 20).map(|index| format!("value-{index}")).collect::<Vec<_>>()}),
        1 => json!({"enum": (0..count).collect::<Vec<_>>()}),
        2 => {
            let members = (0..count).map(|index| (format!("m{index}"), json!({"type": "string"})));
            json!({"type": "object", "properties": members.collect::<Map<_, _>>()})
        }
        3 => {
            let arm = |index| json!({"type": "object", "properties": {format!("m{}", index % 7): {"const": index}}});
            json!({"oneOf": (0..count / 4).map(arm).collect::<Vec<_>>()})
        }
        4 => json!({"allOf": (0..count).map(|index| json!({"required": [format!("m{index}")]})).collect::<Vec<_>>()}),
        5 => json!({"type": "string", "description": name(random).repeat(count), "default": "x".repeat(count * 100)}),
        _ => {
            let members = (0..count / 4).map(|_| (name(random), json!({"type": "object", "title": name(random)})));
            json!({"type": "object", "properties": members.collect::<Map<_, _>>()})
        }
    };
    named([schema])
}

/// A few schemas that lead to one another by keywords of any kind.
fn cycle(random: &mut Random) -> Map<String, Value> {
    let count = 1 + random.below(6);
    named((0..count).map(|_| {
        let next = refer(random.below(count));
        match random.below(4) {
            0 => next,
            1 => around(random, next),
            2 => {
                let inner = around(random, next);
                around(random, inner)
            }
            _ => {
                let other = refer(random.below(count));
                json!({"allOf": [next, around(random, other)]})
            }
        }
    }))
}

/// Numbers, patterns and names that are out of all proportion.
fn sizes(random: &mut Random) -> Map<String, Value> {
    let numbers = ["4294967296", "18446744073709551616", "1e300", "-1", "0", "1000000", "1e-300", "2.5"];
    let number = |random: &mut Random| -> Value { serde_json::from_str(random.pick(&numbers)).unwrap_or_default() };
    named((0..6).map(|_| match random.below(6) {
        0 => json!({"type": "string", "pattern": random.pick(&PATTERNS)}),
        1 => json!({"type": "string", "minLength": number(random), "maxLength": number(random)}),
        2 => json!({"type": "array", "items": {"type": "string"}, "minItems": number(random), "uniqueItems": true}),
        3 => json!({"type": "object", "minProperties": number(random), "additionalProperties": {"type": "array", "minItems": number(random)}}),
        4 => json!({"type": "number", "minimum": number(random), "multipleOf": number(random)}),
        _ => json!({"type": "object", "patternProperties": {random.pick(&PATTERNS): {"pattern": random.pick(&PATTERNS)}}}),
    }))
}

/// Some components of random schemas.
fn mixed(random: &mut Random) -> Map<String, Value> {
    let count = 1 + random.below(5);
    let places: Vec<String> = (0..count).map(|index| format!("/components/schemas/C{index}")).collect();
    named((0..count).map(|_| schema(random, &places)))
}

/// A schema of several keywords, whose references lead to any of some places.
pub fn schema(random: &mut Random, places: &[String]) -> Value {
    let mut schema = json!({"$ref": format!("#{}", random.pick(places))});
    if random.chance(60) {
        schema = json!({"type": random.pick(&["object", "array", "string", "integer", "number", "boolean", "null"])});
    }
    for _ in 0..random.below(5) {
        let wrapped = around(random, schema.clone());
        match (&mut schema, wrapped) {
            // Beside one another, or one around the other.
            (Value::Object(members), Value::Object(others)) if random.chance(60) => members.extend(others),
            (schema, wrapped) => *schema = wrapped,
        }
        if schema.to_string().len() > 20_000 {
            break;
        }
    }
    if random.chance(10)
        && let Value::Object(members) = &mut schema
    {
        members.insert(random.pick(&KEYWORDS).to_owned(), crate::mutate::odd(random));
    }
    schema
}

/// A name that no language would have.
pub fn name(random: &mut Random) -> String {
    match random.below(7) {
        0 => "x".repeat(300),
        1 => "クラス".repeat(1 + random.below(40)),
        2 => random
            .pick(&["", " ", "~", "/", "a/b~1", "\u{0}", "\"", "\\", "*/", "r#\"", "{{}}", "$", "..", "CON"])
            .to_owned(),
        3 => random.pick(&["type", "Self", "self", "crate", "super", "Option", "String", "async", "_"]).to_owned(),
        4 => format!("{}{}", "e\u{301}".repeat(random.below(9)), random.next() % 1_000),
        5 => char::from_u32(random.below(0x3_0000) as u32).map(String::from).unwrap_or_default(),
        _ => format!("name-{}", random.next() % 100),
    }
}
