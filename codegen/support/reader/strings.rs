//! Strings: texts, constants, and the values of enums.

use std::borrow::Cow;

use super::{
    super::{
        format, lex,
        model::Literals,
        schema::{Schema, Text},
        unknown::UnknownValue,
    },
    Fail, Read, Reader,
};

impl<'a> Reader<'a> {
    /// The text of a string: a part of the input, or decoded where it has escapes.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Result<Cow<'a, str>, Fail> {
        self.blank();
        match self.plain() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.escaped().map(Cow::Owned),
        }
    }

    /// The text of a string without escapes, where one stands here; steps over it.
    #[inline(always)]
    fn plain(&mut self) -> Option<&'a str> {
        if self.peek() != b'"' {
            return None;
        }
        let start = self.at + 1;
        let end = lex::plain_end(self.bytes, start);
        if self.bytes.get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        self.text.get(start..end)
    }

    /// The text of a string that has escapes.
    #[cold]
    #[inline(never)]
    fn escaped(&mut self) -> Result<String, Fail> {
        self.eat(b'"')?;
        let start = self.at;
        let (end, _) = lex::string_end(self.bytes, start).map_err(|_| Fail)?;
        self.at = end + 1;
        Ok(lex::unescape(self.text.get(start..end).ok_or(Fail)?).into_owned())
    }

    /// Reads a string that satisfies the schema.
    #[inline(never)]
    pub fn text(&mut self, text: &mut String) -> Read {
        let Schema::String(rules) = self.rules()? else {
            return Err(Fail);
        };
        self.blank();
        let Some(plain) = self.plain() else {
            *text = self.escaped()?;
            return self.check_text(rules, text);
        };
        self.check_text(rules, plain)?;
        *text = plain.to_owned();
        Ok(())
    }

    #[inline(always)]
    fn check_text(&self, rules: &Text, text: &str) -> Read {
        if rules.is_free || self.lenient || is_text(rules, text) { Ok(()) } else { Err(Fail) }
    }

    /// A string in base64: the scan of its alphabet is the scan of the string as well.
    #[inline(never)]
    pub fn base64(&mut self, text: &mut String) -> Read {
        self.blank();
        let start = self.at;
        if let Schema::String(rules) = self.schema
            && rules.min_length == 0
            && rules.max_length == u32::MAX
            && rules.pattern.is_none()
            && self.peek() == b'"'
        {
            let mut end = format::scan_base64(self.bytes, start + 1);
            while self.bytes.get(end) == Some(&b'=') {
                end += 1;
            }
            let scanned = self.text.get(start + 1..end).ok_or(Fail)?;
            let is_valid =
                rules.format.is_some_and(|format| (format.is_valid)(&scanned[scanned.len() - scanned.len().min(4)..]));
            if self.bytes.get(end) == Some(&b'"') && scanned.len() % 4 == 0 && is_valid {
                self.at = end + 1;
                *text = scanned.to_owned();
                return Ok(());
            }
        }
        self.at = start;
        self.text(text)
    }

    /// The constant that the schema has.
    #[inline(never)]
    pub fn constant(&mut self) -> Read {
        let Schema::Constant(constant) = self.schema else {
            return Err(Fail);
        };
        self.blank();
        if constant.plain && self.is_next(constant.value) {
            self.at += constant.value.len() + 2;
            return Ok(());
        }
        match self.position(&[constant.value])? {
            Ok(_) => Ok(()),
            Err(_) => Err(Fail),
        }
    }

    /// Which of some texts the string is that stands next, however it is spelled; or its own text.
    #[cold]
    fn position(&mut self, texts: &[&str]) -> Result<Result<usize, String>, Fail> {
        let text = self.string()?;
        let position = texts.iter().position(|&known| known == text);
        Ok(position.ok_or_else(|| text.into_owned()))
    }

    /// Whether a string stands next that is spelled like this.
    #[inline(always)]
    pub(super) fn is_next(&self, plain: &str) -> bool {
        self.bytes.get(self.at + plain.len() + 1) == Some(&b'"') && self.peek() == b'"' && self.is_spelled(plain)
    }

    /// A value of an enum of strings.
    pub fn literal<T: Literals>(&mut self) -> Result<T, Fail> {
        match self.literal_index()? {
            Ok(index) => T::KNOWN.get(index).cloned().ok_or(Fail),
            Err(value) => Ok(T::unknown(UnknownValue::new(value))),
        }
    }

    #[inline(never)]
    fn literal_index(&mut self) -> Result<Result<usize, String>, Fail> {
        let Schema::Strings(strings) = self.rules()? else {
            return Err(Fail);
        };
        self.blank();
        if strings.plain {
            for (index, value) in strings.values.iter().enumerate() {
                if self.is_next(value) {
                    self.at += value.len() + 2;
                    return Ok(Ok(index));
                }
            }
        }
        match self.position(strings.values)? {
            Err(_) if !self.lenient => Err(Fail),
            found => Ok(found),
        }
    }
}

/// Whether a text satisfies the keywords of strings.
#[inline]
fn is_text(rules: &Text, text: &str) -> bool {
    is_length(rules, text)
        && rules.format.is_none_or(|format| (format.is_valid)(text))
        && rules.pattern.is_none_or(|pattern| (pattern.is_match)(text))
}

/// Whether a text has an allowed number of code points: between a quarter of its bytes and all of them.
#[inline]
pub fn is_length(rules: &Text, text: &str) -> bool {
    let (least, most) = (rules.min_length as usize, rules.max_length as usize);
    let bytes = text.len();
    if bytes as u64 + 3 >= u64::from(rules.min_length) * 4 && bytes <= most {
        return true;
    }
    let count = text.chars().count();
    least <= count && count <= most
}
