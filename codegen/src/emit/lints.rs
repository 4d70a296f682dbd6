//! What clippy says against what the document chose: an attribute on the one item takes it back.
//!
//! It is clippy's own measure, a little widened: an attribute more is no harm, a warning in a user's crate is.

use std::f64::consts;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::size;
use crate::ir::{Api, Ident, Role, Type, TypeKind, Union};

/// Names that clippy takes for place holders.
const PLACEHOLDERS: [&str; 3] = ["foo", "baz", "quux"];

/// Operators whose traits have a method that takes `self` and at most one argument, like a setter.
const OPERATORS: [&str; 12] =
    ["add", "bitand", "bitor", "bitxor", "div", "mul", "neg", "not", "rem", "shl", "shr", "sub"];

/// The constants that clippy wants to be named.
const CONSTANTS: [f64; 21] = [
    consts::E,
    // `EULER_GAMMA` and `GOLDEN_RATIO`, which the oldest compiler that builds this does not have.
    0.577_215_664,
    1.618_033_988,
    consts::FRAC_1_PI,
    consts::FRAC_1_SQRT_2,
    consts::FRAC_2_PI,
    consts::FRAC_2_SQRT_PI,
    consts::FRAC_PI_2,
    consts::FRAC_PI_3,
    consts::FRAC_PI_4,
    consts::FRAC_PI_6,
    consts::FRAC_PI_8,
    consts::LN_2,
    consts::LN_10,
    consts::LOG10_2,
    consts::LOG2_10,
    consts::LOG10_E,
    consts::LOG2_E,
    consts::PI,
    consts::SQRT_2,
    consts::TAU,
];

/// Types that are nested so deep are complex for clippy; it says 6 where there is nothing else.
const DEEP: u32 = 5;

/// By so many bytes more than the next, the largest variant of an enum is too large for clippy; it says 200.
const UNEVEN: u64 = 160;

/// The attribute of a whole crate, where rustc has warnings of its own for names: for letters that look like others, of a
/// script that has nothing but such letters, or that are rare. They can be allowed in a crate's root alone.
pub(super) fn of_names(api: &Api) -> Option<TokenStream> {
    let is_beyond = api.types.iter().any(|ty| names(ty).iter().any(|name| !name.as_str().is_ascii()));
    is_beyond.then(|| {
        quote! {
            #![allow(
                confusable_idents,
                mixed_script_confusables,
                uncommon_codepoints,
                reason = "the API has names in more than one script"
            )]
        }
    })
}

/// The names that a type brings along.
fn names(ty: &Type) -> Vec<&Ident> {
    let mut names = vec![&ty.name];
    match &ty.kind {
        TypeKind::Struct(it) => {
            for member in &it.members {
                match &member.role {
                    Role::Field { field, setter, .. } => names.extend([field, setter]),
                    Role::Tag { method, .. } => names.push(method),
                }
            }
        }
        TypeKind::Enum(it) => names.extend(it.variants.iter().map(|variant| &variant.name)),
        TypeKind::Union(it) => names.extend(it.arms.iter().map(|arm| &arm.variant)),
        TypeKind::Newtype(_) => {}
    }
    names
}

/// The attribute of a function of these parameters.
pub(super) fn of_parameters<'a>(mut names: impl Iterator<Item = &'a str>) -> Option<TokenStream> {
    let has_placeholder = names.any(|name| PLACEHOLDERS.contains(&name));
    has_placeholder.then(|| quote!(#[allow(clippy::disallowed_names, reason = "the API has a member of this name")]))
}

/// The attribute of a setter of this name.
pub(super) fn of_setter(name: &str) -> Option<TokenStream> {
    let is_operator = OPERATORS.contains(&name);
    is_operator.then(|| quote!(#[allow(clippy::should_implement_trait, reason = "sets a member of this name")]))
}

/// The attribute of an item that writes these types down.
pub(super) fn of_types(tokens: &TokenStream) -> Option<TokenStream> {
    let (mut depth, mut deepest) = (0_u32, 0);
    nesting(tokens, &mut depth, &mut deepest);
    (deepest >= DEEP).then(|| quote!(#[allow(clippy::type_complexity, reason = "the API nests this deep")]))
}

/// How deep the angle brackets of types are nested.
fn nesting(tokens: &TokenStream, depth: &mut u32, deepest: &mut u32) {
    for tree in tokens.clone() {
        match tree {
            TokenTree::Punct(punct) if punct.as_char() == '<' => *depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => *depth = depth.saturating_sub(1),
            TokenTree::Group(group) => nesting(&group.stream(), depth, deepest),
            _ => {}
        }
        *deepest = (*deepest).max(*depth);
    }
}

/// The attribute of an item that has numbers of the document.
pub(super) fn of_numbers(tokens: &TokenStream) -> Option<TokenStream> {
    has_constant(tokens).then(|| quote!(#[allow(clippy::approx_constant, reason = "the API has this very number")]))
}

fn has_constant(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|tree| match tree {
        TokenTree::Group(group) => has_constant(&group.stream()),
        TokenTree::Literal(literal) => rounds_a_constant(&literal.to_string()),
        _ => false,
    })
}

/// Whether a number happens to be a rounding of a well-known constant.
fn rounds_a_constant(text: &str) -> bool {
    let Ok(value) = text.parse::<f64>() else {
        return false;
    };
    text.len() > 3 && CONSTANTS.iter().any(|constant| (value - constant).abs() < 0.01)
}

/// The attribute of the enum of a union.
pub(super) fn of_union(api: &Api, it: &Union) -> Option<TokenStream> {
    let mut sizes: Vec<u64> = it.arms.iter().map(|arm| size::at_most(api, &arm.shape)).collect();
    // The variant for what is not known.
    sizes.push(size::FAT_POINTER);
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let is_uneven = matches!(sizes.as_slice(), [largest, next, ..] if largest - next > UNEVEN);
    is_uneven.then(|| quote!(#[allow(clippy::large_enum_variant, reason = "the arms of the API differ so much")]))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{self, api, arm, boxed, integer, member, named, structure};
    use super::*;
    use crate::ir::{Dispatch, Variant};

    #[test]
    fn only_names_that_clippy_minds_are_excused() {
        assert!(of_parameters(["name", "foo"].into_iter()).is_some());
        assert!(of_parameters(["name", "food"].into_iter()).is_none());
        assert!(of_setter("sub").is_some());
        assert!(of_setter("subject").is_none());
    }

    #[test]
    fn only_crates_with_names_beyond_ascii_are_excused() {
        let excused = |name: &str| {
            let mut colors = testing::strings("Color", &["red"]);
            if let TypeKind::Enum(it) = &mut colors.kind {
                let (name, value) = (testing::ident(name), name.to_owned());
                it.variants.push(Variant { name, value, description: None, deprecated: false });
            }
            of_names(&api(vec![colors, structure("Point", vec![member("x", integer())])])).is_some()
        };
        assert!(!excused("Green") && excused("Зелёный"));
    }

    #[test]
    fn only_numbers_that_clippy_minds_are_excused() {
        assert!(of_numbers(&quote!(number().minimum_f64(-3.14))).is_some());
        assert!(of_numbers(&quote!(number().minimum_f64(0.6931))).is_some());
        assert!(of_numbers(&quote!(number().minimum_f64(3.3))).is_none());
        assert!(of_numbers(&quote!(f(3, "3.14"))).is_none());
    }

    #[test]
    fn only_types_that_are_deep_are_excused() {
        assert!(of_types(&quote!(pub a: Option<Vec<Vec<Vec<Vec<String>>>>>)).is_some());
        assert!(of_types(&quote!(pub a: Option<Vec<Vec<Vec<String>>>>, pub b: Vec<Vec<i64>>)).is_none());
    }

    #[test]
    fn only_unions_with_one_large_arm_are_excused() {
        let large = structure("Large", (0..25).map(|_| member("m", integer())).collect());
        let excused = |shapes: Vec<crate::ir::Shape>| {
            let arms = shapes.into_iter().map(|shape| arm("A", &[], shape)).collect();
            let api = api(vec![large.clone(), testing::union("U", Dispatch::Trial, arms)]);
            let TypeKind::Union(it) = &api.types[1].kind else { unreachable!() };
            of_union(&api, it).is_some()
        };
        assert!(excused(vec![named(0), integer()]));
        assert!(!excused(vec![named(0), named(0)]));
        assert!(!excused(vec![boxed(named(0)), integer()]));
    }
}
