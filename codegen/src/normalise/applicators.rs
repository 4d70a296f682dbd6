//! Keywords that apply schemas: to the same value, or to parts of it. And the type that `properties` imply.

use super::{
    Located, Property, Types,
    assertions::{invalid, located},
    keywords::{self, Holds},
    read::{Context, Reader, Subject},
};
use crate::{
    diagnostic::{Diagnostic, catalogue},
    document::{
        reader::{LONGEST_CHAIN, Members, is_reference},
        reference::{Place, resolve},
    },
    source::{Entry, Node},
};

/// How many maps of schemas may stand within one another that are references.
const MOST_HOPS: usize = 64;

impl<'a> Reader<'a, '_> {
    /// A keyword that applies schemas, or else one that is not known.
    pub(super) fn applicator(&mut self, subject: Subject<'a, '_>, name: &'a str, entry: &'a Entry) {
        match keywords::holds(name) {
            Some(Holds::One) if !keywords::keeps(name) => self.subschema(subject, name, &entry.value),
            Some(Holds::List) => self.list(subject, name, &entry.value),
            Some(Holds::Map) => self.map(subject, name, &entry.value),
            _ => self.unknown(subject.id, name, entry.key),
        }
    }

    /// A keyword whose value is a schema.
    fn subschema(&mut self, subject: Subject<'a, '_>, name: &str, node: &'a Node) {
        if name == "items" && node.as_array().is_some() {
            let diagnostic = invalid(name, node, "a schema");
            self.lose(name, diagnostic.help("write `prefixItems` for the items that have schemas of their own"));
            return;
        }
        let context = match name {
            // The type of the value must not be guessed here: it would change what the condition means.
            "not" | "if" | "then" | "else" => subject.context.in_place(true),
            _ => subject.context.of_part(),
        };
        let child = self.schema(subject.location.push(name), node, context);
        let schema = self.schemas.get_mut(subject.id);
        let slot = match name {
            "items" => &mut schema.items,
            "contains" => &mut schema.contains,
            "additionalProperties" => &mut schema.additional_properties,
            "propertyNames" => &mut schema.property_names,
            "unevaluatedItems" => &mut schema.unevaluated_items,
            "unevaluatedProperties" => &mut schema.unevaluated_properties,
            "not" => &mut schema.not,
            "if" => &mut schema.if_,
            "then" => &mut schema.then,
            _ => &mut schema.else_,
        };
        *slot = Some(child);
    }

    /// A keyword whose value is an array of schemas.
    fn list(&mut self, subject: Subject<'a, '_>, name: &str, node: &'a Node) {
        let items = node.as_array().filter(|items| !items.is_empty());
        let Some(items) = items else {
            self.invalid(name, node, "an array of one schema or more");
            return;
        };
        let context = match name {
            "prefixItems" => subject.context.of_part(),
            _ => subject.context.in_place(is_typed(subject.members)),
        };
        let location = subject.location.push(name);
        let children: Vec<_> =
            items.iter().enumerate().map(|(index, item)| self.schema(location.index(index), item, context)).collect();
        let schema = self.schemas.get_mut(subject.id);
        let slot = match name {
            "prefixItems" => &mut schema.prefix_items,
            "allOf" => &mut schema.all_of,
            "anyOf" => &mut schema.any_of,
            _ => &mut schema.one_of,
        };
        *slot = children;
    }

    /// A keyword whose value is an object of schemas, or a reference to one, as in documents that are made of many files.
    fn map(&mut self, subject: Subject<'a, '_>, name: &str, node: &'a Node) {
        let mut place = Place::member(subject.location, name, node);
        for _ in 0..LONGEST_CHAIN {
            let Some(text) = place.node.get("$ref").filter(|_| is_reference(place.node)) else {
                break;
            };
            let reference = located(text.as_str().unwrap_or_default(), text);
            match resolve(self.trees, &reference.value, text.span.file, &mut self.nearest) {
                Ok(target) => place = target,
                Err(unresolved) => return self.lose(name, unresolved.report(&reference)),
            }
        }
        if place.location.parent().as_ref() == Some(subject.location) {
            return self.map_at(subject, name, place);
        }
        // What stands in one another by references may be deeper than any text.
        if self.hops >= MOST_HOPS {
            let message = format!("`{name}` is within too many that are references");
            return self.lose(name, Diagnostic::new(&catalogue::REFERENCE_CYCLE, node.span, message));
        }
        self.hops += 1;
        self.map_at(subject, name, place);
        self.hops -= 1;
    }

    /// An object of schemas, wherever it stands.
    fn map_at(&mut self, subject: Subject<'a, '_>, name: &str, place: Place<'a>) {
        let Place { node, location } = place;
        let Some(members) = node.as_object() else {
            self.invalid(name, node, "an object of schemas");
            return;
        };
        let context = match name {
            // They are only asked where the value is an object.
            "dependentSchemas" => subject.context.in_place(true),
            _ => subject.context.of_part(),
        };
        let context = match location.file() == subject.location.file() {
            true => context,
            false => Context { scope: self.scope_at(&location, context.scope), ..context },
        };
        for (member, entry) in members {
            let schema = self.schema(location.push(member), &entry.value, context);
            let parent = self.schemas.get_mut(subject.id);
            let property = Property { key: entry.key, schema };
            match name {
                "properties" => drop(parent.properties.insert(member.clone(), property)),
                "patternProperties" => drop(parent.pattern_properties.insert(member.clone(), property)),
                _ => drop(parent.dependent_schemas.insert(member.clone(), schema)),
            }
        }
    }

    /// Takes a schema for an object's where it has `properties` and nothing says a type, unless options say otherwise.
    pub(super) fn imply_object(&mut self, subject: Subject<'a, '_>) {
        let Some(entry) = subject.members.get("properties") else {
            return;
        };
        if self.exact_types || subject.context.typed || is_typed(subject.members) {
            return;
        }
        self.implied.push((subject.id, entry.key));
        self.schemas.get_mut(subject.id).types = Some(Located { value: Types::OBJECT, span: entry.key });
    }
}

/// Whether a schema, or one of its `allOf`, says what type a value has, as far as can be seen without following
/// references.
fn is_typed(members: &Members) -> bool {
    let says = |members: &Members| {
        let keywords = ["type", "$ref", "enum", "const"];
        keywords.iter().any(|&name| members.contains_key(name))
    };
    let parts = members.get("allOf").and_then(|entry| entry.value.as_array());
    let mut parts = parts.into_iter().flatten().filter_map(Node::as_object);
    says(members) || parts.any(says)
}

#[cfg(test)]
mod tests {
    use crate::{
        diagnostic::Diagnostics,
        document::{self, testing::yaml},
        normalise::{
            normalise,
            testing::{became, defects, render, schemas, schemas_in},
        },
        options::Options,
    };

    #[test]
    fn every_applicator_is_read() {
        for schema in [
            "{items: {type: string}, contains: true, unevaluatedItems: false}",
            "{additionalProperties: false, propertyNames: {minLength: 1}, unevaluatedProperties: {}}",
            "{not: {type: null}, if: true, then: {}, else: false}".replace("null", "string").as_str(),
            "{prefixItems: [true, {type: string}], allOf: [{}], anyOf: [{}, true], oneOf: [{minLength: 1}]}",
            "{type: object, properties: {b: {type: string}, a: {}}, patternProperties: {^x: {}}}",
            "{dependentSchemas: {b: {required: [a]}}}",
        ] {
            assert_eq!(became("3.1.0", schema), schema);
        }
    }

    #[test]
    fn applicators_of_wrong_kinds_are_reported() {
        defects(
            "
A: {allOf: >>>[]<<<, anyOf: >>>{}<<<, not: >>>1<<<, properties: >>>[]<<<, items: >>>[{}]<<<, $ref: >>>1<<<}
B: >>>text<<<
C: {type: object, properties: {a: >>>null<<<}}
D: {$id: >>>1<<<, $anchor: >>>true<<<, $dynamicRef: >>>{}<<<}
",
            &[
                "R0402 `allOf` must be an array of one schema or more, but is an empty array",
                "R0402 `anyOf` must be an array of one schema or more, but is an object",
                "R0105 a schema must be an object or a boolean, but is a number",
                "R0402 `properties` must be an object of schemas, but is an empty array",
                "R0402 `items` must be a schema, but is an array",
                "R0402 `$ref` must be a string, but is `1`",
                "R0105 a schema must be an object or a boolean, but is a string",
                "R0105 a schema must be an object or a boolean, but is null",
                "R0402 `$id` must be a string, but is `1`",
                "R0402 `$anchor` must be a string, but is a boolean",
                "R0402 `$dynamicRef` must be a string, but is an object",
            ],
        );
    }

    #[test]
    fn properties_without_type_are_taken_for_an_objects() {
        let report = "R0406 `properties` without `type`: taken for the schema of an object";
        defects(
            "
A: {>>>properties<<<: {a: {>>>properties<<<: {}}}}
B: {oneOf: [{>>>properties<<<: {}}, {required: [a]}]}
C: {allOf: [{>>>properties<<<: {}}, {minProperties: 1}]}
",
            &[report; 4],
        );
    }

    #[test]
    fn properties_need_no_type_where_it_is_said_elsewhere_or_must_not_be_guessed() {
        let text = "
Base: {type: object}
Said: {type: object, oneOf: [{properties: {}}], allOf: [{properties: {}}, {allOf: [{properties: {}}]}]}
Referred: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {a: {}}}], properties: {b: {}}}
Beside: {$ref: '#/components/schemas/Base', properties: {}}
Condition: {if: {properties: {}}, then: {properties: {}}, not: {allOf: [{properties: {}}]}}
Dependent: {dependentSchemas: {a: {properties: {b: {}}}}}
";
        let schemas = schemas(text);
        let typed = schemas.arena.iter().filter(|schema| schema.types.is_some()).count();
        assert_eq!(typed, 2);
    }

    #[test]
    fn properties_mean_no_type_where_types_are_exact() {
        let root =
            yaml("{openapi: 3.1.0, info: {title: T, version: '1'}, components: {schemas: {A: {properties: {}}}}}");
        let mut diagnostics = Diagnostics::default();
        let document = document::read(&root, &mut diagnostics).unwrap();
        let options = Options { exact_types: true, ..Options::default() };
        let schemas = normalise(&document, &options, &mut diagnostics);
        assert_eq!(render(&schemas, schemas.named("A")), "{}");
        assert_eq!(diagnostics, Diagnostics::default());
    }

    #[test]
    fn maps_of_schemas_may_be_references() {
        let schemas = schemas(
            "
A: {type: object, properties: {$ref: '#/components/schemas/B/properties'}}
B: {type: object, properties: {again: {type: object, properties: {$ref: '#/components/schemas/A/properties'}}}}
",
        );
        let a = schemas.get(schemas.named("A"));
        let again = a.properties["again"].schema;
        assert_eq!(schemas.get(again).pointer, "#/components/schemas/B/properties/again");
        assert_eq!(schemas.get(again).properties["again"].schema, again);
    }

    #[test]
    fn references_to_maps_are_followed_to_a_bound() {
        let far = |count: usize| {
            let next = |at: usize| format!("{{$ref: '#/components/schemas/P{at}/properties'}}");
            let each = |at: usize| {
                format!("P{at}: {{type: object, properties: {{x: {{type: object, properties: {}}}}}}}\n", next(at + 1))
            };
            let all: String = (0..count).rev().map(each).collect();
            super::super::testing::reported(&format!(
                "A: {{type: object, properties: {}}}\n{all}P{count}: {{type: object, properties: {{}}}}",
                next(0)
            ))
        };
        assert!(far(20).is_empty());
        assert!(far(2_000).iter().any(|defect| defect.message.contains("too many")));
    }

    #[test]
    fn booleans_are_schemas_in_any_version() {
        let schemas = schemas_in("3.0.3", "A: {type: object, additionalProperties: true}\nB: false");
        assert_eq!(render(&schemas, schemas.named("A")), "{type: object, additionalProperties: true}");
        assert_eq!(render(&schemas, schemas.named("B")), "false");
    }
}
