//! A scope in which every identifier is claimed once. Knows which names are taken; must not know what they name.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use unicode_normalization::UnicodeNormalization;

use crate::ir::Ident;

use super::ident::Usage;
use super::reserved::METHODS;
use super::words::Words;

/// The names of one scope. What a claim gives depends only on the claims and reservations before it in this scope.
#[derive(Debug, Default)]
pub struct Scope {
    taken: HashMap<String, Owner>,
    /// For a name that many want: the number that the next one tries first.
    next: HashMap<String, u32>,
}

#[derive(Debug)]
struct Owner {
    ident: Ident,
    reserved: bool,
}

/// An identifier that is unique in its scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The identifier.
    pub ident: Ident,
    /// Its words, for names that are made of it: those of its children, of its table.
    pub words: Words,
    /// Who had the name that was wanted: an identifier that was claimed or reserved before.
    pub collided_with: Option<Ident>,
}

impl Scope {
    /// A scope in which every name is free.
    pub fn new() -> Self {
        Self::default()
    }

    /// The scope of an enum's variants, and the variant for what is not known: always `Unknown`, so that a value of
    /// that name which the document adds later does not rename it.
    pub fn variants() -> (Self, Ident) {
        let mut scope = Self::new();
        scope.reserve("Unknown", Usage::Variant);
        (scope, Ident("Unknown".to_owned()))
    }

    /// The scope of a model's methods, which has some of its own.
    pub fn methods() -> Self {
        let mut scope = Self::new();
        for method in METHODS.iter() {
            scope.reserve(method, Usage::Method);
        }
        scope
    }

    /// Takes a name before anyone can claim it.
    pub fn reserve(&mut self, name: &str, usage: Usage) {
        let ident = Ident(name.to_owned());
        self.taken.entry(key(name, usage)).or_insert(Owner { ident, reserved: true });
    }

    /// Takes the identifier for these words, or the next that is free.
    pub fn claim(&mut self, wanted: &Words, usage: Usage) -> Claimed {
        self.claim_ident(usage.ident(wanted), wanted, usage)
    }

    /// Takes the identifier for the first words, or for the others where that is taken; of both, the next that is free.
    pub fn claim_or(&mut self, wanted: &Words, instead: &Words, usage: Usage) -> Claimed {
        let ident = usage.ident(wanted);
        match self.owner(&ident, usage) {
            Some(owner) if wanted != instead => {
                let claimed = self.claim(instead, usage);
                Claimed { collided_with: Some(owner), ..claimed }
            }
            _ => self.claim_ident(ident, wanted, usage),
        }
    }

    /// Takes an identifier that a person chose (see [`exact`](super::exact)), or the next that is free.
    pub fn claim_exact(&mut self, ident: Ident, usage: Usage) -> Claimed {
        let words = Words::of_ident(&ident);
        self.claim_ident(ident, &words, usage)
    }

    /// Who has an identifier.
    fn owner(&self, ident: &Ident, usage: Usage) -> Option<Ident> {
        self.taken.get(&key(ident.as_str(), usage)).map(|owner| owner.ident.clone())
    }

    fn claim_ident(&mut self, ident: Ident, words: &Words, usage: Usage) -> Claimed {
        let wanted = key(ident.as_str(), usage);
        let Some(owner) = self.taken.get(&wanted) else {
            self.take(&ident, usage);
            let words = usage.words(words, &ident);
            return Claimed { ident, words, collided_with: None };
        };
        let (collided_with, reserved) = (Some(owner.ident.clone()), owner.reserved);
        let base = if reserved { usage.aside(ident.as_str()) } else { ident.as_str().to_owned() };
        let aside = Ident(base.clone());
        let ident = if reserved && self.take(&aside, usage) { aside } else { self.number(&base, usage) };
        let words = Words::of_ident(&ident);
        Claimed { ident, words, collided_with }
    }

    /// Takes the name with the first number that is free, from 2.
    fn number(&mut self, base: &str, usage: Usage) -> Ident {
        let counted = key(base, usage);
        let mut number = self.next.get(&counted).copied().unwrap_or(2);
        loop {
            let ident = Ident(usage.numbered(base, number));
            number += 1;
            if self.take(&ident, usage) {
                self.next.insert(counted, number);
                return ident;
            }
        }
    }

    /// Takes an identifier; whether it was free.
    fn take(&mut self, ident: &Ident, usage: Usage) -> bool {
        match self.taken.entry(key(ident.as_str(), usage)) {
            Entry::Occupied(_) => false,
            Entry::Vacant(free) => {
                free.insert(Owner { ident: ident.clone(), reserved: false });
                true
            }
        }
    }
}

/// What two identifiers share where the compiler, or a file system, takes them for one.
fn key(name: &str, usage: Usage) -> String {
    let bare = name.strip_prefix("r#").unwrap_or(name);
    match usage {
        Usage::Module => bare.to_lowercase().nfc().collect(),
        _ => bare.nfc().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Claimed, Scope};
    use crate::names::{Usage, Words, exact};

    #[track_caller]
    fn check(claimed: &Claimed, ident: &str, collided_with: Option<&str>) {
        assert_eq!(claimed.ident.as_str(), ident);
        assert_eq!(claimed.collided_with.as_ref().map(|ident| ident.as_str()), collided_with);
    }

    #[test]
    fn the_first_to_claim_a_name_has_it() {
        let mut scope = Scope::new();
        check(&scope.claim(&"foo_bar".into(), Usage::Type), "FooBar", None);
        check(&scope.claim(&"FooBar".into(), Usage::Type), "FooBar2", Some("FooBar"));
        check(&scope.claim(&"foo-bar".into(), Usage::Type), "FooBar3", Some("FooBar"));
        check(&scope.claim(&"FooBar2".into(), Usage::Type), "FooBar2_2", Some("FooBar2"));
    }

    #[test]
    fn a_number_never_takes_a_name_that_is_there() {
        let mut scope = Scope::new();
        scope.claim(&"foo2".into(), Usage::Type);
        scope.claim(&"foo".into(), Usage::Type);
        check(&scope.claim(&"Foo".into(), Usage::Type), "Foo3", Some("Foo"));
    }

    #[test]
    fn numbers_depend_on_their_scope_alone() {
        let mut one = Scope::new();
        one.claim(&"id".into(), Usage::Field);
        one.claim(&"id".into(), Usage::Field);
        let mut other = Scope::new();
        check(&other.claim(&"id".into(), Usage::Field), "id", None);
        check(&other.claim(&"Id".into(), Usage::Field), "id_2", Some("id"));
    }

    #[test]
    fn raw_and_plain_keywords_are_one_name() {
        let mut scope = Scope::new();
        check(&scope.claim(&"type".into(), Usage::Field), "r#type", None);
        check(&scope.claim(&"Type".into(), Usage::Field), "type_2", Some("r#type"));
        check(&scope.claim(&"self".into(), Usage::Field), "self_", None);
        check(&scope.claim(&"Self".into(), Usage::Field), "self_2", Some("self_"));
    }

    #[test]
    fn modules_are_compared_without_case() {
        let mut scope = Scope::new();
        scope.claim_exact(exact("Users", Usage::Module).unwrap(), Usage::Module);
        check(&scope.claim(&"users".into(), Usage::Module), "users_2", Some("Users"));
    }

    #[test]
    fn names_that_rust_takes_for_one_are_one() {
        let mut scope = Scope::new();
        check(&scope.claim(&"caf\u{e9}".into(), Usage::Field), "café", None);
        check(&scope.claim(&"cafe\u{301}".into(), Usage::Field), "café_2", Some("café"));
    }

    #[test]
    fn a_reserved_name_is_stepped_aside() {
        let mut scope = Scope::methods();
        check(&scope.claim(&"new".into(), Usage::Method), "new_", Some("new"));
        check(&scope.claim(&"New".into(), Usage::Method), "new_2", Some("new"));
        check(&scope.claim(&"sub".into(), Usage::Method), "sub_", Some("sub"));
        let (mut scope, unknown) = Scope::variants();
        assert_eq!(unknown.as_str(), "Unknown");
        check(&scope.claim(&"unknown".into(), Usage::Variant), "UnknownValue", Some("Unknown"));
        check(&scope.claim(&"UNKNOWN".into(), Usage::Variant), "UnknownValue2", Some("Unknown"));
    }

    #[test]
    fn the_words_of_a_claim_are_those_of_its_identifier() {
        let mut scope = Scope::new();
        scope.claim(&"container".into(), Usage::Type);
        let second = scope.claim(&"Container".into(), Usage::Type);
        assert_eq!(second.words.then(&"expires_after".into()).as_slice(), ["container2", "expires", "after"]);
        let option = scope.claim(&"Option".into(), Usage::Type);
        assert_eq!(option.words.as_slice(), ["option", "model"]);
        let plain = scope.claim(&"X_Y".into(), Usage::Type);
        assert_eq!(plain.ident.as_str(), "XY");
        assert_eq!(scope.claim(&plain.words.then(&"z".into()), Usage::Type).ident.as_str(), "XYZ");
    }

    #[test]
    fn the_later_of_two_keeps_its_whole_name() {
        let mut scope = Scope::new();
        let whole = Words::of("listContainers");
        check(&scope.claim_or(&"list".into(), &"list_all_containers".into(), Usage::Method), "list", None);
        check(&scope.claim_or(&"list".into(), &whole, Usage::Method), "list_containers", Some("list"));
        check(&scope.claim_or(&"list".into(), &whole, Usage::Method), "list_containers_2", Some("list"));
    }

    #[test]
    fn many_claims_of_one_name_take_no_more_than_their_number() {
        let mut scope = Scope::new();
        let wanted = Words::of("item");
        let last = (0..50_000).map(|_| scope.claim(&wanted, Usage::Type)).last().unwrap();
        assert_eq!(last.ident.as_str(), "Item50000");
    }
}
