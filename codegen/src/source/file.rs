//! Source files, and the places in them.

/// Which of [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FileId(pub u32);

/// A range of bytes in a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// A text, and the path that it is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path as messages show it.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// Every text that was read.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Takes a text in, and tells its id.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Source {
            path: path.into(),
            text: text.into(),
        });
        id
    }

    /// The file of an id.
    pub fn get(&self, id: FileId) -> &Source {
        // Ids are handed out by `add` alone, for files that are there.
        &self.files[id.0 as usize]
    }

    /// The line and the column of a span's first byte, both from 1, columns in characters.
    pub fn position(&self, span: Span) -> (usize, usize) {
        let text = self.get(span.file).text.as_bytes();
        let before = text.get(..span.start as usize).unwrap_or(text);
        let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        // Bytes that continue a character do not count.
        let column = before
            .iter()
            .skip(line_start)
            .filter(|&&byte| byte & 0xC0 != 0x80)
            .count()
            + 1;
        (line, column)
    }
}
