//! Which members make the rules of an object hold: a guess, which is checked afterwards.

use crate::ir::Rule;

/// Members that an object should have, each with its value where one is asked for, as JSON.
pub(super) type Wish = Vec<(String, Option<String>)>;

/// So many wishes are looked at.
const MOST: usize = 64;

/// What may make rules hold, the simplest first: each arm's members, and those of several arms together.
pub(super) fn wishes(rules: &[Rule]) -> Vec<Wish> {
    let mut all = vec![Wish::new()];
    for rule in rules {
        let more = wishes_of(rule);
        let joined = all.iter().flat_map(|before| more.iter().map(move |wish| [before.as_slice(), wish].concat()));
        all = joined.take(MOST).collect();
    }
    all
}

/// Ways to make one rule hold; there is always one.
fn wishes_of(rule: &Rule) -> Vec<Wish> {
    let mut found = vec![Wish::new()];
    match rule {
        Rule::Required(names) => return vec![names.iter().map(|name| (name.clone(), None)).collect()],
        Rule::Members(members) => {
            let values = members.properties.iter().filter_map(|(name, rules)| {
                let listed = rules.iter().find_map(|rule| match rule {
                    Rule::Values(values) => values.first(),
                    _ => None,
                });
                Some((name.clone(), Some(listed?.clone())))
            });
            return vec![values.collect()];
        }
        Rule::OneOf(arms) | Rule::AnyOf(arms) => found.extend(arms.iter().flat_map(|arm| wishes(arm))),
        Rule::If(condition, then, otherwise) => {
            let both = [condition.as_slice(), then].concat();
            found.extend(wishes(&both).into_iter().chain(wishes(otherwise)));
        }
        Rule::DependentRequired(members) => {
            let names = members.iter().flat_map(|(_, names)| names).map(|name| (name.clone(), None));
            found.push(names.collect());
        }
        Rule::DependentSchemas(members) => found.extend(members.iter().flat_map(|(_, rules)| wishes(rules))),
        _ => {}
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(wishes: &[Wish]) -> Vec<String> {
        let text = |wish: &Wish| {
            let each =
                wish.iter().map(|(name, value)| value.as_ref().map_or(name.clone(), |it| format!("{name}={it}")));
            each.collect::<Vec<_>>().join(" ")
        };
        wishes.iter().map(text).collect()
    }

    #[test]
    fn each_arm_is_a_way() {
        let required = |name: &str| vec![Rule::Required(vec![name.to_owned()])];
        let either = Rule::AnyOf(vec![required("a"), required("b")]);
        assert_eq!(names(&wishes(std::slice::from_ref(&either))), ["", "a", "b"]);
        let kind = crate::ir::Members {
            properties: vec![("kind".to_owned(), vec![Rule::Values(vec!["1".to_owned()])])],
            ..Default::default()
        };
        let rules = [either, Rule::OneOf(vec![vec![Rule::Members(kind)]])];
        assert_eq!(names(&wishes(&rules)), ["", "kind=1", "a", "a kind=1", "b", "b kind=1"]);
    }

    #[test]
    fn there_are_not_too_many() {
        let required = |name: &str| vec![Rule::Required(vec![name.to_owned()])];
        let rules = vec![Rule::AnyOf(vec![required("a"), required("b"), required("c")]); 40];
        assert_eq!(wishes(&rules).len(), MOST);
    }
}
