//! An OpenAPI document as written: the only stage that knows OpenAPI and its versions.
//!
//! References of path items, bodies, responses and the like are followed here; those of schemas are left to
//! `normalise`. Nothing has a Rust name yet. Every part knows its place.

mod operation;
mod paths;
pub mod read;
pub(crate) mod reader;
pub(crate) mod reference;
mod security;
mod swagger;
#[cfg(test)]
pub(crate) mod testing;
pub mod types;

pub use read::read;
pub use types::*;
