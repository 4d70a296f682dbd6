//! A view: the schemas that all apply to one value, with `$ref` and `allOf` followed.
//!
//! `allOf` and the siblings of `$ref` mean the same: every schema applies. A view is the list of those that say
//! something of their own, so that each decision is taken over all of them at once.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::{
    normalise::{Located, Schema, SchemaId, Schemas, Types},
    source::Span,
};

/// Schemas that all apply to one value, in the order in which the document declares them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct View(Vec<SchemaId>);

/// A member as a view declares it.
#[derive(Debug, Clone)]
pub struct Declared {
    /// The schemas that apply to it.
    pub schemas: Vec<SchemaId>,
    /// Whether it is required.
    pub required: bool,
}

impl View {
    /// The view of schemas that all apply.
    pub fn of(schemas: &Schemas, ids: &[SchemaId]) -> Self {
        let mut parts = Vec::new();
        let mut seen = HashSet::new();
        for &id in ids {
            follow(schemas, id, &mut seen, &mut parts);
        }
        Self(parts)
    }

    /// The schemas that say something of their own.
    pub fn ids(&self) -> &[SchemaId] {
        &self.0
    }

    /// The schemas that say something of their own.
    pub fn parts<'a>(&'a self, schemas: &'a Schemas) -> impl Iterator<Item = &'a Schema> + Clone {
        self.0.iter().map(|&id| schemas.get(id))
    }

    /// Whether a schema of the view is `false`.
    pub fn is_never(&self, schemas: &Schemas) -> bool {
        self.parts(schemas).any(|part| part.boolean == Some(false))
    }

    /// The JSON types that the view allows, where it says; by its keywords, or by what its values are.
    pub fn types(&self, schemas: &Schemas, exact_types: bool) -> Option<Types> {
        let mut types = None;
        for part in self.parts(schemas) {
            if let Some(own) = own_types(part, exact_types) {
                types = Some(types.map_or(own, |types| intersect(types, own)));
            }
        }
        types
    }

    /// The members that the view declares, in declared order, and those that it only requires.
    pub fn members(&self, schemas: &Schemas) -> IndexMap<String, Declared> {
        let mut members: IndexMap<String, Declared> = IndexMap::new();
        for part in self.parts(schemas) {
            for (name, property) in &part.properties {
                let member = members.entry(name.clone()).or_insert_with(Declared::unknown);
                member.schemas.push(property.schema);
            }
        }
        for part in self.parts(schemas) {
            for name in &part.required {
                members.entry(name.value.clone()).or_insert_with(Declared::unknown).required = true;
            }
        }
        // `additionalProperties` of one schema holds for the members that only another one declares.
        for part in self.parts(schemas) {
            let Some(additional) = part.additional_properties else {
                continue;
            };
            for (name, member) in &mut members {
                if !part.properties.contains_key(name) && part.pattern_properties.is_empty() {
                    member.schemas.push(additional);
                }
            }
        }
        members
    }

    /// The schemas that members without a name of their own must satisfy.
    pub fn additional(&self, schemas: &Schemas) -> Vec<SchemaId> {
        self.parts(schemas).filter_map(|part| part.additional_properties).collect()
    }

    /// The greatest of what the parts say.
    pub fn greatest(&self, schemas: &Schemas, read: impl Fn(&Schema) -> Option<&Located<u64>>) -> Option<u32> {
        self.parts(schemas).filter_map(read).map(|found| clamp(found.value)).max()
    }

    /// The least of what the parts say.
    pub fn least(&self, schemas: &Schemas, read: impl Fn(&Schema) -> Option<&Located<u64>>) -> Option<u32> {
        self.parts(schemas).filter_map(read).map(|found| clamp(found.value)).min()
    }
}

impl Declared {
    const fn unknown() -> Self {
        Self { schemas: Vec::new(), required: false }
    }
}

/// Counts beyond four billion can't be reached by a text of less than 4 GiB.
fn clamp(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn follow(schemas: &Schemas, id: SchemaId, seen: &mut HashSet<SchemaId>, parts: &mut Vec<SchemaId>) {
    if !seen.insert(id) {
        return;
    }
    let schema = schemas.get(id);
    if let Some(reference) = &schema.reference {
        follow(schemas, reference.value, seen, parts);
    }
    for &part in &schema.all_of {
        follow(schemas, part, seen, parts);
    }
    if says_something(schemas, schema) {
        parts.push(id);
    }
}

/// Whether a schema has a keyword that is neither `$ref` nor `allOf` nor an annotation.
pub fn says_something(schemas: &Schemas, schema: &Schema) -> bool {
    own_types(schema, true).is_some()
        || schema.boolean == Some(false)
        || !schema.properties.is_empty()
        || !schema.required.is_empty()
        || !schema.one_of.is_empty()
        || !schema.any_of.is_empty()
        || schema.items.is_some()
        || schema.additional_properties.is_some()
        || has_bounds(schema)
        || !unsupported(schemas, schema).is_empty()
}

/// Whether a schema bounds values that its type allows.
pub fn has_bounds(schema: &Schema) -> bool {
    let numbers = [
        &schema.minimum,
        &schema.maximum,
        &schema.exclusive_minimum,
        &schema.exclusive_maximum,
        &schema.multiple_of,
        &schema.pattern,
        &schema.format,
        &schema.content_encoding,
    ];
    let counts = [
        &schema.min_length,
        &schema.max_length,
        &schema.min_items,
        &schema.max_items,
        &schema.min_properties,
        &schema.max_properties,
    ];
    schema.unique_items || numbers.iter().any(|text| text.is_some()) || counts.iter().any(|count| count.is_some())
}

/// The JSON types of a schema by itself.
fn own_types(schema: &Schema, exact_types: bool) -> Option<Types> {
    let declared = schema.types.as_ref().map(|types| types.value);
    let values = schema.constant.iter().chain(schema.enumeration.iter().flat_map(|values| &values.value));
    let of_values = values.map(super::literals::type_of).reduce(Types::with);
    let types = match (declared, of_values) {
        (Some(declared), Some(values)) => Some(intersect(declared, values)),
        (Some(types), None) | (None, Some(types)) => Some(types),
        (None, None) if !schema.properties.is_empty() && !exact_types => Some(Types::OBJECT),
        (None, None) => None,
    };
    types.map(|types| if types.contains(Types::NUMBER) { types.without(Types::INTEGER) } else { types })
}

/// The types that both sets allow; an integer is a number.
pub fn intersect(left: Types, right: Types) -> Types {
    let widen = |types: Types| {
        if types.contains(Types::NUMBER) { types.with(Types::INTEGER) } else { types }
    };
    let both = Types(widen(left).0 & widen(right).0);
    if both.contains(Types::NUMBER) { both.without(Types::INTEGER) } else { both }
}

/// The keywords of a schema that neither types nor checks say yet, and a place in the value of each.
pub fn unsupported(schemas: &Schemas, schema: &Schema) -> Vec<(&'static str, Span)> {
    let place = |id: SchemaId| schemas.get(id).span;
    let patterns = schema.pattern_properties.values();
    let names = schema.dependent_required.values();
    let found = [
        ("prefixItems", schema.prefix_items.first().copied().map(place)),
        ("contains", schema.contains.map(place)),
        ("not", schema.not.map(place)),
        ("if", schema.if_.map(place)),
        ("patternProperties", patterns.map(|pattern| pattern.key).next()),
        ("propertyNames", schema.property_names.map(place)),
        ("dependentRequired", names.flatten().map(|name| name.span).next()),
        ("dependentSchemas", schema.dependent_schemas.values().copied().map(place).next()),
        ("unevaluatedItems", schema.unevaluated_items.map(place)),
        ("unevaluatedProperties", schema.unevaluated_properties.map(place)),
    ];
    found.into_iter().filter_map(|(keyword, place)| Some((keyword, place?))).collect()
}
