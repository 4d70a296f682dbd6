//! Keywords with plain values that a schema asserts: types, bounds, lengths, names.

use super::{
    Located, Schema, SchemaId, Types,
    read::{Reader, Subject},
};
use crate::{
    diagnostic::{Diagnostic, catalogue},
    document::reader::wrong_kind,
    source::{Kind, Node},
};

/// JSON's types.
pub(super) const TYPES: [(&str, Types); 7] = [
    ("null", Types::NULL),
    ("boolean", Types::BOOLEAN),
    ("integer", Types::INTEGER),
    ("number", Types::NUMBER),
    ("string", Types::STRING),
    ("array", Types::ARRAY),
    ("object", Types::OBJECT),
];

/// What others call JSON's types, where the names are not alike.
const SYNONYMS: [(&str, &str); 17] = [
    ("bool", "boolean"),
    ("int", "integer"),
    ("int32", "integer"),
    ("int64", "integer"),
    ("long", "integer"),
    ("float", "number"),
    ("double", "number"),
    ("decimal", "number"),
    ("str", "string"),
    ("text", "string"),
    ("date", "string"),
    ("datetime", "string"),
    ("file", "string"),
    ("uuid", "string"),
    ("list", "array"),
    ("dict", "object"),
    ("map", "object"),
];

impl Reader<'_, '_> {
    /// Reports a value of a kind that a keyword does not ask for, or that makes no sense.
    pub(super) fn invalid(&mut self, name: &str, node: &Node, wanted: &str) {
        self.lose(name, invalid(name, node, wanted));
    }

    /// Reports a value of another kind than OpenAPI asks for.
    pub(super) fn wrong_kind(&mut self, node: &Node, what: &str, wanted: &str) {
        self.lose(what, wrong_kind(node, what, wanted));
    }

    /// `type`: one or several.
    pub(super) fn types(&mut self, id: SchemaId, node: &Node) {
        let names = match &node.kind {
            Kind::String(_) => std::slice::from_ref(node),
            Kind::Array(names) if !names.is_empty() => names,
            Kind::Null => {
                let diagnostic = invalid("type", node, "a string");
                self.lose("type", diagnostic.help("the type is called `\"null\"`, in quotes"));
                return;
            }
            _ => return self.invalid("type", node, "a type's name or several"),
        };
        let known: Vec<Types> = names.iter().filter_map(|name| self.type_of(name)).collect();
        // Where one of several is not known, any value may be of it.
        if known.len() == names.len() {
            self.schemas.get_mut(id).types =
                Some(Located { value: known.into_iter().fold(Types::default(), Types::with), span: node.span });
        }
    }

    /// Swagger 2.0's `type: file`: bytes.
    pub(super) fn file(&mut self, id: SchemaId, node: &Node) {
        let schema = self.schemas.get_mut(id);
        schema.types = Some(Located { value: Types::STRING, span: node.span });
        schema.format.get_or_insert_with(|| located("binary", node));
    }

    /// The type that a name names.
    fn type_of(&mut self, node: &Node) -> Option<Types> {
        let Some(name) = node.as_str() else {
            self.invalid("type", node, "a string");
            return None;
        };
        let known = TYPES.iter().find(|(known, _)| *known == name);
        if known.is_none() {
            let synonym = SYNONYMS.iter().find(|(synonym, _)| synonym.eq_ignore_ascii_case(name));
            let nearest = match synonym {
                Some((_, known)) => Some(*known),
                None => self.nearest.find(name, TYPES.iter().map(|(known, _)| *known)),
            };
            let message = format!("`{name}` is no type of JSON");
            let diagnostic = Diagnostic::new(&catalogue::UNKNOWN_TYPE, node.span, message);
            let diagnostic = match nearest {
                Some(nearest) => diagnostic.label(format!("did you mean `{nearest}`?")),
                None => diagnostic,
            };
            self.lose("type", diagnostic);
        }
        known.map(|(_, types)| *types)
    }

    /// `minimum` and the like. As OpenAPI 3.0 has it, and many a 3.1 document still, `exclusiveMinimum` is no bound: it
    /// says of `minimum` what kind it is.
    pub(super) fn bound(&mut self, subject: Subject<'_, '_>, name: &str, node: &Node) {
        let exclusive = match name {
            "minimum" => "exclusiveMinimum",
            "maximum" => "exclusiveMaximum",
            _ => name,
        };
        let flag = subject.members.get(exclusive).and_then(|entry| entry.value.as_bool());
        if flag.is_some() && name == exclusive {
            return;
        }
        let Some(text) = node.as_number() else {
            self.invalid(name, node, "a number");
            return;
        };
        let lifted = if flag == Some(true) { exclusive } else { name };
        let schema = self.schemas.get_mut(subject.id);
        let slot = match lifted {
            "minimum" => &mut schema.minimum,
            "maximum" => &mut schema.maximum,
            "exclusiveMinimum" => &mut schema.exclusive_minimum,
            _ => &mut schema.exclusive_maximum,
        };
        *slot = Some(located(text, node));
    }

    /// `multipleOf`
    pub(super) fn multiple_of(&mut self, id: SchemaId, node: &Node) {
        match node.as_number() {
            Some(text) if is_positive(text) => self.schemas.get_mut(id).multiple_of = Some(located(text, node)),
            _ => self.invalid("multipleOf", node, "a number greater than 0"),
        }
    }

    /// A keyword whose value is a length or a count.
    pub(super) fn count(&mut self, id: SchemaId, name: &str, node: &Node) {
        let Some(value) = node.as_number().and_then(whole) else {
            self.invalid(name, node, "a whole number, 0 or greater");
            return;
        };
        let schema = self.schemas.get_mut(id);
        let slot = match name {
            "minLength" => &mut schema.min_length,
            "maxLength" => &mut schema.max_length,
            "minItems" => &mut schema.min_items,
            "maxItems" => &mut schema.max_items,
            "minContains" => &mut schema.min_contains,
            "maxContains" => &mut schema.max_contains,
            "minProperties" => &mut schema.min_properties,
            _ => &mut schema.max_properties,
        };
        let span = node.span;
        *slot = Some(Located { value, span });
    }

    /// A keyword whose value is a text with a meaning.
    pub(super) fn text(&mut self, id: SchemaId, name: &str, node: &Node) {
        let Some(text) = node.as_str() else {
            self.invalid(name, node, "a string");
            return;
        };
        let schema = self.schemas.get_mut(id);
        let slot = match name {
            "pattern" => &mut schema.pattern,
            "format" => &mut schema.format,
            "contentEncoding" => &mut schema.content_encoding,
            "contentMediaType" => &mut schema.content_media_type,
            _ => &mut schema.rust_name,
        };
        *slot = Some(located(text, node));
    }

    /// A keyword whose value is a set of members' names; a name that stands twice means nothing more.
    pub(super) fn names(&mut self, name: &str, node: &Node) -> Vec<Located<String>> {
        let Some(items) = node.as_array() else {
            self.invalid(name, node, "an array of strings");
            return Vec::new();
        };
        let mut seen = std::collections::HashSet::new();
        let mut names = Vec::new();
        for item in items {
            match item.as_str() {
                Some(text) if seen.insert(text) => names.push(located(text, item)),
                Some(_) => {}
                None => self.invalid(name, item, "an array of strings"),
            }
        }
        names
    }

    /// `dependentRequired`
    pub(super) fn dependent_required(&mut self, id: SchemaId, node: &Node) {
        let Some(members) = node.as_object() else {
            self.invalid("dependentRequired", node, "an object of arrays of strings");
            return;
        };
        for (member, entry) in members {
            let names = self.names("dependentRequired", &entry.value);
            self.schemas.get_mut(id).dependent_required.insert(member.clone(), names);
        }
    }

    /// Reports bounds between which there is nothing.
    pub(super) fn check_bounds(&mut self, id: SchemaId) {
        let schema = self.schemas.get(id);
        let number = |bound: &Option<Located<String>>| {
            let bound = bound.as_ref()?;
            Some((bound.value.parse::<f64>().ok()?, bound.value.clone(), bound.span))
        };
        let count = |bound: &Option<Located<u64>>| {
            let bound = bound.as_ref()?;
            Some((bound.value as f64, bound.value.to_string(), bound.span))
        };
        let pairs = [
            ("minimum", number(&schema.minimum), "maximum", number(&schema.maximum), false),
            ("exclusiveMinimum", number(&schema.exclusive_minimum), "maximum", number(&schema.maximum), true),
            ("minimum", number(&schema.minimum), "exclusiveMaximum", number(&schema.exclusive_maximum), true),
            (
                "exclusiveMinimum",
                number(&schema.exclusive_minimum),
                "exclusiveMaximum",
                number(&schema.exclusive_maximum),
                true,
            ),
            ("minLength", count(&schema.min_length), "maxLength", count(&schema.max_length), false),
            ("minItems", count(&schema.min_items), "maxItems", count(&schema.max_items), false),
            ("minContains", count(&schema.min_contains), "maxContains", count(&schema.max_contains), false),
            ("minProperties", count(&schema.min_properties), "maxProperties", count(&schema.max_properties), false),
        ];
        for (lower, least, upper, most, is_exclusive) in pairs {
            if let (Some((least, least_text, place)), Some((most, most_text, span))) = (least, most)
                && (least > most || is_exclusive && least == most)
            {
                let message = format!("nothing is within `{lower}: {least_text}` and `{upper}: {most_text}`");
                let diagnostic = Diagnostic::new(&catalogue::EMPTY_RANGE, span, message);
                self.diagnostics.push(diagnostic.also(place, "the other bound"));
            }
        }
    }

    /// Reports what `required` names and nothing declares. Where other schemas apply to the same value, they may.
    pub(super) fn check_required(&mut self, subject: Subject<'_, '_>) {
        let schema = self.schemas.get(subject.id);
        let open = ["additionalProperties", "unevaluatedProperties"].iter().any(|&name| {
            let entry = subject.members.get(name);
            entry.is_some_and(|entry| entry.value.as_bool() != Some(false))
        });
        let judged = subject.members.contains_key("properties") && schema.pattern_properties.is_empty();
        if !judged || open || subject.context.in_place || is_composed(schema, subject) {
            return;
        }
        for name in &schema.required {
            if !schema.properties.contains_key(&name.value) {
                let known = schema.properties.keys().map(String::as_str);
                let message = format!("`required` names `{}`, which is not among `properties`", name.value);
                let diagnostic = Diagnostic::new(&catalogue::REQUIRED_WITHOUT_PROPERTY, name.span, message);
                self.diagnostics.push(match self.nearest.find(&name.value, known) {
                    Some(nearest) => diagnostic.label(format!("did you mean `{nearest}`?")),
                    None => diagnostic,
                });
            }
        }
    }
}

/// Whether other schemas apply to the same value.
fn is_composed(schema: &Schema, subject: Subject<'_, '_>) -> bool {
    let lists = [&schema.all_of, &schema.any_of, &schema.one_of];
    let listed = lists.iter().any(|list| !list.is_empty());
    listed || schema.if_.is_some() || !schema.dependent_schemas.is_empty() || subject.members.contains_key("$ref")
}

/// The report of a value that a keyword does not ask for.
pub(super) fn invalid(name: &str, node: &Node, wanted: &str) -> Diagnostic {
    let found = match &node.kind {
        Kind::Number(text) => format!("`{text}`"),
        Kind::Array(items) if items.is_empty() => "an empty array".to_owned(),
        _ => node.describe().to_owned(),
    };
    let message = format!("`{name}` must be {wanted}, but is {found}");
    Diagnostic::new(&catalogue::INVALID_KEYWORD, node.span, message).label(format!("not {wanted}"))
}

/// A text with its place.
pub(super) fn located(text: &str, node: &Node) -> Located<String> {
    Located { value: text.to_owned(), span: node.span }
}

/// Whether a number is greater than 0, however small.
fn is_positive(text: &str) -> bool {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    !text.starts_with('-') && mantissa.contains(|digit: char| matches!(digit, '1'..='9'))
}

/// The whole number that a text such as `10` or `1e1` is; one that is too big is as good as the biggest.
fn whole(text: &str) -> Option<u64> {
    if let Ok(whole) = text.parse() {
        return Some(whole);
    }
    let number: f64 = text.parse().ok()?;
    (number >= 0.0 && number == number.trunc()).then_some(number as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{became, defects, defects_in, labels};

    #[test]
    fn every_assertion_is_read() {
        for schema in [
            "{type: string, minLength: 1, maxLength: 2}",
            "{type: string, pattern: ^a, format: byte, contentEncoding: base64, contentMediaType: image/png}",
            "{type: number, minimum: -1.5, maximum: 1e300, multipleOf: 0.01}",
            "{exclusiveMinimum: 0, exclusiveMaximum: 12345678901234567890}",
            "{type: array, minItems: 1, maxItems: 2, minContains: 3, maxContains: 4, uniqueItems: true}",
            "{type: object, minProperties: 1, maxProperties: 2, required: [b, a]}",
            "{dependentRequired: {a: [b, c], d: []}}",
            "{x-rust-name: Name}",
        ] {
            assert_eq!(became("3.1.0", schema), schema);
        }
    }

    #[test]
    fn types_are_one_or_several() {
        assert_eq!(became("3.1.0", "{type: [string, 'null']}"), "{type: null|string}");
        let all = "{type: ['null', boolean, integer, number, string, array, object]}";
        assert_eq!(became("3.1.0", all), "{type: null|boolean|integer|number|string|array|object}");
    }

    #[test]
    fn unknown_types_are_reported_with_what_was_meant() {
        defects(
            "{A: {type: >>>strin<<<}, B: {type: [string, >>>Float<<<]}, C: {type: >>>any<<<}}",
            &["R0401 `strin` is no type of JSON", "R0401 `Float` is no type of JSON", "R0401 `any` is no type of JSON"],
        );
        assert_eq!(
            labels("{A: {type: strin}, B: {type: Float}, C: {type: file}, D: {type: any}, E: {type: bool}}"),
            [
                "did you mean `string`?",
                "did you mean `number`?",
                "did you mean `string`?",
                "",
                "did you mean `boolean`?"
            ]
        );
    }

    #[test]
    fn what_makes_no_sense_is_reported() {
        defects(
            "
A: {minLength: >>>-1<<<, maxLength: >>>1.5<<<, minItems: >>>'1'<<<, maxItems: >>>null<<<}
B: {multipleOf: >>>0<<<}
C: {multipleOf: >>>-0.5<<<}
D: {multipleOf: >>>0.0e5<<<, minimum: >>>'0'<<<}
E: {required: >>>true<<<}
F: {required: [a, >>>1<<<]}
G: {pattern: >>>1<<<, format: >>>[]<<<, uniqueItems: >>>1<<<, nullable: >>>'true'<<<}
H: {type: >>>[]<<<}
I: {type: >>>null<<<}
J: {type: >>>{}<<<}
K: {type: [string, >>>null<<<]}
L: {dependentRequired: >>>[]<<<}
M: {dependentRequired: {a: >>>b<<<}}
",
            &[
                "R0402 `minLength` must be a whole number, 0 or greater, but is `-1`",
                "R0402 `maxLength` must be a whole number, 0 or greater, but is `1.5`",
                "R0402 `minItems` must be a whole number, 0 or greater, but is a string",
                "R0402 `maxItems` must be a whole number, 0 or greater, but is null",
                "R0402 `multipleOf` must be a number greater than 0, but is `0`",
                "R0402 `multipleOf` must be a number greater than 0, but is `-0.5`",
                "R0402 `multipleOf` must be a number greater than 0, but is `0.0e5`",
                "R0402 `minimum` must be a number, but is a string",
                "R0402 `required` must be an array of strings, but is a boolean",
                "R0402 `required` must be an array of strings, but is `1`",
                "R0402 `pattern` must be a string, but is `1`",
                "R0402 `format` must be a string, but is an empty array",
                "R0402 `uniqueItems` must be a boolean, but is `1`",
                "R0402 `nullable` must be a boolean, but is a string",
                "R0402 `type` must be a type's name or several, but is an empty array",
                "R0402 `type` must be a string, but is null",
                "R0402 `type` must be a type's name or several, but is an object",
                "R0402 `type` must be a string, but is null",
                "R0402 `dependentRequired` must be an object of arrays of strings, but is an empty array",
                "R0402 `dependentRequired` must be an array of strings, but is a string",
            ],
        );
    }

    #[test]
    fn files_of_swagger_are_bytes() {
        assert_eq!(became("2.0", "{type: file}"), "{type: string, format: binary}");
        assert_eq!(became("2.0", "{type: file, format: byte}"), "{type: string, format: byte}");
        assert_eq!(became("2.0", "{type: string, x-example: a}"), "{type: string, examples: [\"a\"]}");
    }

    #[test]
    fn exclusive_bounds_of_3_0_become_bounds() {
        for version in ["2.0", "3.0.3", "3.1.0"] {
            assert_eq!(became(version, "{minimum: 1, exclusiveMinimum: true}"), "{exclusiveMinimum: 1}");
            assert_eq!(became(version, "{exclusiveMaximum: true, maximum: 1.50}"), "{exclusiveMaximum: 1.50}");
            assert_eq!(became(version, "{minimum: 1, exclusiveMinimum: false}"), "{minimum: 1}");
            assert_eq!(became(version, "{exclusiveMinimum: true}"), "{}");
            assert_eq!(became(version, "{exclusiveMinimum: 0, minimum: 1}"), "{minimum: 1, exclusiveMinimum: 0}");
        }
    }

    #[test]
    fn bounds_with_nothing_between_them_are_reported() {
        defects(
            "
A: {minimum: >>>3<<<, maximum: >>>2.5<<<}
B: {exclusiveMinimum: >>>3<<<, maximum: >>>3<<<}
C: {minimum: >>>3<<<, exclusiveMaximum: >>>3<<<}
D: {minLength: >>>2<<<, maxLength: >>>1<<<}
E: {minItems: >>>2<<<, maxItems: >>>1<<<}
F: {minProperties: >>>2<<<, maxProperties: >>>1<<<}
G: {minimum: 3, maximum: 3, minLength: 1, maxLength: 1}
",
            &[
                "R0414 nothing is within `minimum: 3` and `maximum: 2.5`",
                "R0414 nothing is within `exclusiveMinimum: 3` and `maximum: 3`",
                "R0414 nothing is within `minimum: 3` and `exclusiveMaximum: 3`",
                "R0414 nothing is within `minLength: 2` and `maxLength: 1`",
                "R0414 nothing is within `minItems: 2` and `maxItems: 1`",
                "R0414 nothing is within `minProperties: 2` and `maxProperties: 1`",
            ],
        );
    }

    #[test]
    fn whole_numbers_have_many_forms() {
        for (text, value) in [
            ("0", Some(0)),
            ("10", Some(10)),
            ("1e1", Some(10)),
            ("10.0", Some(10)),
            ("-0", Some(0)),
            ("18446744073709551616", Some(u64::MAX)),
            ("1e999", Some(u64::MAX)),
            ("-1", None),
            ("0.5", None),
        ] {
            assert_eq!(whole(text), value, "{text}");
        }
    }

    #[test]
    fn a_name_that_is_required_twice_is_kept_once() {
        assert_eq!(became("3.1.0", "{required: [a, b, a]}"), "{required: [a, b]}");
    }

    #[test]
    fn required_names_that_nothing_declares_are_reported() {
        defects(
            "
A: {type: object, properties: {name: {}}, required: [name, >>>nam<<<]}
B: {type: object, properties: {a: {}}, additionalProperties: false, required: [>>>b<<<]}
C: {type: array, items: {type: object, properties: {}, required: [>>>c<<<]}}
",
            &[
                "R0404 `required` names `nam`, which is not among `properties`",
                "R0404 `required` names `b`, which is not among `properties`",
                "R0404 `required` names `c`, which is not among `properties`",
            ],
        );
        let close = labels("A: {type: object, properties: {name: {}}, required: [nam]}");
        assert_eq!(close, ["did you mean `name`?"]);
    }

    #[test]
    fn required_names_may_be_declared_elsewhere() {
        defects_in(
            "3.1.0",
            "
A: {type: object, required: [a]}
B: {type: object, properties: {}, required: [b], allOf: [{$ref: '#/components/schemas/A'}]}
C: {type: object, properties: {}, required: [c], additionalProperties: {type: string}}
D: {type: object, properties: {}, required: [d], patternProperties: {^d: {}}}
E: {allOf: [{$ref: '#/components/schemas/A'}, {type: object, properties: {}, required: [e]}]}
F: {$ref: '#/components/schemas/A', type: object, properties: {}, required: [f]}
",
            &[],
        );
    }
}
