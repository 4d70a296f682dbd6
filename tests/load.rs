//! Ten thousand requests of the generated client to the generated server, 64 at a time: none fails, and no memory stays.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a test that can't go on fails")]

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use openai_containers::{
    Base64,
    client::Client,
    models::{
        Container, ContainerNetworkPolicyAllowlist, CreateContainerRequest, ExpiresAfter, InlineSkill,
        InlineSkillSource, MemoryLimit,
    },
    server::{self, Context, Error},
};
use tokio::{net::TcpListener, task::JoinSet};

/// How many requests are under way at a time.
const AT_ONCE: usize = 64;

/// How many requests there are before memory is looked at: by then, all connections and buffers are there.
const WARM_UP: usize = 2_000;
const ALL: usize = 10_000;

/// How much memory may come after that, in KiB: a fifth of a KiB a request would be more.
const GROWTH: usize = 1_536;

#[derive(Clone, Default)]
struct Service {
    answered: Arc<AtomicUsize>,
}

impl server::Containers for Service {
    async fn create(&self, request: CreateContainerRequest, _: &Context) -> Result<Container, Error> {
        let number = self.answered.fetch_add(1, Relaxed);
        let container = Container::new(format!("cntr_{number}"), 1_767_225_600, request.name, "active");
        Ok(container.memory_limit(MemoryLimit::Limit4g))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn none_fails_and_no_memory_stays() {
    let service = Service::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let router = server::router(service.clone());
    let serving = tokio::spawn(server::serve(listener, router, std::future::pending()).into_future());
    let client = Client::builder().base_url(base_url).bearer_token("sk-load").retries(0).build().unwrap();

    create(&client, 0..WARM_UP).await;
    let before = resident();
    create(&client, WARM_UP..ALL).await;
    let after = resident();

    assert_eq!(service.answered.load(Relaxed), ALL);
    assert!(!serving.is_finished());
    match (before, after) {
        (Some(before), Some(after)) => {
            assert!(after.saturating_sub(before) <= GROWTH, "{before} KiB have become {after} KiB");
        }
        _ => println!("how much memory there is can't be read in /proc: not tested"),
    }
}

/// Makes requests, each with its number in it, and looks at the answers.
async fn create(client: &Client, numbers: std::ops::Range<usize>) {
    let next = Arc::new(AtomicUsize::new(numbers.start));
    let mut tasks = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (client, next) = (client.clone(), Arc::clone(&next));
        tasks.spawn(async move {
            loop {
                let number = next.fetch_add(1, Relaxed);
                if number >= numbers.end {
                    return;
                }
                let name = format!("container {number}");
                let container = client.containers().create(&request(&name)).await.expect("no request fails");
                assert_eq!(container.name, name);
            }
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended.unwrap();
    }
}

fn request(name: &str) -> CreateContainerRequest {
    let source = InlineSkillSource::new(Base64::encode([0; 60]));
    CreateContainerRequest::new(name)
        .expires_after(ExpiresAfter::new(20))
        .network_policy(ContainerNetworkPolicyAllowlist::new(["pypi.org"]))
        .skills([InlineSkill::new("Adds numbers.", "sums", source).into()])
}

/// The resident memory of this process in KiB, where the system tells it.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
