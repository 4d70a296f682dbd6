//! The ways to satisfy rules: which arm of each choice.

use crate::ir::{Api, Rule};

/// So many ways are looked at.
const MOST: usize = 16;

/// Choices within choices are looked at so deep.
const DEPTH: u32 = 4;

/// Ways to satisfy rules, each a list of rules without choices; the first takes the first of each choice. What is found by
/// one is still to be checked: the rules that it leaves out may not hold.
pub(super) fn ways<'r>(api: &'r Api, rules: &'r [Rule]) -> Vec<Vec<&'r Rule>> {
    within(api, rules, DEPTH)
}

fn within<'r>(api: &'r Api, rules: &'r [Rule], depth: u32) -> Vec<Vec<&'r Rule>> {
    let mut ways: Vec<Vec<&Rule>> = vec![Vec::new()];
    for rule in rules {
        let more = of(api, rule, depth);
        let joined = ways.iter().flat_map(|before| more.iter().map(move |rules| [before.as_slice(), rules].concat()));
        ways = joined.take(MOST).collect();
    }
    ways
}

/// The ways of one rule; there is always one.
fn of<'r>(api: &'r Api, rule: &'r Rule, depth: u32) -> Vec<Vec<&'r Rule>> {
    let Some(depth) = depth.checked_sub(1) else { return vec![Vec::new()] };
    let found: Vec<Vec<&Rule>> = match rule {
        Rule::OneOf(arms) | Rule::AnyOf(arms) => {
            arms.iter().flat_map(|arm| within(api, arm, depth)).take(MOST).collect()
        }
        Rule::Scope(rules) => within(api, rules, depth),
        Rule::Shared(id) => within(api, api.rules(*id), depth),
        Rule::If(condition, then, otherwise) => {
            let then = within(api, then, depth);
            let both = within(api, condition, depth).into_iter();
            let both = both.flat_map(|way| then.iter().map(move |then| [way.as_slice(), then].concat()));
            both.chain(within(api, otherwise, depth)).take(MOST).collect()
        }
        Rule::DependentSchemas(members) => {
            let each = members.iter().flat_map(|(_, rules)| within(api, rules, depth));
            std::iter::once(Vec::new()).chain(each).take(MOST).collect()
        }
        rule => vec![vec![rule]],
    };
    if found.is_empty() { vec![Vec::new()] } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::testing::api;

    fn required(name: &str) -> Vec<Rule> {
        vec![Rule::Required(vec![name.to_owned()])]
    }

    fn names(rules: &[Rule]) -> Vec<String> {
        let name = |rule: &&Rule| match rule {
            Rule::Required(names) => names.concat(),
            other => format!("{other:?}"),
        };
        ways(&api(Vec::new()), rules).iter().map(|way| way.iter().map(name).collect()).collect()
    }

    #[test]
    fn each_choice_is_taken() {
        let either = Rule::AnyOf(vec![required("a"), required("b")]);
        assert_eq!(names(&[either.clone(), required("c").remove(0)]), ["ac", "bc"]);
        let condition = Rule::If(required("x"), vec![either], required("y"));
        assert_eq!(names(&[Rule::Scope(vec![condition])]), ["xa", "xb", "y"]);
        let dependent = Rule::DependentSchemas(vec![("m".to_owned(), required("z"))]);
        assert_eq!(names(&[dependent]), ["", "z"]);
    }

    #[test]
    fn there_are_not_too_many() {
        let choice = Rule::OneOf(vec![required("a"), required("b"), required("c")]);
        assert_eq!(ways(&api(Vec::new()), &vec![choice; 40]).len(), MOST);
    }
}
