//! `Debug` and equality by the same walk.

use std::fmt;

use super::value::Value;

/// Shows a value as a derived `Debug` would, but members that are left out are not shown, and secrets never are.
pub fn debug(value: Value<'_>, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        Value::Absent | Value::Constant => formatter.write_str("None"),
        Value::Null => formatter.write_str("Null"),
        Value::Boolean(value) => fmt::Debug::fmt(&value, formatter),
        Value::Integer(value) => fmt::Debug::fmt(&value, formatter),
        Value::Unsigned(value) => fmt::Debug::fmt(&value, formatter),
        Value::Number(value) => fmt::Debug::fmt(&value, formatter),
        Value::Single(value) => fmt::Debug::fmt(&value, formatter),
        Value::Text(text) => fmt::Debug::fmt(text, formatter),
        Value::Secret(_) => formatter.write_str("Secret(…)"),
        Value::Raw(text) => formatter.write_str(text),
        Value::Any(value) => fmt::Debug::fmt(value, formatter),
        Value::List(list) => {
            formatter.debug_list().entries((0..list.count()).map(|index| Walk(list.item(index)))).finish()
        }
        Value::Map(entries) => {
            let entries = (0..entries.count()).map(|index| entries.entry(index));
            formatter.debug_map().entries(entries.map(|(name, value)| (name, Walk(value)))).finish()
        }
        Value::Object(schema, members) => {
            let Some(object) = schema.as_object() else { return Ok(()) };
            let mut shown = formatter.debug_struct(object.name);
            for (index, property) in object.properties.iter().enumerate() {
                match members.member(index) {
                    Value::Absent | Value::Constant => {}
                    value => drop(shown.field(property.name, &Walk(value))),
                }
            }
            if let Some(entries) = members.additional() {
                for (name, value) in (0..entries.count()).map(|index| entries.entry(index)) {
                    shown.field(name, &Walk(value));
                }
            }
            shown.finish()
        }
    }
}

/// A value that `Debug` walks over.
struct Walk<'a>(Value<'a>);

impl fmt::Debug for Walk<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(self.0, formatter)
    }
}

/// Whether two values of one type are equal. Members without names of their own may stand in any order.
pub fn equal(left: Value<'_>, right: Value<'_>) -> bool {
    match (left, right) {
        (Value::Absent, Value::Absent) | (Value::Null, Value::Null) | (Value::Constant, Value::Constant) => true,
        (Value::Boolean(a), Value::Boolean(b)) => a == b,
        (Value::Integer(a), Value::Integer(b)) => a == b,
        (Value::Unsigned(a), Value::Unsigned(b)) => a == b,
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::Single(a), Value::Single(b)) => a == b,
        (Value::Text(a), Value::Text(b)) | (Value::Secret(a), Value::Secret(b)) | (Value::Raw(a), Value::Raw(b)) => {
            a == b
        }
        (Value::Any(a), Value::Any(b)) => a == b,
        (Value::List(a), Value::List(b)) => {
            a.count() == b.count() && (0..a.count()).all(|index| equal(a.item(index), b.item(index)))
        }
        (Value::Map(a), Value::Map(b)) => {
            a.count() == b.count()
                && (0..a.count()).map(|index| a.entry(index)).all(|(name, value)| equal(value, b.find(name)))
        }
        (Value::Object(schema, a), Value::Object(other, b)) => {
            let Some(object) = schema.as_object() else { return false };
            std::ptr::eq(schema, other)
                && (0..object.properties.len()).all(|index| equal(a.member(index), b.member(index)))
                && match (a.additional(), b.additional()) {
                    (Some(a), Some(b)) => equal(Value::Map(a), Value::Map(b)),
                    (None, None) => true,
                    _ => false,
                }
        }
        _ => false,
    }
}
