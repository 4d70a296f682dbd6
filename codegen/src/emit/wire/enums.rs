//! The table of an enum of strings.

use proc_macro2::TokenStream;
use quote::quote;

use super::rules;
use crate::{
    emit::tokens::ident,
    ir::{Api, Enum, Type},
};

/// The table; all else is the same for every such enum.
pub(super) fn wire(api: &Api, ty: &Type, it: &Enum) -> TokenStream {
    let (name, table) = (ident(&ty.name), ident(&ty.table));
    let values = it.variants.iter().map(|variant| &variant.value);
    let schema = rules::beside(api, &it.rules, quote!(strings(&[#(#values),*])));
    quote! {
        pub static #table: Schema = #schema;
        strings!(models::#name, #table);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        emit::testing::{api, layout, strings},
        ir::TypeKind,
    };

    #[test]
    fn the_table_lists_the_values() {
        let ty = strings("MemoryLimit", &["1g", "a\"b"]);
        let TypeKind::Enum(it) = &ty.kind else { unreachable!() };
        let text = layout(wire(&api(Vec::new()), &ty, it));
        insta::assert_snapshot!(text, @r#"
        pub static MEMORY_LIMIT: Schema = strings(&["1g", "a\"b"]);
        strings!(models::MemoryLimit, MEMORY_LIMIT);
        "#);
    }
}
