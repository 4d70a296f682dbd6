//! Enums of strings: a variant a value, and one for values that are not known yet.

use proc_macro2::TokenStream;
use quote::quote;

use super::rules;
use crate::{
    emit::{
        doc::{self, Doc},
        tokens::ident,
    },
    ir::{Enum, Type, Variant},
};

/// The enum, its values and their texts.
pub(super) fn model(ty: &Type, it: &Enum) -> TokenStream {
    let (name, unknown) = (ident(&ty.name), ident(&it.unknown));
    let doc = doc::of_type(ty, rules::sentence(&it.rules).as_deref());
    let declarations = it.variants.iter().map(declaration);
    let variants: Vec<_> = it.variants.iter().map(|variant| ident(&variant.name)).collect();
    let values = it.variants.iter().map(|variant| &variant.value);
    quote! {
        #doc
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#declarations)*
            /// A value that this crate does not know yet, kept as it came.
            #unknown(support::UnknownValue),
        }
        impl #name {
            /// Every value that this crate knows, in declared order.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];
            /// The value as it stands in JSON.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #values,)*
                    Self::#unknown(value) => value.as_str(),
                }
            }
        }
    }
}

fn declaration(variant: &Variant) -> TokenStream {
    let doc = Doc::new().line(doc::json(&variant.value)).markdown(variant.description.as_deref());
    let doc = doc::deprecation(doc, variant.deprecated);
    let name = ident(&variant.name);
    quote! {
        #doc
        #name,
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
    fn an_enum_has_its_values_and_one_more() {
        let mut ty = strings("MemoryLimit", &["1g", "a\"b"]);
        ty.description = Some("How much memory.".to_owned());
        let TypeKind::Enum(it) = &mut ty.kind else { unreachable!() };
        it.variants[0].name = crate::ir::Ident("Limit1g".to_owned());
        it.variants[0].description = Some("One gigabyte.".to_owned());
        let it = it.clone();
        let text = layout(model(&ty, &it));
        insta::assert_snapshot!(text, @r#"
        /// How much memory.
        ///
        /// Spec: `#/components/schemas/MemoryLimit`
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum MemoryLimit {
            /// `"1g"`
            ///
            /// One gigabyte.
            Limit1g,
            /// `"a\"b"`
            AB,
            /// A value that this crate does not know yet, kept as it came.
            Unknown(support::UnknownValue),
        }
        impl MemoryLimit {
            /// Every value that this crate knows, in declared order.
            pub const ALL: &'static [Self] = &[Self::Limit1g, Self::AB];
            /// The value as it stands in JSON.
            pub fn as_str(&self) -> &str {
                match self {
                    Self::Limit1g => "1g",
                    Self::AB => "a\"b",
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }
        "#);
    }
}
