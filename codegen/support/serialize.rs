//! serde, by the same walk: one instance of the code for a format, none for a type.
//!
//! Reading through serde turns what a format tells into JSON text, and reads that leniently. It is for types that are
//! a field of somebody else's; [`decode`](super::model::decode) is quicker and strict.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
    ser::SerializeMap,
};

use super::{
    model::{self, Model},
    reader::Reader,
    schema::Schema,
    value::{Entries, Value},
    write,
};

/// Hands a value to a serializer.
///
/// # Errors
/// What the serializer fails with.
pub fn serialize<S: Serializer>(value: Value<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Value::Absent | Value::Null | Value::Constant => serializer.serialize_unit(),
        Value::Boolean(value) => serializer.serialize_bool(value),
        Value::Integer(value) => serializer.serialize_i64(value),
        Value::Unsigned(value) => serializer.serialize_u64(value),
        Value::Number(value) => number(value, serializer),
        Value::Single(value) if value.fract() == 0.0 && value.abs() < 1e7 => number(value.into(), serializer),
        Value::Single(value) => serializer.serialize_f32(value),
        Value::Text(text) | Value::Secret(text) => serializer.serialize_str(text),
        // The text was read as JSON.
        Value::Raw(text) => Reader::new(text, &Schema::Any, true).any().unwrap_or_default().serialize(serializer),
        Value::Any(value) => value.serialize(serializer),
        Value::List(list) => serializer.collect_seq((0..list.count()).map(|index| Walk(list.item(index)))),
        Value::Map(entries) => {
            let mut map = serializer.serialize_map(Some(entries.count()))?;
            serialize_entries(entries, &mut map)?;
            map.end()
        }
        Value::Object(schema, members) => {
            let mut map = serializer.serialize_map(None)?;
            serialize_members(schema, members, &mut map)?;
            map.end()
        }
    }
}

/// A value that serde walks over.
struct Walk<'a>(Value<'a>);

impl Serialize for Walk<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.0, serializer)
    }
}

/// Whole numbers are handed on as integers, as they are written.
fn number<S: Serializer>(value: f64, serializer: S) -> Result<S::Ok, S::Error> {
    if value.fract() == 0.0 && value.abs() < 1e15 && (value != 0.0 || value.is_sign_positive()) {
        serializer.serialize_i64(value as i64)
    } else {
        serializer.serialize_f64(value)
    }
}

fn serialize_members<M: SerializeMap>(
    schema: &'static Schema,
    members: &dyn model::Members,
    map: &mut M,
) -> Result<(), M::Error> {
    let Some(object) = schema.as_object() else { return Ok(()) };
    for (index, property) in object.properties.iter().enumerate() {
        match (members.member(index), property.schema) {
            (Value::Absent, _) => {}
            (Value::Constant, Schema::Constant(constant)) => map.serialize_entry(property.name, constant.value)?,
            (value, _) => map.serialize_entry(property.name, &Walk(value))?,
        }
    }
    members.additional().map_or(Ok(()), |entries| serialize_entries(entries, map))
}

fn serialize_entries<M: SerializeMap>(entries: &dyn Entries, map: &mut M) -> Result<(), M::Error> {
    for index in 0..entries.count() {
        let (name, value) = entries.entry(index);
        map.serialize_entry(name, &Walk(value))?;
    }
    Ok(())
}

/// Reads a value leniently from a self-describing format.
///
/// # Errors
/// What the deserializer fails with, or every wrong type and missing member.
pub fn deserialize<'de, T: Model, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let text = text(deserializer)?;
    model::from_text(&text, true).map_err(|_| D::Error::custom(model::explain(&text, T::SCHEMA, true)))
}

/// What a deserializer tells, as JSON text.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let mut out = Vec::new();
    Transcode(&mut out).deserialize(deserializer)?;
    String::from_utf8(out).map_err(D::Error::custom)
}

/// Appends what a deserializer tells to a JSON text.
struct Transcode<'a>(&'a mut Vec<u8>);

impl Transcode<'_> {
    fn write<E>(self, value: Value<'_>) -> Result<(), E> {
        write::append(self.0, value);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Transcode<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Transcode<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.write(Value::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.write(Value::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.write(Value::Unsigned(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        // `1.0` stays one, where a type keeps what it does not know.
        match serde_json::Number::from_f64(value) {
            Some(number) => self.write(Value::Raw(&number.to_string())),
            None => Err(E::custom("not a JSON number")),
        }
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.write(Value::Text(text))
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.write(Value::Null)
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.write(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.push(b'[');
        let start = self.0.len();
        while items.next_element_seed(Transcode(self.0))?.is_some() {
            self.0.push(b',');
        }
        close(self.0, start, b']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        self.0.push(b'{');
        let start = self.0.len();
        while members.next_key_seed(Transcode(self.0))?.is_some() {
            self.0.push(b':');
            members.next_value_seed(Transcode(self.0))?;
            self.0.push(b',');
        }
        close(self.0, start, b'}');
        Ok(())
    }
}

/// Puts a closing bracket in place of the last comma.
fn close(out: &mut Vec<u8>, start: usize, bracket: u8) {
    if out.len() > start {
        out.pop();
    }
    out.push(bracket);
}

/// Reads any value of a self-describing format.
impl<'de> Deserialize<'de> for super::unknown::Unknown {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer).map(Self::new)
    }
}
