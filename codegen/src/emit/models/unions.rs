//! Unions: a variant an arm, and one for members that are not known yet.

use proc_macro2::TokenStream;
use quote::quote;

use super::rules;
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
    let sentences = [Some(rung(it)), rules::sentence(&it.rules)];
    let doc = doc::of_type(ty, Some(&sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")));
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
        Dispatch::Tag { member, .. } | Dispatch::Literal { member, .. } => {
            format!("Told apart by {}, wherever it stands.", doc::code(member))
        }
        Dispatch::Kind => "Told apart by its JSON type.".to_owned(),
        Dispatch::Member => "Told apart by the member that only one arm has.".to_owned(),
        Dispatch::Trial if it.exclusive => "Each arm is tried in order; exactly one must be valid.".to_owned(),
        Dispatch::Trial => "Each arm is tried in order.".to_owned(),
    }
}

fn declaration(api: &Api, it: &Union, arm: &Arm) -> TokenStream {
    let doc = Doc::new().line(selection(api, it, arm)).markdown(arm.description.as_deref());
    let doc = doc::deprecation(doc, arm.deprecated);
    let (variant, rust) = (ident(&arm.variant), shape::rust(api, &arm.shape));
    let allow = lints::of_types(&rust);
    quote! {
        #doc
        #allow
        #variant(#rust),
    }
}

/// What selects an arm, in words.
fn selection(api: &Api, it: &Union, arm: &Arm) -> String {
    let list = |words: fn(&str) -> String| arm.selectors.iter().map(|it| words(it)).collect::<Vec<_>>().join(" or ");
    match it.dispatch {
        Dispatch::Tag { .. } => list(doc::json),
        Dispatch::Literal { .. } => list(doc::code),
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
    // A `null` has nothing to convert, and a union is itself already.
    let is_new = |text: &String| text != "()" && name != text;
    let is_alone = |text: &String| is_new(text) && types.iter().filter(|other| *other == text).count() == 1;
    let alone: Vec<&Arm> = it.arms.iter().zip(&types).filter_map(|(arm, text)| is_alone(text).then_some(arm)).collect();
    // Of a secret and a plain string, a text may be either.
    let is_clear = alone.iter().filter(|arm| is_from_text(&arm.shape)).count() == 1;
    alone
        .into_iter()
        .map(|arm| {
            let (variant, from) = (ident(&arm.variant), rust(arm));
            let value = match plain(&arm.shape) {
                Shape::Boxed(_) => quote!(Box::new(value)),
                _ => quote!(value),
            };
            let from_text = (is_clear && is_from_text(&arm.shape)).then(|| from_text(&name, &variant));
            let allow = lints::of_types(&from);
            quote! {
                impl From<#from> for #name {
                    #allow
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        emit::testing::{api, arm, boxed, integer, layout, list, named, plain_text, structure, union},
        ir::{Text, TextKind, TypeKind},
    };

    fn emitted(dispatch: Dispatch, arms: Vec<Arm>) -> String {
        let api = api(vec![union("Thing", dispatch, arms), structure("Part", Vec::new())]);
        let TypeKind::Union(it) = &api.types[0].kind else { unreachable!() };
        layout(model(&api, &api.types[0], it))
    }

    #[test]
    fn a_union_is_made_of_its_arms() {
        let dispatch = Dispatch::Tag { member: "type".to_owned(), declared: true };
        let mut arms = vec![arm("Part", &["part", "piece"], named(1)), arm("Whole", &["whole"], boxed(named(0)))];
        arms[0].description = Some("A part of it.".to_owned());
        let text = emitted(dispatch, arms);
        insta::assert_snapshot!(text, @r#"
        /// Told apart by `type`, wherever it stands.
        ///
        /// Spec: `#/components/schemas/Thing`
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum Thing {
            /// `"part"` or `"piece"`
            ///
            /// A part of it.
            Part(Part),
            /// `"whole"`
            Whole(Box<Thing>),
            /// A kind that this crate does not know yet, kept as it came.
            Unknown(support::Unknown),
        }
        impl From<Part> for Thing {
            fn from(value: Part) -> Self {
                Self::Part(value)
            }
        }
        "#);
    }

    #[test]
    fn a_type_of_two_arms_makes_neither() {
        let arms = vec![
            arm("Text", &["string"], plain_text()),
            arm("Number", &["integer", "number"], integer()),
            arm("Null", &["null"], Shape::Null),
            arm("Other", &["array"], list(integer())),
            arm("Another", &["array"], list(integer())),
        ];
        let text = emitted(Dispatch::Kind, arms);
        insta::assert_snapshot!(text, @"
        /// Told apart by its JSON type.
        ///
        /// Spec: `#/components/schemas/Thing`
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum Thing {
            /// JSON type `string`
            Text(String),
            /// JSON type `integer` or `number`
            Number(i64),
            /// JSON type `null`
            Null(()),
            /// JSON type `array`
            Other(Vec<i64>),
            /// JSON type `array`
            Another(Vec<i64>),
            /// A kind that this crate does not know yet, kept as it came.
            Unknown(support::Unknown),
        }
        impl From<String> for Thing {
            fn from(value: String) -> Self {
                Self::Text(value)
            }
        }
        impl From<&str> for Thing {
            fn from(value: &str) -> Self {
                Self::Text(value.into())
            }
        }
        impl From<i64> for Thing {
            fn from(value: i64) -> Self {
                Self::Number(value)
            }
        }
        ");
    }

    #[test]
    fn a_text_that_two_arms_take_is_converted_into_neither() {
        let secret = Shape::String(Text { kind: TextKind::Secret, ..Text::default() });
        let arms = vec![arm("Plain", &["a"], plain_text()), arm("Secret", &["b"], secret)];
        let text = emitted(Dispatch::Trial, arms);
        assert!(text.contains("impl From<String> for Thing") && text.contains("impl From<support::Secret> for Thing"));
        assert!(!text.contains("From<&str>"), "{text}");
    }

    #[test]
    fn every_rung_is_told() {
        let text = |dispatch| emitted(dispatch, vec![arm("Text", &["a"], plain_text())]);
        assert!(text(Dispatch::Member).contains("/// Told apart by the member that only one arm has."));
        assert!(text(Dispatch::Member).contains("/// The one with `a`\n"));
        assert!(text(Dispatch::Trial).contains("/// Each arm is tried in order; exactly one must be valid."));
        assert!(text(Dispatch::Trial).contains("/// `String`\n"));
    }
}
