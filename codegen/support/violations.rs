//! What is wrong with a value: every place, the keyword that it breaks, and a sentence. Never a submitted value.

use std::{error::Error, fmt};

/// One place at which a value breaks its schema.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Violation {
    /// The place, as a JSON Pointer (RFC 6901); a member that is missing has its own. The whole value is `""`.
    pub pointer: String,
    /// The keyword of the schema that is broken, such as `minLength`; `syntax` where the text is no JSON.
    pub keyword: &'static str,
    /// What must be true, such as `must have at least 1 character`.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.pointer.is_empty() {
            write!(formatter, "{} ", self.pointer)?;
        }
        formatter.write_str(&self.message)
    }
}

/// Everything that is wrong with a value: at least one violation, at most [`Violations::LIMIT`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violations {
    list: Vec<Violation>,
    truncated: bool,
}

impl Violations {
    /// How many violations are told at most.
    pub const LIMIT: usize = 100;

    /// The violations that were found, in the order of the value.
    pub fn as_slice(&self) -> &[Violation] {
        &self.list
    }

    /// One after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.list.iter()
    }

    /// Whether there were more than [`Violations::LIMIT`].
    pub const fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// A single violation.
    pub(super) fn one(pointer: String, keyword: &'static str, message: impl Into<String>) -> Self {
        Self { list: vec![Violation { pointer, keyword, message: message.into() }], truncated: false }
    }

    /// None yet.
    pub(super) const fn none() -> Self {
        Self { list: Vec::new(), truncated: false }
    }

    /// Takes one more in, unless it is there: two schemas may want the same.
    pub(super) fn push(&mut self, pointer: String, keyword: &'static str, message: String) {
        let violation = Violation { pointer, keyword, message };
        if !self.list.contains(&violation) {
            self.list.push(violation);
        }
    }

    /// Whether no more are needed; notes that there was one more.
    pub(super) fn is_full(&mut self) -> bool {
        self.truncated |= self.list.len() >= Self::LIMIT;
        self.truncated
    }

    /// Whether none was found.
    pub(super) fn is_none(&self) -> bool {
        self.list.is_empty()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.list.iter().enumerate() {
            if index > 0 {
                formatter.write_str("; ")?;
            }
            violation.fmt(formatter)?;
        }
        if self.truncated { formatter.write_str("; and more") } else { Ok(()) }
    }
}

impl Error for Violations {}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}
