//! How text, code and addresses are spelled in Markdown so that they are no more than that. Must not know blocks.

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    /// In a cell of a table, where `|` ends the cell.
    pub(super) table: bool,
    /// In a heading, which `#` may end.
    pub(super) heading: bool,
    /// In the text of a link, which `]` ends.
    pub(super) link: bool,
}

/// One word of text, with a backslash before whatever would be more than text.
///
/// `before` and `after` are the characters beside the word in the same text: `_` within a word is none of Markdown's.
pub(super) fn word(word: &str, before: Option<char>, after: Option<char>, place: Place) -> String {
    let mut escaped = String::with_capacity(word.len());
    let mut previous = before;
    let mut characters = word.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied().or(after);
        if is_special(character, previous, next, place) {
            escaped.push('\\');
        }
        escaped.push(character);
        previous = Some(character);
    }
    escaped
}

fn is_special(character: char, previous: Option<char>, next: Option<char>, place: Place) -> bool {
    let is_letter = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
    match character {
        '*' | '`' | '[' | '<' | '~' => true,
        '_' => !(is_letter(previous) && is_letter(next)),
        '\\' => next.is_none_or(|next| next.is_ascii_punctuation() || next.is_whitespace()),
        '&' => next.is_some_and(|next| next.is_ascii_alphabetic() || next == '#'),
        '|' => place.table,
        '#' => place.heading,
        ']' => place.link,
        _ => false,
    }
}

/// The first word of a line, with a backslash before whatever would begin a block.
pub(super) fn first_word(word: &str) -> String {
    let is_of = |set: &str| word.chars().all(|character| set.contains(character));
    let begins = match word.chars().next() {
        Some('>' | '|') => true,
        Some('#') => is_of("#"),
        Some('=') => is_of("="),
        Some('+') => word == "+",
        Some('-' | ':') => is_of("-:|") && word.contains('-'),
        Some('0'..='9') => return first_number(word),
        _ => false,
    };
    if begins { format!("\\{word}") } else { word.to_owned() }
}

/// The number of an item: the same, but for what makes it one.
fn first_number(word: &str) -> String {
    let digits = word.trim_start_matches(|character: char| character.is_ascii_digit());
    match (digits, word.strip_suffix(digits)) {
        ("." | ")", Some(number)) => format!("{number}\\{digits}"),
        _ => word.to_owned(),
    }
}

/// Any text in one line as inline code.
pub(super) fn code(text: &str, place: Place) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let text = if place.table { text.replace('|', "\\|") } else { text.to_owned() };
    // One blank at either end is not of the code; without a letter between them all are.
    let is_padded = text.starts_with('`') || text.ends_with('`') || text.starts_with(' ') && text.ends_with(' ');
    if is_padded { format!("{fence} {text} {fence}") } else { format!("{fence}{text}{fence}") }
}

/// An address as a link that shows it.
pub(super) fn address(url: &str) -> String {
    format!("<{url}>")
}

/// An address as the target of a link.
pub(super) fn target(url: &str) -> String {
    if url.contains(['(', ')']) { format!("<{url}>") } else { url.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Place, code, first_word, word};

    #[test]
    fn text_is_no_markup() {
        let check = |text: &str, expected: &str| assert_eq!(word(text, None, None, Place::default()), expected);
        check("plain", "plain");
        check("snake_case_name", "snake_case_name");
        check("_private", "\\_private");
        check("*bold*", "\\*bold\\*");
        check("Vec<T>", "Vec\\<T>");
        check("[link](x)", "\\[link](x)");
        check("a`b", "a\\`b");
        check("~5", "\\~5");
        check("a&b", "a\\&b");
        check("&", "&");
        check("C:\\dir", "C:\\dir");
        check("\\*", "\\\\\\*");
        check("end\\", "end\\\\");
        check("a|b#c]", "a|b#c]");
    }

    #[test]
    fn some_text_depends_on_its_place() {
        let place = Place { table: true, heading: true, link: true };
        assert_eq!(word("a|b#c]", None, None, place), "a\\|b\\#c\\]");
        assert_eq!(word("_", Some('a'), Some('b'), Place::default()), "_");
    }

    #[test]
    fn a_line_begins_no_block() {
        for (text, expected) in [
            ("#", "\\#"),
            ("-", "\\-"),
            ("---", "\\---"),
            ("+", "\\+"),
            ("+1", "+1"),
            ("-5", "-5"),
            ("#1", "#1"),
            (">", "\\>"),
            ("===", "\\==="),
            ("1.", "1\\."),
            ("23)", "23\\)"),
            ("1.5", "1.5"),
            ("2024", "2024"),
            (":--", "\\:--"),
            ("word", "word"),
        ] {
            assert_eq!(first_word(text), expected);
        }
    }

    #[test]
    fn code_may_hold_backticks() {
        let check = |text: &str, expected: &str| assert_eq!(code(text, Place::default()), expected);
        check("a", "`a`");
        check("a`b", "``a`b``");
        check("`", "`` ` ``");
        check(" a ", "`  a  `");
        check("a|b", "`a|b`");
        assert_eq!(code("a|b", Place { table: true, ..Place::default() }), "`a\\|b`");
    }
}
