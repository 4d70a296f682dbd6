//! For tests: documents in YAML, in which `>>>` and `<<<` mark the places that diagnostics are expected at.

use crate::{
    diagnostic::Diagnostics,
    source::{
        Node, Sources,
        marked::{range, unmark},
        yaml,
    },
};

/// Reads a text without marks, which has no defect.
pub(crate) fn yaml(text: &str) -> Node {
    let mut sources = Sources::default();
    let file = sources.add("text.yaml", text);
    let mut diagnostics = Diagnostics::default();
    let node = yaml::read(&sources, file, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics:?} in {text}");
    node.unwrap()
}

/// A stage reports of a marked text what is expected, each as its code and message, and all labels of all its reports
/// stand at the marks, and nowhere else.
pub(crate) fn expect(marked: &str, expected: &[&str], stage: impl FnOnce(&Node, &mut Diagnostics)) {
    let (text, mut marks) = unmark(marked);
    let mut diagnostics = Diagnostics::default();
    stage(&yaml(&text), &mut diagnostics);
    assert_eq!(messages(&diagnostics), expected, "in {marked}");
    let labels = diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels);
    let mut places: Vec<_> = labels.map(|label| range(label.span)).collect();
    places.sort_unstable();
    marks.sort_unstable();
    assert_eq!(places, marks, "in {marked}");
}

/// The first labels' texts of what a stage reports, in its order.
pub(crate) fn labels(text: &str, stage: impl FnOnce(&Node, &mut Diagnostics)) -> Vec<String> {
    let mut diagnostics = Diagnostics::default();
    stage(&yaml(text), &mut diagnostics);
    let first = diagnostics.iter().map(|diagnostic| diagnostic.labels[0].text.clone());
    first.collect()
}

fn messages(diagnostics: &Diagnostics) -> Vec<String> {
    let messages = diagnostics.iter();
    messages.map(|diagnostic| format!("{} {}", diagnostic.code.id, diagnostic.message)).collect()
}
