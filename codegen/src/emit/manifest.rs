//! `Cargo.toml` of the generated crate.

use super::{module, uses::Uses};
use crate::ir::{Api, Package};

/// The manifest. It has no `[workspace]` table: the crate may be a member of one.
pub(super) fn manifest(api: &Api) -> String {
    let tables = [package(&api.package, &api.title), features(api), dependencies(&Uses::of(api))];
    tables.join("\n")
}

fn package(package: &Package, title: &str) -> String {
    let mut lines = vec![
        "[package]".to_owned(),
        entry("name", &package.name),
        entry("version", &package.version),
        entry("description", title),
        entry("edition", "2024"),
        entry("rust-version", &package.rust_version),
    ];
    lines.extend(package.license.as_ref().map(|license| entry("license", license)));
    lines.extend((!package.publish).then(|| "publish = false".to_owned()));
    table(lines)
}

/// A feature per resource, all of them on by default.
fn features(api: &Api) -> String {
    let names: Vec<&str> = api.resources.iter().map(|resource| module::feature(&resource.name)).collect();
    let default = names.iter().map(|name| string(name)).collect::<Vec<_>>().join(", ");
    let mut lines = vec!["[features]".to_owned(), format!("default = [{default}]")];
    lines.extend(names.iter().map(|name| format!("{} = []", key(name))));
    table(lines)
}

fn dependencies(uses: &Uses) -> String {
    let mut lines = vec!["[dependencies]".to_owned()];
    lines.extend(uses.patterns.then(|| entry("regex", "1")));
    lines.push(entry("serde", "1"));
    lines.push(r#"serde_json = { version = "1", features = ["float_roundtrip"] }"#.to_owned());
    table(lines)
}

fn table(lines: Vec<String>) -> String {
    lines.join("\n") + "\n"
}

fn entry(name: &str, value: &str) -> String {
    format!("{name} = {}", string(value))
}

/// A key: bare where it can be.
fn key(name: &str) -> String {
    match name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
        true => name.to_owned(),
        false => string(name),
    }
}

/// A basic string of TOML: whatever the text is, it stays in its line.
fn string(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            // What can't be seen is escaped as well, so that the line reads as what it is.
            _ if c == ' ' || c.is_ascii_graphic() || c.is_alphanumeric() => out.push(c),
            _ => out.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::super::testing::{api, newtype, pattern, resource};
    use super::*;

    #[test]
    fn a_manifest_has_a_feature_per_resource() {
        let mut api = api(Vec::new());
        api.package.license = Some("MIT".to_owned());
        api.resources = vec![resource("files"), resource("r#type")];
        insta::assert_snapshot!(manifest(&api), @"");
    }

    #[test]
    fn patterns_bring_their_engine() {
        let with = manifest(&api(vec![newtype("Name", pattern("^a"))]));
        assert!(with.contains("\nregex = \"1\"\n"));
        assert!(!manifest(&api(Vec::new())).contains("regex"));
    }

    #[test]
    fn what_may_be_published_does_not_forbid_it() {
        let mut api = api(Vec::new());
        api.package.publish = true;
        assert!(!manifest(&api).contains("publish"));
    }

    #[test]
    fn no_title_gets_out_of_its_string() {
        for title in ["\"\n[workspace]\n", "a\\", "\u{202e}\u{0}\u{7f}\r", "'''", "Käse 🧀"] {
            let mut api = api(Vec::new());
            api.title = title.to_owned();
            let table: toml::Table = manifest(&api).parse().unwrap();
            assert_eq!(table["package"]["description"].as_str(), Some(title));
            assert_eq!(table.keys().collect::<Vec<_>>(), ["dependencies", "features", "package"]);
        }
    }
}
