//! The events of the parser as a flat tape of items.

use std::{borrow::Cow, collections::HashMap};

use granit_parser as granit;
use granit_parser::{Event, ScalarStyle, StructureStyle};

use super::{Content, Item, ItemTag, fault};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, catalogue},
    source::{FileId, MAX_DEPTH, Span, core_schema::Tag},
};

/// Events to items.
pub(super) struct Scan<'a, 'd> {
    text: &'a str,
    file: FileId,
    diagnostics: &'d mut Diagnostics,
    items: Vec<Item<'a>>,
    /// The collections around the place that is read, by index.
    open: Vec<usize>,
    /// The items that anchors stand at, by the parser's number.
    anchors: HashMap<usize, usize>,
    /// Where the last whole node ends.
    end: u32,
}

impl<'a, 'd> Scan<'a, 'd> {
    /// The items of the only document of a text.
    pub(super) fn of(text: &'a str, file: FileId, diagnostics: &'d mut Diagnostics) -> Option<Vec<Item<'a>>> {
        let mut scan =
            Self { text, file, diagnostics, items: Vec::new(), open: Vec::new(), anchors: HashMap::new(), end: 0 };
        let options = granit::options! {
            emit_comments: false,
            emit_unresolved_aliases: true,
            flow_nesting_limit: MAX_DEPTH as usize,
            block_nesting_limit: MAX_DEPTH as usize,
        };
        for event in granit::Parser::new_from_str_with_options(text, options) {
            match event {
                Ok((Event::DocumentStart(..), span)) if !scan.items.is_empty() => {
                    scan.second_document(span);
                    break;
                }
                Ok((event, span)) => scan.event(event, span),
                Err(error) => {
                    scan.diagnostics.push(fault::diagnostic(text, file, &error));
                    return None;
                }
            }
        }
        if scan.items.is_empty() {
            let span = Span::new(file, text.len()..text.len());
            scan.report(&catalogue::SYNTAX, span, "the text is empty");
            return None;
        }
        Some(scan.items)
    }

    fn event(&mut self, event: Event<'a>, place: granit::Span) {
        let span = self.span(place);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tag = self.tag(tag, place);
                let plain = style == ScalarStyle::Plain;
                let (span, text) = match style {
                    ScalarStyle::Literal | ScalarStyle::Folded => (self.trimmed(span), text),
                    // The parser has `~` for a scalar that is not written at all.
                    ScalarStyle::Plain if span.start == span.end => (self.after_colon(span), Cow::Borrowed("")),
                    _ => (span, text),
                };
                self.push(Content::Scalar(text, plain), span, anchor, tag);
            }
            Event::SequenceStart(style, anchor, tag) => {
                let tag = self.tag(tag, place);
                let span = match style {
                    StructureStyle::Block => self.at_dash(span),
                    StructureStyle::Flow => span,
                };
                self.open_collection(Content::Sequence, span, anchor, tag);
            }
            Event::MappingStart(_, anchor, tag) => {
                let tag = self.tag(tag, place);
                self.open_collection(Content::Mapping, span, anchor, tag);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close_collection(span),
            Event::Alias(anchor) => {
                let target = self.anchors.get(&anchor).copied();
                let content = target.map_or(Content::Nowhere, Content::Alias);
                self.push(content, span, 0, None);
            }
            Event::UnresolvedAlias(name) => {
                let message = format!("no anchor `{name}` stands before this alias");
                self.report(&catalogue::ALIAS, span, message);
                self.push(Content::Nowhere, span, 0, None);
            }
            // The frame of the stream and of the document, and what the options leave out.
            _ => {}
        }
    }

    fn push(&mut self, content: Content<'a>, span: Span, anchor: usize, tag: Option<ItemTag>) {
        let index = self.items.len();
        if anchor > 0 {
            self.anchors.insert(anchor, index);
        }
        self.end = span.end;
        self.items.push(Item { span, next: index + 1, content, tag });
    }

    fn open_collection(&mut self, content: Content<'a>, span: Span, anchor: usize, tag: Option<ItemTag>) {
        self.open.push(self.items.len());
        self.push(content, span, anchor, tag);
    }

    /// Ends the innermost collection: at its bracket, or where the last of its parts ends.
    fn close_collection(&mut self, bracket: Span) {
        if bracket.start < bracket.end {
            self.end = bracket.end;
        }
        let next = self.items.len();
        if let Some(item) = self.open.pop().and_then(|index| self.items.get_mut(index)) {
            item.next = next;
            item.span.end = self.end;
        }
    }

    /// What a tag means; one that means nothing here is reported and left out.
    fn tag(&mut self, tag: Option<Cow<'_, granit::Tag>>, place: granit::Span) -> Option<ItemTag> {
        let tag = tag?;
        let known = match tag.core_suffix() {
            Some("null") => ItemTag::Core(Tag::Null),
            Some("bool") => ItemTag::Core(Tag::Bool),
            Some("int") => ItemTag::Core(Tag::Int),
            Some("float") => ItemTag::Core(Tag::Float),
            Some("str") => ItemTag::Core(Tag::Str),
            Some("seq") => ItemTag::Sequence,
            Some("map") => ItemTag::Mapping,
            _ if tag.suffix_in_namespace("tag:yaml.org,2002:").as_deref() == Some("merge") => ItemTag::Merge,
            // `!` alone: do not guess, so a scalar is a string.
            _ if tag.handle().is_empty() && tag.suffix() == "!" => ItemTag::Core(Tag::Str),
            _ => {
                let span = self.span(place.tag_span().unwrap_or(place));
                let message = format!("the tag `{}` is not known", tag.original());
                self.report(&catalogue::NOT_JSON, span, message);
                return None;
            }
        };
        Some(known)
    }

    fn second_document(&mut self, place: granit::Span) {
        let span = self.span(place);
        let message = "a second document begins here; a file holds one";
        self.report(&catalogue::SYNTAX, span, message);
    }

    fn report(&mut self, code: &'static Code, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, span, message));
    }

    fn span(&self, place: granit::Span) -> Span {
        Span::new(self.file, place.byte_range().unwrap_or_default())
    }

    /// A span without the blanks at its end.
    fn trimmed(&self, span: Span) -> Span {
        let range = span.start as usize..span.end as usize;
        let text = self.text.get(range.clone()).unwrap_or_default();
        Span::new(self.file, range.start..range.start + text.trim_end().len())
    }

    /// The place of a value that is not written: after the colon of its key, where the parser has it before.
    fn after_colon(&self, span: Span) -> Span {
        let at = span.start as usize;
        let (before, after) = self.text.split_at_checked(at).unwrap_or_default();
        if after.starts_with(':') && before.ends_with(|last: char| !last.is_whitespace() && !"{,".contains(last)) {
            return Span::new(self.file, at + 1..at + 1);
        }
        span
    }

    /// A block sequence from its first dash on, which the parser leaves out where it is not indented.
    fn at_dash(&self, span: Span) -> Span {
        let before = self.text.get(..span.start as usize).unwrap_or_default().trim_end();
        let starts_at_dash = self.text.get(span.start as usize..).is_some_and(is_dash);
        match before.len().checked_sub(1) {
            Some(dash) if !starts_at_dash && before.ends_with('-') => Span::new(self.file, dash..span.end as usize),
            _ => span,
        }
    }
}

/// Whether a text begins with the dash of an item.
fn is_dash(text: &str) -> bool {
    text.strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}
