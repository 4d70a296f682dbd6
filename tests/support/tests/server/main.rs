//! The server around operations: over real sockets, with bytes written by hand.

mod service;
mod wire;

mod requests;
