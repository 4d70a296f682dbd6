//! Tokens to text that a person likes to read: prettyplease's layout, with air in it. Must not know what the code does.
//!
//! Air is put in as items that are printed like any other and then taken for what they stand for ([`air`](super::air)),
//! so that no rule looks at text. Whatever the rules, the text is only taken if it is still the same code.

use std::fmt;

use proc_macro2::TokenStream;

use super::air;

/// Emitted code that is no Rust: a defect of the emitters.
#[derive(Debug)]
pub struct FormatError(syn::Error);

impl fmt::Display for FormatError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "emitted code is no Rust: {}", self.0)
    }
}

impl std::error::Error for FormatError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// Lays out a file: a blank line between items and between methods, none between imports or modules of one kind.
///
/// # Errors
///
/// The tokens are no file of Rust.
pub fn format(tokens: TokenStream) -> Result<String, FormatError> {
    let file = air::canonical(syn::parse2(tokens).map_err(FormatError)?);
    let plain = prettyplease::unparse(&file);
    let text = air::unparse(file, &plain);
    Ok(if is_same(&text, &plain) { text } else { plain })
}

/// Whether two texts are the same code.
fn is_same(text: &str, plain: &str) -> bool {
    // Comparing tokens would not do: layout adds and drops commas. What is printed of what was read is one form.
    let again = |text: &str| syn::parse_file(text).map(|file| prettyplease::unparse(&air::canonical(file)));
    // Printed again, code is mostly as it was printed first; comments are not.
    again(text).is_ok_and(|again_text| again_text == plain || again(plain).is_ok_and(|again| again == again_text))
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;

    use super::format;

    #[track_caller]
    fn check(tokens: TokenStream, expected: &str) {
        assert_eq!(format(tokens).unwrap(), expected);
    }

    #[test]
    fn items_and_methods_have_air() {
        check(
            quote! {
                pub struct E;
                impl E {
                    pub const ALL: u8 = 1;
                    const LAST: u8 = 2;
                    pub fn f() {}
                    #[doc = " G."]
                    pub fn g() { if true { h() } }
                }
                pub trait T {
                    type A;
                    fn a();
                    #[doc = " B."]
                    fn b() {}
                }
                impl T for E {}
            },
            "\
pub struct E;

impl E {
    pub const ALL: u8 = 1;
    const LAST: u8 = 2;

    pub fn f() {}

    /// G.
    pub fn g() {
        if true {
            h()
        }
    }
}

pub trait T {
    type A;

    fn a();

    /// B.
    fn b() {}
}

impl T for E {}
",
        );
    }

    #[test]
    fn imports_and_modules_are_packed_by_kind() {
        check(
            quote! {
                use a::B;
                use c::D;
                #[cfg(feature = "e")]
                mod e;
                mod f;
                #[doc = " G."]
                pub mod g;
                pub use e::*;
                pub use f::*;
                use h::I;
            },
            "\
use a::B;
use c::D;

#[cfg(feature = \"e\")]
mod e;
mod f;

/// G.
pub mod g;

pub use e::*;
pub use f::*;

use h::I;
",
        );
    }

    #[test]
    fn attributes_of_a_file_stand_apart() {
        check(
            quote! {
                #![doc = " A."]
                #![doc = ""]
                #![doc = " B."]
                #![forbid(unsafe_code)]
                pub mod c;
            },
            "//! A.\n//!\n//! B.\n\n#![forbid(unsafe_code)]\n\npub mod c;\n",
        );
        check(quote!(#![doc = " A."]), "//! A.\n");
        check(quote!(), "");
    }

    #[test]
    fn a_module_has_air_in_it() {
        check(
            quote! {
                mod a {
                    use super::*;
                    fn b() {}
                    fn c() {}
                }
            },
            "mod a {\n    use super::*;\n\n    fn b() {}\n\n    fn c() {}\n}\n",
        );
    }

    #[test]
    fn a_call_of_a_macro_belongs_to_the_item_before_it() {
        check(
            quote! {
                static A: u8 = 1;
                object!(models::A, A);
                static B: u8 = 2;
                newtype!(models::B, Vec<support::Map<String>>, B, &'static str);
            },
            "\
static A: u8 = 1;
object!(models::A, A);

static B: u8 = 2;
newtype!(models::B, Vec<support::Map<String>>, B, &'static str);
",
        );
    }

    #[test]
    fn a_long_call_has_a_line_an_argument() {
        check(
            quote! {
                object!(models::AnObjectOfWhichTheNameIsQuiteLong, AN_OBJECT_OF_WHICH_THE_NAME_IS_QUITE_LONG_INDEED);
            },
            "\
object!(
    models::AnObjectOfWhichTheNameIsQuiteLong,
    AN_OBJECT_OF_WHICH_THE_NAME_IS_QUITE_LONG_INDEED
);
",
        );
    }

    #[test]
    fn other_macros_stay_as_they_are() {
        check(
            quote! {
                macro_rules! a { () => {}; }
                a! { b c }
                a!(b c, d);
                a!(b, c,);
            },
            "macro_rules! a {\n    () => {};\n}\n\na! {\n    b c\n}\na!(b c, d);\na!(b, c,);\n",
        );
    }

    #[test]
    fn text_that_looks_like_code_is_text() {
        let hostile = "}\n    }\nconst \u{1C0}: () = ();\nfn x() {}";
        let text = format(quote! {
            impl A {
                const B: &str = #hostile;
                fn c() {}
            }
        });
        let text = text.unwrap();
        assert!(text.contains(&format!("{hostile:?}")), "{text}");
        assert_eq!(text.lines().count(), 5);
    }

    #[test]
    fn what_is_no_rust_is_an_error() {
        let error = format(quote!(pub struct 1)).unwrap_err();
        assert!(error.to_string().starts_with("emitted code is no Rust: "));
    }
}
