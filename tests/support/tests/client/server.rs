//! A server that answers by a script, byte by byte as it says, and keeps what it was sent.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Notify,
    time::{Instant, timeout},
};

/// What the server does with one request.
#[derive(Clone)]
pub struct Answer {
    /// The pieces that it writes, with a pause before each but the first.
    pieces: Vec<Vec<u8>>,
    pause: Duration,
    then: Then,
}

#[derive(Clone, Copy, PartialEq)]
enum Then {
    /// The next request on the same connection.
    Keep,
    Close,
    /// Nothing more, but the connection stays.
    Hang,
}

impl Answer {
    /// Just these bytes; the connection stays open.
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self { pieces: vec![bytes.into()], pause: Duration::ZERO, then: Then::Keep }
    }

    /// A response with a body of JSON and further lines of headers.
    pub fn json(status: &str, headers: &str, body: &str) -> Self {
        Self::typed(status, "application/json", headers, body)
    }

    /// A response with a body of a content type.
    pub fn typed(status: &str, content_type: &str, headers: &str, body: &str) -> Self {
        let length = body.len();
        Self::bytes(format!(
            "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
        ))
    }

    /// Only the first bytes of it, and then the connection is closed.
    pub fn cut(mut self, length: usize) -> Self {
        self.pieces[0].truncate(length);
        self.then = Then::Close;
        self
    }

    /// Only the first bytes of it, and then nothing, while the connection stays open.
    pub fn stall(mut self, length: usize) -> Self {
        self.pieces[0].truncate(length);
        self.then = Then::Hang;
        self
    }

    /// In pieces of so many bytes, with a pause between them.
    pub fn slow(mut self, length: usize, pause: Duration) -> Self {
        self.pieces = self.pieces[0].chunks(length).map(<[u8]>::to_vec).collect();
        self.pause = pause;
        self
    }

    /// How many bytes it has.
    pub fn len(&self) -> usize {
        self.pieces.iter().map(Vec::len).sum()
    }
}

/// A request as the server read it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The request line and the headers; names in lower case.
    pub head: String,
    pub body: String,
    pub at: Instant,
    /// Which connection it came on.
    pub connection: usize,
}

impl Seen {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// A running server.
pub struct Server {
    pub address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    closed: Arc<Notify>,
}

impl Server {
    /// Answers the first request by the first answer, and so on; the last answer serves all that follow.
    pub async fn start(answers: impl Into<Vec<Answer>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (seen, closed) = (Arc::<Mutex<Vec<Seen>>>::default(), Arc::new(Notify::new()));
        let (answers, all, ended) = (Arc::new(answers.into()), Arc::clone(&seen), Arc::clone(&closed));
        tokio::spawn(async move {
            for connection in 0.. {
                let Ok((stream, _)) = listener.accept().await else { return };
                let (answers, all, ended) = (Arc::clone(&answers), Arc::clone(&all), Arc::clone(&ended));
                tokio::spawn(async move {
                    serve(stream, connection, &answers, &all).await;
                    ended.notify_one();
                });
            }
        });
        Self { address, seen, closed }
    }

    /// The base URL, with a path.
    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// What it was sent so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The only request that it was sent.
    pub fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen[0].clone()
    }

    /// Waits until a connection has ended.
    pub async fn closed(&self) {
        timeout(Duration::from_secs(5), self.closed.notified()).await.expect("the connection stays open");
    }

    /// Waits until so many requests have come.
    pub async fn has_seen(&self, count: usize) {
        for _ in 0..500 {
            if self.seen().len() >= count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("only {} of {count} requests came", self.seen().len());
    }
}

async fn serve(mut stream: TcpStream, connection: usize, answers: &[Answer], seen: &Mutex<Vec<Seen>>) {
    let mut buffer = Vec::new();
    while let Some((head, body)) = request(&mut stream, &mut buffer).await {
        let answer = {
            let mut seen = seen.lock().unwrap();
            seen.push(Seen { head, body, at: Instant::now(), connection });
            answers[(seen.len() - 1).min(answers.len() - 1)].clone()
        };
        for (index, piece) in answer.pieces.iter().enumerate() {
            if index > 0 {
                tokio::time::sleep(answer.pause).await;
            }
            if stream.write_all(piece).await.is_err() {
                return;
            }
        }
        match answer.then {
            Then::Keep => {}
            Then::Close => return,
            // Until the client closes.
            Then::Hang => {
                while matches!(stream.read(&mut [0; 1024]).await, Ok(1..)) {}
                return;
            }
        }
    }
}

/// The next request: its head, with names in lower case, and its body.
async fn request(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<(String, String)> {
    let end = loop {
        if let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    };
    let head: String = String::from_utf8_lossy(&buffer[..end]).replace("\r\n", "\n");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    while buffer.len() < end + length {
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    let body = String::from_utf8_lossy(&buffer[end..end + length]).into_owned();
    buffer.drain(..end + length);
    Some((head, body))
}
