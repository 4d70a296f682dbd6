//! Warnings about types of which a crate's tests have no valid text: neither an example, nor one that was made.

use indexmap::IndexMap;

use crate::{
    diagnostic::{Diagnostic, Diagnostics, catalogue},
    instance::{Suite, Unmakeable},
    ir::{Api, Type},
    source::{Location, Span, Trees},
};

/// Warns once of each place that is at fault, however many types have no text because of it.
pub(super) fn warn(api: &Api, suite: &Suite, trees: &Trees, diagnostics: &mut Diagnostics) {
    let mut reasons: IndexMap<&Unmakeable, Vec<&Type>> = IndexMap::new();
    for unproved in &suite.unproved {
        reasons.entry(&unproved.reason).or_default().push(api.get(unproved.id));
    }
    for (reason, types) in reasons {
        let place = place(trees, &reason.pointer).or_else(|| place(trees, &types.first()?.pointer)).unwrap_or_default();
        if is_told(place, diagnostics) {
            continue;
        }
        let diagnostic = Diagnostic::new(&catalogue::UNPROVED_TYPE, place, message(&types));
        diagnostics.push(diagnostic.label(reason.why.clone()));
    }
}

/// Whether a warning within a place says already that no value can be valid.
fn is_told(place: Span, diagnostics: &Diagnostics) -> bool {
    let empty = diagnostics.iter().filter(|it| it.code.id == catalogue::EMPTY_RANGE.id);
    let mut spans = empty.filter_map(|it| it.labels.first()).map(|label| label.span);
    spans.any(|span| span.file == place.file && place.start <= span.start && span.end <= place.end)
}

fn place(trees: &Trees, pointer: &str) -> Option<Span> {
    Some(trees.find(&Location::parse(pointer).ok()?)?.span)
}

fn message(types: &[&Type]) -> String {
    let name = types.first().map(|ty| ty.name.as_str()).unwrap_or_default();
    match types.len() {
        0 | 1 => format!("no instance of `{name}` could be made"),
        count => format!("no instances of `{name}` and {} more could be made", count - 1),
    }
}
