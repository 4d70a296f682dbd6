//! A request that has reached its operation, and what an implementation learns of it beside the value.

use std::{fmt, sync::OnceLock};

use http::{Extensions, HeaderMap, Method, Uri, request::Parts};

use super::super::{message::Request, operation::Operation, secret::Secret, violations::Violations};
use super::{Credential, CredentialValue, Error};

/// A request with its whole body, after all checks that need no value.
pub struct Received {
    request: Request,
    operation: &'static Operation,
}

impl Received {
    pub(super) fn new(request: Request, operation: &'static Operation) -> Self {
        Self { request, operation }
    }

    /// The value that the operation takes, and the context.
    ///
    /// # Errors
    /// Everything that is wrong with the request: 400 where a body is no JSON, else 422.
    pub fn read<T>(self, from: fn(&Request) -> Result<T, Violations>) -> Result<(T, Context), Error> {
        match from(&self.request) {
            Ok(value) => Ok((value, self.context())),
            Err(violations) => Err(Error::violations(violations)),
        }
    }

    /// The context, for an operation that takes no value.
    pub fn context(self) -> Context {
        Context { parts: self.request.into_parts().0, operation: self.operation, credentials: OnceLock::new() }
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Received").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}

/// What an implementation learns of a request beside the value: whom it is from, and what middleware added to it.
///
/// Its `Debug` shows neither the query nor the value of a header.
pub struct Context {
    parts: Parts,
    operation: &'static Operation,
    credentials: OnceLock<Vec<Credential>>,
}

impl Context {
    /// The method of the request, which is `HEAD` where an operation of `GET` answers one.
    pub fn method(&self) -> &Method {
        &self.parts.method
    }

    /// The target of the request, below the path at which the router is nested.
    pub fn uri(&self) -> &Uri {
        &self.parts.uri
    }

    /// The headers of the request. Those with credentials are marked as sensitive, so that `Debug` does not show them.
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// What layers have put into the request.
    pub fn extensions(&self) -> &Extensions {
        &self.parts.extensions
    }

    /// What layers have put into the request of this type, such as axum's `ConnectInfo`.
    pub fn get<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.parts.extensions.get()
    }

    /// The id of the operation: its `operationId` in the document.
    pub fn operation_id(&self) -> &'static str {
        self.operation.id
    }

    /// The path of the operation as the document has it, with its parameters in braces.
    pub fn path_template(&self) -> &'static str {
        self.operation.path
    }

    /// The credentials that the request brought, of every scheme that the operation names. Only that they are there and
    /// can be read was checked: whether they are valid is for the implementation to say.
    pub fn credentials(&self) -> &[Credential] {
        self.credentials.get_or_init(|| {
            let mut found: Vec<Credential> = Vec::new();
            for scheme in self.operation.security.iter().copied().flatten() {
                if !found.iter().any(|credential| credential.scheme == scheme.name) {
                    found.extend(Credential::of(scheme, &self.parts));
                }
            }
            found
        })
    }

    /// The token of `Authorization: Bearer …`, where the operation names such a scheme.
    pub fn bearer_token(&self) -> Option<&Secret> {
        self.credentials().iter().find_map(|credential| match &credential.value {
            CredentialValue::Bearer(token) => Some(token),
            _ => None,
        })
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Context")
            .field("operation", &self.operation.id)
            .field("method", &self.parts.method)
            .field("path", &self.parts.uri.path())
            .field("headers", &self.parts.headers.keys().map(http::HeaderName::as_str).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
