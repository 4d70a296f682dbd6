//! JSON Schema 2020-12 as data: every version of OpenAPI lifted into one meaning, references resolved to ids.
//!
//! After this point there is no `nullable`, no boolean `exclusiveMinimum`, no `example`: a 3.0 document and a 3.1
//! document that mean the same are the same here.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use crate::{
    document::Loss,
    source::{Location, Node, Span},
};

/// Which of [`Schemas::arena`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(pub u32);

/// Every schema of a document, and the named ones among them.
#[derive(Debug, Default)]
pub struct Schemas {
    /// Every schema, in the order in which the document declares them.
    pub arena: Vec<Schema>,
    /// The schemas that have a name, and their names: `components/schemas`, in declared order, and then what these refer to
    /// in other files. Two files may have the same name for different schemas.
    pub components: IndexMap<SchemaId, String>,
    /// What of the schemas can't be read.
    pub losses: Vec<Loss>,
    /// The schemas that accept what the document's refuse, for something of them can't be read.
    pub(super) lenient: HashSet<SchemaId>,
    /// Every place that was read as a schema.
    pub(super) places: HashMap<Location, SchemaId>,
    /// For the schemas that were read of a place once more, the one that was first.
    pub(super) originals: HashMap<SchemaId, SchemaId>,
}

impl Schemas {
    /// The schema of an id.
    pub fn get(&self, id: SchemaId) -> &Schema {
        // Ids are handed out by `normalise` alone, for schemas that are there.
        &self.arena[id.0 as usize]
    }

    /// The schema of a place, by its text in whichever form; `None` where none was read there. Where there are several,
    /// it is the one that was read where the document declares it.
    pub fn at(&self, place: &str) -> Option<SchemaId> {
        self.of(&Location::parse(place).ok()?)
    }

    /// The schema of a place.
    pub fn of(&self, place: &Location) -> Option<SchemaId> {
        self.places.get(place).copied()
    }

    /// The first schema of a name.
    #[cfg(test)]
    pub(crate) fn named(&self, name: &str) -> SchemaId {
        let found = self.components.iter().find(|(_, known)| *known == name);
        found.map(|(id, _)| *id).unwrap()
    }

    /// The schema that stands at the same place and is found by its pointer: another one where a `$dynamicRef` leads
    /// elsewhere on different ways to the place, so that there is a schema for each way.
    pub fn original(&self, id: SchemaId) -> SchemaId {
        self.originals.get(&id).copied().unwrap_or(id)
    }

    /// Adds a schema that was made of another one, of whose place it is.
    pub fn copy(&mut self, of: SchemaId, schema: Schema) -> SchemaId {
        let id = SchemaId(u32::try_from(self.arena.len()).unwrap_or(u32::MAX));
        self.arena.push(schema);
        self.originals.insert(id, self.original(of));
        id
    }

    /// Takes the last schemas away again, which nothing refers to: those from an index on.
    pub fn forget(&mut self, from: usize) {
        self.arena.truncate(from);
        self.originals.retain(|id, _| (id.0 as usize) < from);
    }

    /// Puts a copy in the place of what it was made of.
    pub fn stand_in(&mut self, copy: SchemaId, of: SchemaId) {
        if let Ok(place) = Location::parse(&self.get(of).pointer)
            && self.places.get(&place) == Some(&of)
        {
            self.places.insert(place, copy);
            self.originals.remove(&copy);
            self.originals.insert(of, copy);
        }
    }

    /// The schema of an id, to be filled in.
    pub(super) fn get_mut(&mut self, id: SchemaId) -> &mut Schema {
        // As above.
        &mut self.arena[id.0 as usize]
    }
}

/// A value, and the place in the document that says it.
#[derive(Debug, Clone, PartialEq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// The place.
    pub span: Span,
}

/// One schema.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// The place of the whole schema.
    pub span: Span,
    /// Its JSON Pointer as a URI fragment: `#/components/schemas/Skill`.
    pub pointer: String,
    /// `true` or `false` in place of a schema.
    pub boolean: Option<bool>,
    /// `$ref`, or `$dynamicRef` where that stands alone; what stands beside it applies as well.
    pub reference: Option<Located<SchemaId>>,
    /// `type`
    pub types: Option<Located<Types>>,
    /// Whether no type may be guessed from its other keywords.
    pub untyped: bool,
    /// `const`
    pub constant: Option<Node>,
    /// `enum`
    pub enumeration: Option<Located<Vec<Node>>>,

    /// `minimum`, as JSON text.
    pub minimum: Option<Located<String>>,
    /// `maximum`, as JSON text.
    pub maximum: Option<Located<String>>,
    /// `exclusiveMinimum`, as JSON text.
    pub exclusive_minimum: Option<Located<String>>,
    /// `exclusiveMaximum`, as JSON text.
    pub exclusive_maximum: Option<Located<String>>,
    /// `multipleOf`, as JSON text.
    pub multiple_of: Option<Located<String>>,

    /// `minLength`
    pub min_length: Option<Located<u64>>,
    /// `maxLength`
    pub max_length: Option<Located<u64>>,
    /// `pattern`
    pub pattern: Option<Located<String>>,
    /// `format`
    pub format: Option<Located<String>>,
    /// `contentEncoding`
    pub content_encoding: Option<Located<String>>,
    /// `contentMediaType`
    pub content_media_type: Option<Located<String>>,

    /// `items`
    pub items: Option<SchemaId>,
    /// `prefixItems`
    pub prefix_items: Vec<SchemaId>,
    /// `contains`
    pub contains: Option<SchemaId>,
    /// `minContains`
    pub min_contains: Option<Located<u64>>,
    /// `maxContains`
    pub max_contains: Option<Located<u64>>,
    /// `minItems`
    pub min_items: Option<Located<u64>>,
    /// `maxItems`
    pub max_items: Option<Located<u64>>,
    /// `uniqueItems`
    pub unique_items: bool,

    /// `properties`, in declared order.
    pub properties: IndexMap<String, Property>,
    /// `required`
    pub required: Vec<Located<String>>,
    /// `additionalProperties`
    pub additional_properties: Option<SchemaId>,
    /// `patternProperties`
    pub pattern_properties: IndexMap<String, Property>,
    /// `propertyNames`
    pub property_names: Option<SchemaId>,
    /// `minProperties`
    pub min_properties: Option<Located<u64>>,
    /// `maxProperties`
    pub max_properties: Option<Located<u64>>,
    /// `dependentRequired`
    pub dependent_required: IndexMap<String, Vec<Located<String>>>,
    /// `dependentSchemas`
    pub dependent_schemas: IndexMap<String, SchemaId>,

    /// `allOf`
    pub all_of: Vec<SchemaId>,
    /// `anyOf`
    pub any_of: Vec<SchemaId>,
    /// `oneOf`
    pub one_of: Vec<SchemaId>,
    /// `not`
    pub not: Option<SchemaId>,
    /// `if`
    pub if_: Option<SchemaId>,
    /// `then`
    pub then: Option<SchemaId>,
    /// `else`
    pub else_: Option<SchemaId>,
    /// `unevaluatedItems`
    pub unevaluated_items: Option<SchemaId>,
    /// `unevaluatedProperties`
    pub unevaluated_properties: Option<SchemaId>,
    /// `discriminator`
    pub discriminator: Option<Discriminator>,

    /// `title`
    pub title: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `default`
    pub default: Option<Node>,
    /// `examples` (and `example`)
    pub examples: Vec<Node>,
    /// `deprecated`
    pub deprecated: bool,
    /// `readOnly`
    pub read_only: bool,
    /// `writeOnly`
    pub write_only: bool,
    /// `x-rust-name`
    pub rust_name: Option<Located<String>>,
    /// `x-rust-type`, as it stands there: what it says is for later stages to find out.
    pub rust_type: Option<Node>,
    /// `x-enum-varnames`
    pub variant_names: Vec<Located<String>>,
    /// `x-enum-descriptions`
    pub variant_descriptions: Vec<String>,
    /// Keywords that are not known, and those that no later stage reads: name and place.
    pub unknown: Vec<Located<String>>,
}

impl Schema {
    /// Every schema that this one applies, to the same value or to a part of it; what it refers to included.
    pub fn applied(&self) -> Vec<SchemaId> {
        let lists = [&self.all_of, &self.any_of, &self.one_of, &self.prefix_items];
        let single = [
            self.reference.as_ref().map(|reference| reference.value),
            self.not,
            self.if_,
            self.then,
            self.else_,
            self.items,
            self.contains,
            self.additional_properties,
            self.property_names,
            self.unevaluated_items,
            self.unevaluated_properties,
        ];
        let members = self.properties.values().chain(self.pattern_properties.values()).map(|property| property.schema);
        let lists = lists.into_iter().flatten().copied();
        lists
            .chain(single.into_iter().flatten())
            .chain(members)
            .chain(self.dependent_schemas.values().copied())
            .collect()
    }
}

/// One of `properties`.
#[derive(Debug, Clone, Copy)]
pub struct Property {
    /// The place of the name.
    pub key: Span,
    /// Its schema.
    pub schema: SchemaId,
}

/// `discriminator`
#[derive(Debug, Clone)]
pub struct Discriminator {
    /// The place of the whole object.
    pub span: Span,
    /// `propertyName`
    pub property: Located<String>,
    /// `mapping`: from a tag's value to the schema that it means; what maps to nothing was reported and is left out.
    pub mapping: IndexMap<String, Located<SchemaId>>,
}

/// A set of JSON types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Types(pub u8);

impl Types {
    /// `null`
    pub const NULL: Self = Self(1);
    /// `boolean`
    pub const BOOLEAN: Self = Self(2);
    /// `integer`
    pub const INTEGER: Self = Self(4);
    /// `number`, integers included.
    pub const NUMBER: Self = Self(8);
    /// `string`
    pub const STRING: Self = Self(16);
    /// `array`
    pub const ARRAY: Self = Self(32);
    /// `object`
    pub const OBJECT: Self = Self(64);

    /// Whether every type of the other set is in this one.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This set without the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}
