//! `generated/` is what `spec/` generates, and whatever is changed by hand is found.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use refract_tests::{
    command::{self, Ran, repository},
    scratch::{self, Tree},
};

/// The target folder that these tests were built in.
fn target() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    folder.parent().expect("the target folder").to_owned()
}

fn generate(folder: &Path, args: &[&str]) -> Ran {
    let mut xtask = Command::new(command::xtask(&target()));
    command::run(xtask.current_dir(folder).arg("generate").args(args))
}

/// A copy of what the main job reads and writes.
fn copy() -> (tempfile::TempDir, Tree) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut tree = Tree::new();
    for name in ["spec", "generated"] {
        let files = scratch::read(&repository().join(name));
        tree.extend(files.into_iter().map(|(path, text)| (format!("{name}/{path}"), text)));
    }
    scratch::write(folder.path(), &tree);
    (folder, tree)
}

#[test]
fn what_is_checked_in_is_current() {
    let ran = generate(&repository(), &["--check"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
}

#[test]
fn a_change_by_hand_is_found_and_mended() {
    let (folder, tree) = copy();
    for (path, text) in tree.iter().filter(|(path, _)| path.starts_with("generated/src/")) {
        let tampered = Tree::from([(path.clone(), text.replacen("pub", "pub ", 1))]);
        let changed = tree.clone().into_iter().chain(tampered).collect();
        scratch::write(folder.path(), &changed);
        let ran = generate(folder.path(), &["--check"]);
        let same = changed == tree;
        assert_eq!(ran.status, Some(i32::from(!same)), "{path}: {}", ran.stderr);
        assert!(same || ran.stderr.contains(path), "{path}: {}", ran.stderr);
    }
    assert_eq!(generate(folder.path(), &[]).status, Some(0));
    assert_eq!(scratch::read(folder.path()), tree);
}

#[test]
fn a_change_of_the_document_is_found() {
    let (folder, tree) = copy();
    let document = folder.path().join("spec/containers.openapi.json");
    let text = fs::read_to_string(&document).expect("the document");
    let changed = text.replacen("\"64g\"", "\"64g\",\n          \"128g\"", 1);
    assert_ne!(changed, text);
    let mut files = tree;
    files.insert("spec/containers.openapi.json".to_owned(), changed);
    scratch::write(folder.path(), &files);
    let ran = generate(folder.path(), &["--check"]);
    assert_eq!(ran.status, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("Limit128g"), "{}", ran.stderr);
    assert!(ran.stderr.contains("cargo xtask generate"), "{}", ran.stderr);
}
