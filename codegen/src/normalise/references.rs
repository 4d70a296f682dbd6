//! Looking up what `$ref` and `discriminator` name, when everything that is declared has been read.
//!
//! A reference may lead to any place of the document. One that was not read as a schema yet is read now, which may
//! bring new references.

use super::{
    Located, SchemaId,
    assertions::located,
    read::{Context, Reader, Reference},
};
use crate::{
    document::{
        reader::Members,
        reference::{self, Place, Unresolved, describe_missing, resolve},
    },
    source::{Kind, Node, Pointer},
};

impl<'a> Reader<'a, '_> {
    /// Looks up everything that is not looked up yet.
    pub(super) fn resolve(&mut self) {
        loop {
            if let Some(reference) = self.references.pop_front() {
                self.reference_of(&reference);
            } else if let Some((id, members)) = self.mappings.pop_front() {
                self.mapping_of(id, members);
            } else {
                return;
            }
        }
    }

    /// What a schema's `$ref` leads to.
    fn reference_of(&mut self, reference: &Reference<'a>) {
        let node = &reference.entry.value;
        let text = node.as_str().unwrap_or_default();
        let parsed = reference::Reference::parse(text);
        let named = parsed == reference::Reference::Anchor
            // It may be the name that a schema has by `$id`.
            || parsed == reference::Reference::Remote && !self.resources.is_empty();
        if named {
            self.unknown(reference.owner, "$ref", reference.entry.key);
            return;
        }
        match self.target(text, reference.resource) {
            Ok(value) => {
                let span = node.span;
                self.schemas.get_mut(reference.owner).reference = Some(Located { value, span });
            }
            Err(unresolved) => self.diagnostics.push(unresolved.report(&located(text, node))),
        }
    }

    /// The schema that a reference leads to.
    fn target(&mut self, text: &str, resource: Option<usize>) -> Result<SchemaId, Unresolved> {
        if let Some(place) = self.within(text, resource) {
            let context = Context { resource, ..Context::default() };
            return Ok(self.schema(place.pointer, place.node, context));
        }
        if text.starts_with('#')
            && let Some(id) = self.schemas.at(text)
        {
            return Ok(id);
        }
        let place = resolve(self.root, text, &mut self.nearest)?;
        if place.pointer == Pointer::root() {
            return Err(Unresolved::no_schema("the whole document".to_owned()));
        }
        if !is_schema(place.node) {
            return Err(Unresolved::no_schema(format!("{} stands there", place.node.describe())));
        }
        Ok(self.schema(place.pointer, place.node, Context::default()))
    }

    /// The schema that a pointer leads to from the place of an `$id`. Many documents have an `$id` and still count from
    /// their root: so where nothing stands there, that is not the end.
    fn within(&self, text: &str, resource: Option<usize>) -> Option<Place<'a>> {
        let base = self.resources.get(resource?)?;
        let reference::Reference::Place(relative) = reference::Reference::parse(text) else {
            return None;
        };
        let pointer = relative.tokens().fold(base.clone(), |pointer, token| pointer.push(&token));
        let node = pointer.find(self.root).filter(|node| is_schema(node))?;
        Some(Place { node, pointer })
    }

    /// What the entries of a discriminator's `mapping` lead to.
    fn mapping_of(&mut self, id: SchemaId, members: &'a Members) {
        for (tag, entry) in members {
            let Some(text) = entry.value.as_str() else {
                self.wrong_kind(&entry.value, "what a tag maps to", "a string");
                continue;
            };
            match self.mapped(text) {
                Ok(value) => {
                    let span = entry.value.span;
                    if let Some(discriminator) = &mut self.schemas.get_mut(id).discriminator {
                        discriminator.mapping.insert(tag.clone(), Located { value, span });
                    }
                }
                Err(unresolved) => self.diagnostics.push(unresolved.report(&located(text, &entry.value))),
            }
        }
    }

    /// The schema that an entry of `mapping` names: a component by its name, or any place by a reference.
    fn mapped(&mut self, text: &str) -> Result<SchemaId, Unresolved> {
        if let Some(&id) = self.schemas.components.get(text) {
            return Ok(id);
        }
        let is_reference =
            text.contains(['#', '/']) || [".json", ".yaml", ".yml"].iter().any(|end| text.ends_with(end));
        let found = if is_reference {
            self.target(text, None)
        } else {
            let nearest = self.nearest.find(text, self.schemas.components.keys().map(String::as_str));
            let place = Pointer::root().push("components").push("schemas");
            Err(Unresolved::missing(describe_missing(&place, text, nearest)))
        };
        found.map_err(Unresolved::of_tag)
    }
}

/// Whether a value may be read as a schema.
fn is_schema(node: &Node) -> bool {
    matches!(node.kind, Kind::Object(_) | Kind::Boolean(_))
}

#[cfg(test)]
mod tests {
    use crate::normalise::testing::{defects, labels, render, schemas};

    /// What the component `A` became.
    fn component(text: &str) -> String {
        let schemas = schemas(text);
        render(&schemas, schemas.components["A"])
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
                "R0203 `other.yaml#/B` leads out of the document",
                "R0105 `#/info/title` does not lead to a schema",
                "R0105 `#` does not lead to a schema",
                "R0201 `#/components/schemas/D/properties/b` leads nowhere",
            ],
        );
        assert_eq!(
            labels(&text.replace(">>>", "").replace("<<<", "")),
            [
                "no `Bee` in `#/components/schemas`; did you mean `Be`?",
                "another document",
                "a string stands there",
                "the whole document",
                "no `properties` in `#/components/schemas/D`",
            ]
        );
    }

    #[test]
    fn names_are_not_looked_up_but_noted() {
        assert_eq!(component("A: {$ref: '#node'}"), "{unknown: [$ref]}");
        assert_eq!(component("A: {$id: 'https://a.example/', $ref: node}"), "{unknown: [$id, $ref]}");
    }
}
