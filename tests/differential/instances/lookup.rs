//! What stands where in a document.

use serde_json::{Map, Value};

/// The component in which a reference leads to something: by a pointer, an anchor, or the URI of a resource.
pub fn component_of(reference: &str) -> Option<&str> {
    let by_pointer = reference.strip_prefix("#/components/schemas/").and_then(|rest| rest.split('/').next());
    by_pointer.or_else(|| reference.strip_prefix("#here-")).or_else(|| reference.strip_prefix("https://example.com/"))
}

/// The schema that a reference leads to.
pub fn resolve<'a>(document: &'a Value, reference: &str) -> Option<&'a Value> {
    let pointer = match reference.strip_prefix('#') {
        Some(pointer) if pointer.is_empty() || pointer.starts_with('/') => pointer,
        // Names are those of whole components.
        _ => return document["components"]["schemas"].get(component_of(reference)?),
    };
    let bytes = pointer.as_bytes();
    let (mut decoded, mut at) = (Vec::new(), 0);
    while let Some(&byte) = bytes.get(at) {
        let hex = pointer.get(at + 1..at + 3).filter(|_| byte == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        decoded.push(hex.unwrap_or(byte));
        at += if hex.is_some() { 3 } else { 1 };
    }
    document.pointer(&String::from_utf8(decoded).ok()?)
}

/// The schemas to which a `$dynamicRef` may lead: all that have the anchor.
pub fn resolve_dynamic<'a>(document: &'a Value, reference: &str) -> Vec<&'a Value> {
    let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
    let both = schemas.flat_map(|(_, schema)| [Some(schema), schema["$defs"].get("own")]).flatten();
    both.filter(|schema| schema["$dynamicAnchor"].as_str().is_some_and(|it| reference.strip_prefix('#') == Some(it)))
        .collect()
}

/// The list that a keyword has.
pub fn list<'a>(keywords: &'a Map<String, Value>, keyword: &str) -> &'a [Value] {
    keywords.get(keyword).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The tags that a discriminator has for an arm: what maps to it, or else its component's name.
pub fn tags(discriminator: &Value, arm: &Value) -> Vec<String> {
    let Some(component) = arm["$ref"].as_str().and_then(|pointer| pointer.rsplit('/').next()) else {
        return Vec::new();
    };
    let mapping = discriminator["mapping"].as_object().into_iter().flatten();
    let is_it = |target: &Value| target.as_str().and_then(|target| target.rsplit('/').next()) == Some(component);
    let mapped: Vec<String> = mapping.filter(|(_, target)| is_it(target)).map(|(tag, _)| tag.clone()).collect();
    if mapped.is_empty() { vec![component.to_owned()] } else { mapped }
}
