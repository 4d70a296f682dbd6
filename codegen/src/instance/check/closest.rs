//! Which of several schemas a value comes closest to, where it satisfies none.

use super::{
    super::rules::{Rules, accepts_kind, rules},
    Run,
    unions::MOST_WRAPPINGS,
};
use crate::{
    ir::{Members, Role, Rule, Shape, Struct},
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
        let is_type = |types: &[&str]| types.contains(&kind.name()) || (types == ["number"] && kind == Kind::Integer);
        match rules {
            [Rule::Is(shape)] => accepts_kind(self.api(), shape, kind, MOST_WRAPPINGS),
            rules if rules.contains(&Rule::Never) => false,
            [rule @ Rule::Types(types), rest @ ..] if is_own_table(rule, rest) => is_type(types),
            _ => true,
        }
    }

    fn closeness(&self, shape: &'r Shape, node: u32) -> i64 {
        let own = match shape {
            Shape::Named(id) => self.rules_closeness(self.api().get(*id).kind.rules(), node),
            _ => 0,
        };
        own + match rules(self.api(), shape) {
            Rules::Nullable(inner) => self.closeness(inner, node),
            Rules::Asserted(rules, inner) => self.closeness(inner, node) + self.rules_closeness(rules, node),
            Rules::Literals(_, inner) => self.closeness(inner, node),
            Rules::Struct(it) if self.tree.token(node).kind == Kind::Object => self.struct_closeness(it, node),
            _ => 0,
        }
    }

    fn rules_closeness(&self, rules: &'r [Rule], node: u32) -> i64 {
        rules.iter().map(|rule| self.rule_closeness(rule, node)).sum()
    }

    fn rule_closeness(&self, rule: &'r Rule, node: u32) -> i64 {
        match rule {
            Rule::Is(shape) | Rule::Keywords(shape) => self.closeness(shape, node),
            Rule::Members(it) if it.patterns.is_empty() && self.tree.token(node).kind == Kind::Object => {
                self.members_closeness(it, node)
            }
            Rule::Required(names) => {
                let missing = names.iter().filter(|name| self.tree.member(node, name).is_none());
                -(missing.count() as i64)
            }
            _ => 0,
        }
    }

    fn struct_closeness(&self, it: &'r Struct, node: u32) -> i64 {
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
            None => 0,
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
        match rules {
            [Rule::Is(shape)] => self.is_another(shape, node),
            [Rule::Types(types), Rule::Values(values)] if types.as_slice() == ["string"] => {
                let texts = values.iter().filter_map(|json| serde_json::from_str::<String>(json).ok());
                texts.collect::<Vec<_>>().iter().all(|text| !self.tree.is_name(node, text))
            }
            rules => !self.rules_accept(rules, self.tree.token(node).kind),
        }
    }
}

/// Whether a list of rules has the table of a type of its own, by which a value's JSON type is told.
pub(super) fn is_own_table(types: &Rule, rest: &[Rule]) -> bool {
    let Rule::Types(types) = types else { return false };
    match (types.as_slice(), rest) {
        (["null" | "boolean" | "string" | "number" | "array"], []) => true,
        (["string"], [Rule::Values(_) | Rule::Keywords(_)]) | (["number"], [Rule::Keywords(_)]) => true,
        (["array"], [Rule::Items(it)]) => it.prefix.is_empty(),
        (["object"], [Rule::Members(it)]) => it.patterns.is_empty(),
        (["object"], [Rule::Members(it), Rule::Required(names)]) => {
            it.patterns.is_empty() && names.iter().all(|name| it.properties.iter().any(|(known, _)| known == name))
        }
        _ => false,
    }
}

fn best(scored: impl Iterator<Item = (i64, usize)>) -> Option<usize> {
    scored.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, index)| index)
}
