//! Texts that are tried for a type, each once.

use std::collections::HashMap;

use crate::ir::{Shape, TypeId};

use super::make::Maker;

/// So many different texts are tried: of a union, each is tried by every arm.
const MOST: usize = 1024;

/// Texts that were tried for a type, and whether they are valid.
pub(super) struct Tried<'m> {
    maker: &'m Maker<'m>,
    shape: Shape,
    texts: HashMap<String, bool>,
}

impl<'m> Tried<'m> {
    /// None so far.
    pub(super) fn new(maker: &'m Maker<'m>, id: TypeId) -> Self {
        Self { maker, shape: Shape::Named(id), texts: HashMap::new() }
    }

    /// Whether a text is valid, as far as so many are tried.
    pub(super) fn is_valid(&mut self, text: &str) -> bool {
        if let Some(&valid) = self.texts.get(text) {
            return valid;
        }
        if self.texts.len() == MOST {
            return false;
        }
        let valid = self.maker.is_valid(&self.shape, text);
        self.texts.insert(text.to_owned(), valid);
        valid
    }
}
