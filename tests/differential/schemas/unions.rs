//! Unions: arms that something tells apart, and arms that nothing does.

use serde_json::{Value, json};

use super::{Keywords, Place, Schemas, about::component_of, is_object, name, pointer, refer};

impl Schemas<'_> {
    pub(super) fn union(&mut self, arms: Vec<Value>) -> Keywords {
        let keyword = self.random.pick(&["oneOf", "anyOf"]);
        let mut keywords = Keywords::new();
        if self.random.chance(10) {
            // What the arms say as well, as a rule.
            let all_objects = arms.iter().all(|arm| self.is_object(arm));
            let kind = if all_objects { "object" } else { self.random.pick(&["string", "object"]) };
            if all_objects || self.random.chance(15) {
                keywords.insert("type".to_owned(), kind.into());
            }
        }
        keywords.insert(keyword.to_owned(), arms.into());
        keywords
    }

    fn is_object(&self, arm: &Value) -> bool {
        is_object(component_of(&self.components, arm).unwrap_or(arm))
    }

    /// Objects that a member tells apart: by its constants, or by a discriminator, or both.
    pub(super) fn tagged(&mut self, place: Place) -> Value {
        let tag = self.random.pick(&["kind", "type", "t", "@type", "\"k\"", "日本"]);
        let refers = place.depth == 0 && self.random.chance(75);
        let discriminates = refers && self.random.chance(60);
        let constants = !discriminates || self.random.chance(60);
        let required = constants || self.random.chance(80);
        let literals = !discriminates && tag == "t";
        let (mut arms, mut mapping) = (Vec::new(), Keywords::new());
        for index in 0..2 + self.random.below(3) {
            let mut values = vec![format!("{}{index}", self.random.pick(&["", "arm ", "ä", "\\"]))];
            if self.random.chance(10) {
                values.push(format!("also {index}"));
            }
            let schema = match (constants, values.as_slice()) {
                (false, _) => json!({ "type": "string" }),
                (true, [value]) if self.random.chance(70) => json!({ "type": "string", "const": value }),
                (true, values) => json!({ "enum": values }),
            };
            let schema = if literals { literal(index) } else { schema };
            let arm = self.arm(tag, schema, required, place);
            if refers {
                let component = name(self.components.len());
                self.components.push(arm);
                for value in values {
                    let target = if self.random.chance(50) { component.clone() } else { pointer(&component) };
                    mapping.insert(value, target.into());
                }
                arms.push(refer(&component));
            } else {
                arms.push(arm);
            }
        }
        let mut union = self.union(arms);
        if discriminates {
            let mut discriminator = json!({ "propertyName": tag });
            if self.random.chance(60) {
                discriminator["mapping"] = mapping.into();
            }
            union.insert("discriminator".to_owned(), discriminator);
        }
        union.into()
    }

    /// An object with a tag.
    pub(super) fn arm(&mut self, tag: &str, schema: Value, required: bool, place: Place) -> Value {
        let mut arm = self.object(Place { depth: place.depth + 1, ..place });
        let properties = arm.entry("properties").or_insert_with(|| json!({}));
        if let Some(properties) = properties.as_object_mut() {
            properties.insert(tag.to_owned(), schema);
        }
        if let Some(names) = arm.entry("required").or_insert_with(|| json!([])).as_array_mut() {
            names.retain(|name| name != tag);
            if required {
                names.push(tag.into());
            }
        }
        arm.into()
    }

    /// Arms of different JSON types.
    pub(super) fn kinds(&mut self, place: Place) -> Value {
        let mut arms: Vec<Value> = vec![self.text().into()];
        let below = place.below(true);
        if self.random.chance(50) {
            arms.push(if self.random.chance(50) { self.integer().into() } else { self.number().into() });
        }
        if self.random.chance(40) {
            arms.push(self.list(below).into());
        }
        if self.random.chance(40) {
            arms.push(self.object(below).into());
        }
        if self.random.chance(20) {
            arms.push(json!({ "type": "null" }));
        }
        if arms.len() < 2 {
            arms.push(json!({ "type": "boolean" }));
        }
        self.union(arms).into()
    }

    /// Objects each of which requires a member of its own.
    pub(super) fn by_members(&mut self, place: Place) -> Value {
        let mut arms = Vec::new();
        for tag in ["first", "\"second\"", "third"].into_iter().take(2 + self.random.below(2)) {
            let schema = self.part(place.below(true));
            arms.push(self.arm(tag, schema, true, place));
        }
        self.union(arms).into()
    }

    /// Arms that nothing tells apart.
    pub(super) fn trial(&mut self, place: Place) -> Value {
        let mut arms = Vec::new();
        for _ in 0..2 + self.random.below(3) {
            arms.push(self.part(place.below(true)));
        }
        self.union(arms).into()
    }
}

/// A tag that is a number or a boolean, no other arm's.
fn literal(index: usize) -> Value {
    match index {
        0 => json!({ "const": false }),
        1 => json!({ "type": "integer", "const": 1 }),
        2 => json!({ "enum": [2, 102] }),
        _ => json!({ "type": "number", "const": index as f64 + 0.5 }),
    }
}
