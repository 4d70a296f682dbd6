//! Looking up what `$ref` and `discriminator` name, when everything that is declared has been read.
//!
//! A reference may lead to any place of the document. One that was not read as a schema yet is read now, which may
//! bring new references.

use super::{
    Located, SchemaId,
    assertions::located,
    dynamic::Scope,
    keywords::is_schema,
    read::{Context, Mapping, Reader, Reference},
};
use crate::{
    document::reference::{Place, Unresolved},
    source::Location,
};

/// How many schemas may be read once more before `$dynamicRef` is taken for `$ref`: the ways to a schema can be as many
/// as the subsets of its references.
const MOST_COPIES: usize = 20_000;

impl<'a> Reader<'a, '_> {
    /// Looks up everything that is not looked up yet.
    pub(super) fn resolve(&mut self) {
        loop {
            if let Some(reference) = self.references.pop_front() {
                self.reference_of(&reference);
            } else if let Some(mapping) = self.mappings.pop_front() {
                self.mapping_of(&mapping);
            } else {
                return;
            }
        }
    }

    /// What a schema's `$ref` or `$dynamicRef` leads to.
    fn reference_of(&mut self, reference: &Reference<'a>) {
        let node = &reference.entry.value;
        let text = node.as_str().unwrap_or_default();
        let found = match reference.keyword {
            "$dynamicRef" => self.dynamic_target(text, reference),
            _ => self.identity.lookup(text, reference.scope.resource, &mut self.nearest).map(|target| target.place),
        };
        match found.and_then(|place| self.target(place, reference)) {
            Ok(target) => self.refer(reference, target),
            Err(unresolved) => {
                self.owner = reference.owner;
                self.lose(reference.keyword, unresolved.report(&located(text, node)));
            }
        }
    }

    /// The place that a `$dynamicRef` leads to on the way to it.
    fn dynamic_target(&mut self, text: &str, reference: &Reference<'a>) -> Result<Place<'a>, Unresolved> {
        let Scope { resource, environment } = reference.scope;
        let target = self.identity.lookup(text, resource, &mut self.nearest)?;
        let Some(name) = &target.dynamic_anchor else {
            return Ok(target.place);
        };
        if self.environments.is_beyond_limit(name) {
            self.unknown(reference.owner, reference.keyword, reference.entry.key);
        }
        let first = self.environments.first(environment, name);
        Ok(first.and_then(|first| self.identity.dynamic_anchor(first, name)).unwrap_or(target.place))
    }

    /// The schema of a place that a reference leads to.
    fn target(&mut self, place: Place<'a>, reference: &Reference<'a>) -> Result<SchemaId, Unresolved> {
        if self.copies.len() >= MOST_COPIES
            && let Some(&first) = self.schemas.places.get(&place.location)
            && self.known(&place, reference.scope).is_none()
        {
            self.unknown(reference.owner, reference.keyword, reference.entry.key);
            return Ok(first);
        }
        self.schema_at(place, reference.scope)
    }

    /// Makes a schema refer to another one. Where it refers to one already, the second is a part of `allOf`.
    fn refer(&mut self, reference: &Reference<'a>, value: SchemaId) {
        let Reference { owner, keyword, entry, .. } = *reference;
        let span = entry.value.span;
        let target = Some(Located { value, span });
        let schema = self.schemas.get(owner);
        if schema.reference.is_none() {
            self.schemas.get_mut(owner).reference = target;
        } else if let Ok(location) = Location::parse(&schema.pointer) {
            let part = self.reserve(&location.push(keyword), span);
            self.schemas.get_mut(part).reference = target;
            self.schemas.get_mut(owner).all_of.push(part);
        }
    }

    /// The schema of a place that something leads to from a scope.
    fn schema_at(&mut self, place: Place<'a>, from: Scope) -> Result<SchemaId, Unresolved> {
        if place.location == Location::root() {
            return Err(Unresolved::no_schema("the whole document".to_owned()));
        }
        // What was read already was reported already.
        if !is_schema(place.node) && !self.schemas.places.contains_key(&place.location) {
            return Err(Unresolved::no_schema(format!("{} stands there", place.node.describe())));
        }
        let context = Context { scope: self.scope_at(&place.location, from), ..Context::default() };
        Ok(self.schema(place.location, place.node, context))
    }

    /// What is resolved at a place is resolved from there, wherever a reference to it stands.
    pub(super) fn scope_at(&mut self, location: &Location, from: Scope) -> Scope {
        Scope { resource: self.identity.resource_at(location), ..from }
    }

    /// The schema of a place that something leads to, where it was read already.
    fn known(&mut self, place: &Place<'a>, from: Scope) -> Option<SchemaId> {
        let scope = self.scope_at(&place.location, from);
        let scope = self.enter(&place.location, place.node, scope);
        self.read(&place.location, scope.environment)
    }

    /// What the entries of a discriminator's `mapping` lead to.
    fn mapping_of(&mut self, mapping: &Mapping<'a>) {
        self.owner = mapping.owner;
        for (tag, entry) in mapping.members {
            let Some(text) = entry.value.as_str() else {
                self.wrong_kind(&entry.value, "what a tag maps to", "a string");
                continue;
            };
            let place = self.identity.mapped(text, mapping.scope.resource, &mut self.nearest);
            match place.and_then(|place| self.schema_at(place, mapping.scope)) {
                Ok(value) => {
                    let span = entry.value.span;
                    if let Some(discriminator) = &mut self.schemas.get_mut(mapping.owner).discriminator {
                        discriminator.mapping.insert(tag.clone(), Located { value, span });
                    }
                }
                Err(unresolved) => {
                    self.owner = mapping.owner;
                    self.lose("mapping", unresolved.of_tag().report(&located(text, &entry.value)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::normalise::testing::{defects, labels, render, schemas};

    /// What the component `A` became.
    fn component(text: &str) -> String {
        let schemas = schemas(text);
        render(&schemas, schemas.named("A"))
    }

    #[test]
    fn references_lead_to_any_place() {
        for (text, pointer) in [
            ("#/components/schemas/B", "#/components/schemas/B"),
            ("#/components/schemas/%42", "#/components/schemas/B"),
            ("#/components/schemas/B/properties/a~1b", "#/components/schemas/B/properties/a~1b"),
            ("#/components/schemas/B/allOf/0", "#/components/schemas/B/allOf/0"),
            ("#/components/schemas/B/$defs/in", "#/components/schemas/B/$defs/in"),
        ] {
            let b = "B: {type: object, properties: {a/b: {}}, allOf: [true], $defs: {in: {}}}";
            let text = format!("A: {{$ref: '{text}'}}\n{b}");
            assert_eq!(component(&text), format!("{{$ref: {pointer}}}"));
        }
    }

    #[test]
    fn a_place_that_is_referred_to_is_one_schema() {
        let text = "
A: {allOf: [{$ref: '#/components/schemas/B/$defs/out/items'}, {$ref: '#/components/schemas/B/$defs/out'}]}
B: {$defs: {out: {items: {type: string}}}}
";
        let schemas = schemas(text);
        // `A`, its two parts, `B`, and then `items` before the schema that it is of.
        assert_eq!(schemas.arena.len(), 6);
        assert_eq!(schemas.arena[5].items, schemas.arena[1].reference.as_ref().map(|target| target.value));
    }

    #[test]
    fn pointers_begin_at_the_schema_that_has_an_id() {
        let text = "
A: {$id: a, items: {$ref: '#/$defs/B'}, not: {$ref: '#/components/schemas/C'}, $defs: {B: {items: {$ref: '#/$defs/D'}}, D: {}}}
C: {$ref: '#/components/schemas/A/$defs/B'}
";
        let schemas = schemas(text);
        let targets = schemas.arena.iter().filter_map(|schema| schema.reference.as_ref());
        let targets: Vec<_> = targets.map(|target| schemas.get(target.value).pointer.as_str()).collect();
        let inner = "#/components/schemas/A/$defs/B";
        assert_eq!(targets, [inner, "#/components/schemas/C", inner, "#/components/schemas/A/$defs/D"]);
    }

    #[test]
    fn references_that_lead_nowhere_are_reported() {
        let text = "
A: {$ref: >>>'#/components/schemas/Bee'<<<}
Be: {$ref: >>>'other.yaml#/B'<<<}
C: {$ref: >>>'#/info/title'<<<}
D: {$ref: >>>'#'<<<}
E: {type: object, properties: {a: {$ref: >>>'#/components/schemas/D/properties/b'<<<}}}
";
        defects(
            text,
            &[
                "R0201 `#/components/schemas/Bee` leads nowhere",
                "R0205 `other.yaml#/B` leads to a file that can't be read",
                "R0105 `#/info/title` does not lead to a schema",
                "R0105 `#` does not lead to a schema",
                "R0201 `#/components/schemas/D/properties/b` leads nowhere",
            ],
        );
        assert_eq!(
            labels(&text.replace(">>>", "").replace("<<<", "")),
            [
                "no `Bee` in `#/components/schemas`; did you mean `Be`?",
                "no other files were given",
                "a string stands there",
                "the whole document",
                "no `properties` in the document",
            ]
        );
    }

    /// Where the `$ref` of the component `A` leads, in a document with more components.
    fn lead(reference: &str, others: &str) -> String {
        let schemas = schemas(&format!("{others}\nA: {reference}"));
        let target = schemas.get(schemas.named("A")).reference.as_ref().unwrap().value;
        schemas.get(target).pointer.strip_prefix("#/components/schemas/").unwrap().to_owned()
    }

    #[test]
    fn references_lead_to_what_has_the_name() {
        let others = "
Tree:
  $id: https://a.example/models/tree
  $anchor: top
  $defs:
    leaf: {$id: leaf, $anchor: top, $defs: {vein: {}, a/b~c%: {}}}
    root: {$dynamicAnchor: ground, $defs: {deep: {$id: /deep?x=1, items: {$anchor: inner}}}}
    urn: {$id: 'urn:uuid:deadbeef-1234-0000-0000-4321feebdaed', $defs: {x: {$anchor: x}}}
Plain: {$anchor: plain, items: {$id: relative}}
";
        for (text, place) in [
            ("#plain", "Plain"),
            ("relative", "Plain/items"),
            ("./x/../relative#", "Plain/items"),
            ("https://a.example/models/tree", "Tree"),
            ("HTTPS://A.EXAMPLE/models/%74ree#top", "Tree"),
            ("https://a.example/models/tree#ground", "Tree/$defs/root"),
            ("https://a.example/models/leaf#top", "Tree/$defs/leaf"),
            ("https://a.example/models/leaf#/$defs/vein", "Tree/$defs/leaf/$defs/vein"),
            ("https://a.example/models/leaf#/%24defs/a~1b~0c%25", "Tree/$defs/leaf/$defs/a~1b~0c%25"),
            ("https://a.example/models/tree#/$defs/leaf/$defs/vein", "Tree/$defs/leaf/$defs/vein"),
            ("https://a.example/deep?x=1#inner", "Tree/$defs/root/$defs/deep/items"),
            ("urn:uuid:deadbeef-1234-0000-0000-4321feebdaed", "Tree/$defs/urn"),
            ("urn:uuid:deadbeef-1234-0000-0000-4321feebdaed#x", "Tree/$defs/urn/$defs/x"),
            ("urn:uuid:deadbeef-1234-0000-0000-4321feebdaed#/$defs/x", "Tree/$defs/urn/$defs/x"),
        ] {
            assert_eq!(lead(&format!("{{$ref: '{text}'}}"), others), place, "{text}");
            // Nothing else has the name, whatever the way.
            assert_eq!(lead(&format!("{{$dynamicRef: '{text}'}}"), others), place, "{text}");
        }
        for (id, text, place) in [
            ("https://a.example/models/a", "tree#top", "Tree"),
            ("https://a.example/other/a", "../models/leaf", "Tree/$defs/leaf"),
            ("//b.example/", "https://a.example/models/leaf", "Tree/$defs/leaf"),
            ("a", "relative", "Plain/items"),
            ("urn:a:b", "#here", "A/not"),
            ("a", "#", "A"),
            ("a", "#/components/schemas/Plain", "Plain"),
        ] {
            let within = format!("{{$id: '{id}', items: {{$ref: '{text}'}}, not: {{$anchor: here}}}}");
            let schemas = schemas(&format!("{others}\nA: {within}"));
            let items = schemas.at("#/components/schemas/A/items").unwrap();
            let target = schemas.get(items).reference.as_ref().unwrap().value;
            assert_eq!(schemas.get(target).pointer, format!("#/components/schemas/{place}"), "{text} in {id}");
        }
    }

    #[test]
    fn names_are_found_in_what_nothing_else_leads_to() {
        let others = "B: {$id: b, $defs: {c: {items: {contentSchema: {$defs: {d: {$id: d, not: {$anchor: e}}}}}}}}";
        assert_eq!(lead("{$ref: 'd#e'}", others), "B/$defs/c/items/contentSchema/$defs/d/not");
        // Where nothing is a schema but by a reference to it, names are those within.
        let others = "B: {x-more: {y: {$id: y, not: {$ref: '#e'}, $defs: {e: {$anchor: e}}}}}";
        let schemas = schemas(&format!("A: {{$ref: '#/components/schemas/B/x-more/y'}}\n{others}"));
        let not = schemas.at("#/components/schemas/B/x-more/y/not").unwrap();
        assert_eq!(render(&schemas, not), "{$ref: #/components/schemas/B/x-more/y/$defs/e}");
    }

    #[test]
    fn what_looks_like_a_name_is_none_in_a_value() {
        let others = "
Values: {enum: [{$id: name, $anchor: anchor}], const: {$id: name, $anchor: anchor}, x-more: {$id: name}}
Members: {type: object, properties: {$id: {type: string}, $anchor: {type: string}, $ref: {type: string}}}
B: {$id: name, items: {$anchor: anchor}}
";
        assert_eq!(lead("{$ref: 'name#anchor'}", others), "B/items");
        assert_eq!(lead("{$ref: '#/components/schemas/Members'}", others), "Members");
    }

    #[test]
    fn names_that_nothing_has_are_reported() {
        let text = "
A: {$ref: >>>'#nodes'<<<}
B: {$anchor: node, $id: b, items: {$ref: >>>'#nodes'<<<}, not: {$ref: >>>'tree'<<<}}
C: {$dynamicRef: >>>'b#/$defs/x'<<<}
D: {$ref: >>>'https://json-schema.org/draft/2020-12/schema'<<<}
E: {$id: 'urn:a:b', not: {$ref: >>>'b'<<<}}
";
        defects(
            text,
            &[
                "R0201 `#nodes` leads nowhere",
                "R0201 `#nodes` leads nowhere",
                "R0205 `tree` leads to a file that can't be read",
                "R0201 `b#/$defs/x` leads nowhere",
                "R0203 `https://json-schema.org/draft/2020-12/schema` leads out of the document",
                "R0203 `b` leads out of the document",
            ],
        );
        let labels = labels(&text.replace(">>>", "").replace("<<<", ""));
        let neither = "neither a JSON Pointer, which begins with `#/`, nor an `$anchor`";
        assert_eq!(labels[0], neither);
        assert_eq!(labels[1], format!("{neither}; did you mean `#node`?"));
        assert_eq!(labels[3], "no `$defs` in `#/components/schemas/B`");
    }

    #[test]
    fn a_second_reference_is_a_part() {
        let text = "
A: {$ref: '#/components/schemas/B', allOf: [true], $dynamicRef: '#c'}
B: {minLength: 1}
C: {$dynamicAnchor: c, maxLength: 2}
";
        let expected = "{$ref: #/components/schemas/B, allOf: [true, {$ref: #/components/schemas/C}]}";
        assert_eq!(component(text), expected);
    }
}
