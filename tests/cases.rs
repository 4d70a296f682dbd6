//! One test for each case folder (`build.rs` lists them), and tests of the folders as a whole.

use std::{collections::BTreeSet, fs};

use refract_tests::{
    case::{self, files},
    command::repository,
};

include!(concat!(env!("OUT_DIR"), "/cases.rs"));

/// How long a document may be, in lines.
const LONGEST: usize = 40;

/// Snapshots that are not in the folder of a case, relative to the root of the repository.
const OTHER_SNAPSHOTS: [&str; 1] = ["tests/snapshots/interface.snap"];

/// Codes that no document can bring about: how a run is called does, or what is on the disk.
const CODES_ELSEWHERE: [&str; 6] = [
    "R0108", // bytes that are no text: `codegen/src/source/mod.rs`
    "R0111", // a file that is not there: `codegen/src/generator.rs`
    "R0112", // no document: `codegen/src/generator.rs`
    "R0113", // two documents: `codegen/src/generator.rs`
    "R0114", // a feature that is not there: `codegen/src/generator.rs`
    "R0199", // a defect of ours
];

#[test]
fn every_file_is_in_the_folder_of_a_case() {
    let folders: BTreeSet<String> = case::all().into_iter().map(|case| case.name).collect();
    // The group, the case, and a file in its folder or below.
    let folder = |path: &str| Some(path.match_indices('/').nth(1)?.0);
    let is_stray = |path: &String| folder(path).is_none_or(|end| !folders.contains(&path[..end]));
    let stray: Vec<String> = files(&case::fixtures()).into_iter().filter(is_stray).collect();
    assert!(stray.is_empty(), "no case has {stray:?}");
}

#[test]
fn every_snapshot_is_referred_to() {
    let is_stray = |path: &String| {
        path.ends_with(".snap") && !path.starts_with("tests/fixtures/") && !OTHER_SNAPSHOTS.contains(&path.as_str())
    };
    let stray: Vec<String> = files(&repository()).into_iter().filter(is_stray).collect();
    assert!(stray.is_empty(), "no test refers to {stray:?}");
}

#[test]
fn documents_are_short_and_say_what_they_are_for() {
    for case in case::all() {
        let lines = case.spec().lines().count();
        assert!(lines <= LONGEST, "{}: {lines} lines", case.name);
        let says = case.spec().contains("description:") || case.spec().contains("\"description\":");
        assert!(says, "{}: `info.description` has to say what it is for", case.name);
    }
}

#[test]
fn every_code_has_a_case() {
    let catalogue = fs::read_to_string(repository().join("codegen/src/diagnostic/catalogue.rs")).unwrap();
    let catalogue = catalogue.split("#[cfg(test)]").next().unwrap();
    let codes: BTreeSet<&str> = catalogue
        .split('"')
        .filter(|text| text.len() == 5 && text.starts_with('R') && text[1..].bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    assert!(codes.len() > 25, "{codes:?}");
    let snapshots: Vec<String> = case::all()
        .iter()
        .filter(|case| ["errors", "warnings"].contains(&case.group()))
        .map(|case| fs::read_to_string(case.folder().join("diagnostics.snap")).unwrap_or_default())
        .collect();
    let is_shown = |code: &str| snapshots.iter().any(|text| text.contains(&format!("[{code}]")));
    let missing: Vec<&str> =
        codes.into_iter().filter(|code| !CODES_ELSEWHERE.contains(code) && !is_shown(code)).collect();
    assert!(missing.is_empty(), "no case in `errors` or `warnings` shows {missing:?}");
}
