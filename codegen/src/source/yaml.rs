//! YAML 1.2 to the tree of located values, by the core schema. Knows nothing of what the values mean.
//!
//! The parser's events become a flat tape first, in which a collection's parts follow it; the tree is built from the
//! tape, so that an anchor costs nothing, and an alias only when it is replaced by what it names.

mod fault;

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use granit_parser as granit;
use granit_parser::{Event, ScalarStyle, StructureStyle};
use indexmap::{IndexMap, map};

use super::{
    Entry, FileId, Kind, MAX_DEPTH, Node, Sources, Span,
    core_schema::{self, Tag},
    duplicate_member, text_of,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, catalogue};

/// How many bytes of memory the replacing of aliases may take: about two million values.
const MAX_COPIED: usize = 256 << 20;

/// What is said where values are nested more than [`MAX_DEPTH`] deep.
const TOO_DEEP: &str = "values are nested too deeply";

/// Reads a text as one YAML document.
///
/// A scalar without quotes is what the core schema of YAML 1.2 makes of it; a key is always a string, namely its text.
/// A value that an alias stands for has the place of the alias, and its parts have the places where they stand.
/// `None` where the text has no tree; there is an error then. Where there is a tree, there may be errors too.
pub fn read(sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = text_of(sources, file, diagnostics)?;
    let items = Scan::of(text, file, diagnostics)?;
    let mut builder = Builder { items: &items, diagnostics, replacing: None, copied: 0 };
    builder.node(0, 0).ok()
}

/// A node of the text.
struct Item<'a> {
    span: Span,
    /// The index after its last part.
    next: usize,
    content: Content<'a>,
    tag: Option<ItemTag>,
}

enum Content<'a> {
    /// A scalar, and whether it is without quotes.
    Scalar(Cow<'a, str>, bool),
    Sequence,
    Mapping,
    /// An alias of the item of an index.
    Alias(usize),
    /// An alias of an anchor that is not there.
    Nowhere,
}

/// A tag that means something here; those of collections say only what is seen anyhow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ItemTag {
    Core(Tag),
    /// `!!seq`
    Sequence,
    /// `!!map`
    Mapping,
    /// `!!merge`, which some writers put before `<<`.
    Merge,
}

/// Events to items.
struct Scan<'a, 'd> {
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
    fn of(text: &'a str, file: FileId, diagnostics: &'d mut Diagnostics) -> Option<Vec<Item<'a>>> {
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

/// Nothing more can be built; the reason is reported.
struct Stop;

/// Items to nodes.
struct Builder<'a, 'd> {
    items: &'a [Item<'a>],
    diagnostics: &'d mut Diagnostics,
    /// The place of the outermost alias that is being replaced. What it names was, or will be, reported where it stands.
    replacing: Option<Span>,
    /// How many bytes of memory went into the replacing of aliases.
    copied: usize,
}

impl<'a> Builder<'a, '_> {
    fn item(&self, index: usize) -> &'a Item<'a> {
        // Indices come from the tape itself.
        &self.items[index]
    }

    fn node(&mut self, index: usize, depth: u32) -> Result<Node, Stop> {
        let item = self.item(index);
        let kind = match &item.content {
            Content::Scalar(text, plain) => {
                self.charge(text.len())?;
                self.scalar(text, *plain, item)
            }
            Content::Sequence => {
                self.collection(item, depth, ItemTag::Sequence)?;
                self.sequence(index, depth + 1)?
            }
            Content::Mapping => {
                self.collection(item, depth, ItemTag::Mapping)?;
                self.mapping(index, depth + 1)?
            }
            Content::Alias(target) => self.alias(index, *target, depth)?,
            Content::Nowhere => Kind::Null,
        };
        Ok(Node { span: item.span, kind })
    }

    fn scalar(&mut self, text: &str, plain: bool, item: &Item<'_>) -> Kind {
        let value = match item.tag {
            Some(ItemTag::Core(tag)) => core_schema::tagged(tag, text),
            Some(ItemTag::Sequence | ItemTag::Mapping) => Err(WRONG_TAG.to_owned()),
            Some(ItemTag::Merge) | None if plain => core_schema::plain(text),
            Some(ItemTag::Merge) | None => Ok(Kind::String(text.to_owned())),
        };
        value.unwrap_or_else(|message| {
            self.report(&catalogue::NOT_JSON, item.span, message);
            Kind::Null
        })
    }

    /// What has to hold of a collection before its parts are read.
    fn collection(&mut self, item: &Item<'_>, depth: u32, fitting: ItemTag) -> Result<(), Stop> {
        if item.tag.is_some_and(|tag| tag != fitting) {
            self.report(&catalogue::NOT_JSON, item.span, WRONG_TAG);
        }
        self.charge(0)?;
        if depth < MAX_DEPTH {
            return Ok(());
        }
        let span = self.replacing.unwrap_or(item.span);
        self.stop(&catalogue::SYNTAX, span, TOO_DEEP)
    }

    fn sequence(&mut self, index: usize, depth: u32) -> Result<Kind, Stop> {
        let (mut at, end) = (index + 1, self.item(index).next);
        let mut items = Vec::new();
        while at < end {
            items.push(self.node(at, depth)?);
            at = self.item(at).next;
        }
        Ok(Kind::Array(items))
    }

    fn mapping(&mut self, index: usize, depth: u32) -> Result<Kind, Stop> {
        let (mut key, end) = (index + 1, self.item(index).next);
        let mut members = Members::default();
        while key < end {
            let value = self.item(key).next;
            let node = self.node(value, depth)?;
            if is_merge(self.item(key)) {
                self.merge(&mut members, self.item(key).span, node);
            } else if let Some(name) = self.name(key)? {
                self.member(&mut members, name, self.item(key).span, node);
            }
            key = self.item(value).next;
        }
        Ok(Kind::Object(members.all))
    }

    fn member(&mut self, members: &mut Members, name: String, key: Span, value: Node) {
        let entry = Entry { key, value };
        match members.all.entry(name) {
            map::Entry::Vacant(vacant) => {
                vacant.insert(entry);
            }
            // What is written here goes before what is merged in.
            map::Entry::Occupied(mut occupied) if members.merged.remove(&occupied.index()) => {
                occupied.insert(entry);
            }
            map::Entry::Occupied(occupied) => {
                let diagnostic = duplicate_member(occupied.key(), occupied.get().key, key);
                self.push(diagnostic);
            }
        }
    }

    /// Takes in the members of the mapping, or of the list of mappings, that stands at `<<`.
    fn merge(&mut self, members: &mut Members, key: Span, value: Node) {
        if let Some(first) = members.merge_key.replace(key) {
            let diagnostic = duplicate_member("<<", first, key);
            self.push(diagnostic.help("merge a list of them: `<<: [*first, *second]`"));
        }
        let bases = match value.kind {
            Kind::Array(items) => items,
            _ => vec![value],
        };
        for base in bases {
            match base.kind {
                Kind::Object(base) => members.take(base),
                _ => {
                    let message = format!("`<<` merges a map or a list of maps, and this is {}", base.describe());
                    self.report(&catalogue::WRONG_KIND, base.span, message);
                }
            }
        }
    }

    /// The text of a key.
    fn name(&mut self, index: usize) -> Result<Option<String>, Stop> {
        let item = self.item(index);
        let target = match item.content {
            Content::Alias(target) => &self.item(target).content,
            ref content => content,
        };
        match target {
            Content::Scalar(text, plain) if !plain || !text.is_empty() => {
                let is_alias = matches!(item.content, Content::Alias(_));
                if let Some(alias) = self.replacing.or(is_alias.then_some(item.span)) {
                    self.copy(size_of::<Entry>() + text.len(), alias)?;
                }
                return Ok(Some(text.clone().into_owned()));
            }
            Content::Scalar(..) => self.report(&catalogue::NOT_JSON, item.span, "a member without a name"),
            Content::Nowhere => {}
            _ => self.report(&catalogue::NOT_JSON, item.span, "a member's name must be a text"),
        }
        Ok(None)
    }

    /// What an alias stands for.
    fn alias(&mut self, index: usize, target: usize, depth: u32) -> Result<Kind, Stop> {
        let (alias, anchored) = (self.item(index).span, self.item(target));
        if anchored.next > index {
            let message = "this alias stands inside of what it names";
            let diagnostic = Diagnostic::new(&catalogue::ALIAS, alias, message);
            self.push(diagnostic.also(anchored.span, "what it names begins here"));
            return Ok(Kind::Null);
        }
        let outermost = self.replacing;
        self.replacing = outermost.or(Some(alias));
        let node = self.node(target, depth)?;
        self.replacing = outermost;
        Ok(node.kind)
    }

    /// Counts a node, where it is a copy that an alias asked for.
    fn charge(&mut self, text: usize) -> Result<(), Stop> {
        match self.replacing {
            Some(alias) => self.copy(size_of::<Node>() + text, alias),
            None => Ok(()),
        }
    }

    fn copy(&mut self, bytes: usize, alias: Span) -> Result<(), Stop> {
        self.copied = self.copied.saturating_add(bytes);
        if self.copied <= MAX_COPIED {
            return Ok(());
        }
        let message = "the document becomes too large when its aliases are replaced by what they name";
        self.stop(&catalogue::ALIAS, alias, message)
    }

    fn stop<T>(&mut self, code: &'static Code, span: Span, message: &str) -> Result<T, Stop> {
        self.diagnostics.push(Diagnostic::new(code, span, message));
        Err(Stop)
    }

    fn report(&mut self, code: &'static Code, span: Span, message: impl Into<String>) {
        self.push(Diagnostic::new(code, span, message));
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        if self.replacing.is_none() {
            self.diagnostics.push(diagnostic);
        }
    }
}

/// What is said where a collection has a scalar's tag, or the other way round.
const WRONG_TAG: &str = "the tag asks for another kind of value";

/// Whether a key is the one that merges.
fn is_merge(key: &Item<'_>) -> bool {
    matches!(&key.content, Content::Scalar(text, true) if text == "<<")
        && matches!(key.tag, None | Some(ItemTag::Merge))
}

/// The members of a mapping that is being built.
#[derive(Default)]
struct Members {
    all: IndexMap<String, Entry>,
    /// The places of those that were merged in.
    merged: HashSet<usize>,
    /// Where `<<` stands.
    merge_key: Option<Span>,
}

impl Members {
    /// Takes in the members of a base that are not there.
    fn take(&mut self, base: IndexMap<String, Entry>) {
        for (name, entry) in base {
            if let map::Entry::Vacant(vacant) = self.all.entry(name) {
                self.merged.insert(vacant.index());
                vacant.insert(entry);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;
    use crate::source::{
        json,
        marked::{defects, places, range, sound, unmark},
    };

    const MARKED: &str = r#"# ünïcode
>>>>>>ключ<<<: >>>значение<<<
>>>"é b"<<<: >>>'ein ''Wort'''<<< # ö
>>>map<<<:
  >>>>>>空<<<: >>>1.50<<<
  >>>𝄞<<<:>>><<<<<<
>>>flow<<<: >>>{ >>>ä<<<: >>>[>>>1<<<, >>>"ß"<<<]<<<, >>>b<<<: >>>~<<< }<<<
>>>indented<<<:
  >>>- >>>öde<<<
  - >>>>>>k<<<: >>>v<<<<<<<<<
>>>flush<<<:
>>>- >>>x<<<
->>><<<<<<
>>>plain<<<: >>>eins
  zwei<<<
>>>200<<<: >>>true<<<
>>>block<<<: |
  >>>é
  text<<<

>>>last<<<: >>>end<<<<<<
"#;

    #[test]
    fn every_value_and_key_has_its_place() {
        places(read, MARKED);
    }

    #[test]
    fn the_line_breaks_of_windows_do_not_shift_places() {
        places(read, &MARKED.replace('\n', "\r\n"));
        let node = sound(read, "b: |\r\n  x\r\n  y\r\n");
        assert_eq!(node.to_json(), r#"{"b":"x\ny\n"}"#);
    }

    #[test]
    fn a_byte_order_mark_is_skipped() {
        places(read, "\u{FEFF}>>>>>>a<<<: >>>1<<<<<<\n");
    }

    #[test]
    fn values_are_those_of_the_core_schema() {
        for (text, json) in [
            ("a: yes", r#"{"a":"yes"}"#),
            ("a: 0x1F", r#"{"a":31}"#),
            ("a: '12'", r#"{"a":"12"}"#),
            ("a: \"true\"", r#"{"a":"true"}"#),
            ("a: !!str 12", r#"{"a":"12"}"#),
            ("a: ! 12", r#"{"a":"12"}"#),
            ("a: !!int '12'", r#"{"a":12}"#),
            ("a: !!float 1.5", r#"{"a":1.5}"#),
            ("a: !!null", r#"{"a":null}"#),
            ("a: !!seq [1]", r#"{"a":[1]}"#),
            ("a: !!map {b: 1}", r#"{"a":{"b":1}}"#),
            ("!<tag:yaml.org,2002:str> 1", r#""1""#),
            ("a: \"\\u00e9\\x41\"", r#"{"a":"éA"}"#),
            ("a: >-\n  b\n  c\n\n", r#"{"a":"b c"}"#),
            ("a: |\n  b\n  c\n\n", r#"{"a":"b\nc\n"}"#),
            ("a: |+\n  b\n\n", r#"{"a":"b\n\n"}"#),
            ("a: 2024-01-01", r#"{"a":"2024-01-01"}"#),
            ("---\n{\"a\": [1, 2.0]}\n...\n", r#"{"a":[1,2.0]}"#),
            ("--- ~", "null"),
            ("%YAML 1.2\n---\na: b", r#"{"a":"b"}"#),
        ] {
            assert_eq!(sound(read, text).to_json(), json, "{text}");
        }
    }

    #[test]
    fn keys_are_their_text() {
        let text = "200: a\n4XX: b\ntrue: c\nnull: d\n1.0: e\n0x1F: f\n'': g\n~: h\n? k\n: i\n!!int 7: j\n";
        let node = sound(read, text);
        let names: Vec<&String> = node.as_object().unwrap().keys().collect();
        assert_eq!(names, ["200", "4XX", "true", "null", "1.0", "0x1F", "", "~", "k", "7"]);
    }

    #[test]
    fn keys_that_are_no_texts_are_refused() {
        let text = "? >>>[1, 2]<<<\n: a\n? >>>{b: c}<<<\n: d\n>>><<<: e\nf: g\n";
        let expected = [
            "R0109 a member's name must be a text",
            "R0109 a member's name must be a text",
            "R0109 a member without a name",
        ];
        assert_eq!(defects(read, text, &expected).as_deref(), Some(r#"{"f":"g"}"#));
    }

    #[test]
    fn every_duplicate_is_reported_and_the_first_stays() {
        let text = ">>>é<<<: 1\nb:\n  - {>>>c<<<: 1, >>>'c'<<<: 2}\n>>>\"é\"<<<: 2\n";
        let expected =
            ["R0102 the member `c` stands twice in one object", "R0102 the member `é` stands twice in one object"];
        let json = defects(read, text, &expected);
        assert_eq!(json.as_deref(), Some(r#"{"é":1,"b":[{"c":1}]}"#));
    }

    #[test]
    fn what_json_does_not_have_is_refused_where_it_stands() {
        for (text, message) in [
            ("ä: >>>.nan<<<", "JSON has no number like `.nan`"),
            ("- >>>-.inf<<<", "JSON has no number like `-.inf`"),
            ("- >>>1e999<<<", "the number `1e999` is out of range"),
            ("- !!int >>>x<<<", "the tag asks for an integer, which this is not"),
            ("- !!seq >>>{a: 1}<<<", "the tag asks for another kind of value"),
            ("- !!map >>>x<<<", "the tag asks for another kind of value"),
            ("- !!str >>>[x]<<<", "the tag asks for another kind of value"),
            ("ä: >>>!Ref<<< x", "the tag `!Ref` is not known"),
            ("ä: >>>!!binary<<< aGk=", "the tag `!!binary` is not known"),
            ("ä: >>>!<tag:a,2000:b><<< x", "the tag `!<tag:a,2000:b>` is not known"),
        ] {
            let found = defects(read, text, &[&format!("R0109 {message}")]);
            assert!(found.is_some(), "{text}");
        }
    }

    /// The only error of a marked text is one of syntax, at the mark.
    fn refused(marked: &str) -> Diagnostic {
        let (text, ranges) = unmark(marked);
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", text);
        let mut diagnostics = Diagnostics::default();
        assert_eq!(read(&sources, file, &mut diagnostics), None);
        let found: Vec<_> = diagnostics.iter().collect();
        assert_eq!(found.len(), 1, "{marked}");
        assert_eq!(found[0].code.id, "R0101");
        assert_eq!([range(found[0].labels[0].span)], ranges[..], "{marked}: {}", found[0].message);
        found[0].clone()
    }

    #[test]
    fn syntax_errors_stand_at_the_exact_place() {
        for text in [
            "é:\n  - a\n  >>>b<<<: c\n",
            "é: b>>>:<<< c\n",
            ">>>[<<<é, b",
            "é: >>>'<<<b",
            "é: >>>\u{7}<<<",
            "é: [b, c: d\n\ne>>>:<<< f]",
            "é: >>>@<<<x\n",
            "é: \"a\\x41\\\"\\n>>>\\<<<d\"\n",
            "é: \"a>>>\\<<<u00g0\"\n",
            "é: \"a>>>\\<<<x4\"",
            "é: >>>}<<<\n",
            ">>><<<",
            "# only a remark\n>>><<<",
        ] {
            refused(text);
        }
    }

    #[test]
    fn tabs_are_told() {
        for text in [
            "é:\n>>>\t<<<b: c\n",
            "é:\n  b: c\n>>>\t<<<d: e\n",
            "é: b\tc\n>>>\t<<<d\n",
            "é:\n- >>>\t<<<- x\n",
            "é: |\n>>>\t<<<b\n",
            "é:\n  b:\n>>>\t<<<  c: 1\n",
        ] {
            let diagnostic = refused(text);
            assert_eq!(diagnostic.help.as_deref(), Some("write spaces instead of the tab"));
        }
    }

    #[test]
    fn a_second_document_is_refused_and_the_first_stays() {
        let text = "a: 1\n>>>---<<<\nb: 2\n";
        let expected = ["R0101 a second document begins here; a file holds one"];
        assert_eq!(defects(read, text, &expected).as_deref(), Some(r#"{"a":1}"#));
    }

    #[test]
    fn an_alias_stands_for_what_it_names() {
        let node = sound(read, "a: &é\n  k: [1, x]\nb: *é\nc: &s text\n*s : d\n");
        assert_eq!(node.to_json(), r#"{"a":{"k":[1,"x"]},"b":{"k":[1,"x"]},"c":"text","text":"d"}"#);
        let (a, b) = (node.get("a").unwrap(), node.get("b").unwrap());
        // The alias has its own place; the parts have those where they are written.
        assert_eq!(a.get("k"), b.get("k"));
        assert_eq!(b.span.end - b.span.start, "*é".len() as u32);
    }

    #[test]
    fn an_anchor_can_be_named_anew() {
        let node = sound(read, "[&a 1, *a, &a 2, *a]");
        assert_eq!(node.to_json(), "[1,1,2,2]");
    }

    #[test]
    fn aliases_that_lead_nowhere_are_all_reported() {
        let text = "é: >>>*missing<<<\nb: [>>>*later<<<, &later 1]\n";
        let expected =
            ["R0110 no anchor `missing` stands before this alias", "R0110 no anchor `later` stands before this alias"];
        let json = defects(read, text, &expected);
        assert_eq!(json.as_deref(), Some(r#"{"é":null,"b":[null,1]}"#));
    }

    #[test]
    fn an_alias_inside_of_what_it_names_is_refused() {
        let text = "é: &a >>>[1, {b: >>>*a<<<}]<<<\nc: *a\n";
        let expected = ["R0110 this alias stands inside of what it names"];
        let json = r#"{"é":[1,{"b":null}],"c":[1,{"b":null}]}"#;
        assert_eq!(defects(read, text, &expected).as_deref(), Some(json));
    }

    const TOO_LARGE: &str = "R0110 the document becomes too large when its aliases are replaced by what they name";

    #[test]
    fn what_aliases_become_is_bounded_in_number() {
        let mut text = "- &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..6 {
            let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
            writeln!(text, "- &a{level} [{aliases}]").unwrap();
        }
        // A million values and those of the levels before; the third time is too much.
        let marked = text + "- *a5\n- >>>*a5<<<\n";
        assert_eq!(defects(read, &marked, &[TOO_LARGE]), None);
    }

    #[test]
    fn what_aliases_become_is_bounded_in_length() {
        let marked = format!("- &a {}\n{}- >>>*a<<<\n", "x".repeat(1 << 20), "- *a\n".repeat(255));
        assert_eq!(defects(read, &marked, &[TOO_LARGE]), None);
        let marked = format!("- &a {}\n{}- {{>>>*a<<< : 1}}\n", "x".repeat(1 << 20), "- {*a : 1}\n".repeat(255));
        assert_eq!(defects(read, &marked, &[TOO_LARGE]), None);
    }

    #[test]
    fn depth_is_bounded() {
        let flow = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        let block = |depth: usize| "- ".repeat(depth) + "x";
        sound(read, &flow(512));
        sound(read, &block(512));
        for text in [flow(513), block(513), "- ".repeat(256) + &flow(257), flow(100_000), block(100_000)] {
            let mut sources = Sources::default();
            let file = sources.add("a.yaml", text);
            let mut diagnostics = Diagnostics::default();
            assert_eq!(read(&sources, file, &mut diagnostics), None);
            let found: Vec<_> = diagnostics.iter().map(|found| &found.message).collect();
            assert_eq!(found, [TOO_DEEP]);
        }
    }

    #[test]
    fn depth_is_bounded_where_aliases_make_it() {
        let flow = |depth: usize, inner: &str| "[".repeat(depth) + inner + &"]".repeat(depth);
        let text = format!("- &a {}\n- {}\n", flow(300, "x"), flow(300, ">>>*a<<<"));
        assert_eq!(defects(read, &text, &["R0101 values are nested too deeply"]), None);
    }

    #[test]
    fn merged_members_stand_where_they_are_merged_and_give_way() {
        for (text, json) in [
            ("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3, z: 4}", r#"{"x":1,"y":3,"z":4}"#),
            ("a: &a {x: 1, y: 2}\nb: {y: 3, <<: *a}", r#"{"y":3,"x":1}"#),
            ("a: [&a {x: 1}, &b {x: 2, y: 2}]\nb: {<<: [*a, *b]}", r#"{"x":1,"y":2}"#),
            ("b: {<<: {x: 1}, y: 2}", r#"{"x":1,"y":2}"#),
            ("a: &a {x: 1}\nb: {!!merge <<: *a}", r#"{"x":1}"#),
            ("a: &a {x: 1}\nc: &c {<<: *a, y: 2}\nb: {<<: *c, z: 3}", r#"{"x":1,"y":2,"z":3}"#),
            ("b: {'<<': 1}", r#"{"<<":1}"#),
        ] {
            assert_eq!(sound(read, text).get("b").unwrap().to_json(), json, "{text}");
        }
    }

    #[test]
    fn a_member_that_gives_way_does_so_once() {
        let text = "a: &a {x: 1}\nb: {<<: *a, >>>x<<<: 2, >>>x<<<: 3}\n";
        let expected = ["R0102 the member `x` stands twice in one object"];
        let json = defects(read, text, &expected);
        assert_eq!(json.as_deref(), Some(r#"{"a":{"x":1},"b":{"x":2}}"#));
    }

    #[test]
    fn what_is_no_map_can_not_be_merged() {
        let text = "a: &a {x: 1}\nb: {<<: >>>text<<<, y: 1}\nc: {<<: [*a, >>>2<<<]}\n";
        let expected = [
            "R0105 `<<` merges a map or a list of maps, and this is a string",
            "R0105 `<<` merges a map or a list of maps, and this is a number",
        ];
        let json = defects(read, text, &expected);
        assert_eq!(json.as_deref(), Some(r#"{"a":{"x":1},"b":{"y":1},"c":{"x":1}}"#));
    }

    #[test]
    fn two_merges_in_one_map_are_refused() {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", "{<<: {x: 1}, <<: {y: 2}}");
        let mut diagnostics = Diagnostics::default();
        read(&sources, file, &mut diagnostics);
        let found: Vec<_> = diagnostics.iter().collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "the member `<<` stands twice in one object");
        let places: Vec<_> = found[0].labels.iter().map(|label| range(label.span)).collect();
        assert_eq!(places, [(13, 15), (1, 3)]);
    }

    #[test]
    fn what_is_wrong_in_an_anchor_is_reported_once() {
        let text = "a: &a {>>>k<<<: 1, >>>k<<<: >>>.nan<<<}\nb: *a\nc: [*a, *a]\n";
        let expected = ["R0109 JSON has no number like `.nan`", "R0102 the member `k` stands twice in one object"];
        assert!(defects(read, text, &expected).is_some());
    }

    proptest! {
        #[test]
        fn json_is_read_as_the_same_tree(
            text in r#"\{"[a-zé]{1,4}": \[("[a-zé ]{0,4}"|-?[1-9][0-9]{0,3}(\.[0-9]{1,3})?|true|null)(, \{\})?\]\}"#,
        ) {
            prop_assert_eq!(sound(read, &text), sound(json::read, &text));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[-\\[\\]{}:,?&*!|>'\"%@#~<. \n\tab0-2é\u{FEFF}]{0,32}") {
            let mut sources = Sources::default();
            let file = sources.add("a.yaml", text.as_str());
            let mut diagnostics = Diagnostics::default();
            let node = read(&sources, file, &mut diagnostics);
            prop_assert!(node.is_some() || diagnostics.has_errors());
            for label in diagnostics.iter().flat_map(|found| &found.labels) {
                let (start, end) = range(label.span);
                prop_assert!(text.get(start..end).is_some(), "{:?}", label.span);
            }
        }
    }
}
