//! What schemas are called: resources by `$id`, and the places in them by `$anchor` and `$dynamicAnchor` (JSON Schema
//! 2020-12, core, section 8.2).
//!
//! Knows names and places, and nothing of what a schema says besides.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{
    keywords::{self, Part, is_schema},
    uri,
};
use crate::{
    diagnostic::nearest::Nearest,
    document::{
        reader::Members,
        reference::{self, Place, Reference, Unresolved, describe_missing},
    },
    source::{Node, Pointer},
};

/// What references are resolved against outside of any `$id`. No one can refer to it by name, for nothing says what the
/// document is called.
const DOCUMENT: &str = "document:/";

/// Which resource of a document; the document itself by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(super) struct ResourceId(usize);

/// A schema with an `$id`, or the document.
#[derive(Debug)]
struct Resource {
    /// Where it stands.
    pointer: Pointer,
    /// What it is called, and what references in it are resolved against.
    uri: String,
    /// The places in it that have names.
    anchors: IndexMap<String, Anchor>,
}

/// A place that has a name.
#[derive(Debug)]
struct Anchor {
    pointer: Pointer,
    /// Whether `$dynamicAnchor` says so.
    is_dynamic: bool,
}

/// Where a reference leads.
#[derive(Debug, Clone)]
pub(super) struct Target<'a> {
    /// The place.
    pub(super) place: Place<'a>,
    /// The `$dynamicAnchor` that it was named by, if any.
    pub(super) dynamic_anchor: Option<String>,
}

/// The resources of a document.
#[derive(Debug)]
pub(super) struct Identity<'a> {
    root: &'a Node,
    /// The document, and then those that were found in it.
    resources: Vec<Resource>,
    by_uri: HashMap<String, ResourceId>,
    by_place: HashMap<Pointer, ResourceId>,
}

impl<'a> Identity<'a> {
    /// A document in which nothing was looked for yet.
    pub(super) fn new(root: &'a Node) -> Self {
        let document = Resource { pointer: Pointer::root(), uri: DOCUMENT.to_owned(), anchors: IndexMap::new() };
        Self { root, resources: vec![document], by_uri: HashMap::new(), by_place: HashMap::new() }
    }

    /// Finds every name in a schema, and in those that stand in it.
    pub(super) fn declare(&mut self, pointer: &Pointer, node: &'a Node, within: ResourceId) {
        self.search(pointer, &mut Vec::new(), node, within);
    }

    fn search(&mut self, start: &Pointer, way: &mut Vec<Part<'a>>, node: &'a Node, within: ResourceId) {
        let Some(members) = node.as_object() else {
            return;
        };
        let here = |way: &[Part<'_>]| way.iter().fold(start.clone(), |pointer, part| part.pointer(&pointer));
        let resource = self.identified(members, within, || here(way));
        for (keyword, is_dynamic) in [("$anchor", false), ("$dynamicAnchor", true)] {
            if let Some(name) = text(members, keyword) {
                let anchor = Anchor { pointer: here(way), is_dynamic };
                let anchors = self.resources.get_mut(resource.0).map(|resource| &mut resource.anchors);
                anchors.map(|anchors| anchors.entry(name.to_owned()).or_insert(anchor));
            }
        }
        for part in keywords::parts(members) {
            way.push(part);
            self.search(start, way, part.node, resource);
            way.pop();
        }
    }

    /// The resource that a schema makes by its `$id`, or else the one that it stands in.
    fn identified(&mut self, members: &Members, within: ResourceId, pointer: impl Fn() -> Pointer) -> ResourceId {
        let Some(uri) = self.uri(members, within) else {
            return within;
        };
        let (id, pointer) = (ResourceId(self.resources.len()), pointer());
        if let Some(&known) = self.by_place.get(&pointer) {
            return known;
        }
        self.by_uri.entry(uri.clone()).or_insert(id);
        self.by_place.insert(pointer.clone(), id);
        self.resources.push(Resource { pointer, uri, anchors: IndexMap::new() });
        id
    }

    /// What a schema calls itself. A fragment alone calls nothing, as in earlier drafts: it is no `$id`.
    fn uri(&self, members: &Members, within: ResourceId) -> Option<String> {
        let id = text(members, "$id").filter(|id| !id.starts_with('#'))?;
        uri::resolve(id, &self.resources.get(within.0)?.uri)
    }

    /// The resource of a schema that stands in another one. Where nobody has looked for names yet, for what stands there
    /// is a schema only because something refers to it, they are found now.
    pub(super) fn enter(&mut self, pointer: &Pointer, node: &'a Node, within: ResourceId) -> ResourceId {
        if node.as_object().and_then(|members| self.uri(members, within)).is_none() {
            return within;
        }
        if !self.by_place.contains_key(pointer) {
            self.declare(pointer, node, within);
        }
        self.by_place.get(pointer).copied().unwrap_or(within)
    }

    /// The resource that a place is in: the innermost.
    pub(super) fn resource_at(&self, pointer: &Pointer) -> ResourceId {
        if self.by_place.is_empty() {
            return ResourceId::default();
        }
        let mut places = std::iter::successors(Some(pointer.clone()), Pointer::parent);
        places.find_map(|place| self.by_place.get(&place).copied()).unwrap_or_default()
    }

    /// Whether the schema of a place is the one that its `$id` means. It is not where another one has that name, or where
    /// the name is none for a resource.
    pub(super) fn has_id(&self, pointer: &Pointer, id: &str) -> bool {
        let is_whole = id.split_once('#').is_none_or(|(_, fragment)| fragment.is_empty());
        let found = self.by_place.get(pointer).and_then(|id| Some((id, self.resources.get(id.0)?)));
        is_whole && found.is_some_and(|(id, resource)| self.by_uri.get(&resource.uri) == Some(id))
    }

    /// Whether the schema of a place is the one that a name means in its resource.
    pub(super) fn has_anchor(&self, pointer: &Pointer, resource: ResourceId, name: &str) -> bool {
        self.anchor(resource, name).is_some_and(|anchor| anchor.pointer == *pointer)
    }

    fn anchor(&self, resource: ResourceId, name: &str) -> Option<&Anchor> {
        self.resources.get(resource.0)?.anchors.get(name)
    }

    /// The place that has a name in a resource by `$dynamicAnchor`.
    pub(super) fn dynamic_anchor(&self, resource: ResourceId, name: &str) -> Option<Place<'a>> {
        let anchor = self.anchor(resource, name).filter(|anchor| anchor.is_dynamic)?;
        self.place(&anchor.pointer)
    }

    /// The names by `$dynamicAnchor`, and for each the places that have it, one in a resource.
    pub(super) fn dynamic_anchors(&self) -> IndexMap<&str, Vec<Place<'a>>> {
        let mut names: IndexMap<&str, Vec<Place<'a>>> = IndexMap::new();
        for (name, anchor) in self.resources.iter().flat_map(|resource| &resource.anchors) {
            if anchor.is_dynamic {
                names.entry(name).or_default().extend(self.place(&anchor.pointer));
            }
        }
        names
    }

    fn place(&self, pointer: &Pointer) -> Option<Place<'a>> {
        Some(Place { node: pointer.find(self.root)?, pointer: pointer.clone() })
    }

    /// Where the text of a reference leads, from a resource.
    ///
    /// # Errors
    ///
    /// Nothing has that name, or stands at that place; `nearest` finds what was meant.
    pub(super) fn lookup(&self, text: &str, from: ResourceId, nearest: &mut Nearest) -> Result<Target<'a>, Unresolved> {
        let (name, fragment) = text.split_at(text.find('#').unwrap_or(text.len()));
        let resource = if name.is_empty() { from } else { self.named(name, from).ok_or_else(Unresolved::remote)? };
        match Reference::parse(fragment) {
            Reference::Anchor => self.at_anchor(resource, fragment, nearest),
            Reference::Place(pointer) => {
                let absolute = self.absolute(resource, &pointer);
                let found = self.place(&absolute).filter(|place| is_schema(place.node));
                // Many documents have an `$id` and still count from their root.
                let meant = if name.is_empty() { pointer } else { absolute };
                let place = found.map_or_else(|| reference::locate(self.root, meant, nearest), Ok)?;
                Ok(Target { place, dynamic_anchor: None })
            }
            Reference::Faulty(why) => Err(Unresolved::missing(why.to_owned())),
            Reference::Remote => Err(Unresolved::remote()),
        }
    }

    /// Where an entry of a discriminator's `mapping` leads: to a component by its name, or to any place by a reference.
    ///
    /// # Errors
    ///
    /// Nothing has that name, or stands at that place; `nearest` finds what was meant.
    pub(super) fn mapped(&self, text: &str, from: ResourceId, nearest: &mut Nearest) -> Result<Place<'a>, Unresolved> {
        let components = Pointer::root().push("components").push("schemas");
        if let Some(component) = self.place(&components.push(text)) {
            return Ok(component);
        }
        let is_reference =
            text.contains(['#', '/']) || [".json", ".yaml", ".yml"].iter().any(|end| text.ends_with(end));
        match self.lookup(text, from, nearest) {
            Ok(target) => Ok(target.place),
            Err(unresolved) if is_reference => Err(unresolved),
            Err(_) => {
                let names = components.find(self.root).and_then(Node::as_object);
                let names = names.into_iter().flat_map(|names| names.keys().map(String::as_str));
                Err(Unresolved::missing(describe_missing(&components, text, nearest.find(text, names))))
            }
        }
    }

    /// The resource that a URI reference names.
    fn named(&self, name: &str, from: ResourceId) -> Option<ResourceId> {
        let base = self.resources.get(from.0)?;
        self.by_uri.get(&uri::resolve(name, &base.uri)?).copied()
    }

    /// The pointer from the root of the document to a place in a resource.
    fn absolute(&self, resource: ResourceId, pointer: &Pointer) -> Pointer {
        match self.resources.get(resource.0).filter(|resource| resource.pointer != Pointer::root()) {
            Some(resource) => pointer.tokens().fold(resource.pointer.clone(), |pointer, token| pointer.push(&token)),
            None => pointer.clone(),
        }
    }

    /// The place that a fragment names, such as `#node`.
    fn at_anchor(&self, from: ResourceId, fragment: &str, nearest: &mut Nearest) -> Result<Target<'a>, Unresolved> {
        let name = fragment.strip_prefix('#').unwrap_or(fragment);
        if let Some(anchor) = self.anchor(from, name)
            && let Some(place) = self.place(&anchor.pointer)
        {
            return Ok(Target { place, dynamic_anchor: anchor.is_dynamic.then(|| name.to_owned()) });
        }
        let resource = self.resources.get(from.0);
        let names = resource.into_iter().flat_map(|resource| resource.anchors.keys());
        let label = "neither a JSON Pointer, which begins with `#/`, nor an `$anchor`";
        Err(Unresolved::missing(match nearest.find(name, names.map(String::as_str)) {
            Some(meant) => format!("{label}; did you mean `#{meant}`?"),
            None => label.to_owned(),
        }))
    }
}

/// The text of a keyword.
fn text<'a>(members: &'a Members, keyword: &str) -> Option<&'a str> {
    members.get(keyword)?.value.as_str()
}
