//! Types made up for measuring, in two languages: an OpenAPI document, and Rust with serde's derives.
//!
//! The same numbers always give the same types.

use serde_json::{Map, Value, json};

/// What a member holds.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A string.
    Text,
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// An array of strings.
    Texts,
    /// An object with strings as values.
    Labels,
    /// Another type, by name.
    Named(String),
    /// An array of another type.
    List(String),
}

/// A member of a struct.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its name, in JSON and in Rust.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
}

/// A type.
#[derive(Debug, Clone)]
pub enum Type {
    /// An object; with a tag where it is an arm of a union.
    Struct(String, Option<String>, Vec<Member>),
    /// An enum of strings.
    Strings(String, Vec<String>),
    /// A union of structs, by their tags.
    Union(String, Vec<String>),
}

/// A struct with so many members and nothing else.
pub fn wide(members: usize) -> Vec<Type> {
    let kinds = [Kind::Text, Kind::Integer, Kind::Boolean, Kind::Text, Kind::Number];
    let members = (0..members).zip(kinds.into_iter().cycle()).map(|(index, kind)| Member {
        name: format!("member_{index:02}_{}", WORDS[index % WORDS.len()]),
        kind,
        required: index % 2 == 0,
    });
    vec![Type::Struct("Wide".to_owned(), None, members.collect())]
}

/// So many structs with 12 or 13 members each, enums of six values, and unions of three arms.
pub fn many(structs: usize, enums: usize, unions: usize) -> Vec<Type> {
    let arm = |union: usize, arm: usize| (format!("Record{:03}", union * 3 + arm), format!("record_{arm}"));
    let mut types = Vec::new();
    for index in 0..enums {
        let values = (0..6).map(|value| format!("{}_{value}", WORDS[(index + value) % WORDS.len()]));
        types.push(Type::Strings(format!("Choice{index:02}"), values.collect()));
    }
    for index in 0..structs {
        let tag = (index < unions * 3).then(|| arm(index / 3, index % 3).1);
        let count = 12 + usize::from(index % 5 < 2) - usize::from(tag.is_some());
        let members = (0..count).map(|member| Member {
            name: format!("{}_{member}", WORDS[(index + member) % WORDS.len()]),
            kind: kind(index, member, enums, unions),
            required: member % 3 == 0,
        });
        types.push(Type::Struct(format!("Record{index:03}"), tag, members.collect()));
    }
    for index in 0..unions {
        let arms = (0..3).map(|which| arm(index, which).0);
        types.push(Type::Union(format!("Either{index:02}"), arms.collect()));
    }
    types
}

/// What a member of a struct of [`many`] holds: other structs come before it, so that none holds itself.
fn kind(index: usize, member: usize, enums: usize, unions: usize) -> Kind {
    let before = |step: usize| format!("Record{:03}", index.saturating_sub(1 + step));
    match member {
        0 | 3 | 8 | 11 => Kind::Text,
        1 => Kind::Integer,
        2 => Kind::Boolean,
        4 => Kind::Named(format!("Choice{:02}", index % enums)),
        5 if index > 0 => Kind::Named(before(index % 7)),
        6 => Kind::Texts,
        7 if index > 0 => Kind::List(before(index % 11)),
        9 => Kind::Number,
        10 if index >= unions * 3 => Kind::Named(format!("Either{:02}", index % unions)),
        12 => Kind::Labels,
        _ => Kind::Text,
    }
}

const WORDS: [&str; 12] = [
    "name",
    "region",
    "status",
    "created",
    "owner",
    "policy",
    "limit",
    "source",
    "target",
    "version",
    "checksum",
    "description",
];

/// The OpenAPI document of types, with an operation that takes and gives each of the roots.
pub fn document(types: &[Type], roots: &[String]) -> String {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let mut paths = Map::new();
    for root in roots {
        let content = json!({ "application/json": { "schema": reference(root) } });
        let operation = json!({
            "operationId": format!("send{root}"),
            "tags": ["things"],
            "requestBody": { "required": true, "content": content },
            "responses": { "200": { "description": "Done.", "content": content } },
        });
        paths.insert(format!("/{root}"), json!({ "post": operation }));
    }
    let mut schemas = Map::new();
    for ty in types {
        let (name, schema) = match ty {
            Type::Strings(name, values) => (name, json!({ "type": "string", "enum": values })),
            Type::Struct(name, tag, members) => (name, object(tag.as_deref(), members)),
            Type::Union(name, arms) => {
                let arms: Vec<_> = arms.iter().map(|arm| reference(arm)).collect();
                (name, json!({ "oneOf": arms, "discriminator": { "propertyName": "type" } }))
            }
        };
        schemas.insert(name.clone(), schema);
    }
    let info = json!({ "title": "Things", "version": "1.0.0" });
    json!({ "openapi": "3.1.0", "info": info, "paths": paths, "components": { "schemas": schemas } }).to_string()
}

fn object(tag: Option<&str>, members: &[Member]) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    if let Some(tag) = tag {
        properties.insert("type".to_owned(), json!({ "const": tag }));
        required.push("type");
    }
    for member in members {
        let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let schema = match &member.kind {
            Kind::Text => json!({ "type": "string" }),
            Kind::Integer => json!({ "type": "integer" }),
            Kind::Number => json!({ "type": "number" }),
            Kind::Boolean => json!({ "type": "boolean" }),
            Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
            Kind::Labels => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
            Kind::Named(name) => reference(name),
            Kind::List(name) => json!({ "type": "array", "items": reference(name) }),
        };
        properties.insert(member.name.clone(), schema);
        if member.required {
            required.push(&member.name);
        }
    }
    json!({ "type": "object", "required": required, "properties": properties })
}

/// The types as one would write them by hand, with derives of everything that a generated model has; enums and unions
/// keep what they do not know, as those do.
pub fn derives(types: &[Type]) -> String {
    let mut rust = "use serde::{Deserialize, Serialize};\n".to_owned();
    for ty in types {
        rust.push_str("\n#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n");
        match ty {
            Type::Strings(name, values) => {
                rust.push_str(&format!("pub enum {name} {{\n"));
                for (index, value) in values.iter().enumerate() {
                    rust.push_str(&format!("    #[serde(rename = {value:?})]\n    Value{index},\n"));
                }
                rust.push_str("    #[serde(untagged)]\n    Unknown(String),\n}\n");
            }
            Type::Struct(name, _, members) => rust.push_str(&derived_struct(name, members)),
            Type::Union(name, arms) => {
                rust.push_str(&format!("#[serde(tag = \"type\")]\npub enum {name} {{\n"));
                for (index, arm) in arms.iter().enumerate() {
                    rust.push_str(&format!("    #[serde(rename = \"record_{index}\")]\n    {arm}({arm}),\n"));
                }
                rust.push_str("    #[serde(untagged)]\n    Unknown(serde_json::Value),\n}\n");
            }
        }
    }
    rust
}

fn derived_struct(name: &str, members: &[Member]) -> String {
    let mut fields = String::new();
    for member in members {
        let (name, ty) = (&member.name, rust_type(&member.kind));
        if member.required {
            fields.push_str(&format!("    pub {name}: {ty},\n"));
        } else {
            let skip = "#[serde(skip_serializing_if = \"Option::is_none\")]";
            fields.push_str(&format!("    {skip}\n    pub {name}: Option<{ty}>,\n"));
        }
    }
    format!("pub struct {name} {{\n{fields}}}\n{}", setters(name, members))
}

/// `new` with the required members, and a setter for each of the others.
fn setters(name: &str, members: &[Member]) -> String {
    let (mut parameters, mut values, mut setters) = (Vec::new(), Vec::new(), String::new());
    for Member { name, kind, required } in members {
        let (takes, made) = match kind {
            Kind::Text => ("impl Into<String>".to_owned(), format!("{name}.into()")),
            other => (rust_type(other), name.clone()),
        };
        if *required {
            parameters.push(format!("{name}: {takes}"));
            values.push(format!("{name}: {made}"));
        } else {
            values.push(format!("{name}: None"));
            setters.push_str(&format!(
                "    #[must_use]\n    pub fn {name}(mut self, {name}: {takes}) -> Self {{\n        self.{name} = Some({made});\n        self\n    }}\n"
            ));
        }
    }
    let (parameters, values) = (parameters.join(", "), values.join(", "));
    format!(
        "impl {name} {{\n    pub fn new({parameters}) -> Self {{\n        Self {{ {values} }}\n    }}\n{setters}}}\n"
    )
}

fn rust_type(kind: &Kind) -> String {
    match kind {
        Kind::Text => "String".to_owned(),
        Kind::Integer => "i64".to_owned(),
        Kind::Number => "f64".to_owned(),
        Kind::Boolean => "bool".to_owned(),
        Kind::Texts => "Vec<String>".to_owned(),
        Kind::Labels => "std::collections::BTreeMap<String, String>".to_owned(),
        Kind::Named(name) => name.clone(),
        Kind::List(name) => format!("Vec<{name}>"),
    }
}
