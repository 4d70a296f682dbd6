//! `default` → what Rust can say of it: a pass of its own, for a default may be a value of a type that comes later.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::{
    diagnostic::{Diagnostic, Diagnostics, catalogue},
    instance::{Checker, Fault},
    ir::{Api, Default, DefaultValue, Role, Shape, TextKind, TypeId, TypeKind},
    names::{Scope, Usage, Words},
    normalise::{SchemaId, Schemas},
    source::{Kind, Node, Span},
};

use super::Lower;

/// Where the default of each member stands, by the member's pointer.
pub type Places = HashMap<String, Span>;

impl Lower<'_> {
    /// The default of a member as the document has it: its value in Rust is found once all types are known.
    pub(super) fn default(
        &mut self,
        pointer: &str,
        schemas: &[SchemaId],
        shape: &Shape,
        name: &Words,
        methods: &mut Scope,
    ) -> Option<Default> {
        let node = self.find_default(schemas)?;
        // What `null` stands for needs no words in Rust.
        if node.kind == Kind::Null && matches!(shape, Shape::Nullable(_) | Shape::Any | Shape::Null) {
            return None;
        }
        let (json, span) = (node.to_json(), node.span);
        self.defaults.insert(pointer.to_owned(), span);
        let method = methods.claim(&name.then(&Words::of("or default")), Usage::Method).ident;
        Some(Default { json, value: None, method })
    }

    /// The default of a member itself, or of what it refers to.
    fn find_default(&self, schemas: &[SchemaId]) -> Option<&Node> {
        let own = schemas.iter().find_map(|&id| self.schemas.get(id).default.as_ref());
        own.or_else(|| {
            let mut leads = schemas.iter().map(|&id| super::shape::lead(self.schemas, id));
            leads.find_map(|id| self.schemas.get(id).default.as_ref())
        })
    }
}

/// Finds the value of each default in Rust. One that is not valid by its own schema is left out, with a warning.
pub fn resolve(api: &mut Api, places: &Places, diagnostics: &mut Diagnostics) {
    let mut resolved = Vec::new();
    let checker = Checker::new(api);
    for (type_index, ty) in api.types.iter().enumerate() {
        let TypeKind::Struct(of) = &ty.kind else { continue };
        for (index, member) in of.members.iter().enumerate() {
            let Role::Field { shape, default: Some(default), .. } = &member.role else {
                continue;
            };
            let found = serde_json::from_str(&default.json).map_err(|_| "this is no value".to_owned());
            let value = found.and_then(|json| value(api, shape, &json));
            let value = value.and_then(|value| checker.check(shape, &default.json).map(|()| value).map_err(broken));
            resolved.push((type_index, index, places.get(&member.pointer).copied(), value));
        }
    }
    for (type_index, index, place, value) in resolved {
        let TypeKind::Struct(of) = &mut api.types[type_index].kind else {
            continue;
        };
        let Some(Role::Field { default, .. }) = of.members.get_mut(index).map(|member| &mut member.role) else {
            continue;
        };
        match (value, default.as_mut()) {
            (Ok(value), Some(default)) => default.value = value,
            (Err(wrong), _) => {
                *default = None;
                diagnostics.push(invalid(place.unwrap_or_default(), wrong));
            }
            (Ok(_), None) => {}
        }
    }
}

/// Reports the defaults of types that are not valid by the types themselves, but for those that members were reported
/// for before.
pub fn check_types(api: &Api, schemas: &Schemas, places: &Places, diagnostics: &mut Diagnostics) {
    // What is no JSON was reported, and stands as something else here.
    if diagnostics.has_errors() {
        return;
    }
    let mut seen: HashSet<Span> = places.values().copied().collect();
    let checker = Checker::new(api);
    for (index, ty) in api.types.iter().enumerate() {
        let Some(default) = schemas.at(&ty.pointer).and_then(|id| schemas.get(id).default.as_ref()) else {
            continue;
        };
        // Of the types of one place, the first is that of the whole schema.
        if seen.insert(default.span)
            && let Err(fault) = checker.check(&Shape::Named(TypeId(index as u32)), &default.to_json())
        {
            diagnostics.push(invalid(default.span, broken(fault)));
        }
    }
}

fn invalid(span: Span, wrong: String) -> Diagnostic {
    let message = "the default is not valid by its own schema";
    Diagnostic::new(&catalogue::INVALID_DEFAULT, span, message).label(wrong)
}

/// Which keyword a default breaks, and where.
pub(super) fn broken(fault: Fault) -> String {
    let Fault { pointer, keyword } = fault;
    match pointer.as_str() {
        "" => format!("this breaks `{keyword}`"),
        pointer => format!("this breaks `{keyword}` at `{pointer}`"),
    }
}

/// The value in Rust: `None` for one that is not simple, an error for one that its shape does not allow.
fn value(api: &Api, shape: &Shape, json: &Value) -> Result<Option<DefaultValue>, String> {
    let value = match (shape, json) {
        (Shape::Nullable(_), Value::Null) => None,
        (Shape::Nullable(inner) | Shape::Boxed(inner) | Shape::Literals(_, inner) | Shape::Asserted(_, inner), _) => {
            return value(api, inner, json);
        }
        (Shape::Any, _) | (Shape::List(_), Value::Array(_)) | (Shape::Map(_), Value::Object(_)) => None,
        (Shape::Boolean, Value::Bool(value)) => Some(DefaultValue::Boolean(*value)),
        (Shape::Integer(integer), Value::Number(number)) => {
            let value = crate::support::lex::Decimal::new(&number.to_string()).to_i128();
            match value {
                Some(value) if integer.width.holds(value) => Some(DefaultValue::Integer(value)),
                Some(_) => return Err("the integer's type can't hold this".to_owned()),
                None => return Err("this is no integer".to_owned()),
            }
        }
        (Shape::Number(of), Value::Number(number)) => match number.as_f64() {
            Some(value) if of.single && (value as f32).is_infinite() => {
                return Err("the number's type can't hold this".to_owned());
            }
            value => value.map(DefaultValue::Number),
        },
        (Shape::String(text), Value::String(value)) => {
            (text.kind == TextKind::Plain).then(|| DefaultValue::String(value.clone()))
        }
        (Shape::Named(id), _) => return value_of_type(api, *id, json),
        _ => return Err("this has the wrong type".to_owned()),
    };
    Ok(value)
}

fn value_of_type(api: &Api, id: TypeId, json: &Value) -> Result<Option<DefaultValue>, String> {
    match (&api.get(id).kind, json) {
        (TypeKind::Enum(of), Value::String(value)) => {
            let variant = of.variants.iter().find(|variant| variant.value == *value);
            variant.map(|variant| Some(DefaultValue::Variant(id, variant.name.clone()))).ok_or_else(|| {
                let known: Vec<_> = of.variants.iter().map(|variant| format!("`{}`", variant.value)).collect();
                format!("this is none of {}", known.join(", "))
            })
        }
        (TypeKind::Enum(_), _) => Err("this is no string".to_owned()),
        (TypeKind::Newtype(_) | TypeKind::Struct(_) | TypeKind::Union(_), _) => Ok(None),
    }
}
