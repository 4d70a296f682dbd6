//! Unions: which arm a value is of, and what is wrong with it where it is of none.

use super::{
    super::{
        number::is_literal,
        schema::{Arm, Dispatch, Schema, Union},
        tree::{Kind, Token},
    },
    Evaluator, one_of, quoted,
};

impl Evaluator<'_> {
    #[inline(never)]
    pub(super) fn check_union(&mut self, union: &'static Union, node: u32, token: Token) -> bool {
        match union.dispatch {
            Dispatch::Tag(tag) | Dispatch::Literal(tag) => self.check_tagged(union, node, token, tag),
            Dispatch::Kind => {
                let name = token.kind.name();
                let has = |selector: &&str| *selector == name || (*selector == "number" && name == "integer");
                let arm = union.arms.iter().find(|arm| arm.selectors.iter().any(has));
                match arm {
                    Some(arm) => self.check(arm.schema, node),
                    None if self.lenient => true,
                    None => {
                        let known: Vec<_> = union.arms.iter().flat_map(|arm| arm.selectors).copied().collect();
                        self.fail(node, "type", || format!("must be of type {}, not {name}", known.join(" or ")))
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
        let is_text = matches!(union.dispatch, Dispatch::Tag(_));
        let known = || known(union, is_text);
        let Some(value) = self.tree.member(node, tag) else {
            return self.lenient
                || self.fail_member(node, tag, "required", format!("must be there: one of {}", known()));
        };
        if is_text && self.tree.token(value).kind != Kind::String {
            return self.lenient || self.wrong_type(value, "string");
        }
        let selects = |selector: &&str| match is_text {
            true => self.tree.is_name(value, selector),
            false => is_literal(self.tree.raw(value), selector),
        };
        match union.arms.iter().find(|arm| arm.selectors.iter().any(selects)) {
            Some(arm) => self.check(arm.schema, node),
            None if self.lenient => true,
            None => self.fail(value, union.keyword(), || one_of(&known(), 2)),
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
            return self.fail(node, "oneOf", || {
                format!("must be exactly one of the arms of `{name}`, but is {valid} of them")
            });
        }
        self.report_best(union, node)
    }

    /// Reports that a value is none of the arms, and what is wrong by the arm that comes closest.
    #[cold]
    fn report_best(&mut self, union: &'static Union, node: u32) -> bool {
        let schemas: Vec<_> = union.arms.iter().map(|arm| arm.schema).collect();
        let closest = self.closest(&schemas, node).and_then(|index| schemas.get(index).copied());
        let name = closest.and_then(Schema::as_object).map(|object| object.name).filter(|name| !name.is_empty());
        self.fail(node, union.keyword(), || match name {
            Some(name) => format!("must be one of the arms of `{}`; `{name}` comes closest", union.name),
            None => format!("must be one of the arms of `{}`", union.name),
        });
        if let Some(arm) = closest {
            self.check(arm, node);
        }
        false
    }
}

/// What a tag may be, in words.
fn known(union: &Union, is_text: bool) -> String {
    let known: Vec<&str> = union.arms.iter().flat_map(|arm| arm.selectors).copied().collect();
    if is_text { quoted(&known) } else { known.join(", ") }
}
