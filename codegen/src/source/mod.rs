//! Texts and their places: files, spans, and the tree of located values that JSON and YAML are read into.
//!
//! Knows nothing of OpenAPI. Every node of a tree has the span of the text that it came from.

pub mod file;
pub mod json;
pub mod node;
pub mod pointer;
pub mod yaml;

pub use file::{FileId, Source, Sources, Span};
pub use node::{Entry, Kind, Node};
pub use pointer::Pointer;
