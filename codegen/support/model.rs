//! The traits of what can be read from JSON and written as JSON, and the functions that users call.

use super::{
    evaluate,
    lex::SyntaxError,
    reader::{Fail, Read, Reader},
    schema::Schema,
    tree::Tree,
    value::Value,
    violations::Violations,
    write,
};

/// What can be read from JSON in place, and be walked over.
pub trait Json {
    /// A value to read into; it is only handed out once all that is required was read.
    fn blank() -> Self
    where
        Self: Sized;

    /// Reads the value that stands next, by the reader's schema.
    fn read(&mut self, reader: &mut Reader<'_>) -> Read;

    /// The value, to be walked over.
    fn value(&self) -> Value<'_>;
}

/// A type that carries its schema.
pub trait Model: Json + Sized {
    /// The schema, which [`decode`] and [`Validate::validate`] check.
    const SCHEMA: &'static Schema;
}

/// The members of a type that is an object.
pub trait Members {
    /// A value to read into.
    fn blank() -> Self
    where
        Self: Sized;

    /// Reads the member that has this index in the schema.
    fn read_member(&mut self, index: usize, reader: &mut Reader<'_>) -> Read;

    /// The member that has this index in the schema.
    fn member(&self, index: usize) -> Value<'_>;

    /// Reads a member that has no name of its own, where such are kept.
    fn read_additional(&mut self, _reader: &mut Reader<'_>) -> Read {
        Err(Fail)
    }

    /// The members that have no name of their own, where such are kept.
    fn additional(&self) -> Option<&dyn super::value::Entries> {
        None
    }
}

/// The arms of a type that is a union.
pub trait Arms: Sized {
    /// Reads the arm that has this index in the schema; one past the last is the arm for members not known.
    fn read_arm(index: usize, reader: &mut Reader<'_>) -> Result<Self, Fail>;

    /// The value of the arm that is there.
    fn arm(&self) -> Value<'_>;
}

/// The values of a type that is an enum of strings.
pub trait Literals: Clone + 'static {
    /// The values that the document names, in the order of the schema.
    const KNOWN: &'static [Self];

    /// A value that the document does not name.
    fn unknown(value: super::unknown::UnknownValue) -> Self;
}

/// A blank value; see [`Json::blank`].
pub fn blank<T: Json>() -> T {
    T::blank()
}

/// Reads JSON text strictly: a value that satisfies the schema, or all that is wrong with the text.
///
/// # Errors
/// Every violation, with its place. A text that is no JSON has a single one, `syntax`.
pub fn decode<T: Model>(text: &[u8]) -> Result<T, Violations> {
    from_slice(text, false)
}

/// Reads JSON text leniently, as a client reads a response: it checks JSON types and required members only.
///
/// Enum values and union members that are not known are kept, and written back as they came.
///
/// # Errors
/// Every wrong type and every missing member, with its place. A text that is no JSON has a single one, `syntax`.
pub fn decode_lenient<T: Model>(text: &[u8]) -> Result<T, Violations> {
    from_slice(text, true)
}

fn from_slice<T: Model>(text: &[u8], lenient: bool) -> Result<T, Violations> {
    let text = utf8(text)?;
    from_text(text, lenient).map_err(|Fail| explain(text, T::SCHEMA, lenient))
}

/// The fast reader: the value, or no.
pub(super) fn from_text<T: Model>(text: &str, lenient: bool) -> Result<T, Fail> {
    let mut reader = Reader::new(text, T::SCHEMA, lenient);
    let mut value = T::blank();
    value.read(&mut reader)?;
    reader.finish()?;
    Ok(value)
}

/// The second reader: why a text was refused.
#[cold]
pub(super) fn explain(text: &str, schema: &'static Schema, lenient: bool) -> Violations {
    match Tree::index(text, super::tree::MAX_DEPTH) {
        Ok(tree) => evaluate::violations(tree, schema, lenient),
        Err(error) => syntax(text, error),
    }
}

fn utf8(text: &[u8]) -> Result<&str, Violations> {
    let text = std::str::from_utf8(text).map_err(|error| {
        Violations::one(
            String::new(),
            "syntax",
            format!("must be UTF-8: the text stops being so at byte {}", error.valid_up_to()),
        )
    })?;
    if u32::try_from(text.len()).is_err() {
        return Err(Violations::one(String::new(), "syntax", "must be shorter than 4 GiB"));
    }
    Ok(text)
}

fn syntax(text: &str, error: SyntaxError) -> Violations {
    let before = text.get(..error.at).unwrap_or(text);
    let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let message = format!("must be JSON: {} at line {line}, column {column}", error.message);
    Violations::one(String::new(), "syntax", message)
}

/// The value as compact JSON text. Numbers that JSON does not have (`NaN`, infinities) are written as `null`.
pub fn encode<T: Json>(value: &T) -> Vec<u8> {
    write::to_vec(value.value())
}

/// The rules of the schema, for values that were made by hand.
pub trait Validate {
    /// Checks what [`decode`] checks.
    ///
    /// # Errors
    /// Every violation, with its place.
    fn validate(&self) -> Result<(), Violations>;
}

impl<T: Model> Validate for T {
    fn validate(&self) -> Result<(), Violations> {
        check_written(&write::to_written(self.value()), T::SCHEMA)
    }
}

fn check_written(text: &str, schema: &'static Schema) -> Result<(), Violations> {
    match Tree::index_written(text) {
        Ok(tree) => match evaluate::violations(tree, schema, false) {
            none if none.is_none() => Ok(()),
            found => Err(found),
        },
        Err(error) => Err(syntax(text, error)),
    }
}
