//! Values that rules may allow, from the rules alone: a guess, which is checked afterwards.

use crate::ir::{Contains, Items, Members, Rule, Shape};

use super::{
    compose::{array, object},
    make::Maker,
    text::name,
};

/// So many guesses are made of a list of rules.
const MOST: usize = 48;

/// A text longer than this is no guess.
const LONGEST: usize = 4096;

/// One value of each JSON type.
const PLAIN: [&str; 7] = ["null", "false", "0", "\"\"", "[]", "{}", "0.5"];

impl Maker<'_> {
    /// Values that rules may allow, simple ones first; rules within rules are looked at so deep.
    pub(super) fn guesses(&self, rules: &[Rule], depth: u32) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for rule in rules {
            found.extend(self.guesses_of(rule, depth));
        }
        let members = self.guessed_object(rules, depth);
        let items = self.guessed_array(rules, depth);
        let all = found.into_iter().chain(members).chain(items).chain(PLAIN.map(str::to_owned));
        let mut guesses: Vec<String> = Vec::new();
        for guess in all {
            if guesses.len() < MOST && guess.len() <= LONGEST && !guesses.contains(&guess) {
                guesses.push(guess);
            }
        }
        guesses
    }

    fn guesses_of(&self, rule: &Rule, depth: u32) -> Vec<String> {
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        match rule {
            Rule::Values(values) => values.clone(),
            Rule::Is(shape) | Rule::Keywords(shape) => self.several(shape, 4, depth),
            Rule::OneOf(arms) | Rule::AnyOf(arms) => arms.iter().flat_map(|arm| self.guesses(arm, depth)).collect(),
            Rule::If(condition, then, otherwise) => {
                let both = [condition.as_slice(), then].concat();
                [self.guesses(&both, depth), self.guesses(otherwise, depth)].concat()
            }
            Rule::Scope(rules) => self.guesses(rules, depth),
            Rule::DependentSchemas(members) => {
                members.iter().flat_map(|(_, rules)| self.guesses(rules, depth)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The first value that rules allow.
    fn guess(&self, rules: &[Rule], depth: u32) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        self.guesses(rules, depth).into_iter().find(|text| self.checker().satisfies(rules, text))
    }

    /// An object with the members that rules ask for.
    fn guessed_object(&self, rules: &[Rule], depth: u32) -> Vec<String> {
        let mut members: Vec<(String, Option<String>)> = Vec::new();
        let mut least = 0;
        for rule in rules {
            match rule {
                Rule::Required(names) => members.extend(names.iter().map(|name| (name.clone(), None))),
                Rule::Members(it) => {
                    least = least.max(it.min_properties.unwrap_or(0) as usize);
                    members.extend(self.declared(it, depth));
                }
                _ => {}
            }
        }
        let others = (0..least).map(|index| (name(index), None));
        let required: Vec<_> =
            members.iter().filter(|(name, value)| value.is_none() && !name.is_empty()).cloned().collect();
        let full = self.merged(members.into_iter().chain(others));
        let only = self.merged(required.into_iter());
        if full == "{}" { Vec::new() } else { vec![only, full] }
    }

    fn declared(&self, it: &Members, depth: u32) -> Vec<(String, Option<String>)> {
        let values =
            it.properties.iter().filter_map(|(name, rules)| Some((name.clone(), Some(self.guess(rules, depth)?))));
        values.collect()
    }

    /// Members, each once: with a value where one is known.
    fn merged(&self, members: impl Iterator<Item = (String, Option<String>)>) -> String {
        let mut merged: Vec<(String, Option<String>)> = Vec::new();
        for (name, value) in members {
            match merged.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => *known = known.take().or(value),
                None => merged.push((name, value)),
            }
        }
        object(merged.into_iter().map(|(name, value)| (name, value.unwrap_or_else(|| "0".to_owned()))))
    }

    /// An array with the items that rules ask for.
    fn guessed_array(&self, rules: &[Rule], depth: u32) -> Vec<String> {
        let (mut items, mut least) = (Vec::new(), 0);
        for rule in rules {
            match rule {
                Rule::Items(it) => {
                    items.extend(self.prefix(it, depth));
                    least = least.max(it.min_items.unwrap_or(0) as usize);
                    if let Some(rules) = &it.items
                        && items.len() <= least
                    {
                        items.extend(self.guess(rules, depth));
                    }
                }
                Rule::Contains(Contains { rules, min, .. }) => {
                    let item = self.guess(rules, depth);
                    items.extend((0..(*min).min(64)).filter_map(|_| item.clone()));
                }
                _ => {}
            }
        }
        if items.is_empty() && least == 0 {
            return Vec::new();
        }
        let numbers = (items.len()..least.min(256)).map(|number| number.to_string());
        let padded: Vec<String> = items.iter().cloned().chain(numbers).collect();
        let repeated = items.last().map(|last| {
            let more = (items.len()..least.min(256)).map(|_| last.clone());
            array(&items.iter().cloned().chain(more).collect::<Vec<_>>())
        });
        [array(&padded)].into_iter().chain(repeated).collect()
    }

    fn prefix(&self, it: &Items, depth: u32) -> Vec<String> {
        it.prefix.iter().map_while(|rules| self.guess(rules, depth)).collect()
    }

    /// Values of a shape that satisfy rules beside it.
    pub(super) fn asserted(
        &self,
        shape: &Shape,
        rules: &[Rule],
        inner: &Shape,
        count: usize,
        depth: u32,
    ) -> Vec<String> {
        let of_shape = self.several(inner, count.max(8), depth).into_iter();
        let of_rules = std::iter::once_with(|| self.guesses(rules, depth + 1)).flatten();
        let mut values: Vec<String> = Vec::new();
        for value in of_shape.chain(of_rules) {
            if values.len() < count && !values.contains(&value) && self.is_valid(shape, &value) {
                values.push(value);
            }
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        emit::testing::{api, newtype, plain_text},
        ir::TypeId,
    };

    fn instances(shape: Shape) -> Vec<String> {
        Maker::new(&api(vec![newtype("Any", shape)])).instances(TypeId(0)).unwrap()
    }

    #[test]
    fn values_are_made_of_rules() {
        let text =
            |least| Rule::Keywords(Shape::String(crate::ir::Text { min_length: Some(least), ..Default::default() }));
        let kind = |name: &'static str| Rule::Types(vec![name]);
        let members =
            Members { properties: vec![("a".to_owned(), vec![kind("string"), text(2)])], ..Members::default() };
        let rules = vec![kind("object"), Rule::Members(members), Rule::Required(vec!["b".to_owned()])];
        assert_eq!(instances(Shape::Asserted(rules, Box::new(Shape::Any)))[0], r#"{"b":0}"#);
        let contains = Contains { rules: vec![kind("boolean")], min: 2, max: None };
        let rules = vec![kind("array"), Rule::Contains(contains)];
        assert_eq!(instances(Shape::Asserted(rules, Box::new(Shape::Any)))[0], "[false,false]");
        let not_empty = vec![Rule::Not(vec![Rule::Values(vec!["\"\"".to_owned()])])];
        assert_eq!(instances(Shape::Asserted(not_empty, Box::new(plain_text())))[0], "\"a\"");
    }
}
