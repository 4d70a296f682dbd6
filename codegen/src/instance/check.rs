//! Whether a JSON text satisfies a shape: the rules of the run-time evaluator, over the IR in place of tables.
//!
//! It finds the same violations in the same order as `support/evaluate.rs` does, and must change with that file. It must
//! not know how a text was made.

mod canonical;
mod closest;
mod containers;
mod marks;
mod parts;
mod rules;
mod scalars;
mod unions;

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
};

use regex::Regex;

use crate::{
    ir::{Api, Pattern, Rule, Shape, Text},
    support::{
        sentence,
        tree::{Kind, MAX_DEPTH, Tree},
    },
};

use super::rules::{Rules, accepts_kind, asserted, rules, union_name};

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
}

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
        ir::{Api, Dispatch, Number, TypeKind},
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
