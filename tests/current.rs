//! `generated/` is what `spec/` says; a byte changed by hand is found.

#![allow(clippy::disallowed_methods, reason = "tests write to folders of their own")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use refract_tests::{
    command::{Ran, repository, run, xtask},
    scratch,
};

static XTASK: LazyLock<PathBuf> = LazyLock::new(|| xtask(target()));

/// The target folder of this workspace.
fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder is above")
}

/// Checks the repository in a folder.
fn check(folder: &Path) -> Ran {
    run(Command::new(&*XTASK).current_dir(folder).args(["generate", "--check"]))
}

/// A copy of `spec/` and `generated/` that goes when the test ends.
fn copy() -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for folder in ["spec", "generated"] {
        let mut tree = scratch::read(&repository().join(folder));
        tree.retain(|path, _| !path.starts_with("target/"));
        scratch::write(&copy.path().join(folder), &tree);
    }
    copy
}

/// What a check says of a repository in which one file is not as it was.
fn tampered(path: &str, change: impl Fn(String) -> String) -> Ran {
    let copy = copy();
    let path = copy.path().join(path);
    let before = fs::read_to_string(&path).unwrap();
    let after = change(before.clone());
    assert_ne!(before, after, "{} has nothing to change", path.display());
    fs::write(&path, after).unwrap();
    check(copy.path())
}

#[test]
fn generated_is_current() {
    let ran = check(&repository());
    assert_eq!(ran.status, Some(0), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn a_copy_elsewhere_is_current() {
    let ran = check(copy().path());
    assert_eq!(ran.status, Some(0), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn one_byte_of_any_file_is_found() {
    let files = scratch::read(&copy().path().join("generated"));
    // Of the run-time support, which is copied, one file stands for all.
    let is_tried = |path: &&String| !path.starts_with("src/support/") || path.ends_with("/reader.rs");
    for path in files.keys().filter(is_tried) {
        let ran = tampered(&format!("generated/{path}"), |text| {
            // A person may bump the version, which is kept: anything else is not theirs to change.
            let at = text.rfind(|character: char| character.is_ascii_lowercase()).unwrap_or_default();
            format!("{}{}{}", &text[..at], '#', &text[(at + 1).min(text.len())..])
        });
        let said = format!("{}{}", ran.stdout, ran.stderr);
        assert_eq!(ran.status, Some(1), "{path}: {said}");
        assert!(said.contains(path.as_str()), "{path} is not named: {said}");
        assert!(said.contains("cargo xtask generate"), "{path}: no command that mends it: {said}");
    }
}

#[test]
fn a_change_of_the_document_makes_files_stale() {
    let ran = tampered("spec/containers.openapi.json", |text| text.replace("\"64g\"", "\"128g\""));
    let said = format!("{}{}", ran.stdout, ran.stderr);
    assert_eq!(ran.status, Some(1), "{said}");
    for path in ["src/models/containers.rs", "src/wire/containers.rs"] {
        assert!(said.contains(path), "{path} is not named: {said}");
    }
}

#[test]
fn the_version_is_a_persons() {
    let ran = tampered("generated/Cargo.toml", |text| text.replace("version = \"0.1.0\"", "version = \"7.0.0\""));
    assert_eq!(ran.status, Some(0), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn a_document_that_is_broken_is_no_stale_crate() {
    let ran = tampered("spec/containers.openapi.json", |text| text.replacen('{', "", 1));
    assert_eq!(ran.status, Some(2), "{}{}", ran.stdout, ran.stderr);
}
