//! Sends the request of a call, as often as it takes, and says what came of it.

use std::{
    future::Future,
    mem,
    pin::{Pin, pin},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Uri, header::AUTHORIZATION};
use reqwest::Url;

use super::super::{
    message::{Failure, Request, Response},
    operation::Operation,
};
use super::{
    Client, Shared,
    body::Body,
    clock::{Clock, timer},
    error::Error,
    retry,
    trace::Trace,
    transport::Trouble,
};

/// The bounds of a call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// How long it takes at most, with all attempts and the body.
    pub(super) timeout: Duration,
    /// How long the peer is silent at most.
    pub(super) idle_timeout: Duration,
    /// How many attempts are made after the first.
    pub(super) retries: u32,
    /// The first pause before another attempt.
    pub(super) backoff: Duration,
    /// The longest pause that a server may ask for.
    pub(super) retry_after: Duration,
    /// How many bytes a body has at most.
    pub(super) body: usize,
}

/// The request of a call: what is to be sent, and how.
pub(super) struct Outgoing {
    pub(super) operation: &'static Operation,
    pub(super) request: Request,
    pub(super) limits: Limits,
    /// The call's own headers.
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    /// The call's own `Authorization`, in place of the client's bearer token.
    pub(super) token: Option<HeaderValue>,
    /// What is wrong with an option.
    pub(super) defect: Option<String>,
    /// How often the request was sent.
    pub(super) attempts: u32,
    pub(super) trace: Trace,
    client: Client,
}

/// A call with its response, of any status.
pub(super) struct Exchange {
    call: Box<Outgoing>,
    pub(super) response: Response,
}

/// What came of one attempt.
enum Outcome {
    /// A whole response, of any status.
    Response(Response),
    /// What was in the way of one, and the head where that came.
    Trouble(Trouble, Option<Response>),
}

/// A call's future, before a value is made of the response.
pub(super) type Sending = Pin<Box<dyn Future<Output = Result<Exchange, Error>> + Send>>;

/// Sends the request when it is first polled.
pub(super) fn send(mut call: Box<Outgoing>) -> Sending {
    Box::pin(async move {
        let shared = &call.client.shared;
        call.trace = Trace::start(call.operation, shared.base_url.host_str(), shared.base_url.port_or_known_default());
        call.trace.clone().within(exchange(call)).await
    })
}

async fn exchange(mut call: Box<Outgoing>) -> Result<Exchange, Error> {
    if let Some(defect) = call.defect.take() {
        return Err(Error::of_trouble(*call, Trouble::Request(defect.into()), None));
    }
    let url = call.complete();
    let Limits { timeout, idle_timeout, .. } = call.limits;
    let mut body = Body::from(mem::take(call.request.body_mut()));
    let timer = pin!(timer(timeout, idle_timeout));
    let mut clock = Clock::start(timeout, idle_timeout, body.progress(), timer);
    loop {
        let again = body.try_clone();
        call.attempts += 1;
        let outcome = call.attempt(&url, body, &mut clock).await;
        let (Some(next), Some(pause)) = (again, outcome.pause(&call)) else { return outcome.end(call) };
        if !clock.allows(pause) {
            return outcome.end(call);
        }
        call.trace.retry(call.attempts, pause, outcome.reason(), outcome.head().map(Response::status));
        drop(outcome);
        clock.pause(pause).await;
        body = next;
    }
}

impl Outgoing {
    /// The request of an operation, with the client's bounds.
    pub(super) fn new(client: Client, operation: &'static Operation, request: Request) -> Box<Self> {
        let limits = client.shared.limits;
        let (headers, token, defect) = (Vec::new(), None, None);
        Box::new(Self { operation, request, limits, headers, token, defect, attempts: 0, trace: Trace::none(), client })
    }

    /// Puts on the request what it is sent with, and tells where to: what the call says goes before credentials, these
    /// before the operation's headers, and all before the client's.
    fn complete(&mut self) -> Url {
        let shared = &self.client.shared;
        let mut url = shared.url(self.request.uri());
        let headers = self.request.headers_mut();
        for (name, value) in &shared.headers {
            headers.entry(name).or_insert_with(|| value.clone());
        }
        shared.credentials.apply(self.operation, self.token.is_some(), headers, &mut url);
        headers.extend(self.token.take().map(|token| (AUTHORIZATION, token)));
        for (name, value) in self.headers.drain(..) {
            headers.insert(name, value);
        }
        url
    }

    async fn attempt(&self, url: &Url, body: Body, clock: &mut Clock<'_>) -> Outcome {
        let sending = pin!(self.client.shared.transport.send(self, url, body));
        let mut incoming = match clock.wait(sending).await {
            Ok(Ok(incoming)) => incoming,
            Ok(Err(trouble)) => return Outcome::Trouble(trouble, None),
            Err(expired) => return Outcome::Trouble(Trouble::Expired(expired), None),
        };
        match incoming.read(clock, self.limits.body).await {
            Ok(body) => Outcome::Response(incoming.into_response(body)),
            Err(trouble) => Outcome::Trouble(trouble, Some(incoming.into_response(Bytes::new()))),
        }
    }

    /// The texts that nobody may read: the client's credentials, and what this request carries.
    pub(super) fn secrets(&self) -> Vec<String> {
        let credentials = self.client.shared.credentials.secrets();
        let headers = self.request.headers().values().filter(|value| value.is_sensitive());
        let headers = headers.filter_map(|value| str::from_utf8(value.as_bytes()).ok());
        let headers = headers.flat_map(|text| [text, text.split_once(' ').map_or("", |(_, token)| token)]);
        let mut secrets: Vec<String> = credentials.chain(headers).map(str::to_owned).collect();
        secrets.retain(|secret| !secret.is_empty());
        // A secret may be a part of another.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets
    }
}

impl Shared {
    /// Where a path below the base URL leads. Only the path is parsed: the rest was, when the client was built.
    fn url(&self, uri: &Uri) -> Url {
        let mut url = self.base_url.clone();
        url.set_path(&[self.base_url.path().trim_end_matches('/'), uri.path()].concat());
        if let Some(query) = uri.query() {
            url.set_query(Some(query));
        }
        url
    }
}

impl Outcome {
    fn head(&self) -> Option<&Response> {
        match self {
            Self::Response(head) => Some(head),
            Self::Trouble(_, head) => head.as_ref(),
        }
    }

    /// How long to wait for another attempt, where there may be one.
    fn pause(&self, call: &Outgoing) -> Option<Duration> {
        let limits = call.limits;
        let head = self.head().filter(|head| retry::is_passing_status(head.status()));
        let is_passing = match self {
            Self::Response(_) => head.is_some(),
            Self::Trouble(trouble, _) => retry::is_passing(trouble),
        };
        if !is_passing || call.attempts > limits.retries {
            return None;
        }
        match head.and_then(|head| retry::after(head.headers())) {
            Some(pause) => (pause <= limits.retry_after).then_some(pause),
            None => Some(retry::backoff(limits.backoff, call.attempts)),
        }
    }

    /// Why there is another attempt, for `tracing`.
    fn reason(&self) -> &'static str {
        match self {
            Self::Response(_) => "status",
            Self::Trouble(Trouble::Connect(_) | Trouble::ConnectTimeout(_), _) => "no connection",
            Self::Trouble(Trouble::Expired(_) | Trouble::Timeout(_), _) => "silence",
            Self::Trouble(..) => "connection lost",
        }
    }

    fn end(self, call: Box<Outgoing>) -> Result<Exchange, Error> {
        if let Some(head) = self.head() {
            call.trace.answered(head.status());
        }
        match self {
            Self::Response(response) => Ok(Exchange { call, response }),
            Self::Trouble(trouble, head) => Err(Error::of_trouble(*call, trouble, head)),
        }
    }
}

impl Exchange {
    /// The error of a response that gives no value.
    #[cold]
    pub(super) fn into_error(self, failure: Failure) -> Error {
        Error::of_failure(*self.call, failure, self.response)
    }
}
