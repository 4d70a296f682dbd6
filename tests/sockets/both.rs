//! The generated client against the generated server.

use std::time::Duration;

use openai_containers::{
    Base64, Validate,
    client::ErrorKind,
    decode_lenient,
    models::{
        ContainerNetworkPolicyAllowlist, ContainerNetworkPolicyDomainSecret, CreateContainerRequest, ExpiresAfter,
        InlineSkill, InlineSkillSource, MemoryLimit, SkillReference,
    },
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
    time::timeout,
};

use crate::service::{Service, TOKEN, client, container};

/// A request that has every member.
pub fn full() -> CreateContainerRequest {
    let secret = ContainerNetworkPolicyDomainSecret::new("prices.example.com", "TOKEN", "7d20-hush");
    let source = InlineSkillSource::new(Base64::encode(b"PK\x05\x06"));
    CreateContainerRequest::new("price watch\u{1F680}")
        .expires_after(ExpiresAfter::new(20))
        .file_ids(["file-1", "file-2"])
        .memory_limit(MemoryLimit::Limit16g)
        .network_policy(ContainerNetworkPolicyAllowlist::new(["prices.example.com"]).domain_secrets([secret]))
        .skills([
            SkillReference::new("skill_1").version("latest").into(),
            InlineSkill::new("Adds numbers.", "sums", source).into(),
        ])
}

#[tokio::test]
async fn what_is_sent_arrives_and_so_does_the_answer() {
    let (service, address) = Service::start().await;
    let request = full();
    let answer = client(address).containers().create(&request).await.unwrap();
    assert_eq!(service.asked().request, request);
    assert_eq!(service.asked().token, TOKEN);
    assert_eq!(answer, container(&request));
    assert_eq!(answer.memory_limit, Some(MemoryLimit::Limit16g));
}

#[tokio::test]
async fn large_requests_arrive_whole() {
    let (service, address) = Service::start().await;
    let source = InlineSkillSource::new(Base64::encode(vec![0xA5; 3 << 20]));
    let request = CreateContainerRequest::new("large").skills([InlineSkill::new("Is large.", "large", source).into()]);
    client(address).containers().create(&request).await.unwrap();
    assert_eq!(service.asked().request, request);
}

#[tokio::test]
async fn what_is_wrong_with_a_request_comes_back_with_all_its_places() {
    let (_, address) = Service::start().await;
    let request: CreateContainerRequest = decode_lenient(
        br#"{
            "name": "demo",
            "expires_after": {"anchor": "created_at", "minutes": 0},
            "memory_limit": "2g",
            "network_policy": {"type": "open"},
            "skills": [
                {"type": "skill_reference", "skill_id": "skill_1", "version": "latest"},
                {"type": "skill_reference", "skill_id": "skill_2", "version": "beta"},
                {"type": "script"}
            ]
        }"#,
    )
    .unwrap();
    let error = client(address).containers().create(&request).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(422));
    assert_eq!(error.headers().unwrap()["content-type"], "application/problem+json");

    let problem: Value = serde_json::from_slice(error.body()).unwrap();
    let faults: Vec<[&str; 2]> = problem["errors"].as_array().unwrap().iter().map(place).collect();
    assert_eq!(
        faults,
        [
            ["#/expires_after/anchor", "enum"],
            ["#/expires_after/minutes", "minimum"],
            ["#/memory_limit", "enum"],
            ["#/network_policy/type", "oneOf"],
            ["#/skills/1/version", "pattern"],
            ["#/skills/2/type", "oneOf"],
        ]
    );
    // The client could have known: the rules are the same on both sides.
    let violations = request.validate().unwrap_err();
    let known: Vec<Value> = violations
        .iter()
        .map(|it| json!({"pointer": format!("#{}", it.pointer), "keyword": it.keyword, "detail": it.message}))
        .collect();
    assert_eq!(problem["errors"], Value::Array(known));

    let told = error.to_string();
    assert!(told.starts_with("POST /containers: 422 Unprocessable Entity: "), "{told}");
    for violation in violations.iter().take(3) {
        assert!(told.contains(&violation.to_string()), "{told}");
    }
}

fn place(fault: &Value) -> [&str; 2] {
    [fault["pointer"].as_str().unwrap(), fault["keyword"].as_str().unwrap()]
}

#[tokio::test]
async fn a_failure_of_the_service_is_told_without_detail() {
    let (_, address) = Service::start().await;
    let error = client(address).containers().create(&CreateContainerRequest::new("failing")).await.unwrap_err();
    assert_eq!(error.to_string(), "POST /containers: 500 Internal Server Error");
    assert_eq!(error.body(), br#"{"type":"about:blank","title":"Internal Server Error","status":500}"#);
}

#[tokio::test]
async fn one_slow_request_holds_up_nobody() {
    let (service, address) = Service::start().await;
    let client = client(address);
    let slow = tokio::spawn(client.containers().create(&CreateContainerRequest::new("slow")).into_future());
    // And two that never end: half a head, and half a body.
    let mut half_a_head = TcpStream::connect(address).await.unwrap();
    half_a_head.write_all(b"POST /v1/containers HTTP/1.1\r\nhost: a\r\n").await.unwrap();
    let mut half_a_body = TcpStream::connect(address).await.unwrap();
    let (begin, end) = (r#"{"name":"#, r#""patience"}"#);
    half_a_body.write_all((head(begin.len() + end.len()) + begin).as_bytes()).await.unwrap();

    let mut others = JoinSet::new();
    for number in 0..100 {
        let request = CreateContainerRequest::new(format!("other {number}"));
        others.spawn(client.containers().create(&request).into_future());
    }
    let answers = timeout(Duration::from_secs(5), others.join_all()).await.expect("they are held up");
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert!(!slow.is_finished());

    service.go_on();
    assert_eq!(slow.await.unwrap().unwrap().name, "slow");
    half_a_body.write_all(end.as_bytes()).await.unwrap();
    let mut answer = vec![0; 1024];
    let length = half_a_body.read(&mut answer).await.unwrap();
    assert!(answer[..length].starts_with(b"HTTP/1.1 200 OK\r\n"), "{}", String::from_utf8_lossy(&answer[..length]));
}

/// The head of a request with a body of so many bytes.
pub fn head(length: usize) -> String {
    format!(
        "POST /v1/containers HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {TOKEN}\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    )
}
