//! The flat tree: one strict pass over a JSON text that remembers where each value stands.
//!
//! A value's parts follow it, and it knows where they end, so that a walk can step over it. Knows nothing of schemas.

use std::borrow::Cow;

use super::lex::{self, SyntaxError, fault};

/// How deep values may be nested.
pub const MAX_DEPTH: u32 = 128;

/// A JSON text, indexed.
#[derive(Debug)]
pub struct Tree<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Every value, and every member's name right before its value; in the order of the text.
    pub tokens: Vec<Token>,
    /// The names (as indices of tokens) that stand in their object a second time.
    pub duplicates: Vec<u32>,
}

/// A value or a member's name.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// Its first byte.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
    /// The token after its last part.
    pub next: u32,
    /// How many items or members it has.
    pub count: u32,
    /// What it is.
    pub kind: Kind,
    /// Whether it is a string that has escapes.
    pub escaped: bool,
}

/// What a token is; the bits are those of a set of types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// `null`
    Null = 1,
    /// `true` or `false`
    Boolean = 2,
    /// A number without fraction: `1`, `1.0`, `1e2`.
    Integer = 4,
    /// A number with a fraction.
    Number = 8,
    /// A string.
    String = 16,
    /// An array.
    Array = 32,
    /// An object.
    Object = 64,
}

impl Kind {
    /// The name that JSON Schema has for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

impl<'a> Tree<'a> {
    /// Indexes a whole text.
    pub fn index(text: &'a str, max_depth: u32) -> Result<Self, SyntaxError> {
        let mut indexer = Indexer::new(text, 0, max_depth);
        indexer.value()?;
        indexer.blank();
        if indexer.at < text.len() {
            return fault(indexer.at, "expected the end of the text");
        }
        Ok(indexer.tree)
    }

    /// Indexes the value that begins at a byte, inside of a text that goes on; tells the byte after it.
    pub fn index_from(text: &'a str, at: usize, max_depth: u32) -> Result<(Self, usize), SyntaxError> {
        let mut indexer = Indexer::new(text, at, max_depth);
        indexer.value()?;
        Ok((indexer.tree, indexer.at))
    }

    /// Indexes what [`write`](super::write) wrote, where numbers that JSON does not have stand as `NaN` and `inf`.
    pub fn index_written(text: &'a str) -> Result<Self, SyntaxError> {
        let mut indexer = Indexer::new(text, 0, MAX_DEPTH);
        indexer.non_finite = true;
        indexer.value()?;
        Ok(indexer.tree)
    }

    /// The token of an index.
    #[inline]
    pub fn token(&self, index: u32) -> Token {
        // Indices come from the tokens themselves.
        self.tokens[index as usize]
    }

    /// The text of a token, as it stands.
    #[inline]
    pub fn raw(&self, index: u32) -> &'a str {
        let token = self.token(index);
        self.text.get(token.start as usize..token.end as usize).unwrap_or_default()
    }

    /// What stands between the quotes of a string.
    #[inline]
    fn inner(&self, token: Token) -> &'a str {
        let (start, end) = (token.start as usize + 1, (token.end as usize).saturating_sub(1));
        self.text.get(start..end).unwrap_or_default()
    }

    /// The text that a string stands for.
    #[inline]
    pub fn string(&self, index: u32) -> Cow<'a, str> {
        let token = self.token(index);
        let inner = self.inner(token);
        if token.escaped { lex::unescape(inner) } else { Cow::Borrowed(inner) }
    }

    /// Whether a string, such as a member's name, is this one.
    #[inline(always)]
    pub fn is_name(&self, index: u32, name: &str) -> bool {
        let token = self.token(index);
        if token.escaped {
            return self.is_spelled(index, name);
        }
        let (start, end) = (token.start as usize + 1, (token.end as usize).saturating_sub(1));
        let inner = self.text.as_bytes().get(start..end).unwrap_or_default();
        inner.len() == name.len() && lex::is_same(inner, name.as_bytes())
    }

    #[cold]
    fn is_spelled(&self, index: u32, name: &str) -> bool {
        self.string(index) == name
    }

    /// The value of the member of an object.
    pub fn member(&self, object: u32, name: &str) -> Option<u32> {
        self.members(object).find(|&key| self.is_name(key, name)).map(|key| key + 1)
    }

    /// The names of an object's members; the value of each is the token after it.
    pub fn members(&self, object: u32) -> impl Iterator<Item = u32> + use<'_, 'a> {
        let end = self.token(object).next;
        let mut at = object + 1;
        std::iter::from_fn(move || {
            let key = at;
            (key < end).then(|| at = self.token(key + 1).next)?;
            Some(key)
        })
    }

    /// The items of an array.
    pub fn items(&self, array: u32) -> impl Iterator<Item = u32> + use<'_, 'a> {
        let end = self.token(array).next;
        let mut at = array + 1;
        std::iter::from_fn(move || {
            let item = at;
            (item < end).then(|| at = self.token(item).next)?;
            Some(item)
        })
    }

    /// The JSON Pointer of a token.
    pub fn pointer(&self, target: u32) -> String {
        let mut pointer = String::with_capacity(64);
        let mut at = 0;
        while at != target {
            let step = match self.token(at).kind {
                Kind::Object => self.members(at).find(|&key| key == target || self.token(key + 1).next > target),
                _ => None,
            };
            if let Some(key) = step {
                push_name(&mut pointer, &self.string(key));
                at = if key == target { target } else { key + 1 };
                continue;
            }
            let Some((index, item)) = self.items(at).enumerate().find(|&(_, item)| self.token(item).next > target)
            else {
                break;
            };
            push_index(&mut pointer, index);
            at = item;
        }
        pointer
    }
}

/// Appends a member's name to a JSON Pointer.
pub(super) fn push_name(pointer: &mut String, name: &str) {
    pointer.push('/');
    let mut rest = name;
    while let Some(at) = rest.find(['~', '/']) {
        let (before, after) = rest.split_at(at);
        pointer.push_str(before);
        pointer.push_str(if after.starts_with('~') { "~0" } else { "~1" });
        rest = after.get(1..).unwrap_or_default();
    }
    pointer.push_str(rest);
}

/// Appends an item's index to a JSON Pointer.
pub(super) fn push_index(pointer: &mut String, index: usize) {
    pointer.push('/');
    pointer.push_str(&index.to_string());
}

struct Indexer<'a> {
    tree: Tree<'a>,
    bytes: &'a [u8],
    at: usize,
    /// How many more levels there may be.
    depth: u32,
    non_finite: bool,
}

impl<'a> Indexer<'a> {
    fn new(text: &'a str, at: usize, depth: u32) -> Self {
        let tree = Tree {
            text,
            // A value, or the name of one, takes some ten bytes.
            tokens: Vec::with_capacity((text.len().saturating_sub(at) / 8).clamp(16, 1024)),
            duplicates: Vec::new(),
        };
        Self { tree, bytes: text.as_bytes(), at, depth, non_finite: false }
    }

    #[inline(always)]
    fn blank(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Result<(), SyntaxError> {
        self.blank();
        let start = self.at;
        let kind = match self.bytes.get(start) {
            Some(b'"') => return self.string().map(drop),
            Some(b'{') => return self.container(Kind::Object),
            Some(b'[') => return self.container(Kind::Array),
            Some(b't') => self.word(b"true", Kind::Boolean)?,
            Some(b'f') => self.word(b"false", Kind::Boolean)?,
            Some(b'n') => self.word(b"null", Kind::Null)?,
            Some(b'N') if self.non_finite => self.word(b"NaN", Kind::Number)?,
            Some(b'i') if self.non_finite => self.word(b"inf", Kind::Number)?,
            Some(b'-') if self.non_finite && self.bytes.get(start + 1) == Some(&b'i') => {
                self.word(b"-inf", Kind::Number)?
            }
            _ => self.number()?,
        };
        self.push(start, kind, false);
        Ok(())
    }

    /// Adds a token without parts, which ends here.
    #[inline(always)]
    fn push(&mut self, start: usize, kind: Kind, escaped: bool) {
        let next = self.tree.tokens.len() as u32 + 1;
        self.tree.tokens.push(Token { start: start as u32, end: self.at as u32, next, count: 0, kind, escaped });
    }

    /// A string, whose quote stands here; whether it has escapes.
    #[inline(always)]
    fn string(&mut self) -> Result<bool, SyntaxError> {
        let start = self.at;
        let end = lex::plain_end(self.bytes, start + 1);
        let escaped = self.bytes.get(end) != Some(&b'"');
        let end = if escaped { lex::string_end(self.bytes, start + 1)?.0 } else { end };
        self.at = end + 1;
        self.push(start, Kind::String, escaped);
        Ok(escaped)
    }

    /// An array or an object, whose bracket stands here.
    fn container(&mut self, kind: Kind) -> Result<(), SyntaxError> {
        if self.depth == 0 {
            return fault(self.at, "values are nested too deeply");
        }
        let (start, index) = (self.at, self.tree.tokens.len());
        self.depth -= 1;
        self.at += 1;
        self.push(start, kind, false);
        self.blank();
        let count = match kind {
            Kind::Object => self.members(index as u32)?,
            _ => self.items()?,
        };
        self.depth += 1;
        let next = self.tree.tokens.len() as u32;
        if let Some(token) = self.tree.tokens.get_mut(index) {
            (token.end, token.next, token.count) = (self.at as u32, next, count);
        }
        Ok(())
    }

    fn word(&mut self, word: &'static [u8], kind: Kind) -> Result<Kind, SyntaxError> {
        let end = self.at + word.len();
        if self.bytes.get(self.at..end) != Some(word) {
            return fault(self.at, "expected a value");
        }
        self.at = end;
        Ok(kind)
    }

    fn number(&mut self) -> Result<Kind, SyntaxError> {
        let start = self.at;
        let (end, plain) = lex::number_end(self.bytes, start)?;
        self.at = end;
        if plain && end - start < 300 {
            return Ok(Kind::Integer);
        }
        let text = self.tree.text.get(start..end).unwrap_or_default();
        if lex::finite(text).is_none() {
            return fault(start, "the number is out of range");
        }
        Ok(if lex::Decimal::new(text).is_integer() { Kind::Integer } else { Kind::Number })
    }

    fn members(&mut self, object: u32) -> Result<u32, SyntaxError> {
        if self.bytes.get(self.at) == Some(&b'}') {
            self.at += 1;
            return Ok(0);
        }
        let (mut count, mut signatures, mut alike) = (0, 0, false);
        loop {
            self.blank();
            if self.bytes.get(self.at) != Some(&b'"') {
                return fault(self.at, "expected a member's name in quotes");
            }
            let start = self.at;
            let signature = match self.string()? {
                true => u64::MAX,
                false => self.signature(start),
            };
            alike |= signatures & signature != 0;
            signatures |= signature;
            self.blank();
            if self.bytes.get(self.at) != Some(&b':') {
                return fault(self.at, "expected `:`");
            }
            self.at += 1;
            self.value()?;
            count += 1;
            if !self.another(b'}', "expected `,` or `}`")? {
                break;
            }
        }
        if alike {
            self.find_duplicates(object, count);
        }
        Ok(count)
    }

    /// One bit of 64 for the name that ends here, the same for the same name: of its length, and of the bytes inside of
    /// its quotes. A name with escapes has all of them.
    #[inline(always)]
    fn signature(&self, start: usize) -> u64 {
        let byte = |at: usize| self.bytes.get(at).copied().map_or(0, usize::from);
        let mixed = 7 * (self.at - start) + 3 * byte(start + 1) + byte(self.at.saturating_sub(2));
        1 << (mixed % 64)
    }

    fn items(&mut self) -> Result<u32, SyntaxError> {
        let mut count = 0;
        if self.bytes.get(self.at) == Some(&b']') {
            self.at += 1;
            return Ok(0);
        }
        loop {
            self.value()?;
            count += 1;
            if !self.another(b']', "expected `,` or `]`")? {
                return Ok(count);
            }
        }
    }

    /// Whether another part follows; steps over the comma or the closing bracket.
    fn another(&mut self, close: u8, expected: &'static str) -> Result<bool, SyntaxError> {
        self.blank();
        let more = match self.bytes.get(self.at) {
            Some(b',') => true,
            Some(&byte) if byte == close => false,
            _ => return fault(self.at, expected),
        };
        self.at += 1;
        Ok(more)
    }

    /// Notes the names that an object has twice.
    #[inline(never)]
    fn find_duplicates(&mut self, object: u32, count: u32) {
        let tree = &mut self.tree;
        // The object's own token is not whole yet: its parts are all the tokens after it.
        tree.tokens[object as usize].next = tree.tokens.len() as u32;
        let mut found = Vec::new();
        if count <= 8 {
            for name in tree.members(object) {
                let mut before = tree.members(object).take_while(|&before| before != name);
                if before.any(|before| same_name(tree, before, name)) {
                    found.push(name);
                }
            }
        } else {
            let mut names: Vec<u32> = tree.members(object).collect();
            names.sort_by(|&left, &right| tree.string(left).cmp(&tree.string(right)).then(left.cmp(&right)));
            for pair in names.windows(2) {
                if let [before, name] = *pair
                    && same_name(tree, before, name)
                {
                    found.push(name);
                }
            }
        }
        tree.duplicates.append(&mut found);
    }
}

/// Whether two names are the same.
#[inline]
fn same_name(tree: &Tree<'_>, left: u32, right: u32) -> bool {
    let (a, b) = (tree.token(left), tree.token(right));
    if a.escaped || b.escaped { tree.string(left) == tree.string(right) } else { tree.inner(a) == tree.inner(b) }
}
