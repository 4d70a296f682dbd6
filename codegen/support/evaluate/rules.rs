//! What is asserted beside a type: `const`, `oneOf`, `not`, `if` and their like, of values of any type.

use super::{
    super::{
        schema::{Rule, Schema},
        tree::{Kind, MAX_DEPTH, Tree},
    },
    Evaluator, NONE, Verdict, accepts_kind, canonical, one_of, quoted,
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
        let is_remembered = !self.goes_on() && self.tree.token(node).kind as u8 >= Kind::Array as u8;
        if is_remembered && let Some(valid) = self.memory.find(schema, node, self.lenient) {
            return valid;
        }
        let mut valid = self.check(inner, node);
        // Of a value of another type there is no more to say.
        if !self.lenient && (valid || (self.goes_on() && accepts_kind(inner, self.tree.token(node).kind))) {
            let is_typed = valid;
            for rule in rules {
                // What is no valid value is none of those that are listed, which goes without saying.
                if (valid || self.goes_on()) && (is_typed || !matches!(rule, Rule::Values(_))) {
                    valid &= self.check_rule(rule, node);
                }
            }
        }
        if is_remembered {
            let verdict = Verdict { schema, lenient: self.lenient, valid, next: NONE };
            self.memory.keep(self.tree.tokens.len(), node, verdict);
        }
        valid
    }

    fn check_rule(&mut self, rule: &'static Rule, node: u32) -> bool {
        let kind = self.tree.token(node).kind;
        match *rule {
            Rule::Types(types) => {
                let is_it = |name: &&str| *name == kind.name() || (*name == "number" && kind == Kind::Integer);
                types.iter().any(is_it)
                    || self
                        .fail(node, "type", || format!("must be of type {}, not {}", types.join(" or "), kind.name()))
            }
            Rule::Values(values) => self.check_values(values, node),
            Rule::Keywords(schema) => !accepts_kind(schema, kind) || self.check(schema, node),
            Rule::OneOf(arms) => self.check_one_of(arms, node),
            Rule::AnyOf(arms) => {
                arms.iter().any(|arm| self.holds(arm, node))
                    || self.fail(node, "anyOf", || {
                        members(arms).map_or_else(
                            || format!("must satisfy at least one of {} schemas", arms.len()),
                            |members| format!("must have {members}"),
                        )
                    })
            }
            Rule::Not(schema) => {
                !self.holds(schema, node)
                    || self.fail(node, "not", || {
                        members(&[schema]).map_or_else(
                            || "must not satisfy the schema of `not`".to_owned(),
                            |members| format!("must not have {members}"),
                        )
                    })
            }
            Rule::If(condition, then, otherwise) => match self.holds(condition, node) {
                true => self.check_branch(then, "then", node),
                false => self.check_branch(otherwise, "else", node),
            },
            Rule::Required(_) | Rule::DependentRequired(_) | Rule::DependentSchemas(_) | Rule::PropertyNames(_) => {
                kind != Kind::Object || self.check_members(rule, node)
            }
        }
    }

    /// Whether a value satisfies a schema; says nothing of why it does not.
    fn holds(&mut self, schema: &'static Schema, node: u32) -> bool {
        self.is_valid(schema, node, false)
    }

    fn check_values(&mut self, values: &'static [&'static str], node: u32) -> bool {
        let wanted = canonical(&self.tree, node);
        let is_it = |value: &&str| Tree::index(value, MAX_DEPTH).is_ok_and(|literal| canonical(&literal, 0) == wanted);
        let found = values.iter().any(is_it);
        let keyword = if values.len() == 1 { "const" } else { "enum" };
        found || self.fail(node, keyword, || one_of(&values.join(", "), values.len()))
    }

    fn check_one_of(&mut self, arms: &'static [&'static Schema], node: u32) -> bool {
        let count = arms.iter().filter(|arm| self.holds(arm, node)).count();
        let all = arms.len();
        count == 1
            || self.fail(node, "oneOf", || match (members(arms), count) {
                (Some(members), 0) => format!("must have {members}"),
                (Some(members), _) => format!("must have {members}, but not more of them"),
                (None, 0) => format!("must satisfy exactly one of {all} schemas, but satisfies none"),
                (None, _) => format!("must satisfy exactly one of {all} schemas, but satisfies {count}"),
            })
    }

    fn check_branch(&mut self, schema: &'static Schema, keyword: &'static str, node: u32) -> bool {
        self.holds(schema, node)
            || self.fail(node, keyword, || {
                members(&[schema]).map_or_else(
                    || format!("must satisfy the schema of `{keyword}`, by what it is"),
                    |members| format!("must have {members}, by what it is"),
                )
            })
    }

    /// The rules that only objects can break.
    fn check_members(&mut self, rule: &'static Rule, node: u32) -> bool {
        let mut valid = true;
        match *rule {
            Rule::Required(names) => {
                for name in names.iter().filter(|name| self.tree.member(node, name).is_none()).collect::<Vec<_>>() {
                    valid = self.fail_member(node, name, "required", "must be there".to_owned());
                }
            }
            Rule::DependentRequired(members) => {
                for (member, names) in
                    members.iter().filter(|(member, _)| self.tree.member(node, member).is_some()).collect::<Vec<_>>()
                {
                    for name in names.iter().filter(|name| self.tree.member(node, name).is_none()).collect::<Vec<_>>() {
                        let message = format!("must be there, as {} is", quoted(&[member]));
                        valid = self.fail_member(node, name, "dependentRequired", message);
                    }
                }
            }
            Rule::DependentSchemas(members) => {
                for (member, schema) in members {
                    if self.tree.member(node, member).is_some() && !self.holds(schema, node) {
                        valid = self.fail(node, "dependentSchemas", || {
                            format!("must satisfy what is asked of objects with {}", quoted(&[member]))
                        });
                    }
                }
            }
            Rule::PropertyNames(schema) => {
                for name in self.tree.members(node).collect::<Vec<_>>() {
                    if !self.holds(schema, name) {
                        valid = self
                            .fail(name, "propertyNames", || "must have a name that is valid in its object".to_owned());
                    }
                }
            }
            _ => {}
        }
        valid
    }
}

/// The members that schemas ask for, where that is all they do: `"a" and "b", or "c"`.
fn members(schemas: &[&Schema]) -> Option<String> {
    let each = schemas.iter().map(|schema| match schema {
        Schema::Asserted(Schema::Any, [Rule::Required(names)]) => {
            Some(names.iter().map(|name| quoted(&[name])).collect::<Vec<_>>().join(" and "))
        }
        _ => None,
    });
    Some(each.collect::<Option<Vec<_>>>()?.join(", or "))
}
