//! The core schema of YAML 1.2: which JSON value a scalar stands for. Knows nothing of places or of events.

use super::Kind;
use crate::support::lex;

/// A type of the core schema that a scalar can be tagged with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// `!!null`
    Null,
    /// `!!bool`
    Bool,
    /// `!!int`
    Int,
    /// `!!float`
    Float,
    /// `!!str`
    Str,
}

/// The value of a plain scalar without a tag; the error says why JSON has none.
pub(super) fn plain(text: &str) -> Result<Kind, String> {
    if is_null(text) {
        return Ok(Kind::Null);
    }
    if let Some(truth) = boolean(text) {
        return Ok(Kind::Boolean(truth));
    }
    match number(text)? {
        Some(number) => Ok(Kind::Number(number)),
        None => Ok(Kind::String(text.to_owned())),
    }
}

/// The value of a scalar with a tag, plain or quoted; the error says why there is none.
pub(super) fn tagged(tag: Tag, text: &str) -> Result<Kind, String> {
    let value = match tag {
        Tag::Str => Some(Kind::String(text.to_owned())),
        Tag::Null => is_null(text).then_some(Kind::Null),
        Tag::Bool => boolean(text).map(Kind::Boolean),
        Tag::Int => integer(text)?.map(Kind::Number),
        Tag::Float => number(text)?.map(Kind::Number),
    };
    value.ok_or_else(|| format!("the tag asks for {}, which this is not", described(tag)))
}

/// What a tag asks for.
const fn described(tag: Tag) -> &'static str {
    match tag {
        Tag::Null => "null",
        Tag::Bool => "`true` or `false`",
        Tag::Int => "an integer",
        Tag::Float => "a number",
        Tag::Str => "a string",
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

/// The JSON text of a number of any notation; none where the text is no number.
fn number(text: &str) -> Result<Option<String>, String> {
    if !text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first)) {
        return Ok(None);
    }
    if is_non_finite(text) {
        return Err(format!("JSON has no number like `{text}`"));
    }
    if let Some(number) = integer(text)? {
        return Ok(Some(number));
    }
    in_range(text, decimal(text))
}

/// The JSON text of an integer: `12`, `0o14`, `0xC`.
fn integer(text: &str) -> Result<Option<String>, String> {
    for (prefix, radix) in [("0o", 8), ("0x", 16)] {
        if let Some(digits) = text.strip_prefix(prefix)
            && !digits.is_empty()
            && digits.chars().all(|digit| digit.is_digit(radix))
        {
            let value = u128::from_str_radix(digits, radix).map_err(|_| too_large(text))?;
            return Ok(Some(value.to_string()));
        }
    }
    let (_, unsigned) = sign(text);
    let digits = !unsigned.is_empty() && is_digits(unsigned);
    in_range(text, if digits { decimal(text) } else { None })
}

/// Whether a text is `.inf` or `.nan` in one of their notations.
fn is_non_finite(text: &str) -> bool {
    let (_, unsigned) = sign(text);
    matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN")
}

/// The JSON text of a decimal number: `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`.
fn decimal(text: &str) -> Option<String> {
    let (sign, unsigned) = sign(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => unsigned.split_at(at),
        None => (unsigned, ""),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = is_digits(whole) && fraction.is_none_or(is_digits);
    if !digits || (whole.is_empty() && fraction.is_none_or(str::is_empty)) || !is_exponent(exponent) {
        return None;
    }
    // JSON has no zeros before other digits, and wants a digit on each side of the point.
    let significant = whole.trim_start_matches('0');
    let whole = if significant.is_empty() { "0" } else { significant };
    let fraction =
        fraction.map_or(String::new(), |fraction| format!(".{}", if fraction.is_empty() { "0" } else { fraction }));
    Some(format!("{sign}{whole}{fraction}{exponent}"))
}

/// Whether a text is nothing or an exponent: `e10`, `E-3`.
fn is_exponent(text: &str) -> bool {
    let Some(exponent) = text.strip_prefix(['e', 'E']) else {
        return text.is_empty();
    };
    let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    !digits.is_empty() && is_digits(digits)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The sign that JSON writes, and the rest.
fn sign(text: &str) -> (&'static str, &str) {
    match (text.strip_prefix('-'), text.strip_prefix('+')) {
        (Some(rest), _) => ("-", rest),
        (None, Some(rest)) => ("", rest),
        (None, None) => ("", text),
    }
}

/// A number that the reader of JSON would take too.
fn in_range(text: &str, number: Option<String>) -> Result<Option<String>, String> {
    match number {
        Some(number) if lex::finite(&number).is_none() => Err(too_large(text)),
        number => Ok(number),
    }
}

fn too_large(text: &str) -> String {
    format!("the number `{text:.40}` is out of range")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> String {
        match plain(text) {
            Ok(Kind::Null) => "null".to_owned(),
            Ok(Kind::Boolean(truth)) => truth.to_string(),
            Ok(Kind::Number(number)) => number,
            Ok(Kind::String(text)) => format!("{text:?}"),
            Ok(other) => panic!("{other:?}"),
            Err(message) => message,
        }
    }

    #[test]
    fn plain_scalars_have_the_values_of_the_core_schema() {
        let cases = [
            ("", "null"),
            ("~", "null"),
            ("NULL", "null"),
            ("nULL", "\"nULL\""),
            ("True", "true"),
            ("FALSE", "false"),
            ("yes", "\"yes\""),
            ("off", "\"off\""),
            ("0", "0"),
            ("-0", "-0"),
            ("+12", "12"),
            ("007", "7"),
            ("000", "0"),
            ("0o17", "15"),
            ("0xfF", "255"),
            ("0o8", "\"0o8\""),
            ("0x", "\"0x\""),
            ("-0x1", "\"-0x1\""),
            ("1_000", "\"1_000\""),
            ("1.0", "1.0"),
            ("3.1.0", "\"3.1.0\""),
            (".5", "0.5"),
            ("-.5e+3", "-0.5e+3"),
            ("1.", "1.0"),
            ("1.e5", "1.0e5"),
            ("00.10", "0.10"),
            ("1e3", "1e3"),
            ("1e", "\"1e\""),
            ("1e+", "\"1e+\""),
            ("e3", "\"e3\""),
            (".", "\".\""),
            (".e3", "\".e3\""),
            ("-", "\"-\""),
            ("+-1", "\"+-1\""),
            ("2020-01-01", "\"2020-01-01\""),
            ("12:30", "\"12:30\""),
            ("١", "\"١\""),
            ("-.nan", "\"-.nan\""),
        ];
        for (text, expected) in cases {
            assert_eq!(json(text), expected, "{text}");
        }
    }

    #[test]
    fn what_json_has_no_number_for_is_refused() {
        for text in [".nan", ".NaN", ".inf", "-.INF", "+.Inf"] {
            assert_eq!(json(text), format!("JSON has no number like `{text}`"));
        }
        assert_eq!(json("1e400"), "the number `1e400` is out of range");
        assert_eq!(json(&format!("0x{}", "f".repeat(32))), u128::MAX.to_string());
        assert!(json(&format!("0x{}", "f".repeat(33))).ends_with("is out of range"));
        assert!(json(&"9".repeat(400)).ends_with("is out of range"));
    }

    #[test]
    fn tags_decide_or_refuse() {
        let string = |text: &str| Ok(Kind::String(text.to_owned()));
        let number = |text: &str| Ok(Kind::Number(text.to_owned()));
        assert_eq!(tagged(Tag::Str, "12"), string("12"));
        assert_eq!(tagged(Tag::Str, ""), string(""));
        assert_eq!(tagged(Tag::Int, "012"), number("12"));
        assert_eq!(tagged(Tag::Int, "0x10"), number("16"));
        assert_eq!(tagged(Tag::Float, "1"), number("1"));
        assert_eq!(tagged(Tag::Bool, "True"), Ok(Kind::Boolean(true)));
        assert_eq!(tagged(Tag::Null, ""), Ok(Kind::Null));
        for (tag, text) in [
            (Tag::Int, "1.5"),
            (Tag::Int, "x"),
            (Tag::Float, "x"),
            (Tag::Float, ".nan"),
            (Tag::Bool, "yes"),
            (Tag::Null, "0"),
        ] {
            assert!(tagged(tag, text).is_err(), "{tag:?} {text}");
        }
    }

    #[test]
    fn every_number_is_json() {
        for text in ["+12", "007", ".5", "1.", "-.5e+3", "1.e5", "00.10", "0o17"] {
            let number = json(text);
            assert!(serde_json::from_str::<serde_json::Number>(&number).is_ok(), "{number}");
        }
    }
}
