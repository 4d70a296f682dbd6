//! Texts of a format as values of `time`, and back.
//!
//! Knows both types of each pair, nothing else.

use super::text::{Date, DateTime};
use time::OffsetDateTime;
use time::error::{Format, Parse};
use time::format_description::well_known::{Iso8601, Rfc3339};

impl DateTime {
    /// The moment, with its offset. What is beyond nanoseconds is cut off.
    ///
    /// An error where `time` knows that there was no such second 60, or where the text was kept without a check.
    pub fn to_time(&self) -> Result<OffsetDateTime, Parse> {
        OffsetDateTime::parse(self.as_str(), &Rfc3339)
    }
}

/// With its offset. An error outside the years 0 to 9999, and where the offset is not in whole minutes.
impl TryFrom<OffsetDateTime> for DateTime {
    type Error = Format;

    fn try_from(moment: OffsetDateTime) -> Result<Self, Format> {
        moment.format(&Rfc3339).map(Self)
    }
}

impl Date {
    /// The day, or an error where the text was kept without a check.
    pub fn to_time(&self) -> Result<time::Date, Parse> {
        time::Date::parse(self.as_str(), &Iso8601::DATE)
    }
}

/// An error outside the years 0 to 9999.
impl TryFrom<time::Date> for Date {
    type Error = Format;

    fn try_from(date: time::Date) -> Result<Self, Format> {
        date.format(&Iso8601::DATE).map(Self)
    }
}
