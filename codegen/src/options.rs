//! Every option of a run: its name in `refract.toml`, its default and its reason. Knows the file's text and places, not
//! where it lies; what an option does is the business of the stage that reads it.
//!
//! | table | key | value | default | reason |
//! | --- | --- | --- | --- | --- |
//! | `[input]` | `spec` | path, or list of paths, relative to `refract.toml` | | what the crate is generated from |
//! | `[package]` | `name` | name of a package | from the document's title | how other crates depend on it |
//! | | `version` | `"1.2.3"` | what stands in the crate's `Cargo.toml`, else `0.1.0` | a person bumps it |
//! | | `license` | SPDX expression | the document's | the code may be under other terms than the API |
//! | | `publish` | boolean | `false` | nobody publishes by accident |
//! | | `rust-version` | `"1.88"` or later | `"1.88"` | the oldest compiler that emitted code needs |
//! | `[types]` | `exact-types` | boolean | `false` | by default, `properties` without `type` mean an object |
//! | | `keep-unknown-members` | boolean | `false` | members that the document does not name are kept, at the cost of a map per value |
//! | | `date-time` | `"jiff"`, `"chrono"`, `"time"`, `"none"` | `"jiff"` | which conversion of timestamps is a default feature |
//! | `[rename]` | JSON Pointer of a schema | name of a type | | a better name, without touching the document |
//! | `[secrets]` | `pointers` | list of JSON Pointers of schemas | | values that never show in `Debug`, violations or logs |
//! | `[diagnostics]` | `strict` | boolean | `false` | warnings stop generation |

use indexmap::IndexMap;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    diagnostic::{Diagnostic, Diagnostics, catalogue, nearest::Nearest},
    normalise::Located,
    source::{FileId, Sources, Span},
};

/// The oldest compiler that emitted code needs.
pub const RUST_VERSION: &str = "1.88";

/// The version of a crate that has none yet.
pub const FIRST_VERSION: &str = "0.1.0";

/// Every option of a run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Options {
    /// `[input] spec`: the documents' paths as written.
    pub specs: Vec<Located<String>>,
    /// `[package]`
    pub package: Package,
    /// `[types] exact-types`: only `type` decides what a value may be; `properties` alone don't mean an object.
    pub exact_types: bool,
    /// `[types] keep-unknown-members`: every object keeps the members that the document does not name.
    pub keep_unknown_members: bool,
    /// `[types] date-time`
    pub date_time: DateTimeCrate,
    /// `[rename]`: from a schema's JSON Pointer (`#/components/schemas/Foo`) to the name of its type.
    pub renames: IndexMap<String, Rename>,
    /// `[secrets] pointers`: JSON Pointers of the schemas whose values are secret.
    pub secrets: Vec<Located<String>>,
    /// `[diagnostics] strict`: warnings stop generation.
    pub strict: bool,
}

/// `[package]`: what the generated `Cargo.toml` says of the crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// `name`; by default it is made from the document's title.
    pub name: Option<String>,
    /// `version`; by default the one that the crate has, else [`FIRST_VERSION`].
    pub version: Option<String>,
    /// `license`; by default the document's.
    pub license: Option<String>,
    /// `publish`
    pub publish: bool,
    /// `rust-version`
    pub rust_version: String,
}

impl Default for Package {
    fn default() -> Self {
        Self { name: None, version: None, license: None, publish: false, rust_version: RUST_VERSION.to_owned() }
    }
}

/// `[types] date-time`: the crate to whose types timestamps convert by default. All are features of the generated crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateTimeCrate {
    /// `"jiff"`
    #[default]
    Jiff,
    /// `"chrono"`
    Chrono,
    /// `"time"`
    Time,
    /// `"none"`
    None,
}

/// One of `[rename]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Rename {
    /// The place of the pointer.
    pub key: Span,
    /// The name of the type, as written: whether it is one is for names to say.
    pub name: Located<String>,
}

/// The tables and their keys; `[rename]`, whose keys are pointers, is beside them.
const KNOWN: &[(&str, &[&str])] = &[
    ("input", &["spec"]),
    ("package", &["name", "version", "license", "publish", "rust-version"]),
    ("types", &["exact-types", "keep-unknown-members", "date-time"]),
    ("secrets", &["pointers"]),
    ("diagnostics", &["strict"]),
];

/// The table whose keys are pointers.
const RENAME: &str = "rename";

/// The options that a text in TOML says, and the defaults of the others. All that is wrong with it is reported at once.
pub fn read(sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) -> Options {
    let (root, errors) = DeTable::parse_recoverable(&sources.get(file).text);
    let mut reader = Reader { file, diagnostics, options: Options::default() };
    for error in &errors {
        let span = reader.span(error.span().unwrap_or_default());
        let defect = Diagnostic::new(&catalogue::SYNTAX, span, error.message());
        reader.diagnostics.push(defect);
    }
    // What was read around a syntax error is a guess: defects of it would mislead.
    if errors.is_empty() {
        reader.root(root.get_ref());
    }
    reader.options
}

/// Whether a text can be the name of a package: ASCII letters, digits, `-` and `_`, a letter first.
pub fn is_package_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|char| char.is_ascii_alphanumeric() || char == '-' || char == '_')
        && text.len() <= 64
}

/// Whether a text is a version as Cargo wants it: three numbers, then a pre-release after `-` and a build after `+`.
pub fn is_version(text: &str) -> bool {
    let (rest, build) = text.split_once('+').map_or((text, None), |(rest, build)| (rest, Some(build)));
    let (core, pre) = rest.split_once('-').map_or((rest, None), |(core, pre)| (core, Some(pre)));
    core.split('.').count() == 3
        && core.split('.').all(is_number)
        && pre.is_none_or(|pre| {
            pre.split('.')
                .all(|part| is_identifier(part) && (!part.bytes().all(|byte| byte.is_ascii_digit()) || is_number(part)))
        })
        && build.is_none_or(|build| build.split('.').all(is_identifier))
}

/// Digits that fit a `u64`, without a needless zero in front.
fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
        && text.parse::<u64>().is_ok()
        && (text == "0" || !text.starts_with('0'))
}

/// A part of a pre-release or of a build.
fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The minor version of `1.minor` or `1.minor.patch`.
fn rust_minor(text: &str) -> Option<u64> {
    let mut parts = text.split('.');
    let (major, minor, patch) = (parts.next()?, parts.next()?, parts.next());
    let valid = major == "1" && is_number(minor) && patch.is_none_or(is_number) && parts.next().is_none();
    if valid { minor.parse().ok() } else { None }
}

/// A read in progress.
struct Reader<'a> {
    file: FileId,
    diagnostics: &'a mut Diagnostics,
    options: Options,
}

type Key<'i> = Spanned<std::borrow::Cow<'i, str>>;
type Value<'i> = Spanned<DeValue<'i>>;

impl Reader<'_> {
    fn root(&mut self, root: &DeTable<'_>) {
        for (key, value) in root {
            let name: &str = key.get_ref();
            let known = name == RENAME || KNOWN.iter().any(|&(table, _)| table == name);
            match (value.get_ref().as_table(), known) {
                (Some(members), true) if name == RENAME => self.renames(members),
                (Some(members), true) => self.table(name, members),
                (None, true) => self.wrong_kind(name, value, "a table"),
                (_, false) => self.unknown(None, key),
            }
        }
    }

    fn table(&mut self, table: &str, members: &DeTable<'_>) {
        for (key, value) in members {
            let name: &str = key.get_ref();
            match (table, name) {
                ("input", "spec") => self.specs(name, value),
                ("package", _) => self.package(key, value),
                ("types", "exact-types") => self.options.exact_types = self.boolean(name, value),
                ("types", "keep-unknown-members") => self.options.keep_unknown_members = self.boolean(name, value),
                ("types", "date-time") => self.date_time(name, value),
                ("secrets", "pointers") => self.secrets(name, value),
                ("diagnostics", "strict") => self.options.strict = self.boolean(name, value),
                _ => self.unknown(Some(table), key),
            }
        }
    }

    fn package(&mut self, key: &Key<'_>, value: &Value<'_>) {
        let name: &str = key.get_ref();
        match name {
            "name" => {
                let form = "ASCII letters, digits, `-` and `_`, a letter first, at most 64";
                self.options.package.name = self.string(name, value, form, is_package_name);
            }
            "version" => {
                let form = "three numbers, such as \"1.2.3\"";
                self.options.package.version = self.string(name, value, form, is_version);
            }
            "license" => {
                let form = "an SPDX expression, such as \"MIT OR Apache-2.0\"";
                self.options.package.license = self.string(name, value, form, |text| !text.trim().is_empty());
            }
            "publish" => self.options.package.publish = self.boolean(name, value),
            "rust-version" => {
                let form = "a version of Rust that is no older than 1.88, such as \"1.90\"";
                let recent = |text: &str| rust_minor(text) >= rust_minor(RUST_VERSION);
                if let Some(version) = self.string(name, value, form, recent) {
                    self.options.package.rust_version = version;
                }
            }
            _ => self.unknown(Some("package"), key),
        }
    }

    fn specs(&mut self, name: &str, value: &Value<'_>) {
        // A single path is the usual case, and needs no brackets.
        let items = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![value],
        };
        if items.is_empty() {
            self.invalid(value, format!("`{name}` names no document"), "name at least one");
        }
        for item in items {
            if let Some(path) = self.string(name, item, "the path of a document", |text| !text.is_empty()) {
                let span = self.span(item.span());
                self.options.specs.push(Located { value: path, span });
            }
        }
    }

    fn secrets(&mut self, name: &str, value: &Value<'_>) {
        let Some(items) = value.get_ref().as_array() else {
            return self.wrong_kind(name, value, "a list");
        };
        for item in items.iter() {
            if let Some(pointer) = self.string(name, item, POINTER, is_pointer) {
                let span = self.span(item.span());
                self.options.secrets.push(Located { value: pointer, span });
            }
        }
    }

    fn renames(&mut self, members: &DeTable<'_>) {
        for (key, value) in members {
            let pointer: &str = key.get_ref();
            if !is_pointer(pointer) {
                let message = format!("`{pointer}` is no JSON Pointer of a schema");
                let defect = Diagnostic::new(&catalogue::INVALID_OPTION, self.span(key.span()), message);
                self.diagnostics.push(defect.help(format!("write {POINTER}")));
            } else if let Some(text) = self.string(pointer, value, "the name of a type", |text| !text.is_empty()) {
                let rename =
                    Rename { key: self.span(key.span()), name: Located { value: text, span: self.span(value.span()) } };
                self.options.renames.insert(pointer.to_owned(), rename);
            }
        }
        self.options.renames.sort_by(|_, left, _, right| left.key.cmp(&right.key));
    }

    fn date_time(&mut self, name: &str, value: &Value<'_>) {
        let form = "one of \"jiff\", \"chrono\", \"time\" and \"none\"";
        let choice = |text: &str| match text {
            "jiff" => Some(DateTimeCrate::Jiff),
            "chrono" => Some(DateTimeCrate::Chrono),
            "time" => Some(DateTimeCrate::Time),
            "none" => Some(DateTimeCrate::None),
            _ => None,
        };
        let text = self.string(name, value, form, |text| choice(text).is_some());
        self.options.date_time = text.as_deref().and_then(choice).unwrap_or_default();
    }

    /// The string of a value, where it is one and has the form that is asked for.
    fn string(&mut self, name: &str, value: &Value<'_>, form: &str, is_valid: impl Fn(&str) -> bool) -> Option<String> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_kind(name, value, "a string");
            return None;
        };
        if !is_valid(text) {
            self.invalid(value, format!("`{name}` can't be {text:?}"), &format!("write {form}"));
            return None;
        }
        Some(text.to_owned())
    }

    /// The truth of a value; `false`, every such option's default, where it is no boolean.
    fn boolean(&mut self, name: &str, value: &Value<'_>) -> bool {
        let truth = value.get_ref().as_bool();
        if truth.is_none() {
            self.wrong_kind(name, value, "a boolean");
        }
        truth.unwrap_or_default()
    }

    fn wrong_kind(&mut self, name: &str, value: &Value<'_>, kind: &str) {
        let found = describe(value.get_ref());
        self.invalid(value, format!("`{name}` is {found}; it has to be {kind}"), &format!("write {kind}"));
    }

    fn invalid(&mut self, value: &Value<'_>, message: String, help: &str) {
        let span = self.span(value.span());
        self.diagnostics.push(Diagnostic::new(&catalogue::INVALID_OPTION, span, message).help(help));
    }

    fn unknown(&mut self, table: Option<&str>, key: &Key<'_>) {
        let name: &str = key.get_ref();
        let message = match table {
            Some(table) => format!("`[{table}]` has no option `{name}`"),
            None => format!("there is no table `[{name}]`"),
        };
        let defect = Diagnostic::new(&catalogue::UNKNOWN_OPTION, self.span(key.span()), message);
        self.diagnostics.push(match suggestion(table, name) {
            Some(meant) => defect.label(format!("did you mean {meant}?")),
            None => defect,
        });
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span {
            file: self.file,
            start: u32::try_from(range.start).unwrap_or(u32::MAX),
            end: u32::try_from(range.end).unwrap_or(u32::MAX),
        }
    }
}

/// What was meant by a key that is not known: its neighbours first, then the same key in another table.
fn suggestion(table: Option<&str>, name: &str) -> Option<String> {
    let near = match table {
        Some(table) => {
            let keys = KNOWN.iter().find(|&&(known, _)| known == table);
            let keys = keys.map_or(&[][..], |&(_, keys)| keys);
            Nearest::default().find(name, keys.iter().copied()).map(|key| format!("`{key}`"))
        }
        None => {
            let tables = KNOWN.iter().map(|&(table, _)| table).chain([RENAME]);
            Nearest::default().find(name, tables).map(|table| format!("`[{table}]`"))
        }
    };
    near.or_else(|| {
        let home = KNOWN.iter().find(|(_, keys)| keys.contains(&name));
        home.map(|(table, _)| format!("`{name}` of `[{table}]`"))
    })
}

/// The form of a schema's pointer.
const POINTER: &str = "a JSON Pointer, such as \"#/components/schemas/Foo\"";

/// Whether a text is a JSON Pointer as a URI fragment, of something below the root.
fn is_pointer(text: &str) -> bool {
    text.starts_with("#/")
}

/// What a value is, for messages.
fn describe(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (Options, Vec<Diagnostic>, Sources) {
        let mut sources = Sources::default();
        let file = sources.add("spec/refract.toml", text);
        let mut diagnostics = Diagnostics::default();
        let options = read(&sources, file, &mut diagnostics);
        diagnostics.sort();
        (options, diagnostics.iter().cloned().collect(), sources)
    }

    /// Each defect as `code line:column: underlined text`.
    fn defects(text: &str) -> Vec<String> {
        let (_, diagnostics, sources) = read_text(text);
        diagnostics
            .iter()
            .map(|defect| {
                let span = defect.labels[0].span;
                let (line, column) = sources.position(span);
                let marked = &text[span.start as usize..span.end as usize];
                format!("{} {line}:{column}: {marked}", defect.code.id)
            })
            .collect()
    }

    #[test]
    fn an_empty_text_is_the_defaults() {
        let (options, diagnostics, _) = read_text("");
        assert_eq!(options, Options::default());
        assert!(diagnostics.is_empty());
        assert!(!options.package.publish);
        assert_eq!(options.package.rust_version, "1.88");
        assert_eq!(options.date_time, DateTimeCrate::Jiff);
    }

    #[test]
    fn reads_every_option() {
        let text = r##"
[input]
spec = ["a.json", "b.json"]
[package]
name = "containers"
version = "1.2.3-rc.1+build.7"
license = "MIT"
publish = true
rust-version = "1.90"
[types]
exact-types = true
keep-unknown-members = true
date-time = "chrono"
[rename]
"#/components/schemas/Zebra" = "Striped"
"#/components/schemas/Ape" = "Monkey"
[secrets]
pointers = ["#/components/schemas/Token"]
[diagnostics]
strict = true
"##;
        let (options, diagnostics, _) = read_text(text);
        assert_eq!(diagnostics, []);
        let specs: Vec<&str> = options.specs.iter().map(|spec| spec.value.as_str()).collect();
        assert_eq!(specs, ["a.json", "b.json"]);
        let package = Package {
            name: Some("containers".into()),
            version: Some("1.2.3-rc.1+build.7".into()),
            license: Some("MIT".into()),
            publish: true,
            rust_version: "1.90".into(),
        };
        assert_eq!(options.package, package);
        assert!(options.exact_types && options.keep_unknown_members && options.strict);
        assert_eq!(options.date_time, DateTimeCrate::Chrono);
        assert_eq!(options.secrets[0].value, "#/components/schemas/Token");
        // In the order in which they are written, whatever the alphabet says.
        let renames: Vec<(&str, &str)> =
            options.renames.iter().map(|(pointer, rename)| (pointer.as_str(), rename.name.value.as_str())).collect();
        assert_eq!(renames, [("#/components/schemas/Zebra", "Striped"), ("#/components/schemas/Ape", "Monkey"),]);
    }

    #[test]
    fn every_known_option_is_read() {
        for &(table, keys) in KNOWN {
            for key in keys {
                let text = format!("[{table}]\n{key} = 1979-05-27\n");
                let (_, diagnostics, _) = read_text(&text);
                assert_eq!(diagnostics.len(), 1, "{table}.{key}");
                assert_eq!(diagnostics[0].code, &catalogue::INVALID_OPTION, "{table}.{key}");
            }
        }
    }

    #[test]
    fn unknown_keys_are_reported_at_their_places_all_at_once() {
        let text = "[package]\nverison = \"1.0.0\"\n[typos]\nx = 1\n[types]\nexact_types = true\n";
        assert_eq!(defects(text), ["R0106 2:1: verison", "R0106 3:2: typos", "R0106 6:1: exact_types"]);
        let (_, diagnostics, _) = read_text(text);
        assert_eq!(diagnostics[0].labels[0].text, "did you mean `version`?");
        assert_eq!(diagnostics[1].labels[0].text, "did you mean `[types]`?");
        assert_eq!(diagnostics[2].labels[0].text, "did you mean `exact-types`?");
    }

    #[test]
    fn a_key_in_the_wrong_table_is_told_where_it_belongs() {
        let (_, diagnostics, _) = read_text("strict = true\n[input]\npublish = false\n");
        assert_eq!(diagnostics[0].labels[0].text, "did you mean `strict` of `[diagnostics]`?");
        assert_eq!(diagnostics[1].labels[0].text, "did you mean `publish` of `[package]`?");
    }

    #[test]
    fn wrong_values_are_reported_at_their_places() {
        let text = r##"input = 3
[package]
name = "no name"
version = "1.0"
publish = "yes"
rust-version = "1.70"
[types]
date-time = "joda"
[rename]
Foo = "Bar"
"#/a" = 1
[secrets]
pointers = "#/a"
"##;
        assert_eq!(
            defects(text),
            [
                "R0107 1:9: 3",
                "R0107 3:8: \"no name\"",
                "R0107 4:11: \"1.0\"",
                "R0107 5:11: \"yes\"",
                "R0107 6:16: \"1.70\"",
                "R0107 8:13: \"joda\"",
                "R0107 10:1: Foo",
                "R0107 11:9: 1",
                "R0107 13:12: \"#/a\"",
            ]
        );
    }

    #[test]
    fn a_syntax_error_has_a_place_and_hides_no_other() {
        let (_, diagnostics, sources) = read_text("[package]\nname = \n\n[types]\nexact-types == true\n");
        assert!(diagnostics.len() >= 2, "{diagnostics:?}");
        assert!(diagnostics.iter().all(|defect| defect.code == &catalogue::SYNTAX));
        assert_eq!(sources.position(diagnostics[0].labels[0].span).0, 2);
    }

    #[test]
    fn hostile_texts_are_refused_in_peace() {
        for text in ["[[[[", "\0", "a.b.c = [{", "\u{feff}[package]\nname = 'a'", &"[".repeat(100_000)] {
            read_text(text);
        }
    }

    #[test]
    fn tells_versions() {
        for valid in ["0.1.0", "1.2.3", "1.0.0-alpha.1", "1.0.0+5", "1.0.0-a-b+c-d", "10.20.30-0"] {
            assert!(is_version(valid), "{valid}");
        }
        for invalid in
            ["", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.0-", "1.0.0-01", "1.0.0+", "1.0.x", "v1.0.0", "1.0.0 ", "-1.0.0"]
        {
            assert!(!is_version(invalid), "{invalid}");
        }
    }

    #[test]
    fn tells_package_names() {
        for valid in ["a", "openai-containers", "a_b2"] {
            assert!(is_package_name(valid), "{valid}");
        }
        for invalid in ["", "1a", "-a", "a b", "a/../b", "é", "a.b", &"a".repeat(65)] {
            assert!(!is_package_name(invalid), "{invalid}");
        }
    }
}
