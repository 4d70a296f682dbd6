//! Shapes: the Rust type of a value and its keywords in one.

use serde::Serialize;

use super::{Ident, Rule, TypeId};
use crate::pattern::automaton::Automaton;

/// The shape of a value: its Rust type and its keywords in one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Shape {
    /// Any JSON: `serde_json::Value`.
    Any,
    /// No value is valid: `support::Never`.
    Never,
    /// `null` alone: `()`.
    Null,
    /// `bool`
    Boolean,
    /// `String`, or a type that keeps the text of a format.
    String(Text),
    /// `i64`, or what format and bounds say.
    Integer(Integer),
    /// `f64` or `f32`
    Number(Number),
    /// `Vec<_>`
    List(Box<List>),
    /// `support::Map<_>`
    Map(Box<Map>),
    /// A named type.
    Named(TypeId),
    /// `Box<_>`, where a type would have infinite size without.
    Boxed(Box<Shape>),
    /// `null` as well: `Option<_>` or, for optional members, `Nullable<_>`.
    Nullable(Box<Shape>),
    /// Only these values, each compact JSON text (`enum` or `const` of what is no string).
    Literals(Vec<String>, Box<Shape>),
    /// What is asserted of a value besides: all of it holds.
    Asserted(Vec<Rule>, Box<Shape>),
}

/// A string.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Text {
    /// The Rust type.
    pub kind: TextKind,
    /// `minLength`
    pub min_length: Option<u32>,
    /// `maxLength`
    pub max_length: Option<u32>,
    /// `pattern`
    pub pattern: Option<Pattern>,
    /// The name of the `format` or `contentEncoding` that is asserted.
    pub format: Option<Format>,
}

/// The Rust type of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum TextKind {
    /// `String`
    #[default]
    Plain,
    /// `Secret`: hidden from `Debug`.
    Secret,
    /// `DateTime`
    DateTime,
    /// `Date`
    Date,
    /// `Uuid`
    Uuid,
    /// `Base64`
    Base64,
}

/// `pattern`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pattern {
    /// The ECMA-262 source, as the document has it.
    pub source: String,
    /// What must hold of a text, in the syntax of the `regex` crate: all of it.
    pub terms: Vec<Term>,
    /// The name of the function that searches for it.
    pub function: Ident,
}

/// What a pattern asks of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// The pattern that the text is searched for.
    pub regex: String,
    /// What searches for it in the place of `regex`, where that is small.
    #[serde(skip)]
    pub automaton: Option<Automaton>,
    /// Whether it must not be found.
    pub negated: bool,
}

/// A format of strings that is asserted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Format {
    /// `date-time`
    DateTime,
    /// `date`
    Date,
    /// `uuid`
    Uuid,
    /// `uri`
    Uri,
    /// `email`
    Email,
    /// `hostname`
    Hostname,
    /// `ipv4`
    Ipv4,
    /// `ipv6`
    Ipv6,
    /// `byte`
    Byte,
    /// `time`
    Time,
    /// `duration`
    Duration,
    /// `idn-email`
    IdnEmail,
    /// `idn-hostname`
    IdnHostname,
    /// `uri-reference`
    UriReference,
    /// `iri`
    Iri,
    /// `iri-reference`
    IriReference,
    /// `uri-template`
    UriTemplate,
    /// `json-pointer`
    JsonPointer,
    /// `relative-json-pointer`
    RelativeJsonPointer,
    /// `regex`
    Regex,
    /// `contentEncoding: base64`
    Base64,
}

/// An integer.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Integer {
    /// The Rust type.
    pub width: Width,
    /// `minimum` or `exclusiveMinimum`
    pub minimum: Option<Limit<i128>>,
    /// `maximum` or `exclusiveMaximum`
    pub maximum: Option<Limit<i128>>,
    /// `multipleOf`
    pub multiple_of: Option<u64>,
}

/// The Rust type of an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum Width {
    /// `i32`
    I32,
    /// `i64`
    #[default]
    I64,
    /// `u32`
    U32,
    /// `u64`
    U64,
}

impl Width {
    /// Whether the type holds an integer.
    pub fn holds(self, value: i128) -> bool {
        match self {
            Self::I32 => i32::try_from(value).is_ok(),
            Self::I64 => i64::try_from(value).is_ok(),
            Self::U32 => u32::try_from(value).is_ok(),
            Self::U64 => u64::try_from(value).is_ok(),
        }
    }
}

/// A number.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Number {
    /// Whether it is an `f32` (`format: float`).
    pub single: bool,
    /// `minimum` or `exclusiveMinimum`
    pub minimum: Option<Limit<f64>>,
    /// `maximum` or `exclusiveMaximum`
    pub maximum: Option<Limit<f64>>,
    /// `multipleOf`
    pub multiple_of: Option<f64>,
}

/// A bound, and whether the bound itself is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Limit<T> {
    /// The bound.
    pub value: T,
    /// Whether the keyword is `exclusiveMinimum` or `exclusiveMaximum`.
    pub exclusive: bool,
}

/// An array.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct List {
    /// The shape of an item.
    pub items: Shape,
    /// `minItems`
    pub min_items: Option<u32>,
    /// `maxItems`
    pub max_items: Option<u32>,
    /// `uniqueItems`
    pub unique_items: bool,
}

/// An object whose members have no names of their own.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Map {
    /// The shape of a value.
    pub values: Shape,
    /// `minProperties`
    pub min_properties: Option<u32>,
    /// `maxProperties`
    pub max_properties: Option<u32>,
}
