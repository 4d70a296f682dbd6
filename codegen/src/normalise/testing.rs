//! For tests: schemas written down again as JSON Schema, and what is reported of them.

use indexmap::IndexMap;

use super::{Located, Property, Schema, SchemaId, Schemas, Types, normalise};
use crate::{
    diagnostic::Diagnostics,
    document::{self, testing},
    options::Options,
    source::{Node, Trees},
};

/// A document of one version whose `components.schemas` are given.
fn document(version: &str, schemas: &str) -> String {
    if version == "2.0" {
        let indented: String = schemas.lines().map(|line| format!("  {line}\n")).collect();
        return format!("swagger: '2.0'\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ndefinitions:\n{indented}");
    }
    let indented: String = schemas.lines().map(|line| format!("    {line}\n")).collect();
    format!("openapi: {version}\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{indented}")
}

/// Normalises a document that was read without defects.
pub(super) fn normalised(root: &Trees, diagnostics: &mut Diagnostics) -> Schemas {
    let document = document::read(root, diagnostics).unwrap();
    normalise(&document, &Options::default(), diagnostics)
}

/// What is reported of marked `components.schemas`, as [`testing::expect`] has it.
pub(super) fn defects(marked: &str, expected: &[&str]) {
    defects_in("3.1.0", marked, expected);
}

/// The same, in a version.
pub(super) fn defects_in(version: &str, marked: &str, expected: &[&str]) {
    testing::expect(&document(version, marked), expected, |root, diagnostics| {
        normalised(root, diagnostics);
    });
}

/// The labels at the places of the defects.
pub(super) fn labels(schemas: &str) -> Vec<String> {
    testing::labels(&document("3.1.0", schemas), |root, diagnostics| {
        normalised(root, diagnostics);
    })
}

/// What is reported of `components.schemas`.
pub(super) fn reported(schemas: &str) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    normalised(&testing::yaml(&document("3.1.0", schemas)), &mut diagnostics);
    diagnostics
}

/// The schemas of `components.schemas` without defects.
pub(crate) fn schemas(schemas: &str) -> Schemas {
    schemas_in("3.1.0", schemas)
}

/// The same, in a version.
pub(super) fn schemas_in(version: &str, schemas: &str) -> Schemas {
    let text = document(version, schemas);
    let mut diagnostics = Diagnostics::default();
    let schemas = normalised(&testing::yaml(&text), &mut diagnostics);
    assert_eq!(diagnostics, Diagnostics::default(), "in {text}");
    schemas
}

/// One schema, without defects, as what it became.
pub(super) fn became(version: &str, schema: &str) -> String {
    let schemas = schemas_in(version, &format!("A: {schema}\nB: {{type: string}}"));
    render(&schemas, schemas.named("A"))
}

/// A schema as JSON Schema, in a short notation.
pub(super) fn render(schemas: &Schemas, id: SchemaId) -> String {
    let schema = schemas.get(id);
    if let Some(truth) = schema.boolean {
        return truth.to_string();
    }
    let mut out = Out { schemas, parts: Vec::new() };
    out.assertions(schema);
    out.applicators(schema);
    out.annotations(schema);
    format!("{{{}}}", out.parts.join(", "))
}

struct Out<'a> {
    schemas: &'a Schemas,
    parts: Vec<String>,
}

impl Out<'_> {
    fn assertions(&mut self, schema: &Schema) {
        if let Some(reference) = &schema.reference {
            self.say("$ref", &self.schemas.get(reference.value).pointer);
        }
        if let Some(types) = &schema.types {
            self.say("type", &names(types.value));
        }
        self.maybe("const", schema.constant.as_ref().map(Node::to_json));
        let values = schema.enumeration.as_ref();
        self.maybe("enum", values.map(|values| json(&values.value)));
        for (name, bound) in [
            ("minimum", &schema.minimum),
            ("maximum", &schema.maximum),
            ("exclusiveMinimum", &schema.exclusive_minimum),
            ("exclusiveMaximum", &schema.exclusive_maximum),
            ("multipleOf", &schema.multiple_of),
            ("pattern", &schema.pattern),
            ("format", &schema.format),
            ("contentEncoding", &schema.content_encoding),
            ("contentMediaType", &schema.content_media_type),
            ("x-rust-name", &schema.rust_name),
        ] {
            self.maybe(name, bound.as_ref().map(|bound| bound.value.clone()));
        }
        for (name, count) in [
            ("minLength", &schema.min_length),
            ("maxLength", &schema.max_length),
            ("minItems", &schema.min_items),
            ("maxItems", &schema.max_items),
            ("minContains", &schema.min_contains),
            ("maxContains", &schema.max_contains),
            ("minProperties", &schema.min_properties),
            ("maxProperties", &schema.max_properties),
        ] {
            self.maybe(name, count.as_ref().map(|count| count.value.to_string()));
        }
        self.flag("uniqueItems", schema.unique_items);
        self.some("required", &texts(&schema.required), schema.required.is_empty());
        let dependent = &schema.dependent_required;
        let shown: Vec<_> = dependent.iter().map(|(name, names)| format!("{name}: {}", texts(names))).collect();
        self.some("dependentRequired", &format!("{{{}}}", shown.join(", ")), dependent.is_empty());
    }

    fn applicators(&mut self, schema: &Schema) {
        for (name, child) in [
            ("items", schema.items),
            ("contains", schema.contains),
            ("additionalProperties", schema.additional_properties),
            ("propertyNames", schema.property_names),
            ("not", schema.not),
            ("if", schema.if_),
            ("then", schema.then),
            ("else", schema.else_),
            ("unevaluatedItems", schema.unevaluated_items),
            ("unevaluatedProperties", schema.unevaluated_properties),
        ] {
            self.maybe(name, child.map(|child| render(self.schemas, child)));
        }
        for (name, list) in [
            ("prefixItems", &schema.prefix_items),
            ("allOf", &schema.all_of),
            ("anyOf", &schema.any_of),
            ("oneOf", &schema.one_of),
        ] {
            let shown: Vec<_> = list.iter().map(|&id| render(self.schemas, id)).collect();
            self.some(name, &format!("[{}]", shown.join(", ")), list.is_empty());
        }
        let ids = |map: &IndexMap<String, Property>| {
            map.iter().map(|(name, property)| (name.clone(), property.schema)).collect()
        };
        let maps: [(&str, IndexMap<String, SchemaId>); 3] = [
            ("properties", ids(&schema.properties)),
            ("patternProperties", ids(&schema.pattern_properties)),
            ("dependentSchemas", schema.dependent_schemas.clone()),
        ];
        for (name, map) in maps {
            let shown: Vec<_> = map.iter().map(|(name, &id)| format!("{name}: {}", render(self.schemas, id))).collect();
            self.some(name, &format!("{{{}}}", shown.join(", ")), map.is_empty());
        }
        if let Some(discriminator) = &schema.discriminator {
            let target = |id: SchemaId| &self.schemas.get(id).pointer;
            let entries = discriminator.mapping.iter();
            let entries: Vec<_> = entries.map(|(tag, id)| format!("{tag}: {}", target(id.value))).collect();
            let shown = format!("{} {{{}}}", discriminator.property.value, entries.join(", "));
            self.say("discriminator", &shown);
        }
    }

    fn annotations(&mut self, schema: &Schema) {
        self.maybe("title", schema.title.clone());
        self.maybe("description", schema.description.clone());
        self.maybe("default", schema.default.as_ref().map(Node::to_json));
        self.maybe("x-rust-type", schema.rust_type.as_ref().map(Node::to_json));
        self.some("examples", &json(&schema.examples), schema.examples.is_empty());
        self.flag("deprecated", schema.deprecated);
        self.flag("readOnly", schema.read_only);
        self.flag("writeOnly", schema.write_only);
        self.some("names", &texts(&schema.variant_names), schema.variant_names.is_empty());
        let descriptions = &schema.variant_descriptions;
        self.some("descriptions", &format!("{descriptions:?}"), descriptions.is_empty());
        self.some("unknown", &texts(&schema.unknown), schema.unknown.is_empty());
    }

    fn say(&mut self, name: &str, value: &str) {
        self.parts.push(format!("{name}: {value}"));
    }

    fn maybe(&mut self, name: &str, value: Option<String>) {
        if let Some(value) = value {
            self.say(name, &value);
        }
    }

    fn some(&mut self, name: &str, value: &str, empty: bool) {
        if !empty {
            self.say(name, value);
        }
    }

    fn flag(&mut self, name: &str, truth: bool) {
        self.some(name, "true", !truth);
    }
}

fn json(nodes: &[Node]) -> String {
    let nodes: Vec<_> = nodes.iter().map(Node::to_json).collect();
    format!("[{}]", nodes.join(", "))
}

fn texts(texts: &[Located<String>]) -> String {
    let texts: Vec<_> = texts.iter().map(|text| text.value.as_str()).collect();
    format!("[{}]", texts.join(", "))
}

fn names(types: Types) -> String {
    let names: Vec<_> =
        super::assertions::TYPES.iter().filter(|(_, known)| types.contains(*known)).map(|(name, _)| *name).collect();
    names.join("|")
}
