//! Both servers: the generated one, and one with axum and serde. Their answers are the same.

use std::io::Read;

use axum::{Json, Router, routing::post};
use openai_containers::{
    models,
    server::{self, Context, Error},
};
use tokio::{net::TcpListener, task::spawn_blocking};

use crate::{Outcome, derived, process::Side};

/// Prints the address, and serves until the input ends.
pub async fn run(side: Side) -> Outcome<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let shutdown = async {
        let _ = spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await;
    };
    match side {
        Side::Generated => {
            let router = Router::new().nest("/v1", server::router(Service));
            server::serve(listener, router, shutdown).await?;
        }
        Side::Manual => {
            let router = Router::new().nest("/v1", Router::new().route("/containers", post(create)));
            axum::serve(listener, router).with_graceful_shutdown(shutdown).await?;
        }
    }
    Ok(())
}

const ID: &str = "cntr_682dfebaacac8198bbfe9c2474fb6f4a";
const NOW: i64 = 1_767_225_600;
const STATUS: &str = "active";

struct Service;

impl server::Containers for Service {
    async fn create(&self, request: models::CreateContainerRequest, _: &Context) -> Result<models::Container, Error> {
        let mut container = models::Container::new(ID, NOW, request.name, STATUS);
        container.expires_after =
            request.expires_after.map(|it| models::ContainerExpiresAfter::new().anchor(it.anchor).minutes(it.minutes));
        container.last_active_at = Some(NOW);
        container.memory_limit = request.memory_limit;
        container.network_policy = request.network_policy.map(|policy| match policy {
            models::NetworkPolicy::Allowlist(it) => {
                models::ContainerNetworkPolicy::new(models::ContainerNetworkPolicyType::Allowlist)
                    .allowed_domains(it.allowed_domains)
            }
            _ => models::ContainerNetworkPolicy::new(models::ContainerNetworkPolicyType::Disabled),
        });
        Ok(container)
    }
}

/// What one writes by hand.
async fn create(Json(request): Json<derived::CreateContainerRequest>) -> Json<derived::Container> {
    let policy = |r#type, allowed_domains| derived::ContainerNetworkPolicy { r#type, allowed_domains };
    Json(derived::Container {
        id: ID.to_owned(),
        created_at: NOW,
        name: request.name,
        object: derived::Object::Container,
        status: STATUS.to_owned(),
        expires_after: request
            .expires_after
            .map(|it| derived::ContainerExpiresAfter { anchor: Some(it.anchor), minutes: Some(it.minutes) }),
        last_active_at: Some(NOW),
        memory_limit: request.memory_limit,
        network_policy: request.network_policy.map(|it| match it {
            derived::NetworkPolicy::Allowlist(it) => policy(derived::PolicyType::Allowlist, Some(it.allowed_domains)),
            derived::NetworkPolicy::Disabled => policy(derived::PolicyType::Disabled, None),
        }),
    })
}
