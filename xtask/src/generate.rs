//! The command `generate`, step by step: what to read, the files of the crate, then writing or comparing.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Result;
use refract_codegen::{Generated, Generator};

use crate::{
    check,
    cli::{GenerateArgs, Program, Status},
    plan::{Found, Plan, look},
    report::{Outcome, Report},
    workspace, write,
};

/// Runs it.
///
/// # Errors
///
/// What is wrong beside the input: the call, or the disk.
pub fn run(program: Program, args: &GenerateArgs, report: &Report) -> Result<Status> {
    let started = Instant::now();
    let job = Job::new(args)?;
    if !args.check && write::finish(&job.out)? {
        report.note("an earlier run was stopped midway; what it had begun is finished");
    }
    let generated = match job.generator(args).generate() {
        Ok(generated) => generated,
        Err(failure) => {
            report.failure(&failure);
            return Ok(Status::Wrong);
        }
    };
    report.warnings(&generated);
    let outcome = if args.check {
        if !holds(program, args, &job, &generated, report)? {
            return Ok(Status::NotHeld);
        }
        Outcome::Fresh
    } else {
        let (written, removed) = write::write(&job.out, &generated.files)?.counts();
        Outcome::Written(written, removed)
    };
    report.summary(&job.out, &generated.summary, &outcome, started.elapsed());
    Ok(Status::Done)
}

/// Whether the folder holds the crate; says what does not.
fn holds(program: Program, args: &GenerateArgs, job: &Job, generated: &Generated, report: &Report) -> Result<bool> {
    let is_interrupted = write::is_interrupted(&job.out);
    if is_interrupted {
        report.note(&format!("a run was stopped midway in `{}`; the next one finishes it", job.out.display()));
    }
    let plan = Plan::new(&job.out, &generated.files)?;
    let holds = plan.is_empty() && !is_interrupted;
    if !holds {
        report.stale(&check::stale(&job.out, &plan), &args.command_line(program));
    }
    Ok(holds)
}

/// What to read, and where the crate goes.
struct Job {
    config: Option<PathBuf>,
    specs: Vec<PathBuf>,
    out: PathBuf,
}

impl Job {
    /// What the flags name; the repository's own, where they name nothing.
    fn new(args: &GenerateArgs) -> Result<Self> {
        let mut job =
            Self { config: args.config.clone(), specs: args.spec.clone(), out: args.out.clone().unwrap_or_default() };
        if job.config.is_none() && job.specs.is_empty() {
            let root = workspace::root()?;
            job.config = Some(root.join(workspace::CONFIG));
            job.out = args.out.clone().unwrap_or_else(|| root.join(workspace::OUT));
        }
        Ok(job)
    }

    fn generator(&self, args: &GenerateArgs) -> Generator {
        let mut generator = Generator::new().exact_types(args.exact_types).strict(args.strict);
        generator = generator.allow_outside(args.allow_outside);
        for (uri, path) in &args.remote {
            generator = generator.remote(uri, path);
        }
        for spec in &self.specs {
            generator = generator.spec(spec);
        }
        if let Some(config) = &self.config {
            generator = generator.config(config);
        }
        if let Some(name) = &args.name {
            generator = generator.name(name);
        }
        if let Some(version) = version(&self.out) {
            generator = generator.previous_version(version);
        }
        generator
    }
}

/// The version of the crate in a folder, which a person may have bumped. Read by line, so that a manifest that is broken
/// elsewhere does not lose it.
fn version(out: &Path) -> Option<String> {
    match look(out, "Cargo.toml") {
        Ok(Found::File(bytes)) => version_of(&String::from_utf8_lossy(&bytes)).map(str::to_owned),
        _ => None,
    }
}

/// The `version` in the table `[package]`.
fn version_of(manifest: &str) -> Option<&str> {
    let package = manifest.lines().skip_while(|line| line.trim() != "[package]").skip(1);
    package.take_while(|line| !line.trim_start().starts_with('[')).find_map(|line| {
        let (key, value) = line.split_once('=')?;
        let value = value.trim_start();
        let quote = value.chars().next().filter(|first| ['"', '\''].contains(first))?;
        let (version, _) = value.get(1..)?.split_once(quote)?;
        (key.trim() == "version").then_some(version)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_found() {
        assert_eq!(version_of("[package]\nname = \"a\"\nversion = \"1.2.3\"\n"), Some("1.2.3"));
        assert_eq!(version_of("[package]\nversion='1.2.3' # bumped\n"), Some("1.2.3"));
        assert_eq!(version_of("[package]\nversion = \"2.0.0\"\n<<<<<<< broken"), Some("2.0.0"));
    }

    #[test]
    fn no_other_version_is_taken_for_it() {
        assert_eq!(version_of(""), None);
        assert_eq!(version_of("version = \"1.2.3\"\n"), None);
        assert_eq!(version_of("[package]\nrust-version = \"1.88\"\n[dependencies.serde]\nversion = \"1\"\n"), None);
        assert_eq!(version_of("[package]\nversion.workspace = true\n"), None);
        assert_eq!(version_of("[package]\nversion = \"\n"), None);
    }
}
