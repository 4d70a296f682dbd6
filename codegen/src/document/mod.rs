//! An OpenAPI document as written: the only stage that knows OpenAPI and its versions.
//!
//! References are not resolved here, and nothing has a Rust name yet. Every part knows its place.

pub mod read;
pub mod types;

pub use types::*;
