//! `generate --check`: finds whatever is stale, says how to mend it, and writes nothing.

#![allow(clippy::disallowed_methods, reason = "tests prepare folders of their own")]

mod sandbox;

use std::fs;

use sandbox::{Sandbox, document};

/// The line that mends it.
const MEND: &str = "run `cargo xtask generate --spec boxes.json --out out` and commit the result";

/// Checks that `--check` finds a file stale and writes nothing.
fn assert_stale(sandbox: &Sandbox, path: &str) {
    let before = sandbox.tree();
    let ran = sandbox.generate(&["--check"]);
    assert_eq!(ran.status, Some(1), "{path}: {}", ran.stderr);
    assert!(ran.stderr.contains(&format!("out/{path}")), "{path}: {}", ran.stderr);
    assert!(ran.stderr.contains(MEND), "{path}: {}", ran.stderr);
    assert_eq!(sandbox.tree(), before, "{path}");
    assert!(!sandbox.has_leftovers());
}

#[test]
fn a_fresh_crate_passes() {
    let sandbox = Sandbox::with_crate();
    let ran = sandbox.generate(&["--check"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert!(ran.stderr.contains("up to date"), "{}", ran.stderr);
}

#[test]
fn a_change_of_the_document_is_shown_as_a_diff() {
    let sandbox = Sandbox::with_crate();
    sandbox.write("boxes.json", &document(&["Box", "Lid"]));
    let ran = sandbox.generate(&["--check"]);
    assert_eq!(ran.status, Some(1));
    let added = |line: &str| line.starts_with('+') && line.contains("shared");
    assert!(ran.stderr.lines().any(added), "{}", ran.stderr);
    assert!(ran.stderr.lines().count() < 250, "{}", ran.stderr);
    assert!(ran.stderr.contains(MEND), "{}", ran.stderr);
    assert_eq!(sandbox.generate(&[]).status, Some(0));
    assert_eq!(sandbox.generate(&["--check"]).status, Some(0));
}

#[test]
fn no_file_can_be_tampered_with_unnoticed() {
    let sandbox = Sandbox::with_crate();
    let tree = sandbox.tree();
    for (path, text) in &tree {
        let place = format!("out/{path}");
        for tampered in [format!("{text} "), format!("{text}tampered\n"), String::new(), "theirs\n".to_owned()] {
            sandbox.write(&place, &tampered);
            assert_stale(&sandbox, path);
        }
        fs::remove_file(sandbox.path(&place)).unwrap();
        assert_stale(&sandbox, path);
        sandbox.write(&place, text);
    }
    assert_eq!(sandbox.generate(&["--check"]).status, Some(0));
}

#[test]
fn a_file_that_is_left_over_is_stale() {
    let sandbox = Sandbox::with_crate();
    sandbox.write_stale("out/src/models/gone.rs");
    assert_stale(&sandbox, "src/models/gone.rs");
}

#[test]
fn a_file_of_another_is_not() {
    let sandbox = Sandbox::with_crate();
    sandbox.write("out/src/mine.rs", "pub struct Mine;\n");
    sandbox.write("out/README.md", "# Mine\n");
    assert_eq!(sandbox.generate(&["--check"]).status, Some(0));
}

#[test]
fn a_crate_that_is_not_there_is_stale() {
    let sandbox = Sandbox::new();
    sandbox.write("boxes.json", &document(&["Box"]));
    let ran = sandbox.generate(&["--check"]);
    assert_eq!(ran.status, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("out/src/lib.rs is missing"), "{}", ran.stderr);
    assert!(!sandbox.path("out").exists());
}

#[test]
fn a_run_that_was_stopped_is_reported() {
    let sandbox = Sandbox::with_crate();
    sandbox.write("out/.refract/journal.json", "{\"replace\": [], \"remove\": []}\n");
    let ran = sandbox.generate(&["--check"]);
    assert_eq!(ran.status, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("stopped midway"), "{}", ran.stderr);
    assert!(ran.stderr.contains(MEND), "{}", ran.stderr);
    assert!(sandbox.has_leftovers(), "a check writes nothing");
    assert_eq!(sandbox.generate(&[]).status, Some(0));
    assert!(!sandbox.has_leftovers());
}

#[test]
fn a_wrong_input_is_no_stale_crate() {
    let sandbox = Sandbox::with_crate();
    sandbox.write("boxes.json", "{");
    assert_eq!(sandbox.generate(&["--check"]).status, Some(2));
}

#[test]
fn the_command_that_mends_has_the_flags_of_the_call() {
    let sandbox = Sandbox::with_spec("[input]\nspec = \"boxes.json\"\n");
    let ran = sandbox.run(&["generate", "--check"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.stderr.contains("run `cargo xtask generate` and commit the result"), "{}", ran.stderr);
    let ran = sandbox.run(&["generate", "--check", "--out", "a folder", "--strict"]);
    assert!(ran.stderr.contains("run `cargo xtask generate --out 'a folder' --strict`"), "{}", ran.stderr);
}
