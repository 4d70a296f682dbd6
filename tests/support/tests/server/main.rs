//! The server around operations: over real sockets, with bytes written by hand.

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
