//! Names: the only place that spells identifiers. Knows Rust's rules for them; must not know the document.
//!
//! A name passes through three hands:
//! - [`Words`] are what a document's spelling says, whatever its case, script or symbols.
//! - The functions here choose the words that a thing is called by: [`types`], [`variants`], [`methods`].
//! - A [`Scope`] makes words an identifier for a [`Usage`] and hands each out once; only it makes an
//!   [`Ident`].

mod ascii;
mod english;
mod ident;
mod reserved;
mod scope;
mod symbols;
mod words;

pub mod methods;
pub mod package;
pub mod types;
pub mod variants;

pub use ident::{Usage, exact};
pub use reserved::is_windows_device;
pub use scope::{Claimed, Scope};
pub use words::Words;

use crate::ir::Ident;

/// What a module's file, or a Cargo feature, is called: its identifier without `r#`.
pub fn plain(ident: &Ident) -> &str {
    ident.as_str().trim_start_matches("r#")
}

/// Words that a rule names, separated by spaces.
#[derive(Debug, Clone, Copy)]
struct List(&'static str);

impl List {
    fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.split(' ')
    }

    fn contains(self, word: &str) -> bool {
        self.iter().any(|one| one == word)
    }

    /// Whether a word ends with one of these.
    fn ends(self, word: &str) -> bool {
        self.iter().any(|end| word.ends_with(end))
    }
}

/// A hash of a name that is the same on every machine: FNV-1a, 64 bits folded to 32.
fn hash(text: &str) -> u32 {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    (hash >> 32) as u32 ^ hash as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::is_nfc;

    use super::{Scope, Usage, Words, hash, plain};

    const USAGES: [Usage; 6] = [Usage::Type, Usage::Variant, Usage::Field, Usage::Method, Usage::Module, Usage::Static];

    /// Whether rustc's lints on letter case take a name.
    fn is_cased(name: &str, usage: Usage) -> bool {
        let name = name.trim_end_matches('_');
        match usage {
            Usage::Type | Usage::Variant => !name.starts_with(char::is_lowercase) && !name.contains("__"),
            Usage::Static => !name.contains(char::is_lowercase),
            _ => !name.contains(char::is_uppercase) && !name.contains("__"),
        }
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![any::<String>(), "[ -~]{0,40}"]
    }

    proptest! {
        #[test]
        fn any_string_is_an_identifier(text in text()) {
            for usage in USAGES {
                let claimed = Scope::new().claim(&Words::of(&text), usage);
                let name = claimed.ident.as_str();
                prop_assert!(syn::parse_str::<syn::Ident>(name).is_ok(), "{usage:?} {name:?}");
                prop_assert!(is_nfc(name) && is_cased(plain(&claimed.ident), usage), "{usage:?} {name:?}");
                prop_assert!(name.chars().count() <= 120, "{name:?}");
                prop_assert!(usage != Usage::Module || name.is_ascii(), "{name:?}");
            }
        }

        #[test]
        fn words_in_snake_case_are_the_same_words(text in text()) {
            let words = Words::of(&text);
            let again = Words::of(&words.as_slice().join("_"));
            prop_assert_eq!(words, again);
        }
    }

    #[test]
    fn raw_names_are_plain_as_files() {
        let claimed = Scope::new().claim(&"type".into(), Usage::Module);
        assert_eq!((claimed.ident.as_str(), plain(&claimed.ident)), ("r#type", "type"));
    }

    #[test]
    fn the_hash_never_changes() {
        assert_eq!(hash(""), 0x4fd0_bfc1);
    }
}
