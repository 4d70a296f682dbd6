//! The second reader: decides the table over a flat tree, and finds every violation.
//!
//! It also decides for the fast reader what a type alone can't: which arm of a union without a tag is valid, and
//! whether items are unique. What was decided about a value is remembered, so that nested unions stay linear.

mod closest;
mod equal;
mod marks;
mod memory;
mod parts;
mod rules;
mod unions;

use super::{
    number::{self, check_integer, check_number},
    schema::{Additional, Array, Integer, Map, Number, Object, Property, Schema, Text},
    sentence,
    tree::{Kind, Token, Tree, push_name},
    violations::Violations,
};
use memory::{Memory, NONE, Verdict};

/// Everything that is wrong with a text by a schema.
pub fn violations(tree: Tree<'_>, schema: &'static Schema, lenient: bool) -> Violations {
    let mut evaluator = Evaluator::new(tree);
    evaluator.lenient = lenient;
    evaluator.report = Some(Violations::none());
    let mut duplicates = evaluator.tree.duplicates.clone();
    duplicates.sort_unstable();
    for name in duplicates {
        evaluator.fail(name, "uniqueNames", sentence::twice);
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
            Schema::Never => self.fail(node, "false", sentence::forbidden),
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
        self.fail(node, "type", || sentence::wrong_type(wanted, found))
    }

    #[inline(never)]
    fn check_text(&mut self, rules: &'static Text, node: u32) -> bool {
        let text = self.tree.string(node);
        let mut valid = true;
        if !super::reader::is_length(rules, &text) {
            let count = text.chars().count();
            if count < rules.min_length as usize {
                valid = self.fail(node, "minLength", || sentence::too_few(rules.min_length, "character"));
            }
            if count > rules.max_length as usize {
                valid = self.fail(node, "maxLength", || sentence::too_many(rules.max_length, "character"));
            }
        }
        if let Some(pattern) = rules.pattern
            && (valid || self.goes_on())
            && !(pattern.is_match)(&text)
        {
            valid = self.fail(node, "pattern", || sentence::no_match(pattern.source));
        }
        if let Some(format) = rules.format
            && (valid || self.goes_on())
            && !(format.is_valid)(&text)
        {
            valid = self.fail(node, format.keyword, || sentence::not_of_format(format.name));
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
            || self.fail(node, keyword, || sentence::none_of_strings(values))
    }

    #[inline(never)]
    fn check_integer(&mut self, rules: &'static Integer, node: u32) -> bool {
        let text = self.tree.raw(node);
        let value = match number::integer(text) {
            Some(value) if number::fits(rules.width, value) => value,
            _ => {
                return self.fail(node, "type", || sentence::no_integer(rules.width.describe()));
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
                self.fail(node, keyword, || sentence::out_of_bounds(keyword, &bound.to_string()))
            }
        }
    }

    #[inline(never)]
    fn check_number(&mut self, rules: &'static Number, node: u32) -> bool {
        let text = self.tree.raw(node);
        // Only a value that was made by hand can be `NaN` or infinite.
        let Some(value) = number::float(text) else {
            return self.fail(node, "type", sentence::no_number);
        };
        if !number::holds(rules, value) {
            return self.fail(node, "type", sentence::no_single);
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
                self.fail(node, keyword, || sentence::out_of_bounds(keyword, &bound.to_string()))
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
            valid = self.fail(node, "uniqueItems", sentence::not_unique);
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
            return self.fail(node, too_few, || sentence::too_few(least, noun));
        }
        count <= most || self.fail(node, too_many, || sentence::too_many(most, noun))
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
            Additional::Refused if !self.lenient => self.fail(name, "additionalProperties", sentence::unknown_member),
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
                valid = self.fail_member(node, property.name, "required", sentence::missing());
                if !self.goes_on() {
                    break;
                }
            }
        }
        valid
    }
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
