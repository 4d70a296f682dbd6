//! The whole way from documents to files: the one place that knows the order of the stages.
//!
//! It reads the files that it is given by path and what those refer to, and nothing else; it never writes, prints or exits. The same input gives
//! the same bytes, wherever it lies.

mod examples;
mod files;
mod input;
mod module;
mod outcome;
mod stack;
mod unproved;

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
};

use crate::{
    diagnostic::{Diagnostic, Diagnostics, catalogue},
    document, emit,
    instance::Suite,
    ir, lower, normalise,
    options::{self, Options},
    output,
    source::{FileId, Sources, Span, Trees},
};
use files::Files as OtherFiles;
use input::Input;
pub use outcome::{Failure, Generated, Summary};

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
    files: OtherFiles,
    allow_outside: bool,
    remote: Vec<(String, PathBuf)>,
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

    /// Reads the other files that the document refers to so, and not from the disk; of a document that is given as a text,
    /// no other files are read without this. Paths begin with the folder of the document's own path.
    pub fn files<F>(mut self, read: F) -> Self
    where
        F: Fn(&Path) -> io::Result<Vec<u8>> + Send + Sync + 'static,
    {
        self.files = OtherFiles::given(read);
        self
    }

    /// Where true, references may leave the folder of the document, whatever the options say.
    pub fn allow_outside(mut self, allow_outside: bool) -> Self {
        self.allow_outside = allow_outside;
        self
    }

    /// Reads a copy at this path, or in this folder, of what has a URI that begins so; beside the copies that the options
    /// name, and before them.
    pub fn remote(mut self, uri: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        self.remote.push((uri.into(), path.into()));
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
        let (file, input) = self.document(options, sources, diagnostics)?;
        let trees = self.trees(&input, file, options, std::mem::take(sources));
        let made = api(options, &trees, diagnostics);
        *sources = trees.into_sources();
        let (api, suite) = made?;
        let files = written(&api, &suite, file, diagnostics)?;
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

    /// The files that the document is made of.
    fn trees(&self, input: &Input, file: FileId, options: &Options, sources: Sources) -> Trees {
        let folder = self.config.as_ref().map(Input::folder).unwrap_or_default();
        let of_options = options.remote.iter().map(|(uri, path)| (uri.clone(), folder.join(path)));
        let remote = self.remote.iter().cloned().chain(of_options).collect();
        let reach = files::reach(input, options.allow_outside || self.allow_outside, remote);
        Trees::new(sources, file, reach, self.files.provider(input))
    }

    /// The text of the one document that there is.
    fn document(
        &self,
        options: &Options,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<(FileId, Input)> {
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
            .map(|(input, named)| (input.load(*named, sources, diagnostics), *named, input.clone()))
            .collect::<Vec<_>>()
            .into_iter();
        let Some((first, _, input)) = files.next() else {
            // Options that could not be read may well have named one.
            if !diagnostics.has_errors() {
                let span = self.config.as_ref().map_or_else(|| said(sources, "spec", ""), |_| Span::default());
                diagnostics.push(Diagnostic::new(&catalogue::NO_DOCUMENT, span, "there is nothing to generate from"));
            }
            return None;
        };
        for (file, named, _) in files {
            let start = |file| Span { file, ..Span::default() };
            if let Some(span) = named.or(file.map(start)) {
                let message = "this is a second document";
                diagnostics.push(Diagnostic::new(&catalogue::SEVERAL_DOCUMENTS, span, message));
            }
        }
        first.map(|first| (first, input))
    }
}

/// The stages up to the IR and the texts that prove it: each needs only what the one before gave. `None` where a defect
/// lets nothing be made.
fn api(options: &Options, trees: &Trees, diagnostics: &mut Diagnostics) -> Option<(ir::Api, Suite)> {
    let document = document::read::read(trees, diagnostics);
    let schemas = document.as_ref().map(|document| normalise::normalise(document, options, diagnostics));
    // By now, every file was read. What is wrong with a text is the reason of what is wrong with what it says.
    diagnostics.prepend(trees.take_defects());
    let (document, mut schemas) = document.zip(schemas)?;
    let mut api = lower::lower(&document, &mut schemas, options, diagnostics);
    // What later stages rely on holds for sound input alone.
    if diagnostics.has_errors() {
        return None;
    }
    let suite = Suite::new(&api);
    examples::check(&mut api, &suite, trees, diagnostics);
    unproved::warn(&api, &suite, trees, diagnostics);
    Some((api, suite))
}

/// The texts of the files of an API. That they can't be laid out is a defect of ours, and reported as one.
fn written(api: &ir::Api, suite: &Suite, file: FileId, diagnostics: &mut Diagnostics) -> Option<Files> {
    match output::write(emit::emit(api, suite)) {
        Ok(files) => Some(files.into_texts()),
        Err(message) => {
            let span = Span { file, ..Span::default() };
            diagnostics.push(Diagnostic::new(&catalogue::DEFECT, span, message));
            None
        }
    }
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

    /// What is read of a document at a path, of files in memory.
    fn read(path: &str, options: &str) -> Result<Generated, Failure> {
        let document = r##"{
  "openapi": "3.1.0",
  "info": { "title": "Boxes", "version": "1" },
  "components": { "schemas": {
    "Crate": { "$ref": "../shared/crate.yaml" }, "Lid": { "$ref": "../spec/lid.yaml" }, "Same": { "$ref": "boxes.json#/components/schemas/Lid" }
  } }
}"##;
        let read = |path: &Path| match path.to_str() {
            Some("spec/../shared/crate.yaml") => Ok(b"type: string".to_vec()),
            Some("spec/lid.yaml" | "lid.yaml") => Ok(b"type: boolean".to_vec()),
            _ => Err(io::ErrorKind::NotFound.into()),
        };
        Generator::new().spec_text(path, document).config_text("refract.toml", options).files(read).generate()
    }

    #[test]
    fn references_leave_the_folder_where_they_may() {
        let generated = read("spec/boxes.json", "[input]\nallow-outside = true").unwrap();
        let pointers: Vec<&str> = generated.api.types.iter().map(|ty| ty.pointer.as_str()).collect();
        // What comes back into the folder has one name, however a reference says it.
        assert_eq!(pointers, ["../shared/crate.yaml#", "lid.yaml#", "#/components/schemas/Same"]);
        let codes = |made: Result<Generated, Failure>| -> Vec<&str> {
            made.unwrap().diagnostics.iter().map(|defect| defect.code.id).collect()
        };
        assert_eq!(codes(read("spec/boxes.json", "")), ["R0204"]);
        assert_eq!(codes(read("boxes.json", "")), ["R0204", "R0204"]);
    }

    #[test]
    fn a_text_has_no_other_files_unless_they_are_given() {
        let document = DOCUMENT.replace(
            r#"{ "type": "object", "properties": { "name": { "type": "string" } } }"#,
            r#"{ "$ref": "Cargo.toml" }"#,
        );
        assert_eq!(codes(&generator(&document)), [""; 0]);
        assert_eq!(codes(&generator(&document).strict(true)), ["R0205"]);
    }
}
