//! Sockets on which a test writes bytes by hand, and the answers that come back.

use std::{future::pending, io, net::SocketAddr, time::Duration};

use axum::Router;
use refract_support::server::{Serve, serve};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};

/// What no test waits longer for.
const PATIENCE: Duration = Duration::from_secs(10);

/// A service that runs.
pub struct Server {
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<io::Result<()>>,
}

impl Server {
    /// Serves a router, at a port of its own.
    pub async fn start(router: Router) -> Self {
        Self::start_with(router, |serve| serve).await
    }

    /// Serves a router with other limits than those by default.
    pub async fn start_with(router: Router, set: impl FnOnce(Serve) -> Serve) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let shutdown = async {
            if stopped.await.is_err() {
                pending::<()>().await;
            }
        };
        let task = tokio::spawn(set(serve(listener, router, shutdown)).into_future());
        Self { address, stop: Some(stop), task }
    }

    /// A connection to it.
    pub async fn connect(&self) -> Client {
        Client { stream: TcpStream::connect(self.address).await.unwrap(), received: Vec::new() }
    }

    /// A connection to it that takes little before it is read from.
    pub async fn connect_narrowly(&self) -> Client {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(64 << 10).unwrap();
        Client { stream: socket.connect(self.address).await.unwrap(), received: Vec::new() }
    }

    /// What it answers to bytes on a connection of their own.
    pub async fn answer(&self, bytes: impl AsRef<[u8]>) -> Answer {
        let mut client = self.connect().await;
        client.send(bytes).await;
        client.answer().await
    }

    /// Tells it to end.
    pub fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    /// Waits until it has ended.
    pub async fn ended(self) {
        timeout(PATIENCE, self.task).await.unwrap().unwrap().unwrap();
    }
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a header that is there once, or nothing.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.head.lines().filter_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        });
        let value = values.next();
        assert_eq!(values.next(), None, "{}", self.head);
        value
    }

    /// The problem document that it is.
    pub fn problem(&self) -> serde_json::Value {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.head);
        let problem: serde_json::Value = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem["status"], self.status);
        problem
    }
}

/// A connection.
pub struct Client {
    pub stream: TcpStream,
    received: Vec<u8>,
}

impl Client {
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        timeout(PATIENCE, self.stream.write_all(bytes.as_ref())).await.unwrap().unwrap();
    }

    /// Reads the next answer.
    pub async fn answer(&mut self) -> Answer {
        self.answer_to("GET").await
    }

    /// Reads the next answer, to a request of a method.
    pub async fn answer_to(&mut self, method: &str) -> Answer {
        let head_end = loop {
            match self.received.windows(4).position(|window| window == b"\r\n\r\n") {
                Some(at) => break at + 4,
                None => assert!(self.receive().await, "closed after {:?}", String::from_utf8_lossy(&self.received)),
            }
        };
        let head = String::from_utf8(self.received.drain(..head_end).collect()).unwrap();
        let mut answer = Answer { status: head[9..12].parse().unwrap(), head, body: Vec::new() };
        let length = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
        if method != "HEAD" {
            while self.received.len() < length {
                assert!(self.receive().await, "closed within a body");
            }
            answer.body = self.received.drain(..length).collect();
        }
        answer
    }

    /// Whether more came before the connection was closed.
    async fn receive(&mut self) -> bool {
        let mut bytes = vec![0; 64 << 10];
        let count = timeout(PATIENCE, self.stream.read(&mut bytes)).await.expect("nothing comes").unwrap_or(0);
        self.received.extend_from_slice(&bytes[..count]);
        count > 0
    }

    /// Waits until the connection is closed, and says what still came.
    pub async fn closed(mut self) -> Vec<u8> {
        while self.receive().await {}
        self.received
    }

    /// Whether the connection is still open, and silent, for a while.
    pub async fn is_open_for(&mut self, milliseconds: u64) -> bool {
        let mut byte = [0];
        timeout(Duration::from_millis(milliseconds), self.stream.peek(&mut byte)).await.is_err()
    }
}

/// A request with a body in JSON, a length, and a token.
pub fn say(body: &str) -> String {
    format!(
        "POST /words HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer t0ken\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}
