//! A parent that has a `discriminator`, and the children that are made of it by `allOf`.
//!
//! JSON Schema knows no children: by its letter, a reference to the parent means the parent's members. OpenAPI means
//! whatever child the tag names. So the parent becomes two schemas: the *base*, which is what `allOf` takes in, and in
//! its place a `oneOf` of the children, which every other reference leads to. A parent that lists its children in
//! `oneOf` as well, which by the letter is a circle, means the same.
//!
//! A child is known by the names that the mapping has for it, or else by its own. The parent is a value by itself where
//! the mapping leads to it, or its tag lists its name. Here it is found out who is whose child; `split` changes schemas.

mod split;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::{Located, Schema, SchemaId, Schemas};

/// Splits every component that is such a parent.
pub(super) fn split(schemas: &mut Schemas) {
    let family = Family::of(schemas);
    if !family.parents.is_empty() {
        split::split(schemas, &family);
    }
}

/// Which components are made of which.
#[derive(Debug, Default)]
struct Family {
    /// The components that are to be split, in declared order.
    parents: IndexMap<SchemaId, Parent>,
    /// The components that are made of each one directly, in declared order.
    children: HashMap<SchemaId, Vec<SchemaId>>,
    /// The schemas that apply to the same value as a component in any case, itself included, up to other components.
    parts: HashMap<SchemaId, Vec<SchemaId>>,
    /// The names of all components.
    names: HashMap<SchemaId, String>,
}

/// A component that is to be split.
#[derive(Debug)]
struct Parent {
    /// The name of the tag.
    tag: String,
    /// Whether it lists its children.
    lists: bool,
    /// What each of its tags leads to, as far as mappings say.
    mapping: IndexMap<String, Located<SchemaId>>,
    /// Whether it is a value by itself.
    is_value: bool,
    /// The components that may stand for it, in declared order; of parents with the same tag, their bases.
    children: Vec<SchemaId>,
}

impl Family {
    fn of(schemas: &Schemas) -> Self {
        let mut family = Self::default();
        for (&component, name) in &schemas.components {
            family.names.insert(component, name.clone());
        }
        for &component in schemas.components.keys() {
            family.enter(schemas, component);
        }
        for &component in schemas.components.keys() {
            if let Some(parent) = family.parent(schemas, component) {
                family.parents.insert(component, parent);
            }
        }
        family.complete(schemas);
        // One arm is no union: such a parent stays what its letter says, and may be the child of another one.
        family.parents.retain(|_, parent| parent.lists || parent.children.len() + usize::from(parent.is_value) > 1);
        family.complete(schemas);
        family
    }

    /// Finds out of each parent who may stand for it.
    fn complete(&mut self, schemas: &Schemas) {
        let parents: Vec<SchemaId> = self.parents.keys().copied().collect();
        for &id in &parents {
            let mapping = self.mapping(schemas, id);
            self.parents.entry(id).and_modify(|parent| parent.mapping = mapping);
        }
        for &id in &parents {
            let is_value = self.is_value(schemas, id);
            self.parents.entry(id).and_modify(|parent| parent.is_value = is_value);
        }
        for &id in &parents {
            let children = self.children_of(schemas, id);
            self.parents.entry(id).and_modify(|parent| parent.children = children);
        }
    }

    /// Notes what a component is made of.
    fn enter(&mut self, schemas: &Schemas, component: SchemaId) {
        let schema = schemas.get(component);
        // What is nothing but a reference is another name for what it refers to.
        if schema.reference.is_some() && schema.all_of.is_empty() && !has_shape(schema) {
            return;
        }
        let (mut open, mut seen, mut parts) = (vec![component], HashSet::new(), Vec::new());
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
            } else if id != component && self.names.contains_key(&id) {
                self.children.entry(id).or_default().push(component);
            } else {
                parts.push(id);
                open.extend(applied(schemas.get(id)));
            }
        }
        self.parts.insert(component, parts);
    }

    /// A component that has a discriminator and children: listed ones, of which one is made of it, or none listed.
    fn parent(&self, schemas: &Schemas, id: SchemaId) -> Option<Parent> {
        let schema = schemas.get(id);
        let tag = schema.discriminator.as_ref()?.property.value.clone();
        let (lists, found) = match (schema.one_of.as_slice(), schema.any_of.as_slice()) {
            ([], []) => (false, self.children.contains_key(&id)),
            (arms, []) | ([], arms) => (true, arms.iter().any(|&arm| is_made_of(schemas, arm, id))),
            _ => (true, false),
        };
        found.then_some(Parent { tag, lists, mapping: IndexMap::new(), is_value: false, children: Vec::new() })
    }

    /// The mapping of a parent, and what those above it map to it or to what is below it.
    fn mapping(&self, schemas: &Schemas, id: SchemaId) -> IndexMap<String, Located<SchemaId>> {
        let of = |id: SchemaId| schemas.get(id).discriminator.iter().flat_map(|discriminator| &discriminator.mapping);
        let mut mapping: IndexMap<String, Located<SchemaId>> =
            of(id).map(|(name, target)| (name.clone(), target.clone())).collect();
        let tag = self.parents.get(&id).map(|parent| &parent.tag);
        let above = self.parents.iter().filter(|(other, parent)| **other != id && Some(&parent.tag) == tag);
        for (&other, _) in above.filter(|(other, _)| is_made_of(schemas, id, **other)) {
            for (name, target) in of(other).filter(|(_, target)| is_made_of(schemas, target.value, id)) {
                let is_known = mapping.contains_key(name) || mapping.values().any(|known| known.value == target.value);
                if !is_known {
                    mapping.insert(name.clone(), target.clone());
                }
            }
        }
        mapping
    }

    /// Whether a parent is a value by itself: a mapping leads to it, or its tag lists its name.
    fn is_value(&self, schemas: &Schemas, id: SchemaId) -> bool {
        let Some(parent) = self.parents.get(&id) else { return false };
        let lists_itself = || {
            let listed = listed(schemas, id, &parent.tag);
            listed.is_some_and(|listed| self.names.get(&id).is_some_and(|name| listed.contains(name)))
        };
        parent.maps_to(id) || lists_itself()
    }

    /// The components that may stand for a parent: those below it that its tag can name.
    fn children_of(&self, schemas: &Schemas, id: SchemaId) -> Vec<SchemaId> {
        let Some(parent) = self.parents.get(&id).filter(|parent| !parent.lists) else {
            return Vec::new();
        };
        let listed = listed(schemas, id, &parent.tag);
        let (mut open, mut seen, mut found) = (vec![id], HashSet::from([id]), Vec::new());
        while let Some(at) = open.pop() {
            for &child in self.children.get(&at).into_iter().flatten() {
                if !seen.insert(child) {
                    continue;
                }
                // One that has a tag of its own tells those below it apart by itself.
                let nested = self.parents.get(&child);
                let is_own_union = nested.is_some_and(|nested| nested.tag != parent.tag);
                if nested.is_none_or(|nested| is_own_union || nested.is_value) {
                    found.push(child);
                }
                if !is_own_union {
                    open.push(child);
                }
            }
        }
        found.retain(|&child| {
            let name = self.names.get(&child);
            let is_listed = listed.as_ref().is_none_or(|listed| name.is_some_and(|name| listed.contains(name)));
            is_listed || parent.maps_to(child) || self.declares(schemas, child, &parent.tag)
        });
        found.sort_by_key(|child| schemas.components.get_index_of(child));
        found
    }

    /// Whether a component declares a member by itself.
    fn declares(&self, schemas: &Schemas, component: SchemaId, member: &str) -> bool {
        let parts = self.parts.get(&component).into_iter().flatten();
        parts.into_iter().any(|&part| schemas.get(part).properties.contains_key(member))
    }
}

impl Parent {
    /// Whether a tag leads to a component.
    fn maps_to(&self, target: SchemaId) -> bool {
        self.mapping.values().any(|mapped| mapped.value == target)
    }
}

/// The schemas that apply to the same value in any case.
pub(super) fn applied(schema: &Schema) -> impl Iterator<Item = SchemaId> {
    schema.reference.iter().map(|reference| reference.value).chain(schema.all_of.iter().copied())
}

/// A schema and those that it is made of.
pub(super) fn closure(schemas: &Schemas, id: SchemaId) -> HashSet<SchemaId> {
    let (mut open, mut seen) = (vec![id], HashSet::new());
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            open.extend(applied(schemas.get(id)));
        }
    }
    seen
}

/// Whether a schema is another one, and perhaps more.
fn is_made_of(schemas: &Schemas, id: SchemaId, other: SchemaId) -> bool {
    closure(schemas, id).contains(&other)
}

/// The strings that a member of a schema may be, where it lists them.
pub(super) fn listed(schemas: &Schemas, id: SchemaId, member: &str) -> Option<HashSet<String>> {
    let properties = closure(schemas, id).into_iter().filter_map(|part| schemas.get(part).properties.get(member));
    let parts = properties.flat_map(|property| closure(schemas, property.schema));
    let mut lists = parts.filter_map(|part| {
        let schema = schemas.get(part);
        let values = schema.enumeration.as_ref().map(|values| values.value.as_slice());
        let values = values.or(schema.constant.as_ref().map(std::slice::from_ref))?;
        Some(values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect::<HashSet<_>>())
    });
    let first = lists.next()?;
    Some(lists.fold(first, |all, list| all.intersection(&list).cloned().collect()))
}

/// Whether a schema by itself says more of an object than that it is one.
fn has_shape(schema: &Schema) -> bool {
    let schemas =
        [schema.additional_properties, schema.unevaluated_properties, schema.property_names, schema.not, schema.if_];
    !schema.properties.is_empty()
        || !schema.required.is_empty()
        || !schema.pattern_properties.is_empty()
        || !schema.dependent_required.is_empty()
        || !schema.dependent_schemas.is_empty()
        || !schema.one_of.is_empty()
        || !schema.any_of.is_empty()
        || schema.min_properties.is_some()
        || schema.max_properties.is_some()
        || schemas.iter().any(Option::is_some)
}
