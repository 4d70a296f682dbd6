//! What a shape says once names are looked through, and its keywords as the tables of the run-time support have them.

use crate::{
    ir::{Api, Enum, Format, Integer, List, Map, Number, Rule, Shape, Struct, Text, Type, TypeKind, Union, Width},
    support::{format, schema, tree::Kind},
};

/// What a shape says once names and boxes are looked through.
pub(super) enum Rules<'r> {
    Any,
    Never,
    Null,
    Boolean,
    Text(&'r Text),
    Integer(&'r Integer),
    Number(&'r Number),
    List(&'r List),
    Map(&'r Map),
    Nullable(&'r Shape),
    Literals(&'r [String], &'r Shape),
    Asserted(&'r [Rule], &'r Shape),
    Struct(&'r Struct),
    Enum(&'r Enum),
    Union(&'r Union),
}

/// Looks through names and boxes. Types that only name one another have no value.
pub(super) fn rules<'r>(api: &'r Api, mut shape: &'r Shape) -> Rules<'r> {
    let mut names = 0;
    loop {
        shape = match shape {
            Shape::Any => return Rules::Any,
            Shape::Never => return Rules::Never,
            Shape::Null => return Rules::Null,
            Shape::Boolean => return Rules::Boolean,
            Shape::String(text) => return Rules::Text(text),
            Shape::Integer(integer) => return Rules::Integer(integer),
            Shape::Number(number) => return Rules::Number(number),
            Shape::List(list) => return Rules::List(list),
            Shape::Map(map) => return Rules::Map(map),
            Shape::Nullable(inner) => return Rules::Nullable(inner),
            Shape::Literals(values, inner) => return Rules::Literals(values, inner),
            Shape::Asserted(rules, inner) => return Rules::Asserted(rules, inner),
            Shape::Boxed(inner) => inner,
            Shape::Named(id) => match &api.get(*id).kind {
                TypeKind::Struct(it) => return Rules::Struct(it),
                TypeKind::Enum(it) => return Rules::Enum(it),
                TypeKind::Union(it) => return Rules::Union(it),
                TypeKind::Newtype(_) if names > api.types.len() => return Rules::Never,
                TypeKind::Newtype(inner) => {
                    names += 1;
                    inner
                }
            },
        };
    }
}

/// The struct or union that a shape leads to, whatever is asserted beside it.
fn lead<'r>(api: &'r Api, mut shape: &'r Shape) -> Option<&'r Type> {
    // As often as types may name one another, with something between them each time.
    for _ in 0..=4 * api.types.len() {
        shape = match shape {
            Shape::Boxed(inner) | Shape::Asserted(_, inner) | Shape::Literals(_, inner) => inner,
            Shape::Named(id) => match &api.get(*id).kind {
                TypeKind::Struct(_) | TypeKind::Union(_) => return Some(api.get(*id)),
                TypeKind::Enum(_) => return None,
                TypeKind::Newtype(inner) => inner,
            },
            _ => return None,
        };
    }
    None
}

/// The name of the union that a shape is, as its table has it.
pub(super) fn union_name<'r>(api: &'r Api, shape: &'r Shape) -> &'r str {
    lead(api, shape).map_or("", table_name)
}

/// The name of the struct that a shape is, as its table has it, where it is one.
pub(super) fn struct_name<'r>(api: &'r Api, shape: &'r Shape) -> Option<&'r str> {
    lead(api, shape).filter(|ty| matches!(ty.kind, TypeKind::Struct(_))).map(table_name)
}

fn table_name(ty: &Type) -> &str {
    ty.name.as_str().trim_start_matches("r#")
}

/// The keyword that made a union.
pub(super) const fn keyword(it: &Union) -> &'static str {
    if it.exclusive { "oneOf" } else { "anyOf" }
}

/// Whether a value of a JSON type can satisfy a shape at all; looks through so many unions and other wrappings.
pub(super) fn accepts_kind(api: &Api, shape: &Shape, kind: Kind, depth: usize) -> bool {
    let inside = |shape| depth > 0 && accepts_kind(api, shape, kind, depth - 1);
    match rules(api, shape) {
        Rules::Any => true,
        Rules::Never => false,
        Rules::Null => kind == Kind::Null,
        Rules::Boolean => kind == Kind::Boolean,
        Rules::Text(_) | Rules::Enum(_) => kind == Kind::String,
        Rules::Integer(_) => kind == Kind::Integer,
        Rules::Number(_) => matches!(kind, Kind::Integer | Kind::Number),
        Rules::List(_) => kind == Kind::Array,
        Rules::Map(_) | Rules::Struct(_) => kind == Kind::Object,
        Rules::Nullable(inner) => kind == Kind::Null || inside(inner),
        Rules::Literals(_, inner) | Rules::Asserted(_, inner) => inside(inner),
        Rules::Union(it) => it.arms.iter().any(|arm| inside(&arm.shape)),
    }
}

/// The check of a format.
pub(super) fn asserted(format: Format) -> &'static schema::Format {
    match format {
        Format::DateTime => &format::DATE_TIME,
        Format::Date => &format::DATE,
        Format::Uuid => &format::UUID,
        Format::Uri => &format::uri::URI,
        Format::Email => &format::host::EMAIL,
        Format::Hostname => &format::host::HOSTNAME,
        Format::Ipv4 => &format::IPV4,
        Format::Ipv6 => &format::IPV6,
        Format::Byte => &format::BYTE,
        Format::Time => &format::TIME,
        Format::Duration => &format::duration::DURATION,
        Format::IdnEmail => &format::host::IDN_EMAIL,
        Format::IdnHostname => &format::host::IDN_HOSTNAME,
        Format::UriReference => &format::uri::URI_REFERENCE,
        Format::Iri => &format::uri::IRI,
        Format::IriReference => &format::uri::IRI_REFERENCE,
        Format::UriTemplate => &format::template::URI_TEMPLATE,
        Format::JsonPointer => &format::pointer::JSON_POINTER,
        Format::RelativeJsonPointer => &format::pointer::RELATIVE_JSON_POINTER,
        Format::Regex => &format::regex::REGEX,
        Format::Base64 => &format::BASE64,
    }
}

/// The rules of an integer as its table has them.
pub(super) fn integer(rules: &Integer) -> schema::Integer {
    schema::Integer {
        width: match rules.width {
            Width::I32 => schema::Width::I32,
            Width::I64 => schema::Width::I64,
            Width::U32 => schema::Width::U32,
            Width::U64 => schema::Width::U64,
        },
        minimum: rules.minimum.map_or(i128::MIN, |limit| limit.value),
        maximum: rules.maximum.map_or(i128::MAX, |limit| limit.value),
        exclusive_minimum: rules.minimum.is_some_and(|limit| limit.exclusive),
        exclusive_maximum: rules.maximum.is_some_and(|limit| limit.exclusive),
        multiple_of: rules.multiple_of.unwrap_or(0),
    }
}

/// The rules of a number as its table has them.
pub(super) fn real(rules: &Number) -> schema::Number {
    schema::Number {
        single: rules.single,
        minimum: rules.minimum.map_or(f64::NEG_INFINITY, |limit| limit.value),
        maximum: rules.maximum.map_or(f64::INFINITY, |limit| limit.value),
        exclusive_minimum: rules.minimum.is_some_and(|limit| limit.exclusive),
        exclusive_maximum: rules.maximum.is_some_and(|limit| limit.exclusive),
        multiple_of: rules.multiple_of.unwrap_or(0.0),
    }
}
