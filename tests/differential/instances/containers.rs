//! Arrays and objects: items and members that their schemas ask for, and some that no schema names.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{
    Flat, Maker, list,
    words::{NAMES, TEXTS_OF_PATTERNS},
};
use crate::json::Json;

impl<'a> Maker<'a> {
    pub(super) fn array(&mut self, view: &Flat<'a>, depth: usize) -> Json {
        let (least, most) = self.counts(view, ("minItems", "maxItems"), if depth > 5 { 0 } else { 3 });
        let mut count = least + self.random.below(most + 1 - least);
        let first = view.parts.iter().map(|part| list(part, "prefixItems").len()).max().unwrap_or(0);
        if first > 0 && depth < 6 && self.random.chance(50) {
            count = first.clamp(least, most);
        }
        if self.slip() {
            count = self.random.below(6);
        }
        let unique = view.parts.iter().any(|part| part.get("uniqueItems") == Some(&Value::Bool(true))) && !self.slip();
        let contained = self.contained(view, count);
        let mut items: Vec<Json> = Vec::new();
        for index in 0..count {
            let mut schemas: Vec<&Value> = view.parts.iter().flat_map(|part| of_item(part, index)).collect();
            schemas.extend(contained.get(index).copied().flatten());
            let mut item = self.value(&schemas, depth + 1);
            for _ in 0..5 {
                if unique && items.contains(&item) {
                    item = self.value(&schemas, depth + 1);
                }
            }
            items.push(item);
        }
        Json::Array(items)
    }

    /// Which items are to be what an array must contain, of so many.
    fn contained(&mut self, view: &Flat<'a>, count: usize) -> Vec<Option<&'a Value>> {
        let mut contained = vec![None; count];
        for part in &view.parts {
            if let Some(schema) = part.get("contains")
                && count > 0
                && !self.slip()
            {
                let wanted = part.get("minContains").and_then(Value::as_u64).unwrap_or(1) as usize;
                let start = self.random.below(count);
                for index in (0..wanted.min(count)).map(|step| (start + step) % count) {
                    contained[index] = Some(schema);
                }
            }
        }
        contained
    }

    pub(super) fn object(&mut self, view: &Flat<'a>, depth: usize) -> Json {
        let mut required = view.wanted.clone();
        let mut declared: Vec<&str> = view.wanted.clone();
        for part in &view.parts {
            required.extend(list(part, "required").iter().filter_map(Value::as_str));
            let properties = part.get("properties").and_then(Value::as_object);
            declared.extend(properties.into_iter().flatten().map(|(name, _)| name.as_str()));
        }
        declared.extend(&required);
        let mut seen = HashSet::new();
        declared.retain(|name| seen.insert(*name));
        let some = if depth > 5 { 0 } else { self.random.pick(&[10, 50, 90]) };
        let mut members = Vec::new();
        for name in declared {
            let schemas = of_member(view, name);
            let forbidden = schemas.contains(&&Value::Bool(false)) && !self.slip();
            let wanted = if required.contains(&name) { !self.slip() } else { !forbidden && self.random.chance(some) };
            if wanted {
                let value = self.member(name, &schemas, view, depth);
                members.push((name.to_owned(), value));
            }
        }
        self.additional(view, &mut members, depth);
        if self.random.chance(40) {
            let at = self.random.below(members.len());
            members.rotate_left(at);
        }
        Json::Object(members)
    }

    /// The value of a member; that of a tag is what selects the arm.
    fn member(&mut self, name: &str, schemas: &[&'a Value], view: &Flat<'a>, depth: usize) -> Json {
        let is_constant = schemas.iter().any(|schema| schema.get("const").or(schema.get("enum")).is_some());
        let tags = view.tags.iter().find(|(member, tags)| *member == name && !tags.is_empty());
        match tags {
            Some((_, tags)) if !is_constant && !self.slip() => Json::String(self.random.pick(tags)),
            _ => self.value(schemas, depth + 1),
        }
    }

    /// Members that no schema declares.
    fn additional(&mut self, view: &Flat<'a>, members: &mut Vec<(String, Json)>, depth: usize) {
        let (least, most) = self.counts(view, ("minProperties", "maxProperties"), 2);
        let free = most.saturating_sub(members.len());
        let wanted = if depth > 5 { 0 } else { self.random.below(free.min(3) + 1) };
        let count = wanted.max(least.saturating_sub(members.len()));
        let names: Vec<&Value> = view.parts.iter().filter_map(|part| part.get("propertyNames")).collect();
        for index in 0..count {
            let name = self.name(view, &names, index);
            let schemas = of_member(view, &name);
            let forbidden = schemas.contains(&&Value::Bool(false)) && !self.slip();
            if !forbidden && !members.iter().any(|(known, _)| *known == name) {
                let value = self.value(&schemas, depth + 1);
                members.push((name, value));
            }
        }
    }

    /// A name that schemas ask for, or none that they name.
    fn name(&mut self, view: &Flat<'a>, names: &[&'a Value], index: usize) -> String {
        let patterns = view.parts.iter().filter_map(|part| part.get("patternProperties")?.as_object());
        let patterns: Vec<&String> = patterns.flat_map(Map::keys).collect();
        let texts = |pattern: &&String| TEXTS_OF_PATTERNS.iter().find(|(known, _, _)| known == *pattern);
        match self.random.below(100) {
            0..60 if !names.is_empty() => {
                let flat = self.flat(names);
                match self.of_view(&flat, 24) {
                    Json::String(name) => name,
                    _ => self.text(&flat),
                }
            }
            0..65 if !patterns.is_empty() => {
                let pattern = self.random.pick(&patterns);
                texts(&pattern).map_or_else(String::new, |(_, good, _)| self.random.pick(good).to_owned())
            }
            0..95 => self.random.pick(NAMES).to_owned(),
            _ => format!("extra{index}"),
        }
    }
}

/// The schemas that a part has for an item.
fn of_item(part: &Map<String, Value>, index: usize) -> Option<&Value> {
    let rest = || part.get("items").or_else(|| part.get("unevaluatedItems").filter(|it| it.is_object()));
    list(part, "prefixItems").get(index).or_else(rest)
}

/// The schemas that the parts have for a member.
fn of_member<'a>(view: &Flat<'a>, name: &str) -> Vec<&'a Value> {
    let mut schemas = Vec::new();
    for part in &view.parts {
        let own = part.get("properties").and_then(|properties| properties.get(name));
        let patterns = part.get("patternProperties").and_then(Value::as_object);
        let matching = patterns.into_iter().flatten().filter(|(pattern, _)| is_match(pattern, name));
        let before = schemas.len();
        schemas.extend(own.into_iter().chain(matching.map(|(_, schema)| schema)));
        if schemas.len() == before {
            schemas.extend(part.get("additionalProperties"));
        }
    }
    // What other parts evaluate is not known here.
    if schemas.is_empty() {
        schemas.extend(view.parts.iter().filter_map(|part| part.get("unevaluatedProperties")));
    }
    schemas
}

/// Whether a name is one of those that are known to match a pattern.
fn is_match(pattern: &str, name: &str) -> bool {
    TEXTS_OF_PATTERNS.iter().any(|(known, good, _)| *known == pattern && good.contains(&name))
}
