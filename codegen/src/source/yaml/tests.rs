//! Places, values and defects of YAML texts.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::{
    diagnostic::Diagnostic,
    source::{
        json,
        marked::{defects, places, range, sound, unmark},
    },
};

const MARKED: &str = r#"# ünïcode
>>>>>>ключ<<<: >>>значение<<<
>>>"é b"<<<: >>>'ein ''Wort'''<<< # ö
>>>map<<<:
  >>>>>>空<<<: >>>1.50<<<
  >>>𝄞<<<:>>><<<<<<
>>>flow<<<: >>>{ >>>ä<<<: >>>[>>>1<<<, >>>"ß"<<<]<<<, >>>b<<<: >>>~<<< }<<<
>>>indented<<<:
  >>>- >>>öde<<<
  - >>>>>>k<<<: >>>v<<<<<<<<<
>>>flush<<<:
>>>- >>>x<<<
->>><<<<<<
>>>plain<<<: >>>eins
  zwei<<<
>>>200<<<: >>>true<<<
>>>block<<<: |
  >>>é
  text<<<

>>>last<<<: >>>end<<<<<<
"#;

#[test]
fn every_value_and_key_has_its_place() {
    places(read, MARKED);
}

#[test]
fn the_line_breaks_of_windows_do_not_shift_places() {
    places(read, &MARKED.replace('\n', "\r\n"));
    let node = sound(read, "b: |\r\n  x\r\n  y\r\n");
    assert_eq!(node.to_json(), r#"{"b":"x\ny\n"}"#);
}

#[test]
fn a_byte_order_mark_is_skipped() {
    places(read, "\u{FEFF}>>>>>>a<<<: >>>1<<<<<<\n");
}

#[test]
fn values_are_those_of_the_core_schema() {
    for (text, json) in [
        ("a: yes", r#"{"a":"yes"}"#),
        ("a: 0x1F", r#"{"a":31}"#),
        ("a: '12'", r#"{"a":"12"}"#),
        ("a: \"true\"", r#"{"a":"true"}"#),
        ("a: !!str 12", r#"{"a":"12"}"#),
        ("a: ! 12", r#"{"a":"12"}"#),
        ("a: !!int '12'", r#"{"a":12}"#),
        ("a: !!float 1.5", r#"{"a":1.5}"#),
        ("a: !!null", r#"{"a":null}"#),
        ("a: !!seq [1]", r#"{"a":[1]}"#),
        ("a: !!map {b: 1}", r#"{"a":{"b":1}}"#),
        ("!<tag:yaml.org,2002:str> 1", r#""1""#),
        ("a: \"\\u00e9\\x41\"", r#"{"a":"éA"}"#),
        ("a: >-\n  b\n  c\n\n", r#"{"a":"b c"}"#),
        ("a: |\n  b\n  c\n\n", r#"{"a":"b\nc\n"}"#),
        ("a: |+\n  b\n\n", r#"{"a":"b\n\n"}"#),
        ("a: 2024-01-01", r#"{"a":"2024-01-01"}"#),
        ("---\n{\"a\": [1, 2.0]}\n...\n", r#"{"a":[1,2.0]}"#),
        ("--- ~", "null"),
        ("%YAML 1.2\n---\na: b", r#"{"a":"b"}"#),
    ] {
        assert_eq!(sound(read, text).to_json(), json, "{text}");
    }
}

#[test]
fn keys_are_their_text() {
    let text = "200: a\n4XX: b\ntrue: c\nnull: d\n1.0: e\n0x1F: f\n'': g\n~: h\n? k\n: i\n!!int 7: j\n";
    let node = sound(read, text);
    let names: Vec<&String> = node.as_object().unwrap().keys().collect();
    assert_eq!(names, ["200", "4XX", "true", "null", "1.0", "0x1F", "", "~", "k", "7"]);
}

#[test]
fn keys_that_are_no_texts_are_refused() {
    let text = "? >>>[1, 2]<<<\n: a\n? >>>{b: c}<<<\n: d\n>>><<<: e\nf: g\n";
    let expected = [
        "R0109 a member's name must be a text",
        "R0109 a member's name must be a text",
        "R0109 a member without a name",
    ];
    assert_eq!(defects(read, text, &expected).as_deref(), Some(r#"{"f":"g"}"#));
}

#[test]
fn every_duplicate_is_reported_and_the_first_stays() {
    let text = ">>>é<<<: 1\nb:\n  - {>>>c<<<: 1, >>>'c'<<<: 2}\n>>>\"é\"<<<: 2\n";
    let expected =
        ["R0102 the member `c` stands twice in one object", "R0102 the member `é` stands twice in one object"];
    let json = defects(read, text, &expected);
    assert_eq!(json.as_deref(), Some(r#"{"é":1,"b":[{"c":1}]}"#));
}

#[test]
fn what_json_does_not_have_is_refused_where_it_stands() {
    for (text, message) in [
        ("ä: >>>.nan<<<", "JSON has no number like `.nan`"),
        ("- >>>-.inf<<<", "JSON has no number like `-.inf`"),
        ("- >>>1e999<<<", "the number `1e999` is out of range"),
        ("- !!int >>>x<<<", "the tag asks for an integer, which this is not"),
        ("- !!seq >>>{a: 1}<<<", "the tag asks for another kind of value"),
        ("- !!map >>>x<<<", "the tag asks for another kind of value"),
        ("- !!str >>>[x]<<<", "the tag asks for another kind of value"),
        ("ä: >>>!Ref<<< x", "the tag `!Ref` is not known"),
        ("ä: >>>!!binary<<< aGk=", "the tag `!!binary` is not known"),
        ("ä: >>>!<tag:a,2000:b><<< x", "the tag `!<tag:a,2000:b>` is not known"),
    ] {
        let found = defects(read, text, &[&format!("R0109 {message}")]);
        assert!(found.is_some(), "{text}");
    }
}

/// The only error of a marked text is one of syntax, at the mark.
fn refused(marked: &str) -> Diagnostic {
    let (text, ranges) = unmark(marked);
    let mut sources = Sources::default();
    let file = sources.add("a.yaml", text);
    let mut diagnostics = Diagnostics::default();
    assert_eq!(read(&sources, file, &mut diagnostics), None);
    let found: Vec<_> = diagnostics.iter().collect();
    assert_eq!(found.len(), 1, "{marked}");
    assert_eq!(found[0].code.id, "R0101");
    assert_eq!([range(found[0].labels[0].span)], ranges[..], "{marked}: {}", found[0].message);
    found[0].clone()
}

#[test]
fn syntax_errors_stand_at_the_exact_place() {
    for text in [
        "é:\n  - a\n  >>>b<<<: c\n",
        "é: b>>>:<<< c\n",
        ">>>[<<<é, b",
        "é: >>>'<<<b",
        "é: >>>\u{7}<<<",
        "é: [b, c: d\n\ne>>>:<<< f]",
        "é: >>>@<<<x\n",
        "é: \"a\\x41\\\"\\n>>>\\<<<d\"\n",
        "é: \"a>>>\\<<<u00g0\"\n",
        "é: \"a>>>\\<<<x4\"",
        "é: >>>}<<<\n",
        ">>><<<",
        "# only a remark\n>>><<<",
    ] {
        refused(text);
    }
}

#[test]
fn tabs_are_told() {
    for text in [
        "é:\n>>>\t<<<b: c\n",
        "é:\n  b: c\n>>>\t<<<d: e\n",
        "é: b\tc\n>>>\t<<<d\n",
        "é:\n- >>>\t<<<- x\n",
        "é: |\n>>>\t<<<b\n",
        "é:\n  b:\n>>>\t<<<  c: 1\n",
    ] {
        let diagnostic = refused(text);
        assert_eq!(diagnostic.help.as_deref(), Some("write spaces instead of the tab"));
    }
}

#[test]
fn a_second_document_is_refused_and_the_first_stays() {
    let text = "a: 1\n>>>---<<<\nb: 2\n";
    let expected = ["R0101 a second document begins here; a file holds one"];
    assert_eq!(defects(read, text, &expected).as_deref(), Some(r#"{"a":1}"#));
}

#[test]
fn an_alias_stands_for_what_it_names() {
    let node = sound(read, "a: &é\n  k: [1, x]\nb: *é\nc: &s text\n*s : d\n");
    assert_eq!(node.to_json(), r#"{"a":{"k":[1,"x"]},"b":{"k":[1,"x"]},"c":"text","text":"d"}"#);
    let (a, b) = (node.get("a").unwrap(), node.get("b").unwrap());
    // The alias has its own place; the parts have those where they are written.
    assert_eq!(a.get("k"), b.get("k"));
    assert_eq!(b.span.end - b.span.start, "*é".len() as u32);
}

#[test]
fn an_anchor_can_be_named_anew() {
    let node = sound(read, "[&a 1, *a, &a 2, *a]");
    assert_eq!(node.to_json(), "[1,1,2,2]");
}

#[test]
fn aliases_that_lead_nowhere_are_all_reported() {
    let text = "é: >>>*missing<<<\nb: [>>>*later<<<, &later 1]\n";
    let expected =
        ["R0110 no anchor `missing` stands before this alias", "R0110 no anchor `later` stands before this alias"];
    let json = defects(read, text, &expected);
    assert_eq!(json.as_deref(), Some(r#"{"é":null,"b":[null,1]}"#));
}

#[test]
fn an_alias_inside_of_what_it_names_is_refused() {
    let text = "é: &a >>>[1, {b: >>>*a<<<}]<<<\nc: *a\n";
    let expected = ["R0110 this alias stands inside of what it names"];
    let json = r#"{"é":[1,{"b":null}],"c":[1,{"b":null}]}"#;
    assert_eq!(defects(read, text, &expected).as_deref(), Some(json));
}

const TOO_LARGE: &str = "R0110 the document becomes too large when its aliases are replaced by what they name";

#[test]
fn what_aliases_become_is_bounded_in_number() {
    let mut text = "- &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..6 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(text, "- &a{level} [{aliases}]").unwrap();
    }
    // A million values and those of the levels before; the third time is too much.
    let marked = text + "- *a5\n- >>>*a5<<<\n";
    assert_eq!(defects(read, &marked, &[TOO_LARGE]), None);
}

#[test]
fn what_aliases_become_is_bounded_in_length() {
    let marked = format!("- &a {}\n{}- >>>*a<<<\n", "x".repeat(1 << 20), "- *a\n".repeat(255));
    assert_eq!(defects(read, &marked, &[TOO_LARGE]), None);
    let marked = format!("- &a {}\n{}- {{>>>*a<<< : 1}}\n", "x".repeat(1 << 20), "- {*a : 1}\n".repeat(255));
    assert_eq!(defects(read, &marked, &[TOO_LARGE]), None);
}

#[test]
fn depth_is_bounded() {
    let flow = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    let block = |depth: usize| "- ".repeat(depth) + "x";
    sound(read, &flow(512));
    sound(read, &block(512));
    for text in [flow(513), block(513), "- ".repeat(256) + &flow(257), flow(100_000), block(100_000)] {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", text);
        let mut diagnostics = Diagnostics::default();
        assert_eq!(read(&sources, file, &mut diagnostics), None);
        let found: Vec<_> = diagnostics.iter().map(|found| &found.message).collect();
        assert_eq!(found, [TOO_DEEP]);
    }
}

#[test]
fn depth_is_bounded_where_aliases_make_it() {
    let flow = |depth: usize, inner: &str| "[".repeat(depth) + inner + &"]".repeat(depth);
    let text = format!("- &a {}\n- {}\n", flow(300, "x"), flow(300, ">>>*a<<<"));
    assert_eq!(defects(read, &text, &["R0101 values are nested too deeply"]), None);
}

#[test]
fn merged_members_stand_where_they_are_merged_and_give_way() {
    for (text, json) in [
        ("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3, z: 4}", r#"{"x":1,"y":3,"z":4}"#),
        ("a: &a {x: 1, y: 2}\nb: {y: 3, <<: *a}", r#"{"y":3,"x":1}"#),
        ("a: [&a {x: 1}, &b {x: 2, y: 2}]\nb: {<<: [*a, *b]}", r#"{"x":1,"y":2}"#),
        ("b: {<<: {x: 1}, y: 2}", r#"{"x":1,"y":2}"#),
        ("a: &a {x: 1}\nb: {!!merge <<: *a}", r#"{"x":1}"#),
        ("a: &a {x: 1}\nc: &c {<<: *a, y: 2}\nb: {<<: *c, z: 3}", r#"{"x":1,"y":2,"z":3}"#),
        ("b: {'<<': 1}", r#"{"<<":1}"#),
    ] {
        assert_eq!(sound(read, text).get("b").unwrap().to_json(), json, "{text}");
    }
}

#[test]
fn a_member_that_gives_way_does_so_once() {
    let text = "a: &a {x: 1}\nb: {<<: *a, >>>x<<<: 2, >>>x<<<: 3}\n";
    let expected = ["R0102 the member `x` stands twice in one object"];
    let json = defects(read, text, &expected);
    assert_eq!(json.as_deref(), Some(r#"{"a":{"x":1},"b":{"x":2}}"#));
}

#[test]
fn what_is_no_map_can_not_be_merged() {
    let text = "a: &a {x: 1}\nb: {<<: >>>text<<<, y: 1}\nc: {<<: [*a, >>>2<<<]}\n";
    let expected = [
        "R0105 `<<` merges a map or a list of maps, and this is a string",
        "R0105 `<<` merges a map or a list of maps, and this is a number",
    ];
    let json = defects(read, text, &expected);
    assert_eq!(json.as_deref(), Some(r#"{"a":{"x":1},"b":{"y":1},"c":{"x":1}}"#));
}

#[test]
fn two_merges_in_one_map_are_refused() {
    let mut sources = Sources::default();
    let file = sources.add("a.yaml", "{<<: {x: 1}, <<: {y: 2}}");
    let mut diagnostics = Diagnostics::default();
    read(&sources, file, &mut diagnostics);
    let found: Vec<_> = diagnostics.iter().collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "the member `<<` stands twice in one object");
    let places: Vec<_> = found[0].labels.iter().map(|label| range(label.span)).collect();
    assert_eq!(places, [(13, 15), (1, 3)]);
}

#[test]
fn what_is_wrong_in_an_anchor_is_reported_once() {
    let text = "a: &a {>>>k<<<: 1, >>>k<<<: >>>.nan<<<}\nb: *a\nc: [*a, *a]\n";
    let expected = ["R0109 JSON has no number like `.nan`", "R0102 the member `k` stands twice in one object"];
    assert!(defects(read, text, &expected).is_some());
}

proptest! {
    #[test]
    fn json_is_read_as_the_same_tree(
        text in r#"\{"[a-zé]{1,4}": \[("[a-zé ]{0,4}"|-?[1-9][0-9]{0,3}(\.[0-9]{1,3})?|true|null)(, \{\})?\]\}"#,
    ) {
        prop_assert_eq!(sound(read, &text), sound(json::read, &text));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[-\\[\\]{}:,?&*!|>'\"%@#~<. \n\tab0-2é\u{FEFF}]{0,32}") {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", text.as_str());
        let mut diagnostics = Diagnostics::default();
        let node = read(&sources, file, &mut diagnostics);
        prop_assert!(node.is_some() || diagnostics.has_errors());
        for label in diagnostics.iter().flat_map(|found| &found.labels) {
            let (start, end) = range(label.span);
            prop_assert!(text.get(start..end).is_some(), "{:?}", label.span);
        }
    }
}
