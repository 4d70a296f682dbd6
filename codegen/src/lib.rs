//! Refract turns an API reference into checked Rust: models, validators, client and server, in one crate.

pub mod diagnostic;
pub mod document;
pub mod emit;
pub mod generator;
pub mod instance;
pub mod ir;
pub mod lower;
pub mod names;
pub mod normalise;
pub mod options;
pub mod output;
pub mod pattern;
pub mod source;
mod support;

pub use generator::{Failure, Files, Generated, Generator, Summary};
pub use options::Options;
