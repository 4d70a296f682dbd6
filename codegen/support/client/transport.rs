//! What carries a request and brings the response: reqwest, or a service of the user's own.

use bytes::{Buf, Bytes, BytesMut};
use http::{HeaderMap, Method, StatusCode, Uri, Version};
use http_body_util::{BodyExt, combinators::UnsyncBoxBody};
use tower::{Service, ServiceExt, util::BoxCloneSyncService};

use super::super::message::Response;
use super::{
    body::Body,
    clock::{Clock, Expired},
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

/// The head of a response, with the body still to come.
pub(super) struct Incoming {
    status: StatusCode,
    headers: HeaderMap,
    version: Version,
    length: Option<u64>,
    chunks: Chunks,
}

enum Chunks {
    Reqwest(reqwest::Response),
    Own(UnsyncBoxBody<Bytes, BoxError>),
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

    /// Sends a request and waits for the head of its response.
    pub(super) async fn send(
        &self,
        method: Method,
        target: &str,
        headers: HeaderMap,
        body: Body,
    ) -> Result<Incoming, Trouble> {
        match self {
            Self::Reqwest(client) => {
                let url = reqwest::Url::parse(target).map_err(|error| Trouble::Request(error.into()))?;
                let mut request = reqwest::Request::new(method, url);
                *request.headers_mut() = headers;
                *request.body_mut() = body.into_reqwest();
                client.execute(request).await.map(Incoming::of_reqwest).map_err(of_reqwest)
            }
            Self::Own(service) => {
                let mut request = http::Request::new(body);
                *request.method_mut() = method;
                *request.uri_mut() = Uri::try_from(target).map_err(|error| Trouble::Request(error.into()))?;
                *request.headers_mut() = headers;
                service.clone().oneshot(request).await.map(Incoming::of_own).map_err(of_any)
            }
        }
    }
}

impl Incoming {
    fn of_reqwest(mut response: reqwest::Response) -> Self {
        Self {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            version: response.version(),
            length: response.content_length(),
            chunks: Chunks::Reqwest(response),
        }
    }

    fn of_own(response: http::Response<UnsyncBoxBody<Bytes, BoxError>>) -> Self {
        let (head, body) = response.into_parts();
        Self {
            status: head.status,
            headers: head.headers,
            version: head.version,
            length: http_body::Body::size_hint(&body).exact(),
            chunks: Chunks::Own(body),
        }
    }

    /// Reads the whole body, of at most so many bytes.
    pub(super) async fn read(&mut self, clock: &mut Clock, limit: usize) -> Result<Bytes, Trouble> {
        if self.length.is_some_and(|length| !usize::try_from(length).is_ok_and(|length| length <= limit)) {
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
    pub(super) fn into_response(self, body: Bytes) -> Response {
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        *response.version_mut() = self.version;
        response
    }

    /// The next piece of the body that is not empty.
    async fn chunk(&mut self, clock: &mut Clock) -> Result<Option<Bytes>, Trouble> {
        clock.wait(self.chunks.next()).await.map_err(Trouble::Expired)?
    }
}

impl Chunks {
    async fn next(&mut self) -> Result<Option<Bytes>, Trouble> {
        loop {
            let chunk = match self {
                Self::Reqwest(response) => response.chunk().await.map_err(of_reqwest)?,
                Self::Own(body) => match body.frame().await {
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
