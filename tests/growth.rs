//! What is emitted grows with the document, not faster: tokens, counted while a document doubles.
//!
//! Time is not measured here.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "these are tests")]

use proc_macro2::{TokenStream, TokenTree};
use refract_codegen::Generator;

#[path = "benches/growth/schemas.rs"]
mod schemas;

/// The tokens of code that are emitted for a document, beside what is the same for any. A name or a text is one, however
/// long: what is nested is called by its place, level by level.
fn tokens(document: &str) -> usize {
    let made = Generator::new().spec_text("growth.json", document).name("growth").generate();
    let made = made.unwrap_or_else(|failure| panic!("{failure}\n{}", &document[..document.len().min(500)]));
    let own = made.files.iter().filter(|(path, _)| path.ends_with(".rs") && !path.starts_with("src/support/"));
    own.map(|(_, text)| count(text.parse().unwrap())).sum()
}

fn count(stream: TokenStream) -> usize {
    let each = stream.into_iter().map(|tree| match tree {
        TokenTree::Group(group) => 2 + count(group.stream()),
        _ => 1,
    });
    each.sum()
}

#[test]
fn what_is_emitted_grows_with_the_document() {
    let missed: Vec<String> = schemas::FAMILIES.iter().filter_map(excess).collect();
    assert!(missed.is_empty(), "\n{}", missed.join("\n"));
}

/// Where a family grows faster than it should: found with the first such size, for the next may have no end.
fn excess(family: &schemas::Family) -> Option<String> {
    let mut before: Option<usize> = None;
    for (index, &size) in family.sizes.iter().enumerate() {
        let now = tokens(&schemas::document((family.schemas)(size)));
        eprintln!("{} {size}: {now} tokens", family.name);
        // From the second doubling on, what is the same for any size hardly counts.
        if index > 1 && before.is_some_and(|before| now as f64 > before as f64 * family.most) {
            return Some(format!("{} {size}: {now} tokens, after {}", family.name, before.unwrap_or_default()));
        }
        before = Some(now);
    }
    None
}
