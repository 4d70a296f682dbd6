//! Reading members of OpenAPI objects: kinds that are asked for, and references that are followed.
//!
//! Knows nothing of any one object. What is wrong is reported once at each place, however often the place is read.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::{
    Loss,
    reference::{Place, resolve},
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, catalogue, nearest::Nearest},
    normalise::Located,
    source::{Entry, Location, Node, Span, Trees},
};

/// The members of an object.
pub(crate) type Members = IndexMap<String, Entry>;

/// How many references are followed, one from the other, before that counts as a circle.
pub(crate) const LONGEST_CHAIN: usize = 100;

/// Reads objects of one document.
pub(super) struct Reader<'a, 'd> {
    pub(super) trees: &'a Trees,
    diagnostics: &'d mut Diagnostics,
    reported: HashSet<(Span, String)>,
    nearest: Nearest,
    /// Why something that can't be left out was not read, since this was asked for last: the first reason.
    failure: Option<String>,
    pub(super) losses: Vec<Loss>,
}

impl<'a, 'd> Reader<'a, 'd> {
    /// A reader of a document that has reported nothing yet.
    pub(super) fn new(trees: &'a Trees, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            trees,
            diagnostics,
            reported: HashSet::new(),
            nearest: Nearest::default(),
            failure: None,
            losses: Vec::new(),
        }
    }

    /// Reports a defect, unless the same was reported at the same place: what is shared is read more than once.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        let span = diagnostic.labels.first().map(|label| label.span).unwrap_or_default();
        if self.reported.insert((span, diagnostic.message.clone())) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Reports a defect that leaves what it is of unread.
    pub(super) fn fail(&mut self, diagnostic: Diagnostic) {
        self.failure.get_or_insert_with(|| diagnostic.message.clone());
        self.report(diagnostic);
    }

    /// Notes, with a warning, something that is read by no later stage.
    pub(super) fn leave_out(&mut self, key: Span, location: &Location, what: &str) {
        let why = format!("{what}s are not supported yet");
        let message = format!("`{location}` is left out: {why}");
        self.report(Diagnostic::new(&catalogue::UNSUPPORTED_OPERATION, key, message));
        self.losses.push(Loss { pointer: location.to_string(), what: what.to_owned(), became: "left out", why });
    }

    /// Why something was not read since this was asked for last.
    pub(super) fn take_failure(&mut self) -> Option<String> {
        self.failure.take()
    }

    /// Reads what may be missing: that it can't be read is reported, and no reason for anything else.
    pub(super) fn optional<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let failure = self.failure.take();
        let found = read(self);
        self.failure = failure;
        found
    }

    /// Reports a member that is not there, at the object that should have it.
    pub(super) fn missing(&mut self, span: Span, what: &str, name: &str) {
        let message = format!("{what} has no `{name}`");
        self.fail(Diagnostic::new(&catalogue::MISSING_MEMBER, span, message));
    }

    /// Reports a value of a kind that is not asked for.
    fn wrong_kind(&mut self, node: &Node, what: &str, wanted: &str) {
        self.fail(wrong_kind(node, what, wanted));
    }

    /// The members of a value that must be an object.
    pub(super) fn object<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n Members> {
        let members = node.as_object();
        if members.is_none() {
            self.wrong_kind(node, what, "an object");
        }
        members
    }

    /// The members of a member that must be an object where it is there, and where that object stands; none else.
    pub(super) fn object_member(
        &mut self,
        members: &'a Members,
        name: &str,
        parent: &Location,
    ) -> (Location, impl Iterator<Item = (&'a String, &'a Entry)> + use<'a>) {
        let place = members.get(name).and_then(|entry| self.referred(Place::member(parent, name, &entry.value)));
        let object = place.as_ref().and_then(|place| self.object(place.node, &format!("`{name}`")));
        let location = place.map_or_else(|| parent.push(name), |place| place.location);
        (location, object.into_iter().flatten())
    }

    /// The items of a member that must be an array where it is there; none else.
    pub(super) fn array_member(&mut self, members: &'a Members, name: &str) -> &'a [Node] {
        let place = members.get(name).and_then(|entry| self.referred(Place::apart(&entry.value)));
        let Some(place) = place else {
            return &[];
        };
        let items = place.node.as_array();
        if items.is_none() {
            self.wrong_kind(place.node, &format!("`{name}`"), "an array");
        }
        items.unwrap_or_default()
    }

    /// The items of a member that must be an array where it is there, and where each stands; none else.
    pub(super) fn places_of_member(&mut self, members: &'a Members, name: &str, parent: &Location) -> Vec<Place<'a>> {
        let place = members.get(name).and_then(|entry| self.referred(Place::member(parent, name, &entry.value)));
        let Some(place) = place else {
            return Vec::new();
        };
        let items = place.node.as_array();
        if items.is_none() {
            self.wrong_kind(place.node, &format!("`{name}`"), "an array");
        }
        let items = items.unwrap_or_default().iter().enumerate();
        items.map(|(index, node)| Place { node, location: place.location.index(index) }).collect()
    }

    /// A text and its place, of a value that must be a string.
    pub(super) fn text(&mut self, node: &'a Node, what: &str) -> Option<Located<String>> {
        let node = self.referred(Place::apart(node))?.node;
        let text = node.as_str();
        if text.is_none() {
            self.wrong_kind(node, what, "a string");
        }
        Some(Located { value: text?.to_owned(), span: node.span })
    }

    /// A member that must be a string where it is there.
    pub(super) fn text_member(&mut self, members: &'a Members, name: &str) -> Option<Located<String>> {
        let entry = members.get(name)?;
        self.optional(|reader| reader.text(&entry.value, &format!("`{name}`")))
    }

    /// A member that must be there and be a string.
    pub(super) fn required_text(
        &mut self,
        members: &'a Members,
        name: &str,
        span: Span,
        what: &str,
    ) -> Option<Located<String>> {
        let Some(entry) = members.get(name) else {
            self.missing(span, what, name);
            return None;
        };
        self.text(&entry.value, &format!("`{name}`"))
    }

    /// A member that must be a boolean where it is there, and is false where it is not.
    pub(super) fn flag_member(&mut self, members: &Members, name: &str) -> bool {
        let Some(entry) = members.get(name) else {
            return false;
        };
        let truth = entry.value.as_bool();
        if truth.is_none() {
            self.report(wrong_kind(&entry.value, &format!("`{name}`"), "a boolean"));
        }
        truth.unwrap_or_default()
    }

    /// A value that may be anything: where it is nothing but a reference that leads somewhere, what that leads to.
    pub(super) fn value(&mut self, node: &'a Node) -> &'a Node {
        let mut meant = node;
        for _ in 0..LONGEST_CHAIN {
            let text = meant.get("$ref").and_then(Node::as_str).filter(|_| is_reference(meant));
            let place = text.and_then(|text| resolve(self.trees, text, meant.span.file, &mut self.nearest).ok());
            match place {
                Some(place) => meant = place.node,
                None => return meant,
            }
        }
        node
    }

    /// What stands in the place of a value that OpenAPI has no reference for, such as a text or all of `paths`: where it
    /// is nothing but a reference all the same, as in documents that are made of many files, what that leads to.
    pub(super) fn referred(&mut self, place: Place<'a>) -> Option<Place<'a>> {
        if is_reference(place.node) { self.follow(place) } else { Some(place) }
    }

    /// The place that a value means: itself, or where its `$ref` leads in the end.
    pub(super) fn follow(&mut self, place: Place<'a>) -> Option<Place<'a>> {
        let first = place.node.span;
        let mut place = place;
        for _ in 0..LONGEST_CHAIN {
            let Some(entry) = place.node.entry("$ref") else {
                return Some(place);
            };
            let Some(text) = entry.value.as_str() else {
                self.wrong_kind(&entry.value, "`$ref`", "a string");
                return None;
            };
            let text = Located { value: text.to_owned(), span: entry.value.span };
            match resolve(self.trees, &text.value, place.node.span.file, &mut self.nearest) {
                Ok(target) => place = target,
                Err(unresolved) => {
                    self.fail(unresolved.report(&text));
                    return None;
                }
            }
        }
        let message = "the references from here never lead to anything but a reference";
        self.fail(Diagnostic::new(&catalogue::REFERENCE_CYCLE, first, message));
        None
    }
}

/// The report of a value of a kind that is not asked for.
pub(crate) fn wrong_kind(node: &Node, what: &str, wanted: &str) -> Diagnostic {
    let message = format!("{what} must be {wanted}, but is {}", node.describe());
    let diagnostic = Diagnostic::new(&catalogue::WRONG_KIND, node.span, message).label(format!("not {wanted}"));
    // The usual reason, in YAML: `version: 1.0`.
    let unquoted = node.as_number().is_some() || node.as_bool().is_some();
    if wanted == "a string" && unquoted { diagnostic.help("put it in quotes") } else { diagnostic }
}

/// Whether a value is nothing but a reference.
pub(crate) fn is_reference(node: &Node) -> bool {
    let members = node.as_object().filter(|members| members.len() == 1);
    members.and_then(|members| members.get("$ref")).is_some_and(|entry| entry.value.as_str().is_some())
}

/// Whether a member's name is an extension's.
pub(super) fn is_extension(name: &str) -> bool {
    name.starts_with("x-")
}
