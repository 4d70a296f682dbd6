//! The one walk over a value, which writing, serde, `Debug` and equality share; and the types that every crate has.

use super::{
    model::{Json, Members},
    number,
    reader::{Fail, Read, Reader},
    schema::Schema,
    secret::Secret,
    text::{Base64, Date, DateTime, Uuid},
};

/// A value, as a walk meets it.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// No value: the member is left out.
    Absent,
    /// `null`
    Null,
    /// The constant that the schema has.
    Constant,
    /// `true` or `false`
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// An integer that may be beyond `i64`.
    Unsigned(u64),
    /// A number.
    Number(f64),
    /// A number of single precision.
    Single(f32),
    /// A string.
    Text(&'a str),
    /// A string that `Debug` does not show.
    Secret(&'a str),
    /// A value that is kept as JSON text.
    Raw(&'a str),
    /// Any JSON value.
    Any(&'a serde_json::Value),
    /// An array.
    List(&'a dyn List),
    /// An object whose members have no names of their own.
    Map(&'a dyn Entries),
    /// An object with members, and its schema.
    Object(&'static Schema, &'a dyn Members),
}

impl<'a> Value<'a> {
    /// The value of a member.
    pub fn of<T: Json>(value: &'a T) -> Self {
        value.value()
    }

    /// The value where none can be left out: `None` is `null` there.
    pub fn or_null(self) -> Self {
        match self {
            Self::Absent => Self::Null,
            value => value,
        }
    }
}

/// The items of an array.
pub trait List {
    /// How many there are.
    fn count(&self) -> usize;

    /// The item at an index.
    fn item(&self, index: usize) -> Value<'_>;
}

/// The members of an object without names of its own.
pub trait Entries {
    /// How many there are.
    fn count(&self) -> usize;

    /// The member at an index.
    fn entry(&self, index: usize) -> (&str, Value<'_>);

    /// The value of a name.
    fn find(&self, name: &str) -> Value<'_>;
}

/// A member that may be left out, be `null`, or have a value: three things that the API tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Nullable<T> {
    /// The member is left out.
    #[default]
    Absent,
    /// The member is `null`.
    Null,
    /// The member has a value.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value, where there is one.
    pub const fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// The value, where there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Whether the member is left out.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the member is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Nullable<T> {
    /// `None` is `null`: what is left out needs no words.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl<T: Json> Json for Nullable<T> {
    fn blank() -> Self {
        Self::Absent
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        if reader.nullable() {
            *self = Self::Null;
            return Ok(());
        }
        *self = Self::Value(reader.value()?);
        Ok(())
    }

    fn value(&self) -> Value<'_> {
        match self {
            Self::Absent => Value::Absent,
            Self::Null => Value::Null,
            Self::Value(value) => value.value(),
        }
    }
}

impl<T: Json> Json for Option<T> {
    fn blank() -> Self {
        None
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        if reader.nullable() {
            *self = None;
            return Ok(());
        }
        self.insert(T::blank()).read(reader)
    }

    fn value(&self) -> Value<'_> {
        match self {
            Some(value) => value.value(),
            None => Value::Absent,
        }
    }
}

impl<T: Json> Json for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        (**self).read(reader)
    }

    fn value(&self) -> Value<'_> {
        (**self).value()
    }
}

impl<T: Json> Json for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        reader.items(&mut |reader| {
            self.push(T::blank());
            self.last_mut().map_or(Ok(()), |item| item.read(reader))
        })
    }

    fn value(&self) -> Value<'_> {
        Value::List(self)
    }
}

impl<T: Json> List for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> Value<'_> {
        // An item that is `None` is `null`: an array has no item that is left out.
        self.get(index).map_or(Value::Null, Json::value).or_null()
    }
}

impl Json for String {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        reader.text(self)
    }

    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl Json for bool {
    fn blank() -> Self {
        false
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        *self = reader.boolean()?;
        Ok(())
    }

    fn value(&self) -> Value<'_> {
        Value::Boolean(*self)
    }
}

impl Json for i64 {
    fn blank() -> Self {
        0
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        *self = Self::try_from(reader.integer()?).map_err(|_| Fail)?;
        Ok(())
    }

    fn value(&self) -> Value<'_> {
        Value::Integer(*self)
    }
}

impl Json for i32 {
    fn blank() -> Self {
        0
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        *self = Self::try_from(reader.integer()?).map_err(|_| Fail)?;
        Ok(())
    }

    fn value(&self) -> Value<'_> {
        Value::Integer((*self).into())
    }
}

impl Json for u32 {
    fn blank() -> Self {
        0
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        *self = Self::try_from(reader.integer()?).map_err(|_| Fail)?;
        Ok(())
    }

    fn value(&self) -> Value<'_> {
        Value::Integer((*self).into())
    }
}

impl Json for u64 {
    fn blank() -> Self {
        0
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        *self = Self::try_from(reader.integer()?).map_err(|_| Fail)?;
        Ok(())
    }

    fn value(&self) -> Value<'_> {
        Value::Unsigned(*self)
    }
}

impl Json for f64 {
    fn blank() -> Self {
        0.0
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        *self = reader.number()?;
        Ok(())
    }

    fn value(&self) -> Value<'_> {
        Value::Number(*self)
    }
}

impl Json for f32 {
    fn blank() -> Self {
        0.0
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        *self = number::single(reader.number()?).ok_or(Fail)?;
        Ok(())
    }

    fn value(&self) -> Value<'_> {
        Value::Single(*self)
    }
}

impl Json for () {
    fn blank() -> Self {}

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        if reader.null() { Ok(()) } else { Err(Fail) }
    }

    fn value(&self) -> Value<'_> {
        Value::Null
    }
}

impl Json for serde_json::Value {
    fn blank() -> Self {
        Self::Null
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        *self = reader.any()?;
        Ok(())
    }

    fn value(&self) -> Value<'_> {
        Value::Any(self)
    }
}

impl Json for Secret {
    fn blank() -> Self {
        Self::from(String::new())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        reader.text(&mut self.0)
    }

    fn value(&self) -> Value<'_> {
        Value::Secret(self.expose())
    }
}

impl Json for Base64 {
    fn blank() -> Self {
        Self::unchecked(String::new())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        reader.base64(&mut self.0)
    }

    fn value(&self) -> Value<'_> {
        Value::Text(self.as_str())
    }
}

impl Json for DateTime {
    fn blank() -> Self {
        Self::unchecked(String::new())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        reader.text(&mut self.0)
    }

    fn value(&self) -> Value<'_> {
        Value::Text(self.as_str())
    }
}

impl Json for Date {
    fn blank() -> Self {
        Self::unchecked(String::new())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        reader.text(&mut self.0)
    }

    fn value(&self) -> Value<'_> {
        Value::Text(self.as_str())
    }
}

impl Json for Uuid {
    fn blank() -> Self {
        Self::unchecked(String::new())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        reader.text(&mut self.0)
    }

    fn value(&self) -> Value<'_> {
        Value::Text(self.as_str())
    }
}
