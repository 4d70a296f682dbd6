//! Operations, their bodies, and the credentials that they need.

use serde::Serialize;

use super::{Ident, Shape};

/// An operation: a route, and what goes in and comes out.
#[derive(Debug, Clone, Serialize)]
pub struct Operation {
    /// The method's name in its resource, such as `create`.
    pub name: Ident,
    /// The resource it belongs to.
    pub resource: Ident,
    /// `operationId`
    pub id: Option<String>,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// Where the document declares it.
    pub pointer: String,
    /// The summary and the description.
    pub description: Option<String>,
    /// `deprecated`
    pub deprecated: bool,
    /// The JSON body of the request.
    pub request: Option<Body>,
    /// The responses, in declared order.
    pub responses: Vec<Response>,
    /// How it is called and served; `None` where client and server leave it out, and the ledger says why.
    pub exchange: Option<Exchange>,
}

/// How an operation is called and served.
#[derive(Debug, Clone, Serialize)]
pub struct Exchange {
    /// Alternatives of schemes that are needed together, as indexes into [`Api::schemes`](super::Api::schemes).
    pub security: Vec<Vec<usize>>,
    /// The path as that of a URI: percent-encoded.
    pub path: String,
    /// The status with which a server answers where all is well.
    pub status: u16,
    /// Which of the responses tells the body of that answer, and of any other with a status of success.
    pub answer: Option<usize>,
    /// Which of the responses tell bodies of failures, the most specific first, each with its first and last status.
    pub failures: Vec<(u16, u16, usize)>,
}

/// A security scheme: a kind of credentials.
#[derive(Debug, Clone, Serialize)]
pub struct Scheme {
    /// The static that describes it: `BEARER_AUTH`.
    pub name: Ident,
    /// What the document calls it.
    pub id: String,
    /// `description`
    pub description: Option<String>,
    /// Where a request carries the credentials.
    pub carrier: Carrier,
}

/// Where a request carries credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Carrier {
    /// `Authorization: Bearer …`
    Bearer,
    /// `Authorization: Basic …`
    Basic,
    /// `Authorization`, by another scheme of HTTP: its name, in lower case.
    Authorization(String),
    /// A header of this name, in lower case.
    Header(String),
    /// A parameter of the query of this name.
    Query(String),
    /// A cookie of this name.
    Cookie(String),
}

/// A body: its content type and its shape.
#[derive(Debug, Clone, Serialize)]
pub struct Body {
    /// The content type, such as `application/json`.
    pub content_type: String,
    /// The shape of its JSON.
    pub shape: Shape,
    /// Whether a request must have it.
    pub required: bool,
}

/// A response of an operation.
#[derive(Debug, Clone, Serialize)]
pub struct Response {
    /// The status: `200`, `4XX` or `default`.
    pub status: String,
    /// The description.
    pub description: Option<String>,
    /// The body, where there is one.
    pub body: Option<Body>,
}

impl Operation {
    /// The body of the answer where all is well.
    pub fn answer(&self) -> Option<&Body> {
        self.responses.get(self.exchange.as_ref()?.answer?)?.body.as_ref()
    }

    /// The bodies of answers that tell of a failure, the most specific first, each with its first and last status.
    pub fn failures(&self) -> impl Iterator<Item = (u16, u16, &Body)> {
        let failures = self.exchange.iter().flat_map(|exchange| &exchange.failures);
        failures.filter_map(|&(first, last, index)| Some((first, last, self.responses.get(index)?.body.as_ref()?)))
    }
}
