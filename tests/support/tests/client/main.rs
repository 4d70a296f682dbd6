//! The client over real sockets: what it sends, waits for, tries again and says. The server is a script of bytes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

mod api;
mod build;
mod calls;
mod credentials;
mod errors;
mod faults;
mod retries;
mod server;
mod transports;
