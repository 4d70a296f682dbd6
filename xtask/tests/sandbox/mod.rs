//! A folder to run the command line in, and documents to run it on.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::disallowed_methods, reason = "tests prepare folders of their own")]
#![allow(clippy::unwrap_used, reason = "a folder that can't be prepared fails the test")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// A folder that goes when the test ends.
pub struct Sandbox {
    folder: tempfile::TempDir,
}

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

impl Sandbox {
    /// An empty folder.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder with a document `boxes.json`, and the crate made from it in `out`.
    pub fn with_crate() -> Self {
        let sandbox = Self::new();
        sandbox.write("boxes.json", &document(&["Box"]));
        let ran = sandbox.generate(&[]);
        assert_eq!(ran.status, Some(0), "{}", ran.stderr);
        sandbox
    }

    /// A folder with `spec/` as a repository has it, and the options in it.
    pub fn with_spec(options: &str) -> Self {
        let sandbox = Self::new();
        sandbox.write("spec/boxes.json", &document(&["Box"]));
        sandbox.write("spec/refract.toml", options);
        sandbox
    }

    /// The place of a path.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file, and the folders it needs.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// `xtask`, to be run in the folder.
    pub fn command(&self, args: &[&str]) -> Command {
        self.command_in("", args)
    }

    /// `xtask`, to be run in a folder below.
    pub fn command_in(&self, folder: &str, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.current_dir(self.path(folder)).args(args);
        command
    }

    /// Runs `xtask` in the folder.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.command(args).output().unwrap().into()
    }

    /// Runs `generate` on `boxes.json`, into `out`.
    pub fn generate(&self, more: &[&str]) -> Ran {
        self.run(&[&["generate", "--spec", "boxes.json", "--out", "out"], more].concat())
    }

    /// The files of `out`, beside what a run works with.
    pub fn tree(&self) -> BTreeMap<String, String> {
        tree(&self.path("out"))
    }

    /// Whether a run has left something behind in `out`.
    pub fn has_leftovers(&self) -> bool {
        self.path("out/.refract").exists()
    }

    /// A file that looks as if an earlier run had made it.
    pub fn write_stale(&self, path: &str) {
        let text = self.read("out/src/lib.rs");
        let header = text.lines().next().unwrap();
        self.write(path, &format!("{header}\n\npub struct Gone;\n"));
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { status: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

/// The files of a folder, beside what a run works with: paths and texts.
pub fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with(".refract") {
                open.push(path);
            } else if path.is_file() {
                let text = fs::read_to_string(&path).unwrap();
                files.insert(path.strip_prefix(folder).unwrap().display().to_string(), text);
            }
        }
    }
    files
}

/// A document with these schemas, the first of which an operation takes and gives.
pub fn document(schemas: &[&str]) -> String {
    let schema = |name: &&str| {
        format!(
            r#"      "{name}": {{
        "type": "object",
        "required": ["name"],
        "properties": {{ "name": {{ "type": "string", "description": "What it is called." }} }}
      }}"#
        )
    };
    let body =
        format!(r##"{{ "application/json": {{ "schema": {{ "$ref": "#/components/schemas/{}" }} }} }}"##, schemas[0]);
    format!(
        r#"{{
  "openapi": "3.1.0",
  "info": {{ "title": "Boxes", "version": "1.0.0" }},
  "paths": {{
    "/boxes": {{
      "post": {{
        "operationId": "createBox",
        "requestBody": {{ "required": true, "content": {body} }},
        "responses": {{ "200": {{ "description": "The box.", "content": {body} }} }}
      }}
    }}
  }},
  "components": {{
    "schemas": {{
{}
    }}
  }}
}}
"#,
        schemas.iter().map(schema).collect::<Vec<_>>().join(",\n")
    )
}

/// A document that gives much more than 1 KiB of code.
pub fn long_document() -> String {
    let names: Vec<String> = (0..100).map(|number| format!("Box{number}Of100")).collect();
    document(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A document with a schema that is worth a warning.
pub fn doubtful_document() -> String {
    document(&["Box"]).replacen("\"type\": \"object\",\n", "", 1)
}
