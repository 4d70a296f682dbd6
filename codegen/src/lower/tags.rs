//! Which member tells the arms of a union apart: the first pass, for a struct must know which constants are no fields.

use std::collections::HashMap;

use crate::normalise::{Discriminator, SchemaId, Schemas, Types};

use super::{View, literals, shape::lead, unions};

/// The tags of structs that are arms of unions, by the schema of the struct.
#[derive(Debug, Default)]
pub struct Tags(HashMap<SchemaId, Option<Tag>>);

/// The member of an arm that selects it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The member's name.
    pub member: String,
    /// The constant that it has.
    pub value: String,
}

/// How a member tells the arms of a union apart.
#[derive(Debug)]
pub struct Rung {
    /// The member's name.
    pub member: String,
    /// Whether the document has a `discriminator`.
    pub declared: bool,
    /// The values of the member that select each arm.
    pub selectors: Vec<Vec<String>>,
    /// Whether each selector is a constant of its arm because the discriminator says so, of several that the arm lists.
    pub narrowed: bool,
}

impl Tags {
    /// The tag of a struct, where it has one.
    pub fn get(&self, schema: SchemaId) -> Option<&Tag> {
        self.0.get(&schema)?.as_ref()
    }

    /// Whether the tag of a struct is no constant of the schema itself, but of the discriminator that maps it.
    pub fn is_given(&self, schemas: &Schemas, schema: SchemaId) -> bool {
        let tag = self.get(schema);
        tag.is_some_and(|tag| required_strings(schemas, schema, &tag.member) != [tag.value.as_str()])
    }

    /// Notes a tag; a struct that two unions select by different tags has none.
    fn note(&mut self, schema: SchemaId, tag: Tag) {
        let known = self.0.entry(schema).or_insert_with(|| Some(tag.clone()));
        if known.as_ref() != Some(&tag) {
            *known = None;
        }
    }
}

/// Finds the tags of all arms.
pub fn find(schemas: &Schemas, exact_types: bool) -> Tags {
    let mut tags = Tags::default();
    for index in 0..schemas.arena.len() {
        let schema = SchemaId(index as u32);
        let declared = schemas.get(schema);
        if declared.one_of.is_empty() && declared.any_of.is_empty() {
            continue;
        }
        let Some(arms) = unions::arms(schemas, &View::of(schemas, &[schema]), exact_types) else {
            continue;
        };
        let Some(rung) = rung(schemas, &arms.ids, arms.discriminator, exact_types) else {
            continue;
        };
        for (&arm, selectors) in arms.ids.iter().zip(&rung.selectors) {
            if let [value] = selectors.as_slice()
                && (rung.narrowed || is_constant(schemas, arm, &rung.member))
            {
                tags.note(lead(schemas, arm), Tag { member: rung.member.clone(), value: value.clone() });
            }
        }
    }
    tags
}

/// The member that tells arms apart: the declared discriminator, or else the first constant that all of them require.
pub fn rung(
    schemas: &Schemas,
    arms: &[SchemaId],
    discriminator: Option<&Discriminator>,
    exact_types: bool,
) -> Option<Rung> {
    let is_object = |&arm: &SchemaId| unions::kinds_of(schemas, arm, exact_types) == Some(Types::OBJECT);
    if arms.len() < 2 || !arms.iter().all(is_object) {
        return None;
    }
    if let Some(discriminator) = discriminator {
        let member = discriminator.property.value.as_str();
        let select = |&arm: &SchemaId| declared_selectors(schemas, arm, member, discriminator);
        if let Some(selectors) = distinct(arms.iter().map(select).collect()) {
            return Some(Rung { member: member.to_owned(), declared: true, selectors, narrowed: false });
        }
        // All arms may list all tags, as children of one parent do.
        let select = |&arm: &SchemaId| narrowed_selectors(schemas, arm, member, discriminator);
        if let Some(selectors) = distinct(arms.iter().map(select).collect()) {
            return Some(Rung { member: member.to_owned(), declared: true, selectors, narrowed: true });
        }
    }
    let first = View::of(schemas, &[*arms.first()?]).members(schemas);
    first.keys().find_map(|member| {
        let selectors = distinct(arms.iter().map(|&arm| required_strings(schemas, arm, member)).collect())?;
        Some(Rung { member: member.clone(), declared: false, selectors, narrowed: false })
    })
}

/// The selectors of all arms, where each has some and no two share one.
fn distinct(selectors: Vec<Vec<String>>) -> Option<Vec<Vec<String>>> {
    let mut seen = std::collections::HashSet::new();
    let all = selectors.iter().all(|arm| !arm.is_empty() && arm.iter().all(|selector| seen.insert(selector.clone())));
    all.then_some(selectors)
}

/// What selects an arm by a discriminator: the constant that its member has, or else what maps to it.
fn declared_selectors(schemas: &Schemas, arm: SchemaId, member: &str, discriminator: &Discriminator) -> Vec<String> {
    let constants = required_strings(schemas, arm, member);
    if !constants.is_empty() {
        return constants;
    }
    mapped(schemas, arm, discriminator).cloned().collect()
}

/// What maps to an arm, of the values that its member lists.
fn narrowed_selectors(schemas: &Schemas, arm: SchemaId, member: &str, discriminator: &Discriminator) -> Vec<String> {
    let listed = required_strings(schemas, arm, member);
    mapped(schemas, arm, discriminator).filter(|name| listed.contains(name)).cloned().collect()
}

/// What maps to an arm.
fn mapped<'a>(schemas: &Schemas, arm: SchemaId, discriminator: &'a Discriminator) -> impl Iterator<Item = &'a String> {
    let target = lead(schemas, arm);
    let maps = discriminator.mapping.iter().filter(move |(_, mapped)| lead(schemas, mapped.value) == target);
    maps.map(|(name, _)| name)
}

/// The strings that a required member of an arm may be, where it lists them.
fn required_strings(schemas: &Schemas, arm: SchemaId, member: &str) -> Vec<String> {
    let members = View::of(schemas, &[arm]).members(schemas);
    let Some(declared) = members.get(member).filter(|declared| declared.required) else {
        return Vec::new();
    };
    let view = View::of(schemas, &declared.schemas);
    let strings = literals::strings(schemas, &view).unwrap_or_default();
    strings.into_iter().map(str::to_owned).collect()
}

/// Whether a required member of an arm is a constant: by itself, or because a discriminator maps one value to the arm.
fn is_constant(schemas: &Schemas, arm: SchemaId, member: &str) -> bool {
    let members = View::of(schemas, &[arm]).members(schemas);
    let Some(declared) = members.get(member).filter(|declared| declared.required) else {
        return false;
    };
    let view = View::of(schemas, &declared.schemas);
    match literals::strings(schemas, &view) {
        Some(strings) => strings.len() == 1,
        None => view.types(schemas, true) == Some(Types::STRING),
    }
}
