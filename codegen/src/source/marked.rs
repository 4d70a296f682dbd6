//! For tests: texts in which `>>>` and `<<<` mark the places that a diagnostic is expected at.

use crate::diagnostic::Diagnostics;

use super::{FileId, Node, Sources, Span};

/// A reader of this module.
type Read = fn(&Sources, FileId, &mut Diagnostics) -> Option<Node>;

/// A text without its marks, and the ranges that they enclosed, in the order of their beginnings.
pub(crate) fn unmark(marked: &str) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut ranges, mut open) = (String::new(), Vec::new(), Vec::new());
    let mut rest = marked;
    while let Some(at) = [rest.find(">>>"), rest.find("<<<")].into_iter().flatten().min() {
        text.push_str(&rest[..at]);
        if rest[at..].starts_with('>') {
            open.push(ranges.len());
            ranges.push((text.len(), text.len()));
        } else {
            ranges[open.pop().unwrap()].1 = text.len();
        }
        rest = &rest[at + 3..];
    }
    text.push_str(rest);
    assert!(open.is_empty(), "a `>>>` without `<<<`");
    (text, ranges)
}

/// The bytes of a span.
pub(crate) fn range(span: Span) -> (usize, usize) {
    (span.start as usize, span.end as usize)
}

/// Reads a text without marks, which has no defect.
pub(crate) fn sound(read: Read, text: &str) -> Node {
    let mut sources = Sources::default();
    let file = sources.add("text", text);
    let mut diagnostics = Diagnostics::default();
    let node = read(&sources, file, &mut diagnostics);
    let messages: Vec<_> = diagnostics.iter().map(|diagnostic| &diagnostic.message).collect();
    assert!(messages.is_empty(), "{messages:?} in {text}");
    node.unwrap()
}

/// Reads a marked text: all labels of all its diagnostics stand at the marks, and nowhere else, and the diagnostics
/// are `expected`, each as its code and message. Gives the tree as JSON.
pub(crate) fn defects(read: Read, marked: &str, expected: &[&str]) -> Option<String> {
    let (text, mut ranges) = unmark(marked);
    let mut sources = Sources::default();
    let file = sources.add("text", &text);
    let mut diagnostics = Diagnostics::default();
    let node = read(&sources, file, &mut diagnostics);
    let found: Vec<String> =
        diagnostics.iter().map(|diagnostic| format!("{} {}", diagnostic.code.id, diagnostic.message)).collect();
    assert_eq!(found, expected, "in {marked}");
    let labels = diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels);
    let mut places: Vec<_> = labels.map(|label| range(label.span)).collect();
    places.sort_unstable();
    ranges.sort_unstable();
    assert_eq!(places, ranges, "in {marked}");
    node.map(|node| node.to_json())
}

/// Reads a marked text without defects: the marked places are those of all its keys and values.
pub(crate) fn places(read: Read, marked: &str) {
    let (text, mut ranges) = unmark(marked);
    let mut found = Vec::new();
    collect(&sound(read, &text), &mut found);
    found.sort_unstable();
    ranges.sort_unstable();
    let texts = |ranges: &[(usize, usize)]| -> Vec<_> {
        let texts = ranges.iter().map(|&(start, end)| (start, text[start..end].to_owned()));
        texts.collect()
    };
    assert_eq!(texts(&found), texts(&ranges), "in {marked}");
}

fn collect(node: &Node, out: &mut Vec<(usize, usize)>) {
    out.push(range(node.span));
    for item in node.as_array().unwrap_or_default() {
        collect(item, out);
    }
    for entry in node.as_object().into_iter().flatten().map(|(_, entry)| entry) {
        out.push(range(entry.key));
        collect(&entry.value, out);
    }
}
