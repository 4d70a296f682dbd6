//! The tree of a description. Knows what Markdown can say that a doc comment may; must not know how it is spelled.

/// A part of a description that stands by itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading of a level from 1 to 6; only at the top.
    Heading(usize, Vec<Inline>),
    /// Text as it is, never code of Rust.
    Code(String),
    /// A quotation.
    Quote(Vec<Block>),
    /// A list, with the first number of one in order.
    List(Option<u64>, Vec<Vec<Block>>),
    /// A table.
    Table(Table),
}

/// A table: its rows have as many cells as its head.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    /// The first row.
    pub(super) head: Vec<Vec<Inline>>,
    /// The others.
    pub(super) rows: Vec<Vec<Vec<Inline>>>,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Inline {
    /// Text; a line's end in it is no more than a blank.
    Text(String),
    /// Text as it is, within one line.
    Code(String),
    /// Text that is made to stand out.
    Styled(Style, Vec<Inline>),
    /// A link to a web address, which starts with `http://` or `https://`.
    Link(String, Vec<Inline>),
    /// The end of a line that stays one.
    Break,
}

/// How text is made to stand out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `*emphasis*`
    Emphasis,
    /// `**strong**`
    Strong,
    /// `~~struck~~`
    Struck,
}

impl Block {
    /// The words of a block in reading order, without their form.
    pub(super) fn words(&self) -> String {
        let mut words = String::new();
        self.push_words(&mut words);
        words
    }

    fn push_words(&self, words: &mut String) {
        match self {
            Self::Paragraph(inlines) | Self::Heading(_, inlines) => push_words(inlines, words),
            Self::Code(code) => words.push_str(code),
            Self::Quote(blocks) => blocks.iter().for_each(|block| block.push_words(words)),
            Self::List(_, items) => items.iter().flatten().for_each(|block| block.push_words(words)),
            Self::Table(table) => {
                for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                    push_words(cell, words);
                    words.push('\n');
                }
            }
        }
        words.push('\n');
    }
}

fn push_words(inlines: &[Inline], words: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => words.push_str(text),
            Inline::Styled(_, inner) | Inline::Link(_, inner) => push_words(inner, words),
            Inline::Break => words.push('\n'),
        }
    }
}

/// A text that two trees share if they say the same: blanks are one blank, and text is in one piece.
pub(super) fn outline(blocks: &[Block]) -> String {
    let mut outline = String::new();
    blocks.iter().for_each(|block| outline_block(block, &mut outline));
    outline
}

/// Stands for the end of a line in an outline.
const LINE_END: char = '\u{5}';

// Controls stand between the parts: a text has none.
fn outline_block(block: &Block, outline: &mut String) {
    match block {
        Block::Paragraph(inlines) => outline_line("p", inlines, outline),
        Block::Heading(level, inlines) => outline_line(&format!("h{level}"), inlines, outline),
        Block::Code(code) => {
            outline.push_str("\u{1}code\u{2}");
            code.trim_end().lines().for_each(|line| outline.extend([line.trim_end(), "\n"]));
        }
        Block::Quote(blocks) => {
            outline.push_str("\u{1}quote");
            blocks.iter().for_each(|block| outline_block(block, outline));
        }
        Block::List(start, items) => {
            outline.push_str(&format!("\u{1}list {start:?}"));
            for item in items {
                outline.push_str("\u{1}item");
                item.iter().for_each(|block| outline_block(block, outline));
                outline.push('\u{3}');
            }
        }
        Block::Table(table) => {
            outline.push_str("\u{1}table");
            for row in std::iter::once(&table.head).chain(&table.rows) {
                row.iter().for_each(|cell| outline_line("cell", cell, outline));
                outline.push('\u{4}');
            }
        }
    }
    outline.push('\u{3}');
}

fn outline_line(name: &str, inlines: &[Inline], outline: &mut String) {
    let mut line = String::new();
    inlines.iter().for_each(|inline| outline_inline(inline, &mut line));
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = line.split(LINE_END).map(words).collect();
    outline.extend(["\u{1}", name, "\u{2}", &lines.join("\u{5}"), "\u{3}"]);
}

fn outline_inline(inline: &Inline, outline: &mut String) {
    match inline {
        Inline::Text(text) => outline.push_str(text),
        Inline::Code(code) => outline.extend(["\u{1}code\u{2}", code, "\u{3}"]),
        Inline::Styled(style, inner) => {
            outline.push_str(&format!("\u{1}{style:?}\u{2}"));
            inner.iter().for_each(|inline| outline_inline(inline, outline));
            outline.push('\u{3}');
        }
        Inline::Link(url, inner) => {
            outline.extend(["\u{1}link\u{2}", url, "\u{2}"]);
            inner.iter().for_each(|inline| outline_inline(inline, outline));
            outline.push('\u{3}');
        }
        Inline::Break => outline.push(LINE_END),
    }
}
