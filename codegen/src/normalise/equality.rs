//! When two JSON values are the same, by JSON Schema: numbers by value, objects whatever their order.

use std::fmt::Write as _;

use crate::source::{Kind, Node};

/// A text that two values share if and only if they are the same by JSON Schema: `1` and `1.0` are, `1` and `"1"` are
/// not.
pub fn canonical(node: &Node) -> String {
    let mut text = String::new();
    write(node, &mut text);
    text
}

fn write(node: &Node, out: &mut String) {
    match &node.kind {
        Kind::Null | Kind::Boolean(_) | Kind::String(_) => out.push_str(&node.to_json()),
        Kind::Number(text) => write_number(text, out),
        Kind::Array(items) => {
            out.push('[');
            for item in items {
                write(item, out);
                out.push(',');
            }
            out.push(']');
        }
        Kind::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            out.push('{');
            for (name, entry) in members {
                // Names are quoted by their length, so that no name can look like what follows it.
                let _ = write!(out, "{}:{name}:", name.len());
                write(&entry.value, out);
                out.push(',');
            }
            out.push('}');
        }
    }
}

/// Appends a number as its digits without zeros around them, and the power of ten of the last one.
fn write_number(text: &str, out: &mut String) {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let (sign, integer) = match integer.strip_prefix('-') {
        Some(integer) => ("-", integer),
        None => ("", integer),
    };
    let digits = format!("{integer}{fraction}");
    let significant = digits.trim_end_matches('0');
    let zeros = i128::try_from(digits.len() - significant.len()).unwrap_or_default();
    let places = i128::try_from(fraction.len()).unwrap_or_default();
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        out.push('0');
        return;
    }
    // An exponent of more than eighteen digits is no number that anyone meant: it is equal to itself alone.
    let _ = match exponent.parse::<i64>() {
        Ok(exponent) => write!(out, "{sign}{significant}e{}", i128::from(exponent) + zeros - places),
        Err(_) => write!(out, "{text}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::testing::yaml;

    fn same(left: &str, right: &str) -> bool {
        canonical(yaml(left).root().unwrap()) == canonical(yaml(right).root().unwrap())
    }

    #[test]
    fn numbers_are_the_same_by_value() {
        for (left, right) in [("1", "1.0"), ("100", "1e2"), ("0.01", "1E-2"), ("-0", "0.0"), ("1.50e3", "1500")] {
            assert!(same(left, right), "{left} {right}");
        }
        for (left, right) in [("1", "-1"), ("1", "10"), ("1", "true"), ("1", "'1'"), ("0.1", "0.10000000000000001")] {
            assert!(!same(left, right), "{left} {right}");
        }
    }

    #[test]
    fn objects_are_the_same_in_any_order() {
        assert!(same("{a: 1, b: [2]}", "{b: [2.0], a: 1}"));
        assert!(!same("{a: 1}", "{a: 1, b: 2}"));
        assert!(!same("[1, 2]", "[2, 1]"));
        assert!(!same("[[1], 2]", "[[1, 2]]"));
        assert!(!same("{'a:1': 1}", "{a: 1}"));
    }
}
