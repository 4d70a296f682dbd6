//! References, and what stands beside them.

use serde_json::{Value, json};

use super::{Keywords, Place, Schemas, escape, is_object, name, pointer, refer, resources::named};

impl Schemas<'_> {
    /// A component that stands before this one, or any where there need be no value; now and then a part of one.
    pub(super) fn reference(&mut self, place: Place) -> Value {
        let there = self.components.len();
        if there == 0 || (!place.required && self.random.chance(40)) {
            let wanted = self.wanted;
            return if place.required { json!({ "type": "boolean" }) } else { refer(&name(self.random.below(wanted))) };
        }
        let index = self.random.below(there);
        if let Some(defs) = self.components[index].get("$defs").and_then(Value::as_object)
            && let Some(own) = defs.keys().next()
            && self.random.chance(40)
        {
            return refer(&format!("{}/$defs/{own}", name(index)));
        }
        if let Some(named) = named(&name(index), &self.components[index])
            && self.random.chance(50)
        {
            return json!({ "$ref": named });
        }
        let parts = self.components[index].get("properties").and_then(Value::as_object);
        // What has no type of its own, or leads on, may lead back to where it is referred to.
        let leads_on = |part: &Value| ["$ref", "allOf", "anyOf", "oneOf"].iter().any(|&it| part.get(it).is_some());
        let mut parts = parts.into_iter().flatten().filter(|(_, part)| part.get("type").is_some() && !leads_on(part));
        match parts.next() {
            Some((member, _)) if self.random.chance(8) => {
                let member = escape(member);
                refer(&format!("{}/properties/{member}", name(index)))
            }
            _ => refer(&name(index)),
        }
    }

    /// A component that comes back to itself through a definition of its own.
    pub(super) fn recursive(&mut self) -> Value {
        let own = format!("{}/$defs/node", name(self.components.len()));
        let below = Place::TOP.below(true);
        let mut node = self.members(below, "");
        let properties = node.entry("properties").or_insert_with(|| json!({}));
        if let Some(properties) = properties.as_object_mut() {
            properties.insert("next".to_owned(), refer(&own));
            properties.insert("nodes".to_owned(), json!({ "type": "array", "items": refer(&own) }));
        }
        node.insert("type".to_owned(), "object".into());
        self.add_rules(&mut node);
        if let Some(required) = node.get_mut("required").and_then(Value::as_array_mut) {
            required.retain(|name| name != "next");
        }
        let mut keywords = match self.random.below(3) {
            0 => json!({ "$ref": pointer(&own) }),
            1 => json!({ "type": "array", "items": refer(&own) }),
            _ => {
                json!({ "type": "object", "properties": { "root": refer(&own) }, "additionalProperties": refer(&own) })
            }
        };
        keywords["$defs"] = json!({ "node": node });
        keywords
    }

    /// A reference, and keywords beside it.
    pub(super) fn siblings(&mut self, place: Place) -> Value {
        let Some(index) = self.component_of(|_| true) else {
            return self.text().into();
        };
        let mut keywords = Keywords::new();
        keywords.insert("$ref".to_owned(), pointer(&name(index)).into());
        match self.components[index].get("type").and_then(Value::as_str).map(str::to_owned).as_deref() {
            Some("object") => keywords.extend(self.part_of_object(place)),
            Some("boolean" | "null") | None => drop(keywords.insert("description".to_owned(), "Other words.".into())),
            Some(kind) => self.keywords_of(kind, &mut keywords),
        }
        keywords.into()
    }

    /// A component for which something holds.
    pub(super) fn component_of(&mut self, holds: impl Fn(&Value) -> bool) -> Option<usize> {
        let found: Vec<usize> = (0..self.components.len()).filter(|&index| holds(&self.components[index])).collect();
        if found.is_empty() { None } else { Some(self.random.pick(&found)) }
    }

    /// Members that are declared beside others.
    pub(super) fn part_of_object(&mut self, place: Place) -> Keywords {
        // Now and then, of names that others declare as well.
        let suffix = if self.random.chance(70) { "+" } else { "" };
        let mut keywords = self.members(place, suffix);
        if self.exact_types || self.random.chance(60) {
            keywords.insert("type".to_owned(), "object".into());
        }
        match self.random.below(100) {
            0..6 => drop(keywords.insert("additionalProperties".to_owned(), false.into())),
            6..14 => drop(keywords.insert("additionalProperties".to_owned(), self.part(place.below(false)))),
            14..22 => self.keywords_of("object", &mut keywords),
            _ => {}
        }
        keywords
    }

    /// `allOf` of objects, or of parts that bound one value.
    pub(super) fn all_of(&mut self, place: Place) -> Value {
        if self.random.chance(20) {
            let kind = self.random.pick(&["string", "integer", "number", "array"]);
            let mut parts: Vec<Value> = Vec::new();
            if let Some(index) = self.component_of(|schema| schema.get("type") == Some(&kind.into())) {
                parts.push(refer(&name(index)));
            }
            for _ in 0..2 {
                let mut keywords = Keywords::new();
                if self.random.chance(80) || parts.is_empty() {
                    keywords.insert("type".to_owned(), kind.into());
                }
                self.keywords_of(kind, &mut keywords);
                parts.push(keywords.into());
            }
            return json!({ "allOf": parts });
        }
        let mut parts = Vec::new();
        for _ in 0..self.random.below(3) {
            if let Some(index) = self.component_of(is_object) {
                parts.push(refer(&name(index)));
            }
        }
        let mut own = self.part_of_object(place);
        if self.random.chance(70) {
            own.entry("type").or_insert_with(|| "object".into());
            parts.push(own.into());
            own = Keywords::new();
        }
        if self.random.chance(30) {
            let more = self.part_of_object(place);
            own.extend(more);
        }
        if parts.is_empty() {
            parts.push(self.object(place).into());
        }
        own.insert("allOf".to_owned(), parts.into());
        own.into()
    }
}
