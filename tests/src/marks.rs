//! Texts in which `>>>` and `<<<` mark the places that diagnostics are expected at. Knows nothing of diagnostics.

use std::ops::Range;

/// A text without its marks, and the ranges of bytes that they enclosed, in the order of their beginnings.
///
/// # Panics
///
/// The marks are not in pairs.
pub fn unmark(marked: &str) -> (String, Vec<Range<usize>>) {
    let (mut text, mut ranges, mut open) = (String::new(), Vec::new(), Vec::new());
    let mut rest = marked;
    while let Some(at) = [rest.find(">>>"), rest.find("<<<")].into_iter().flatten().min() {
        let (before, after) = rest.split_at(at);
        text.push_str(before);
        if after.starts_with('>') {
            open.push(ranges.len());
            ranges.push(text.len()..text.len());
        } else {
            let index: usize = open.pop().expect("a `<<<` without `>>>`");
            ranges[index].end = text.len();
        }
        rest = &after[3..];
    }
    text.push_str(rest);
    assert!(open.is_empty(), "a `>>>` without `<<<`");
    (text, ranges)
}

#[cfg(test)]
mod tests {
    use super::unmark;

    #[test]
    fn marks_are_taken_out_and_may_be_nested() {
        let (text, ranges) = unmark("a >>>b >>>c<<<<<< d >>><<<");
        assert_eq!(text, "a b c d ");
        assert_eq!(ranges, [2..5, 4..5, 8..8]);
    }

    #[test]
    #[should_panic(expected = "a `>>>` without `<<<`")]
    fn marks_are_in_pairs() {
        unmark("a >>> b");
    }
}
