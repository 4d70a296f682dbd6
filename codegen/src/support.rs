//! The parts of the run-time support that the generator uses itself: its strict reading of JSON, and the rules for
//! numbers and formats.
//!
//! They are the same files that a generated crate carries, so that both read and check JSON alike.

#[path = "../support/escape.rs"]
mod escape;
#[path = "../support/format/mod.rs"]
#[allow(dead_code, reason = "shared with generated crates, which use the rest")]
pub mod format;
#[path = "../support/lex.rs"]
#[allow(dead_code, reason = "shared with generated crates, which use the rest")]
pub mod lex;
#[path = "../support/names.rs"]
#[allow(dead_code, reason = "shared with generated crates, which use the rest")]
mod names;
#[path = "../support/number.rs"]
#[allow(dead_code, reason = "shared with generated crates, which use the rest")]
pub mod number;
#[path = "../support/schema.rs"]
#[allow(dead_code, reason = "shared with generated crates, which use the rest")]
pub mod schema;
#[path = "../support/sentence.rs"]
#[allow(dead_code, reason = "shared with generated crates, which use the rest")]
pub mod sentence;
#[path = "../support/tree.rs"]
#[allow(dead_code, reason = "shared with generated crates, which use the rest")]
pub mod tree;
