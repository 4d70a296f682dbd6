//! Schemas that are called by names: `$anchor`, `$id`, and `$dynamicRef` with what it leads to.
//!
//! What has an `$id` is a resource of its own, so that it refers to no component by a pointer.

use serde_json::{Value, json};

use super::{Keywords, Place, Schemas, Sort, name};

/// What the URIs of resources begin with, before the name of the component.
const BASE: &str = "https://example.com/";

/// Who refers to a component by a name, where it has one.
pub(super) fn named(component: &str, schema: &Value) -> Option<String> {
    let anchor = schema.get("$anchor").map(|_| format!("#{}", anchor(component)));
    anchor.or_else(|| schema.get("$id").map(|_| format!("{BASE}{component}")))
}

/// The anchor of a component.
fn anchor(component: &str) -> String {
    format!("here-{component}")
}

impl Schemas<'_> {
    /// A component that has an anchor, of one of a few sorts.
    pub(super) fn anchored(&mut self, place: Place) -> Value {
        let own = anchor(&name(self.components.len()));
        let sort = self.random.pick(&[Sort::Object, Sort::List, Sort::Tuple, Sort::Text, Sort::Typeless, Sort::Trial]);
        let mut schema = self.plain(sort, place);
        if let Some(keywords) = schema.as_object_mut() {
            keywords.insert("$anchor".to_owned(), own.into());
        }
        schema
    }

    /// A resource that a `$dynamicRef` makes a template, or one that fills another one in.
    pub(super) fn resource(&mut self) -> Value {
        let component = name(self.components.len());
        let template = self.component_of(|schema| schema.get("$dynamicAnchor").is_some());
        let mut keywords = match template.filter(|_| self.random.chance(60)) {
            Some(index) => self.filled_in(index),
            None => self.template(&component),
        };
        keywords.insert("$id".to_owned(), format!("{BASE}{component}").into());
        keywords.into()
    }

    /// A resource whose parts are of a schema that another one may replace: its own, or itself.
    fn template(&mut self, component: &str) -> Keywords {
        let part = format!("part-{component}");
        let refer = json!({ "$dynamicRef": format!("#{part}") });
        let mut keywords = Keywords::new();
        keywords.insert("$dynamicAnchor".to_owned(), part.clone().into());
        match self.random.below(3) {
            0 => {
                keywords.insert("type".to_owned(), "object".into());
                let parts =
                    json!({ "value": self.leaf(), "next": refer, "nodes": { "type": "array", "items": refer } });
                keywords.insert("properties".to_owned(), parts);
            }
            1 => {
                keywords.insert("type".to_owned(), "array".into());
                keywords.insert("items".to_owned(), json!({ "anyOf": [self.leaf(), refer] }));
            }
            _ => {
                // The anchor is of a definition, not of the whole.
                let other = format!("item-{component}");
                keywords.insert("type".to_owned(), "array".into());
                keywords.insert("items".to_owned(), json!({ "$dynamicRef": format!("#{other}") }));
                let mut own = self.leaf();
                own["$dynamicAnchor"] = other.into();
                keywords.insert("$defs".to_owned(), json!({ "own": own }));
            }
        }
        keywords
    }

    /// A resource that is what a template is, with a part of its own.
    fn filled_in(&mut self, index: usize) -> Keywords {
        let template = &self.components[index];
        let mut keywords = Keywords::new();
        keywords.insert("$ref".to_owned(), template["$id"].clone());
        match template["$defs"].get("own").map(|own| own["$dynamicAnchor"].clone()) {
            Some(anchor) => {
                let mut own = self.leaf();
                own["$dynamicAnchor"] = anchor;
                keywords.insert("$defs".to_owned(), json!({ "own": own }));
            }
            None => {
                keywords.insert("$dynamicAnchor".to_owned(), template["$dynamicAnchor"].clone());
                match template["type"] == "object" {
                    true if self.random.chance(50) => {
                        keywords.insert("unevaluatedProperties".to_owned(), false.into());
                    }
                    true => drop(keywords.insert("required".to_owned(), json!(["value"]))),
                    false => self.bounds(&mut keywords, ("minItems", "maxItems"), 80, 4),
                }
            }
        }
        keywords
    }

    /// A schema that refers to nothing.
    fn leaf(&mut self) -> Value {
        match self.random.below(4) {
            0 => self.text().into(),
            1 => self.integer().into(),
            2 => self.number().into(),
            _ => self.literals(),
        }
    }
}
