//! `x-rust-type`: the Rust type that an author chose for a string, a number or a boolean.
//!
//! A value is read, checked and written as JSON has it, whatever type was chosen: of its own type only where one of
//! ours holds it (`u32`, `f32`, `String`), else by a wrapper that converts to the chosen type by its text.

use indexmap::IndexMap;

use crate::{
    diagnostic::catalogue,
    ir::{Crate, Foreign, Ident, Integer, Resource, Shape, TypeId, TypeKind, Width},
    names::{self, Scope, Usage, Words},
    normalise::{SchemaId, Types},
    options::{Source, is_package_name, is_requirement},
    source::Node,
};

use super::{Lower, Place, View, literals};

/// The crates whose types texts of a format convert to, and in which version: of these, there is no other.
pub const OWN: [(&str, &str); 4] = [("chrono", "0.4"), ("jiff", "1"), ("time", "0.3"), ("uuid", "1")];

/// The crates that a generated crate needs for purposes of its own.
pub const INNER: [&str; 17] = [
    "axum",
    "bytes",
    "fastrand",
    "futures-util",
    "http",
    "http-body",
    "http-body-util",
    "httpdate",
    "hyper",
    "hyper-util",
    "regex",
    "reqwest",
    "serde",
    "serde_json",
    "tokio",
    "tower",
    "tracing",
];

/// The types of the language that a path may name by themselves.
const PRIMITIVES: [&str; 16] = [
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128",
    "usize",
];

/// The crates that are there without being asked for.
const STANDARD: [&str; 3] = ["alloc", "core", "std"];

/// What an author chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// A type that holds such values itself: `u32`.
    Own(&'static str),
    /// A type that they convert to.
    Foreign(Chosen),
}

/// A type that values convert to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Its absolute path.
    path: String,
    /// Its own name.
    name: String,
    /// The crate that it is of, where that is not the standard library.
    of: Option<Crate>,
}

/// The crates that types were chosen of, by name.
pub type Crates = IndexMap<String, Crate>;

impl Lower<'_> {
    /// What was chosen for a view's values of one JSON type, and by which schema; what can't be done is noted.
    pub(super) fn rust_type(&mut self, view: &View, types: Types) -> Option<(SchemaId, Choice)> {
        let schemas = self.schemas;
        let (id, node) = view.ids().iter().find_map(|&id| Some((id, schemas.get(id).rust_type.as_ref()?)))?;
        match choice(node, types, &self.options.crates) {
            Ok(choice) => Some((id, choice)),
            Err(why) => {
                self.not_applied(id, node, &why);
                None
            }
        }
    }

    fn not_applied(&mut self, schema: SchemaId, node: &Node, why: &str) {
        let place = Place { schema, span: node.span };
        self.note_as(&catalogue::RUST_TYPE, place, "x-rust-type", "not applied", why);
    }

    /// Whether a view's values are a wrapper that converts to a chosen type.
    pub(super) fn is_foreign(&mut self, view: &View, types: Types) -> bool {
        let is_scalar = [Types::BOOLEAN, Types::INTEGER, Types::NUMBER, Types::STRING].contains(&types);
        is_scalar && matches!(self.rust_type(view, types), Some((_, Choice::Foreign(_))))
    }

    /// Whether one of our own types was chosen for a view's values, and which.
    pub(super) fn own_type(&mut self, view: &View, types: Types) -> Option<&'static str> {
        let (id, Choice::Own(name)) = self.rust_type(view, types)? else { return None };
        self.chosen_types.insert(id);
        Some(name)
    }

    /// The type that holds an integer, where one was chosen; that it refuses what the schema allows is noted.
    pub(super) fn chosen_width(&mut self, view: &View, integer: &Integer) -> Option<Width> {
        let width = match self.own_type(view, Types::INTEGER)? {
            "i32" => Width::I32,
            "u32" => Width::U32,
            "u64" => Width::U64,
            _ => Width::I64,
        };
        let bound = |limit: Option<crate::ir::Limit<i128>>, inwards: i128| {
            limit.map(|limit| limit.value.saturating_add(if limit.exclusive { inwards } else { 0 }))
        };
        let bounds = [bound(integer.minimum, 1), bound(integer.maximum, -1)];
        let listed = literals::integers(self.schemas, view);
        let is_held = match listed.is_empty() {
            false => listed.iter().all(|&value| width.holds(value)),
            true => bounds.iter().zip([i64::MIN, i64::MAX]).all(|(it, end)| width.holds(it.unwrap_or(end.into()))),
        };
        if !is_held {
            self.note_narrow(view, "integers beyond it are refused");
        }
        Some(width)
    }

    /// Notes that a chosen type holds less than the schema allows.
    pub(super) fn note_narrow(&mut self, view: &View, became: &str) {
        let schemas = self.schemas;
        let chosen = view.ids().iter().find_map(|&id| Some((id, schemas.get(id).rust_type.as_ref()?)));
        let Some((schema, node)) = chosen else { return };
        let place = Place { schema, span: node.span };
        let why = "the schema allows more than the type holds";
        self.note_as(&catalogue::RUST_TYPE, place, "x-rust-type", became, why);
    }

    /// Gives a type that wraps a scalar the type that was chosen for it.
    pub(super) fn adopt(&mut self, id: TypeId, view: &View, kind: &TypeKind) {
        let TypeKind::Newtype(shape) = kind else { return };
        let Some(types) = scalar(shape) else { return };
        let Some((schema, Choice::Foreign(chosen))) = self.rust_type(view, types) else { return };
        self.chosen_types.insert(schema);
        let of = chosen.of.map(|of| {
            let known = self.crates.entry(of.name.clone()).or_insert_with(|| of.clone());
            // The first version counts; what any of them needs is needed.
            let more: Vec<String> = of.features.into_iter().filter(|name| !known.features.contains(name)).collect();
            known.features.extend(more);
            of.ident
        });
        let words = Words::of("to").then(&Words::of(&chosen.name));
        let method = Scope::new().claim(&words, Usage::Method).ident;
        self.types[id.0 as usize].ty.foreign = Some(Foreign { path: chosen.path, of, method });
    }

    /// Notes what was chosen where it has no effect.
    pub(super) fn note_unapplied(&mut self) {
        let schemas = self.schemas;
        for (index, schema) in schemas.arena.iter().enumerate() {
            let id = SchemaId(index as u32);
            if let Some(node) = &schema.rust_type
                && schemas.original(id) == id
                && !self.chosen_types.contains(&id)
            {
                let why = match schema.reference {
                    Some(_) => "it belongs to the schema that is referred to",
                    None => "only a string that is no `enum`, a number or a boolean has another type",
                };
                self.not_applied(id, node, why);
            }
        }
    }
}

/// The crates that types were chosen of, each with a feature that no resource has.
pub fn crates(chosen: Crates, resources: &[Resource]) -> Vec<Crate> {
    let mut crates: Vec<Crate> = chosen.into_values().collect();
    for of in &mut crates {
        let is_taken = |resource: &Resource| names::plain(&resource.name) == of.feature;
        if names::methods::is_own_feature(&of.feature) || resources.iter().any(is_taken) {
            of.feature = format!("crate-{}", of.feature);
        }
    }
    crates.sort_by(|a, b| a.name.cmp(&b.name));
    crates
}

/// The JSON type of a scalar shape, whatever is asserted of it besides.
fn scalar(shape: &Shape) -> Option<Types> {
    match shape {
        Shape::Boolean => Some(Types::BOOLEAN),
        Shape::Integer(_) => Some(Types::INTEGER),
        Shape::Number(_) => Some(Types::NUMBER),
        Shape::String(_) => Some(Types::STRING),
        Shape::Literals(_, inner) | Shape::Asserted(_, inner) => scalar(inner),
        _ => None,
    }
}

/// What an author chose for values of one JSON type; an error says why that can't be done.
fn choice(node: &Node, types: Types, known: &IndexMap<String, Source>) -> Result<Choice, String> {
    let text = |name: &str| node.as_object()?.get(name)?.value.as_str();
    let path = node.as_str().or_else(|| text("path")).ok_or("it is neither a path nor an object with a `path`")?;
    let is_generic = |node: &Node| node.as_array().is_none_or(|list| !list.is_empty());
    if node.as_object().and_then(|members| members.get("parameters")).is_some_and(|entry| is_generic(&entry.value)) {
        return Err("parameters have to stand in the path: `Id<u64>`".to_owned());
    }
    if let Some(own) = own(path, types) {
        return Ok(Choice::Own(own));
    }
    let path = Path::read(path)?;
    let of = match &path.of {
        None => None,
        Some(ident) => {
            let name = text("crate").unwrap_or(ident);
            if name.replace('-', "_") != *ident {
                return Err(format!("the path is not of the crate `{}`", name.escape_debug()));
            }
            Some(dependency(name, ident, text("version"), node, known)?)
        }
    };
    Ok(Choice::Foreign(Chosen { path: path.text, name: path.name, of }))
}

/// The type of ours that a path names, where it holds values of the JSON type.
fn own(path: &str, types: Types) -> Option<&'static str> {
    let held: &[&str] = match types {
        Types::BOOLEAN => &["bool"],
        Types::INTEGER => &["i32", "i64", "u32", "u64"],
        Types::NUMBER => &["f32", "f64"],
        _ => &["String"],
    };
    let name = match path.trim_start_matches("::") {
        "std::string::String" | "alloc::string::String" => "String",
        name => name.trim_start_matches("std::primitive::").trim_start_matches("core::primitive::"),
    };
    held.iter().find(|held| **held == name).copied()
}

/// A path that was read.
struct Path {
    /// The path from the root: `::url::Url`.
    text: String,
    /// Its last name.
    name: String,
    /// The crate that it is of, where that is not the standard library.
    of: Option<String>,
}

impl Path {
    /// Reads the path of a type. What is no plain path (with others in angle brackets) is refused: it would be code.
    fn read(text: &str) -> Result<Self, String> {
        let path: syn::Path = syn::parse_str(text).map_err(|_| "it is no path of a Rust type".to_owned())?;
        let mut of = None;
        let text = absolute(&path, &mut of)?;
        let name = path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        Ok(Self { text, name, of })
    }
}

/// A path from the root, and the one crate that it is of.
fn absolute(path: &syn::Path, of: &mut Option<String>) -> Result<String, String> {
    let first = path.segments.first().map(|segment| segment.ident.to_string()).unwrap_or_default();
    let mut text = match (path.segments.len(), first.as_str()) {
        (1, name) if PRIMITIVES.contains(&name) => "::std::primitive".to_owned(),
        (1, "String") => "::std::string".to_owned(),
        (1, _) => return Err("a path begins with the name of a crate: `my_crate::Money`".to_owned()),
        (_, "crate" | "self" | "super" | "Self") => {
            return Err("the generated crate has no such module: name a crate of your own".to_owned());
        }
        (_, name) if STANDARD.contains(&name) => String::new(),
        (_, name) if of.as_ref().is_none_or(|of| of == name) => {
            *of = Some(name.to_owned());
            String::new()
        }
        _ => return Err("it is of several crates: give the type a name in one of them".to_owned()),
    };
    for segment in &path.segments {
        text += &format!("::{}", segment.ident);
        match &segment.arguments {
            syn::PathArguments::None => {}
            syn::PathArguments::AngleBracketed(arguments) => text += &parameters(arguments, of)?,
            syn::PathArguments::Parenthesized(_) => return Err("it is no path of a Rust type".to_owned()),
        }
    }
    Ok(text)
}

fn parameters(arguments: &syn::AngleBracketedGenericArguments, of: &mut Option<String>) -> Result<String, String> {
    let parameters = arguments.args.iter().map(|argument| match argument {
        syn::GenericArgument::Type(syn::Type::Path(path)) if path.qself.is_none() => absolute(&path.path, of),
        _ => Err("its parameters are no paths of types".to_owned()),
    });
    let parameters: Vec<String> = parameters.collect::<Result<_, _>>()?;
    Ok(format!("<{}>", parameters.join(", ")))
}

/// The dependency on a crate, as `refract.toml` says; those that a generated crate has anyway need no word there.
fn dependency(
    name: &str,
    ident: &str,
    version: Option<&str>,
    node: &Node,
    known: &IndexMap<String, Source>,
) -> Result<Crate, String> {
    if !is_package_name(name) || names::exact(ident, Usage::Field).is_none() {
        return Err(format!("`{}` is no name of a crate", name.escape_debug()));
    }
    if INNER.iter().any(|inner| inner.replace('-', "_") == ident) {
        return Err(format!("the generated crate has a `{name}` for purposes of its own"));
    }
    let configured = known.iter().find(|(key, _)| key.replace('-', "_") == ident);
    let (name, source) = match configured {
        Some((key, source)) => (key.clone(), source.clone()),
        None => (name.to_owned(), of_document(name, version, node)?),
    };
    if let Some((_, own)) = OWN.iter().find(|(own, _)| *own == name)
        && (source.path.is_some()
            || !source.features.is_empty()
            || source.version.as_ref().is_some_and(|version| !is_compatible(version, own)))
    {
        return Err(format!("the generated crate depends on `{name}` {own}, with features of its own"));
    }
    let Source { version, path, features } = source;
    let by_default = configured.is_some();
    Ok(Crate { ident: Ident(ident.to_owned()), feature: name.clone(), name, by_default, version, path, features })
}

/// Which of our own crates a document asks for. It has no say in others: cargo looks up every dependency, also one whose
/// feature is off, so that a crate that is nowhere, or somebody else's, would be in the way of the whole.
fn of_document(name: &str, version: Option<&str>, node: &Node) -> Result<Source, String> {
    if !OWN.iter().any(|(own, _)| *own == name) {
        let version = version.filter(|version| is_requirement(version)).unwrap_or("1");
        return Err(format!(
            "no document says which crates are depended on: write `crates.{name} = \"{version}\"` into `refract.toml`"
        ));
    }
    let features = node.as_object().and_then(|members| members.get("features")?.value.as_array());
    let features = features.into_iter().flatten().filter_map(Node::as_str).map(str::to_owned).collect();
    Ok(Source { version: version.map(str::to_owned), path: None, features })
}

/// Whether a requirement is met by what a shorter one asks for.
fn is_compatible(version: &str, own: &str) -> bool {
    let version = version.trim_start_matches(['^', '~', '=', '>', ' ']);
    version == "*"
        || version == own
        || version.starts_with(&format!("{own}."))
        || own.starts_with(&format!("{version}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::testing::yaml;

    fn chosen(text: &str, types: Types) -> Result<Choice, String> {
        let ours = Source { path: Some("../money".to_owned()), ..Source::default() };
        choice(yaml(text).root().unwrap(), types, &IndexMap::from([("my-money".to_owned(), ours)]))
    }

    fn path(text: &str) -> String {
        match chosen(text, Types::STRING) {
            Ok(Choice::Foreign(it)) => it.path,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn what_holds_the_values_is_their_own_type() {
        assert_eq!(chosen("u32", Types::INTEGER), Ok(Choice::Own("u32")));
        assert_eq!(chosen("{path: f32}", Types::NUMBER), Ok(Choice::Own("f32")));
        assert_eq!(chosen("'std::string::String'", Types::STRING), Ok(Choice::Own("String")));
        assert_eq!(chosen("'::std::primitive::bool'", Types::BOOLEAN), Ok(Choice::Own("bool")));
        // A string is no number, and an `i8` is none of ours: they convert.
        assert_eq!(path("i64"), "::std::primitive::i64");
        assert!(matches!(chosen("i8", Types::INTEGER), Ok(Choice::Foreign(_))));
    }

    #[test]
    fn paths_are_from_the_root() {
        assert_eq!(path("'std::net::IpAddr'"), "::std::net::IpAddr");
        assert_eq!(
            path("'::my_money::Id< u64, my_money::Kind >'"),
            "::my_money::Id<::std::primitive::u64, ::my_money::Kind>"
        );
        assert_eq!(path("{crate: my-money, version: '2', path: 'my_money::Url'}"), "::my_money::Url");
    }

    #[test]
    fn what_is_no_path_of_one_crate_is_refused() {
        for (text, why) in [
            ("'a::B; fn f() {}'", "it is no path of a Rust type"),
            ("'a::B<{ panic!() }>'", "its parameters are no paths of types"),
            ("'a::B<[u8; 3]>'", "its parameters are no paths of types"),
            ("'a::F(u8)'", "it is no path of a Rust type"),
            ("Money", "a path begins with the name of a crate: `my_crate::Money`"),
            ("'crate::Money'", "the generated crate has no such module: name a crate of your own"),
            ("'my_money::Id<other::B>'", "it is of several crates: give the type a name in one of them"),
            ("{crate: other, path: 'my_money::B'}", "the path is not of the crate `other`"),
            (
                "{path: 'a::B', version: '0.3'}",
                "no document says which crates are depended on: write `crates.a = \"0.3\"` into `refract.toml`",
            ),
            (
                "{path: 'uuid::Uuid', version: '0.8'}",
                "the generated crate depends on `uuid` 1, with features of its own",
            ),
            ("'serde_json::Number'", "the generated crate has a `serde_json` for purposes of its own"),
            ("{path: 'my_money::Id', parameters: [{}]}", "parameters have to stand in the path: `Id<u64>`"),
            ("1", "it is neither a path nor an object with a `path`"),
        ] {
            assert_eq!(chosen(text, Types::STRING), Err(why.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_crate_is_one_that_the_options_name_or_one_of_ours() {
        let of = |text| match chosen(text, Types::STRING) {
            Ok(Choice::Foreign(Chosen { of: Some(of), .. })) => of,
            other => panic!("{text}: {other:?}"),
        };
        let ours = of("{path: 'my_money::Money', version: '3'}");
        assert_eq!((ours.name.as_str(), ours.source(), ours.by_default), ("my-money", "../money", true));
        let inner = of("'uuid::Uuid'");
        assert_eq!((inner.version, inner.by_default), (None, false));
        for text in ["'a::B'", "{path: 'a::B', crate: a, version: '1\"'}"] {
            assert!(chosen(text, Types::STRING).is_err_and(|why| why.contains("`crates.a = \"1\"`")), "{text}");
        }
    }
}
