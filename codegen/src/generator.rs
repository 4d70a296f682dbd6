//! The whole way from documents to files: the one place that knows the order of the stages.
//!
//! It reads the files that it is given by path, and nothing else; it never writes, prints or exits. The same input gives
//! the same bytes, wherever it lies.

mod examples;
mod input;
mod module;
mod stack;
mod unproved;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::PathBuf,
};

use indexmap::IndexMap;

use crate::{
    diagnostic::{Diagnostic, Diagnostics, catalogue, render},
    document, emit,
    instance::Suite,
    ir, lower, normalise,
    options::{self, Options},
    output,
    source::{self, FileId, Sources, Span},
};
use input::Input;

/// Paths, relative to the crate's root and with `/` between their parts, and the texts of the files; sorted.
pub type Files = BTreeMap<String, String>;

/// A run to be: what it reads, and what was asked for beside the options in `refract.toml`.
///
/// ```no_run
/// let generated = refract_codegen::Generator::new()
///     .spec("spec/containers.openapi.json")
///     .generate()?;
/// for (path, text) in &generated.files {
///     println!("{path}: {} bytes", text.len());
/// }
/// # Ok::<(), refract_codegen::Failure>(())
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Generator {
    specs: Vec<Input>,
    config: Option<Input>,
    name: Option<String>,
    previous_version: Option<String>,
    exact_types: bool,
    strict: bool,
    features: Option<Vec<String>>,
}

impl Generator {
    /// A run that reads nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads this document, in place of those that the options name.
    pub fn spec(mut self, path: impl Into<PathBuf>) -> Self {
        self.specs.push(Input::Path(path.into()));
        self
    }

    /// Reads this text, in place of the documents that the options name; messages show the path.
    pub fn spec_text(mut self, path: impl Into<String>, text: impl Into<String>) -> Self {
        self.specs.push(Input::Text { path: path.into(), text: text.into() });
        self
    }

    /// Reads the options in this file; the paths in it are relative to its folder.
    pub fn config(mut self, path: impl Into<PathBuf>) -> Self {
        self.config = Some(Input::Path(path.into()));
        self
    }

    /// Reads the options in this text, as if it lay at this path.
    pub fn config_text(mut self, path: impl Into<String>, text: impl Into<String>) -> Self {
        self.config = Some(Input::Text { path: path.into(), text: text.into() });
        self
    }

    /// Calls the crate so, whatever the options say.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Keeps this version, which the crate has so far, unless the options set one; what is no version is passed over.
    pub fn previous_version(mut self, version: impl Into<String>) -> Self {
        self.previous_version = Some(version.into());
        self
    }

    /// Where true, `properties` without `type` do not mean an object, whatever the options say.
    pub fn exact_types(mut self, exact_types: bool) -> Self {
        self.exact_types = exact_types;
        self
    }

    /// Where true, warnings are a failure, whatever the options say.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Fixes the features of [`module`](Self::module), and what they imply; without this call, they are the default ones
    /// but `client` and `server`.
    pub fn features<T: Into<String>>(mut self, features: impl IntoIterator<Item = T>) -> Self {
        self.features = Some(features.into_iter().map(Into::into).collect());
        self
    }

    /// The files of a crate.
    ///
    /// # Errors
    ///
    /// All that is wrong with the input; where warnings are errors, one warning is enough.
    pub fn generate(&self) -> Result<Generated, Failure> {
        stack::with_room(|| self.run())
    }

    fn run(&self) -> Result<Generated, Failure> {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let options = self.options(&mut sources, &mut diagnostics);
        let made = self.make(&options, &mut sources, &mut diagnostics);
        diagnostics.sort();
        let fails = diagnostics.has_errors() || (options.strict && !diagnostics.is_empty());
        match made {
            Some(made) if !fails => Ok(Generated {
                files: made.files,
                summary: Summary::of(&made.api),
                api: made.api,
                features: made.features,
                diagnostics,
                sources,
            }),
            _ => Err(Failure { sources, diagnostics }),
        }
    }

    /// The crate as one module tree, to be written to a file and `include!`d in a module of any crate.
    ///
    /// That crate needs the dependencies that the generated `Cargo.toml` lists for the features.
    ///
    /// # Errors
    ///
    /// As [`generate`](Self::generate). Call that and [`Generated::module`] to see warnings as well.
    pub fn module(&self) -> Result<String, Failure> {
        self.generate().map(|generated| generated.module())
    }

    /// The options, with what was asked for beside them.
    fn options(&self, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Options {
        let file = self.config.as_ref().and_then(|config| config.load(None, sources, diagnostics));
        let mut options = file.map_or_else(Options::default, |file| options::read(sources, file, diagnostics));
        if let Some(name) = &self.name {
            if !options::is_package_name(name) {
                let message = format!("{name:?} can't be the name of a package");
                let help = "write ASCII letters, digits, `-` and `_`, a letter first, at most 64";
                let span = said(sources, "name", name);
                diagnostics.push(Diagnostic::new(&catalogue::INVALID_OPTION, span, message).help(help));
            }
            options.package.name = Some(name.clone());
        }
        let previous = self.previous_version.clone().filter(|version| options::is_version(version));
        options.package.version = options.package.version.or(previous);
        options.exact_types |= self.exact_types;
        options.strict |= self.strict;
        options
    }

    /// Every stage, from the texts to the files; `None` where a defect lets nothing be made.
    fn make(&self, options: &Options, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Made> {
        let file = self.document(options, sources, diagnostics)?;
        let (api, suite) = api(options, sources, file, diagnostics)?;
        let files = self.files(&api, &suite, file, diagnostics)?;
        let features = match module::features(&files, self.features.as_deref()) {
            Ok(features) => features,
            Err(name) => {
                let span = said(sources, "features", &name);
                let message = format!("the crate has no feature {name:?}");
                diagnostics.push(Diagnostic::new(&catalogue::UNKNOWN_FEATURE, span, message));
                return None;
            }
        };
        Some(Made { api, files, features })
    }

    /// The texts of the files of an API. That they can't be laid out is a defect of ours, and reported as one.
    fn files(&self, api: &ir::Api, suite: &Suite, file: FileId, diagnostics: &mut Diagnostics) -> Option<Files> {
        match output::write(emit::emit(api, suite)) {
            Ok(files) => Some(files.into_texts()),
            Err(message) => {
                let span = Span { file, ..Span::default() };
                diagnostics.push(Diagnostic::new(&catalogue::DEFECT, span, message));
                None
            }
        }
    }

    /// The text of the one document that there is.
    fn document(&self, options: &Options, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<FileId> {
        let mut inputs: Vec<(Input, Option<Span>)> = self.specs.iter().map(|spec| (spec.clone(), None)).collect();
        if inputs.is_empty() {
            let folder = self.config.as_ref().map(Input::folder).unwrap_or_default();
            inputs.extend(options.specs.iter().map(|spec| {
                let input = Input::Path(folder.join(&spec.value));
                (input, Some(spec.span))
            }));
        }
        let mut files = inputs
            .iter()
            .map(|(input, named)| (input.load(*named, sources, diagnostics), *named))
            .collect::<Vec<_>>()
            .into_iter();
        let Some((first, _)) = files.next() else {
            // Options that could not be read may well have named one.
            if !diagnostics.has_errors() {
                let span = self.config.as_ref().map_or_else(|| said(sources, "spec", ""), |_| Span::default());
                diagnostics.push(Diagnostic::new(&catalogue::NO_DOCUMENT, span, "there is nothing to generate from"));
            }
            return None;
        };
        for (file, named) in files {
            let start = |file| Span { file, ..Span::default() };
            if let Some(span) = named.or(file.map(start)) {
                let message = "this is a second document";
                diagnostics.push(Diagnostic::new(&catalogue::SEVERAL_DOCUMENTS, span, message));
            }
        }
        first
    }
}

/// The stages up to the IR and the texts that prove it: each needs only what the one before gave. `None` where a defect
/// lets nothing be made.
fn api(options: &Options, sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) -> Option<(ir::Api, Suite)> {
    let root = source::read(sources, file, diagnostics)?;
    let document = document::read::read(&root, diagnostics)?;
    let mut schemas = normalise::normalise(&document, options, diagnostics);
    let mut api = lower::lower(&document, &mut schemas, options, diagnostics);
    // What later stages rely on holds for sound input alone.
    if diagnostics.has_errors() {
        return None;
    }
    let suite = Suite::new(&api);
    examples::check(&mut api, &suite, &root, diagnostics);
    unproved::warn(&api, &suite, &root, diagnostics);
    Some((api, suite))
}

/// The place of a text that no file says, but the caller.
fn said(sources: &mut Sources, what: &str, text: &str) -> Span {
    Span { file: sources.add(format!("<{what}>"), text), start: 0, end: u32::try_from(text.len()).unwrap_or(u32::MAX) }
}

/// What the stages make.
struct Made {
    api: ir::Api,
    files: Files,
    features: BTreeSet<String>,
}

/// A crate, in memory.
#[derive(Debug, Clone)]
pub struct Generated {
    /// The files of the crate.
    pub files: Files,
    /// What is worth a look, in the order of the places; no errors.
    pub diagnostics: Diagnostics,
    /// The texts that were read, which the diagnostics' places are in.
    pub sources: Sources,
    /// What the files were written down from.
    pub api: ir::Api,
    /// How much there is of everything.
    pub summary: Summary,
    features: BTreeSet<String>,
}

impl Generated {
    /// The crate as one module tree, to be `include!`d: no attributes of a crate, features fixed.
    pub fn module(&self) -> String {
        module::tree(&self.files, &self.features)
    }
}

/// How much of everything a crate has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Named types.
    pub types: usize,
    /// Operations.
    pub operations: usize,
    /// Lines of the ledger, by what they are about, in the order in which it comes up first.
    pub ledger: IndexMap<String, usize>,
}

impl Summary {
    fn of(api: &ir::Api) -> Self {
        let mut ledger = IndexMap::new();
        for line in &api.ledger {
            *ledger.entry(kind(&line.what)).or_default() += 1;
        }
        Self { types: api.types.len(), operations: api.operations.len(), ledger }
    }
}

/// What a line of the ledger is about: `` `format: int96` `` is about `format`.
fn kind(what: &str) -> String {
    let what = what.trim_start_matches('`');
    let end = what.find([':', '`', ' ', '=']).unwrap_or(what.len());
    what.get(..end).unwrap_or(what).to_owned()
}

/// Why there is no crate: all that is wrong with the input.
///
/// [`Display`](fmt::Display) shows every diagnostic with its line, so that a `build.rs` may return it as it is.
#[derive(Clone)]
pub struct Failure {
    /// The texts that were read, which the diagnostics' places are in.
    pub sources: Sources,
    /// What is wrong, in the order of the places. Warnings alone, where warnings are errors.
    pub diagnostics: Diagnostics,
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&render::text(&self.sources, &self.diagnostics, false))
    }
}

/// As [`Display`](fmt::Display): what a `main` that returns an error prints.
impl fmt::Debug for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "the input can't be generated from")?;
        fmt::Display::fmt(self, formatter)
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = r#"{
  "openapi": "3.1.0",
  "info": { "title": "Boxes", "version": "1" },
  "paths": {},
  "components": { "schemas": { "Crate": { "type": "object", "properties": { "name": { "type": "string" } } } } }
}"#;

    /// A schema that is worth a warning.
    const DOUBTFUL: &str = r#"{
  "openapi": "3.1.0",
  "info": { "title": "Boxes", "version": "1" },
  "paths": {},
  "components": { "schemas": { "Crate": { "properties": { "name": { "type": "string" } } } } }
}"#;

    fn generator(document: &str) -> Generator {
        Generator::new().spec_text("boxes.json", document)
    }

    fn codes(generator: &Generator) -> Vec<&'static str> {
        match generator.generate() {
            Ok(_) => Vec::new(),
            Err(failure) => failure.diagnostics.iter().map(|defect| defect.code.id).collect(),
        }
    }

    fn manifest(generator: &Generator) -> String {
        generator.generate().unwrap().files["Cargo.toml"].clone()
    }

    #[test]
    fn makes_a_crate() {
        let generated = generator(DOCUMENT).generate().unwrap();
        for path in ["Cargo.toml", "ledger.json", "src/lib.rs", "src/models/mod.rs"] {
            assert!(generated.files.contains_key(path), "{path}");
        }
        assert_eq!(generated.summary.types, 1);
        assert!(generated.diagnostics.is_empty());
        assert_eq!(generated.files, generator(DOCUMENT).generate().unwrap().files);
    }

    #[test]
    fn makes_one_module_tree() {
        let text = generator(DOCUMENT).module().unwrap();
        let file = syn::parse_file(&text).unwrap();
        assert!(file.attrs.is_empty(), "`include!` allows no attributes of a crate");
        let is_whole = |item: &syn::Item| !matches!(item, syn::Item::Mod(module) if module.content.is_none());
        assert!(file.items.iter().all(is_whole));
        assert!(text.contains("struct Crate"));
    }

    #[test]
    fn all_defects_of_options_and_document_come_at_once() {
        let config = "[package]\nverison = \"1.0.0\"\n[types]\nexact-types = 1\n";
        let generator = generator("{").config_text("refract.toml", config);
        assert_eq!(codes(&generator), ["R0106", "R0107", "R0101"]);
        let text = generator.generate().unwrap_err().to_string();
        assert!(text.contains("refract.toml:2:1"), "{text}");
        assert!(text.contains("boxes.json:1:"), "{text}");
    }

    #[test]
    fn a_document_that_the_options_name_is_missed_there() {
        let generator = Generator::new().config_text("no/such/refract.toml", "[input]\nspec = \"gone.json\"\n");
        let failure = generator.generate().unwrap_err();
        let text = failure.to_string();
        assert!(text.contains("R0111") && text.contains("no/such/refract.toml:2:8"), "{text}");
        assert!(text.contains("gone.json"), "{text}");
    }

    #[test]
    fn one_document_is_named() {
        assert_eq!(codes(&Generator::new()), ["R0112"]);
        assert_eq!(codes(&Generator::new().config_text("refract.toml", "")), ["R0112"]);
        assert_eq!(codes(&generator(DOCUMENT).spec_text("more.json", DOCUMENT)), ["R0113"]);
        let unreadable = Generator::new().config_text("refract.toml", "[input]\nspec = 1\n");
        assert_eq!(codes(&unreadable), ["R0107"]);
    }

    #[test]
    fn a_spec_beside_the_options_takes_the_place_of_theirs() {
        let generator = generator(DOCUMENT).config_text("refract.toml", "[input]\nspec = \"gone.json\"\n");
        assert_eq!(codes(&generator), Vec::<&str>::new());
    }

    #[test]
    fn warnings_are_errors_where_they_are_asked_to_be() {
        assert_eq!(generator(DOUBTFUL).generate().unwrap().diagnostics.iter().count(), 1);
        assert_eq!(codes(&generator(DOUBTFUL).strict(true)), ["R0406"]);
        let config = "[diagnostics]\nstrict = true\n";
        assert_eq!(codes(&generator(DOUBTFUL).config_text("refract.toml", config)), ["R0406"]);
        assert_eq!(codes(&generator(DOUBTFUL).strict(true).exact_types(true)), Vec::<&str>::new());
    }

    #[test]
    fn the_name_that_is_asked_for_counts() {
        let generator = generator(DOCUMENT).config_text("refract.toml", "[package]\nname = \"theirs\"\n");
        assert!(manifest(&generator).contains("name = \"theirs\""));
        assert!(manifest(&generator.clone().name("ours")).contains("name = \"ours\""));
        assert_eq!(codes(&generator.name("../ours")), ["R0107"]);
    }

    #[test]
    fn a_version_that_a_person_bumped_is_kept() {
        assert!(manifest(&generator(DOCUMENT)).contains("version = \"0.1.0\""));
        let bumped = generator(DOCUMENT).previous_version("3.2.1");
        assert!(manifest(&bumped).contains("version = \"3.2.1\""));
        assert!(manifest(&bumped.clone().previous_version("three")).contains("version = \"0.1.0\""));
        let set = bumped.config_text("refract.toml", "[package]\nversion = \"4.0.0\"\n");
        assert!(manifest(&set).contains("version = \"4.0.0\""));
    }

    #[test]
    fn a_feature_that_the_crate_does_not_have_is_told() {
        assert_eq!(codes(&generator(DOCUMENT).features(["no-such-feature"])), ["R0114"]);
        assert_eq!(codes(&generator(DOCUMENT).features(["default"])), Vec::<&str>::new());
    }

    #[test]
    fn the_ledger_is_counted_by_kind() {
        assert_eq!(kind("`format: int96`"), "format");
        assert_eq!(kind("pattern"), "pattern");
        assert_eq!(kind("`not`"), "not");
        assert_eq!(kind("two words"), "two");
        assert_eq!(kind(""), "");
    }
}
