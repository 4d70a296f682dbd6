//! Bodies: how they may come, and how they may not.

use std::time::{Duration, Instant};

use refract_support::server::Options;
use tokio::io::AsyncWriteExt as _;

use super::{
    service::{router, said},
    wire::{Client, Server, say},
};

const HEAD: &str =
    "POST /words HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer t0ken\r\nContent-Type: application/json\r\n";

fn chunk(text: &str) -> String {
    format!("{:x};extension=\"a\"\r\n{text}\r\n", text.len())
}

/// The head of a request with a body of this length.
fn head(length: u64) -> String {
    format!("{HEAD}Content-Length: {length}\r\n\r\n")
}

#[tokio::test]
async fn a_body_may_come_in_pieces() {
    let server = Server::start(router(Options::default())).await;
    let mut client = server.connect().await;
    let request = say(r#"{"said":"hello"}"#);
    for byte in request.as_bytes() {
        client.send([*byte]).await;
        tokio::task::yield_now().await;
    }
    assert_eq!(said(&client.answer().await.body), "hello");

    client.send(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n")).await;
    for text in ["{\"said\"", ":", "\"in", " chunks\"}"] {
        client.send(chunk(text)).await;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    client.send("0\r\nTrailer: t\r\n\r\n").await;
    assert_eq!(said(&client.answer().await.body), "in chunks");

    let long = "long ".repeat(200_000);
    client.send(say(&format!(r#"{{"said":"{long}"}}"#))).await;
    assert_eq!(said(&client.answer().await.body), long);
    let chunks: String = format!(r#"{{"said":"{long}"}}"#)
        .as_bytes()
        .chunks(999)
        .map(|part| chunk(std::str::from_utf8(part).unwrap()))
        .collect();
    client.send(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n")).await;
    assert_eq!(said(&client.answer().await.body), long);
}

#[tokio::test]
async fn the_content_type_must_be_the_declared_one() {
    let server = Server::start(router(Options::default())).await;
    for good in ["application/json", "Application/JSON", "application/json;charset=utf-8", "application/json ; a=\"b\""]
    {
        let answer = server.answer(say("{}").replace("application/json", good)).await;
        assert_eq!(answer.status, 200, "{good}");
    }
    for bad in
        ["text/plain", "application/problem+json", "application/jsonx", "json", "", "application/json, text/plain"]
    {
        let answer = server.answer(say("{}").replace("application/json", bad)).await;
        assert_eq!(answer.status, 415, "{bad}");
        assert_eq!(answer.problem()["detail"], "The content type must be `application/json`.");
    }
    let none = say("{}").replace("Content-Type: application/json\r\n", "");
    assert_eq!(server.answer(none).await.status, 415);
    let twice = say("{}").replace("Content-Type: ", "Content-Type: application/json\r\nContent-Type: ");
    assert_eq!(server.answer(twice).await.status, 400);

    let merge = say("{}").replace("POST", "PATCH");
    assert_eq!(server.answer(&merge).await.status, 415);
    assert_eq!(server.answer(merge.replace("/json", "/merge-patch+json")).await.status, 200);
}

#[tokio::test]
async fn a_body_may_be_left_out_where_it_is_optional() {
    let server = Server::start(router(Options::default())).await;
    let mut client = server.connect().await;
    client.send("POST /optional HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(said(&client.answer().await.body), "nothing");
    client.send("POST /optional HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").await;
    assert_eq!(said(&client.answer().await.body), "nothing");
    client.send(say(r#"{"said":"x"}"#).replace("/words", "/optional")).await;
    assert_eq!(said(&client.answer().await.body), "x");
    client.send("POST /optional HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}").await;
    assert_eq!(client.answer().await.status, 415);
    client.send("POST /words HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer t\r\n\r\n").await;
    assert_eq!(client.answer().await.status, 400, "a body that must be there is not JSON when it is not");
}

#[tokio::test]
async fn a_body_where_none_belongs_is_passed_over() {
    let server = Server::start(router(Options::default())).await;
    let mut client = server.connect().await;
    client
        .send(format!("GET /words HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n{}", "x".repeat(100_000)))
        .await;
    assert_eq!(said(&client.answer().await.body), "list");
    client.send(say("{}")).await;
    assert_eq!(client.answer().await.status, 200);
}

#[tokio::test]
async fn compressed_bodies_are_refused() {
    let server = Server::start(router(Options::default())).await;
    for encoding in ["gzip", "deflate", "br", "identity, gzip", "", "unheard-of"] {
        let answer = server
            .answer(say("\u{1f}{}").replace("\r\n\r\n", &format!("\r\nContent-Encoding: {encoding}\r\n\r\n")))
            .await;
        assert_eq!((answer.status, answer.header("accept-encoding")), (415, Some("identity")), "{encoding}");
        assert_eq!(answer.problem()["title"], "Unsupported Media Type");
    }
    let answer = server.answer(say("{}").replace("\r\n\r\n", "\r\nContent-Encoding: Identity\r\n\r\n")).await;
    assert_eq!(answer.status, 200);
    let answer = server.answer(format!("{HEAD}Transfer-Encoding: gzip, chunked\r\n\r\n{}0\r\n\r\n", chunk("{}"))).await;
    assert_eq!(answer.status, 415);
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_is_taken() {
    let server = Server::start(router(Options::default().body_limit(10))).await;
    let mut client = server.connect().await;
    for (body, status) in [("{}        ", 200), ("{}         ", 413)] {
        client.send(say(body)).await;
        assert_eq!(client.answer().await.status, status);
        client
            .send(format!(
                "{HEAD}Transfer-Encoding: chunked\r\n\r\n{}{}0\r\n\r\n",
                chunk(&body[..4]),
                chunk(&body[4..])
            ))
            .await;
        assert_eq!(client.answer().await.status, status);
        client.send(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n{}0\r\n\r\n", chunk(body))).await;
        assert_eq!(client.answer().await.status, status);
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_before_it_has_come() {
    let server = Server::start(router(Options::default())).await;
    let mut client = server.connect().await;
    client.send(head(33 << 20)).await;
    assert_eq!(client.answer().await.problem()["detail"], "The body is larger than 33554432 bytes.");
    let mut client = server.connect().await;
    client.send(head(1 << 60)).await;
    assert_eq!(client.answer().await.status, 413);
}

/// Sends 64 MiB after a head, and only then reads.
async fn pour(client: &mut Client, head: &str, part: &[u8]) {
    client.send(head).await;
    let mut sent = 0;
    while sent < 64 << 20 {
        client.send(part).await;
        sent += part.len();
    }
}

#[tokio::test]
async fn one_who_sends_all_before_reading_gets_the_answer() {
    let server = Server::start(router(Options::default())).await;
    let part = vec![b'x'; 1 << 20];
    for (head, status) in [
        (head(64 << 20), 413),
        (head(64 << 20).replace("/json", "/xml"), 415),
        (head(64 << 20).replace("Bearer", "Basic"), 401),
        (head(64 << 20).replace("words", "nothing"), 404),
        (head(64 << 20).replace("POST", "PUT"), 405),
    ] {
        let mut client = server.connect().await;
        pour(&mut client, &head, &part).await;
        assert_eq!(client.answer().await.problem()["status"], status);
        client.send(say("{}")).await;
        assert_eq!(client.answer().await.status, 200, "the connection goes on");
    }
    let mut client = server.connect().await;
    let part = chunk(&"x".repeat(1 << 20));
    pour(&mut client, &format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n"), part.as_bytes()).await;
    assert_eq!(client.answer().await.status, 413);
}

#[tokio::test]
async fn one_who_reads_early_gets_the_answer_early() {
    let server = Server::start(router(Options::default().body_limit(1 << 20))).await;
    for head in [head(64 << 20), format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n")] {
        let mut client = server.connect().await;
        client.send(head).await;
        client.send(chunk(&"x".repeat(2 << 20))).await;
        let started = Instant::now();
        assert_eq!(client.answer().await.status, 413);
        assert!(started.elapsed() < Duration::from_secs(1));
    }
}

#[tokio::test]
async fn no_body_is_asked_for_that_is_not_wanted() {
    let server = Server::start(router(Options::default())).await;
    let expect = |head: String| head.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");
    for (head, status) in
        [(head(33 << 20), 413), (head(2).replace("Bearer", "Basic"), 401), (head(2).replace("words", "nothing"), 404)]
    {
        let mut client = server.connect().await;
        client.send(expect(head)).await;
        let answer = client.answer().await;
        assert_eq!((answer.status, answer.header("connection")), (status, Some("close")));
        assert_eq!(client.closed().await, b"");
    }
    let mut client = server.connect().await;
    client.send(expect(head(2))).await;
    assert_eq!(client.answer().await.status, 100);
    client.send("{}").await;
    assert_eq!(client.answer().await.status, 200);
}

#[tokio::test]
async fn one_who_did_not_wait_for_an_invitation_still_gets_the_answer() {
    let server = Server::start(router(Options::default())).await;
    let mut client = server.connect().await;
    let head = head(64 << 20).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");
    pour(&mut client, &head, &vec![b'x'; 1 << 20]).await;
    assert_eq!(client.answer().await.status, 413);
}

#[tokio::test]
async fn broken_bodies_are_refused() {
    let server = Server::start(router(Options::default())).await;
    let chunked = format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n");
    for body in [
        "x\r\n{}\r\n0\r\n\r\n",
        "2\r\n{}\r\r0\r\n\r\n",
        "-1\r\n",
        "ffffffffffffffffff\r\n{}\r\n",
        "2\r\n{}3\r\n",
        "\r\n",
    ] {
        let mut client = server.connect().await;
        client.send(format!("{chunked}{body}")).await;
        let answer = client.answer().await;
        assert_eq!((answer.status, answer.header("connection")), (400, Some("close")), "{body:?}");
        assert_eq!(client.closed().await, b"");
    }
    for (name, value) in
        [("Content-Length", "3\r\nContent-Length: 4"), ("Content-Length", "+3"), ("Transfer-Encoding", "gzip")]
    {
        let answer = server.answer(format!("{HEAD}{name}: {value}\r\n\r\n{{}}")).await;
        assert_eq!(answer.status, 400, "{name}: {value}");
    }
    // Both a length and chunks: the one who smuggles is not followed.
    let answer = server
        .answer(format!("{HEAD}Content-Length: 50\r\nTransfer-Encoding: chunked\r\n\r\n{}0\r\n\r\n", chunk("{}")))
        .await;
    assert!([200, 400].contains(&answer.status), "{answer:?}");
}

#[tokio::test]
async fn a_body_that_is_cut_off_reaches_no_implementation() {
    let server = Server::start(router(Options::default())).await;
    for body in [format!("{}{{\"do\"", head(30)), format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n{}", chunk("{}"))] {
        let mut client = server.connect().await;
        client.send(body).await;
        client.stream.shutdown().await.unwrap();
        let rest = String::from_utf8(client.closed().await).unwrap();
        assert!(rest.is_empty() || rest.starts_with("HTTP/1.1 400"), "{rest}");
    }
}

#[tokio::test]
async fn a_body_that_pauses_too_long_is_given_up_and_holds_nobody_up() {
    let options = Options::default().body_stall_timeout(Duration::from_millis(200));
    let server = Server::start(router(options)).await;
    let (started, mut client) = (Instant::now(), server.connect().await);
    client.send(format!("{}{{", head(30))).await;
    for _ in 0..20 {
        assert_eq!(server.answer(say("{}")).await.status, 200);
    }
    let answer = client.answer().await;
    assert_eq!(answer.problem()["title"], "Request Timeout");
    assert_eq!(answer.header("connection"), Some("close"));
    assert!((200..5000).contains(&started.elapsed().as_millis()), "{:?}", started.elapsed());
    assert_eq!(client.closed().await, b"");
}

#[tokio::test]
async fn a_body_that_takes_too_long_is_given_up() {
    let options = Options::default().body_timeout(Duration::from_millis(400));
    let server = Server::start(router(options)).await;
    let (started, mut client) = (Instant::now(), server.connect().await);
    client.send(head(1000)).await;
    while client.is_open_for(50).await {
        client.send(" ").await;
    }
    assert_eq!(client.answer().await.status, 408);
    assert!((400..5000).contains(&started.elapsed().as_millis()), "{:?}", started.elapsed());
    assert_eq!(client.closed().await, b"");
}

#[tokio::test]
async fn a_body_that_goes_on_slowly_is_taken() {
    let options = Options::default().body_stall_timeout(Duration::from_millis(400));
    let server = Server::start(router(options)).await;
    let mut client = server.connect().await;
    client.send(head(10)).await;
    for part in ["{", " ", " ", " ", " ", " ", " ", " ", " ", "}"] {
        tokio::time::sleep(Duration::from_millis(60)).await;
        client.send(part).await;
    }
    assert_eq!(client.answer().await.status, 200);
}
