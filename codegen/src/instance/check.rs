//! Whether a JSON text satisfies a shape: the rules of the run-time evaluator, over the IR in place of tables.
//!
//! It finds the same violations in the same order as `support/evaluate.rs` does, and must change with that file. It must
//! not know how a text was made.

mod canonical;
mod closest;
mod marks;
mod parts;
mod rules;
mod unions;

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
};

use regex::Regex;

use crate::{
    ir::{Additional, Api, Enum, Integer, List, Map, Number, Pattern, Role, Rule, Shape, Struct, Text},
    support::{
        number, sentence,
        tree::{Kind, MAX_DEPTH, Token, Tree},
    },
};

use super::rules::{Rules, accepts_kind, asserted, integer, real, rules, union_name};
use canonical::canonical;

/// One place at which a text breaks a shape.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The place, as a JSON Pointer (RFC 6901); a member that is missing has its own.
    pub pointer: String,
    /// The keyword that is broken, as a generated crate names it; `syntax` where the text is no JSON.
    pub keyword: &'static str,
}

/// A fault, and what the run-time support says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Which one.
    pub fault: Fault,
    /// What must be true, as a sentence.
    pub message: String,
}

/// Checks a JSON text.
///
/// # Errors
///
/// The first violation that the run-time support reports.
pub fn check(api: &Api, shape: &Shape, text: &str) -> Result<(), Fault> {
    Checker::new(api).check(shape, text)
}

/// Checks JSON texts by the shapes of one API.
#[derive(Debug)]
pub struct Checker<'a> {
    api: &'a Api,
    /// Patterns that were compiled before; `None` for one that can't be, which nothing matches.
    patterns: RefCell<HashMap<String, Option<Regex>>>,
}

impl<'a> Checker<'a> {
    /// By the shapes of this API.
    pub fn new(api: &'a Api) -> Self {
        Self { api, patterns: RefCell::default() }
    }

    /// Checks a JSON text.
    ///
    /// # Errors
    ///
    /// The first violation that the run-time support reports.
    pub fn check(&self, shape: &Shape, text: &str) -> Result<(), Fault> {
        match self.faults(shape, text).into_iter().next() {
            None => Ok(()),
            Some(fault) => Err(fault),
        }
    }

    /// Whether a JSON text satisfies a shape.
    pub fn is_valid(&self, shape: &Shape, text: &str) -> bool {
        let tree = Tree::index(text, MAX_DEPTH);
        tree.is_ok_and(|tree| tree.duplicates.is_empty() && Run::new(self, tree).check(shape, 0))
    }

    /// Whether a JSON text satisfies rules.
    pub(super) fn satisfies(&self, rules: &[Rule], text: &str) -> bool {
        Tree::index(text, MAX_DEPTH).is_ok_and(|tree| Run::new(self, tree).holds(rules, 0))
    }

    /// Every fault of a JSON text, as the run-time support reports them, each once: of 100 violations at most.
    pub fn faults(&self, shape: &Shape, text: &str) -> Vec<Fault> {
        match Tree::index(text, MAX_DEPTH) {
            Ok(tree) => {
                let mut faults: Vec<Fault> = Vec::new();
                for Violation { fault, .. } in Run::new(self, tree).report(shape) {
                    if !faults.contains(&fault) {
                        faults.push(fault);
                    }
                }
                faults
            }
            Err(_) => vec![Fault { pointer: String::new(), keyword: "syntax" }],
        }
    }

    /// Every violation of a JSON text, as the run-time support reports them: at most 100; `None` of what is no JSON.
    pub fn violations(&self, shape: &Shape, text: &str) -> Option<Vec<Violation>> {
        Tree::index(text, MAX_DEPTH).ok().map(|tree| Run::new(self, tree).report(shape))
    }

    /// Whether a text satisfies the keywords of strings.
    pub(super) fn is_text(&self, rules: &Text, text: &str) -> bool {
        let count = text.chars().count();
        count >= least(rules.min_length)
            && count <= most(rules.max_length)
            && self.is_match(rules, text)
            && rules.format.is_none_or(|format| (asserted(format).is_valid)(text))
    }

    /// Whether a text matches the pattern of a string, where there is one.
    fn is_match(&self, rules: &Text, text: &str) -> bool {
        rules.pattern.as_ref().is_none_or(|pattern| self.is_search(pattern, text))
    }

    /// Whether a text matches a pattern.
    pub(super) fn is_search(&self, pattern: &Pattern, text: &str) -> bool {
        let mut patterns = self.patterns.borrow_mut();
        pattern.terms.iter().all(|term| {
            let regex = patterns.entry(term.regex.clone()).or_insert_with(|| Regex::new(&term.regex).ok());
            regex.as_ref().is_some_and(|regex| regex.is_match(text) != term.negated)
        })
    }
}

/// How often a check may lead to a part of a value, or from a shape to one that it names, on one way from the root.
pub(super) const MOST_STEPS: u32 = 8 * MAX_DEPTH;

/// So many violations are reported.
const MOST_FAULTS: usize = 100;

/// The check of one text.
pub(super) struct Run<'r> {
    checker: &'r Checker<'r>,
    pub(super) tree: Tree<'r>,
    lenient: bool,
    /// The violations, where they are wanted; else the first one ends the work.
    found: Option<Vec<Violation>>,
    /// What was decided about arms, and about rules: by shape or rules, value and leniency. An arm that is being decided counts as not valid.
    memory: BTreeMap<(*const (), u32, bool), bool>,
    /// What was reported, by type or rules, value and leniency.
    reported: BTreeMap<(*const (), u32, bool), bool>,
    /// What was evaluated where it was asked for before.
    collections: marks::Collections,
    steps: u32,
    /// What was evaluated of a value, where it is asked for.
    marks: Option<marks::Marks>,
}

impl<'r> Run<'r> {
    pub(super) fn new(checker: &'r Checker<'r>, tree: Tree<'r>) -> Self {
        Self {
            checker,
            tree,
            lenient: false,
            found: None,
            memory: BTreeMap::new(),
            reported: BTreeMap::new(),
            collections: marks::Collections::new(),
            steps: 0,
            marks: None,
        }
    }

    pub(super) fn api(&self) -> &'r Api {
        self.checker.api
    }

    /// Every violation of the whole text.
    fn report(mut self, shape: &'r Shape) -> Vec<Violation> {
        self.found = Some(Vec::new());
        let mut duplicates = self.tree.duplicates.clone();
        duplicates.sort_unstable();
        for name in duplicates {
            self.fail(name, "uniqueNames", sentence::twice);
        }
        self.check(shape, 0);
        self.found.unwrap_or_default()
    }

    /// Whether the work goes on after a violation.
    const fn goes_on(&self) -> bool {
        self.found.is_some()
    }

    /// Notes a violation at a value.
    fn fail(&mut self, node: u32, keyword: &'static str, message: impl FnOnce() -> String) -> bool {
        self.note(keyword, message, |tree| tree.pointer(node));
        false
    }

    /// Notes a violation at a member that is not there.
    fn fail_member(&mut self, node: u32, name: &str, keyword: &'static str, message: impl FnOnce() -> String) -> bool {
        self.note(keyword, message, |tree| tree.pointer(node) + &token(name));
        false
    }

    /// Notes a violation, unless it is there: two schemas may want the same.
    fn note(
        &mut self,
        keyword: &'static str,
        message: impl FnOnce() -> String,
        pointer: impl FnOnce(&Tree<'r>) -> String,
    ) {
        if let Some(found) = self.found.as_mut().filter(|found| found.len() < MOST_FAULTS) {
            let violation = Violation { fault: Fault { pointer: pointer(&self.tree), keyword }, message: message() };
            if !found.contains(&violation) {
                found.push(violation);
            }
        }
    }

    /// Notes a value of another JSON type than the one that is wanted.
    fn wrong_type(&mut self, node: u32, wanted: &str) -> bool {
        let found = self.tree.token(node).kind.name();
        self.fail(node, "type", || sentence::wrong_type(wanted, found))
    }

    /// Whether a value satisfies a shape; notes violations where they are wanted.
    fn check(&mut self, shape: &'r Shape, node: u32) -> bool {
        // A union may name itself as an arm, without a value in between.
        if self.steps == MOST_STEPS {
            return self.fail(node, "false", sentence::forbidden);
        }
        self.steps += 1;
        let valid = match shape {
            Shape::Named(id) if self.goes_on() && !self.collects(node) => {
                let ty = std::ptr::from_ref(self.api().get(*id));
                self.once(ty.cast(), node, |run| run.check_rules(shape, node))
            }
            _ => self.check_rules(shape, node),
        };
        self.steps -= 1;
        valid
    }

    fn check_rules(&mut self, shape: &'r Shape, node: u32) -> bool {
        let token = self.tree.token(node);
        match (rules(self.api(), shape), token.kind) {
            (Rules::Any, _) => true,
            (Rules::Never, _) => self.fail(node, "false", sentence::forbidden),
            (Rules::Nullable(inner), kind) => kind == Kind::Null || self.check(inner, node),
            (Rules::Literals(values, inner), _) => self.check(inner, node) && self.check_literals(values, node),
            (Rules::Asserted(rules, inner), kind) => {
                let valid = self.check(inner, node);
                self.check_beside(rules, node, valid, accepts_kind(self.api(), inner, kind, unions::MOST_WRAPPINGS))
            }
            (Rules::Union(it), kind) => {
                let valid = self.check_union(it, union_name(self.api(), shape), node);
                let fits = it.rules.is_empty() || accepts_kind(self.api(), shape, kind, unions::MOST_WRAPPINGS);
                self.check_beside(&it.rules, node, valid, fits)
            }
            (Rules::Null, Kind::Null) | (Rules::Boolean, Kind::Boolean) => true,
            (Rules::Text(rules), Kind::String) => self.lenient || self.check_text(rules, node),
            (Rules::Enum(it), Kind::String) => {
                let valid = self.lenient || self.check_enum(it, node);
                self.check_beside(&it.rules, node, valid, true)
            }
            (Rules::Integer(rules), Kind::Integer) => self.check_integer(rules, node),
            (Rules::Number(rules), Kind::Integer | Kind::Number) => self.check_number(rules, node),
            (Rules::List(rules), Kind::Array) => self.check_list(rules, node, token),
            (Rules::Map(rules), Kind::Object) => self.check_map(rules, node, token),
            (Rules::Struct(rules), Kind::Object) => self.check_struct(rules, node, token),
            (Rules::Null, _) => self.wrong_type(node, "null"),
            (Rules::Boolean, _) => self.wrong_type(node, "boolean"),
            (Rules::Text(_) | Rules::Enum(_), _) => self.wrong_type(node, "string"),
            (Rules::Integer(_), _) => self.wrong_type(node, "integer"),
            (Rules::Number(_), _) => self.wrong_type(node, "number"),
            (Rules::List(_), _) => self.wrong_type(node, "array"),
            (Rules::Map(_) | Rules::Struct(_), _) => self.wrong_type(node, "object"),
        }
    }

    fn check_text(&mut self, rules: &Text, node: u32) -> bool {
        let text = self.tree.string(node);
        let count = text.chars().count();
        let mut valid = true;
        if count < least(rules.min_length) {
            let least = rules.min_length.unwrap_or_default();
            valid = self.fail(node, "minLength", || sentence::too_few(least, "character"));
        }
        if count > most(rules.max_length) {
            let most = rules.max_length.unwrap_or_default();
            valid = self.fail(node, "maxLength", || sentence::too_many(most, "character"));
        }
        if (valid || self.goes_on()) && !self.checker.is_match(rules, &text) {
            let source = rules.pattern.as_ref().map_or("", |pattern| &pattern.source);
            valid = self.fail(node, "pattern", || sentence::no_match(source));
        }
        if let Some(format) = rules.format.map(asserted)
            && (valid || self.goes_on())
            && !(format.is_valid)(&text)
        {
            valid = self.fail(node, format.keyword, || sentence::not_of_format(format.name));
        }
        valid
    }

    fn check_enum(&mut self, it: &Enum, node: u32) -> bool {
        let text = self.tree.string(node);
        let values: Vec<&str> = it.variants.iter().map(|variant| variant.value.as_str()).collect();
        values.contains(&text.as_ref()) || self.fail(node, "enum", || sentence::none_of_strings(&values))
    }

    fn check_tag(&mut self, value: &str, node: u32) -> bool {
        if self.tree.token(node).kind != Kind::String {
            return self.wrong_type(node, "string");
        }
        self.tree.string(node) == value || self.fail(node, "const", || sentence::none_of_strings(&[value]))
    }

    fn check_literals(&mut self, values: &[String], node: u32) -> bool {
        if self.lenient {
            return true;
        }
        let wanted = canonical(&self.tree, node);
        let is_it =
            |value: &String| Tree::index(value, MAX_DEPTH).is_ok_and(|literal| canonical(&literal, 0) == wanted);
        let keyword = if values.len() == 1 { "const" } else { "enum" };
        let told = || sentence::none_of_values(&values.iter().map(String::as_str).collect::<Vec<_>>());
        values.iter().any(is_it) || self.fail(node, keyword, told)
    }

    fn check_integer(&mut self, rules: &Integer, node: u32) -> bool {
        let rules = integer(rules);
        let value = number::integer(self.tree.raw(node)).filter(|&value| number::fits(rules.width, value));
        match value.map(|value| number::check_integer(&rules, value)) {
            None => self.fail(node, "type", || sentence::no_integer(rules.width.describe())),
            Some(Err(keyword)) if !self.lenient => {
                let bound: i128 = match keyword {
                    "minimum" | "exclusiveMinimum" => rules.minimum,
                    "maximum" | "exclusiveMaximum" => rules.maximum,
                    _ => rules.multiple_of.into(),
                };
                self.fail(node, keyword, || sentence::out_of_bounds(keyword, &bound.to_string()))
            }
            Some(_) => true,
        }
    }

    fn check_number(&mut self, rules: &Number, node: u32) -> bool {
        let text = self.tree.raw(node);
        let rules = real(rules);
        let Some(value) = number::float(text) else {
            return self.fail(node, "type", sentence::no_number);
        };
        if !number::holds(&rules, value) {
            return self.fail(node, "type", sentence::no_single);
        }
        match number::check_number(&rules, text, value) {
            Err(keyword) if !self.lenient => {
                let bound = match keyword {
                    "minimum" | "exclusiveMinimum" => rules.minimum,
                    "maximum" | "exclusiveMaximum" => rules.maximum,
                    _ => rules.multiple_of,
                };
                self.fail(node, keyword, || sentence::out_of_bounds(keyword, &bound.to_string()))
            }
            _ => true,
        }
    }

    fn check_list(&mut self, rules: &'r List, node: u32, token: Token) -> bool {
        let counts = ((rules.min_items, "minItems"), (rules.max_items, "maxItems"));
        let mut valid = self.check_count(node, token.count, counts);
        let items: Vec<u32> = self.tree.items(node).collect();
        for item in items {
            if !valid && !self.goes_on() {
                break;
            }
            valid &= self.check(&rules.items, item);
        }
        if rules.unique_items && !self.lenient && (valid || self.goes_on()) && !self.is_unique(node) {
            valid = self.fail(node, "uniqueItems", sentence::not_unique);
        }
        valid
    }

    fn check_count(&mut self, node: u32, count: u32, (min, max): (Bound, Bound)) -> bool {
        let noun = if self.tree.token(node).kind == Kind::Array { "item" } else { "member" };
        match (min.0, max.0) {
            _ if self.lenient => true,
            (Some(least), _) if count < least => self.fail(node, min.1, || sentence::too_few(least, noun)),
            (_, Some(most)) if count > most => self.fail(node, max.1, || sentence::too_many(most, noun)),
            _ => true,
        }
    }

    fn check_map(&mut self, rules: &'r Map, node: u32, token: Token) -> bool {
        let counts = (rules.min_properties, "minProperties");
        let mut valid = self.check_count(node, token.count, (counts, (rules.max_properties, "maxProperties")));
        let names: Vec<u32> = self.tree.members(node).collect();
        for name in names {
            if !valid && !self.goes_on() {
                break;
            }
            valid &= self.check(&rules.values, name + 1);
        }
        valid
    }

    fn check_struct(&mut self, rules: &'r Struct, node: u32, token: Token) -> bool {
        if rules.rules.is_empty() {
            return self.check_members(rules, node, token);
        }
        let key = (std::ptr::from_ref(rules).cast(), node, self.lenient);
        if let (false, Some(&valid)) = (self.goes_on(), self.memory.get(&key)) {
            return valid;
        }
        let valid = self.check_members(rules, node, token);
        let valid = self.check_beside(&rules.rules, node, valid, true);
        if !self.goes_on() {
            self.memory.insert(key, valid);
        }
        valid
    }

    fn check_members(&mut self, rules: &'r Struct, node: u32, token: Token) -> bool {
        let counts = (rules.min_properties, "minProperties");
        let mut valid = self.check_count(node, token.count, (counts, (rules.max_properties, "maxProperties")));
        let (mut next, mut required) = (0, 0);
        let names: Vec<u32> = self.tree.members(node).collect();
        for name in names {
            if !valid && !self.goes_on() {
                break;
            }
            let found = self.find_member(rules, name, next);
            valid &= match found.and_then(|index| rules.members.get(index)) {
                Some(member) => {
                    required += usize::from(member.required);
                    next = found.unwrap_or(next) + 1;
                    match &member.role {
                        Role::Field { shape, .. } => self.check(shape, name + 1),
                        Role::Tag { value, .. } => self.check_tag(value, name + 1),
                    }
                }
                None => self.check_additional(&rules.additional, name),
            };
        }
        if required < rules.members.iter().filter(|member| member.required).count() && (valid || self.goes_on()) {
            valid = self.find_missing(rules, node);
        }
        valid
    }

    /// The member of a name; looks from the expected one on, and then from the first.
    pub(super) fn find_member(&self, rules: &Struct, name: u32, next: usize) -> Option<usize> {
        let count = rules.members.len();
        let is_it =
            |&index: &usize| rules.members.get(index).is_some_and(|member| self.tree.is_name(name, &member.name));
        (next..count).chain(0..next.min(count)).find(is_it)
    }

    fn check_additional(&mut self, additional: &'r Additional, name: u32) -> bool {
        match additional {
            Additional::Kept { shape, .. } => self.check(shape, name + 1),
            Additional::Refused if !self.lenient => self.fail(name, "additionalProperties", sentence::unknown_member),
            Additional::Refused | Additional::Dropped => true,
        }
    }

    /// Notes the required members that are not there.
    fn find_missing(&mut self, rules: &Struct, node: u32) -> bool {
        let mut valid = true;
        for member in rules.members.iter().filter(|member| member.required) {
            if self.tree.member(node, &member.name).is_none() {
                valid = self.fail_member(node, &member.name, "required", sentence::missing);
                if !self.goes_on() {
                    break;
                }
            }
        }
        valid
    }

    /// Whether no two items of an array are equal.
    fn is_unique(&self, array: u32) -> bool {
        let mut items: Vec<_> = self.tree.items(array).map(|item| canonical(&self.tree, item)).collect();
        items.sort_unstable();
        items.windows(2).all(|pair| !matches!(pair, [a, b] if a == b))
    }
}

/// A count that there must be, and the keyword that says so.
type Bound = (Option<u32>, &'static str);

fn least(length: Option<u32>) -> usize {
    length.map_or(0, |length| length as usize)
}

fn most(length: Option<u32>) -> usize {
    length.map_or(usize::MAX, |length| length as usize)
}

/// A member's name or an item's index as a token of a JSON Pointer.
pub(super) fn token(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        emit::testing::{
            api, arm, boxed, integer, list, member, named, newtype, nullable, plain_text, structure, union,
        },
        ir::{Api, Dispatch, TypeKind},
    };

    fn tree() -> Api {
        api(vec![structure("Tree", vec![member("name", plain_text()), member("trees", list(named(0)))])])
    }

    #[test]
    fn the_first_fault_is_told_with_its_place() {
        let api = tree();
        let fault = |text| check(&api, &named(0), text).map_err(|fault| format!("{} {}", fault.pointer, fault.keyword));
        assert_eq!(fault(r#"{"name":"a","trees":[]}"#), Ok(()));
        assert_eq!(fault(r#"{"name":"a","trees":[{"name":1}]}"#), Err("/trees/0/name type".to_owned()));
        assert_eq!(fault(r#"{"name":"a"}"#), Err("/trees required".to_owned()));
        assert_eq!(fault("{"), Err(" syntax".to_owned()));
    }

    #[test]
    fn every_fault_is_told() {
        let api = tree();
        let faults = Checker::new(&api).faults(&named(0), r#"{"name":1,"trees":[{"trees":0}],"name":2}"#);
        let faults: Vec<_> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.keyword)).collect();
        assert_eq!(
            faults,
            [("/name", "uniqueNames"), ("/name", "type"), ("/trees/0/trees", "type"), ("/trees/0/name", "required"),]
        );
    }

    #[test]
    fn the_deepest_value_is_checked_on_a_small_stack() {
        let mut text = r#"{"name":"a","trees":[]}"#.to_owned();
        // Two levels each.
        for _ in 1..MAX_DEPTH / 2 {
            text = format!(r#"{{"name":"a","trees":[{text}]}}"#);
        }
        assert_eq!(check(&tree(), &named(0), &text), Ok(()));
        let deeper = format!("[{text}]");
        assert_eq!(check(&tree(), &list(named(0)), &deeper).unwrap_err().keyword, "syntax");
    }

    #[test]
    fn types_that_only_name_one_another_have_no_value() {
        let api = api(vec![
            newtype("A", boxed(named(1))),
            newtype("B", named(0)),
            newtype("C", nullable(boxed(named(2)))),
            union("D", Dispatch::Trial, vec![arm("D", &[], boxed(named(3))), arm("Text", &[], plain_text())]),
        ]);
        assert!(check(&api, &named(0), "1").is_err());
        assert!(check(&api, &named(2), "1").is_err());
        assert_eq!(check(&api, &named(2), "null"), Ok(()));
        assert!(check(&api, &named(3), "1").is_err());
    }

    #[test]
    fn nested_unions_are_decided_in_linear_time() {
        // Each level may be either arm, so that trying all ways through them would take 2^60 steps.
        let arms = |name: &str| structure(name, vec![member("next", nullable(named(0)))]);
        let mut either = union("Either", Dispatch::Trial, vec![arm("A", &[], named(1)), arm("B", &[], named(2))]);
        if let TypeKind::Union(it) = &mut either.kind {
            it.exclusive = false;
        }
        let api = api(vec![either, arms("A"), arms("B")]);
        let mut text = "{}".to_owned();
        for _ in 0..60 {
            text = format!(r#"{{"next":{text}}}"#);
        }
        let faults = Checker::new(&api).faults(&named(0), &text);
        let faults: Vec<_> = faults.iter().map(|fault| (fault.pointer.len(), fault.keyword)).collect();
        assert_eq!(faults.first(), Some(&(0, "anyOf")));
        assert_eq!(faults.last(), Some(&(61 * 5, "required")));
    }

    #[test]
    fn numbers_are_exact() {
        let api = api(Vec::new());
        let is_valid = |shape: &Shape, text| check(&api, shape, text).is_ok();
        let cents = Shape::Number(Number { multiple_of: Some(0.01), ..Number::default() });
        assert!(is_valid(&cents, "19.99") && !is_valid(&cents, "19.999"));
        assert!(is_valid(&integer(), "1e2") && is_valid(&integer(), "20.0") && !is_valid(&integer(), "20.5"));
        assert!(is_valid(&integer(), "9223372036854775807") && !is_valid(&integer(), "9223372036854775808"));
    }
}
