//! Any string as words. Knows letter case, scripts and symbols; must not know Rust's keywords, nor what the words name.

use unicode_ident::is_xid_continue;
use unicode_normalization::UnicodeNormalization;

use crate::ir::Ident;

use super::{english, symbols};

/// A name as words: in lower case and in Unicode's NFKC, each of letters, marks and digits of any script, none empty.
///
/// Every string has words; only the empty string has none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Words(Vec<String>);

impl Words {
    /// The words of a name as a document spells it: in camel, snake or kebab case, as a sentence, or of symbols.
    pub fn of(text: &str) -> Self {
        let characters: Vec<char> = text.nfkc().collect();
        let mut words = Vec::new();
        let (start, end) = core(&characters);
        symbols::before(&characters[..start], &characters[start..end], &mut words);
        for run in runs(&characters[start..end]) {
            match run {
                Run::Letters(letters) => split(&letters, &mut words),
                Run::Symbol(symbol) => words.push(symbols::name(symbol)),
            }
        }
        symbols::after(&characters[end..], &characters[start..end], &mut words);
        join_brands(&mut words);
        Self(words)
    }

    /// The words of an identifier that is there already.
    pub fn of_ident(ident: &Ident) -> Self {
        Self::of(ident.as_str().trim_start_matches("r#"))
    }

    /// Whether there is no word, as of the empty string.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words, from first to last.
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }

    /// These words and then those.
    pub fn then(&self, more: &Self) -> Self {
        Self(self.0.iter().chain(&more.0).cloned().collect())
    }

    /// The last word alone, or nothing.
    pub fn last(&self) -> Self {
        Self(self.0.last().into_iter().cloned().collect())
    }

    /// Whether an identifier can begin with these words.
    pub fn can_begin(&self) -> bool {
        let first = self.0.first().and_then(|word| word.chars().next());
        first.is_some_and(unicode_ident::is_xid_start)
    }

    /// The same name for one of many: the last word in the singular.
    pub fn singular(&self) -> Self {
        let mut words = self.0.clone();
        if let Some(last) = words.last_mut() {
            *last = english::singular(last);
        }
        Self(words)
    }

    /// Words that are known to be words.
    pub(super) fn from_words(words: impl IntoIterator<Item = String>) -> Self {
        Self(words.into_iter().filter(|word| !word.is_empty()).collect())
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self::of(text)
    }
}

/// Whether a character may stand in a word.
pub(super) fn is_word(character: char) -> bool {
    // Connectors separate words; the Katakana middle dots do, and older compilers refuse them.
    let separates = matches!(character, '_' | '\u{203F}' | '\u{2040}' | '\u{2054}' | '\u{30FB}' | '\u{FF65}');
    is_xid_continue(character) && !separates
}

/// The range between the first and the last character that may stand in a word.
fn core(characters: &[char]) -> (usize, usize) {
    let first = characters.iter().position(|&character| is_word(character));
    let last = characters.iter().rposition(|&character| is_word(character));
    match (first, last) {
        (Some(first), Some(last)) => (first, last + 1),
        _ => (characters.len(), characters.len()),
    }
}

/// A part of a name between separators.
enum Run {
    /// Characters of words.
    Letters(Vec<char>),
    /// A symbol that counts, as in `1+2`.
    Symbol(char),
}

/// Cuts a name at its separators.
fn runs(characters: &[char]) -> Vec<Run> {
    let numeric = !characters.iter().any(|character| character.is_alphabetic());
    let mut runs = Vec::new();
    let mut letters = Vec::new();
    for &character in characters {
        if is_word(character) {
            letters.push(character);
        } else if !matches!(character, '\'' | '\u{2019}') {
            if !letters.is_empty() {
                runs.push(Run::Letters(std::mem::take(&mut letters)));
            }
            if numeric && symbols::counts_between_digits(character) {
                runs.push(Run::Symbol(character));
            }
        }
    }
    if !letters.is_empty() {
        runs.push(Run::Letters(letters));
    }
    runs
}

/// Cuts a run of word characters where its case or its kind of script changes.
fn split(run: &[char], words: &mut Vec<String>) {
    let mut start = 0;
    let mut mode = Case::None;
    for index in 0..run.len() {
        let case = Case::of(run[index]);
        if case == Case::Neutral {
            continue;
        }
        if index > start && is_boundary(run, index, mode, case) {
            words.extend(lower(&run[start..index]));
            start = index;
        }
        mode = case;
    }
    words.extend(lower(&run[start..]));
}

/// The letter case of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    /// No letter has come yet.
    None,
    /// A small letter.
    Lower,
    /// A capital letter.
    Upper,
    /// A letter of a script without case.
    Uncased,
    /// A digit or a mark: it belongs to the letter before it.
    Neutral,
}

impl Case {
    fn of(character: char) -> Self {
        if character.is_lowercase() {
            Self::Lower
        } else if character.is_uppercase() || !character.to_lowercase().eq([character]) {
            Self::Upper
        } else if character.is_alphabetic() && unicode_ident::is_xid_start(character) {
            Self::Uncased
        } else {
            Self::Neutral
        }
    }
}

/// Whether a word begins at `index`, after a letter of case `mode`.
fn is_boundary(run: &[char], index: usize, mode: Case, case: Case) -> bool {
    match (mode, case) {
        (Case::Lower, Case::Upper) => true,
        (Case::Upper, Case::Upper) => ends_acronym(run, index),
        (Case::Uncased, Case::Lower | Case::Upper) | (Case::Lower | Case::Upper, Case::Uncased) => true,
        _ => false,
    }
}

/// Whether the capital at `index`, after another, begins a word: `S` in `HTTPServer`, but not in `IDs` or `IPv4`.
fn ends_acronym(run: &[char], index: usize) -> bool {
    let after = |distance: usize| run.get(index + distance).copied();
    if !after(1).is_some_and(char::is_lowercase) {
        return false;
    }
    if after(1) == Some('v') && after(2).is_some_and(|character| character.is_ascii_digit()) {
        return false;
    }
    after(1) != Some('s') || !is_plural_acronym(run, index)
}

/// Whether the capital at `index` and the `s` after it end an acronym in the plural.
fn is_plural_acronym(run: &[char], index: usize) -> bool {
    // `VMIsUp` is not about VMIs: before another word only an acronym that is known ends in `Is`, `As` or `Us`.
    const KNOWN: [&str; 9] = ["api", "uri", "gui", "cli", "ami", "kpi", "cpu", "gpu", "sku"];
    match run.get(index + 2) {
        None => true,
        Some(next) if next.is_lowercase() => false,
        Some(_) if !matches!(run[index], 'A' | 'I' | 'U') => true,
        Some(_) => {
            let upper = lower(&run[..=index]).unwrap_or_default();
            KNOWN.iter().any(|known| upper.ends_with(known))
        }
    }
}

/// A word in lower case; `None` where nothing of it is left.
fn lower(characters: &[char]) -> Option<String> {
    // A few capitals have no small letter: the result must not have any, or a field would not be in snake case.
    let small = characters.iter().flat_map(|character| character.to_lowercase());
    let word: String = small.filter(|character| !character.is_uppercase() && is_word(*character)).nfkc().collect();
    (!word.is_empty()).then_some(word)
}

/// Puts together the words of names whose case misleads: `OAuth2` is one word.
fn join_brands(words: &mut Vec<String>) {
    let mut index = 0;
    while index + 1 < words.len() {
        if words[index] == "o" && words[index + 1].starts_with("auth") {
            let rest = words.remove(index + 1);
            words[index].push_str(&rest);
        }
        index += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(Words::of(text).as_slice(), expected, "{text:?}");
    }

    #[test]
    fn every_common_case_has_the_same_words() {
        for text in ["expires_after", "expiresAfter", "ExpiresAfter", "expires-after", "EXPIRES_AFTER", "expires after"]
        {
            check(text, &["expires", "after"]);
        }
        check("com.example/Foo_bar", &["com", "example", "foo", "bar"]);
        check("__typename", &["typename"]);
        check("@odata.type", &["odata", "type"]);
        check("user's name", &["users", "name"]);
        check("X-Request-ID", &["x", "request", "id"]);
    }

    #[test]
    fn acronyms_are_words() {
        check("HTTPServer", &["http", "server"]);
        check("parseJSONBody", &["parse", "json", "body"]);
        check("IDs", &["ids"]);
        check("userIDs", &["user", "ids"]);
        check("listAPIsPage", &["list", "apis", "page"]);
        check("VMIsUp", &["vm", "is", "up"]);
        check("VMsUp", &["vms", "up"]);
        check("GlobalIPv6Address", &["global", "ipv6", "address"]);
        check("OAuth2Token", &["oauth2", "token"]);
        check("IPAM", &["ipam"]);
        check("ABTest", &["ab", "test"]);
        check("DBSnapshot", &["db", "snapshot"]);
    }

    #[test]
    fn digits_belong_to_the_word_before_them() {
        check("sha256Sum", &["sha256", "sum"]);
        check("S3Bucket", &["s3", "bucket"]);
        check("x86_64", &["x86", "64"]);
        check("v1beta1", &["v1beta1"]);
        check("B2BUser", &["b2b", "user"]);
        check("1g", &["1g"]);
        check("2024-01-15", &["2024", "01", "15"]);
        check("1.5", &["1", "5"]);
    }

    #[test]
    fn symbols_count_where_nothing_else_does() {
        check("+1", &["plus", "1"]);
        check("-1", &["minus", "1"]);
        check("\u{2212}1", &["minus", "1"]);
        check("*", &["star"]);
        check("<=", &["less", "or", "equal"]);
        check("<", &["less"]);
        check("!=", &["not", "equal"]);
        check("->", &["arrow"]);
        check("===", &["equal", "equal", "equal"]);
        check("_", &["underscore"]);
        check("()", &["lparen", "rparen"]);
        check("10%", &["10", "percent"]);
        check(">= 5", &["greater", "or", "equal", "5"]);
        check("1+2", &["1", "plus", "2"]);
        check("  ", &["space", "space"]);
        check("+ -", &["plus", "minus"]);
        check("👍", &["u1f44d"]);
        check("\u{0}", &["u0000"]);
        check("", &[]);
    }

    #[test]
    fn symbols_beside_letters_count_as_signs_alone() {
        check("-name", &["minus", "name"]);
        check("name", &["name"]);
        check("--name", &["name"]);
        check("!important", &["not", "important"]);
        check("C++", &["c", "plus", "plus"]);
        check("cpu%", &["cpu", "percent"]);
        check("<none>", &["none"]);
        check("$ref", &["ref"]);
        check("application/vnd.api+json", &["application", "vnd", "api", "json"]);
        check("a; drop table `b`", &["a", "drop", "table", "b"]);
    }

    #[test]
    fn scripts_without_case_are_words() {
        check("Имя пользователя", &["имя", "пользователя"]);
        check("имяПользователя", &["имя", "пользователя"]);
        check("用户信息", &["用户信息"]);
        check("用户ID", &["用户", "id"]);
        check("नमस्ते दुनिया", &["नमस्ते", "दुनिया"]);
        check("تاريخ الميلاد", &["تاريخ", "الميلاد"]);
        check("ユーザー・名", &["ユーザー", "名"]);
    }

    #[test]
    fn letters_that_are_the_same_are_the_same() {
        check("ＦＵＬＬ", &["full"]);
        check("ﬁle", &["file"]);
        check("cafe\u{301}", &["café"]);
        check("caf\u{e9}", &["café"]);
        check("𝐁old", &["bold"]);
    }

    #[test]
    fn characters_that_show_nothing_fall_away() {
        check("na\u{200B}me", &["na", "me"]);
        check("\u{FEFF}name", &["name"]);
        check("\u{202E}name", &["name"]);
        check("na\u{202E}me", &["na", "me"]);
        check("NA\u{202E}me", &["na", "me"]);
        check("1\u{202E}2", &["1", "2"]);
        check("<\u{202E}>", &["less", "u202e", "greater"]);
    }

    #[test]
    fn the_last_word_is_in_the_singular() {
        assert_eq!(Words::of("network_policies").singular().as_slice(), ["network", "policy"]);
        assert_eq!(Words::of("").singular().as_slice(), [""; 0]);
    }
}
