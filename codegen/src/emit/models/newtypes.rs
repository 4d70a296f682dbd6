//! Transparent wrappers of what is no object, enum or union.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::{
        doc,
        shape::{self, is_from_text},
        tokens::ident,
    },
    ir::{Api, Shape, Type},
};

/// The wrapper.
pub(super) fn model(api: &Api, ty: &Type, shape: &Shape) -> TokenStream {
    let name = ident(&ty.name);
    let doc = doc::of_type(ty, None);
    let inner = shape::rust(api, shape);
    let from_text = is_from_text(shape).then(|| {
        quote! {
            impl From<&str> for #name {
                fn from(value: &str) -> Self {
                    Self(value.into())
                }
            }
        }
    });
    quote! {
        #doc
        #[derive(Clone)]
        pub struct #name(pub #inner);
        impl std::ops::Deref for #name {
            type Target = #inner;
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
        impl From<#inner> for #name {
            fn from(value: #inner) -> Self {
                Self(value)
            }
        }
        #from_text
    }
}
