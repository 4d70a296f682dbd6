//! Which names of `$dynamicRef` matter to a schema: those that it asks for, and those that what it leads to asks for.

use std::collections::HashMap;

use indexmap::IndexSet;

use super::super::{identity::Identity, keywords};
use crate::{
    diagnostic::nearest::Nearest,
    document::{reader::Members, reference::Place},
    source::{Location, Node},
};

/// How many names are told apart; one bit each in a [`Set`].
const LIMIT: usize = u64::BITS as usize;

/// Names, by their numbers.
type Set = u64;

/// Which names matter where.
#[derive(Debug, Default)]
pub(in super::super) struct Asked {
    /// The names that lead to different places on different ways, for more than one resource has them.
    names: IndexSet<String>,
    /// For each schema that a name matters to, the names.
    at: HashMap<Location, Set>,
}

impl Asked {
    /// What is asked for in a document whose declared schemas are given.
    pub(super) fn find<'a>(identity: &mut Identity<'a>, declared: &[(Location, &'a Node)]) -> Self {
        let shared = identity.dynamic_anchors().into_iter().filter(|(_, places)| places.len() > 1);
        let (names, places): (IndexSet<_>, Vec<_>) = shared.map(|(name, places)| (name.to_owned(), places)).unzip();
        if names.is_empty() {
            return Self::default();
        }
        let mut graph = Graph { identity, names, callers: vec![], asks: vec![], places: HashMap::new(), open: vec![] };
        let hubs: Vec<_> = places.into_iter().map(|places| graph.hub(places)).collect();
        for (location, node) in declared {
            graph.place(location.clone(), node);
        }
        while let Some((index, location, node)) = graph.open.pop() {
            graph.visit(index, &location, node, &hubs);
        }
        graph.spread();
        let Graph { names, asks, places, .. } = graph;
        let set = |index: usize| asks.get(index).copied().filter(|set| *set != 0);
        Self { names, at: places.into_iter().filter_map(|(location, index)| Some((location, set(index)?))).collect() }
    }

    /// The names that matter to the schema of a place, with their numbers.
    pub(super) fn at(&self, location: &Location) -> impl Iterator<Item = (usize, &str)> {
        let set = self.at.get(location).copied().unwrap_or_default();
        let names = self.names.iter().enumerate().take(if set == 0 { 0 } else { LIMIT });
        names.filter(move |(number, _)| set & (1 << number) != 0).map(|(number, name)| (number, name.as_str()))
    }

    /// The number of a name.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.names.get_index_of(name).filter(|number| *number < LIMIT)
    }

    /// Whether a name leads to different places on different ways, and can't be told apart for there are too many.
    pub(super) fn is_beyond_limit(&self, name: &str) -> bool {
        self.names.get_index_of(name).is_some_and(|number| number >= LIMIT)
    }
}

/// Schemas, and which of them lead to which, where each stands for itself on all ways to it. For each name there is a
/// hub beside them, which leads to wherever the name may lead.
struct Graph<'g, 'a> {
    identity: &'g mut Identity<'a>,
    names: IndexSet<String>,
    /// For each schema, those that lead to it.
    callers: Vec<Vec<usize>>,
    /// For each schema, the names that are known to matter to it.
    asks: Vec<Set>,
    places: HashMap<Location, usize>,
    /// The schemas that were not visited yet.
    open: Vec<(usize, Location, &'a Node)>,
}

impl<'a> Graph<'_, 'a> {
    fn node(&mut self) -> usize {
        self.callers.push(Vec::new());
        self.asks.push(0);
        self.asks.len() - 1
    }

    /// The schema of a place, which is visited later.
    fn place(&mut self, location: Location, node: &'a Node) -> usize {
        if let Some(&index) = self.places.get(&location) {
            return index;
        }
        let index = self.node();
        self.places.insert(location.clone(), index);
        self.open.push((index, location, node));
        index
    }

    fn link(&mut self, from: usize, to: usize) {
        if let Some(callers) = self.callers.get_mut(to) {
            callers.push(from);
        }
    }

    /// The hub of a name that several places have.
    fn hub(&mut self, places: Vec<Place<'a>>) -> usize {
        let hub = self.node();
        for place in places {
            let target = self.place(place.location, place.node);
            self.link(hub, target);
        }
        hub
    }

    /// Finds what a schema leads to.
    fn visit(&mut self, index: usize, location: &Location, node: &'a Node, hubs: &[usize]) {
        let Some(members) = node.as_object() else {
            return;
        };
        let within = self.identity.resource_at(location);
        let resource = self.identity.enter(location, node, within);
        for part in keywords::parts(members).filter(|part| !keywords::keeps(part.keyword)) {
            let target = self.place(part.location(location), part.node);
            self.link(index, target);
        }
        // What leads nowhere is reported elsewhere.
        let unheard = &mut Nearest::default();
        let mapped = mapping(members).filter_map(|text| self.identity.mapped(text, resource, unheard).ok());
        let mut targets: Vec<_> = mapped.collect();
        let mut refer = |keyword| {
            let text = members.get(keyword)?.value.as_str()?;
            let target = self.identity.lookup(text, resource, unheard).ok()?;
            targets.push(target.place);
            target.dynamic_anchor
        };
        refer("$ref");
        let asked = refer("$dynamicRef");
        for place in targets {
            let target = self.place(place.location, place.node);
            self.link(index, target);
        }
        if let Some(number) = asked.and_then(|name| self.names.get_index_of(&name)) {
            self.ask(index, number, hubs);
        }
    }

    /// Notes that a schema asks for a name.
    fn ask(&mut self, index: usize, number: usize, hubs: &[usize]) {
        if let Some(asks) = self.asks.get_mut(index).filter(|_| number < LIMIT) {
            *asks |= 1 << number;
        }
        if let Some(&hub) = hubs.get(number) {
            self.link(index, hub);
        }
    }

    /// Tells each schema's names to those that lead to it, until nothing is new.
    fn spread(&mut self) {
        let mut open: Vec<usize> = (0..self.asks.len()).collect();
        while let Some(index) = open.pop() {
            let asks = self.asks.get(index).copied().unwrap_or_default();
            for &caller in self.callers.get(index).into_iter().flatten() {
                if let Some(known) = self.asks.get_mut(caller)
                    && *known | asks != *known
                {
                    *known |= asks;
                    open.push(caller);
                }
            }
        }
    }
}

/// What the tags of a discriminator map to.
fn mapping(members: &Members) -> impl Iterator<Item = &str> {
    let mapping = members.get("discriminator").and_then(|entry| entry.value.get("mapping")?.as_object());
    mapping.into_iter().flat_map(|mapping| mapping.values()).filter_map(|entry| entry.value.as_str())
}
