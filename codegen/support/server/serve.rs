//! A listener's connections, each served for itself, until the service is to end.

use std::{convert::Infallible, fmt, io, net::SocketAddr, pin::Pin, pin::pin, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo};
use http::{
    HeaderValue, Version,
    header::{CONNECTION, HOST},
};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};
use tower::Service as _;

use super::{
    Error, Options,
    connection::{Activity, Answering, InFlight, Limits, Overdue, Socket},
    trace,
};

/// Serves a router over HTTP/1 and HTTP/2 until `shutdown` is ready; requests that are in flight then are still
/// answered.
///
/// Unlike `axum::serve`, it gives up on clients that send no request, half of one, or never read: see the methods of
/// [`Serve`]. To be awaited, in a runtime of tokio.
///
/// A client that closes its side of a connection after a request still gets its answer. So over HTTP/1, an implementation
/// goes on to its end though the client may be gone; over HTTP/2, its future is dropped when the client resets the stream.
pub fn serve(listener: TcpListener, router: Router, shutdown: impl Future<Output = ()> + Send + 'static) -> Serve {
    const SECOND: Duration = Duration::from_secs(1);
    let limits = Limits { header: 30 * SECOND, idle: 75 * SECOND, write: 30 * SECOND };
    Serve { listener, router, shutdown: Box::pin(shutdown), limits, shutdown_timeout: 30 * SECOND }
}

/// A service that is about to run; see [`serve`]. Dropped while it runs, it cuts all connections.
#[must_use = "it serves when it is awaited"]
pub struct Serve {
    listener: TcpListener,
    router: Router,
    shutdown: Pin<Box<dyn Future<Output = ()> + Send>>,
    limits: Limits,
    shutdown_timeout: Duration,
}

impl Serve {
    /// How long the head of a request may take, from its first byte on, and how long a new connection may be silent.
    /// Default: 30 seconds. Then the connection is cut.
    pub fn header_timeout(mut self, timeout: Duration) -> Self {
        self.limits.header = timeout;
        self
    }

    /// How long a connection may be silent after a request. Default: 75 seconds. Then it is closed.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.limits.idle = timeout;
        self
    }

    /// How long a client may take nothing of what is being written to it. Default: 30 seconds. Then the connection is
    /// cut. A client that reads slowly gets its answer, however long that takes.
    pub fn write_timeout(mut self, timeout: Duration) -> Self {
        self.limits.write = timeout;
        self
    }

    /// How long requests that are in flight at the end may still take. Default: 30 seconds. Then they are dropped.
    pub fn shutdown_timeout(mut self, timeout: Duration) -> Self {
        self.shutdown_timeout = timeout;
        self
    }

    async fn run(self) -> io::Result<()> {
        let Self { listener, router, mut shutdown, limits, shutdown_timeout } = self;
        let connections = Connections { router: router.with_state(()), builder: builder(), limits };
        let connections = Arc::new(connections);
        let (end, ended) = watch::channel(());
        let mut tasks = JoinSet::new();
        loop {
            tokio::select! {
                () = &mut shutdown => break,
                (stream, peer) = accept(&listener) => {
                    tasks.spawn(Arc::clone(&connections).serve(stream, peer, ended.clone()));
                }
                Some(_) = tasks.join_next() => {}
            }
        }
        // No one else is to wait for a connection that will not be accepted.
        drop((listener, end));
        let all = async { while tasks.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(shutdown_timeout, all).await;
        tasks.shutdown().await;
        Ok(())
    }
}

impl IntoFuture for Serve {
    type Output = io::Result<()>;
    type IntoFuture = Pin<Box<dyn Future<Output = io::Result<()>> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Serve {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Serve")
            .field("listener", &self.listener)
            .field("limits", &self.limits)
            .field("shutdown_timeout", &self.shutdown_timeout)
            .finish_non_exhaustive()
    }
}

/// The next connection. Where there is none to be had, such as without file descriptors, it waits a little.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            // It went away before it was accepted.
            Err(error) if matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) => {}
            Err(error) => {
                trace::not_accepted(&error);
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
}

/// hyper without timers of its own: `connection` has what bounds the time of all that it does.
fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    // A client may close its side once it has sent its request. hyper would take that for its going away.
    builder.http1().header_read_timeout(None).half_close(true);
    builder
}

/// What all connections share.
struct Connections {
    router: Router,
    builder: Builder<TokioExecutor>,
    limits: Limits,
}

impl Connections {
    /// Serves a connection to its end.
    async fn serve(self: Arc<Self>, stream: TcpStream, peer: SocketAddr, mut ended: watch::Receiver<()>) {
        // What is written is a whole answer: to wait for more would only delay it. It works without, too.
        let _ = stream.set_nodelay(true);
        let activity = Arc::new(Activity::new(self.limits));
        let io = TokioIo::new(Socket::new(stream, Arc::clone(&activity)));
        let service = hyper::service::service_fn(|request: hyper::Request<Incoming>| {
            let in_flight = activity.request(request.version());
            answer(self.router.clone(), request, peer, in_flight)
        });
        let mut connection = pin!(self.builder.serve_connection_with_upgrades(io, service));
        let mut is_ending = false;
        loop {
            tokio::select! {
                biased;
                _ = connection.as_mut() => return,
                _ = ended.changed(), if !is_ending => is_ending = true,
                overdue = activity.overdue() => match overdue {
                    Overdue::Idle => activity.closing(),
                    Overdue::Stuck => return,
                },
            }
            connection.as_mut().graceful_shutdown();
        }
    }
}

/// The router's answer to a request.
async fn answer(
    mut router: Router,
    mut request: hyper::Request<Incoming>,
    peer: SocketAddr,
    in_flight: InFlight,
) -> Result<http::Response<Answering>, Infallible> {
    let response = if names_host(&request) {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.call(request.map(Body::new)).await?
    } else {
        hostless()
    };
    in_flight.answered(&response);
    Ok(response.map(|body| Answering { body, _in_flight: in_flight }))
}

/// Whether a request says which host it is for, as it must in HTTP/1.1.
fn names_host(request: &hyper::Request<Incoming>) -> bool {
    request.version() != Version::HTTP_11 || request.headers().get_all(HOST).iter().count() == 1
}

/// The answer to a request that does not say which host it is for.
fn hostless() -> http::Response<Body> {
    let error = Error::bad_request().detail("The request must have one header `Host`.");
    let error = error.header(CONNECTION, HeaderValue::from_static("close"));
    error.into_response(&Options::default(), "").map(Body::from)
}
