//! The lines of a source that labels stand in, cut to what one reads. Knows nothing of how they are drawn.

use std::ops::Range;

use super::visible;
use crate::{
    diagnostic::Label,
    source::{FileId, Source, Sources},
};

/// The longest line that is shown whole, in bytes.
const MAX_LINE: usize = 140;
/// How many bytes are shown of a longer line: before a mark, of the mark, and after it.
const WINDOW: (usize, usize, usize) = (30, 60, 30);
/// How many lines may lie between two marks of one excerpt.
const MAX_GAP: usize = 5;

/// Some lines of a source, with marks.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// `file:line:column` of the first mark.
    pub(super) place: String,
    /// The number of the first line, from 1.
    pub(super) line: usize,
    /// The lines, without a break at the end.
    pub(super) text: String,
    /// What is marked in them; all of it in one line each.
    pub(super) marks: Vec<Mark>,
}

/// A place in an excerpt.
#[derive(Debug)]
pub(super) struct Mark {
    /// The bytes of the excerpt's text.
    pub(super) range: Range<usize>,
    /// What to say about it; may be empty.
    pub(super) text: String,
    /// Whether it is the place of the defect.
    pub(super) primary: bool,
}

/// Labels that are shown in one excerpt.
struct Gathered<'a> {
    source: &'a Source,
    file: FileId,
    /// The first line and the last, from 0.
    lines: (usize, usize),
    /// Whether another label may join.
    open: bool,
    /// The labels, and which is the first of all.
    labels: Vec<(&'a Label, bool)>,
}

impl Excerpt {
    /// The excerpts that show some labels, the first of all in the first.
    pub(super) fn of(sources: &Sources, labels: &[Label]) -> Vec<Self> {
        let mut all: Vec<Gathered<'_>> = Vec::new();
        for (index, label) in labels.iter().enumerate() {
            let source = sources.get(label.span.file);
            let line = source.line(label.span.start as usize);
            let short = source.line_range(line).len() <= MAX_LINE;
            let near = all
                .iter_mut()
                .find(|other| short && other.open && other.file == label.span.file && other.is_near(line));
            let labelled = (label, index == 0);
            match near {
                Some(near) => near.join(line, labelled),
                None => all.push(Gathered {
                    source,
                    file: label.span.file,
                    lines: (line, line),
                    open: short,
                    labels: vec![labelled],
                }),
            }
        }
        all.iter().map(Gathered::excerpt).collect()
    }
}

impl<'a> Gathered<'a> {
    fn is_near(&self, line: usize) -> bool {
        let (first, last) = self.lines;
        (first.saturating_sub(MAX_GAP)..=last + MAX_GAP).contains(&line)
    }

    fn join(&mut self, line: usize, label: (&'a Label, bool)) {
        self.lines = (self.lines.0.min(line), self.lines.1.max(line));
        self.labels.push(label);
    }

    fn excerpt(&self) -> Excerpt {
        let mut text = String::new();
        let mut marks = Vec::new();
        for line in self.lines.0..=self.lines.1 {
            if line > self.lines.0 {
                text.push('\n');
            }
            self.add_line(line, &mut text, &mut marks);
        }
        let (line, column) =
            self.labels.first().map(|(label, _)| self.source.position(label.span.start as usize)).unwrap_or_default();
        Excerpt {
            place: format!("{}:{line}:{column}", visible::message(&self.source.path)),
            line: self.lines.0 + 1,
            text,
            marks,
        }
    }

    fn add_line(&self, line: usize, text: &mut String, marks: &mut Vec<Mark>) {
        let range = self.source.line_range(line);
        let here = |label: &Label| self.source.line(label.span.start as usize) == line;
        let labels = self.labels.iter().filter(|(label, _)| here(label));
        // A long line has one label at most.
        let first = labels.clone().next().map_or(0..0, |(label, _)| within(label, &range));
        let shown = window(&self.source.text, &range, first);
        if shown.start > range.start {
            text.push('…');
        }
        let start = text.len();
        text.push_str(&self.visible(shown.clone()));
        for (label, primary) in labels {
            let place = within(label, &shown);
            let offset = |at| start + self.visible(shown.start..at).len();
            marks.push(Mark {
                range: offset(place.start)..offset(place.end),
                text: visible::message(&label.text),
                primary: *primary,
            });
        }
        if shown.end < range.end {
            text.push('…');
        }
    }

    /// A part of a line as it is shown.
    fn visible(&self, range: Range<usize>) -> String {
        let text = &self.source.text;
        let range = boundary(text, range.start)..boundary(text, range.end);
        visible::line(text.get(range).unwrap_or_default())
    }
}

/// What a label marks of a line: its beginning, where the label goes on in other lines.
fn within(label: &Label, line: &Range<usize>) -> Range<usize> {
    let start = (label.span.start as usize).clamp(line.start, line.end);
    start..(label.span.end as usize).clamp(start, line.end)
}

/// What is shown of a line in which a mark stands.
fn window(text: &str, line: &Range<usize>, mark: Range<usize>) -> Range<usize> {
    if line.len() <= MAX_LINE {
        return line.clone();
    }
    let (before, of_it, after) = WINDOW;
    let start = mark.start.clamp(line.start, line.end);
    let end = mark.end.clamp(start, start + of_it).max(start) + after;
    boundary(text, start.saturating_sub(before).max(line.start))..boundary(text, end.min(line.end))
}

/// The last boundary of characters at or before a byte.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Span, marked};

    /// The excerpts of a marked text: each as its place, and its text with the marks put back in.
    fn excerpts(path: &str, marked: &str) -> Vec<(String, String)> {
        let (text, ranges) = marked::unmark(marked);
        let mut sources = Sources::default();
        let file = sources.add(path, text);
        let labels: Vec<Label> = ranges
            .into_iter()
            .map(|(start, end)| Label {
                span: Span { file, start: start as u32, end: end as u32 },
                text: String::new(),
            })
            .collect();
        let shown = Excerpt::of(&sources, &labels).into_iter().map(|excerpt| {
            let mut text = excerpt.text;
            for mark in excerpt.marks.into_iter().rev() {
                text.insert_str(mark.range.end, "<<<");
                text.insert_str(mark.range.start, ">>>");
            }
            (excerpt.place, text)
        });
        shown.collect()
    }

    fn one(marked: &str) -> (String, String) {
        let mut all = excerpts("a", marked);
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        let (place, text) = one("x\n  \"é\": >>>1<<<,\r\ny");
        assert_eq!((place.as_str(), text.as_str()), ("a:2:8", "  \"é\": >>>1<<<,"));
    }

    #[test]
    fn what_goes_on_is_marked_in_its_first_line() {
        assert_eq!(one("a: >>>{\n  b\n}<<<").1, "a: >>>{<<<");
        assert_eq!(one("a: >>>\nb<<<").1, "a: >>><<<");
    }

    #[test]
    fn the_end_of_a_text_can_be_marked() {
        assert_eq!(one("a\n>>><<<"), ("a:2:1".to_owned(), ">>><<<".to_owned()));
        assert_eq!(one("a>>><<<"), ("a:1:2".to_owned(), "a>>><<<".to_owned()));
        assert_eq!(one(">>><<<"), ("a:1:1".to_owned(), ">>><<<".to_owned()));
    }

    #[test]
    fn of_a_long_line_a_window_is_shown() {
        let (before, after) = ("é".repeat(5000), "x".repeat(1 << 20));
        let (place, text) = one(&format!("{before}>>>mark<<<{after}"));
        assert_eq!(place, "a:1:5001");
        assert_eq!(text, format!("…{}>>>mark<<<{}…", "é".repeat(15), "x".repeat(30)));
        // At either end there is nothing to leave out.
        assert_eq!(one(&format!(">>>m<<<{after}")).1, format!(">>>m<<<{}…", "x".repeat(30)));
        assert_eq!(one(&format!("{after}>>><<<")).1, format!("…{}>>><<<", "x".repeat(30)));
        // A mark can be longer than the window.
        let (_, text) = one(&format!("{before}>>>{after}<<<"));
        assert_eq!(text, format!("…{}>>>{}<<<…", "é".repeat(15), "x".repeat(90)));
    }

    #[test]
    fn a_cut_never_splits_a_character() {
        for shift in 0..4 {
            let pad = "x".repeat(shift);
            let (_, text) = one(&format!("{}{pad}>>>{}<<<", "𝄞".repeat(100), "空".repeat(100)));
            assert!(text.starts_with("…𝄞") && text.ends_with("空<<<…"), "{text}");
        }
    }

    #[test]
    fn near_labels_share_an_excerpt_and_far_ones_do_not() {
        let near = excerpts("a", ">>>a<<<\n1\n2\n3\n4\n>>>b<<<");
        assert_eq!(near.len(), 1);
        assert_eq!(near[0].1, ">>>a<<<\n1\n2\n3\n4\n>>>b<<<");
        let far = excerpts("a", ">>>a<<<\n1\n2\n3\n4\n5\n>>>b<<<");
        assert_eq!(
            far,
            [("a:1:1", ">>>a<<<"), ("a:7:1", ">>>b<<<")].map(|(place, text)| (place.to_owned(), text.to_owned()))
        );
        let line = format!(">>>a<<<{}>>>b<<<", " ".repeat(1000));
        assert_eq!(excerpts("a", &line).len(), 2);
    }

    #[test]
    fn controls_are_shown_as_signs_and_marks_stay_in_place() {
        let (_, text) = one("\u{1B}[2J\t\u{202E}>>>\u{7}x<<<\u{9B}");
        assert_eq!(text, "␛[2J\t\u{FFFD}>>>␇x<<<\u{FFFD}");
        assert_eq!(excerpts("a\u{1B}b", ">>>x<<<")[0].0, "a␛b:1:1");
    }

    #[test]
    fn places_that_are_not_there_do_no_harm() {
        let sources = Sources::default();
        let label = |start, end| Label { span: Span { file: FileId(9), start, end }, text: String::new() };
        let shown = Excerpt::of(&sources, &[label(3, 5), label(9, 2)]);
        assert_eq!(shown.len(), 1);
        assert_eq!(shown[0].text, "");
        let mut sources = Sources::default();
        let file = sources.add("a", "é\nü");
        let span = Span { file, start: 1, end: 99 };
        let text = String::new();
        let shown = Excerpt::of(&sources, &[Label { span, text }]);
        assert_eq!(shown[0].marks[0].range, 0..2);
    }
}
