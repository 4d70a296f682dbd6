//! The keywords of arrays and objects that types have.

use super::{Run, canonical::canonical};
use crate::{
    ir::{Additional, List, Map, Role, Struct},
    support::{
        sentence,
        tree::{Kind, Token},
    },
};

/// A count that there must be, and the keyword that says so.
type Bound = (Option<u32>, &'static str);

impl<'r> Run<'r> {
    pub(super) fn check_list(&mut self, rules: &'r List, node: u32, token: Token) -> bool {
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

    pub(super) fn check_count(&mut self, node: u32, count: u32, (min, max): (Bound, Bound)) -> bool {
        let noun = if self.tree.token(node).kind == Kind::Array { "item" } else { "member" };
        match (min.0, max.0) {
            _ if self.lenient => true,
            (Some(least), _) if count < least => self.fail(node, min.1, || sentence::too_few(least, noun)),
            (_, Some(most)) if count > most => self.fail(node, max.1, || sentence::too_many(most, noun)),
            _ => true,
        }
    }

    pub(super) fn check_map(&mut self, rules: &'r Map, node: u32, token: Token) -> bool {
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

    pub(super) fn check_struct(&mut self, rules: &'r Struct, node: u32, token: Token) -> bool {
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
    pub(in super::super) fn find_member(&self, rules: &Struct, name: u32, next: usize) -> Option<usize> {
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
    pub(super) fn is_unique(&self, array: u32) -> bool {
        let mut items: Vec<_> = self.tree.items(array).map(|item| canonical(&self.tree, item)).collect();
        items.sort_unstable();
        items.windows(2).all(|pair| !matches!(pair, [a, b] if a == b))
    }
}
