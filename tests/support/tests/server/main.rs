//! The server around operations: over real sockets, with bytes written by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

mod service;
mod wire;

mod bodies;
mod connections;
mod credentials;
mod errors;
mod http2;
mod requests;
#[cfg(feature = "tracing")]
mod trace;
