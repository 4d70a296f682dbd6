//! What a call sends, and what it gives back.

use std::time::Duration;

use refract_support::client::{Call, Client, ErrorKind, Reply};

use crate::{
    api::{Thing, Things, builder, client},
    server::{Answer, Server},
};

pub fn made() -> Answer {
    Answer::json("200 OK", "x-request-id: req_1\r\nx-left: 7\r\n", r#"{"name":"made"}"#)
}

#[tokio::test]
async fn a_call_is_awaited_as_it_is() {
    let server = Server::start([made()]).await;
    let thing = client(&server.url()).create(&Thing::new("new")).await.unwrap();
    assert_eq!(thing, Thing::new("made"));
    let seen = server.only();
    assert!(seen.head.starts_with("POST /v1/things HTTP/1.1\n"), "{}", seen.head);
    assert_eq!(seen.body, r#"{"name":"new"}"#);
    assert_eq!(seen.header("authorization"), Some("Bearer t0ken"));
    assert_eq!(seen.header("accept"), Some("application/json"));
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert_eq!(seen.header("user-agent"), Some("example/1.2.3"));
    assert_eq!(seen.header("content-length"), Some("14"));
    assert_eq!(seen.head.matches("accept").count(), 1, "{}", seen.head);
}

#[tokio::test]
async fn a_request_without_a_body_has_none() {
    let server = Server::start([made()]).await;
    client(&server.url()).read().await.unwrap();
    let seen = server.only();
    assert!(seen.head.starts_with("GET /v1/things HTTP/1.1\n"), "{}", seen.head);
    assert_eq!((seen.header("content-length"), seen.header("content-type")), (None, None));
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_awaited() {
    let server = Server::start([made()]).await;
    let call = client(&server.url()).read();
    drop(call);
    let future = client(&server.url()).read().into_future();
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(server.seen().len(), 0);
    future.await.unwrap();
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_slash_ends_the_base_url_or_not() {
    for (end, path) in [
        ("", "/things"),
        ("/", "/things"),
        ("/a/b", "/a/b/things"),
        ("/a/b/", "/a/b/things"),
        ("/%C3%A4 b/.", "/%C3%A4%20b/things"),
    ] {
        let server = Server::start([made()]).await;
        let client = builder(&format!("http://{}{end}", server.address)).build().unwrap();
        client.read().await.unwrap();
        assert!(server.only().head.starts_with(&format!("GET {path} ")), "{end}");
    }
}

#[tokio::test]
async fn calls_share_connections() {
    let server = Server::start([made()]).await;
    let client = client(&server.url());
    for _ in 0..3 {
        client.clone().read().await.unwrap();
    }
    assert!(server.seen().iter().all(|seen| seen.connection == 0));
}

#[tokio::test]
async fn the_head_of_a_response_is_there_when_asked_for() {
    let server = Server::start([made()]).await;
    let response = client(&server.url()).read().response().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["x-left"], "7");
    assert_eq!(*response.body(), Thing::new("made"));
}

#[tokio::test]
async fn a_raw_response_is_of_any_status() {
    let server = Server::start([Answer::typed("418 I'm a teapot", "text/plain", "x-left: 7\r\n", "short")]).await;
    let response = client(&server.url()).read().raw().await.unwrap();
    assert_eq!(response.status(), 418);
    assert_eq!(response.headers()["x-left"], "7");
    assert_eq!(response.body(), "short");
}

#[tokio::test]
async fn bodies_come_in_pieces_chunked_and_not() {
    let plain = made();
    let length = plain.len();
    let chunked = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n\
                   5\r\n{\"nam\r\na\r\ne\":\"made\"}\r\n0\r\nx-trailer: 1\r\n\r\n";
    let to_the_end = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"name\":\"made\"}";
    let answers = [
        plain.slow(length.div_ceil(5), Duration::from_millis(5)),
        Answer::bytes(chunked).slow(20, Duration::from_millis(5)),
        Answer::bytes(chunked),
        Answer::bytes(to_the_end).slow(30, Duration::from_millis(5)).cut(30),
    ];
    let count = answers.len();
    let server = Server::start(answers).await;
    for index in 0..count {
        let thing = client(&server.url()).read().await.unwrap_or_else(|error| panic!("{index}: {error}"));
        assert_eq!(thing, Thing::new("made"));
    }
    assert_eq!(server.seen().len(), count);
}

#[tokio::test]
async fn headers_of_a_call_go_before_those_of_the_client() {
    let server = Server::start([made()]).await;
    let client = builder(&server.url())
        .header("x-both", "client")
        .header("x-client", "first")
        .header("X-Client", "last")
        .header("accept", "text/plain")
        .user_agent("mine/1")
        .bearer_token("t0ken")
        .build()
        .unwrap();
    client.create(&Thing::new("")).header("X-Both", "call").header("x-number", 7).await.unwrap();
    client.create(&Thing::new("")).header("authorization", "Bearer other").header("accept", "a/b").await.unwrap();
    let [first, second] = &server.seen()[..] else { panic!() };
    let of_first = |name| first.header(name);
    assert_eq!(of_first("x-both"), Some("call"));
    assert_eq!(of_first("x-number"), Some("7"));
    assert_eq!(of_first("x-client"), Some("last"));
    assert_eq!(of_first("user-agent"), Some("mine/1"));
    // What an operation says of itself goes before defaults.
    assert_eq!(of_first("accept"), Some("application/json"));
    assert_eq!(second.header("x-both"), Some("client"));
    assert_eq!(second.header("authorization"), Some("Bearer other"));
    assert_eq!(second.header("accept"), Some("a/b"));
}

#[tokio::test]
async fn faulty_options_are_errors_when_awaited() {
    let server = Server::start([made()]).await;
    let client = client(&server.url());
    let cases: [(Call<Thing>, &str); 4] = [
        (client.read().header("a b", "1").header("c d", "2"), "`a b` can't be a header's name"),
        (client.read().header("x-secret", "s3cret\n"), "the value of the header `x-secret` has characters"),
        (client.read().header("content-length", "1"), "`content-length` is set by what sends the request"),
        (client.read().bearer_token("s3cret\n"), "the bearer token is empty, or has characters"),
    ];
    for (call, expected) in cases {
        let error = call.await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Request, 0));
        let text = error.to_string();
        assert!(text.starts_with("GET /things: the request can't be sent: ") && text.contains(expected), "{text}");
        assert!(!format!("{text}{error:?}").contains("s3cret"), "{error:?}");
    }
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn a_long_body_is_sent_whole() {
    let server = Server::start([made()]).await;
    let name = "x".repeat(300 << 10);
    client(&server.url()).create(&Thing::new(&name)).await.unwrap();
    let seen = server.only();
    assert_eq!(seen.header("content-length"), Some((name.len() + 11).to_string().as_str()));
    assert_eq!(seen.body, format!(r#"{{"name":"{name}"}}"#));
}

#[test]
fn calls_can_be_sent_to_other_threads() {
    fn is_send<T: Send>() {}
    fn is_shared<T: Send + Sync + Clone + Unpin + 'static>() {}
    is_send::<Call<std::rc::Rc<()>>>();
    is_send::<Reply<std::rc::Rc<()>>>();
    is_shared::<Client>();
}
