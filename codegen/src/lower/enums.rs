//! Lists of strings → enum: its values and the names of its variants.

use crate::{
    ir::{Constant, Enum, Shape, TypeKind, Variant},
    names::{self, Scope, Usage, Words},
    normalise::{SchemaId, Schemas, Types},
};

use super::{Context, Lower, View, literals};

/// A value of an enum, and what the document says of it.
struct Value {
    value: String,
    name: Option<String>,
    description: Option<String>,
    deprecated: bool,
}

impl Lower<'_> {
    /// The enum of a view that lists strings.
    pub(super) fn enumeration(&mut self, view: &View, context: &Context) -> Enum {
        let schemas = self.schemas;
        let strings = literals::strings(schemas, view).unwrap_or_default();
        let named = |value: &str| {
            let part = view.parts(schemas).find(|part| part.enumeration.is_some())?;
            let index = part.enumeration.as_ref()?.value.iter().position(|listed| listed.as_str() == Some(value))?;
            Some((part, index))
        };
        let values = strings.into_iter().map(|value| {
            let place = named(value);
            Value {
                value: value.to_owned(),
                name: place.and_then(|(part, index)| part.variant_names.get(index)).map(|name| name.value.clone()),
                description: place.and_then(|(part, index)| part.variant_descriptions.get(index)).cloned(),
                deprecated: false,
            }
        });
        enumeration(&context.name(), values.collect())
    }

    /// The enum of arms of which each lists strings, such as `const`s with a description each.
    pub(super) fn enumeration_of_arms(&mut self, arms: &[SchemaId], context: &Context) -> Option<TypeKind> {
        let mut values: Vec<Value> = Vec::new();
        for &arm in arms {
            let view = View::of(self.schemas, &[arm]);
            let strings = literals::strings(self.schemas, &view)?;
            let schema = self.schemas.get(arm);
            let single = strings.len() == 1;
            for string in strings {
                // A value of two arms of a `oneOf` is valid by neither: the arms stay as they are.
                if values.iter().any(|before| before.value == string) {
                    return None;
                }
                let chosen = schema.rust_name.as_ref().map(|name| name.value.clone());
                values.push(Value {
                    value: string.to_owned(),
                    name: chosen.or_else(|| schema.title.clone()).filter(|_| single),
                    description: schema.description.clone().filter(|_| single),
                    deprecated: schema.deprecated,
                });
            }
        }
        Some(TypeKind::Enum(enumeration(&context.name(), values)))
    }
}

/// Whether a view lists integers that have names, which only a type of their own can tell.
pub(super) fn has_names(schemas: &Schemas, view: &View, types: Types) -> bool {
    types == Types::INTEGER
        && view.parts(schemas).any(|part| part.enumeration.is_some() && !part.variant_names.is_empty())
}

/// The names of the integers that a view lists, where its type wraps an integer.
pub(super) fn constants(schemas: &Schemas, view: &View, kind: &TypeKind, name: &Words) -> Vec<Constant> {
    let TypeKind::Newtype(Shape::Literals(values, inner)) = kind else {
        return Vec::new();
    };
    let Some(schema) = view.parts(schemas).find(|part| part.enumeration.is_some()) else {
        return Vec::new();
    };
    let (Shape::Integer(integer), Some(listed)) = (&**inner, &schema.enumeration) else {
        return Vec::new();
    };
    let mut scope = Scope::new();
    let named = listed.value.iter().zip(&schema.variant_names).enumerate();
    let constants = named.filter_map(|(index, (value, chosen))| {
        let value = value.to_json();
        let is_valid = values.contains(&value);
        let value = value.parse().ok().filter(|&value| is_valid && integer.width.holds(value))?;
        let wanted = names::variants::value(name, &chosen.value);
        let description = schema.variant_descriptions.get(index).filter(|text| !text.is_empty()).cloned();
        Some(Constant { name: scope.claim(&wanted, Usage::Static).ident, value, description })
    });
    constants.collect()
}

fn enumeration(name: &Words, values: Vec<Value>) -> Enum {
    let (mut scope, unknown) = Scope::variants();
    let variants = values.into_iter().map(|Value { value, name: chosen, description, deprecated }| {
        let wanted =
            chosen.map_or_else(|| names::variants::value(name, &value), |chosen| names::variants::value(name, &chosen));
        Variant { name: scope.claim(&wanted, Usage::Variant).ident, value, description, deprecated }
    });
    Enum { variants: variants.collect(), unknown, rules: Vec::new() }
}
