//! The tree to lines of Markdown, in one fixed form. Knows indentation and width; must not know rustdoc.

use super::escape::{self, Place};
use super::markdown::{Block, Inline, Style, Table};

/// How wide prose is: with a field's indentation and slashes it comes to 100 columns.
const WIDTH: usize = 92;
/// How narrow prose gets in lists and quotations, however deep.
const MIN_WIDTH: usize = 40;

/// The lines of a description.
pub(super) fn lines(blocks: &[Block]) -> Vec<String> {
    let mut lines = render_blocks(blocks, WIDTH);
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

fn render_blocks(blocks: &[Block], width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut bullet = Marker::Dash;
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            lines.push(String::new());
        }
        // Of two lists that follow one another the second would go on with the first.
        let follows = index > 0 && matches!((&blocks[index - 1], block), (Block::List(..), Block::List(..)));
        bullet = if follows { bullet.other() } else { Marker::Dash };
        lines.extend(render_block(block, width, bullet));
    }
    lines
}

fn render_block(block: &Block, width: usize, marker: Marker) -> Vec<String> {
    match block {
        Block::Paragraph(inlines) => wrap(&pieces(inlines, Place::default()), width),
        Block::Heading(level, inlines) => {
            let line = one_line(inlines, Place { heading: true, ..Place::default() });
            vec![format!("{} {line}", "#".repeat(*level))]
        }
        Block::Code(code) => render_code(code),
        Block::Quote(blocks) => {
            let lines = render_blocks(blocks, narrower(width, 2));
            lines.into_iter().map(|line| format!("> {line}")).collect()
        }
        Block::List(start, items) => render_list(*start, items, width, marker),
        Block::Table(table) => render_table(table),
    }
}

fn narrower(width: usize, indent: usize) -> usize {
    width.saturating_sub(indent).max(MIN_WIDTH)
}

/// A block of text between fences that it does not have itself.
fn render_code(code: &str) -> Vec<String> {
    let longest = code.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let mut lines = vec![format!("{fence}text")];
    lines.extend(code.trim_end().lines().map(str::to_owned));
    lines.push(fence);
    lines
}

/// What stands before an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marker {
    /// `-` or `1.`
    Dash,
    /// `*` or `1)`
    Star,
}

impl Marker {
    fn other(self) -> Self {
        if self == Self::Dash { Self::Star } else { Self::Dash }
    }

    fn text(self, number: Option<u64>) -> String {
        match (self, number) {
            (Self::Dash, None) => "- ".to_owned(),
            (Self::Star, None) => "* ".to_owned(),
            (Self::Dash, Some(number)) => format!("{number}. "),
            (Self::Star, Some(number)) => format!("{number}) "),
        }
    }
}

fn render_list(start: Option<u64>, items: &[Vec<Block>], width: usize, marker: Marker) -> Vec<String> {
    let is_tight = items.iter().all(|item| is_tight(item));
    let mut lines = Vec::new();
    for (index, item) in (0..).zip(items) {
        if index > 0 && !is_tight {
            lines.push(String::new());
        }
        let marker = marker.text(start.map(|start| start.saturating_add(index)));
        let render = if is_tight { render_tight } else { render_blocks };
        let inner = render(item, narrower(width, marker.len()));
        let indent = " ".repeat(marker.len());
        for (number, line) in inner.into_iter().enumerate() {
            match (number, line.is_empty()) {
                (0, _) => lines.push(format!("{marker}{line}")),
                (_, true) => lines.push(line),
                (_, false) => lines.push(format!("{indent}{line}")),
            }
        }
    }
    lines
}

/// Whether an item needs no empty lines: it is a paragraph, or one and a list of such.
fn is_tight(item: &[Block]) -> bool {
    match item {
        [Block::Paragraph(_)] => true,
        // A list that begins with another number does not end a paragraph.
        [Block::Paragraph(_), Block::List(None | Some(1), items)] => items.iter().all(|item| is_tight(item)),
        _ => false,
    }
}

fn render_tight(item: &[Block], width: usize) -> Vec<String> {
    item.iter().flat_map(|block| render_block(block, width, Marker::Dash)).collect()
}

fn render_table(table: &Table) -> Vec<String> {
    let row = |cells: &[Vec<Inline>]| {
        let place = Place { table: true, ..Place::default() };
        let cells: Vec<String> = cells.iter().map(|cell| one_line(cell, place)).collect();
        format!("| {} |", cells.join(" | "))
    };
    let rule = vec!["---"; table.head.len()].join(" | ");
    let mut lines = vec![row(&table.head), format!("| {rule} |")];
    lines.extend(table.rows.iter().map(|cells| row(cells)));
    lines
}

/// A part of a line as it is spelled.
#[derive(Debug, PartialEq)]
enum Piece {
    /// What is not broken.
    Word(String),
    /// A blank.
    Space,
    /// A blank at which the description ends a line.
    Soft,
    /// An end of line that stays one.
    Break,
}

/// Spells a line in pieces, of which no two that follow one another are words.
fn pieces(inlines: &[Inline], place: Place) -> Vec<Piece> {
    let mut speller = Speller { pieces: Vec::new(), word: String::new() };
    speller.line(inlines, place, Nesting::default());
    speller.end_word();
    while matches!(speller.pieces.last(), Some(Piece::Space | Piece::Soft | Piece::Break)) {
        speller.pieces.pop();
    }
    speller.pieces
}

struct Speller {
    pieces: Vec<Piece>,
    /// The word under way.
    word: String,
}

/// What an emphasis stands in and beside: `*` at the edge of `**` would be read otherwise.
#[derive(Debug, Clone, Copy, Default)]
struct Nesting {
    strong: bool,
}

impl Speller {
    fn line(&mut self, inlines: &[Inline], place: Place, nesting: Nesting) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(text, place),
                Inline::Code(code) => self.word.push_str(&escape::code(code, place)),
                Inline::Styled(style, inner) => {
                    let mark = mark(*style, inner, nesting);
                    let strong = nesting.strong || *style == Style::Strong;
                    self.word.push_str(mark);
                    self.line(inner, place, Nesting { strong });
                    self.word.push_str(mark);
                }
                Inline::Link(url, inner) => self.link(url, inner, place, nesting),
                Inline::Break => {
                    self.end_word();
                    self.blank(Piece::Break);
                }
            }
        }
    }

    fn text(&mut self, text: &str, place: Place) {
        let mut rest = text;
        let mut before = None;
        while !rest.is_empty() {
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let (word, after) = rest.split_at(length);
            self.word.push_str(&escape::word(word, before, after.chars().next(), place));
            rest = after.trim_start();
            let blank = &after[..after.len() - rest.len()];
            if !blank.is_empty() {
                self.end_word();
                self.blank(if blank.contains('\n') { Piece::Soft } else { Piece::Space });
                before = Some(' ');
            }
        }
    }

    fn link(&mut self, url: &str, inner: &[Inline], place: Place, nesting: Nesting) {
        if matches!(inner, [Inline::Text(text)] if text == url) {
            return self.word.push_str(&escape::address(url));
        }
        // An exclamation mark before a link makes it a picture.
        if self.word.ends_with('!') {
            self.word.pop();
            self.word.push_str("\\!");
        }
        self.word.push('[');
        self.line(inner, Place { link: true, ..place }, nesting);
        self.word.push_str("](");
        self.word.push_str(&escape::target(url));
        self.word.push(')');
    }

    fn end_word(&mut self) {
        if !self.word.is_empty() {
            self.pieces.push(Piece::Word(std::mem::take(&mut self.word)));
        }
    }

    /// A blank, unless the line has one here or begins here.
    fn blank(&mut self, blank: Piece) {
        match self.pieces.last_mut() {
            None | Some(Piece::Break) => {}
            Some(last @ (Piece::Space | Piece::Soft)) => {
                if blank == Piece::Break {
                    *last = blank;
                }
            }
            Some(Piece::Word(_)) => self.pieces.push(blank),
        }
    }
}

fn mark(style: Style, inner: &[Inline], nesting: Nesting) -> &'static str {
    let is_strong = |inline: Option<&Inline>| matches!(inline, Some(Inline::Styled(Style::Strong, _)));
    match style {
        Style::Strong => "**",
        Style::Struck => "~~",
        Style::Emphasis if nesting.strong || is_strong(inner.first()) || is_strong(inner.last()) => "_",
        Style::Emphasis => "*",
    }
}

/// A line that can't be broken: in a table, or a heading.
fn one_line(inlines: &[Inline], place: Place) -> String {
    let pieces = pieces(inlines, place);
    let spell = |piece: Piece| match piece {
        Piece::Word(word) => word,
        Piece::Break if place.table => "<br>".to_owned(),
        Piece::Space | Piece::Soft | Piece::Break => " ".to_owned(),
    };
    pieces.into_iter().map(spell).collect()
}

/// A paragraph in lines. Where the description's own lines are short enough they stay.
fn wrap(pieces: &[Piece], width: usize) -> Vec<String> {
    let kept = fill(pieces, usize::MAX, true);
    let is_narrow = |line: &String| line.chars().count() <= width;
    if kept.iter().all(is_narrow) { kept } else { fill(pieces, width, false) }
}

fn fill(pieces: &[Piece], width: usize, keeps_lines: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut columns = 0;
    for piece in pieces {
        match piece {
            Piece::Word(word) => {
                let length = word.chars().count();
                if columns > 0 && columns + 1 + length > width {
                    lines.push(std::mem::take(&mut line));
                    columns = 0;
                }
                if columns == 0 {
                    line.push_str(&escape::first_word(word));
                } else {
                    line.push(' ');
                    line.push_str(word);
                    columns += 1;
                }
                columns += length;
            }
            Piece::Space => {}
            Piece::Soft if !keeps_lines => {}
            Piece::Soft | Piece::Break => {
                if *piece == Piece::Break {
                    line.push('\\');
                }
                lines.push(std::mem::take(&mut line));
                columns = 0;
            }
        }
    }
    lines.push(line);
    lines
}
