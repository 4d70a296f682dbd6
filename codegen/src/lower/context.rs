//! Where a schema stands, as far as names go: what an anonymous type there would be called.

use crate::names::{self, Words};

/// Where a schema stands.
#[derive(Debug, Clone)]
pub struct Context {
    /// What a type at this place is called.
    name: Words,
    /// The type that it belongs to, and the member of it, where the place is a member.
    member: Option<(Words, String)>,
    /// Whether the place is inside of a wrapper that has the name already.
    inside: bool,
}

impl Context {
    /// A type's own place.
    pub fn of_type(name: &Words) -> Self {
        Self { name: name.clone(), member: None, inside: false }
    }

    /// A member of the type that stands here.
    pub fn member(&self, name: &str) -> Self {
        Self {
            name: names::types::member(&self.name, name),
            member: Some((self.name.clone(), name.to_owned())),
            inside: false,
        }
    }

    /// An item of the array that stands here.
    pub fn item(&self) -> Self {
        Self::of_type(&match &self.member {
            Some((parent, member)) => names::types::item(parent, Some(member)),
            None => names::types::item(&self.name, None),
        })
    }

    /// A value of the map that stands here.
    pub fn value(&self) -> Self {
        Self::of_type(&match &self.member {
            Some((parent, member)) => names::types::value(parent, Some(member)),
            None => names::types::value(&self.name, None),
        })
    }

    /// An arm of the union that stands here.
    pub fn arm(&self, label: &str) -> Self {
        Self::of_type(&names::types::arm(&self.name, label))
    }

    /// Inside of the wrapper that stands here.
    pub fn inside(&self) -> Self {
        Self { inside: true, ..self.clone() }
    }

    /// What a type at this place is called.
    pub fn name(&self) -> Words {
        if self.inside { names::types::value(&self.name, None) } else { self.name.clone() }
    }

    /// The name of the member, where the place is one.
    pub fn member_name(&self) -> Option<&str> {
        self.member.as_ref().map(|(_, name)| name.as_str())
    }
}
