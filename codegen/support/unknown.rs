//! What a crate does not know yet, kept as it came: members of unions and values of enums that were added later.
//!
//! Only reading makes these, so that a known value can't hide in one.

use super::{
    model::Json,
    reader::{Fail, Read, Reader},
    schema::Schema,
    value::Value,
};

/// A member of a union that this crate does not know, as JSON text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unknown(Box<str>);

impl Unknown {
    /// The JSON text, as it came.
    pub fn as_json(&self) -> &str {
        &self.0
    }

    /// Keeps a JSON text.
    pub(super) fn new(text: String) -> Self {
        Self(text.into())
    }

    /// The value, to be looked into.
    pub fn to_value(&self) -> serde_json::Value {
        // The text was read as JSON; numbers that `serde_json` can't hold were refused.
        Reader::new(&self.0, &Schema::Any, true).any().unwrap_or_default()
    }
}

impl Json for Unknown {
    fn blank() -> Self {
        // Without an allocation: most values to read into become another arm.
        Self(Box::default())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        self.0 = reader.raw()?.into();
        Ok(())
    }

    fn value(&self) -> Value<'_> {
        Value::Raw(&self.0)
    }
}

/// A value of an enum that this crate does not know.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// The value, as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Keeps a value; the caller knows that it is no known one.
    pub(super) fn new(value: String) -> Self {
        Self(value.into())
    }
}

/// A text that is none of the values of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAValue {
    known: &'static [&'static str],
}

impl NotAValue {
    pub(super) const fn new(known: &'static [&'static str]) -> Self {
        Self { known }
    }
}

impl std::fmt::Display for NotAValue {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "must be one of {}", super::sentence::quoted(self.known))
    }
}

impl std::error::Error for NotAValue {}

/// A value that nothing can be: the schema `false`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Never(());

impl Json for Never {
    fn blank() -> Self {
        Self(())
    }

    fn read(&mut self, _reader: &mut Reader<'_>) -> Read {
        Err(Fail)
    }

    fn value(&self) -> Value<'_> {
        Value::Null
    }
}
