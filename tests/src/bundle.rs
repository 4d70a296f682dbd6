//! The crates of all cases, as a workspace for the compiler. Knows how a crate becomes a module of another one, not what
//! is in it.
//!
//! Most cases differ in their types alone. Compiling the run-time support once for each of them would take most of the
//! time, so cases that carry the same support and have the same features share a crate, in which each is a module: its files are as emitted, but for
//! the attributes of the crate's root, the support, which is the root's (but for the client), and the crate's name. The cases of the group `crates` are
//! compiled as they are, and so is a case whose root has attributes of its own.

use std::collections::{BTreeMap, BTreeSet};

use refract_codegen::Files;
use toml::{Table, Value};

use crate::{
    case::{self, Case},
    scratch::Tree,
};

/// What a crate's root has in any case, and a module can't have.
const ATTRIBUTE: &str = "#![forbid(unsafe_code)]\n";

/// The line of a crate's root that declares the support.
const SUPPORT: &str = "pub mod support;\n";

/// How a case that becomes a module calls its crate: in its tests and examples, where the module's path comes in its place.
const PACKAGE: &str = "the_crate_of_a_case";

/// A crate with a case, or with several.
#[derive(Debug, Default)]
struct Bundle {
    files: Tree,
    manifest: Table,
    root: String,
    tests: String,
}

/// A workspace, and the features that its crates declare.
#[derive(Debug)]
pub struct Workspace {
    /// Its files.
    pub tree: Tree,
    /// The crates, and the features of each.
    pub crates: BTreeMap<String, BTreeSet<String>>,
}

/// The workspace of all cases that have a crate.
///
/// # Panics
///
/// A manifest is no TOML.
pub fn workspace() -> Workspace {
    let mut alone: BTreeMap<String, Files> = BTreeMap::new();
    let mut shared: BTreeMap<(Tree, BTreeSet<String>), Bundle> = BTreeMap::new();
    for case in case::all() {
        let name = case.name.replace('/', "_");
        if is_alone(&case) {
            if let Ok(mut generated) = case.generator().name(&name).generate() {
                // What a case shows in use is a test of its crate.
                let uses = case.uses().map(|text| ("tests/uses.rs".to_owned(), text));
                generated.files.extend(uses);
                alone.insert(name, generated.files);
            }
        } else if let Ok(generated) = case.generator().name(PACKAGE).generate() {
            let support = generated.files.iter().filter(|(path, _)| path.starts_with("src/support/"));
            let support: Tree = support.map(|(path, text)| (path.clone(), text.clone())).collect();
            let features = features(&generated.files);
            shared.entry((support, features)).or_default().take(&name, &generated.files);
        }
    }
    let mut crates: BTreeMap<String, Tree> = BTreeMap::new();
    for (name, files) in alone {
        crates.insert(name, files);
    }
    for (index, ((support, _), bundle)) in shared.into_iter().enumerate() {
        let name = format!("bundle_{}", index + 1);
        crates.insert(name.clone(), bundle.finish(&name, support));
    }
    assemble(crates)
}

/// Whether a case is compiled as it is.
fn is_alone(case: &Case) -> bool {
    case.is_crate()
        || case.generate().is_some_and(|generated| {
            let root = &generated.files["src/lib.rs"];
            root.lines().filter(|line| line.starts_with("#![")).count() != 1
        })
}

impl Bundle {
    /// Takes a case in as a module.
    fn take(&mut self, name: &str, files: &Files) {
        for (path, text) in files {
            if let Some(path) =
                path.strip_prefix("src/").filter(|path| !path.starts_with("support/") && *path != "lib.rs")
            {
                self.files.insert(format!("src/{name}/{path}"), text.clone());
            }
        }
        let root = &files["src/lib.rs"];
        assert!(root.contains(ATTRIBUTE) && root.contains(SUPPORT), "{name}: {root}");
        let support = self.support(name, files);
        let root = root.replace(ATTRIBUTE, "").replace(SUPPORT, support);
        self.files.insert(format!("src/{name}/mod.rs"), root);
        self.root += &format!("pub mod {name};\n");
        if let Some(tests) = files.get("tests/contract.rs") {
            self.tests += &format!("mod {name};\n");
            let tests = tests.replace("include_str!(\"contract/", &format!("include_str!(\"{name}/"));
            self.files.insert(format!("tests/contract/{name}.rs"), tests);
        }
        // The texts of its tests lie beside them.
        let texts = files.iter().filter_map(|(path, text)| Some((path.strip_prefix("tests/contract/")?, text)));
        self.files.extend(texts.map(|(path, text)| (format!("tests/contract/{name}/{path}"), text.clone())));
        merge(&mut self.manifest, files["Cargo.toml"].parse().expect("a manifest"));
    }

    /// How the module of a case has the support: that of the crate, but a client of its own, to which it adds methods.
    fn support(&mut self, name: &str, files: &Files) -> &'static str {
        if !files.contains_key("src/client/mod.rs") {
            return "pub use crate::support;\n";
        }
        for (path, text) in files.iter().filter(|(path, _)| path.starts_with("src/support/client/")) {
            let path = path.trim_start_matches("src/");
            self.files.insert(format!("src/{name}/{path}"), text.clone());
        }
        let root = "pub use crate::support::*;\n#[cfg(feature = \"client\")]\npub mod client;\n";
        self.files.insert(format!("src/{name}/support/mod.rs"), root.to_owned());
        SUPPORT
    }

    /// The files of the crate.
    fn finish(mut self, name: &str, support: Tree) -> Tree {
        let package = self.manifest.get_mut("package").and_then(Value::as_table_mut);
        let package = package.expect("a manifest has a package");
        package.insert("name".to_owned(), name.into());
        self.files.insert("Cargo.toml".to_owned(), self.manifest.to_string());
        self.files.insert("rustfmt.toml".to_owned(), "disable_all_formatting = true\n".to_owned());
        let root = format!("//! Cases.\n{ATTRIBUTE}\n#[doc(hidden)]\n{SUPPORT}\n{}", self.root);
        self.files.insert("src/lib.rs".to_owned(), root);
        let tests = format!("//! The tests of the cases.\n{}", self.tests);
        self.files.insert("tests/contract/main.rs".to_owned(), tests);
        for (path, text) in &mut self.files {
            if let Some(case) = module_of(path) {
                *text = text.replace(&format!("use {PACKAGE}::"), &format!("use {name}::{case}::"));
            }
        }
        self.files.extend(support);
        self.files
    }
}

/// The case that a file of a bundle belongs to, where it speaks of the crate by name.
fn module_of(path: &str) -> Option<String> {
    let root = path.strip_prefix("src/").and_then(|path| path.split_once('/')).map(|(case, _)| case);
    let tests = path.strip_prefix("tests/contract/").and_then(|path| path.strip_suffix(".rs"));
    root.or(tests).map(str::to_owned)
}

/// The features of a crate, beside that which stands for the default ones.
fn features(files: &Files) -> BTreeSet<String> {
    let manifest: Table = files["Cargo.toml"].parse().expect("a manifest");
    let declared = manifest.get("features").and_then(Value::as_table);
    let names = declared.into_iter().flat_map(|table| table.keys().cloned());
    names.filter(|name| name != "default").collect()
}

/// Adds the tables of one manifest to another: of lists, what is not there yet.
fn merge(into: &mut Table, from: Table) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Table(into)), Value::Table(from)) => merge(into, from),
            (Some(Value::Array(into)), Value::Array(from)) => {
                let new: Vec<Value> = from.into_iter().filter(|value| !into.contains(value)).collect();
                into.extend(new);
            }
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

/// The files of crates, each in its folder, and of the workspace around them.
fn assemble(crates: BTreeMap<String, Tree>) -> Workspace {
    let mut tree = Tree::new();
    let mut having = BTreeMap::new();
    for (name, files) in crates {
        let manifest: Table = files["Cargo.toml"].parse().expect("a manifest");
        let package = manifest["package"]["name"].as_str().unwrap_or_default();
        having.insert(package.to_owned(), features(&files));
        tree.extend(files.into_iter().map(|(path, text)| (format!("{name}/{path}"), text)));
    }
    let members: BTreeSet<&str> = tree.keys().filter_map(|path| path.strip_suffix("/Cargo.toml")).collect();
    let manifest =
        format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n").replace('{', "[").replace('}', "]");
    tree.insert("Cargo.toml".to_owned(), manifest);
    tree.insert("Cargo.lock".to_owned(), crate::command::lock_file());
    Workspace { tree, crates: having }
}
