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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        emit::testing::{layout, strings},
        ir::TypeKind,
    };

    #[test]
    fn the_table_lists_the_values() {
        let ty = strings("MemoryLimit", &["1g", "a\"b"]);
        let TypeKind::Enum(it) = &ty.kind else { unreachable!() };
        let text = layout(wire(&ty, it));
        insta::assert_snapshot!(text, @r#"
        pub static MEMORY_LIMIT: Schema = strings(&["1g", "a\"b"]);
        strings!(models::MemoryLimit, MEMORY_LIMIT);
        "#);
    }
}
