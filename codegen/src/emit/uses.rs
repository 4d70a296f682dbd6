//! What an API makes use of, as far as the crate's manifest and its hand-written files depend on it.

use std::collections::BTreeSet;

use super::{field::Field, shape};
use crate::ir::{Additional, Api, Format, Shape, TextKind, TypeKind};

/// What an API makes use of.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Uses {
    /// Whether `regex` searches for a `pattern` of a string.
    pub(super) patterns: bool,
    /// Whether an automaton does.
    pub(super) automata: bool,
    /// Whether a string is a date, or a date and a time.
    pub(super) moments: bool,
    /// Whether a string is a UUID.
    pub(super) uuids: bool,
    /// Whether there are operations to call and to serve.
    pub(super) operations: bool,
    /// The formats of strings that are asserted.
    pub(super) formats: BTreeSet<Format>,
    /// The support types that the models name, by name.
    pub(super) support: BTreeSet<&'static str>,
}

impl Uses {
    /// What an API makes use of.
    pub(super) fn of(api: &Api) -> Self {
        let operations = api.operations.iter().any(|operation| operation.exchange.is_some());
        let mut uses = Self { operations, ..Self::default() };
        for ty in &api.types {
            match &ty.kind {
                TypeKind::Enum(_) => uses.support.extend(["NotAValue", "UnknownValue"]),
                TypeKind::Union(_) => uses.support.extend(["Unknown"]),
                TypeKind::Struct(it) => {
                    if matches!(it.additional, Additional::Kept { .. }) {
                        uses.support.insert("Map");
                    }
                    if Field::all(api, it).iter().any(Field::is_three_state) {
                        uses.support.insert("Nullable");
                    }
                }
                TypeKind::Newtype(_) => {}
            }
            shape::visit(ty, &mut |shape| uses.take_in(shape));
        }
        for list in &api.shared {
            shape::visit_rules(&list.rules, &mut |shape| uses.take_in(shape));
        }
        let of_lists = api.shared.iter().flat_map(|list| shape::patterns_of_rules(&list.rules));
        let patterns = api.types.iter().flat_map(shape::patterns).chain(of_lists);
        for term in patterns.flat_map(|pattern| &pattern.terms) {
            uses.patterns |= term.automaton.is_none();
            uses.automata |= term.automaton.is_some();
        }
        uses
    }

    fn take_in(&mut self, shape: &Shape) {
        match shape {
            Shape::Never => self.support.extend(["Never"]),
            Shape::Map(_) => self.support.extend(["Map"]),
            Shape::String(text) => {
                self.formats.extend(text.format);
                self.support.extend(support_type(text.kind));
                if support_type(text.kind).is_some_and(|name| name != "Secret") {
                    self.support.insert("InvalidText");
                }
                self.moments |= matches!(text.kind, TextKind::DateTime | TextKind::Date);
                self.uuids |= text.kind == TextKind::Uuid;
            }
            _ => {}
        }
    }
}

/// The support type of a kind of strings.
pub(super) fn support_type(kind: TextKind) -> Option<&'static str> {
    match kind {
        TextKind::Plain => None,
        TextKind::Secret => Some("Secret"),
        TextKind::DateTime => Some("DateTime"),
        TextKind::Date => Some("Date"),
        TextKind::Uuid => Some("Uuid"),
        TextKind::Base64 => Some("Base64"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{
        api, integer, list, map, member, newtype, nullable, optional, pattern, strings, structure, text_of, union,
    };
    use super::*;
    use crate::ir::Dispatch;

    #[test]
    fn what_is_used_is_found_at_any_depth() {
        let api = api(vec![
            newtype("A", list(map(text_of(TextKind::Date)))),
            structure("B", vec![optional("on", nullable(Shape::Boolean)), member("key", list(pattern("^a")))]),
            strings("C", &["a"]),
            union("D", Dispatch::Trial, Vec::new()),
        ]);
        let uses = Uses::of(&api);
        assert!(uses.patterns && uses.moments && !uses.uuids);
        assert_eq!(
            uses.support.into_iter().collect::<Vec<_>>(),
            ["Date", "InvalidText", "Map", "NotAValue", "Nullable", "Unknown", "UnknownValue"]
        );
    }

    #[test]
    fn what_is_not_used_is_not() {
        let api = api(vec![structure("A", vec![member("on", nullable(integer()))])]);
        assert_eq!(Uses::of(&api), Uses::default());
    }
}
