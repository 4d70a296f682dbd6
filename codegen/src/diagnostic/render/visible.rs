//! Text of unknown origin, made safe to show: what a terminal would obey or hide is shown as a sign.

/// How many characters of a message are shown; it may quote a name of any length.
const MAX_LENGTH: usize = 1000;

/// A part of a line of a source. Tabs stay.
pub(super) fn line(text: &str) -> String {
    text.chars().map(|character| if character == '\t' { '\t' } else { sign(character) }).collect()
}

/// A message, in one line.
pub(super) fn message(text: &str) -> String {
    let mut characters = text.chars();
    let mut shown: String = characters.by_ref().take(MAX_LENGTH).map(sign).collect();
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// A text as a JSON string, with escapes for what a terminal would obey or hide.
pub(super) fn json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    let mut shown = String::with_capacity(quoted.len());
    for character in quoted.chars() {
        if is_hidden(character) {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                shown.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            shown.push(character);
        }
    }
    shown
}

/// What is shown for a character: itself, its picture, or U+FFFD.
fn sign(character: char) -> char {
    match u32::from(character) {
        control @ ..0x20 => char::from_u32(0x2400 + control).unwrap_or(char::REPLACEMENT_CHARACTER),
        0x7F => '\u{2421}',
        _ if is_hidden(character) => char::REPLACEMENT_CHARACTER,
        _ => character,
    }
}

/// Whether a terminal would obey a character, or show nothing for it: controls, marks and overrides of direction,
/// joiners, invisible operators and tags, separators of lines, and what is no character.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{AD}'
                | '\u{61C}'
                | '\u{115F}'..='\u{1160}'
                | '\u{180E}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{3164}'
                | '\u{FDD0}'..='\u{FDEF}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_becomes_a_sign() {
        assert_eq!(message("a\u{1B}[31mb\n\t\0c\u{7F}"), "a␛[31mb␊␉␀c␡");
        assert_eq!(line("\ta\u{1B}\r"), "\ta␛␍");
        // C1 controls, of which U+009B begins a sequence; directions; a tag; a byte order mark.
        let hidden = "\u{9B}\u{85}\u{202E}\u{2066}\u{200F}\u{E0041}\u{FEFF}\u{FDD0}";
        assert_eq!(line(hidden), "\u{FFFD}".repeat(8));
        let plain = "Grüße, 空 𝄞 e\u{301}";
        assert_eq!(message(plain), plain);
    }

    #[test]
    fn a_message_is_not_longer_than_one_reads() {
        assert_eq!(message(&"é".repeat(1000)), "é".repeat(1000));
        assert_eq!(message(&"é".repeat(1001)), "é".repeat(1000) + "…");
    }

    #[test]
    fn json_keeps_the_text_and_shows_nothing_hidden() {
        let text = "a\u{1B}\"\\\u{202E}é\u{9B}\u{7F}\u{E0041}";
        let shown = json(text);
        assert_eq!(shown, r#""a\u001b\"\\\u202eé\u009b\u007f\udb40\udc41""#);
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
    }
}
