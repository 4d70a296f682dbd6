//! Texts that break one rule beside a type, found by trial: valid texts with one thing changed.
//!
//! What breaks a rule can't be told from the rule alone, which may hold anything. So a change counts where the check finds
//! exactly one violation, and one that was not shown yet.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::ir::{Api, Rule, Shape};

use super::{fault::Faulty, make::Maker};

/// So many valid texts are changed.
const MOST_TEXTS: usize = 4;

/// So many changed texts are tried, for one list of rules.
const MOST_TRIALS: usize = 256;

/// So many members or items of a text are changed.
const MOST_PARTS: usize = 8;

/// So many texts are kept, for one list of rules.
const MOST_FAULTS: usize = 12;

/// Longer texts are not changed, in bytes.
const LONGEST: usize = 2048;

impl Maker<'_> {
    /// Texts that break one of the rules beside a type each, at one place; looks so deep for valid ones to change.
    pub(super) fn trials(&self, shape: &Shape, rules: &[Rule], depth: u32) -> Vec<Faulty> {
        let mut found: Vec<Faulty> = Vec::new();
        if rules.is_empty() {
            return found;
        }
        let names = named(self.api, rules);
        let texts = self.several(shape, MOST_TEXTS, depth).into_iter().filter(|text| text.len() <= LONGEST);
        let values = texts.filter_map(|text| serde_json::from_str::<Value>(&text).ok());
        for changed in values.flat_map(|value| changes(&value, &names)).take(MOST_TRIALS) {
            if found.len() == MOST_FAULTS {
                break;
            }
            let text = changed.to_string();
            if let [fault] = self.checker().faults(shape, &text).as_slice()
                && found.iter().all(|faulty| faulty.fault != *fault)
            {
                found.push(Faulty { text, fault: fault.clone() });
            }
        }
        found
    }
}

/// The members that rules speak of.
fn named(api: &Api, rules: &[Rule]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let (mut open, mut seen) = (vec![rules], HashSet::new());
    while let Some(rules) = open.pop() {
        Rule::each(rules, &mut |rule| match rule {
            Rule::Shared(id) if seen.insert(*id) => open.push(api.rules(*id)),
            rule => names.extend(named_by(rule).cloned()),
        });
    }
    names.sort_unstable();
    names.dedup();
    names.truncate(MOST_PARTS);
    names
}

/// The members that a rule speaks of.
fn named_by(rule: &Rule) -> Box<dyn Iterator<Item = &String> + '_> {
    match rule {
        Rule::Required(required) => Box::new(required.iter()),
        Rule::Members(it) => Box::new(it.properties.iter().map(|(name, _)| name)),
        Rule::DependentRequired(members) => Box::new(members.iter().map(|(name, _)| name)),
        Rule::DependentSchemas(members) => Box::new(members.iter().map(|(name, _)| name)),
        _ => Box::new(std::iter::empty()),
    }
}

/// A value with one thing changed, in every way that is tried: its parts first, then the whole.
fn changes(value: &Value, names: &[String]) -> Vec<Value> {
    let of_parts = match value {
        Value::Object(members) => {
            let without = members.keys().take(MOST_PARTS).map(|name| {
                let mut fewer = members.clone();
                fewer.remove(name);
                Value::Object(fewer)
            });
            let unknown = "unknown".to_owned();
            let changed = names.iter().chain([&unknown]).chain(members.keys().take(MOST_PARTS));
            let other = changed.flat_map(|name| {
                kinds().into_iter().map(|kind| {
                    let mut other = members.clone();
                    other.insert(name.clone(), kind);
                    Value::Object(other)
                })
            });
            without.chain(other).collect()
        }
        Value::Array(items) => {
            let fewer = items.split_last().map(|(_, fewer)| fewer.to_vec());
            let repeated = items.first().map(|first| [items.as_slice(), std::slice::from_ref(first)].concat());
            let more = kinds().into_iter().map(|kind| [items.as_slice(), &[kind]].concat());
            let other = (0..items.len().min(MOST_PARTS)).flat_map(|index| {
                kinds().into_iter().map(move |kind| {
                    let mut other = items.clone();
                    other[index] = kind;
                    other
                })
            });
            fewer.into_iter().chain(repeated).chain(more).chain(other).map(Value::Array).collect()
        }
        _ => Vec::new(),
    };
    [of_parts, kinds().into()].concat()
}

/// One value of each JSON type, and two texts.
fn kinds() -> [Value; 8] {
    [json!(null), json!(true), json!(7), json!(0.5), json!(""), json!("unknown"), json!([]), json!({})]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        emit::testing::{api, named, newtype},
        ir::{Contains, Items, Members, TypeId},
    };

    /// The faults of a type that is nothing but rules: text, place and keyword.
    fn faults(rules: Vec<Rule>) -> Vec<String> {
        let api = api(vec![newtype("Any", Shape::Asserted(rules, Box::new(Shape::Any)))]);
        let maker = Maker::new(&api);
        assert!(maker.instances(TypeId(0)).is_ok());
        let Shape::Asserted(rules, _) = (match &api.get(TypeId(0)).kind {
            crate::ir::TypeKind::Newtype(shape) => shape,
            _ => unreachable!(),
        }) else {
            unreachable!()
        };
        let found = maker.trials(&named(0), rules, 3).into_iter();
        found.map(|it| format!("{} {} {}", it.text, it.fault.pointer, it.fault.keyword)).collect()
    }

    fn kind(name: &'static str) -> Rule {
        Rule::Types(vec![name])
    }

    #[test]
    fn each_rule_is_broken_alone() {
        let names = |names: &[&str]| Rule::Required(names.iter().map(|&name| name.to_owned()).collect());
        let is = |rules: Vec<Rule>, wanted: &[&str]| {
            let found = faults(rules.clone());
            for &one in wanted {
                assert!(found.iter().any(|it| it == one), "{one} of {rules:?}: {found:?}");
            }
        };
        is(vec![kind("object"), names(&["a"])], &["{} /a required", "null  type"]);
        is(vec![Rule::Not(vec![kind("null")])], &["null  not"]);
        is(vec![Rule::OneOf(vec![vec![names(&["a"])], vec![names(&["b"])]]), kind("object")], &["{}  oneOf"]);
        let contains = Contains { rules: vec![kind("boolean")], min: 1, max: Some(1) };
        is(vec![Rule::Contains(contains), kind("array")], &["[]  contains", "[false,false]  maxContains"]);
        let items = Items { unique_items: true, min_items: Some(1), ..Items::default() };
        is(vec![Rule::Items(items), kind("array")], &["[]  minItems", "[1,1]  uniqueItems"]);
        let properties = vec![("a".to_owned(), vec![kind("string")])];
        let closed = vec![
            Rule::Members(Members { properties, ..Members::default() }),
            Rule::UnevaluatedProperties(vec![Rule::Never]),
        ];
        is(vec![Rule::Scope(closed), kind("object")], &[r#"{"a":"","unknown":null} /unknown unevaluatedProperties"#]);
    }
}
