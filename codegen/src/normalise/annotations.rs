//! Keywords that describe and refuse nothing, and those whose value is any JSON.

use super::{SchemaId, read::Reader};
use crate::source::Node;

impl Reader<'_, '_> {
    /// A keyword whose value is a text for people.
    pub(super) fn prose(&mut self, id: SchemaId, name: &str, node: &Node) {
        let Some(text) = node.as_str() else {
            self.invalid(name, node, "a string");
            return;
        };
        let schema = self.schemas.get_mut(id);
        let slot = match name {
            "title" => &mut schema.title,
            _ => &mut schema.description,
        };
        *slot = Some(text.to_owned());
    }

    /// A keyword whose value is a boolean. What `nullable` means is lifted elsewhere.
    pub(super) fn flag(&mut self, id: SchemaId, name: &str, node: &Node) {
        let Some(truth) = node.as_bool() else {
            self.invalid(name, node, "a boolean");
            return;
        };
        let schema = self.schemas.get_mut(id);
        match name {
            "uniqueItems" => schema.unique_items = truth,
            "deprecated" => schema.deprecated = truth,
            "readOnly" => schema.read_only = truth,
            "writeOnly" => schema.write_only = truth,
            _ => {}
        }
    }

    /// A keyword whose value is any JSON, or an array of such.
    pub(super) fn value(&mut self, id: SchemaId, name: &str, node: &Node) {
        let schema = self.schemas.get_mut(id);
        match (name, node.as_array()) {
            ("const", _) => schema.constant = Some(node.clone()),
            ("default", _) => schema.default = Some(node.clone()),
            ("x-rust-type", _) => schema.rust_type = Some(node.clone()),
            ("example", _) => schema.examples.push(node.clone()),
            (_, Some(examples)) => schema.examples.extend_from_slice(examples),
            _ => self.invalid(name, node, "an array"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::normalise::testing::{became, defects};

    #[test]
    fn every_annotation_is_read() {
        for schema in [
            "{title: Name, description: What it is.}",
            "{deprecated: true, readOnly: true, writeOnly: true}",
            "{default: null}",
            "{x-rust-type: {\"path\":\"::url::Url\"}}",
            "{const: {\"a\":[1.50]}, default: \"x\", examples: [1, {\"b\":2}]}",
        ] {
            assert_eq!(became("3.1.0", schema), schema);
        }
    }

    #[test]
    fn an_example_is_one_of_the_examples() {
        assert_eq!(became("3.0.3", "{example: {a: 1}}"), "{examples: [{\"a\":1}]}");
        assert_eq!(became("3.1.0", "{examples: [1], example: 2}"), "{examples: [1, 2]}");
    }

    #[test]
    fn wrong_kinds_are_reported() {
        defects(
            "A: {title: >>>1<<<, description: >>>[1]<<<, readOnly: >>>'no'<<<, examples: >>>{a: 1}<<<}",
            &[
                "R0402 `title` must be a string, but is `1`",
                "R0402 `description` must be a string, but is an array",
                "R0402 `readOnly` must be a boolean, but is a string",
                "R0402 `examples` must be an array, but is an object",
            ],
        );
    }
}
