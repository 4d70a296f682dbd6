//! What rules have evaluated of a value: its items or members, for `unevaluatedItems` and `unevaluatedProperties`.

use std::collections::{BTreeMap, BTreeSet};

use super::Run;
use crate::{ir::Members, support::tree::Kind};

/// The parts of one value that rules have evaluated so far.
pub(super) struct Marks {
    node: u32,
    all: bool,
    parts: BTreeSet<u32>,
}

impl Marks {
    fn of(node: u32) -> Self {
        Self { node, all: false, parts: BTreeSet::new() }
    }
}

/// What rules evaluated of a value.
pub(super) struct Collected {
    valid: bool,
    all: bool,
    parts: Vec<u32>,
}

/// What rules evaluated: by their address and the value, and whether violations were wanted.
pub(super) type Collections = BTreeMap<(*const (), u32, bool), Collected>;

impl Run<'_> {
    /// Decides about a value, and notes what is evaluated of it; from memory where that was decided by the rules before.
    pub(super) fn collect(&mut self, rules: *const (), node: u32, decide: impl FnOnce(&mut Self) -> bool) -> bool {
        let key = (rules, node, self.goes_on());
        if !self.collections.contains_key(&key) {
            let around = self.marks.replace(Marks::of(node));
            let valid = decide(self);
            let own = std::mem::replace(&mut self.marks, around).unwrap_or_else(|| Marks::of(node));
            let collected = Collected { valid, all: own.all, parts: own.parts.into_iter().collect() };
            self.collections.insert(key, collected);
        }
        let (Some(collected), Some(marks)) = (self.collections.get(&key), &mut self.marks) else { return false };
        marks.all |= collected.all;
        marks.parts.extend(&collected.parts);
        collected.valid
    }

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
        let around = self.marks.replace(Marks::of(node));
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
