//! What must be true of a request before its body is read: credentials, encoding, content type and size.

use axum::body::Body;
use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, COOKIE, Entry, WWW_AUTHENTICATE},
    request::Parts,
};
use http_body::Body as _;

use super::super::operation::{Carrier, Operation, Scheme};
use super::{Error, credentials};

/// The checks of one operation, made ready when the router is built.
pub(super) struct Gate {
    /// The alternatives, where credentials are needed.
    security: &'static [&'static [&'static Scheme]],
    /// Headers that carry credentials.
    secrets: Vec<HeaderName>,
    /// How a 401 asks for credentials.
    challenges: Vec<HeaderValue>,
    /// The essence of the body's content type, where the operation has a body.
    content_type: Option<&'static str>,
}

impl Gate {
    pub(super) fn of(operation: &'static Operation) -> Self {
        let mut gate = Self {
            security: operation.security,
            secrets: Vec::new(),
            challenges: Vec::new(),
            content_type: operation.body.as_ref().map(|body| essence(body.content_type)),
        };
        for scheme in operation.security.iter().copied().flatten() {
            gate.secrets.extend(header(scheme.carrier).filter(|name| !gate.secrets.contains(name)));
            gate.challenges
                .extend(credentials::challenge(scheme.carrier).filter(|value| !gate.challenges.contains(value)));
        }
        gate
    }

    /// Checks a request up to its body.
    ///
    /// # Errors
    /// 401, 415 or 413; 400 where a header that may stand once stands twice.
    pub(super) fn check(&self, parts: &mut Parts, body: &Body, limit: usize) -> Result<(), Error> {
        self.check_credentials(parts)?;
        if let Some(content_type) = self.content_type {
            check_encoding(&parts.headers)?;
            check_content_type(&parts.headers, content_type, body)?;
            if body.size_hint().lower() > limit as u64 {
                return Err(too_large(limit));
            }
        }
        Ok(())
    }

    /// Whether the operation has a body at all.
    pub(super) fn wants_body(&self) -> bool {
        self.content_type.is_some()
    }

    /// Adds how to bring credentials to a 401 that does not say so.
    pub(super) fn challenge(&self, error: Error) -> Error {
        if error.status() != StatusCode::UNAUTHORIZED || error.headers().contains_key(WWW_AUTHENTICATE) {
            return error;
        }
        self.challenges.iter().fold(error, |error, challenge| error.header(WWW_AUTHENTICATE, challenge.clone()))
    }

    fn check_credentials(&self, parts: &mut Parts) -> Result<(), Error> {
        for name in &self.secrets {
            if mark_secret(&mut parts.headers, name) > 1 && *name == AUTHORIZATION {
                return Err(Error::bad_request().detail("The request has more than one header `Authorization`."));
            }
        }
        let is_there = |scheme: &&Scheme| credentials::is_present(scheme, parts);
        if self.security.is_empty() || self.security.iter().any(|schemes| schemes.iter().all(is_there)) {
            return Ok(());
        }
        Err(Error::unauthorized().detail("The request does not have the credentials that this operation needs."))
    }
}

/// A body that is larger than the limit.
pub(super) fn too_large(limit: usize) -> Error {
    Error::new(StatusCode::PAYLOAD_TOO_LARGE).detail(format!("The body is larger than {limit} bytes."))
}

/// Hides the values of a header from `Debug`, and says how many there are.
fn mark_secret(headers: &mut HeaderMap, name: &HeaderName) -> usize {
    let Ok(Entry::Occupied(mut values)) = headers.try_entry(name) else { return 0 };
    values.iter_mut().map(|value| value.set_sensitive(true)).count()
}

/// The header that carries credentials.
fn header(carrier: Carrier) -> Option<HeaderName> {
    match carrier {
        Carrier::Bearer | Carrier::Basic | Carrier::Authorization(_) => Some(AUTHORIZATION),
        Carrier::Header(name) => HeaderName::try_from(name).ok(),
        Carrier::Cookie(_) => Some(COOKIE),
        Carrier::Query(_) => None,
    }
}

fn check_encoding(headers: &HeaderMap) -> Result<(), Error> {
    let is_identity = |value: &HeaderValue| value.as_bytes().trim_ascii().eq_ignore_ascii_case(b"identity");
    if headers.get_all(CONTENT_ENCODING).iter().all(is_identity) {
        return Ok(());
    }
    let error = Error::new(StatusCode::UNSUPPORTED_MEDIA_TYPE).detail("The body must not be compressed.");
    Err(error.header(ACCEPT_ENCODING, HeaderValue::from_static("identity")))
}

fn check_content_type(headers: &HeaderMap, wanted: &str, body: &Body) -> Result<(), Error> {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let is_as_wanted = match values.next() {
        Some(value) => value.to_str().is_ok_and(|value| essence(value).eq_ignore_ascii_case(wanted)),
        // Without a body there is nothing to say the type of.
        None => body.is_end_stream(),
    };
    if values.next().is_some() {
        return Err(Error::bad_request().detail("The request has more than one header `Content-Type`."));
    }
    if is_as_wanted {
        return Ok(());
    }
    Err(Error::new(StatusCode::UNSUPPORTED_MEDIA_TYPE).detail(format!("The content type must be `{wanted}`.")))
}

/// `type/subtype` without parameters.
fn essence(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default().trim()
}
