//! The server around operations: over real sockets, with bytes written by hand.

mod service;
mod wire;

mod bodies;
mod connections;
mod credentials;
mod errors;
mod http2;
#[cfg(feature = "tracing")]
mod log;
mod requests;
