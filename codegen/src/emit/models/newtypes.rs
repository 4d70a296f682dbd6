//! Transparent wrappers of what is no object, enum or union.

use proc_macro2::TokenStream;
use quote::quote;

use super::rules;
use crate::{
    emit::{
        doc::{self, Doc},
        lints,
        shape::{self, is_from_text},
        tokens::{self, ident},
    },
    ir::{Api, Shape, Type},
};

/// The wrapper.
pub(super) fn model(api: &Api, ty: &Type, shape: &Shape) -> TokenStream {
    let name = ident(&ty.name);
    let doc = doc::of_type(ty, more(api, ty, shape).as_deref());
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
    let allow = lints::of_types(&inner);
    let constants = constants(ty);
    quote! {
        #doc
        #[derive(Clone)]
        #allow
        pub struct #name(pub #inner);
        #constants
        impl std::ops::Deref for #name {
            #allow
            type Target = #inner;
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
        impl From<#inner> for #name {
            #allow
            fn from(value: #inner) -> Self {
                Self(value)
            }
        }
        #from_text
    }
}

/// The values that have names.
fn constants(ty: &Type) -> Option<TokenStream> {
    let constants = ty.constants.iter().map(|constant| {
        let doc = Doc::new().line(doc::code(&constant.value.to_string())).markdown(constant.description.as_deref());
        let (name, value) = (ident(&constant.name), tokens::integer(constant.value));
        quote! {
            #doc
            pub const #name: Self = Self(#value);
        }
    });
    let name = ident(&ty.name);
    (!ty.constants.is_empty()).then(|| quote!(impl #name { #(#constants)* }))
}

/// What there is to say of the values: which there are, and what they convert to.
fn more(api: &Api, ty: &Type, shape: &Shape) -> Option<String> {
    let foreign = ty.foreign.as_ref().map(|foreign| {
        let (method, path) = (doc::code(foreign.method.as_str()), doc::code(&foreign.shown()));
        let of = api.crates.iter().find(|of| Some(&of.ident) == foreign.of.as_ref());
        let feature = of.map(|of| format!(" (feature {})", doc::code(&of.feature))).unwrap_or_default();
        format!("As a {path}, by {method}{feature}.")
    });
    let sentences: Vec<String> = [values(shape), foreign].into_iter().flatten().collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// The values that there are, where the document lists them: the type itself allows others.
fn values(shape: &Shape) -> Option<String> {
    match shape {
        Shape::Nullable(inner) | Shape::Boxed(inner) => values(inner),
        Shape::Asserted(rules, inner) => {
            let sentences = [values(inner), rules::sentence(rules)];
            Some(sentences.into_iter().flatten().collect::<Vec<_>>().join(" "))
        }
        Shape::Literals(values, _) if values.len() == 1 => {
            values.first().map(|value| format!("Always {}.", doc::code(value)))
        }
        Shape::Literals(values, _) => {
            let values: Vec<String> = values.iter().map(|value| doc::code(value)).collect();
            Some(format!("One of {}.", values.join(", ")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        emit::testing::{self, api, integer, layout, list, newtype, plain_text},
        ir::{Constant, TypeKind},
    };

    fn emitted(shape: Shape) -> String {
        let api = api(vec![newtype("Wrapper", shape)]);
        let TypeKind::Newtype(shape) = &api.types[0].kind else { unreachable!() };
        layout(model(&api, &api.types[0], shape))
    }

    #[test]
    fn a_wrapper_is_made_of_what_it_wraps() {
        let text = emitted(list(plain_text()));
        insta::assert_snapshot!(text, @"
        /// Spec: `#/components/schemas/Wrapper`
        #[derive(Clone)]
        pub struct Wrapper(pub Vec<String>);
        impl std::ops::Deref for Wrapper {
            type Target = Vec<String>;
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
        impl From<Vec<String>> for Wrapper {
            fn from(value: Vec<String>) -> Self {
                Self(value)
            }
        }
        ");
    }

    #[test]
    fn values_with_names_are_constants() {
        let mut api = api(vec![newtype("Level", integer())]);
        let constant = |name: &str, value| Constant { name: testing::ident(name), value, description: None };
        api.types[0].constants = vec![constant("LOW", -1), constant("HIGH", 2)];
        let text = layout(model(&api, &api.types[0], &integer()));
        for line in ["impl Level {", "/// `-1`", "pub const LOW: Self = Self(-1);", "pub const HIGH: Self = Self(2);"] {
            assert!(text.contains(line), "{text}");
        }
        assert!(!emitted(integer()).contains("const"));
    }

    #[test]
    fn a_wrapper_of_text_is_made_of_literals_too() {
        assert!(emitted(plain_text()).contains("impl From<&str> for Wrapper {"));
        assert!(!emitted(list(plain_text())).contains("&str"));
    }
}
