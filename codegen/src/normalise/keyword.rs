//! The keywords that assert, in groups of those that are checked together.

use super::{Schema, SchemaId, Schemas, Types};
use crate::source::Span;

/// Keywords that are checked together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyword {
    /// `type`
    Types,
    /// `const` and `enum`
    Values,
    /// The keywords of strings.
    Text,
    /// The keywords of numbers.
    Number,
    /// `prefixItems`, `items`, and the counts of items.
    Items,
    /// `contains`, with its counts.
    Contains,
    /// `properties`, `patternProperties`, `additionalProperties`, and the counts of members.
    Members,
    /// `required`
    Required,
    /// `dependentRequired`
    DependentRequired,
    /// `dependentSchemas`
    DependentSchemas,
    /// `propertyNames`
    PropertyNames,
    /// `oneOf`
    OneOf,
    /// `anyOf`
    AnyOf,
    /// `not`
    Not,
    /// `if`, `then` and `else`.
    If,
    /// `unevaluatedItems` and `unevaluatedProperties`: after all others.
    Unevaluated,
}

/// Formats of numbers.
const NUMBERS: [&str; 6] = ["int32", "int64", "uint32", "uint64", "float", "double"];

impl Keyword {
    /// All, in the order in which they are checked.
    pub const ALL: [Self; 16] = [
        Self::Types,
        Self::Values,
        Self::Text,
        Self::Number,
        Self::Items,
        Self::Contains,
        Self::Members,
        Self::Required,
        Self::OneOf,
        Self::AnyOf,
        Self::Not,
        Self::If,
        Self::DependentRequired,
        Self::DependentSchemas,
        Self::PropertyNames,
        Self::Unevaluated,
    ];

    /// Whether a schema has them.
    pub fn is_in(self, schema: &Schema) -> bool {
        match self {
            Self::Types => schema.types.is_some(),
            Self::Values => schema.constant.is_some() || schema.enumeration.is_some(),
            Self::Text => bounds_text(schema),
            Self::Number => bounds_numbers(schema) || schema.width().is_some(),
            Self::Items => {
                schema.items.is_some()
                    || !schema.prefix_items.is_empty()
                    || schema.min_items.is_some()
                    || schema.max_items.is_some()
                    || schema.unique_items
            }
            Self::Contains => schema.contains.is_some(),
            Self::Members => {
                !schema.properties.is_empty()
                    || !schema.pattern_properties.is_empty()
                    || schema.additional_properties.is_some()
                    || schema.min_properties.is_some()
                    || schema.max_properties.is_some()
            }
            Self::Required => !schema.required.is_empty(),
            Self::OneOf => !schema.one_of.is_empty(),
            Self::AnyOf => !schema.any_of.is_empty(),
            Self::Not => schema.not.is_some(),
            Self::If => schema.if_.is_some(),
            Self::DependentRequired => !schema.dependent_required.is_empty(),
            Self::DependentSchemas => !schema.dependent_schemas.is_empty(),
            Self::PropertyNames => schema.property_names.is_some(),
            Self::Unevaluated => schema.unevaluated_items.is_some() || schema.unevaluated_properties.is_some(),
        }
    }

    /// The JSON types that they are of; `None` for those of values of any type, or of two.
    pub const fn types(self) -> Option<Types> {
        match self {
            Self::Text => Some(Types::STRING),
            Self::Number => Some(Types::NUMBER.with(Types::INTEGER)),
            Self::Items | Self::Contains => Some(Types::ARRAY),
            Self::Members | Self::Required | Self::DependentRequired | Self::DependentSchemas | Self::PropertyNames => {
                Some(Types::OBJECT)
            }
            _ => None,
        }
    }

    /// Whether they are of values of any type, and no single type says them.
    pub const fn is_of_any_type(self) -> bool {
        matches!(self, Self::OneOf | Self::AnyOf | Self::Not | Self::If)
    }

    /// Whether what they evaluate depends on what holds.
    pub const fn is_of_scope(self) -> bool {
        matches!(self, Self::Contains | Self::OneOf | Self::AnyOf | Self::If | Self::DependentSchemas)
    }

    /// What stands in the ledger for them.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Types => "type",
            Self::Values => "enum",
            Self::Text => "pattern",
            Self::Number => "multipleOf",
            Self::Items => "items",
            Self::Contains => "contains",
            Self::Members => "patternProperties",
            Self::Required => "required",
            Self::OneOf => "oneOf",
            Self::AnyOf => "anyOf",
            Self::Not => "not",
            Self::If => "if",
            Self::DependentRequired => "dependentRequired",
            Self::DependentSchemas => "dependentSchemas",
            Self::PropertyNames => "propertyNames",
            Self::Unevaluated => "unevaluatedProperties",
        }
    }

    /// A place in the value of one of them, or of the whole schema.
    pub fn place(self, schemas: &Schemas, schema: &Schema) -> Span {
        let of = |id: SchemaId| schemas.get(id).span;
        let found = match self {
            Self::Contains => schema.contains.map(of),
            Self::Members => schema.pattern_properties.values().map(|property| property.key).next(),
            Self::OneOf => schema.one_of.first().copied().map(of),
            Self::AnyOf => schema.any_of.first().copied().map(of),
            Self::Not => schema.not.map(of),
            Self::If => schema.if_.map(of),
            Self::DependentSchemas => schema.dependent_schemas.values().copied().map(of).next(),
            Self::PropertyNames => schema.property_names.map(of),
            Self::Unevaluated => schema.unevaluated_properties.or(schema.unevaluated_items).map(of),
            _ => None,
        };
        found.unwrap_or(schema.span)
    }
}

impl Schema {
    /// The `format` that says which numbers a machine's type holds, where it stands beside the `type` of which it speaks.
    pub fn width(&self) -> Option<&str> {
        let (format, types) = (self.format.as_ref()?.value.as_str(), self.types.as_ref()?.value);
        let is_number = types.contains(Types::NUMBER);
        match format {
            "int32" | "int64" | "uint32" | "uint64" => (types.contains(Types::INTEGER) && !is_number).then_some(format),
            "float" => is_number.then_some(format),
            _ => None,
        }
    }
}

fn bounds_text(schema: &Schema) -> bool {
    let is_text = |format: &crate::normalise::Located<String>| !NUMBERS.contains(&format.value.as_str());
    schema.min_length.is_some()
        || schema.max_length.is_some()
        || schema.pattern.is_some()
        || schema.content_encoding.is_some()
        || schema.format.as_ref().is_some_and(is_text)
}

fn bounds_numbers(schema: &Schema) -> bool {
    let bounds =
        [&schema.minimum, &schema.maximum, &schema.exclusive_minimum, &schema.exclusive_maximum, &schema.multiple_of];
    bounds.iter().any(|bound| bound.is_some())
}
