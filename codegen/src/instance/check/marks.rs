//! What rules have evaluated of a value: its items or members, for `unevaluatedItems` and `unevaluatedProperties`.

use std::collections::HashSet;

use super::Run;
use crate::{ir::Members, support::tree::Kind};

/// The parts of one value that rules have evaluated so far.
pub(super) struct Marks {
    node: u32,
    all: bool,
    parts: HashSet<u32>,
}

impl Run<'_> {
    /// Whether what is evaluated of a value is noted.
    pub(super) fn collects(&self, node: u32) -> bool {
        self.marks.as_ref().is_some_and(|marks| marks.node == node)
    }

    pub(super) fn mark(&mut self, node: u32, part: u32) {
        if let Some(marks) = self.marks.as_mut().filter(|marks| marks.node == node) {
            marks.parts.insert(part);
        }
    }

    pub(super) fn mark_all(&mut self, node: u32) {
        if let Some(marks) = self.marks.as_mut().filter(|marks| marks.node == node) {
            marks.all = true;
        }
    }

    pub(super) fn is_marked(&self, part: u32) -> bool {
        self.marks.as_ref().is_some_and(|marks| marks.all || marks.parts.contains(&part))
    }

    /// Notes the members that the keywords of an object evaluate, patterns of names aside.
    pub(super) fn mark_members(&mut self, rules: &Members, node: u32) {
        if !self.collects(node) || self.tree.token(node).kind != Kind::Object {
            return;
        }
        if rules.additional.is_some() {
            self.mark_all(node);
        }
        for name in self.tree.members(node).collect::<Vec<_>>() {
            if rules.properties.iter().any(|(known, _)| self.tree.is_name(name, known)) {
                self.mark(node, name);
            }
        }
    }

    /// Does something about a value with nothing noted yet; what is noted counts for the rules around where it succeeds,
    /// and in a report in any case.
    pub(super) fn in_scope(&mut self, node: u32, decide: impl FnOnce(&mut Self) -> bool) -> bool {
        let around = self.marks.replace(Marks { node, all: false, parts: HashSet::new() });
        let valid = decide(self);
        let own = std::mem::replace(&mut self.marks, around);
        if let (true, Some(own), Some(marks)) = (valid || self.goes_on(), own, &mut self.marks)
            && marks.node == node
        {
            marks.all |= own.all;
            marks.parts.extend(own.parts);
        }
        valid
    }
}
