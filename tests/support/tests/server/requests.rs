//! What each request is answered with.

use refract_support::server::Options;

use super::{
    service::{router, said},
    wire::{Server, say},
};

async fn server() -> Server {
    Server::start(router(Options::default())).await
}

#[tokio::test]
async fn a_request_is_answered() {
    let answer = server().await.answer(say(r#"{"said":"hello"}"#)).await;
    assert_eq!((answer.status, said(&answer.body).as_str()), (200, "hello"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
}
