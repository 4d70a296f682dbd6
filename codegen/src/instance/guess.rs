//! Values of schemas that only assert: what a person would write for them, tried one after the other.

use std::collections::HashMap;

use crate::ir::{Contains, Items, Members, Rule, Shape, Text};

use super::{
    compose::{array, members_of, object},
    make::Maker,
    rules::{Rules, rules as of_shape},
    text::{name, texts},
    ways::ways,
};

/// So many values are tried for a schema.
const MOST: usize = 64;

/// Longer values are not tried, in bytes.
const LONGEST: usize = 16 * 1024;

/// More parts are not made.
const MOST_PARTS: usize = 256;

/// So many values of a part are looked at.
const PARTS: usize = 8;

/// One value of each JSON type.
const PLAIN: [&str; 7] = ["null", "false", "0", "\"\"", "[]", "{}", "0.5"];

/// What rules of the IR allow, by their address, their count and how deep it was looked for.
pub(super) type Allowed = HashMap<(*const Rule, usize, u32), Vec<String>>;

/// The members of an object, each with its value where one is known.
type Wanted = Vec<(String, Option<String>)>;

impl Maker<'_> {
    /// Values that rules may allow, simple ones first; rules within rules are looked at so deep.
    pub(super) fn guesses(&self, rules: &[Rule], depth: u32) -> Vec<String> {
        self.guesses_beside(&Shape::Any, rules, depth)
    }

    /// Values of a shape that rules beside it may allow.
    fn guesses_beside(&self, shape: &Shape, rules: &[Rule], depth: u32) -> Vec<String> {
        let of_shape = of_shape(self.api, shape);
        let mut guesses: Vec<String> = Vec::new();
        let mut add = |guess: String| {
            if guesses.len() < MOST && guess.len() <= LONGEST && !guesses.contains(&guess) {
                guesses.push(guess);
            }
        };
        for way in ways(rules) {
            way.iter().flat_map(|rule| self.guesses_of(rule, depth)).for_each(&mut add);
            self.guessed_objects(&of_shape, &way, depth).into_iter().for_each(&mut add);
            self.guessed_arrays(&of_shape, &way, depth).into_iter().for_each(&mut add);
        }
        PLAIN.map(str::to_owned).into_iter().for_each(&mut add);
        guesses
    }

    fn guesses_of(&self, rule: &Rule, depth: u32) -> Vec<String> {
        match rule {
            Rule::Values(values) => values.clone(),
            Rule::Is(shape) | Rule::Keywords(shape) if depth > 0 => self.several(shape, 4, depth - 1),
            _ => Vec::new(),
        }
    }

    /// A few values that rules of the IR allow.
    pub(super) fn allowed(&self, rules: &[Rule], depth: u32) -> Vec<String> {
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        let key = (rules.as_ptr(), rules.len(), depth);
        if let Some(known) = self.allowed.borrow().get(&key) {
            return known.clone();
        }
        let guesses = self.guesses(rules, depth).into_iter();
        let found: Vec<String> = guesses.filter(|text| self.checker().satisfies(rules, text)).take(PARTS).collect();
        self.allowed.borrow_mut().insert(key, found.clone());
        found
    }

    pub(super) fn guess(&self, rules: &[Rule], depth: u32) -> Option<String> {
        self.allowed(rules, depth).into_iter().next()
    }

    /// Objects with the members that rules ask for: with no others, and with all that rules name.
    fn guessed_objects(&self, of_shape: &Rules<'_>, way: &[&Rule], depth: u32) -> Vec<String> {
        let (mut asked, mut named, mut least) = (Wanted::new(), Wanted::new(), 0);
        for rule in way {
            match rule {
                Rule::Required(names) => asked.extend(names.iter().map(|name| (name.clone(), None))),
                Rule::DependentRequired(members) => {
                    named.extend(members.iter().flat_map(|(_, names)| names).map(|name| (name.clone(), None)));
                }
                Rule::Members(it) => {
                    least = least.max(it.min_properties.unwrap_or(0) as usize);
                    asked.extend(it.required.iter().map(|name| (name.clone(), None)));
                    named.extend(self.declared(it, depth));
                }
                Rule::Is(shape) if depth > 0 => {
                    asked.extend(self.several(shape, 1, depth - 1).iter().flat_map(|text| members_of(text)));
                }
                _ => {}
            }
        }
        if let Rules::Map(map) = of_shape {
            least = least.max(map.min_properties.unwrap_or(0) as usize);
        }
        let value = self.other_value(of_shape, way, depth);
        let by_pattern = way.iter().flat_map(|rule| match rule {
            Rule::Members(it) => self.by_pattern(it, PARTS, depth),
            _ => Wanted::new(),
        });
        let unnamed = self.other_names(way, depth).into_iter().map(|name| (name, Some(value.clone())));
        let others: Wanted = by_pattern.chain(unnamed).collect();
        let is_asked = |name: &String| asked.iter().any(|(asked, _)| asked == name);
        // What is asked for has the value that is named.
        let values: Wanted = named.iter().filter(|(name, _)| is_asked(name)).cloned().collect();
        let only = merged([values, asked].concat(), &value);
        let filled = filled(only.clone(), &others, least);
        let full = filled_with(&only, merged(named, &value));
        let all = self::filled(full.clone(), &others, least.max(full.len() + 1));
        let full = self::filled(full, &others, least);
        let objects = [only, filled, full, all].map(object);
        objects.into_iter().filter(|text| text != "{}").collect()
    }

    /// Members that the keywords of an object name, with values; one of each pattern.
    fn declared(&self, it: &Members, depth: u32) -> Wanted {
        let values = it.properties.iter().map(|(name, rules)| (name.clone(), self.guess(rules, depth)));
        values.chain(self.by_pattern(it, 1, depth)).filter(|(_, value)| value.is_some()).collect()
    }

    /// So many members of each pattern.
    fn by_pattern(&self, it: &Members, count: usize, depth: u32) -> Wanted {
        let members = it.patterns.iter().flat_map(|(pattern, rules)| {
            let names = Text { pattern: Some(pattern.clone()), ..Text::default() };
            let value = self.guess(rules, depth);
            texts(self.checker(), &names, count).into_iter().map(move |name| (name, value.clone()))
        });
        members.collect()
    }

    /// Names of members that no keyword names.
    fn other_names(&self, way: &[&Rule], depth: u32) -> Vec<String> {
        let allowed = way.iter().find_map(|rule| match rule {
            Rule::PropertyNames(rules) => Some(self.allowed(rules, depth)),
            _ => None,
        });
        match allowed {
            Some(names) => names.iter().filter_map(|json| serde_json::from_str(json).ok()).collect(),
            None => (0..MOST_PARTS).map(name).collect(),
        }
    }

    /// A value of members that no keyword names.
    fn other_value(&self, of_shape: &Rules<'_>, way: &[&Rule], depth: u32) -> String {
        let value = way.iter().find_map(|rule| match rule {
            Rule::Members(Members { additional: Some(rules), .. }) => self.guess(rules, depth),
            Rule::UnevaluatedProperties(rules) => self.guess(rules, depth),
            _ => None,
        });
        let of_map = || match of_shape {
            Rules::Map(map) => self.smallest_within(&map.values, depth.checked_sub(2)?).ok(),
            _ => None,
        };
        value.or_else(of_map).unwrap_or_else(|| "0".to_owned())
    }

    /// Arrays with the items that rules ask for, and with one more.
    fn guessed_arrays(&self, of_shape: &Rules<'_>, way: &[&Rule], depth: u32) -> Vec<String> {
        let keywords = |rule: &&Rule| matches!(rule, Rule::Items(_) | Rule::Contains(_));
        if !(way.iter().any(keywords) || matches!(of_shape, Rules::List(_))) {
            return Vec::new();
        }
        let (mut prefix, mut contained, mut others, mut least) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for rule in way {
            match rule {
                Rule::Items(it) => {
                    if prefix.is_empty() {
                        prefix = self.prefix(it, depth);
                    }
                    least = least.max(it.min_items.unwrap_or(0) as usize);
                    others.extend(it.items.iter().flat_map(|rules| self.allowed(rules, depth)));
                }
                Rule::UnevaluatedItems(rules) => others.extend(self.allowed(rules, depth)),
                Rule::Contains(it) => contained.extend(self.contained(it, way, depth)),
                _ => {}
            }
        }
        if let Rules::List(list) = of_shape {
            least = least.max(list.min_items.unwrap_or(0) as usize);
            // A list may hold itself behind a name.
            let items = depth.checked_sub(2).map(|depth| self.several(&list.items, PARTS, depth));
            others.extend(items.unwrap_or_default());
        }
        // Items that differ, as long as there are some.
        let numbers = (1..=MOST_PARTS).map(|number| number.to_string());
        let pool: Vec<String> = if others.is_empty() { numbers.collect() } else { others };
        let items = [prefix.clone(), contained].concat();
        let filled = |items: &[String], least: usize| {
            let lacking = least.min(MOST_PARTS).saturating_sub(items.len());
            let unlike = pool.iter().filter(|item| !items.contains(item)).chain(pool.iter().cycle());
            array(&[items.to_vec(), unlike.take(lacking).cloned().collect()].concat())
        };
        vec![filled(&items, least), filled(&prefix, least), filled(&items, least.max(items.len() + 1))]
    }

    fn prefix(&self, it: &Items, depth: u32) -> Vec<String> {
        it.prefix.iter().map_while(|rules| self.guess(rules, depth)).collect()
    }

    /// Items that `contains` asks for, which the other keywords allow.
    fn contained(&self, it: &Contains, way: &[&Rule], depth: u32) -> Vec<String> {
        let is_item = |text: &String| {
            way.iter().all(|rule| match rule {
                Rule::Items(Items { items: Some(rules), .. }) => self.checker().satisfies(rules, text),
                _ => true,
            })
        };
        let found: Vec<String> = self.allowed(&it.rules, depth).into_iter().filter(is_item).collect();
        found.iter().cycle().take((it.min as usize).min(MOST_PARTS)).cloned().collect()
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
        let of_rules = std::iter::once_with(|| self.guesses_beside(inner, rules, depth + 1)).flatten();
        let mut values: Vec<String> = Vec::new();
        for value in of_shape.chain(of_rules) {
            if values.len() < count && !values.contains(&value) && self.is_valid(shape, &value) {
                values.push(value);
            }
        }
        values
    }
}

/// Members, each once: with the first value that is known, or else another.
fn merged(wanted: Wanted, otherwise: &str) -> Vec<(String, String)> {
    let mut merged: Wanted = Vec::new();
    for (name, value) in wanted {
        match merged.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = known.take().or(value),
            None => merged.push((name, value)),
        }
    }
    merged.into_iter().map(|(name, value)| (name, value.unwrap_or_else(|| otherwise.to_owned()))).collect()
}

/// Members, and others as long as there are not so many.
fn filled(mut members: Vec<(String, String)>, others: &Wanted, least: usize) -> Vec<(String, String)> {
    for (name, value) in others {
        if members.len() >= least.min(MOST_PARTS) {
            break;
        }
        if let (Some(value), true) = (value, members.iter().all(|(known, _)| known != name)) {
            members.push((name.clone(), value.clone()));
        }
    }
    members
}

fn filled_with(members: &[(String, String)], others: Vec<(String, String)>) -> Vec<(String, String)> {
    let new = others.into_iter().filter(|(name, _)| members.iter().all(|(known, _)| known != name));
    members.iter().cloned().chain(new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        emit::testing::{api, newtype, pattern, plain_text},
        ir::{List, Map, TypeId},
    };

    #[test]
    fn parts_are_made_by_the_keywords_of_the_type_and_the_rules() {
        let word = vec![Rule::Types(vec!["string"])];
        let named = |source| match pattern(source) {
            Shape::String(text) => text.pattern.unwrap(),
            _ => unreachable!(),
        };
        let closed = Members {
            patterns: vec![(named("^x[a-z]$"), word.clone())],
            additional: Some(vec![Rule::Never]),
            ..Members::default()
        };
        let map = Shape::Map(Box::new(Map { values: Shape::Any, min_properties: Some(2), max_properties: None }));
        let made = instances(Shape::Asserted(vec![Rule::Members(closed)], Box::new(map.clone())));
        assert_eq!(made[0], r#"{"xa":"","xb":""}"#);
        let names = Rule::PropertyNames(vec![Rule::Values(vec!["\"l\"".to_owned(), "\"r\"".to_owned()])]);
        assert_eq!(instances(Shape::Asserted(vec![names], Box::new(map)))[0], r#"{"l":null,"r":null}"#);
        let list = List { items: Shape::Any, min_items: Some(2), max_items: None, unique_items: false };
        let list = || Box::new(Shape::List(Box::new(list.clone())));
        let prefix = |rules| Rule::Items(Items { prefix: vec![rules], ..Items::default() });
        let rest = vec![prefix(Vec::new()), Rule::UnevaluatedItems(vec![Rule::Types(vec!["boolean"])])];
        let rules = vec![prefix(word), Rule::Scope(rest)];
        assert_eq!(instances(Shape::Asserted(rules, list()))[0], r#"["",false]"#);
    }

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
