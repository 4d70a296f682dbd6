//! Hostile documents into the generator, hostile texts into what it makes: no panic, no stack that overflows, nothing
//! that takes more than ten seconds or two gibibytes, and whatever is emitted parses.
//!
//! Each case has a seed, which is printed with what it brings about: `REFRACT_SEED=… REFRACT_CASES=… cargo test -p
//! refract-tests --test fuzz` repeats a run, or makes it longer. Cases run in a process of their own, so that a stack
//! that overflows is told like a panic.

#![allow(clippy::disallowed_methods, reason = "tests prepare folders of their own")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]
#![allow(clippy::print_stderr, clippy::print_stdout, reason = "what is found is told as it is found")]

mod child;
mod documents;
mod hostile;
mod instances;
mod mutate;
#[path = "../differential/random.rs"]
#[allow(dead_code, reason = "the other tests use the rest")]
mod random;

/// A number from the environment, or else this one.
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a setting is a number"))
}
