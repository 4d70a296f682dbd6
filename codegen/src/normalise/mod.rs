//! Document → [`Schemas`]: every version of OpenAPI lifted into JSON Schema 2020-12, references resolved.

pub mod schema;

pub use schema::*;
