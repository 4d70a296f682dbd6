//! The second reader: decides the table over a flat tree, and finds every violation.
//!
//! It also decides for the fast reader what a type alone can't: which arm of a union without a tag is valid, and
//! whether items are unique. What was decided about a value is remembered, so that nested unions stay linear.

mod closest;
mod marks;
mod parts;
mod rules;
mod unions;

use std::borrow::Cow;

use super::{
    lex::Decimal,
    number::{self, check_integer, check_number},
    schema::{Additional, Array, Integer, Map, Number, Object, Property, Schema, Text, Union},
    tree::{Kind, Token, Tree, push_name},
    value::Value,
    violations::Violations,
    write,
};

/// Everything that is wrong with a text by a schema.
pub fn violations(tree: Tree<'_>, schema: &'static Schema, lenient: bool) -> Violations {
    let mut evaluator = Evaluator::new(tree);
    evaluator.lenient = lenient;
    evaluator.report = Some(Violations::none());
    let mut duplicates = evaluator.tree.duplicates.clone();
    duplicates.sort_unstable();
    for name in duplicates {
        evaluator.fail(name, "uniqueNames", || "must not stand twice in its object".to_owned());
    }
    evaluator.check(schema, 0);
    evaluator.report.unwrap_or_else(Violations::none)
}

/// Decides schemas over a tree.
#[derive(Debug)]
pub struct Evaluator<'a> {
    tree: Tree<'a>,
    lenient: bool,
    /// The violations, where they are wanted; else the first one ends the work.
    report: Option<Violations>,
    /// What was evaluated of a value, where it is asked for.
    marks: Option<marks::Marks>,
    memory: Memory,
    /// What was reported, so that what several schemas ask of one value is told, and found, once.
    reported: Memory,
    /// Whether rules were met: without them no two schemas ask anything of one value.
    has_rules: bool,
}

/// What was decided about a value: a list for each token.
#[derive(Debug, Default)]
struct Memory {
    heads: Vec<u32>,
    verdicts: Vec<Verdict>,
}

#[derive(Debug)]
struct Verdict {
    schema: *const Schema,
    lenient: bool,
    valid: bool,
    next: u32,
}

/// The end of a list.
const NONE: u32 = u32::MAX;

impl<'a> Evaluator<'a> {
    /// Over a tree, with nothing decided yet.
    pub fn new(tree: Tree<'a>) -> Self {
        Self {
            tree,
            lenient: false,
            report: None,
            marks: None,
            memory: Memory::default(),
            reported: Memory::default(),
            has_rules: false,
        }
    }

    /// The value whose first byte is this one.
    pub fn node_at(&self, start: usize) -> Option<u32> {
        let start = u32::try_from(start).ok()?;
        self.tree.tokens.binary_search_by_key(&start, |token| token.start).ok().map(|index| index as u32)
    }

    /// Whether a value satisfies a schema.
    pub fn is_valid(&mut self, schema: &'static Schema, node: u32, lenient: bool) -> bool {
        let (report, was_lenient) = (self.report.take(), self.lenient);
        self.lenient = lenient;
        let valid = self.decide(schema, node);
        (self.report, self.lenient) = (report, was_lenient);
        valid
    }

    /// The arm of a union that a value is, where it is one.
    pub fn choose(&mut self, union: &'static Union, node: u32, lenient: bool) -> Option<usize> {
        let mut valid = (0..union.arms.len()).filter(|&index| self.is_arm(union, index, node, false));
        let first = valid.next();
        if first.is_some() && (lenient || !union.exclusive || valid.next().is_none()) {
            return first;
        }
        drop(valid);
        if lenient { (0..union.arms.len()).find(|&index| self.is_arm(union, index, node, true)) } else { None }
    }

    fn is_arm(&mut self, union: &'static Union, index: usize, node: u32, lenient: bool) -> bool {
        union.arms.get(index).is_some_and(|arm| self.is_valid(arm.schema, node, lenient))
    }

    /// The verdict on a value, from memory where it was given before.
    fn decide(&mut self, schema: &'static Schema, node: u32) -> bool {
        // What is asserted is remembered where it is checked.
        if (self.tree.token(node).kind as u8) < Kind::Array as u8 || matches!(schema, Schema::Asserted(..)) {
            return self.check(schema, node);
        }
        if let Some(valid) = self.memory.find(schema, node, self.lenient) {
            return valid;
        }
        let valid = self.check(schema, node);
        self.memory.keep(self.tree.tokens.len(), node, Verdict { schema, lenient: self.lenient, valid, next: NONE });
        valid
    }

    /// Whether the work goes on after a violation.
    const fn goes_on(&self) -> bool {
        self.report.is_some()
    }

    /// Notes a violation at a value.
    #[cold]
    fn fail(&mut self, node: u32, keyword: &'static str, message: impl FnOnce() -> String) -> bool {
        if let Some(report) = &mut self.report
            && !report.is_full()
        {
            report.push(self.tree.pointer(node), keyword, message());
        }
        false
    }

    /// Notes a violation at a member that is not there.
    #[cold]
    fn fail_member(&mut self, node: u32, name: &str, keyword: &'static str, message: String) -> bool {
        if let Some(report) = &mut self.report
            && !report.is_full()
        {
            let mut pointer = self.tree.pointer(node);
            push_name(&mut pointer, name);
            report.push(pointer, keyword, message);
        }
        false
    }

    /// Whether a value satisfies a schema; notes violations where they are wanted.
    fn check(&mut self, schema: &'static Schema, node: u32) -> bool {
        if self.has_rules && self.goes_on() { self.check_once(schema, node) } else { self.check_anew(schema, node) }
    }

    /// Notes the violations of a value, unless they were. Two parts of a schema may lead to the same value by the same
    /// schema: on each level of a value that nests, so that there would be twice as much to do with each.
    #[cold]
    fn check_once(&mut self, schema: &'static Schema, node: u32) -> bool {
        if (self.tree.token(node).kind as u8) < Kind::Array as u8 || self.collects(node) {
            return self.check_anew(schema, node);
        }
        if let Some(valid) = self.reported.find(schema, node, self.lenient) {
            return valid;
        }
        let valid = self.check_anew(schema, node);
        self.reported.keep(self.tree.tokens.len(), node, Verdict { schema, lenient: self.lenient, valid, next: NONE });
        valid
    }

    #[inline]
    fn check_anew(&mut self, schema: &'static Schema, node: u32) -> bool {
        let token = self.tree.token(node);
        match schema {
            Schema::Any => true,
            Schema::Never => self.fail(node, "false", || "must not be there".to_owned()),
            Schema::Null => token.kind == Kind::Null || self.wrong_type(node, "null"),
            Schema::Boolean => token.kind == Kind::Boolean || self.wrong_type(node, "boolean"),
            Schema::Nullable(schema) => token.kind == Kind::Null || self.check(schema, node),
            Schema::String(rules) => match token.kind {
                Kind::String => rules.is_free || self.lenient || self.check_text(rules, node),
                _ => self.wrong_type(node, "string"),
            },
            Schema::Constant(constant) => self.check_string(node, &[constant.value], "const"),
            Schema::Strings(strings) => self.check_string(node, strings.values, "enum"),
            Schema::Asserted(inner, rules) => self.check_asserted(schema, inner, rules, node),
            Schema::Integer(rules) => match token.kind {
                Kind::Integer => self.check_integer(rules, node),
                _ => self.wrong_type(node, "integer"),
            },
            Schema::Number(rules) => match token.kind {
                Kind::Integer | Kind::Number => self.check_number(rules, node),
                _ => self.wrong_type(node, "number"),
            },
            Schema::Array(rules) => match token.kind {
                Kind::Array => {
                    let valid = self.check_array(rules, node, token);
                    if self.marks.is_some() {
                        self.mark_items(rules, node);
                    }
                    valid
                }
                _ => self.wrong_type(node, "array"),
            },
            Schema::Map(rules) => match token.kind {
                Kind::Object => self.check_map(rules, node, token),
                _ => self.wrong_type(node, "object"),
            },
            Schema::Object(rules) => match token.kind {
                Kind::Object => {
                    let valid = self.check_object(rules, node, token);
                    if self.marks.is_some() {
                        self.mark_members(rules, node);
                    }
                    valid
                }
                _ => self.wrong_type(node, "object"),
            },
            Schema::Union(union) => self.check_union(union, node, token),
        }
    }

    #[cold]
    fn wrong_type(&mut self, node: u32, wanted: &'static str) -> bool {
        let found = self.tree.token(node).kind.name();
        self.fail(node, "type", || format!("must be {}{wanted}, not {found}", article(wanted)))
    }

    #[inline(never)]
    fn check_text(&mut self, rules: &'static Text, node: u32) -> bool {
        let text = self.tree.string(node);
        let mut valid = true;
        if !super::reader::is_length(rules, &text) {
            let count = text.chars().count();
            if count < rules.min_length as usize {
                valid = self.fail(node, "minLength", || at_least(rules.min_length, "character"));
            }
            if count > rules.max_length as usize {
                valid = self.fail(node, "maxLength", || at_most(rules.max_length, "character"));
            }
        }
        if let Some(pattern) = rules.pattern
            && (valid || self.goes_on())
            && !(pattern.is_match)(&text)
        {
            valid = self.fail(node, "pattern", || format!("must match the pattern `{}`", pattern.source));
        }
        if let Some(format) = rules.format
            && (valid || self.goes_on())
            && !(format.is_valid)(&text)
        {
            valid = self.fail(node, format.keyword, || format!("must be in the format `{}`", format.name));
        }
        valid
    }

    #[inline(never)]
    fn check_string(&mut self, node: u32, values: &[&str], keyword: &'static str) -> bool {
        if self.tree.token(node).kind != Kind::String {
            return self.wrong_type(node, "string");
        }
        // A lenient reader keeps a value that it does not know; a constant says what a value is, and stays.
        if self.lenient && keyword == "enum" {
            return true;
        }
        values.iter().any(|value| self.tree.is_name(node, value))
            || self.fail(node, keyword, || one_of(&quoted(values), values.len()))
    }

    #[inline(never)]
    fn check_integer(&mut self, rules: &'static Integer, node: u32) -> bool {
        let text = self.tree.raw(node);
        let value = match number::integer(text) {
            Some(value) if number::fits(rules.width, value) => value,
            _ => {
                return self
                    .fail(node, "type", || format!("must be an integer that fits into {}", rules.width.describe()));
            }
        };
        if self.lenient {
            return true;
        }
        match check_integer(rules, value) {
            Ok(()) => true,
            Err(keyword) => {
                let bound: i128 = match keyword {
                    "minimum" | "exclusiveMinimum" => rules.minimum,
                    "maximum" | "exclusiveMaximum" => rules.maximum,
                    _ => rules.multiple_of.into(),
                };
                self.fail(node, keyword, || bound_message(keyword, &bound.to_string()))
            }
        }
    }

    #[inline(never)]
    fn check_number(&mut self, rules: &'static Number, node: u32) -> bool {
        let text = self.tree.raw(node);
        // Only a value that was made by hand can be `NaN` or infinite.
        let Some(value) = number::float(text) else {
            return self.fail(node, "type", || "must be a finite number".to_owned());
        };
        if !number::holds(rules, value) {
            return self.fail(node, "type", || "must be a number that fits into 32 bits".to_owned());
        }
        if self.lenient {
            return true;
        }
        match check_number(rules, text, value) {
            Ok(()) => true,
            Err(keyword) => {
                let bound = match keyword {
                    "minimum" | "exclusiveMinimum" => rules.minimum,
                    "maximum" | "exclusiveMaximum" => rules.maximum,
                    _ => rules.multiple_of,
                };
                self.fail(node, keyword, || bound_message(keyword, &bound.to_string()))
            }
        }
    }

    #[inline(never)]
    fn check_array(&mut self, rules: &'static Array, node: u32, token: Token) -> bool {
        let mut valid = self.lenient || {
            let (count, least, most) = (token.count, rules.min_items, rules.max_items);
            self.check_count(node, count, (least, "minItems"), (most, "maxItems"), "item")
        };
        let mut item = node + 1;
        while item < token.next && (valid || self.goes_on()) {
            valid &= self.check(rules.items, item);
            item = self.tree.token(item).next;
        }
        if rules.unique_items && !self.lenient && (valid || self.goes_on()) && !self.is_unique(node) {
            valid = self.fail(node, "uniqueItems", || "must have items that all differ".to_owned());
        }
        valid
    }

    fn check_count(
        &mut self,
        node: u32,
        count: u32,
        (least, too_few): (u32, &'static str),
        (most, too_many): (u32, &'static str),
        noun: &str,
    ) -> bool {
        if count < least {
            return self.fail(node, too_few, || at_least(least, noun));
        }
        count <= most || self.fail(node, too_many, || at_most(most, noun))
    }

    #[inline(never)]
    fn check_map(&mut self, rules: &'static Map, node: u32, token: Token) -> bool {
        let mut valid = self.lenient || {
            let (least, most) = (rules.min_properties, rules.max_properties);
            self.check_count(node, token.count, (least, "minProperties"), (most, "maxProperties"), "member")
        };
        let mut name = node + 1;
        while name < token.next && (valid || self.goes_on()) {
            valid &= self.check(rules.values, name + 1);
            name = self.tree.token(name + 1).next;
        }
        valid
    }

    #[inline(never)]
    fn check_object(&mut self, rules: &'static Object, node: u32, token: Token) -> bool {
        let mut valid = self.lenient || {
            let (least, most) = (rules.min_properties, rules.max_properties);
            self.check_count(node, token.count, (least, "minProperties"), (most, "maxProperties"), "member")
        };
        let (mut name, mut next, mut required) = (node + 1, 0, 0);
        while name < token.next && (valid || self.goes_on()) {
            if let Some(index) = self.find_property(rules, name, next)
                && let Some(property) = rules.properties.get(index)
            {
                required += u32::from(property.required);
                next = index + 1;
                valid &= self.check(property.schema, name + 1);
            } else {
                valid &= self.check_unnamed(rules, name);
            }
            name = self.tree.token(name + 1).next;
        }
        if required < rules.required && (valid || self.goes_on()) {
            valid = self.find_missing(rules, node);
        }
        valid
    }

    fn check_unnamed(&mut self, rules: &'static Object, name: u32) -> bool {
        match rules.additional {
            Additional::Kept(schema) => self.check(schema, name + 1),
            Additional::Refused if !self.lenient => {
                self.fail(name, "additionalProperties", || "must not be there: no such member is known".to_owned())
            }
            _ => true,
        }
    }

    /// The index of the property that has a name; mostly it is the expected one.
    #[inline]
    fn find_property(&self, rules: &'static Object, name: u32, expected: usize) -> Option<usize> {
        let is_it = |property: &Property| self.tree.is_name(name, property.name);
        if rules.properties.get(expected).is_some_and(is_it) {
            Some(expected)
        } else if rules.slots.is_empty() {
            rules.properties.iter().position(is_it)
        } else {
            rules.slot(self.tree.string(name).as_bytes())
        }
    }

    /// Notes the required members that are not there.
    #[cold]
    fn find_missing(&mut self, rules: &'static Object, node: u32) -> bool {
        let mut valid = true;
        for property in rules.properties.iter().filter(|property| property.required) {
            if self.tree.member(node, property.name).is_none() {
                valid = self.fail_member(node, property.name, "required", "must be there".to_owned());
                if !self.goes_on() {
                    break;
                }
            }
        }
        valid
    }

    /// Whether no two items of an array are equal.
    pub fn is_unique(&self, array: u32) -> bool {
        let mut items: Vec<_> = self.tree.items(array).map(|item| canonical(&self.tree, item)).collect();
        items.sort_unstable();
        items.windows(2).all(|pair| !matches!(pair, [a, b] if a == b))
    }
}

impl Memory {
    fn find(&self, schema: *const Schema, node: u32, lenient: bool) -> Option<bool> {
        let mut at = *self.heads.get(node as usize)?;
        while let Some(verdict) = self.verdicts.get(at as usize) {
            if std::ptr::eq(verdict.schema, schema) && verdict.lenient == lenient {
                return Some(verdict.valid);
            }
            at = verdict.next;
        }
        None
    }

    fn keep(&mut self, tokens: usize, node: u32, mut verdict: Verdict) {
        self.heads.resize(tokens, NONE);
        if let Some(head) = self.heads.get_mut(node as usize) {
            verdict.next = *head;
            *head = self.verdicts.len() as u32;
            self.verdicts.push(verdict);
        }
    }
}

/// A text that two values share where they are equal: names sorted, escapes resolved, numbers by their exact value.
fn canonical<'a>(tree: &Tree<'a>, node: u32) -> Cow<'a, str> {
    let token = tree.token(node);
    let raw = tree.raw(node);
    match token.kind {
        Kind::Null | Kind::Boolean => Cow::Borrowed(raw),
        Kind::String if !raw.contains('\\') => Cow::Borrowed(raw),
        Kind::String => Cow::Owned(format!("\"{}\"", tree.string(node))),
        Kind::Integer | Kind::Number => {
            let Decimal { negative, digits, exponent } = Decimal::new(raw);
            Cow::Owned(format!("{}{digits}e{exponent}", if negative { "-" } else { "" }))
        }
        Kind::Array => {
            let items: Vec<_> = tree.items(node).map(|item| canonical(tree, item)).collect();
            Cow::Owned(format!("[{}]", lengths(&items)))
        }
        Kind::Object => {
            let mut members: Vec<_> =
                tree.members(node).map(|name| lengths(&[canonical(tree, name), canonical(tree, name + 1)])).collect();
            members.sort_unstable();
            Cow::Owned(format!("{{{}}}", members.concat()))
        }
    }
}

/// Texts one after the other, each behind its length, so that no two lists share one text.
fn lengths(texts: &[Cow<'_, str>]) -> String {
    texts.iter().map(|text| format!("{}:{text}", text.len())).collect()
}

/// Whether a value of a JSON type can satisfy a schema at all.
fn accepts_kind(schema: &Schema, kind: Kind) -> bool {
    match schema {
        Schema::Any => true,
        Schema::Never => false,
        Schema::Null => kind == Kind::Null,
        Schema::Boolean => kind == Kind::Boolean,
        Schema::String(_) | Schema::Constant(_) | Schema::Strings(_) => kind == Kind::String,
        Schema::Integer(_) => kind == Kind::Integer,
        Schema::Number(_) => matches!(kind, Kind::Integer | Kind::Number),
        Schema::Array(_) => kind == Kind::Array,
        Schema::Map(_) | Schema::Object(_) => kind == Kind::Object,
        Schema::Nullable(schema) => kind == Kind::Null || accepts_kind(schema, kind),
        Schema::Asserted(schema, _) => accepts_kind(schema, kind),
        Schema::Union(union) => union.arms.iter().any(|arm| accepts_kind(arm.schema, kind)),
    }
}

impl Union {
    /// The keyword that made it.
    const fn keyword(&self) -> &'static str {
        if self.exclusive { "oneOf" } else { "anyOf" }
    }
}

/// `"a", "b"`
pub(super) fn quoted(values: &[&str]) -> String {
    let mut out = String::new();
    for (index, value) in values.iter().enumerate() {
        out.push_str(if index > 0 { ", " } else { "" });
        write::push(&mut out, Value::Text(value));
    }
    out
}

fn one_of(values: &str, count: usize) -> String {
    if count == 1 { format!("must be {values}") } else { format!("must be one of {values}") }
}

fn article(noun: &str) -> &'static str {
    match noun.as_bytes().first() {
        _ if noun == "null" => "",
        Some(b'a' | b'i' | b'o') => "an ",
        _ => "a ",
    }
}

fn at_least(count: u32, noun: &str) -> String {
    format!("must have at least {count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn at_most(count: u32, noun: &str) -> String {
    format!("must have at most {count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn bound_message(keyword: &str, bound: &str) -> String {
    match keyword {
        "minimum" => format!("must be at least {bound}"),
        "exclusiveMinimum" => format!("must be more than {bound}"),
        "maximum" => format!("must be at most {bound}"),
        "exclusiveMaximum" => format!("must be less than {bound}"),
        _ => format!("must be a multiple of {bound}"),
    }
}
