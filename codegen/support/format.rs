//! Formats of strings: for each `format` that is asserted, whether a text is of it.
//!
//! Knows the grammars of the RFCs. Does not know JSON, schemas or types. Nothing here allocates, and each check reads
//! its text a fixed number of times.

use super::idna;
use super::schema::Format;
use std::net::{Ipv4Addr, Ipv6Addr};

/// `date-time`: RFC 3339, section 5.6.
pub static DATE_TIME: Format = format("date-time", is_date_time);
/// `date`: `full-date` of RFC 3339, section 5.6.
pub static DATE: Format = format("date", is_date);
/// `uuid`: RFC 9562, section 4, in either case.
pub static UUID: Format = format("uuid", is_uuid);
/// `uri`: RFC 3986, with a scheme.
pub static URI: Format = format("uri", is_uri);
/// `email`: `Mailbox` of RFC 5321, section 4.1.2.
pub static EMAIL: Format = format("email", is_email);
/// `hostname`: RFC 1123, section 2.1, with labels of RFC 5890.
pub static HOSTNAME: Format = format("hostname", is_hostname);
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

/// Whether a text is a host name, of at most 253 bytes and without a dot at its end.
///
/// A label that begins with `xn--` has to stand for one in Unicode; other labels have no two hyphens in the third and
/// fourth place (RFC 5891, section 4.2.3.1).
pub fn is_hostname(text: &str) -> bool {
    text.len() <= 253 && text.as_bytes().split(|&byte| byte == b'.').all(is_label)
}

fn is_label(label: &[u8]) -> bool {
    let name = |&byte: &u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let ends = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    if !(label.len() <= 63 && ends(label.first()) && ends(label.last()) && label.iter().all(name)) {
        return false;
    }
    match label {
        [b'x' | b'X', b'n' | b'N', b'-', b'-', payload @ ..] => idna::is_payload(payload),
        [_, _, b'-', b'-', ..] => false,
        _ => true,
    }
}

/// Whether a text is an e-mail address: a local part of at most 64 bytes, dotted or quoted, and a host name or an IP
/// address in brackets.
///
/// Of address literals, only those that a standard defines are valid: IPv4 and `IPv6:`.
pub fn is_email(text: &str) -> bool {
    // A quoted local part may hold an `@`, a domain never does.
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let literal = domain.strip_prefix('[').and_then(|domain| domain.strip_suffix(']'));
    local.len() <= 64
        && (is_dot_string(local) || is_quoted_string(local))
        && literal.map_or_else(|| is_hostname(domain), is_address)
}

fn is_dot_string(text: &str) -> bool {
    text.as_bytes().split(|&byte| byte == b'.').all(|atom| !atom.is_empty() && atom.iter().all(|&byte| is_atom(byte)))
}

/// `atext` of RFC 5322, section 3.2.3.
fn is_atom(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-')
        || matches!(byte, b'/' | b'=' | b'?' | b'^' | b'_' | b'`' | b'{' | b'|' | b'}' | b'~')
}

/// `Quoted-string` of RFC 5321, section 4.1.2: from a space to a tilde.
fn is_quoted_string(text: &str) -> bool {
    let Some(content) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else {
        return false;
    };
    let mut bytes = content.bytes();
    while let Some(byte) = bytes.next() {
        let quoted = if byte == b'\\' { bytes.next() } else { Some(byte).filter(|&byte| byte != b'"') };
        if !quoted.is_some_and(|byte| matches!(byte, b' '..=b'~')) {
            return false;
        }
    }
    true
}

fn is_address(literal: &str) -> bool {
    match literal.split_at_checked(5) {
        Some((tag, address)) if tag.eq_ignore_ascii_case("IPv6:") => is_ipv6(address),
        _ => is_ipv4(literal),
    }
}

/// Whether a text is a URI: a scheme, then any generic syntax.
pub fn is_uri(text: &str) -> bool {
    let Some(rest) = after_scheme(text.as_bytes()) else {
        return false;
    };
    let rest = match rest {
        [b'/', b'/', rest @ ..] => after_authority(rest),
        _ => Some(rest),
    };
    let Some(rest) = rest else {
        return false;
    };
    let mut rest = skip(rest, PATH);
    for mark in *b"?#" {
        if let Some((_, tail)) = rest.split_first().filter(|&(&first, _)| first == mark) {
            rest = skip(tail, QUERY);
        }
    }
    rest.is_empty()
}

/// What follows a scheme and its colon.
fn after_scheme(text: &[u8]) -> Option<&[u8]> {
    let scheme = |&byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let length = text.iter().position(|byte| !scheme(byte))?;
    match text.split_at_checked(length)? {
        ([b'a'..=b'z' | b'A'..=b'Z', ..], [b':', rest @ ..]) => Some(rest),
        _ => None,
    }
}

/// What follows an authority: a path that begins with a slash or is empty, a query or a fragment.
fn after_authority(text: &[u8]) -> Option<&[u8]> {
    let (authority, rest) = text.split_at_checked(run(text, AUTHORITY))?;
    let host = match authority.iter().position(|&byte| byte == b'@') {
        Some(at) => {
            let (user, host) = authority.split_at_checked(at)?;
            skip(user, USER).is_empty().then(|| host.get(1..))??
        }
        None => authority,
    };
    let port = match host {
        [b'[', host @ ..] => {
            let end = host.iter().position(|&byte| byte == b']')?;
            is_ip_literal(host.get(..end)?).then(|| host.get(end + 1..))??
        }
        _ => skip(host, NAME),
    };
    let valid = match port {
        [b':', digits @ ..] => digits.iter().all(u8::is_ascii_digit),
        _ => port.is_empty(),
    };
    valid.then_some(rest)
}

/// What stands in brackets: an IPv6 address, or one of a version to come, which is told by a `v`.
fn is_ip_literal(text: &[u8]) -> bool {
    let [b'v' | b'V', future @ ..] = text else {
        return str::from_utf8(text).is_ok_and(is_ipv6);
    };
    let length = future.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    match future.split_at_checked(length) {
        // A percent-encoding has no place here.
        Some(([_, ..], [b'.', address @ ..])) => {
            !address.is_empty() && !address.contains(&b'%') && skip(address, USER).is_empty()
        }
        _ => false,
    }
}

/// `unreserved` and `sub-delims`: what a registered name is made of.
const NAME: u8 = 1;
/// What a user is made of.
const USER: u8 = 2;
/// What a path is made of.
const PATH: u8 = 4;
/// What a query or a fragment is made of.
const QUERY: u8 = 8;
/// What can stand in an authority, percent-encodings and brackets too.
const AUTHORITY: u8 = 16;

/// The base64 alphabet.
const DIGIT: u8 = 32;

/// The parts of a URI that a byte may stand in, and whether it is a digit of base64.
const PARTS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                NAME | USER | PATH | QUERY | AUTHORITY
            }
            b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' => {
                NAME | USER | PATH | QUERY | AUTHORITY
            }
            b':' => USER | PATH | QUERY | AUTHORITY,
            b'@' => PATH | QUERY | AUTHORITY,
            b'/' => PATH | QUERY,
            b'?' => QUERY,
            b'%' | b'[' | b']' => AUTHORITY,
            _ => 0,
        };
        if beyond_base64(byte as u8) == 0 {
            table[byte] |= DIGIT;
        }
        byte += 1;
    }
    table
};

/// How many bytes at the beginning may stand in a part.
fn run(text: &[u8], part: u8) -> usize {
    let outside = |&byte: &u8| PARTS[usize::from(byte)] & part == 0;
    text.iter().position(outside).unwrap_or(text.len())
}

/// What follows the longest run of bytes and percent-encodings that may stand in a part.
fn skip(text: &[u8], part: u8) -> &[u8] {
    let mut rest = text;
    loop {
        rest = rest.get(run(rest, part)..).unwrap_or_default();
        match rest {
            [b'%', high, low, tail @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => rest = tail,
            _ => return rest,
        }
    }
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
    at + run(bytes.get(at..).unwrap_or_default(), DIGIT)
}

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
