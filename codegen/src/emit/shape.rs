//! Shapes as Rust types, and walks over what a type is made of.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::ident;
use crate::ir::{Additional, Api, Pattern, Role, Rule, Shape, TextKind, Type, TypeId, TypeKind, Width};

/// The Rust type of a value.
pub(super) fn rust(api: &Api, shape: &Shape) -> TokenStream {
    let rust = |shape| rust(api, shape);
    match shape {
        Shape::Any => quote!(serde_json::Value),
        Shape::Never => quote!(support::Never),
        Shape::Null => quote!(()),
        Shape::Boolean => quote!(bool),
        Shape::String(text) => text_type(text.kind),
        Shape::Integer(integer) => width(integer.width),
        Shape::Number(number) if number.single => quote!(f32),
        Shape::Number(_) => quote!(f64),
        Shape::List(list) => {
            let items = rust(&list.items);
            quote!(Vec<#items>)
        }
        Shape::Map(map) => {
            let values = rust(&map.values);
            quote!(support::Map<#values>)
        }
        Shape::Named(id) => {
            let name = ident(&api.get(*id).name);
            quote!(#name)
        }
        Shape::Boxed(inner) => {
            let inner = rust(inner);
            quote!(Box<#inner>)
        }
        Shape::Nullable(inner) => {
            let inner = rust(inner);
            quote!(Option<#inner>)
        }
        Shape::Literals(_, shape) | Shape::Asserted(_, shape) => rust(shape),
    }
}

/// The Rust type of an optional member: three states where the value itself can be `null`.
pub(super) fn optional(api: &Api, shape: &Shape) -> TokenStream {
    match plain(shape) {
        Shape::Nullable(inner) => {
            let inner = rust(api, inner);
            quote!(support::Nullable<#inner>)
        }
        shape => {
            let value = rust(api, shape);
            quote!(Option<#value>)
        }
    }
}

/// Whether any text becomes a value of the shape.
pub(super) fn is_from_text(shape: &Shape) -> bool {
    matches!(plain(shape), Shape::String(text) if matches!(text.kind, TextKind::Plain | TextKind::Secret))
}

/// Whether the Rust type of a value is an `Option`, boxed or not, which is `None` for `null`.
pub(super) fn is_option(shape: &Shape) -> bool {
    match plain(shape) {
        Shape::Nullable(_) => true,
        Shape::Boxed(inner) => is_option(inner),
        _ => false,
    }
}

/// A shape without the literals that its table alone has to know.
pub(super) fn plain(mut shape: &Shape) -> &Shape {
    while let Shape::Literals(_, inner) | Shape::Asserted(_, inner) = shape {
        shape = inner;
    }
    shape
}

/// Whether `null` is a value of a named type itself, so that an `Option` of it has `None` beside.
pub(super) fn hides_null(api: &Api, shape: &Shape) -> bool {
    let mut shape = plain(shape);
    // A wrapper of a wrapper: not for longer than there are types.
    for _ in 0..=api.types.len() {
        shape = match shape {
            Shape::Boxed(inner) => plain(inner),
            Shape::Named(id) => match &api.get(*id).kind {
                TypeKind::Newtype(Shape::Nullable(_)) => return true,
                TypeKind::Newtype(inner) => plain(inner),
                _ => return false,
            },
            _ => return false,
        };
    }
    false
}

fn width(width: Width) -> TokenStream {
    match width {
        Width::I32 => quote!(i32),
        Width::I64 => quote!(i64),
        Width::U32 => quote!(u32),
        Width::U64 => quote!(u64),
    }
}

fn text_type(kind: TextKind) -> TokenStream {
    match kind {
        TextKind::Plain => quote!(String),
        TextKind::Secret => quote!(support::Secret),
        TextKind::DateTime => quote!(support::DateTime),
        TextKind::Date => quote!(support::Date),
        TextKind::Uuid => quote!(support::Uuid),
        TextKind::Base64 => quote!(support::Base64),
    }
}

/// The types that a type names, in order, as often as it names them.
pub(super) fn references(ty: &Type) -> Vec<TypeId> {
    let mut references = Vec::new();
    visit(ty, &mut |shape| {
        if let Shape::Named(id) = shape {
            references.push(*id);
        }
    });
    references
}

/// Visits every shape that a type is made of, from the outside in.
pub(super) fn visit<'a>(ty: &'a Type, visitor: &mut dyn FnMut(&'a Shape)) {
    match &ty.kind {
        TypeKind::Struct(it) => {
            for member in &it.members {
                if let Role::Field { shape, .. } = &member.role {
                    visit_shape(shape, visitor);
                }
            }
            if let Additional::Kept { shape, .. } = &it.additional {
                visit_shape(shape, visitor);
            }
        }
        TypeKind::Union(it) => it.arms.iter().for_each(|arm| visit_shape(&arm.shape, visitor)),
        TypeKind::Newtype(shape) => visit_shape(shape, visitor),
        TypeKind::Enum(_) => {}
    }
    visit_rules(ty.kind.rules(), visitor);
}

/// Visits every shape that rules are made of, from the outside in.
pub(super) fn visit_rules<'a>(rules: &'a [Rule], visitor: &mut dyn FnMut(&'a Shape)) {
    Rule::each(rules, &mut |rule| {
        if let Rule::Is(shape) | Rule::Keywords(shape) = rule {
            visit_shape(shape, visitor);
        }
    });
}

/// Every list of rules that a type has, those that it shares aside.
pub(super) fn lists(ty: &Type) -> Vec<&[Rule]> {
    let mut lists = vec![ty.kind.rules()];
    visit(ty, &mut |shape| {
        if let Shape::Asserted(rules, _) = shape {
            lists.push(rules);
        }
    });
    lists
}

/// Every pattern that rules search for, in values and in names of members.
pub(super) fn patterns_of_rules(rules: &[Rule]) -> Vec<&Pattern> {
    let mut patterns = Vec::new();
    visit_rules(rules, &mut |shape| {
        if let Shape::String(text) = shape {
            patterns.extend(&text.pattern);
        }
    });
    patterns.extend(names(rules));
    patterns
}

/// The patterns of names of members.
fn names(rules: &[Rule]) -> Vec<&Pattern> {
    let mut patterns = Vec::new();
    Rule::each(rules, &mut |rule| {
        if let Rule::Members(members) = rule {
            patterns.extend(members.patterns.iter().map(|(pattern, _)| pattern));
        }
    });
    patterns
}

/// Every pattern that a type searches for, in values and in names of members.
pub(super) fn patterns(ty: &Type) -> Vec<&Pattern> {
    let mut patterns = Vec::new();
    visit(ty, &mut |shape| {
        if let Shape::String(text) = shape {
            patterns.extend(&text.pattern);
        }
    });
    patterns.extend(lists(ty).into_iter().flat_map(names));
    patterns
}

fn visit_shape<'a>(shape: &'a Shape, visitor: &mut dyn FnMut(&'a Shape)) {
    visitor(shape);
    match shape {
        Shape::List(list) => visit_shape(&list.items, visitor),
        Shape::Map(map) => visit_shape(&map.values, visitor),
        Shape::Boxed(inner) | Shape::Nullable(inner) | Shape::Literals(_, inner) => visit_shape(inner, visitor),
        Shape::Asserted(rules, inner) => {
            visit_shape(inner, visitor);
            visit_rules(rules, visitor);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{api, list, map, named, nullable, plain_text, strings, text_of};
    use super::*;
    use crate::ir::{Integer, Number};

    fn rust_text(shape: &Shape) -> String {
        rust(&api(vec![strings("Color", &["red"])]), shape).to_string().replace(' ', "")
    }

    #[test]
    fn every_shape_has_a_type() {
        let width = |width| Shape::Integer(Integer { width, ..Integer::default() });
        for (shape, expected) in [
            (Shape::Any, "serde_json::Value"),
            (Shape::Never, "support::Never"),
            (Shape::Null, "()"),
            (Shape::Boolean, "bool"),
            (plain_text(), "String"),
            (text_of(TextKind::Secret), "support::Secret"),
            (text_of(TextKind::DateTime), "support::DateTime"),
            (text_of(TextKind::Date), "support::Date"),
            (text_of(TextKind::Uuid), "support::Uuid"),
            (text_of(TextKind::Base64), "support::Base64"),
            (width(Width::I32), "i32"),
            (width(Width::I64), "i64"),
            (width(Width::U32), "u32"),
            (width(Width::U64), "u64"),
            (Shape::Number(Number::default()), "f64"),
            (Shape::Number(Number { single: true, ..Number::default() }), "f32"),
            (list(plain_text()), "Vec<String>"),
            (map(list(named(0))), "support::Map<Vec<Color>>"),
            (Shape::Boxed(Box::new(named(0))), "Box<Color>"),
            (nullable(named(0)), "Option<Color>"),
            (Shape::Literals(vec!["1".to_owned()], Box::new(width(Width::I64))), "i64"),
        ] {
            assert_eq!(rust_text(&shape), expected);
        }
    }

    #[test]
    fn optional_members_have_a_third_state_where_null_is_a_value() {
        let api = api(Vec::new());
        let text = |shape| optional(&api, &shape).to_string().replace(' ', "");
        assert_eq!(text(plain_text()), "Option<String>");
        assert_eq!(text(nullable(plain_text())), "support::Nullable<String>");
        let literals = Shape::Literals(vec!["null".to_owned()], Box::new(nullable(Shape::Boolean)));
        assert_eq!(text(literals), "support::Nullable<bool>");
        assert_eq!(text(list(nullable(Shape::Boolean))), "Option<Vec<Option<bool>>>");
    }
}
