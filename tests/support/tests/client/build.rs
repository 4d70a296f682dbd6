//! What a builder refuses, and what it shows.

use refract_support::client::{Api, Builder};

use crate::api::{API, builder, client};

static PLACELESS: Api = Api { base_url: None, user_agent: "example/1", schemes: &[] };

fn problems(builder: Builder) -> Vec<String> {
    builder.build().unwrap_err().problems().to_vec()
}

#[test]
fn the_base_url_must_be_one() {
    let absolute =
        "the base URL must be absolute, with `http` or `https` and a host, such as `https://api.example.com/v1`";
    for url in [
        "",
        "/v1",
        "api.example.com",
        "localhost:8080",
        "ftp://a/",
        "http:",
        "http://",
        "http:a",
        "file:///a",
        "data:,",
    ] {
        assert_eq!(problems(Builder::new(&API).base_url(url)), [absolute], "{url}");
    }
    for (url, expected) in [
        ("https://a/?key=s3cret", "the base URL must have no query: what follows `?` belongs to a request"),
        ("https://a/?", "the base URL must have no query: what follows `?` belongs to a request"),
        ("https://a/#s3cret", "the base URL must have no fragment: leave out `#` and what follows"),
        ("https://u:s3cret@a/", "the base URL must have no user or password: give them to `basic`"),
        ("https://u@a/", "the base URL must have no user or password: give them to `basic`"),
    ] {
        assert_eq!(problems(Builder::new(&API).base_url(url)), [expected], "{url}");
    }
    for url in ["http://a", "https://a:8443/b/c/", "http://[::1]:80", "http://127.0.0.1:1", "HTTPS://A.example/ä b"] {
        Builder::new(&API).base_url(url).build().unwrap_or_else(|error| panic!("{url}: {error}"));
    }
}

#[test]
fn a_document_without_a_server_needs_a_base_url() {
    let expected = "there is no base URL, and the document names no absolute server: set `base_url`";
    assert_eq!(problems(Builder::new(&PLACELESS)), [expected]);
    assert!(Builder::new(&PLACELESS).base_url("http://a").build().is_ok());
    assert!(Builder::new(&API).build().is_ok());
}

#[test]
fn all_that_is_wrong_is_told_at_once_and_no_secret() {
    let error = Builder::new(&API)
        .base_url("https://u:s3cret@a/?key=s3cret#s3cret")
        .bearer_token("s3cret\n")
        .basic("a:b", "s3cret")
        .credential("nope", "s3cret")
        .credential("login", "s3cret")
        .credential("cookie", "s3cret; a=b")
        .credential("key", "s3cr\u{1}t")
        .credential("digest", "")
        .header("b ad", "s3cret")
        .header("x-a", "s3cret\r\n")
        .header("transfer-encoding", "s3cret")
        .user_agent("a\nb")
        .build()
        .unwrap_err();
    let expected = [
        "`b ad` can't be a header's name",
        "the value of the header `x-a` has characters that no header can have",
        "the header `transfer-encoding` is set by what sends the request",
        "the value of the header `user-agent` has characters that no header can have",
        "the base URL must have no user or password: give them to `basic`",
        "the base URL must have no query: what follows `?` belongs to a request",
        "the base URL must have no fragment: leave out `#` and what follows",
        "the credential for `token` has characters that can't be sent: is there a line break at its end?",
        "the credential for `login` must be `user:password`, and a user has no `:`",
        "no security scheme is called `nope`; the document has `token`, `login`, `digest`, `key`, `query`, `cookie`",
        "the credential for `login` must be `user:password`, and a user has no `:`",
        "the credential for `cookie` has characters that can't be sent: is there a line break at its end?",
        "the credential for `key` has characters that can't be sent: is there a line break at its end?",
        "the credential for `digest` is empty",
    ];
    assert_eq!(error.problems(), expected);
    assert_eq!(error.to_string(), format!("the client can't be built: {}", expected.join("; ")));
    assert!(!format!("{error:?}").contains("s3cr"));
}

#[test]
fn a_credential_must_have_a_scheme() {
    let builder = || Builder::new(&PLACELESS).base_url("http://a");
    assert_eq!(
        problems(builder().bearer_token("t")),
        ["no security scheme takes a bearer token; the document has none"]
    );
    assert_eq!(
        problems(builder().basic("u", "p")),
        ["no security scheme takes a user and a password; the document has none"]
    );
}

#[test]
fn debug_shows_no_secret() {
    let builder = builder("http://a")
        .bearer_token("s3cret")
        .basic("u", "s3cret")
        .credential("key", "s3cret")
        .header("x-private", "s3cret");
    assert!(!format!("{builder:?} {builder:#?}").contains("s3cret"));
    let client = builder.build().unwrap();
    assert!(!format!("{client:?} {client:#?}").contains("s3cret"));
    let call = crate::api::Things::read(&client).bearer_token("s3cret").header("x-private", "s3cret");
    assert_eq!(format!("{call:?}"), "Call(GET /things)");
    assert!(!format!("{:?}", call.into_future()).contains("s3cret"));
    assert_eq!(format!("{:?}", self::client("http://a/b/")), r#"Client { base_url: "http://a/b/", .. }"#);
}
