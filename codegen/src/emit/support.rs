//! `support/*`: the hand-written files that every generated crate carries, as they are. It knows which files there are
//! and when one is needed, not what is in them.

use super::{Content, EmittedFile, uses::Uses};
use crate::ir::{Api, Format};

/// When a crate carries a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// Always.
    Always,
    /// When `regex` searches for a `pattern`.
    Patterns,
    /// When an automaton does.
    Automata,
    /// When a string is a date, or a date and a time.
    Moments,
    /// When a string is a UUID.
    Uuids,
    /// When a string is of one of these formats.
    Formats(&'static [Format]),
    /// When there are operations to call and to serve.
    Operations,
}

/// The formats of names of hosts, and of what holds such names.
const HOSTS: &[Format] = &[Format::Hostname, Format::IdnHostname, Format::Email, Format::IdnEmail];
/// The formats of URIs and IRIs. Templates are made of the same characters.
const URIS: &[Format] = &[Format::Uri, Format::UriReference, Format::Iri, Format::IriReference, Format::UriTemplate];
const POINTERS: &[Format] = &[Format::JsonPointer, Format::RelativeJsonPointer];

/// A file: its module's path, its text, and when it is needed.
type File = (&'static str, &'static str, Need);

/// Every file but the root, `mod.rs`, which names them.
const FILES: &[File] = &[
    ("automaton", include_str!("../../support/automaton.rs"), Need::Automata),
    ("builder", include_str!("../../support/builder.rs"), Need::Always),
    ("client/body", include_str!("../../support/client/body.rs"), Need::Operations),
    ("client/builder", include_str!("../../support/client/builder.rs"), Need::Operations),
    ("client/call", include_str!("../../support/client/call.rs"), Need::Operations),
    ("client/clock", include_str!("../../support/client/clock.rs"), Need::Operations),
    ("client/credentials", include_str!("../../support/client/credentials.rs"), Need::Operations),
    ("client/error", include_str!("../../support/client/error.rs"), Need::Operations),
    ("client/explain", include_str!("../../support/client/explain.rs"), Need::Operations),
    ("client/mod", include_str!("../../support/client/mod.rs"), Need::Operations),
    ("client/retry", include_str!("../../support/client/retry.rs"), Need::Operations),
    ("client/send", include_str!("../../support/client/send.rs"), Need::Operations),
    ("client/trace", include_str!("../../support/client/trace.rs"), Need::Operations),
    ("client/transport", include_str!("../../support/client/transport.rs"), Need::Operations),
    ("compare", include_str!("../../support/compare.rs"), Need::Always),
    ("convert_chrono", include_str!("../../support/convert_chrono.rs"), Need::Moments),
    ("convert_jiff", include_str!("../../support/convert_jiff.rs"), Need::Moments),
    ("convert_time", include_str!("../../support/convert_time.rs"), Need::Moments),
    ("convert_uuid", include_str!("../../support/convert_uuid.rs"), Need::Uuids),
    ("escape", include_str!("../../support/escape.rs"), Need::Always),
    ("evaluate", include_str!("../../support/evaluate.rs"), Need::Always),
    ("evaluate/closest", include_str!("../../support/evaluate/closest.rs"), Need::Always),
    ("evaluate/equal", include_str!("../../support/evaluate/equal.rs"), Need::Always),
    ("evaluate/marks", include_str!("../../support/evaluate/marks.rs"), Need::Always),
    ("evaluate/memory", include_str!("../../support/evaluate/memory.rs"), Need::Always),
    ("evaluate/parts", include_str!("../../support/evaluate/parts.rs"), Need::Always),
    ("evaluate/rules", include_str!("../../support/evaluate/rules.rs"), Need::Always),
    ("evaluate/unions", include_str!("../../support/evaluate/unions.rs"), Need::Always),
    ("format/duration", include_str!("../../support/format/duration.rs"), Need::Formats(&[Format::Duration])),
    ("format/host", include_str!("../../support/format/host.rs"), Need::Formats(HOSTS)),
    ("format/idna", include_str!("../../support/format/idna.rs"), Need::Formats(HOSTS)),
    ("format/mod", include_str!("../../support/format/mod.rs"), Need::Always),
    ("format/pointer", include_str!("../../support/format/pointer.rs"), Need::Formats(POINTERS)),
    ("format/regex", include_str!("../../support/format/regex.rs"), Need::Formats(&[Format::Regex])),
    ("format/template", include_str!("../../support/format/template.rs"), Need::Formats(&[Format::UriTemplate])),
    ("format/uri", include_str!("../../support/format/uri.rs"), Need::Formats(URIS)),
    ("lex", include_str!("../../support/lex.rs"), Need::Always),
    ("literal", include_str!("../../support/literal.rs"), Need::Always),
    ("macros", include_str!("../../support/macros.rs"), Need::Always),
    ("map", include_str!("../../support/map.rs"), Need::Always),
    ("message", include_str!("../../support/message.rs"), Need::Operations),
    ("model", include_str!("../../support/model.rs"), Need::Always),
    ("names", include_str!("../../support/names.rs"), Need::Always),
    ("number", include_str!("../../support/number.rs"), Need::Always),
    ("operation", include_str!("../../support/operation.rs"), Need::Operations),
    ("pattern", include_str!("../../support/pattern.rs"), Need::Patterns),
    ("reader", include_str!("../../support/reader.rs"), Need::Always),
    ("reader/ahead", include_str!("../../support/reader/ahead.rs"), Need::Always),
    ("reader/any", include_str!("../../support/reader/any.rs"), Need::Always),
    ("reader/arms", include_str!("../../support/reader/arms.rs"), Need::Always),
    ("reader/containers", include_str!("../../support/reader/containers.rs"), Need::Always),
    ("reader/judge", include_str!("../../support/reader/judge.rs"), Need::Always),
    ("reader/names", include_str!("../../support/reader/names.rs"), Need::Always),
    ("reader/scalars", include_str!("../../support/reader/scalars.rs"), Need::Always),
    ("reader/strings", include_str!("../../support/reader/strings.rs"), Need::Always),
    ("schema", include_str!("../../support/schema.rs"), Need::Always),
    ("secret", include_str!("../../support/secret.rs"), Need::Always),
    ("sentence", include_str!("../../support/sentence.rs"), Need::Always),
    ("serialize", include_str!("../../support/serialize.rs"), Need::Always),
    ("server/absent", include_str!("../../support/server/absent.rs"), Need::Operations),
    ("server/body", include_str!("../../support/server/body.rs"), Need::Operations),
    ("server/connection", include_str!("../../support/server/connection.rs"), Need::Operations),
    ("server/context", include_str!("../../support/server/context.rs"), Need::Operations),
    ("server/credentials", include_str!("../../support/server/credentials.rs"), Need::Operations),
    ("server/error", include_str!("../../support/server/error.rs"), Need::Operations),
    ("server/gate", include_str!("../../support/server/gate.rs"), Need::Operations),
    ("server/mock", include_str!("../../support/server/mock.rs"), Need::Operations),
    ("server/mod", include_str!("../../support/server/mod.rs"), Need::Operations),
    ("server/options", include_str!("../../support/server/options.rs"), Need::Operations),
    ("server/problem", include_str!("../../support/server/problem.rs"), Need::Operations),
    ("server/routes", include_str!("../../support/server/routes.rs"), Need::Operations),
    ("server/serve", include_str!("../../support/server/serve.rs"), Need::Operations),
    ("server/trace", include_str!("../../support/server/trace.rs"), Need::Operations),
    ("text", include_str!("../../support/text.rs"), Need::Always),
    ("tree", include_str!("../../support/tree.rs"), Need::Always),
    ("unknown", include_str!("../../support/unknown.rs"), Need::Always),
    ("value", include_str!("../../support/value.rs"), Need::Always),
    ("violations", include_str!("../../support/violations.rs"), Need::Always),
    ("wire", include_str!("../../support/wire.rs"), Need::Always),
    ("write", include_str!("../../support/write.rs"), Need::Always),
];

const ROOT: &str = include_str!("../../support/mod.rs");

/// The files that the crate of an API carries.
pub(super) fn files(api: &Api) -> Vec<EmittedFile<'static>> {
    let uses = Uses::of(api);
    let is_needed = |need| match need {
        Need::Always => true,
        Need::Patterns => uses.patterns,
        Need::Automata => uses.automata,
        Need::Moments => uses.moments,
        Need::Uuids => uses.uuids,
        Need::Formats(formats) => formats.iter().any(|format| uses.formats.contains(format)),
        Need::Operations => uses.operations,
    };
    let (needed, left_out): (Vec<&File>, Vec<&File>) = FILES.iter().partition(|file| is_needed(file.2));
    let left_out: Vec<(&str, &str)> = left_out.iter().map(|file| module(file.0)).collect();
    let needed = needed.iter().map(|&&(name, text, _)| (name, text));
    [("mod", ROOT)].into_iter().chain(needed).map(|(name, text)| file(name, without(name, text, &left_out))).collect()
}

fn file(name: &str, text: String) -> EmittedFile<'static> {
    EmittedFile { path: format!("src/support/{name}.rs"), content: Content::Text(text) }
}

/// The parent of the module that a file is, which is empty for the root, and the name: `client/mod` is the root's
/// module `client`.
fn module(name: &str) -> (&str, &str) {
    let module = name.strip_suffix("/mod").unwrap_or(name);
    module.rsplit_once('/').unwrap_or(("", module))
}

/// A file's text without the lines that name modules that the crate does not carry: each such module is declared by a
/// line of its own, with its attributes in the lines before.
fn without(name: &str, text: &str, left_out: &[(&str, &str)]) -> String {
    let this = name.strip_suffix("mod").unwrap_or(name).trim_end_matches('/');
    let left_out: Vec<&str> = left_out.iter().filter(|(parent, _)| *parent == this).map(|(_, name)| *name).collect();
    if left_out.is_empty() {
        return text.to_owned();
    }
    let is_left_out = |line: &str| {
        let declared = line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod ");
        declared.and_then(|line| line.strip_suffix(';')).is_some_and(|module| left_out.contains(&module))
    };
    let (mut kept, mut attributes) = (String::with_capacity(text.len()), String::new());
    for line in text.lines() {
        if line.starts_with("#[") {
            attributes.extend([line, "\n"]);
        } else if is_left_out(line) {
            attributes.clear();
        } else {
            kept.extend([attributes.as_str(), line, "\n"]);
            attributes.clear();
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;
    use crate::{
        emit::testing,
        ir::{Shape, Text},
    };

    /// The modules whose files lie in a folder and those below it.
    fn modules(folder: &Path, prefix: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().and_then(|name| name.to_str()).unwrap();
            let module = format!("{prefix}{name}");
            if path.is_dir() {
                found.extend(modules(&path, &format!("{module}/")));
            } else if module != "mod" {
                found.insert(module);
            }
        }
        found
    }

    #[test]
    fn the_table_is_whole() {
        let there = modules(&Path::new(env!("CARGO_MANIFEST_DIR")).join("support"), "");
        let listed: BTreeSet<String> = FILES.iter().map(|file| file.0.to_owned()).collect();
        assert_eq!(listed, there);
    }

    #[test]
    fn each_module_is_named_where_it_can_be_left_out() {
        for (name, _, _) in FILES.iter().filter(|file| file.2 != Need::Always) {
            let (parent, module) = module(name);
            let owner = FILES.iter().find(|file| file.0.strip_suffix("/mod") == Some(parent));
            let (owner, text, _) = owner.copied().unwrap_or(("mod", ROOT, Need::Always));
            let whole = without(owner, text, &[]);
            let lacking = without(owner, text, &[(parent, module)]);
            assert_eq!(whole, text);
            assert_ne!(lacking, whole, "`{module}` has no line of its own");
            assert!(!lacking.contains(&format!("mod {module};")), "`{module}` is named elsewhere");
        }
    }

    #[test]
    fn formats_that_no_string_has_are_left_out() {
        let file = |format: Option<Format>, path: &str| {
            let text = Text { format, ..Text::default() };
            let api = testing::api(vec![testing::newtype("A", Shape::String(text))]);
            let file = files(&api).into_iter().find(|file| file.path == format!("src/support/format/{path}.rs"));
            file.map(|file| match file.content {
                Content::Text(text) => text,
                Content::Items(_) => String::new(),
            })
        };
        for (format, carried) in [
            (None, &[][..]),
            (Some(Format::Ipv4), &[]),
            (Some(Format::Email), &["host", "idna"]),
            (Some(Format::Iri), &["uri"]),
            (Some(Format::UriTemplate), &["template", "uri"]),
            (Some(Format::Regex), &["regex"]),
            (Some(Format::JsonPointer), &["pointer"]),
            (Some(Format::Duration), &["duration"]),
        ] {
            let root = file(format, "mod").expect("always");
            for module in ["duration", "host", "idna", "pointer", "regex", "template", "uri"] {
                let is_carried = carried.contains(&module);
                assert_eq!(file(format, module).is_some(), is_carried, "{module} for {format:?}");
                assert_eq!(root.contains(&format!("mod {module};")), is_carried, "{module} for {format:?}");
            }
        }
    }

    #[test]
    fn lines_of_other_modules_stay() {
        let text =
            "//! pattern\n#[cfg(feature = \"a\")]\npub mod pattern;\n#[cfg(feature = \"b\")]\npub mod patterns;\n";
        let left_out = [("", "pattern"), ("format", "patterns")];
        let kept = "//! pattern\n#[cfg(feature = \"b\")]\npub mod patterns;\n";
        assert_eq!(without("mod", text, &left_out), kept);
    }
}
