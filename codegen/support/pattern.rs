//! Patterns that texts are searched for by an engine.
//!
//! Knows how to compile one once. Does not know the dialect of the document: each is translated, and compiled for a
//! test, when the crate is generated.

use regex::{Regex, RegexBuilder};
use std::sync::OnceLock;

/// The most memory that a compiled pattern may take, in bytes: twice as much as when it was compiled for a test.
const SIZE_LIMIT: usize = 32 << 20;

/// A pattern in the syntax of `regex`, in a `static`, compiled when it is first searched for.
#[derive(Debug)]
pub struct LazyRegex {
    source: &'static str,
    regex: OnceLock<Option<Regex>>,
}

impl LazyRegex {
    /// A pattern that is not yet compiled.
    pub const fn new(source: &'static str) -> Self {
        Self { source, regex: OnceLock::new() }
    }

    /// Whether the pattern is found in a text.
    ///
    /// A pattern that does not compile holds for every text. That can't be, short of a change in `regex`.
    pub fn is_match(&self, text: &str) -> bool {
        let compile = || {
            let regex = RegexBuilder::new(self.source).size_limit(SIZE_LIMIT).build();
            debug_assert!(regex.is_ok(), "{regex:?}");
            regex.ok()
        };
        self.regex.get_or_init(compile).as_ref().is_none_or(|regex| regex.is_match(text))
    }
}
