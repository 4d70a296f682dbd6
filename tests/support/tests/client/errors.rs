//! What an error keeps of a response, and how it reads in a log.

use refract_support::client::{Error, ErrorKind};

use crate::{
    api::{Problem, Thing, Things, builder, client},
    server::{Answer, Server},
};

/// The error of a call that is answered so.
async fn error(answer: Answer) -> Error {
    let server = Server::start([answer]).await;
    client(&server.url()).create(&Thing::new("")).retries(0).await.unwrap_err()
}

/// What an error with a body of JSON says after the status.
async fn said(body: &str) -> String {
    let error = error(Answer::json("400 Bad Request", "", body)).await;
    assert_eq!(error.kind(), ErrorKind::Status);
    error.to_string().strip_prefix("POST /things: 400 Bad Request").unwrap().to_owned()
}

#[tokio::test]
async fn the_apis_own_message_is_found() {
    for (body, expected) in [
        (r#"{"error":{"message":"m","type":"t"},"detail":"d"}"#, ": m"),
        (r#"{"error":"e","message":"m"}"#, ": m"),
        (r#"{"message":"m","title":"t"}"#, ": m"),
        (r#"{"error":{"code":7},"message":"m"}"#, ": m"),
        (r#"{"title":"t","detail":"d"}"#, ": d"),
        (r#"{"title":"t","detail":" "}"#, ": t"),
        (r#"{"error":"e","error_description":"it is e"}"#, ": it is e"),
        (r#"{"error":"e"}"#, ": e"),
        (r#"{"error":{"detail":"d"}}"#, ": d"),
        (r#"{"detail":[{"loc":["a"],"msg":"one"},{"msg":"two"}]}"#, ": one; two"),
        (r#"{"errors":[{"message":"one"},"two",3,{"x":4}]}"#, ": one; two"),
        (r#""all of it""#, ": all of it"),
        (r#"{"message":"  m \n"}"#, ": m"),
        // What says nothing.
        (r#"{"title":"Bad Request"}"#, ""),
        (r#"{"message":7,"error":{"message":""}}"#, ""),
        (r#"[{"message":"m"}]"#, ""),
        ("{}", ""),
        ("null", ""),
        ("", ""),
        (r#"{"message":"m""#, ""),
    ] {
        assert_eq!(said(body).await, expected, "{body}");
    }
}

#[tokio::test]
async fn problem_details_read_as_one_sentence() {
    let problem = |more: &str| {
        let body = format!(r#"{{"type":"about:blank","title":"Unprocessable Content","status":422{more}}}"#);
        Answer::typed("422 Unprocessable Entity", "application/problem+json", "x-request-id: req_1\r\n", &body)
    };
    let errors = r##","errors":[{"pointer":"#/memory_limit","keyword":"enum","detail":"must be one of \"1g\", \"4g\""},{"pointer":"#","detail":"must have `name`"}]"##;
    let alone = error(problem(errors)).await;
    let listed = r#"/memory_limit must be one of "1g", "4g"; must have `name`"#;
    let status = "POST /things: 422 Unprocessable Entity";
    assert_eq!(alone.to_string(), format!("{status}: {listed} (request id req_1)"));
    assert_eq!(alone.message(), Some(listed));
    let detailed = error(problem(&format!(r#","detail":"The body is wrong."{errors}"#))).await;
    assert_eq!(detailed.to_string(), format!("{status}: The body is wrong: {listed} (request id req_1)"));
    let summed_up =
        error(problem(&format!(r#","detail":"/memory_limit must be one of \"1g\", \"4g\"; and more"{errors}"#))).await;
    assert_eq!(summed_up.message(), Some(r#"/memory_limit must be one of "1g", "4g"; and more"#));
    assert_eq!(error(problem("")).await.to_string(), format!("{status}: Unprocessable Content (request id req_1)"));
}

#[tokio::test]
async fn of_other_texts_the_first_line_is_shown() {
    for (content_type, body, expected) in [
        ("text/plain; charset=utf-8", "\r\n  no luck \r\nmore", ": no luck"),
        ("text/html", "<html><title>Bad</title></html>", ""),
        ("text/html", "no luck", ""),
        ("text/plain", "<html>", ""),
        ("application/octet-stream", "no luck", ""),
        ("application/json", "no luck", ""),
        // JSON is JSON, whatever it says that it is.
        ("text/plain", r#"{"message":"m"}"#, ": m"),
    ] {
        let error = error(Answer::typed("400 Bad Request", content_type, "", body)).await;
        assert_eq!(error.to_string(), format!("POST /things: 400 Bad Request{expected}"), "{content_type} {body}");
    }
    let untyped = Answer::bytes("HTTP/1.1 400 Bad Request\r\ncontent-length: 7\r\n\r\nno luck");
    assert_eq!(error(untyped).await.message(), Some("no luck"));
}

#[tokio::test]
async fn an_error_keeps_what_came() {
    let body = r#"{"reason":"r","message":"m"}"#;
    let answer = Answer::json("422 Unprocessable Entity", "request-id: req_2\r\nx-left: 7\r\n", body);
    let error = error(answer).await;
    assert_eq!((error.kind(), error.attempts(), error.operation()), (ErrorKind::Status, 1, "thing"));
    assert_eq!(error.status().unwrap().as_u16(), 422);
    assert_eq!(error.headers().unwrap()["x-left"], "7");
    assert_eq!(error.request_id(), Some("req_2"));
    assert_eq!(error.message(), Some("m"));
    assert_eq!(error.body(), body.as_bytes());
    assert_eq!(error.problem::<Problem>(), Some(&Problem { reason: "r".to_owned() }));
    assert_eq!(error.problem::<Thing>(), None);
    assert!(error.violations().is_none() && !error.is_timeout() && !error.is_connect());
    assert!(std::error::Error::source(&error).is_none());
}

#[tokio::test]
async fn a_problem_that_is_not_as_described_is_none() {
    let error = error(Answer::json("422 Unprocessable Entity", "", r#"{"message":"m"}"#)).await;
    assert!(error.problem::<Problem>().is_none());
    assert_eq!(error.to_string(), "POST /things: 422 Unprocessable Entity: m");
}

#[tokio::test]
async fn request_ids_have_several_names() {
    for name in ["x-request-id", "Request-Id", "x-amzn-RequestId", "x-ms-request-id"] {
        let error = error(Answer::json("400 Bad Request", &format!("{name}: req_3\r\n"), "{}")).await;
        assert_eq!(error.to_string(), "POST /things: 400 Bad Request (request id req_3)");
    }
}

#[tokio::test]
async fn a_status_that_nobody_named_is_a_number() {
    assert_eq!(error(Answer::json("499 Odd", "", "{}")).await.to_string(), "POST /things: 499");
    // A success that the operation does not know is none.
    let unknown = error(Answer::json("202 Accepted", "", r#"{"name":"made"}"#)).await;
    assert_eq!((unknown.kind(), unknown.to_string().as_str()), (ErrorKind::Status, "POST /things: 202 Accepted"));
}

#[tokio::test]
async fn long_bodies_are_kept_in_part() {
    let body = format!(r#"{{"message":"{}"}}"#, "ä".repeat(100_000));
    let error = error(Answer::json("400 Bad Request", "", &body)).await;
    assert_eq!(error.body(), &body.as_bytes()[..64 << 10]);
    let text = error.to_string();
    assert!(text.len() < 1100 && text.ends_with("ä…"), "{text}");
    assert_eq!(error.message().unwrap().chars().count(), 100_000);
}

#[tokio::test]
async fn a_log_keeps_to_one_line() {
    let body = r#"{"message":"a\nb\r\u001b[31mred\u202Eback\u0000"}"#;
    let error = error(Answer::json("400 Bad Request", "", body)).await;
    assert_eq!(error.to_string(), r"POST /things: 400 Bad Request: a\nb\r\u{1b}[31mred\u{202e}back\u{0}");
    assert_eq!(format!("{error:?}").lines().count(), 1);
}

#[tokio::test]
async fn a_response_of_another_type_says_which() {
    let answer = Answer::typed("200 OK", "Text/HTML; charset=utf-8", "x-request-id: req_4\r\n", "<html>");
    let error = error(answer).await;
    assert_eq!(error.kind(), ErrorKind::ContentType);
    assert_eq!(error.to_string(), "POST /things: 200 OK, but the body is no JSON: text/html (request id req_4)");
    assert_eq!(error.body(), b"<html>");
}

#[tokio::test]
async fn a_response_that_is_not_as_described_says_where() {
    let wrong = error(Answer::json("200 OK", "", r#"{"name":7}"#)).await;
    assert_eq!(wrong.kind(), ErrorKind::Body);
    let violations = wrong.violations().unwrap();
    assert_eq!((violations.as_slice().len(), violations.as_slice()[0].pointer.as_str()), (1, "/name"));
    let expected = format!("POST /things: 200 OK, but the body is not as the document says: {violations}");
    assert_eq!(wrong.to_string(), expected);
    let none = error(Answer::json("200 OK", "", r#"{"name":"#)).await;
    assert_eq!(none.violations().unwrap().as_slice()[0].keyword, "syntax");
    assert_eq!(none.attempts(), 1);
}

#[tokio::test]
async fn redirects_are_not_followed() {
    for status in
        ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"]
    {
        let other = Server::start([Answer::json("200 OK", "", r#"{"name":"made"}"#)]).await;
        let location = format!("location: http://{}/other?key=k3y#part\r\n", other.address);
        let error = error(Answer::json(status, &location, "{}")).await;
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Redirect, 1));
        let expected =
            format!("POST /things: {status}, but redirects are not followed: http://{}/other", other.address);
        assert_eq!(error.to_string(), expected);
        assert_eq!(other.seen().len(), 0);
        let server = Server::start([Answer::json(status, &location, "{}")]).await;
        let raw = client(&server.url()).read().raw().await.unwrap();
        assert!(raw.status().is_redirection() && raw.headers().contains_key("location"));
    }
    // Without a place to go to, or a reason to go, it is a status as any other.
    assert_eq!(error(Answer::json("300 Multiple Choices", "", "{}")).await.kind(), ErrorKind::Status);
}

#[tokio::test]
async fn credentials_that_come_back_are_masked() {
    let echo = "x-request-id: req-t0ken-s3cret\r\n";
    let body = r#"{"message":"bad token t0ken, or Basic dTpzM2NyZXQ=, or s3cret; Bearer t0ken; calls 0wn"}"#;
    let server = Server::start([Answer::json("401 Unauthorized", echo, body)]).await;
    let client = builder(&server.url()).bearer_token("t0ken").basic("u", "s3cret").build().unwrap();
    let error = client.create(&Thing::new("")).bearer_token("0wn").await.unwrap_err();
    let expected = "POST /things: 401 Unauthorized: bad token ***, or Basic ***, or ***; Bearer ***; calls *** (request id req-***-***)";
    assert_eq!(error.to_string(), expected);
    assert_eq!(error.message(), Some("bad token ***, or Basic ***, or ***; Bearer ***; calls ***"));
    let shown = format!("{error:?}");
    assert!(!["t0ken", "s3cret", "0wn", "dTpz"].iter().any(|secret| shown.contains(secret)), "{shown}");
    // A secret is masked before what is too long is cut.
    let long = format!(r#"{{"message":"{}t0ken"}}"#, "x".repeat(1022));
    let server = Server::start([Answer::json("401 Unauthorized", "", &long)]).await;
    let error = crate::api::client(&server.url()).create(&Thing::new("")).await.unwrap_err();
    assert!(!error.to_string().contains("t0"), "{error}");
    let location = "location: /login/t0ken\r\n";
    let server = Server::start([Answer::json("302 Found", location, "")]).await;
    let error = crate::api::client(&server.url()).create(&Thing::new("")).await.unwrap_err();
    assert!(error.to_string().ends_with("redirects are not followed: /login/***"), "{error}");
}

#[tokio::test]
async fn debug_shows_neither_body_nor_headers() {
    let answer = Answer::json("400 Bad Request", "x-left: h3ader\r\n", r#"{"message":"m","private":"b0dy"}"#);
    let error = error(answer).await;
    let shown = format!("{error:?} {error:#?}");
    assert!(shown.contains("Status") && shown.contains("400 Bad Request: m"), "{shown}");
    assert!(!shown.contains("h3ader") && !shown.contains("b0dy"), "{shown}");
}

#[test]
fn an_error_is_small_and_crosses_threads() {
    fn is_error<T: std::error::Error + Send + Sync + 'static>() {}
    is_error::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}
