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
    /// `enum`. A value that stands twice is kept once, as are the extensions' words for it. Without values it is
    /// sound, and refuses every value.
    pub(super) fn enumeration(&mut self, subject: Subject<'a, '_>, node: &'a Node) {
        let Some(items) = node.as_array() else {
            self.invalid("enum", node, "an array");
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
                self.diagnostics.push(diagnostic.label("once more here").also(before, "first here"));
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

#[cfg(test)]
mod tests {
    use crate::{
        diagnostic::Diagnostics,
        document::testing::yaml,
        normalise::testing::{became, defects, normalised, render},
    };

    #[test]
    fn values_are_read_with_what_is_said_of_them() {
        let schema = "{enum: [a, 1], x-enum-varnames: [Ah, One], x-enum-descriptions: [First., Second.]}";
        let text = r#"{enum: ["a", 1], names: [Ah, One], descriptions: ["First.", "Second."]}"#;
        assert_eq!(became("3.1.0", schema), text);
        let schema = "{enum: [a, 1], x-enumNames: [Ah, One], x-enum-descriptions: {1: One., b: none}}";
        let text = r#"{enum: ["a", 1], names: [Ah, One], descriptions: ["", "One."]}"#;
        assert_eq!(became("3.1.0", schema), text);
    }

    #[test]
    fn names_that_are_not_one_each_are_not_read() {
        assert_eq!(became("3.1.0", "{enum: [a, b], x-enum-varnames: [A]}"), r#"{enum: ["a", "b"]}"#);
        assert_eq!(became("3.1.0", "{enum: [a], x-enum-varnames: A}"), r#"{enum: ["a"]}"#);
    }

    #[test]
    fn a_value_that_stands_twice_is_reported_and_kept_once() {
        let same = "R0405 the same value stands in this `enum` before";
        defects("A: {enum: [>>>1<<<, a, >>>1.0<<<]}", &[same]);
        defects("A: {enum: [>>>{a: 1, b: [2]}<<<, >>>{b: [2e0], a: 1}<<<]}", &[same]);
        defects("A: {enum: [1, '1', true, 'true', null, 'null', [1], [[1]]]}", &[]);
        let root = yaml(
            "
openapi: 3.1.0
info: {title: T, version: '1'}
components: {schemas: {A: {enum: [a, a, b], x-enum-varnames: [One, Again, Two], x-enum-descriptions: [x, y, z]}}}
",
        );
        let schemas = normalised(&root, &mut Diagnostics::default());
        let text = r#"{enum: ["a", "b"], names: [One, Two], descriptions: ["x", "z"]}"#;
        assert_eq!(render(&schemas, schemas.named("A")), text);
    }

    #[test]
    fn there_may_be_no_values() {
        assert_eq!(became("3.1.0", "{enum: []}"), "{enum: []}");
    }

    #[test]
    fn what_is_no_array_is_reported() {
        defects("A: {enum: >>>a<<<}", &["R0402 `enum` must be an array, but is a string"]);
    }
}
