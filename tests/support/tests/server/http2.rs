//! The same over HTTP/2: what differs there is how a body that nobody wants ends, and how a connection does.

use std::{
    future::poll_fn,
    time::{Duration, Instant},
};

use bytes::Bytes;
use h2::{
    SendStream,
    client::{ResponseFuture, SendRequest},
};
use http::{Method, Request, StatusCode, header::CONTENT_TYPE};
use refract_support::server::Options;
use tokio::{net::TcpStream, task::JoinHandle};

use super::{
    service::{router, said},
    wire::Server,
};

/// A connection, and how it ends.
async fn connect(server: &Server) -> (SendRequest<Bytes>, JoinHandle<Result<(), h2::Error>>) {
    let stream = TcpStream::connect(server.address).await.unwrap();
    let (client, connection) = h2::client::handshake(stream).await.unwrap();
    (client.ready().await.unwrap(), tokio::spawn(connection))
}

fn request(method: Method, length: usize) -> Request<()> {
    let request = Request::builder().method(method).uri("http://a/words").header(CONTENT_TYPE, "application/json");
    request.header("authorization", "Bearer t0ken").header("content-length", length).body(()).unwrap()
}

/// The status and the body of an answer.
async fn answer(response: ResponseFuture) -> (StatusCode, Vec<u8>) {
    let (parts, mut body) = response.await.unwrap().into_parts();
    assert!(!parts.headers.contains_key("connection"));
    let mut bytes = Vec::new();
    while let Some(part) = body.data().await {
        bytes.extend_from_slice(&part.unwrap());
    }
    (parts.status, bytes)
}

#[tokio::test]
async fn requests_are_answered_at_once() {
    let server = Server::start(router(Options::default())).await;
    let (mut client, _) = connect(&server).await;
    let mut responses = Vec::new();
    for index in 0..20 {
        let body = format!(r#"{{"said":"{index}","do":"wait"}}"#);
        let (response, mut sender) = client.send_request(request(Method::POST, body.len()), false).unwrap();
        sender.send_data(Bytes::from(body), true).unwrap();
        responses.push(response);
        client = client.ready().await.unwrap();
    }
    let started = Instant::now();
    for (index, response) in responses.into_iter().enumerate() {
        let (status, body) = answer(response).await;
        assert_eq!((status.as_u16(), said(&body)), (200, index.to_string()));
    }
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn the_answer_comes_before_a_body_that_is_not_wanted_and_after_it() {
    const LENGTH: usize = 8 << 20;
    let server = Server::start(router(Options::default().body_limit(1 << 20))).await;
    let (mut client, _) = connect(&server).await;
    for (method, status) in [(Method::POST, 413), (Method::PUT, 405)] {
        let (response, mut sender) = client.send_request(request(method.clone(), LENGTH), false).unwrap();
        assert_eq!(answer(response).await.0, status);
        send(&mut sender, LENGTH).await;
        client = client.ready().await.unwrap();

        let (response, mut sender) = client.send_request(request(method, LENGTH), false).unwrap();
        send(&mut sender, LENGTH).await;
        assert_eq!(answer(response).await.0, status);
        client = client.ready().await.unwrap();
    }
    let (response, _) = client.send_request(request(Method::HEAD, 0), true).unwrap();
    assert_eq!(answer(response).await, (StatusCode::OK, Vec::new()));
}

/// Sends a body of a length, as fast as the peer takes it.
async fn send(sender: &mut SendStream<Bytes>, mut length: usize) {
    while length > 0 {
        sender.reserve_capacity(length.min(1 << 20));
        let capacity = poll_fn(|context| sender.poll_capacity(context)).await.unwrap().unwrap();
        length -= capacity;
        sender.send_data(Bytes::from(vec![b'x'; capacity]), length == 0).unwrap();
    }
}

#[tokio::test]
async fn a_connection_that_is_idle_is_closed_in_peace() {
    let set = |serve: refract_support::server::Serve| {
        serve.header_timeout(Duration::from_millis(200)).idle_timeout(Duration::from_millis(300))
    };
    let server = Server::start_with(router(Options::default()), set).await;
    let (silent, silent_end) = connect(&server).await;
    let started = Instant::now();
    let (mut client, end) = connect(&server).await;
    let (response, _) = client.send_request(request(Method::GET, 0), true).unwrap();
    assert_eq!(answer(response).await.0, 200);
    end.await.unwrap().unwrap();
    assert!(started.elapsed() >= Duration::from_millis(300));
    // One that never sends a request does not even have that long.
    let _ = silent_end.await;
    drop(silent);
}
