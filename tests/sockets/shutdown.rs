//! The example server ends on SIGTERM, but not before the requests that are in flight.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use refract_tests::command::{repository, succeed};

use crate::both::head;

/// A process that does not outlive its test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The example's program. Running all tests builds it; where only these are run, it may have to be built.
fn example() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let folder = tests.parent().and_then(Path::parent).expect("tests lie in `deps`");
    let program = folder.join("examples").join("containers_server");
    if !program.exists() {
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--locked", "--package", "refract-tests", "--example", "containers_server"]);
        build.arg("--target-dir").arg(folder.parent().expect("a profile lies in the target folder"));
        succeed(build.current_dir(repository()));
    }
    program
}

fn start() -> (Running, SocketAddr) {
    let mut command = Command::new(example());
    command.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped());
    let mut server = Running(command.spawn().unwrap());
    let mut line = String::new();
    BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.strip_prefix("listening on http://").and_then(|rest| rest.strip_suffix("/v1\n"));
    (server, address.expect("the first line says where it listens").parse().unwrap())
}

/// Waits until something is so.
fn until(mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < Duration::from_secs(10), "it does not come to that");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn requests_in_flight_end_first() {
    let (mut server, address) = start();
    // One is idle after a request, one has sent nothing, and one is in the middle of a body.
    let mut idle = TcpStream::connect(address).unwrap();
    let body = br#"{"name":"idle"}"#;
    idle.write_all(&[head(body.len()).as_bytes(), body].concat()).unwrap();
    assert!(read(&mut idle, b"}").starts_with("HTTP/1.1 200 OK\r\n"));
    let _silent = TcpStream::connect(address).unwrap();
    let mut busy = TcpStream::connect(address).unwrap();
    let (begin, end) = (br#"{"name":"#, br#""in flight"}"#);
    busy.write_all(&[head(begin.len() + end.len()).as_bytes(), begin].concat()).unwrap();

    succeed(Command::new("kill").args(["-TERM", &server.0.id().to_string()]));
    // No new connection is taken, and the idle one is closed.
    until(|| TcpStream::connect(address).is_err());
    assert_eq!(idle.read(&mut [0; 16]).unwrap(), 0);
    assert!(server.0.try_wait().unwrap().is_none(), "it did not wait for the request");

    busy.write_all(end).unwrap();
    let answer = read(&mut busy, b"}");
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains(r#""name":"in flight""#), "{answer}");
    let mut status = None;
    until(|| {
        status = server.0.try_wait().unwrap();
        status.is_some()
    });
    assert_eq!(status.and_then(|status| status.code()), Some(0));
}

/// Reads until a text ends so.
fn read(stream: &mut TcpStream, end: &[u8]) -> String {
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut text = Vec::new();
    while !text.ends_with(end) {
        let mut bytes = [0; 1024];
        let length = stream.read(&mut bytes).unwrap();
        assert_ne!(length, 0, "{}", String::from_utf8_lossy(&text));
        text.extend_from_slice(&bytes[..length]);
    }
    String::from_utf8(text).unwrap()
}
