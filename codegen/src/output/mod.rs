//! Emitted files → the texts of a crate: laid out, with a header, each at a path that is safe to write to.
//!
//! Knows nothing of APIs. Nothing here touches the disk: the caller writes what comes out.

mod air;
pub mod files;
pub mod format;
pub mod header;

pub use files::Files;

use crate::emit::{Content, EmittedFile};

/// Lays out every file.
///
/// # Errors
///
/// A message that names the file: emitted code that is no Rust, or a path that must not be written to. Both are defects
/// of this crate, whatever the document says.
pub fn write(emitted: Vec<EmittedFile<'_>>) -> Result<Files, String> {
    let mut files = Files::default();
    for EmittedFile { path, content } in emitted {
        let text = match content {
            Content::Items(items) => format::format(items).map_err(|error| format!("{path}: {error}"))?,
            Content::Text(text) => text,
        };
        let text = header::add(&path, text);
        files.insert(path, text)?;
    }
    Ok(files)
}
