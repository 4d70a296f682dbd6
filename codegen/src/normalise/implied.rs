//! `properties` without `type`: taken for the schema of an object, unless options say otherwise.
//!
//! A schema that comes back to itself, with no `type` on the way, is taken at its word: the type would be implied on
//! every level of a value, and what ends the recursion may be no object.

use super::{SchemaId, Schemas, connected};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, catalogue},
    source::Span,
};

/// A schema whose type was implied, and the place of its `properties`.
pub(super) type Implied = (SchemaId, Span);

/// Reports the types that were implied, and takes those back that must not be.
pub(super) fn settle(schemas: &mut Schemas, implied: &[Implied], diagnostics: &mut Diagnostics) {
    if implied.is_empty() {
        return;
    }
    let circular = circular(schemas, implied);
    for &(id, span) in implied {
        let defect = |message: &str| Diagnostic::new(&catalogue::IMPLIED_OBJECT, span, message);
        diagnostics.push(match circular.get(id.0 as usize) {
            Some(true) => {
                schemas.get_mut(id).types = None;
                schemas.get_mut(id).untyped = true;
                defect("`properties` without `type` in a schema that holds itself: taken at its word")
                    .help("write `\"type\": \"object\"` where its values are objects on every level")
            }
            _ => defect("`properties` without `type`: taken for the schema of an object"),
        });
    }
}

/// The schemas that come back to themselves with no `type` on the way.
fn circular(schemas: &Schemas, implied: &[Implied]) -> Vec<bool> {
    let mut is_typed: Vec<bool> = schemas.arena.iter().map(|schema| schema.types.is_some()).collect();
    for (id, _) in implied {
        is_typed[id.0 as usize] = false;
    }
    let leads = |index: usize| match is_typed[index] {
        true => Vec::new(),
        false => schemas.arena[index].applied(),
    };
    connected::circular(schemas.arena.len(), &leads)
}

#[cfg(test)]
mod tests {
    use crate::{
        diagnostic::Diagnostics,
        document::testing::yaml,
        normalise::testing::{defects, normalised, render},
    };

    #[test]
    fn a_schema_that_holds_itself_is_taken_at_its_word() {
        let text = "
A: {>>>properties<<<: {next: {$ref: '#/components/schemas/A'}}}
B: {>>>properties<<<: {all: {type: array, items: {$ref: '#/components/schemas/B'}}, a: {$ref: '#/components/schemas/A'}}}
";
        defects(
            text,
            &[
                "R0406 `properties` without `type` in a schema that holds itself: taken at its word",
                "R0406 `properties` without `type`: taken for the schema of an object",
            ],
        );
        let root = yaml(&format!(
            "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\ncomponents:\n  schemas:{}",
            text.replace(">>>", "").replace("<<<", "").replace('\n', "\n    ")
        ));
        let schemas = normalised(&root, &mut Diagnostics::default());
        assert!(render(&schemas, schemas.named("B")).starts_with("{type: object"));
        assert!(render(&schemas, schemas.named("A")).starts_with("{properties"));
    }
}
