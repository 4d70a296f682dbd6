//! Which operation a request reaches, by its method and its path.

use axum::{Router, body::Body};
use futures_util::FutureExt as _;
use http_body_util::{BodyExt as _, Limited};
use refract_support::server::Options;
use tower::ServiceExt as _;

use super::{
    service::{odd_router, router, said},
    wire::{Server, say},
};

#[tokio::test]
async fn a_request_is_answered() {
    let server = Server::start(router(Options::default())).await;
    let answer = server.answer(say(r#"{"said":"hello"}"#)).await;
    assert_eq!((answer.status, said(&answer.body).as_str()), (200, "hello"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn a_path_has_its_methods() {
    let server = Server::start(router(Options::default())).await;
    let listed = server.answer("GET /words HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!((listed.status, said(&listed.body).as_str()), (200, "list"));

    let mut client = server.connect().await;
    client.send("HEAD /words HTTP/1.1\r\nHost: a\r\n\r\n").await;
    let head = client.answer_to("HEAD").await;
    assert_eq!((head.status, head.header("content-type")), (200, listed.header("content-type")));
    assert_eq!(head.header("content-length"), listed.header("content-length"));
    assert!(client.is_open_for(50).await, "a body came");

    client.send("OPTIONS /words HTTP/1.1\r\nHost: a\r\n\r\n").await;
    let options = client.answer().await;
    assert_eq!((options.status, options.header("allow")), (204, Some("POST, GET, HEAD, PATCH, OPTIONS")));
    assert_eq!(options.header("content-length"), None);

    for method in ["PUT", "DELETE", "TRACE", "BREW", "post"] {
        client.send(format!("{method} /words HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{{}}")).await;
        let refused = client.answer().await;
        assert_eq!(refused.problem()["title"], "Method Not Allowed");
        assert_eq!(refused.header("allow"), options.header("allow"), "{method}");
    }

    client.send("HEAD /optional HTTP/1.1\r\nHost: a\r\n\r\n").await;
    let refused = client.answer_to("HEAD").await;
    assert_eq!((refused.status, refused.header("allow")), (405, Some("POST, OPTIONS")));
    assert!(client.is_open_for(50).await, "a body came");
}

#[tokio::test]
async fn a_path_that_is_not_there_is_not_found() {
    let server = Server::start(router(Options::default())).await;
    for target in ["/", "/word", "/words/", "/words/7", "//words", "/Words", "/who", "/who/a/b", "*"] {
        let answer = server.answer(format!("GET {target} HTTP/1.1\r\nHost: a\r\n\r\n")).await;
        assert_eq!(answer.problem()["title"], "Not Found", "{target}");
    }
    let answer = server.answer("GET http://a/words?query HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(answer.status, 200);
    let answer = server.answer("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(answer.status, 404);
    let answer = server.answer("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!((answer.status, answer.header("allow")), (204, Some("POST, GET, HEAD, PATCH, OPTIONS")));
}

#[tokio::test]
async fn templates_of_any_form_are_taken() {
    let server = Server::start(odd_router()).await;
    for (path, template) in [("a", "/odd/{a}"), ("a.b", "/odd/{a}"), ("a/d", "/odd/{c}/d"), (":cancel", "/odd/:cancel")]
    {
        let answer = server.answer(format!("DELETE /odd/{path} HTTP/1.1\r\nHost: a\r\n\r\n")).await;
        assert_eq!((answer.status, said(&answer.body).as_str()), (200, template));
    }
    let answer = server.answer("DELETE /odd/a/a HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(answer.status, 404);
}

#[tokio::test]
async fn a_router_can_be_nested_and_layered() {
    let seen = axum::middleware::from_fn(|request: axum::extract::Request, next: axum::middleware::Next| async move {
        let mut response = next.run(request).await;
        response.headers_mut().insert("x-layer", http::HeaderValue::from_static("seen"));
        response
    });
    let server = Server::start(Router::new().nest("/v1", router(Options::default())).layer(seen)).await;
    let answer = server.answer(say("{}").replace("/words", "/v1/words")).await;
    assert_eq!((answer.status, answer.header("x-layer")), (200, Some("seen")));
    for (target, status) in [("PUT /v1/words", 405), ("GET /v1/word", 404), ("GET /v1", 404)] {
        let answer = server.answer(format!("{target} HTTP/1.1\r\nHost: a\r\n\r\n")).await;
        assert_eq!((answer.status, answer.problem()["type"].as_str()), (status, Some("about:blank")), "{target}");
    }
    // What is outside of the nest is not this router's.
    let answer = server.answer("GET /words HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!((answer.status, answer.body.len()), (404, 0));
}

#[tokio::test]
async fn below_a_prefix_all_that_is_not_served_is_a_problem() {
    for prefix in ["/v1", "v1/"] {
        let server = Server::start(router(Options::default().prefix(prefix))).await;
        assert_eq!(server.answer(say("{}").replace("/words", "/v1/words")).await.status, 200);
        for target in ["GET /words", "GET /v1/word", "GET /v1", "GET /"] {
            let answer = server.answer(format!("{target} HTTP/1.1\r\nHost: a\r\n\r\n")).await;
            assert_eq!((answer.status, answer.problem()["status"].as_u64()), (404, Some(404)), "{target}");
        }
        let answer = server.answer("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").await;
        assert_eq!(answer.status, 204);
    }
}

#[tokio::test]
async fn the_context_has_what_layers_know() {
    let server = Server::start(router(Options::default())).await;
    let mut client = server.connect().await;
    client.send(say(r#"{"do":"show the peer"}"#)).await;
    assert_eq!(said(&client.answer().await.body), client.stream.local_addr().unwrap().to_string());
}

#[tokio::test]
async fn requests_may_be_sent_before_answers_come() {
    let server = Server::start(router(Options::default())).await;
    let mut client = server.connect().await;
    let words: Vec<String> = (0..50).map(|index| format!("word {index}")).collect();
    let mut bytes: Vec<String> = words.iter().map(|word| say(&format!(r#"{{"said":"{word}"}}"#))).collect();
    bytes.insert(25, "GET /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc".to_owned());
    client.send(bytes.concat()).await;
    for (index, word) in words.iter().enumerate() {
        if index == 25 {
            assert_eq!(client.answer().await.status, 404);
        }
        assert_eq!(said(&client.answer().await.body), *word);
    }
}

/// An answer without a socket, and without a runtime: status, length as told, and length in fact.
fn answer_at_once(request: http::Request<Body>) -> (u16, Option<String>, usize) {
    let answer = router(Options::default().body_limit(100)).oneshot(request).now_or_never().unwrap().unwrap();
    let status = answer.status().as_u16();
    let length = answer.headers().get("content-length").map(|length| length.to_str().unwrap().to_owned());
    let body = answer.into_body().collect().now_or_never().unwrap().unwrap().to_bytes();
    (status, length, body.len())
}

#[test]
fn a_router_works_without_a_socket() {
    let request = |method: &str, body| {
        let request = http::Request::builder().method(method).uri("/words").header("authorization", "Bearer t0ken");
        request.header("content-type", "application/json").body(body).unwrap()
    };
    assert_eq!(answer_at_once(request("POST", Body::from("{}"))), (200, None, 2));
    assert_eq!(answer_at_once(request("HEAD", Body::empty())), (200, Some("15".to_owned()), 0));
    assert_eq!(answer_at_once(request("POST", Body::from("x".repeat(101)))).0, 413);
    // A layer may have bounds of its own.
    assert_eq!(answer_at_once(request("POST", Body::new(Limited::new(Body::from("{ }"), 2)))).0, 413);
}
