//! The readers, over tables and models made for the purpose: what is quick must be right wherever a text is cut.

use std::sync::LazyLock;

use proptest::prelude::*;
use refract_support::{
    Map,
    builder::{arm, constant, integer, map, object, one_of, optional, required, string},
    decode, decode_lenient, encode, lex,
    model::{Arms, Json, Members, Model, blank},
    names::slots,
    number,
    reader::{Fail, Read, Reader},
    schema::{Dispatch, Property, Schema},
    tree::Tree,
    value::Value,
};

#[test]
fn plain_text_ends_at_the_first_byte_that_is_none() {
    let plain = [b'a', b' ', b'!', b'#', b'[', b']', 0x7F, 0x80, 0xA2, 0xDC, 0xFF];
    for length in 0..100 {
        let text: Vec<u8> = (0..length).map(|index| plain[index * 7 % plain.len()]).collect();
        assert_eq!(lex::plain_end(&text, 0), length);
        for at in 0..length {
            for special in [b'"', b'\\', 0, b'\n', 0x1F] {
                let mut text = text.clone();
                text[at] = special;
                text[length - 1] = special;
                for from in [0, at / 2, at] {
                    assert_eq!(lex::plain_end(&text, from), at, "{text:?} from {from}");
                }
            }
        }
    }
}

/// What an object of integers was read to be: the indices of its members, in the order of the text.
#[derive(Debug, Default, PartialEq)]
struct Indices(Vec<usize>);

impl Members for Indices {
    fn blank() -> Self {
        Self::default()
    }

    fn read_member(&mut self, index: usize, reader: &mut Reader<'_>) -> Read {
        self.0.push(index);
        reader.read(&mut 0_i64)
    }

    fn member(&self, _: usize) -> Value<'_> {
        Value::Absent
    }
}

fn indices(schema: &'static Schema, text: &str) -> Result<Vec<usize>, Fail> {
    let mut found = Indices::default();
    let mut reader = Reader::new(text, schema, false);
    reader.members(&mut found)?;
    reader.finish()?;
    Ok(found.0)
}

/// Names of every length up to 40, three of each: the same but for the first byte, one in the middle, and the last.
static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut names = vec!["", "x"];
    for length in 2..40 {
        let same = "member_with_a_name_that_is_rather_long__";
        for (at, letter) in [(0, "A"), (length / 2, "B"), (length - 1, "C")] {
            names.push(Box::leak(format!("{}{letter}{}", &same[..at], &same[at + 1..length]).into_boxed_str()));
        }
    }
    names.sort_unstable();
    names.dedup();
    names
});

static INTEGER: Schema = integer();

/// The same table twice: without hash slots, and with them.
static TABLES: LazyLock<[&Schema; 2]> = LazyLock::new(|| {
    let properties: Vec<Property> = NAMES.iter().map(|name| optional(name, &INTEGER)).collect();
    let properties: &'static [Property] = Box::leak(properties.into_boxed_slice());
    let places: &'static [u16; 256] = Box::leak(Box::new(slots(properties)));
    let table = object("Table", properties);
    [table, table.slots(places)].map(|table| &*Box::leak(Box::new(table)))
});

/// An object with the members of these indices, each name and what is after it written by a function.
fn text(order: &[usize], key: impl Fn(&str) -> String) -> String {
    let members: Vec<_> = order.iter().map(|&index| format!("{}1", key(NAMES[index]))).collect();
    format!("{{{}}}", members.join(","))
}

#[test]
fn members_are_found_in_any_order_and_spelling() {
    let escaped =
        |name: &str| name.chars().map(|character| format!("\\u{:04x}", u32::from(character))).collect::<String>();
    let in_order: Vec<_> = (0..NAMES.len()).collect();
    let shuffled: Vec<_> = in_order.iter().map(|index| index * 7 % NAMES.len()).collect();
    assert!(NAMES.len() > 64 && !NAMES.len().is_multiple_of(7));
    for table in *TABLES {
        for order in [&in_order, &shuffled] {
            let found = |key: &dyn Fn(&str) -> String| indices(table, &text(order, key)).unwrap();
            assert_eq!(found(&|name| format!("\"{name}\":")), *order);
            assert_eq!(found(&|name| format!(" \"{name}\" :\n")), *order);
            assert_eq!(found(&|name| format!("\"{}\":", escaped(name))), *order);
        }
        assert_eq!(indices(table, r#"{"a name that no property has":1,"":2}"#), Ok(vec![0]));
    }
}

#[test]
fn no_member_may_stand_twice() {
    for table in *TABLES {
        for index in 0..NAMES.len() {
            let text = text(&[index, (index + 1) % NAMES.len(), index], |name| format!("\"{name}\":"));
            assert_eq!(indices(table, &text), Err(Fail), "{text}");
        }
        assert_eq!(indices(table, r#"{"not known":1,"other":2}"#), Ok(vec![]));
        assert_eq!(indices(table, r#"{"not known":1,"other":2,"not known":3}"#), Err(Fail));
        assert_eq!(indices(table, r#"{"not known":1,"other":2,"not\u0020known":3}"#), Err(Fail));
    }
}

/// A map of strings.
#[derive(Debug, PartialEq)]
struct Labels(Map<String>);

impl Json for Labels {
    fn blank() -> Self {
        Self(blank())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        reader.read(&mut self.0)
    }

    fn value(&self) -> Value<'_> {
        Value::of(&self.0)
    }
}

impl Model for Labels {
    const SCHEMA: &'static Schema = &map(&string());
}

#[test]
fn maps_hold_a_name_once() {
    for count in [0, 1, 2, 15, 16, 17, 40] {
        let members: Vec<_> = (0..count).map(|index| format!(r#""name{index}":"{index}""#)).collect();
        let text = format!("{{{}}}", members.join(","));
        let labels: Labels = decode(text.as_bytes()).unwrap();
        assert_eq!(labels.0.len(), count);
        for index in 0..count {
            assert_eq!(labels.0.get(&format!("name{index}")), Some(&index.to_string()));
            let again = format!(r#"{},"n\u0061me{index}":""}}"#, &text[..text.len() - 1]);
            let violations = decode::<Labels>(again.as_bytes()).unwrap_err();
            assert_eq!(violations.as_slice()[0].keyword, "uniqueNames");
        }
        assert_eq!(encode(&labels), text.as_bytes());
    }
}

/// A value that says what it is, at any place in it: a leaf, or a pair of such.
#[derive(Debug, PartialEq)]
enum Node {
    Leaf(Leaf),
    Pair(Box<Pair>),
}

#[derive(Debug, PartialEq)]
struct Leaf {
    value: i64,
}

#[derive(Debug, PartialEq)]
struct Pair {
    left: Node,
    right: Node,
}

static NODE: Schema = one_of("Node", Dispatch::Tag("kind"), &[arm(&["leaf"], &LEAF), arm(&["pair"], &PAIR)]);
static LEAF: Schema = object("Leaf", &[required("kind", &constant("leaf")), required("value", &integer())]);
static PAIR: Schema =
    object("Pair", &[required("kind", &constant("pair")), required("left", &NODE), required("right", &NODE)]);

impl Members for Leaf {
    fn blank() -> Self {
        Self { value: 0 }
    }

    fn read_member(&mut self, index: usize, reader: &mut Reader<'_>) -> Read {
        match index {
            1 => reader.read(&mut self.value),
            _ => reader.constant(),
        }
    }

    fn member(&self, index: usize) -> Value<'_> {
        match index {
            1 => Value::of(&self.value),
            _ => Value::Constant,
        }
    }
}

impl Members for Pair {
    fn blank() -> Self {
        Self { left: blank(), right: blank() }
    }

    fn read_member(&mut self, index: usize, reader: &mut Reader<'_>) -> Read {
        match index {
            1 => reader.read(&mut self.left),
            2 => reader.read(&mut self.right),
            _ => reader.constant(),
        }
    }

    fn member(&self, index: usize) -> Value<'_> {
        match index {
            1 => Value::of(&self.left),
            2 => Value::of(&self.right),
            _ => Value::Constant,
        }
    }
}

impl Json for Leaf {
    fn blank() -> Self {
        Members::blank()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        reader.members(self)
    }

    fn value(&self) -> Value<'_> {
        Value::Object(&LEAF, self)
    }
}

impl Json for Pair {
    fn blank() -> Self {
        Members::blank()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        reader.members(self)
    }

    fn value(&self) -> Value<'_> {
        Value::Object(&PAIR, self)
    }
}

impl Json for Node {
    fn blank() -> Self {
        Self::Leaf(blank())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        *self = reader.arm()?;
        Ok(())
    }

    fn value(&self) -> Value<'_> {
        self.arm()
    }
}

impl Arms for Node {
    fn read_arm(index: usize, reader: &mut Reader<'_>) -> Result<Self, Fail> {
        match index {
            0 => reader.value().map(Self::Leaf),
            1 => reader.value().map(Self::Pair),
            _ => Err(Fail),
        }
    }

    fn arm(&self) -> Value<'_> {
        match self {
            Self::Leaf(leaf) => Value::of(leaf),
            Self::Pair(pair) => Value::of(pair),
        }
    }
}

impl Model for Node {
    const SCHEMA: &'static Schema = &NODE;
}

/// A node of so many levels; the tag stands before the members, between them or after them.
fn node(depth: u32, place: u32) -> String {
    let mut members = if depth == 0 {
        vec![r#""value":7"#.to_owned(), r#""more":{"kind":[{"}":"]"}]}"#.to_owned()]
    } else {
        let part = |name: &str, place| format!(r#""{name}":{}"#, node(depth - 1, place));
        vec![part("left", (place + 1) % 3), part("right", place)]
    };
    let kind = if depth == 0 { "leaf" } else { "pair" };
    members.insert(place as usize, format!(r#""kind":"{kind}""#));
    format!("{{{}}}", members.join(","))
}

#[test]
fn tags_are_found_wherever_they_stand() {
    fn leaves(node: &Node) -> usize {
        match node {
            Node::Leaf(leaf) => usize::from(leaf.value == 7),
            Node::Pair(pair) => leaves(&pair.left) + leaves(&pair.right),
        }
    }
    for depth in 0..6 {
        let first: Node = decode(node(depth, 0).as_bytes()).unwrap();
        assert_eq!(leaves(&first), 1 << depth);
        for place in 0..3 {
            assert_eq!(decode::<Node>(node(depth, place).as_bytes()).unwrap(), first);
        }
    }
    let spelled = r#"{ "value" : 7 , "k\u0069nd" : "l\u0065af" }"#;
    assert_eq!(decode::<Node>(spelled.as_bytes()).unwrap(), Node::Leaf(Leaf { value: 7 }));
    for faulty in [
        r#"{"value":7}"#,
        r#"{"value":7,"kind":"tree"}"#,
        r#"{"value":7,"kind":1}"#,
        r#"{"value":7,"kind":"leaf","kind":"leaf"}"#,
        r#"{"value":7,"more":[{]},"kind":"leaf"}"#,
        r#"{"value":7,"more":[1,"kind":"leaf"}"#,
        r#"{"value":7,"more":"kind":"leaf"}"#,
        "[]",
    ] {
        assert!(decode::<Node>(faulty.as_bytes()).is_err(), "{faulty}");
    }
}

/// Which arm was chosen; one past the last is not known.
#[derive(Debug, PartialEq)]
struct Chosen(usize);

static LEVEL: Schema = one_of(
    "Level",
    Dispatch::Literal("n"),
    &[arm(&["1", "20"], &ANYTHING), arm(&["2.5"], &ANYTHING), arm(&["true"], &ANYTHING)],
);
static ANYTHING: Schema = map(&Schema::Any);

impl Arms for Chosen {
    fn read_arm(index: usize, reader: &mut Reader<'_>) -> Result<Self, Fail> {
        match index {
            0..3 => drop(reader.value::<Map<serde_json::Value>>()?),
            _ => drop(reader.value::<serde_json::Value>()?),
        }
        Ok(Self(index))
    }

    fn arm(&self) -> Value<'_> {
        Value::Absent
    }
}

impl Json for Chosen {
    fn blank() -> Self {
        Self(0)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        *self = reader.arm()?;
        Ok(())
    }

    fn value(&self) -> Value<'_> {
        self.arm()
    }
}

impl Model for Chosen {
    const SCHEMA: &'static Schema = &LEVEL;
}

#[test]
fn numbers_and_booleans_select_by_their_value() {
    for (text, index) in [
        (r#"{"n":1}"#, 0),
        (r#"{ "a" : [{"n":true}], "\u006e" : 2e1 }"#, 0),
        (r#"{"n":1.0,"a":0}"#, 0),
        (r#"{"a":"}","n":25E-1}"#, 1),
        (r#"{"n":true}"#, 2),
    ] {
        assert_eq!(decode::<Chosen>(text.as_bytes()), Ok(Chosen(index)), "{text}");
    }
    let told = |text: &str| {
        let violations = decode::<Chosen>(text.as_bytes()).unwrap_err();
        assert!(violations.iter().count() == 1, "{text}");
        violations.iter().map(|it| format!("{} {it}", it.keyword)).collect::<String>()
    };
    let one_of = "oneOf /n must be one of 1, 20, 2.5, true";
    for text in [r#"{"n":3}"#, r#"{"n":"1"}"#, r#"{"n":false}"#, r#"{"n":null}"#, r#"{"n":[1]}"#, r#"{"n":{}}"#] {
        assert_eq!(told(text), one_of, "{text}");
        assert_eq!(decode_lenient::<Chosen>(text.as_bytes()), Ok(Chosen(3)), "{text}");
    }
    assert_eq!(told(r#"{"m":1}"#), "required /n must be there: one of 1, 20, 2.5, true");
    assert_eq!(told("[]"), "type must be an object, not array");
    for text in [r#"{"n":1x}"#, r#"{"n":01}"#, r#"{"n":1"#, r#"{"n":"#] {
        assert!(decode::<Chosen>(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn zero_has_no_sign_where_bounds_are_asked() {
    static BOUNDED: Schema = refract_support::builder::number().minimum_f64(0.0);
    let mut value = 1.0_f64;
    assert_eq!(Reader::new("-0.0", &BOUNDED, false).read(&mut value), Ok(()));
    assert!(value == 0.0 && value.is_sign_negative());
    assert_eq!(Reader::new("-0.1", &BOUNDED, false).read(&mut value), Err(Fail));
}

static NUMBER: Schema = refract_support::builder::number();

proptest! {
    #[test]
    fn numbers_are_what_std_reads(text in "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?") {
        let expected: f64 = text.parse().unwrap();
        prop_assert_eq!(number::float(&text).map(f64::to_bits), Some(expected.to_bits()));
        let mut read = 0.5_f64;
        let mut reader = Reader::new(&text, &NUMBER, false);
        prop_assert_eq!(reader.read(&mut read).and_then(|()| reader.finish()), Ok(()));
        prop_assert_eq!(read.to_bits(), expected.to_bits());
    }

    #[test]
    fn what_is_no_number_is_not_read_as_one(text in "[-+.0-9eE]{1,6}") {
        let expected = serde_json::from_str::<f64>(&text).ok();
        let mut read = 0.5_f64;
        let mut reader = Reader::new(&text, &NUMBER, false);
        let result = reader.read(&mut read).and_then(|()| reader.finish());
        prop_assert_eq!(result.is_ok().then_some(read), expected, "{}", text);
    }

    #[test]
    fn the_tree_knows_names_that_stand_twice(names in prop::collection::vec("[ab]{0,2}|\\\\u0061", 0..12)) {
        let members: Vec<_> = names.iter().map(|name| format!("\"{name}\":0")).collect();
        let text = format!("{{{}}}", members.join(","));
        let plain: Vec<_> = names.iter().map(|name| name.replace("\\u0061", "a")).collect();
        // A name is the token before its value.
        let expected: Vec<u32> = (0..plain.len())
            .filter(|&index| plain[..index].contains(&plain[index]))
            .map(|index| 1 + 2 * index as u32)
            .collect();
        let mut duplicates = Tree::index(&text, 128).unwrap().duplicates;
        duplicates.sort_unstable();
        prop_assert_eq!(duplicates, expected);
    }
}
