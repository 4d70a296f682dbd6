//! What is asserted of the parts of a value: the items of an array, the members of an object.

use super::{
    super::{
        schema::{Pattern, Rule, Schema},
        sentence,
        tree::Kind,
    },
    Evaluator,
};

impl Evaluator<'_> {
    /// The rules that only arrays can break.
    pub(super) fn check_items(&mut self, rule: &'static Rule, node: u32) -> bool {
        let items: Vec<u32> = self.tree.items(node).collect();
        let mut valid = true;
        match *rule {
            Rule::PrefixItems(schemas) => {
                for (&item, schema) in items.iter().zip(schemas) {
                    if valid || self.goes_on() {
                        valid &= self.check(schema, item);
                    }
                    self.mark(node, item);
                }
            }
            Rule::Items(from, schema) => {
                for &item in items.iter().skip(from as usize) {
                    if valid || self.goes_on() {
                        valid &= self.check_item(schema, item, "items");
                    }
                }
                self.mark_all(node);
            }
            Rule::Contains(schema, least, most) => {
                let found: Vec<u32> = items.into_iter().filter(|&item| self.holds(schema, item)).collect();
                for &item in &found {
                    self.mark(node, item);
                }
                valid = self.check_found(node, found.len(), least, most);
            }
            Rule::UnevaluatedItems(schema) => {
                for item in items {
                    if (valid || self.goes_on()) && !self.is_marked(item) {
                        valid &= self.check_item(schema, item, "unevaluatedItems");
                    }
                }
                self.mark_all(node);
            }
            _ => {}
        }
        valid
    }

    /// An item that a schema of `false` refuses must not be there.
    fn check_item(&mut self, schema: &'static Schema, item: u32, keyword: &'static str) -> bool {
        match schema {
            Schema::Never => self.fail(item, keyword, sentence::unknown_item),
            schema => self.check(schema, item),
        }
    }

    fn check_found(&mut self, node: u32, count: usize, least: u32, most: u32) -> bool {
        if count < least as usize {
            let keyword = if least == 1 { "contains" } else { "minContains" };
            return self.fail(node, keyword, || sentence::too_few_contained(least));
        }
        count <= most as usize || self.fail(node, "maxContains", || sentence::too_many_contained(most))
    }

    /// The rules that only objects can break.
    pub(super) fn check_members(&mut self, rule: &'static Rule, node: u32) -> bool {
        match *rule {
            Rule::Required(names) => self.check_required(names, node, sentence::missing, "required"),
            Rule::DependentRequired(members) => {
                let mut valid = true;
                for (member, names) in members {
                    if self.tree.member(node, member).is_some() {
                        let message = || sentence::missing_beside(member);
                        valid &= self.check_required(names, node, message, "dependentRequired");
                    }
                }
                valid
            }
            Rule::DependentSchemas(members) => {
                let mut valid = true;
                for (member, schema) in members {
                    if (valid || self.goes_on()) && self.tree.member(node, member).is_some() {
                        valid &= self.apply(schema, node);
                    }
                }
                valid
            }
            _ => self.check_each_member(rule, node),
        }
    }

    fn check_required(
        &mut self,
        names: &'static [&'static str],
        node: u32,
        message: impl Fn() -> String,
        keyword: &'static str,
    ) -> bool {
        let mut valid = true;
        for name in names {
            if (valid || self.goes_on()) && self.tree.member(node, name).is_none() {
                valid = self.fail_member(node, name, keyword, message());
            }
        }
        valid
    }

    fn check_each_member(&mut self, rule: &'static Rule, node: u32) -> bool {
        let mut valid = true;
        for name in self.tree.members(node).collect::<Vec<_>>() {
            if valid || self.goes_on() {
                valid &= self.check_member(rule, node, name);
            }
        }
        if matches!(rule, Rule::AdditionalProperties(..) | Rule::UnevaluatedProperties(_)) {
            self.mark_all(node);
        }
        valid
    }

    fn check_member(&mut self, rule: &'static Rule, node: u32, name: u32) -> bool {
        match *rule {
            Rule::PropertyNames(schema) => {
                self.holds(schema, name) || self.fail(name, "propertyNames", sentence::invalid_name)
            }
            Rule::PatternProperties(patterns) => {
                let mut valid = true;
                for (pattern, schema) in patterns {
                    if self.matches(pattern, name) {
                        self.mark(node, name);
                        if valid || self.goes_on() {
                            valid &= self.check_part(schema, name, "patternProperties");
                        }
                    }
                }
                valid
            }
            Rule::AdditionalProperties(names, patterns, schema) => {
                let is_known = names.iter().any(|known| self.tree.is_name(name, known))
                    || patterns.iter().any(|pattern| self.matches(pattern, name));
                is_known || self.check_part(schema, name, "additionalProperties")
            }
            Rule::UnevaluatedProperties(schema) => {
                self.is_marked(name) || self.check_part(schema, name, "unevaluatedProperties")
            }
            _ => true,
        }
    }

    /// A member that a schema of `false` refuses must not be there.
    fn check_part(&mut self, schema: &'static Schema, name: u32, keyword: &'static str) -> bool {
        match schema {
            Schema::Never => self.fail(name, keyword, sentence::unknown_member),
            schema => self.check(schema, name + 1),
        }
    }

    fn matches(&self, pattern: &Pattern, name: u32) -> bool {
        (pattern.is_match)(&self.tree.string(name))
    }

    /// Whether a rule can only be broken by values of another JSON type than this one.
    pub(super) const fn is_of_others(rule: &Rule, kind: Kind) -> bool {
        match rule {
            Rule::PrefixItems(_) | Rule::Items(..) | Rule::Contains(..) | Rule::UnevaluatedItems(_) => {
                !matches!(kind, Kind::Array)
            }
            Rule::PatternProperties(_)
            | Rule::AdditionalProperties(..)
            | Rule::Required(_)
            | Rule::DependentRequired(_)
            | Rule::DependentSchemas(_)
            | Rule::PropertyNames(_)
            | Rule::UnevaluatedProperties(_) => !matches!(kind, Kind::Object),
            _ => false,
        }
    }
}
