//! The tape as a tree: aliases replaced, `<<` merged, scalars by the core schema.

use std::collections::HashSet;

use indexmap::{IndexMap, map};

use super::{Content, Item, ItemTag, TOO_DEEP};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, catalogue},
    source::{Entry, Kind, MAX_DEPTH, Node, Span, core_schema, duplicate_member},
};

/// How many bytes of memory the replacing of aliases may take: about two million values.
const MAX_COPIED: usize = 256 << 20;

/// What is said where a collection has a scalar's tag, or the other way round.
const WRONG_TAG: &str = "the tag asks for another kind of value";

/// Nothing more can be built; the reason is reported.
pub(super) struct Stop;

/// Items to nodes.
pub(super) struct Builder<'a, 'd> {
    items: &'a [Item<'a>],
    diagnostics: &'d mut Diagnostics,
    /// The place of the outermost alias that is being replaced. What it names was, or will be, reported where it stands.
    replacing: Option<Span>,
    /// How many bytes of memory went into the replacing of aliases.
    copied: usize,
}

impl<'a, 'd> Builder<'a, 'd> {
    /// Builds nodes of the items of a document.
    pub(super) fn new(items: &'a [Item<'a>], diagnostics: &'d mut Diagnostics) -> Self {
        Self { items, diagnostics, replacing: None, copied: 0 }
    }

    fn item(&self, index: usize) -> &'a Item<'a> {
        // Indices come from the tape itself.
        &self.items[index]
    }

    pub(super) fn node(&mut self, index: usize, depth: u32) -> Result<Node, Stop> {
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
