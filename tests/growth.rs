//! What is emitted grows with the document, not faster: bytes, counted while a document doubles.
//!
//! Time is not measured here.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "these are tests")]

use refract_codegen::Generator;

#[path = "benches/growth/schemas.rs"]
mod schemas;

/// The bytes of code that are emitted for a document, beside what is the same for any. Space is not counted: what is
/// nested is indented, level by level.
fn bytes(document: &str) -> usize {
    let made = Generator::new().spec_text("growth.json", document).name("growth").generate();
    let made = made.unwrap_or_else(|failure| panic!("{failure}\n{}", &document[..document.len().min(500)]));
    let own = made.files.iter().filter(|(path, _)| !path.starts_with("src/support/"));
    own.map(|(_, text)| text.bytes().filter(|byte| !byte.is_ascii_whitespace()).count()).sum()
}

#[test]
fn what_is_emitted_grows_with_the_document() {
    let missed: Vec<String> = schemas::FAMILIES.iter().filter_map(excess).collect();
    assert!(missed.is_empty(), "\n{}", missed.join("\n"));
}

/// Where a family grows faster than it should: found with the first such size, for the next may have no end.
fn excess(family: &schemas::Family) -> Option<String> {
    let mut before: Option<usize> = None;
    // The largest takes as long as all others, unless it is asked for.
    let sizes = family.sizes.len() - usize::from(std::env::var_os("REFRACT_CASES").is_none());
    for (index, &size) in family.sizes.iter().enumerate().take(sizes) {
        let now = bytes(&schemas::document((family.schemas)(size)));
        eprintln!("{} {size}: {now} bytes", family.name);
        // From the second doubling on, what is the same for any size hardly counts.
        if index > 1 && before.is_some_and(|before| now as f64 > before as f64 * family.most) {
            return Some(format!("{} {size}: {now} bytes, after {}", family.name, before.unwrap_or_default()));
        }
        before = Some(now);
    }
    None
}
