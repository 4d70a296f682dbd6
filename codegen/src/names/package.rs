//! What packages and features are called. Knows Cargo's and the registry's rules; must not know the document.

use super::reserved::{CRATES, KEYWORDS, NEVER_RAW, is_windows_device};
use super::{List, Words, ascii};

/// The longest name of a package that a registry takes, in bytes.
const MAX_PACKAGE: usize = 64;

/// A package: the API's title in kebab case, in ASCII; one that Cargo would refuse gets `-api` after it.
pub fn package(title: &str) -> String {
    let words = ascii::ascii(&Words::of(title));
    let name = words.as_slice().join("-");
    let name = if words.can_begin() { name } else { format!("api-{name}") };
    let name = cut(name.trim_end_matches('-'));
    if is_package(&name) { name } else { format!("{name}-api") }
}

/// Whether Cargo takes a name for that of a package, and Rust for that of a library.
pub fn is_package(name: &str) -> bool {
    let starts = name.starts_with(|first: char| first.is_ascii_alphabetic());
    let valid = name.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '_'));
    let module = name.replace('-', "_");
    let reserved = [KEYWORDS, NEVER_RAW, CRATES, List("test")].iter().any(|list| list.contains(&module));
    starts && valid && !reserved && !is_windows_device(name) && name.len() <= MAX_PACKAGE
}

/// Cuts a name at a word so that it is short enough, with room for what may come after it.
fn cut(name: &str) -> String {
    let max = MAX_PACKAGE - "-api".len();
    let Some(kept) = name.get(..max).filter(|_| name.len() > max) else {
        return name.to_owned();
    };
    kept.rsplit_once('-').map_or(kept, |(words, _)| words).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{is_package, package};

    #[test]
    fn a_title_becomes_a_package() {
        for (title, expected) in [
            ("Containers API", "containers-api"),
            ("OpenAI API (v2.1)", "open-ai-api-v2-1"),
            ("Swagger Petstore - OpenAPI 3.0", "swagger-petstore-open-api-3-0"),
            ("", "api"),
            ("42", "api-42"),
            ("Type", "type-api"),
            ("std", "std-api"),
            ("serde", "serde-api"),
            ("test", "test-api"),
            ("NUL", "nul-api"),
            ("Кофейня", "kofeinya"),
            ("---", "minus-minus-minus"),
        ] {
            assert_eq!(package(title), expected);
            assert!(is_package(&package(title)), "{title}");
        }
    }

    #[test]
    fn a_long_title_is_cut_at_a_word() {
        let name = package(&"container ".repeat(30));
        assert_eq!(name, ["container"; 6].join("-"));
        assert_eq!(package(&"x".repeat(300)), "x".repeat(60));
    }

    #[test]
    fn names_that_cargo_refuses_are_known() {
        for name in ["", "1api", "-api", "a b", "a/b", "type", "self", "core", "con", "кафе", &"a".repeat(65)] {
            assert!(!is_package(name), "{name:?}");
        }
        for name in ["containers", "my_api", "a-b-2", "Api"] {
            assert!(is_package(name), "{name:?}");
        }
    }
}
