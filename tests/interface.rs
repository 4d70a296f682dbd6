//! The public interface of `generated/`, as a list of items: what a person depends on, and what a reviewer looks at first.
//!
//! Taken from what is emitted. Bodies, documentation, and what is hidden from it are left out.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

use std::{collections::BTreeMap, fs, path::Path};

use quote::ToTokens;
use refract_tests::{command::repository, scratch};
use syn::{Fields, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, ItemTrait, TraitItem, Visibility};

/// Items by the path of their module, in the order of their names.
#[derive(Default)]
struct Interface {
    lines: Vec<String>,
}

impl Interface {
    fn add(&mut self, line: String) {
        self.lines.push(line);
    }

    fn file(&mut self, module: &str, text: &str) {
        let file = syn::parse_file(text).expect("emitted code is Rust");
        for item in &file.items {
            self.item(module, item);
        }
    }

    fn item(&mut self, module: &str, item: &Item) {
        match item {
            Item::Struct(item) if is_public(&item.vis) => self.structure(module, item),
            Item::Enum(item) if is_public(&item.vis) => self.enumeration(module, item),
            Item::Impl(item) => self.block(module, item),
            Item::Fn(item) if is_public(&item.vis) => self.add(format!("{module}: {}", text(&item.sig))),
            Item::Const(item) if is_public(&item.vis) => {
                self.add(format!("{module}: const {}: {}", item.ident, text(&item.ty)));
            }
            Item::Static(item) if is_public(&item.vis) => {
                self.add(format!("{module}: static {}: {}", item.ident, text(&item.ty)));
            }
            Item::Trait(item) if is_public(&item.vis) => self.methods(module, item),
            Item::Mod(item) if is_public(&item.vis) && !is_hidden(&item.attrs) => {
                self.add(format!("{module}: mod {}", item.ident));
                for inner in item.content.iter().flat_map(|(_, items)| items) {
                    self.item(&format!("{module}::{}", item.ident), inner);
                }
            }
            Item::Use(item) if is_public(&item.vis) => self.uses(module, &text(&item.tree)),
            _ => {}
        }
    }

    /// What is offered from elsewhere, by name.
    fn uses(&mut self, module: &str, tree: &str) {
        let names = tree.split_once('{').map_or_else(|| tree.rsplit("::").next(), |(_, names)| Some(names));
        for name in names.unwrap_or_default().split(',') {
            let name = name.trim_matches([' ', '}']);
            if !name.is_empty() {
                self.add(format!("{module}: use {name}"));
            }
        }
    }

    fn methods(&mut self, module: &str, item: &ItemTrait) {
        let name = &item.ident;
        self.add(format!("{module}::{name}: trait: {}", text(&item.supertraits)));
        for inner in &item.items {
            if let TraitItem::Fn(inner) = inner {
                self.add(format!("{module}::{name}: {}", text(&inner.sig)));
            }
        }
    }

    fn structure(&mut self, module: &str, item: &ItemStruct) {
        let name = &item.ident;
        self.add(format!("{module}::{name}: struct{}", attributes(&item.attrs)));
        for (index, field) in item.fields.iter().enumerate() {
            if is_public(&field.vis) {
                let field_name = field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
                self.add(format!("{module}::{name}: .{field_name}: {}", text(&field.ty)));
            }
        }
    }

    fn enumeration(&mut self, module: &str, item: &ItemEnum) {
        let name = &item.ident;
        self.add(format!("{module}::{name}: enum{}", attributes(&item.attrs)));
        for variant in &item.variants {
            let fields = match &variant.fields {
                Fields::Unit => String::new(),
                fields => text(fields),
            };
            self.add(format!("{module}::{name}: ::{}{fields}", variant.ident));
        }
    }

    fn block(&mut self, module: &str, item: &ItemImpl) {
        let name = text(&item.self_ty);
        if let Some((of, _)) = &item.trait_ {
            self.add(format!("{module}::{name}: impl {}", text(of)));
            return;
        }
        for inner in &item.items {
            match inner {
                ImplItem::Fn(inner) if is_public(&inner.vis) => {
                    self.add(format!("{module}::{name}: {}", text(&inner.sig)));
                }
                ImplItem::Const(inner) if is_public(&inner.vis) => {
                    self.add(format!("{module}::{name}: const {}: {}", inner.ident, text(&inner.ty)));
                }
                _ => {}
            }
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_hidden(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.to_token_stream().to_string().contains("hidden"))
}

/// What attributes promise: derives, and that there may be more to come.
fn attributes(attributes: &[syn::Attribute]) -> String {
    let promises = attributes.iter().filter(|attribute| !attribute.path().is_ident("doc"));
    promises.map(|attribute| format!(" {}", text(attribute))).collect()
}

/// Tokens as a person writes them, as far as signatures go.
fn text(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (from, to) in [
        (" :: ", "::"),
        (" < ", "<"),
        (" > ", "> "),
        (" >", ">"),
        (" , ", ", "),
        (" ,", ","),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" : ", ": "),
        ("& ", "&"),
        ("# [", "#["),
        ("[ ", "["),
        (" ]", "]"),
        (",)", ")"),
    ] {
        text = text.replace(from, to);
    }
    text.trim().to_owned()
}

/// What the lines `strings!(models::X, X);` of `wire/` add to a type.
fn by_macro(module: &str, text_of_file: &str, lines: &mut Vec<String>) {
    let file = syn::parse_file(text_of_file).expect("emitted code is Rust");
    for item in file.items {
        let Item::Macro(item) = item else { continue };
        let tokens = item.mac.tokens.to_string();
        let ty = tokens.split(',').next().unwrap_or_default().replace(' ', "");
        lines.push(format!("{module}::{}: {}!", ty.trim_start_matches("models::"), text(&item.mac.path)));
    }
}

#[test]
fn the_interface_of_generated_is_as_it_was() {
    let src = repository().join("generated/src");
    let mut interface = Interface::default();
    interface.file("crate", &fs::read_to_string(src.join("lib.rs")).unwrap());
    for (path, text) in files(&src.join("models")) {
        if path != "mod.rs" {
            interface.file("models", &text);
        }
    }
    for folder in ["client", "operations", "server"] {
        for (path, text) in files(&src.join(folder)) {
            // Offered by the module above it.
            if path == "mock/mod.rs" {
                continue;
            }
            // The methods of a resource stand in a file of its own, but its operations in a module as well.
            let module = match path.strip_suffix(".rs").filter(|_| folder == "operations" && path != "mod.rs") {
                Some(resource) => format!("{folder}::{resource}"),
                None => folder.to_owned(),
            };
            interface.file(&module, &text);
        }
    }
    for (path, text) in files(&src.join("wire")) {
        if path != "mod.rs" {
            by_macro("models", &text, &mut interface.lines);
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("interface", group(&interface.lines)));
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    scratch::read(folder)
}

/// The lines of each module or type together, those sorted by name; in each, in declared order.
fn group(lines: &[String]) -> String {
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in lines {
        let (owner, what) = line.split_once(": ").expect("a line has an owner");
        groups.entry(owner).or_default().push(what);
    }
    let groups = groups.iter().map(|(owner, lines)| format!("{owner}\n    {}\n", lines.join("\n    ")));
    groups.collect::<Vec<_>>().join("\n")
}
