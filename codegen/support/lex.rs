//! The lexical grammar of JSON (RFC 8259) over bytes: strings, escapes and numbers. Both readers rest on it.
//!
//! Knows nothing of schemas. Texts are known to be UTF-8 before they come here.

use std::borrow::Cow;

/// Where a text stops being JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyntaxError {
    /// The byte at which it does.
    pub at: usize,
    /// What is wrong there, as a noun phrase: `expected a value`.
    pub message: &'static str,
}

/// A syntax error at a place.
pub(super) const fn fault<T>(at: usize, message: &'static str) -> Result<T, SyntaxError> {
    Err(SyntaxError { at, message })
}

/// The first byte at or after `at` that ends a run of plain string text: a quote, a backslash or a control character.
#[inline(always)]
pub fn plain_end(bytes: &[u8], at: usize) -> usize {
    // Most strings are short: words of eight bytes, and blocks only once a string turns out to be long.
    let mut end = at;
    let (words, _) = bytes.get(at..).unwrap_or_default().as_chunks();
    for word in words.iter().take(4) {
        let special = special_bytes(u64::from_le_bytes(*word));
        if special != 0 {
            return end + (special.trailing_zeros() >> 3) as usize;
        }
        end += 8;
    }
    plain_end_of_long(bytes, end)
}

/// Whether JSON may spell all of a text as it is.
#[inline]
pub(super) fn is_plain(text: &[u8]) -> bool {
    if text.len() > 32 {
        return plain_end_of_long(text, 0) == text.len();
    }
    let (words, rest) = text.as_chunks();
    // The last word overlaps the one before it.
    let special = match text.last_chunk() {
        Some(last) => special_bytes(u64::from_le_bytes(*last)),
        None => u64::from(!rest.iter().all(is_plain_byte)),
    };
    let specials = words.iter().map(|word| special_bytes(u64::from_le_bytes(*word)));
    specials.fold(special, |all, special| all | special) == 0
}

#[inline(always)]
const fn is_plain_byte(byte: &u8) -> bool {
    *byte != b'"' && *byte != b'\\' && *byte >= 0x20
}

/// The eight bytes at a place, the first one lowest; `None` where there are fewer.
#[inline(always)]
pub(super) fn word(bytes: &[u8], at: usize) -> Option<u64> {
    let word = bytes.get(at..)?.first_chunk()?;
    Some(u64::from_le_bytes(*word))
}

#[inline(never)]
fn plain_end_of_long(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at..at + 32).is_some_and(all_plain) {
        at += 32;
    }
    while let Some(word) = word(bytes, at)
        && special_bytes(word) == 0
    {
        at += 8;
    }
    while bytes.get(at).is_some_and(is_plain_byte) {
        at += 1;
    }
    at
}

/// The high bit of each byte of a word that is a quote, a backslash or a control character (exact in the lowest one).
#[inline(always)]
const fn special_bytes(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    // With one bit turned over, a quote stands right above the control characters, which stay among themselves.
    let control_or_quote = (word ^ (ONES * 0x02)).wrapping_sub(ONES * 0x21);
    let backslash = (word ^ (ONES * 0x5C)).wrapping_sub(ONES);
    (control_or_quote | backslash) & !word & HIGHS
}

/// Whether a block of 32 bytes is plain string text.
#[inline(always)]
fn all_plain(block: &[u8]) -> bool {
    // An array of masks that is compared at the end becomes vector code on plain SSE2; a reduction stays scalar.
    let mut masks = [0; 32];
    for (mask, &byte) in masks.iter_mut().zip(block) {
        *mask = u8::from((byte == b'"') | (byte == b'\\') | (byte < 0x20));
    }
    masks == [0; 32]
}

/// Whether two runs of bytes of one length are the same. Names are short: two words, which may overlap, do for most.
#[inline(always)]
pub(super) fn is_same(a: &[u8], b: &[u8]) -> bool {
    if let (Some(a), Some(b)) = (a.first_chunk::<8>(), b.first_chunk::<8>())
        && a != b
    {
        return false;
    }
    match a.len() {
        8..=16 => matches!((a.last_chunk::<8>(), b.last_chunk::<8>()), (Some(a), Some(b)) if a == b),
        4..=7 => {
            matches!((a.first_chunk::<4>(), b.first_chunk::<4>()), (Some(a), Some(b)) if a == b)
                && matches!((a.last_chunk::<4>(), b.last_chunk::<4>()), (Some(a), Some(b)) if a == b)
        }
        _ => a == b,
    }
}

/// The closing quote of the string whose text begins at `at`, and whether it has escapes.
#[inline]
pub fn string_end(bytes: &[u8], at: usize) -> Result<(usize, bool), SyntaxError> {
    let end = plain_end(bytes, at);
    if bytes.get(end) == Some(&b'"') { Ok((end, false)) } else { escaped_end(bytes, end).map(|end| (end, true)) }
}

#[cold]
#[inline(never)]
fn escaped_end(bytes: &[u8], mut at: usize) -> Result<usize, SyntaxError> {
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok(at),
            Some(b'\\') => at = plain_end(bytes, escape(bytes, at)?.1),
            Some(_) => return fault(at, "a control character in a string must be escaped"),
            None => return fault(at, "the string is not closed"),
        }
    }
}

/// The character that the escape at a backslash stands for, and the byte after the escape.
fn escape(bytes: &[u8], at: usize) -> Result<(char, usize), SyntaxError> {
    let character = match bytes.get(at + 1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode_escape(bytes, at),
        Some(_) => return fault(at, "no such escape"),
        None => return fault(at, "the string is not closed"),
    };
    Ok((character, at + 2))
}

fn unicode_escape(bytes: &[u8], at: usize) -> Result<(char, usize), SyntaxError> {
    const LONE: &str = "a lone surrogate is no character";
    let Some(unit) = hex(bytes, at + 2) else {
        return fault(at, "`\\u` needs four hexadecimal digits");
    };
    if !(0xD800..0xDC00).contains(&unit) {
        return match char::from_u32(unit) {
            Some(character) => Ok((character, at + 6)),
            None => fault(at, LONE),
        };
    }
    let low = if bytes.get(at + 6..at + 8) == Some(b"\\u") { hex(bytes, at + 8) } else { None };
    match low {
        Some(low) if (0xDC00..0xE000).contains(&low) => {
            match char::from_u32(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)) {
                Some(character) => Ok((character, at + 12)),
                None => fault(at, LONE),
            }
        }
        _ => fault(at, LONE),
    }
}

fn hex(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.iter().try_fold(0, |value, &byte| Some(value * 16 + char::from(byte).to_digit(16)?))
}

/// The text that a raw string (without its quotes) stands for; its escapes are known to be valid.
#[inline]
pub fn unescape(raw: &str) -> Cow<'_, str> {
    if raw.as_bytes().contains(&b'\\') { Cow::Owned(unescape_slow(raw)) } else { Cow::Borrowed(raw) }
}

#[cold]
fn unescape_slow(raw: &str) -> String {
    let bytes = raw.as_bytes();
    let mut text = String::with_capacity(raw.len());
    let mut at = 0;
    while at < bytes.len() {
        let end = plain_end(bytes, at);
        text.push_str(raw.get(at..end).unwrap_or_default());
        at = match escape(bytes, end) {
            Ok((character, after)) if end < bytes.len() => {
                text.push(character);
                after
            }
            _ => bytes.len(),
        };
    }
    text
}

/// The byte after the number that begins at `at`, and whether it is written without fraction and exponent.
#[inline]
pub fn number_end(bytes: &[u8], start: usize) -> Result<(usize, bool), SyntaxError> {
    let mut at = start;
    if bytes.get(at) == Some(&b'-') {
        at += 1;
    }
    match bytes.get(at) {
        Some(b'0') => at += 1,
        Some(b'1'..=b'9') => at = digits_end(bytes, at + 1),
        _ => {
            return fault(at, if at == start { "expected a value" } else { "expected a digit" });
        }
    }
    match bytes.get(at) {
        Some(b'.' | b'e' | b'E') => fraction_end(bytes, at).map(|end| (end, false)),
        Some(b'0'..=b'9') => fault(at, "a number has no leading zero"),
        _ => Ok((at, true)),
    }
}

fn fraction_end(bytes: &[u8], mut at: usize) -> Result<usize, SyntaxError> {
    if bytes.get(at) == Some(&b'.') {
        at = some_digits_end(bytes, at + 1)?;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        at += 1;
        if matches!(bytes.get(at), Some(b'+' | b'-')) {
            at += 1;
        }
        at = some_digits_end(bytes, at)?;
    }
    Ok(at)
}

fn some_digits_end(bytes: &[u8], at: usize) -> Result<usize, SyntaxError> {
    match digits_end(bytes, at) {
        end if end > at => Ok(end),
        _ => fault(at, "expected a digit"),
    }
}

#[inline]
fn digits_end(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}

/// The value of a number, where an `f64` can hold it; a plain text of less than 300 digits always has one.
#[inline]
pub fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// The exact value of a number: sign, digits without zeros at either end, and a power of ten.
///
/// Two numbers are equal where these are; a number is an integer where the power is not negative.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal {
    /// Whether it is below zero.
    pub negative: bool,
    /// The digits, most significant first; none for zero.
    pub digits: String,
    /// The power of ten that they are multiplied with; 0 for zero.
    pub exponent: i64,
}

impl Decimal {
    /// The exact value of a valid number text.
    pub fn new(text: &str) -> Self {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (text.get(..at).unwrap_or(text), power(text.get(at + 1..).unwrap_or_default())),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let significant = all.trim_start_matches('0');
        let digits = significant.trim_end_matches('0');
        if digits.is_empty() {
            return Self { negative: false, digits: String::new(), exponent: 0 };
        }
        let zeros = (significant.len() - digits.len()) as i64;
        let exponent = exponent.saturating_sub(fraction.len() as i64).saturating_add(zeros);
        Self { negative, digits: digits.to_owned(), exponent }
    }

    /// Whether it has no fraction.
    pub const fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    /// The value, where it is an integer that fits.
    pub fn to_i128(&self) -> Option<i128> {
        let digits: i128 = if self.digits.is_empty() { 0 } else { self.digits.parse().ok()? };
        let power = u32::try_from(self.exponent).ok().filter(|&power| power < 40)?;
        let value = digits.checked_mul(10_i128.checked_pow(power)?)?;
        Some(if self.negative { -value } else { value })
    }
}

/// The value of an exponent; one that is out of range stands for any that is far too large.
fn power(text: &str) -> i64 {
    const FAR: i64 = i64::MAX / 4;
    text.parse().unwrap_or(if text.starts_with('-') { -FAR } else { FAR })
}
