//! The public interface of `generated/`, as a list of what is emitted: what a change of it would break is seen at once.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

use refract_tests::{command::repository, scratch};
use syn::{Fields, File, ImplItem, Item, Visibility};

#[test]
fn the_interface_is_what_it_was() {
    let files = scratch::read(&repository().join("generated/src"));
    let mut lines = Vec::new();
    for (path, text) in &files {
        let file = syn::parse_file(text).expect("emitted code is Rust");
        if path == "lib.rs" || path.starts_with("models/") {
            items(&file, &mut lines);
        } else if path.starts_with("wire/") {
            traits(&file, &mut lines);
        }
    }
    lines.sort();
    insta::assert_snapshot!("interface", lines.join("\n"));
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Types, their members and their methods.
fn items(file: &File, lines: &mut Vec<String>) {
    for item in &file.items {
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                lines.push(format!("struct {}", item.ident));
                fields(&item.ident.to_string(), &item.fields, lines);
            }
            Item::Enum(item) if is_public(&item.vis) => {
                lines.push(format!("enum {}", item.ident));
                let variants = item.variants.iter().map(|variant| {
                    let (name, fields) = (&variant.ident, &variant.fields);
                    format!("variant {}::{}", item.ident, tokens(&quote::quote!(#name #fields)))
                });
                lines.extend(variants);
            }
            Item::Impl(item) => implementation(item, lines),
            Item::Use(item) if is_public(&item.vis) => lines.push(tokens(&quote::quote!(#item))),
            Item::Mod(item) if is_public(&item.vis) => lines.push(format!("mod {}", item.ident)),
            _ => {}
        }
    }
}

fn fields(of: &str, fields: &Fields, lines: &mut Vec<String>) {
    for field in fields.iter().filter(|field| is_public(&field.vis)) {
        let (name, ty) = (&field.ident, &field.ty);
        lines.push(format!(
            "field {of}::{}: {}",
            tokens(&quote::quote!(#name)),
            tokens(&quote::quote!(#ty))
        ));
    }
}

fn implementation(item: &syn::ItemImpl, lines: &mut Vec<String>) {
    let of = &item.self_ty;
    let of = tokens(&quote::quote!(#of));
    if let Some((path, _)) = &item.trait_ {
        lines.push(format!("impl {} for {of}", tokens(&quote::quote!(#path))));
        return;
    }
    for item in &item.items {
        match item {
            ImplItem::Fn(method) if is_public(&method.vis) => {
                let signature = &method.sig;
                lines.push(format!("{of}: {}", tokens(&quote::quote!(#signature))));
            }
            ImplItem::Const(constant) if is_public(&constant.vis) => {
                let (name, ty) = (&constant.ident, &constant.ty);
                lines.push(format!("{of}: const {name}: {}", tokens(&quote::quote!(#ty))));
            }
            _ => {}
        }
    }
}

/// The lines that give a type its traits.
fn traits(file: &File, lines: &mut Vec<String>) {
    for item in &file.items {
        if let Item::Macro(item) = item {
            let (path, tokens_of) = (&item.mac.path, &item.mac.tokens);
            lines.push(format!("{}!({})", tokens(&quote::quote!(#path)), tokens(tokens_of)));
        }
    }
}

/// Tokens as text, without the blanks that stand between all of them.
fn tokens(tokens: &impl ToString) -> String {
    let text = tokens.to_string();
    [
        (" :: ", "::"),
        (" < ", "<"),
        (" >", ">"),
        ("& ", "&"),
        (" ,", ","),
        (" ( ", "("),
        ("( ", "("),
        (" )", ")"),
    ]
    .into_iter()
    .fold(text, |text, (from, to)| text.replace(from, to))
}
