//! Tokens → text that a person likes to read: prettyplease's layout, with air between items and between methods.

use std::fmt;

use proc_macro2::TokenStream;
use syn::{File, Item};

/// Emitted code could not be laid out.
#[derive(Debug)]
pub enum FormatError {
    /// The tokens are no Rust.
    Parse(syn::Error),
    /// The text with air is no longer the same code.
    Changed,
}

impl fmt::Display for FormatError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parse(error) => write!(formatter, "emitted code is no Rust: {error}"),
            Self::Changed => formatter.write_str("emitted code would change by its layout"),
        }
    }
}

impl std::error::Error for FormatError {}

/// Lays out a file.
///
/// # Errors
///
/// The tokens are no file of Rust.
pub fn format(tokens: TokenStream) -> Result<String, FormatError> {
    let file: File = syn::parse2(tokens).map_err(FormatError::Parse)?;
    let plain = prettyplease::unparse(&file);
    let text = with_air(file);
    let again = syn::parse_file(&text).map_err(FormatError::Parse)?;
    if prettyplease::unparse(&again) == plain {
        Ok(text)
    } else {
        Err(FormatError::Changed)
    }
}

/// Item by item, with a blank line between two that are not lists of the same kind.
fn with_air(file: File) -> String {
    let mut text = prettyplease::unparse(&File {
        items: Vec::new(),
        ..file.clone()
    });
    let mut before: Option<Kind> = None;
    for item in file.items {
        let kind = Kind::of(&item);
        let packed = before == Some(kind) && kind != Kind::Other;
        if !packed && !text.is_empty() {
            text.push('\n');
        }
        let has_methods = matches!(item, Item::Impl(_) | Item::Trait(_) | Item::Mod(_));
        let item = prettyplease::unparse(&File {
            items: vec![item],
            attrs: Vec::new(),
            shebang: None,
            frontmatter: None,
        });
        text.push_str(&if has_methods { between_methods(&item) } else { item });
        before = Some(kind);
    }
    text
}

/// What an item is, as far as blank lines go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Use,
    PublicUse,
    Module,
    Call,
    Other,
}

impl Kind {
    fn of(item: &Item) -> Self {
        match item {
            Item::Use(item) if matches!(item.vis, syn::Visibility::Inherited) => Self::Use,
            Item::Use(_) => Self::PublicUse,
            Item::Mod(item)
                if item.content.is_none() && !item.attrs.iter().any(|attribute| attribute.path().is_ident("doc")) =>
            {
                Self::Module
            }
            Item::Macro(item) if item.ident.is_none() => Self::Call,
            _ => Self::Other,
        }
    }
}

/// Puts a blank line after each method but the last of a block, and after the imports of a module.
fn between_methods(item: &str) -> String {
    let lines: Vec<&str> = item.lines().collect();
    let mut text = String::with_capacity(item.len() + 64);
    for (index, line) in lines.iter().enumerate() {
        text.push_str(line);
        text.push('\n');
        let indent = line.len() - line.trim_start().len();
        let next = lines.get(index + 1);
        let is_import = |line: &str| line.starts_with("    use ");
        let ends_imports = is_import(line) && next.is_some_and(|next| !is_import(next));
        let ends_method = line.trim_start() == "}" && indent == 4;
        if (ends_method || ends_imports) && next.is_some_and(|next| *next != "}" && !next.is_empty()) {
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::format;

    #[test]
    fn items_and_methods_have_air() {
        let text = format(quote! {
            use a::B;
            use c::D;
            pub struct E;
            impl E {
                pub fn f() {}
                #[doc = " G."]
                pub fn g() { if true { h() } }
            }
            object!(E, X);
        });
        let wanted = "use a::B;\nuse c::D;\n\npub struct E;\n\nimpl E {\n    pub fn f() {}\n    /// G.\n    pub fn g() {\n        \
                      if true {\n            h()\n        }\n    }\n}\n\nobject!(E, X);\n";
        assert_eq!(text.unwrap(), wanted);
    }

    #[test]
    fn imports_of_a_module_are_set_off() {
        let text = format(quote!(
            mod m {
                use a::B;
                use c::D;
                fn f() {}
            }
        ));
        assert_eq!(
            text.unwrap(),
            "mod m {\n    use a::B;\n    use c::D;\n\n    fn f() {}\n}\n"
        );
    }

    #[test]
    fn what_is_no_rust_is_an_error() {
        assert!(format(quote!(pub struct 1)).is_err());
    }
}
