//! Patterns and automata at run time, and what they come from against other engines.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "these are tests")]

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use refract_codegen::pattern::automaton::{self, Next};
use refract_codegen::pattern::{Translated, translate};
use refract_support::automaton::Automaton;
use refract_support::pattern::LazyRegex;
use regex::Regex;
use std::process::{Command, Stdio};

#[test]
fn patterns_are_searched_for() {
    static PATTERN: LazyRegex = LazyRegex::new("^(latest|[1-9][0-9]*)$");
    for _ in 0..2 {
        assert!(PATTERN.is_match("latest") && PATTERN.is_match("120"));
        assert!(!PATTERN.is_match("") && !PATTERN.is_match("012") && !PATTERN.is_match("latest "));
    }
}

#[test]
fn automata_are_made_at_compile_time() {
    static VERSION: Automaton<8> = Automaton::new().step(0, b"19", 7).word(0, b"latest").step(7, b"09", 7).end(6, 7);
    for text in ["latest", "1", "120"] {
        assert!(VERSION.is_match(text), "{text}");
    }
    for text in ["", "lates", "latest1", "012", "1é"] {
        assert!(!VERSION.is_match(text), "{text}");
    }
    static URL: Automaton<8> = Automaton::new().word(0, b"https:/").found(7, 7, b"//");
    assert!(URL.is_match("https://") && URL.is_match("https://é") && !URL.is_match("https:/"));
    // No digits or three, after any number of times one digit, a letter and a hyphen.
    static PAIRS: Automaton<7> =
        Automaton::new().up(0, 2, b"09", 1).down(1, 3, b"az", 6).steps(6, 6, b"--", 0).end(0, 0).end(3, 3);
    for (text, matches) in [("", true), ("123", true), ("1234", false), ("12-", false), ("1a-", true), ("123a", false)]
    {
        assert_eq!(PAIRS.is_match(text), matches, "{text}");
    }
}

/// The automaton that a generated crate would have.
fn built(automaton: &automaton::Automaton) -> Automaton<200> {
    let mut built = Automaton::new();
    for step in &automaton.steps {
        built = match step {
            automaton::Step::Word { first, word } => built.word(*first, word),
            automaton::Step::Bytes { first, last, ranges, next } => {
                let bytes: Vec<u8> = ranges.iter().flat_map(|&(from, to)| [from, to]).collect();
                match *next {
                    Next::Same(next) => built.steps(*first, *last, &bytes, next),
                    Next::Up(next) => built.up(*first, *last, &bytes, next),
                    Next::Down(next) => built.down(*first, *last, &bytes, next),
                    Next::Found => built.found(*first, *last, &bytes),
                }
            }
        };
    }
    automaton.accepting.iter().fold(built, |built, &(first, last)| built.end(first, last))
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
            prop::collection::vec(inner, 1..3).prop_map(|inner| format!("({})", inner.join("|"))),
        ]
    });
    prop_oneof![
        4 => tree.clone(),
        4 => tree.clone().prop_map(|inner| format!("^(?:{inner})$")),
        1 => (tree.clone(), tree.clone()).prop_map(|(look, inner)| format!("^(?!{look})(?:{inner})")),
        1 => (tree.clone(), tree).prop_map(|(look, inner)| format!("(?:{inner})(?<={look})$")),
    ]
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

/// What node.js finds: `null` where it is no pattern for it.
fn node(cases: &[(String, Vec<String>)]) -> Option<Vec<Option<Vec<bool>>>> {
    const SCRIPT: &str = "
        const cases = JSON.parse(require('fs').readFileSync(0, 'utf8'));
        const test = ([source, texts]) => {
            let regex;
            try { regex = new RegExp(source, 'u') } catch { return null }
            return texts.map(text => regex.test(text));
        };
        console.log(JSON.stringify(cases.map(test)));
    ";
    let node = Command::new("node").args(["-e", SCRIPT]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut node) = node else {
        eprintln!("left out: there is no node.js to compare with");
        return None;
    };
    let mut stdin = node.stdin.take().expect("a pipe");
    serde_json::to_writer(&mut stdin, cases).expect("written");
    drop(stdin);
    let output = node.wait_with_output().expect("an output");
    Some(serde_json::from_slice(&output.stdout).expect("JSON"))
}

#[test]
fn a_translated_pattern_finds_what_node_finds() {
    let mut runner = TestRunner::new(ProptestConfig::default());
    let cases = 2 * runner.config().cases;
    let mut case = || (patterns(), texts()).new_tree(&mut runner).expect("a case").current();
    let cases: Vec<(String, Vec<String>)> = (0..cases).map(|_| case()).collect();
    let mut count = 0;
    for ((source, texts), found) in cases.iter().zip(node(&cases).into_iter().flatten()) {
        let (Some(terms), Some(found)) = (compiled(translate(source)), found) else {
            continue;
        };
        for (text, found) in texts.iter().zip(found) {
            // V8 looks for places between the two halves of a character as well.
            if !(source.contains(r"\B") && text.contains('😀')) {
                assert_eq!(finds(&terms, text), found, "`{source}` as {terms:?} in {text:?}");
                count += 1;
            }
        }
    }
    eprintln!("{count} texts compared");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

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
