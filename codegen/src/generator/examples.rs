//! Warnings about examples that their own schemas refuse. Knows where documents have examples, not what makes one valid.

use std::collections::HashMap;

use crate::{
    diagnostic::{Diagnostic, Diagnostics, catalogue},
    instance::{InvalidExample, Suite},
    ir::Api,
    source::{Kind, Location, Node, Span, Trees},
};

/// Warns once of each type that has examples that are not valid, at the first of them; it has only the others after.
pub(super) fn check(api: &mut Api, suite: &Suite, trees: &Trees, diagnostics: &mut Diagnostics) {
    if suite.invalid_examples.is_empty() {
        return;
    }
    let mut places = HashMap::new();
    for root in trees.iter().filter_map(|tree| tree.root()) {
        collect(root, &mut places);
    }
    for examples in suite.invalid_examples.chunk_by(|a, b| a.id == b.id) {
        if let Some(first) = examples.first() {
            diagnostics.push(warning(api, trees, &places, first, examples.len()));
            let is_valid = |index| examples.iter().all(|invalid| invalid.example != index);
            let mut index = 0..;
            if let Some(ty) = api.types.get_mut(first.id.0 as usize) {
                ty.examples.retain(|_| index.next().is_some_and(is_valid));
            }
        }
    }
}

fn warning(
    api: &Api,
    trees: &Trees,
    places: &HashMap<String, Span>,
    example: &InvalidExample,
    count: usize,
) -> Diagnostic {
    let ty = api.get(example.id);
    let text = ty.examples.get(example.example);
    let of_schema = || trees.find(&Location::parse(&ty.pointer).ok()?).map(|node| node.span);
    let place = text.and_then(|text| places.get(text)).copied().or_else(of_schema);
    let message = match count {
        1 => format!("an example of `{}` is not valid", ty.name.as_str()),
        count => format!("{count} examples of `{}` are not valid; this is the first", ty.name.as_str()),
    };
    let at = match example.fault.pointer.as_str() {
        "" => "it".to_owned(),
        pointer => format!("`{}`", pointer.escape_debug()),
    };
    Diagnostic::new(&catalogue::INVALID_EXAMPLE, place.unwrap_or_default(), message)
        .label(format!("{at} breaks `{}`", example.fault.keyword))
}

/// The places of all examples, by their JSON texts.
fn collect(node: &Node, places: &mut HashMap<String, Span>) {
    match &node.kind {
        Kind::Array(items) => items.iter().for_each(|item| collect(item, places)),
        Kind::Object(members) => {
            for (name, entry) in members {
                match (name.as_str(), &entry.value.kind) {
                    ("example", _) => add(&entry.value, places),
                    ("examples", Kind::Array(items)) => items.iter().for_each(|item| add(item, places)),
                    ("examples", Kind::Object(named)) => {
                        let values = named.values().filter_map(|example| example.value.get("value"));
                        values.for_each(|value| add(value, places));
                    }
                    _ => {}
                }
                collect(&entry.value, places);
            }
        }
        _ => {}
    }
}

fn add(example: &Node, places: &mut HashMap<String, Span>) {
    places.entry(example.to_json()).or_insert(example.span);
}
