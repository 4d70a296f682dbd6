//! Which schemas have a name of their own: the document's components, and what is referred to in other files.
//!
//! In another file, a schema is called by the name that it has there, or else by the file. A component that is nothing but
//! a reference to a schema of its own name is the same component. Knows names as documents write them, and nothing of
//! Rust's.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::{SchemaId, Schemas, keywords};
use crate::{
    document::{Document, reader::is_reference},
    source::Location,
};

/// The schemas that have a name, in declared order, and their names. References to a component that only refers to another
/// one of its name lead there.
pub(super) fn name(document: &Document<'_>, schemas: &mut Schemas) -> IndexMap<SchemaId, String> {
    let mut names = IndexMap::new();
    for (name, component) in &document.schemas {
        if let Some(&id) = schemas.places.get(&component.location) {
            names.entry(id).or_insert_with(|| name.clone());
        }
    }
    let locations: HashMap<SchemaId, &Location> =
        schemas.places.iter().filter(|(place, _)| place.file().is_some()).map(|(place, id)| (*id, place)).collect();
    if locations.is_empty() {
        return names;
    }
    for id in targets(schemas) {
        let name = locations.get(&id).and_then(|location| name_of(location, schemas));
        if let Some(name) = name {
            names.entry(id).or_insert(name);
        }
    }
    let aliases = aliases(document, schemas, &names);
    drop(locations);
    unite(schemas, names, &aliases)
}

/// What references lead to, in the order of the references.
fn targets(schemas: &Schemas) -> Vec<SchemaId> {
    let referred = schemas.arena.iter().flat_map(|schema| {
        let mapped = schema.discriminator.iter().flat_map(|it| it.mapping.values());
        schema.reference.iter().chain(mapped).map(|target| schemas.original(target.value))
    });
    referred.collect()
}

/// What a schema in another file is called; `None` where it stands in the middle of one that has a name.
fn name_of(location: &Location, schemas: &Schemas) -> Option<String> {
    let tokens: Vec<_> = location.pointer().tokens().collect();
    let tokens: Vec<&str> = tokens.iter().map(AsRef::as_ref).collect();
    match tokens[..] {
        [] => Some(stem(location.file()?).to_owned()),
        ["components", "schemas", name] | ["definitions" | "$defs" | "schemas", name] => Some(name.to_owned()),
        // A file may hold schemas by their names, and be none itself.
        [name] if keywords::holds(name).is_none() && schemas.of(&location.parent()?).is_none() => Some(name.to_owned()),
        _ => None,
    }
}

/// The name of a file without its folders and what comes after the first dot.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split('.').find(|part| !part.is_empty()).unwrap_or(name)
}

/// The schemas that are nothing but a reference to one of their own name, and that one.
fn aliases(
    document: &Document<'_>,
    schemas: &Schemas,
    names: &IndexMap<SchemaId, String>,
) -> HashMap<SchemaId, SchemaId> {
    let places = schemas.places.iter().filter(|(_, id)| names.contains_key(*id));
    let bare = places.filter(|(place, _)| document.trees.find(place).is_some_and(is_reference));
    let bare: HashSet<SchemaId> = bare.map(|(_, id)| *id).collect();
    let mut taken = HashSet::new();
    let mut aliases = HashMap::new();
    for (&id, name) in names.iter().filter(|(id, _)| bare.contains(*id)) {
        let target = schemas.get(id).reference.as_ref().map(|target| target.value);
        let target = target.filter(|target| names.get(target).is_some_and(|other| is_same(name, other)));
        // Of two components that are the same one, the first is.
        if let Some(target) = target.filter(|target| *target != id && taken.insert(*target)) {
            aliases.insert(id, target);
        }
    }
    aliases
}

/// Whether two names are the same but for how their words are put together.
fn is_same(left: &str, right: &str) -> bool {
    let letters = |name: &str| -> Vec<char> {
        name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    letters(left) == letters(right)
}

/// Lets what leads to an alias lead to what it stands for, which takes its name and its place.
fn unite(
    schemas: &mut Schemas,
    names: IndexMap<SchemaId, String>,
    aliases: &HashMap<SchemaId, SchemaId>,
) -> IndexMap<SchemaId, String> {
    // An alias may stand for another one; in a circle, none stands for anything.
    let meant = |id: SchemaId| {
        let mut way = std::iter::successors(Some(id), |id| aliases.get(id).copied());
        way.by_ref().take(aliases.len() + 1).find(|id| !aliases.contains_key(id)).unwrap_or(id)
    };
    for schema in &mut schemas.arena {
        let mapped = schema.discriminator.iter_mut().flat_map(|it| it.mapping.values_mut());
        for target in schema.reference.iter_mut().chain(mapped) {
            target.value = meant(target.value);
        }
    }
    for id in schemas.places.values_mut() {
        *id = meant(*id);
    }
    let mut united = IndexMap::new();
    for (id, name) in names {
        united.entry(meant(id)).or_insert(name);
    }
    united
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_called_by_their_stems() {
        for (path, name) in [
            ("models/Customer.yaml", "Customer"),
            ("Customer.schema.json", "Customer"),
            ("a.b/.hidden", "hidden"),
            ("https://a.example/x/y", "y"),
            ("..", ".."),
        ] {
            assert_eq!(stem(path), name, "{path}");
        }
    }

    #[test]
    fn names_are_the_same_but_for_their_form() {
        assert!(is_same("customer_list", "CustomerList"));
        assert!(!is_same("customer", "customers"));
        assert!(is_same("Öl-Stand", "ölStand"));
    }
}
