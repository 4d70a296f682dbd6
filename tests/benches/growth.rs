//! Instructions of decoding while a text doubles: whatever the schema, twice as much text takes twice as long.
//!
//! `cargo bench --bench growth [WORD]`; with a word, only families whose name has it. It generates a crate for
//! `specs/growth.yaml`, builds it into a driver, and counts with valgrind.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]
#![allow(clippy::disallowed_methods, reason = "a bench writes to folders of its own")]

use std::path::Path;

#[path = "shared/table.rs"]
#[allow(dead_code, reason = "the other bench uses the rest")]
mod table;
#[path = "growth/texts.rs"]
mod texts;
#[path = "speed/valgrind.rs"]
mod valgrind;
#[path = "shared/workspace.rs"]
mod workspace;

use table::{Table, Target::AtMost};
use texts::{FAMILIES, Family};
use valgrind::Counter;
use workspace::Outcome;

/// How many times as much the double may take.
const TWICE: f64 = 2.2;

fn main() -> Outcome<()> {
    if !Counter::is_available() {
        println!("The bench `growth` counts with valgrind, which is not installed: `apt-get install valgrind`.");
        return Ok(());
    }
    let word = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let folder = workspace::scratch("growth");
    let counter = build(&folder)?;
    let mut table = Table::default();
    for family in FAMILIES.iter().filter(|family| family.name.contains(&word)) {
        measure(family, &counter, &folder, &mut table)?;
    }
    table.finish();
    Ok(())
}

/// Generates the crate, and builds the driver.
fn build(folder: &Path) -> Outcome<Counter> {
    let benches = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches");
    let document = std::fs::read_to_string(benches.join("specs/growth.yaml"))?;
    workspace::generate("growth", "growth.yaml", &document, &folder.join("growth"))?;
    let driver = benches.join("driver/growth.rs");
    let manifest = format!(
        r#"[package]
name = "driver"
version = "0.0.0"
edition = "2024"
publish = false

[[bin]]
name = "driver"
path = {driver:?}

[dependencies]
growth = {{ path = "growth", default-features = false }}

[profile.release]
debug = 1

[workspace]
"#
    );
    workspace::write(&folder.join("Cargo.toml"), &manifest)?;
    workspace::lock(folder)?;
    workspace::run(workspace::cargo(folder).args(["build", "--release", "--quiet"]))?;
    Ok(Counter { program: folder.join("target/release/driver") })
}

/// Adds a line for each doubling: the instructions of the longer text beside those of the shorter.
fn measure(family: &Family, counter: &Counter, folder: &Path, table: &mut Table) -> Outcome<()> {
    table.part(&format!("{} (instructions)", family.name), "double", "before");
    let mut before = None;
    for size in family.sizes {
        let text = (family.text)(*size);
        let file = folder.join("texts").join(format!("{}-{size}.json", family.name.replace(' ', "-")));
        workspace::write(&file, &text)?;
        let verdict = if family.valid { "valid" } else { "refused" };
        let repetitions = (20_000 / text.len() as u64).max(1);
        let count = counter.count(family.model, verdict, repetitions, &[file])?;
        if let Some(before) = before {
            table.line(&format!("{size} ({} B)", text.len()), count, before, AtMost(TWICE));
        }
        before = Some(count);
    }
    Ok(())
}
