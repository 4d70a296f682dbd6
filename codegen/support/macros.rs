//! What each type says of itself in one line: the traits that Rust wants an `impl` of for every type.
//!
//! These can't be functions: the traits are foreign, so that no blanket `impl` may stand for all types.

/// `Debug`, equality and serde of a type that is [`Model`](super::model::Model), by the walk over its value.
#[allow(unused_macros, reason = "a crate may have no such type")]
macro_rules! walk {
    ($type:ty) => {
        impl std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                compare::debug(Json::value(self), formatter)
            }
        }

        impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                compare::equal(Json::value(self), Json::value(other))
            }
        }

        serde!($type);
    };
}

/// serde of a type that is [`Model`](super::model::Model).
#[allow(unused_macros, reason = "a crate may have no such type")]
macro_rules! serde {
    ($type:ty) => {
        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serialize::serialize(Json::value(self), serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                serialize::deserialize(deserializer)
            }
        }
    };
}

/// What a type with [`Members`](super::model::Members) is besides.
#[allow(unused_macros, reason = "a crate may have no such type")]
macro_rules! object {
    ($type:ty, $schema:ident) => {
        impl Json for $type {
            fn blank() -> Self {
                Members::blank()
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> Read {
                reader.members(self)
            }

            fn value(&self) -> Value<'_> {
                Value::Object(&$schema, self)
            }
        }

        impl Model for $type {
            const SCHEMA: &'static Schema = &$schema;
        }

        walk!($type);
    };
}

/// What a type with [`Arms`](super::model::Arms) is besides.
#[allow(unused_macros, reason = "a crate may have no such type")]
macro_rules! union {
    ($type:ty, $schema:ident) => {
        impl Json for $type {
            fn blank() -> Self {
                Self::Unknown(blank())
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> Read {
                *self = reader.arm()?;
                Ok(())
            }

            fn value(&self) -> Value<'_> {
                self.arm()
            }
        }

        impl Model for $type {
            const SCHEMA: &'static Schema = &$schema;
        }

        walk!($type);
    };
}

/// What an enum of strings is besides.
#[allow(unused_macros, reason = "a crate may have no such type")]
macro_rules! strings {
    ($type:ty, $schema:ident) => {
        impl Literals for $type {
            const KNOWN: &'static [Self] = Self::ALL;

            fn unknown(value: UnknownValue) -> Self {
                Self::Unknown(value)
            }
        }

        impl Json for $type {
            fn blank() -> Self {
                literal::first()
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> Read {
                *self = reader.literal()?;
                Ok(())
            }

            fn value(&self) -> Value<'_> {
                Value::Text(self.as_str())
            }
        }

        impl Model for $type {
            const SCHEMA: &'static Schema = &$schema;
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self.as_str(), formatter)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        /// Only values that this crate knows.
        impl std::str::FromStr for $type {
            type Err = NotAValue;

            fn from_str(text: &str) -> Result<Self, NotAValue> {
                literal::parse(text)
            }
        }

        /// A value that this crate does not know is kept as it is.
        impl From<&str> for $type {
            fn from(text: &str) -> Self {
                literal::keep(text)
            }
        }

        serde!($type);
    };
}

/// What a transparent wrapper with [`Deref`](std::ops::Deref) is besides.
#[allow(unused_macros, reason = "a crate may have no such type")]
macro_rules! newtype {
    ($type:ty, $schema:ident) => {
        impl Json for $type {
            fn blank() -> Self {
                Self(blank())
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> Read {
                reader.read(&mut self.0)
            }

            fn value(&self) -> Value<'_> {
                Value::of(&self.0).or_null()
            }
        }

        impl Model for $type {
            const SCHEMA: &'static Schema = &$schema;
        }

        impl std::ops::DerefMut for $type {
            fn deref_mut(&mut self) -> &mut Self::Target {
                &mut self.0
            }
        }

        walk!($type);
    };
}

#[allow(unused_imports, reason = "a crate may have no such type")]
pub(crate) use {newtype, object, serde, strings, union, walk};
