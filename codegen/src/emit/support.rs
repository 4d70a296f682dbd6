//! `support/*`: the hand-written files that every generated crate carries, as they are. It knows which files there are
//! and when one is needed, not what is in them.

use super::{Content, EmittedFile, uses::Uses};
use crate::ir::Api;

/// When a crate carries a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// Always.
    Always,
    /// When a string has a `pattern`.
    Pattern,
}

/// A file: its module's name, its text, and when it is needed.
type File = (&'static str, &'static str, Need);

/// Every file but the root, `mod.rs`, which names them.
const FILES: &[File] = &[
    ("compare", include_str!("../../support/compare.rs"), Need::Always),
    ("evaluate", include_str!("../../support/evaluate.rs"), Need::Always),
    ("format", include_str!("../../support/format.rs"), Need::Always),
    ("lex", include_str!("../../support/lex.rs"), Need::Always),
    ("literal", include_str!("../../support/literal.rs"), Need::Always),
    ("macros", include_str!("../../support/macros.rs"), Need::Always),
    ("map", include_str!("../../support/map.rs"), Need::Always),
    ("model", include_str!("../../support/model.rs"), Need::Always),
    ("number", include_str!("../../support/number.rs"), Need::Always),
    ("reader", include_str!("../../support/reader.rs"), Need::Always),
    ("schema", include_str!("../../support/schema.rs"), Need::Always),
    ("serialize", include_str!("../../support/serialize.rs"), Need::Always),
    ("tree", include_str!("../../support/tree.rs"), Need::Always),
    ("unknown", include_str!("../../support/unknown.rs"), Need::Always),
    ("value", include_str!("../../support/value.rs"), Need::Always),
    ("violations", include_str!("../../support/violations.rs"), Need::Always),
    ("wire", include_str!("../../support/wire.rs"), Need::Always),
    ("write", include_str!("../../support/write.rs"), Need::Always),
];

const ROOT: &str = include_str!("../../support/mod.rs");

/// The files that the crate of an API carries.
pub(super) fn files(api: &Api) -> Vec<EmittedFile> {
    let uses = Uses::of(api);
    let is_needed = |need| match need {
        Need::Always => true,
        Need::Pattern => uses.patterns,
    };
    let (needed, left_out): (Vec<&File>, Vec<&File>) = FILES.iter().partition(|file| is_needed(file.2));
    let left_out: Vec<&str> = left_out.iter().map(|file| file.0).collect();
    let root = file("mod", root(ROOT, &left_out));
    let needed = needed.iter().map(|&&(name, text, _)| file(name, text.to_owned()));
    [root].into_iter().chain(needed).collect()
}

fn file(name: &str, text: String) -> EmittedFile {
    EmittedFile {
        path: format!("src/support/{name}.rs"),
        content: Content::Text(text),
    }
}

/// The root without the lines that name modules that the crate does not carry: each such module is declared, and what
/// it offers re-exported, by lines of its own.
fn root(text: &str, left_out: &[&str]) -> String {
    let names = |line: &str, module: &str| {
        line == format!("pub mod {module};") || line.starts_with(&format!("pub use {module}::"))
    };
    let lines = text.lines().filter(|line| !left_out.iter().any(|module| names(line, module)));
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    #[test]
    fn the_table_is_whole() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("support");
        let there: BTreeSet<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| name.strip_suffix(".rs").filter(|name| *name != "mod").map(str::to_owned))
            .collect();
        let listed: BTreeSet<String> = FILES.iter().map(|file| file.0.to_owned()).collect();
        assert_eq!(listed, there);
    }

    #[test]
    fn the_root_names_what_the_crate_carries() {
        for (module, _, need) in FILES {
            let whole = root(ROOT, &[]);
            let without = root(ROOT, &[module]);
            assert_eq!(whole, ROOT);
            if *need != Need::Always {
                assert_ne!(without, whole, "`{module}` has no line of its own");
                assert!(!without.contains(module), "`{module}` is named elsewhere");
            }
        }
    }

    #[test]
    fn lines_of_other_modules_stay() {
        let text = "//! pattern\npub mod pattern;\npub mod patterns;\npub use pattern::matches;\npub use map::Map;\n";
        assert_eq!(root(text, &["pattern"]), "//! pattern\npub mod patterns;\npub use map::Map;\n");
    }
}
