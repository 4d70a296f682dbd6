//! Formats of strings: for each `format` that is asserted, whether a text is of it.
//!
//! Knows the grammars of the RFCs. Does not know JSON, schemas or types. Nothing but the check of `regex` allocates,
//! and each check reads its text a fixed number of times. Here are dates, numbers that identify, and base64; other
//! formats are files of their own, which a crate without them does not carry.

pub mod duration;
pub mod host;
mod idna;
pub mod pointer;
pub mod regex;
pub mod template;
pub mod uri;

use super::schema::Format;
use std::net::{Ipv4Addr, Ipv6Addr};

/// `date-time`: RFC 3339, section 5.6.
pub static DATE_TIME: Format = format("date-time", is_date_time);
/// `date`: `full-date` of RFC 3339, section 5.6.
pub static DATE: Format = format("date", is_date);
/// `time`: `full-time` of RFC 3339, section 5.6.
pub static TIME: Format = format("time", is_time);
/// `uuid`: RFC 9562, section 4, in either case.
pub static UUID: Format = format("uuid", is_uuid);
/// `ipv4`: four decimal numbers, as in RFC 2673, section 3.2.
pub static IPV4: Format = format("ipv4", is_ipv4);
/// `ipv6`: RFC 4291, section 2.2, without a zone.
pub static IPV6: Format = format("ipv6", is_ipv6);
/// `byte`: base64, as OpenAPI 3.0 calls it.
pub static BYTE: Format = format("byte", is_base64);
/// `contentEncoding: base64`: RFC 4648, section 4.
pub static BASE64: Format = Format { keyword: "contentEncoding", name: "base64", is_valid: is_base64 };

const fn format(name: &'static str, is_valid: fn(&str) -> bool) -> Format {
    Format { keyword: "format", name, is_valid }
}

/// Whether a text is a date and a time with an offset, such as `2026-02-28T23:59:59.5Z`.
///
/// The second 60 is valid where it is the last one of a day in UTC; that a leap second was really there is not known.
pub fn is_date_time(text: &str) -> bool {
    let Some((date, [b'T' | b't', time @ ..])) = text.as_bytes().split_first_chunk() else {
        return false;
    };
    is_full_date(date) && is_full_time(time)
}

/// Whether a text is a date, such as `2026-02-28`.
pub fn is_date(text: &str) -> bool {
    text.as_bytes().try_into().is_ok_and(is_full_date)
}

/// Whether a text is a time with an offset, such as `23:59:59.5Z`; the second 60 as in [`is_date_time`].
pub fn is_time(text: &str) -> bool {
    is_full_time(text.as_bytes())
}

fn is_full_date(text: &[u8; 10]) -> bool {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else {
        return false;
    };
    let (century, years, month, day) = (two(y1, y2), two(y3, y4), two(m1, m2), two(d1, d2));
    let leap = if years == 0 { century % 4 == 0 } else { years % 4 == 0 };
    let days = match month {
        2 => 28 + u8::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    century < NONE && years < NONE && (1..=days).contains(&day)
}

fn is_full_time(text: &[u8]) -> bool {
    let &[h1, h2, b':', m1, m2, b':', s1, s2, ref rest @ ..] = text else {
        return false;
    };
    let (hour, minute, second) = (two(h1, h2), two(m1, m2), two(s1, s2));
    if hour >= 24 || minute >= 60 || second > 60 {
        return false;
    }
    let Some(offset) = offset(after_fraction(rest)) else {
        return false;
    };
    // In UTC, of a day that may be the one before or after.
    second < 60 || (i32::from(hour) * 60 + i32::from(minute) - offset).rem_euclid(24 * 60) == 23 * 60 + 59
}

/// What follows a fraction of a second; the text itself where there is none.
fn after_fraction(text: &[u8]) -> &[u8] {
    let [b'.', b'0'..=b'9', digits @ ..] = text else {
        return text;
    };
    let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits.get(count..).unwrap_or_default()
}

/// The minutes by which a local time is ahead of UTC.
fn offset(text: &[u8]) -> Option<i32> {
    match *text {
        [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (two(h1, h2), two(m1, m2));
            let offset = i32::from(hours) * 60 + i32::from(minutes);
            (hours < 24 && minutes < 60).then_some(if sign == b'-' { -offset } else { offset })
        }
        _ => None,
    }
}

/// No number of two digits.
const NONE: u8 = u8::MAX;

/// The number that two digits make, or [`NONE`], which is beyond the bounds of everything.
fn two(tens: u8, ones: u8) -> u8 {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    if tens < 10 && ones < 10 { tens * 10 + ones } else { NONE }
}

/// Whether a text is a UUID with hyphens, of any version and variant.
pub fn is_uuid(text: &str) -> bool {
    const HYPHENS: [usize; 4] = [8, 13, 18, 23];
    let Ok(text) = <&[u8; 36]>::try_from(text.as_bytes()) else {
        return false;
    };
    // Neither loop ends early: that makes them a few vector instructions.
    let mut digits = [false; 36];
    for (digit, byte) in digits.iter_mut().zip(text) {
        *digit = byte.is_ascii_hexdigit();
    }
    let mut expected = [true; 36];
    for at in HYPHENS {
        expected[at] = false;
    }
    digits == expected && HYPHENS.iter().all(|&at| text[at] == b'-')
}

/// Whether a text is an IPv4 address.
pub fn is_ipv4(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok()
}

/// Whether a text is an IPv6 address.
pub fn is_ipv6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}

/// Whether a text is base64 in the standard alphabet, padded, nothing else in between.
///
/// There is one text for any bytes: the bits that the last character has to spare are zero, and padding stands at the
/// end only.
pub fn is_base64(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (digits, padding) = bytes.split_at(scan_base64(bytes, 0).min(bytes.len()));
    let spare = match padding {
        b"" => 0,
        b"=" => 0b11,
        b"==" => 0b1111,
        _ => return false,
    };
    let last = digits.last().map_or(0, |&digit| sextet(digit));
    bytes.len().is_multiple_of(4) && last & spare == 0
}

/// The index of the first byte that is not of the base64 alphabet, at or after an index; the length where all are.
pub fn scan_base64(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    at += clean::<64>(bytes, at);
    at += clean::<32>(bytes, at);
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|&byte| !IS_DIGIT[usize::from(byte)]).unwrap_or(rest.len())
}

/// Whether a byte is of the base64 alphabet.
const IS_DIGIT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = beyond_base64(byte as u8) == 0;
        byte += 1;
    }
    table
};

/// How many bytes there are in the blocks, from an index on, before the first that is not all of the base64 alphabet.
#[inline(always)]
fn clean<const SIZE: usize>(bytes: &[u8], from: usize) -> usize {
    let (blocks, _) = bytes.get(from..).unwrap_or_default().as_chunks::<SIZE>();
    SIZE * blocks.iter().take_while(|block| is_base64_block(block.as_slice())).count()
}

/// Whether all bytes of a block are of the base64 alphabet.
#[inline(always)]
fn is_base64_block(block: &[u8]) -> bool {
    // Lanes that are compared at the end become vectors; an `all`, or one flag for all of them, would stay scalar.
    let mut faults = [0; 32];
    let (lanes, _) = block.as_chunks::<32>();
    for lane in lanes {
        for (fault, &byte) in faults.iter_mut().zip(lane) {
            *fault |= beyond_base64(byte);
        }
    }
    faults == [0; 32]
}

/// 0 for a byte of the base64 alphabet; by operations that vectors without extensions have.
#[inline(always)]
const fn beyond_base64(byte: u8) -> u8 {
    let beyond_letters = (byte | 0x20).wrapping_sub(b'a').saturating_sub(25);
    // `/` stands before `0`.
    let beyond_digits = byte.wrapping_sub(b'/').saturating_sub(10);
    let beyond_plus = byte ^ b'+';
    least(least(beyond_letters, beyond_digits), beyond_plus)
}

#[inline(always)]
const fn least(a: u8, b: u8) -> u8 {
    if a < b { a } else { b }
}

/// The six bits of a byte of the base64 alphabet.
pub(super) fn sextet(digit: u8) -> u8 {
    match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        _ => 63,
    }
}
