//! The one error of a call: what it keeps, and how it reads in a log.

use std::{any::Any, error::Error as StdError, fmt, io};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header::LOCATION};

use super::super::{
    message::{Failure, Response, content_type},
    operation::Operation,
    violations::Violations,
};
use super::{
    clock::Expired,
    explain,
    send::Outgoing,
    transport::{BoxError, Trouble},
};

/// The headers in which services tell which request it was.
const REQUEST_IDS: [&str; 6] =
    ["x-request-id", "request-id", "x-amzn-requestid", "x-amz-request-id", "x-ms-request-id", "x-correlation-id"];

/// How many bytes of a body are kept.
const BODY: usize = 64 << 10;

/// How many bytes of a part are shown in one line.
const SHOWN: usize = 1024;

/// Why a call gives no value.
///
/// `Display` is one line for a log. Neither it nor `Debug` shows credentials, headers or bodies: of a body they show
/// what the API says of its error, with the credentials of the client masked.
pub struct Error(Box<Inner>);

struct Inner {
    operation: &'static Operation,
    kind: ErrorKind,
    attempts: u32,
    /// Status and headers, with as much of the body as is kept.
    response: Option<Response>,
    request_id: Option<String>,
    message: Option<String>,
    /// What this crate says of the error, in place of a message.
    detail: Option<String>,
    problem: Option<Box<dyn Any + Send + Sync>>,
    violations: Option<Violations>,
    source: Option<BoxError>,
}

/// What kind of error it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request can't be sent: an option of the call is wrong.
    Request,
    /// No connection was made.
    Connect,
    /// No connection was made in time.
    ConnectTimeout,
    /// The connection was cut, or the transport failed otherwise, before the response was whole.
    Interrupted,
    /// The call took longer than its timeout.
    Timeout,
    /// The server was silent for longer than the idle timeout.
    IdleTimeout,
    /// The operation does not succeed with the response's status.
    Status,
    /// The server redirects, which is not followed.
    Redirect,
    /// The response's body is of another content type than JSON.
    ContentType,
    /// The response's body is not what the document says.
    Body,
    /// The response's body is longer than the bound.
    TooLarge,
}

impl ErrorKind {
    /// A name for metrics and traces, in snake case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Connect => "connect",
            Self::ConnectTimeout => "connect_timeout",
            Self::Interrupted => "interrupted",
            Self::Timeout => "timeout",
            Self::IdleTimeout => "idle_timeout",
            Self::Status => "status",
            Self::Redirect => "redirect",
            Self::ContentType => "content_type",
            Self::Body => "body",
            Self::TooLarge => "too_large",
        }
    }
}

impl Error {
    /// What kind of error it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The status, where a response came.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.response.as_ref().map(Response::status)
    }

    /// The headers, where a response came.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(Response::headers)
    }

    /// What the service calls the request, by `x-request-id` or a header that is as usual.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// What the API itself says of the error, with the credentials of the client masked.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The body of the error as a type, where the document describes it as this one and it is so.
    pub fn problem<T: 'static>(&self) -> Option<&T> {
        self.0.problem.as_deref()?.downcast_ref()
    }

    /// The first 64 KiB of the body, as they came; empty where there is none.
    pub fn body(&self) -> &[u8] {
        self.0.response.as_ref().map_or(&[], |response| response.body())
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How the body differs from what the document says, where it was to be a value.
    pub fn violations(&self) -> Option<&Violations> {
        self.0.violations.as_ref()
    }

    /// The id of the operation.
    pub fn operation(&self) -> &'static str {
        self.0.operation.id
    }

    /// Whether a bound of time was passed: of the call, of silence, or of connecting.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Timeout | ErrorKind::IdleTimeout | ErrorKind::ConnectTimeout)
    }

    /// Whether the connection failed: it was not made, or cut before the response was whole.
    pub fn is_connect(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Connect | ErrorKind::ConnectTimeout | ErrorKind::Interrupted)
    }

    /// The error of a call without a whole response; the head, where that came.
    pub(super) fn of_trouble(call: Outgoing, trouble: Trouble, head: Option<Response>) -> Self {
        let limits = call.limits;
        let (kind, detail, source) = match trouble {
            Trouble::Request(source) => (ErrorKind::Request, None, Some(source)),
            Trouble::Connect(source) => (ErrorKind::Connect, None, Some(source)),
            Trouble::ConnectTimeout(source) => {
                (ErrorKind::ConnectTimeout, Some("no connection was made".to_owned()), Some(source))
            }
            Trouble::Interrupted(source) => (ErrorKind::Interrupted, None, Some(source)),
            Trouble::Timeout(source) => (ErrorKind::Timeout, None, Some(source)),
            Trouble::Expired(Expired::Whole) => {
                (ErrorKind::Timeout, Some(format!("no whole response within {:?}", limits.timeout)), None)
            }
            Trouble::Expired(Expired::Idle) => {
                (ErrorKind::IdleTimeout, Some(format!("the server was silent for {:?}", limits.idle_timeout)), None)
            }
            Trouble::TooLarge(limit) => (ErrorKind::TooLarge, Some(format!("more than {limit} bytes")), None),
        };
        let detail = detail.or_else(|| source.as_deref().map(|source| cause(source)));
        Self::new(call, kind, head, |inner| (inner.detail, inner.source) = (detail, source))
    }

    /// The error of a call whose response gives no value.
    pub(super) fn of_failure(call: Outgoing, failure: Failure, response: Response) -> Self {
        let status = response.status();
        match failure {
            Failure::Status(_) if status.is_redirection() && response.headers().contains_key(LOCATION) => {
                let detail = response.headers().get(LOCATION).map(place);
                Self::new(call, ErrorKind::Redirect, Some(response), |inner| inner.detail = detail)
            }
            Failure::Status(problem) => {
                let message = explain::message(&response);
                Self::new(call, ErrorKind::Status, Some(response), |inner| {
                    (inner.problem, inner.message) = (problem, message)
                })
            }
            Failure::ContentType => {
                let detail = content_type(response.headers());
                Self::new(call, ErrorKind::ContentType, Some(response), |inner| inner.detail = detail)
            }
            Failure::Body(violations) => {
                Self::new(call, ErrorKind::Body, Some(response), |inner| inner.violations = Some(violations))
            }
        }
    }

    fn new(call: Outgoing, kind: ErrorKind, response: Option<Response>, fill: impl FnOnce(&mut Inner)) -> Self {
        let response = response.map(|response| response.map(kept));
        let request_id = response.as_ref().and_then(|response| request_id(response.headers()));
        let mut inner = Inner {
            operation: call.operation,
            kind,
            attempts: call.attempts,
            response,
            request_id,
            message: None,
            detail: None,
            problem: None,
            violations: None,
            source: None,
        };
        fill(&mut inner);
        let secrets = call.secrets();
        for text in [&mut inner.request_id, &mut inner.message, &mut inner.detail].into_iter().flatten() {
            mask(text, &secrets);
        }
        let error = Self(Box::new(inner));
        match (kind, error.status()) {
            (ErrorKind::Status | ErrorKind::Redirect, Some(status)) => call.trace.failed(status.as_str()),
            _ => call.trace.failed(kind.as_str()),
        }
        error
    }

    /// What happened, where it is more than a status.
    fn what(&self) -> Option<&'static str> {
        Some(match self.0.kind {
            ErrorKind::Request => "the request can't be sent",
            ErrorKind::Connect => "no connection",
            ErrorKind::ConnectTimeout | ErrorKind::Timeout | ErrorKind::IdleTimeout => "timed out",
            ErrorKind::Interrupted => "connection lost",
            ErrorKind::Status => return None,
            ErrorKind::Redirect => "redirects are not followed",
            ErrorKind::ContentType => "the body is no JSON",
            ErrorKind::Body => "the body is not as the document says",
            ErrorKind::TooLarge => "the body is too long",
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        write!(formatter, "{} {}: ", inner.operation.method, inner.operation.path)?;
        match (self.status(), self.what()) {
            (Some(status), Some(what)) => write!(formatter, "{}, but {what}", named(status))?,
            (Some(status), None) => formatter.write_str(&named(status))?,
            (None, what) => formatter.write_str(what.unwrap_or_default())?,
        }
        if inner.attempts > 1 {
            write!(formatter, " after {} attempts", inner.attempts)?;
        }
        let violations = inner.violations.as_ref().map(Violations::to_string);
        let part = violations.as_deref().or(inner.message.as_deref()).or(inner.detail.as_deref()).unwrap_or_default();
        if !part.is_empty() {
            formatter.write_str(": ")?;
            line(formatter, part, SHOWN)?;
        }
        if let Some(id) = &inner.request_id {
            formatter.write_str(" (request id ")?;
            line(formatter, id, SHOWN / 8)?;
            formatter.write_str(")")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("display", &self.to_string())
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.0.source.as_deref()?)
    }
}

/// A status with its name.
fn named(status: StatusCode) -> String {
    status
        .canonical_reason()
        .map_or_else(|| status.as_str().to_owned(), |reason| format!("{} {reason}", status.as_str()))
}

/// A text as one line of a log: what would move the cursor or turn the text round is escaped, and what is too long is
/// cut.
fn line(formatter: &mut fmt::Formatter<'_>, text: &str, limit: usize) -> fmt::Result {
    let end = (0..=limit.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    for character in text.get(..end).unwrap_or_default().chars() {
        let turns = matches!(character, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        if turns || character.is_control() {
            write!(formatter, "{}", character.escape_default())?;
        } else {
            fmt::Write::write_char(formatter, character)?;
        }
    }
    if end < text.len() { formatter.write_str("…") } else { Ok(()) }
}

/// Puts stars in place of each secret.
fn mask(text: &mut String, secrets: &[String]) {
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        if text.contains(secret.as_str()) {
            *text = text.replace(secret.as_str(), "***");
        }
    }
}

/// As much of a body as is kept. A longer one is not held on to.
fn kept(body: Bytes) -> Bytes {
    body.get(..BODY).map_or_else(|| body.clone(), Bytes::copy_from_slice)
}

fn request_id(headers: &HeaderMap) -> Option<String> {
    REQUEST_IDS.iter().find_map(|name| headers.get(*name)).map(|value| lossy(value.as_bytes()))
}

/// Where a `Location` leads, without the query and the fragment, which may be secret.
fn place(location: &HeaderValue) -> String {
    let end = |byte: &u8| matches!(byte, b'?' | b'#');
    lossy(location.as_bytes().split(end).next().unwrap_or_default())
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The first cause of an error, in a few words: `connection refused`.
pub(super) fn cause(error: &(dyn StdError + 'static)) -> String {
    let mut first = error;
    while let Some(source) = first.source() {
        first = source;
    }
    match first.downcast_ref::<io::Error>() {
        Some(error) if is_plain(error.kind()) => error.kind().to_string(),
        _ => first.to_string(),
    }
}

/// Whether the kind says as much as the error does.
fn is_plain(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{
        BrokenPipe, ConnectionAborted, ConnectionRefused, ConnectionReset, HostUnreachable, NetworkUnreachable,
        TimedOut,
    };
    matches!(
        kind,
        BrokenPipe
            | ConnectionAborted
            | ConnectionRefused
            | ConnectionReset
            | HostUnreachable
            | NetworkUnreachable
            | TimedOut
    )
}
