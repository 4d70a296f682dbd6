//! From a random document to a crate, and to what the generator knows of it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use refract_codegen::{
    Generated, Generator,
    diagnostic::Diagnostics,
    document,
    ir::{Api, Dispatch, Shape, TypeId, TypeKind, Union},
    lower, normalise,
    source::{Reach, Sources, Trees},
};
use serde_json::Value;

use crate::{oracle::Uses, runner};

/// The options that a crate is generated with.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Whether `properties` alone don't mean an object.
    pub exact_types: bool,
    /// Whether members that no schema names are kept.
    pub keeps: bool,
}

/// The crate of a document; the errors, where it has some. A panic ends no test.
pub fn generate(document: &Value, options: Options) -> Result<Generated, String> {
    let Options { exact_types, keeps } = options;
    let generator = Generator::new()
        .spec_text("random.json", document.to_string())
        .config_text("refract.toml", format!("[types]\nexact-types = {exact_types}\nkeep-unknown-members = {keeps}\n"))
        .name(runner::package());
    let made = catch_unwind(AssertUnwindSafe(|| generator.generate()));
    made.map_err(|_| "the generator panics".to_owned())?.map_err(|failure| {
        let told = failure.to_string();
        let errors = told.split("\n\n").filter(|it| it.starts_with("error"));
        errors.collect::<Vec<_>>().join("\n")
    })
}

/// What a crate is made from, without the crate.
pub fn lower(document: &Value, options: Options) -> Option<Api> {
    let options = refract_codegen::Options {
        exact_types: options.exact_types,
        keep_unknown_members: options.keeps,
        ..refract_codegen::Options::default()
    };
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let file = sources.add("random.json", document.to_string());
    let trees = Trees::new(sources, file, Reach::default(), None);
    let document = document::read::read(&trees, &mut diagnostics)?;
    let mut schemas = normalise::normalise(&document, &options, &mut diagnostics);
    let api = lower::lower(&document, &mut schemas, &options, &mut diagnostics);
    (!diagnostics.has_errors()).then_some(api)
}

/// The shape of a component, whose type has its name.
pub fn shape(api: &Api, name: &str) -> Shape {
    let index = api.types.iter().position(|ty| ty.name.as_str() == name);
    Shape::Named(TypeId(index.expect("every component is a type") as u32))
}

/// Whether a component, or what that refers to, has a `oneOf` whose arms are tried: of the members that they drop, one may
/// be all that tells them apart.
pub fn tries(api: &Api, uses: &Uses) -> bool {
    let is_tried = |it: &Union| it.exclusive && matches!(it.dispatch, Dispatch::Trial | Dispatch::Member);
    let unions = api.types.iter().filter(|ty| matches!(&ty.kind, TypeKind::Union(it) if is_tried(it)));
    unions.map(|ty| component(&ty.pointer)).any(|name| name.is_some_and(|name| uses.components.contains(name)))
}

/// The component in which a pointer leads.
fn component(pointer: &str) -> Option<&str> {
    pointer.split('/').nth(3)
}

/// Whether the ledger has a line on a component, or on what that refers to.
pub fn is_in_ledger(api: &Api, uses: &Uses) -> bool {
    api.ledger
        .iter()
        // A format of another type says nothing.
        .filter(|line| !line.why.starts_with("no format of that name is known"))
        .any(|line| component(&line.pointer).is_some_and(|name| uses.components.contains(name)))
}
