//! When another attempt is made, and after which pause.

use std::time::{Duration, SystemTime};

use http::{
    HeaderMap, HeaderName, StatusCode,
    header::{DATE, RETRY_AFTER},
};

use super::{clock::Expired, transport::Trouble};

/// The longest pause that is not asked for by the server.
const LONGEST: Duration = Duration::from_secs(8);

/// Whether another attempt may go better than one that ended in trouble.
pub(super) fn is_passing(trouble: &Trouble) -> bool {
    match trouble {
        Trouble::Connect(_) | Trouble::ConnectTimeout(_) | Trouble::Interrupted(_) => true,
        Trouble::Timeout(_) | Trouble::Expired(Expired::Idle) => true,
        Trouble::Expired(Expired::Whole) | Trouble::Request(_) | Trouble::TooLarge(_) => false,
    }
}

/// Whether another attempt may go better than one that ended in a status: a timeout, a conflict, too many requests, or
/// an error of the server other than that it does not know the method.
pub(super) fn is_passing_status(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 409 | 429 | 500..=599) && status != StatusCode::NOT_IMPLEMENTED
}

/// The pause that the server asks for in `Retry-After`, in seconds or as a date. None where it asks for none at all.
///
/// A date is taken relative to the server's own, where it tells that: its clock need not be ours.
pub(super) fn after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let pause = if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() {
        // More seconds than there are numbers for is longer than any bound.
        text.parse().map_or(Duration::MAX, Duration::from_secs)
    } else {
        let now = date(headers, DATE).unwrap_or_else(SystemTime::now);
        date(headers, RETRY_AFTER)?.duration_since(now).ok()?
    };
    (!pause.is_zero()).then_some(pause)
}

fn date(headers: &HeaderMap, name: HeaderName) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(name)?.to_str().ok()?).ok()
}

/// The pause before another attempt where the server asks for none: from the first pause on twice as long each time, up
/// to 8 seconds; any part of its second half is left out, so that clients that failed together do not return together.
pub(super) fn backoff(first: Duration, attempts: u32) -> Duration {
    let doublings = attempts.saturating_sub(1).min(31);
    let half = first.saturating_mul(1 << doublings).min(LONGEST.max(first)) / 2;
    half + half.mul_f64(fastrand::f64())
}
