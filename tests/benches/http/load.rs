//! Load on a server: connections that send the same request again and again, as cheaply as can be.
//!
//! Reads as much of HTTP/1 as the servers of this bench write.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};

use crate::{Outcome, TOKEN};

/// Sends a request, and gives the answer's body.
pub async fn one(address: SocketAddr, body: &str) -> Outcome<Value> {
    let mut stream = TcpStream::connect(address).await?;
    let mut buffer = Vec::new();
    let answer = exchange(&mut stream, &request(body), &mut buffer).await?;
    Ok(serde_json::from_slice(&buffer[answer.body..answer.end])?)
}

/// Sends a request so many times, over so many connections.
pub async fn run(address: SocketAddr, body: &str, connections: usize, requests: usize) -> Outcome<()> {
    let request: Arc<[u8]> = request(body).into();
    let left = Arc::new(AtomicUsize::new(requests));
    let mut tasks = JoinSet::new();
    for _ in 0..connections {
        let (request, left) = (Arc::clone(&request), Arc::clone(&left));
        tasks.spawn(async move {
            let mut stream = TcpStream::connect(address).await?;
            let mut buffer = Vec::new();
            while left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_ok() {
                let answer = exchange(&mut stream, &request, &mut buffer).await?;
                buffer.drain(..answer.end);
            }
            Outcome::Ok(())
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended??;
    }
    Ok(())
}

fn request(body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "POST /v1/containers HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {TOKEN}\r\naccept: */*\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// Where the body of an answer begins and ends.
struct Answer {
    body: usize,
    end: usize,
}

/// Sends a request, and reads its answer into the buffer.
async fn exchange(stream: &mut TcpStream, request: &[u8], buffer: &mut Vec<u8>) -> Outcome<Answer> {
    stream.write_all(request).await?;
    loop {
        if let Some((head, length)) = message(buffer)
            && buffer.len() >= head + length
        {
            if !buffer.starts_with(b"HTTP/1.1 200 ") {
                return Err(String::from_utf8_lossy(buffer).into());
            }
            return Ok(Answer { body: head, end: head + length });
        }
        if stream.read_buf(buffer).await? == 0 {
            return Err("the server closed the connection".into());
        }
    }
}

/// The lengths of a message's head and body, where the head is there.
pub fn message(bytes: &[u8]) -> Option<(usize, usize)> {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(bytes.get(..head)?).ok()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    Some((head, length.unwrap_or(0)))
}
