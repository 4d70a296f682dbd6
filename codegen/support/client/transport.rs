//! What carries a request and brings the response: reqwest, or a service of the user's own.

use std::pin::pin;

use bytes::{Buf, Bytes, BytesMut};
use http::Uri;
use http_body_util::{BodyExt, combinators::UnsyncBoxBody};
use reqwest::Url;
use tower::{Service, ServiceExt, util::BoxCloneSyncService};

use super::super::message::Response;
use super::{
    body::Body,
    clock::{Clock, Expired},
    send::Outgoing,
};

/// An error of any transport.
pub(super) type BoxError = Box<dyn std::error::Error + Send + Sync>;

type Own = BoxCloneSyncService<http::Request<Body>, http::Response<UnsyncBoxBody<Bytes, BoxError>>, BoxError>;

/// What carries requests.
pub(super) enum Transport {
    Reqwest(reqwest::Client),
    Own(Own),
}

/// Why there is no whole response.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The request can't be sent at all.
    Request(BoxError),
    /// No connection was made.
    Connect(BoxError),
    /// No connection was made in time.
    ConnectTimeout(BoxError),
    /// The connection was cut before the response was whole.
    Interrupted(BoxError),
    /// The transport's own bound was passed.
    Timeout(BoxError),
    /// A bound of the call was passed.
    Expired(Expired),
    /// The body is longer than the bound, in bytes.
    TooLarge(usize),
}

/// A response whose body is still to come.
pub(super) enum Incoming {
    Reqwest(reqwest::Response),
    Own(http::Response<UnsyncBoxBody<Bytes, BoxError>>),
}

impl Transport {
    /// A service of the user's own.
    pub(super) fn own<S, B>(service: S) -> Self
    where
        S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        B: http_body::Body + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let whole = |mut data: B::Data| data.copy_to_bytes(data.remaining());
        let boxed = move |response: http::Response<B>| {
            response.map(|body| body.map_frame(move |frame| frame.map_data(whole)).map_err(Into::into).boxed_unsync())
        };
        Self::Own(BoxCloneSyncService::new(service.map_response(boxed).map_err(Into::into)))
    }

    /// Sends the request of a call, and waits for the head of its response.
    pub(super) async fn send(&self, call: &Outgoing, url: &Url, body: Body) -> Result<Incoming, Trouble> {
        match self {
            Self::Reqwest(client) => {
                let mut request = reqwest::Request::new(call.request.method().clone(), url.clone());
                request.headers_mut().clone_from(call.request.headers());
                *request.body_mut() = body.into_reqwest();
                client.execute(request).await.map(Incoming::Reqwest).map_err(of_reqwest)
            }
            Self::Own(service) => {
                let mut request = http::Request::new(body);
                request.method_mut().clone_from(call.request.method());
                *request.uri_mut() = Uri::try_from(url.as_str()).map_err(|error| Trouble::Request(error.into()))?;
                request.headers_mut().clone_from(call.request.headers());
                service.clone().oneshot(request).await.map(Incoming::Own).map_err(of_any)
            }
        }
    }
}

impl Incoming {
    /// How long the body is, where that is known before.
    fn length(&self) -> Option<u64> {
        match self {
            Self::Reqwest(response) => response.content_length(),
            Self::Own(response) => http_body::Body::size_hint(response.body()).exact(),
        }
    }

    /// Reads the whole body, of at most so many bytes.
    pub(super) async fn read(&mut self, clock: &mut Clock<'_>, limit: usize) -> Result<Bytes, Trouble> {
        if self.length().is_some_and(|length| !usize::try_from(length).is_ok_and(|length| length <= limit)) {
            return Err(Trouble::TooLarge(limit));
        }
        let Some(first) = self.chunk(clock).await? else { return Ok(Bytes::new()) };
        if first.len() > limit {
            return Err(Trouble::TooLarge(limit));
        }
        // Most bodies come in one piece, which is not copied.
        let Some(second) = self.chunk(clock).await? else { return Ok(first) };
        let mut body = BytesMut::from(first);
        let mut next = Some(second);
        while let Some(chunk) = next {
            if chunk.len() > limit - body.len() {
                return Err(Trouble::TooLarge(limit));
            }
            body.extend_from_slice(&chunk);
            next = self.chunk(clock).await?;
        }
        Ok(body.freeze())
    }

    /// The response, with what was read of its body.
    pub(super) fn into_response(mut self, body: Bytes) -> Response {
        let mut whole = Response::new(body);
        let (status, version, headers) = match &mut self {
            Self::Reqwest(response) => (response.status(), response.version(), response.headers_mut()),
            Self::Own(response) => (response.status(), response.version(), response.headers_mut()),
        };
        *whole.status_mut() = status;
        *whole.version_mut() = version;
        std::mem::swap(whole.headers_mut(), headers);
        whole
    }

    /// The next piece of the body that is not empty, where there is one more.
    async fn chunk(&mut self, clock: &mut Clock<'_>) -> Result<Option<Bytes>, Trouble> {
        let next = pin!(self.next());
        clock.wait(next).await.map_err(Trouble::Expired)?
    }

    async fn next(&mut self) -> Result<Option<Bytes>, Trouble> {
        loop {
            let chunk = match self {
                Self::Reqwest(response) => response.chunk().await.map_err(of_reqwest)?,
                Self::Own(response) => match response.body_mut().frame().await {
                    // Trailers are as an empty piece.
                    Some(frame) => Some(frame.map_err(of_any)?.into_data().unwrap_or_default()),
                    None => None,
                },
            };
            if chunk.as_ref().is_none_or(|chunk| !chunk.is_empty()) {
                return Ok(chunk);
            }
        }
    }
}

/// What an error of a service means: one of reqwest, below layers of the user's, says what happened.
fn of_any(error: BoxError) -> Trouble {
    error.downcast().map_or_else(Trouble::Interrupted, |error| of_reqwest(*error))
}

/// What an error of reqwest means. It loses its URL, whose query may hold a key.
fn of_reqwest(error: reqwest::Error) -> Trouble {
    let error = error.without_url();
    let (is_connect, is_timeout) = (error.is_connect(), error.is_timeout());
    let is_request = error.is_builder() || error.is_redirect();
    let error = error.into();
    match (is_connect, is_timeout) {
        _ if is_request => Trouble::Request(error),
        (true, true) => Trouble::ConnectTimeout(error),
        (true, false) => Trouble::Connect(error),
        (false, true) => Trouble::Timeout(error),
        (false, false) => Trouble::Interrupted(error),
    }
}
