//! Which of several schemas a value comes closest to, where it satisfies none.

use super::{
    super::rules::{Rules, accepts_kind, rules},
    Run,
    unions::MOST_WRAPPINGS,
};
use crate::{
    ir::{Form, Members, Role, Rule, Shape, Struct},
    support::tree::Kind,
};

/// As close as a value comes that says by a member that it is another one.
const ANOTHER: i64 = -100;

impl<'r> Run<'r> {
    /// The closest of several shapes, the first of equal ones; `None` where none is for values of this JSON type.
    pub(super) fn closest_shape(&self, shapes: &[&'r Shape], node: u32) -> Option<usize> {
        let kind = self.tree.token(node).kind;
        let fits = |shape: &Shape| accepts_kind(self.api(), shape, kind, MOST_WRAPPINGS);
        let fitting = shapes.iter().enumerate().filter(|(_, shape)| fits(shape));
        best(fitting.map(|(index, shape)| (self.closeness(shape, node), index)))
    }

    /// The closest of several lists of rules.
    pub(super) fn closest_rules(&self, arms: &'r [Vec<Rule>], node: u32) -> Option<usize> {
        let kind = self.tree.token(node).kind;
        let fitting = arms.iter().enumerate().filter(|(_, rules)| self.rules_accept(rules, kind));
        best(fitting.map(|(index, rules)| (self.rules_closeness(rules, node), index)))
    }

    /// Whether the table of a list of rules is of a JSON type, or of any.
    fn rules_accept(&self, rules: &[Rule], kind: Kind) -> bool {
        match Form::new(self.api(), rules) {
            Form::Any | Form::All => true,
            Form::Never => false,
            Form::Is(shape) => accepts_kind(self.api(), shape, kind, MOST_WRAPPINGS),
            Form::Null => kind == Kind::Null,
            Form::Boolean => kind == Kind::Boolean,
            Form::String | Form::Strings(_) => kind == Kind::String,
            Form::Number => matches!(kind, Kind::Integer | Kind::Number),
            Form::Array(_) => kind == Kind::Array,
            Form::Object(..) => kind == Kind::Object,
        }
    }

    fn closeness(&self, shape: &'r Shape, node: u32) -> i64 {
        match rules(self.api(), shape) {
            Rules::Nullable(inner) | Rules::Literals(_, inner) => self.closeness(inner, node),
            Rules::Asserted(rules, inner) => self.closeness(inner, node) + self.rules_closeness(rules, node),
            Rules::Struct(it) => self.struct_closeness(it, node) + self.rules_closeness(&it.rules, node),
            Rules::Enum(it) => self.rules_closeness(&it.rules, node),
            Rules::Union(it) => self.rules_closeness(&it.rules, node),
            _ => 0,
        }
    }

    fn rules_closeness(&self, rules: &'r [Rule], node: u32) -> i64 {
        rules.iter().map(|rule| self.rule_closeness(rule, node)).sum()
    }

    fn rule_closeness(&self, rule: &'r Rule, node: u32) -> i64 {
        let is_object = self.tree.token(node).kind == Kind::Object;
        match rule {
            Rule::Is(shape) | Rule::Keywords(shape) => self.closeness(shape, node),
            Rule::Members(it) if is_object => self.members_closeness(it, node),
            Rule::Required(names) if is_object => {
                let missing = names.iter().filter(|name| self.tree.member(node, name).is_none());
                -(missing.count() as i64)
            }
            _ => 0,
        }
    }

    fn struct_closeness(&self, it: &'r Struct, node: u32) -> i64 {
        if self.tree.token(node).kind != Kind::Object {
            return 0;
        }
        let members = it.members.iter().map(|member| match self.tree.member(node, &member.name) {
            None => -i64::from(member.required),
            Some(value) => match &member.role {
                Role::Tag { value: tag, .. } if !self.tree.is_name(value, tag) => ANOTHER,
                Role::Field { shape, .. } if self.is_another(shape, value) => ANOTHER,
                _ => 2,
            },
        });
        members.sum()
    }

    fn members_closeness(&self, it: &'r Members, node: u32) -> i64 {
        let members = it.properties.iter().map(|(name, rules)| match self.tree.member(node, name) {
            None => -i64::from(it.required.contains(name)),
            Some(value) if self.is_another_by_rules(rules, value) => ANOTHER,
            Some(_) => 2,
        });
        members.sum()
    }

    fn is_another(&self, shape: &Shape, node: u32) -> bool {
        match rules(self.api(), shape) {
            Rules::Enum(it) if it.rules.is_empty() => {
                it.variants.iter().all(|variant| !self.tree.is_name(node, &variant.value))
            }
            _ => !accepts_kind(self.api(), shape, self.tree.token(node).kind, MOST_WRAPPINGS),
        }
    }

    fn is_another_by_rules(&self, rules: &'r [Rule], node: u32) -> bool {
        match Form::new(self.api(), rules) {
            Form::Is(shape) => self.is_another(shape, node),
            Form::Strings(values) => {
                let texts = values.iter().filter_map(|json| serde_json::from_str::<String>(json).ok());
                texts.collect::<Vec<_>>().iter().all(|text| !self.tree.is_name(node, text))
            }
            _ => !self.rules_accept(rules, self.tree.token(node).kind),
        }
    }
}

fn best(scored: impl Iterator<Item = (i64, usize)>) -> Option<usize> {
    scored.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, index)| index)
}
