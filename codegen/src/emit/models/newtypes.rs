//! Transparent wrappers of what is no object, enum or union.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::{
        doc,
        shape::{self, plain},
        tokens::ident,
    },
    ir::{Api, Shape, Type},
};

/// The wrapper.
pub(super) fn model(api: &Api, ty: &Type, shape: &Shape) -> TokenStream {
    let name = ident(&ty.name);
    let doc = doc::of_type(ty, None);
    let inner = shape::rust(api, shape);
    let from_text = matches!(plain(shape), Shape::String(_)).then(|| {
        quote! {
            impl From<&str> for #name {
                fn from(text: &str) -> Self {
                    Self(text.into())
                }
            }
        }
    });
    quote! {
        #doc
        #[derive(Clone)]
        pub struct #name(pub #inner);
        #from_text
    }
}
