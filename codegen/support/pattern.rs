//! Patterns: a regular expression that is compiled when it is first asked for.
//!
//! It knows the syntax of the `regex` crate alone: whoever writes a pattern down has translated it.

use std::sync::OnceLock;

use regex::Regex;

/// A regular expression in a `static`.
#[derive(Debug)]
pub struct LazyRegex {
    source: &'static str,
    /// `None` where the source is no regular expression, which a generated one never is.
    compiled: OnceLock<Option<Regex>>,
}

impl LazyRegex {
    /// The regular expression of this source.
    pub const fn new(source: &'static str) -> Self {
        Self {
            source,
            compiled: OnceLock::new(),
        }
    }

    /// Whether a text matches somewhere.
    pub fn is_match(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| Regex::new(self.source).ok());
        compiled.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}
