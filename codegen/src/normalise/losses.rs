//! What can't be read of schemas: it is left out and noted, and what is left refuses nothing that the document accepts.
//!
//! A schema of which something is missing accepts more. That is right wherever more is accepted for it, and wrong where
//! less is: in `not`, in a condition, where exactly one of several may hold, or where items are counted.

use std::collections::HashSet;

use super::{Schema, SchemaId, Schemas, read::Reader};
use crate::{diagnostic::Diagnostic, document::Loss};

/// The keywords that refuse no value.
const ANNOTATIONS: [&str; 17] = [
    "title",
    "description",
    "deprecated",
    "readOnly",
    "writeOnly",
    "default",
    "example",
    "examples",
    "x-rust-name",
    "discriminator",
    "mapping",
    "`discriminator`",
    "`mapping`",
    "`propertyName`",
    "what a tag maps to",
    "$id",
    "$anchor",
];

impl Reader<'_, '_> {
    /// Reports why something of the schema that is being read is left out, and notes it.
    pub(super) fn lose(&mut self, what: &str, diagnostic: Diagnostic) {
        self.schemas.lose(self.owner, what, diagnostic.message.clone());
        self.diagnostics.push(diagnostic);
        if matches!(what, "properties" | "patternProperties") {
            self.unlisted.insert(self.owner);
        }
    }

    /// Lets a schema accept members that it does not name, where these are not known.
    pub(super) fn open_unlisted(&mut self, id: SchemaId) {
        if self.unlisted.contains(&id) && self.schemas.get_mut(id).additional_properties.take().is_some() {
            self.schemas.lose(id, "additionalProperties", "the members beside it can't be read".to_owned());
        }
    }
}

impl Schemas {
    /// Notes that something of a schema is left out.
    pub(super) fn lose(&mut self, id: SchemaId, what: &str, why: String) {
        let became = match what {
            _ if ANNOTATIONS.contains(&what) => "left out",
            "$ref" | "$dynamicRef" | "type" | "a schema" => "any value is accepted",
            _ => "not checked",
        };
        if !ANNOTATIONS.contains(&what) {
            self.lenient.insert(id);
        }
        let pointer = self.get(id).pointer.clone();
        self.losses.push(Loss {
            pointer,
            what: what.trim_matches('`').trim_start_matches("a ").to_owned(),
            became,
            why,
        });
    }
}

/// Leaves out what would refuse values because something else accepts too many.
pub(super) fn settle(schemas: &mut Schemas) {
    if schemas.lenient.is_empty() {
        return;
    }
    let lenient = lenient(schemas);
    for index in 0..schemas.arena.len() {
        let id = SchemaId(u32::try_from(index).unwrap_or(u32::MAX));
        let is_itself = lenient.contains(&id);
        for what in relax(schemas.get_mut(id), &lenient, is_itself) {
            schemas.lose(id, what, "something of what it depends on can't be read".to_owned());
        }
    }
}

/// The schemas that accept too much, because of themselves or of what they apply.
fn lenient(schemas: &Schemas) -> HashSet<SchemaId> {
    let mut callers: Vec<Vec<SchemaId>> = vec![Vec::new(); schemas.arena.len()];
    for (index, schema) in schemas.arena.iter().enumerate() {
        let caller = SchemaId(u32::try_from(index).unwrap_or(u32::MAX));
        for applied in schema.applied() {
            if let Some(callers) = callers.get_mut(applied.0 as usize) {
                callers.push(caller);
            }
        }
    }
    let mut found = schemas.lenient.clone();
    let mut open: Vec<SchemaId> = found.iter().copied().collect();
    while let Some(id) = open.pop() {
        for &caller in callers.get(id.0 as usize).into_iter().flatten() {
            if found.insert(caller) {
                open.push(caller);
            }
        }
    }
    found
}

/// Leaves out of a schema what it must not say, and tells what that is.
fn relax(schema: &mut Schema, lenient: &HashSet<SchemaId>, is_itself: bool) -> Vec<&'static str> {
    let mut lost = Vec::new();
    let is_lenient = |id: &Option<SchemaId>| id.is_some_and(|id| lenient.contains(&id));
    if is_lenient(&schema.not) {
        schema.not = None;
        lost.push("not");
    }
    if is_lenient(&schema.if_) {
        (schema.if_, schema.then, schema.else_) = (None, None, None);
        lost.push("if");
    }
    if is_lenient(&schema.contains) {
        (schema.contains, schema.min_contains, schema.max_contains) = (None, None, None);
        lost.push("contains");
    }
    // Where a tag tells the arms apart, no two of them hold.
    let is_told = schema.discriminator.is_some();
    if !is_told && schema.any_of.is_empty() && schema.one_of.iter().any(|arm| lenient.contains(arm)) {
        schema.any_of = std::mem::take(&mut schema.one_of);
        lost.push("oneOf");
    }
    if is_itself && schema.unevaluated_properties.take().is_some() {
        lost.push("unevaluatedProperties");
    }
    if is_itself && schema.unevaluated_items.take().is_some() {
        lost.push("unevaluatedItems");
    }
    lost
}

#[cfg(test)]
mod tests {
    use crate::{
        diagnostic::Diagnostics,
        document::testing::yaml,
        normalise::{
            Schemas,
            testing::{normalised, render},
        },
    };

    /// The schemas of a text, some of which can't be read.
    fn schemas(text: &str) -> Schemas {
        let indented: String = text.lines().map(|line| format!("    {line}\n")).collect();
        let text = format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\ncomponents:\n  schemas:\n{indented}");
        let mut diagnostics = Diagnostics::default();
        let schemas = normalised(&yaml(&text), &mut diagnostics);
        assert!(!diagnostics.is_empty() && !diagnostics.has_errors());
        schemas
    }

    #[test]
    fn what_can_not_be_read_is_left_out_and_noted() {
        let schemas = schemas(
            "A: {type: object, properties: {a: {$ref: '#/no'}}, minProperties: -1}\nB: 1\nC: {type: strin, minLength: 1}",
        );
        assert_eq!(render(&schemas, schemas.named("A")), "{type: object, properties: {a: {}}}");
        assert_eq!(render(&schemas, schemas.named("B")), "{}");
        assert_eq!(render(&schemas, schemas.named("C")), "{minLength: 1}");
        let losses: Vec<String> =
            schemas.losses.iter().map(|loss| format!("{} {}: {}", loss.pointer, loss.what, loss.became)).collect();
        assert_eq!(
            losses,
            [
                "#/components/schemas/A minProperties: not checked",
                "#/components/schemas/B schema: any value is accepted",
                "#/components/schemas/C type: any value is accepted",
                "#/components/schemas/A/properties/a $ref: any value is accepted",
            ]
        );
    }

    #[test]
    fn nothing_is_refused_because_something_can_not_be_read() {
        for (schema, became) in [
            ("{not: {$ref: '#/no'}}", "{}"),
            ("{not: {type: object, properties: {a: {allOf: [{$ref: '#/components/schemas/Bad'}]}}}}", "{}"),
            ("{if: {minLength: x}, then: false}", "{}"),
            ("{if: {minLength: 1}, then: {maxLength: x}}", "{if: {minLength: 1}, then: {}}"),
            ("{oneOf: [{type: string}, {$ref: '#/no'}]}", "{anyOf: [{type: string}, {}]}"),
            ("{contains: {$ref: '#/no'}, maxContains: 1}", "{}"),
            ("{properties: [], additionalProperties: false}", "{type: object}"),
            ("{additionalProperties: false, patternProperties: {$ref: '#/no'}}", "{}"),
            ("{allOf: [{$ref: '#/no'}], unevaluatedProperties: false}", "{allOf: [{}]}"),
        ] {
            let schemas = schemas(&format!("Bad: {{$ref: '#/no'}}\nA: {schema}"));
            assert_eq!(render(&schemas, schemas.named("A")), became, "{schema}");
        }
    }

    #[test]
    fn what_refuses_nothing_is_no_reason_to_accept_more() {
        let schemas = schemas("A: {not: {type: string, title: 1, deprecated: 2}}");
        assert_eq!(render(&schemas, schemas.named("A")), "{not: {type: string}}");
    }
}
