//! The generated client and server over real sockets: one against the other, and each against a peer that misbehaves.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod both;
#[path = "../support/tests/client/server.rs"]
#[allow(dead_code, reason = "the tests of the run-time support use the rest")]
mod peer;
mod scripted;
mod secrets;
mod service;
mod shutdown;
mod unknown;
