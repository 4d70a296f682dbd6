//! The files of a crate in memory: paths that are safe to write to on every system, and their texts.

use std::collections::{BTreeMap, HashSet};

use crate::names::is_windows_device;

/// Paths in the crate's folder, with `/`, and the text of each file; sorted by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    texts: BTreeMap<String, String>,
    /// The paths in lower case: on some systems two paths that differ in case are one.
    folded: HashSet<String>,
}

impl Files {
    /// Puts a file in.
    ///
    /// # Errors
    ///
    /// The path leads out of the folder, can't be a path on every system, or is taken.
    pub fn insert(&mut self, path: String, text: String) -> Result<(), String> {
        if !path.split('/').all(is_segment) {
            return Err(format!("{path:?} is no path that a crate may have"));
        }
        if !self.folded.insert(path.to_lowercase()) {
            return Err(format!("{path:?} is emitted twice"));
        }
        self.texts.insert(path, text);
        Ok(())
    }

    /// The text of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// Paths and texts, sorted by path.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Paths and texts, sorted by path.
    pub fn into_texts(self) -> BTreeMap<String, String> {
        self.texts
    }
}

/// Whether a text may be the name of a file or folder on every system.
fn is_segment(segment: &str) -> bool {
    let stem = segment.split('.').next().unwrap_or_default();
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "._-".contains(character);
    !segment.is_empty()
        && segment.len() <= 255
        && segment.chars().all(is_plain)
        && !segment.starts_with('.')
        && !segment.ends_with('.')
        && !is_windows_device(stem)
}

#[cfg(test)]
mod tests {
    use super::Files;

    fn is_taken(path: &str) -> bool {
        Files::default().insert(path.to_owned(), String::new()).is_ok()
    }

    #[test]
    fn paths_of_a_crate_are_taken() {
        assert!(is_taken("Cargo.toml") && is_taken("src/models/containers.rs") && is_taken("a-b/c_d.json"));
    }

    #[test]
    fn paths_that_lead_elsewhere_are_refused() {
        for path in
            ["", "/etc/passwd", "../x", "a/../b", "a//b", "a\\b", "C:x", "a/.hidden", "nul", "src/con.rs", "a.", "é"]
        {
            assert!(!is_taken(path), "{path:?} must be refused");
        }
    }

    #[test]
    fn paths_that_differ_in_case_are_one() {
        let mut files = Files::default();
        assert!(files.insert("src/a.rs".to_owned(), String::new()).is_ok());
        assert!(files.insert("src/A.rs".to_owned(), String::new()).is_err());
    }
}
