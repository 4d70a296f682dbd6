//! When two values are equal.

use std::{borrow::Cow, cmp::Ordering};

use crate::support::{
    lex::Decimal,
    tree::{Kind, Tree},
};

/// What two values share where JSON Schema takes them for equal: numbers by their exact value, members in any order.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Canonical<'t> {
    Word(&'t str),
    Number(Decimal),
    String(Cow<'t, str>),
    Array(Vec<Canonical<'t>>),
    Object(Vec<(Cow<'t, str>, Canonical<'t>)>),
}

/// The canonical form of a value.
pub(super) fn canonical<'t>(tree: &Tree<'t>, node: u32) -> Canonical<'t> {
    match tree.token(node).kind {
        Kind::Null | Kind::Boolean => Canonical::Word(tree.raw(node)),
        Kind::Integer | Kind::Number => Canonical::Number(Decimal::new(tree.raw(node))),
        Kind::String => Canonical::String(tree.string(node)),
        Kind::Array => Canonical::Array(tree.items(node).map(|item| canonical(tree, item)).collect()),
        Kind::Object => {
            let names = tree.members(node);
            let mut members: Vec<_> = names.map(|name| (tree.string(name), canonical(tree, name + 1))).collect();
            members.sort_unstable_by(|a, b| match a.0.cmp(&b.0) {
                Ordering::Equal => a.1.cmp(&b.1),
                order => order,
            });
            Canonical::Object(members)
        }
    }
}
