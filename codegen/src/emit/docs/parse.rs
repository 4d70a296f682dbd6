//! Markdown to the tree. Knows what a parser reports, of a description as of what we wrote; must not know escapes.

use std::cell::Cell;
use std::iter::Peekable;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::clean::{clean, clean_line};
use super::html::BREAK;
use super::markdown::{Block, Inline, Style, Table};
use super::{tidy, urls};

/// How deep blocks and styles nest; what is deeper keeps its words.
const MAX_DEPTH: usize = 12;

/// What a description may use, beside what CommonMark has.
pub(super) const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_GFM);

/// What rustdoc reads, but for the shape of quotation marks.
const RUSTDOC: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_TASKLISTS);

/// The tree of a description.
pub(super) fn blocks(source: &str) -> Vec<Block> {
    let odd = Cell::new(false);
    Reader { events: Parser::new_ext(source, OPTIONS).peekable(), odd: &odd }.blocks(0)
}

/// The tree of what we wrote, as rustdoc reads it; `None` if it has anything that we do not write.
pub(super) fn written(source: &str) -> Option<Vec<Block>> {
    let odd = Cell::new(false);
    let is_link = |_: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        odd.set(true);
        None
    };
    let parser = Parser::new_with_broken_link_callback(source, RUSTDOC, Some(is_link));
    let blocks = Reader { events: parser.peekable(), odd: &odd }.blocks(0);
    (!odd.get()).then_some(blocks)
}

/// Reads events, of which each start has its end.
struct Reader<'a, I: Iterator<Item = Event<'a>>> {
    events: Peekable<I>,
    /// Whether there was something that we do not write.
    odd: &'a Cell<bool>,
}

impl<'a, I: Iterator<Item = Event<'a>>> Reader<'a, I> {
    /// The blocks up to the end of what holds them, and past it.
    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        loop {
            match self.events.peek() {
                None => return blocks,
                Some(Event::End(_)) => {
                    self.events.next();
                    return blocks;
                }
                Some(Event::Rule) => {
                    self.events.next();
                    self.odd.set(true);
                }
                Some(Event::Start(tag)) if is_block(tag) => {
                    if let Some(Event::Start(tag)) = self.events.next() {
                        self.block(tag, depth, &mut blocks);
                    }
                }
                Some(_) => push_paragraphs(self.inlines(depth), &mut blocks),
            }
        }
    }

    /// One block, past its end.
    fn block(&mut self, tag: Tag<'a>, depth: usize, blocks: &mut Vec<Block>) {
        match tag {
            _ if depth >= MAX_DEPTH => push_paragraphs(text(&self.words()), blocks),
            Tag::Paragraph => push_paragraphs(self.line(depth), blocks),
            Tag::Heading { level, .. } => {
                let line = tidy::heading(self.line(depth));
                match depth {
                    _ if line.is_empty() => {}
                    0 => blocks.push(Block::Heading(level as usize, line)),
                    _ => push_paragraphs(vec![Inline::Styled(Style::Strong, line)], blocks),
                }
            }
            Tag::CodeBlock(kind) => {
                self.expect(matches!(&kind, CodeBlockKind::Fenced(info) if &**info == "text"));
                let code = clean(&self.words());
                if !code.trim().is_empty() {
                    blocks.push(Block::Code(code));
                }
            }
            Tag::BlockQuote(kind) => {
                let title = kind.map(|kind| Inline::Text(format!("{kind:?}")));
                let title = title.map(|title| Block::Paragraph(vec![Inline::Styled(Style::Strong, vec![title])]));
                let inner: Vec<Block> = title.into_iter().chain(self.blocks(depth + 1)).collect();
                if !inner.is_empty() {
                    blocks.push(Block::Quote(inner));
                }
            }
            Tag::List(start) => {
                let items: Vec<_> = self.parts(|reader| reader.blocks(depth + 1));
                let items: Vec<_> = items.into_iter().filter(|item| !item.is_empty()).collect();
                if !items.is_empty() {
                    blocks.push(Block::List(start, items));
                }
            }
            Tag::Table(_) => {
                let mut rows = self.parts(|reader| reader.parts(|reader| tidy::cell(reader.line(depth)))).into_iter();
                let head = rows.next().unwrap_or_default();
                blocks.push(Block::Table(Table { head, rows: rows.collect() }));
            }
            _ => {
                self.odd.set(true);
                push_paragraphs(text(&self.words()), blocks);
            }
        }
    }

    /// The parts of a list, table or row, past its end; each is read from after its start, past its end.
    fn parts<T>(&mut self, mut part: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let mut parts = Vec::new();
        while let Some(Event::Start(_)) = self.events.next() {
            parts.push(part(self));
        }
        parts
    }

    /// The inlines of what holds no blocks, past its end.
    fn line(&mut self, depth: usize) -> Vec<Inline> {
        let inlines = self.inlines(depth);
        self.events.next();
        inlines
    }

    /// The inlines up to a block, or to the end of what holds them.
    fn inlines(&mut self, depth: usize) -> Vec<Inline> {
        let mut inlines = Vec::new();
        loop {
            match self.events.peek() {
                None | Some(Event::End(_) | Event::Rule) => break,
                Some(Event::Start(tag)) if is_block(tag) => break,
                Some(_) => {}
            }
            if let Some(event) = self.events.next() {
                self.inline(event, depth, &mut inlines);
            }
        }
        tidy::inlines(inlines)
    }

    fn inline(&mut self, event: Event<'a>, depth: usize, inlines: &mut Vec<Inline>) {
        match event {
            Event::Start(_) if depth >= MAX_DEPTH => inlines.extend(text(&self.words())),
            Event::Start(Tag::Emphasis) => self.styled(Style::Emphasis, depth, inlines),
            Event::Start(Tag::Strong) => self.styled(Style::Strong, depth, inlines),
            Event::Start(Tag::Strikethrough) => self.styled(Style::Struck, depth, inlines),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                self.expect(matches!(link_type, LinkType::Inline | LinkType::Autolink));
                let label = self.line(depth + 1);
                self.link(&dest_url, label, inlines);
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.odd.set(true);
                let label = self.line(depth + 1);
                self.link(&dest_url, label, inlines);
            }
            Event::Text(words) => inlines.extend(text(&words)),
            Event::Code(code) => match clean_line(&code.replace(BREAK, " ")) {
                code if code.trim().is_empty() => inlines.push(Inline::Text(code)),
                code => inlines.push(Inline::Code(code)),
            },
            Event::SoftBreak => inlines.push(Inline::Text("\n".to_owned())),
            Event::HardBreak => inlines.push(Inline::Break),
            Event::InlineHtml(html) if &*html == "<br>" => inlines.push(Inline::Break),
            Event::InlineHtml(words) | Event::Html(words) | Event::FootnoteReference(words) => {
                self.odd.set(true);
                inlines.extend(text(&words));
            }
            _ => self.odd.set(true),
        }
    }

    fn styled(&mut self, style: Style, depth: usize, inlines: &mut Vec<Inline>) {
        let inner = self.line(depth + 1);
        inlines.push(Inline::Styled(style, inner));
    }

    /// A link to a web address; of any other only the text is kept, for rustdoc would look for it in the crate.
    fn link(&mut self, target: &str, label: Vec<Inline>, inlines: &mut Vec<Inline>) {
        match urls::web(target) {
            None => {
                self.odd.set(true);
                inlines.extend(label);
            }
            Some(url) if label.is_empty() => inlines.push(Inline::Link(url.clone(), vec![Inline::Text(url)])),
            Some(url) => inlines.push(Inline::Link(url, label)),
        }
    }

    /// The words of what has begun, past its end, however deep it goes.
    fn words(&mut self) -> String {
        let mut words = String::new();
        let mut open = 1_usize;
        while open > 0 {
            match self.events.next() {
                None => break,
                Some(Event::Start(_)) => open += 1,
                Some(Event::End(end)) => {
                    open -= 1;
                    if open > 0 && is_block_end(end) {
                        words.push('\n');
                    }
                }
                Some(Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text)) => {
                    words.push_str(&text);
                }
                Some(_) => words.push('\n'),
            }
        }
        words
    }

    fn expect(&self, expected: bool) {
        if !expected {
            self.odd.set(true);
        }
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    is_block_end(tag.to_end())
}

fn is_block_end(end: TagEnd) -> bool {
    !matches!(
        end,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// Text, in which [`BREAK`] stands for what HTML has as `<br>`.
fn text(text: &str) -> Vec<Inline> {
    let mut inlines = Vec::new();
    for (index, part) in text.split(BREAK).enumerate() {
        if index > 0 {
            inlines.push(Inline::Break);
        }
        // Cleaned once more: a character reference may stand for any character.
        inlines.push(Inline::Text(clean(part)));
    }
    inlines
}

/// A paragraph, or more where lines end twice.
fn push_paragraphs(inlines: Vec<Inline>, blocks: &mut Vec<Block>) {
    for paragraph in tidy::paragraphs(inlines) {
        blocks.push(Block::Paragraph(paragraph));
    }
}
