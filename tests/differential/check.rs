//! What must hold of any text and any model, whatever the schema: the readers agree, and what is written is read again.
//!
//! Compiled into whoever has a generated crate: as `subject`, beside this module.

use std::fmt::Debug;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    same::is_same,
    subject::{
        Validate, Violations, decode, decode_lenient, encode,
        support::{evaluate, model::Model, tree},
    },
};

/// What became of a text.
#[derive(Debug, Default)]
pub struct Report {
    /// Whether it is valid.
    pub strict: bool,
    /// Whether it can be read leniently.
    pub lenient: bool,
    /// Where it is not valid, by which keywords, and what is said of it.
    pub violations: Vec<(String, &'static str, String)>,
    /// Whether there are more violations than were told.
    pub truncated: bool,
    /// The value as it is written again, where it is valid.
    pub written: Option<String>,
    /// What should never be.
    pub faults: Vec<String>,
}

/// All that a model must be.
pub trait Checked: Model + Validate + Clone + PartialEq + Debug + Serialize + DeserializeOwned {}

impl<T: Model + Validate + Clone + PartialEq + Debug + Serialize + DeserializeOwned> Checked for T {}

/// Reads a text as a model in every way. `exact` says that the types of numbers hold each of its numbers as it is.
pub fn check<T: Checked>(text: &[u8], exact: bool) -> Report {
    let mut report = Report::default();
    let strict = both_readers::<T>(text, false, &mut report);
    let lenient = both_readers::<T>(text, true, &mut report);
    (report.strict, report.lenient) = (strict.is_ok(), lenient.is_ok());
    match (&strict, &lenient) {
        (Ok(value), Ok(other)) => {
            #[allow(clippy::eq_op, reason = "a value that holds what is no number differs from itself")]
            report.expect(value == other || value != value, || "strict and lenient values differ".to_owned());
            let written = encode(value);
            if exact {
                written_again(value, &mut report);
            }
            report.written = Some(String::from_utf8_lossy(&written).into_owned());
        }
        (Ok(_), Err(violations)) => report.faults.push(format!("strict, but not lenient:\t{violations}")),
        (Err(violations), _) => {
            report.truncated = violations.is_truncated();
            report.violations = violations.clone().into_iter().map(|it| (it.pointer, it.keyword, it.message)).collect();
        }
    }
    if exact {
        through_serde(text, &lenient, &mut report);
    }
    report
}

impl Report {
    fn expect(&mut self, holds: bool, fault: impl FnOnce() -> String) {
        if !holds {
            self.faults.push(fault());
        }
    }
}

/// Reads a text by the fast reader, and holds the second reader against it.
fn both_readers<T: Checked>(text: &[u8], lenient: bool, report: &mut Report) -> Result<T, Violations> {
    let read = if lenient { decode_lenient(text) } else { decode(text) };
    let second = std::str::from_utf8(text).ok().and_then(|text| {
        let tree = tree::Tree::index(text, tree::MAX_DEPTH).ok()?;
        Some(evaluate::violations(tree, T::SCHEMA, lenient))
    });
    let mode = if lenient { "lenient" } else { "strict" };
    let is_fine = second.as_ref().is_some_and(|violations| violations.as_slice().is_empty());
    report.expect(read.is_ok() == is_fine, || {
        format!("{mode}: the fast reader says {}, the second {is_fine}", read.is_ok())
    });
    if let Err(violations) = &read {
        report.expect(!violations.as_slice().is_empty(), || format!("{mode}: refused without a violation"));
    }
    read
}

/// A valid value is valid, and equal to itself once it was written and read.
fn written_again<T: Checked>(value: &T, report: &mut Report) {
    if let Err(violations) = value.validate() {
        report.faults.push(format!("decoded, but does not validate:\t{violations}"));
    }
    drop(format!("{value:?}"));
    report.expect(*value == value.clone(), || "a clone is not equal".to_owned());
    let text = encode(value);
    match decode::<T>(&text) {
        Ok(again) => {
            report.expect(again == *value, || "what was written is not equal".to_owned());
            report.expect(encode(&again) == text, || "what was written twice differs".to_owned());
        }
        Err(violations) => report.faults.push(format!("what was written is not valid:\t{violations}")),
    }
    report.expect(decode_lenient::<T>(&text).is_ok_and(|again| again == *value), || {
        "what was written is not equal, leniently".to_owned()
    });
    // `serde_json` is one level less deep.
    if serde_json::from_slice::<Value>(&text).is_err() {
        return;
    }
    report.expect(serde_json::from_slice::<T>(&text).is_ok_and(|again| again == *value), || {
        "what was written is not equal, by serde".to_owned()
    });
    let by_serde = serde_json::to_vec(value).unwrap_or_default();
    report.expect(is_same_text(&by_serde, &text), || "serde writes something else".to_owned());
}

/// serde reads what is read leniently, and the same.
fn through_serde<T: Checked>(text: &[u8], lenient: &Result<T, Violations>, report: &mut Report) {
    // What it can't read at all, it can't read as a model.
    if serde_json::from_slice::<Value>(text).is_err() {
        return;
    }
    match (serde_json::from_slice::<T>(text), lenient) {
        (Ok(by_serde), Ok(value)) => {
            report.expect(is_same_text(&encode(&by_serde), &encode(value)), || "serde reads something else".to_owned());
        }
        (Err(_), Err(_)) => {}
        (Ok(_), Err(violations)) => report.faults.push(format!("read by serde, but not leniently:\t{violations}")),
        (Err(error), Ok(_)) => report.faults.push(format!("read leniently, but not by serde:\t{error}")),
    }
}

fn is_same_text(left: &[u8], right: &[u8]) -> bool {
    match (serde_json::from_slice::<Value>(left), serde_json::from_slice(right)) {
        (Ok(left), Ok(right)) => is_same(&left, &right),
        _ => false,
    }
}
