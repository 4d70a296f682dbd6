//! The client over real sockets: what it sends, waits for, tries again and says. The server is a script of bytes.

mod api;
mod server;

use api::{Thing, Things, client};
use server::{Answer, Server};

#[tokio::test]
async fn a_call_is_awaited_as_it_is() {
    let server = Server::start([Answer::json("200 OK", "", r#"{"name":"made"}"#)]).await;
    let thing = client(&server.url()).create(&Thing::new("new")).await.unwrap();
    assert_eq!(thing, Thing::new("made"));
    let seen = server.only();
    assert!(seen.head.starts_with("POST /v1/things HTTP/1.1\n"), "{}", seen.head);
    assert_eq!(seen.body, r#"{"name":"new"}"#);
}
