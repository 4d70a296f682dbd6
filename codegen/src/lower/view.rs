//! A view: the schemas that all apply to one value, with `$ref` and `allOf` followed.
//!
//! `allOf` and the siblings of `$ref` mean the same: every schema applies. A view is the list of those that say
//! something of their own, so that each decision is taken over all of them at once.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::normalise::{Keyword, Located, Schema, SchemaId, Schemas, Types};

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

    /// The view of one schema by itself: what it refers to is not followed.
    pub fn only(id: SchemaId) -> Self {
        Self(vec![id])
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

    /// The JSON types that the view allows, where it says; by its keywords, or by what its values are. Where nothing does,
    /// members mean an object, unless types are exact.
    pub fn types(&self, schemas: &Schemas, exact_types: bool) -> Option<Types> {
        let has_members = |part: &Schema| !part.properties.is_empty() && !part.untyped;
        let guessed = || !exact_types && self.parts(schemas).any(has_members);
        let said = self.parts(schemas).filter_map(own_types).reduce(intersect);
        said.or_else(|| guessed().then_some(Types::OBJECT))
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
        for closure in self.closures(schemas) {
            for (name, member) in &mut members {
                if !closure.known.contains(name.as_str()) {
                    member.schemas.push(closure.schema);
                }
            }
        }
        members
    }

    /// The schemas that members without a name of their own must satisfy.
    pub fn additional(&self, schemas: &Schemas) -> Vec<SchemaId> {
        self.closures(schemas).iter().map(|closure| closure.schema).collect()
    }

    /// What schemas say of the members that they do not know, where that is decided by names alone.
    fn closures<'a>(&self, schemas: &'a Schemas) -> Vec<Closure<'a>> {
        let mut closures = Vec::new();
        for &id in &self.0 {
            let part = schemas.get(id);
            if let Some(schema) = part.additional_properties
                && part.pattern_properties.is_empty()
            {
                closures.push(Closure { known: part.properties.keys().map(String::as_str).collect(), schema });
            }
            if let (Some(schema), Some(Evaluated::Names(known))) = (part.unevaluated_properties, evaluated(schemas, id))
            {
                closures.push(Closure { known, schema });
            }
        }
        closures
    }

    /// Whether `unevaluatedProperties` of one of the schemas is decided by names alone.
    pub fn is_closed_by(&self, schemas: &Schemas, id: SchemaId) -> bool {
        evaluated(schemas, id).is_some()
    }

    /// Whether no schema before this one says what it says of a keyword, where it has it.
    pub fn is_first<'a, T: PartialEq + 'a>(
        &self,
        schemas: &'a Schemas,
        id: SchemaId,
        read: impl Fn(&'a Schema) -> Option<&'a Located<T>>,
    ) -> bool {
        let value = |id: SchemaId| read(schemas.get(id)).map(|found| &found.value);
        let first = self.0.iter().find_map(|&id| value(id));
        value(id).is_none_or(|own| first == Some(own))
    }

    /// The schema that members without a name of their own must satisfy by their names' pattern, where that is one.
    pub fn by_pattern(&self, schemas: &Schemas) -> Option<SchemaId> {
        let mut parts = self.parts(schemas).filter(|part| !part.pattern_properties.is_empty());
        let part = parts.next().filter(|_| parts.next().is_none())?;
        let is_closed = part.additional_properties.is_some_and(|id| schemas.get(id).boolean == Some(false));
        let mut patterns = part.pattern_properties.values();
        let pattern = patterns.next().filter(|_| is_closed && patterns.next().is_none())?;
        Some(pattern.schema)
    }

    /// Whether members are known by patterns of their names.
    pub fn has_patterns(&self, schemas: &Schemas) -> bool {
        self.parts(schemas).any(|part| !part.pattern_properties.is_empty())
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

/// What a schema says of the members that it does not know.
struct Closure<'a> {
    known: HashSet<&'a str>,
    schema: SchemaId,
}

/// The members that a schema evaluates, `unevaluatedProperties` of its own left aside.
enum Evaluated<'a> {
    All,
    Names(HashSet<&'a str>),
}

/// The members that a schema evaluates, where no condition and no pattern decides on it. Of schemas that each take in the
/// next one, most end this at the first.
fn evaluated(schemas: &Schemas, id: SchemaId) -> Option<Evaluated<'_>> {
    let (mut names, mut all) = (HashSet::new(), false);
    let (mut open, mut seen) = (vec![id], HashSet::new());
    while let Some(part_id) = open.pop() {
        if !seen.insert(part_id) {
            continue;
        }
        let part = schemas.get(part_id);
        let depends = !part.any_of.is_empty()
            || !part.one_of.is_empty()
            || part.if_.is_some()
            || !part.dependent_schemas.is_empty()
            || !part.pattern_properties.is_empty()
            || (part.unevaluated_properties.is_some() && part_id != id);
        if depends {
            return None;
        }
        all |= part.additional_properties.is_some();
        names.extend(part.properties.keys().map(String::as_str));
        open.extend(part.reference.iter().map(|reference| reference.value).chain(part.all_of.iter().copied()));
    }
    Some(if all { Evaluated::All } else { Evaluated::Names(names) })
}

impl Declared {
    const fn unknown() -> Self {
        Self { schemas: Vec::new(), required: false }
    }
}

/// Counts beyond four billion can't be reached by a text of less than 4 GiB.
pub fn clamp(count: u64) -> u32 {
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
    if says_something(schema) {
        parts.push(id);
    }
}

/// Whether a schema has a keyword that is neither `$ref` nor `allOf` nor an annotation.
pub fn says_something(schema: &Schema) -> bool {
    schema.boolean == Some(false) || schema.format.is_some() || Keyword::ALL.iter().any(|keyword| keyword.is_in(schema))
}

/// The JSON types of a schema by itself.
fn own_types(schema: &Schema) -> Option<Types> {
    let declared = schema.types.as_ref().map(|types| types.value);
    let values = schema.constant.iter().chain(schema.enumeration.iter().flat_map(|values| &values.value));
    let of_values = values.map(super::literals::type_of).reduce(Types::with);
    let types = match (declared, of_values) {
        (Some(declared), Some(values)) => Some(intersect(declared, values)),
        (types, None) | (None, types) => types,
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
