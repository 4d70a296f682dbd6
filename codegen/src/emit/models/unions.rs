//! Unions: a variant an arm, and one for members that are not known yet.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::{
        doc::{self, Doc},
        lints,
        shape::{self, is_from_text, plain},
        tokens::ident,
    },
    ir::{Api, Arm, Dispatch, Shape, Type, Union},
};

/// The union, and `From` each of its arms.
pub(super) fn model(api: &Api, ty: &Type, it: &Union) -> TokenStream {
    let (name, unknown) = (ident(&ty.name), ident(&it.unknown));
    let doc = doc::of_type(ty, Some(&rung(it)));
    let declarations = it.arms.iter().map(|arm| declaration(api, it, arm));
    let allow = lints::of_union(api, it);
    let conversions = conversions(api, ty, it);
    quote! {
        #doc
        #[derive(Clone)]
        #[non_exhaustive]
        #allow
        pub enum #name {
            #(#declarations)*
            /// A kind that this crate does not know yet, kept as it came.
            #unknown(support::Unknown),
        }
        #conversions
    }
}

/// How an arm is chosen, in words.
fn rung(it: &Union) -> String {
    match &it.dispatch {
        Dispatch::Tag { member, .. } => format!("Told apart by {}, wherever it stands.", doc::code(member)),
        Dispatch::Kind => "Told apart by its JSON type.".to_owned(),
        Dispatch::Member => "Told apart by the member that only one arm has.".to_owned(),
        Dispatch::Trial if it.exclusive => "Each arm is tried in order; exactly one must be valid.".to_owned(),
        Dispatch::Trial => "Each arm is tried in order.".to_owned(),
    }
}

fn declaration(api: &Api, it: &Union, arm: &Arm) -> TokenStream {
    let doc = Doc::new().line(selection(api, it, arm)).markdown(arm.description.as_deref());
    let (variant, rust) = (ident(&arm.variant), shape::rust(api, &arm.shape));
    quote! {
        #doc
        #variant(#rust),
    }
}

/// What selects an arm, in words.
fn selection(api: &Api, it: &Union, arm: &Arm) -> String {
    let list = |words: fn(&str) -> String| arm.selectors.iter().map(|it| words(it)).collect::<Vec<_>>().join(" or ");
    match it.dispatch {
        Dispatch::Tag { .. } => list(doc::json),
        Dispatch::Kind => format!("JSON type {}", list(doc::code)),
        Dispatch::Member => format!("The one with {}", list(doc::code)),
        Dispatch::Trial => format!("`{}`", shape::rust(api, &arm.shape).to_string().replace(' ', "")),
    }
}

/// `From` for each type that only one arm has.
fn conversions(api: &Api, ty: &Type, it: &Union) -> TokenStream {
    let name = ident(&ty.name);
    let rust = |arm: &Arm| shape::rust(api, unboxed(&arm.shape));
    let types: Vec<String> = it.arms.iter().map(|arm| rust(arm).to_string()).collect();
    // A `null` has nothing to convert.
    let is_alone = |text: &String| text != "()" && types.iter().filter(|other| *other == text).count() == 1;
    let alone = it.arms.iter().zip(&types).filter(|(_, text)| is_alone(text));
    alone
        .map(|(arm, _)| {
            let (variant, from) = (ident(&arm.variant), rust(arm));
            let value = match plain(&arm.shape) {
                Shape::Boxed(_) => quote!(Box::new(value)),
                _ => quote!(value),
            };
            let from_text = is_from_text(&arm.shape).then(|| from_text(&name, &variant));
            quote! {
                impl From<#from> for #name {
                    fn from(value: #from) -> Self {
                        Self::#variant(#value)
                    }
                }
                #from_text
            }
        })
        .collect()
}

fn from_text(name: &proc_macro2::Ident, variant: &proc_macro2::Ident) -> TokenStream {
    quote! {
        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                Self::#variant(value.into())
            }
        }
    }
}

fn unboxed(shape: &Shape) -> &Shape {
    match plain(shape) {
        Shape::Boxed(inner) => unboxed(inner),
        shape => shape,
    }
}
