//! Which credentials a request carries, and how.

use refract_support::client::Builder;

use crate::{
    api::{Thing, Things, builder},
    calls::made,
    server::{Seen, Server},
};

/// What `GET /things` sends with these credentials.
async fn read(give: impl FnOnce(Builder) -> Builder) -> Seen {
    let server = Server::start([made()]).await;
    give(builder(&server.url())).build().unwrap().read().await.unwrap();
    server.only()
}

#[tokio::test]
async fn each_scheme_has_its_place() {
    let authorization = |seen: &Seen| seen.header("authorization").map(str::to_owned);
    let bearer = read(|builder| builder.bearer_token("t0ken")).await;
    assert_eq!(authorization(&bearer).as_deref(), Some("Bearer t0ken"));
    let basic = read(|builder| builder.basic("Aladdin", "open sesame")).await;
    assert_eq!(authorization(&basic).as_deref(), Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
    let named = read(|builder| builder.credential("login", "Aladdin:open:sesame")).await;
    assert_eq!(authorization(&named).as_deref(), Some("Basic QWxhZGRpbjpvcGVuOnNlc2FtZQ=="));
    let digest = read(|builder| builder.credential("digest", "abc")).await;
    assert_eq!(authorization(&digest).as_deref(), Some("digest abc"));
    let cookie = read(|builder| builder.credential("cookie", "abc").header("cookie", "a=b")).await;
    assert_eq!(cookie.header("cookie"), Some("a=b; session=abc"));
    let keys = read(|builder| builder.credential("query", "a b&ä/").credential("key", "k3y")).await;
    assert_eq!(keys.header("x-key"), Some("k3y"));
    assert!(keys.head.starts_with("GET /v1/things?api%20key=a%20b%26%C3%A4%2F HTTP/1.1\n"), "{}", keys.head);
}

#[tokio::test]
async fn base64_has_padding() {
    for (password, expected) in
        [("", "dTo="), ("1", "dTox"), ("12", "dToxMg=="), ("123", "dToxMjM="), ("\u{ff}~", "dTrDv34=")]
    {
        let seen = read(|builder| builder.basic("u", password)).await;
        assert_eq!(seen.header("authorization"), Some(format!("Basic {expected}").as_str()));
    }
}

#[tokio::test]
async fn the_first_alternative_that_is_whole_is_taken() {
    // One that asks for nothing comes first in the document, and is taken where there is no other.
    let none = read(|builder| builder).await;
    assert_eq!(none.header("authorization"), None);
    let half = read(|builder| builder.credential("key", "k3y").credential("cookie", "abc")).await;
    assert_eq!((half.header("x-key"), half.header("cookie")), (None, Some("session=abc")));
    let all = read(|builder| builder.credential("cookie", "abc").basic("u", "p").bearer_token("t0ken")).await;
    assert_eq!((all.header("authorization"), all.header("cookie")), (Some("Bearer t0ken"), None));
}

#[tokio::test]
async fn the_last_credential_of_a_scheme_counts() {
    let seen = read(|builder| builder.bearer_token("first").credential("token", "last")).await;
    assert_eq!(seen.header("authorization"), Some("Bearer last"));
}

#[tokio::test]
async fn an_operation_without_security_gets_no_credentials() {
    let server = Server::start([made()]).await;
    let client = builder(&server.url()).bearer_token("t0ken").credential("cookie", "abc").build().unwrap();
    client.delete().await.unwrap();
    let seen = server.only();
    assert_eq!((seen.header("authorization"), seen.header("cookie")), (None, None));
}

#[tokio::test]
async fn a_call_has_a_token_of_its_own() {
    let server = Server::start([made()]).await;
    let client = builder(&server.url()).basic("u", "p").credential("cookie", "abc").build().unwrap();
    client.read().bearer_token("0wn").await.unwrap();
    client.create(&Thing::new("")).bearer_token("0wn").await.unwrap();
    client.delete().bearer_token("0wn").await.unwrap();
    client.create(&Thing::new("")).await.unwrap();
    let seen: Vec<_> = server.seen().iter().map(|seen| seen.header("authorization").map(str::to_owned)).collect();
    let own = Some("Bearer 0wn".to_owned());
    assert_eq!(seen, [own.clone(), own.clone(), own, None]);
    assert!(server.seen().iter().all(|seen| seen.header("cookie").is_none()));
}
