//! Texts of JSON from the texts of their parts.

use super::text::name;
use crate::{
    ir::{Arm, Dispatch, Struct, Union},
    support::tree::{Kind, MAX_DEPTH, Tree},
};

/// An object under way.
#[derive(Debug, Clone, Default)]
pub(super) struct Object {
    /// The value of each member, where it is there.
    pub(super) values: Vec<Option<String>>,
    /// Members that have no names of their own.
    pub(super) extra: Vec<(String, String)>,
}

impl Object {
    /// How many members there are.
    pub(super) fn count(&self) -> usize {
        self.values.iter().flatten().count() + self.extra.len()
    }

    /// The same with another value of one member.
    pub(super) fn with(&self, index: usize, value: Option<String>) -> Self {
        let mut other = self.clone();
        if let Some(member) = other.values.get_mut(index) {
            *member = value;
        }
        other
    }

    /// The text, members in declared order.
    pub(super) fn render(&self, it: &Struct) -> String {
        let names = it.members.iter().map(|member| member.name.clone());
        let values = names.zip(&self.values).filter_map(|(name, value)| Some((name, value.clone()?)));
        object(values.chain(self.extra.iter().cloned()))
    }
}

/// A value of an arm as it is, and with the tag that selects the arm: the arm itself may allow others.
pub(super) fn tagged(it: &Union, arm: &Arm, text: String) -> impl Iterator<Item = String> + use<> {
    let with_tag = match (&it.dispatch, arm.selectors.first()) {
        (Dispatch::Tag { member, .. }, Some(tag)) => with_member(&text, member, &string(tag)),
        (Dispatch::Literal { member, .. }, Some(tag)) => with_member(&text, member, tag),
        _ => None,
    };
    [text].into_iter().chain(with_tag)
}

/// An object with another value of one member; the member is added where it is not there.
fn with_member(object: &str, member: &str, value: &str) -> Option<String> {
    let tree = Tree::index(object, MAX_DEPTH).ok().filter(|tree| tree.token(0).kind == Kind::Object)?;
    if let Some(node) = tree.member(0, member) {
        let token = tree.token(node);
        let (before, after) = (object.get(..token.start as usize)?, object.get(token.end as usize..)?);
        return Some(format!("{before}{value}{after}"));
    }
    let comma = if tree.token(0).count == 0 { "" } else { "," };
    let open = object.strip_suffix('}')?;
    Some(format!("{open}{comma}{}:{value}}}", string(member)))
}

/// The names of an object's members, each with its value; none of what is no object.
pub(super) fn members_of(text: &str) -> Vec<(String, Option<String>)> {
    let Some(tree) = Tree::index(text, MAX_DEPTH).ok().filter(|tree| tree.token(0).kind == Kind::Object) else {
        return Vec::new();
    };
    tree.members(0).map(|name| (tree.string(name).into_owned(), Some(tree.raw(name + 1).to_owned()))).collect()
}

/// A name that is none of an object's members: the first, the second, …
pub(super) fn free_name(it: &Struct, number: usize) -> String {
    // As many as there are members may be taken.
    let names = (0..=number + it.members.len()).map(name);
    let mut free = names.filter(|name| it.members.iter().all(|member| member.name != *name));
    free.nth(number).unwrap_or_default()
}

/// A text as JSON.
pub(super) fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Items as JSON.
pub(super) fn array(items: &[String]) -> String {
    format!("[{}]", items.join(","))
}

/// Names and values as JSON.
pub(super) fn object(members: impl IntoIterator<Item = (String, String)>) -> String {
    let members: Vec<String> = members.into_iter().map(|(name, value)| format!("{}:{value}", string(&name))).collect();
    format!("{{{}}}", members.join(","))
}
