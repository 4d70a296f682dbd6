//! What is asserted of the parts of a value: the items of an array, the members of an object.

use super::{
    super::rules::{Rules, rules as of_shape},
    Run,
};
use crate::{
    ir::{Contains, Form, Items, Members, Pattern, Rule},
    support::{sentence, tree::Token},
};

impl<'r> Run<'r> {
    /// The keywords of arrays, in the order of the table's rules.
    pub(super) fn check_items(&mut self, rules: &'r Items, node: u32, token: Token) -> bool {
        let counts = ((rules.min_items, "minItems"), (rules.max_items, "maxItems"));
        let mut valid = self.check_count(node, token.count, counts);
        if rules.unique_items && (valid || self.goes_on()) && !self.is_unique(node) {
            valid = self.fail(node, "uniqueItems", sentence::not_unique);
        }
        let items: Vec<u32> = self.tree.items(node).collect();
        for (&item, rules) in items.iter().zip(&rules.prefix) {
            if valid || self.goes_on() {
                valid &= self.check_list_of(rules, item);
            }
            self.mark(node, item);
        }
        if let Some(of_items) = &rules.items {
            for &item in items.iter().skip(rules.prefix.len()) {
                if valid || self.goes_on() {
                    valid &= self.check_part(of_items, item, item, "items");
                }
            }
            self.mark_all(node);
        }
        valid
    }

    /// The table of an array.
    pub(super) fn check_array(&mut self, rules: Option<&'r Items>, node: u32) -> bool {
        let Some(rules) = rules else { return true };
        let token = self.tree.token(node);
        let counts = ((rules.min_items, "minItems"), (rules.max_items, "maxItems"));
        let mut valid = self.check_count(node, token.count, counts);
        if let Some(of_items) = &rules.items {
            for item in self.tree.items(node).collect::<Vec<_>>() {
                if valid || self.goes_on() {
                    valid &= self.check_list_of(of_items, item);
                }
            }
            self.mark_all(node);
        }
        if rules.unique_items && (valid || self.goes_on()) && !self.is_unique(node) {
            valid = self.fail(node, "uniqueItems", sentence::not_unique);
        }
        valid
    }

    pub(super) fn check_contains(&mut self, rules: &'r Contains, node: u32) -> bool {
        let items: Vec<u32> = self.tree.items(node).collect();
        let found: Vec<u32> = items.into_iter().filter(|&item| self.holds(&rules.rules, item)).collect();
        for &item in &found {
            self.mark(node, item);
        }
        let most = rules.max.unwrap_or(u32::MAX);
        match found.len() {
            count if count < rules.min as usize => {
                let keyword = if rules.min == 1 { "contains" } else { "minContains" };
                self.fail(node, keyword, || sentence::too_few_contained(rules.min))
            }
            count if count > most as usize => self.fail(node, "maxContains", || sentence::too_many_contained(most)),
            _ => true,
        }
    }

    pub(super) fn check_unevaluated_items(&mut self, rules: &'r [Rule], node: u32) -> bool {
        let mut valid = true;
        for item in self.tree.items(node).collect::<Vec<_>>() {
            if (valid || self.goes_on()) && !self.is_marked(item) {
                valid &= self.check_part(rules, item, item, "unevaluatedItems");
            }
        }
        self.mark_all(node);
        valid
    }

    /// The rules that only objects can break.
    pub(super) fn check_object_rule(&mut self, rule: &'r Rule, node: u32) -> bool {
        match rule {
            Rule::Members(rules) => self.check_object(rules, node),
            Rule::Required(names) => self.check_required(names, node, "required", sentence::missing),
            Rule::DependentRequired(members) => {
                let mut valid = true;
                for (member, names) in members {
                    if self.tree.member(node, member).is_some() {
                        let told = || sentence::missing_beside(member);
                        valid &= self.check_required(names, node, "dependentRequired", told);
                    }
                }
                valid
            }
            Rule::DependentSchemas(members) => {
                let mut valid = true;
                for (member, rules) in members {
                    if (valid || self.goes_on()) && self.tree.member(node, member).is_some() {
                        valid &= self.check_list_of(rules, node);
                    }
                }
                valid
            }
            Rule::PropertyNames(rules) => self.each_member(node, |run, name| {
                run.holds(rules, name) || run.fail(name, "propertyNames", sentence::invalid_name)
            }),
            Rule::UnevaluatedProperties(rules) => {
                let valid = self.each_member(node, |run, name| {
                    run.is_marked(name) || run.check_part(rules, name, name + 1, "unevaluatedProperties")
                });
                self.mark_all(node);
                valid
            }
            _ => true,
        }
    }

    /// The keywords of objects, and what they require.
    pub(super) fn check_object(&mut self, rules: &'r Members, node: u32) -> bool {
        let valid = self.check_member_keywords(rules, node, self.tree.token(node));
        if rules.required.is_empty() {
            return valid;
        }
        let names = rules.properties.iter().map(|(name, _)| name).filter(|name| rules.required.contains(name));
        let names: Vec<String> = names.cloned().collect();
        // As they are counted there, so that a name that stands twice hides another one that is missing.
        let is_one = |&name: &u32| names.iter().any(|known| self.tree.is_name(name, known));
        let is_whole = self.tree.members(node).filter(is_one).count() >= names.len();
        if is_whole || !(valid || self.goes_on()) {
            return valid;
        }
        self.check_required(&names, node, "required", sentence::missing) && valid
    }

    fn check_required(
        &mut self,
        names: &[String],
        node: u32,
        keyword: &'static str,
        told: impl Fn() -> String,
    ) -> bool {
        let mut valid = true;
        for name in names {
            if (valid || self.goes_on()) && self.tree.member(node, name).is_none() {
                valid = self.fail_member(node, name, keyword, &told);
            }
        }
        valid
    }

    fn each_member(&mut self, node: u32, mut check: impl FnMut(&mut Self, u32) -> bool) -> bool {
        let mut valid = true;
        for name in self.tree.members(node).collect::<Vec<_>>() {
            if valid || self.goes_on() {
                valid &= check(self, name);
            }
        }
        valid
    }

    fn check_member_keywords(&mut self, rules: &'r Members, node: u32, token: Token) -> bool {
        let counts = (rules.min_properties, "minProperties");
        let mut valid = self.check_count(node, token.count, (counts, (rules.max_properties, "maxProperties")));
        let by_pattern = !rules.patterns.is_empty();
        valid &= self.each_member(node, |run, name| {
            match rules.properties.iter().find(|(known, _)| run.tree.is_name(name, known)) {
                Some((_, rules)) => run.check_list_of(rules, name + 1),
                None if by_pattern => true,
                None => run.check_others(rules, name),
            }
        });
        if by_pattern && (valid || self.goes_on()) {
            valid &= self.check_patterns(rules, node);
        }
        self.mark_members(rules, node);
        valid
    }

    /// Members that the table of an object does not name.
    fn check_others(&mut self, rules: &'r Members, name: u32) -> bool {
        match &rules.additional {
            Some(rules) if rules.contains(&Rule::Never) => {
                self.fail(name, "additionalProperties", sentence::unknown_member)
            }
            Some(rules) => self.check_list_of(rules, name + 1),
            None => true,
        }
    }

    fn check_patterns(&mut self, rules: &'r Members, node: u32) -> bool {
        let mut valid = self.each_member(node, |run, name| {
            let mut valid = true;
            for (pattern, rules) in &rules.patterns {
                if run.matches(pattern, name) {
                    run.mark(node, name);
                    if valid || run.goes_on() {
                        valid &= run.check_part(rules, name, name + 1, "patternProperties");
                    }
                }
            }
            valid
        });
        if let Some(additional) = rules.additional.as_ref().filter(|_| valid || self.goes_on()) {
            valid &= self.each_member(node, |run, name| {
                let named = rules.properties.iter().map(|(known, _)| known).chain(&rules.known);
                let is_known = named.into_iter().any(|known| run.tree.is_name(name, known))
                    || rules.patterns.iter().any(|(pattern, _)| run.matches(pattern, name));
                is_known || run.check_part(additional, name, name + 1, "additionalProperties")
            });
        }
        valid
    }

    /// A part that a schema of `false` refuses must not be there.
    fn check_part(&mut self, rules: &'r [Rule], part: u32, value: u32, keyword: &'static str) -> bool {
        let is_never = match Form::new(self.api(), rules) {
            Form::Never => true,
            Form::Is(shape) => matches!(of_shape(self.api(), shape), Rules::Never),
            _ => false,
        };
        let told = if part == value { sentence::unknown_item } else { sentence::unknown_member };
        if is_never { self.fail(part, keyword, told) } else { self.check_list_of(rules, value) }
    }

    fn matches(&self, pattern: &Pattern, name: u32) -> bool {
        self.checker.is_search(pattern, &self.tree.string(name))
    }
}
