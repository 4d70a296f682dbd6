//! Bodies of the containers API, broken at random in bytes and in structure: both readers agree on each, what is read
//! is written and read again, and the verdict is that of the `jsonschema` crate by the document in `spec/`.
//!
//! `REFRACT_CASES` says how many there are, `REFRACT_SEED` with which seed they are made.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "these are tests")]
#![allow(dead_code, reason = "shared with the test of random schemas, which uses the rest")]

mod check;
mod instances;
mod json;
mod keywords;
mod oracle;
mod random;
mod same;

/// The crate under test.
mod subject {
    pub use openai_containers::{Validate, Violations, decode, decode_lenient, encode, support};
}

use std::collections::BTreeSet;

use openai_containers::models;
use refract_support::tree::{Kind, MAX_DEPTH, Tree};
use serde_json::Value;

use check::Report;
use json::Json;
use oracle::{Components, Oracle};
use random::Random;

const DOCUMENT: &str = include_str!("../../spec/containers.openapi.json");

/// Reads a text as a component in every way.
type Check = fn(&[u8], bool) -> Report;

/// Every component, and how a text is read as one.
const MODELS: &[(&str, Check)] = &[
    ("CreateContainerRequest", check::check::<models::CreateContainerRequest>),
    ("Container", check::check::<models::Container>),
    ("ExpiresAfter", check::check::<models::ExpiresAfter>),
    ("ExpiresAfterAnchor", check::check::<models::ExpiresAfterAnchor>),
    ("MemoryLimit", check::check::<models::MemoryLimit>),
    ("NetworkPolicy", check::check::<models::NetworkPolicy>),
    ("ContainerNetworkPolicyDisabled", check::check::<models::ContainerNetworkPolicyDisabled>),
    ("ContainerNetworkPolicyAllowlist", check::check::<models::ContainerNetworkPolicyAllowlist>),
    ("ContainerNetworkPolicyDomainSecret", check::check::<models::ContainerNetworkPolicyDomainSecret>),
    ("Skill", check::check::<models::Skill>),
    ("SkillReference", check::check::<models::SkillReference>),
    ("InlineSkill", check::check::<models::InlineSkill>),
    ("InlineSkillSource", check::check::<models::InlineSkillSource>),
    ("ContainerExpiresAfter", check::check::<models::ContainerExpiresAfter>),
    ("ContainerNetworkPolicy", check::check::<models::ContainerNetworkPolicy>),
];

/// Valid bodies, each by the component that it is one of.
const BODIES: &[(&str, &str)] = &[
    ("CreateContainerRequest", r#"{"name":"a"}"#),
    (
        "CreateContainerRequest",
        r#"{"name":"build \"42\" – Größe","expires_after":{"anchor":"last_active_at","minutes":20},"file_ids":["file-1","file-2",""],"memory_limit":"4g"}"#,
    ),
    (
        "CreateContainerRequest",
        r#"{"network_policy":{"domain_secrets":[{"domain":"a.example","name":"TOKEN","value":"s3cret"}],"allowed_domains":["a.example","b.example"],"type":"allowlist"},"name":"","skills":[]}"#,
    ),
    (
        "CreateContainerRequest",
        "{\n  \"name\": \"tags last\",\n  \"network_policy\": { \"type\": \"disabled\" },\n  \"skills\": [\n    { \"skill_id\": \"s\", \"version\": \"latest\", \"type\": \"skill_reference\" },\n    { \"description\": \"Adds.\", \"name\": \"sum\", \"source\": { \"data\": \"UEsDBA==\", \"media_type\": \"application/zip\", \"type\": \"base64\" }, \"type\": \"inline\" },\n    { \"type\": \"skill_reference\", \"skill_id\": \"t\", \"version\": \"17\" }\n  ]\n}\n",
    ),
    (
        "Container",
        r#"{"id":"c_1","object":"container","created_at":1754000000,"status":"active","name":"a","last_active_at":1754000001,"expires_after":{"anchor":"last_active_at","minutes":1},"memory_limit":"64g","network_policy":{"type":"allowlist","allowed_domains":["x.example"]}}"#,
    ),
    (
        "Container",
        r#"{"id":"","object":"container","created_at":-1,"status":"\u0064eleted \ud83d\ude00","name":"\\","expires_after":{},"later":[1,{"a":null}]}"#,
    ),
    ("ExpiresAfter", r#"{"minutes":9223372036854775807,"anchor":"last_active_at"}"#),
    ("ExpiresAfterAnchor", r#""last_active_at""#),
    ("MemoryLimit", r#""16g""#),
    ("NetworkPolicy", r#"{"type":"allowlist","allowed_domains":[]}"#),
    ("ContainerNetworkPolicyDisabled", r#"{"type":"disabled"}"#),
    ("ContainerNetworkPolicyAllowlist", r#"{"allowed_domains":["a"],"domain_secrets":[],"type":"allowlist"}"#),
    ("ContainerNetworkPolicyDomainSecret", r#"{"domain":"d","name":"n","value":"v"}"#),
    ("Skill", r#"{"skill_id":"s","version":"2","type":"skill_reference"}"#),
    ("SkillReference", r#"{"type":"skill_reference","skill_id":"s"}"#),
    (
        "InlineSkill",
        r#"{"type":"inline","name":"n","description":"d","source":{"type":"base64","media_type":"application/zip","data":""}}"#,
    ),
    (
        "InlineSkillSource",
        r#"{"type":"base64","media_type":"application/zip","data":"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5eg=="}"#,
    ),
    ("ContainerExpiresAfter", r#"{"minutes":20.0}"#),
    ("ContainerNetworkPolicy", r#"{"type":"disabled"}"#),
];

/// What stands in texts that a mutation of bytes puts in.
const PIECES: &[&str] = &[
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "\n",
    "\u{b}",
    "\0",
    "\u{7f}",
    "null",
    "true",
    "false",
    "0",
    "-",
    "1e5",
    ".5",
    "-0",
    "1.0",
    "20.00",
    "1e400",
    "9223372036854775808",
    "\\u0041",
    "\\ud800",
    "\\udc00",
    "\\u00e9",
    "\\x",
    "\"type\":",
    "\"name\":\"x\",",
    "{\"a\":1}",
    "😀",
    "ä",
    "\u{feff}",
    "//",
    "NaN",
    "\"type\":\"inline\",",
    "=",
    "AAAA",
];

#[test]
fn bodies_are_read_the_same_by_all() {
    let cases = setting("REFRACT_CASES", 50_000);
    let seed = setting("REFRACT_SEED", 1);
    let document: Value = serde_json::from_str(DOCUMENT).unwrap();
    let components = Components::new(&document, false);
    let oracles: Vec<Oracle> = MODELS.iter().map(|(name, _)| components.oracle(name)).collect();
    let unions: Vec<bool> = MODELS.iter().map(|(name, _)| components.uses(name).union).collect();
    let mut random = Random::new(seed);
    let mut tally = Tally::default();
    for _ in 0..cases {
        let (index, text) = body(&mut random);
        let report = (MODELS[index].1)(&text, is_exact(&text));
        if let Some(found) = judge(&oracles[index], unions[index], &text, &report, &mut tally) {
            let text = String::from_utf8_lossy(&text);
            panic!("REFRACT_SEED={seed} {}: {found}\n  text: {text}\n  report: {report:?}", MODELS[index].0);
        }
    }
    eprintln!("REFRACT_SEED={seed}: {cases} bodies, {tally:?}");
    assert!(tally.json * 3 > cases, "too few are JSON");
    assert!(tally.valid * 10 > tally.json, "too few are valid");
}

/// Every body that mutations begin with is valid.
#[test]
fn bodies_are_valid() {
    for (name, text) in BODIES {
        let report = (MODELS[model(name)].1)(text.as_bytes(), true);
        assert!(report.strict && report.faults.is_empty(), "{name} {text}: {report:?}");
    }
}

/// What was done.
#[derive(Debug, Default)]
struct Tally {
    /// Texts that are JSON.
    json: u64,
    /// Valid ones.
    valid: u64,
    /// Those that lenient reading takes.
    lenient: u64,
    /// Those of which the places of violations were compared.
    placed: u64,
    /// JSON that we refuse by rule: a name twice, a number or a depth out of range.
    departures: u64,
}

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a setting is a number"))
}

fn model(name: &str) -> usize {
    let index = MODELS.iter().position(|(known, _)| *known == name);
    index.unwrap_or_else(|| panic!("{name} is no model"))
}

/// A broken body, and as which model it is read; mostly the one that it was.
fn body(random: &mut Random) -> (usize, Vec<u8>) {
    let (name, text) = random.pick(BODIES);
    let index = if random.chance(95) { model(name) } else { random.below(MODELS.len()) };
    let mut text = text.to_owned();
    if random.chance(50) {
        let mut instance = parse(&text).expect("bodies are JSON");
        if random.chance(90) {
            instances::mutate(&mut instance, random);
        }
        text = if random.chance(50) { instance.to_odd_text(random) } else { instance.to_text() };
    }
    let mut text = text.into_bytes();
    if random.chance(50) {
        for _ in 0..1 + random.below(3) {
            mutate_bytes(&mut text, random);
        }
    }
    (index, text)
}

fn mutate_bytes(text: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(text.len() + 1);
    let end = (at + random.below(6)).min(text.len());
    match random.below(10) {
        0 => text.truncate(at),
        1 => drop(text.drain(at..end)),
        2 if at < text.len() => text[at] ^= 1 << random.below(8),
        3 if at < text.len() => text[at] = random.next() as u8,
        4 => {
            let piece = text[at..end].to_vec();
            let to = random.below(text.len() + 1);
            text.splice(to..to, piece);
        }
        5 if text.len() > 1 => {
            let other = random.below(text.len());
            let at = at.min(text.len() - 1);
            text.swap(at, other);
        }
        6 => {
            let (_, other) = random.pick(BODIES);
            let from = random.below(other.len());
            let to = (from + random.below(40)).min(other.len());
            text.splice(at..end, other.as_bytes()[from..to].iter().copied());
        }
        _ => drop(text.splice(at..at, random.pick(PIECES).bytes())),
    }
}

/// How a report differs from what the oracle says, or from what must be.
fn judge(oracle: &Oracle, union: bool, text: &[u8], report: &Report, tally: &mut Tally) -> Option<String> {
    if let Some(fault) = report.faults.first() {
        return Some(fault.clone());
    }
    tally.lenient += u64::from(report.lenient);
    let by_serde = serde_json::from_slice::<Value>(text);
    let instance = std::str::from_utf8(text).ok().and_then(parse);
    let Some(instance) = instance else {
        return match by_serde.is_ok() || report.lenient {
            true => Some("a text is no JSON, but read".to_owned()),
            false => None,
        };
    };
    // `serde_json` is one level less deep.
    if by_serde.is_err() && instance.depth() < 128 {
        return Some("a text is JSON, but not to serde_json".to_owned());
    }
    tally.json += 1;
    tally.valid += u64::from(report.strict);
    let Some(value) = instance.to_value() else {
        tally.departures += 1;
        return report.strict.then(|| "a name stands twice, but the text is valid".to_owned());
    };
    let is_known = |text: &str| json::is_integer(text) || json::is_double(text);
    if !instance.numbers(&is_known) {
        return None;
    }
    let is_big = !instance.numbers(&|text| !json::is_big(text));
    let valid = oracle.is_valid(&value);
    if valid != report.strict {
        tally.departures += u64::from(is_big);
        return (!is_big || !valid).then(|| format!("jsonschema says {valid}"));
    }
    if valid || union || is_big || report.truncated {
        return None;
    }
    tally.placed += 1;
    let theirs = oracle.places(&value);
    let ours: BTreeSet<String> = report.violations.iter().map(|(place, ..)| place.clone()).collect();
    (ours != theirs).then(|| format!("jsonschema has the places {theirs:?}"))
}

/// Whether each number of a text, where it is JSON, is one that our types hold as it is.
fn is_exact(text: &[u8]) -> bool {
    let instance = std::str::from_utf8(text).ok().and_then(parse);
    instance.is_none_or(|instance| instance.numbers(&|text| json::is_integer(text) || json::is_double(text)))
}

/// The value of a text; `None` where that is no JSON.
fn parse(text: &str) -> Option<Json> {
    let tree = Tree::index(text, MAX_DEPTH).ok()?;
    Some(node(&tree, 0))
}

fn node(tree: &Tree<'_>, index: u32) -> Json {
    match tree.token(index).kind {
        Kind::Null => Json::Null,
        Kind::Boolean => Json::Boolean(tree.raw(index) == "true"),
        Kind::Integer | Kind::Number => Json::Number(tree.raw(index).to_owned()),
        Kind::String => Json::String(tree.string(index).into_owned()),
        Kind::Array => Json::Array(tree.items(index).map(|item| node(tree, item)).collect()),
        Kind::Object => Json::Object(
            tree.members(index).map(|name| (tree.string(name).into_owned(), node(tree, name + 1))).collect(),
        ),
    }
}
