//! How a run ends: a crate in memory, or all that is wrong with the input.

use std::{collections::BTreeSet, fmt};

use indexmap::IndexMap;

use super::{Files, module};
use crate::{
    diagnostic::{Diagnostics, render},
    ir,
    source::Sources,
};

/// A crate, in memory.
#[derive(Debug, Clone)]
pub struct Generated {
    /// The files of the crate.
    pub files: Files,
    /// What is worth a look, in the order of the places; no errors.
    pub diagnostics: Diagnostics,
    /// The texts that were read, which the diagnostics' places are in.
    pub sources: Sources,
    /// What the files were written down from.
    pub api: ir::Api,
    /// How much there is of everything.
    pub summary: Summary,
    pub(super) features: BTreeSet<String>,
}

impl Generated {
    /// The crate as one module tree, to be `include!`d: no attributes of a crate, features fixed.
    pub fn module(&self) -> String {
        module::tree(&self.files, &self.features)
    }
}

/// How much of everything a crate has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Named types.
    pub types: usize,
    /// Operations.
    pub operations: usize,
    /// Lines of the ledger, by what they are about, in the order in which it comes up first.
    pub ledger: IndexMap<String, usize>,
}

impl Summary {
    pub(super) fn of(api: &ir::Api) -> Self {
        let mut ledger = IndexMap::new();
        for line in &api.ledger {
            *ledger.entry(kind(&line.what)).or_default() += 1;
        }
        Self { types: api.types.len(), operations: api.operations.len(), ledger }
    }
}

/// What a line of the ledger is about: `` `format: int96` `` is about `format`.
fn kind(what: &str) -> String {
    let what = what.trim_start_matches('`');
    let end = what.find([':', '`', ' ', '=']).unwrap_or(what.len());
    what.get(..end).unwrap_or(what).to_owned()
}

/// Why there is no crate: all that is wrong with the input.
///
/// [`Display`](fmt::Display) shows every diagnostic with its line, so that a `build.rs` may return it as it is.
#[derive(Clone)]
pub struct Failure {
    /// The texts that were read, which the diagnostics' places are in.
    pub sources: Sources,
    /// What is wrong, in the order of the places. Warnings alone, where warnings are errors.
    pub diagnostics: Diagnostics,
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&render::text(&self.sources, &self.diagnostics, false))
    }
}

/// As [`Display`](fmt::Display): what a `main` that returns an error prints.
impl fmt::Debug for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "the input can't be generated from")?;
        fmt::Display::fmt(self, formatter)
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn the_ledger_is_counted_by_kind() {
        assert_eq!(kind("`format: int96`"), "format");
        assert_eq!(kind("pattern"), "pattern");
        assert_eq!(kind("`not`"), "not");
        assert_eq!(kind("two words"), "two");
        assert_eq!(kind(""), "");
    }
}
