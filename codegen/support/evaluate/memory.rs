//! What was decided about values, so that nothing is decided twice.

use super::super::schema::Schema;

/// What was decided about a value: a list for each token.
#[derive(Debug, Default)]
pub(super) struct Memory {
    heads: Vec<u32>,
    verdicts: Vec<Verdict>,
}

/// What was decided about a value by a schema.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) schema: *const Schema,
    pub(super) lenient: bool,
    pub(super) valid: bool,
    /// The next of the list, of which this becomes the head.
    pub(super) next: u32,
}

/// The end of a list.
pub(super) const NONE: u32 = u32::MAX;

impl Memory {
    /// What was decided, where it was.
    pub(super) fn find(&self, schema: *const Schema, node: u32, lenient: bool) -> Option<bool> {
        let mut at = *self.heads.get(node as usize)?;
        while let Some(verdict) = self.verdicts.get(at as usize) {
            if std::ptr::eq(verdict.schema, schema) && verdict.lenient == lenient {
                return Some(verdict.valid);
            }
            at = verdict.next;
        }
        None
    }

    /// Keeps a verdict on one of so many tokens.
    pub(super) fn keep(&mut self, tokens: usize, node: u32, mut verdict: Verdict) {
        self.heads.resize(tokens, NONE);
        if let Some(head) = self.heads.get_mut(node as usize) {
            verdict.next = *head;
            *head = self.verdicts.len() as u32;
            self.verdicts.push(verdict);
        }
    }
}
