//! What a server is around its operations: routing, what a request must bring, problem documents, and sockets.
//!
//! A request's way: [`serve`] reads it from a socket, axum's router finds its path, `routes` its operation; `gate`
//! checks what must be true before a value is read, `body` reads the body; then the operation's own function makes a
//! value of it, and the implementation answers. Whatever goes wrong is an [`Error`], which leaves as a [`Problem`].

pub mod absent;
mod body;
mod connection;
mod context;
mod credentials;
mod error;
mod gate;
#[cfg(feature = "mock")]
pub mod mock;
mod options;
mod problem;
mod routes;
mod serve;
mod trace;

pub use context::{Context, Received};
pub use credentials::{Credential, CredentialValue};
pub use error::Error;
pub use options::Options;
pub use problem::{Fault, Problem, fragment};
pub use routes::Routes;
pub use serve::{Serve, serve};
