//! Answers with what the document does not know yet: they are read, kept and passed on.

use openai_containers::{
    client::Client,
    models::{Container, CreateContainerRequest, NetworkPolicy, Skill},
    operations::containers::create,
    server::{self, Context, Error},
    support::message::read_response,
};
use serde_json::{Value, json};

use crate::{
    peer::{Answer, Server},
    service::{client, serve},
};

/// An answer of a service that is ahead of the document: values of enums, a constant and members that are new.
fn ahead() -> Value {
    json!({
        "id": "cntr_1",
        "created_at": 1_767_225_600,
        "name": "ahead",
        "object": "container.v2",
        "status": "dreaming",
        "expires_after": {"anchor": "created_at", "minutes": 0},
        "memory_limit": "128g",
        "network_policy": {"type": "quarantine", "allowed_domains": []},
    })
}

/// Passes requests on to another server.
struct Gateway(Client);

impl server::Containers for Gateway {
    async fn create(&self, request: CreateContainerRequest, _: &Context) -> Result<Container, Error> {
        Ok(self.0.containers().create(&request).await?)
    }
}

#[tokio::test]
async fn values_are_kept_and_passed_on() {
    let server = Server::start([Answer::json("200 OK", "", &ahead().to_string())]).await;
    let gateway = serve(Gateway(client(server.address))).await;
    let response = client(gateway).containers().create(&CreateContainerRequest::new("ahead")).response().await.unwrap();
    let container = response.body();
    assert_eq!(container.object.as_str(), "container.v2");
    assert_eq!(container.memory_limit.as_ref().map(|limit| limit.as_str()), Some("128g"));
    assert_eq!(container.network_policy.as_ref().map(|policy| policy.r#type.as_str()), Some("quarantine"));
    assert_eq!(serde_json::to_value(container).unwrap(), ahead());
}

#[tokio::test]
async fn members_do_no_harm() {
    let mut more = ahead();
    more["region"] = json!({"name": "eu", "zones": [1, null]});
    more["network_policy"]["since"] = json!(1.5e300);
    let server = Server::start([Answer::json("201 Created", "", &more.to_string())]).await;
    let container = client(server.address).containers().create(&CreateContainerRequest::new("ahead")).await.unwrap();
    // A type whose members are all known keeps no others.
    assert_eq!(serde_json::to_value(&container).unwrap(), ahead());
}

#[tokio::test]
async fn members_of_unions_are_kept_and_passed_on() {
    // No answer of this document has a union. A request has, and is read as an answer here.
    let policy = r#"{"hosts":{"deny":["a"]},"type":"denylist"}"#;
    let skill = r#"{"type":"script","text":"\u0041","seconds":1.50}"#;
    let text = format!(r#"{{"name":"ahead","network_policy":{policy},"skills":[{skill}]}}"#);
    let server = Server::start([Answer::json("200 OK", "", &text)]).await;
    let read = |response: &_| read_response::<CreateContainerRequest>(response);
    let request = create::to_request(&CreateContainerRequest::new("ahead"));
    let answer = client(server.address).call(&create::OPERATION, request, read).await.unwrap();
    let Some(NetworkPolicy::Unknown(kept)) = &answer.network_policy else { panic!("{answer:?}") };
    assert_eq!(kept.as_json(), policy);
    let Some([Skill::Unknown(kept)]) = answer.skills.as_deref() else { panic!("{answer:?}") };
    assert_eq!(kept.as_json(), skill);

    let server = Server::start([Answer::json("200 OK", "", &ahead().to_string())]).await;
    client(server.address).containers().create(&answer).await.unwrap();
    assert_eq!(server.only().body, text);
}

#[tokio::test]
async fn what_is_missing_is_not_made_up() {
    let server = Server::start([Answer::json("200 OK", "", r#"{"id": "cntr_1", "created_at": "today"}"#)]).await;
    let error = client(server.address).containers().create(&CreateContainerRequest::new("a")).await.unwrap_err();
    let told: Vec<String> = error.violations().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "/created_at must be an integer, not string",
            "/name must be there",
            "/object must be there",
            "/status must be there",
        ]
    );
    assert_eq!(
        error.to_string(),
        format!("POST /containers: 200 OK, but the body is not as the document says: {}", told.join("; "))
    );
}
