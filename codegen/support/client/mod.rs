//! What a client is around its operations: building, calling, waiting, trying again, and errors.
//!
//! `call` is what a method of the client returns. It hands a request to `send`, which lets `transport` carry it, waits
//! with `clock`, and tries again as `retry` says. `error` is what comes of it otherwise, and `explain` finds in a body
//! what an API says of its error.

mod body;
mod builder;
mod call;
mod clock;
mod credentials;
mod error;
mod explain;
mod retry;
mod send;
mod trace;
mod transport;

use std::{fmt, sync::Arc};

use http::{HeaderName, HeaderValue};
use reqwest::Url;

use super::{
    message::{Failure, Request, Response},
    operation::{Operation, Scheme},
};
use credentials::Credentials;
use send::{Limits, Outgoing};
use transport::Transport;

pub use body::Body;
pub use builder::{BuildError, Builder};
pub use call::{Call, Reply};
pub use error::{Error, ErrorKind};

/// What the document says of the service as a whole.
#[derive(Debug)]
pub struct Api {
    /// The first absolute server, where the document names one.
    pub base_url: Option<&'static str>,
    /// The product that requests name in `User-Agent`.
    pub user_agent: &'static str,
    /// The security schemes that operations ask for.
    pub schemes: &'static [&'static Scheme],
}

/// A client of the API. Clones share its connections and cost one reference count.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

/// What all clones of a client share.
struct Shared {
    /// Scheme, host and path.
    base_url: Url,
    /// Headers of every request that does not set them itself.
    headers: Vec<(HeaderName, HeaderValue)>,
    credentials: Credentials,
    limits: Limits,
    transport: Transport,
}

impl Client {
    /// A call of an operation: its request, and what makes a value of the response. Nothing is sent before the call is
    /// awaited.
    pub fn call<T>(
        &self,
        operation: &'static Operation,
        request: Request,
        read: fn(&Response) -> Result<T, Failure>,
    ) -> Call<T> {
        Call::new(Outgoing::new(self.clone(), operation, request), read)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Client").field("base_url", &self.shared.base_url.as_str()).finish_non_exhaustive()
    }
}
