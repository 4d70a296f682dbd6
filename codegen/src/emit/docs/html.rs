//! HTML in a description, written as Markdown. Knows the tags that people use; must not know rustdoc.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::escape::{self, Place};
use super::tags::{attribute, name, past, tag_length, unescaped, without_tags};
use super::{parse, urls};

/// Stands for `<br>` in text: a character that no description has, since it stands for none.
pub(super) const BREAK: char = '\u{FDD0}';

/// A description without HTML: tags that have a meaning in Markdown are written so, others are text, comments go.
pub(super) fn to_markdown(source: &str) -> String {
    if !source.contains('<') {
        return source.to_owned();
    }
    let mut writer = Writer::default();
    let mut done = 0;
    for (range, found) in find(source) {
        // Ranges follow one another; the guard is against a parser that thinks otherwise.
        let Some(before) = source.get(done..range.start) else {
            continue;
        };
        writer.markdown(before);
        match found {
            Found::Block(html, is_nested) => writer.html(&html, is_nested),
            Found::Inline(tag, is_nested) => writer.tag(&tag, is_nested),
        }
        done = range.end;
    }
    writer.markdown(source.get(done..).unwrap_or_default());
    writer.markdown
}

/// HTML in Markdown.
enum Found {
    /// Lines of HTML, and whether they stand in another block.
    Block(String, bool),
    /// A tag in a line, and whether the line stands in another block.
    Inline(String, bool),
}

/// All HTML in a description, in order; code has none.
fn find(source: &str) -> Vec<(Range<usize>, Found)> {
    let mut found = Vec::new();
    let mut block: Option<(Range<usize>, String)> = None;
    let mut open = 0_usize;
    for (event, range) in Parser::new_ext(source, parse::OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some((range, String::new())),
            Event::End(TagEnd::HtmlBlock) => {
                found.extend(block.take().map(|(range, html)| (range, Found::Block(html, open > 0))));
            }
            Event::Html(line) => {
                if let Some((_, html)) = &mut block {
                    html.push_str(&line);
                }
            }
            Event::InlineHtml(tag) => found.push((range, Found::Inline(tag.into_string(), open > 0))),
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
            Event::Start(tag) if holds_lines(tag.to_end()) => open += 1,
            Event::End(tag) if holds_lines(tag) => open = open.saturating_sub(1),
            _ => {}
        }
    }
    found
}

/// Whether a new block in what this holds would end it.
fn holds_lines(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::List(_) | TagEnd::BlockQuote(_) | TagEnd::Table | TagEnd::Heading(_))
}

/// Writes Markdown, and knows which tags are open.
#[derive(Default)]
struct Writer {
    markdown: String,
    /// Where the tags that are open began, in `markdown`.
    open: Vec<Open>,
    /// The lists that are open, with the next number of those in order.
    lists: Vec<Option<u64>>,
    /// The cells of the table's row, and whether it is the first.
    row: Option<(usize, bool)>,
    /// Whether a block has just begun: blanks would be more than that.
    begins: bool,
}

struct Open {
    name: String,
    start: usize,
    /// Of a link: its target.
    target: Option<String>,
}

/// How many tags are open at a time; those beyond have no effect.
const MAX_OPEN: usize = 100;

impl Writer {
    /// Markdown of the description's own.
    fn markdown(&mut self, text: &str) {
        let text = if self.begins { text.trim_start_matches([' ', '\n']) } else { text };
        if !text.is_empty() {
            self.begins = false;
            self.markdown.push_str(text);
        }
    }

    /// Lines of HTML: tags, and text between them whose indentation means nothing.
    fn html(&mut self, html: &str, is_nested: bool) {
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            let (text, tail) = rest.split_at(start);
            self.text(text);
            let length = tag_length(tail);
            let (tag, after) = tail.split_at(length.unwrap_or(1));
            rest = after;
            match (length, hidden(&name(tag).to_ascii_lowercase(), tag)) {
                (None, _) => self.markdown("\\<"),
                (_, None) => self.tag(tag, is_nested),
                (_, Some(Hidden::Preformatted)) => rest = self.preformatted(after),
                (_, Some(Hidden::Unread(end))) => rest = past(after, end).1,
            }
        }
        self.text(rest);
        self.part(is_nested);
    }

    fn text(&mut self, text: &str) {
        let text = if self.row.is_some() { text.replace('|', "\\|").replace('\n', " ") } else { text.to_owned() };
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 && !self.markdown.ends_with('\n') {
                self.markdown("\n");
            }
            let line = if index > 0 { line.trim_start() } else { line };
            self.markdown(line);
        }
    }

    /// Text that is shown as it is; gives what comes after it.
    fn preformatted<'a>(&mut self, html: &'a str) -> &'a str {
        let (text, rest) = past(html, "</pre");
        let text = unescaped(&without_tags(text));
        let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.end_block();
        self.markdown.push_str(&format!("{fence}text\n{}\n{fence}\n\n", text.trim_matches('\n')));
        self.begins = true;
        past(rest, ">").1
    }

    /// A tag. In a line that stands in another block it ends no more than the line.
    fn tag(&mut self, tag: &str, is_nested: bool) {
        let name = name(tag).to_ascii_lowercase();
        let is_end = tag.starts_with("</");
        match (meaning(&name), is_end) {
            (Meaning::Unknown, _) if tag.starts_with("<!--") => {}
            (Meaning::Unknown, _) => self.unknown(tag),
            (Meaning::Nothing, _) => {}
            (Meaning::LineEnd, _) => self.markdown.push(BREAK),
            (Meaning::Image, _) => self.markdown(&attribute(tag, "alt").unwrap_or_default()),
            (Meaning::Superscript, false) => self.markdown("^"),
            (Meaning::Superscript, true) => {}
            (Meaning::Span, false) => self.open(name, attribute(tag, "href")),
            (Meaning::Span, true) => self.close(&name),
            (Meaning::Heading, false) => {
                self.part(is_nested);
                self.open(name, None);
            }
            (Meaning::Heading, true) => {
                self.close(&name);
                self.part(is_nested);
            }
            (Meaning::Structure, _) if !is_nested => self.structure(&name, is_end, tag),
            (Meaning::Structure, false) if name == "li" => {
                self.part(is_nested);
                self.markdown("\u{2022} ");
            }
            (Meaning::Structure | Meaning::Block, _) => self.part(is_nested),
        }
    }

    /// A tag that says nothing to us: what it may be in prose, such as `<name>`.
    fn unknown(&mut self, tag: &str) {
        self.markdown("\\<");
        let rest = tag.strip_prefix('<').unwrap_or(tag).replace('\n', " ");
        self.markdown(&rest);
    }

    /// The end of a paragraph.
    fn part(&mut self, is_nested: bool) {
        if self.row.is_some() {
            self.markdown(" ");
        } else if is_nested {
            self.markdown.extend([BREAK, BREAK]);
        } else {
            self.end_block();
        }
    }

    fn end_block(&mut self) {
        if self.row.is_some() {
            return;
        }
        let trimmed = self.markdown.trim_end_matches([' ', '\n']).len();
        self.markdown.truncate(trimmed);
        if trimmed > 0 {
            self.markdown.push_str("\n\n");
        }
        // What is open would be broken up: it can't be closed any more.
        self.open.retain(|open| open.start >= self.markdown.len());
        self.begins = true;
    }

    fn open(&mut self, name: String, target: Option<String>) {
        if self.open.len() < MAX_OPEN {
            self.open.push(Open { name, start: self.markdown.len(), target });
        }
    }

    /// Spells what a tag has held since it was opened.
    fn close(&mut self, name: &str) {
        if let Some(index) = self.open.iter().rposition(|open| open.name == name) {
            let open = self.open.remove(index);
            self.open.truncate(index);
            let held = self.markdown.get(open.start..).unwrap_or_default().to_owned();
            let text = held.trim();
            if !text.is_empty() && !text.contains("\n\n") {
                let before = &held[..held.len() - held.trim_start().len()];
                let after = &held[held.trim_end().len()..];
                let spelled = self.spelled(name, text, open.target.as_deref());
                self.markdown.truncate(open.start);
                match (self.markdown.chars().next_back(), spelled.chars().next()) {
                    (Some('`'), Some('`')) => self.markdown.push(' '),
                    // An exclamation mark before a link makes it a picture.
                    (Some('!'), Some('[')) => self.markdown.insert(self.markdown.len() - 1, '\\'),
                    _ => {}
                }
                self.markdown.extend([before, &spelled, after]);
            }
        }
    }

    fn spelled(&self, name: &str, text: &str, target: Option<&str>) -> String {
        match name {
            "b" | "strong" => format!("**{text}**"),
            "i" | "em" => format!("*{text}*"),
            "s" | "del" | "strike" => format!("~~{text}~~"),
            "a" => match target.and_then(urls::web) {
                Some(url) => format!("[{text}]({})", escape::target(&url)),
                None => text.to_owned(),
            },
            "code" | "tt" | "kbd" | "samp" => {
                let text = unescaped(text).replace(['\n', BREAK], " ");
                // Of a table's cell, `|` is escaped already.
                escape::code(text.trim_matches('`'), Place::default())
            }
            _ => format!("**{}**", text.replace('\n', " ")),
        }
    }

    /// Lists and tables.
    fn structure(&mut self, name: &str, is_end: bool, tag: &str) {
        match (name, is_end) {
            ("ul", false) => self.open_list(None),
            ("ol", false) => {
                self.open_list(Some(attribute(tag, "start").and_then(|start| start.parse().ok()).unwrap_or(1)))
            }
            ("ul" | "ol", true) => {
                self.lists.pop();
                self.end_block();
            }
            ("li", false) => self.item(),
            ("li", true) => {}
            ("table", false) => self.end_block(),
            ("table", true) => {
                self.row = None;
                self.end_block();
            }
            ("tr", false) => {
                let is_first = self.markdown.ends_with("\n\n") || self.markdown.is_empty();
                self.row = Some((0, is_first));
                self.begins = false;
                self.markdown.push('|');
            }
            ("tr", true) => self.end_row(),
            (_, true) => {
                if let Some((cells, _)) = &mut self.row {
                    *cells += 1;
                    self.markdown.push_str(" |");
                }
            }
            (_, false) => {}
        }
    }

    fn open_list(&mut self, start: Option<u64>) {
        // A list in a list goes on with the item.
        if self.lists.is_empty() {
            self.end_block();
        }
        if self.lists.len() < MAX_OPEN {
            self.lists.push(start);
        }
    }

    fn item(&mut self) {
        let indent = "   ".repeat(self.lists.len().saturating_sub(1));
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number = number.saturating_add(1);
                format!("{}. ", *number - 1)
            }
            _ => "-  ".to_owned(),
        };
        let trimmed = self.markdown.trim_end_matches(' ').len();
        self.markdown.truncate(trimmed);
        if !self.markdown.is_empty() && !self.markdown.ends_with('\n') {
            self.markdown.push('\n');
        }
        self.markdown.extend([indent, marker]);
        self.begins = true;
    }

    fn end_row(&mut self) {
        if let Some((cells, is_first)) = self.row.take() {
            self.markdown.push('\n');
            if is_first {
                self.markdown.push_str(&format!("|{}\n", "---|".repeat(cells)));
            }
            self.begins = true;
        }
    }
}

/// What a tag means in Markdown.
enum Meaning {
    /// The end of a line.
    LineEnd,
    /// A style, a link, code: what is between the tags is spelled otherwise.
    Span,
    /// The text that stands for a picture.
    Image,
    /// `^`
    Superscript,
    /// A heading.
    Heading,
    /// A list, a table, or a part of one.
    Structure,
    /// The end of a paragraph.
    Block,
    /// Nothing that is worth a sign.
    Nothing,
    /// It is no tag that people use in prose: text, such as `<name>`.
    Unknown,
}

fn meaning(name: &str) -> Meaning {
    match name {
        "br" => Meaning::LineEnd,
        "b" | "strong" | "i" | "em" | "s" | "del" | "strike" | "code" | "tt" | "kbd" | "samp" | "a" => Meaning::Span,
        "img" => Meaning::Image,
        "sup" => Meaning::Superscript,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Meaning::Heading,
        "ul" | "ol" | "li" | "table" | "tr" | "td" | "th" => Meaning::Structure,
        "p" | "div" | "section" | "article" | "center" | "blockquote" | "details" | "summary" | "hr" | "dl" | "dt"
        | "dd" | "pre" | "thead" | "tbody" | "tfoot" | "caption" | "colgroup" | "col" | "style" | "script" => {
            Meaning::Block
        }
        "sub" | "u" | "span" | "font" | "small" | "big" | "nobr" | "wbr" | "ins" | "mark" | "abbr" | "cite" => {
            Meaning::Nothing
        }
        _ => Meaning::Unknown,
    }
}

/// What a tag hides: its content is no Markdown.
enum Hidden {
    /// Text that is shown as it is.
    Preformatted,
    /// Nothing that is shown; where it ends.
    Unread(&'static str),
}

fn hidden(name: &str, tag: &str) -> Option<Hidden> {
    match name {
        _ if tag.starts_with("</") => None,
        "pre" => Some(Hidden::Preformatted),
        "style" => Some(Hidden::Unread("</style>")),
        "script" => Some(Hidden::Unread("</script>")),
        _ => None,
    }
}
