//! OpenAPI 3.0's `nullable`, and Swagger 2.0's `x-nullable`, lifted into JSON Schema's type `null`.
//!
//! By the letter of 3.0 it counts only beside `type`, and an `enum` has to have `null` as well. Authors mean that
//! `null` is accepted, and services send it: so it is read, in documents of any version.

use super::{
    Located, Schema, Types,
    read::{Reader, Subject},
};
use crate::{
    document::{Version, reader::Members},
    source::{Entry, Kind, Node},
};

/// The keywords that would refuse `null` whatever `type` says.
const REFUSING: [&str; 7] = ["$ref", "allOf", "anyOf", "oneOf", "not", "if", "const"];

/// Whether a schema says that it accepts `null`, in this way and in no other.
pub(super) fn is_nullable(members: &Members, version: Version) -> bool {
    let says = |name: &str| members.get(name).is_some_and(|entry| says(name, entry, version));
    (says("nullable") || says("x-nullable")) && !has_null_arm(members)
}

/// Whether a keyword says that `null` is accepted. Swagger 2.0 has none; what its tools agree on is an extension.
pub(super) fn says(name: &str, entry: &Entry, version: Version) -> bool {
    let is_one = name == "nullable" || name == "x-nullable" && version == Version::V2_0;
    is_one && entry.value.as_bool() == Some(true)
}

/// Whether `null` has to be an arm of its own, beside all that the schema says.
pub(super) fn needs_arm(members: &Members) -> bool {
    REFUSING.iter().any(|&name| members.contains_key(name))
}

/// Whether one of the arms is the type `null` already.
fn has_null_arm(members: &Members) -> bool {
    let arms = ["anyOf", "oneOf"].iter().filter_map(|&name| members.get(name)?.value.as_array());
    arms.flatten().any(|arm| arm.get("type").and_then(Node::as_str) == Some("null"))
}

impl<'a> Reader<'a, '_> {
    /// Adds `null` to the types and the values of a schema that has nothing else that would refuse it.
    pub(super) fn lift_nullable(&mut self, subject: Subject<'a, '_>) {
        let Some(entry) = said(subject.members).filter(|_| subject.nullable) else {
            return;
        };
        let schema = self.schemas.get_mut(subject.id);
        if let Some(types) = &mut schema.types {
            types.value = types.value.with(Types::NULL);
        }
        if let Some(values) = &mut schema.enumeration
            && !values.value.iter().any(|value| value.kind == Kind::Null)
        {
            values.value.push(Node { span: entry.value.span, kind: Kind::Null });
        }
    }

    /// Reads a schema as `anyOf` of what it says and `null`: two schemas that the document does not have. What
    /// describes the schema stays with the whole.
    pub(super) fn nullable_arm(&mut self, subject: Subject<'a, '_>) {
        let whole = subject.id;
        let span = self.schemas.get(whole).span;
        let arm = self.reserve(subject.location, span);
        self.keywords(Subject { id: arm, nullable: false, ..subject });
        let said = said(subject.members).map_or(span, |entry| entry.value.span);
        let null = self.reserve(&subject.location.push("nullable"), said);
        self.schemas.get_mut(null).types = Some(Located { value: Types::NULL, span: said });
        let described = take_description(self.schemas.get_mut(arm));
        let schema = self.schemas.get_mut(whole);
        let pointer = std::mem::take(&mut schema.pointer);
        *schema = Schema { span, pointer, any_of: vec![arm, null], ..described };
    }
}

/// The keyword that says whether `null` is accepted.
fn said(members: &Members) -> Option<&Entry> {
    members.get("nullable").or_else(|| members.get("x-nullable"))
}

/// What describes a schema, taken out of it.
pub(super) fn take_description(schema: &mut Schema) -> Schema {
    Schema {
        title: schema.title.take(),
        description: schema.description.take(),
        default: schema.default.take(),
        examples: std::mem::take(&mut schema.examples),
        deprecated: std::mem::take(&mut schema.deprecated),
        read_only: std::mem::take(&mut schema.read_only),
        write_only: std::mem::take(&mut schema.write_only),
        rust_name: schema.rust_name.take(),
        ..Schema::default()
    }
}

#[cfg(test)]
mod tests {
    use crate::normalise::testing::{became, defects_in, schemas};

    #[test]
    fn null_is_one_of_the_types_and_of_the_values() {
        for (schema, text) in [
            ("{type: string, nullable: true}", "{type: null|string}"),
            ("{nullable: true, type: [integer, 'null']}", "{type: null|integer}"),
            ("{type: string, nullable: false}", "{type: string}"),
            ("{nullable: true}", "{}"),
            (
                "{type: string, nullable: true, enum: [a], x-enum-varnames: [A]}",
                r#"{type: null|string, enum: ["a", null], names: [A]}"#,
            ),
            ("{enum: [null, a], nullable: true}", r#"{enum: [null, "a"]}"#),
            ("{nullable: true, type: object, properties: {}}", "{type: null|object}"),
        ] {
            assert_eq!(became("3.0.3", schema), text, "{schema}");
            assert_eq!(became("3.1.0", schema), text, "{schema}");
        }
    }

    #[test]
    fn null_is_an_arm_beside_what_would_refuse_it() {
        for (schema, text) in [
            (
                "{nullable: true, allOf: [{$ref: '#/components/schemas/B'}], title: T, default: null}",
                "{anyOf: [{allOf: [{$ref: #/components/schemas/B}]}, {type: null}], title: T, default: null}",
            ),
            (
                "{type: object, nullable: true, oneOf: [{required: [a]}], required: [b]}",
                "{anyOf: [{type: object, required: [b], oneOf: [{required: [a]}]}, {type: null}]}",
            ),
            ("{const: a, nullable: true}", r#"{anyOf: [{const: "a"}, {type: null}]}"#),
            ("{anyOf: [{type: string}, {type: 'null'}], nullable: true}", "{anyOf: [{type: string}, {type: null}]}"),
        ] {
            assert_eq!(became("3.0.3", schema), text, "{schema}");
            assert_eq!(became("3.1.0", schema), text, "{schema}");
        }
        let schema = "{$ref: '#/components/schemas/B', nullable: true}";
        let marked = "
A: {$ref: '#/components/schemas/B', >>>nullable<<<: true}
B: {type: string}
";
        defects_in("3.0.3", marked, &["R0413 `nullable` stands beside `$ref`, and so does not count"]);
        assert_eq!(became("3.1.0", schema), "{anyOf: [{$ref: #/components/schemas/B}, {type: null}]}");
    }

    #[test]
    fn swagger_has_an_extension_for_it() {
        assert_eq!(became("2.0", "{type: string, x-nullable: true}"), "{type: null|string}");
        assert_eq!(became("2.0", "{type: string, x-nullable: false}"), "{type: string}");
        assert_eq!(became("3.0.3", "{type: string, x-nullable: true}"), "{type: string}");
        let reference = "{allOf: [{$ref: '#/definitions/B'}], x-nullable: true}";
        assert_eq!(became("2.0", reference), "{anyOf: [{allOf: [{$ref: #/definitions/B}]}, {type: null}]}");
        let marked = "
A: {$ref: '#/definitions/B', >>>x-nullable<<<: true}
B: {type: string}
";
        defects_in("2.0", marked, &["R0413 `x-nullable` stands beside `$ref`, and so does not count"]);
    }

    #[test]
    fn an_arm_stands_where_the_whole_stands() {
        let schemas = schemas("A: {nullable: true, allOf: [{type: string}]}");
        let pointers: Vec<_> = schemas.arena.iter().map(|schema| schema.pointer.as_str()).collect();
        let whole = "#/components/schemas/A";
        let parts = ["#/components/schemas/A/allOf/0", "#/components/schemas/A/nullable"];
        assert_eq!(pointers, [whole, whole, parts[0], parts[1]]);
        assert_eq!(schemas.at(whole), Some(schemas.named("A")));
    }
}
