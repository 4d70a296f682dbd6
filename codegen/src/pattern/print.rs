//! Patterns in the syntax of `regex`.
//!
//! Knows the target dialect. Does not know where a pattern came from.

use super::parse::{Assertion, Item, Node, Set};
use std::fmt::Write;

/// A pattern for `regex`. It has no lookarounds and no backreferences; see `excess`.
pub fn regex(node: &Node) -> String {
    let mut text = String::new();
    print(node, &mut text);
    // Between the bytes of one character, `\B` holds as well, and `regex` may find nothing else then: let a whole
    // character or the end follow.
    if has_no_boundary(node) { format!("(?:{text})(?s:.|$)") } else { text }
}

fn has_no_boundary(node: &Node) -> bool {
    match node {
        Node::Assertion(assertion) => *assertion == Assertion::NoBoundary,
        Node::Group { node, .. } | Node::Repeat { node, .. } => has_no_boundary(node),
        Node::Sequence(nodes) | Node::Choice(nodes) => nodes.iter().any(has_no_boundary),
        _ => false,
    }
}

fn print(node: &Node, text: &mut String) {
    match node {
        Node::Literal(code) => match char::from_u32(*code) {
            Some(literal) => escaped(literal, r"\.+*?()|[]{}^$", text),
            None => text.push_str(NOTHING),
        },
        Node::Class { negated, items } => class(*negated, items, text),
        Node::Assertion(assertion) => text.push_str(match assertion {
            Assertion::Start => "^",
            Assertion::End => "$",
            Assertion::Boundary => r"(?-u:\b)",
            Assertion::NoBoundary => r"(?-u:\B)",
        }),
        Node::Group { capturing, node } => {
            text.push_str(if *capturing { "(" } else { "(?:" });
            print(node, text);
            text.push(')');
        }
        Node::Repeat { node, least, most, lazy } => {
            print(node, text);
            text.push_str(&quantifier(*least, *most));
            text.push_str(if *lazy { "?" } else { "" });
        }
        Node::Sequence(nodes) => nodes.iter().for_each(|node| print(node, text)),
        Node::Choice(nodes) => {
            for (index, node) in nodes.iter().enumerate() {
                text.push_str(if index > 0 { "|" } else { "" });
                print(node, text);
            }
        }
        Node::Look { .. } | Node::Backreference => {}
    }
}

fn quantifier(least: u32, most: Option<u32>) -> String {
    match (least, most) {
        (0, None) => "*".to_owned(),
        (1, None) => "+".to_owned(),
        (0, Some(1)) => "?".to_owned(),
        (least, None) => format!("{{{least},}}"),
        (least, Some(most)) if least == most => format!("{{{least}}}"),
        (least, Some(most)) => format!("{{{least},{most}}}"),
    }
}

/// A class that no character is in.
const NOTHING: &str = r"[^\x00-\u{10FFFF}]";
/// A class that every character is in.
const EVERYTHING: &str = r"[\x00-\u{10FFFF}]";

fn class(negated: bool, items: &[Item], text: &mut String) {
    let mut inner = String::new();
    for item in items {
        match item {
            Item::Range(from, to) => range(*from, *to, &mut inner),
            Item::Set { set, negated } => inner.push_str(&named(set, *negated)),
        }
    }
    match (inner.as_str(), negated) {
        ("", false) => text.push_str(NOTHING),
        ("", true) => text.push_str(EVERYTHING),
        // A set that is a class by itself.
        (_, false) if items.len() == 1 && [r"[", r"\p", r"\P"].iter().any(|class| inner.starts_with(class)) => {
            text.push_str(&inner);
        }
        (_, negated) => {
            text.push_str(if negated { "[^" } else { "[" });
            text.push_str(&inner);
            text.push(']');
        }
    }
}

/// Prints a range without the surrogates in it, which are in no text.
fn range(from: u32, to: u32, text: &mut String) {
    let from = if (0xD800..0xE000).contains(&from) { 0xE000 } else { from };
    let to = if (0xD800..0xE000).contains(&to) { 0xD7FF } else { to };
    if let (Some(from), Some(to)) = (char::from_u32(from), char::from_u32(to))
        && from <= to
    {
        escaped(from, r"\[]^-&~", text);
        if from < to {
            text.push('-');
            escaped(to, r"\[]^-&~", text);
        }
    }
}

/// A set as a part of a class.
fn named(set: &Set, negated: bool) -> String {
    match set {
        Set::Digit => bracketed("0-9", negated),
        Set::Word => bracketed("0-9A-Za-z_", negated),
        // `\s` of `regex` has U+0085, and lacks U+FEFF.
        Set::Space => format!(r"[{}\s\u{{FEFF}}--\u{{85}}]", if negated { "^" } else { "" }),
        Set::Property(property) => format!(r"\{}{{{property}}}", if negated { 'P' } else { 'p' }),
    }
}

fn bracketed(ranges: &str, negated: bool) -> String {
    if negated { format!("[^{ranges}]") } else { ranges.to_owned() }
}

/// Prints a character; one that has a meaning, or that does not show, as an escape.
fn escaped(character: char, meanings: &str, text: &mut String) {
    match character {
        '\t' => text.push_str(r"\t"),
        '\n' => text.push_str(r"\n"),
        '\r' => text.push_str(r"\r"),
        ' '..='~' => {
            text.push_str(if meanings.contains(character) { r"\" } else { "" });
            text.push(character);
        }
        _ if character.is_alphanumeric() => text.push(character),
        // Writing to a string can't fail.
        _ => _ = write!(text, r"\u{{{:X}}}", u32::from(character)),
    }
}
