//! Structs: fields, `new`, setters, readers of defaults, and the tag.

mod access;
mod construction;

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::{
        doc::{self, Doc},
        field::Field,
        lints, shape,
        tokens::ident,
    },
    ir::{Additional, Api, Role, Struct, Type},
};

use super::rules;
use access::{default_reader, setter};
use construction::{Construction, construction};

/// The struct and its methods.
pub(super) fn model(api: &Api, ty: &Type, it: &Struct) -> TokenStream {
    let name = ident(&ty.name);
    let doc = doc::of_type(ty, rules::sentence(&it.rules).as_deref());
    let fields = Field::all(api, it);
    let declarations = fields.iter().map(declaration);
    let additional = additional(api, &it.additional);
    let Construction { method, items } = construction(ty, it, &fields);
    let accessors = fields.iter().flat_map(|field| [setter(field), default_reader(api, field)]);
    let methods: TokenStream = method.into_iter().chain(accessors.flatten()).chain(tags(it)).collect();
    let methods = (!methods.is_empty()).then(|| quote!(impl #name { #methods }));
    quote! {
        #doc
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct #name {
            #(#declarations)*
            #additional
        }
        #methods
        #items
    }
}

fn declaration(field: &Field<'_>) -> TokenStream {
    let doc = doc::of_member(field.member, field.default.map(|default| default.json.as_str()));
    let (name, rust) = (field.name(), field.rust());
    let allow = lints::of_types(&rust);
    quote! {
        #doc
        #allow
        pub #name: #rust,
    }
}

fn additional(api: &Api, additional: &Additional) -> Option<TokenStream> {
    let Additional::Kept { field, shape } = additional else {
        return None;
    };
    let doc = Doc::new().line("Members that have no field of their own.");
    let (name, values) = (ident(field), shape::rust(api, shape));
    let allow = lints::of_types(&values);
    Some(quote! {
        #doc
        #allow
        pub #name: support::Map<#values>,
    })
}

fn tags(it: &Struct) -> impl Iterator<Item = TokenStream> {
    it.members.iter().filter_map(|member| {
        let Role::Tag { value, method } = &member.role else {
            return None;
        };
        let doc = Doc::new().line(format!("The tag that selects this type: {}.", doc::json(value)));
        let method = ident(method);
        Some(quote! {
            #doc
            pub const fn #method(&self) -> &'static str {
                #value
            }
        })
    })
}

#[cfg(test)]
mod tests;
