//! What is emitted for the cases compiles without a warning, is laid out, documented, and proves itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::LazyLock,
};

use refract_tests::{
    bundle,
    command::{cargo, succeed},
    scratch,
};

/// The crates of all cases.
struct Crates {
    folder: PathBuf,
    target: PathBuf,
    features: BTreeMap<String, BTreeSet<String>>,
}

static CRATES: LazyLock<Crates> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases");
    let workspace = bundle::workspace();
    scratch::write(&folder, &workspace.tree);
    Crates { folder, target: Path::new(env!("CARGO_TARGET_TMPDIR")).join("target"), features: workspace.crates }
});

impl Crates {
    /// Runs cargo, which must succeed; what it compiles must be without a warning.
    fn cargo(&self, args: &[&str]) {
        succeed(&mut cargo(&self.folder, &self.target, args));
    }
}

#[test]
fn clippy_has_nothing_to_say() {
    CRATES.cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--all-features"]);
}

#[test]
fn without_features() {
    // A crate that has none is the same with all of them.
    let having = CRATES.features.iter().filter(|(_, features)| !features.is_empty());
    let mut args = vec!["check", "--quiet", "--all-targets", "--no-default-features"];
    args.extend(having.flat_map(|(package, _)| ["--package", package]));
    CRATES.cargo(&args);
}

#[test]
fn with_each_feature_alone() {
    let features: BTreeSet<&String> = CRATES.features.values().flatten().collect();
    assert!(features.iter().any(|feature| *feature == "jiff"), "{features:?}");
    for feature in features {
        let having = CRATES.features.iter().filter(|(_, declared)| declared.contains(feature));
        let mut args = vec!["check", "--quiet", "--all-targets", "--no-default-features", "--features", feature];
        args.extend(having.flat_map(|(package, _)| ["--package", package]));
        CRATES.cargo(&args);
    }
}

#[test]
fn documentation_has_no_fault() {
    CRATES.cargo(&["doc", "--quiet", "--workspace", "--no-deps", "--all-features"]);
}

#[test]
fn layout_is_settled() {
    CRATES.cargo(&["fmt", "--all", "--check"]);
}

#[test]
fn crates_prove_themselves() {
    CRATES.cargo(&["test", "--quiet", "--workspace", "--all-features"]);
}
