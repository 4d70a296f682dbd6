//! What is said, on stderr: text for people, a JSON object per line for machines. Decides nothing.

use std::{
    collections::BTreeMap,
    env,
    io::{self, IsTerminal, Write},
    path::Path,
    time::Duration,
};

use refract_codegen::{Failure, Generated, Summary, diagnostic::render};
use serde_json::{Value, json};

use crate::{check::Stale, cli::MessageFormat};

/// Where it is said, and how.
pub struct Report {
    format: MessageFormat,
    has_colour: bool,
}

impl Report {
    /// Colours are for terminals, unless `NO_COLOR` is set.
    pub fn new(format: MessageFormat) -> Self {
        let is_refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { format, has_colour: io::stderr().is_terminal() && !is_refused }
    }

    /// Why there is no crate.
    pub fn failure(&self, failure: &Failure) {
        self.diagnostics(&failure.sources, &failure.diagnostics);
        if !failure.diagnostics.has_errors() {
            self.message("error", "warnings are errors here; nothing was written");
        }
    }

    /// What is worth a look.
    pub fn warnings(&self, generated: &Generated) {
        self.diagnostics(&generated.sources, &generated.diagnostics);
    }

    fn diagnostics(
        &self,
        sources: &refract_codegen::source::Sources,
        diagnostics: &refract_codegen::diagnostic::Diagnostics,
    ) {
        if diagnostics.is_empty() {
            return;
        }
        say(&match self.format {
            MessageFormat::Text => render::text(sources, diagnostics, self.has_colour),
            MessageFormat::Json => render::json(sources, diagnostics),
        });
    }

    /// What went wrong beside the input.
    pub fn error(&self, error: &anyhow::Error) {
        self.message("error", &format!("{error:#}"));
    }

    /// What is good to know.
    pub fn note(&self, message: &str) {
        self.message("note", message);
    }

    fn message(&self, severity: &str, message: &str) {
        say(&match self.format {
            MessageFormat::Text if self.has_colour => format!("\u{1b}[1m{severity}\u{1b}[0m: {message}"),
            MessageFormat::Text => format!("{severity}: {message}"),
            MessageFormat::Json => json!({ "severity": severity, "message": message }).to_string(),
        });
    }

    /// Which files are stale, and how to mend it.
    pub fn stale(&self, stale: &[Stale], command: &str) {
        for file in stale {
            say(&match self.format {
                MessageFormat::Text => [file.message.as_str()]
                    .into_iter()
                    .chain(file.diff.iter().map(String::as_str))
                    .collect::<Vec<_>>()
                    .join("\n"),
                MessageFormat::Json => {
                    let fields = json!({ "path": file.path, "change": file.change, "diff": file.diff });
                    json!({ "severity": "error", "message": file.message, "stale": fields }).to_string()
                }
            });
        }
        let mend = format!("run `{command}` and commit the result");
        say(&match self.format {
            MessageFormat::Text => mend,
            MessageFormat::Json => json!({ "severity": "help", "message": mend, "command": command }).to_string(),
        });
    }

    /// How much there is of everything, how long it took and where to look.
    pub fn summary(&self, out: &Path, summary: &Summary, outcome: &Outcome, took: Duration) {
        say(&match self.format {
            MessageFormat::Text => summary_text(out, summary, outcome, took),
            MessageFormat::Json => summary_json(out, summary, outcome, took).to_string(),
        });
    }
}

/// What became of the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was compared: nothing is stale.
    Fresh,
    /// Files were written and removed: how many of each.
    Written(usize, usize),
}

fn summary_text(out: &Path, summary: &Summary, outcome: &Outcome, took: Duration) -> String {
    let outcome = match outcome {
        Outcome::Fresh => "up to date".to_owned(),
        Outcome::Written(0, 0) => "nothing changed".to_owned(),
        Outcome::Written(written, 0) => format!("{} written", count(*written, "file")),
        Outcome::Written(written, removed) => format!("{} written, {removed} removed", count(*written, "file")),
    };
    let mut text = format!(
        "{}: {}, {}; {outcome} ({:.2} s)",
        out.display(),
        count(summary.types, "type"),
        count(summary.operations, "operation"),
        took.as_secs_f64(),
    );
    let lines: usize = summary.ledger.values().sum();
    if lines > 0 {
        let kinds: Vec<String> = summary.ledger.iter().map(|(kind, lines)| format!("{lines} {kind}")).collect();
        text.push_str(&format!(
            "\nthe crate says less than the document in {} ({}): see {}",
            count(lines, "place"),
            kinds.join(", "),
            out.join("ledger.json").display(),
        ));
    }
    text
}

fn summary_json(out: &Path, summary: &Summary, outcome: &Outcome, took: Duration) -> Value {
    let (written, removed) = match outcome {
        Outcome::Fresh => (0, 0),
        Outcome::Written(written, removed) => (*written, *removed),
    };
    let ledger: BTreeMap<&String, &usize> = summary.ledger.iter().collect();
    json!({ "summary": {
        "out": out.display().to_string(),
        "types": summary.types,
        "operations": summary.operations,
        "ledger": ledger,
        "written": written,
        "removed": removed,
        "seconds": took.as_secs_f64(),
    }})
}

fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

/// Says it, where somebody listens.
fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", text.trim_end_matches('\n'));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts() {
        let mut summary = Summary { types: 1, operations: 2, ..Summary::default() };
        let out = Path::new("generated");
        let took = Duration::from_millis(1234);
        assert_eq!(
            summary_text(out, &summary, &Outcome::Written(3, 1), took),
            "generated: 1 type, 2 operations; 3 files written, 1 removed (1.23 s)"
        );
        summary.ledger.insert("format".into(), 2);
        summary.ledger.insert("pattern".into(), 1);
        assert_eq!(
            summary_text(out, &summary, &Outcome::Fresh, took),
            "generated: 1 type, 2 operations; up to date (1.23 s)\n\
             the crate says less than the document in 3 places (2 format, 1 pattern): see generated/ledger.json"
        );
        let json = summary_json(out, &summary, &Outcome::Written(3, 1), took);
        assert_eq!(json["summary"]["ledger"]["format"], 2);
        assert_eq!(json["summary"]["removed"], 1);
    }
}
