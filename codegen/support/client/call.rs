//! What a method of the client returns: a call that is awaited as it is, or told more first.

use std::{
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use http::HeaderValue;

use super::super::{
    message::{Failure, Response},
    secret::Secret,
};
use super::{
    builder,
    credentials::bearer,
    error::Error,
    send::{Exchange, Outgoing, Sending, send},
};

/// What makes a value of a response.
type Read<T> = fn(&Response) -> Result<T, Failure>;

/// A call of an operation. It is sent when it is awaited; dropping its future cancels it.
///
/// It must be awaited within a tokio runtime whose timer is on.
#[must_use = "a call sends nothing before it is awaited"]
pub struct Call<T> {
    outgoing: Box<Outgoing>,
    read: Read<T>,
}

impl<T> Call<T> {
    pub(super) fn new(outgoing: Box<Outgoing>, read: Read<T>) -> Self {
        Self { outgoing, read }
    }

    /// How long the call takes at most: all attempts, the pauses between them and the body. `Duration::MAX` is no
    /// bound.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.outgoing.limits.timeout = timeout;
        self
    }

    /// How long the server is silent at most, also before its response begins. `Duration::MAX` is no bound.
    pub fn idle_timeout(mut self, idle_timeout: Duration) -> Self {
        self.outgoing.limits.idle_timeout = idle_timeout;
        self
    }

    /// How many attempts are made after the first.
    pub fn retries(mut self, retries: u32) -> Self {
        self.outgoing.limits.retries = retries;
        self
    }

    /// A header of this request, in place of one of this name that client or operation set. What can't be a header is
    /// an error when the call is awaited.
    pub fn header(mut self, name: impl AsRef<str>, value: impl TryInto<HeaderValue>) -> Self {
        self.outgoing.header(name.as_ref(), value.try_into().ok());
        self
    }

    /// A bearer token for this request, in place of the client's. What can't be a token is an error when the call is
    /// awaited.
    pub fn bearer_token(mut self, token: impl Into<Secret>) -> Self {
        self.outgoing.bearer_token(&token.into());
        self
    }

    /// The value with status and headers of its response.
    ///
    /// # Errors
    /// What awaiting the call itself gives.
    pub async fn response(self) -> Result<http::Response<T>, Error> {
        let exchange = send(self.outgoing).await?;
        match (self.read)(&exchange.response) {
            Ok(value) => Ok(exchange.response.map(|_| value)),
            Err(failure) => Err(exchange.into_error(failure)),
        }
    }

    /// The response as it came, of any status, after the retries that its status asks for.
    ///
    /// # Errors
    /// There is no whole response.
    pub async fn raw(self) -> Result<http::Response<bytes::Bytes>, Error> {
        Ok(send(self.outgoing).await?.response)
    }
}

impl<T> IntoFuture for Call<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Reply<T>;

    fn into_future(self) -> Reply<T> {
        Reply { sending: send(self.outgoing), read: self.read }
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.outgoing.operation;
        write!(formatter, "Call({} {})", operation.method, operation.path)
    }
}

/// The future of a [`Call`].
#[must_use = "a future does nothing before it is awaited"]
pub struct Reply<T> {
    sending: Sending,
    read: Read<T>,
}

impl<T> Future for Reply<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.sending.as_mut().poll(context).map(|exchange| value(exchange?, self.read))
    }
}

impl<T> fmt::Debug for Reply<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Reply").finish_non_exhaustive()
    }
}

fn value<T>(exchange: Exchange, read: Read<T>) -> Result<T, Error> {
    read(&exchange.response).map_err(|failure| exchange.into_error(failure))
}

impl Outgoing {
    fn header(&mut self, name: &str, value: Option<HeaderValue>) {
        match builder::header(name, value) {
            Ok(header) => self.headers.push(header),
            Err(defect) => self.defect = self.defect.take().or(Some(defect)),
        }
    }

    fn bearer_token(&mut self, token: &Secret) {
        match bearer(token) {
            Some(value) => self.token = Some(value),
            None => {
                let defect = "the bearer token is empty, or has characters that can't be sent".to_owned();
                self.defect = self.defect.take().or(Some(defect));
            }
        }
    }
}
