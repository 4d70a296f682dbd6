//! Instances: JSON texts that satisfy the IR, and texts that break it at one known place.
//!
//! `check` decides whether a text satisfies a shape, by the rules of the run-time support. `make` makes texts from a
//! type alone, and such as break it at one place. `keep` tells what a generated crate writes back of a text. `suite`
//! puts together what proves a crate. All of it knows the IR, and nothing of the document that it came from or of the
//! code that is emitted for it.

pub mod check;
mod compose;
mod fault;
mod fuller;
mod guess;
pub mod keep;
pub mod make;
mod number;
mod rules;
mod several;
pub mod suite;
mod text;
mod trial;
mod ways;
mod wishes;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod table;

pub use check::{Checker, Fault, Violation, check};
pub use fault::Faulty;
pub use keep::Kept;
pub use make::{Maker, Unmakeable};
pub use suite::{Case, InvalidExample, Suite, Unproved};
