//! Random schemas and random instances: what `decode` says of each against what the `jsonschema` crate says.
//!
//! Each round makes a document of many components, generates and builds one crate from it, and asks that for some
//! thousand texts. `REFRACT_CASES` says how many texts there are in all, `REFRACT_SEED` with which seed to begin; each
//! round has its own, which is told with whatever it finds. `REFRACT_INSTANCES` says how many texts a component is asked
//! for: with more of them, fewer crates are built.

#![allow(clippy::disallowed_methods, reason = "tests prepare folders of their own")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "these are tests")]

mod compare;
mod finding;
mod generate;
mod instances;
mod json;
mod keywords;
mod oracle;
mod random;
mod round;
mod runner;
mod same;
mod schemas;
mod shrink;
mod tally;

use round::{COMPONENTS, Round, instances};
use tally::Tally;

/// The share of texts, in percent, of which there must be a comparison.
const COMPARED: u64 = 80;

#[test]
fn decode_agrees_with_jsonschema() {
    let cases = setting("REFRACT_CASES", (COMPONENTS * instances()) as u64);
    let seed = setting("REFRACT_SEED", 1);
    let mut tally = Tally::default();
    let _lock = runner::lock();
    let mut round = 0;
    while tally.asked < cases {
        match Round::new(seed + round) {
            Ok(made) => made.run(&mut tally),
            Err(message) => {
                let told = format!("\nREFRACT_SEED={}: {message}", seed + round);
                let key = format!("{} - the crate does not build", seed + round);
                tally.find(key, &told);
                tally.asked += (COMPONENTS * instances()) as u64;
            }
        }
        round += 1;
        eprintln!("{round} rounds from REFRACT_SEED={seed}: {tally:?}");
    }
    eprintln!("lines of ledgers: {:?}", tally.ledger);
    eprintln!("components that use a keyword, and those of them that were compared: {:?}", tally.keywords);
    assert!(tally.findings.is_empty(), "there are disagreements: see above");
    // A run in which hardly anything was compared would show nothing.
    // What is in the ledger has no oracle, and one line of it is on all components that refer to its own; the rest are
    // texts with numbers that the oracle does not hold as they are.
    let comparable = tally.asked.saturating_sub(tally.in_ledger * instances() as u64);
    assert!(tally.compared * 5 > comparable * 4, "too little was compared of what could be");
    assert!(tally.compared * 100 > tally.asked * COMPARED, "too little was compared");
    assert!(tally.in_ledger * 10 < tally.components, "too many components are in the ledger");
    assert!(tally.valid * 4 > tally.compared && tally.valid * 4 < tally.compared * 3, "too one-sided");
}

/// A number from the environment, or else this one.
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a setting is a number"))
}
