//! What is asserted of a value beside its type.

use super::{super::rules::accepts_kind, Run};
use crate::{
    ir::{Items, Members, Rule},
    support::tree::{Kind, Token},
};

impl<'r> Run<'r> {
    /// Whether a value satisfies rules; what was decided without noting violations is remembered.
    pub(super) fn check_rules_beside(&mut self, rules: &'r [Rule], node: u32) -> bool {
        let mut valid = true;
        for rule in rules {
            if valid || self.goes_on() {
                valid &= self.check_rule(rule, node);
            }
        }
        valid
    }

    /// Whether a value satisfies a schema that only asserts; says nothing of why it does not.
    pub(in super::super) fn holds(&mut self, rules: &'r [Rule], node: u32) -> bool {
        let key = (rules.as_ptr().cast(), node, false);
        if let Some(&valid) = self.memory.get(&key) {
            return valid;
        }
        let (faults, was_lenient) = (self.faults.take(), self.lenient);
        self.lenient = false;
        let valid = self.check_rules_beside(rules, node);
        (self.faults, self.lenient) = (faults, was_lenient);
        if !rules.is_empty() {
            self.memory.insert(key, valid);
        }
        valid
    }

    fn check_rule(&mut self, rule: &'r Rule, node: u32) -> bool {
        let token = self.tree.token(node);
        match rule {
            Rule::Never => self.fail(node, "false"),
            Rule::Types(types) => {
                let is_it =
                    |name: &&str| *name == token.kind.name() || (*name == "number" && token.kind == Kind::Integer);
                types.iter().any(is_it) || self.fail(node, "type")
            }
            Rule::Values(values) => self.check_literals(values, node),
            Rule::Is(shape) => self.check(shape, node),
            Rule::Keywords(shape) => !accepts_kind(self.api(), shape, token.kind, 0) || self.check(shape, node),
            Rule::OneOf(arms) => {
                arms.iter().filter(|arm| self.holds(arm, node)).count() == 1 || self.fail(node, "oneOf")
            }
            Rule::AnyOf(arms) => arms.iter().any(|arm| self.holds(arm, node)) || self.fail(node, "anyOf"),
            Rule::Not(rules) => !self.holds(rules, node) || self.fail(node, "not"),
            Rule::If(condition, then, otherwise) => match self.holds(condition, node) {
                true => self.holds(then, node) || self.fail(node, "then"),
                false => self.holds(otherwise, node) || self.fail(node, "else"),
            },
            Rule::Items(rules) => token.kind != Kind::Array || self.check_items(rules, node, token),
            _ => token.kind != Kind::Object || self.check_object_rule(rule, node, token),
        }
    }

    fn check_items(&mut self, rules: &'r Items, node: u32, token: Token) -> bool {
        let counts = ((rules.min_items, "minItems"), (rules.max_items, "maxItems"));
        let mut valid = self.check_count(node, token.count, counts);
        for item in self.tree.items(node).collect::<Vec<_>>() {
            valid = valid && self.holds(&rules.items, item);
        }
        valid && (!rules.unique_items || self.is_unique(node))
    }

    /// The rules that only objects can break.
    fn check_object_rule(&mut self, rule: &'r Rule, node: u32, token: Token) -> bool {
        let mut valid = true;
        match rule {
            Rule::Members(rules) => valid = self.check_member_keywords(rules, node, token),
            Rule::Required(names) => {
                for name in names.iter().filter(|name| self.tree.member(node, name).is_none()).collect::<Vec<_>>() {
                    valid = self.fail_member(node, name, "required");
                }
            }
            Rule::DependentRequired(members) => {
                for (member, names) in members {
                    let is_there = self.tree.member(node, member).is_some();
                    for name in names {
                        if is_there && self.tree.member(node, name).is_none() {
                            valid = self.fail_member(node, name, "dependentRequired");
                        }
                    }
                }
            }
            Rule::DependentSchemas(members) => {
                for (member, rules) in members {
                    if self.tree.member(node, member).is_some() && !self.holds(rules, node) {
                        valid = self.fail(node, "dependentSchemas");
                    }
                }
            }
            Rule::PropertyNames(rules) => {
                for name in self.tree.members(node).collect::<Vec<_>>() {
                    if !self.holds(rules, name) {
                        valid = self.fail(name, "propertyNames");
                    }
                }
            }
            _ => {}
        }
        valid
    }

    fn check_member_keywords(&mut self, rules: &'r Members, node: u32, token: Token) -> bool {
        let counts = (rules.min_properties, "minProperties");
        let mut valid = self.check_count(node, token.count, (counts, (rules.max_properties, "maxProperties")));
        for name in self.tree.members(node).collect::<Vec<_>>() {
            let declared = rules.properties.iter().find(|(known, _)| self.tree.is_name(name, known));
            let rules = declared.map_or(&rules.additional, |(_, rules)| rules);
            valid = valid && self.holds(rules, name + 1);
        }
        valid
    }
}
