//! What client and server share of an operation before a value is there: its route, its body and its security.

use http::Method;

/// An operation, as the document declares it.
#[derive(Debug)]
pub struct Operation {
    /// The `operationId`, or method and path where the document gives none.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template below the base URL, such as `/containers`.
    pub path: &'static str,
    /// The body of its request, where it may have one.
    pub body: Option<Body>,
    /// The credentials that a request must bring: those of every scheme of one of these alternatives. None are needed
    /// where there is no alternative, or an empty one.
    pub security: &'static [&'static [&'static Scheme]],
}

/// The body of an operation's request.
#[derive(Debug)]
pub struct Body {
    /// The content type, such as `application/json`.
    pub content_type: &'static str,
    /// Whether a request must have it.
    pub required: bool,
}

/// A security scheme: a kind of credentials.
#[derive(Debug, PartialEq, Eq)]
pub struct Scheme {
    /// What the document calls it.
    pub name: &'static str,
    /// Where a request carries it.
    pub carrier: Carrier,
}

/// Where a request carries credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// `Authorization: Bearer …` (RFC 6750): tokens, and what OAuth 2 and OpenID Connect give.
    Bearer,
    /// `Authorization: Basic …` (RFC 7617): a user and a password.
    Basic,
    /// `Authorization: <scheme> …`: another scheme of HTTP, by its name in lower case.
    Authorization(&'static str),
    /// An API key in a header of this name, in lower case.
    Header(&'static str),
    /// An API key in the query, by this name.
    Query(&'static str),
    /// An API key in a cookie of this name.
    Cookie(&'static str),
}
