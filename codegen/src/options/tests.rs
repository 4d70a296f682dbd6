//! What texts of options say, and what is wrong with them.

use super::{read::KNOWN, *};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, catalogue},
    source::Sources,
};

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

#[test]
fn crates_come_from_a_version_or_a_folder() {
    let text =
        "[crates]\nzebra = \"1.2\"\nmy-money = { path = \"../money\", version = \"0.3\", features = [\"std\"] }\n";
    let (options, diagnostics, _) = read_text(text);
    assert!(diagnostics.is_empty());
    let zebra = Source { version: Some("1.2".to_owned()), ..Source::default() };
    let money =
        Source { version: Some("0.3".to_owned()), path: Some("../money".to_owned()), features: vec!["std".to_owned()] };
    let crates: Vec<_> = options.crates.into_iter().collect();
    assert_eq!(crates, [("zebra".to_owned(), zebra), ("my-money".to_owned(), money)]);
    let text = "[crates]\n\"a b\" = \"1\"\none = \"one\"\ntwo = { branch = \"main\", path = 2 }\nthree = { features = \"a\" }\n";
    assert_eq!(
        defects(text),
        ["R0107 2:1: \"a b\"", "R0107 3:7: \"one\"", "R0106 4:9: branch", "R0107 4:33: 2", "R0107 5:22: \"a\""]
    );
}
