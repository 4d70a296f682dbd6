//! Every option of a run: its name in `refract.toml`, its default and its reason. Knows the file's text and places, not
//! where it lies; what an option does is the business of the stage that reads it.
//!
//! | table | key | value | default | reason |
//! | --- | --- | --- | --- | --- |
//! | `[input]` | `spec` | path, or list of paths, relative to `refract.toml` | | what the crate is generated from |
//! | | `allow-outside` | boolean | `false` | references stay below the document's folder, so that nothing is read by accident |
//! | | `remote` | table: from what a URI begins with to the path of a copy, relative to `refract.toml` | | nothing is read from the network |
//! | `[package]` | `name` | name of a package | from the document's title | how other crates depend on it |
//! | | `version` | `"1.2.3"` | what stands in the crate's `Cargo.toml`, else `0.1.0` | a person bumps it |
//! | | `license` | SPDX expression | the document's | the code may be under other terms than the API |
//! | | `publish` | boolean | `false` | nobody publishes by accident |
//! | | `rust-version` | `"1.88"` or later | `"1.88"` | the oldest compiler that emitted code needs |
//! | `[types]` | `exact-types` | boolean | `false` | by default, `properties` without `type` mean an object |
//! | | `keep-unknown-members` | boolean | `false` | members that the document does not name are kept, at the cost of a map per value |
//! | | `date-time` | `"jiff"`, `"chrono"`, `"time"`, `"none"` | `"jiff"` | which conversion of timestamps is a default feature |
//! | `[crates]` | name of a package | `"1.2"`, or a table of `version`, `path` and `features` | | where a crate comes from whose types `x-rust-type` chooses; its conversions are on by default |
//! | `[rename]` | JSON Pointer of a schema | name of a type | | a better name, without touching the document |
//! | `[secrets]` | `pointers` | list of JSON Pointers of schemas | | values that never show in `Debug`, violations or logs |
//! | `[diagnostics]` | `strict` | boolean | `false` | warnings stop generation |

mod forms;
mod read;

use indexmap::IndexMap;

pub use forms::{is_package_name, is_requirement, is_uri, is_version};
pub use read::read;

use crate::{normalise::Located, source::Span};

/// The oldest compiler that emitted code needs.
pub const RUST_VERSION: &str = "1.88";

/// The version of a crate that has none yet.
pub const FIRST_VERSION: &str = "0.1.0";

/// Every option of a run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Options {
    /// `[input] spec`: the documents' paths as written.
    pub specs: Vec<Located<String>>,
    /// `[input] allow-outside`: references may leave the document's folder.
    pub allow_outside: bool,
    /// `[input] remote`: copies of what has a URI: what the URI begins with, and the path as written.
    pub remote: Vec<(String, String)>,
    /// `[package]`
    pub package: Package,
    /// `[types] exact-types`: only `type` decides what a value may be; `properties` alone don't mean an object.
    pub exact_types: bool,
    /// `[types] keep-unknown-members`: every object keeps the members that the document does not name.
    pub keep_unknown_members: bool,
    /// `[types] date-time`
    pub date_time: DateTimeCrate,
    /// `[rename]`: from a schema's JSON Pointer (`#/components/schemas/Foo`) to the name of its type.
    pub renames: IndexMap<String, Rename>,
    /// `[crates]`: from a package's name to where Cargo finds it.
    pub crates: IndexMap<String, Source>,
    /// `[secrets] pointers`: JSON Pointers of the schemas whose values are secret.
    pub secrets: Vec<Located<String>>,
    /// `[diagnostics] strict`: warnings stop generation.
    pub strict: bool,
}

/// `[package]`: what the generated `Cargo.toml` says of the crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// `name`; by default it is made from the document's title.
    pub name: Option<String>,
    /// `version`; by default the one that the crate has, else [`FIRST_VERSION`].
    pub version: Option<String>,
    /// `license`; by default the document's.
    pub license: Option<String>,
    /// `publish`
    pub publish: bool,
    /// `rust-version`
    pub rust_version: String,
}

impl Default for Package {
    fn default() -> Self {
        Self { name: None, version: None, license: None, publish: false, rust_version: RUST_VERSION.to_owned() }
    }
}

/// `[types] date-time`: the crate to whose types timestamps convert by default. All are features of the generated crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateTimeCrate {
    /// `"jiff"`
    #[default]
    Jiff,
    /// `"chrono"`
    Chrono,
    /// `"time"`
    Time,
    /// `"none"`
    None,
}

/// One of `[rename]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Rename {
    /// The place of the pointer.
    pub key: Span,
    /// The name of the type, as written: whether it is one is for names to say.
    pub name: Located<String>,
}

/// One of `[crates]`: where Cargo finds a package.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// `version`
    pub version: Option<String>,
    /// `path`, as it is to stand in the generated `Cargo.toml`.
    pub path: Option<String>,
    /// `features`
    pub features: Vec<String>,
}

#[cfg(test)]
mod tests;
