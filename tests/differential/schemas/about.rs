//! What is known of the values that a rule is about: their types, members and items.

use serde_json::Value;

use super::Schemas;

/// The types of JSON, as schemas have them.
pub(super) const KINDS: &[&str] = &["string", "integer", "number", "boolean", "null", "array", "object"];

/// How many references and parts are followed.
const LEVELS: usize = 4;

/// What a rule speaks of.
#[derive(Default, Clone)]
pub(super) struct About {
    /// The types that values may have; none where nothing is known.
    pub kinds: Vec<&'static str>,
    /// The members that objects may have, each with one of its schemas.
    pub members: Vec<(String, Value)>,
    /// One schema of items.
    pub items: Option<Value>,
}

impl About {
    /// What a schema says, and what it refers to.
    pub fn of(schemas: &Schemas<'_>, schema: &Value) -> Self {
        let mut about = Self::default();
        about.add(&schemas.components, schema, 0);
        about
    }

    fn add(&mut self, components: &[Value], schema: &Value, level: usize) {
        if level > LEVELS {
            return;
        }
        match &schema["type"] {
            Value::String(kind) => self.add_kind(kind),
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).for_each(|kind| self.add_kind(kind)),
            _ => {}
        }
        let listed = schema["enum"].as_array().into_iter().flatten().chain(schema.get("const"));
        listed.for_each(|value| self.add_kind(kind_of(value)));
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            if !self.members.iter().any(|(known, _)| known == name) {
                self.members.push((name.clone(), member.clone()));
            }
        }
        let items = schema.get("items").or_else(|| schema["prefixItems"].get(0));
        self.items = self.items.take().or_else(|| items.cloned());
        let parts = ["allOf", "anyOf", "oneOf"].iter().flat_map(|&keyword| schema[keyword].as_array()).flatten();
        parts.for_each(|part| self.add(components, part, level + 1));
        if let Some(component) = component_of(components, schema) {
            self.add(components, component, level + 1);
        }
    }

    fn add_kind(&mut self, kind: &str) {
        if let Some(&kind) = KINDS.iter().find(|&&known| known == kind)
            && !self.kinds.contains(&kind)
        {
            self.kinds.push(kind);
        }
    }
}

/// The component that a schema refers to as a whole, where it is one that stands before.
pub(super) fn component_of<'a>(components: &'a [Value], schema: &Value) -> Option<&'a Value> {
    let (_, index) = schema["$ref"].as_str()?.rsplit_once("/C")?;
    components.get(index.parse::<usize>().ok()?)
}

/// The type of a value.
fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
