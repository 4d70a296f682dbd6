//! Texts and their places: files, spans, and the tree of located values that JSON and YAML are read into.
//!
//! Knows nothing of OpenAPI. Every node of a tree has the span of the text that it came from.

mod core_schema;
pub mod file;
pub mod json;
pub mod location;
#[cfg(test)]
pub(crate) mod marked;
pub mod node;
pub mod pointer;
mod slots;
pub mod trees;
pub(crate) mod uri;
pub mod yaml;

pub use file::{FileId, Source, Sources, Span};
pub use location::Location;
pub use node::{Entry, Kind, Node};
pub use pointer::{Pointer, PointerError};
pub use trees::{Provider, Reach, Trees};

use crate::diagnostic::{Diagnostic, Diagnostics, catalogue};

/// How deep values may be nested.
pub const MAX_DEPTH: u32 = 512;

/// Reads a text into a tree: as JSON where its path ends in `.json`, or where it begins like an object or an array
/// and its path does not say YAML; else as YAML.
///
/// `None` where the text has no tree; there is an error then. Where there is a tree, there may be errors too.
pub fn read(sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) -> Option<Node> {
    let source = sources.get(file);
    let text = source.text.trim_start_matches('\u{FEFF}').trim_start();
    let is_json = match extension(&source.path).as_str() {
        "json" => true,
        "yaml" | "yml" => false,
        _ => text.starts_with(['{', '[']),
    };
    if is_json { json::read(sources, file, diagnostics) } else { yaml::read(sources, file, diagnostics) }
}

/// The part of a path after the last dot, in small letters.
fn extension(path: &str) -> String {
    path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
}

/// Takes the bytes of a file in as a text.
///
/// Where they are not UTF-8, there is an error at the first byte that is not, in a text that has U+FFFD for it.
pub fn decode_utf8(sources: &mut Sources, path: &str, bytes: Vec<u8>, diagnostics: &mut Diagnostics) -> Option<FileId> {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Some(sources.add(path, text)),
        Err(error) => error,
    };
    let bytes = error.as_bytes();
    let at = error.utf8_error().valid_up_to();
    let byte = bytes.get(at).copied().unwrap_or_default();
    let wide = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let file = sources.add(path, String::from_utf8_lossy(bytes));
    let span = Span::new(file, at..at + char::REPLACEMENT_CHARACTER.len_utf8());
    let message = format!("the byte 0x{byte:02X} is not UTF-8 here");
    let mut diagnostic = Diagnostic::new(&catalogue::ENCODING, span, message);
    if wide {
        diagnostic = diagnostic.help("the file looks like UTF-16; save it as UTF-8");
    }
    diagnostics.push(diagnostic);
    None
}

/// The text of a file, where it is small enough for spans to name every byte; else there is an error.
fn text_of<'a>(sources: &'a Sources, file: FileId, diagnostics: &mut Diagnostics) -> Option<&'a str> {
    let text = sources.get(file).text.as_str();
    if u32::try_from(text.len()).is_ok() {
        return Some(text);
    }
    let message = "a file of more than 4 GiB is not read";
    diagnostics.push(Diagnostic::new(&catalogue::SYNTAX, Span::new(file, 0..0), message));
    None
}

/// The character at a byte, as a span; an empty one at the end.
fn character_at(text: &str, file: FileId, at: usize) -> Span {
    let length = character(text, at).map_or(0, char::len_utf8);
    Span::new(file, at..at + length)
}

/// The character at a byte.
fn character(text: &str, at: usize) -> Option<char> {
    text.get(at..).and_then(|rest| rest.chars().next())
}

/// What stands at a place, for messages.
fn described(found: Option<char>) -> String {
    match found {
        None => "the end of the text".to_owned(),
        Some('\u{FEFF}') => "a byte order mark".to_owned(),
        Some(character) if character.is_control() => format!("U+{:04X}", u32::from(character)),
        Some(character) => format!("`{character}`"),
    }
}

/// The report that a member stands twice.
fn duplicate_member(name: &str, first: Span, second: Span) -> Diagnostic {
    let message = format!("the member `{name}` stands twice in one object");
    Diagnostic::new(&catalogue::DUPLICATE_MEMBER, second, message).label("once more here").also(first, "first here")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(path: &str, text: &str) -> Option<&'static str> {
        let mut sources = Sources::default();
        let file = sources.add(path, text);
        let mut diagnostics = Diagnostics::default();
        let node = read(&sources, file, &mut diagnostics);
        assert_eq!(node.is_none(), diagnostics.has_errors());
        diagnostics.iter().next().map(|diagnostic| diagnostic.code.id)
    }

    #[test]
    fn the_path_decides_and_else_the_first_character() {
        // A trailing comma is YAML, and no JSON.
        let text = "\n {\"a\": 1,}";
        assert_eq!(code("a.json", text), Some("R0101"));
        assert_eq!(code("A.JSON", text), Some("R0101"));
        assert_eq!(code("-", text), Some("R0101"));
        assert_eq!(code("a.yaml", text), None);
        assert_eq!(code("a.YML", text), None);
        assert_eq!(code("-", "a: 1"), None);
        assert_eq!(code("a.json", "a: 1"), Some("R0101"));
    }

    fn decoded(bytes: &[u8]) -> (Sources, Option<FileId>, Vec<Diagnostic>) {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let file = decode_utf8(&mut sources, "a.json", bytes.to_vec(), &mut diagnostics);
        (sources, file, diagnostics.iter().cloned().collect())
    }

    #[test]
    fn utf_8_is_taken_as_it_is() {
        let (sources, file, diagnostics) = decoded("é".as_bytes());
        assert_eq!(sources.get(file.unwrap()).text, "é");
        assert!(diagnostics.is_empty());
    }

    #[test]
    fn what_is_not_utf_8_is_refused_at_its_byte() {
        let (sources, file, diagnostics) = decoded(b"\"\xC3\xA9\"\n\"a\xE9\"");
        assert_eq!(file, None);
        let [diagnostic] = &diagnostics[..] else { panic!() };
        assert_eq!(diagnostic.code.id, "R0108");
        assert_eq!(diagnostic.message, "the byte 0xE9 is not UTF-8 here");
        let span = diagnostic.labels[0].span;
        assert_eq!(sources.position(span), (2, 3));
        assert_eq!(&sources.get(span.file).text[span.start as usize..span.end as usize], "\u{FFFD}");
    }

    #[test]
    fn utf_16_is_told_by_its_mark() {
        let (_, _, diagnostics) = decoded(b"\xFF\xFE{\0}\0");
        assert!(diagnostics[0].help.as_ref().unwrap().contains("UTF-16"));
    }
}
