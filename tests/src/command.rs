//! Runs of `cargo` and of `xtask`. Knows how to start them so that the surroundings don't matter.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// How a run ended, and what it said.
#[derive(Debug)]
pub struct Ran {
    /// The exit status; `None` where a signal ended it.
    pub status: Option<i32>,
    /// What it wrote to stdout.
    pub stdout: String,
    /// What it wrote to stderr.
    pub stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// Runs a command to its end.
///
/// # Panics
///
/// It can't be started.
pub fn run(command: &mut Command) -> Ran {
    let output = command.output();
    output.unwrap_or_else(|error| panic!("{command:?}: {error}")).into()
}

/// Runs a command that has to succeed, and gives what it wrote to stdout.
///
/// # Panics
///
/// It fails; the message has all that it said.
pub fn succeed(command: &mut Command) -> String {
    let ran = run(command);
    assert_eq!(ran.status, Some(0), "{command:?}\n{}{}", ran.stdout, ran.stderr);
    ran.stdout
}

/// A `cargo` command in a folder outside of this workspace, with warnings denied; what it builds is in `target`.
///
/// `target` is one for all, so that dependencies are compiled once; flags are the same in each run for the same reason.
pub fn cargo(folder: &Path, target: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .current_dir(folder)
        .args(args)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .env("RUSTFLAGS", "-D warnings")
        .env("RUSTDOCFLAGS", "-D warnings")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("CARGO_BUILD_TARGET");
    command
}

/// The lock file of this workspace, which fixes the versions of dependencies elsewhere as well.
///
/// # Panics
///
/// There is none.
pub fn lock_file() -> String {
    std::fs::read_to_string(repository().join("Cargo.lock")).expect("the lock file of the workspace")
}

/// The root of this repository.
pub fn repository() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.canonicalize().expect("the folder above this crate")
}

/// The `xtask` program, built where it is not there yet. `target` is the target folder of this workspace.
///
/// # Panics
///
/// It can't be built.
pub fn xtask(target: &Path) -> PathBuf {
    let mut build = Command::new(env!("CARGO"));
    build
        .current_dir(repository())
        .args(["build", "--quiet", "--locked", "--package", "refract-xtask", "--bin", "xtask", "--target-dir"])
        .arg(target);
    succeed(&mut build);
    target.join("debug").join(format!("xtask{}", std::env::consts::EXE_SUFFIX))
}
