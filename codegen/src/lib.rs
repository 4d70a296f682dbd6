//! Refract turns an API reference into checked Rust: models, validators, client and server, in one crate.

pub mod diagnostic;
pub mod document;
pub mod emit;
pub mod ir;
pub mod lower;
pub mod names;
pub mod normalise;
pub mod output;
pub mod pattern;
pub mod source;
mod support;
