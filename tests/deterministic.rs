//! The same document gives the same bytes: again, in another folder, in another time zone and language.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use refract_codegen::Generator;
use refract_tests::{
    command::{self, repository},
    scratch,
};

/// The documents of all cases that are sound.
fn documents() -> Vec<PathBuf> {
    let mut documents = Vec::new();
    let fixtures = repository().join("tests/fixtures");
    for (path, _) in scratch::read(&fixtures) {
        let is_document = path.ends_with("/spec.yaml") || path.ends_with("/spec.json");
        if is_document && !path.starts_with("errors/") {
            documents.push(fixtures.join(path));
        }
    }
    assert!(documents.len() > 100, "{}", documents.len());
    documents
}

#[test]
fn again_and_elsewhere() {
    for document in documents() {
        let text = fs::read_to_string(&document).expect("a document");
        let generate = |generator: Generator| generator.generate().map(|generated| generated.files).ok();
        let first = generate(Generator::new().spec(&document));
        assert_eq!(
            generate(Generator::new().spec(&document)),
            first,
            "{}",
            document.display()
        );
        let name = document.file_name().expect("a name").to_string_lossy();
        let elsewhere = format!("elsewhere/{name}");
        assert_eq!(
            generate(Generator::new().spec_text(elsewhere, text)),
            first,
            "{}",
            document.display()
        );
    }
}

#[test]
fn at_any_time_and_in_any_language() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("the target folder");
    let xtask = command::xtask(target);
    let spec = repository().join("spec/containers.openapi.json");
    let generate = |zone: &str, language: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = Command::new(&xtask);
        command
            .current_dir(folder.path())
            .args(["generate", "--out", "out", "--spec"])
            .arg(&spec)
            .envs([("TZ", zone), ("LANG", language), ("LC_ALL", language)]);
        command::succeed(&mut command);
        scratch::read(&folder.path().join("out"))
    };
    let first = generate("UTC", "C");
    assert!(first.len() > 20, "{}", first.len());
    assert_eq!(generate("Pacific/Chatham", "tr_TR.UTF-8"), first);
}
