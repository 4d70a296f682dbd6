//! JSON Pointers (RFC 6901), absolute and relative.
//!
//! Knows the grammar. Does not know what a pointer leads to.

use super::{Format, format};

/// `json-pointer`: RFC 6901, section 3.
pub static JSON_POINTER: Format = format("json-pointer", is_json_pointer);
/// `relative-json-pointer`: the Internet-Draft of Relative JSON Pointers, section 3.
pub static RELATIVE_JSON_POINTER: Format = format("relative-json-pointer", is_relative_json_pointer);

/// Whether a text is a JSON Pointer: empty, or tokens that begin with a slash each.
pub fn is_json_pointer(text: &str) -> bool {
    is_pointer(text.as_bytes())
}

/// Whether a text is a Relative JSON Pointer: how many levels to go up, then a pointer from there, or a `#`.
pub fn is_relative_json_pointer(text: &str) -> bool {
    let text = text.as_bytes();
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match text.split_at_checked(length) {
        Some(([b'0'] | [b'1'..=b'9', ..], rest)) => rest == b"#" || is_pointer(rest),
        _ => false,
    }
}

fn is_pointer(text: &[u8]) -> bool {
    let is_escape = |rest: Option<&u8>| matches!(rest, Some(b'0' | b'1'));
    let mut tildes = text.iter().enumerate().filter(|&(_, &byte)| byte == b'~');
    matches!(text.first(), None | Some(b'/')) && tildes.all(|(at, _)| is_escape(text.get(at + 1)))
}
