//! `discriminator`: which member tells the arms of a union apart, and which value of it means which arm.

mod beside;

use std::collections::HashSet;

use indexmap::IndexMap;

use super::{
    Discriminator, Located, Schema, SchemaId, Schemas,
    assertions::located,
    read::{Mapping, Reader, Subject},
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, catalogue},
    document::{Version, reader::wrong_kind},
    source::Entry,
};

pub(super) use beside::absorb_tags;

impl<'a> Reader<'a, '_> {
    /// `discriminator`. Its mapping is looked up when everything that is declared has been read.
    pub(super) fn discriminator(&mut self, subject: Subject<'a, '_>, entry: &'a Entry) {
        let owner = subject.id;
        // Swagger 2.0 has no more of it than the property's name.
        if let Some(name) = entry.value.as_str().filter(|_| self.version == Version::V2_0) {
            let (span, property) = (entry.value.span, located(name, &entry.value));
            self.schemas.get_mut(owner).discriminator =
                Some(Discriminator { span, property, mapping: IndexMap::new() });
            return;
        }
        let Some(members) = entry.value.as_object() else {
            let diagnostic = wrong_kind(&entry.value, "`discriminator`", "an object");
            let diagnostic = match entry.value.as_str() {
                Some(name) => diagnostic.help(format!("write `{{ \"propertyName\": \"{name}\" }}`")),
                None => diagnostic,
            };
            return self.lose("discriminator", diagnostic);
        };
        let Some(property) = members.get("propertyName") else {
            let message = "`discriminator` has no `propertyName`";
            return self.lose("discriminator", Diagnostic::new(&catalogue::MISSING_MEMBER, entry.key, message));
        };
        let Some(name) = property.value.as_str() else {
            self.wrong_kind(&property.value, "`propertyName`", "a string");
            return;
        };
        self.schemas.get_mut(owner).discriminator = Some(Discriminator {
            span: entry.value.span,
            property: located(name, &property.value),
            mapping: IndexMap::new(),
        });
        if let Some(mapping) = members.get("mapping") {
            match mapping.value.as_object() {
                Some(members) => {
                    let scope = subject.context.scope;
                    self.mappings.push_back(Mapping { owner, members, scope });
                }
                None => self.wrong_kind(&mapping.value, "`mapping`", "an object"),
            }
        }
    }
}

/// Adds what `mapping` leaves out: an arm that refers to a component is meant by the component's name, unless the
/// mapping has another for it.
pub(super) fn complete(schemas: &mut Schemas) {
    let names = schemas.components.clone();
    for index in 0..schemas.arena.len() {
        let unmapped = schemas.arena.get(index).map(|schema| unmapped(schema, schemas, &names));
        let mut discriminator = schemas.arena.get_mut(index).and_then(|schema| schema.discriminator.as_mut());
        for (tag, target) in unmapped.into_iter().flatten() {
            if let Some(discriminator) = &mut discriminator {
                discriminator.mapping.entry(tag).or_insert(target);
            }
        }
    }
}

/// Reports the tags that lead to what is no arm: no value is ever read as that.
pub(super) fn check(schemas: &Schemas, diagnostics: &mut Diagnostics) {
    for schema in &schemas.arena {
        let arms: Vec<SchemaId> = schema.one_of.iter().chain(&schema.any_of).copied().collect();
        let Some(discriminator) = schema.discriminator.as_ref().filter(|_| !arms.is_empty()) else {
            continue;
        };
        let ways = arms.iter().flat_map(|&arm| references(schemas, arm));
        let reached: HashSet<SchemaId> = ways.collect();
        for (tag, target) in &discriminator.mapping {
            if references(schemas, target.value).iter().all(|id| !reached.contains(id)) {
                let pointer = &schemas.get(target.value).pointer;
                let message = format!("`{}` leads to `{pointer}`, which is no arm", tag.escape_debug());
                diagnostics.push(Diagnostic::new(&catalogue::NO_ARM, target.span, message));
            }
        }
    }
}

/// A schema, and those that it refers to, one by another.
fn references(schemas: &Schemas, id: SchemaId) -> Vec<SchemaId> {
    let mut way = vec![id];
    // What is left of a circle of references ends.
    while let Some(next) = way.last().and_then(|&id| schemas.get(id).reference.as_ref()) {
        way.push(next.value);
    }
    way
}

/// The arms that a schema's discriminator has no tag for, by the names of their components.
fn unmapped(
    schema: &Schema,
    schemas: &Schemas,
    names: &IndexMap<SchemaId, String>,
) -> Vec<(String, Located<SchemaId>)> {
    let Some(discriminator) = &schema.discriminator else {
        return Vec::new();
    };
    let mapped: HashSet<SchemaId> = discriminator.mapping.values().map(|target| target.value).collect();
    let arms = schema.one_of.iter().chain(&schema.any_of);
    arms.filter(|arm| !mapped.contains(arm))
        .filter_map(|arm| {
            let schema = schemas.get(*arm);
            let target = schema.reference.clone().filter(|target| !mapped.contains(&target.value))?;
            let name = names.get(&schemas.original(target.value))?.clone();
            // What is more than a reference is an arm of its own.
            let value = if schema.all_of.is_empty() { target.value } else { *arm };
            Some((name, Located { value, ..target }))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::normalise::testing::{defects, labels, render, schemas};

    const ARMS: &str = "
Cat: {type: object}
Dog: {type: object}
v1.Bird: {type: object}
";

    /// The mapping of a union of all arms, and of one that is no component, where the document has one.
    fn mapping(mapping: &str) -> String {
        let arms = ["Cat", "Dog", "v1.Bird"].map(|name| format!("{{$ref: '#/components/schemas/{name}'}}"));
        let arms = format!("[{}, {{type: object}}]", arms.join(", "));
        let union = format!("Pet: {{oneOf: {arms}, discriminator: {{propertyName: kind{mapping}}}}}");
        let schemas = schemas(&format!("{ARMS}{union}"));
        let text = render(&schemas, schemas.named("Pet"));
        text.split_once("discriminator: ").unwrap().1.replace("#/components/schemas/", "")
    }

    #[test]
    fn without_a_mapping_arms_are_meant_by_their_names() {
        assert_eq!(mapping(""), "kind {Cat: Cat, Dog: Dog, v1.Bird: v1.Bird}}");
    }

    #[test]
    fn a_mapping_names_components_or_places() {
        let all = ", mapping: {c: Cat, d: '#/components/schemas/Dog', b: v1.Bird, k: Cat}";
        assert_eq!(mapping(all), "kind {c: Cat, d: Dog, b: v1.Bird, k: Cat}}");
    }

    #[test]
    fn arms_that_a_mapping_leaves_out_are_meant_by_their_names() {
        let some = ", mapping: {d: Dog, v1.Bird: Dog}";
        assert_eq!(mapping(some), "kind {d: Dog, v1.Bird: Dog, Cat: Cat}}");
    }

    #[test]
    fn in_swagger_it_is_a_name() {
        let pets = "
Pet: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}}
Cat: {allOf: [{$ref: '#/definitions/Pet'}, {type: object}]}
Dog: {allOf: [{$ref: '#/definitions/Pet'}, {type: object}]}
";
        let schemas = crate::normalise::testing::schemas_in("2.0", pets);
        let text = render(&schemas, schemas.named("Pet"));
        assert!(text.contains("discriminator: kind {Cat: #/definitions/Cat, Dog: #/definitions/Dog}"), "{text}");
    }

    #[test]
    fn what_maps_to_nothing_is_reported() {
        let text = "
Union:
  oneOf: [{type: object}]
  discriminator:
    propertyName: kind
    mapping:
      a: >>>Doge<<<
      b: >>>'#/components/schemas/Doge'<<<
      c: >>>dog.json<<<
      d: >>>1<<<
      e: >>>no such thing<<<
      f: >>>schemas.json#/Cat<<<
";
        defects(
            &format!("{ARMS}{text}"),
            &[
                "R0501 `Doge` leads nowhere",
                "R0501 `#/components/schemas/Doge` leads nowhere",
                "R0205 `dog.json` leads to a file that can't be read",
                "R0105 what a tag maps to must be a string, but is a number",
                "R0501 `no such thing` leads nowhere",
                "R0205 `schemas.json#/Cat` leads to a file that can't be read",
            ],
        );
        let labels = labels(&format!("{ARMS}{}", text.replace(">>>", "").replace("<<<", "")));
        let nearest = "no `Doge` in `#/components/schemas`; did you mean `Dog`?";
        assert_eq!(labels[..2], [nearest, nearest]);
    }

    #[test]
    fn tags_that_lead_to_no_arm_are_reported() {
        let union = "Pet: {KEYWORD: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Alias'}], \
                     discriminator: {propertyName: t, mapping: {c: Cat, d: Dog, a: Alias, b: >>>v1.Bird<<<}}}";
        for keyword in ["oneOf", "anyOf"] {
            let text =
                format!("{ARMS}Alias: {{$ref: '#/components/schemas/Dog'}}\n{}", union.replace("KEYWORD", keyword));
            defects(&text, &["R0503 `b` leads to `#/components/schemas/v1.Bird`, which is no arm"]);
        }
    }

    #[test]
    fn faulty_discriminators_are_reported() {
        defects(
            "
A: {discriminator: >>>kind<<<}
B: {>>>discriminator<<<: {}}
C: {discriminator: {propertyName: >>>1<<<}}
D: {discriminator: {propertyName: kind, mapping: >>>[]<<<}}
",
            &[
                "R0105 `discriminator` must be an object, but is a string",
                "R0104 `discriminator` has no `propertyName`",
                "R0105 `propertyName` must be a string, but is a number",
                "R0105 `mapping` must be an object, but is an array",
            ],
        );
    }
}
