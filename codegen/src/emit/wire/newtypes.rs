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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        emit::testing::{api, layout, list, named, newtype, plain_text},
        ir::TypeKind,
    };

    fn emitted(shape: Shape) -> String {
        let api = api(vec![newtype("FileIds", shape), newtype("Other", Shape::Boolean)]);
        let TypeKind::Newtype(shape) = &api.types[0].kind else { unreachable!() };
        layout(wire(&api, &api.types[0], shape))
    }

    #[test]
    fn the_table_is_that_of_what_is_wrapped() {
        let text = emitted(list(plain_text()));
        insta::assert_snapshot!(text, @"
        pub static FILE_IDS: Schema = array(&string());
        newtype!(models::FileIds, FILE_IDS);
        ");
        let text = emitted(named(1));
        insta::assert_snapshot!(text, @"
        pub static FILE_IDS: Schema = OTHER;
        newtype!(models::FileIds, FILE_IDS);
        ");
    }
}
