//! YAML 1.2 to the tree of located values, by the core schema. Knows nothing of what the values mean.
//!
//! The parser's events become a flat tape first, in which a collection's parts follow it; the tree is built from the
//! tape, so that an anchor costs nothing, and an alias only when it is replaced by what it names.

mod build;
mod fault;
mod scan;

use std::borrow::Cow;

use super::{FileId, Node, Sources, Span, core_schema::Tag, text_of};
use crate::diagnostic::Diagnostics;
use build::Builder;
use scan::Scan;

/// What is said where values are nested more than [`MAX_DEPTH`] deep.
const TOO_DEEP: &str = "values are nested too deeply";

/// Reads a text as one YAML document.
///
/// A scalar without quotes is what the core schema of YAML 1.2 makes of it; a key is always a string, namely its text.
/// A value that an alias stands for has the place of the alias, and its parts have the places where they stand.
/// `None` where the text has no tree; there is an error then. Where there is a tree, there may be errors too.
pub fn read(sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = text_of(sources, file, diagnostics)?;
    let items = Scan::of(text, file, diagnostics)?;
    Builder::new(&items, diagnostics).node(0, 0).ok()
}

/// A node of the text.
struct Item<'a> {
    span: Span,
    /// The index after its last part.
    next: usize,
    content: Content<'a>,
    tag: Option<ItemTag>,
}

enum Content<'a> {
    /// A scalar, and whether it is without quotes.
    Scalar(Cow<'a, str>, bool),
    Sequence,
    Mapping,
    /// An alias of the item of an index.
    Alias(usize),
    /// An alias of an anchor that is not there.
    Nowhere,
}

/// A tag that means something here; those of collections say only what is seen anyhow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ItemTag {
    Core(Tag),
    /// `!!seq`
    Sequence,
    /// `!!map`
    Mapping,
    /// `!!merge`, which some writers put before `<<`.
    Merge,
}

#[cfg(test)]
mod tests;
