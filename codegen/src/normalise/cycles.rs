//! Circles of schemas that apply to one value without end.
//!
//! `$ref`, `allOf`, `not` and the like apply a schema to the same value; `items` and `properties` to parts of it. Only
//! through the latter may a schema come back to itself.

use indexmap::IndexMap;

use super::{Located, Schema, SchemaId, Schemas, connected};
use crate::diagnostic::{Diagnostic, Diagnostics, catalogue};

/// How many references of a circle are shown.
const SHOWN: usize = 6;

/// Reports each set of schemas that circle among one another, and takes out the references that hold it together.
pub(super) fn cut(schemas: &mut Schemas, diagnostics: &mut Diagnostics) {
    for circle in circles(schemas) {
        let report = report(schemas, &circle);
        let why = report.as_ref().map(|report| report.message.clone()).unwrap_or_default();
        report.into_iter().for_each(|report| diagnostics.push(report));
        for (owner, _) in circle {
            schemas.get_mut(owner).reference = None;
            schemas.lose(owner, "$ref", why.clone());
        }
    }
}

/// A reference, and the schema that it is of.
type Reference = (SchemaId, Located<SchemaId>);

/// The references of every circle, in the order of the schemas. Each circle has one, for without references schemas
/// are a forest.
fn circles(schemas: &Schemas) -> Vec<Vec<Reference>> {
    let components = connected::components(schemas.arena.len(), &|index| in_place(&schemas.arena[index]));
    let component = |id: SchemaId| components.get(id.0 as usize);
    let mut circles: IndexMap<usize, Vec<Reference>> = IndexMap::new();
    for (index, schema) in schemas.arena.iter().enumerate() {
        let Some(reference) = &schema.reference else {
            continue;
        };
        if let Some(&own) = components.get(index)
            && component(reference.value) == Some(&own)
        {
            let owner = SchemaId(u32::try_from(index).unwrap_or(u32::MAX));
            circles.entry(own).or_default().push((owner, reference.clone()));
        }
    }
    circles.into_values().collect()
}

/// The report of a circle.
fn report(schemas: &Schemas, circle: &[Reference]) -> Option<Diagnostic> {
    let ((owner, first), rest) = circle.split_first()?;
    let target = |reference: &Located<SchemaId>| format!("on to `{}`", schemas.get(reference.value).pointer);
    let message = format!("`{}` comes back to itself", schemas.get(*owner).pointer);
    let diagnostic = Diagnostic::new(&catalogue::REFERENCE_CYCLE, first.span, message).label(target(first));
    let shown = rest.iter().take(SHOWN - 1);
    Some(shown.fold(diagnostic, |diagnostic, (_, reference)| diagnostic.also(reference.span, target(reference))))
}

/// The schemas that a schema applies to the same value.
fn in_place(schema: &Schema) -> Vec<SchemaId> {
    let reference = schema.reference.iter().map(|reference| reference.value);
    let lists = [&schema.all_of, &schema.any_of, &schema.one_of];
    let single = [schema.not, schema.if_, schema.then, schema.else_];
    reference
        .chain(lists.into_iter().flatten().copied())
        .chain(single.into_iter().flatten())
        .chain(schema.dependent_schemas.values().copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::{
        diagnostic::Diagnostics,
        document::testing::yaml,
        normalise::testing::{defects, labels, normalised, schemas},
    };

    #[test]
    fn circles_of_references_are_reported_once() {
        defects(
            "
A: {$ref: >>>'#/components/schemas/B'<<<}
B: {$ref: >>>'#/components/schemas/C'<<<, description: says nothing of its own}
C: {$ref: >>>'#/components/schemas/A'<<<}
Into: {$ref: '#/components/schemas/A'}
Self: {$ref: >>>'#/components/schemas/Self'<<<}
",
            &[
                "R0202 `#/components/schemas/A` comes back to itself",
                "R0202 `#/components/schemas/Self` comes back to itself",
            ],
        );
        let text = "A: {$ref: '#/components/schemas/B'}\nB: {$ref: '#/components/schemas/A'}";
        assert_eq!(labels(text), ["on to `#/components/schemas/B`"]);
    }

    #[test]
    fn circles_through_parts_of_the_same_value_are_reported() {
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let text = format!("A: {{{keyword}: [{{$ref: >>>'#/components/schemas/A'<<<}}, {{type: string}}]}}");
            let report = format!("R0202 `#/components/schemas/A/{keyword}/0` comes back to itself");
            defects(&text, &[&report]);
        }
        for keyword in ["not", "if", "then", "else"] {
            let text = format!("A: {{{keyword}: {{$ref: >>>'#/components/schemas/A'<<<}}}}");
            let report = format!("R0202 `#/components/schemas/A/{keyword}` comes back to itself");
            defects(&text, &[&report]);
        }
        let text = "A: {dependentSchemas: {a: {$ref: >>>'#/components/schemas/A'<<<}}}";
        defects(text, &["R0202 `#/components/schemas/A/dependentSchemas/a` comes back to itself"]);
    }

    #[test]
    fn schemas_may_come_back_for_parts_of_a_value() {
        let back = "{$ref: '#/components/schemas/A'}";
        let text = format!(
            "
A:
  type: [object, array]
  items: {back}
  prefixItems: [{back}]
  contains: {back}
  properties: {{a: {back}}}
  patternProperties: {{a: {back}}}
  additionalProperties: {back}
  propertyNames: {back}
B: {{allOf: [{back}, {back}]}}
"
        );
        schemas(&text);
    }

    #[test]
    fn whoever_follows_references_comes_to_an_end() {
        let schemas = "
            A: {allOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}
            B: {anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/C/x-in/y'}]}
            C: {$ref: '#/components/schemas/C/x-in', x-in: {y: {$ref: '#/components/schemas/A'}}}
            D: {$ref: '#/components/schemas/A'}";
        let text = format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\ncomponents:\n  schemas:{schemas}");
        let schemas = normalised(&yaml(&text), &mut Diagnostics::default());
        let left = schemas.arena.iter().filter(|schema| schema.reference.is_some());
        let left: Vec<_> = left.map(|schema| schema.pointer.as_str()).collect();
        assert_eq!(left, ["#/components/schemas/A/allOf/1", "#/components/schemas/C", "#/components/schemas/D"]);
    }
}
