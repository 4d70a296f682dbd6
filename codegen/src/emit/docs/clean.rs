//! Characters of a description: which are kept, which are spelled out, which fall away. Must not know Markdown.

/// A text with plain line ends and blanks, and without characters that hide or reorder others.
///
/// Controls and what can't be seen fall away; what changes the direction of text, which rustc refuses, is spelled as
/// `U+202E`. Tabs become blanks up to the next multiple of four.
pub(super) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut column = 0;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                clean.push('\n');
                column = 0;
            }
            '\t' => {
                let width = 4 - column % 4;
                clean.extend(std::iter::repeat_n(' ', width));
                column += width;
            }
            _ => {
                push(character, &mut clean);
                column += 1;
            }
        }
    }
    clean
}

/// The same within one line: breaks are blanks.
pub(super) fn clean_line(text: &str) -> String {
    clean(text).replace('\n', " ")
}

fn push(character: char, clean: &mut String) {
    match character {
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            clean.push_str(&format!("U+{:04X}", u32::from(character)));
        }
        // Blanks of other widths, and those that keep words together.
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => clean.push(' '),
        _ if is_hidden(character) => {}
        _ => clean.push(character),
    }
}

/// Controls, marks of direction, and what takes no room; not the joiners, which scripts and emoji need.
fn is_hidden(character: char) -> bool {
    let code = u32::from(character);
    let is_noncharacter = matches!(code, 0xFDD0..=0xFDEF) || code & 0xFFFE == 0xFFFE;
    character.is_control()
        || is_noncharacter
        || matches!(
            character,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}'..='\u{2065}'
                | '\u{206A}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn line_ends_are_plain() {
        assert_eq!(clean("a\r\nb\rc\u{2028}d\u{85}e\u{C}f"), "a\nb\nc\nd\ne\nf");
    }

    #[test]
    fn tabs_are_blanks_up_to_the_next_stop() {
        assert_eq!(clean("\ta\tb\n\tc"), "    a   b\n    c");
    }

    #[test]
    fn characters_that_hide_others_fall_away() {
        assert_eq!(clean("a\u{0}b\u{1B}[31mc\u{7F}\u{200B}\u{FEFF}\u{AD}\u{E0041}\u{FDD0}"), "ab[31mc");
        assert_eq!(clean("a\u{200E}\u{200F}\u{61C}b"), "ab");
        assert_eq!(clean("a\u{A0}b"), "a b");
    }

    #[test]
    fn characters_that_turn_text_are_spelled() {
        assert_eq!(clean("a\u{202E}b\u{2066}c"), "aU+202EbU+2066c");
    }

    #[test]
    fn letters_and_emoji_stay() {
        let text = "Привет, 世界! نص 👩\u{200D}🚀 می\u{200C}خواهم";
        assert_eq!(clean(text), text);
    }
}
