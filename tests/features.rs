//! Who takes one side of the generated crate takes none of the other's dependencies, and each side compiles alone.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on fails")]

use std::{collections::BTreeSet, path::Path, process::Command};

use refract_tests::command::{cargo, repository, succeed};

/// Runs `cargo tree` on what the generated crate is built from with these features.
fn tree(features: &str, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(repository()).args(["tree", "--quiet", "--locked", "--package", "openai-containers"]);
    command.args(["--edges", "normal", "--prefix", "none", "--no-default-features", "--features", features]).args(args);
    succeed(&mut command)
}

/// The names of all packages.
fn packages(features: &str) -> BTreeSet<String> {
    names(&tree(features, &[]))
}

/// The names of the packages that the crate itself names.
fn direct(features: &str) -> BTreeSet<String> {
    names(&tree(features, &["--depth", "1"]))
}

/// The first word of each line, but for the crate's own.
fn names(lines: &str) -> BTreeSet<String> {
    let names = lines.lines().filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "openai-containers").map(str::to_owned).collect()
}

/// What a package is built with.
fn enabled(features: &str, package: &str) -> BTreeSet<String> {
    let lines = tree(features, &["--format", "{p}|{f}"]);
    let line = lines.lines().find(|line| line.starts_with(&format!("{package} "))).expect("the package is there");
    line.trim_end_matches(" (*)").split_once('|').unwrap().1.split(',').map(str::to_owned).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

#[test]
fn models_need_serde_alone() {
    assert_eq!(direct("containers"), set(&["serde", "serde_json"]));
    let all = packages("containers");
    for package in ["bytes", "http", "tokio", "tower", "syn", "regex"] {
        assert!(!all.contains(package), "{package} in {all:?}");
    }
}

#[test]
fn the_client_brings_no_server() {
    let all = packages("client,containers");
    assert!(all.contains("reqwest") && all.contains("rustls"), "{all:?}");
    for package in ["axum", "axum-core", "matchit", "tracing-subscriber", "native-tls", "openssl"] {
        assert!(!all.contains(package), "{package} in {all:?}");
    }
    for package in ["hyper", "hyper-util"] {
        let features = enabled("client,containers", package);
        assert!(features.contains("client"), "{package}: {features:?}");
        assert!(!features.iter().any(|feature| feature.starts_with("server")), "{package}: {features:?}");
    }
}

#[test]
fn the_server_brings_no_client() {
    let all = packages("server,containers");
    assert!(all.contains("axum"), "{all:?}");
    for package in ["reqwest", "rustls", "hyper-rustls", "rustls-platform-verifier", "webpki-roots", "url"] {
        assert!(!all.contains(package), "{package} in {all:?}");
    }
    for package in ["hyper", "hyper-util"] {
        let features = enabled("server,containers", package);
        assert!(features.contains("server"), "{package}: {features:?}");
        assert!(!features.iter().any(|feature| feature.starts_with("client")), "{package}: {features:?}");
    }
}

#[test]
fn only_what_asks_for_it_names_tracing() {
    assert_eq!(direct("mock,containers"), direct("server,containers"));
    for features in ["containers", "client,containers", "server,containers"] {
        let more = format!("{features},tracing");
        let added: BTreeSet<String> = direct(&more).difference(&direct(features)).cloned().collect();
        assert_eq!(added, set(&["tracing"]), "{features}");
    }
}

#[test]
fn each_compiles_alone_without_a_warning() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("target");
    for features in ["", "client", "server", "mock", "tracing", "client,tracing", "server,tracing"] {
        let features = format!("containers,{features}");
        // The library alone: what its tests are built with would hide what it lacks.
        let args = ["check", "--quiet", "--locked", "--package", "openai-containers", "--lib", "--no-default-features"];
        succeed(cargo(&repository(), &target, &args).args(["--features", features.trim_end_matches(',')]));
    }
}
