//! The tag beside the arms of a union: members beside arms make a struct of a schema, and many documents have the tag
//! there, though each arm has it too.

use crate::normalise::{
    Located, Schema, SchemaId, Schemas, Types,
    hierarchy::{applied, closure, listed},
};

/// Takes from beside the arms of each union what its discriminator and its arms say as well.
pub fn absorb_tags(schemas: &mut Schemas) {
    for index in 0..schemas.arena.len() {
        let id = SchemaId(u32::try_from(index).unwrap_or(u32::MAX));
        if repeats_tag(schemas, id) {
            let schema = schemas.get_mut(id);
            schema.properties.clear();
            schema.required.clear();
        }
    }
}

/// Whether the members beside the arms of a union are nothing but its tag, of which every arm says as much or more.
fn repeats_tag(schemas: &Schemas, id: SchemaId) -> bool {
    let schema = schemas.get(id);
    let Some(tag) = schema.discriminator.as_ref().map(|discriminator| discriminator.property.value.as_str()) else {
        return false;
    };
    let of_tag = schema.properties.keys().chain(schema.required.iter().map(|name| &name.value)).all(|name| name == tag);
    let has_more = applied(schema).next().is_some() || schema.additional_properties.is_some();
    if !of_tag || has_more || schema.properties.is_empty() && schema.required.is_empty() {
        return false;
    }
    let own = schema.properties.get(tag).map(|property| closure(schemas, property.schema));
    if !own.iter().flatten().all(|&part| only_lists(schemas.get(part))) {
        return false;
    }
    let values = listed(schemas, id, tag);
    let arms: Vec<SchemaId> = schema.one_of.iter().chain(&schema.any_of).copied().collect();
    let says_it = |arm: SchemaId| {
        let parts = closure(schemas, arm);
        let parts: Vec<&Schema> = parts.into_iter().map(|part| schemas.get(part)).collect();
        let is_required = parts.iter().any(|part| part.required.iter().any(|name| name.value == tag));
        let members = parts.iter().filter_map(|part| part.properties.get(tag));
        let mut types = members.flat_map(|member| closure(schemas, member.schema));
        let is_text = types.any(|part| schemas.get(part).types.as_ref().is_some_and(|it| it.value == Types::STRING));
        let of_arm = listed(schemas, arm, tag);
        let is_within = values.as_ref().is_none_or(|all| of_arm.as_ref().is_some_and(|own| own.is_subset(all)));
        is_required && (is_text || of_arm.is_some()) && is_within
    };
    arms.len() > 1 && arms.into_iter().all(|arm| is_null(schemas.get(arm)) || says_it(arm))
}

/// Whether a schema is `null` alone, of which members say nothing.
fn is_null(schema: &Schema) -> bool {
    schema.types.as_ref().is_some_and(|types| types.value == Types::NULL)
}

/// Whether a schema of a string says no more than which strings there are.
fn only_lists(schema: &Schema) -> bool {
    let texts = [&schema.pattern, &schema.format, &schema.content_encoding, &schema.content_media_type];
    let arms = schema.one_of.len() + schema.any_of.len();
    let is_text = |types: &Located<Types>| types.value.contains(Types::STRING);
    schema.types.as_ref().is_none_or(is_text)
        && schema.boolean.is_none()
        && texts.iter().all(|text| text.is_none())
        && schema.min_length.is_none()
        && schema.max_length.is_none()
        && schema.not.is_none()
        && schema.if_.is_none()
        && arms == 0
}

#[cfg(test)]
mod tests {
    use crate::normalise::testing::{render, schemas};

    const ARMS: &str = "
Cat: {type: object, required: [t], properties: {t: {type: string}}}
Dog: {type: object, required: [t], properties: {t: {const: dog}}}
Eel: {type: object, properties: {t: {const: eel}}}";

    /// Whether a union is left with its arms alone.
    fn is_bare(beside: &str, arms: &[&str]) -> bool {
        let arm = |name: &&str| match *name {
            "null" => "{type: 'null'}".to_owned(),
            name => format!("{{$ref: '#/components/schemas/{name}'}}"),
        };
        let arms: Vec<String> = arms.iter().map(arm).collect();
        let union = format!(
            "{ARMS}\nPet: {{type: object, {beside}, discriminator: {{propertyName: t}}, oneOf: [{}]}}",
            arms.join(", ")
        );
        let schemas = schemas(&union);
        let became = render(&schemas, schemas.named("Pet"));
        !became.contains("required: ") && !became.contains("properties: ")
    }

    #[test]
    fn a_tag_that_every_arm_has_falls_away() {
        assert!(is_bare("required: [t]", &["Cat", "Dog"]));
        assert!(is_bare("required: [t]", &["Cat", "Dog", "null"]));
        assert!(is_bare("properties: {t: {type: string, description: d}}", &["Cat", "Dog"]));
        assert!(is_bare("required: [t], properties: {t: {type: string, enum: [dog, cow]}}", &["Dog", "Dog"]));
    }

    #[test]
    fn what_says_more_than_the_arms_stays() {
        assert!(!is_bare("required: [t]", &["Dog", "Eel"]));
        assert!(!is_bare("required: [t]", &["Cat"]));
        assert!(!is_bare("properties: {t: {type: string, enum: [dog]}}", &["Cat", "Dog"]));
        assert!(!is_bare("properties: {t: {enum: [cow]}}", &["Dog", "Dog"]));
        assert!(!is_bare("properties: {t: {type: string, minLength: 1}}", &["Cat", "Dog"]));
        assert!(!is_bare("properties: {t: {type: integer}}", &["Cat", "Dog"]));
        assert!(!is_bare("properties: {t: {type: string}, u: {}}", &["Cat", "Dog"]));
        assert!(!is_bare("properties: {t: {type: string}}, additionalProperties: false", &["Cat", "Dog"]));
        assert!(!is_bare("required: [t], allOf: [{required: [u]}]", &["Cat", "Dog"]));
    }
}
