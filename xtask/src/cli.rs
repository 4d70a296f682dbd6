//! Every command and flag, and the exit status. Knows what may be asked for, not how it is done.

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::{generate, report::Report};

/// How a run ended; its number is the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// All that was asked for is done, or holds.
    Done = 0,
    /// A check did not hold.
    NotHeld = 1,
    /// The input or the call is wrong, or the disk does not play along.
    Wrong = 2,
}

/// Under which name the command line runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// `cargo xtask`
    Xtask,
    /// `cargo refract`
    CargoRefract,
}

impl Program {
    /// What a person types to run it.
    pub(crate) fn command(self) -> &'static str {
        match self {
            Self::Xtask => "cargo xtask",
            Self::CargoRefract => "cargo refract",
        }
    }
}

/// Turns API references into checked Rust.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generate a crate from an OpenAPI document
    ///
    /// Without `--spec` and `--config`, reads `spec/refract.toml` of the repository around the current folder and
    /// writes `generated/` beside `spec/`.
    ///
    /// Exit status: 0 done, 1 the crate is stale (`--check`), 2 the input or the call is wrong.
    Generate(GenerateArgs),
    /// Make an OpenAPI document from reference pages (not there yet)
    Import(Reserved),
    /// Tell what changed between two documents (not there yet)
    Diff(Reserved),
    /// Tell why a schema became the Rust that it is (not there yet)
    Explain(Reserved),
}

/// The flags of `generate`.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct GenerateArgs {
    /// Write nothing; fail, with a diff, where the crate is stale
    #[arg(long)]
    pub check: bool,
    /// The document to generate from
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "out")]
    pub spec: Vec<PathBuf>,
    /// The folder of the crate
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The name of the crate
    #[arg(long, value_name = "CRATE")]
    pub name: Option<String>,
    /// The file with the options, in place of `spec/refract.toml`
    #[arg(long, value_name = "FILE", requires = "out")]
    pub config: Option<PathBuf>,
    /// Take `type` at its word: `properties` alone do not mean an object
    #[arg(long)]
    pub exact_types: bool,
    /// Take warnings for errors
    #[arg(long)]
    pub strict: bool,
    /// Let references leave the folder of the document
    #[arg(long)]
    pub allow_outside: bool,
    /// Read a copy of what has a URI that begins so: a file or a folder
    #[arg(long, value_name = "URI=PATH", value_parser = parse_copy)]
    pub remote: Vec<(String, PathBuf)>,
    /// How to say what is wrong, on stderr
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub message_format: MessageFormat,
}

/// How to say what is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum MessageFormat {
    /// For people: the line, underlined
    #[default]
    Text,
    /// For machines: a JSON object per line
    Json,
}

/// What is said to a command that is not there yet.
#[derive(Debug, Args)]
struct Reserved {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    _rest: Vec<OsString>,
}

/// Runs a command line, the program's own path first, and tells its exit status.
pub fn run(program: Program, args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let status = match parse(program, args) {
        Ok(cli) => dispatch(program, &cli.command),
        Err(error) => {
            // Help and version go to stdout and are no error; where the stream is closed, nobody listens.
            let _ = error.print();
            if error.use_stderr() { Status::Wrong } else { Status::Done }
        }
    };
    ExitCode::from(status as u8)
}

fn parse(program: Program, args: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let mut args: Vec<OsString> = args.into_iter().collect();
    // `cargo refract generate` runs `cargo-refract refract generate`.
    if program == Program::CargoRefract && args.get(1).is_some_and(|first| first == "refract") {
        args.remove(1);
    }
    let name = program.command();
    let matches = Cli::command().name(name).bin_name(name).try_get_matches_from(args)?;
    Cli::from_arg_matches(&matches)
}

fn dispatch(program: Program, command: &Command) -> Status {
    let name = match command {
        Command::Generate(args) => {
            let report = Report::new(args.message_format);
            return generate::run(program, args, &report).unwrap_or_else(|error| {
                report.error(&error);
                Status::Wrong
            });
        }
        Command::Import(_) => "import",
        Command::Diff(_) => "diff",
        Command::Explain(_) => "explain",
    };
    Report::new(MessageFormat::Text).error(&anyhow::anyhow!("`{name}` is not there yet; its name is reserved"));
    Status::Wrong
}

impl GenerateArgs {
    /// The command line that writes what these flags ask for, as a person types it.
    pub(crate) fn command_line(&self, program: Program) -> String {
        let mut words = vec![format!("{} generate", program.command())];
        let mut flag = |name: &str, values: &[String]| {
            if !values.is_empty() {
                words.push(format!("--{name}"));
                words.extend(values.iter().map(|value| quote(value)));
            }
        };
        let paths =
            |paths: &[PathBuf]| -> Vec<String> { paths.iter().map(|path| path.display().to_string()).collect() };
        flag("spec", &paths(&self.spec));
        flag("out", &paths(self.out.as_slice()));
        flag("name", self.name.as_slice());
        flag("config", &paths(self.config.as_slice()));
        words.extend(self.exact_types.then(|| "--exact-types".to_owned()));
        words.extend(self.strict.then(|| "--strict".to_owned()));
        words.extend(self.allow_outside.then(|| "--allow-outside".to_owned()));
        for (uri, path) in &self.remote {
            words.push("--remote".to_owned());
            words.push(quote(&format!("{uri}={}", path.display())));
        }
        words.join(" ")
    }
}

/// What a URI begins with, and where a copy lies: URIs may have `=` in them, paths seldom do.
fn parse_copy(text: &str) -> Result<(String, PathBuf), String> {
    let (uri, path) = text.rsplit_once('=').ok_or("write URI=PATH")?;
    let is_sound = refract_codegen::options::is_uri(uri) && !path.is_empty();
    if is_sound { Ok((uri.to_owned(), path.into())) } else { Err(format!("{uri:?} is no URI, or no path follows")) }
}

/// A word as a shell takes it.
fn quote(word: &str) -> String {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "_-./=:@%+,".contains(char);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generate(program: Program, line: &str) -> Option<GenerateArgs> {
        match parse(program, line.split_whitespace().map(OsString::from)).ok()?.command {
            Command::Generate(args) => Some(args),
            _ => None,
        }
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn cargo_passes_the_name_of_the_command() {
        assert!(generate(Program::CargoRefract, "cargo-refract refract generate").is_some());
        assert!(generate(Program::CargoRefract, "cargo-refract generate").is_some());
        assert!(generate(Program::Xtask, "xtask refract generate").is_none());
    }

    #[test]
    fn a_document_needs_a_folder_to_go_to() {
        assert!(generate(Program::Xtask, "xtask generate --spec a.json").is_none());
        assert!(generate(Program::Xtask, "xtask generate --config a.toml").is_none());
        let args = generate(Program::Xtask, "xtask generate --spec a.json b.json --spec c.json --out d");
        assert_eq!(args.map(|args| args.spec.len()), Some(3));
    }

    #[test]
    fn the_command_that_mends_has_every_flag_that_matters() {
        let line = "cargo xtask generate --spec a.json b.json --out d --name n --config c.toml --exact-types --strict \
                    --allow-outside --remote https://a.example/b=copies --remote urn:a:b=c.json";
        let args = generate(
            Program::Xtask,
            &format!("xtask {} --check --message-format json", line.trim_start_matches("cargo xtask ")),
        );
        assert_eq!(args.map(|args| args.command_line(Program::Xtask)).as_deref(), Some(line));
        let bare = GenerateArgs::default();
        assert_eq!(bare.command_line(Program::CargoRefract), "cargo refract generate");
    }

    #[test]
    fn a_copy_is_of_a_uri_and_lies_at_a_path() {
        assert_eq!(parse_copy("https://a.example/?b=c=d"), Ok(("https://a.example/?b=c".to_owned(), "d".into())));
        for text in ["a.yaml=b", "https://a.example/=", "https://a.example/", "=", "https://a.example/#b=c"] {
            assert!(parse_copy(text).is_err(), "{text}");
        }
    }

    #[test]
    fn words_are_quoted_where_a_shell_would_read_more_into_them() {
        assert_eq!(quote("spec/a-b.json"), "spec/a-b.json");
        assert_eq!(quote("a b"), "'a b'");
        assert_eq!(quote("it's"), r"'it'\''s'");
        assert_eq!(quote(""), "''");
    }
}
