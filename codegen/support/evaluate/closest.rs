//! Which of several schemas a value comes closest to, where it satisfies none: its violations tell the most.

use super::{
    super::{
        schema::{Object, Rule, Schema},
        tree::Kind,
    },
    Evaluator, accepts_kind,
};

impl Evaluator<'_> {
    /// The closest of several schemas, the first of equal ones; `None` where none is for values of this JSON type.
    pub(super) fn closest(&self, schemas: &[&'static Schema], node: u32) -> Option<usize> {
        let kind = self.tree.token(node).kind;
        let fitting = schemas.iter().enumerate().filter(|(_, schema)| accepts_kind(schema, kind));
        let scored = fitting.map(|(index, schema)| (self.closeness(schema, node), index));
        scored.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, index)| index)
    }

    /// How close a value comes to a schema: by the members that are there, are missing, or say that it is another one.
    fn closeness(&self, schema: &'static Schema, node: u32) -> i64 {
        match schema {
            Schema::Nullable(inner) => self.closeness(inner, node),
            Schema::Object(object) if self.tree.token(node).kind == Kind::Object => self.object_closeness(object, node),
            Schema::Asserted(inner, rules) => {
                let of_rules: i64 = rules.iter().map(|rule| self.rule_closeness(rule, node)).sum();
                self.closeness(inner, node) + of_rules
            }
            _ => 0,
        }
    }

    fn rule_closeness(&self, rule: &Rule, node: u32) -> i64 {
        match rule {
            Rule::Is(schema) | Rule::Keywords(schema) => self.closeness(schema, node),
            Rule::Required(names) if self.tree.token(node).kind == Kind::Object => {
                let missing = names.iter().filter(|name| self.tree.member(node, name).is_none());
                -(missing.count() as i64)
            }
            _ => 0,
        }
    }

    fn object_closeness(&self, object: &'static Object, node: u32) -> i64 {
        let mut closeness = 0;
        for property in object.properties {
            closeness += match self.tree.member(node, property.name) {
                None => -i64::from(property.required),
                Some(value) if self.is_another(property.schema, value) => -100,
                Some(_) => 2,
            };
        }
        closeness
    }

    /// Whether a value is of another JSON type than a schema's, or none of the constants that it lists.
    fn is_another(&self, schema: &Schema, node: u32) -> bool {
        match schema {
            Schema::Constant(constant) => !self.tree.is_name(node, constant.value),
            Schema::Strings(strings) => strings.values.iter().all(|value| !self.tree.is_name(node, value)),
            schema => !accepts_kind(schema, self.tree.token(node).kind),
        }
    }
}
