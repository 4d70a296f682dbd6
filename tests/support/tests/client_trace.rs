//! What `tracing` is told of a call. A program of its own: in one with calls that nobody listens to, `tracing` may find
//! that nobody ever will.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

#[allow(dead_code, reason = "other tests of the client use the rest")]
#[path = "client/api.rs"]
mod api;
#[allow(dead_code, reason = "other tests of the client use the rest")]
#[path = "client/server.rs"]
mod server;

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex},
};

use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

use api::{Thing, Things, builder};
use server::{Answer, Server};

type Fields = BTreeMap<&'static str, String>;

/// Keeps the fields of the client's spans, and of its events.
#[derive(Clone, Default)]
struct Log {
    spans: Arc<Mutex<Vec<Fields>>>,
    events: Arc<Mutex<Vec<Fields>>>,
}

struct Visitor<'a>(&'a mut Fields);

impl Visit for Visitor<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("refract_support")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::from([("name", span.metadata().name().to_owned())]);
        span.record(&mut Visitor(&mut fields));
        let mut spans = self.spans.lock().unwrap();
        spans.push(fields);
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let index = usize::try_from(span.into_u64()).unwrap() - 1;
        values.record(&mut Visitor(&mut self.spans.lock().unwrap()[index]));
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::new();
        event.record(&mut Visitor(&mut fields));
        self.events.lock().unwrap().push(fields);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

async fn log(answers: &[Answer]) -> Log {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let server = Server::start(answers).await;
    let client =
        builder(&server.url()).bearer_token("s3cret").credential("query", "s3cret").credential("key", "k").build();
    client.unwrap().create(&Thing::new("s3cret")).await.ok();
    let span = &log.spans.lock().unwrap()[0];
    assert_eq!(span["server.port"], server.address.port().to_string());
    assert_eq!(span["server.address"], "127.0.0.1");
    log.clone()
}

fn made() -> Answer {
    Answer::json("200 OK", "", r#"{"name":"made"}"#)
}

#[tokio::test]
async fn a_call_is_a_span_with_its_retries() {
    let unavailable = Answer::json("503 Service Unavailable", "", "{}");
    let log = log(&[unavailable, made().cut(0), made()]).await;
    let spans = log.spans.lock().unwrap();
    let span = &spans[0];
    for (name, value) in [
        ("name", "http.client.call"),
        ("otel.kind", "client"),
        ("otel.name", "POST /things"),
        ("http.request.method", "POST"),
        ("url.template", "/things"),
        ("http.response.status_code", "200"),
        ("http.request.resend_count", "2"),
    ] {
        assert_eq!(span.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert_eq!((spans.len(), span.get("error.type")), (1, None));
    let events = log.events.lock().unwrap();
    let reasons: Vec<_> = events.iter().map(|event| event["reason"].as_str()).collect();
    assert_eq!(reasons, ["status", "connection lost"]);
    assert_eq!(events[0]["http.response.status_code"], "503");
    assert!(!format!("{spans:?}{events:?}").contains("s3cret"));
}

#[tokio::test]
async fn an_error_has_a_type() {
    for (answer, status, error) in [
        (Answer::json("404 Not Found", "", "{}"), Some("404"), "404"),
        (Answer::json("200 OK", "", "{}"), Some("200"), "body"),
        (made().cut(0), None, "interrupted"),
    ] {
        let log = log(&[answer]).await;
        let spans = log.spans.lock().unwrap();
        assert_eq!(spans[0].get("http.response.status_code").map(String::as_str), status);
        assert_eq!(spans[0]["error.type"], error);
    }
}
