//! The table of a transparent wrapper.

use proc_macro2::TokenStream;
use quote::quote;

use super::table;
use crate::{
    emit::{
        shape::{self, Place},
        tokens::ident,
    },
    ir::{Api, Shape, Type},
};

/// The table; all else is the same for every wrapper.
pub(super) fn wire(api: &Api, ty: &Type, shape: &Shape) -> TokenStream {
    let (name, table) = (ident(&ty.name), ident(&ty.table));
    let (schema, inner) = (table::schema(api, shape), shape::rust_in(api, Place::Wire, shape));
    quote! {
        pub static #table: Schema = #schema;
        newtype!(models::#name, #inner, #table);
    }
}
