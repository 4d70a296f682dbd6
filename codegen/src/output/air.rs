//! Air in code: where blank lines are, and how a macro's call is laid out. Must not know what the code does.
//!
//! What the printer has no notion of is put into the file as items under a name that nothing else has, one line each;
//! when the file is printed, the lines are replaced by what they stand for. Indentation is the printer's.

use proc_macro2::{Ident, Span};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Expr, ExprLit, File, ImplItem, Item, ItemConst, ItemMacro, Lit, MacroDelimiter, Meta, MetaNameValue,
    Token, TraitItem, Type, Visibility, parse_quote,
};

/// How wide the arguments of a macro's call are in one line, in columns: as rustfmt has it.
const WIDTH: usize = 60;

/// A part of a file, printed.
#[derive(Default)]
pub(super) struct Page {
    pub(super) text: String,
    /// The kinds of its first and last items; a file's attributes are none.
    ends: Option<(Kind, Kind)>,
}

impl Page {
    /// Puts another part behind it.
    pub(super) fn add(&mut self, other: Self) {
        let Some((first, last)) = other.ends else { return };
        let follows = self.ends.is_some_and(|(_, before)| first.follows(before));
        if !follows && !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&other.text);
        self.ends = Some((self.ends.map_or(first, |(first, _)| first), last));
    }
}

/// Prints a part of a file with air in it.
pub(super) fn unparse(file: File) -> Page {
    let kind = |item: Option<&Item>| item.map(Kind::of);
    let ends = kind(file.items.first()).zip(kind(file.items.last()));
    Page { text: aired(file), ends }
}

fn aired(file: File) -> String {
    // From the letters for clicks on: nobody calls anything so, and where somebody does, the count of stand-ins tells.
    let mut marks = ('\u{1C0}'..=char::MAX).filter(|&letter| unicode_ident::is_xid_start(letter));
    let mut stand_ins = StandIns::new(marks.next().unwrap_or('\u{1C0}'));
    let mut file = stand_ins.file(file);
    for next in marks {
        if let Some(text) = stand_ins.replaced(&prettyplease::unparse(&file)) {
            return text;
        }
        stand_ins.rename(&mut file, next);
    }
    prettyplease::unparse(&file)
}

/// The items that stand for what is printed in their place.
struct StandIns {
    mark: char,
    /// What stands for a blank line between items, members of an `impl`, and of a trait.
    blank: (Item, ImplItem, TraitItem),
    /// How many lines of the printed text are stand-ins.
    count: usize,
    /// The macros' calls, by the number that follows the mark.
    calls: Vec<Call>,
}

impl StandIns {
    fn new(mark: char) -> Self {
        Self { mark, blank: blanks(mark), count: 0, calls: Vec::new() }
    }

    fn file(&mut self, file: File) -> File {
        let mut items = self.items(file.items);
        if !file.attrs.is_empty() && !items.is_empty() {
            self.count += 1;
            items.insert(0, self.blank.0.clone());
        }
        File { attrs: self.attributes(file.attrs), items, ..file }
    }

    /// A blank line between a file's docs and its other attributes.
    fn attributes(&mut self, attributes: Vec<Attribute>) -> Vec<Attribute> {
        let mut aired: Vec<Attribute> = Vec::with_capacity(attributes.len() + 2);
        for attribute in attributes {
            let follows = aired.last().is_some_and(|last| is_doc(last) != is_doc(&attribute));
            if follows {
                self.count += 1;
                aired.push(blank_doc(self.mark));
            }
            aired.push(attribute);
        }
        aired
    }

    fn items(&mut self, items: Vec<Item>) -> Vec<Item> {
        let mut aired = Vec::with_capacity(items.len() * 2);
        let mut before = None;
        for item in items {
            let kind = Kind::of(&item);
            if before.is_some_and(|before| !kind.follows(before)) {
                self.count += 1;
                aired.push(self.blank.0.clone());
            }
            aired.push(self.item(item));
            before = Some(kind);
        }
        aired
    }

    fn item(&mut self, item: Item) -> Item {
        match item {
            Item::Impl(mut item) => {
                item.items = self.members(item.items, |item| matches!(item, ImplItem::Fn(_)), |it| it.blank.1.clone());
                Item::Impl(item)
            }
            Item::Trait(mut item) => {
                item.items = self.members(item.items, |item| matches!(item, TraitItem::Fn(_)), |it| it.blank.2.clone());
                Item::Trait(item)
            }
            Item::Mod(mut item) => {
                item.content = item.content.map(|(brace, items)| (brace, self.items(items)));
                Item::Mod(item)
            }
            Item::Macro(item) => match Call::of(&item) {
                Some(call) => {
                    let stand_in = constant(self.mark, &self.calls.len().to_string());
                    self.calls.push(call);
                    self.count += 1;
                    Item::Const(stand_in)
                }
                None => Item::Macro(item),
            },
            other => other,
        }
    }

    /// A blank line before and after each method.
    fn members<T>(&mut self, members: Vec<T>, is_method: fn(&T) -> bool, blank: fn(&Self) -> T) -> Vec<T> {
        let mut aired = Vec::with_capacity(members.len() * 2);
        for next in members {
            if aired.last().is_some_and(|last| is_method(last) || is_method(&next)) {
                self.count += 1;
                aired.push(blank(self));
            }
            aired.push(next);
        }
        aired
    }

    /// The printed text with what the items stand for; `None` where it has lines of its own that look so.
    fn replaced(&self, text: &str) -> Option<String> {
        let mut replaced = String::with_capacity(text.len());
        let mut count = 0;
        for line in text.lines() {
            let code = line.trim_start();
            let indent = &line[..line.len() - code.len()];
            let stand_in = self.stand_in(code);
            count += usize::from(stand_in.is_some());
            match stand_in {
                None => replaced.push_str(line),
                Some("") => {}
                Some(number) => {
                    let call = number.parse().ok().and_then(|number: usize| self.calls.get(number));
                    replaced.push_str(&call.map(|call| call.text(indent)).unwrap_or_default());
                }
            }
            replaced.push('\n');
        }
        (count == self.count).then_some(replaced)
    }

    /// Gives all stand-ins another mark.
    fn rename(&mut self, file: &mut File, mark: char) {
        let rename = Rename { old: self.mark, new: mark };
        file.attrs.iter_mut().for_each(|attribute| rename.attribute(attribute));
        file.items.iter_mut().for_each(|item| rename.item(item));
        (self.mark, self.blank) = (mark, blanks(mark));
    }

    /// What follows the mark in a line that stands for something.
    fn stand_in<'a>(&self, code: &'a str) -> Option<&'a str> {
        let attribute = code.strip_prefix("//!").and_then(|rest| rest.strip_prefix(self.mark));
        let constant = || code.strip_prefix("const ")?.strip_prefix(self.mark)?.strip_suffix(": () = ();");
        attribute.or_else(constant)
    }
}

/// An item that is a line of its own when printed.
fn constant(mark: char, suffix: &str) -> ItemConst {
    let name = Ident::new(&format!("{mark}{suffix}"), Span::call_site());
    parse_quote!(const #name: () = ();)
}

fn blanks(mark: char) -> (Item, ImplItem, TraitItem) {
    let blank = constant(mark, "");
    (parse_quote!(#blank), parse_quote!(#blank), parse_quote!(#blank))
}

/// A line of a file's docs.
fn blank_doc(mark: char) -> Attribute {
    let mark = mark.to_string();
    parse_quote!(#![doc = #mark])
}

/// Gives stand-ins another mark.
struct Rename {
    old: char,
    new: char,
}

impl Rename {
    fn attribute(&self, attribute: &mut Attribute) {
        let Meta::NameValue(MetaNameValue { value: Expr::Lit(ExprLit { lit: Lit::Str(text), .. }), .. }) =
            &attribute.meta
        else {
            return;
        };
        if text.value() == self.old.to_string() {
            *attribute = blank_doc(self.new);
        }
    }

    fn item(&self, item: &mut Item) {
        match item {
            Item::Const(item) => self.constant(&mut item.ident, &item.ty),
            Item::Impl(item) => {
                for item in &mut item.items {
                    if let ImplItem::Const(item) = item {
                        self.constant(&mut item.ident, &item.ty);
                    }
                }
            }
            Item::Trait(item) => {
                for item in &mut item.items {
                    if let TraitItem::Const(item) = item {
                        self.constant(&mut item.ident, &item.ty);
                    }
                }
            }
            Item::Mod(item) => {
                let items = item.content.iter_mut().flat_map(|(_, items)| items);
                items.for_each(|item| self.item(item));
            }
            _ => {}
        }
    }

    fn constant(&self, name: &mut Ident, ty: &Type) {
        // Nothing that is emitted is a constant of no type.
        let is_stand_in = matches!(ty, Type::Tuple(ty) if ty.elems.is_empty());
        if let Some(suffix) = name.to_string().strip_prefix(self.old).filter(|_| is_stand_in) {
            *name = Ident::new(&format!("{}{suffix}", self.new), Span::call_site());
        }
    }
}

fn is_doc(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc")
}

/// What an item is, as far as blank lines go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Use,
    PublicUse,
    Module,
    Call,
    Other,
}

impl Kind {
    fn of(item: &Item) -> Self {
        match item {
            Item::Use(item) if matches!(item.vis, Visibility::Inherited) => Self::Use,
            Item::Use(_) => Self::PublicUse,
            Item::Mod(item) if item.content.is_none() && !item.attrs.iter().any(is_doc) => Self::Module,
            Item::Macro(item) if item.ident.is_none() && item.semi_token.is_some() => Self::Call,
            _ => Self::Other,
        }
    }

    /// Whether an item of this kind follows one of another without a blank line.
    fn follows(self, before: Self) -> bool {
        // A call is of the item before it; lists are of one kind.
        self == Self::Call || self == before && self != Self::Other
    }
}

/// A call of a macro with arguments as a function has.
struct Call {
    path: String,
    arguments: Vec<String>,
}

impl Call {
    /// The call, if each argument is a type: a name is one as well.
    fn of(item: &ItemMacro) -> Option<Self> {
        let path = &item.mac.path;
        Some(Self {
            path: printed(&parse_quote!(#path))?,
            arguments: Self::arguments(item)?.iter().map(printed).collect::<Option<_>>()?,
        })
    }

    fn arguments(item: &ItemMacro) -> Option<Punctuated<Type, Token![,]>> {
        let is_call = item.ident.is_none() && item.attrs.is_empty() && item.semi_token.is_some();
        let is_parenthesized = matches!(item.mac.delimiter, MacroDelimiter::Paren(_));
        if !is_call || !is_parenthesized {
            return None;
        }
        // A comma at the end would be lost, and may mean something to the macro.
        let arguments = item.mac.parse_body_with(Punctuated::parse_terminated).ok();
        arguments.filter(|arguments: &Punctuated<_, _>| !arguments.trailing_punct())
    }

    /// The call in one line, or with a line for each argument.
    fn text(&self, indent: &str) -> String {
        let Self { path, arguments } = self;
        let line = arguments.join(", ");
        if line.chars().count() <= WIDTH {
            return format!("{indent}{path}!({line});");
        }
        let lines = arguments.join(&format!(",\n{indent}    "));
        format!("{indent}{path}!(\n{indent}    {lines}\n{indent});")
    }
}

/// A type as it is printed, in one line.
fn printed(ty: &Type) -> Option<String> {
    let item: Item = parse_quote!(type A = #ty;);
    let text = prettyplease::unparse(&File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] });
    let text = text.strip_prefix("type A = ")?.strip_suffix(";\n")?;
    (!text.contains('\n')).then(|| text.to_owned())
}
