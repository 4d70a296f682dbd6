//! The table of a union, and its `Arms`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{rules, table};
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
        Dispatch::Literal { member, .. } => quote!(Literal(#member)),
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
    rules::beside(api, &it.rules, quote!(#function(#name, Dispatch::#dispatch, &[#(#arms),*])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        emit::testing::{api, arm, boxed, layout, named, nullable, plain_text, structure, union},
        ir::{Arm, TypeKind},
    };

    fn emitted(dispatch: Dispatch, exclusive: bool, arms: Vec<Arm>) -> String {
        let mut api = api(vec![union("Thing", dispatch, arms), structure("Part", Vec::new())]);
        if let TypeKind::Union(it) = &mut api.types[0].kind {
            it.exclusive = exclusive;
        }
        let TypeKind::Union(it) = &api.types[0].kind else { unreachable!() };
        layout(wire(&api, &api.types[0], it))
    }

    #[test]
    fn arms_are_read_by_their_index() {
        let dispatch = Dispatch::Tag { member: "type".to_owned(), declared: false };
        let arms = vec![arm("Part", &["part", "piece"], named(1)), arm("Whole", &["whole"], boxed(named(0)))];
        let text = emitted(dispatch, true, arms);
        insta::assert_snapshot!(text, @r#"
        pub static THING: Schema = one_of(
            "Thing",
            Dispatch::Tag("type"),
            &[arm(&["part", "piece"], &PART), arm(&["whole"], &THING)],
        );
        impl Arms for models::Thing {
            fn read_arm(index: usize, reader: &mut Reader<'_>) -> Result<Self, Fail> {
                match index {
                    0 => reader.value().map(Self::Part),
                    1 => reader.value().map(Self::Whole),
                    _ => reader.value().map(Self::Unknown),
                }
            }
            fn arm(&self) -> Value<'_> {
                match self {
                    Self::Part(arm) => Value::of(arm),
                    Self::Whole(arm) => Value::of(arm),
                    Self::Unknown(arm) => Value::of(arm),
                }
            }
        }
        union!(models::Thing, THING);
        "#);
    }

    #[test]
    fn an_arm_is_never_left_out() {
        let text = emitted(Dispatch::Trial, false, vec![arm("Text", &[], nullable(plain_text()))]);
        assert!(text.contains("= any_of("), "{text}");
        assert!(text.contains("Self::Text(arm) => Value::of(arm).or_null(),"), "{text}");
    }

    #[test]
    fn every_rung_has_a_word() {
        for (dispatch, word) in [(Dispatch::Kind, "Kind"), (Dispatch::Member, "Member")] {
            let text = emitted(dispatch, true, vec![arm("Text", &["string"], plain_text())]);
            assert!(text.contains(&format!("Dispatch::{word}")), "{text}");
        }
    }
}
