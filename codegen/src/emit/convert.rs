//! `convert`: what turns scalars into the types of other crates that were chosen for them, and back; a file per crate.
//!
//! A crate is behind a feature, and `cfg` stands on `mod` lines only. What converts to the standard library is always
//! there, in the module itself.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    doc::{Doc, code},
    shape::{self, plain},
    tokens::{self, ident},
};
use crate::ir::{Api, Crate, Foreign, Shape, TextKind, Type, TypeKind};

/// Whether a type converts to one of another crate, or of the standard library.
pub(super) fn is_used(api: &Api) -> bool {
    api.types.iter().any(|ty| ty.foreign.is_some())
}

/// `convert/mod.rs`
pub(super) fn index(api: &Api) -> TokenStream {
    let doc = Doc::new().line("Values as the types that were chosen for them, of other crates, and back.").inner();
    let modules = api.crates.iter().map(|of| {
        let (feature, name) = (&of.feature, ident(&of.ident));
        quote!(#[cfg(feature = #feature)] mod #name;)
    });
    let standard = conversions(api, None);
    let uses = uses(&standard, &quote!(super));
    quote! {
        #doc
        #(#modules)*
        #uses
        #standard
    }
}

/// `convert/<crate>.rs`
pub(super) fn file(api: &Api, of: &Crate) -> TokenStream {
    let doc = Doc::new().line(format!("Values as types of {}, and back.", code(&of.name))).inner();
    let conversions = conversions(api, Some(of));
    let uses = uses(&conversions, &quote!(super::super));
    quote! {
        #doc
        #uses
        #conversions
    }
}

/// The modules that conversions name, from where these lie.
fn uses(conversions: &TokenStream, root: &TokenStream) -> Option<TokenStream> {
    let support = tokens::mention(conversions, "support").then(|| quote!(use #root::support;));
    (!conversions.is_empty()).then(|| quote! { use #root::models::*; #support })
}

fn conversions(api: &Api, of: Option<&Crate>) -> TokenStream {
    let chosen = api.types.iter().filter_map(|ty| match (&ty.foreign, &ty.kind) {
        (Some(foreign), TypeKind::Newtype(shape)) if foreign.of.as_ref() == of.map(|of| &of.ident) => {
            Some(conversion(api, ty, foreign, shape))
        }
        _ => None,
    });
    chosen.collect()
}

/// Both ways between a type and the one that was chosen for it.
fn conversion(api: &Api, ty: &Type, foreign: &Foreign, shape: &Shape) -> TokenStream {
    let (name, method) = (ident(&ty.name), ident(&foreign.method));
    // The IR has absolute paths only; of another text there would be no conversion.
    let Ok(path) = syn::parse_str::<syn::Path>(&foreign.path) else {
        return TokenStream::new();
    };
    let doc = Doc::new()
        .line(format!("The value as a {}, or the error of reading one from its text.", code(&foreign.shown())));
    let text = text(shape);
    let back = back(api, &name, &path, shape);
    quote! {
        impl #name {
            #doc
            pub fn #method(&self) -> Result<#path, <#path as std::str::FromStr>::Err> {
                #text.parse()
            }
        }
        #back
    }
}

/// The text of a value.
fn text(shape: &Shape) -> TokenStream {
    match plain(shape) {
        Shape::String(text) => match text.kind {
            TextKind::Plain => quote!(self.0),
            TextKind::Secret => quote!(self.0.expose()),
            TextKind::DateTime | TextKind::Date | TextKind::Uuid | TextKind::Base64 => quote!(self.0.as_str()),
        },
        _ => quote!(self.0.to_string()),
    }
}

/// From the chosen type: a text is taken as it is, for `Validate` to check; of others, only a number is one.
fn back(api: &Api, name: &proc_macro2::Ident, path: &syn::Path, shape: &Shape) -> TokenStream {
    let inner = shape::rust(api, plain(shape));
    match plain(shape) {
        Shape::String(text) => {
            let value = match text.kind {
                TextKind::Plain => quote!(value.to_string()),
                TextKind::Secret => quote!(value.to_string().into()),
                _ => quote!(#inner::unchecked(value.to_string())),
            };
            quote! {
                impl From<#path> for #name {
                    fn from(value: #path) -> Self {
                        Self(#value)
                    }
                }
            }
        }
        _ => quote! {
            impl TryFrom<#path> for #name {
                type Error = <#inner as std::str::FromStr>::Err;
                fn try_from(value: #path) -> Result<Self, Self::Error> {
                    value.to_string().parse().map(Self)
                }
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{self, api, integer, layout, newtype, text_of};
    use super::*;

    fn foreign(path: &str, of: Option<&str>, method: &str) -> Option<Foreign> {
        Some(Foreign { path: path.to_owned(), of: of.map(testing::ident), method: testing::ident(method) })
    }

    fn shop() -> Api {
        let texts = [TextKind::Plain, TextKind::Secret, TextKind::Uuid].map(text_of);
        let shapes = texts.into_iter().chain([integer()]);
        let types = shapes.zip(["Site", "Key", "Id", "Count"]).map(|(shape, name)| newtype(name, shape));
        let mut api = api(types.collect());
        api.types[0].foreign = foreign("::url::Url", Some("url"), "to_url");
        api.types[1].foreign = foreign("::url::Host", Some("url"), "to_host");
        api.types[2].foreign = foreign("::std::string::String", None, "to_string");
        api.types[3].foreign = foreign("::std::num::NonZero<::std::primitive::u64>", None, "to_non_zero");
        api.crates = vec![Crate {
            ident: testing::ident("url"),
            name: "url".to_owned(),
            feature: "crate-url".to_owned(),
            by_default: false,
            version: Some("2".to_owned()),
            path: None,
            features: Vec::new(),
        }];
        api
    }

    #[test]
    fn a_text_becomes_what_its_text_says_and_a_number_may_be_none() {
        let api = shop();
        insta::assert_snapshot!(layout(index(&api)), @r#"
        //! Values as the types that were chosen for them, of other crates, and back.
        #[cfg(feature = "crate-url")]
        mod url;
        use super::models::*;
        use super::support;
        impl Id {
            /// The value as a `std::string::String`, or the error of reading one from its text.
            pub fn to_string(
                &self,
            ) -> Result<
                ::std::string::String,
                <::std::string::String as std::str::FromStr>::Err,
            > {
                self.0.as_str().parse()
            }
        }
        impl From<::std::string::String> for Id {
            fn from(value: ::std::string::String) -> Self {
                Self(support::Uuid::unchecked(value.to_string()))
            }
        }
        impl Count {
            /// The value as a `std::num::NonZero<u64>`, or the error of reading one from its text.
            pub fn to_non_zero(
                &self,
            ) -> Result<
                ::std::num::NonZero<::std::primitive::u64>,
                <::std::num::NonZero<::std::primitive::u64> as std::str::FromStr>::Err,
            > {
                self.0.to_string().parse()
            }
        }
        impl TryFrom<::std::num::NonZero<::std::primitive::u64>> for Count {
            type Error = <i64 as std::str::FromStr>::Err;
            fn try_from(
                value: ::std::num::NonZero<::std::primitive::u64>,
            ) -> Result<Self, Self::Error> {
                value.to_string().parse().map(Self)
            }
        }
        "#);
        insta::assert_snapshot!(layout(file(&api, &api.crates[0])), @r#"
        //! Values as types of `url`, and back.
        use super::super::models::*;
        impl Site {
            /// The value as a `url::Url`, or the error of reading one from its text.
            pub fn to_url(&self) -> Result<::url::Url, <::url::Url as std::str::FromStr>::Err> {
                self.0.parse()
            }
        }
        impl From<::url::Url> for Site {
            fn from(value: ::url::Url) -> Self {
                Self(value.to_string())
            }
        }
        impl Key {
            /// The value as a `url::Host`, or the error of reading one from its text.
            pub fn to_host(
                &self,
            ) -> Result<::url::Host, <::url::Host as std::str::FromStr>::Err> {
                self.0.expose().parse()
            }
        }
        impl From<::url::Host> for Key {
            fn from(value: ::url::Host) -> Self {
                Self(value.to_string().into())
            }
        }
        "#);
    }
}
