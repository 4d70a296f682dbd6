//! What schemas are called: files by their paths, resources by `$id`, and the places in them by `$anchor` and
//! `$dynamicAnchor` (JSON Schema 2020-12, core, section 8.2).
//!
//! Knows names and places, and nothing of what a schema says besides.

use std::{collections::HashMap, sync::Arc};

use indexmap::IndexMap;

use super::keywords::{self, Part, is_schema};
use crate::{
    diagnostic::nearest::Nearest,
    document::{
        Component, Document, Version,
        reader::Members,
        reference::{self, Fragment, Place, Unresolved, describe_missing},
    },
    source::{
        Location, Node, Trees,
        trees::{Refusal, Tree},
        uri,
    },
};

/// Which resource of a document; the file that was named by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(super) struct ResourceId(usize);

/// A schema with an `$id`, or a file.
#[derive(Debug)]
struct Resource {
    /// Where it stands.
    location: Location,
    /// What it is called, and what references in it are resolved against: a URI, or a path from the document's folder.
    uri: String,
    /// The places in it that have names.
    anchors: IndexMap<String, Anchor>,
}

/// A place that has a name.
#[derive(Debug)]
struct Anchor {
    location: Location,
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
    trees: &'a Trees,
    /// The components, by name, and where they stand.
    components: &'a IndexMap<String, Component<'a>>,
    components_at: Location,
    /// Whether there are keywords that name schemas: OpenAPI 3.0 has none.
    names: bool,
    /// The file that was named, and then the resources that were found.
    resources: Vec<Resource>,
    by_uri: HashMap<String, ResourceId>,
    /// The resources of files other than the one that was named.
    by_file: HashMap<Arc<str>, ResourceId>,
    /// The resources of schemas that have an `$id`.
    by_place: HashMap<Location, ResourceId>,
    /// Whether a file came later that has a `$dynamicAnchor`.
    is_late: bool,
}

impl<'a> Identity<'a> {
    /// A document whose files are known as far as they were read, and of which the declared schemas are given.
    pub(super) fn new(document: &'a Document<'a>, declared: &[(Location, &'a Node)]) -> Self {
        let mut identity = Self {
            trees: document.trees,
            components: &document.schemas,
            components_at: document.version.schemas_at(),
            names: document.version > Version::V3_0,
            resources: Vec::new(),
            by_uri: HashMap::new(),
            by_file: HashMap::new(),
            by_place: HashMap::new(),
            is_late: false,
        };
        let main = document.trees.main().map(Tree::path).unwrap_or_default();
        identity.add(Location::root(), main.to_owned());
        let declared = if identity.names { declared } else { &[] };
        for (location, node) in declared {
            let within = identity.resource_at(location);
            identity.declare(location, node, within);
        }
        // What is loaded already need not be loaded late.
        for tree in document.trees.iter() {
            identity.file(tree);
        }
        identity.is_late = false;
        identity
    }

    /// Whether a `$dynamicAnchor` came to be known only when a reference led to its file.
    pub(super) fn is_late(&self) -> bool {
        self.is_late
    }

    fn add(&mut self, location: Location, uri: String) -> ResourceId {
        let id = ResourceId(self.resources.len());
        self.by_uri.entry(uri.clone()).or_insert(id);
        self.resources.push(Resource { location, uri, anchors: IndexMap::new() });
        id
    }

    /// The resource that a file is. Names in it are looked for when it comes up first.
    fn file(&mut self, tree: &'a Tree) -> ResourceId {
        let location = tree.location();
        let Some(path) = location.file() else {
            return ResourceId::default();
        };
        if let Some(&known) = self.by_file.get(path) {
            return known;
        }
        let id = self.add(location.clone(), tree.path().to_owned());
        self.by_file.insert(path.clone(), id);
        if let Some(root) = tree.root().filter(|_| self.names) {
            self.declare(&location, root, id);
            self.declare_parts(&location, root, id);
        }
        id
    }

    /// Finds the names in the schemas of a file that is no schema itself: it may hold them by their names, or be an OpenAPI
    /// document.
    fn declare_parts(&mut self, location: &Location, root: &'a Node, within: ResourceId) {
        let members = |node: &'a Node| node.as_object().into_iter().flatten();
        for (name, entry) in members(root).filter(|(name, _)| keywords::holds(name).is_none()) {
            self.declare(&location.push(name), &entry.value, within);
        }
        let components = location.push("components").push("schemas");
        for (name, entry) in self.trees.find(&components).into_iter().flat_map(members) {
            self.declare(&components.push(name), &entry.value, within);
        }
    }

    /// Finds every name in a schema, and in those that stand in it.
    fn declare(&mut self, location: &Location, node: &'a Node, within: ResourceId) {
        self.search(location, &mut Vec::new(), node, within);
    }

    fn search(&mut self, start: &Location, way: &mut Vec<Part<'a>>, node: &'a Node, within: ResourceId) {
        let Some(members) = node.as_object() else {
            return;
        };
        let here = |way: &[Part<'_>]| way.iter().fold(start.clone(), |location, part| part.location(&location));
        let resource = self.identified(members, within, || here(way));
        for (keyword, is_dynamic) in [("$anchor", false), ("$dynamicAnchor", true)] {
            if let Some(name) = text(members, keyword) {
                let anchor = Anchor { location: here(way), is_dynamic };
                let anchors = self.resources.get_mut(resource.0).map(|resource| &mut resource.anchors);
                anchors.map(|anchors| anchors.entry(name.to_owned()).or_insert(anchor));
                self.is_late |= is_dynamic;
            }
        }
        for part in keywords::parts(members) {
            way.push(part);
            self.search(start, way, part.node, resource);
            way.pop();
        }
    }

    /// The resource that a schema makes by its `$id`, or else the one that it stands in.
    fn identified(&mut self, members: &Members, within: ResourceId, location: impl Fn() -> Location) -> ResourceId {
        let Some(uri) = self.uri(members, within) else {
            return within;
        };
        let location = location();
        if let Some(&known) = self.by_place.get(&location) {
            return known;
        }
        let id = self.add(location.clone(), uri);
        self.by_place.insert(location, id);
        id
    }

    /// What a schema calls itself. A fragment alone calls nothing, as in earlier drafts: it is no `$id`.
    fn uri(&self, members: &Members, within: ResourceId) -> Option<String> {
        let id = text(members, "$id").filter(|id| !id.starts_with('#') && uri::is_reference(id))?;
        uri::resolve(reference::split(id).0, &self.resources.get(within.0)?.uri)
    }

    /// The resource of a schema that stands in another one. Where nobody has looked for names yet, for what stands there
    /// is a schema only because something refers to it, they are found now.
    pub(super) fn enter(&mut self, location: &Location, node: &'a Node, within: ResourceId) -> ResourceId {
        if !self.names || node.as_object().and_then(|members| self.uri(members, within)).is_none() {
            return within;
        }
        if !self.by_place.contains_key(location) {
            self.declare(location, node, within);
        }
        self.by_place.get(location).copied().unwrap_or(within)
    }

    /// The resource that a place is in: the innermost.
    pub(super) fn resource_at(&mut self, location: &Location) -> ResourceId {
        if !self.by_place.is_empty() {
            let mut places = std::iter::successors(Some(location.clone()), Location::parent);
            if let Some(id) = places.find_map(|place| self.by_place.get(&place).copied()) {
                return id;
            }
        }
        match location.file() {
            None => ResourceId::default(),
            Some(path) => match self.by_file.get(path) {
                Some(&known) => known,
                None => self.trees.load(path).map(|tree| self.file(tree)).unwrap_or_default(),
            },
        }
    }

    /// Whether the schema of a place is the one that its `$id` means. It is not where another one has that name, or where
    /// the name is none for a resource.
    pub(super) fn has_id(&self, location: &Location, id: &str) -> bool {
        let is_whole = id.split_once('#').is_none_or(|(_, fragment)| fragment.is_empty());
        let found = self.by_place.get(location).and_then(|id| Some((id, self.resources.get(id.0)?)));
        is_whole && found.is_some_and(|(id, resource)| self.by_uri.get(&resource.uri) == Some(id))
    }

    /// Whether the schema of a place is the one that a name means in its resource.
    pub(super) fn has_anchor(&self, location: &Location, resource: ResourceId, name: &str) -> bool {
        self.anchor(resource, name).is_some_and(|anchor| anchor.location == *location)
    }

    fn anchor(&self, resource: ResourceId, name: &str) -> Option<&Anchor> {
        self.resources.get(resource.0)?.anchors.get(name)
    }

    /// The place that has a name in a resource by `$dynamicAnchor`.
    pub(super) fn dynamic_anchor(&self, resource: ResourceId, name: &str) -> Option<Place<'a>> {
        let anchor = self.anchor(resource, name).filter(|anchor| anchor.is_dynamic)?;
        self.place(&anchor.location)
    }

    /// The names by `$dynamicAnchor`, and for each the places that have it, one in a resource.
    pub(super) fn dynamic_anchors(&self) -> IndexMap<&str, Vec<Place<'a>>> {
        let mut names: IndexMap<&str, Vec<Place<'a>>> = IndexMap::new();
        for (name, anchor) in self.resources.iter().flat_map(|resource| &resource.anchors) {
            if anchor.is_dynamic {
                names.entry(name).or_default().extend(self.place(&anchor.location));
            }
        }
        names
    }

    fn place(&self, location: &Location) -> Option<Place<'a>> {
        Some(Place { node: self.trees.find(location)?, location: location.clone() })
    }

    /// Where the text of a reference leads, from a resource.
    ///
    /// # Errors
    ///
    /// Nothing has that name, or stands at that place; `nearest` finds what was meant.
    pub(super) fn lookup(
        &mut self,
        text: &str,
        from: ResourceId,
        nearest: &mut Nearest,
    ) -> Result<Target<'a>, Unresolved> {
        let (name, fragment) = reference::split(text);
        let resource = match name {
            "" => from,
            name => self.named(name, from).map_err(|refusal| Unresolved::refused(refusal, text))?,
        };
        match Fragment::parse(fragment) {
            Fragment::Anchor => self.at_anchor(resource, fragment, nearest),
            Fragment::Place(pointer) => {
                let within = self.location(resource);
                let absolute = pointer.tokens().fold(within.clone(), |location, token| location.push(&token));
                let found = self.place(&absolute).filter(|place| is_schema(place.node));
                // Many documents have an `$id` and still count from their root.
                let meant = if name.is_empty() { within.at(pointer) } else { absolute };
                let place = found.map_or_else(|| reference::locate(self.trees, &meant, nearest), Ok)?;
                Ok(Target { place, dynamic_anchor: None })
            }
            Fragment::Faulty(why) => Err(Unresolved::missing(why.to_owned())),
        }
    }

    /// Where an entry of a discriminator's `mapping` leads: to a component by its name, or to any place by a reference.
    ///
    /// # Errors
    ///
    /// Nothing has that name, or stands at that place; `nearest` finds what was meant.
    pub(super) fn mapped(
        &mut self,
        text: &str,
        from: ResourceId,
        nearest: &mut Nearest,
    ) -> Result<Place<'a>, Unresolved> {
        if let Some(component) = self.components.get(text) {
            return Ok(Place { node: component.node, location: component.location.clone() });
        }
        let is_reference =
            text.contains(['#', '/']) || [".json", ".yaml", ".yml"].iter().any(|end| text.ends_with(end));
        match self.lookup(text, from, nearest) {
            Ok(target) => Ok(target.place),
            Err(unresolved) if is_reference => Err(unresolved),
            Err(_) => {
                let names = self.components.keys().map(String::as_str);
                Err(Unresolved::missing(describe_missing(&self.components_at, text, nearest.find(text, names))))
            }
        }
    }

    /// The resource that a reference without its fragment names.
    fn named(&mut self, name: &str, from: ResourceId) -> Result<ResourceId, Refusal> {
        let base = self.resources.get(from.0).map(|base| base.uri.as_str()).unwrap_or_default();
        let called = uri::resolve(name, base).ok_or(Refusal::Meaningless)?;
        if let Some(&known) = self.by_uri.get(&called) {
            return Ok(known);
        }
        let trees = self.trees;
        let tree = trees.load(&called).or_else(|refusal| {
            // Nothing is published there: files that have an `$id` each lie beside one another as their `$id`s do.
            let file = self.location(from);
            let base = file.file().map(|path| &**path).or(trees.main().map(Tree::path)).unwrap_or_default();
            let beside =
                (matches!(refusal, Refusal::Remote(_)) && !uri::is_absolute(name)).then(|| trees.open(name, base));
            beside.and_then(Result::ok).ok_or(refusal)
        })?;
        Ok(self.file(tree))
    }

    /// Where a resource stands.
    fn location(&self, resource: ResourceId) -> Location {
        self.resources.get(resource.0).map(|resource| resource.location.clone()).unwrap_or_default()
    }

    /// The place that a fragment names, such as `#node`.
    fn at_anchor(&self, from: ResourceId, fragment: &str, nearest: &mut Nearest) -> Result<Target<'a>, Unresolved> {
        let name = fragment.strip_prefix('#').unwrap_or(fragment);
        if let Some(anchor) = self.anchor(from, name)
            && let Some(place) = self.place(&anchor.location)
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
