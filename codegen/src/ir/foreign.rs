//! Types of other crates that a document chose for its scalars (`x-rust-type`), and the crates that they are of.

use serde::Serialize;

use super::Ident;

/// A type of another crate, or of the standard library, that a wrapped scalar converts to and from.
///
/// It has to be `FromStr` and `Display`: the value is kept as JSON has it, and the other type asked for by its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Foreign {
    /// The type as an absolute path, known to be one: `::url::Url`.
    pub path: String,
    /// The crate that it is of, as Rust calls it; `None` is the standard library.
    pub of: Option<Ident>,
    /// The method that gives a value of it: `to_url`.
    pub method: Ident,
}

/// A crate that a type was chosen of: an optional dependency of the generated crate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Crate {
    /// The crate as Rust calls it: `rust_decimal`.
    pub ident: Ident,
    /// The package, as Cargo calls it.
    pub name: String,
    /// The feature that has it.
    pub feature: String,
    /// Whether the feature is a default one: where `refract.toml` names the crate, and not the document alone.
    pub by_default: bool,
    /// The version requirement.
    pub version: Option<String>,
    /// The folder that it lies in, as Cargo is told it.
    pub path: Option<String>,
    /// The features of it that are needed.
    pub features: Vec<String>,
}

impl Foreign {
    /// The type as people write it: `url::Url`, `std::num::NonZero<u16>`.
    pub fn shown(&self) -> String {
        let plain = self.path.replace("::std::primitive::", "").replace("<::", "<").replace(", ::", ", ");
        plain.trim_start_matches("::").to_owned()
    }
}

impl Crate {
    /// Where it comes from, for people.
    pub fn source(&self) -> &str {
        let place = self.path.as_deref().or(self.version.as_deref());
        place.unwrap_or("*")
    }
}
