//! The generated client against a server that fails, cuts, stalls and trickles.

use std::time::{Duration, Instant};

use openai_containers::{
    client::{Client, Error, ErrorKind},
    models::{Container, CreateContainerRequest},
};

use crate::{
    peer::{Answer, Server},
    service::client,
};

const BODY: &str = r#"{"id":"cntr_1","object":"container","created_at":1767225600,"name":"demo","status":"active"}"#;

fn ok() -> Answer {
    Answer::json("200 OK", "", BODY)
}

fn failed(status: &str, headers: &str) -> Answer {
    Answer::json(status, headers, r#"{"error":{"message":"not now"}}"#)
}

async fn create(client: &Client, retries: u32) -> Result<Container, Error> {
    client.containers().create(&CreateContainerRequest::new("demo")).retries(retries).await
}

#[tokio::test]
async fn it_tries_again_as_often_as_it_was_told() {
    let failures = ["500 Internal Server Error", "429 Too Many Requests", "409 Conflict", "503 Service Unavailable"];
    let mut answers: Vec<Answer> = failures.iter().map(|status| failed(status, "")).collect();
    answers.push(ok());
    let server = Server::start(answers.clone()).await;
    assert_eq!(create(&client(server.address), 4).await.unwrap().name, "demo");
    let seen = server.seen();
    assert_eq!(seen.len(), 5);
    assert!(seen.iter().all(|request| request.body == r#"{"name":"demo"}"#), "{seen:?}");

    let server = Server::start(answers).await;
    let error = create(&client(server.address), 3).await.unwrap_err();
    assert_eq!((error.attempts(), server.seen().len()), (4, 4));
    assert_eq!(error.to_string(), "POST /containers: 503 Service Unavailable after 4 attempts: not now");
}

#[tokio::test]
async fn it_waits_for_as_long_as_the_server_asks() {
    let date = "date: Tue, 06 Jan 2026 10:00:00 GMT\r\nretry-after: Tue, 06 Jan 2026 10:00:01 GMT\r\n";
    let waits = ["retry-after: 1\r\n", date].map(|headers| async move {
        let server = Server::start([failed("429 Too Many Requests", headers), ok()]).await;
        let started = Instant::now();
        create(&client(server.address), 1).await.unwrap();
        assert_eq!(server.seen().len(), 2);
        started.elapsed()
    });
    let [seconds, date] = waits;
    for elapsed in <[Duration; 2]>::from(tokio::join!(seconds, date)) {
        assert!((Duration::from_secs(1)..Duration::from_secs(2)).contains(&elapsed), "{elapsed:?}");
    }
}

#[tokio::test]
async fn it_does_not_wait_for_longer_than_its_bound() {
    let server = Server::start([failed("503 Service Unavailable", "retry-after: 61\r\n"), ok()]).await;
    let error = create(&client(server.address), 5).await.unwrap_err();
    assert_eq!((error.attempts(), error.status().unwrap().as_u16()), (1, 503));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn what_can_t_pass_is_not_tried_again() {
    for status in ["400 Bad Request", "404 Not Found", "422 Unprocessable Entity", "501 Not Implemented"] {
        let server = Server::start([failed(status, ""), ok()]).await;
        let error = create(&client(server.address), 2).await.unwrap_err();
        assert_eq!(error.to_string(), format!("POST /containers: {status}: not now"));
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn cut_connections_are_tried_again() {
    // Before the answer, within its head, and within its body.
    for length in [0, 20, ok().len() - 10] {
        let server = Server::start([ok().cut(length), ok()]).await;
        assert_eq!(create(&client(server.address), 1).await.unwrap().name, "demo");
        assert_eq!(server.seen().len(), 2);

        let server = Server::start([ok().cut(length)]).await;
        let error = create(&client(server.address), 0).await.unwrap_err();
        assert_eq!((error.kind(), error.is_connect()), (ErrorKind::Interrupted, true), "{error}");
    }
}

#[tokio::test]
async fn nobody_listens() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = create(&client(address), 1).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 2));
    assert_eq!(error.to_string(), "POST /containers: no connection after 2 attempts: connection refused");
}

#[tokio::test]
async fn a_stalled_peer_is_left() {
    const BOUND: Duration = Duration::from_millis(100);
    for length in [0, 20, ok().len() - 10] {
        let server = Server::start([ok().stall(length)]).await;
        let client = client(server.address);
        let call = || client.containers().create(&CreateContainerRequest::new("demo"));
        let started = Instant::now();
        let idle = call().idle_timeout(BOUND).await.unwrap_err();
        let whole = call().timeout(BOUND).await.unwrap_err();
        assert!((2 * BOUND..10 * BOUND).contains(&started.elapsed()), "{:?}", started.elapsed());
        assert_eq!((idle.kind(), idle.is_timeout()), (ErrorKind::IdleTimeout, true), "{idle}");
        assert_eq!((whole.kind(), whole.is_timeout()), (ErrorKind::Timeout, true), "{whole}");
    }
}

#[tokio::test]
async fn a_slow_peer_is_waited_for() {
    let server = Server::start([ok().slow(20, Duration::from_millis(20))]).await;
    let client = client(server.address);
    let call = client.containers().create(&CreateContainerRequest::new("demo")).idle_timeout(Duration::from_secs(1));
    assert_eq!(call.await.unwrap().name, "demo");
}

#[tokio::test]
async fn an_answer_must_be_json() {
    let server = Server::start([Answer::typed("200 OK", "text/html; charset=utf-8", "", "<h1>Hello</h1>")]).await;
    let error = create(&client(server.address), 2).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ContentType);
    assert_eq!(error.to_string(), "POST /containers: 200 OK, but the body is no JSON: text/html");
    assert_eq!(error.body(), b"<h1>Hello</h1>");
    assert_eq!(server.seen().len(), 1);
    for content_type in ["application/json", "Application/JSON; charset=utf-8", "application/vnd.api+json"] {
        let server = Server::start([Answer::typed("200 OK", content_type, "", BODY)]).await;
        assert_eq!(create(&client(server.address), 0).await.unwrap().name, "demo");
    }
}

#[tokio::test]
async fn an_answer_may_be_chunked_or_not() {
    let (first, second) = BODY.split_at(33);
    let chunks =
        format!("{:x};a=b\r\n{first}\r\n{:X}\r\n{second}\r\n0\r\nx-checksum: 1\r\n\r\n", first.len(), second.len());
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    let chunked = Answer::bytes(format!("{head}transfer-encoding: chunked\r\n\r\n{chunks}"));
    let until_closed = format!("{head}connection: close\r\n\r\n{BODY}");
    let length = until_closed.len();
    let answers = [
        ok(),
        chunked.clone(),
        chunked.clone().slow(7, Duration::from_millis(2)),
        Answer::bytes(until_closed).cut(length),
    ];
    for answer in answers {
        let server = Server::start([answer]).await;
        let container = create(&client(server.address), 0).await.unwrap();
        assert_eq!(String::from_utf8(openai_containers::encode(&container)).unwrap(), reordered());
    }
    // Without its end, it is no whole answer.
    let server = Server::start([chunked.clone().cut(chunked.len() - 20)]).await;
    assert_eq!(create(&client(server.address), 0).await.unwrap_err().kind(), ErrorKind::Interrupted);
}

/// The body, as it is written: in the order of the document.
fn reordered() -> String {
    r#"{"id":"cntr_1","created_at":1767225600,"name":"demo","object":"container","status":"active"}"#.to_owned()
}
