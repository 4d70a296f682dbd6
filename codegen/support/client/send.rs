//! Sends the request of a call, as often as it takes, and says what came of it.

use std::{future::Future, pin::Pin, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header::AUTHORIZATION};

use super::super::{
    message::{Failure, Request, Response},
    operation::Operation,
};
use super::{Client, Shared, body::Body, clock::Clock, error::Error, retry, trace::Trace, transport::Trouble};

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

/// A call before it is sent.
pub(super) struct Draft {
    pub(super) operation: &'static Operation,
    pub(super) limits: Limits,
    /// The call's own headers.
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    /// The call's own `Authorization`, in place of the client's bearer token.
    pub(super) token: Option<HeaderValue>,
    /// What is wrong with an option.
    pub(super) defect: Option<String>,
    client: Client,
    request: Request,
}

/// A call that is under way.
pub(super) struct Sent {
    pub(super) operation: &'static Operation,
    pub(super) limits: Limits,
    /// How often the request was sent.
    pub(super) attempts: u32,
    /// The headers of the request.
    pub(super) headers: HeaderMap,
    pub(super) trace: Trace,
    client: Client,
    method: Method,
    target: String,
}

/// A call with its response, of any status.
pub(super) struct Exchange {
    sent: Sent,
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
pub(super) fn send(draft: Draft) -> Sending {
    Box::pin(async move {
        let shared = &draft.client.shared;
        let trace = Trace::start(draft.operation, &shared.host, shared.port);
        trace.clone().within(exchange(draft, trace)).await
    })
}

async fn exchange(mut draft: Draft, trace: Trace) -> Result<Exchange, Error> {
    let defect = draft.defect.take();
    let (mut sent, mut body) = draft.into_sent(trace);
    if let Some(defect) = defect {
        return Err(Error::of_trouble(sent, Trouble::Request(defect.into()), None));
    }
    let mut clock = Clock::start(sent.limits.timeout, sent.limits.idle_timeout, body.progress());
    loop {
        let again = body.try_clone();
        sent.attempts += 1;
        let outcome = sent.attempt(body, &mut clock).await;
        let (Some(next), Some(pause)) = (again, outcome.pause(&sent)) else { return outcome.end(sent) };
        if !clock.allows(pause) {
            return outcome.end(sent);
        }
        sent.trace.retry(sent.attempts, pause, outcome.reason(), outcome.head().map(Response::status));
        drop(outcome);
        clock.pause(pause).await;
        body = next;
    }
}

impl Draft {
    /// The request of an operation, with the client's bounds.
    pub(super) fn new(client: Client, operation: &'static Operation, request: Request) -> Self {
        let limits = client.shared.limits;
        Self { operation, limits, headers: Vec::new(), token: None, defect: None, client, request }
    }

    /// The request as it is sent: what the call says goes before credentials, these before the operation's headers, and
    /// all before the client's.
    fn into_sent(self, trace: Trace) -> (Sent, Body) {
        let shared = &self.client.shared;
        let (head, body) = self.request.into_parts();
        let mut headers = head.headers;
        for (name, value) in &shared.headers {
            headers.entry(name).or_insert_with(|| value.clone());
        }
        let mut target = target(shared, &head.uri);
        shared.credentials.apply(self.operation, self.token.is_some(), &mut headers, &mut target);
        headers.extend(self.token.map(|token| (AUTHORIZATION, token)));
        for (name, value) in self.headers {
            headers.insert(name, value);
        }
        let (operation, limits, client) = (self.operation, self.limits, self.client);
        (Sent { operation, limits, attempts: 0, headers, trace, client, method: head.method, target }, body.into())
    }
}

/// The base URL, and a path below it.
fn target(shared: &Shared, uri: &Uri) -> String {
    let path = uri.path_and_query().map_or("", |path| path.as_str());
    let mut target = String::with_capacity(shared.base_url.len() + path.len());
    target.push_str(&shared.base_url);
    target.push_str(path);
    target
}

impl Sent {
    async fn attempt(&self, body: Body, clock: &mut Clock) -> Outcome {
        let transport = &self.client.shared.transport;
        let sending = transport.send(self.method.clone(), &self.target, self.headers.clone(), body);
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
        let headers = self.headers.values().filter(|value| value.is_sensitive());
        let headers = headers.filter_map(|value| str::from_utf8(value.as_bytes()).ok());
        let headers = headers.flat_map(|text| [text, text.split_once(' ').map_or("", |(_, token)| token)]);
        let mut secrets: Vec<String> = credentials.chain(headers).map(str::to_owned).collect();
        secrets.retain(|secret| !secret.is_empty());
        // A secret may be a part of another.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets
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
    fn pause(&self, sent: &Sent) -> Option<Duration> {
        let limits = sent.limits;
        let head = self.head().filter(|head| retry::is_passing_status(head.status()));
        let is_passing = match self {
            Self::Response(_) => head.is_some(),
            Self::Trouble(trouble, _) => retry::is_passing(trouble),
        };
        if !is_passing || sent.attempts > limits.retries {
            return None;
        }
        match head.and_then(|head| retry::after(head.headers())) {
            Some(pause) => (pause <= limits.retry_after).then_some(pause),
            None => Some(retry::backoff(limits.backoff, sent.attempts)),
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

    fn end(self, sent: Sent) -> Result<Exchange, Error> {
        if let Some(head) = self.head() {
            sent.trace.answered(head.status());
        }
        match self {
            Self::Response(response) => Ok(Exchange { sent, response }),
            Self::Trouble(trouble, head) => Err(Error::of_trouble(sent, trouble, head)),
        }
    }
}

impl Exchange {
    /// The error of a response that gives no value.
    #[cold]
    pub(super) fn into_error(self, failure: Failure) -> Error {
        Error::of_failure(self.sent, failure, self.response)
    }
}
