//! The functions that search a text for a pattern; a table refers to them.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::{
    emit::{
        doc::{self, Doc},
        tokens::{self, ident},
    },
    ir::{Pattern, Term},
    pattern::automaton::{Next, Step},
};

/// The functions of some patterns, each once, in declared order.
pub(super) fn functions(patterns: &[&Pattern]) -> TokenStream {
    let mut seen = BTreeSet::new();
    patterns.iter().filter(|pattern| seen.insert(&pattern.function)).map(|pattern| function(pattern)).collect()
}

/// What searches for some patterns, each as a path below `support`.
pub(super) fn engines(patterns: &[&Pattern]) -> Vec<TokenStream> {
    let mut terms = patterns.iter().flat_map(|pattern| &pattern.terms);
    let automata = terms.clone().any(|term| term.automaton.is_some());
    let regexes = terms.any(|term| term.automaton.is_none());
    let automata = automata.then(|| quote!(automaton::Automaton));
    let regexes = regexes.then(|| quote!(pattern::LazyRegex));
    automata.into_iter().chain(regexes).collect()
}

fn function(pattern: &Pattern) -> TokenStream {
    let doc = Doc::new().line(format!("Searches for {}.", doc::code(&pattern.source)));
    let name = ident(&pattern.function);
    let several = pattern.terms.len() > 1;
    let (statics, checks): (Vec<_>, Vec<_>) = (1_usize..)
        .zip(&pattern.terms)
        .map(|(number, term)| {
            let name = match several {
                true => format_ident!("PATTERN_{}", number),
                false => format_ident!("PATTERN"),
            };
            let not = term.negated.then(|| quote!(!));
            let engine = engine(term);
            (quote!(static #name: #engine;), quote!(#not #name.is_match(text)))
        })
        .unzip();
    quote! {
        #doc
        fn #name(text: &str) -> bool {
            #(#statics)*
            #(#checks)&&*
        }
    }
}

/// The type and the value of what searches for a term.
fn engine(term: &Term) -> TokenStream {
    let Some(automaton) = &term.automaton else {
        let regex = tokens::string(&term.regex);
        return quote!(LazyRegex = LazyRegex::new(#regex));
    };
    let states = Literal::usize_unsuffixed(automaton.states);
    let steps = automaton.steps.iter().map(step);
    let ends = automaton.accepting.iter().map(|&(first, last)| {
        let (first, last) = (state(first), state(last));
        quote!(.end(#first, #last))
    });
    quote!(Automaton<#states> = Automaton::new() #(#steps)* #(#ends)*)
}

/// The call that adds a step.
fn step(step: &Step) -> TokenStream {
    let (first, last, ranges, next) = match step {
        Step::Word { first, word } => {
            let (first, word) = (state(*first), Literal::byte_string(word));
            return quote!(.word(#first, #word));
        }
        Step::Bytes { first, last, ranges, next } => (first, last, ranges, next),
    };
    let bytes: Vec<u8> = ranges.iter().flat_map(|&(from, to)| [from, to]).collect();
    let bytes = Literal::byte_string(&bytes);
    let is_single = first == last;
    let (first, last) = (state(*first), state(*last));
    match next {
        Next::Same(next) if is_single => {
            let next = state(*next);
            quote!(.step(#first, #bytes, #next))
        }
        Next::Same(next) => {
            let next = state(*next);
            quote!(.steps(#first, #last, #bytes, #next))
        }
        Next::Up(next) => {
            let next = state(*next);
            quote!(.up(#first, #last, #bytes, #next))
        }
        Next::Down(next) => {
            let next = state(*next);
            quote!(.down(#first, #last, #bytes, #next))
        }
        Next::Found => quote!(.found(#first, #last, #bytes)),
    }
}

fn state(number: u8) -> Literal {
    Literal::u8_unsuffixed(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::shape;
    use crate::emit::testing::{ident as testing_ident, layout, list, member, newtype, pattern, structure};
    use crate::pattern::automaton::automaton;

    #[test]
    fn each_pattern_has_one_function() {
        let types = [
            structure("A", vec![member("a", pattern(r"^a\.b")), member("c", list(pattern("c")))]),
            newtype("B", pattern("c")),
        ];
        let text = layout(functions(&types.iter().flat_map(shape::patterns).collect::<Vec<_>>()));
        insta::assert_snapshot!(text, @r#"
        /// Searches for `^a\.b`.
        fn is_ab(text: &str) -> bool {
            static PATTERN: LazyRegex = LazyRegex::new(r"^a\.b");
            PATTERN.is_match(text)
        }
        /// Searches for `c`.
        fn is_c(text: &str) -> bool {
            static PATTERN: LazyRegex = LazyRegex::new("c");
            PATTERN.is_match(text)
        }
        "#);
    }

    #[test]
    fn small_patterns_are_automata() {
        let term = |regex: &str, negated| Term { regex: regex.to_owned(), automaton: automaton(regex), negated };
        let pattern = |terms| Pattern { source: "…".to_owned(), terms, function: testing_ident("search") };
        let version = pattern(vec![term("^(latest|[1-9][0-9]*)$", false)]);
        let text = layout(function(&version));
        insta::assert_snapshot!(text, @r#"
        /// Searches for `…`.
        fn search(text: &str) -> bool {
            static PATTERN: Automaton<8> = Automaton::new()
                .step(0, b"19", 7)
                .word(0, b"latest")
                .step(7, b"09", 7)
                .end(6, 7);
            PATTERN.is_match(text)
        }
        "#);
        let several =
            pattern(vec![term("^[a-z]([a-z-]{0,9}[a-z])?$", false), term("^ab|^b", true), term(r"\p{L}", false)]);
        let text = layout(function(&several));
        insta::assert_snapshot!(text, @r#"
        /// Searches for `…`.
        fn search(text: &str) -> bool {
            static PATTERN_1: Automaton<21> = Automaton::new()
                .up(0, 10, b"az", 1)
                .down(1, 9, b"--", 20)
                .down(12, 20, b"az", 11)
                .up(13, 20, b"--", 12)
                .end(1, 11);
            static PATTERN_2: Automaton<2> = Automaton::new().word(0, b"a").found(0, 1, b"bb");
            static PATTERN_3: LazyRegex = LazyRegex::new(r"\p{L}");
            PATTERN_1.is_match(text) && !PATTERN_2.is_match(text) && PATTERN_3.is_match(text)
        }
        "#);
    }
}
