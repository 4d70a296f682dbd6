//! JSON values as a text has them: numbers as they are spelled, members in order and perhaps twice.
//!
//! Knows no schema. What it writes is JSON, unless a mutation of bytes breaks it.

use refract_support::lex::Decimal;
use serde_json::{Map, Value};

use crate::random::Random;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number, as it is spelled.
    Number(String),
    /// A string, without its quotes and escapes.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object.
    Object(Vec<(String, Json)>),
}

impl From<&Value> for Json {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Boolean(*value),
            Value::Number(number) => Self::Number(number.to_string()),
            Value::String(text) => Self::String(text.clone()),
            Value::Array(items) => Self::Array(items.iter().map(Self::from).collect()),
            Value::Object(members) => {
                Self::Object(members.iter().map(|(name, it)| (name.clone(), it.into())).collect())
            }
        }
    }
}

impl Json {
    /// The value as `serde_json` has it; `None` where a name stands twice or a number is out of range.
    pub fn to_value(&self) -> Option<Value> {
        Some(match self {
            Self::Null => Value::Null,
            Self::Boolean(value) => Value::Bool(*value),
            Self::Number(text) => serde_json::from_str(text).ok()?,
            Self::String(text) => Value::String(text.clone()),
            Self::Array(items) => Value::Array(items.iter().map(Self::to_value).collect::<Option<_>>()?),
            Self::Object(members) => {
                let mut map = Map::new();
                for (name, value) in members {
                    if map.insert(name.clone(), value.to_value()?).is_some() {
                        return None;
                    }
                }
                Value::Object(map)
            }
        })
    }

    /// How deep it is nested: 0 for what is no container.
    pub fn depth(&self) -> usize {
        match self {
            Self::Array(items) => 1 + items.iter().map(Self::depth).max().unwrap_or(0),
            Self::Object(members) => 1 + members.iter().map(|(_, value)| value.depth()).max().unwrap_or(0),
            _ => 0,
        }
    }

    /// Whether a test holds for each of its numbers.
    pub fn numbers(&self, test: &impl Fn(&str) -> bool) -> bool {
        match self {
            Self::Number(text) => test(text),
            Self::Array(items) => items.iter().all(|item| item.numbers(test)),
            Self::Object(members) => members.iter().all(|(_, value)| value.numbers(test)),
            _ => true,
        }
    }

    /// Whatever is one step simpler: the value without one of its parts, or with a simpler one.
    pub fn simpler(&self) -> Vec<Self> {
        let mut simpler = Vec::new();
        match self {
            Self::Array(items) => {
                simpler.extend(items.iter().cloned());
                for at in 0..items.len() {
                    simpler.push(Self::Array([&items[..at], &items[at + 1..]].concat()));
                    for item in items[at].simpler() {
                        simpler.push(Self::Array([&items[..at], &[item], &items[at + 1..]].concat()));
                    }
                }
            }
            Self::Object(members) => {
                simpler.extend(members.iter().map(|(_, value)| value.clone()));
                for at in 0..members.len() {
                    simpler.push(Self::Object([&members[..at], &members[at + 1..]].concat()));
                    for value in members[at].1.simpler() {
                        let member = (members[at].0.clone(), value);
                        simpler.push(Self::Object([&members[..at], &[member], &members[at + 1..]].concat()));
                    }
                }
            }
            Self::Number(text) if text != "0" => simpler.push(Self::Number("0".to_owned())),
            Self::String(text) if !text.is_empty() => simpler.push(Self::String(String::new())),
            _ => {}
        }
        simpler
    }

    /// How many values it consists of.
    pub fn count(&self) -> usize {
        1 + match self {
            Self::Array(items) => items.iter().map(Self::count).sum(),
            Self::Object(members) => members.iter().map(|(_, value)| value.count()).sum(),
            _ => 0,
        }
    }

    /// The value of an index, of those that it consists of.
    pub fn nth(&mut self, index: usize) -> Option<&mut Self> {
        if index == 0 {
            return Some(self);
        }
        let mut rest = index - 1;
        let parts: Vec<&mut Self> = match self {
            Self::Array(items) => items.iter_mut().collect(),
            Self::Object(members) => members.iter_mut().map(|(_, value)| value).collect(),
            _ => return None,
        };
        for part in parts {
            let count = part.count();
            if rest < count {
                return part.nth(rest);
            }
            rest -= count;
        }
        None
    }

    /// As compact JSON text.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, &mut None);
        out
    }

    /// As JSON text that spells blanks, names and strings in any of the ways that JSON has.
    pub fn to_odd_text(&self, random: &mut Random) -> String {
        let mut out = String::new();
        self.write(&mut out, &mut Some(random));
        blank(&mut out, &mut Some(random));
        out
    }

    fn write(&self, out: &mut String, odd: &mut Option<&mut Random>) {
        blank(out, odd);
        match self {
            Self::Null => out.push_str("null"),
            Self::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Number(text) => out.push_str(text),
            Self::String(text) => write_string(text, out, odd),
            Self::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write(out, odd);
                    blank(out, odd);
                }
                blank(out, odd);
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    blank(out, odd);
                    write_string(name, out, odd);
                    blank(out, odd);
                    out.push(':');
                    value.write(out, odd);
                    blank(out, odd);
                }
                blank(out, odd);
                out.push('}');
            }
        }
    }
}

fn blank(out: &mut String, odd: &mut Option<&mut Random>) {
    if let Some(random) = odd {
        while random.chance(8) {
            out.push(random.pick(&[' ', '\n', '\r', '\t']));
        }
    }
}

fn write_string(text: &str, out: &mut String, odd: &mut Option<&mut Random>) {
    out.push('"');
    let escapes = odd.as_mut().is_some_and(|random| random.chance(10));
    for character in text.chars() {
        if escapes && odd.as_mut().is_some_and(|random| random.chance(40)) {
            write_escape(character, out);
        } else {
            write_character(character, out);
        }
    }
    out.push('"');
}

fn write_character(character: char, out: &mut String) {
    match character {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\0'..='\u{1f}' => write_escape(character, out),
        _ => out.push(character),
    }
}

fn write_escape(character: char, out: &mut String) {
    if character == '/' {
        out.push_str("\\/");
        return;
    }
    for unit in character.encode_utf16(&mut [0; 2]) {
        out.push_str(&format!("\\u{unit:04x}"));
    }
}

/// Whether a number's text is one that `i64` or `u64` has.
pub fn is_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok()
}

/// Whether a number's text stands for a value that `f64` has, by its shortest text.
pub fn is_double(text: &str) -> bool {
    let shortest = text.parse::<f64>().ok().filter(|value| value.is_finite()).map(|value| value.to_string());
    shortest.is_some_and(|shortest| Decimal::new(&shortest) == Decimal::new(text))
}

/// Whether a number is so small that `f64`s divide it as it is.
pub fn is_small(text: &str) -> bool {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    text.parse::<f64>().is_ok_and(|value| value.abs() < EXACT)
}

/// Whether a number's text stands for a value that `f32` has, by its shortest text.
pub fn is_single(text: &str) -> bool {
    let shortest = text.parse::<f32>().ok().filter(|value| value.is_finite()).map(|value| value.to_string());
    shortest.is_some_and(|shortest| Decimal::new(&shortest) == Decimal::new(text))
}

/// Whether a number's text is a whole number that `i64` does not hold.
pub fn is_big(text: &str) -> bool {
    let decimal = Decimal::new(text);
    decimal.is_integer() && decimal.to_i128().is_none_or(|value| i64::try_from(value).is_err())
}
