//! Document → [`Schemas`]: every version of OpenAPI lifted into JSON Schema 2020-12, references resolved.
//!
//! Knows what keywords mean to JSON Schema, and nothing of Rust. Four passes: every schema is read, in declared order
//! (`read`); what `$ref` and `discriminator` name is looked up, and read where it was not yet (`references`);
//! circles of references are cut (`cycles`), after which whoever follows references comes to an end; and types that
//! nothing says are implied (`implied`).

mod annotations;
mod assertions;
pub mod connected;
mod cycles;
mod discriminator;
mod enumeration;
pub mod equality;
mod implied;
mod nullable;
mod read;
mod references;
pub mod schema;
#[cfg(test)]
mod testing;

use crate::{diagnostic::Diagnostics, document::Document, options::Options};

pub use schema::*;

/// Every schema of a document: `components.schemas`, those of the operations' media types, and whatever they refer to.
///
/// What is wrong is reported, all of it, and left out; what the document declares is there in any case. Linear in the
/// document.
pub fn normalise(document: &Document<'_>, options: &Options, diagnostics: &mut Diagnostics) -> Schemas {
    let mut reader = read::Reader::new(document, options, diagnostics);
    for (name, (_, node)) in &document.schemas {
        reader.component(name, node);
    }
    for operation in &document.operations {
        let requests = operation.request.iter().flat_map(|request| &request.content);
        let responses = operation.responses.iter().flat_map(|response| &response.content);
        for media_type in requests.chain(responses) {
            if let Some((pointer, node)) = &media_type.schema {
                reader.media_type(pointer, node);
            }
        }
    }
    reader.resolve();
    let (mut schemas, implied) = reader.finish();
    cycles::cut(&mut schemas, diagnostics);
    implied::settle(&mut schemas, &implied, diagnostics);
    discriminator::complete(&mut schemas);
    schemas
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
        assert_eq!(schemas.components.keys().collect::<Vec<_>>(), ["B", "A"]);
        assert_eq!(schemas.components["A"], SchemaId(4));
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
        let (pointer, _) = response.schema.as_ref().unwrap();
        let id = schemas.at(pointer).unwrap();
        assert_eq!(render(&schemas, id), "{$ref: #/x-more/Z}");
        assert_eq!(schemas.at("/components/schemas/%41"), None);
        assert_eq!(schemas.at("#/components/schemas/%41"), Some(SchemaId(4)));
        assert_eq!(schemas.at("#/components/schemas"), None);
    }
}
