//! The parts of the run-time support that the generator uses itself: its strict reading of JSON.
//!
//! They are the same files that a generated crate carries, so that both read JSON alike.

#[path = "../support/lex.rs"]
#[allow(dead_code, reason = "shared with generated crates, which use the rest")]
pub mod lex;
#[path = "../support/tree.rs"]
#[allow(dead_code, reason = "shared with generated crates, which use the rest")]
pub mod tree;
