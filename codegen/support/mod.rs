//! The run-time support of a generated crate: reading, checking and writing JSON by static tables.
//!
//! Nothing here knows any one API. A generated crate carries a copy of these files, so that it depends on published
//! crates only; the same sources are linted and tested as a crate of their own.
//!
//! The flow of data: [`schema`] is the table that a type carries, which [`builder`] writes. [`reader`] builds values from JSON text by that
//! table and knows only yes or no. [`tree`] indexes a text once into a flat tree of places, and [`evaluate`] decides
//! the same table over it and finds every violation. [`value`] is the one walk over a value's members, which
//! [`write`](mod@write), [`serialize`] and [`compare`] share.
//!
//! With a client or a server: `operation` is what both know of an operation, and `message` turns values into HTTP
//! messages and back. `client` and `server` are what is around that on either side.

pub mod automaton;
pub mod builder;
#[cfg(feature = "client")]
pub mod client;
pub mod compare;
#[cfg(feature = "chrono")]
pub mod convert_chrono;
#[cfg(feature = "jiff")]
pub mod convert_jiff;
#[cfg(feature = "time")]
pub mod convert_time;
#[cfg(feature = "uuid")]
pub mod convert_uuid;
pub mod escape;
pub mod evaluate;
pub mod format;
pub mod lex;
pub mod literal;
mod macros;
pub mod map;
#[cfg(any(feature = "client", feature = "server"))]
pub mod message;
pub mod model;
pub mod names;
pub mod number;
#[cfg(any(feature = "client", feature = "server"))]
pub mod operation;
pub mod pattern;
pub mod reader;
pub mod schema;
pub mod secret;
pub mod sentence;
pub mod serialize;
#[cfg(feature = "server")]
pub mod server;
pub mod text;
pub mod tree;
pub mod unknown;
pub mod value;
pub mod violations;
pub mod wire;
pub mod write;

pub use map::Map;
pub use model::{Validate, blank, decode, decode_lenient, encode};
pub use secret::Secret;
pub use text::{Base64, Date, DateTime, InvalidText, Uuid};
pub use unknown::{Never, NotAValue, Unknown, UnknownValue};
pub use value::Nullable;
pub use violations::{Violation, Violations};
