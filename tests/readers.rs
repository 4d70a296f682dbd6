//! Which types need the second reader on valid input, over real documents.
//!
//! The documents lie where `REFRACT_SHARED` says; without that variable the test says so in one line and leaves it out.

use std::{
    fs,
    path::{Path, PathBuf},
};

use refract_codegen::{
    Generator,
    ir::{Additional, Api, Dispatch, Role, Shape, TypeKind},
};

/// At most so many of a hundred types.
const MOST: usize = 2;

#[test]
fn few_types_need_the_second_reader() {
    let Ok(shared) = std::env::var("REFRACT_SHARED") else {
        eprintln!("left out: REFRACT_SHARED does not say where the documents lie");
        return;
    };
    let (mut types, mut needy) = (0, 0);
    for path in documents(&Path::new(&shared).join("corpus")) {
        // What is not read yet says so elsewhere.
        let Ok(generated) = Generator::new().spec(&path).generate() else { continue };
        let own = generated.api.types.iter().filter(|ty| needs_second(&generated.api, &ty.kind)).count();
        println!("{own} of {} types: {}", generated.api.types.len(), path.display());
        types += generated.api.types.len();
        needy += own;
    }
    println!("{needy} of {types} types need the second reader");
    assert!(types > 10_000, "only {types} types were read");
    assert!(needy * 100 < types * MOST, "{needy} of {types} types need the second reader");
}

/// The documents of a folder of folders, in order.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let folders = fs::read_dir(folder).expect("a folder of documents").flatten();
    let files =
        folders.filter_map(|entry| fs::read_dir(entry.path()).ok()).flatten().flatten().map(|entry| entry.path());
    let is_document =
        |path: &PathBuf| path.extension().is_some_and(|end| end == "json" || end == "yaml" || end == "yml");
    let mut files: Vec<PathBuf> = files.filter(is_document).collect();
    files.sort();
    files
}

/// Whether a type itself needs the second reader; the types that it names have their own answer.
fn needs_second(api: &Api, kind: &TypeKind) -> bool {
    let shapes: Vec<&Shape> = match kind {
        TypeKind::Struct(of) => {
            let members = of.members.iter().filter_map(|member| match &member.role {
                Role::Field { shape, .. } => Some(shape),
                Role::Tag { .. } => None,
            });
            let additional = match &of.additional {
                Additional::Kept { shape, .. } => Some(shape),
                Additional::Dropped | Additional::Refused => None,
            };
            members.chain(additional).collect()
        }
        TypeKind::Union(of) if of.dispatch == Dispatch::Trial => return true,
        TypeKind::Union(of) => of.arms.iter().map(|arm| &arm.shape).collect(),
        TypeKind::Newtype(shape) => vec![shape],
        TypeKind::Enum(_) => Vec::new(),
    };
    !kind.rules().is_empty() || shapes.into_iter().any(|shape| shape_needs_second(api, shape))
}

fn shape_needs_second(api: &Api, shape: &Shape) -> bool {
    match shape {
        Shape::Asserted(..) => true,
        // Items that are no containers are compared by how they are spelled, unless that has escapes or exponents.
        Shape::List(list) => {
            (list.unique_items && !is_scalar(api, &list.items)) || shape_needs_second(api, &list.items)
        }
        Shape::Map(map) => shape_needs_second(api, &map.values),
        Shape::Nullable(inner) | Shape::Boxed(inner) | Shape::Literals(_, inner) => shape_needs_second(api, inner),
        _ => false,
    }
}

/// Whether all values of a shape are strings, integers or words.
fn is_scalar(api: &Api, shape: &Shape) -> bool {
    match shape {
        Shape::Null | Shape::Boolean | Shape::String(_) | Shape::Integer(_) => true,
        Shape::Nullable(inner) | Shape::Literals(_, inner) => is_scalar(api, inner),
        Shape::Named(id) => match &api.get(*id).kind {
            TypeKind::Enum(_) => true,
            TypeKind::Newtype(inner) => is_scalar(api, inner),
            TypeKind::Struct(_) | TypeKind::Union(_) => false,
        },
        _ => false,
    }
}
