//! Document → [`Schemas`]: every version of OpenAPI lifted into JSON Schema 2020-12, references resolved.
//!
//! Knows what keywords mean to JSON Schema, and nothing of Rust. Eight passes: what schemas are called is found
//! (`identity`), and for which of them it matters on what way a `$dynamicRef` is come to (`dynamic`); every schema is
//! read, in declared order (`read`); what `$ref`, `$dynamicRef` and `discriminator` name is looked up, and read where it
//! was not yet (`references`); what has a name is found, in other files as well (`components`); parents that have a `discriminator` become unions of their children (`hierarchy`);
//! circles of references are cut (`cycles`), after which whoever follows references comes to an end; what would refuse
//! values for something else can't be read is left out (`losses`); and types that nothing says are implied (`implied`).

mod annotations;
mod applicators;
mod assertions;
mod components;
pub mod connected;
mod constants;
mod cycles;
mod discriminator;
mod dynamic;
mod enumeration;
pub mod equality;
mod hierarchy;
mod identity;
mod implied;
mod keyword;
mod keywords;
mod losses;
mod nullable;
mod read;
mod references;
pub mod schema;
#[cfg(test)]
pub(crate) mod testing;

use crate::{
    diagnostic::Diagnostics,
    document::Document,
    options::Options,
    source::{Location, Node},
};

use implied::Implied;
pub use keyword::Keyword;
pub use schema::*;

/// Every schema of a document: `components.schemas`, those of the operations' media types, and whatever they refer to.
///
/// What is wrong is reported, all of it, and left out; what the document declares is there in any case. Linear in the
/// document.
pub fn normalise(document: &Document<'_>, options: &Options, diagnostics: &mut Diagnostics) -> Schemas {
    let (mut schemas, implied) = read_all(document, options, diagnostics);
    schemas.components = components::name(document, &mut schemas);
    hierarchy::split(&mut schemas);
    cycles::cut(&mut schemas, diagnostics);
    losses::settle(&mut schemas);
    implied::settle(&mut schemas, &implied, diagnostics);
    constants::list(&mut schemas);
    discriminator::absorb_tags(&mut schemas);
    discriminator::complete(&mut schemas);
    discriminator::check(&schemas, diagnostics);
    schemas
}

/// Reads every schema. Where a file came late that changes where a `$dynamicRef` leads, once more, with what is known by
/// then.
fn read_all(document: &Document<'_>, options: &Options, diagnostics: &mut Diagnostics) -> (Schemas, Vec<Implied>) {
    let declared = declared(document);
    loop {
        let mut found = Diagnostics::default();
        let mut reader = read::Reader::new(document, &declared, options, &mut found);
        for (location, node) in &declared {
            reader.declared(location.clone(), node);
        }
        reader.resolve();
        let (schemas, implied, is_late) = reader.finish();
        if !is_late {
            diagnostics.append(found);
            return (schemas, implied);
        }
    }
}

/// The schemas that a document declares, in declared order, and where each stands.
fn declared<'a>(document: &Document<'a>) -> Vec<(Location, &'a Node)> {
    let components = document.schemas.values().map(|component| (component.location.clone(), component.node));
    let media_types = document.operations.iter().flat_map(|operation| {
        let requests = operation.request.iter().flat_map(|request| &request.content);
        requests.chain(operation.responses.iter().flat_map(|response| &response.content))
    });
    components.chain(media_types.filter_map(|media_type| media_type.schema.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::{
        testing::{normalised, render},
        *,
    };
    use crate::document::testing::yaml;

    const DOCUMENT: &str = "
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a:
    put:
      requestBody: {content: {a/b: {schema: {type: array, items: {type: string}}}}}
      responses: {200: {$ref: '#/components/responses/Shared'}, 201: {$ref: '#/components/responses/Shared'}}
components:
  responses: {Shared: {content: {a/b: {schema: {$ref: '#/x-more/Z'}}}}}
  schemas:
    B: {type: object, properties: {one: {type: array, items: true}, two: {$ref: '#/components/schemas/A'}}}
    A: {type: string}
x-more:
  Z: {type: object, properties: {z: {$ref: '#/paths/~1a/put/requestBody/content/a~1b/schema/items'}}}
";

    #[test]
    fn schemas_stand_in_declared_order_and_what_is_referred_to_after_them() {
        let schemas = normalised(&yaml(DOCUMENT), &mut Diagnostics::default());
        let pointers: Vec<_> = schemas.arena.iter().map(|schema| schema.pointer.as_str()).collect();
        assert_eq!(
            pointers,
            [
                "#/components/schemas/B",
                "#/components/schemas/B/properties/one",
                "#/components/schemas/B/properties/one/items",
                "#/components/schemas/B/properties/two",
                "#/components/schemas/A",
                "#/paths/~1a/put/requestBody/content/a~1b/schema",
                "#/paths/~1a/put/requestBody/content/a~1b/schema/items",
                "#/components/responses/Shared/content/a~1b/schema",
                "#/x-more/Z",
                "#/x-more/Z/properties/z",
            ]
        );
        assert_eq!(schemas.components.values().collect::<Vec<_>>(), ["B", "A"]);
        assert_eq!(schemas.named("A"), SchemaId(4));
    }

    #[test]
    fn deep_schemas_are_read() {
        let depth = 500;
        let text = format!("A: {}{{type: string}}{}", "{items: ".repeat(depth), "}".repeat(depth));
        assert_eq!(super::testing::schemas(&text).arena.len(), depth + 1);
    }

    #[test]
    fn every_place_is_found_by_its_pointer() {
        let root = yaml(DOCUMENT);
        let document = crate::document::read(&root, &mut Diagnostics::default()).unwrap();
        let schemas = normalise(&document, &Options::default(), &mut Diagnostics::default());
        let response = &document.operations[0].responses[1].content[0];
        let (place, _) = response.schema.as_ref().unwrap();
        let id = schemas.of(place).unwrap();
        assert_eq!(render(&schemas, id), "{$ref: #/x-more/Z}");
        assert_eq!(schemas.at("/components/schemas/%41"), None);
        assert_eq!(schemas.at("#/components/schemas/%41"), Some(SchemaId(4)));
        assert_eq!(schemas.at("#/components/schemas"), None);
    }
}
