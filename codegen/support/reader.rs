//! The fast reader: builds values from JSON text in one pass, by the table, and knows only yes or no.
//!
//! Nothing here is generic over the type that is read, but for thin fronts. Where it says no, [`evaluate`](super::evaluate)
//! says why. This file has the place in the text, and the steps that every kind of value takes; each kind has a file of its
//! own.

mod ahead;
mod any;
mod arms;
mod containers;
mod judge;
mod names;
mod scalars;
mod strings;

pub(super) use strings::is_length;

use ahead::Ahead;
use judge::Judge;
use names::Name;

use super::{lex, model::Json, schema::Schema, tree::MAX_DEPTH};

/// The text is not valid. Why is found by the second reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fail;

/// Whether a value could be read.
pub type Read = Result<(), Fail>;

/// A place in a JSON text, and what is expected there.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth: u32,
    lenient: bool,
    /// The schema of the value that stands next.
    schema: &'static Schema,
    /// The name of the member that was read last, where it has no schema of its own.
    name: Name,
    ahead: Ahead,
    /// The second reader, over a part of the text, for unions that only it can decide.
    judge: Option<Box<Judge<'a>>>,
}

impl<'a> Reader<'a> {
    /// At the beginning of a text, expecting a value of a schema.
    pub fn new(text: &'a str, schema: &'static Schema, lenient: bool) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            depth: 0,
            lenient,
            schema,
            name: Name::default(),
            ahead: Ahead::default(),
            judge: None,
        }
    }

    /// Reads the value that stands next, in place.
    #[inline(always)]
    pub fn read<T: Json>(&mut self, value: &mut T) -> Read {
        value.read(self)
    }

    /// Reads the value that stands next.
    #[inline(always)]
    pub fn value<T: Json>(&mut self) -> Result<T, Fail> {
        let mut value = T::blank();
        value.read(self)?;
        Ok(value)
    }

    /// Whether nothing follows.
    pub fn finish(&mut self) -> Read {
        self.blank();
        if self.at == self.bytes.len() { Ok(()) } else { Err(Fail) }
    }

    #[inline(always)]
    fn peek(&self) -> u8 {
        if self.at < self.bytes.len() { self.bytes[self.at] } else { 0 }
    }

    #[inline(always)]
    fn blank(&mut self) {
        if self.peek() <= b' ' {
            self.blank_run();
        }
    }

    #[inline(never)]
    fn blank_run(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    #[inline(always)]
    fn eat(&mut self, byte: u8) -> Read {
        self.blank();
        if self.peek() == byte {
            self.at += 1;
            Ok(())
        } else {
            Err(Fail)
        }
    }

    #[inline(always)]
    fn enter(&mut self) -> Read {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(Fail) } else { Ok(()) }
    }

    /// Steps over a comma (more follows) or the closing bracket.
    #[inline(always)]
    fn another(&mut self, close: u8) -> Result<bool, Fail> {
        self.blank();
        let byte = self.peek();
        self.at += 1;
        if byte == b',' {
            return Ok(true);
        }
        self.depth -= 1;
        if byte == close { Ok(false) } else { Err(Fail) }
    }

    /// Whether the container that was just entered is empty; steps over its closing bracket.
    #[inline(always)]
    fn is_empty(&mut self, close: u8) -> bool {
        self.blank();
        let empty = self.peek() == close;
        if empty {
            self.at += 1;
            self.depth -= 1;
        }
        empty
    }

    /// Where the schema allows `null` as well: steps over it, or goes on with the schema of the rest.
    #[inline(always)]
    pub fn nullable(&mut self) -> bool {
        if let Schema::Nullable(schema) = self.schema {
            if self.null() {
                return true;
            }
            self.schema = schema;
        }
        false
    }

    /// The schema of the value that stands next, once the rules beside it (where there are any) were found to hold.
    #[inline(always)]
    fn rules(&mut self) -> Result<&'static Schema, Fail> {
        if let Schema::Asserted(..) = self.schema { self.asserted() } else { Ok(self.schema) }
    }

    /// Whether a text stands after the next byte.
    #[inline(always)]
    fn is_spelled(&self, text: &str) -> bool {
        let start = self.at + 1;
        self.bytes.get(start..start + text.len()).is_some_and(|bytes| lex::is_same(bytes, text.as_bytes()))
    }
}
