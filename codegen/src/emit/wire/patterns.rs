//! The functions that search a text for a pattern; a table refers to them.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
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
    let name = ident(&pattern.function);
    let regexes = pattern.terms.iter().map(|term| tokens::string(&term.regex));
    let body = match pattern.terms.as_slice() {
        [only] => {
            let not = (only.negated).then(|| quote!(!));
            quote! {
                static REGEX: LazyRegex = LazyRegex::new(#(#regexes)*);
                #not REGEX.is_match(text)
            }
        }
        terms => {
            let count = Literal::usize_unsuffixed(terms.len());
            let indices = (0..terms.len()).map(Literal::usize_unsuffixed);
            let checks = terms.iter().zip(indices).map(|(term, index)| {
                let not = term.negated.then(|| quote!(!));
                quote!(#not REGEXES[#index].is_match(text))
            });
            quote! {
                static REGEXES: [LazyRegex; #count] = [#(LazyRegex::new(#regexes)),*];
                #(#checks)&&*
            }
        }
    };
    quote! {
        #doc
        fn #name(text: &str) -> bool {
            #body
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::testing::{layout, list, member, newtype, pattern, structure};

    #[test]
    fn each_pattern_has_one_function() {
        let types = [
            structure(
                "A",
                vec![member("a", pattern(r"^a\.b")), member("c", list(pattern("c")))],
            ),
            newtype("B", pattern("c")),
        ];
        let types: Vec<&Type> = types.iter().collect();
        let text = layout(functions(&types));
        insta::assert_snapshot!(text, @r#"
        /// Searches for `^a\.b`.
        fn is_ab(text: &str) -> bool {
            static REGEX: LazyRegex = LazyRegex::new(r"^a\.b");
            REGEX.is_match(text)
        }
        /// Searches for `c`.
        fn is_c(text: &str) -> bool {
            static REGEX: LazyRegex = LazyRegex::new("c");
            REGEX.is_match(text)
        }
        "#);
    }
}
