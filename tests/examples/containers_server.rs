//! Serves `POST /v1/containers` from memory:
//! `cargo run -p refract-tests --example containers_server -- --listen 127.0.0.1:8080`

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::{SystemTime, UNIX_EPOCH},
};

use clap::Parser;
use openai_containers::{
    models::{
        Container, ContainerExpiresAfter, ContainerNetworkPolicy, ContainerNetworkPolicyType, CreateContainerRequest,
        NetworkPolicy,
    },
    server::{self, Context, Error, Options, Problem},
};
use serde_json::json;
use tokio::{net::TcpListener, signal::unix::SignalKind};

#[derive(Parser)]
struct Arguments {
    /// Where to listen; port 0 is any that is free.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

/// Containers that are nothing but what they were asked to be.
#[derive(Default)]
struct Service {
    created: AtomicU64,
}

impl server::Containers for Service {
    async fn create(&self, request: CreateContainerRequest, _: &Context) -> Result<Container, Error> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
        let id = format!("cntr_{:x}_{}", now.as_nanos(), self.created.fetch_add(1, Relaxed));
        let memory_limit = request.memory_limit_or_default().clone();
        let mut container =
            Container::new(id, now.as_secs().try_into()?, request.name, "active").memory_limit(memory_limit);
        container.expires_after =
            request.expires_after.map(|it| ContainerExpiresAfter::new().anchor(it.anchor).minutes(it.minutes));
        container.network_policy = request.network_policy.map(reported);
        Ok(container)
    }
}

/// A policy as it is reported: without its secrets.
fn reported(policy: NetworkPolicy) -> ContainerNetworkPolicy {
    match policy {
        NetworkPolicy::Allowlist(it) => {
            ContainerNetworkPolicy::new(ContainerNetworkPolicyType::Allowlist).allowed_domains(it.allowed_domains)
        }
        _ => ContainerNetworkPolicy::new(ContainerNetworkPolicyType::Disabled),
    }
}

/// What the official clients show of an error.
fn for_official_clients(problem: &mut Problem) {
    let message = problem.detail.clone().unwrap_or_else(|| problem.title.clone());
    let param = problem.errors.first().map(|fault| fault.pointer.clone());
    let kind = if problem.status.is_server_error() { "server_error" } else { "invalid_request_error" };
    problem.members.insert("error".to_owned(), json!({"message": message, "type": kind, "param": param, "code": null}));
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind(Arguments::parse().listen).await?;
    println!("listening on http://{}/v1", listener.local_addr()?);
    let options = Options::default().prefix("/v1").on_problem(for_official_clients);
    let routes = server::router_with(Service::default(), options);
    let mut terminate = tokio::signal::unix::signal(SignalKind::terminate())?;
    let shutdown = async move {
        terminate.recv().await;
    };
    server::serve(listener, routes, shutdown).await?;
    Ok(())
}
