//! Which arm of a union a value is.

use super::{
    super::{
        schema::{Arm, Dispatch, Schema, Union},
        sentence,
        tree::{Kind, Token},
    },
    Evaluator,
};

impl Evaluator<'_> {
    #[inline(never)]
    pub(super) fn check_union(&mut self, union: &'static Union, node: u32, token: Token) -> bool {
        match union.dispatch {
            Dispatch::Tag(tag) => self.check_tagged(union, node, token, tag),
            Dispatch::Kind => {
                let name = token.kind.name();
                let has = |selector: &&str| *selector == name || (*selector == "number" && name == "integer");
                let arm = union.arms.iter().find(|arm| arm.selectors.iter().any(has));
                match arm {
                    Some(arm) => self.check(arm.schema, node),
                    None if self.lenient => true,
                    None => {
                        let known: Vec<_> = union.arms.iter().flat_map(|arm| arm.selectors).copied().collect();
                        self.fail(node, "type", || sentence::none_of_types(&known, name))
                    }
                }
            }
            Dispatch::Member => self.check_by_member(union, node, token),
            Dispatch::Trial => self.check_trial(union, node),
        }
    }

    /// The arm whose member is there decides, as the fast reader has it; where there are those of several arms, or of
    /// none, all arms are tried.
    fn check_by_member(&mut self, union: &'static Union, node: u32, token: Token) -> bool {
        let arm = match token.kind {
            Kind::Object => self.member_arm(union, node),
            _ => None,
        };
        match arm.and_then(|index| union.arms.get(index)) {
            Some(arm) => self.check(arm.schema, node),
            None => self.check_trial(union, node),
        }
    }

    /// The arm whose member an object has, where it does not have those of several.
    fn member_arm(&self, union: &'static Union, object: u32) -> Option<usize> {
        let has = |arm: &Arm, name| arm.selectors.iter().any(|selector| self.tree.is_name(name, selector));
        let mut arms = self.tree.members(object).filter_map(|name| union.arms.iter().position(|arm| has(arm, name)));
        let first = arms.next()?;
        arms.all(|other| other == first).then_some(first)
    }

    fn check_tagged(&mut self, union: &'static Union, node: u32, token: Token, tag: &'static str) -> bool {
        if token.kind != Kind::Object {
            return self.lenient || self.wrong_type(node, "object");
        }
        let known = || union.arms.iter().flat_map(|arm| arm.selectors).copied().collect::<Vec<_>>();
        let Some(value) = self.tree.member(node, tag) else {
            return self.lenient || { self.fail_member(node, tag, "required", sentence::missing_tag(&known())) };
        };
        if self.tree.token(value).kind != Kind::String {
            return self.lenient || self.wrong_type(value, "string");
        }
        let selects = |selector: &&str| self.tree.is_name(value, selector);
        match union.arms.iter().find(|arm| arm.selectors.iter().any(selects)) {
            Some(arm) => self.check(arm.schema, node),
            None if self.lenient => true,
            None => self.fail(value, union.keyword(), || sentence::unknown_tag(&known())),
        }
    }

    fn check_trial(&mut self, union: &'static Union, node: u32) -> bool {
        let lenient = self.lenient;
        if self.choose(union, node, lenient).is_some() || lenient {
            return true;
        }
        if !self.goes_on() {
            return false;
        }
        let valid = (0..union.arms.len()).filter(|&index| self.is_arm(union, index, node, false)).count();
        if valid > 1 {
            let name = union.name;
            return self.fail(node, "oneOf", || sentence::several_arms(name, valid));
        }
        self.report_best(union, node)
    }

    /// Reports that a value is none of the arms, and what is wrong by the arm that comes closest.
    #[cold]
    fn report_best(&mut self, union: &'static Union, node: u32) -> bool {
        let schemas: Vec<_> = union.arms.iter().map(|arm| arm.schema).collect();
        let closest = self.closest(&schemas, node).and_then(|index| schemas.get(index).copied());
        let name = closest.and_then(Schema::as_object).map(|object| object.name).filter(|name| !name.is_empty());
        self.fail(node, union.keyword(), || sentence::no_arm(union.name, name));
        if let Some(arm) = closest {
            self.check(arm, node);
        }
        false
    }

    /// The arm of a union that a value is, where it is one.
    pub fn choose(&mut self, union: &'static Union, node: u32, lenient: bool) -> Option<usize> {
        let mut valid = (0..union.arms.len()).filter(|&index| self.is_arm(union, index, node, false));
        let first = valid.next();
        if first.is_some() && (lenient || !union.exclusive || valid.next().is_none()) {
            return first;
        }
        drop(valid);
        if lenient { (0..union.arms.len()).find(|&index| self.is_arm(union, index, node, true)) } else { None }
    }

    fn is_arm(&mut self, union: &'static Union, index: usize, node: u32, lenient: bool) -> bool {
        union.arms.get(index).is_some_and(|arm| self.is_valid(arm.schema, node, lenient))
    }
}

impl Union {
    /// The keyword that made it.
    const fn keyword(&self) -> &'static str {
        if self.exclusive { "oneOf" } else { "anyOf" }
    }
}
