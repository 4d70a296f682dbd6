//! Both clients: the generated one, and one with reqwest and serde.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use openai_containers::{client::Client, decode, models};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use tokio::task::JoinSet;

use crate::{AT_ONCE, Outcome, TOKEN, bodies, derived, process::Side};

/// Makes as many requests as each line of the input says, and prints a line after them.
pub async fn run(side: Side, base_url: &str) -> Outcome<()> {
    let caller = Caller::new(side, base_url)?;
    // To wait for an order blocks this thread, which has nothing else to do between them.
    for order in std::io::stdin().lines() {
        let left = Arc::new(AtomicUsize::new(order?.parse()?));
        let mut tasks = JoinSet::new();
        for _ in 0..AT_ONCE {
            let (caller, left) = (caller.clone(), Arc::clone(&left));
            tasks.spawn(async move {
                while left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_ok() {
                    caller.call().await?;
                }
                Outcome::Ok(())
            });
        }
        while let Some(ended) = tasks.join_next().await {
            ended??;
        }
        println!("done");
    }
    Ok(())
}

/// A client, and what it sends.
#[derive(Clone)]
enum Caller {
    Generated(Client, Arc<models::CreateContainerRequest>),
    Manual(reqwest::Client, String, Arc<derived::CreateContainerRequest>),
}

impl Caller {
    fn new(side: Side, base_url: &str) -> Outcome<Self> {
        let body = bodies::typical(false);
        Ok(match side {
            Side::Generated => {
                let client = Client::builder().base_url(base_url).bearer_token(TOKEN).build()?;
                Self::Generated(client, Arc::new(decode(body.as_bytes())?))
            }
            Side::Manual => {
                let url = format!("{base_url}/containers");
                Self::Manual(reqwest::Client::new(), url, Arc::new(serde_json::from_str(&body)?))
            }
        })
    }

    /// Makes a request, and reads the answer.
    async fn call(&self) -> Outcome<()> {
        let name = match self {
            Self::Generated(client, request) => client.containers().create(request).await?.name,
            Self::Manual(client, url, request) => manual(client, url, request).await?.name,
        };
        if name == "price watch" { Ok(()) } else { Err(format!("another answer: {name}").into()) }
    }
}

/// What one writes by hand.
async fn manual(
    client: &reqwest::Client,
    url: &str,
    request: &derived::CreateContainerRequest,
) -> Outcome<derived::Container> {
    let response = client
        .post(url)
        .header(AUTHORIZATION, format!("Bearer {TOKEN}"))
        .header(ACCEPT, "application/json")
        .header(CONTENT_TYPE, "application/json")
        .body(serde_json::to_vec(request)?)
        .send()
        .await?
        .error_for_status()?;
    Ok(serde_json::from_slice(&response.bytes().await?)?)
}
