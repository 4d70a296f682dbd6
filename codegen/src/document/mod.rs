//! An OpenAPI document as written: the only stage that knows OpenAPI and its versions.
//!
//! References are not resolved here, and nothing has a Rust name yet. Every part knows its place.

pub(crate) mod nearest;
mod operation;
mod paths;
pub mod read;
pub(crate) mod reader;
pub(crate) mod reference;
#[cfg(test)]
pub(crate) mod testing;
pub mod types;

pub use read::read;
pub use types::*;
