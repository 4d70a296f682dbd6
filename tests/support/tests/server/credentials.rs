//! Credentials: where a request may carry them, what is refused, and that they do not show.

use refract_support::server::Options;

use super::{
    service::{router, said},
    wire::{Server, say},
};

/// What `GET /who/me` answers to headers, with a query.
async fn who(server: &Server, query: &str, headers: &str) -> Result<String, u16> {
    let answer = server.answer(format!("GET /who/me{query} HTTP/1.1\r\nHost: a\r\n{headers}\r\n")).await;
    match answer.status {
        200 => Ok(said(&answer.body)),
        status => {
            assert_eq!(answer.problem()["status"], status);
            Err(status)
        }
    }
}

#[tokio::test]
async fn each_carrier_brings_its_credentials() {
    let server = Server::start(router(Options::default())).await;
    let cases = [
        ("", "Authorization: Basic dXNlcjpwYXNzOndvcmQ=\r\n", "password=user pass:word"),
        ("", "authorization: bASIC   dXNlcjo=  \r\n", "password=user "),
        ("", "Authorization: Signature a=1, b=2\r\n", "signature=a=1, b=2"),
        ("", "X-Key: k\r\nCookie: a=1; session=\"s\"; b\r\n", "header=k,cookie=s"),
        ("", "X-Key: k\r\nCookie: a=1\r\nCookie: session=s=s\r\n", "header=k,cookie=s=s"),
        ("?key=a%2Bb+c&other", "", "query=a+b c"),
        ("?a=%zz&k%65y=%C3%A9", "", "query=é"),
        ("?key=k", "Authorization: Signature s\r\nX-Key: x\r\n", "signature=s,header=x,query=k"),
    ];
    for (query, headers, expected) in cases {
        assert_eq!(who(&server, query, headers).await.as_deref(), Ok(expected), "{query} {headers}");
    }
}

#[tokio::test]
async fn credentials_that_are_not_whole_are_none() {
    let server = Server::start(router(Options::default())).await;
    let cases = [
        ("", ""),
        ("", "Authorization: Basic\r\n"),
        ("", "Authorization: Basic  \r\n"),
        ("", "Authorization: Basic ????\r\n"),
        ("", "Authorization: Basic dXNlcg==\r\n"),
        ("", "Authorization: Basic /w==\r\n"),
        ("", "Authorization: Bearer token\r\n"),
        ("", "Authorization: \u{e9}\r\n"),
        ("", "X-Key: k\r\n"),
        ("", "X-Key: k\r\nCookie: session=\r\n"),
        ("", "X-Key: k\r\nX-Key: k\r\nCookie: session=s\r\n"),
        ("", "X-Key: k\r\nCookie: session=s; session=t\r\n"),
        ("?key", ""),
        ("?key=", ""),
        ("?key=a&key=b", ""),
        ("?key=%ff", ""),
        ("?key=%4", ""),
    ];
    for (query, headers) in cases {
        assert_eq!(who(&server, query, headers).await, Err(401), "{query} {headers}");
    }
    let twice = "Authorization: Signature s\r\nAuthorization: Signature s\r\n";
    assert_eq!(who(&server, "", twice).await, Err(400));
}

#[tokio::test]
async fn a_request_without_credentials_is_told_which() {
    let server = Server::start(router(Options::default())).await;
    let answer = server.answer(say("{}").replace("Bearer t0ken", "Bearer")).await;
    assert_eq!((answer.status, answer.header("www-authenticate")), (401, Some(r#"Bearer realm="api""#)));
    let answer = server.answer("GET /who/me HTTP/1.1\r\nHost: a\r\n\r\n").await;
    let challenges: Vec<_> = answer.head.lines().filter_map(|line| line.strip_prefix("www-authenticate: ")).collect();
    assert_eq!(
        challenges,
        [
            r#"Basic realm="api", charset="UTF-8""#,
            r#"signature realm="api""#,
            r#"ApiKey realm="api", in="header", name="x-key""#,
            r#"ApiKey realm="api", in="cookie", name="session""#,
            r#"ApiKey realm="api", in="query", name="key""#,
        ]
    );
    // Credentials come before anything that says what is behind them.
    for request in [say("{"), say("{}").replace("json", "xml")] {
        assert_eq!(server.answer(request.replace("Bearer", "Basic")).await.status, 401);
    }
}

#[tokio::test]
async fn secrets_do_not_show() {
    let server = Server::start(router(Options::default())).await;
    let answer = server.answer(say(r#"{"do":"show the token"}"#)).await;
    assert_eq!(said(&answer.body), "t0ken");
    let answer = server.answer(say(r#"{"do":"show the context"}"#).replace("/words", "/words?token=t0ken")).await;
    let shown = said(&answer.body);
    assert!(shown.contains("Context") && shown.contains("authorization") && shown.contains("/words"), "{shown}");
    assert!(!shown.contains("t0ken"), "{shown}");
}
