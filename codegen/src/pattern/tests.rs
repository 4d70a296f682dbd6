use super::automaton::{Automaton, Next, Step, automaton};
use super::{Term, Translated, translate};
use regex::Regex;
use serde_json::Value;
use std::path::PathBuf;

#[track_caller]
fn regex(source: &str) -> Regex {
    match translate(source) {
        Translated::Regex(regex) => Regex::new(&regex).expect("a pattern that was checked"),
        other => panic!("`{source}` becomes {other:?}"),
    }
}

/// Whether the whole of each text is what a pattern says.
#[track_caller]
fn check(source: &str, valid: &[&str], invalid: &[&str]) {
    let whole = regex(&format!("^(?:{source})$"));
    for text in valid {
        assert!(whole.is_match(text), "`{source}` is {text:?}");
    }
    for text in invalid {
        assert!(!whole.is_match(text), "`{source}` is not {text:?}");
    }
}

#[track_caller]
fn prints(source: &str, expected: &str) {
    assert_eq!(translate(source), Translated::Regex(expected.to_owned()), "{source}");
}

#[test]
fn what_means_the_same_stays_as_it_is() {
    for source in [
        "",
        "^(latest|[1-9][0-9]*)$",
        r"^[a-z]([-a-z0-9]*[a-z0-9])?(?:\.[a-z]{2,})+?$",
        r"\p{L}[\p{Lu}\P{sc=Greek}]",
        "a{2}b{2,}c{2,3}d{0}|()",
        "^é漢_/=#&~'\"$",
    ] {
        let expected = source.replace("[-", r"[\-");
        prints(source, &expected);
    }
}

#[test]
fn sets_are_those_of_ecma() {
    prints(r"\d\D[\d_]", "[0-9][^0-9][0-9_]");
    prints(r"\w\W", "[0-9A-Za-z_][^0-9A-Za-z_]");
    check(r"\d", &["0", "9"], &["٣", "a"]);
    check(r"\w", &["a", "Z", "0", "_"], &["é", "-", "ſ"]);
    let space = "\t\n\u{B}\u{C}\r \u{A0}\u{1680}\u{2000}\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}";
    check(r"\s{16}", &[space], &[]);
    check(r"\S", &["\u{85}", "\u{200B}", "a"], &[" ", "\u{FEFF}"]);
    check(r"[^\S\d]", &[" "], &["a", "1"]);
    check(r"[\s\W]", &[" ", "-", "\u{85}"], &["a"]);
    check(".", &["a", "😀", "\u{85}"], &["\n", "\r", "\u{2028}", "\u{2029}"]);
    check(r"a\b-\bb", &["a-b"], &[]);
    assert!(regex(r"\bé").is_match("aé") && !regex(r"\bé").is_match("é"), "words are ASCII");
}

#[test]
fn no_boundary_is_between_characters() {
    assert!(regex(r"\B").is_match("") && regex(r"a\Bb").is_match("ab") && regex(r"\B").is_match("éé"));
    // Between the bytes of the last character it holds as well, but that is no place in the text.
    assert!(!regex(r"\B").is_match("aéa"));
    assert!(regex(r"^.{2}|\B").is_match("aé"));
}

#[test]
fn edges_are_those_of_the_text() {
    let lines = regex("^a$");
    assert!(lines.is_match("a") && !lines.is_match("a\n") && !lines.is_match("b\na"));
}

#[test]
fn escapes_are_characters() {
    check(r"\t\n\v\f\r\0", &["\t\n\u{B}\u{C}\r\0"], &[]);
    check(r"\cA\cz", &["\u{1}\u{1A}"], &["cAcz"]);
    check(r"\x41\u0042\u{43}\u{00001F600}\ud83d\uDE00", &["ABC😀😀"], &[]);
    check(r"\/\-\_\:\ \é\^\$\\\.\*\+\?\(\)\[\]\{\}\|", &["/-_: é^$\\.*+?()[]{}|"], &[]);
    check(r"[\b\-\]\\\^]", &["\u{8}", "-", "]", "\\", "^"], &["b"]);
}

#[test]
fn what_does_not_show_is_escaped() {
    prints("\u{202E}\u{FEFF}\u{7F}", r"\u{202E}\u{FEFF}\u{7F}");
    prints("[\u{2028}\t]", r"[\u{2028}\t]");
}

#[test]
fn lone_surrogates_are_in_no_text() {
    check(r"\ud83d|a", &["a"], &["\u{FFFD}"]);
    check(r"[\ud800-\udfff]|a", &["a"], &["\u{D7FF}", "\u{E000}"]);
    check(r"[\ud000-\ue000]", &["\u{D000}", "\u{D7FF}", "\u{E000}"], &["\u{E001}"]);
    check(r"[^\ud83d]", &["a", "😀"], &[]);
    check(r"[\u{d83d}\u{de00}]|a", &["a"], &["😀"]);
}

#[test]
fn classes() {
    check("[]|a", &["a"], &["", "b"]);
    check("[^]", &["a", "\n", "😀"], &[""]);
    check("[[:alpha:]", &["[", ":", "a"], &["b", "]"]);
    check("[a&&b~~c]", &["a", "&", "b", "~", "c"], &[]);
    check("[!--]", &["!", "'", "-"], &["."]);
    check("[a-]", &["a", "-"], &["b"]);
    check(r"[\w-.]", &["a", "-", "."], &["/"]);
    check(r"[+-\d]", &["+", "-", "1"], &[","]);
    // The first range ends at `a`: what follows is a hyphen and a `c`.
    check(r"[\d-a-c]", &["1", "-", "a", "c"], &["b"]);
    check("[^^]", &["a"], &["^"]);
}

#[test]
fn braces_that_begin_no_quantifier() {
    check("a{", &["a{"], &["a"]);
    check("{a}]}", &["{a}]}"], &[]);
    check("a{1{2}", &["a{11"], &["a{1{"]);
    check("x{1,a}", &["x{1,a}"], &[]);
    check("a{2,2}", &["aa"], &["a"]);
}

#[test]
fn properties() {
    for property in ["L", "Letter", "digit", "gc=Lu", "General_Category=Nd", "Script=Greek", "scx=Latn", "ASCII", "Any"]
    {
        regex(&format!(r"\p{{{property}}}\P{{{property}}}[\p{{{property}}}]"));
    }
    check(r"\p{digit}", &["٣"], &["a"]);
    check(r"\P{L}", &["1"], &["a"]);
}

#[test]
fn lookarounds_at_an_edge_are_conditions_of_their_own() {
    let term = |regex: &str, negated| Term { regex: regex.to_owned(), negated };
    assert_eq!(
        translate("^(?!a|b)(?=.{3}$)([a-c]+)$"),
        Translated::Conjunction(vec![
            term("^([a-c]+)$", false),
            term("^(?:a|b)", true),
            term(r"^[^\n\r\u{2028}\u{2029}]{3}$", false),
        ])
    );
    assert_eq!(
        translate("^((?!-)[a-c-]+(?<!-|--))$"),
        Translated::Conjunction(vec![term(r"^([a-c\-]+)$", false), term("^-", true), term("(?:-|--)$", true),])
    );
    assert_eq!(translate("(?=a)^b"), Translated::Conjunction(vec![term("^b", false), term("^a", false)]));
    assert_eq!(translate("b(?<=b)$"), Translated::Conjunction(vec![term("b$", false), term("b$", false)]));
}

#[test]
fn what_needs_backtracking() {
    for (source, excess) in [
        ("(?!a)b", "a lookahead"),
        ("^a(?=b)", "a lookahead"),
        ("^(?:(?!a)b)*$", "a lookahead"),
        ("^(?:(?!a)b|c)$", "a lookahead"),
        ("^(?!(?<!a)b)", "a lookbehind"),
        ("(?<=a)b", "a lookbehind"),
        (r"(a)\1", "a backreference"),
        (r"(?<n>a)\k<n>", "a backreference"),
        (r"^(?!(a)\1)", "a backreference"),
        (r"[\p{L}\p{N}]{1,5000}", "its size"),
    ] {
        assert_eq!(translate(source), Translated::Backtracking(excess.to_owned()), "{source}");
    }
}

#[test]
fn what_is_no_pattern() {
    for source in [
        "(",
        ")",
        "(?",
        "(?i)a",
        "(?P<n>a)",
        "(?<>a)",
        "(?<1>a)",
        "(?<n",
        "[",
        "[a",
        r"[\",
        r"\",
        "*",
        "a**",
        "a|+",
        "^*",
        r"\b+",
        "(?<!a)*",
        "{1}",
        "a{1}{2}",
        "a{2,1}",
        "a{,1}",
        "[b-a]",
        r"\1",
        r"(a)\2",
        r"\k<n>",
        r"\k",
        r"\a",
        r"\Z",
        r"\z",
        r"\A",
        r"\00",
        r"\01",
        r"[\1]",
        r"[\B]",
        r"\c",
        r"\c1",
        r"\x1",
        r"\u123",
        r"\u{}",
        r"\u{110000}",
        r"\u{1F600",
        r"\pL",
        r"\p{Foo}",
        r"\p{Age=3.0}",
        r"\p{L",
        "a++",
    ] {
        assert!(matches!(translate(source), Translated::Invalid(_)), "`{source}` becomes {:?}", translate(source));
    }
}

#[test]
fn depth_is_bounded() {
    let nested = |depth| format!("{}a{}", "(?:b|".repeat(depth), ")*".repeat(depth));
    regex(&nested(50));
    assert!(matches!(translate(&nested(51)), Translated::Invalid(_)));
    assert!(matches!(translate(&"(".repeat(1_000_000)), Translated::Invalid(_)));
}

fn bytes(first: u8, last: u8, ranges: &[(u8, u8)], next: Next) -> Step {
    Step::Bytes { first, last, ranges: ranges.to_vec(), next }
}

fn word(first: u8, word: &str) -> Step {
    Step::Word { first, word: word.into() }
}

#[test]
fn automata_are_written_shortly() {
    let digits = |first: u8, next: u8| bytes(first, first, &[(b'1' - u8::from(first > 0), b'9')], Next::Same(next));
    assert_eq!(
        automaton("^(latest|[1-9][0-9]*)$"),
        Some(Automaton {
            states: 8,
            steps: vec![digits(0, 7), word(0, "latest"), digits(7, 7)],
            accepting: vec![(6, 7)],
        })
    );
    let hexadecimal = [(b'0', b'9'), (b'a', b'f')];
    assert_eq!(
        automaton("^sha256:[0-9a-f]{64}$"),
        Some(Automaton {
            states: 72,
            steps: vec![word(0, "sha256:"), bytes(7, 70, &hexadecimal, Next::Up(8))],
            accepting: vec![(71, 71)],
        })
    );
    // Two chains side by side, one of which comes out the other way round.
    let label = automaton("^[a-z]([a-z-]{0,60}[a-z])?$").expect("small");
    assert_eq!((label.states, label.steps.len()), (123, 4));
}

#[test]
fn automata_end_where_a_pattern_is_found() {
    let found = |before: &str, last: char| {
        let first = u8::try_from(before.len()).expect("short");
        let last = u8::try_from(last).expect("ASCII");
        Some(Automaton {
            states: before.len() + 1,
            steps: vec![word(0, before), bytes(first, first, &[(last, last)], Next::Found)],
            accepting: vec![],
        })
    };
    assert_eq!(automaton("^pkg"), found("pk", 'g'));
    assert_eq!(automaton("^ab(c|cd)*"), automaton("^ab"));
    let everything = automaton("a*").expect("small");
    assert_eq!((everything.states, everything.accepting), (1, vec![(0, 0)]));
    let nothing = automaton(r"[^\x00-\u{10FFFF}]").expect("small");
    assert_eq!((nothing.steps, nothing.accepting), (vec![], vec![]));
}

#[test]
fn large_automata_are_not_made() {
    for regex in [
        r"\p{L}",
        "^[ab]{1,300}$",
        "(a|b)*a(a|b){12}",
        "^(?:alfa|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett|kilo|lima|mike|november|oscar|papa)+$",
        "(",
    ] {
        assert_eq!(automaton(regex), None, "{regex}");
    }
}

/// The official test suite, where the environment says it is.
#[test]
fn official_suite() {
    let Some(root) = std::env::var_os("REFRACT_SHARED").map(PathBuf::from) else {
        eprintln!("left out: REFRACT_SHARED does not say where the JSON Schema test suite is");
        return;
    };
    let mut count = 0;
    for file in ["pattern", "optional/ecmascript-regex", "optional/non-bmp-regex"] {
        let path = root.join(format!("json-schema-suite/suite/tests/draft2020-12/{file}.json"));
        let text = std::fs::read_to_string(path).expect("the suite's file");
        let groups: Vec<Value> = serde_json::from_str(&text).expect("JSON");
        for group in &groups {
            let Some(source) = group["schema"]["pattern"].as_str() else {
                continue;
            };
            let regex = regex(source);
            for test in group["tests"].as_array().into_iter().flatten() {
                if let Some(text) = test["data"].as_str() {
                    assert_eq!(Some(regex.is_match(text)), test["valid"].as_bool(), "{source}: {test}");
                    count += 1;
                }
            }
        }
    }
    let path = root.join("json-schema-suite/suite/tests/draft2020-12/optional/format/regex.json");
    let text = std::fs::read_to_string(path).expect("the suite's file");
    let groups: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    for test in groups.iter().flat_map(|group| group["tests"].as_array()).flatten() {
        if let Some(source) = test["data"].as_str() {
            let valid = !matches!(translate(source), Translated::Invalid(_));
            assert_eq!(Some(valid), test["valid"].as_bool(), "{test}: {:?}", translate(source));
            count += 1;
        }
    }
    assert!(count > 50, "{count} tests");
}
