//! Numbers, booleans and `null`.

use super::{
    super::{lex, number, schema::Schema},
    Fail, Reader,
};

impl<'a> Reader<'a> {
    #[inline]
    pub(super) fn number_text(&mut self) -> Result<(&'a str, bool), Fail> {
        self.blank();
        let start = self.at;
        let (end, plain) = lex::number_end(self.bytes, start).map_err(|_| Fail)?;
        self.at = end;
        Ok((self.text.get(start..end).ok_or(Fail)?, plain))
    }

    /// An integer that satisfies the schema.
    #[inline(never)]
    pub fn integer(&mut self) -> Result<i128, Fail> {
        let Schema::Integer(rules) = self.rules()? else {
            return Err(Fail);
        };
        let value = match self.short_integer() {
            Some(value) => i128::from(value),
            None => self.long_integer()?,
        };
        if !number::fits(rules.width, value) {
            return Err(Fail);
        }
        if self.lenient || number::check_integer(rules, value).is_ok() { Ok(value) } else { Err(Fail) }
    }

    #[inline(never)]
    fn long_integer(&mut self) -> Result<i128, Fail> {
        number::integer(self.number_text()?.0).ok_or(Fail)
    }

    /// Up to 18 digits without sign, fraction and exponent; steps over them where that is all.
    #[inline(always)]
    fn short_integer(&mut self) -> Option<i64> {
        self.blank();
        let (value, end) = number::short_digits(self.bytes, self.at, 0);
        let count = end - self.at;
        let is_short = matches!(count, 1..=18) && (self.peek() != b'0' || count == 1);
        if !is_short || matches!(self.bytes.get(end), Some(b'.' | b'e' | b'E')) {
            return None;
        }
        self.at = end;
        i64::try_from(value).ok()
    }

    /// A number that satisfies the schema.
    #[inline(never)]
    pub fn number(&mut self) -> Result<f64, Fail> {
        let Schema::Number(rules) = self.rules()? else {
            return Err(Fail);
        };
        self.blank();
        let start = self.at;
        let value = match number::short_float(self.bytes.get(start..).unwrap_or_default()) {
            Some((value, length)) => {
                self.at += length;
                value
            }
            None => self.long_number()?,
        };
        let text = self.text.get(start..self.at).ok_or(Fail)?;
        if !number::holds(rules, value) {
            return Err(Fail);
        }
        if self.lenient || number::check_number(rules, text, value).is_ok() { Ok(value) } else { Err(Fail) }
    }

    #[inline(never)]
    fn long_number(&mut self) -> Result<f64, Fail> {
        number::float(self.number_text()?.0).ok_or(Fail)
    }

    #[inline(always)]
    fn word(&mut self, word: &[u8]) -> bool {
        let found = self.bytes.get(self.at..self.at + word.len()) == Some(word);
        if found {
            self.at += word.len();
        }
        found
    }

    /// A boolean that satisfies the schema.
    pub fn boolean(&mut self) -> Result<bool, Fail> {
        let Schema::Boolean = self.rules()? else {
            return Err(Fail);
        };
        self.truth()
    }

    #[inline(never)]
    pub(super) fn truth(&mut self) -> Result<bool, Fail> {
        self.blank();
        if self.word(b"true") {
            Ok(true)
        } else if self.word(b"false") {
            Ok(false)
        } else {
            Err(Fail)
        }
    }

    /// Steps over `null`, where it stands next.
    #[inline(never)]
    pub fn null(&mut self) -> bool {
        self.blank();
        self.word(b"null")
    }
}
