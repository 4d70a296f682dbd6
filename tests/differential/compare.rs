//! Whether the verdict, and the places of violations, are those of the `jsonschema` crate.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    json::{self, Json},
    oracle::{Oracle, Uses},
    runner::Answer,
};

/// What a text shows.
pub enum Outcome {
    /// Both say so; and how the places were compared.
    Agreed { valid: bool, places: Places },
    /// We differ by rule: by this one.
    Departed(&'static str),
    /// The oracle can't tell.
    Skipped,
    /// What should not be.
    Found(String),
}

/// How places were compared.
#[derive(Clone, Copy)]
pub enum Places {
    /// Not at all.
    Skipped,
    /// Whether they are above or below one another.
    Roughly,
    /// One by one.
    Exactly,
}

/// Compares the verdict and the places with those of the oracle.
pub fn compare(oracle: &Oracle, uses: &Uses, (instance, value): (&Json, &Value), answer: &Answer) -> Outcome {
    // `jsonschema` has numbers as `serde_json` has them, and divides what is no `i64` as `f64`s.
    let is_known = |text: &str| json::is_integer(text) || json::is_double(text);
    let divides = uses.divisor;
    if !instance.numbers(&|text| is_known(text) && (!divides || json::is_small(text))) {
        return Outcome::Skipped;
    }
    let valid = oracle.is_valid(value);
    let is_big = !instance.numbers(&|text| !json::is_big(text));
    if valid != answer.strict {
        // Where unions are, what one arm refuses another may not.
        return match is_big && (valid || uses.union) {
            true => Outcome::Departed("an integer beyond its type"),
            false => Outcome::Found(format!("jsonschema says {valid}")),
        };
    }
    if valid || answer.truncated || is_big {
        return Outcome::Agreed { valid, places: Places::Skipped };
    }
    let (found, places) = match uses.union {
        true => (compare_roughly(oracle, value, answer), Places::Roughly),
        false => (compare_exactly(oracle, value, answer), Places::Exactly),
    };
    found.map_or(Outcome::Agreed { valid, places }, Outcome::Found)
}

/// How the places of violations differ where every keyword has places of its own. Below what must not be there at all
/// (nothing can be what its schemas ask for), or must be another value or of another type, we say nothing.
fn compare_exactly(oracle: &Oracle, value: &Value, answer: &Answer) -> Option<String> {
    let mut theirs = oracle.places(value);
    let mut ours: BTreeSet<String> = answer.violations.iter().map(|(place, ..)| place.clone()).collect();
    let is_whole = |keyword: &str| matches!(keyword, "false" | "type" | "const" | "enum");
    for (place, keyword, _) in answer.violations.iter().filter(|(_, keyword, _)| is_whole(keyword)) {
        let before = theirs.len();
        let below = format!("{place}/");
        theirs.retain(|it| !it.starts_with(&below));
        ours.retain(|it| !it.starts_with(&below));
        if keyword == "false" && theirs.len() < before {
            theirs.insert(place.clone());
        }
    }
    // Where names are known by a pattern, one type is that of all members, those that must not be there among them.
    for (place, ..) in answer.violations.iter().filter(|(_, keyword, _)| keyword == "additionalProperties") {
        let below = format!("{place}/");
        ours.retain(|it| !it.starts_with(&below) || theirs.contains(it));
    }
    (theirs != ours).then(|| format!("places differ:\tjsonschema has {theirs:?}"))
}

/// How the places differ where one of the two tells as a whole what the other tells of each part: each place of ours
/// must be one of theirs, or stand above or below one.
fn compare_roughly(oracle: &Oracle, value: &Value, answer: &Answer) -> Option<String> {
    let theirs = oracle.places(value);
    let is_related = |place: &str| theirs.iter().any(|other| is_within(place, other) || is_within(other, place));
    let ours = &answer.violations;
    (ours.is_empty() || !ours.iter().all(|(place, ..)| is_related(place)))
        .then(|| format!("places are unrelated:\tjsonschema has {theirs:?}"))
}

/// Whether a place is another one, or below it.
fn is_within(place: &str, other: &str) -> bool {
    place.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
