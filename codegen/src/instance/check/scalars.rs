//! The keywords of strings and numbers, and values that are listed.

use super::{
    super::rules::{asserted, integer, real},
    Run,
    canonical::canonical,
    least, most,
};
use crate::{
    ir::{Enum, Integer, Number, Text},
    support::{
        number, sentence,
        tree::{Kind, MAX_DEPTH, Tree},
    },
};

impl Run<'_> {
    pub(super) fn check_text(&mut self, rules: &Text, node: u32) -> bool {
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

    pub(super) fn check_enum(&mut self, it: &Enum, node: u32) -> bool {
        let text = self.tree.string(node);
        let values: Vec<&str> = it.variants.iter().map(|variant| variant.value.as_str()).collect();
        values.contains(&text.as_ref()) || self.fail(node, "enum", || sentence::none_of_strings(&values))
    }

    pub(super) fn check_tag(&mut self, value: &str, node: u32) -> bool {
        if self.tree.token(node).kind != Kind::String {
            return self.wrong_type(node, "string");
        }
        self.tree.string(node) == value || self.fail(node, "const", || sentence::none_of_strings(&[value]))
    }

    pub(super) fn check_literals(&mut self, values: &[String], node: u32) -> bool {
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

    pub(super) fn check_integer(&mut self, rules: &Integer, node: u32) -> bool {
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

    pub(super) fn check_number(&mut self, rules: &Number, node: u32) -> bool {
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
}
