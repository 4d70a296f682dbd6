//! What clients are told of what went wrong, and what they are not.

use refract_support::server::Options;
use serde_json::json;

use super::{
    service::{Service, Words, router, said},
    wire::{Server, say},
};

#[tokio::test]
async fn an_implementation_says_what_went_wrong() {
    let server = Server::start(router(Options::default())).await;
    let answer = server.answer(say(r#"{"do":"dance"}"#)).await;
    assert_eq!(
        String::from_utf8(answer.body).unwrap(),
        r#"{"type":"about:blank","title":"Not Found","status":404,"detail":"can't do 5 bytes"}"#
    );

    let answer = server.answer(say(r#"{"do":"describe"}"#)).await;
    assert_eq!((answer.status, answer.header("content-type")), (418, Some("application/json")));
    assert_eq!(said(&answer.body), "short and stout");

    let answer = server.answer(say(r#"{"do":"explain"}"#)).await;
    assert_eq!((&answer.problem()["id"], &answer.problem()["detail"]), (&json!(7), &json!("It is there.")));
    assert_eq!(answer.header("location"), Some("/words/7"));

    let answer = server.answer(say(r#"{"do":"defer"}"#)).await;
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("2")));

    let answer = server.answer(say(r#"{"do":"refuse"}"#)).await;
    assert_eq!((answer.status, answer.header("www-authenticate")), (401, Some(r#"Bearer realm="api""#)));

    let answer = server.answer(say(r#"{"do":"lie"}"#)).await;
    assert_eq!(answer.status, 500);
}

#[tokio::test]
async fn failures_and_panics_are_told_without_detail() {
    let server = Server::start(router(Options::default())).await;
    let mut client = server.connect().await;
    for word in ["fail", "panic"] {
        client.send(say(&format!(r#"{{"do":"{word}"}}"#))).await;
        let answer = client.answer().await;
        let expected = r#"{"type":"about:blank","title":"Internal Server Error","status":500}"#;
        assert_eq!(String::from_utf8(answer.body).unwrap(), expected);
        client.send(say("{}")).await;
        assert_eq!(client.answer().await.status, 200, "the connection lives on");
    }
}

#[tokio::test]
async fn every_violation_is_told_by_its_place() {
    let server = Server::start(router(Options::default())).await;
    let answer = server.answer(say(r#"{"a/b":1,"ok":"","100%":null,"do":"{secret}","~ \"é^":1}"#)).await;
    let problem = answer.problem();
    assert_eq!((answer.status, &problem["title"]), (422, &json!("Unprocessable Entity")));
    let pointers: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|error| &error["pointer"]).collect();
    assert_eq!(pointers, ["#/a~1b", "#/100%25", "#/~0%20%22%C3%A9%5E"]);
    assert_eq!(problem["errors"][0]["keyword"], "type");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.starts_with("/a~1b must be a string, not integer; /100% must be a string, not null"), "{detail}");
    assert!(!String::from_utf8(answer.body).unwrap().contains("secret"));

    for body in ["", "{", "[1,]", "\u{7f}", r#"{"a":"b"} x"#] {
        let answer = server.answer(say(body)).await;
        assert_eq!((answer.status, &answer.problem()["errors"][0]["keyword"]), (400, &json!("syntax")), "{body}");
        assert_eq!(answer.problem()["errors"][0]["pointer"], "#");
    }
}

#[tokio::test]
async fn more_violations_than_can_be_told_are_mentioned() {
    let server = Server::start(router(Options::default())).await;
    let body = |count| format!("{{{}}}", (0..count).map(|at| format!(r#""{at}":1"#)).collect::<Vec<_>>().join(","));
    let few = server.answer(say(&body(5))).await.problem();
    assert_eq!((few["errors"].as_array().unwrap().len(), few.get("truncated")), (5, None));
    assert!(few["detail"].as_str().unwrap().ends_with("/2 must be a string, not integer; and 2 more"), "{few}");
    let many = server.answer(say(&body(500))).await.problem();
    assert_eq!((many["errors"].as_array().unwrap().len(), &many["truncated"]), (100, &json!(true)));
    assert!(many["detail"].as_str().unwrap().ends_with("; and more"), "{many}");
}

#[tokio::test]
async fn a_hook_sees_every_problem() {
    let options = Options::default().body_limit(100).on_problem(|problem| {
        let code = problem.status.as_u16();
        problem.members.insert("error".to_owned(), json!({ "message": problem.detail, "code": code }));
        if code == 405 {
            problem.members.insert("status".to_owned(), json!(1));
            panic!("a hook that does not go on");
        }
    });
    let server = Server::start(router(options)).await;
    let requests = [
        (400, say("{")),
        (401, say("{}").replace("Bearer", "Other")),
        (404, "GET / HTTP/1.1\r\nHost: a\r\n\r\n".to_owned()),
        (404, say(r#"{"do":"dance"}"#)),
        (405, say("{}").replace("POST", "PUT")),
        (409, say(r#"{"do":"explain"}"#)),
        (413, say(&format!(r#"{{"a":"{}"}}"#, "b".repeat(100)))),
        (415, say("{}").replace("/json", "/xml")),
        (422, say(r#"{"a":1}"#)),
        (500, say(r#"{"do":"panic"}"#)),
    ];
    for (status, request) in requests {
        let answer = server.answer(request).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.problem()["error"]["code"], status, "{answer:?}");
    }
}

#[tokio::test]
async fn resources_that_are_left_out_have_no_routes() {
    use refract_support::server::{Routes, absent};
    fn needs<T: absent::Resource>(_: &T) {}
    needs(&Words::default());
    let mut routes = Routes::new(Service);
    absent::routes(&mut routes);
    assert_eq!(format!("{routes:?}"), "[]");
}
