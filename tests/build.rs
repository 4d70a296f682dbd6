//! Writes a `#[test]` for each case folder below `fixtures/`, so that a case that fails is named. Knows how folders are
//! laid out, not what is in them.

#![allow(clippy::print_stdout, reason = "a build script speaks to cargo by printing")]
#![allow(clippy::disallowed_methods, reason = "cargo gives a build script a folder to write to")]

use std::{env, error::Error, fmt::Write, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=fixtures");
    let mut tests = String::new();
    for group in folders(Path::new("fixtures"))? {
        writeln!(tests, "mod {group} {{")?;
        for case in folders(&Path::new("fixtures").join(&group))? {
            let call = format!("refract_tests::case::check({:?})", format!("{group}/{case}"));
            writeln!(tests, "    #[test]\n    fn {case}() {{\n        {call};\n    }}")?;
        }
        writeln!(tests, "}}")?;
    }
    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    fs::write(Path::new(&out).join("cases.rs"), tests)?;
    Ok(())
}

/// The names of the folders in a folder, sorted; each has to do as the name of a test.
fn folders(parent: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(parent)? {
        let entry = entry?;
        if !entry.file_type()?.is_dir() {
            continue;
        }
        let name = entry.file_name().into_string().map_err(|name| format!("{name:?} is no text"))?;
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if !name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.bytes().all(is_plain) {
            let path = entry.path();
            return Err(format!("{}: a name of a test has small letters, digits and `_`", path.display()).into());
        }
        names.push(name);
    }
    names.sort();
    Ok(names)
}
