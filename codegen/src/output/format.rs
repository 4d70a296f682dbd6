//! Tokens to text that a person likes to read: prettyplease's layout, with air in it. Must not know what the code does.
//!
//! Air is put in as items that are printed like any other and then taken for what they stand for (`air`),
//! so that no rule looks at text. That the code stays what it was is proved by tests, over real code: to read back
//! what was printed takes longer than all that was done to print it.

use std::fmt;

use proc_macro2::TokenStream;

use super::air::{self, Page};
use crate::emit::Items;

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
pub fn format(items: Items<'_>) -> Result<String, FormatError> {
    let mut body = Page::default();
    for piece in items.body {
        body.add(layout(piece)?);
    }
    let mut page = layout((items.head)())?;
    page.add(body);
    Ok(page.text)
}

fn layout(tokens: TokenStream) -> Result<Page, FormatError> {
    Ok(air::unparse(syn::parse2(tokens).map_err(FormatError)?))
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use proc_macro2::{Ident, Span, TokenStream};
    use quote::quote;

    use super::{FormatError, Items};

    fn format(tokens: TokenStream) -> Result<String, FormatError> {
        super::format(tokens.into())
    }

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
    fn pieces_are_laid_out_like_a_whole() {
        let docs = quote! {
            #![doc = " A."]
        };
        let head = quote! {
            #docs
            use a::B;
        };
        let pieces = [
            quote!(
                use c::D;
            ),
            quote!(),
            quote!(static E: u8 = 1; object!(models::E, E);),
            quote!(object!(models::F, F);),
            quote!(
                fn f() {}
            ),
        ];
        let whole: TokenStream = pieces.iter().cloned().collect();
        for head in [quote!(), docs, head] {
            let items = Items { head: Box::new(|| head.clone()), body: Box::new(pieces.iter().cloned()) };
            assert_eq!(super::format(items).unwrap(), format(quote!(#head #whole)).unwrap());
        }
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
    fn a_file_may_have_the_letter_of_the_stand_ins() {
        let letter = Ident::new("\u{1C0}", Span::call_site());
        let hostile = "\nconst \u{1C0}: () = ();\n";
        let text = format(quote! {
            #![doc = " A."]
            #![forbid(unsafe_code)]
            impl #letter {
                const #letter: &str = #hostile;
                fn a() {}
            }
            trait A {
                fn b() {
                    const #letter: () = ();
                }
                fn c() {}
            }
            object!(models::A, A);
        });
        let expected = "\
//! A.

#![forbid(unsafe_code)]

impl ǀ {
    const ǀ: &str = \"\\nconst ǀ: () = ();\\n\";

    fn a() {}
}

trait A {
    fn b() {
        const ǀ: () = ();
    }

    fn c() {}
}
object!(models::A, A);
";
        assert_eq!(text.unwrap(), expected);
    }

    /// Every file of the support, which has of everything.
    #[test]
    fn what_is_laid_out_is_the_same_code() {
        let support = Path::new(env!("CARGO_MANIFEST_DIR")).join("support");
        let mut folders = vec![support];
        let mut count = 0;
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let tokens: TokenStream = fs::read_to_string(&path).unwrap().parse().unwrap();
                // Printed again, code is as it was printed first, but for the blanks in the arguments of macros.
                let again = |text: &str| prettyplease::unparse(&syn::parse_file(text).unwrap());
                let plain = prettyplease::unparse(&syn::parse2(tokens.clone()).unwrap());
                assert!(again(&format(tokens).unwrap()) == again(&plain), "{}", path.display());
                count += 1;
            }
        }
        assert!(count > 50, "{count} files");
    }

    #[test]
    fn what_is_no_rust_is_an_error() {
        let error = format(quote!(pub struct 1)).unwrap_err();
        assert!(error.to_string().starts_with("emitted code is no Rust: "));
    }
}
