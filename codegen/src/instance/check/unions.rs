//! Which arm of a union a value is.

use super::{
    super::rules::{keyword, struct_name},
    Run,
};
use crate::{
    ir::{Arm, Dispatch, Union},
    support::{
        sentence,
        tree::{Kind, Token},
    },
};

/// So many unions and other wrappings are looked through for the JSON types of a shape.
pub(super) const MOST_WRAPPINGS: usize = 6;

impl<'r> Run<'r> {
    /// Whether a value is an arm of the union of a name.
    pub(super) fn check_union(&mut self, it: &'r Union, name: &str, node: u32) -> bool {
        let token = self.tree.token(node);
        match &it.dispatch {
            Dispatch::Tag { member, .. } => self.check_tagged(it, node, token, member),
            Dispatch::Kind => match kind_arm(it, token.kind) {
                Some(index) => self.check_arm(it, index, node),
                None => {
                    let known = known(it);
                    self.lenient || self.fail(node, "type", || sentence::none_of_types(&known, token.kind.name()))
                }
            },
            Dispatch::Member => match self.member_arm(it, node, token) {
                Some(index) => self.check_arm(it, index, node),
                None => self.check_trial(it, name, node),
            },
            Dispatch::Trial => self.check_trial(it, name, node),
        }
    }

    /// The arm whose member is there, where there are not those of several.
    fn member_arm(&self, it: &Union, node: u32, token: Token) -> Option<usize> {
        if token.kind != Kind::Object {
            return None;
        }
        let has = |arm: &Arm, name| arm.selectors.iter().any(|selector| self.tree.is_name(name, selector));
        let mut arms = self.tree.members(node).filter_map(|name| it.arms.iter().position(|arm| has(arm, name)));
        let first = arms.next()?;
        arms.all(|other| other == first).then_some(first)
    }

    fn check_arm(&mut self, it: &'r Union, index: usize, node: u32) -> bool {
        it.arms.get(index).is_some_and(|arm| self.check(&arm.shape, node))
    }

    fn check_tagged(&mut self, it: &'r Union, node: u32, token: Token, tag: &str) -> bool {
        if token.kind != Kind::Object {
            return self.lenient || self.wrong_type(node, "object");
        }
        let Some(value) = self.tree.member(node, tag) else {
            return self.lenient || self.fail_member(node, tag, "required", || sentence::missing_tag(&known(it)));
        };
        if self.tree.token(value).kind != Kind::String {
            return self.lenient || self.wrong_type(value, "string");
        }
        match self.tagged_arm(it, value) {
            Some(index) => self.check_arm(it, index, node),
            None => self.lenient || self.fail(value, keyword(it), || sentence::unknown_tag(&known(it))),
        }
    }

    fn tagged_arm(&self, it: &Union, value: u32) -> Option<usize> {
        let text = self.tree.string(value);
        it.arms.iter().position(|arm| arm.selectors.iter().any(|selector| *selector == text))
    }

    fn check_trial(&mut self, it: &'r Union, name: &str, node: u32) -> bool {
        if self.try_arms(it, node).is_some() || self.lenient {
            return true;
        }
        if !self.goes_on() {
            return false;
        }
        let valid = (0..it.arms.len()).filter(|&index| self.is_arm(it, index, node, false)).count();
        if valid > 1 {
            return self.fail(node, "oneOf", || sentence::several_arms(name, valid));
        }
        let shapes: Vec<_> = it.arms.iter().map(|arm| &arm.shape).collect();
        let closest = self.closest_shape(&shapes, node);
        let of_closest = closest.and_then(|index| struct_name(self.api(), shapes.get(index)?));
        self.fail(node, keyword(it), || sentence::no_arm(name, of_closest));
        if let Some(index) = closest {
            self.check_arm(it, index, node);
        }
        false
    }

    /// The arm that a valid value of a union is read as, where one is.
    pub(in super::super) fn choose(&mut self, it: &'r Union, node: u32) -> Option<usize> {
        let token = self.tree.token(node);
        match &it.dispatch {
            Dispatch::Tag { member, .. } => self.tagged_arm(it, self.tree.member(node, member)?),
            Dispatch::Kind => kind_arm(it, token.kind),
            Dispatch::Member | Dispatch::Trial => self.try_arms(it, node),
        }
    }

    fn try_arms(&mut self, it: &'r Union, node: u32) -> Option<usize> {
        let count = it.arms.len();
        if let Some(first) = (0..count).find(|&index| self.is_arm(it, index, node, false))
            && (self.lenient || !it.exclusive || !(first + 1..count).any(|index| self.is_arm(it, index, node, false)))
        {
            return Some(first);
        }
        if !self.lenient {
            return None;
        }
        (0..count).find(|&index| self.is_arm(it, index, node, true))
    }

    /// Whether a value is valid by an arm, from memory where that was decided before.
    fn is_arm(&mut self, it: &'r Union, index: usize, node: u32, lenient: bool) -> bool {
        let Some(arm) = it.arms.get(index) else { return false };
        let key = (std::ptr::from_ref(&arm.shape).cast(), node, lenient);
        if let Some(&valid) = self.memory.get(&key) {
            return valid;
        }
        self.memory.insert(key, false);
        let (found, was_lenient) = (self.found.take(), self.lenient);
        self.lenient = lenient;
        let valid = self.check(&arm.shape, node);
        (self.found, self.lenient) = (found, was_lenient);
        self.memory.insert(key, valid);
        valid
    }
}

/// What selects the arms.
fn known(it: &Union) -> Vec<&str> {
    it.arms.iter().flat_map(|arm| &arm.selectors).map(String::as_str).collect()
}

fn kind_arm(it: &Union, kind: Kind) -> Option<usize> {
    let name = kind.name();
    let has = |selector: &String| selector == name || (selector == "number" && name == "integer");
    it.arms.iter().position(|arm| arm.selectors.iter().any(has))
}
