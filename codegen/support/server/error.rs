//! What an implementation, or a check before it, returns in place of a value.

use std::{borrow::Cow, error::Error as StdError, fmt, time::Duration};

use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{CONTENT_TYPE, RETRY_AFTER},
};

use super::super::{
    message::Response,
    model::{Json, encode},
    violations::Violations,
};
use super::{Options, Problem, trace};

/// Why there is no value: a status with what the client is told about it, and what only the log is told.
///
/// It leaves as a problem document (RFC 9457), or as the JSON that the API's document describes for the status. Every
/// `std` error becomes a 500 without detail by `?`, and is kept for the log.
pub struct Error(Box<Inner>);

struct Inner {
    status: StatusCode,
    headers: HeaderMap,
    told: Told,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What the client is told.
enum Told {
    /// What the status says, and a sentence.
    Detail(Option<Cow<'static, str>>),
    /// All that is wrong with the body of the request.
    Violations(Violations),
    /// A problem that was made by hand.
    Problem(Problem),
    /// JSON text that the document describes.
    Json(Vec<u8>),
}

impl Error {
    /// An error with a status. One that can't end a request (1xx) leaves as 500.
    pub fn new(status: StatusCode) -> Self {
        Self(Box::new(Inner { status, headers: HeaderMap::new(), told: Told::Detail(None), source: None }))
    }

    /// An error with the JSON body that the document describes for this status. No hook changes it.
    pub fn json<T: Json>(status: StatusCode, body: &T) -> Self {
        Self::new(status).told(Told::Json(encode(body)))
    }

    /// 400: the request makes no sense.
    pub fn bad_request() -> Self {
        Self::new(StatusCode::BAD_REQUEST)
    }

    /// 401: the credentials are not valid. Says how to bring valid ones, where no header does so already.
    pub fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED)
    }

    /// 403: the credentials do not allow this.
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN)
    }

    /// 404: there is no such thing.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND)
    }

    /// 409: what is there does not allow this.
    pub fn conflict() -> Self {
        Self::new(StatusCode::CONFLICT)
    }

    /// 429: too many requests.
    pub fn too_many_requests() -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS)
    }

    /// 500: the service failed.
    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// 503: the service can't answer now.
    pub fn unavailable() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE)
    }

    /// With a sentence for the client.
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        match &mut self.0.told {
            Told::Problem(problem) => problem.detail = Some(detail.into().into_owned()),
            told => *told = Told::Detail(Some(detail.into())),
        }
        self
    }

    /// With one more header.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.append(name, value);
        self
    }

    /// With `Retry-After`, in whole seconds, rounded up.
    pub fn retry_after(self, delay: Duration) -> Self {
        let seconds = delay.as_secs().saturating_add(u64::from(delay.subsec_nanos() > 0));
        self.header(RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// With what caused it, for the log: no client sees it.
    pub fn caused_by(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// What caused it.
    pub fn source(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        self.0.source.as_deref()
    }

    /// What is wrong with the body of a request: 400 where it is no JSON, else 422.
    pub(super) fn violations(violations: Violations) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY).told(Told::Violations(violations))
    }

    fn told(mut self, told: Told) -> Self {
        self.0.told = told;
        self
    }

    /// The headers that it has so far.
    pub(super) fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The response that tells of it. What the operation is called is for the log.
    pub(super) fn into_response(self, options: &Options, operation: &str) -> Response {
        let Inner { status, headers, told, source } = *self.0;
        if status.is_server_error() {
            trace::failed(operation, status, source.as_deref());
        }
        let problem = match told {
            Told::Json(text) => return with_headers(response(status, "application/json", text), headers),
            Told::Detail(detail) => Problem { detail: detail.map(Cow::into_owned), ..Problem::new(status) },
            Told::Violations(violations) => Problem::of_violations(&violations),
            Told::Problem(problem) => problem,
        };
        with_headers(options.told(problem).into_response(), headers)
    }
}

/// A response with a text. A status that can't end a request is 500.
pub(super) fn response(status: StatusCode, content_type: &'static str, text: Vec<u8>) -> Response {
    let mut response = Response::new(Bytes::from(text));
    *response.status_mut() = if status.is_informational() { StatusCode::INTERNAL_SERVER_ERROR } else { status };
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// A response with these headers before its own; a name that they have replaces its own.
fn with_headers(mut response: Response, headers: HeaderMap) -> Response {
    response.headers_mut().extend(headers);
    response
}

impl<E: StdError + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Self::internal().caused_by(error)
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::new(problem.status).told(Told::Problem(problem))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = formatter.debug_struct("Error");
        debug.field("status", &self.0.status);
        match &self.0.told {
            Told::Detail(detail) => debug.field("detail", detail),
            Told::Violations(violations) => debug.field("violations", violations),
            Told::Problem(problem) => debug.field("problem", problem),
            Told::Json(text) => debug.field("json", &text.len()),
        };
        debug.field("source", &self.0.source).finish()
    }
}
