//! Reads lines of a type's index, whether numbers are exact, and a text in hexadecimal digits; answers each with a line
//! of JSON.

use std::io::{BufRead, Write};

mod check;
mod same;

/// The crate under test.
mod subject {
    pub use random_models::{Validate, Violations, decode, decode_lenient, encode, support};
}

use random_models::models;

/// The check of each type.
const CHECKS: &[fn(&[u8], bool) -> check::Report] = include!("types.rs");

fn main() {
    let (input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    for line in input.lines() {
        let line = line.expect("lines are ASCII");
        let mut parts = line.split('\t');
        let mut part = || parts.next().expect("a line has three parts");
        let index: usize = part().parse().expect("an index");
        let exact = part() == "1";
        let text = from_hex(part());
        let report = CHECKS[index](&text, exact);
        let answer = serde_json::json!([
            report.strict,
            report.lenient,
            report.violations,
            report.truncated,
            report.written,
            report.faults,
        ]);
        writeln!(output, "{answer}").expect("whoever asks listens");
    }
}

fn from_hex(digits: &str) -> Vec<u8> {
    let byte = |pair: &[u8]| {
        let digit = |digit: u8| char::from(digit).to_digit(16).expect("a hexadecimal digit") as u8;
        digit(pair[0]) << 4 | digit(pair[1])
    };
    digits.as_bytes().chunks(2).map(byte).collect()
}
