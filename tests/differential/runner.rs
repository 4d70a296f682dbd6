//! A crate that is generated, built with a program that answers for its types, and asked.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use refract_codegen::Files;
use serde::Deserialize;
use serde_json::Value;

const NAME: &str = "random-models";

/// A violation: its place, its keyword, and what is said of it.
pub type Told = (String, String, String);

/// What became of a text; see [`crate::check::Report`].
#[derive(Debug, Default, Clone, PartialEq, Deserialize)]
pub struct Answer {
    /// Whether it is valid.
    pub strict: bool,
    /// Whether it can be read leniently.
    pub lenient: bool,
    /// Where it is not valid, by which keywords, and what is said of it.
    pub violations: Vec<Told>,
    /// Whether there are more violations than were told.
    pub truncated: bool,
    /// The value as it is written again, where it is valid.
    pub written: Option<String>,
    /// What should never be.
    pub faults: Vec<String>,
}

/// A text to ask for.
#[derive(Debug)]
pub struct Question {
    /// Which of the types.
    pub index: usize,
    /// Whether each of its numbers is held as it is.
    pub exact: bool,
    /// The text.
    pub text: Vec<u8>,
}

/// The name of the generated crate.
pub fn package() -> &'static str {
    NAME
}

/// Keeps others out of the folder in which crates are built: another test run may have the same target folder.
pub fn lock() -> File {
    let root = root();
    fs::create_dir_all(&root).expect("a folder of the target folder can be made");
    let file = File::create(root.join("lock")).expect("a file in it can be made");
    file.lock().expect("a file can be locked");
    file
}

/// One folder for all crates: what they depend on is built once. A run beside another one has its own.
fn root() -> PathBuf {
    let name = std::env::var("REFRACT_FOLDER").unwrap_or_else(|_| "differential".to_owned());
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Keeps a document beside what is made of it, for whoever looks into a finding.
pub fn keep(document: &Value) {
    let _ = fs::write(root().join("random.json"), format!("{document:#}"));
}

/// Writes the crate and the program, and builds both; the program's path, or what the compiler says.
pub fn build(files: &Files, types: &[String]) -> Result<PathBuf, String> {
    let root = root();
    let _ = fs::remove_dir_all(root.join("src"));
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&root)).expect("a folder of the target folder can be made");
        fs::write(&path, text).expect("a file in it can be written");
    };
    for (path, text) in files {
        write(path, text);
    }
    let checks: Vec<String> = types.iter().map(|name| format!("check::check::<models::{name}>")).collect();
    write("src/bin/runner/types.rs", &format!("&[{}]", checks.join(", ")));
    write("src/bin/runner/main.rs", include_str!("runner/main.rs"));
    write("src/bin/runner/check.rs", include_str!("check.rs"));
    write("src/bin/runner/same.rs", include_str!("same.rs"));
    // The versions that the workspace was tested with.
    write("Cargo.lock", include_str!("../../Cargo.lock"));
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--offline", "--bin", "runner", "--target-dir"])
        .arg(root.join("target"))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS")
        .current_dir(&root)
        .output()
        .expect("cargo can be run");
    match output.status.success() {
        true => Ok(root.join("target/debug/runner")),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

/// Asks the program for texts. Where it ends before the last one, the answers are fewer: the next text ended it.
pub fn ask(program: &Path, questions: &[Question]) -> Vec<Answer> {
    let mut child =
        Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program can be run");
    let answers = std::thread::scope(|scope| {
        let input = child.stdin.take();
        scope.spawn(move || {
            let Some(mut input) = input.map(BufWriter::new) else {
                return;
            };
            for question in questions {
                // It ends where the program does.
                if writeln!(input, "{}\t{}\t{}", question.index, u8::from(question.exact), hex(&question.text)).is_err()
                {
                    return;
                }
            }
        });
        read_answers(&mut child)
    });
    let _ = child.wait();
    answers
}

fn read_answers(child: &mut Child) -> Vec<Answer> {
    let Some(output) = child.stdout.take() else {
        return Vec::new();
    };
    let lines = BufReader::new(output).lines().map_while(Result::ok);
    lines.map(|line| serde_json::from_str(&line).expect("answers are JSON")).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
