//! Where benches put what they make: crates that are generated from documents, and builds of them.
//!
//! Knows the folders of this repository and how to call cargo. Does not know what is measured.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use refract_codegen::Generator;

/// What may fail, with any reason: a bench shows it and ends.
pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// The folder of the repository.
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_path_buf()
}

/// A folder of a bench's own, below cargo's target folder.
pub fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Writes a file, unless it has this text: cargo builds anew what is newer.
pub fn write(path: &Path, text: &str) -> Outcome<()> {
    if fs::read_to_string(path).is_ok_and(|before| before == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, text)?)
}

/// Generates a crate from the text of a document into a folder; `path` is what messages call it.
pub fn generate(name: &str, path: &str, text: &str, folder: &Path) -> Outcome<()> {
    let generated =
        Generator::new().spec_text(path, text).name(name).generate().map_err(|failure| failure.to_string())?;
    for (path, text) in &generated.files {
        write(&folder.join(path), text)?;
    }
    let written: Vec<PathBuf> = generated.files.keys().map(|path| folder.join(path)).collect();
    remove_others(&folder.join("src"), &written)
}

/// Removes the files of an earlier run that are none of these.
fn remove_others(folder: &Path, written: &[PathBuf]) -> Outcome<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            remove_others(&path, written)?;
        } else if !written.contains(&path) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Makes a folder a workspace that takes the versions of this repository's `Cargo.lock`.
pub fn lock(folder: &Path) -> Outcome<()> {
    write(&folder.join("Cargo.lock"), &fs::read_to_string(root().join("Cargo.lock"))?)
}

/// A call of cargo in a folder, whose builds go to the folder `target` in it.
pub fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder).env("CARGO_TARGET_DIR", folder.join("target"));
    command
}

/// Runs a call to its end.
pub fn run(command: &mut Command) -> Outcome<()> {
    let status = command.status().map_err(|error| format!("{command:?}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}").into()) }
}
