//! Texts of a format as values of `chrono`, and back.
//!
//! Knows both types of each pair, nothing else.

use super::text::{Date, DateTime};
use chrono::{FixedOffset, NaiveDate, Offset, ParseError, SecondsFormat, TimeZone};

impl DateTime {
    /// The moment, with its offset. What is beyond nanoseconds is cut off.
    ///
    /// An error where the text was kept without a check.
    pub fn to_chrono(&self) -> Result<chrono::DateTime<FixedOffset>, ParseError> {
        chrono::DateTime::parse_from_rfc3339(self.as_str())
    }
}

/// With its offset where that is in whole minutes, else in UTC. A moment outside the years 0 to 9999 gets a text that
/// is no valid `date-time`: `Validate` says so.
impl<Zone: TimeZone> From<chrono::DateTime<Zone>> for DateTime {
    fn from(moment: chrono::DateTime<Zone>) -> Self {
        let whole_minutes = moment.offset().fix().local_minus_utc() % 60 == 0;
        let moment = if whole_minutes { moment.fixed_offset() } else { moment.to_utc().fixed_offset() };
        Self(moment.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl Date {
    /// The day, or an error where the text was kept without a check.
    pub fn to_chrono(&self) -> Result<NaiveDate, ParseError> {
        self.as_str().parse()
    }
}

/// A day outside the years 0 to 9999 gets a text that is no valid `date`: `Validate` says so.
impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Self {
        Self(date.to_string())
    }
}
