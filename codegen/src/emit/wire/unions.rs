//! The table of a union, and its `Arms`.

use proc_macro2::TokenStream;
use quote::quote;

use super::table;
use crate::{
    emit::{
        lints, shape,
        tokens::{self, ident},
    },
    ir::{Api, Dispatch, Type, Union},
};

/// The table and the `impl`.
pub(super) fn wire(api: &Api, ty: &Type, it: &Union) -> TokenStream {
    let (name, table, other) = (ident(&ty.name), ident(&ty.table), ident(&it.unknown));
    let schema = schema(api, ty, it);
    let variants: Vec<_> = it.arms.iter().map(|arm| ident(&arm.variant)).collect();
    let indices = (0..it.arms.len()).map(|index| tokens::integer(index as i128));
    let values = it.arms.iter().map(|arm| match shape::is_option(&arm.shape) {
        true => quote!(Value::of(arm).or_null()),
        false => quote!(Value::of(arm)),
    });
    let allow = lints::of_numbers(&schema);
    quote! {
        #allow
        pub static #table: Schema = #schema;
        impl Arms for models::#name {
            fn read_arm(index: usize, reader: &mut Reader<'_>) -> Result<Self, Fail> {
                match index {
                    #(#indices => reader.value().map(Self::#variants),)*
                    _ => reader.value().map(Self::#other),
                }
            }
            fn arm(&self) -> Value<'_> {
                match self {
                    #(Self::#variants(arm) => #values,)*
                    Self::#other(arm) => Value::of(arm),
                }
            }
        }
        union!(models::#name, #table);
    }
}

fn schema(api: &Api, ty: &Type, it: &Union) -> TokenStream {
    let name = ty.name.as_str().trim_start_matches("r#");
    let dispatch = match &it.dispatch {
        Dispatch::Tag { member, .. } => quote!(Tag(#member)),
        Dispatch::Kind => quote!(Kind),
        Dispatch::Member => quote!(Member),
        Dispatch::Trial => quote!(Trial),
    };
    let arms = it.arms.iter().map(|arm| {
        let (selectors, schema) = (&arm.selectors, table::reference(api, &arm.shape));
        quote!(arm(&[#(#selectors),*], #schema))
    });
    let function = match it.exclusive {
        true => quote!(one_of),
        false => quote!(any_of),
    };
    quote!(#function(#name, Dispatch::#dispatch, &[#(#arms),*]))
}
