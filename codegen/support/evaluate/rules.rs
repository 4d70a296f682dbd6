//! What is asserted beside a type: `const`, `oneOf`, `not`, `if` and their like, of values of any type.

use super::{
    super::{
        schema::{Rule, Schema},
        sentence,
        tree::{Kind, MAX_DEPTH, Tree},
    },
    Evaluator, accepts_kind,
    equal::canonical,
    memory::{NONE, Verdict},
};

impl Evaluator<'_> {
    /// Whether a value satisfies a schema and the rules beside it. A verdict without a report is remembered, so that
    /// nested rules stay linear.
    #[inline(never)]
    pub(super) fn check_asserted(
        &mut self,
        schema: &'static Schema,
        inner: &'static Schema,
        rules: &'static [Rule],
        node: u32,
    ) -> bool {
        let is_part = self.tree.token(node).kind as u8 >= Kind::Array as u8;
        let is_remembered = is_part && !self.goes_on() && !self.collects(node);
        if is_remembered && let Some(valid) = self.memory.find(schema, node, self.lenient) {
            return valid;
        }
        self.has_rules = true;
        let mut valid = self.check(inner, node);
        // Of a value of another type there is no more to say.
        if !self.lenient && (valid || (self.goes_on() && accepts_kind(inner, self.tree.token(node).kind))) {
            valid = self.check_rules(rules, node, valid);
        }
        if is_remembered {
            let verdict = Verdict { schema, lenient: self.lenient, valid, next: NONE };
            self.memory.keep(self.tree.tokens.len(), node, verdict);
        }
        valid
    }

    /// Whether a value satisfies all of some rules, and was `valid` before.
    fn check_rules(&mut self, rules: &'static [Rule], node: u32, mut valid: bool) -> bool {
        let is_typed = valid;
        for rule in rules {
            // What is no valid value is none of those that are listed, which goes without saying.
            if (valid || self.goes_on()) && (is_typed || !matches!(rule, Rule::Values(_))) {
                valid &= self.check_rule(rule, node);
            }
        }
        valid
    }

    fn check_rule(&mut self, rule: &'static Rule, node: u32) -> bool {
        let kind = self.tree.token(node).kind;
        if Self::is_of_others(rule, kind) {
            return true;
        }
        match *rule {
            Rule::Types(types) => {
                let is_it = |name: &&str| *name == kind.name() || (*name == "number" && kind == Kind::Integer);
                types.iter().any(is_it) || self.fail(node, "type", || sentence::none_of_types(types, kind.name()))
            }
            Rule::Values(values) => self.check_values(values, node),
            Rule::Is(schema) => self.apply(schema, node),
            Rule::Keywords(schema) => !accepts_kind(schema, kind) || self.check(schema, node),
            Rule::OneOf(arms) => self.check_one_of(arms, node),
            Rule::AnyOf(arms) => self.check_any_of(arms, node),
            Rule::Not(schema) => {
                !self.holds(schema, node) || self.fail(node, "not", || sentence::not(members(&[schema]).as_deref()))
            }
            Rule::If(condition, then, otherwise) => match self.attempt(condition, node) {
                true => self.apply(then, node),
                false => self.apply(otherwise, node),
            },
            Rule::Scope(rules) => self.in_scope(node, |evaluator| evaluator.check_rules(rules, node, true)),
            _ if kind == Kind::Array => self.check_items(rule, node),
            _ => self.check_members(rule, node),
        }
    }

    /// Whether a value satisfies a schema; says nothing of why it does not, and notes nothing of what is evaluated.
    pub(super) fn holds(&mut self, schema: &'static Schema, node: u32) -> bool {
        match self.collects(node) {
            true => {
                let marks = self.marks.take();
                let valid = self.is_valid(schema, node, false);
                self.marks = marks;
                valid
            }
            false => self.is_valid(schema, node, false),
        }
    }

    /// Whether a value satisfies a schema, which evaluates it then; says nothing of why it does not.
    fn attempt(&mut self, schema: &'static Schema, node: u32) -> bool {
        if !self.collects(node) {
            return self.is_valid(schema, node, false);
        }
        let report = self.report.take();
        let valid = self.in_scope(node, |evaluator| evaluator.check(schema, node));
        self.report = report;
        valid
    }

    /// Whether a value satisfies a schema that it must satisfy.
    pub(super) fn apply(&mut self, schema: &'static Schema, node: u32) -> bool {
        if self.goes_on() || self.collects(node) { self.check(schema, node) } else { self.decide(schema, node) }
    }

    fn check_values(&mut self, values: &'static [&'static str], node: u32) -> bool {
        let wanted = canonical(&self.tree, node);
        let is_it = |value: &&str| Tree::index(value, MAX_DEPTH).is_ok_and(|literal| canonical(&literal, 0) == wanted);
        let found = values.iter().any(is_it);
        let keyword = if values.len() == 1 { "const" } else { "enum" };
        found || self.fail(node, keyword, || sentence::none_of_values(values))
    }

    fn check_any_of(&mut self, arms: &'static [&'static Schema], node: u32) -> bool {
        // Where it is asked what is evaluated, every arm that holds counts.
        let valid = match self.collects(node) {
            true => arms.iter().filter(|arm| self.attempt(arm, node)).count() > 0,
            false => arms.iter().any(|arm| self.attempt(arm, node)),
        };
        valid || self.fail_arms(arms, node, "anyOf", sentence::none_of_any)
    }

    fn check_one_of(&mut self, arms: &'static [&'static Schema], node: u32) -> bool {
        let valid: Vec<_> = arms.iter().filter(|arm| self.holds(arm, node)).collect();
        match *valid.as_slice() {
            [arm] => !self.collects(node) || self.attempt(arm, node),
            [] => self.fail_arms(arms, node, "oneOf", sentence::none_of_one),
            ref several => self
                .fail(node, "oneOf", || sentence::several_of_one(arms.len(), members(arms).as_deref(), several.len())),
        }
    }

    /// Notes that a value satisfies none of several schemas, and what is wrong by the closest of them.
    #[cold]
    fn fail_arms(
        &mut self,
        arms: &'static [&'static Schema],
        node: u32,
        keyword: &'static str,
        told: fn(usize, Option<&str>, Option<&str>) -> String,
    ) -> bool {
        if !self.goes_on() {
            return false;
        }
        let members = members(arms);
        let closest = self.closest(arms, node).filter(|_| members.is_none()).and_then(|index| arms.get(index));
        let name = closest.and_then(|arm| arm.as_object()).map(|object| object.name).filter(|name| !name.is_empty());
        self.fail(node, keyword, || told(arms.len(), members.as_deref(), name));
        if let Some(arm) = closest {
            self.check(arm, node);
        }
        false
    }
}

/// The members that schemas ask for, where that is all they do: `"a" and "b", or "c"`.
fn members(schemas: &[&Schema]) -> Option<String> {
    let each = schemas.iter().map(|schema| match schema {
        Schema::Asserted(Schema::Any, [Rule::Required(names)]) => Some(sentence::all_members(names)),
        _ => None,
    });
    Some(each.collect::<Option<Vec<_>>>()?.join(", or "))
}
