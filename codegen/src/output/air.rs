//! Air in code: where blank lines are, and how a macro's call is laid out. Must not know what the code does.
//!
//! What the printer has no notion of is put into the file as items under a name that nothing else has, one line each;
//! when the file is printed, the lines are replaced by what they stand for. Indentation is the printer's.

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{
    Attribute, File, ImplItem, Item, ItemConst, ItemMacro, MacroDelimiter, Token, TraitItem, Type, Visibility,
    parse_quote,
};

/// How wide the arguments of a macro's call are in one line, in columns: as rustfmt has it.
const WIDTH: usize = 60;

/// Prints a file with air in it. `plain` is the same file without.
pub(super) fn unparse(file: File, plain: &str) -> String {
    let mut stand_ins = StandIns { mark: mark(plain), calls: Vec::new() };
    let mut items = stand_ins.items(file.items);
    if !file.attrs.is_empty() && !items.is_empty() {
        items.insert(0, Item::Const(stand_ins.blank()));
    }
    let file = File { attrs: stand_ins.attributes(file.attrs), items, ..file };
    let text = prettyplease::unparse(&file);
    stand_ins.replaced(&text)
}

/// The same file in the one form that two texts of the same code have in common.
pub(super) fn canonical(file: File) -> File {
    // A macro's arguments are tokens, which are printed with the blanks that they had.
    let items = file.items.into_iter().map(|item| match item {
        Item::Macro(mut item) => {
            if let Some(arguments) = Call::arguments(&item) {
                item.mac.tokens = arguments.into_token_stream();
            }
            Item::Macro(item)
        }
        Item::Mod(mut item) => {
            let inner = |items| canonical(File { shebang: None, frontmatter: None, attrs: Vec::new(), items }).items;
            item.content = item.content.map(|(brace, items)| (brace, inner(items)));
            Item::Mod(item)
        }
        other => other,
    });
    File { items: items.collect(), ..file }
}

/// A letter that the file does not have.
fn mark(plain: &str) -> char {
    // From the letters for clicks on: nobody calls anything so.
    let letters = '\u{1C0}'..=char::MAX;
    letters
        .into_iter()
        .find(|&letter| unicode_ident::is_xid_start(letter) && !plain.contains(letter))
        .unwrap_or('\u{1C0}')
}

/// The items that stand for what is printed in their place.
struct StandIns {
    mark: char,
    /// The macros' calls, by the number that follows the mark.
    calls: Vec<Call>,
}

impl StandIns {
    /// A blank line between a file's docs and its other attributes.
    fn attributes(&self, attributes: Vec<Attribute>) -> Vec<Attribute> {
        let blank = self.mark.to_string();
        let mut aired: Vec<Attribute> = Vec::with_capacity(attributes.len() + 2);
        for attribute in attributes {
            let follows = aired.last().is_some_and(|last| is_doc(last) != is_doc(&attribute));
            if follows {
                aired.push(parse_quote!(#![doc = #blank]));
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
                aired.push(Item::Const(self.blank()));
            }
            aired.push(self.item(item));
            before = Some(kind);
        }
        aired
    }

    fn item(&mut self, item: Item) -> Item {
        match item {
            Item::Impl(mut item) => {
                let parse = |blank: ItemConst| -> ImplItem { parse_quote!(#blank) };
                item.items = self.members(item.items, |item| matches!(item, ImplItem::Fn(_)), parse);
                Item::Impl(item)
            }
            Item::Trait(mut item) => {
                let parse = |blank: ItemConst| -> TraitItem { parse_quote!(#blank) };
                item.items = self.members(item.items, |item| matches!(item, TraitItem::Fn(_)), parse);
                Item::Trait(item)
            }
            Item::Mod(mut item) => {
                item.content = item.content.map(|(brace, items)| (brace, self.items(items)));
                Item::Mod(item)
            }
            Item::Macro(item) => match Call::of(&item) {
                Some(call) => {
                    let number = self.calls.len();
                    self.calls.push(call);
                    Item::Const(self.constant(&number.to_string()))
                }
                None => Item::Macro(item),
            },
            other => other,
        }
    }

    /// A blank line before and after each method.
    fn members<T>(&self, members: Vec<T>, is_method: fn(&T) -> bool, parse: fn(ItemConst) -> T) -> Vec<T> {
        let mut aired = Vec::with_capacity(members.len() * 2);
        for member in members {
            if aired.last().is_some_and(|last| is_method(last) || is_method(&member)) {
                aired.push(parse(self.blank()));
            }
            aired.push(member);
        }
        aired
    }

    fn blank(&self) -> ItemConst {
        self.constant("")
    }

    fn constant(&self, suffix: &str) -> ItemConst {
        let name = Ident::new(&format!("{}{suffix}", self.mark), Span::call_site());
        parse_quote!(const #name: () = ();)
    }

    /// The printed text with what the items stand for.
    fn replaced(&self, text: &str) -> String {
        let mut replaced = String::with_capacity(text.len());
        for line in text.lines() {
            let code = line.trim_start();
            let indent = &line[..line.len() - code.len()];
            match self.stand_in(code) {
                None => replaced.push_str(line),
                Some("") => {}
                Some(number) => {
                    let call = number.parse().ok().and_then(|number: usize| self.calls.get(number));
                    replaced.push_str(&call.map(|call| call.text(indent)).unwrap_or_default());
                }
            }
            replaced.push('\n');
        }
        replaced
    }

    /// What follows the mark in a line that stands for something.
    fn stand_in<'a>(&self, code: &'a str) -> Option<&'a str> {
        let attribute = code.strip_prefix("//!").and_then(|rest| rest.strip_prefix(self.mark));
        let constant = || code.strip_prefix("const ")?.strip_prefix(self.mark)?.strip_suffix(": () = ();");
        attribute.or_else(constant)
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
