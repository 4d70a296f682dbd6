//! Texts of a format as values of `jiff`, and back.
//!
//! Knows both types of each pair, nothing else.

use super::text::{Date, DateTime};
use jiff::{Error, Timestamp, civil};
use std::borrow::Cow;

impl DateTime {
    /// The moment. What is beyond nanoseconds is cut off, and the second 60 is taken for the one before it.
    ///
    /// An error where `jiff` can't hold it, or where the text was kept without a check.
    pub fn to_jiff(&self) -> Result<Timestamp, Error> {
        nanoseconds(self.as_str()).parse()
    }
}

/// A date-time with at most nine digits after the dot, which is as many as `jiff` reads.
fn nanoseconds(text: &str) -> Cow<'_, str> {
    let Some((seconds, rest)) = text.split_once('.') else {
        return Cow::Borrowed(text);
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    match (rest.get(..9), rest.get(digits..)) {
        (Some(nanoseconds), Some(offset)) if digits > 9 => Cow::Owned(format!("{seconds}.{nanoseconds}{offset}")),
        _ => Cow::Borrowed(text),
    }
}

/// In UTC. A moment before the year 0 gets a text that is no valid `date-time`: `Validate` says so.
impl From<Timestamp> for DateTime {
    fn from(moment: Timestamp) -> Self {
        Self(moment.to_string())
    }
}

impl Date {
    /// The day, or an error where the text was kept without a check.
    pub fn to_jiff(&self) -> Result<civil::Date, Error> {
        self.as_str().parse()
    }
}

/// A day before the year 0 gets a text that is no valid `date`: `Validate` says so.
impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        Self(date.to_string())
    }
}
