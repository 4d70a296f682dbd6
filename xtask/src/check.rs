//! How to show that a folder is stale: which files, and the first lines that differ. Changes nothing.

use std::{path::Path, time::Duration};

use similar::TextDiff;

use crate::plan::{Change, Obstacle, Plan};

/// How many lines of a file's diff are shown.
const LINES_A_FILE: usize = 40;

/// How many lines of all diffs together are shown.
const LINES: usize = 200;

/// How long a diff may take to be small; then any will do.
const PATIENCE: Duration = Duration::from_millis(500);

/// A file that is not as it has to be.
#[derive(Debug, PartialEq, Eq)]
pub struct Stale {
    /// Its path, as the current folder sees it.
    pub path: String,
    /// One of `missing`, `different`, `left over` and `in the way`.
    pub change: &'static str,
    /// What there is to say.
    pub message: String,
    /// The first lines that differ.
    pub diff: Vec<String>,
}

/// All that is not as it has to be, by path.
pub fn stale(out: &Path, plan: &Plan<'_>) -> Vec<Stale> {
    let mut room = LINES;
    let obstacles = plan.obstacles.iter().map(|obstacle| in_the_way(out, obstacle));
    let mut stale: Vec<Stale> = obstacles.collect();
    for change in &plan.changes {
        let found = changed(out, change, room.min(LINES_A_FILE));
        room -= found.diff.len().min(room);
        stale.push(found);
    }
    stale
}

fn in_the_way(out: &Path, obstacle: &Obstacle) -> Stale {
    let path = out.join(&obstacle.path).display().to_string();
    Stale { message: format!("{path} is in the way: {}", obstacle.why), path, change: "in the way", diff: Vec::new() }
}

fn changed(out: &Path, change: &Change<'_>, room: usize) -> Stale {
    let path = out.join(&change.path).display().to_string();
    let (change, message, diff) = match (&change.old, change.new) {
        (Some(old), Some(new)) => ("different", format!("{path} is stale"), excerpt(old, new, room)),
        (Some(_), None) => ("left over", format!("{path} is stale: nothing makes it any more"), Vec::new()),
        _ => ("missing", format!("{path} is missing"), Vec::new()),
    };
    Stale { path, change, message, diff }
}

/// The first lines of a unified diff, and how many more there are.
fn excerpt(old: &str, new: &str, room: usize) -> Vec<String> {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old, new);
    let text = diff.unified_diff().context_radius(2).to_string();
    let mut lines: Vec<String> = text.lines().map(printable).collect();
    let hidden = lines.len().saturating_sub(room);
    if hidden > 0 {
        // The line that tells of the others takes the place of one.
        lines.truncate(room.saturating_sub(1));
        lines.push(format!("… and {} more lines", hidden + 1));
    }
    lines
}

/// A line whose signs a terminal only shows: a file on the disk may hold any.
fn printable(line: &str) -> String {
    line.chars()
        .map(|char| if char.is_control() && char != '\t' { char::REPLACEMENT_CHARACTER } else { char })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan<'a>(changes: Vec<(&str, Option<&str>, Option<&'a str>)>) -> Plan<'a> {
        let changes = changes.into_iter().map(|(path, old, new)| Change {
            path: path.to_owned(),
            old: old.map(str::to_owned),
            new,
        });
        Plan { changes: changes.collect(), obstacles: Vec::new() }
    }

    #[test]
    fn tells_what_kind_of_stale_a_file_is() {
        let plan = plan(vec![
            ("a.rs", Some("one\ntwo\n"), Some("one\nthree\n")),
            ("b.rs", Some("old\n"), None),
            ("c.rs", None, Some("new\n")),
        ]);
        let stale = stale(Path::new("generated"), &plan);
        let messages: Vec<&str> = stale.iter().map(|stale| stale.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "generated/a.rs is stale",
                "generated/b.rs is stale: nothing makes it any more",
                "generated/c.rs is missing",
            ]
        );
        assert_eq!(stale[0].diff, ["@@ -1,2 +1,2 @@", " one", "-two", "+three"]);
    }

    #[test]
    fn a_diff_is_short() {
        let old: String = (0..1000).map(|line| format!("{line}\n")).collect();
        let new: String = (0..1000).map(|line| format!("-{line}\n")).collect();
        let changes = (0..20).map(|_| ("a.rs", Some(old.as_str()), Some(new.as_str()))).collect();
        let stale = stale(Path::new("generated"), &plan(changes));
        assert_eq!(stale[0].diff.len(), LINES_A_FILE);
        assert_eq!(stale[0].diff.last().unwrap(), "… and 1962 more lines");
        // A file for which there is no room is told all the same, with a line.
        let lines: usize = stale.iter().map(|stale| stale.diff.len()).sum();
        assert_eq!(lines, LINES + 15);
        assert_eq!(stale.len(), 20);
    }

    #[test]
    fn signs_that_move_a_terminal_are_not_passed_on() {
        assert_eq!(printable("a\u{1b}[2Jb\tc\r"), "a\u{fffd}[2Jb\tc\u{fffd}");
    }
}
