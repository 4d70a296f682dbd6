//! `enum`, and what extensions say of its values.

use std::collections::HashMap;

use super::{
    Located,
    assertions::located,
    equality::canonical,
    read::{Reader, Subject},
};
use crate::{
    diagnostic::{Diagnostic, catalogue},
    source::{Kind, Node},
};

/// The extensions that name the values, in the order of preference.
const NAMES: [&str; 2] = ["x-enum-varnames", "x-enumNames"];
/// The extensions that describe the values.
const DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

impl<'a> Reader<'a, '_> {
    /// `enum`. A value that stands twice is kept once, as are the extensions' words for it.
    pub(super) fn enumeration(&mut self, subject: Subject<'a, '_>, node: &'a Node) {
        let items = node.as_array().filter(|items| !items.is_empty());
        let Some(items) = items else {
            self.invalid("enum", node, "an array of one value or more");
            return;
        };
        let kept = self.distinct(items);
        let names = NAMES.iter().find_map(|name| subject.members.get(*name));
        let descriptions = DESCRIPTIONS.iter().find_map(|name| subject.members.get(*name));
        let names = names.map(|entry| names_of(&entry.value, &kept)).unwrap_or_default();
        let descriptions = descriptions.map(|entry| descriptions_of(&entry.value, items, &kept));
        let schema = self.schemas.get_mut(subject.id);
        schema.variant_names = names;
        schema.variant_descriptions = descriptions.unwrap_or_default();
        schema.enumeration = Some(Located {
            value: kept.iter().filter_map(|&index| items.get(index)).cloned().collect(),
            span: node.span,
        });
    }

    /// The indices of the values that no value before is the same as.
    fn distinct(&mut self, items: &[Node]) -> Vec<usize> {
        let mut first = HashMap::new();
        let mut kept = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let before = *first.entry(canonical(item)).or_insert(item.span);
            if before == item.span {
                kept.push(index);
            } else {
                let message = "the same value stands in this `enum` before";
                let diagnostic = Diagnostic::new(&catalogue::DUPLICATE_ENUM_VALUE, item.span, message);
                self.diagnostics
                    .push(diagnostic.label("once more here").also(before, "first here"));
            }
        }
        kept
    }
}

/// The names of the values that are kept; none unless all are strings.
fn names_of(node: &Node, kept: &[usize]) -> Vec<Located<String>> {
    let names = node.as_array().unwrap_or_default();
    let name = |&index: &usize| names.get(index).and_then(|name| Some(located(name.as_str()?, name)));
    kept.iter().map(name).collect::<Option<_>>().unwrap_or_default()
}

/// The descriptions of the values that are kept, by index or by value; empty where there is none.
fn descriptions_of(node: &Node, items: &[Node], kept: &[usize]) -> Vec<String> {
    let description = |&index: &usize| {
        let description = match &node.kind {
            Kind::Array(descriptions) => descriptions.get(index),
            Kind::Object(_) => items.get(index).and_then(|item| match item.as_str() {
                Some(text) => node.get(text),
                None => node.get(&item.to_json()),
            }),
            _ => None,
        };
        description.and_then(Node::as_str).unwrap_or_default().to_owned()
    };
    kept.iter().map(description).collect()
}
