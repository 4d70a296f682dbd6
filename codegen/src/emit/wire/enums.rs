//! The table of an enum of strings.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::tokens::ident,
    ir::{Enum, Type},
};

/// The table; all else is the same for every such enum.
pub(super) fn wire(ty: &Type, it: &Enum) -> TokenStream {
    let (name, table) = (ident(&ty.name), ident(&ty.table));
    let values = it.variants.iter().map(|variant| &variant.value);
    quote! {
        pub static #table: Schema = strings(&[#(#values),*]);
        strings!(models::#name, #table);
    }
}
