//! Host names and e-mail addresses, in ASCII and in Unicode.
//!
//! Knows how names are made of labels. What a label in Unicode may hold is told by `idna`.

use super::{Format, format, idna, is_ipv4, is_ipv6};

/// `hostname`: RFC 1123, section 2.1, with labels of RFC 5890.
pub static HOSTNAME: Format = format("hostname", is_hostname);
/// `idn-hostname`: RFC 5890, section 2.3.2.3.
pub static IDN_HOSTNAME: Format = format("idn-hostname", is_idn_hostname);
/// `email`: `Mailbox` of RFC 5321, section 4.1.2.
pub static EMAIL: Format = format("email", is_email);
/// `idn-email`: `Mailbox` as RFC 6531, section 3.3, extends it.
pub static IDN_EMAIL: Format = format("idn-email", is_idn_email);

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

/// Whether a text is a host name in Unicode, in ASCII or mixed, of at most 253 bytes once it is in ASCII.
///
/// Labels stand between dots, of which IDNA knows four. Where one is written from right to left, all keep to the rules
/// of RFC 5893.
pub fn is_idn_hostname(text: &str) -> bool {
    is_idn_name(text, &['.', '\u{3002}', '\u{FF0E}', '\u{FF61}'])
}

fn is_idn_name(text: &str, dots: &[char]) -> bool {
    let mut codes = ['\0'; idna::LONGEST];
    let (mut length, mut is_bidirectional) = (0, false);
    for label in text.split(dots) {
        let Some(label) = read_label(label, &mut codes) else {
            return false;
        };
        length += idna::ascii_length(label);
        if length > 253 {
            return false;
        }
        // The dot.
        length += 1;
        is_bidirectional |= idna::is_right_to_left(label);
    }
    let is_kept = |label| read_label(label, &mut codes).is_some_and(idna::keeps_direction);
    !is_bidirectional || text.split(dots).all(is_kept)
}

/// The code points that a label stands for, where it is valid; of one that begins with `xn--`, those that it encodes.
fn read_label<'c>(label: &str, codes: &'c mut [char; idna::LONGEST]) -> Option<&'c [char]> {
    if !label.is_ascii() {
        let label = idna::read(label, codes)?;
        return (idna::is_label(label) && idna::ascii_length(label) <= idna::LONGEST).then_some(label);
    }
    match label.as_bytes() {
        label if !is_label(label) => None,
        [b'x' | b'X', b'n' | b'N', b'-', b'-', payload @ ..] => idna::decode(payload, codes),
        _ => idna::read(label, codes),
    }
}

/// Whether a text is an e-mail address: a local part of at most 64 bytes, dotted or quoted, and a host name or an IP
/// address in brackets.
///
/// Of address literals, only those that a standard defines are valid: IPv4 and `IPv6:`.
pub fn is_email(text: &str) -> bool {
    is_mailbox(text, false)
}

/// Whether a text is an e-mail address with any characters beyond ASCII in its local part, and a host name in Unicode.
pub fn is_idn_email(text: &str) -> bool {
    is_mailbox(text, true)
}

fn is_mailbox(text: &str, wide: bool) -> bool {
    // A quoted local part may hold an `@`, a domain never does.
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let literal = domain.strip_prefix('[').and_then(|domain| domain.strip_suffix(']'));
    local.len() <= 64
        && (is_dot_string(local, wide) || is_quoted_string(local, wide))
        && literal.map_or_else(|| if wide { is_idn_name(domain, &['.']) } else { is_hostname(domain) }, is_address)
}

fn is_dot_string(text: &str, wide: bool) -> bool {
    let is_atom = |&byte: &u8| is_atom(byte) || (wide && !byte.is_ascii());
    text.as_bytes().split(|&byte| byte == b'.').all(|atom| !atom.is_empty() && atom.iter().all(is_atom))
}

/// `atext` of RFC 5322, section 3.2.3.
fn is_atom(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-')
        || matches!(byte, b'/' | b'=' | b'?' | b'^' | b'_' | b'`' | b'{' | b'|' | b'}' | b'~')
}

/// `Quoted-string` of RFC 5321, section 4.1.2: from a space to a tilde.
fn is_quoted_string(text: &str, wide: bool) -> bool {
    let Some(content) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else {
        return false;
    };
    let mut bytes = content.bytes();
    while let Some(byte) = bytes.next() {
        let quoted = if byte == b'\\' { bytes.next() } else { Some(byte).filter(|&byte| byte != b'"') };
        if !quoted.is_some_and(|byte| matches!(byte, b' '..=b'~') || (wide && !byte.is_ascii())) {
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
