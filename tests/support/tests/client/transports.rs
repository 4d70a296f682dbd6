//! Transports of the user's own: a service, and a client of reqwest.

use std::{
    convert::Infallible,
    future::ready,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use refract_support::client::{Body, Builder, Client, ErrorKind};
use tokio::time::Instant;
use tower::service_fn;

use crate::{
    api::{API, Thing, Things},
    server::{Answer, Server},
};

fn build(make: impl FnOnce(Builder) -> Builder) -> Client {
    make(Builder::new(&API).base_url("https://host.example:8443/v1").bearer_token("t0ken")).build().unwrap()
}

fn made() -> http::Response<Full<Bytes>> {
    http::Response::new(Full::new(Bytes::from_static(br#"{"name":"made"}"#)))
}

#[tokio::test]
async fn a_service_carries_requests() {
    let service = service_fn(|request: http::Request<Body>| async move {
        assert_eq!(request.uri(), "https://host.example:8443/v1/things");
        assert_eq!(request.method(), "POST");
        assert_eq!(request.headers()["authorization"], "Bearer t0ken");
        assert!(request.headers()["authorization"].is_sensitive());
        assert!(request.body().is_replayable());
        assert_eq!(request.body().as_bytes().unwrap(), r#"{"name":"new"}"#);
        assert_eq!(http_body::Body::size_hint(request.body()).exact(), Some(14));
        let body = request.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(body, r#"{"name":"new"}"#);
        Ok::<_, Infallible>(made())
    });
    let thing = build(|builder| builder.transport(service)).create(&Thing::new("new")).await.unwrap();
    assert_eq!(thing, Thing::new("made"));
}

/// A service that fails so many times, and counts.
fn failing<E>(times: u32, count: &Arc<AtomicU32>, error: fn() -> E) -> impl Fn(Builder) -> Client
where
    E: Into<Box<dyn std::error::Error + Send + Sync>> + Send + 'static,
{
    let count = Arc::clone(count);
    move |builder| {
        let count = Arc::clone(&count);
        let service = service_fn(move |_: http::Request<Body>| {
            let fails = count.fetch_add(1, Ordering::Relaxed) < times;
            ready(if fails { Err(error()) } else { Ok(made()) })
        });
        builder.transport(service).build().unwrap()
    }
}

#[tokio::test(start_paused = true)]
async fn errors_of_a_service_are_tried_again_after_a_pause() {
    let (count, start) = (Arc::default(), Instant::now());
    let client =
        failing(2, &count, || std::io::Error::other("out of order: t0ken"))(Builder::new(&API).bearer_token("t0ken"));
    client.read().await.unwrap();
    assert_eq!(count.load(Ordering::Relaxed), 3);
    // Half a second and one, less at most half of each.
    assert!(start.elapsed() >= Duration::from_millis(750) && start.elapsed() <= Duration::from_millis(1510));
    count.store(0, Ordering::Relaxed);
    let error = client.read().retries(1).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Interrupted, 2));
    assert_eq!(error.to_string(), "GET /things: connection lost after 2 attempts: out of order: ***");
}

#[tokio::test(start_paused = true)]
async fn pauses_grow_to_eight_seconds() {
    let (count, start) = (Arc::default(), Instant::now());
    let client = failing(u32::MAX, &count, || "never")(Builder::new(&API).timeout(Duration::MAX));
    client.read().retries(12).await.unwrap_err();
    let longest = Duration::from_millis(500 + 1000 + 2000 + 4000 + 8 * 8000 + 20);
    assert!(
        start.elapsed() >= longest / 2 - Duration::from_millis(20) && start.elapsed() <= longest,
        "{:?}",
        start.elapsed()
    );
    assert_eq!(count.load(Ordering::Relaxed), 13);
}

#[tokio::test(start_paused = true)]
async fn the_default_bounds_are_kept() {
    let count = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&count);
    let silent = service_fn(move |_: http::Request<Body>| {
        counted.fetch_add(1, Ordering::Relaxed);
        std::future::pending::<Result<http::Response<Full<Bytes>>, Infallible>>()
    });
    let client = build(|builder| builder.transport(silent));
    let start = Instant::now();
    let error = client.read().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), count.load(Ordering::Relaxed)), (ErrorKind::IdleTimeout, 3, 3));
    assert_eq!(start.elapsed().as_secs() / 2, 90);
    let start = Instant::now();
    let error = client.read().idle_timeout(Duration::MAX).await.unwrap_err();
    assert_eq!((error.kind(), start.elapsed().as_secs()), (ErrorKind::Timeout, 600));
}

#[tokio::test]
async fn an_error_of_reqwest_below_layers_says_what_happened() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let inner = reqwest::Client::new();
    let service = service_fn(move |request: http::Request<Body>| {
        let inner = inner.clone();
        async move {
            let url = request.uri().to_string();
            inner.get(url).send().await.map(http::Response::from)
        }
    });
    let client = Builder::new(&API).base_url(url).transport(service).build().unwrap();
    let error = client.read().retries(0).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /things: no connection: connection refused");
}

#[tokio::test]
async fn a_client_of_reqwest_keeps_its_settings() {
    let server = Server::start([Answer::json("200 OK", "", r#"{"name":"made"}"#).stall(0)]).await;
    let mut headers = http::HeaderMap::new();
    headers.insert("x-own", http::HeaderValue::from_static("1"));
    let own = reqwest::Client::builder().default_headers(headers).timeout(Duration::from_millis(300)).build().unwrap();
    let client = Builder::new(&API).base_url(server.url()).reqwest(own).retries(0).build().unwrap();
    let error = client.read().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(server.only().header("x-own"), Some("1"));
}

#[tokio::test]
async fn a_key_in_the_query_shows_nowhere() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client =
        Builder::new(&API).base_url(url).credential("query", "s3cret").credential("key", "k3y").build().unwrap();
    let error = client.read().retries(0).await.unwrap_err();
    let source = std::error::Error::source(&error).unwrap();
    let shown = format!("{error} {error:?} {source} {source:?}");
    assert!(!shown.contains("s3cret") && !shown.contains("k3y"), "{shown}");
}

#[cfg(feature = "server")]
#[tokio::test]
async fn a_router_carries_requests_without_a_socket() {
    let create = async |body: String| ([("content-type", "application/json")], body.replace("new", "made"));
    let router = axum::Router::new().route("/v1/things", axum::routing::post(create));
    let client = build(|builder| builder.transport(router));
    assert_eq!(client.create(&Thing::new("new")).await.unwrap(), Thing::new("made"));
    let error = client.read().await.unwrap_err();
    assert_eq!(error.to_string(), "GET /things: 405 Method Not Allowed");
}
