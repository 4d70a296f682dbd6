//! Places in the files of a document: which file, and by a JSON Pointer which part of it. Knows nothing of what is there.

use std::{borrow::Cow, fmt, sync::Arc};

use super::{Pointer, PointerError, pointer::percent_decode};

/// A place in a document that may be made of several files; shown as a URI reference: `#/paths/~1containers/post` in the
/// file that was named, `models/container.yaml#/properties/id` in another one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Location {
    /// The path from the folder of the file that was named; none for that file itself. Or the URI of what a copy is read
    /// of.
    file: Option<Arc<str>>,
    pointer: Pointer,
}

impl Location {
    /// The whole of the file that was named.
    pub const fn root() -> Self {
        Self { file: None, pointer: Pointer::root() }
    }

    /// A place in a file.
    pub(crate) fn new(file: Option<Arc<str>>, pointer: Pointer) -> Self {
        Self { file, pointer }
    }

    /// Reads a place: a JSON Pointer in either form, which is one of the file that was named, or a path and a pointer as
    /// its fragment.
    ///
    /// # Errors
    ///
    /// What comes after the path is no JSON Pointer.
    pub fn parse(text: &str) -> Result<Self, PointerError> {
        let at = match text.find('#') {
            Some(at) if !text.starts_with('/') => at,
            _ => 0,
        };
        let (path, fragment) = text.split_at(at);
        let pointer = Pointer::parse(fragment).map_err(|error| PointerError { at: error.at + at, ..error })?;
        let path = percent_decode(path)?;
        Ok(Self { file: (!path.is_empty()).then(|| path.into()), pointer })
    }

    /// The place of a member, or of an item by its index as text.
    #[must_use]
    pub fn push(&self, token: &str) -> Self {
        self.at(self.pointer.push(token))
    }

    /// The place of an item.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.at(self.pointer.index(index))
    }

    /// Another place in the same file.
    #[must_use]
    pub fn at(&self, pointer: Pointer) -> Self {
        Self { file: self.file.clone(), pointer }
    }

    /// What contains this; none for the whole of a file.
    pub fn parent(&self) -> Option<Self> {
        self.pointer.parent().map(|pointer| self.at(pointer))
    }

    /// The file; none for the one that was named.
    pub(crate) fn file(&self) -> Option<&Arc<str>> {
        self.file.as_ref()
    }

    /// The place in its file.
    pub fn pointer(&self) -> &Pointer {
        &self.pointer
    }

    /// Whether this is all of a file.
    pub fn is_whole(&self) -> bool {
        self.pointer == Pointer::root()
    }
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            // Only what would end the path, and the sign of what is encoded: a path should read as it is written.
            let encoded = match file.contains(['%', '#']) {
                true => Cow::Owned(file.replace('%', "%25").replace('#', "%23")),
                false => Cow::Borrowed(&**file),
            };
            formatter.write_str(&encoded)?;
        }
        fmt::Display::fmt(&self.pointer, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_shown_as_they_are_read() {
        for text in ["#", "#/a~1b/0", "models/a.yaml#", "a b.yaml#/x", "../{id}.yml#/x%22", "a%23b%25.json#/c"] {
            let place = Location::parse(text).unwrap();
            assert_eq!(place.to_string(), text);
            assert_eq!(place.file().is_none(), text.starts_with('#'), "{text}");
        }
        assert_eq!(Location::parse("/a/b#c").unwrap().to_string(), "#/a/b%23c");
        assert_eq!(Location::parse("a%20b.yaml#/x").unwrap().to_string(), "a b.yaml#/x");
    }

    #[test]
    fn what_is_no_pointer_is_no_place() {
        assert_eq!(Location::parse("models/a.yaml").unwrap_err().at, 0);
        assert_eq!(Location::parse("a.yaml#b").unwrap_err().at, 7);
        assert_eq!(Location::parse("a.yaml#/b~").unwrap_err().at, 9);
    }

    #[test]
    fn parts_are_in_the_same_file() {
        let whole = Location::parse("a.yaml#").unwrap();
        let part = whole.push("b/c").index(0);
        assert_eq!(part.to_string(), "a.yaml#/b~1c/0");
        assert!(whole.is_whole() && !part.is_whole());
        assert_eq!(part.parent().and_then(|part| part.parent()), Some(whole.clone()));
        assert_eq!(whole.parent(), None);
    }
}
