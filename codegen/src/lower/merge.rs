//! What stands beside the arms of a union, merged into each: a union of whole objects, where these are told apart at
//! once.
//!
//! `{properties: …, oneOf: [A, B]}` says the same of a value as `oneOf` of `allOf` of the members and `A`, and of the
//! members and `B`. As a struct it would have the members alone, and the arms be rules that a value is held to.

use std::collections::{HashMap, HashSet};

use crate::normalise::{Discriminator, Schema, SchemaId, Schemas, Types};

use super::{View, literals, tags, unions};

/// So many arms are made in a document: a union that is taken in again and again would make as many each time.
const MOST_ARMS: usize = 4096;

/// The unions with members beside their arms.
#[derive(Debug, Default)]
pub struct Merged {
    /// The arms, each with what stands beside them, by the view of the whole.
    unions: HashMap<View, Whole>,
    /// The schemas that are such unions.
    wholes: HashSet<SchemaId>,
    /// The schema of an arm as the document has it, by that of the merged one.
    own: HashMap<SchemaId, SchemaId>,
    /// The schemas of the members that stand beside arms.
    beside: HashSet<SchemaId>,
}

/// A union with what stands beside its arms.
#[derive(Debug)]
struct Whole {
    /// The schema that has `oneOf` or `anyOf`.
    union: SchemaId,
    arms: Vec<SchemaId>,
}

impl Merged {
    /// The schema with the union that a view is, and its arms, each with what stands beside them.
    pub fn find(&self, view: &View) -> Option<(SchemaId, &[SchemaId])> {
        let whole = self.unions.get(view)?;
        Some((whole.union, &whole.arms))
    }

    /// Whether a schema is a union with members beside its arms.
    pub fn is_whole(&self, schema: SchemaId) -> bool {
        self.wholes.contains(&schema)
    }

    /// The arm as the document has it.
    pub fn own(&self, arm: SchemaId) -> SchemaId {
        self.own.get(&arm).copied().unwrap_or(arm)
    }

    /// Whether a member stands beside arms, and so in each of them.
    pub fn is_beside(&self, member: SchemaId) -> bool {
        self.beside.contains(&member)
    }
}

/// Merges what stands beside arms into them, in schemas of their own: those of the document stay as they are.
pub fn merge(schemas: &mut Schemas, exact_types: bool) -> Merged {
    let mut merged = Merged::default();
    for index in 0..schemas.arena.len() {
        let whole = SchemaId(index as u32);
        let view = View::of(schemas, &[whole]);
        if merged.unions.contains_key(&view) {
            merged.wholes.insert(whole);
        } else if let Some(union) = union_within(schemas, &view, exact_types)
            && merged.own.len() < MOST_ARMS
        {
            add(schemas, &mut merged, whole, union, &view, exact_types);
        }
    }
    merged
}

/// The one schema of a view that lists arms, all of them objects, beside which something makes a type of objects.
fn union_within(schemas: &Schemas, view: &View, exact_types: bool) -> Option<SchemaId> {
    let mut unions = view.ids().iter().filter(|&&id| !listed(schemas.get(id)).is_empty());
    let union = *unions.next().filter(|_| unions.next().is_none())?;
    let schema = schemas.get(union);
    let arms = listed(schema);
    let is_object = |&arm: &SchemaId| unions::kinds_of(schemas, arm, exact_types) == Some(Types::OBJECT);
    let evaluates = |part: &Schema| part.unevaluated_properties.is_some() || part.unevaluated_items.is_some();
    let is_apart = |&arm: &SchemaId| {
        let of_arm = View::of(schemas, &[arm]);
        view.ids().iter().all(|id| !of_arm.ids().contains(id)) && !of_arm.parts(schemas).any(evaluates)
    };
    let has_members = !view.members(schemas).is_empty();
    let is_union = arms.len() > 1
        && (schema.one_of.is_empty() || schema.any_of.is_empty())
        && (view.ids().len() > 1 || unions::makes_a_type(schema))
        && has_members
        && view.types(schemas, exact_types) == Some(Types::OBJECT)
        && literals::values(schemas, view).is_none()
        && !view.parts(schemas).any(evaluates)
        && arms.iter().all(is_object)
        && arms.iter().all(is_apart);
    is_union.then_some(union)
}

fn listed(schema: &Schema) -> &[SchemaId] {
    if schema.one_of.is_empty() { &schema.any_of } else { &schema.one_of }
}

/// Adds the arms of a union with what stands beside them, where they are told apart at once.
fn add(schemas: &mut Schemas, merged: &mut Merged, whole: SchemaId, union: SchemaId, view: &View, exact_types: bool) {
    let before = schemas.arena.len();
    let parts: Vec<SchemaId> = view.ids().iter().map(|&id| part(schemas, id)).collect();
    let own = listed(schemas.get(union)).to_vec();
    let arms: Vec<SchemaId> = own.iter().map(|&arm| with_parts(schemas, arm, &parts)).collect();
    merged.own.extend(arms.iter().copied().zip(own.iter().copied()));
    if !are_told_apart(schemas, &arms, merged, schemas.get(union).discriminator.as_ref(), exact_types) {
        merged.own.retain(|merged, _| !arms.contains(merged));
        schemas.forget(before);
        return;
    }
    // An arm of the union alone stands at its place with what is beside it.
    let stands = |&(_, &arm): &(&SchemaId, &SchemaId)| whole == union && schemas.get(arm).reference.is_none();
    let standing: Vec<_> = arms.iter().zip(&own).filter(stands).map(|(&merged, &arm)| (merged, arm)).collect();
    for (merged, arm) in standing {
        schemas.stand_in(merged, arm);
    }
    let members = view.parts(schemas).flat_map(|part| part.properties.values()).map(|property| property.schema);
    merged.beside.extend(members);
    merged.wholes.insert(whole);
    merged.unions.insert(view.clone(), Whole { union, arms });
}

/// What a schema says by itself, but for its arms.
fn part(schemas: &mut Schemas, id: SchemaId) -> SchemaId {
    let schema = schemas.get(id);
    if schema.reference.is_none() && schema.all_of.is_empty() && listed(schema).is_empty() {
        return id;
    }
    let part = Schema {
        reference: None,
        all_of: Vec::new(),
        one_of: Vec::new(),
        any_of: Vec::new(),
        discriminator: None,
        rust_name: None,
        // These are noted of the whole.
        unknown: Vec::new(),
        ..schema.clone()
    };
    schemas.copy(id, part)
}

/// An arm and what stands beside it, described as the arm is.
fn with_parts(schemas: &mut Schemas, arm: SchemaId, parts: &[SchemaId]) -> SchemaId {
    let own = schemas.get(arm);
    let lead = own.reference.as_ref().map_or(own, |reference| schemas.get(reference.value));
    let both = Schema {
        span: own.span,
        pointer: own.pointer.clone(),
        all_of: parts.iter().copied().chain([arm]).collect(),
        title: own.title.clone(),
        description: own.description.clone().or_else(|| lead.description.clone()).or_else(|| lead.title.clone()),
        deprecated: own.deprecated || lead.deprecated,
        examples: own.examples.clone(),
        rust_name: own.rust_name.clone(),
        ..Schema::default()
    };
    schemas.copy(arm, both)
}

fn are_told_apart(
    schemas: &Schemas,
    arms: &[SchemaId],
    merged: &Merged,
    discriminator: Option<&Discriminator>,
    exact_types: bool,
) -> bool {
    tags::rung(schemas, arms, merged, discriminator, exact_types).is_some()
        || tags::literal_rung(schemas, arms, discriminator, exact_types).is_some()
        || unions::by_member(schemas, arms, exact_types).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::schemas;

    const ARMS: &str = "
Cat: {type: object, required: [t], properties: {t: {const: cat}}}
Dog: {type: object, required: [t], properties: {t: {const: dog}}}
Eel: {type: object, properties: {t: {type: string}}}
Text: {type: string}
";

    /// Whether a schema with these keywords and arms has its members in each arm; nothing is left behind where not.
    fn is_merged(beside: &str, arms: &[&str]) -> bool {
        let arms: Vec<String> = arms.iter().map(|name| format!("{{$ref: '#/components/schemas/{name}'}}")).collect();
        let mut schemas = schemas(&format!("{ARMS}Pet: {{{beside}oneOf: [{}]}}", arms.join(", ")));
        let before = schemas.arena.len();
        let pet = schemas.named("Pet");
        let merged = merge(&mut schemas, false);
        let is_whole = merged.is_whole(pet);
        assert_eq!(is_whole, schemas.arena.len() > before, "{beside}");
        is_whole
    }

    #[test]
    fn members_go_into_arms_that_are_told_apart() {
        const MEMBERS: &str = "type: object, properties: {a: {type: string}}, ";
        assert!(is_merged(MEMBERS, &["Cat", "Dog"]));
        assert!(is_merged("allOf: [{type: object, properties: {a: {}}}], ", &["Cat", "Dog"]));
        // By the values of the member beside them, which the discriminator maps.
        let declared =
            "discriminator: {propertyName: k}, type: object, required: [k], properties: {k: {type: string}}, ";
        assert!(is_merged(declared, &["Cat", "Eel"]));
        for (beside, arms) in [
            // Nothing is beside them, or nothing that makes a type.
            ("", &["Cat", "Dog"][..]),
            ("type: object, ", &["Cat", "Dog"]),
            // Nothing tells them apart, or they are no objects.
            (MEMBERS, &["Cat", "Eel"]),
            (MEMBERS, &["Cat", "Text"]),
            (MEMBERS, &["Cat"]),
            // What is beside them refuses the tag.
            ("type: object, properties: {a: {}}, additionalProperties: false, ", &["Cat", "Dog"]),
            // What is evaluated by arms matters, or there are two lists.
            ("type: object, properties: {a: {}}, unevaluatedProperties: false, ", &["Cat", "Dog"]),
            ("type: object, properties: {a: {}}, anyOf: [{minProperties: 1}, {maxProperties: 3}], ", &["Cat", "Dog"]),
            ("type: [object, 'null'], properties: {a: {}}, ", &["Cat", "Dog"]),
        ] {
            assert!(!is_merged(beside, arms), "{beside} {arms:?}");
        }
    }

    #[test]
    fn an_inline_arm_stands_at_its_place_with_what_is_beside() {
        let arms = "[{type: object, required: [b], properties: {b: {}}}, {type: object, required: [c]}]";
        let mut schemas = schemas(&format!("A: {{type: object, properties: {{a: {{}}}}, anyOf: {arms}}}"));
        let listed = schemas.get(schemas.named("A")).any_of.clone();
        let merged = merge(&mut schemas, false);
        let at = schemas.at("#/components/schemas/A/anyOf/1").unwrap();
        assert_eq!(merged.own(at), listed[1]);
        assert_eq!(View::of(&schemas, &[at]).members(&schemas).keys().collect::<Vec<_>>(), ["a", "c"]);
    }

    #[test]
    fn what_is_made_is_bounded() {
        let union = |index: usize| {
            let arms: Vec<_> = (0..100).map(|arm| format!("{{type: object, required: [m{arm}]}}")).collect();
            format!("C{index}: {{type: object, properties: {{a: {{}}}}, oneOf: [{}]}}\n", arms.join(", "))
        };
        let mut schemas = schemas(&(0..60).map(union).collect::<String>());
        let merged = merge(&mut schemas, false);
        assert_eq!(merged.wholes.len(), MOST_ARMS.div_ceil(100));
    }
}
