//! Enums of strings: from a text to a value.

use super::{
    model::{Literals, Model},
    schema::Schema,
    unknown::{NotAValue, UnknownValue},
};

/// The values that the document names, as texts; in the order of the type's.
fn known<T: Model>() -> &'static [&'static str] {
    match T::SCHEMA.plain() {
        Schema::Strings(strings) => strings.values,
        _ => &[],
    }
}

/// The first value, which a value to read into begins as.
pub fn first<T: Literals + Model>() -> T {
    T::KNOWN.first().cloned().unwrap_or_else(|| T::unknown(UnknownValue::new(String::new())))
}

/// A value that is known.
///
/// # Errors
/// The text is none of them.
pub fn parse<T: Literals + Model>(text: &str) -> Result<T, NotAValue> {
    find(text).ok_or(NotAValue::new(known::<T>()))
}

/// A value, known or not.
pub fn keep<T: Literals + Model>(text: &str) -> T {
    find(text).unwrap_or_else(|| T::unknown(UnknownValue::new(text.to_owned())))
}

fn find<T: Literals + Model>(text: &str) -> Option<T> {
    let position = known::<T>().iter().position(|&value| value == text)?;
    T::KNOWN.get(position).cloned()
}
