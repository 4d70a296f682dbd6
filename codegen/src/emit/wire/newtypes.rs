//! The table of a transparent wrapper.

use proc_macro2::TokenStream;
use quote::quote;

use super::table;
use crate::{
    emit::{lints, tokens::ident},
    ir::{Api, Shape, Type},
};

/// The table; all else is the same for every wrapper.
pub(super) fn wire(api: &Api, ty: &Type, shape: &Shape) -> TokenStream {
    let (name, table) = (ident(&ty.name), ident(&ty.table));
    let schema = table::schema(api, shape);
    let allow = lints::of_numbers(&schema);
    quote! {
        #allow
        pub static #table: Schema = #schema;
        newtype!(models::#name, #table);
    }
}
