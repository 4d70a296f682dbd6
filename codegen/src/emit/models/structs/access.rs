//! Setters, and readers of what has a default.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::{
        doc::{self, Doc},
        field::{self, Field},
        lints,
        shape::{self, plain},
        tokens::ident,
    },
    ir::{Api, Shape},
};

/// The setter of what `new` does not take.
pub(super) fn setter(field: &Field<'_>) -> Option<TokenStream> {
    let has_a_choice = !field.member.required || (field.default.is_some() && field.is_set_by_new());
    if !has_a_choice || matches!(plain(field.shape), Shape::Never) {
        return None;
    }
    let doc = Doc::new().line(format!("Sets {}.", doc::code(&field.member.name)));
    let deprecated = field.member.deprecated.then(|| quote!(#[deprecated]));
    let (setter, name) = (ident(field.setter), field.name());
    let operator = lints::of_setter(field.setter.as_str());
    let placeholder = lints::of_parameters([field.field.as_str()].into_iter());
    let (parameter, assignment) = match plain(field.shape) {
        // There is nothing to say about a `null`.
        Shape::Null => (None, quote!(self.#name = Some(());)),
        _ => {
            let (parameter, assignment) = field.assignment();
            (Some(quote!(, #name: #parameter)), assignment)
        }
    };
    let deep = parameter.as_ref().and_then(lints::of_types);
    Some(quote! {
        #doc
        #deprecated
        #operator
        #placeholder
        #deep
        #[must_use]
        pub fn #setter(mut self #parameter) -> Self {
            #assignment
            self
        }
    })
}

/// The reader of an optional member that has a default.
pub(super) fn default_reader(api: &Api, field: &Field<'_>) -> Option<TokenStream> {
    let default = field.default.filter(|_| !field.member.required)?;
    let json = doc::code(&default.json);
    let doc = Doc::new().line(format!("{}, or its default: {json}.", doc::code(&field.member.name)));
    let (method, name) = (ident(&default.method), field.name());
    let (shape, is_nullable) = match plain(field.shape) {
        Shape::Nullable(inner) => (plain(inner), true),
        shape => (shape, false),
    };
    let fallback = field::borrowed_default(api, shape, default.value.as_ref()?)?;
    let Lent { rust, fallback, option, nullable } = lend(api, shape, fallback);
    let (rust, body) = match is_nullable {
        false => (rust, quote!(self.#name #option.unwrap_or(#fallback))),
        // `null` is a value of its own: only what is left out has the default.
        true => (
            quote!(Option<#rust>),
            quote! {
                if self.#name.is_absent() {
                    Some(#fallback)
                } else {
                    self.#name #nullable
                }
            },
        ),
    };
    let allow = lints::of_numbers(&body);
    Some(quote! {
        #doc
        #allow
        pub fn #method(&self) -> #rust {
            #body
        }
    })
}

/// How a value is lent out by a method.
struct Lent {
    /// The type: a copy, or a reference.
    rust: TokenStream,
    /// The fallback as such.
    fallback: TokenStream,
    /// From an `Option` to an `Option` of it.
    option: TokenStream,
    /// From a `Nullable` to an `Option` of it.
    nullable: TokenStream,
}

fn lend(api: &Api, shape: &Shape, fallback: TokenStream) -> Lent {
    let rust = shape::rust(api, shape);
    match shape {
        Shape::String(_) => Lent {
            rust: quote!(&str),
            fallback,
            option: quote!(.as_deref()),
            nullable: quote!(.as_ref().map(String::as_str)),
        },
        Shape::Named(_) => Lent {
            rust: quote!(&#rust),
            fallback: quote!(&#fallback),
            option: quote!(.as_ref()),
            nullable: quote!(.as_ref()),
        },
        _ => Lent { rust, fallback, option: TokenStream::new(), nullable: quote!(.into_value()) },
    }
}
