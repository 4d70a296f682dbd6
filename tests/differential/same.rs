//! When two JSON values are the same, as JSON Schema has it: `1.0` is `1`.

use serde_json::Value;

/// Whether two values are the same.
pub fn is_same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => match (a.as_i128(), b.as_i128()) {
            (Some(a), Some(b)) => a == b,
            _ => a.as_f64() == b.as_f64(),
        },
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            let same = |(name, value): (&String, &Value)| b.get(name).is_some_and(|other| is_same(value, other));
            a.len() == b.len() && a.iter().all(same)
        }
        _ => left == right,
    }
}

/// Whether a value is what another one is, less some members.
pub fn is_within(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_within(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.iter().all(|(name, value)| b.get(name).is_some_and(|other| is_within(value, other)))
        }
        _ => is_same(part, whole),
    }
}
