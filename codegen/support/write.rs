//! Writing a value as compact JSON text.

use super::{
    escape::write_string,
    schema::{Property, Schema},
    value::{Entries, Value},
};

/// The value as JSON text; numbers that JSON does not have are `null`.
pub fn to_vec(value: Value<'_>) -> Vec<u8> {
    let mut writer = Writer { out: Vec::with_capacity(128), non_finite: false };
    writer.value(value);
    writer.out
}

/// The value as a text for [`Tree::index_written`](super::tree::Tree::index_written), where numbers that JSON does not
/// have stand as `NaN` and `inf`.
pub fn to_written(value: Value<'_>) -> String {
    let mut writer = Writer { out: Vec::with_capacity(128), non_finite: true };
    writer.value(value);
    String::from_utf8(writer.out).unwrap_or_default()
}

/// Appends a value to a JSON text.
pub(super) fn append(out: &mut Vec<u8>, value: Value<'_>) {
    let mut writer = Writer { out: std::mem::take(out), non_finite: false };
    writer.value(value);
    *out = writer.out;
}

struct Writer {
    out: Vec<u8>,
    non_finite: bool,
}

impl Writer {
    #[inline(always)]
    fn value(&mut self, value: Value<'_>) {
        match value {
            // Most values are texts: without a call in between.
            Value::Text(text) | Value::Secret(text) => write_string(&mut self.out, text),
            value => self.any_value(value),
        }
    }

    fn any_value(&mut self, value: Value<'_>) {
        match value {
            Value::Absent | Value::Null | Value::Constant => self.out.extend_from_slice(b"null"),
            Value::Boolean(true) => self.out.extend_from_slice(b"true"),
            Value::Boolean(false) => self.out.extend_from_slice(b"false"),
            Value::Integer(value) => write_integer(&mut self.out, value.unsigned_abs(), value < 0),
            Value::Unsigned(value) => write_integer(&mut self.out, value, false),
            Value::Number(value) => self.number(value),
            Value::Single(value) => self.single(value),
            Value::Text(text) | Value::Secret(text) => write_string(&mut self.out, text),
            Value::Raw(text) => self.out.extend_from_slice(text.as_bytes()),
            Value::Any(value) => self.any(value),
            Value::List(list) => {
                self.out.push(b'[');
                for index in 0..list.count() {
                    if index > 0 {
                        self.out.push(b',');
                    }
                    self.value(list.item(index));
                }
                self.out.push(b']');
            }
            Value::Map(entries) => {
                self.out.push(b'{');
                self.entries(entries, true);
                self.out.push(b'}');
            }
            Value::Object(schema, members) => self.object(schema, members),
        }
    }

    fn object(&mut self, schema: &'static Schema, members: &dyn super::model::Members) {
        let Some(object) = schema.as_object() else { return };
        self.out.push(b'{');
        let mut first = true;
        for (index, property) in object.properties.iter().enumerate() {
            let value = members.member(index);
            if matches!(value, Value::Absent) {
                continue;
            }
            if !first {
                self.out.push(b',');
            }
            first = false;
            self.key(property);
            match value {
                Value::Constant => self.constant(property.schema),
                value => self.value(value),
            }
        }
        if let Some(entries) = members.additional() {
            self.entries(entries, first);
        }
        self.out.push(b'}');
    }

    /// The name and the colon of a property.
    #[inline(always)]
    fn key(&mut self, property: &Property) {
        let key = &property.key;
        if !property.plain || key.length > 16 {
            return self.long_key(property);
        }
        // Two words, of which the second may overlap the first: a copy of a known length needs no call.
        let end = self.out.len() + key.length;
        self.out.extend_from_slice(&key.head.to_le_bytes());
        if key.length > 8 {
            self.out.truncate(end - 8);
            self.out.extend_from_slice(&key.tail.to_le_bytes());
        }
        self.out.truncate(end);
    }

    #[inline(never)]
    fn long_key(&mut self, property: &Property) {
        write_string(&mut self.out, property.name);
        self.out.push(b':');
    }

    fn constant(&mut self, schema: &Schema) {
        if let Schema::Constant(constant) = schema {
            write_string(&mut self.out, constant.value);
        }
    }

    fn entries(&mut self, entries: &dyn Entries, mut first: bool) {
        for index in 0..entries.count() {
            if !first {
                self.out.push(b',');
            }
            first = false;
            let (name, value) = entries.entry(index);
            write_string(&mut self.out, name);
            self.out.push(b':');
            self.value(value);
        }
    }

    fn number(&mut self, value: f64) {
        // Whole numbers are written as such, as long as every one of them is exact.
        if value.abs() < 1e15 && value as i64 as f64 == value && (value != 0.0 || value.is_sign_positive()) {
            write_integer(&mut self.out, value.abs() as u64, value < 0.0);
        } else if value.is_finite() {
            self.any(&value);
        } else {
            self.not_finite(value);
        }
    }

    fn single(&mut self, value: f32) {
        if !value.is_finite() {
            self.not_finite(value.into());
        } else if value.fract() == 0.0 && value.abs() < 1e7 {
            self.number(value.into());
        } else {
            self.out.extend_from_slice(value.to_string().as_bytes());
        }
    }

    #[cold]
    fn not_finite(&mut self, value: f64) {
        let text = if self.non_finite { value.to_string() } else { "null".to_owned() };
        self.out.extend_from_slice(text.as_bytes());
    }

    fn any(&mut self, value: &impl serde::Serialize) {
        // Writing a number or a JSON value into memory can't fail.
        serde_json::to_writer(&mut self.out, value).unwrap_or_default();
    }
}

fn write_integer(out: &mut Vec<u8>, mut value: u64, negative: bool) {
    // The longest is 20 digits.
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (value % 10) as u8;
        value /= 10;
        at -= 1;
        if value == 0 {
            break;
        }
    }
    if negative {
        out.push(b'-');
    }
    out.extend_from_slice(digits.get(at..).unwrap_or_default());
}
