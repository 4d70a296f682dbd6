//! Patterns of ECMA-262 in the syntax of the `regex` crate, with the same meaning.
//!
//! Knows both dialects and what `regex` can't do. Does not know schemas, nor how a pattern is emitted.
//!
//! A pattern is read as JSON Schema recommends, in Unicode mode, where one code point is one character. Of the
//! leniencies of Annex B, those are taken that can mean one thing only: `\-`, `[\w-.]`, a brace that begins no
//! quantifier.

pub mod automaton;
mod parse;
mod print;
#[cfg(test)]
mod tests;

use parse::{Assertion, Node};

/// The most memory that a compiled pattern may take, in bytes.
///
/// It is half of what is allowed at run time, so that a later version of `regex` which needs somewhat more still
/// compiles what was generated.
const SIZE_LIMIT: usize = 16 << 20;

/// What a pattern becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Translated {
    /// A pattern that `regex` searches a text for.
    Regex(String),
    /// Several such patterns, where lookarounds say more about the beginning or the end of the text.
    Conjunction(Vec<Term>),
    /// A valid pattern that `regex` can't search for, and what in it is too much.
    Backtracking(String),
    /// No valid pattern, and why.
    Invalid(String),
}

/// One of several conditions that all have to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The pattern that `regex` searches a text for.
    pub regex: String,
    /// Whether it must not be found.
    pub negated: bool,
}

/// Translates a pattern of ECMA-262.
pub fn translate(source: &str) -> Translated {
    let mut node = match parse::parse(source) {
        Ok(node) => node,
        Err(reason) => return Translated::Invalid(reason),
    };
    let mut terms = Vec::new();
    hoist(&mut node, Edge::Start, &mut terms);
    hoist(&mut node, Edge::End, &mut terms);
    if let Some(excess) = excess(&node) {
        return Translated::Backtracking(excess.to_owned());
    }
    let regex = print::regex(&node);
    for regex in terms.iter().map(|term| &term.regex).chain([&regex]) {
        match regex::RegexBuilder::new(regex).size_limit(SIZE_LIMIT).build() {
            Ok(_) => {}
            Err(regex::Error::CompiledTooBig(_)) => return Translated::Backtracking("its size".to_owned()),
            Err(error) => return Translated::Invalid(error.to_string()),
        }
    }
    if terms.is_empty() {
        return Translated::Regex(regex);
    }
    terms.insert(0, Term { regex, negated: false });
    Translated::Conjunction(terms)
}

/// What `regex` can't do of a pattern.
fn excess(node: &Node) -> Option<&'static str> {
    match node {
        // What keeps it from being hoisted comes first.
        Node::Look { ahead, node, .. } => excess(node).or(Some(if *ahead { "a lookahead" } else { "a lookbehind" })),
        Node::Backreference => Some("a backreference"),
        Node::Group { node, .. } | Node::Repeat { node, .. } => excess(node),
        Node::Sequence(nodes) | Node::Choice(nodes) => nodes.iter().find_map(excess),
        Node::Literal(_) | Node::Class { .. } | Node::Assertion(_) => None,
    }
}

/// An end of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Start,
    End,
}

impl Edge {
    /// The nodes of a sequence, from this end on.
    fn inwards(self, nodes: &mut [Node]) -> Box<dyn Iterator<Item = &mut Node> + '_> {
        match self {
            Self::Start => Box::new(nodes.iter_mut()),
            Self::End => Box::new(nodes.iter_mut().rev()),
        }
    }

    /// Whether a node matches at this end only.
    fn is_anchor(self, node: &Node) -> bool {
        match node {
            Node::Assertion(Assertion::Start) => self == Self::Start,
            Node::Assertion(Assertion::End) => self == Self::End,
            _ => false,
        }
    }
}

/// Takes lookarounds out of a pattern that stand at an end of the text which it is anchored to.
///
/// Each is a search of its own: `^(?!ab)[a-c]+$` finds what `^[a-c]+$` finds and `^ab` does not.
fn hoist(node: &mut Node, edge: Edge, terms: &mut Vec<Term>) {
    if let Node::Sequence(nodes) = node
        && edge.inwards(nodes).take_while(|node| is_empty(node)).any(|node| edge.is_anchor(node))
    {
        take(node, edge, terms);
    }
}

/// Takes lookarounds out of a node that has an end of the text beside it.
fn take(node: &mut Node, edge: Edge, terms: &mut Vec<Term>) {
    match node {
        Node::Group { node, .. } => take(node, edge, terms),
        Node::Sequence(nodes) => {
            for node in edge.inwards(nodes) {
                let last = !is_empty(node);
                take(node, edge, terms);
                if last {
                    break;
                }
            }
        }
        Node::Look { ahead, negative, node: inner } if *ahead == (edge == Edge::Start) && excess(inner).is_none() => {
            let inner = match std::mem::replace(&mut **inner, Node::Sequence(Vec::new())) {
                choice @ Node::Choice(_) => Node::Group { capturing: false, node: Box::new(choice) },
                inner => inner,
            };
            let anchored = match edge {
                Edge::Start => vec![Node::Assertion(Assertion::Start), inner],
                Edge::End => vec![inner, Node::Assertion(Assertion::End)],
            };
            terms.push(Term { regex: print::regex(&Node::Sequence(anchored)), negated: *negative });
            *node = Node::Sequence(Vec::new());
        }
        _ => {}
    }
}

/// Whether a node takes no character, seen from outside.
fn is_empty(node: &Node) -> bool {
    matches!(node, Node::Look { .. } | Node::Assertion(_))
}
