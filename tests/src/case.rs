//! A case: a folder with a document, and the snapshots of what each stage makes of it. Knows which files a case has and
//! what is in each; `README.md` beside `fixtures` tells the same for people.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use refract_codegen::{
    Generated, Generator,
    diagnostic::{Diagnostics, render},
    ir::dump,
    source::{FileId, Sources},
};

use crate::marks;

/// The groups whose cases mark where their diagnostics are expected.
const MARKED: [&str; 2] = ["errors", "warnings"];

/// The group whose cases show the files around the types as well, and are compiled as crates of their own.
const CRATES: &str = "crates";

/// The group whose cases show the tests that a crate has of itself.
const CONTRACT: &str = "contract";

/// The group whose cases show operations, client and server.
const OPERATIONS: &str = "operations";

/// What a case's own files are called; all others are what its document refers to.
const OWN: [&str; 4] = ["spec.yaml", "spec.json", "refract.toml", "uses.rs"];

/// A case.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its group and its name: `structs/plain`.
    pub name: String,
    spec: Text,
    config: Option<Text>,
    /// The files that the document refers to.
    others: Vec<Text>,
}

/// A file of a case that is read, and the marks in it.
#[derive(Debug, Clone)]
struct Text {
    path: String,
    text: String,
    marks: Vec<std::ops::Range<usize>>,
}

/// The folder of all cases.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Every file below a folder, with `/` in its path from there, sorted; what is built and what is hidden are left out.
pub fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if !path.is_dir() {
                let parts = path.strip_prefix(folder).expect("a path in the folder").iter();
                let parts: Vec<_> = parts.map(|part| part.to_string_lossy()).collect();
                found.push(parts.join("/"));
            } else if name != "target" && !name.starts_with('.') {
                open.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The folders in a folder, sorted by name.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of fixtures");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

/// Every case, sorted by name.
pub fn all() -> Vec<Case> {
    let groups = folders(&fixtures());
    let cases = groups.iter().flat_map(|group| folders(group));
    cases.map(|folder| Case::load(&name_of(&folder))).collect()
}

/// The group and the name of a case's folder.
fn name_of(folder: &Path) -> String {
    let path = folder.strip_prefix(fixtures()).expect("a folder of a case");
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

impl Case {
    /// Reads a case by its group and its name.
    ///
    /// # Panics
    ///
    /// It has no document, or more than one.
    pub fn load(name: &str) -> Self {
        let folder = fixtures().join(name);
        let mut specs = ["spec.yaml", "spec.json"].iter().filter_map(|file| Text::read(&folder, file));
        let spec = specs.next().unwrap_or_else(|| panic!("{name} has neither spec.yaml nor spec.json"));
        assert!(specs.next().is_none(), "{name} has two documents");
        let mut paths = files(&folder);
        paths.retain(|path| !(path.ends_with(".snap") || path.ends_with(".snap.new") || OWN.contains(&path.as_str())));
        let others = paths.iter().filter_map(|path| Text::read(&folder, path)).collect();
        Self { name: name.to_owned(), spec, config: Text::read(&folder, "refract.toml"), others }
    }

    /// The folder of the case.
    pub fn folder(&self) -> PathBuf {
        fixtures().join(&self.name)
    }

    /// The group of the case.
    pub fn group(&self) -> &str {
        self.name.split('/').next().unwrap_or_default()
    }

    /// Whether the files around the types belong to what the case shows.
    pub fn is_crate(&self) -> bool {
        self.group() == CRATES
    }

    /// The document, without marks.
    pub fn spec(&self) -> &str {
        &self.spec.text
    }

    /// A test that uses the case's crate, where it has one; it is called as the case, with `_` for `/`.
    pub fn uses(&self) -> Option<String> {
        fs::read_to_string(self.folder().join("uses.rs")).ok()
    }

    /// What would generate the case's crate. Names in messages are those of the files, without a folder.
    pub fn generator(&self) -> Generator {
        let texts = self.others.iter().map(|other| (PathBuf::from(&other.path), other.text.clone()));
        let texts: BTreeMap<PathBuf, String> = texts.collect();
        let read = move |path: &Path| texts.get(path).map(|text| text.clone().into_bytes());
        let read = move |path: &Path| read(path).ok_or_else(|| std::io::ErrorKind::NotFound.into());
        let generator = Generator::new().spec_text(&self.spec.path, &self.spec.text).files(read);
        match &self.config {
            Some(config) => generator.config_text(&config.path, &config.text),
            None => generator,
        }
    }

    /// The crate; `None` where the document has errors.
    pub fn generate(&self) -> Option<Generated> {
        self.generator().generate().ok()
    }

    /// The names of the snapshots and what they have to be.
    ///
    /// # Panics
    ///
    /// Diagnostics are not where the marks are.
    pub fn stages(&self) -> BTreeMap<&'static str, String> {
        match self.generator().generate() {
            Ok(generated) => {
                self.expect_all_read(&generated.sources);
                self.compare_marks(&generated.sources, &generated.diagnostics);
                self.of_crate(&generated)
            }
            Err(failure) => {
                self.expect_all_read(&failure.sources);
                self.compare_marks(&failure.sources, &failure.diagnostics);
                let text = render::text(&failure.sources, &failure.diagnostics, false);
                BTreeMap::from([("diagnostics", text)])
            }
        }
    }

    fn of_crate(&self, generated: &Generated) -> BTreeMap<&'static str, String> {
        let files = |folder: &str| -> Vec<&str> {
            let paths = generated.files.keys().map(String::as_str);
            paths.filter(|path| path.starts_with(folder) && !path.ends_with("/mod.rs")).collect()
        };
        let mut stages = BTreeMap::from([
            ("ir", dump::dump(&generated.api)),
            ("models", texts(generated, &files("src/models/"))),
            ("wire", texts(generated, &files("src/wire/"))),
        ]);
        if !generated.api.ledger.is_empty() {
            stages.insert("ledger", texts(generated, &["ledger.json"]));
        }
        if !generated.diagnostics.is_empty() {
            let text = render::text(&generated.sources, &generated.diagnostics, false);
            stages.insert("diagnostics", text);
        }
        if self.is_crate() {
            let around = ["Cargo.toml", "src/lib.rs", "src/models/mod.rs", "src/wire/mod.rs"];
            stages.insert("crate", format!("{}\n{}", paths(generated), texts(generated, &around)));
        }
        if self.group() == OPERATIONS {
            for (stage, folder) in
                [("operations", "src/operations/"), ("client", "src/client/"), ("server", "src/server/")]
            {
                let paths = generated.files.keys().map(String::as_str);
                stages.insert(
                    stage,
                    texts(generated, &paths.filter(|path| path.starts_with(folder)).collect::<Vec<_>>()),
                );
            }
        }
        if self.group() == CONTRACT {
            stages.insert("contract", texts(generated, &files("tests/")));
        }
        stages
    }

    /// Every file of the case was read.
    fn expect_all_read(&self, sources: &Sources) {
        let mut read = BTreeSet::new();
        let mut id = FileId::default();
        while !sources.get(id).path.is_empty() {
            read.insert(sources.get(id).path.as_str());
            id.0 += 1;
        }
        let unread: Vec<&str> =
            self.others.iter().map(|other| other.path.as_str()).filter(|it| !read.contains(it)).collect();
        assert!(unread.is_empty(), "{}: nothing refers to {unread:?}: remove them", self.name);
    }

    /// Holds the marks to the first places of all diagnostics.
    fn compare_marks(&self, sources: &Sources, diagnostics: &Diagnostics) {
        let texts = [Some(&self.spec), self.config.as_ref()].into_iter().chain(self.others.iter().map(Some));
        let mut marked: Vec<Place<'_>> = Vec::new();
        for text in texts.flatten() {
            marked.extend(text.marks.iter().map(|mark| Place::new(&text.path, &text.text, mark.start, mark.end)));
        }
        if marked.is_empty() && !MARKED.contains(&self.group()) {
            return;
        }
        let spans = diagnostics.iter().filter_map(|diagnostic| diagnostic.labels.first());
        let mut found: Vec<Place<'_>> = spans
            .map(|label| {
                let source = sources.get(label.span.file);
                Place::new(&source.path, &source.text, label.span.start as usize, label.span.end as usize)
            })
            .collect();
        found.sort();
        marked.sort();
        if found != marked {
            let text = render::text(sources, diagnostics, false);
            let name = &self.name;
            panic!("{name}: diagnostics are at {found:#?}, not where the marks are: {marked:#?}\n{text}");
        }
    }
}

/// A place in a text, and what stands there, for messages.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place<'a> {
    path: &'a str,
    start: usize,
    end: usize,
    text: &'a str,
}

impl<'a> Place<'a> {
    fn new(path: &'a str, text: &'a str, start: usize, end: usize) -> Self {
        let text = text.get(start..end).unwrap_or("out of the text");
        Self { path, start, end, text }
    }
}

impl Text {
    fn read(folder: &Path, path: &str) -> Option<Self> {
        let marked = fs::read_to_string(folder.join(path)).ok()?;
        let (text, marks) = marks::unmark(&marked);
        Some(Self { path: path.to_owned(), text, marks })
    }
}

/// The paths of all files: a line each, and one for all of the run-time support.
fn paths(generated: &Generated) -> String {
    let (support, own): (Vec<&str>, Vec<&str>) =
        generated.files.keys().map(String::as_str).partition(|path| path.starts_with("src/support/"));
    let support = support.iter().filter_map(|path| path.strip_prefix("src/support/")?.strip_suffix(".rs"));
    let support = support.collect::<Vec<_>>().join(" ");
    format!("{}\nsrc/support: {support}\n", own.join("\n"))
}

/// The texts of files without their headers, each after a line with its path.
fn texts(generated: &Generated, paths: &[&str]) -> String {
    let mut all = String::new();
    for path in paths {
        let text = generated.files.get(*path).map(String::as_str).unwrap_or_default();
        let text = match text.split_once('\n') {
            Some((first, rest)) if first.contains("Generated by Refract") => rest.trim_start(),
            _ => text,
        };
        if !all.is_empty() {
            all.push('\n');
        }
        all += &format!("==> {path}\n{text}");
    }
    all
}

/// Compares a case with its snapshots, and its folder with what may be in it.
///
/// # Panics
///
/// Something differs.
pub fn check(name: &str) {
    let case = Case::load(name);
    let stages = case.stages();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(case.folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (stage, text) in &stages {
            insta::assert_snapshot!(*stage, text);
        }
    });
    let known: BTreeSet<String> = stages.keys().map(|stage| format!("{stage}.snap")).collect();
    let is_stray = |path: &String| path.ends_with(".snap") && !known.contains(path);
    let stray: Vec<String> = files(&case.folder()).into_iter().filter(is_stray).collect();
    assert!(stray.is_empty(), "{name}: nothing refers to {stray:?}: remove them");
}
