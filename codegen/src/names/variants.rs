//! What the variants of enums and unions are called. Knows the type's name and its values or arms; no schema.

use std::collections::HashSet;

use super::{Words, english};

/// A value of an enum. One that can't begin a name takes the last word of the enum's name before it: `Limit1g` of
/// `MemoryLimit` and `1g`.
pub fn value(name: &Words, literal: &str) -> Words {
    let words = Words::of(literal);
    if words.is_empty() || words.can_begin() { words } else { name.last().then(&words) }
}

/// The arms of a union, in order: their names less the words that the union's own name says, as `Reference` and
/// `Inline` of `Skill` with `SkillReference` and `InlineSkill`.
///
/// Words before the union's fall away too where all arms have them: `Disabled` of `NetworkPolicy` with
/// `ContainerNetworkPolicyDisabled`. An arm of which nothing would be left keeps its whole name, and so does the later
/// of two that would be called alike.
pub fn arms(union: &Words, arms: &[Words]) -> Vec<Words> {
    let lead = common_lead(union, arms);
    let mut taken = HashSet::new();
    arms.iter()
        .map(|arm| {
            let short = less(arm.as_slice().get(lead..).unwrap_or_default(), union);
            let name = if short.can_begin() { short } else { arm.clone() };
            if taken.insert(name.clone()) { name } else { arm.clone() }
        })
        .collect()
}

/// How many words all arms begin with before they say a word of the union's; 0 where an arm ends with the union's.
fn common_lead(union: &Words, arms: &[Words]) -> usize {
    let lead = |arm: &Words| arm.as_slice().iter().position(|word| says(union, word)).unwrap_or(0);
    let Some(first) = arms.first() else { return 0 };
    let length = lead(first);
    let common = first.as_slice().get(..length);
    let shared = arms.iter().all(|arm| {
        let rest = less(arm.as_slice().get(length..).unwrap_or_default(), union);
        lead(arm) == length && arm.as_slice().get(..length) == common && rest.can_begin()
    });
    if shared { length } else { 0 }
}

/// The words that the union's name does not say.
fn less(words: &[String], union: &Words) -> Words {
    Words::from_words(words.iter().filter(|word| !says(union, word)).cloned())
}

fn says(union: &Words, word: &str) -> bool {
    union.as_slice().iter().any(|said| english::same(said, word))
}

#[cfg(test)]
mod tests {
    use super::{arms, value};
    use crate::names::{Scope, Usage, Words};

    fn ident(words: &Words) -> String {
        Scope::new().claim(words, Usage::Variant).ident.as_str().to_owned()
    }

    #[track_caller]
    fn check_value(name: &str, literal: &str, expected: &str) {
        assert_eq!(ident(&value(&name.into(), literal)), expected);
    }

    #[track_caller]
    fn check_arms(union: &str, names: &[&str], expected: &[&str]) {
        let names: Vec<Words> = names.iter().map(|name| Words::of(name)).collect();
        let actual: Vec<String> = arms(&union.into(), &names).iter().map(ident).collect();
        assert_eq!(actual, expected);
    }

    #[test]
    fn values_are_in_upper_camel_case() {
        check_value("Status", "in_progress", "InProgress");
        check_value("Status", "IN_PROGRESS", "InProgress");
        check_value("Order", "-created_at", "MinusCreatedAt");
        check_value("Kind", "Self", "SelfValue");
        check_value("Type", "application/json", "ApplicationJson");
        check_value("Status", "готово", "Готово");
        check_value("Status", "完成", "完成");
    }

    #[test]
    fn values_that_cannot_begin_a_name_take_a_word() {
        check_value("MemoryLimit", "1g", "Limit1g");
        check_value("MemoryLimit", "64g", "Limit64g");
        check_value("ApiVersion", "2024-01-15", "Version2024_01_15");
        check_value("Http2", "3", "Http2_3");
        check_value("", "3", "Value3");
    }

    #[test]
    fn values_of_symbols_are_spelled_out() {
        check_value("Reaction", "+1", "Plus1");
        check_value("Reaction", "-1", "Minus1");
        check_value("Operator", "*", "Star");
        check_value("Operator", "<=", "LessOrEqual");
        check_value("Operator", "", "Empty");
        check_value("Operator", " ", "Space");
        check_value("Reaction", "👍", "U1f44d");
    }

    #[test]
    fn arms_drop_what_the_union_says() {
        check_arms("Skill", &["SkillReference", "InlineSkill"], &["Reference", "Inline"]);
        check_arms("NetworkPolicy", &["ContainerNetworkPolicyDisabled"], &["Disabled"]);
        check_arms(
            "NetworkPolicy",
            &["ContainerNetworkPolicyDisabled", "ContainerNetworkPolicyAllowlist"],
            &["Disabled", "Allowlist"],
        );
        check_arms(
            "CreateContainerRequestNetworkPolicy",
            &["ContainerNetworkPolicyDisabled", "ContainerNetworkPolicyAllowlist"],
            &["Disabled", "Allowlist"],
        );
        check_arms("Filters", &["ComparisonFilter", "CompoundFilter"], &["Comparison", "Compound"]);
        check_arms("Tool", &["FunctionToolCall", "FileSearchToolCall"], &["FunctionCall", "FileSearchCall"]);
    }

    #[test]
    fn arms_keep_what_tells_them_apart() {
        check_arms("Pet", &["Pet", "Cat"], &["Pet", "Cat"]);
        check_arms("Tool", &["FunctionTool", "ToolFunction"], &["Function", "ToolFunction"]);
        check_arms("Limit", &["Limit1g", "1gLimit"], &["Limit1g", "Value1gLimit"]);
        check_arms("Pet", &["BigPetCat", "SmallPetCat"], &["BigCat", "SmallCat"]);
        check_arms("Pet", &["BigPet", "BigPetCat"], &["Big", "BigCat"]);
        check_arms("Pet", &[], &[]);
    }
}
