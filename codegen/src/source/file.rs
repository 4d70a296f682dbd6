//! Source files, and the places in them. Knows nothing of what the texts say.

use std::ops::Range;

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

impl Span {
    /// A range of bytes as a span; what lies past 4 GiB, which readers refuse, is cut off.
    pub(super) fn new(file: FileId, range: Range<usize>) -> Self {
        let byte = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Self { file, start: byte(range.start), end: byte(range.end) }
    }
}

/// A text, and the path that it is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path as messages show it.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// Where lines and characters are.
    index: Index,
}

impl Source {
    fn new(path: String, text: String) -> Self {
        let index = Index::new(&text);
        Self { path, text, index }
    }

    /// The line of a byte, from 0; lines end at `\n`. A byte past the end is in the last line.
    pub fn line(&self, at: usize) -> usize {
        self.index.lines.partition_point(|&start| start as usize <= at).saturating_sub(1)
    }

    /// The bytes of a line, counted from 0, without the line break; empty, at the end, for a line that is not there.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let start = |line| self.index.lines.get(line).map(|&start| start as usize);
        let from = start(line).unwrap_or(self.text.len());
        let to = start(line + 1).unwrap_or(self.text.len());
        let text = self.text.get(from..to).unwrap_or_default();
        let text = text.strip_suffix('\n').unwrap_or(text);
        from..from + text.strip_suffix('\r').unwrap_or(text).len()
    }

    /// The line and the column of a byte, both from 1, columns in characters.
    pub fn position(&self, at: usize) -> (usize, usize) {
        let at = at.min(self.text.len());
        let line = self.line(at);
        let start = self.index.lines.get(line).map_or(0, |&start| start as usize);
        let column = self.characters_before(at) - self.characters_before(start);
        (line + 1, column + 1)
    }

    /// How many characters begin before a byte.
    fn characters_before(&self, at: usize) -> usize {
        let block = at / BLOCK;
        let counted = self.index.blocks.get(block).copied().unwrap_or_default() as usize;
        let rest = self.text.as_bytes().get(block * BLOCK..at).unwrap_or_default();
        counted + characters(rest)
    }
}

/// How many bytes lie between two counts of characters.
const BLOCK: usize = 4096;

/// What makes a position cheap to find, however long the text and its lines are.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Index {
    /// The first byte of each line.
    lines: Vec<u32>,
    /// How many characters begin before each block.
    blocks: Vec<u32>,
}

impl Index {
    fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let breaks = bytes.iter().enumerate().filter(|&(_, &byte)| byte == b'\n');
        let mut lines = vec![0];
        lines.extend(breaks.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)));
        let mut blocks = vec![0];
        let mut before = 0;
        for block in bytes.chunks(BLOCK) {
            before += characters(block);
            blocks.push(u32::try_from(before).unwrap_or(u32::MAX));
        }
        Self { lines, blocks }
    }
}

/// How many characters begin in a piece of UTF-8 text: bytes that continue one do not count.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// What stands for a file that is not there.
static NOTHING: Source =
    Source { path: String::new(), text: String::new(), index: Index { lines: Vec::new(), blocks: Vec::new() } };

/// Every text that was read.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Takes a text in, and tells its id.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Source::new(path.into(), text.into()));
        id
    }

    /// The file of an id; one without path and text for an id of other sources.
    pub fn get(&self, id: FileId) -> &Source {
        self.files.get(id.0 as usize).unwrap_or(&NOTHING)
    }

    /// The line and the column of a span's first byte, both from 1, columns in characters.
    pub fn position(&self, span: Span) -> (usize, usize) {
        self.get(span.file).position(span.start as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The position by its definition: count all that stands before.
    fn counted(text: &str, at: usize) -> (usize, usize) {
        let before = &text[..at];
        let line = before.rsplit('\n').next().unwrap();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
    }

    fn sources(text: &str) -> Sources {
        let mut sources = Sources::default();
        sources.add("text", text);
        sources
    }

    #[test]
    fn positions_are_those_that_one_counts() {
        let long = "é".repeat(BLOCK) + "\n" + &"x".repeat(BLOCK * 2);
        for text in ["", "a", "\n", "a\n\nbc\n", "ä\n€𝄞x\r\ny", &long] {
            let sources = sources(text);
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let span = Span::new(FileId(0), at..at);
                assert_eq!(sources.position(span), counted(text, at), "{at} in {text:.20}");
            }
        }
    }

    #[test]
    fn a_place_past_the_end_is_at_the_end() {
        let sources = sources("a\nb");
        assert_eq!(sources.position(Span::new(FileId(0), 99..100)), (2, 2));
        assert_eq!(sources.get(FileId(0)).line_range(7), 3..3);
    }

    #[test]
    fn a_file_that_is_not_there_is_empty() {
        let sources = Sources::default();
        assert_eq!(sources.get(FileId(3)).path, "");
        assert_eq!(sources.position(Span::default()), (1, 1));
    }

    #[test]
    fn lines_come_without_their_breaks() {
        let sources = sources("one\r\ntwo\n\nfour");
        let source = sources.get(FileId(0));
        let lines: Vec<&str> = (0..4).map(|line| &source.text[source.line_range(line)]).collect();
        assert_eq!(lines, ["one", "two", "", "four"]);
        assert_eq!(source.line(3), 0);
        assert_eq!(source.line(5), 1);
        assert_eq!(source.line(100), 3);
    }
}
