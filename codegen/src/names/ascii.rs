//! Words in ASCII, for the names of files and of Cargo features. Knows alphabets; must not know identifiers.

use unicode_normalization::UnicodeNormalization;

use super::words::Words;

/// The same words in ASCII: accents fall away, Cyrillic and Greek letters are transliterated, every other character is
/// its code point in hexadecimal.
///
/// Rust finds no file for a module whose name is not ASCII, and a registry takes no such feature.
pub(super) fn ascii(words: &Words) -> Words {
    Words::from_words(words.as_slice().iter().map(|word| fold(word)))
}

fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for character in word.nfd() {
        if character.is_ascii() {
            folded.push(character);
        } else if let Some(letters) = letters(character) {
            folded.push_str(letters);
        } else if !is_accent(character) {
            folded.push_str(&format!("u{:04x}", u32::from(character)));
        }
    }
    folded
}

/// The marks that stand on Latin, Greek and Cyrillic letters.
fn is_accent(character: char) -> bool {
    matches!(character, '\u{0300}'..='\u{036F}')
}

fn letters(character: char) -> Option<&'static str> {
    latin(character).or_else(|| cyrillic(character)).or_else(|| greek(character))
}

fn latin(character: char) -> Option<&'static str> {
    Some(match character {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        'ŋ' => "ng",
        _ => return None,
    })
}

fn cyrillic(character: char) -> Option<&'static str> {
    // Letters with a mark, such as `й`, have been taken apart.
    Some(match character {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'э' | 'є' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' => "i",
        'ј' => "j",
        'к' => "k",
        'л' => "l",
        'љ' => "lj",
        'м' => "m",
        'н' => "n",
        'њ' => "nj",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'ћ' => "c",
        'у' => "u",
        'ф' => "f",
        'х' => "h",
        'ц' => "c",
        'ч' => "ch",
        'џ' => "dz",
        'ш' => "sh",
        'щ' => "shch",
        'ы' => "y",
        'ъ' | 'ь' => "",
        'ю' => "yu",
        'я' => "ya",
        'ђ' => "dj",
        _ => return None,
    })
}

fn greek(character: char) -> Option<&'static str> {
    Some(match character {
        'α' => "a",
        'β' => "b",
        'γ' => "g",
        'δ' => "d",
        'ε' => "e",
        'ζ' => "z",
        'η' | 'ι' => "i",
        'θ' => "th",
        'κ' => "k",
        'λ' => "l",
        'μ' => "m",
        'ν' => "n",
        'ξ' => "x",
        'ο' | 'ω' => "o",
        'π' => "p",
        'ρ' => "r",
        'σ' | 'ς' => "s",
        'τ' => "t",
        'υ' => "y",
        'φ' => "f",
        'χ' => "ch",
        'ψ' => "ps",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::ascii;
    use crate::names::Words;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(ascii(&Words::of(text)).as_slice(), expected);
    }

    #[test]
    fn accents_fall_away() {
        check("Événements à venir", &["evenements", "a", "venir"]);
        check("Größe", &["grosse"]);
        check("Łódź", &["lodz"]);
    }

    #[test]
    fn cyrillic_and_greek_are_transliterated() {
        check("Пользователи", &["polzovateli"]);
        check("Чай и кофе", &["chai", "i", "kofe"]);
        check("Λογαριασμοί", &["logariasmoi"]);
    }

    #[test]
    fn other_characters_are_their_code_points() {
        check("用户", &["u7528u6237"]);
        check("用户 API", &["u7528u6237", "api"]);
    }

    #[test]
    fn words_of_which_nothing_is_left_go() {
        check("ь ok", &["ok"]);
    }
}
