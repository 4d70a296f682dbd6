//! How the name of a property is found in a text: by the words at the ends of its key, and by hash slots.

use super::{
    lex,
    schema::{Object, Property},
};

/// A name with its quotes and its colon, as compact JSON spells it: the words at its ends, which tell most names apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    /// The first eight bytes, or as many as there are.
    pub(super) head: u64,
    /// Which bits of `head` there are. No word has none of them: the key of a name that JSON must not spell as it is.
    pub(super) mask: u64,
    /// The last eight bytes, where there are more.
    pub(super) tail: u64,
    /// How many bytes there are.
    pub(super) length: usize,
}

impl Key {
    /// The key of a name: `"name":`. The compiler interprets this for each name of a crate, so that each step counts.
    pub(super) const fn of(name: &str) -> Self {
        const QUOTE: u64 = b'"' as u64;
        const COLON: u64 = b':' as u64;
        let bytes = name.as_bytes();
        // The last eight bytes so far, the last one highest: at some time they are the first eight.
        let (mut tail, mut head, mut plain, mut index) = (QUOTE << 56, 0, true, 0);
        while index < bytes.len() {
            let byte = bytes[index];
            plain &= (byte != b'"') & (byte != b'\\') & (byte >= 0x20);
            tail = tail >> 8 | (byte as u64) << 56;
            if index == 6 {
                head = tail;
            }
            index += 1;
        }
        tail = tail >> 16 | QUOTE << 48 | COLON << 56;
        let unused = if index < 6 { 8 * (5 - index) } else { 0 };
        match index {
            0..6 => head = tail >> unused,
            6 => head = tail << 8 | QUOTE,
            _ => {}
        }
        let mask = u64::MAX >> unused;
        let (head, mask) = if plain { (head, mask) } else { (1, 0) };
        Self { head, mask, tail, length: index + 3 }
    }

    /// Whether JSON may spell the name as it is.
    pub(super) const fn is_plain(&self) -> bool {
        self.mask != 0
    }
}

/// Whether JSON may spell a text as it is, without escapes.
pub(super) const fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut index = 0;
    while index < bytes.len() {
        if bytes[index] == b'"' || bytes[index] == b'\\' || bytes[index] < 0x20 {
            return false;
        }
        index += 1;
    }
    true
}

/// Whether JSON may spell each text as it is.
pub(super) const fn are_plain(texts: &[&str]) -> bool {
    let mut index = 0;
    while index < texts.len() {
        if !is_plain(texts[index]) {
            return false;
        }
        index += 1;
    }
    true
}

/// The hash slots of an object's names: open addressing over a power of two, 0 for a free slot, else an index and one.
///
/// Members that come in any order are then found at once, however many the object has.
pub const fn slots<const SIZE: usize>(properties: &[Property]) -> [u16; SIZE] {
    let mut table = [0; SIZE];
    let mut index = 0;
    while index < properties.len() {
        let mut slot = hash(properties[index].name.as_bytes()) & (SIZE - 1);
        while table[slot] != 0 {
            slot = (slot + 1) & (SIZE - 1);
        }
        table[slot] = index as u16 + 1;
        index += 1;
    }
    table
}

/// The hash of a name in [`slots`]. Names come from the document alone, so that nobody else can make them collide.
pub const fn hash(name: &[u8]) -> usize {
    let (mut hash, mut rest) = (name.len() as u64, name);
    while let Some((word, after)) = rest.split_first_chunk() {
        hash = mix(hash, u64::from_le_bytes(*word));
        rest = after;
    }
    let (mut word, mut index) = (0, 0);
    while index < rest.len() {
        word = word << 8 | rest[index] as u64;
        index += 1;
    }
    (mix(hash, word) >> 32) as usize
}

const fn mix(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

impl Object {
    /// The index of the property of a name, by the hash slots (of which there must be some).
    #[inline(always)]
    pub(super) fn slot(&self, name: &[u8]) -> Option<usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash(name) & mask;
        loop {
            let index = usize::from(*self.slots.get(slot)?).checked_sub(1)?;
            let property = self.properties.get(index)?;
            if property.name.len() == name.len() && lex::is_same(name, property.name.as_bytes()) {
                return Some(index);
            }
            slot = (slot + 1) & mask;
        }
    }
}
