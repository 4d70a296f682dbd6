//! The same input gives the same bytes: twice, in another folder, at another time, in another language, by whatever path
//! the document is named.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use refract_tests::{
    case,
    command::{succeed, xtask},
    scratch::{self, Tree},
};

static XTASK: LazyLock<PathBuf> = LazyLock::new(|| {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    xtask(target.expect("the target folder is above"))
});

/// The cases that processes are started for: one has every kind of file, the others strain order and names.
const CASES: [&str; 4] =
    ["crates/resources", "crates/hostile_texts", "names/punctuation", "warnings/unsupported_keyword"];

/// A folder with the document of a case in `from/`.
fn folder(case: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let spec = ("from/spec.yaml".to_owned(), case::Case::load(case).spec().to_owned());
    scratch::write(folder.path(), &Tree::from([spec]));
    folder
}

/// What a process makes of the document in `from/`, and what it says. `spec` is relative to `current`.
fn generate(current: &Path, spec: &Path, out: &Path, env: &[(&str, &str)]) -> Tree {
    let mut command = Command::new(&*XTASK);
    command
        .current_dir(current)
        .arg("generate")
        .arg("--spec")
        .arg(spec)
        .arg("--out")
        .arg(out)
        .envs(env.iter().copied());
    succeed(&mut command);
    let mut files = scratch::read(&current.join(out));
    files.retain(|path, _| !path.starts_with(".refract/"));
    assert!(files.len() > 20, "{files:?}");
    files
}

/// All that a failure says.
fn said(failure: refract_codegen::Failure) -> String {
    failure.to_string()
}

#[test]
fn runs_in_one_process_are_alike() {
    for case in case::all() {
        let (first, second) = (case.generator().generate(), case.generator().generate());
        match (first, second) {
            (Ok(first), Ok(second)) => assert_eq!(first.files, second.files, "{}", case.name),
            (first, second) => assert_eq!(first.err().map(said), second.err().map(said), "{}", case.name),
        }
    }
}

#[test]
fn processes_are_alike_wherever_and_whenever_they_run() {
    for case in CASES {
        let (here, there) = (folder(case), folder(case));
        let spec = Path::new("from/spec.yaml");
        let plain = generate(here.path(), spec, Path::new("out"), &[]);
        let again = generate(here.path(), spec, Path::new("out"), &[]);
        assert_eq!(plain, again, "{case}: a second run");
        let below = there.path().join("from");
        let elsewhere = generate(&below, Path::new("spec.yaml"), Path::new("../deep/er/out"), &[]);
        assert_eq!(plain, elsewhere, "{case}: another folder");
        let absolute = generate(here.path(), &there.path().join(spec), &there.path().join("absolute"), &[]);
        assert_eq!(plain, absolute, "{case}: absolute paths");
        let surroundings = [
            ("TZ", "Pacific/Kiritimati"),
            ("LANG", "tr_TR.UTF-8"),
            ("LC_ALL", "tr_TR.UTF-8"),
            ("SOURCE_DATE_EPOCH", "1"),
            ("HOME", "/nowhere"),
            ("USER", "someone-else"),
            ("COLUMNS", "20"),
            ("TERM", "dumb"),
        ];
        let abroad = generate(here.path(), spec, Path::new("abroad"), &surroundings);
        assert_eq!(plain, abroad, "{case}: other surroundings");
    }
}

#[test]
fn no_file_knows_where_it_was_made() {
    for case in CASES {
        let here = folder(case);
        let files = generate(here.path(), &here.path().join("from/spec.yaml"), Path::new("out"), &[]);
        let place = here.path().to_string_lossy().into_owned();
        for (path, text) in files {
            assert!(!text.contains(&place), "{case}: {path} has the path {place}");
        }
    }
}
