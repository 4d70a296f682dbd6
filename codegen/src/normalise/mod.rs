//! Document → [`Schemas`]: every version of OpenAPI lifted into JSON Schema 2020-12, references resolved.
//!
//! Knows what keywords mean to JSON Schema, and nothing of Rust. Three passes: every schema is read, in declared order
//! ([`read`]); what `$ref` and `discriminator` name is looked up, and read where it was not yet ([`references`]);
//! circles of references are cut ([`cycles`]), after which whoever follows references comes to an end.

mod annotations;
mod assertions;
mod cycles;
mod discriminator;
mod enumeration;
pub mod equality;
mod nullable;
mod read;
mod references;
pub mod schema;

use crate::{diagnostic::Diagnostics, document::Document};

pub use schema::*;

/// Every schema of a document: `components.schemas`, those of the operations' media types, and whatever they refer to.
///
/// What is wrong is reported, all of it, and left out; what the document declares is there in any case. Linear in the
/// document.
pub fn normalise(document: &Document<'_>, diagnostics: &mut Diagnostics) -> Schemas {
    let mut reader = read::Reader::new(document, diagnostics);
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
    let mut schemas = reader.finish();
    cycles::cut(&mut schemas, diagnostics);
    discriminator::complete(&mut schemas);
    schemas
}
