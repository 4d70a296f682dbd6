//! IR values for the tests of the emitters, and the layout of what they emit.

use proc_macro2::TokenStream;

use super::Items;
use crate::ir::{
    Additional, Api, Arm, Default, Dispatch, Enum, Ident, List, Map, Member, Package, Pattern, Resource, Role, Shape,
    Struct, Term, Text, TextKind, Type, TypeId, TypeKind, Union, Variant,
};

/// What a reader sees; blank lines between items are the business of `output`.
pub(crate) fn layout(tokens: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(tokens).unwrap())
}

/// A file of pieces.
pub(crate) fn whole(items: Items<'_>) -> String {
    let body: Vec<TokenStream> = items.body.collect();
    let mut tokens = (items.head)();
    tokens.extend(body);
    layout(tokens)
}

pub(crate) fn ident(name: &str) -> Ident {
    Ident(name.to_owned())
}

/// An API of these types, all of them in `shared`.
pub(crate) fn api(types: Vec<Type>) -> Api {
    Api {
        package: Package {
            name: "shop-api".to_owned(),
            version: "0.1.0".to_owned(),
            license: None,
            publish: false,
            rust_version: "1.88".to_owned(),
        },
        title: "Shop".to_owned(),
        description: None,
        types,
        shared: Vec::new(),
        resources: Vec::new(),
        operations: Vec::new(),
        base_url: None,
        schemes: Vec::new(),
        ledger: Vec::new(),
    }
}

pub(crate) fn resource(name: &str) -> Resource {
    let owner = ident(&heck::AsUpperCamelCase(name.trim_start_matches("r#")).to_string());
    Resource { name: ident(name), owner, description: None }
}

pub(crate) fn ty(name: &str, kind: TypeKind) -> Type {
    Type {
        name: ident(name),
        table: ident(&heck::AsShoutySnakeCase(name).to_string()),
        resource: None,
        pointer: format!("#/components/schemas/{name}"),
        description: None,
        deprecated: false,
        examples: Vec::new(),
        constants: Vec::new(),
        kind,
    }
}

pub(crate) fn structure(name: &str, members: Vec<Member>) -> Type {
    let it = Struct {
        members,
        additional: Additional::Dropped,
        min_properties: None,
        max_properties: None,
        rules: Vec::new(),
        required: None,
    };
    ty(name, TypeKind::Struct(it))
}

pub(crate) fn strings(name: &str, values: &[&str]) -> Type {
    let variants = values
        .iter()
        .map(|value| Variant {
            name: ident(&heck::AsUpperCamelCase(value).to_string()),
            value: (*value).to_owned(),
            description: None,
            deprecated: false,
        })
        .collect();
    let unknown = ident("Unknown");
    ty(name, TypeKind::Enum(Enum { variants, unknown, rules: Vec::new() }))
}

pub(crate) fn union(name: &str, dispatch: Dispatch, arms: Vec<Arm>) -> Type {
    let it = Union { arms, dispatch, exclusive: true, unknown: ident("Unknown"), rules: Vec::new() };
    ty(name, TypeKind::Union(it))
}

pub(crate) fn arm(variant: &str, selectors: &[&str], shape: Shape) -> Arm {
    Arm {
        variant: ident(variant),
        selectors: selectors.iter().map(|&selector| selector.to_owned()).collect(),
        shape,
        description: None,
    }
}

pub(crate) fn newtype(name: &str, shape: Shape) -> Type {
    ty(name, TypeKind::Newtype(shape))
}

/// A required member.
pub(crate) fn member(name: &str, shape: Shape) -> Member {
    let field = ident(match name {
        "type" => "r#type",
        name => name,
    });
    let role = Role::Field { setter: field.clone(), field, shape, default: None };
    with_role(name, role)
}

/// A member that may be absent.
pub(crate) fn optional(name: &str, shape: Shape) -> Member {
    Member { required: false, ..member(name, shape) }
}

pub(crate) fn tag(name: &str, value: &str) -> Member {
    let role = Role::Tag {
        value: value.to_owned(),
        method: ident(match name {
            "type" => "r#type",
            name => name,
        }),
    };
    with_role(name, role)
}

fn with_role(name: &str, role: Role) -> Member {
    Member {
        name: name.to_owned(),
        required: true,
        pointer: format!("#/{name}"),
        description: None,
        deprecated: false,
        direction: None,
        role,
    }
}

/// The member with a default.
pub(crate) fn with_default(mut member: Member, json: &str, value: Option<crate::ir::DefaultValue>) -> Member {
    if let Role::Field { default, field, .. } = &mut member.role {
        *default = Some(Default {
            json: json.to_owned(),
            value,
            method: ident(&format!("{}_or_default", field.as_str().trim_start_matches("r#"))),
        });
    }
    member
}

pub(crate) fn named(index: u32) -> Shape {
    Shape::Named(TypeId(index))
}

pub(crate) fn plain_text() -> Shape {
    text_of(TextKind::Plain)
}

pub(crate) fn text_of(kind: TextKind) -> Shape {
    Shape::String(Text { kind, ..Text::default() })
}

/// A string that matches; the function is called like the pattern's letters.
pub(crate) fn pattern(source: &str) -> Shape {
    let letters = source.chars().filter(char::is_ascii_alphabetic).collect::<String>();
    let pattern = Pattern {
        source: source.to_owned(),
        terms: vec![Term { regex: source.to_owned(), automaton: None, negated: false }],
        function: ident(&format!("is_{}", letters.to_lowercase())),
    };
    Shape::String(Text { pattern: Some(pattern), ..Text::default() })
}

pub(crate) fn integer() -> Shape {
    Shape::Integer(crate::ir::Integer::default())
}

pub(crate) fn number() -> Shape {
    Shape::Number(crate::ir::Number::default())
}

pub(crate) fn list(items: Shape) -> Shape {
    Shape::List(Box::new(List { items, min_items: None, max_items: None, unique_items: false }))
}

pub(crate) fn map(values: Shape) -> Shape {
    Shape::Map(Box::new(Map { values, min_properties: None, max_properties: None }))
}

pub(crate) fn nullable(shape: Shape) -> Shape {
    Shape::Nullable(Box::new(shape))
}

pub(crate) fn boxed(shape: Shape) -> Shape {
    Shape::Boxed(Box::new(shape))
}
