//! What has to change in a folder so that it holds a crate, and what stands in the way.
//!
//! Reads the folder and never writes. No symbolic link below the folder is followed, so that nothing outside of it is
//! ever read, replaced or removed.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use refract_codegen::{Files, output::header};

/// Files of a crate that carry no header: they are ours where they stand among files of ours.
const OURS_BY_NAME: &[&str] = &["Cargo.toml", "ledger.json"];

/// What has to change in a folder.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The files that have to change, by path.
    pub changes: Vec<Change<'a>>,
    /// What can't be changed, since it is not ours, by path.
    pub obstacles: Vec<Obstacle>,
}

/// A file that has to change.
#[derive(Debug)]
pub struct Change<'a> {
    /// Its path, relative to the folder and with `/` between its parts.
    pub path: String,
    /// What stands in it; `None` where it does not exist yet.
    pub old: Option<String>,
    /// What has to stand in it; `None` where it has to go.
    pub new: Option<&'a str>,
}

/// What stands in the way of a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// The path of the file, relative to the folder.
    pub path: String,
    /// Why it can't be changed.
    pub why: String,
}

impl<'a> Plan<'a> {
    /// Compares a folder, which need not exist, with the files that it has to hold.
    ///
    /// # Errors
    ///
    /// The folder is something else, or can't be read.
    pub fn new(out: &Path, files: &'a Files) -> Result<Self> {
        let ours = survey(out)?;
        let mut plan = Self { changes: Vec::new(), obstacles: Vec::new() };
        for (path, text) in files {
            let found = look(out, path)?;
            if matches!(&found, Found::File(bytes) if bytes == text.as_bytes()) {
                continue;
            }
            match refusal(path, &found, !ours.is_empty()) {
                Some(why) => plan.obstacles.push(Obstacle { path: path.clone(), why }),
                None => plan.changes.push(Change { path: path.clone(), old: found.text(), new: Some(text) }),
            }
        }
        let stale = ours.into_iter().filter(|(path, _)| !files.contains_key(path));
        plan.changes.extend(stale.map(|(path, text)| Change { path, old: Some(text), new: None }));
        plan.changes.sort_by(|left, right| left.path.cmp(&right.path));
        Ok(plan)
    }

    /// Whether the folder holds the crate, and nothing else of ours.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.obstacles.is_empty()
    }

    /// How many files are to be written, and how many removed.
    pub fn counts(&self) -> (usize, usize) {
        let written = self.changes.iter().filter(|change| change.new.is_some()).count();
        (written, self.changes.len() - written)
    }

    /// Refuses to go on where something is in the way.
    ///
    /// # Errors
    ///
    /// Names all of it.
    pub fn refuse_obstacles(&self, out: &Path) -> Result<()> {
        if self.obstacles.is_empty() {
            return Ok(());
        }
        let obstacles: Vec<String> = self
            .obstacles
            .iter()
            .map(|obstacle| format!("`{}` is in the way: {}", out.join(&obstacle.path).display(), obstacle.why))
            .collect();
        bail!("{}\nmove it, or choose another folder; nothing was written", obstacles.join("\n"))
    }
}

/// What is found at a path.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// A file, and what stands in it.
    File(Vec<u8>),
    /// Something that is no file, or a way that leads out of the folder.
    Other(String),
}

impl Found {
    fn text(&self) -> Option<String> {
        match self {
            Self::File(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            _ => None,
        }
    }
}

/// Why what is found can't be changed, where it can't.
pub fn refusal(path: &str, found: &Found, is_among_ours: bool) -> Option<String> {
    let text = match found {
        Found::Nothing => return None,
        Found::Other(why) => return Some(why.clone()),
        Found::File(bytes) => String::from_utf8_lossy(bytes),
    };
    let is_ours = header::is_ours(path, &text) || (is_among_ours && OURS_BY_NAME.contains(&path));
    (!is_ours).then(|| "Refract did not write it".to_owned())
}

/// Looks at a path below a folder.
///
/// # Errors
///
/// It exists, and can't be read.
pub fn look(out: &Path, path: &str) -> Result<Found> {
    if !is_inside(path) {
        return Ok(Found::Other("it would lie outside of the folder".to_owned()));
    }
    let mut place = out.to_owned();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        place.push(part);
        let is_last = parts.peek().is_none();
        let kind = match place.symlink_metadata() {
            Ok(metadata) => metadata.file_type(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(error).with_context(|| unreadable(&place)),
        };
        if kind.is_symlink() {
            return Ok(Found::Other(format!("`{}` is a symbolic link", place.display())));
        } else if is_last && kind.is_file() {
            let bytes = fs::read(&place).with_context(|| unreadable(&place))?;
            return Ok(Found::File(bytes));
        } else if is_last {
            return Ok(Found::Other("it is no file".to_owned()));
        } else if !kind.is_dir() {
            return Ok(Found::Other(format!("`{}` is no folder", place.display())));
        }
    }
    Ok(Found::Nothing)
}

/// Whether a path stays in the folder that it is relative to, on every system.
fn is_inside(path: &str) -> bool {
    let is_name = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0']);
    path.split('/').all(is_name)
}

/// Every file of ours in a folder: its path and its text.
fn survey(out: &Path) -> Result<Vec<(String, String)>> {
    let mut ours = Vec::new();
    match fs::read_dir(out) {
        Ok(entries) => survey_folder(entries, "", &mut ours),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => bail!("`{}` is no folder", out.display()),
        Err(error) => return Err(error).with_context(|| unreadable(out)),
    }
    Ok(ours)
}

/// What can't be read is not ours: there is no header to be seen.
fn survey_folder(entries: fs::ReadDir, prefix: &str, ours: &mut Vec<(String, String)>) {
    for entry in entries.flatten() {
        let (Ok(kind), Ok(name)) = (entry.file_type(), entry.file_name().into_string()) else {
            continue;
        };
        let path = format!("{prefix}{name}");
        if kind.is_dir() && is_searched(&entry.path(), &path, &name) {
            if let Ok(entries) = fs::read_dir(entry.path()) {
                survey_folder(entries, &format!("{path}/"), ours);
            }
        } else if kind.is_file() && [".rs", ".toml", ".txt"].iter().any(|end| name.ends_with(end)) {
            let text = fs::read(entry.path()).unwrap_or_default();
            let text = String::from_utf8_lossy(&text);
            if header::is_ours(&path, &text) {
                ours.push((path, text.into_owned()));
            }
        }
    }
}

/// Whether files of this crate may lie in a folder: not in what cargo builds, in what tools hide, or in another crate.
fn is_searched(folder: &Path, path: &str, name: &str) -> bool {
    path != "target" && !name.starts_with('.') && folder.join("Cargo.toml").symlink_metadata().is_err()
}

fn unreadable(path: &Path) -> String {
    format!("`{}` can't be read", path.display())
}

/// The path of a file in a folder.
pub fn place(out: &Path, path: &str) -> PathBuf {
    path.split('/').fold(out.to_owned(), |place, part| place.join(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_the_folder() {
        for path in ["src/lib.rs", "Cargo.toml", "src/a..b.rs", "src/.keep"] {
            assert!(is_inside(path), "{path}");
        }
        for path in ["", "/etc/passwd", "../a", "src/../../a", "src/./a", "src//a", "a\\b", "C:/a", "a/", "a\0"] {
            assert!(!is_inside(path), "{path}");
            assert!(matches!(look(Path::new("."), path), Ok(Found::Other(_))), "{path}");
        }
    }

    #[test]
    fn a_file_that_would_lie_outside_is_an_obstacle() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::from([("../escaped.rs".to_owned(), "text".to_owned())]);
        let plan = Plan::new(&folder.path().join("out"), &files).unwrap();
        assert!(plan.changes.is_empty());
        assert_eq!(plan.obstacles.len(), 1);
        assert!(plan.refuse_obstacles(Path::new("out")).is_err());
    }

    #[test]
    fn what_is_ours_is_told_by_header_and_by_name() {
        let file = |text: &str| Found::File(text.as_bytes().to_vec());
        assert_eq!(refusal("src/a.rs", &Found::Nothing, false), None);
        assert_eq!(refusal("src/a.rs", &file("// Generated by Refract"), false), None);
        assert!(refusal("src/a.rs", &file("# Generated by Refract"), true).is_some());
        assert!(refusal("src/a.rs", &file(""), true).is_some());
        assert_eq!(refusal("ledger.json", &file(""), true), None);
        assert!(refusal("ledger.json", &file(""), false).is_some());
        assert!(refusal("src/ledger.json", &file(""), true).is_some());
        assert!(refusal("Cargo.toml", &Found::Other(String::new()), true).is_some());
    }
}
