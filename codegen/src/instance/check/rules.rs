//! What is asserted of a value beside its type.

use super::{
    super::rules::{accepts_kind, struct_name},
    Run,
};
use crate::{
    ir::{Form, Rule},
    support::{sentence, tree::Kind},
};

impl<'r> Run<'r> {
    /// Whether a value satisfies the rules beside a type, and was `valid` by that; of a value of another JSON type there
    /// is no more to say.
    pub(super) fn check_beside(&mut self, rules: &'r [Rule], node: u32, valid: bool, is_of_type: bool) -> bool {
        if self.lenient || !(valid || (self.goes_on() && is_of_type)) {
            return valid;
        }
        self.check_rules_beside(rules, node, valid)
    }

    /// Whether a value satisfies rules, and was `valid` before.
    pub(super) fn check_rules_beside(&mut self, rules: &'r [Rule], node: u32, mut valid: bool) -> bool {
        let is_typed = valid;
        for rule in rules {
            // What is no valid value is none of those that are listed, which goes without saying.
            if (valid || self.goes_on()) && (is_typed || !matches!(rule, Rule::Values(_))) {
                valid &= self.check_rule(rule, node);
            }
        }
        valid
    }

    /// Whether a value satisfies a schema that is a list of rules; notes violations where they are wanted.
    pub(super) fn check_list_of(&mut self, rules: &'r [Rule], node: u32) -> bool {
        if self.goes_on() || self.collects(node) {
            return self.check_as_table(rules, node);
        }
        self.holds(rules, node)
    }

    /// Rules as their table checks them: one of a type's own says no more of other values.
    pub(super) fn check_as_table(&mut self, rules: &'r [Rule], node: u32) -> bool {
        match Form::new(self.api(), rules) {
            Form::Any => true,
            Form::Never => self.fail(node, "false", sentence::forbidden),
            Form::Is(shape) => self.check(shape, node),
            Form::Null => self.check_type("null", node),
            Form::Boolean => self.check_type("boolean", node),
            Form::String => self.check_type("string", node),
            Form::Number => self.check_type("number", node),
            Form::Strings(values) => self.check_type("string", node) && self.check_literals(values, node),
            Form::Array(it) => self.check_type("array", node) && self.check_array(it, node),
            Form::Object(it) => self.check_type("object", node) && self.check_object(it, node),
            Form::All => self.check_rules_beside(rules, node, true),
        }
    }

    fn check_types(&mut self, types: &[&str], node: u32) -> bool {
        let kind = self.tree.token(node).kind;
        types.iter().any(|name| is_type(name, kind))
            || self.fail(node, "type", || sentence::none_of_types(types, kind.name()))
    }

    fn check_type(&mut self, name: &str, node: u32) -> bool {
        is_type(name, self.tree.token(node).kind) || self.wrong_type(node, name)
    }

    /// Whether a value satisfies a schema that only asserts; says nothing of why it does not, and notes nothing of what is
    /// evaluated.
    pub(in super::super) fn holds(&mut self, rules: &'r [Rule], node: u32) -> bool {
        let key = (rules.as_ptr().cast(), node, false);
        if let Some(&valid) = self.memory.get(&key) {
            return valid;
        }
        let marks = self.marks.take();
        let valid = self.quietly(|run| run.check_as_table(rules, node));
        self.marks = marks;
        if !rules.is_empty() {
            self.memory.insert(key, valid);
        }
        valid
    }

    fn quietly(&mut self, decide: impl FnOnce(&mut Self) -> bool) -> bool {
        let (found, was_lenient) = (self.found.take(), self.lenient);
        self.lenient = false;
        let valid = decide(self);
        (self.found, self.lenient) = (found, was_lenient);
        valid
    }

    /// Whether a value satisfies rules, which evaluate it then; says nothing of why it does not.
    fn attempt(&mut self, rules: &'r [Rule], node: u32) -> bool {
        if !self.collects(node) {
            return self.holds(rules, node);
        }
        self.quietly(|run| run.in_scope(node, |run| run.check_as_table(rules, node)))
    }

    fn check_rule(&mut self, rule: &'r Rule, node: u32) -> bool {
        let token = self.tree.token(node);
        match rule {
            Rule::Never => self.fail(node, "false", sentence::forbidden),
            Rule::Types(types) => self.check_types(types, node),
            Rule::Values(values) => self.check_literals(values, node),
            Rule::Is(shape) => self.check(shape, node),
            Rule::Keywords(shape) => !accepts_kind(self.api(), shape, token.kind, 0) || self.check(shape, node),
            Rule::OneOf(arms) => self.check_one_of(arms, node),
            Rule::AnyOf(arms) => {
                let valid = match self.collects(node) {
                    true => arms.iter().filter(|arm| self.attempt(arm, node)).count() > 0,
                    false => arms.iter().any(|arm| self.attempt(arm, node)),
                };
                valid || self.fail_arms(arms, node, "anyOf", sentence::none_of_any)
            }
            Rule::Not(rules) => {
                let members = members(std::slice::from_ref(rules));
                !self.holds(rules, node) || self.fail(node, "not", || sentence::not(members.as_deref()))
            }
            Rule::If(condition, then, otherwise) => match self.attempt(condition, node) {
                true => self.check_list_of(then, node),
                false => self.check_list_of(otherwise, node),
            },
            Rule::Scope(rules) => self.in_scope(node, |run| run.check_rules_beside(rules, node, true)),
            Rule::Items(rules) => token.kind != Kind::Array || self.check_items(rules, node, token),
            Rule::Contains(rules) => token.kind != Kind::Array || self.check_contains(rules, node),
            Rule::UnevaluatedItems(rules) => token.kind != Kind::Array || self.check_unevaluated_items(rules, node),
            _ => token.kind != Kind::Object || self.check_object_rule(rule, node),
        }
    }

    fn check_one_of(&mut self, arms: &'r [Vec<Rule>], node: u32) -> bool {
        let valid: Vec<&'r Vec<Rule>> = arms.iter().filter(|arm| self.holds(arm, node)).collect();
        match valid.as_slice() {
            [arm] => !self.collects(node) || self.attempt(arm, node),
            [] => self.fail_arms(arms, node, "oneOf", sentence::none_of_one),
            several => {
                let told = || sentence::several_of_one(arms.len(), members(arms).as_deref(), several.len());
                self.fail(node, "oneOf", told)
            }
        }
    }

    /// Notes that a value satisfies none of several schemas, and what is wrong by the closest of them.
    fn fail_arms(
        &mut self,
        arms: &'r [Vec<Rule>],
        node: u32,
        keyword: &'static str,
        told: fn(usize, Option<&str>, Option<&str>) -> String,
    ) -> bool {
        if !self.goes_on() {
            return false;
        }
        let members = members(arms);
        let closest = self.closest_rules(arms, node).filter(|_| members.is_none()).and_then(|index| arms.get(index));
        let name = closest.and_then(|arm| match Form::new(self.api(), arm) {
            Form::Is(shape) => struct_name(self.api(), shape),
            _ => None,
        });
        self.fail(node, keyword, || told(arms.len(), members.as_deref(), name));
        if let Some(arm) = closest {
            self.check_as_table(arm, node);
        }
        false
    }
}

fn is_type(name: &str, kind: Kind) -> bool {
    name == kind.name() || (name == "number" && kind == Kind::Integer)
}

/// The members that rules ask for, where that is all they do.
fn members(arms: &[Vec<Rule>]) -> Option<String> {
    let each = arms.iter().map(|arm| match arm.as_slice() {
        [Rule::Required(names)] => Some(sentence::all_members(&names.iter().map(String::as_str).collect::<Vec<_>>())),
        _ => None,
    });
    Some(each.collect::<Option<Vec<_>>>()?.join(", or "))
}
