//! The text of `refract.toml` to options, all defects at once.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    DateTimeCrate, Options, RUST_VERSION, Rename, Source,
    forms::{POINTER, URI, is_package_name, is_pointer, is_requirement, is_uri, is_version, rust_minor},
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, catalogue, nearest::Nearest},
    normalise::Located,
    source::{FileId, Sources, Span},
};

/// The tables and their keys; `[rename]`, whose keys are pointers, is beside them.
pub(super) const KNOWN: &[(&str, &[&str])] = &[
    ("input", &["spec", "allow-outside", "remote"]),
    ("package", &["name", "version", "license", "publish", "rust-version"]),
    ("types", &["exact-types", "keep-unknown-members", "date-time"]),
    ("secrets", &["pointers"]),
    ("diagnostics", &["strict"]),
];

/// The table whose keys are pointers.
const RENAME: &str = "rename";

/// The table whose keys are names of packages.
const CRATES: &str = "crates";

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
            let known = [RENAME, CRATES].contains(&name) || KNOWN.iter().any(|&(table, _)| table == name);
            match (value.get_ref().as_table(), known) {
                (Some(members), true) if name == RENAME => self.renames(members),
                (Some(members), true) if name == CRATES => self.crates(members),
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
                ("input", "allow-outside") => self.options.allow_outside = self.boolean(name, value),
                ("input", "remote") => self.remote(name, value),
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

    fn remote(&mut self, name: &str, value: &Value<'_>) {
        let Some(copies) = value.get_ref().as_table() else {
            return self.wrong_kind(name, value, "a table");
        };
        for (key, value) in copies {
            let uri: &str = key.get_ref();
            if !is_uri(uri) {
                let message = format!("{uri:?} is no URI");
                let defect = Diagnostic::new(&catalogue::INVALID_OPTION, self.span(key.span()), message);
                self.diagnostics.push(defect.help(format!("write {URI}")));
            } else if let Some(path) = self.string(uri, value, "the path of a copy", |text| !text.is_empty()) {
                self.options.remote.push((uri.to_owned(), path));
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

    fn crates(&mut self, members: &DeTable<'_>) {
        let mut crates = Vec::new();
        for (key, value) in members {
            let name: &str = key.get_ref();
            if !is_package_name(name) {
                let message = format!("`{name}` is no name of a package");
                self.diagnostics.push(Diagnostic::new(&catalogue::INVALID_OPTION, self.span(key.span()), message));
                continue;
            }
            let source = match value.get_ref().as_table() {
                Some(members) => self.source(members),
                None => Source { version: self.requirement(name, value), ..Source::default() },
            };
            crates.push((key.span().start, name.to_owned(), source));
        }
        crates.sort_by_key(|(place, ..)| *place);
        self.options.crates = crates.into_iter().map(|(_, name, source)| (name, source)).collect();
    }

    /// Where Cargo finds a package.
    fn source(&mut self, members: &DeTable<'_>) -> Source {
        let mut source = Source::default();
        for (key, value) in members {
            let name: &str = key.get_ref();
            match (name, value.get_ref().as_array()) {
                ("version", _) => source.version = self.requirement(name, value),
                ("path", _) => source.path = self.string(name, value, "a path", |text| !text.is_empty()),
                ("features", Some(items)) => {
                    let features = items.iter().filter_map(|item| self.string(name, item, "a feature", |_| true));
                    source.features = features.collect();
                }
                ("features", None) => self.wrong_kind(name, value, "a list"),
                _ => self.unknown(Some(CRATES), key),
            }
        }
        source
    }

    fn requirement(&mut self, name: &str, value: &Value<'_>) -> Option<String> {
        self.string(name, value, "a version, such as \"1.2\"", is_requirement)
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
            let tables = KNOWN.iter().map(|&(table, _)| table).chain([RENAME, CRATES]);
            Nearest::default().find(name, tables).map(|table| format!("`[{table}]`"))
        }
    };
    near.or_else(|| {
        let home = KNOWN.iter().find(|(_, keys)| keys.contains(&name));
        home.map(|(table, _)| format!("`{name}` of `[{table}]`"))
    })
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
