//! Diagnostics: what is wrong with an input, where, and how to mend it.
//!
//! Stages collect them and go on, so that a user sees all of them at once. Each has a code from the [`catalogue`].

pub mod catalogue;
pub mod nearest;
pub mod render;

use std::collections::HashSet;

use crate::source::Span;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The output is complete; something is worth a look.
    Warning,
    /// There is no output.
    Error,
}

/// An entry of the [`catalogue`].
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The code, such as `R0201`.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in general.
    pub title: &'static str,
    /// How to mend it, in general.
    pub help: &'static str,
}

/// A defect of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of defect it is.
    pub code: &'static Code,
    /// What is wrong, here.
    pub message: String,
    /// Where, and what stands there; the first is where the defect is.
    pub labels: Vec<Label>,
    /// How to mend it, here; the catalogue's help where there is none.
    pub help: Option<String>,
}

/// A place, and what to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What to say; may be empty.
    pub text: String,
}

impl Diagnostic {
    /// A defect at a place.
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), labels: vec![Label { span, text: String::new() }], help: None }
    }

    /// Says something at the place of the defect.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    /// Shows another place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says how to mend it, here.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The defects that were found, in the order in which they were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Takes one in.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Takes all of others in.
    pub fn append(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Takes all of others in, as if they had been found before.
    pub fn prepend(&mut self, mut others: Self) {
        others.append(std::mem::take(self));
        *self = others;
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.code.severity == Severity::Error)
    }

    /// One after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In the order of their places, as a reader of the document meets them; each once, for what is read more than once
    /// is wrong more than once.
    pub fn sort(&mut self) {
        let place = |diagnostic: &Diagnostic| diagnostic.labels.first().map(|label| label.span);
        self.0.sort_by_key(place);
        let mut known = HashSet::new();
        self.0.retain(|diagnostic| known.insert((place(diagnostic), diagnostic.message.clone())));
    }
}
