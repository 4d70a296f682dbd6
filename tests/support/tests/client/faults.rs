//! Connections that fail, peers that fall silent, and bodies without an end.

use std::time::Duration;

use refract_support::client::{Error, ErrorKind};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket},
    time::Instant,
};

use crate::{
    api::{Thing, Things, builder, client},
    calls::made,
    server::{Answer, Server},
};

const CHUNKED: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n\
                       a\r\n{\"name\":\"x\r\n3\r\nx\"}\r\n0\r\n\r\n";

/// Answers that are cut before the head, in it, in the body, and in a body of chunks: between them, and in one.
fn cuts() -> [Answer; 6] {
    let whole = made();
    let (length, chunked) = (whole.len(), CHUNKED.len());
    [
        whole.clone().cut(0),
        whole.clone().cut(12),
        whole.cut(length - 3),
        Answer::bytes(CHUNKED).cut(chunked - 5),
        Answer::bytes(CHUNKED).cut(chunked - 8),
        Answer::bytes(CHUNKED).cut(chunked - 12),
    ]
}

#[tokio::test]
async fn a_cut_connection_is_tried_again() {
    for (index, cut) in cuts().into_iter().enumerate() {
        let server = Server::start([cut.clone(), cut, made()]).await;
        let thing = client(&server.url()).create(&Thing::new("new")).await;
        assert_eq!(thing.unwrap_or_else(|error| panic!("{index}: {error}")), Thing::new("made"));
        assert_eq!(server.seen().len(), 3);
    }
}

#[tokio::test]
async fn a_connection_that_is_always_cut_is_an_error() {
    for (index, cut) in cuts().into_iter().enumerate() {
        let server = Server::start([cut]).await;
        let error = client(&server.url()).read().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Interrupted, 3), "{index}: {error}");
        assert!(error.is_connect() && !error.is_timeout());
        assert_eq!(error.status().map(|status| status.as_u16()), (index > 1).then_some(200));
        assert_eq!(error.request_id(), (index == 2).then_some("req_1"));
        let start = if index > 1 { "GET /things: 200 OK, but connection lost" } else { "GET /things: connection lost" };
        assert!(error.to_string().starts_with(&format!("{start} after 3 attempts: ")), "{error}");
        assert!(std::error::Error::source(&error).is_some());
    }
}

#[tokio::test]
async fn what_is_no_http_is_an_error() {
    for garbage in ["hello\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n", "HTTP/1.1 banana\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n"] {
        let server = Server::start([Answer::bytes(garbage)]).await;
        let error = client(&server.url()).read().retries(0).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted, "{garbage}");
    }
    let bad_chunk = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n";
    let server = Server::start([Answer::bytes(bad_chunk)]).await;
    assert_eq!(client(&server.url()).read().retries(0).await.unwrap_err().kind(), ErrorKind::Interrupted);
}

#[tokio::test]
async fn a_refused_connection_is_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = client(&format!("http://{address}")).create(&Thing::new("")).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
    assert!(error.is_connect() && !error.is_timeout() && error.status().is_none() && error.headers().is_none());
    assert_eq!(error.to_string(), "POST /things: no connection after 3 attempts: connection refused");
    assert!(error.body().is_empty());
}

#[tokio::test]
async fn a_host_without_an_address_is_an_error() {
    let error = client("http://nowhere.invalid").read().retries(0).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.to_string().starts_with("GET /things: no connection: "), "{error}");
}

/// A listener whose queue is full: it neither takes a connection nor refuses it.
async fn deaf() -> (TcpListener, Vec<tokio::net::TcpStream>) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queue = Vec::new();
    while let Ok(Ok(stream)) =
        tokio::time::timeout(Duration::from_millis(50), tokio::net::TcpStream::connect(address)).await
    {
        queue.push(stream);
    }
    (listener, queue)
}

#[tokio::test]
async fn connecting_has_a_bound() {
    let (listener, _queue) = deaf().await;
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = builder(&url).connect_timeout(Duration::from_millis(50)).retries(1).build().unwrap();
    let error = client.read().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::ConnectTimeout, 2));
    assert!(error.is_timeout() && error.is_connect());
    assert_eq!(error.to_string(), "GET /things: timed out after 2 attempts: no connection was made");
}

#[tokio::test]
async fn silence_has_a_bound_wherever_it_begins() {
    let whole = made();
    let length = whole.len();
    let stalls = [
        (whole.clone().stall(0), None),
        (whole.clone().stall(12), None),
        (whole.stall(length - 3), Some(200)),
        (Answer::bytes(CHUNKED).stall(CHUNKED.len() - 5), Some(200)),
    ];
    for (stall, status) in stalls {
        let server = Server::start([stall.clone(), stall, made()]).await;
        let client = builder(&server.url()).idle_timeout(Duration::from_millis(40)).build().unwrap();
        let start = Instant::now();
        let error = client.read().retries(1).await.unwrap_err();
        assert!(start.elapsed() < Duration::from_secs(5));
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::IdleTimeout, 2));
        assert_eq!(error.status().map(|status| status.as_u16()), status);
        assert!(error.is_timeout() && !error.is_connect());
        let text = error.to_string();
        assert!(
            text.ends_with("timed out after 2 attempts: the server was silent for 40ms") || status.is_some(),
            "{text}"
        );
        // The third answer is whole.
        client.read().idle_timeout(Duration::from_secs(5)).await.unwrap();
    }
}

#[tokio::test]
async fn silence_of_a_call_has_a_bound_of_its_own() {
    let server = Server::start([made().stall(0)]).await;
    let error = client(&server.url()).read().idle_timeout(Duration::from_millis(30)).retries(0).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::IdleTimeout);
    assert_eq!(error.to_string(), "GET /things: timed out: the server was silent for 30ms");
}

#[tokio::test]
async fn a_peer_that_talks_is_not_silent() {
    let chunks: String = r#"{"name":"made"}"#.chars().map(|character| format!("1\r\n{character}\r\n")).collect();
    let answer = format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{chunks}0\r\n\r\n");
    // The head comes with the third piece, and is heard as a whole.
    let server = Server::start([Answer::bytes(answer).slow(20, Duration::from_millis(100))]).await;
    let client = builder(&server.url()).idle_timeout(Duration::from_millis(500)).retries(0).build().unwrap();
    let start = Instant::now();
    assert_eq!(client.read().await.unwrap(), Thing::new("made"));
    assert!(start.elapsed() >= Duration::from_millis(600));
}

#[tokio::test]
async fn the_whole_call_has_a_bound() {
    let answer = made();
    let length = answer.len();
    let server = Server::start([answer.slow(length.div_ceil(40), Duration::from_millis(30))]).await;
    let start = Instant::now();
    let error = client(&server.url()).read().timeout(Duration::from_millis(150)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
    assert!(error.is_timeout());
    assert!(start.elapsed() >= Duration::from_millis(150) && start.elapsed() < Duration::from_secs(5));
    assert_eq!(error.to_string(), "GET /things: timed out: no whole response within 150ms");
}

#[tokio::test]
async fn the_bound_of_a_call_is_for_all_attempts() {
    let server = Server::start([made().stall(0)]).await;
    let client = builder(&server.url())
        .idle_timeout(Duration::from_millis(60))
        .timeout(Duration::from_millis(150))
        .retries(9)
        .build()
        .unwrap();
    let start = Instant::now();
    let error = client.read().await.unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(5));
    assert!(error.is_timeout() && error.attempts() > 1 && error.attempts() < 5, "{error}");
}

#[tokio::test]
async fn bodies_are_bounded() {
    let body = format!(r#"{{"name":"{}"}}"#, "x".repeat(89));
    assert_eq!(body.len(), 100);
    let chunked = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n32\r\n{}\r\n32\r\n{}\r\n0\r\n\r\n",
        &body[..50],
        &body[50..]
    );
    for answer in [
        Answer::json("200 OK", "", &body),
        Answer::bytes(chunked.clone()),
        Answer::bytes(chunked).slow(100, Duration::from_millis(5)),
    ] {
        let server = Server::start([answer]).await;
        let limited = |bytes| builder(&server.url()).body_limit(bytes).build().unwrap();
        assert_eq!(limited(100).read().await.unwrap().name.len(), 89);
        let error = limited(99).read().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::TooLarge, 1));
        assert_eq!(error.to_string(), "GET /things: 200 OK, but the body is too long: more than 99 bytes");
        assert_eq!(limited(49).read().await.unwrap_err().kind(), ErrorKind::TooLarge);
    }
}

#[tokio::test]
async fn a_body_without_an_end_is_not_read_to_it() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0);
        let mut sent = stream.write(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
        while let Ok(count) = stream.write(&[b' '; 4096]).await {
            sent += count;
        }
        sent
    });
    let client = builder(&url).body_limit(100_000).build().unwrap();
    assert_eq!(client.read().await.unwrap_err().kind(), ErrorKind::TooLarge);
    // What the system buffers is sent without being read.
    assert!(server.await.unwrap() < 16 << 20);
}

#[tokio::test]
async fn a_dropped_future_cancels() {
    let server = Server::start([made().stall(0)]).await;
    let call = tokio::spawn(client(&server.url()).read().into_future());
    server.has_seen(1).await;
    call.abort();
    server.closed().await;
    assert_eq!(server.seen().len(), 1);
    let whole = made();
    let length = whole.len();
    let server = Server::start([whole.stall(length - 3)]).await;
    let client = client(&server.url());
    let result = tokio::time::timeout(Duration::from_millis(100), client.read()).await;
    assert!(result.is_err());
    server.closed().await;
    assert_eq!(server.seen().len(), 1);
}

/// Takes a body of so many bytes in steps, with a pause before each.
async fn take_slowly(listener: TcpListener, length: usize, step: usize, pause: Duration) {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut left = length;
    let mut buffer = vec![0; step];
    while left > 0 {
        tokio::time::sleep(pause).await;
        let end = step.min(left);
        let count = stream.read_exact(&mut buffer[..end]).await.unwrap();
        left -= count;
    }
    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n{\"name\":\"made\"}";
    stream.write_all(answer).await.unwrap();
    // The client closes.
    assert_eq!(stream.read(&mut [0; 64]).await.unwrap_or(0), 0);
}

async fn upload(step: usize, pause: Duration) -> Result<Thing, Error> {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(64 << 10).unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(take_slowly(listener, 16 << 20, step, pause));
    let client = builder(&url).idle_timeout(Duration::from_millis(600)).retries(0).build().unwrap();
    client.create(&Thing::new(&"x".repeat(16 << 20))).await
}

#[tokio::test]
async fn a_peer_that_takes_the_body_is_not_silent() {
    let start = Instant::now();
    assert_eq!(upload(2 << 20, Duration::from_millis(120)).await.unwrap(), Thing::new("made"));
    assert!(start.elapsed() > Duration::from_millis(900));
}

#[tokio::test]
async fn a_peer_that_stops_taking_the_body_is_silent() {
    assert_eq!(upload(1 << 20, Duration::from_secs(60)).await.unwrap_err().kind(), ErrorKind::IdleTimeout);
}

#[tokio::test]
async fn an_answer_may_come_before_the_body_is_taken() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0);
        let answer = b"HTTP/1.1 413 Payload Too Large\r\ncontent-type: text/plain\r\ncontent-length: 7\r\n\r\nat most";
        stream.write_all(answer).await.unwrap();
        // To close at once would reset the connection, and could take the answer back.
        while matches!(stream.read(&mut [0; 4096]).await, Ok(1..)) {}
    });
    let error = client(&url).create(&Thing::new(&"x".repeat(32 << 20))).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.message()), (413, Some("at most")));
}

#[tokio::test]
async fn a_connection_that_was_closed_meanwhile_is_not_used() {
    let whole = made();
    let length = whole.len();
    let server = Server::start([whole.cut(length)]).await;
    let client = client(&server.url());
    for _ in 0..2 {
        client.read().retries(0).await.unwrap();
        server.closed().await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(server.seen()[1].connection, 1);
}
