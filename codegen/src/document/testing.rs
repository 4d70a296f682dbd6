//! For tests: documents in YAML, in which `>>>` and `<<<` mark the places that diagnostics are expected at.

use crate::{
    diagnostic::Diagnostics,
    source::{
        Reach, Sources, Trees,
        marked::{range, unmark},
    },
};

/// Reads a text without marks, which has no defect, as a document of one file.
pub(crate) fn yaml(text: &str) -> Trees {
    let mut sources = Sources::default();
    let file = sources.add("text.yaml", text);
    let trees = Trees::new(sources, file, Reach::default(), None);
    assert_eq!(trees.take_defects(), Diagnostics::default(), "in {text}");
    trees
}

/// A stage reports of a marked text what is expected, each as its code and message, and all labels of all its reports
/// stand at the marks, and nowhere else.
pub(crate) fn expect(marked: &str, expected: &[&str], stage: impl FnOnce(&Trees, &mut Diagnostics)) {
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
pub(crate) fn labels(text: &str, stage: impl FnOnce(&Trees, &mut Diagnostics)) -> Vec<String> {
    let mut diagnostics = Diagnostics::default();
    stage(&yaml(text), &mut diagnostics);
    let first = diagnostics.iter().map(|diagnostic| diagnostic.labels[0].text.clone());
    first.collect()
}

fn messages(diagnostics: &Diagnostics) -> Vec<String> {
    let messages = diagnostics.iter();
    messages.map(|diagnostic| format!("{} {}", diagnostic.code.id, diagnostic.message)).collect()
}
