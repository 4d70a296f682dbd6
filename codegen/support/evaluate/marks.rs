//! What rules have evaluated of a value: its items or members, for `unevaluatedItems` and `unevaluatedProperties`.

use std::collections::{HashMap, HashSet};

use super::{
    super::schema::{Additional, Array, Object, Schema},
    Evaluator,
};

/// The parts of one value that rules have evaluated so far.
#[derive(Debug)]
pub(super) struct Marks {
    /// The array or object.
    node: u32,
    /// Whether it is all of them.
    all: bool,
    /// The items, or the names of members.
    parts: HashSet<u32>,
}

impl Marks {
    fn of(node: u32) -> Self {
        Self { node, all: false, parts: HashSet::new() }
    }
}

/// What a schema evaluated of a value.
#[derive(Debug)]
pub(super) struct Collected {
    valid: bool,
    all: bool,
    parts: Vec<u32>,
}

/// What schemas evaluated: by schema and value, and whether violations were wanted.
pub(super) type Collections = HashMap<(*const Schema, u32, bool), Collected>;

impl Evaluator<'_> {
    /// Decides about a value, and notes what is evaluated of it; from memory where that was decided by the schema before:
    /// several schemas may lead to it, on each level of schemas that nest.
    pub(super) fn collect(
        &mut self,
        schema: &'static Schema,
        node: u32,
        decide: impl FnOnce(&mut Self) -> bool,
    ) -> bool {
        let key = (std::ptr::from_ref(schema), node, self.goes_on());
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

    /// Notes that a part of a value was evaluated.
    pub(super) fn mark(&mut self, node: u32, part: u32) {
        if let Some(marks) = self.marks.as_mut().filter(|marks| marks.node == node) {
            marks.parts.insert(part);
        }
    }

    /// Notes that all of a value was evaluated.
    pub(super) fn mark_all(&mut self, node: u32) {
        if let Some(marks) = self.marks.as_mut().filter(|marks| marks.node == node) {
            marks.all = true;
        }
    }

    /// Whether a part of a value was evaluated.
    pub(super) fn is_marked(&self, part: u32) -> bool {
        self.marks.as_ref().is_some_and(|marks| marks.all || marks.parts.contains(&part))
    }

    /// Notes the members that an object's keywords evaluate.
    pub(super) fn mark_members(&mut self, object: &'static Object, node: u32) {
        if !self.collects(node) {
            return;
        }
        if !matches!(object.additional, Additional::Dropped) {
            self.mark_all(node);
        }
        for name in self.tree.members(node).collect::<Vec<_>>() {
            if self.find_property(object, name, 0).is_some() {
                self.mark(node, name);
            }
        }
    }

    /// Notes that `items` evaluate all items; an array of anything has none.
    pub(super) fn mark_items(&mut self, array: &'static Array, node: u32) {
        if !matches!(array.items, Schema::Any) {
            self.mark_all(node);
        }
    }

    /// Does something about a value with nothing noted yet; what is noted counts for the rules around where it succeeds. In a
    /// report it does in any case: what is wrong was told, and all that follows from it is not.
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
