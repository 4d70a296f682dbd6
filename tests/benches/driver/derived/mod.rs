//! The types of the generated crates, as one would write them with serde's derives.

pub mod containers;
pub mod nodes;
pub mod trees;

/// The types of `wide`, which the bench writes.
pub mod wide {
    include!(concat!(env!("CARGO_MANIFEST_DIR"), "/wide.rs"));
}
