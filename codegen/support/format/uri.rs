//! URIs (RFC 3986) and IRIs (RFC 3987), with a scheme or as references.
//!
//! Knows the generic syntax. Does not know what any one scheme asks for.

use super::{Format, format, is_ipv6};

/// `uri`: RFC 3986, with a scheme.
pub static URI: Format = format("uri", is_uri);
/// `uri-reference`: RFC 3986, section 4.1.
pub static URI_REFERENCE: Format = format("uri-reference", is_uri_reference);
/// `iri`: RFC 3987, with a scheme.
pub static IRI: Format = format("iri", is_iri);
/// `iri-reference`: RFC 3987, section 2.2.
pub static IRI_REFERENCE: Format = format("iri-reference", is_iri_reference);

/// Whether a text is a URI: a scheme, then any generic syntax.
pub fn is_uri(text: &str) -> bool {
    after_scheme(text.as_bytes()).is_some_and(|rest| is_hierarchy(rest, 0))
}

/// Whether a text is a URI, or a reference that is relative to one.
pub fn is_uri_reference(text: &str) -> bool {
    is_reference(text.as_bytes(), 0)
}

/// Whether a text is an IRI: a scheme, then any generic syntax in Unicode.
pub fn is_iri(text: &str) -> bool {
    after_scheme(text.as_bytes()).is_some_and(|rest| is_hierarchy(rest, WIDE)) && has_wide_in_place(text)
}

/// Whether a text is an IRI, or a reference that is relative to one.
pub fn is_iri_reference(text: &str) -> bool {
    is_reference(text.as_bytes(), WIDE) && has_wide_in_place(text)
}

/// Whether characters beyond ASCII stand where they may: those for private use in a query only.
fn has_wide_in_place(text: &str) -> bool {
    let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let is_shared = |code: char| code.is_ascii() || is_shared(code);
    path.chars().all(is_shared)
        && query.chars().all(|code| is_shared(code) || is_private(code))
        && fragment.chars().all(is_shared)
}

/// `ucschar`: what an IRI may hold beyond ASCII (RFC 3987, section 2.2).
pub(super) fn is_shared(code: char) -> bool {
    match code {
        '\u{A0}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFEF}' => true,
        '\u{E0000}'..='\u{E0FFF}' => false,
        // The last two of each plane are no characters.
        '\u{10000}'..='\u{EFFFF}' => u32::from(code) & 0xFFFF < 0xFFFE,
        _ => false,
    }
}

/// `iprivate`: what a query may hold besides.
pub(super) fn is_private(code: char) -> bool {
    matches!(code, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// Whether this is what stands after a scheme or, without a colon in the first segment of its path, alone.
fn is_reference(text: &[u8], wide: u8) -> bool {
    if let Some(rest) = after_scheme(text) {
        return is_hierarchy(rest, wide);
    }
    let first = text.iter().find(|byte| matches!(byte, b':' | b'/' | b'?' | b'#'));
    first != Some(&b':') && is_hierarchy(text, wide)
}

/// Whether this is an authority, if there is one, a path, a query and a fragment; `wide` is [`WIDE`] for an IRI.
fn is_hierarchy(text: &[u8], wide: u8) -> bool {
    let rest = match text {
        [b'/', b'/', rest @ ..] => after_authority(rest, wide),
        _ => Some(text),
    };
    let Some(rest) = rest else {
        return false;
    };
    let mut rest = skip(rest, PATH | wide);
    for mark in *b"?#" {
        if let Some((_, tail)) = rest.split_first().filter(|&(&first, _)| first == mark) {
            rest = skip(tail, QUERY | wide);
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
fn after_authority(text: &[u8], wide: u8) -> Option<&[u8]> {
    let (authority, rest) = text.split_at_checked(run(text, AUTHORITY | wide))?;
    let host = match authority.iter().position(|&byte| byte == b'@') {
        Some(at) => {
            let (user, host) = authority.split_at_checked(at)?;
            skip(user, USER | wide).is_empty().then(|| host.get(1..))??
        }
        None => authority,
    };
    let port = match host {
        [b'[', host @ ..] => {
            let end = host.iter().position(|&byte| byte == b']')?;
            is_ip_literal(host.get(..end)?).then(|| host.get(end + 1..))??
        }
        _ => skip(host, NAME | wide),
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
/// Any byte of a character beyond ASCII, in an IRI.
const WIDE: u8 = 32;

/// The parts of a URI or IRI that a byte may stand in.
const PARTS: [u8; 256] = {
    let mut table = [WIDE; 256];
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
