//! How a value is made by hand: `new`, `Default`, and the struct of the required members.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::{
        doc::{self, Doc},
        field::{Argument, Field, Origin},
        lints,
        tokens::ident,
    },
    ir::{Additional, Ident, Struct, Type},
};

/// So many parameters are a call that can still be read; clippy says so too.
const MOST_PARAMETERS: usize = 7;

/// How a value is made by hand.
pub(super) struct Construction {
    /// `new`
    pub(super) method: Option<TokenStream>,
    /// What stands beside the `impl`: `Default`, or the struct of the required members.
    pub(super) items: TokenStream,
}

/// How a struct is made: by `new`, as long as its parameters are few.
pub(super) fn construction(ty: &Type, it: &Struct, fields: &[Field<'_>]) -> Construction {
    let arguments: Vec<_> = fields.iter().filter(|field| matches!(field.origin(), Origin::Argument)).collect();
    match &it.required {
        Some(required) if arguments.len() > MOST_PARAMETERS => {
            Construction { method: None, items: from_required(ty, it, fields, &arguments, required) }
        }
        _ => Construction {
            method: Some(new(ty, it, fields, &arguments)),
            items: arguments.is_empty().then(|| default(ty)).into_iter().collect(),
        },
    }
}

fn new(ty: &Type, it: &Struct, fields: &[Field<'_>], arguments: &[&Field<'_>]) -> TokenStream {
    let with = match (arguments.is_empty(), fields.is_empty()) {
        (false, _) => " with its required members",
        (true, false) => " without its optional members",
        (true, true) => "",
    };
    let doc = Doc::new().line(format!("A new `{}`{with}.", ty.name.as_str()));
    let placeholder = lints::of_parameters(arguments.iter().map(|field| field.field.as_str()));
    let parameters = arguments.iter().map(|field| {
        let (name, Argument { parameter, .. }) = (field.name(), field.argument());
        quote!(#name: #parameter,)
    });
    let parameters: TokenStream = parameters.collect();
    let deep = lints::of_types(&parameters);
    let body = literal(it, fields, |field| field.argument().value);
    let numbers = lints::of_numbers(&body);
    quote! {
        #doc
        #placeholder
        #numbers
        #deep
        pub fn new(#parameters) -> Self {
            #body
        }
    }
}

fn default(ty: &Type) -> TokenStream {
    let name = ident(&ty.name);
    quote! {
        impl Default for #name {
            fn default() -> Self {
                Self::new()
            }
        }
    }
}

/// The struct of the required members, for where they are too many for `new`.
fn from_required(
    ty: &Type,
    it: &Struct,
    fields: &[Field<'_>],
    arguments: &[&Field<'_>],
    required: &Ident,
) -> TokenStream {
    let (name, from) = (ident(&ty.name), ident(required));
    let doc = Doc::new().line(format!("The required members of a [`{}`], which is made from them.", ty.name.as_str()));
    let declarations = arguments.iter().map(|field| {
        let doc = Doc::new().line(doc::code(&field.member.name));
        let (name, rust) = (field.name(), field.rust());
        let allow = lints::of_types(&rust);
        quote! {
            #doc
            #allow
            pub #name: #rust,
        }
    });
    let body = literal(it, fields, |field| {
        let name = field.name();
        quote!(required.#name)
    });
    let allow = lints::of_numbers(&body);
    quote! {
        #doc
        #[derive(Clone)]
        pub struct #from {
            #(#declarations)*
        }
        impl From<#from> for #name {
            #allow
            fn from(required: #from) -> Self {
                #body
            }
        }
    }
}

/// The struct's literal: what is said, what is known, and the rest blank.
fn literal(it: &Struct, fields: &[Field<'_>], argument: impl Fn(&Field<'_>) -> TokenStream) -> TokenStream {
    let mut is_whole = !matches!(it.additional, Additional::Kept { .. });
    let mut values = Vec::new();
    for field in fields {
        let value = match field.origin() {
            Origin::Argument => argument(field),
            Origin::Value(value) => value,
            Origin::Blank => {
                is_whole = false;
                continue;
            }
        };
        let name = field.name();
        values.push(match name == value.to_string() {
            true => quote!(#name),
            false => quote!(#name: #value),
        });
    }
    match (is_whole, values.is_empty()) {
        (true, _) => quote!(Self { #(#values),* }),
        (false, true) => quote!(support::blank()),
        (false, false) => quote!(Self { #(#values,)* ..support::blank() }),
    }
}
