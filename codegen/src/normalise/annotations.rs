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
            ("example", _) => schema.examples.push(node.clone()),
            (_, Some(examples)) => schema.examples.extend_from_slice(examples),
            _ => self.invalid(name, node, "an array"),
        }
    }
}
