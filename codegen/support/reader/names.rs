//! Names of members: which one stands next, and whether one stands twice.

use std::borrow::Cow;

use super::{
    super::{lex, names::Key, schema::Object},
    Fail, Read, Reader,
};

/// The raw name of a member, between its quotes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Name {
    start: usize,
    end: usize,
    escaped: bool,
}

impl<'a> Reader<'a> {
    /// The raw name of a member; steps over its colon.
    #[inline(always)]
    pub(super) fn any_name(&mut self) -> Result<Name, Fail> {
        self.eat(b'"')?;
        let start = self.at;
        let end = lex::plain_end(self.bytes, start);
        let escaped = self.bytes.get(end) != Some(&b'"');
        let end = if escaped { lex::string_end(self.bytes, start).map_err(|_| Fail)?.0 } else { end };
        self.at = end + 1;
        self.eat(b':')?;
        Ok(Name { start, end, escaped })
    }

    /// Whether the key of a name stands next, as compact JSON spells it; `word` is the text's next eight bytes.
    #[inline(always)]
    pub(super) fn is_key(&self, key: &Key, name: &str, word: u64) -> bool {
        if word & key.mask != key.head {
            return false;
        }
        if key.length <= 8 {
            return true;
        }
        let end = self.at + key.length;
        lex::word(self.bytes, end - 8) == Some(key.tail) && (key.length <= 16 || self.is_spelled(name))
    }

    /// Whether a name is this one.
    #[inline(always)]
    pub(super) fn is_name(&self, name: Name, wanted: &str) -> bool {
        if name.escaped {
            return self.name_text(name) == wanted;
        }
        name.end - name.start == wanted.len()
            && self.bytes.get(name.start..name.end).is_some_and(|bytes| lex::is_same(bytes, wanted.as_bytes()))
    }

    /// The index of the property that is called like the name that was read last, by the hash slots.
    #[inline(always)]
    pub(super) fn find_slot(&self, object: &'static Object) -> Option<usize> {
        let Name { start, end, escaped } = self.name;
        if escaped {
            return object.slot(self.name_text(self.name).as_bytes());
        }
        object.slot(self.bytes.get(start..end)?)
    }

    /// The text of a name.
    pub(super) fn name_text(&self, name: Name) -> Cow<'a, str> {
        let raw = self.text.get(name.start..name.end).unwrap_or_default();
        if name.escaped { lex::unescape(raw) } else { Cow::Borrowed(raw) }
    }

    /// Whether no name stands twice.
    #[inline(never)]
    pub(super) fn distinct(&self, names: &mut [Name]) -> Read {
        if names.len() < 2 {
            return Ok(());
        }
        let twice = if names.len() <= 8 && !names.iter().any(|name| name.escaped) {
            let raw = |name: &Name| self.bytes.get(name.start..name.end);
            names.iter().enumerate().any(|(index, a)| names.iter().take(index).any(|b| raw(a) == raw(b)))
        } else {
            names.sort_unstable_by(|a, b| self.name_text(*a).cmp(&self.name_text(*b)));
            names.windows(2).any(|pair| matches!(pair, [a, b] if self.name_text(*a) == self.name_text(*b)))
        };
        if twice { Err(Fail) } else { Ok(()) }
    }
}
