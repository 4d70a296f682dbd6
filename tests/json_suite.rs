//! The readers of JSON against a suite of texts that others wrote: what must be accepted is, what must not be is not.
//!
//! The suite lies where `REFRACT_SHARED` says; without that variable the tests say so in one line and leave it out.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "a test that can't go on fails")]

use std::{collections::BTreeSet, fs, path::PathBuf};

use refract_codegen::{
    diagnostic::Diagnostics,
    source::{self, Sources},
};
use refract_support::{
    decode, decode_lenient,
    model::{Json, Model},
    reader::{Read, Reader},
    schema::Schema,
    tree::{MAX_DEPTH, Tree},
    value::Value,
};

/// Any JSON, as a generated type would hold it.
#[derive(Debug)]
struct Any(serde_json::Value);

impl Json for Any {
    fn blank() -> Self {
        Self(serde_json::Value::Null)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        reader.read(&mut self.0)
    }

    fn value(&self) -> Value<'_> {
        Value::of(&self.0)
    }
}

impl Model for Any {
    const SCHEMA: &'static Schema = &Schema::Any;
}

/// Texts that must be accepted by the suite, and are refused by rule: a name stands twice in one object.
const REFUSED_BY_RULE: [&str; 2] = ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"];

/// Texts that may be accepted or not, and are: numbers that an `f64` rounds.
const ACCEPTED_BY_CHOICE: [&str; 5] = [
    "i_number_double_huge_neg_exp.json",
    "i_number_real_underflow.json",
    "i_number_too_big_neg_int.json",
    "i_number_too_big_pos_int.json",
    "i_number_very_big_negative_int.json",
];

/// The texts of the suite, by name.
fn suite() -> Option<Vec<(String, Vec<u8>)>> {
    let Ok(shared) = std::env::var("REFRACT_SHARED") else {
        eprintln!("left out: REFRACT_SHARED does not say where the suite lies");
        return None;
    };
    let folder = PathBuf::from(shared).join("json-parsing-suite/test_parsing");
    let mut texts: Vec<_> = fs::read_dir(folder)
        .expect("the folder of the suite")
        .map(|entry| entry.expect("a file of the suite"))
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).expect("a text of the suite"))
        })
        .collect();
    texts.sort();
    assert!(texts.len() > 300, "the suite is whole");
    Some(texts)
}

/// Checks what a reader accepts: all that begins with `y`, nothing that begins with `n`.
fn check(texts: &[(String, Vec<u8>)], accepts: impl Fn(&[u8]) -> bool) {
    for (name, text) in texts {
        let accepted = accepts(text);
        match name.as_bytes().first() {
            Some(b'y') => assert_eq!(accepted, !REFUSED_BY_RULE.contains(&name.as_str()), "{name}"),
            Some(b'n') => assert!(!accepted, "{name} was accepted"),
            _ => {}
        }
    }
}

#[test]
fn a_crate_reads_what_is_json() {
    let Some(texts) = suite() else { return };
    check(&texts, |text| decode::<Any>(text).is_ok());
    check(&texts, |text| decode_lenient::<Any>(text).is_ok());
}

#[test]
fn both_readers_agree() {
    let Some(texts) = suite() else { return };
    for (name, text) in &texts {
        let second = std::str::from_utf8(text).ok().and_then(|text| Tree::index(text, MAX_DEPTH).ok());
        let second = second.is_some_and(|tree| tree.duplicates.is_empty());
        assert_eq!(decode::<Any>(text).is_ok(), second, "{name}");
    }
}

#[test]
fn what_may_be_either_is_written_down() {
    let Some(texts) = suite() else { return };
    let either = texts.iter().filter(|(name, _)| name.starts_with('i'));
    let accepted: BTreeSet<&str> =
        either.filter(|(_, text)| decode::<Any>(text).is_ok()).map(|(name, _)| name.as_str()).collect();
    assert_eq!(accepted, BTreeSet::from(ACCEPTED_BY_CHOICE));
}

#[test]
fn a_document_is_read_by_the_same_grammar() {
    let Some(texts) = suite() else { return };
    check(&texts, |text| {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let file = source::decode_utf8(&mut sources, "document.json", text.to_vec(), &mut diagnostics);
        let node = file.and_then(|file| source::json::read(&sources, file, &mut diagnostics));
        node.is_some() && !diagnostics.has_errors()
    });
}
