//! One form for lines that say the same: what can't be seen goes, so that what is written can be compared.

use super::markdown::{Inline, Style};

/// A line in which text is in one piece, and styles hold text that begins and ends with a letter.
pub(super) fn inlines(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut tidy = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Styled(style, inner) => push_styled(style, inner, &mut tidy),
            Inline::Link(url, inner) => {
                let inner = unlinked(inner);
                let (before, inner, after) = bare(inner);
                push_blank(before, &mut tidy);
                let inner = if inner.is_empty() { vec![Inline::Text(url.clone())] } else { inner };
                push(Inline::Link(url, inner), &mut tidy);
                push_blank(after, &mut tidy);
            }
            other => push(other, &mut tidy),
        }
    }
    tidy
}

/// The line in a cell of a table: no end of a line is at either end, or follows another.
pub(super) fn cell(inlines: Vec<Inline>) -> Vec<Inline> {
    single(trimmed(self::inlines(inlines)))
}

/// The paragraphs of a line: it is cut where two breaks follow one another, and has none at either end.
pub(super) fn paragraphs(inlines: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut paragraphs = vec![Vec::new()];
    let mut breaks = 0;
    for inline in self::inlines(inlines) {
        match &inline {
            Inline::Break => breaks += 1,
            Inline::Text(text) if text.trim().is_empty() && breaks > 0 => {}
            _ => {
                if breaks > 1 {
                    paragraphs.push(Vec::new());
                }
                if let Some(paragraph) = paragraphs.last_mut() {
                    if breaks == 1 && !paragraph.is_empty() {
                        paragraph.push(Inline::Break);
                    }
                    paragraph.push(inline);
                }
                breaks = 0;
            }
        }
    }
    paragraphs.into_iter().map(trimmed).filter(|paragraph| !paragraph.is_empty()).collect()
}

/// Puts one more on a line; code that follows code is one with it, for nothing could stand between.
pub(super) fn push(inline: Inline, inlines: &mut Vec<Inline>) {
    match (inlines.last_mut(), inline) {
        (_, Inline::Text(text)) if text.is_empty() => {}
        (Some(Inline::Text(last)), Inline::Text(text)) | (Some(Inline::Code(last)), Inline::Code(text)) => {
            last.push_str(&text);
        }
        (Some(Inline::Styled(last, inner)), Inline::Styled(style, more)) if *last == style => {
            more.into_iter().for_each(|inline| push(inline, inner));
        }
        (_, inline) => inlines.push(inline),
    }
}

fn push_blank(is_blank: bool, inlines: &mut Vec<Inline>) {
    if is_blank {
        push(Inline::Text(" ".to_owned()), inlines);
    }
}

fn push_styled(style: Style, inner: Vec<Inline>, inlines: &mut Vec<Inline>) {
    let (before, inner, after) = bare(inner);
    push_blank(before, inlines);
    if !inner.is_empty() {
        push(Inline::Styled(style, single(unstyled(style, inner))), inlines);
    }
    push_blank(after, inlines);
}

/// What a style holds, without the same style in it.
fn unstyled(style: Style, inner: Vec<Inline>) -> Vec<Inline> {
    let is_same = |inline: &Inline| matches!(inline, Inline::Styled(nested, _) if *nested == style);
    if !inner.iter().any(is_same) {
        return inner;
    }
    let flat = inner.into_iter().flat_map(|inline| match inline {
        Inline::Styled(nested, inner) if nested == style => inner,
        other => vec![other],
    });
    self::inlines(flat.collect())
}

/// What a link holds, without links and ends of lines in it.
fn unlinked(inner: Vec<Inline>) -> Vec<Inline> {
    let flat = inner.into_iter().flat_map(|inline| match inline {
        Inline::Link(_, inner) => unlinked(inner),
        Inline::Styled(style, inner) => vec![Inline::Styled(style, unlinked(inner))],
        Inline::Break => vec![Inline::Text(" ".to_owned())],
        other => vec![other],
    });
    self::inlines(flat.collect())
}

/// The line of a heading: it can't end and go on.
pub(super) fn heading(inlines: Vec<Inline>) -> Vec<Inline> {
    trimmed(unbroken(inlines))
}

fn unbroken(inlines: Vec<Inline>) -> Vec<Inline> {
    let blank = |inline| match inline {
        Inline::Break => Inline::Text(" ".to_owned()),
        Inline::Styled(style, inner) => Inline::Styled(style, unbroken(inner)),
        other => other,
    };
    self::inlines(inlines.into_iter().map(blank).collect())
}

/// A line without blanks and breaks at its ends, and whether there were any.
fn bare(mut inlines: Vec<Inline>) -> (bool, Vec<Inline>, bool) {
    let last = inlines.iter().rposition(|inline| !is_blank(inline)).map_or(0, |last| last + 1);
    let mut after = inlines.len() > last;
    inlines.truncate(last);
    let first = inlines.iter().position(|inline| !is_blank(inline)).unwrap_or(0);
    let mut before = first > 0;
    inlines.drain(..first);
    if let Some(Inline::Text(text)) = inlines.first_mut() {
        before |= trim(text, str::trim_start);
    }
    if let Some(Inline::Text(text)) = inlines.last_mut() {
        after |= trim(text, str::trim_end);
    }
    (before, inlines, after)
}

fn is_blank(inline: &Inline) -> bool {
    match inline {
        Inline::Break => true,
        Inline::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// Trims a text; whether there was anything to trim.
fn trim(text: &mut String, trim: fn(&str) -> &str) -> bool {
    let trimmed = trim(text).to_owned();
    let is_shorter = trimmed.len() < text.len();
    *text = trimmed;
    is_shorter
}

/// A line in which no end of a line follows another.
fn single(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut single: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        let follows = is_blank(&inline) && single.last() == Some(&Inline::Break);
        if !follows {
            single.push(inline);
        }
    }
    single
}

fn trimmed(inlines: Vec<Inline>) -> Vec<Inline> {
    bare(inlines).1
}
