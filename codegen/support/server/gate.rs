//! What must be true of a request before its body is read: credentials, encoding, content type and size.

use axum::body::Body;
use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{
        ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, COOKIE, TRANSFER_ENCODING, WWW_AUTHENTICATE,
    },
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
        let seen = self.look(&mut parts.headers);
        self.check_credentials(&seen, parts)?;
        let Some(content_type) = self.content_type else { return Ok(()) };
        if seen.is_encoded {
            let error = Error::new(StatusCode::UNSUPPORTED_MEDIA_TYPE).detail("The body must not be compressed.");
            return Err(error.header(ACCEPT_ENCODING, HeaderValue::from_static("identity")));
        }
        if seen.content_types > 1 {
            return Err(Error::bad_request().detail("The request has more than one header `Content-Type`."));
        }
        // Without a body there is nothing to say the type of.
        if !seen.is_of_type && (seen.content_types > 0 || !body.is_end_stream()) {
            let detail = format!("The content type must be `{content_type}`.");
            return Err(Error::new(StatusCode::UNSUPPORTED_MEDIA_TYPE).detail(detail));
        }
        if body.size_hint().lower() > limit as u64 {
            return Err(too_large(limit));
        }
        Ok(())
    }

    /// Passes over the headers once; hides those with credentials from `Debug`.
    fn look(&self, headers: &mut HeaderMap) -> Seen {
        let mut seen = Seen::default();
        for (name, value) in headers.iter_mut() {
            if *name == CONTENT_TYPE {
                seen.content_types += 1;
                seen.is_of_type = self.content_type.is_some_and(|wanted| is_of_type(value, wanted));
            } else if *name == CONTENT_ENCODING {
                seen.is_encoded |= !is(value, "identity");
            } else if *name == TRANSFER_ENCODING {
                seen.is_encoded |= !is(value, "chunked");
            } else if self.secrets.contains(name) {
                value.set_sensitive(true);
                seen.authorizations += usize::from(*name == AUTHORIZATION);
            }
        }
        seen
    }

    fn check_credentials(&self, seen: &Seen, parts: &Parts) -> Result<(), Error> {
        if seen.authorizations > 1 {
            return Err(Error::bad_request().detail("The request has more than one header `Authorization`."));
        }
        let is_there = |scheme: &&Scheme| credentials::is_present(scheme, parts);
        if self.security.is_empty() || self.security.iter().any(|schemes| schemes.iter().all(is_there)) {
            return Ok(());
        }
        Err(Error::unauthorized().detail("The request does not have the credentials that this operation needs."))
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
}

/// What the headers of a request say, of those that are checked.
#[derive(Default)]
struct Seen {
    authorizations: usize,
    content_types: usize,
    is_of_type: bool,
    /// Whether the body is compressed, or coded for transfer otherwise than in chunks.
    is_encoded: bool,
}

/// A body that is larger than the limit.
pub(super) fn too_large(limit: usize) -> Error {
    Error::new(StatusCode::PAYLOAD_TOO_LARGE).detail(format!("The body is larger than {limit} bytes."))
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

fn is(value: &HeaderValue, word: &str) -> bool {
    value.as_bytes().trim_ascii().eq_ignore_ascii_case(word.as_bytes())
}

fn is_of_type(content_type: &HeaderValue, wanted: &str) -> bool {
    content_type.to_str().is_ok_and(|content_type| essence(content_type).eq_ignore_ascii_case(wanted))
}

/// `type/subtype` without parameters.
fn essence(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default().trim()
}
