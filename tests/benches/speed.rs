//! Instructions of reading and writing, beside serde's derives of the same types and beside `jsonschema`.
//!
//! `cargo bench --bench speed [WORD]`; with a word, only lines whose name has it. Instructions do not depend on the
//! load of the machine, so that two runs of one build agree. It generates a crate for each document, builds them into
//! a driver beside the derives, and counts with valgrind.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]
#![allow(clippy::disallowed_methods, reason = "a bench writes to folders of its own")]

use std::path::{Path, PathBuf};

#[path = "speed/bodies.rs"]
mod bodies;
#[path = "shared/synthetic.rs"]
#[allow(dead_code, reason = "the other bench uses the rest")]
mod synthetic;
#[path = "shared/table.rs"]
mod table;
#[path = "speed/valgrind.rs"]
mod valgrind;
#[path = "shared/workspace.rs"]
mod workspace;

use table::{Table, Target, Target::*};
use valgrind::Counter;
use workspace::Outcome;

fn main() -> Outcome<()> {
    if !Counter::is_available() {
        println!("The bench `speed` counts with valgrind, which is not installed: `apt-get install valgrind`.");
        return Ok(());
    }
    let word = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let folder = workspace::scratch("speed");
    let mut bench = Bench {
        counter: build(&folder)?,
        bodies: folder.join("bodies"),
        word: word.unwrap_or_default(),
        table: Table::default(),
    };
    bench.agree()?;
    bench.strict()?;
    bench.lenient()?;
    bench.write()?;
    bench.schema()?;
    bench.failing()?;
    bench.untagged()?;
    bench.table.finish();
    Ok(())
}

/// Generates the crates, and builds the driver.
fn build(folder: &Path) -> Outcome<Counter> {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/specs");
    for (name, path) in [("trees", "tree.yaml"), ("nodes", "untagged.yaml")] {
        let text = std::fs::read_to_string(specs.join(path))?;
        workspace::generate(name, path, &text, &folder.join(name))?;
    }
    let wide = synthetic::wide(100);
    let document = synthetic::document(&wide, &["Wide".to_owned()]);
    workspace::generate("wide", "wide.json", &document, &folder.join("wide"))?;
    workspace::write(&folder.join("wide.rs"), &synthetic::derives(&wide))?;
    workspace::write(&folder.join("Cargo.toml"), &manifest())?;
    workspace::lock(folder)?;
    workspace::run(workspace::cargo(folder).args(["build", "--release", "--quiet"]))?;
    Ok(Counter { program: folder.join("target/release/driver") })
}

fn manifest() -> String {
    let root = workspace::root();
    let (generated, driver) = (root.join("generated"), root.join("tests/benches/driver/main.rs"));
    format!(
        r#"[package]
name = "driver"
version = "0.0.0"
edition = "2024"
publish = false

[[bin]]
name = "driver"
path = {driver:?}

[dependencies]
jsonschema = {{ version = "0.61", default-features = false }}
nodes = {{ path = "nodes", default-features = false, features = ["nodes"] }}
openai-containers = {{ path = {generated:?}, default-features = false, features = ["containers"] }}
serde = {{ version = "1", features = ["derive"] }}
serde_json = {{ version = "1", features = ["float_roundtrip"] }}
trees = {{ path = "trees", default-features = false, features = ["trees"] }}
wide = {{ path = "wide", default-features = false, features = ["things"] }}

[profile.release]
debug = 1

[workspace]
"#
    )
}

/// A model and a text of it.
struct Case {
    name: &'static str,
    model: &'static str,
    body: String,
}

fn case(name: &'static str, model: &'static str, body: String) -> Case {
    Case { name, model, body }
}

fn request(name: &'static str, body: String) -> Case {
    case(name, "CreateContainerRequest", body)
}

struct Bench {
    counter: Counter,
    bodies: PathBuf,
    word: String,
    table: Table,
}

impl Bench {
    /// The instructions of an operation on a text.
    fn count(&self, case: &Case, operation: &str) -> Outcome<f64> {
        let file = self.bodies.join(case.name.replace(' ', "-")).with_extension("json");
        workspace::write(&file, &case.body)?;
        let document = workspace::root().join("spec/containers.openapi.json");
        // Some hundred thousand bytes are plenty to count.
        let repetitions = (100_000 / case.body.len() as u64).clamp(5, 100);
        self.counter.count(case.model, operation, repetitions, &[file, document])
    }

    fn wants(&self, part: &str, case: &str) -> bool {
        format!("{part} {case}").contains(&self.word)
    }

    /// Adds a line: one operation beside another, in instructions a byte.
    fn line(&mut self, part: &str, case: &Case, operations: [&str; 2], target: Target) -> Outcome<()> {
        if !self.wants(part, case.name) {
            return Ok(());
        }
        let bytes = case.body.len() as f64;
        let [measured, base] = operations.map(|operation| self.count(case, operation));
        let name = format!("{part} {} ({bytes} B)", case.name);
        self.table.line(&name, measured? / bytes, base? / bytes, target);
        Ok(())
    }

    /// Both ways of writing the types mean the same: what is measured is worth comparing.
    fn agree(&self) -> Outcome<()> {
        let bodies = [bodies::small(), bodies::typical(false), bodies::typical(true), bodies::large()];
        let mut cases: Vec<_> = bodies.into_iter().map(|body| request("check", body)).collect();
        cases.push(case("check", "Container", bodies::response()));
        cases.push(case("check", "Tree", bodies::tree(2)));
        cases.push(case("check", "Wide", bodies::wide(true)));
        cases.push(case("check", "Forest", bodies::nested(3)));
        for case in &cases {
            self.count(case, "check")?;
        }
        Ok(())
    }

    fn strict(&mut self) -> Outcome<()> {
        self.table.part("Strict reading, beside serde's derives (instructions a byte)", "decode", "derives");
        for (case, most) in [
            (request("small", bodies::small()), 0.65),
            (request("typical", bodies::typical(false)), 0.50),
            (request("tags last", bodies::typical(true)), 0.65),
            (request("pretty", bodies::pretty()), f64::INFINITY),
            (request("large", bodies::large()), 0.70),
            (case("response", "Container", bodies::response()), f64::INFINITY),
            (case("tree", "Tree", bodies::tree(3)), 0.48),
            (case("100 members", "Wide", bodies::wide(false)), 0.55),
            (case("100 members shuffled", "Wide", bodies::wide(true)), 0.80),
        ] {
            let target = if most.is_finite() { AtMost(most) } else { None };
            self.line("strict", &case, ["strict", "derived"], target)?;
        }
        Ok(())
    }

    fn lenient(&mut self) -> Outcome<()> {
        self.table.part("Lenient reading, beside strict (instructions a byte)", "lenient", "strict");
        for case in [
            request("small", bodies::small()),
            request("typical", bodies::typical(false)),
            request("large", bodies::large()),
            case("tree", "Tree", bodies::tree(3)),
        ] {
            self.line("lenient", &case, ["lenient", "strict"], AtMost(1.02))?;
        }
        Ok(())
    }

    fn write(&mut self) -> Outcome<()> {
        self.table.part("Writing, beside serde's derives (instructions a byte)", "encode", "derives");
        for (case, target) in [
            (request("small", bodies::small()), None),
            (request("typical", bodies::typical(false)), AtMost(0.70)),
            (request("large", bodies::large()), AtMost(0.35)),
            (case("response", "Container", bodies::response()), None),
            (case("tree", "Tree", bodies::tree(3)), AtMost(0.80)),
            (case("100 members", "Wide", bodies::wide(false)), None),
        ] {
            self.line("write", &case, ["write", "derived-write"], target)?;
        }
        Ok(())
    }

    fn schema(&mut self) -> Outcome<()> {
        self.table.part(
            "`jsonschema`: a `Value` and `is_valid`, beside strict reading (instructions a byte)",
            "jsonschema",
            "decode",
        );
        for (case, target) in [
            (request("typical", bodies::typical(false)), AtLeast(3.0)),
            (request("large", bodies::large()), AtLeast(2.5)),
        ] {
            self.line("jsonschema", &case, ["is-valid", "strict"], target)?;
        }
        Ok(())
    }

    /// Texts with one fault at their end, and all that is wrong with them told.
    fn failing(&mut self) -> Outcome<()> {
        let fault = |body: &str| match body.rsplit_once("application/zip") {
            Some((before, after)) => format!("{before}application/tar{after}"),
            Option::None => body.to_owned(),
        };
        self.table.part("One fault at the end (instructions)", "failing", "valid");
        for (name, body, target) in
            [("typical", bodies::typical(false), AtMost(2.5)), ("large", bodies::large(), AtMost(2.5))]
        {
            let (faulty, valid) = (request("fault", fault(&body)), request(name, body));
            if self.wants("fault", name) {
                let (measured, base) = (self.count(&faulty, "strict")?, self.count(&valid, "strict")?);
                self.table.line(&format!("fault, beside valid: {name}"), measured, base, target);
                let schema = self.count(&faulty, "errors")?;
                self.table.line(&format!("fault, `iter_errors` beside ours: {name}"), schema, measured, AtLeast(2.0));
            }
        }
        Ok(())
    }

    fn untagged(&mut self) -> Outcome<()> {
        self.table.part("Unions without tags, beside serde's derives (instructions a byte)", "decode", "derives");
        let one = case("one", "Forest", bodies::nested(1));
        self.line("untagged", &one, ["strict", "derived"], AtMost(1.0))?;
        let flat = case("30 in a list", "Forest", bodies::flat());
        self.line("untagged", &flat, ["strict", "derived"], AtMost(1.0))?;
        let deep = case("5 deep", "Forest", bodies::nested(5));
        self.line("untagged", &deep, ["strict", "derived"], None)?;
        self.table.part("Unions without tags (instructions a byte; beside the bound of 300)", "decode", "bound");
        for (name, depth) in [("depth 5", 5), ("depth 10", 10), ("depth 40", 40), ("depth 120", 120)] {
            let case = case(name, "Forest", bodies::nested(depth));
            if self.wants("untagged", name) {
                let count = self.count(&case, "strict")? / case.body.len() as f64;
                self.table.line(&format!("untagged {name}"), count, 300.0, AtMost(1.0));
            }
        }
        Ok(())
    }
}
