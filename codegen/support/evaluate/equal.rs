//! When two values are equal.

use std::borrow::Cow;

use super::{
    super::{
        lex::Decimal,
        tree::{Kind, Tree},
    },
    Evaluator,
};

impl Evaluator<'_> {
    /// Whether no two items of an array are equal.
    pub fn is_unique(&self, array: u32) -> bool {
        let mut items: Vec<_> = self.tree.items(array).map(|item| canonical(&self.tree, item)).collect();
        items.sort_unstable();
        items.windows(2).all(|pair| !matches!(pair, [a, b] if a == b))
    }
}

/// A text that two values share where they are equal: names sorted, escapes resolved, numbers by their exact value.
pub(super) fn canonical<'a>(tree: &Tree<'a>, node: u32) -> Cow<'a, str> {
    let token = tree.token(node);
    let raw = tree.raw(node);
    match token.kind {
        Kind::Null | Kind::Boolean => Cow::Borrowed(raw),
        Kind::String if !raw.contains('\\') => Cow::Borrowed(raw),
        Kind::String => Cow::Owned(format!("\"{}\"", tree.string(node))),
        Kind::Integer | Kind::Number => {
            let Decimal { negative, digits, exponent } = Decimal::new(raw);
            Cow::Owned(format!("{}{digits}e{exponent}", if negative { "-" } else { "" }))
        }
        Kind::Array => {
            let items: Vec<_> = tree.items(node).map(|item| canonical(tree, item)).collect();
            Cow::Owned(format!("[{}]", lengths(&items)))
        }
        Kind::Object => {
            let mut members: Vec<_> =
                tree.members(node).map(|name| lengths(&[canonical(tree, name), canonical(tree, name + 1)])).collect();
            members.sort_unstable();
            Cow::Owned(format!("{{{}}}", members.concat()))
        }
    }
}

/// Texts one after the other, each behind its length, so that no two lists share one text.
fn lengths(texts: &[Cow<'_, str>]) -> String {
    texts.iter().map(|text| format!("{}:{text}", text.len())).collect()
}
