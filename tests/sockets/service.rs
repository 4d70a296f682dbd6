//! A service that remembers what it was asked, and answers as it is told; and a client of it.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use openai_containers::{
    client::Client,
    models::{Container, CreateContainerRequest},
    server::{self, Context, Error},
};
use tokio::{net::TcpListener, sync::Notify};

/// The token that clients bring.
pub const TOKEN: &str = "sk-3f1c-hush";

/// What the service was asked last: the request, the token, and how the context shows itself.
#[derive(Clone, Debug)]
pub struct Asked {
    pub request: CreateContainerRequest,
    pub token: String,
    pub context: String,
}

/// An implementation that answers with the name, the limit and the expiry that it is asked for. A request named `slow`
/// waits; one named `failing` fails.
#[derive(Clone, Default)]
pub struct Service {
    asked: Arc<Mutex<Option<Asked>>>,
    go_on: Arc<Notify>,
}

impl Service {
    /// Starts to serve one.
    pub async fn start() -> (Self, SocketAddr) {
        let service = Self::default();
        let address = serve(service.clone()).await;
        (service, address)
    }

    /// What it was asked last.
    pub fn asked(&self) -> Asked {
        self.asked.lock().unwrap().clone().expect("it was asked")
    }

    /// Lets a slow request go on.
    pub fn go_on(&self) {
        self.go_on.notify_one();
    }
}

impl server::Containers for Service {
    async fn create(&self, request: CreateContainerRequest, context: &Context) -> Result<Container, Error> {
        let token = context.bearer_token().map(|token| token.expose().to_owned()).unwrap_or_default();
        *self.asked.lock().unwrap() = Some(Asked { request: request.clone(), token, context: format!("{context:?}") });
        match request.name.as_str() {
            "slow" => self.go_on.notified().await,
            "failing" => return Err(Error::internal().caused_by(format!("could not store {:?}", request.name))),
            _ => {}
        }
        Ok(container(&request))
    }
}

/// What the service answers.
pub fn container(request: &CreateContainerRequest) -> Container {
    let mut container = Container::new("cntr_1", 1_767_225_600, &request.name, "active");
    container.memory_limit = request.memory_limit.clone();
    container
}

/// Serves an implementation for as long as the runtime lives.
pub async fn serve(implementation: impl server::Containers) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = axum::Router::new().nest("/v1", server::router(implementation));
    tokio::spawn(server::serve(listener, router, std::future::pending()).into_future());
    address
}

/// A client of what listens at an address. It makes one attempt, and pauses before others hardly at all.
pub fn client(address: SocketAddr) -> Client {
    let builder = Client::builder().base_url(format!("http://{address}/v1")).bearer_token(TOKEN);
    builder.retries(0).backoff(Duration::from_millis(1)).build().unwrap()
}
