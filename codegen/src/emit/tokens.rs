//! The smallest tokens: identifiers and literals. It knows how Rust spells them, nothing of what they mean.

use proc_macro2::{Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::quote;

use super::doc;
use crate::ir;

/// An identifier of the IR as a token. Nothing else makes identifiers out of names.
pub(super) fn ident(name: &ir::Ident) -> Ident {
    match name.as_str().strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name.as_str(), Span::call_site()),
    }
}

/// A word of ours as a token.
pub(super) fn word(word: &str) -> Ident {
    Ident::new(word, Span::call_site())
}

/// A string literal, raw where that saves escapes.
pub(super) fn string(text: &str) -> Literal {
    let plain = |c: char| c == ' ' || c.is_ascii_graphic() || c.is_alphanumeric();
    if text.contains(['\\', '"']) && text.chars().all(plain) {
        let hashes = raw_hashes(text);
        // At most 255 hashes are a literal.
        if let Ok(raw) = format!("r{hashes}\"{text}\"{hashes}").parse() {
            return raw;
        }
    }
    Literal::string(text)
}

/// A JSON text as a literal that shows it as it is.
pub(super) fn json(text: &str) -> Literal {
    let text = doc::visible_json(text);
    let hashes = raw_hashes(&text);
    match text.contains(['"', '\\']) {
        // At most 255 hashes are a literal.
        true => format!("r{hashes}\"{text}\"{hashes}").parse().unwrap_or_else(|_| Literal::string(&text)),
        false => Literal::string(&text),
    }
}

/// The hashes that a raw string needs so that no quote in it ends it.
pub(super) fn raw_hashes(text: &str) -> String {
    let mut hashes = 0;
    for (at, _) in text.match_indices('"') {
        let after = text.get(at + 1..).unwrap_or_default();
        hashes = hashes.max(1 + after.len() - after.trim_start_matches('#').len());
    }
    "#".repeat(hashes)
}

/// An integer literal without a suffix.
pub(super) fn integer(value: i128) -> TokenStream {
    let magnitude = Literal::u128_unsuffixed(value.unsigned_abs());
    match value < 0 {
        true => negative(magnitude),
        false => quote!(#magnitude),
    }
}

/// A literal of an `f64`.
pub(super) fn double(value: f64) -> TokenStream {
    float(value, format!("{:?}", value.abs()))
}

/// A literal of an `f32`.
pub(super) fn single(value: f32) -> TokenStream {
    float(f64::from(value), format!("{:?}", value.abs()))
}

fn float(value: f64, magnitude: String) -> TokenStream {
    match magnitude.parse::<Literal>() {
        Ok(literal) if value.is_sign_negative() => negative(literal),
        Ok(literal) => quote!(#literal),
        // JSON has no such numbers.
        Err(_) => quote!(f64::NAN),
    }
}

fn negative(magnitude: Literal) -> TokenStream {
    let minus = Punct::new('-', Spacing::Joint);
    quote!(#minus #magnitude)
}

/// Whether tokens have a path that starts with this name: `support::…`.
pub(super) fn mention(tokens: &TokenStream, name: &str) -> bool {
    let mut trees = tokens.clone().into_iter().peekable();
    while let Some(tree) = trees.next() {
        let found = match &tree {
            TokenTree::Ident(ident) => {
                ident == name && matches!(trees.peek(), Some(TokenTree::Punct(next)) if next.as_char() == ':')
            }
            TokenTree::Group(group) => mention(&group.stream(), name),
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}

/// Whether tokens have a word.
pub(super) fn mentions_word(tokens: &TokenStream, word: &str) -> bool {
    tokens.clone().into_iter().any(|tree| match tree {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Group(group) => mentions_word(&group.stream(), word),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_raw_where_they_say_so() {
        assert_eq!(ident(&ir::Ident("r#type".to_owned())).to_string(), "r#type");
        assert_eq!(ident(&ir::Ident("name".to_owned())).to_string(), "name");
    }

    #[test]
    fn strings_are_raw_only_where_that_saves_escapes() {
        assert_eq!(string("^a$").to_string(), r#""^a$""#);
        assert_eq!(string(r"\d").to_string(), r#"r"\d""#);
        assert_eq!(string(r#"a"b"#).to_string(), r##"r#"a"b"#"##);
        assert_eq!(string("a\"##\\").to_string(), "r###\"a\"##\\\"###");
        assert_eq!(string("\\\n").to_string(), r#""\\\n""#);
        assert_eq!(string("\\\u{202e}").to_string(), r#""\\\u{202e}""#);
    }

    #[test]
    fn no_json_gets_out_of_its_literal() {
        for text in ["\"#\");#", "\\", "\u{202e}", "\u{0}", "é—🦀", "*/", "r\"##"] {
            let example = serde_json::json!({ "word": text }).to_string();
            let literal = json(&example).to_string();
            assert!(!literal.contains('\u{202e}'));
            let syn::Lit::Str(read) = syn::parse_str(&literal).unwrap() else { panic!("{literal}") };
            let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
            assert_eq!(value(&read.value()), value(&example), "{literal}");
        }
        assert_eq!(json(r#"{"word":"é—🦀"}"#).to_string(), r##"r#"{"word":"é—🦀"}"#"##);
    }

    #[test]
    fn more_hashes_than_a_raw_string_may_have_are_escaped() {
        let text = format!("\"{}", "#".repeat(300));
        assert!(string(&text).to_string().starts_with(r#""\""#));
    }

    #[test]
    fn numbers_keep_their_value() {
        assert_eq!(integer(-1).to_string(), "-1");
        assert_eq!(integer(i128::MIN).to_string(), "-170141183460469231731687303715884105728");
        assert_eq!(double(0.5).to_string(), "0.5");
        assert_eq!(double(-2.0).to_string(), "-2.0");
        assert_eq!(double(1e300).to_string(), "1e300");
        assert_eq!(single(0.1).to_string(), "0.1");
        assert_eq!(double(f64::NAN).to_string(), "f64 :: NAN");
    }

    #[test]
    fn paths_are_found_at_any_depth() {
        assert!(mention(
            &quote!(
                fn f() {
                    g(support::blank())
                }
            ),
            "support"
        ));
        assert!(!mention(
            &quote!(
                fn f() {
                    self.support
                }
            ),
            "support"
        ));
    }
}
