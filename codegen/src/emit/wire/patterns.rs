//! The functions that search a text for a pattern; a table refers to them.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::{
        doc::{self, Doc},
        shape,
        tokens::{self, ident},
    },
    ir::{Pattern, Shape, Type},
};

/// The functions of the patterns of some types, each once, in declared order.
pub(super) fn functions(types: &[&Type]) -> TokenStream {
    let mut seen = BTreeSet::new();
    types
        .iter()
        .flat_map(|ty| patterns(ty))
        .filter(|pattern| seen.insert(&pattern.function))
        .map(function)
        .collect()
}

/// The patterns of a type, in declared order.
fn patterns(ty: &Type) -> Vec<&Pattern> {
    let mut patterns = Vec::new();
    shape::visit(ty, &mut |shape| {
        if let Shape::String(text) = shape {
            patterns.extend(&text.pattern);
        }
    });
    patterns
}

fn function(pattern: &Pattern) -> TokenStream {
    let doc = Doc::new().line(format!("Searches for {}.", doc::code(&pattern.source)));
    let (name, regex) = (ident(&pattern.function), tokens::string(&pattern.regex));
    quote! {
        #doc
        fn #name(text: &str) -> bool {
            static REGEX: LazyRegex = LazyRegex::new(#regex);
            REGEX.is_match(text)
        }
    }
}
