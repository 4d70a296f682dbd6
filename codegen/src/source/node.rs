//! The tree of located values: what JSON and YAML are read into.

use indexmap::IndexMap;

use super::Span;

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The place of the whole value.
    pub span: Span,
    /// The value.
    pub kind: Kind,
}

/// A JSON value, whose parts know their places.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number, as valid JSON text.
    Number(String),
    /// A string, escapes resolved.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object, in declared order.
    Object(IndexMap<String, Entry>),
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The place of the name.
    pub key: Span,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The member of an object, where the node is one and has it.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.entry(name).map(|entry| &entry.value)
    }

    /// The member of an object with the place of its name.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.as_object()?.get(name)
    }

    /// The members, where the node is an object.
    pub fn as_object(&self) -> Option<&IndexMap<String, Entry>> {
        match &self.kind {
            Kind::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The items, where the node is an array.
    pub fn as_array(&self) -> Option<&[Node]> {
        match &self.kind {
            Kind::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The text, where the node is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth, where the node is a boolean.
    pub fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Boolean(truth) => Some(truth),
            _ => None,
        }
    }

    /// The JSON text of the number, where the node is one.
    pub fn as_number(&self) -> Option<&str> {
        match &self.kind {
            Kind::Number(text) => Some(text),
            _ => None,
        }
    }

    /// What the value is, for messages: `an object`.
    pub fn describe(&self) -> &'static str {
        match self.kind {
            Kind::Null => "null",
            Kind::Boolean(_) => "a boolean",
            Kind::Number(_) => "a number",
            Kind::String(_) => "a string",
            Kind::Array(_) => "an array",
            Kind::Object(_) => "an object",
        }
    }

    /// The value as compact JSON text, members in declared order.
    pub fn to_json(&self) -> String {
        let mut text = String::new();
        self.write_json(&mut text);
        text
    }

    fn write_json(&self, out: &mut String) {
        match &self.kind {
            Kind::Null => out.push_str("null"),
            Kind::Boolean(truth) => out.push_str(if *truth { "true" } else { "false" }),
            Kind::Number(text) => out.push_str(text),
            Kind::String(text) => write_string(text, out),
            Kind::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write_json(out);
                }
                out.push(']');
            }
            Kind::Object(members) => {
                out.push('{');
                for (index, (name, entry)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_string(name, out);
                    out.push(':');
                    entry.value.write_json(out);
                }
                out.push('}');
            }
        }
    }
}

/// A text as a JSON string.
fn write_string(text: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(text).to_string());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{json, marked::sound};

    const TEXT: &str = r#"{"b":[null,true,-1.50e3,"a\"\u0007é"],"a":{}}"#;

    #[test]
    fn json_comes_out_as_it_went_in() {
        assert_eq!(sound(json::read, TEXT).to_json(), TEXT);
    }

    #[test]
    fn each_kind_is_only_what_it_is() {
        let node = sound(json::read, TEXT);
        let items = node.get("b").and_then(Node::as_array).unwrap();
        let described: Vec<&str> = items.iter().chain([&node]).map(Node::describe).collect();
        assert_eq!(described, ["null", "a boolean", "a number", "a string", "an object"]);
        assert_eq!(items[1].as_bool(), Some(true));
        assert_eq!(items[2].as_number(), Some("-1.50e3"));
        assert_eq!(items[3].as_str(), Some("a\"\u{7}é"));
        assert_eq!(items[0].as_str().or(items[2].as_str()), None);
        assert_eq!(items[3].as_number(), None);
        assert_eq!(items[0].as_bool(), None);
        assert!(node.as_array().is_none() && items[0].as_object().is_none());
        assert_eq!(node.get("b").unwrap().describe(), "an array");
    }

    #[test]
    fn members_are_found_with_their_places() {
        let node = sound(json::read, TEXT);
        let entry = node.entry("a").unwrap();
        assert_eq!(&TEXT[entry.key.start as usize..entry.key.end as usize], "\"a\"");
        assert_eq!(node.get("c"), None);
        assert_eq!(node.get("b").unwrap().get("0"), None);
    }
}
