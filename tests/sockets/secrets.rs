//! No secret shows: neither a token nor a secret of a request, on either side, in an error, an answer or `Debug`.

use openai_containers::models::{ExpiresAfter, MemoryLimit};

use crate::{
    both::full,
    peer::{Answer, Server},
    service::{Service, TOKEN, client},
};

/// Neither of the secrets is in a text.
fn assert_hides(text: &str) {
    for secret in [TOKEN, "7d20-hush"] {
        assert!(!text.contains(secret), "{secret} shows: {text}");
    }
}

#[tokio::test]
async fn of_what_both_sides_show() {
    let (service, address) = Service::start().await;
    let client = client(address);
    let request = full();
    assert_hides(&format!("{client:?} {request:?} {:?}", client.containers().create(&request)));
    let response = client.containers().create(&request).raw().await.unwrap();
    assert_hides(&format!("{response:?}"));
    assert_hides(&String::from_utf8_lossy(response.body()));
    let asked = service.asked();
    assert_eq!(asked.token, TOKEN);
    assert_hides(&format!("{:?} {}", asked.request, asked.context));
    assert!(asked.context.contains("authorization"), "{}", asked.context);
}

#[tokio::test]
async fn of_what_is_wrong() {
    let (_, address) = Service::start().await;
    let client = client(address);
    let broken = full().expires_after(ExpiresAfter::new(0));
    let mut failing = full();
    failing.name = "failing".to_owned();
    for (request, status) in [(broken, 422), (failing, 500)] {
        let error = client.containers().create(&request).await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_hides(&format!("{error} {error:?} {:?}", error.headers()));
        assert_hides(&String::from_utf8_lossy(error.body()));
    }
}

#[tokio::test]
async fn of_an_answer_that_gives_them_away() {
    let told = format!(r#"{{"error": {{"message": "no such key: {TOKEN}"}}}}"#);
    let server = Server::start([Answer::json("401 Unauthorized", &format!("x-request-id: {TOKEN}\r\n"), &told)]).await;
    let request = full().memory_limit(MemoryLimit::Limit1g);
    let error = client(server.address).containers().create(&request).await.unwrap_err();
    assert_eq!(error.to_string(), "POST /containers: 401 Unauthorized: no such key: *** (request id ***)");
    assert_hides(&format!("{error:?} {:?} {:?}", error.message(), error.request_id()));
    // What was sent was the secret itself.
    assert_eq!(server.only().header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert!(server.only().body.contains("7d20-hush"));
}
