//! URI Templates (RFC 6570).
//!
//! Knows the grammar of all four levels. Does not expand anything.

use super::uri::{is_private, is_shared};
use super::{Format, format};

/// `uri-template`: RFC 6570, section 2.
pub static URI_TEMPLATE: Format = format("uri-template", is_uri_template);

/// Whether a text is a URI Template: literals and expressions in braces.
///
/// An apostrophe is a literal, as erratum 6937 of the RFC says. Operators that the RFC reserves are valid.
pub fn is_uri_template(text: &str) -> bool {
    let mut rest = text;
    while let Some((literals, tail)) = rest.split_once('{') {
        let Some((expression, tail)) = tail.split_once('}') else {
            return false;
        };
        if !is_literals(literals) || !is_expression(expression.as_bytes()) {
            return false;
        }
        rest = tail;
    }
    is_literals(rest)
}

/// What stands between expressions.
fn is_literals(text: &str) -> bool {
    let mut chars = text.chars();
    while let Some(code) = chars.next() {
        let valid = match code {
            '%' => {
                let mut is_digit = || chars.next().is_some_and(|code| code.is_ascii_hexdigit());
                is_digit() && is_digit()
            }
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => false,
            '!'..='~' => true,
            _ => is_shared(code) || is_private(code),
        };
        if !valid {
            return false;
        }
    }
    true
}

/// What stands in braces: an operator, if there is one, and variables.
fn is_expression(text: &[u8]) -> bool {
    let variables = match text {
        [b'+' | b'#' | b'.' | b'/' | b';' | b'?' | b'&' | b'=' | b',' | b'!' | b'@' | b'|', rest @ ..] => rest,
        _ => text,
    };
    variables.split(|&byte| byte == b',').all(is_variable)
}

/// A variable with its modifier.
fn is_variable(text: &[u8]) -> bool {
    let name = match text {
        [name @ .., b'*'] => name,
        _ => match text.iter().position(|&byte| byte == b':') {
            Some(at) => match text.split_at_checked(at) {
                Some((name, [_, length @ ..])) if is_length(length) => name,
                _ => return false,
            },
            None => text,
        },
    };
    name.split(|&byte| byte == b'.').all(is_name_part)
}

/// The length of a prefix: 1 to 9999.
fn is_length(text: &[u8]) -> bool {
    matches!(text, [b'1'..=b'9', rest @ ..] if rest.len() < 4 && rest.iter().all(u8::is_ascii_digit))
}

/// What stands between the dots of a name: letters, digits, underscores and percent-encodings.
fn is_name_part(text: &[u8]) -> bool {
    let mut rest = text;
    loop {
        rest = match rest {
            [b'%', high, low, rest @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => rest,
            [byte, rest @ ..] if byte.is_ascii_alphanumeric() || *byte == b'_' => rest,
            _ => return rest.is_empty() && !text.is_empty(),
        };
    }
}
