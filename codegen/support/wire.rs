//! All that the tables and the `impl`s of a generated crate name, in one place.

pub use super::{
    builder::*,
    compare, format, literal,
    model::{Arms, Json, Literals, Members, Model, blank},
    names::slots,
    reader::{Fail, Read, Reader},
    schema::*,
    serialize,
    unknown::{NotAValue, UnknownValue},
    value::{Entries, Value},
};

#[allow(unused_imports, reason = "a crate may have no such type")]
pub(crate) use super::macros::{newtype, object, serde, strings, union, walk};
