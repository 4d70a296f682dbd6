//! `discriminator`: which member tells the arms of a union apart, and which value of it means which arm.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::{Discriminator, Located, Schema, SchemaId, Schemas, assertions::located, read::Reader};
use crate::{
    diagnostic::{Diagnostic, catalogue},
    document::reader::wrong_kind,
    source::Entry,
};

impl<'a> Reader<'a, '_> {
    /// `discriminator`. Its mapping is looked up when everything that is declared has been read.
    pub(super) fn discriminator(&mut self, id: SchemaId, entry: &'a Entry) {
        let Some(members) = entry.value.as_object() else {
            let diagnostic = wrong_kind(&entry.value, "`discriminator`", "an object");
            self.diagnostics.push(match entry.value.as_str() {
                Some(name) => diagnostic.help(format!("write `{{ \"propertyName\": \"{name}\" }}`")),
                None => diagnostic,
            });
            return;
        };
        let Some(property) = members.get("propertyName") else {
            let message = "`discriminator` has no `propertyName`";
            self.diagnostics
                .push(Diagnostic::new(&catalogue::MISSING_MEMBER, entry.key, message));
            return;
        };
        let Some(name) = property.value.as_str() else {
            self.wrong_kind(&property.value, "`propertyName`", "a string");
            return;
        };
        self.schemas.get_mut(id).discriminator = Some(Discriminator {
            span: entry.value.span,
            property: located(name, &property.value),
            mapping: IndexMap::new(),
        });
        if let Some(mapping) = members.get("mapping") {
            match mapping.value.as_object() {
                Some(members) => self.mappings.push_back((id, members)),
                None => self.wrong_kind(&mapping.value, "`mapping`", "an object"),
            }
        }
    }
}

/// Adds what `mapping` leaves out: an arm that refers to a component is meant by the component's name, unless the
/// mapping has another for it.
pub(super) fn complete(schemas: &mut Schemas) {
    let Schemas { arena, components, .. } = schemas;
    let names: HashMap<SchemaId, &str> = components.iter().map(|(name, id)| (*id, name.as_str())).collect();
    for index in 0..arena.len() {
        let unmapped = arena.get(index).map(|schema| unmapped(schema, arena, &names));
        let mut discriminator = arena.get_mut(index).and_then(|schema| schema.discriminator.as_mut());
        for (tag, target) in unmapped.into_iter().flatten() {
            if let Some(discriminator) = &mut discriminator {
                discriminator.mapping.entry(tag).or_insert(target);
            }
        }
    }
}

/// The arms that a schema's discriminator has no tag for, by the names of their components.
fn unmapped(schema: &Schema, arena: &[Schema], names: &HashMap<SchemaId, &str>) -> Vec<(String, Located<SchemaId>)> {
    let Some(discriminator) = &schema.discriminator else {
        return Vec::new();
    };
    let mapped: HashSet<SchemaId> = discriminator.mapping.values().map(|target| target.value).collect();
    let arms = schema.one_of.iter().chain(&schema.any_of);
    arms.filter_map(|arm| arena.get(arm.0 as usize)?.reference.clone())
        .filter(|target| !mapped.contains(&target.value))
        .filter_map(|target| Some(((*names.get(&target.value)?).to_owned(), target)))
        .collect()
}
