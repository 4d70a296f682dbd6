//! A description to a doc comment that is safe and quiet. Knows Markdown, HTML and rustdoc; must not know the document.
//!
//! A description is hostile: what it says is kept, what it could do is not. Nothing in it becomes a doctest, a link into
//! the crate, HTML, or a character that hides what the source says; rustdoc and Clippy have nothing to warn of.
//!
//! The text is read as Markdown and written anew, rather than patched: [`clean`] takes out characters, [`html`] writes
//! HTML as Markdown, [`parse`] reads a tree ([`markdown`]), and [`render`] writes it in the one form that is known to
//! be safe. What was written is read once more, the way rustdoc does, and must be the same tree; where it is not, the
//! words are kept and their form is not.

mod clean;
mod escape;
mod html;
mod markdown;
mod parse;
mod render;
mod tags;
mod tidy;
mod urls;

use proc_macro2::TokenStream;
use quote::quote;

use markdown::{Block, Inline};

/// The attributes of a doc comment, one a line; none for a description that says nothing.
pub fn docs(markdown: &str) -> TokenStream {
    lines(markdown).iter().map(|line| attribute(line)).collect()
}

/// The lines of a doc comment, each without the slashes and the blank after them.
///
/// Prose is wrapped so that a line is 100 columns wide in a field's doc comment.
pub fn lines(markdown: &str) -> Vec<String> {
    let source = html::to_markdown(&clean::clean(markdown));
    let blocks = urls::link(parse::blocks(&source));
    let rendered = render::lines(&blocks);
    if is_read_as(&rendered, &blocks) {
        return rendered;
    }
    let plain: Vec<Block> = blocks.into_iter().map(safest).collect();
    let rendered = render::lines(&plain);
    if is_read_as(&rendered, &plain) { rendered } else { render::lines(&[Block::Code(source)]) }
}

/// A block as it is where it is read as it was meant, else its words alone.
fn safest(block: Block) -> Block {
    let blocks = [block];
    let is_safe = is_read_as(&render::lines(&blocks), &blocks);
    let [block] = blocks;
    if is_safe { block } else { Block::Paragraph(vec![Inline::Text(block.words())]) }
}

/// Whether rustdoc reads in these lines what was meant, and nothing else.
fn is_read_as(lines: &[String], blocks: &[Block]) -> bool {
    parse::written(&lines.join("\n")).is_some_and(|read| markdown::outline(&read) == markdown::outline(blocks))
}

/// One line; text stands a blank after the slashes.
fn attribute(line: &str) -> TokenStream {
    let line = if line.is_empty() { String::new() } else { format!(" {line}") };
    quote!(#[doc = #line])
}

#[cfg(test)]
mod tests;
