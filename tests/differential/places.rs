//! Whether the places of violations are those that the `jsonschema` crate has.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{oracle::Oracle, runner::Answer};

/// How the places of violations differ where every keyword has places of its own. Below what must not be there at all
/// (nothing can be what its schemas ask for) or must be another value, we say nothing.
pub fn compare_exactly(oracle: &Oracle, value: &Value, answer: &Answer) -> Option<String> {
    let mut theirs = oracle.places(value);
    let is_whole = |keyword: &str| matches!(keyword, "false" | "const" | "enum");
    for (place, keyword) in answer.violations.iter().filter(|(_, keyword)| is_whole(keyword)) {
        let before = theirs.len();
        let below = format!("{place}/");
        theirs.retain(|it| !it.starts_with(&below));
        if keyword == "false" && theirs.len() < before {
            theirs.insert(place.clone());
        }
    }
    let ours: BTreeSet<String> = answer.violations.iter().map(|(place, _)| place.clone()).collect();
    (theirs != ours).then(|| format!("places differ:\tjsonschema has {theirs:?}"))
}

/// How the places differ where one of the two tells as a whole what the other tells of each part: each place of ours
/// must be one of theirs, or stand above or below one.
pub fn compare_roughly(oracle: &Oracle, value: &Value, answer: &Answer) -> Option<String> {
    let theirs = oracle.places(value);
    let is_related = |place: &str| theirs.iter().any(|other| is_within(place, other) || is_within(other, place));
    let ours = &answer.violations;
    (ours.is_empty() || !ours.iter().all(|(place, _)| is_related(place)))
        .then(|| format!("places are unrelated:\tjsonschema has {theirs:?}"))
}

/// Whether a place is another one, or below it.
fn is_within(place: &str, other: &str) -> bool {
    place.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
