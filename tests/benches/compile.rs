//! What the compiler spends on a model crate of ours, beside serde's derives of the same types.
//!
//! `cargo bench --bench compile`. CPU seconds, memory and sizes are those of one call of cargo that compiles the model
//! crate alone: its dependencies are built before. Both crates read and write, check (ours) or not (derives), are serde
//! types, and have `new` and setters.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]
#![allow(clippy::disallowed_methods, reason = "a bench writes to folders of its own")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

#[path = "shared/synthetic.rs"]
#[allow(dead_code, reason = "the other bench uses the rest")]
mod synthetic;
#[path = "shared/table.rs"]
#[allow(dead_code, reason = "the other bench uses the rest")]
mod table;
#[path = "shared/workspace.rs"]
mod workspace;

use table::{Table, Target, Target::AtMost};
use workspace::Outcome;

/// The program that tells what another one spent.
const TIME: &str = "/usr/bin/time";

/// What one call of cargo spent.
struct Spent {
    /// CPU seconds, user and system.
    seconds: f64,
    /// The most memory at one time, in MB.
    memory: f64,
}

fn main() -> Outcome<()> {
    if !Path::new(TIME).exists() {
        println!("The bench `compile` measures with `{TIME}`, which is not installed: `apt-get install time`.");
        return Ok(());
    }
    let folder = workspace::scratch("compile");
    prepare(&folder)?;
    let mut table = Table::default();
    table.part("300 structs, 60 enums, 40 unions: CPU seconds", "ours", "derives");
    let checks = compare(&folder, &["check"], "check", AtMost(0.20), &mut table)?;
    compare(&folder, &["build", "--release"], "release", AtMost(0.15), &mut table)?;
    table.part("MB", "ours", "derives");
    table.line("memory of check", checks.0.memory, checks.1.memory, AtMost(0.30));
    table.line("rlib, release", rlib(&folder, "ours")?, rlib(&folder, "derives")?, AtMost(0.22));
    compare(&folder, &["build", "--profile", "one-unit"], "release, one codegen unit", AtMost(0.08), &mut table)?;
    table.finish();
    Ok(())
}

/// Writes both crates, and builds what they depend on.
fn prepare(folder: &Path) -> Outcome<()> {
    let types = synthetic::many(300, 60, 40);
    let structs = types.iter().filter_map(|ty| match ty {
        synthetic::Type::Struct(name, _, _) => Some(name.clone()),
        _ => None,
    });
    // Together they hold all others: types refer to such as stand before them.
    let roots: Vec<String> = structs.skip(9).step_by(10).collect();
    let (ours, derives) = (folder.join("ours"), folder.join("derives"));
    workspace::generate("ours", "ours.json", &synthetic::document(&types, &roots), &ours)?;
    let root = fs::read_to_string(ours.join("src/lib.rs"))?;
    let calls = entries(&roots, ["models::", "Violations", "decode(text)", "encode(value)"]);
    workspace::write(&ours.join("src/lib.rs"), &format!("{root}\n{calls}"))?;
    let calls = entries(&roots, ["", "Error", "serde_json::from_slice(text)", "serde_json::to_vec(value).unwrap()"]);
    let root = format!("use serde_json::Error;\n{}", synthetic::derives(&types));
    workspace::write(&derives.join("src/lib.rs"), &format!("{root}\n{calls}"))?;
    workspace::write(&folder.join("derives/Cargo.toml"), DERIVES)?;
    workspace::write(&folder.join("Cargo.toml"), WORKSPACE)?;
    workspace::lock(folder)
}

/// Functions that read and write each of the roots: generic code is compiled where it is called.
fn entries(roots: &[String], [module, error, read, write]: [&str; 4]) -> String {
    let of = |root: &String| {
        let name = root.to_lowercase();
        format!(
            "/// Reads.\npub fn read_{name}(text: &[u8]) -> Result<{module}{root}, {error}> {{ {read} }}\n\
             /// Writes.\npub fn write_{name}(value: &{module}{root}) -> Vec<u8> {{ {write} }}\n"
        )
    };
    roots.iter().map(of).collect()
}

const DERIVES: &str = "[package]\nname = \"derives\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
                       serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n";

const WORKSPACE: &str = "[workspace]\nresolver = \"3\"\nmembers = [\"ours\", \"derives\"]\n\n\
                         [profile.one-unit]\ninherits = \"release\"\ncodegen-units = 1\n";

/// Measures a call for both crates, and adds a line for the seconds.
fn compare(folder: &Path, call: &[&str], name: &str, target: Target, table: &mut Table) -> Outcome<(Spent, Spent)> {
    let ours = measure(folder, call, "ours")?;
    let derives = measure(folder, call, "derives")?;
    table.line(name, ours.seconds, derives.seconds, target);
    Ok((ours, derives))
}

/// What a call of cargo spends on one crate.
fn measure(folder: &Path, call: &[&str], package: &str) -> Outcome<Spent> {
    // The models alone: neither client nor server.
    let features: &[&str] = if package == "ours" { &["--no-default-features", "--features", "things"] } else { &[] };
    let arguments = [call, &["--quiet", "--package", package], features].concat();
    workspace::run(workspace::cargo(folder).args(&arguments).env("CARGO_INCREMENTAL", "0"))?;
    // Only the crate itself is compiled again.
    let root = folder.join(package).join("src/lib.rs");
    let text = fs::read_to_string(&root)?;
    fs::write(&root, text)?;
    let cargo = workspace::cargo(folder);
    let mut timed = Command::new(TIME);
    timed
        .args(["--format", "%U %S %M", "--quiet"])
        .arg(cargo.get_program())
        .args(&arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_INCREMENTAL", "0");
    let output = timed.output()?;
    let told = String::from_utf8_lossy(&output.stderr);
    let last = told.lines().last().unwrap_or_default();
    let numbers: Vec<f64> = last.split(' ').filter_map(|number| number.parse().ok()).collect();
    match numbers.as_slice() {
        [user, system, kilobytes] if output.status.success() => {
            Ok(Spent { seconds: user + system, memory: kilobytes / 1024.0 })
        }
        _ => Err(format!("{package} was not compiled: {told}").into()),
    }
}

/// The size of the library of a release build, in MB.
fn rlib(folder: &Path, package: &str) -> Outcome<f64> {
    let path: PathBuf = folder.join(format!("target/release/lib{package}.rlib"));
    Ok(fs::metadata(path)?.len() as f64 / 1e6)
}
