//! Input: a text, or the path of a file to be read. With `files` beside it, the only part of the library that reads
//! files.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use crate::{
    diagnostic::{Diagnostic, Diagnostics, catalogue},
    source::{FileId, Sources, Span, decode_utf8},
};

/// How long a file may be, in bytes: some twenty times the longest that is known. It bounds what an endless one costs.
const MAX_LENGTH: u64 = 256 << 20;

/// A text, or where it lies.
#[derive(Debug, Clone)]
pub enum Input {
    /// The path of a file.
    Path(PathBuf),
    /// A text, and the path that messages show.
    Text { path: String, text: String },
}

impl Input {
    /// Takes the text in. What goes wrong is reported at the place that names the file, where there is one.
    pub fn load(&self, named: Option<Span>, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<FileId> {
        let path = match self {
            Self::Text { path, text } => return Some(sources.add(path, text)),
            Self::Path(path) => path,
        };
        let shown = path.display().to_string();
        let why = match read(path) {
            Ok(bytes) => return decode_utf8(sources, &shown, bytes, diagnostics),
            Err(why) => why,
        };
        let message = format!("`{shown}` can't be read: {why}");
        let span = named.unwrap_or_else(|| Span { file: sources.add(shown, ""), ..Span::default() });
        diagnostics.push(Diagnostic::new(&catalogue::UNREADABLE_FILE, span, message));
        None
    }

    /// The folder that paths in this text are relative to.
    pub fn folder(&self) -> PathBuf {
        let path = match self {
            Self::Path(path) => path,
            Self::Text { path, .. } => Path::new(path),
        };
        path.parent().unwrap_or(Path::new("")).to_owned()
    }
}

/// The bytes of a file, or why there are none.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    file.take(MAX_LENGTH + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > MAX_LENGTH {
        return Err(format!("it is longer than {} MiB", MAX_LENGTH >> 20));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_is_not_read() {
        assert!(read(Path::new(env!("CARGO_MANIFEST_DIR"))).is_err(), "a folder");
        assert!(read(Path::new("no such file")).is_err());
        assert!(read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).is_ok());
    }

    #[test]
    fn a_defect_stands_where_the_file_is_named() {
        let mut sources = Sources::default();
        let file = sources.add("refract.toml", "spec = 'gone.json'");
        let named = Span { file, start: 7, end: 18 };
        let mut diagnostics = Diagnostics::default();
        let input = Input::Path("gone.json".into());
        assert_eq!(input.load(Some(named), &mut sources, &mut diagnostics), None);
        assert_eq!(input.load(None, &mut sources, &mut diagnostics), None);
        let spans: Vec<Span> = diagnostics.iter().map(|defect| defect.labels[0].span).collect();
        assert_eq!(spans[0], named);
        assert_eq!(sources.get(spans[1].file).path, "gone.json");
    }

    #[test]
    fn paths_are_relative_to_the_folder_of_the_text() {
        assert_eq!(Input::Path("spec/refract.toml".into()).folder(), Path::new("spec"));
        let text = Input::Text { path: "refract.toml".into(), text: String::new() };
        assert_eq!(text.folder(), Path::new(""));
    }
}
