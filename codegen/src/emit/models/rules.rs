//! What a type's documentation says of the rules beside it.

use std::collections::HashSet;

use crate::{
    emit::doc,
    ir::{Rule, Shape},
};

/// What holds besides: which members there must be, where that is all, else the keywords that are checked.
pub(super) fn sentence(rules: &[Rule]) -> Option<String> {
    let (mut told, mut others) = (Vec::new(), Vec::new());
    for rule in rules {
        match alternatives(rule) {
            Some(sentence) => told.push(sentence),
            None => others.extend(keywords(rule)),
        }
    }
    let mut seen = HashSet::new();
    others.retain(|&name| seen.insert(name));
    if !others.is_empty() {
        let are = if others.len() == 1 { "is" } else { "are" };
        told.push(format!(
            "Besides, {} {are} checked.",
            others.into_iter().map(doc::code).collect::<Vec<_>>().join(", ")
        ));
    }
    (!told.is_empty()).then(|| told.join(" "))
}

/// A rule that asks for nothing but members.
fn alternatives(rule: &Rule) -> Option<String> {
    let names = |rules: &Vec<Rule>| match rules.as_slice() {
        [Rule::Required(names)] => Some(names.iter().map(|name| doc::code(name)).collect::<Vec<_>>().join(" and ")),
        _ => None,
    };
    let any = |arms: &[Vec<Rule>]| Some(arms.iter().map(names).collect::<Option<Vec<_>>>()?.join(", or "));
    match rule {
        Rule::AnyOf(arms) => Some(format!("Must have {}.", any(arms)?)),
        Rule::OneOf(arms) => Some(format!("Must have {}, but not more of them.", any(arms)?)),
        Rule::Not(rules) => Some(format!("Must not have {}.", names(rules)?)),
        _ => None,
    }
}

fn keywords(rule: &Rule) -> impl Iterator<Item = &'static str> {
    let requires = matches!(rule, Rule::Members(it) if !it.required.is_empty());
    std::iter::once(keyword(rule)).chain(requires.then_some("required"))
}

fn keyword(rule: &Rule) -> &'static str {
    match rule {
        Rule::OneOf(_) => "oneOf",
        Rule::AnyOf(_) => "anyOf",
        Rule::Not(_) => "not",
        Rule::If(..) => "if",
        Rule::DependentRequired(_) => "dependentRequired",
        Rule::DependentSchemas(_) => "dependentSchemas",
        Rule::PropertyNames(_) => "propertyNames",
        Rule::Contains(_) => "contains",
        Rule::Items(it) if !it.prefix.is_empty() => "prefixItems",
        Rule::Items(_) => "items",
        Rule::Members(it) if !it.patterns.is_empty() => "patternProperties",
        Rule::Members(_) => "properties",
        Rule::Required(_) => "required",
        Rule::Values(_) => "enum",
        Rule::Types(_) => "type",
        Rule::Keywords(Shape::String(text)) if text.pattern.is_some() => "pattern",
        Rule::Keywords(Shape::String(_)) => "format",
        Rule::Keywords(_) => "multipleOf",
        Rule::Scope(rules) => rules.last().map_or("allOf", keyword),
        Rule::UnevaluatedItems(_) => "unevaluatedItems",
        Rule::UnevaluatedProperties(_) => "unevaluatedProperties",
        Rule::Never | Rule::Is(_) => "allOf",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_named_and_other_rules_by_their_keywords() {
        let required = |names: &[&str]| vec![Rule::Required(names.iter().map(|&name| name.to_owned()).collect())];
        let either = || vec![required(&["a"]), required(&["b", "c"])];
        assert_eq!(sentence(&[]), None);
        assert_eq!(sentence(&[Rule::AnyOf(either())]).as_deref(), Some("Must have `a`, or `b` and `c`."));
        let rules = [Rule::OneOf(either()), Rule::Not(required(&["d"])), Rule::PropertyNames(Vec::new())];
        assert_eq!(
            sentence(&rules).as_deref(),
            Some(
                "Must have `a`, or `b` and `c`, but not more of them. Must not have `d`. Besides, `propertyNames` is \
                 checked."
            )
        );
        let rules = [Rule::AnyOf(vec![Vec::new()]), Rule::If(Vec::new(), Vec::new(), Vec::new())];
        assert_eq!(sentence(&rules).as_deref(), Some("Besides, `anyOf`, `if` are checked."));
    }
}
