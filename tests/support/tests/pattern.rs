//! Patterns and automata at run time, and what they come from against engines that others wrote.

#![allow(clippy::expect_used, clippy::panic, reason = "these are tests")]

use proptest::prelude::*;
use refract_codegen::pattern::automaton::{self, Next};
use refract_codegen::pattern::{Translated, translate};
use refract_support::automaton::{Automaton, FOUND, Step, automaton, down, step, steps, text, up};
use refract_support::pattern::Pattern;
use regex::Regex;

#[test]
fn patterns_are_searched_for() {
    static PATTERN: Pattern = Pattern::new("^(latest|[1-9][0-9]*)$");
    for _ in 0..2 {
        assert!(PATTERN.is_match("latest") && PATTERN.is_match("120"));
        assert!(!PATTERN.is_match("") && !PATTERN.is_match("012") && !PATTERN.is_match("latest "));
    }
}

#[test]
fn automata_are_made_at_compile_time() {
    static VERSION: Automaton<8> = automaton(&[step(0, b"19", 7), text(0, b"latest"), step(7, b"09", 7)], &[6, 7]);
    for text in ["latest", "1", "120"] {
        assert!(VERSION.is_match(text), "{text}");
    }
    for text in ["", "lates", "latest1", "012", "1é"] {
        assert!(!VERSION.is_match(text), "{text}");
    }
    static URL: Automaton<8> = automaton(&[text(0, b"https:/"), step(7, b"//", FOUND)], &[]);
    assert!(URL.is_match("https://") && URL.is_match("https://é") && !URL.is_match("https:/"));
    // In turn: three digits or less, not more letters than digits before them.
    static STEPS: Automaton<7> = automaton(
        &[up(0, 2, b"09", 1), down(1, 3, b"az", 6), steps(5, 6, b"--", 0)],
        &[0, 3],
    );
    for (text, matches) in [
        ("", true),
        ("123", true),
        ("1234", false),
        ("12-", false),
        ("1a-", true),
        ("123a", false),
    ] {
        assert_eq!(STEPS.is_match(text), matches, "{text}");
    }
}

/// The automaton that a generated crate would have.
fn built(automaton: &automaton::Automaton) -> Box<Automaton<200>> {
    let leak = |bytes: Vec<u8>| -> &'static [u8] { Box::leak(bytes.into_boxed_slice()) };
    let built: Vec<Step> = automaton
        .steps
        .iter()
        .map(|step| match step {
            automaton::Step::Text { first, text: bytes } => text(*first, leak(bytes.clone())),
            automaton::Step::Bytes {
                first,
                last,
                ranges,
                next,
            } => {
                let bytes = leak(ranges.iter().flat_map(|&(from, to)| [from, to]).collect());
                match *next {
                    Next::Same(next) => steps(*first, *last, bytes, next),
                    Next::Up(next) => up(*first, *last, bytes, next),
                    Next::Down(next) => down(*first, *last, bytes, next),
                    Next::Found => steps(*first, *last, bytes, FOUND),
                }
            }
        })
        .collect();
    let accepting: Vec<u8> = automaton
        .accepting
        .iter()
        .flat_map(|&(first, last)| [first, last])
        .collect();
    Box::new(refract_support::automaton::automaton(&built, &accepting))
}

/// Patterns of all that has a meaning of its own, also where a dialect differs.
fn patterns() -> impl Strategy<Value = String> {
    let literal = prop::sample::select(vec!["a", "b", "ab", "-", "_", "1", "é", "😀", r"\.", r"\/", " "]);
    let set = prop::sample::select(vec![
        ".",
        r"\d",
        r"\D",
        r"\w",
        r"\W",
        r"\s",
        r"\S",
        "[a-c]",
        "[^a]",
        "[]",
        "[^]",
        r"[\d_-]",
        r"[^\s-]",
        "[a-z&&b]",
        "[[a]",
        r"\p{Lu}",
        r"[\P{L}1]",
        r"\u{1F600}",
        r"\ud83d\ude00",
        r"[é-ö]",
    ]);
    let place = prop::sample::select(vec!["^", "$", r"\b", r"\B"]);
    let leaf = prop_oneof![4 => literal, 4 => set, 1 => place];
    let tree = leaf.prop_map(str::to_owned).prop_recursive(4, 16, 4, |inner| {
        let count = prop::sample::select(vec!["", "*", "+", "?", "{2}", "{1,}", "{0,3}", "*?"]);
        prop_oneof![
            (inner.clone(), count).prop_map(|(inner, count)| format!("(?:{inner}){count}")),
            prop::collection::vec(inner.clone(), 0..4).prop_map(|inner| inner.concat()),
            prop::collection::vec(inner.clone(), 1..3).prop_map(|inner| format!("({})", inner.join("|"))),
            (inner.clone(), inner).prop_map(|(look, inner)| format!("^(?!{look}){inner}$")),
        ]
    });
    (tree, any::<(bool, bool)>()).prop_map(|(inner, (start, end))| {
        format!("{}{inner}{}", if start { "^" } else { "" }, if end { "$" } else { "" })
    })
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[abcz1_é😀 .\\-\n\u{2028}\u{85}\u{FEFF}AÖ]{0,6}", 20)
}

/// What a translated pattern finds.
fn finds(terms: &[(Regex, bool)], text: &str) -> bool {
    terms.iter().all(|(regex, negated)| regex.is_match(text) != *negated)
}

fn compiled(translated: Translated) -> Option<Vec<(Regex, bool)>> {
    let compile = |regex: &str| Regex::new(regex).expect("a pattern that was checked");
    match translated {
        Translated::Regex(regex) => Some(vec![(compile(&regex), false)]),
        Translated::Conjunction(terms) => Some(terms.iter().map(|term| (compile(&term.regex), term.negated)).collect()),
        Translated::Backtracking(_) => None,
        Translated::Invalid(reason) => panic!("{reason}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// `regress` is an engine for ECMA-262 itself.
    #[test]
    fn a_translated_pattern_finds_the_same(source in patterns(), texts in texts()) {
        if let Some(terms) = compiled(translate(&source)) && let Ok(oracle) = regress::Regex::with_flags(&source, "u") {
            for text in texts {
                prop_assert_eq!(finds(&terms, &text), oracle.find(&text).is_some(), "{:?} {:?}", terms, text);
            }
        }
    }

    #[test]
    fn an_automaton_finds_the_same(source in patterns(), texts in texts()) {
        if let Translated::Regex(regex) = translate(&source) && let Some(automaton) = automaton::automaton(&regex) {
            let (automaton, oracle) = (built(&automaton), Regex::new(&regex).expect("a pattern that was checked"));
            for text in texts {
                prop_assert_eq!(automaton.is_match(&text), oracle.is_match(&text), "{} {:?}", regex, text);
            }
        }
    }
}
