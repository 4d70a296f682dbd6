//! Keywords with plain values that a schema asserts: types, bounds, lengths, names.

use super::{
    Located, Schema, SchemaId, Types,
    read::{Reader, Subject},
};
use crate::{
    diagnostic::{Diagnostic, catalogue},
    document::{Version, reader::wrong_kind},
    source::{Kind, Node},
};

/// JSON's types.
const TYPES: [(&str, Types); 7] = [
    ("null", Types::NULL),
    ("boolean", Types::BOOLEAN),
    ("integer", Types::INTEGER),
    ("number", Types::NUMBER),
    ("string", Types::STRING),
    ("array", Types::ARRAY),
    ("object", Types::OBJECT),
];

/// What others call JSON's types, where the names are not alike.
const SYNONYMS: [(&str, &str); 12] = [
    ("long", "integer"),
    ("float", "number"),
    ("double", "number"),
    ("decimal", "number"),
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
        self.diagnostics.push(invalid(name, node, wanted));
    }

    /// Reports a value of another kind than OpenAPI asks for.
    pub(super) fn wrong_kind(&mut self, node: &Node, what: &str, wanted: &str) {
        self.diagnostics.push(wrong_kind(node, what, wanted));
    }

    /// `type`: one or several.
    pub(super) fn types(&mut self, id: SchemaId, node: &Node) {
        let names = match &node.kind {
            Kind::String(_) => std::slice::from_ref(node),
            Kind::Array(names) if !names.is_empty() => names,
            Kind::Null => {
                let diagnostic = invalid("type", node, "a string");
                self.diagnostics
                    .push(diagnostic.help("the type is called `\"null\"`, in quotes"));
                return;
            }
            _ => return self.invalid("type", node, "a type's name or several"),
        };
        let known: Vec<Types> = names.iter().filter_map(|name| self.type_of(name)).collect();
        if !known.is_empty() {
            self.schemas.get_mut(id).types = Some(Located {
                value: known.into_iter().fold(Types::default(), Types::with),
                span: node.span,
            });
        }
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
            self.diagnostics.push(match nearest {
                Some(nearest) => diagnostic.label(format!("did you mean `{nearest}`?")),
                None => diagnostic,
            });
        }
        known.map(|(_, types)| *types)
    }

    /// `minimum` and the like. In OpenAPI 3.0 `exclusiveMinimum` is no bound: it says of `minimum` what kind it is.
    pub(super) fn bound(&mut self, subject: Subject<'_, '_>, name: &str, node: &Node) {
        let exclusive = match name {
            "minimum" => "exclusiveMinimum",
            "maximum" => "exclusiveMaximum",
            _ => name,
        };
        let old = self.version == Version::V3_0;
        let flag = subject.members.get(exclusive).and_then(|entry| entry.value.as_bool());
        if old && flag.is_some() && name == exclusive {
            return;
        }
        let Some(text) = node.as_number() else {
            let diagnostic = invalid(name, node, "a number");
            self.diagnostics.push(match node.kind {
                Kind::Boolean(_) => diagnostic.help("since OpenAPI 3.1 it is the bound itself"),
                _ => diagnostic,
            });
            return;
        };
        let lifted = if old && flag == Some(true) { exclusive } else { name };
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
            self.schemas
                .get_mut(id)
                .dependent_required
                .insert(member.clone(), names);
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
    Located {
        value: text.to_owned(),
        span: node.span,
    }
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
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole and not negative; saturates"
    )]
    (number >= 0.0 && number.fract() == 0.0).then_some(number as u64)
}
