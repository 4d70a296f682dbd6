//! Durations (RFC 3339, Appendix A).
//!
//! Knows the grammar. Does not know how long a duration is.

use super::{Format, format};

/// `duration`: RFC 3339, Appendix A.
pub static DURATION: Format = format("duration", is_duration);

/// Whether a text is a duration, such as `P1Y2M3DT4H5M6S` or `P2W`: integers, each with a unit, from the greatest unit
/// on and without a gap between units.
///
/// Letters may be small, as in all grammars of RFC 3339.
pub fn is_duration(text: &str) -> bool {
    let [b'P' | b'p', text @ ..] = text.as_bytes() else {
        return false;
    };
    let (date, time) = match text.iter().position(|byte| matches!(byte, b'T' | b't')) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
        None => (text, None),
    };
    match time {
        None => is_series(date, *b"YMD") || is_weeks(date),
        Some(time) => (date.is_empty() || is_series(date, *b"YMD")) && is_series(time, *b"HMS"),
    }
}

/// Whether this is an integer and the unit of weeks.
fn is_weeks(text: &[u8]) -> bool {
    matches!(amount(text), Some((b'W', [])))
}

/// Whether this is one amount or several, whose units follow one another.
fn is_series(text: &[u8], units: [u8; 3]) -> bool {
    let (mut text, mut expected) = (text, None);
    loop {
        let Some((unit, rest)) = amount(text) else {
            return false;
        };
        let Some(index) = units.iter().position(|&known| known == unit) else {
            return false;
        };
        if expected.is_some_and(|expected| expected != index) {
            return false;
        }
        if rest.is_empty() {
            return true;
        }
        (text, expected) = (rest, Some(index + 1));
    }
}

/// The unit after an integer, as a capital letter, and what follows.
fn amount(text: &[u8]) -> Option<(u8, &[u8])> {
    let length = text.iter().position(|byte| !byte.is_ascii_digit())?;
    let (unit, rest) = text.get(length..)?.split_first()?;
    (length > 0).then_some((unit.to_ascii_uppercase(), rest))
}
