//! From a request to the operation that it is for, and from what that gives to a response.

use std::{any::Any, convert::Infallible, future::ready, panic::AssertUnwindSafe, pin::Pin, sync::Arc};

use axum::{Router, body::Body};
use bytes::Bytes;
use futures_util::FutureExt as _;
use http::{
    HeaderValue, Method, StatusCode, Version,
    header::{ALLOW, CONNECTION, CONTENT_LENGTH, EXPECT},
    request::Parts,
};
use http_body::Body as _;

use super::super::{
    message::{Request, Response},
    operation::Operation,
};
use super::{
    Error, Options, Received,
    body::{self, Fault},
    gate::{Gate, too_large},
};

type Answer = http::Response<Body>;
type Handling = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;
type Handler = Box<dyn Fn(Received) -> Handling + Send + Sync>;

/// The operations of an implementation, on the way to becoming a router.
pub struct Routes<S> {
    implementation: Arc<S>,
    paths: Vec<Path>,
}

impl<S: Send + Sync + 'static> Routes<S> {
    /// None yet.
    pub fn new(implementation: S) -> Self {
        Self { implementation: Arc::new(implementation), paths: Vec::new() }
    }

    /// Adds an operation, and how the implementation answers it.
    pub fn add<F, Fut>(&mut self, operation: &'static Operation, handler: F)
    where
        F: Fn(Arc<S>, Received) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Response, Error>> + Send + 'static,
    {
        let implementation = Arc::clone(&self.implementation);
        let handler: Handler = Box::new(move |received| Box::pin(handler(Arc::clone(&implementation), received)));
        insert(&mut self.paths, Route { operation, gate: Gate::of(operation), handler });
    }

    /// The router, which can be nested, merged and layered as any other of axum's.
    pub fn into_router(self, options: Options) -> Router {
        router(self.paths, Arc::new(options))
    }
}

impl<S> std::fmt::Debug for Routes<S> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let routes = self.paths.iter().flat_map(|path| &path.routes);
        formatter.debug_list().entries(routes.map(|route| route.operation.id)).finish()
    }
}

/// The operations at one path.
struct Path {
    template: &'static str,
    routes: Vec<Route>,
}

/// An operation with how it is checked and answered.
struct Route {
    operation: &'static Operation,
    gate: Gate,
    handler: Handler,
}

/// Puts an operation to its path. Paths that differ only in what their parameters are called are one; of two operations
/// of one method, the first stays.
fn insert(paths: &mut Vec<Path>, route: Route) {
    let template = route.operation.path;
    let Some(path) = paths.iter_mut().find(|path| segments(path.template).eq(segments(template))) else {
        return paths.push(Path { template, routes: vec![route] });
    };
    if !path.routes.iter().any(|other| other.operation.method == route.operation.method) {
        path.routes.push(route);
    }
}

/// The segments of a template, with parameters that have no name.
fn segments(template: &str) -> impl Iterator<Item = &str> {
    template.split('/').map(|segment| if is_parameter(segment) { "{}" } else { segment })
}

fn is_parameter(segment: &str) -> bool {
    segment
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .is_some_and(|name| !name.is_empty() && !name.contains(['{', '}', '*']))
}

/// Whether axum can route a template: its parameters are whole segments, and differ from one another.
fn is_routable(template: &str) -> bool {
    let segments = || template.split('/');
    let is_plain = |segment: &str| is_parameter(segment) || !segment.contains(['{', '}']);
    let is_single = |segment: &str| !is_parameter(segment) || segments().filter(|other| *other == segment).count() == 1;
    template.starts_with('/') && segments().all(|segment| is_plain(segment) && is_single(segment))
}

/// The router of all paths. A path of a form that axum can't route is left out, and so not found.
fn router(paths: Vec<Path>, options: Arc<Options>) -> Router {
    let everything = allow(paths.iter().flat_map(|path| &path.routes));
    let mut router = Router::new().without_v07_checks();
    for path in paths {
        let template = format!("{}{}", options.prefix, path.template);
        if !is_routable(&template) {
            continue;
        }
        let served = Arc::new(Served { allow: allow(&path.routes), path, options: Arc::clone(&options) });
        let service = tower::service_fn(move |request| answer(Arc::clone(&served), request));
        router = router.route_service(&template, service);
    }
    let fallback = move |request| ready(Ok::<_, Infallible>(not_found(request, &everything, &options)));
    router.fallback_service(tower::service_fn(fallback))
}

/// The value of `Allow`: the methods of these operations, and what is answered without one.
fn allow<'a>(routes: impl IntoIterator<Item = &'a Route>) -> HeaderValue {
    let mut methods: Vec<&str> = Vec::new();
    let mut add = |method: &'a str| {
        if !methods.contains(&method) {
            methods.push(method);
        }
    };
    for route in routes {
        add(route.operation.method.as_str());
        if route.operation.method == Method::GET {
            add("HEAD");
        }
    }
    add("OPTIONS");
    HeaderValue::try_from(methods.join(", ")).unwrap_or_else(|_| HeaderValue::from_static("OPTIONS"))
}

/// A path that is served.
struct Served {
    path: Path,
    allow: HeaderValue,
    options: Arc<Options>,
}

/// Answers a request for a path.
async fn answer(served: Arc<Served>, request: http::Request<Body>) -> Result<Answer, Infallible> {
    let is_head = request.method() == Method::HEAD;
    let answer = match served.route(request.method()) {
        Some(route) => route.answer(request, &served.options).await,
        None => served.no_method(request),
    };
    Ok(if is_head { without_body(answer) } else { answer })
}

impl Served {
    /// The operation of a method; `GET` answers `HEAD` as well.
    fn route(&self, method: &Method) -> Option<&Route> {
        let find = |method: &Method| self.path.routes.iter().find(|route| route.operation.method == *method);
        find(method).or_else(|| if *method == Method::HEAD { find(&Method::GET) } else { None })
    }

    /// The answer to a method without an operation.
    fn no_method(&self, request: http::Request<Body>) -> Answer {
        let (parts, body) = request.into_parts();
        if parts.method == Method::OPTIONS {
            leave(&parts, body);
            return methods(&self.allow);
        }
        let error = Error::new(StatusCode::METHOD_NOT_ALLOWED).header(ALLOW, self.allow.clone());
        refuse(error, &parts, body).into_response(&self.options, self.path.template).map(Body::from)
    }
}

/// The answer to a path without an operation.
fn not_found(request: http::Request<Body>, everything: &HeaderValue, options: &Options) -> Answer {
    let (parts, body) = request.into_parts();
    if parts.method == Method::OPTIONS && parts.uri.path() == "*" {
        leave(&parts, body);
        return methods(everything);
    }
    let error = Error::not_found().detail("There is no such path.");
    let answer = refuse(error, &parts, body).into_response(options, "").map(Body::from);
    if parts.method == Method::HEAD { without_body(answer) } else { answer }
}

impl Route {
    async fn answer(&self, request: http::Request<Body>, options: &Options) -> Answer {
        let (mut parts, body) = request.into_parts();
        let result = match self.receive(&mut parts, body, options).await {
            Ok(bytes) => self.handle(Received::new(Request::from_parts(parts, bytes), self.operation)).await,
            Err(error) => Err(error),
        };
        match result {
            Ok(response) => response.map(Body::from),
            Err(error) => self.gate.challenge(error).into_response(options, self.operation.id).map(Body::from),
        }
    }

    /// The body of a request that passes all checks which need no value.
    async fn receive(&self, parts: &mut Parts, mut body: Body, options: &Options) -> Result<Bytes, Error> {
        if let Err(error) = self.gate.check(parts, &body, options.body_limit) {
            return Err(refuse(error, parts, body));
        }
        if !self.gate.wants_body() {
            leave(parts, body);
            return Ok(Bytes::new());
        }
        match body::read(&mut body, options).await {
            Ok(bytes) => Ok(bytes),
            Err(Fault::TooLarge) => {
                // Reading has asked for the body, if the client waited for that: the rest is on its way.
                body::drain(body);
                Err(too_large(options.body_limit))
            }
            Err(Fault::TimedOut) => {
                let error = Error::new(StatusCode::REQUEST_TIMEOUT).detail("The body did not come in time.");
                Err(closing(error, parts))
            }
            Err(Fault::Broken) => {
                Err(closing(Error::bad_request().detail("The body is not as HTTP has it, or was broken off."), parts))
            }
        }
    }

    /// What the implementation gives; a panic is a 500.
    async fn handle(&self, received: Received) -> Result<Response, Error> {
        let handling = async { (self.handler)(received).await };
        AssertUnwindSafe(handling).catch_unwind().await.unwrap_or_else(|payload| Err(panicked(&*payload)))
    }
}

fn panicked(payload: &(dyn Any + Send)) -> Error {
    let text = payload.downcast_ref::<&str>().copied();
    let message = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    Error::internal().caused_by(format!("panicked: {}", message.unwrap_or("without a message")))
}

/// The answer to `OPTIONS`.
fn methods(allow: &HeaderValue) -> Answer {
    let mut answer = Answer::new(Body::empty());
    *answer.status_mut() = StatusCode::NO_CONTENT;
    answer.headers_mut().insert(ALLOW, allow.clone());
    answer
}

/// An answer to `HEAD`: as long as it would have been, but without a body.
fn without_body(answer: Answer) -> Answer {
    let (mut parts, body) = answer.into_parts();
    if let Some(length) = body.size_hint().exact().filter(|_| parts.status != StatusCode::NO_CONTENT) {
        parts.headers.entry(CONTENT_LENGTH).or_insert_with(|| HeaderValue::from(length));
    }
    Answer::from_parts(parts, Body::empty())
}

/// An error that is told while the body of the request is still to come.
fn refuse(error: Error, parts: &Parts, body: Body) -> Error {
    if leave(parts, body) { error } else { closing(error, parts) }
}

/// Deals with a body that nobody wants. Says whether the connection can go on.
fn leave(parts: &Parts, body: Body) -> bool {
    let can_go_on = body.is_end_stream() || !parts.headers.contains_key(EXPECT);
    // With `Expect`, the client may be waiting to be asked for the body.
    if can_go_on {
        body::drain(body);
    }
    can_go_on
}

/// An error after which the connection can't go on.
fn closing(error: Error, parts: &Parts) -> Error {
    if parts.version < Version::HTTP_2 { error.header(CONNECTION, HeaderValue::from_static("close")) } else { error }
}
