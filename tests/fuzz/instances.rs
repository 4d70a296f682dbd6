//! Texts, arbitrary or hostile, into generated readers.

use std::time::{Duration, Instant};

use openai_containers::{
    decode, decode_lenient, encode,
    models::{Container, CreateContainerRequest},
    support::model::Model,
};
use refract_support::{
    builder::{also, array, integer, object, optional, required, rules, string},
    evaluate::violations,
    schema::{Rule, Schema},
    tree::{MAX_DEPTH, Tree},
};

use crate::{child, mutate, random::Random, setting};

/// How long one text may take, in a build without optimisation.
const LONGEST: Duration = Duration::from_secs(5);

#[test]
fn reading_ends_in_a_value_or_in_violations() {
    let (seed, cases) = (setting("REFRACT_SEED", 1), setting("REFRACT_CASES", 1_500));
    let found = child::run("instances::reading_ends_in_a_value_or_in_violations", seed..seed + cases, one);
    assert!(found.is_empty(), "{} of {cases} texts: see above", found.len());
}

fn one(seed: u64) -> Result<(), String> {
    let mut random = Random::new(seed);
    let text = text(&mut random);
    let start = Instant::now();
    read::<CreateContainerRequest>(&text)?;
    read::<Container>(&text)?;
    if let Ok(tree) = std::str::from_utf8(&text).map(|text| Tree::index(text, MAX_DEPTH))
        && let Ok(tree) = tree
    {
        let lenient = random.chance(30);
        let wrong = violations(tree, random.pick(&[&NODE, &EITHER, &SET]), lenient);
        drop(wrong.to_string());
    }
    match start.elapsed() {
        took if took > LONGEST => Err(format!("{} bytes take {took:?}", text.len())),
        _ => Ok(()),
    }
}

/// Reads a text as a model in both ways; what is read is read again as it is written.
fn read<T: Model + PartialEq>(text: &[u8]) -> Result<(), String> {
    let lenient = decode_lenient::<T>(text);
    match decode::<T>(text) {
        Ok(value) => {
            let again =
                decode::<T>(&encode(&value)).map_err(|error| format!("what was written is not valid: {error}"))?;
            let same = again == value && lenient.is_ok();
            if same { Ok(()) } else { Err("what was written is another value".to_owned()) }
        }
        Err(error) if error.as_slice().is_empty() => Err("refused without a reason".to_owned()),
        Err(error) => {
            drop(error.to_string());
            Ok(())
        }
    }
}

/// An object that holds itself, by its members and by every rule that says something of them again.
static NODE: Schema = also(
    &object("Node", &[optional("next", &NODE), optional("set", &SET), optional("leaf", &integer())]),
    &[
        Rule::DependentSchemas(&[("next", &AGAIN)]),
        Rule::AnyOf(&[&AGAIN, &SHORT]),
        Rule::If(&AGAIN, &AGAIN, &SHORT),
        Rule::PropertyNames(&SHORT),
        Rule::Not(&rules(&[Rule::Required(&["no"])])),
    ],
);

static AGAIN: Schema = object("", &[optional("next", &NODE), optional("leaf", &integer())]);

static SHORT: Schema = rules(&[Rule::Keywords(&string().max_length(300))]);

/// A union that nothing tells apart, of which all that no arm evaluates is refused.
static EITHER: Schema = rules(&[Rule::Scope(&[
    Rule::OneOf(&[&LEFT, &RIGHT]),
    Rule::AnyOf(&[&LEFT, &RIGHT, &AGAIN]),
    Rule::UnevaluatedProperties(&EITHER),
])]);

static LEFT: Schema = object("Left", &[optional("next", &EITHER), required("leaf", &integer())]);

static RIGHT: Schema = object("Right", &[optional("next", &EITHER), required("leaf", &string())]);

/// Items that differ, one of which is something.
static SET: Schema =
    also(&array(&Schema::Any).unique_items(), &[Rule::Contains(&SHORT, 1, u32::MAX), Rule::UnevaluatedItems(&NODE)]);

const VALID: [&str; 3] = [
    r#"{"name":"n","file_ids":["a","b"],"expires_after":{"anchor":"last_active_at","minutes":20},"memory_limit":"1g"}"#,
    r#"{"next":{"next":{"next":{"leaf":1},"leaf":"x"},"leaf":1},"set":[1,1.0,"a",{"leaf":1},{"leaf":1.0}],"leaf":2}"#,
    r#"[[1,2,[3]],{"a":null,"b":[true,false]},"text",1e5,-0.0,[1,2,[3.0]]]"#,
];

fn text(random: &mut Random) -> Vec<u8> {
    match random.below(100) {
        0..20 => mutate::bytes(random),
        20..60 => {
            let mut text = random.pick(&VALID).as_bytes().to_vec();
            mutate::flip(random, &mut text);
            text
        }
        60..75 => {
            let mut value = serde_json::from_str(random.pick(&VALID)).unwrap_or_default();
            mutate::tree(random, &mut value);
            value.to_string().into_bytes()
        }
        75..90 => deep(random).into_bytes(),
        _ => large(random).into_bytes(),
    }
}

/// A text that is nested, perhaps by more than is read.
fn deep(random: &mut Random) -> String {
    let levels = random.pick(&[20, 100, 127, 128, 129, 10_000]);
    let (open, close) = random.pick(&[
        ("[", "]"),
        (r#"{"next":"#, "}"),
        (r#"{"leaf":1,"next":"#, "}"),
        (r#"{"next":"#, r#","leaf":"x"}"#),
        (r#"{"next":"#, r#","other":{"leaf":1}}"#),
        (r#"{"set":["#, "]}"),
        (r#"{"network_policy":"#, r#","type":"allowlist"}"#),
        (r#"[1,"#, ",2]"),
    ]);
    let leaf = random.pick(&["null", "1", "{}", "[]", r#"{"leaf":1}"#, r#"{"leaf":"x"}"#]);
    let text = format!("{}{leaf}{}", open.repeat(levels), close.repeat(levels));
    if random.chance(10) { text[..text.len() / 2].to_owned() } else { text }
}

/// A text with many parts, or with a long one.
fn large(random: &mut Random) -> String {
    let count = random.pick(&[100, 1_000, 3_000]);
    let each = |part: fn(usize) -> String| (0..count).map(part).collect::<Vec<_>>().join(",");
    match random.below(8) {
        0 => format!("[{}]", each(|index| index.to_string())),
        1 => format!("[{}]", each(|_| r#"{"leaf":1}"#.to_owned())),
        2 => format!("{{{}}}", each(|index| format!(r#""m{index}":{index}"#))),
        // Names that only their ends tell apart, and one that stands twice.
        3 => format!("{{{}}}", each(|index| format!(r#""{}{}":1"#, "x".repeat(200), index / 2))),
        4 => format!(r#"{{"name":"{}"}}"#, "é\\n".repeat(count * 10)),
        5 => format!(r#"{{"leaf":{}}}"#, "9".repeat(count * 10)),
        6 => format!(r#"{{"leaf":1e{}}}"#, "9".repeat(count)),
        _ => format!("[0.{}1,1e-{count}]", "0".repeat(count)),
    }
}
