//! Connections: how long they may take for what, and how they end.

use std::time::{Duration, Instant};

use refract_support::server::{Options, Serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{
    service::{LARGE, router, said},
    wire::{Server, say},
};

fn milliseconds(count: u64) -> Duration {
    Duration::from_millis(count)
}

/// A server that waits 200 ms for a head, 400 ms between requests, and 300 ms for a reader.
async fn impatient() -> Server {
    let set = |serve: Serve| {
        let serve = serve.header_timeout(milliseconds(200)).idle_timeout(milliseconds(400));
        serve.write_timeout(milliseconds(300)).shutdown_timeout(milliseconds(600))
    };
    Server::start_with(router(Options::default()), set).await
}

/// Whether a time has passed, and no more than a busy machine adds.
fn took(started: Instant, expected: u64) {
    let elapsed = started.elapsed();
    assert!(milliseconds(expected) <= elapsed && elapsed < milliseconds(expected + 2000), "{elapsed:?}");
}

#[tokio::test]
async fn one_who_sends_nothing_is_cut_off() {
    let server = impatient().await;
    let (started, client) = (Instant::now(), server.connect().await);
    assert_eq!(client.closed().await, b"");
    took(started, 200);
}

#[tokio::test]
async fn one_who_sends_half_a_head_is_cut_off() {
    let server = impatient().await;
    for half in ["P", "PRI * HTTP/2.0\r\n", "POST /words HTTP/1.1\r\nHost: a\r\nAuthor"] {
        let (started, mut client) = (Instant::now(), server.connect().await);
        client.send(half).await;
        // Meanwhile, others are served.
        assert_eq!(server.answer(say("{}")).await.status, 200);
        client.closed().await;
        took(started, 200);
    }
}

#[tokio::test]
async fn one_who_sends_a_head_byte_by_byte_is_cut_off() {
    let server = impatient().await;
    let (started, mut client) = (Instant::now(), server.connect().await);
    while client.is_open_for(20).await {
        if client.stream.write_all(b"a").await.is_err() {
            break;
        }
    }
    took(started, 200);
}

#[tokio::test]
async fn a_head_has_its_time_after_a_pause_as_well() {
    let server = impatient().await;
    let mut client = server.connect().await;
    client.send(say("{}")).await;
    client.answer().await;
    tokio::time::sleep(milliseconds(300)).await;
    let request = say("{}");
    let (first, second) = request.split_at(50);
    client.send(first).await;
    tokio::time::sleep(milliseconds(150)).await;
    client.send(second).await;
    assert_eq!(client.answer().await.status, 200);
    let started = Instant::now();
    tokio::time::sleep(milliseconds(50)).await;
    client.send("POST").await;
    client.closed().await;
    took(started, 250);
}

#[tokio::test]
async fn one_who_pauses_too_long_is_closed() {
    let server = impatient().await;
    let mut client = server.connect().await;
    for _ in 0..3 {
        tokio::time::sleep(milliseconds(100)).await;
        client.send(say("{}")).await;
        assert_eq!(client.answer().await.status, 200);
    }
    let started = Instant::now();
    assert_eq!(client.closed().await, b"");
    took(started, 350);
}

#[tokio::test]
async fn a_slow_implementation_is_waited_for() {
    let server = impatient().await;
    let mut client = server.connect().await;
    for _ in 0..2 {
        client.send(say(r#"{"do":"wait"}"#)).await;
        assert_eq!(client.answer().await.status, 200);
    }
}

#[tokio::test]
async fn a_slow_reader_gets_all_of_an_answer() {
    let server = impatient().await;
    let mut client = server.connect().await;
    client.send("GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    let (mut received, mut part) = (0, vec![0; 1 << 20]);
    let started = Instant::now();
    while let Ok(count @ 1..) = client.stream.read(&mut part).await {
        received += count;
        if started.elapsed() < milliseconds(800) {
            tokio::time::sleep(milliseconds(100)).await;
        }
    }
    assert!(received > LARGE, "{received}");
    assert!(started.elapsed() > milliseconds(800));
}

#[tokio::test]
async fn one_who_never_reads_is_cut_off() {
    let set = |serve: Serve| serve.write_timeout(milliseconds(200));
    let server = Server::start_with(router(Options::default()), set).await;
    let mut client = server.connect().await;
    client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n").await;
    tokio::time::sleep(milliseconds(700)).await;
    assert!(client.closed().await.len() < LARGE);
}

#[tokio::test]
async fn a_slow_reader_may_go_on() {
    let set = |serve: Serve| serve.idle_timeout(milliseconds(400));
    let server = Server::start_with(router(Options::default()), set).await;
    let mut client = server.connect_narrowly().await;
    client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n").await;
    let (mut part, mut head) = (vec![0; LARGE / 8], 0);
    for _ in 0..8 {
        tokio::time::sleep(milliseconds(100)).await;
        client.stream.read_exact(&mut part).await.unwrap();
        head += part.windows(4).position(|window| window == b"\r\n\r\n").map_or(0, |at| at + 4);
    }
    client.stream.read_exact(&mut part[..head]).await.unwrap();
    client.send(say("{}")).await;
    assert_eq!(client.answer().await.status, 200);
}

#[tokio::test]
async fn a_message_that_makes_no_sense_is_refused() {
    let server = impatient().await;
    for bytes in [
        "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET / HTTP/1.1\r\na b: c\r\n\r\n",
    ] {
        let mut client = server.connect().await;
        client.send(bytes).await;
        assert_eq!(client.answer().await.status, 400, "{bytes:?}");
    }
    // Much more than is looked at is taken all the same, so that the answer is not lost to a reset.
    let mut client = server.connect().await;
    client.send("x".repeat(8 << 20)).await;
    assert_eq!(client.answer().await.status, 431);
    client.stream.shutdown().await.unwrap();
    assert_eq!(client.closed().await, b"");
}

#[tokio::test]
async fn one_who_has_sent_all_and_says_so_gets_the_answer() {
    let server = impatient().await;
    let mut clients = Vec::new();
    for word in ["", "wait"].repeat(20) {
        let mut client = server.connect().await;
        client.send(say(&format!(r#"{{"do":"{word}"}}"#))).await;
        client.stream.shutdown().await.unwrap();
        clients.push(client);
    }
    for mut client in clients {
        assert_eq!(client.answer().await.status, 200);
        assert_eq!(client.closed().await, b"");
    }
}

#[tokio::test]
async fn a_request_names_its_host() {
    let server = impatient().await;
    for host in ["", "Host: a\r\nHost: a\r\n"] {
        let mut client = server.connect().await;
        client.send(say("{}").replace("Host: a\r\n", host)).await;
        let answer = client.answer().await;
        assert_eq!((answer.problem()["status"].as_u64(), answer.header("connection")), (Some(400), Some("close")));
        assert_eq!(client.closed().await, b"");
    }
    let old = say("{}").replace("HTTP/1.1\r\nHost: a", "HTTP/1.0");
    assert_eq!(server.answer(old).await.status, 200);
}

#[tokio::test]
async fn what_is_in_flight_ends_and_nothing_begins() {
    let mut server = impatient().await;
    let mut busy = server.connect().await;
    busy.send(say(r#"{"do":"wait","said":"done"}"#)).await;
    let mut idle = server.connect().await;
    idle.send(say("{}")).await;
    idle.answer().await;
    let (address, started) = (server.address, Instant::now());
    server.stop();
    assert_eq!(idle.closed().await, b"");
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
    let answer = busy.answer().await;
    assert_eq!((said(&answer.body).as_str(), answer.header("connection")), ("done", Some("close")));
    assert_eq!(busy.closed().await, b"");
    server.ended().await;
    took(started, 0);
}

#[tokio::test]
async fn the_end_does_not_wait_for_ever() {
    let mut server = impatient().await;
    let mut half = server.connect().await;
    half.send(say("{}").replace("Content-Length: 2", "Content-Length: 3")).await;
    tokio::time::sleep(milliseconds(50)).await;
    let started = Instant::now();
    server.stop();
    server.ended().await;
    took(started, 600);
    assert_eq!(half.closed().await, b"");
}

#[tokio::test]
async fn many_are_served_at_once() {
    let server = impatient().await;
    let mut clients = Vec::new();
    for index in 0..64 {
        let mut client = server.connect().await;
        client.send(say(&format!(r#"{{"said":"{index}","do":"wait"}}"#))).await;
        clients.push(client);
    }
    let started = Instant::now();
    for (index, client) in clients.iter_mut().enumerate() {
        assert_eq!(said(&client.answer().await.body), index.to_string());
    }
    assert!(started.elapsed() < milliseconds(5000));
}
