//! Strings that satisfy their keywords, and such as break one of them. It knows regular expressions and formats, no
//! other shapes.

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::ir::{Format, Text};

use super::{check::Checker, rules::asserted};

/// So many strings are tried where one is looked for.
const TRIES: usize = 1024;

/// So many ways through a regular expression are tried.
const WAYS: usize = 256;

/// Longer strings are not made, in bytes.
const LONGEST: usize = 1024;

/// Boundaries of more characters are not shown.
const LONGEST_BOUNDARY: u32 = 64;

/// Different strings that are valid, the first of them the shortest that is known. There may be none.
pub(super) fn texts(checker: &Checker<'_>, rules: &Text, count: usize) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for text in valid(checker, rules) {
        // A few more than asked for, so that the shortest comes first.
        if found.len() >= count.max(8) {
            break;
        }
        if !found.contains(&text) {
            found.push(text);
        }
    }
    if rules.format.is_none() {
        found.sort_by_key(String::len);
    }
    found.truncate(count);
    found
}

/// Strings to be read by people, and one of the greatest length, where they are valid.
pub(super) fn typical(checker: &Checker<'_>, rules: &Text) -> Vec<String> {
    // Those of a pattern take one way through it after the other; those of a format mostly look alike.
    let (skipped, count) = match rules.format {
        Some(Format::Byte | Format::Base64) => (1, 1),
        Some(Format::DateTime) | None => (0, 2),
        Some(_) => (0, 1),
    };
    let is_free = rules.pattern.is_none() && rules.format.is_none();
    let mut texts: Vec<String> = if is_free && checker.is_text(rules, "text") {
        vec!["text".to_owned()]
    } else {
        valid(checker, rules).skip(skipped).take(count).collect()
    };
    // Two bytes each, so that bytes are not taken for characters.
    let longest = rules.max_length.filter(|&length| length <= LONGEST_BOUNDARY);
    texts.extend(longest.map(|length| "ä".repeat(length as usize)));
    texts.retain(|text| checker.is_text(rules, text));
    texts
}

fn valid<'r>(checker: &'r Checker<'_>, rules: &'r Text) -> impl Iterator<Item = String> + use<'r> {
    candidates(rules).filter(|text| text.len() <= LONGEST && checker.is_text(rules, text))
}

/// Strings that are not valid, each with the keyword that it breaks.
pub(super) fn wrong_texts(checker: &Checker<'_>, rules: &Text) -> Vec<(String, &'static str)> {
    let mut wrong = Vec::new();
    if let Some(length) = rules.min_length.filter(|&length| 0 < length && length as usize <= LONGEST) {
        let short = candidates(rules).take(8).find(|text| text.chars().count() < length as usize);
        wrong.push((short.unwrap_or_else(|| "a".repeat(length as usize - 1)), "minLength"));
    }
    if let Some(length) = rules.max_length.filter(|&length| length <= LONGEST_BOUNDARY) {
        wrong.push(("a".repeat(length as usize + 1), "maxLength"));
    }
    let breaks = |rules: &Text| {
        let other = ["", "?", "a", "0", " ", "A", "\n", "é", "aa", "a a"].into_iter().map(str::to_owned);
        other.chain(letters(rules.min_length.unwrap_or(0))).find(|text| !checker.is_text(rules, text))
    };
    if rules.pattern.is_some() {
        let pattern = Text { pattern: rules.pattern.clone(), ..Text::default() };
        wrong.extend(breaks(&pattern).map(|text| (text, "pattern")));
    }
    if let Some(format) = rules.format {
        wrong.push((near_miss(format).to_owned(), asserted(format).keyword));
    }
    wrong
}

/// Strings that may be valid.
fn candidates(rules: &Text) -> Box<dyn Iterator<Item = String> + '_> {
    let least = rules.min_length.unwrap_or(0);
    let formats = rules.format.into_iter().flat_map(move |format| examples(format, least as usize));
    // Of several terms, what the longest matches is a try at all of them.
    let terms = rules.pattern.iter().flat_map(|pattern| &pattern.terms);
    let found = terms.filter(|term| !term.negated).max_by_key(|term| term.regex.len());
    let parsed = found.and_then(|term| regex_syntax::parse(&term.regex).ok());
    match parsed {
        Some(hir) => Box::new(formats.chain(matches(hir, least as usize))),
        None if rules.format.is_some() => Box::new(formats),
        None => Box::new(letters(least)),
    }
}

/// Different strings of letters, of at least so many: the shortest first.
fn letters(least: u32) -> impl Iterator<Item = String> {
    let empty = (least == 0).then(String::new);
    // One string that is too long makes it plain that there is none.
    let width = (least as usize).min(LONGEST + 1);
    let names = (0..TRIES).map(move |count| {
        let name = name(count);
        "a".repeat(width.saturating_sub(name.len())) + &name
    });
    empty.into_iter().chain(names)
}

/// The name of a number: `a` to `z`, then `aa`.
pub(super) fn name(mut count: usize) -> String {
    let mut name = Vec::new();
    loop {
        name.push(b'a' + (count % 26) as u8);
        count = match (count / 26).checked_sub(1) {
            Some(rest) => rest,
            None => break,
        };
    }
    name.iter().rev().copied().map(char::from).collect()
}

/// Different strings that match a regular expression, padded to at least so many characters.
fn matches(hir: Hir, least: usize) -> impl Iterator<Item = String> {
    let strings = (0..WAYS).flat_map(move |seed| {
        let shortest = spell(&hir, seed, 0);
        let lacking = shortest.as_ref().map_or(0, |text| least.saturating_sub(text.chars().count()));
        let longer = (lacking > 0).then(|| spell(&hir, seed, lacking)).flatten();
        [shortest, longer].into_iter().flatten()
    });
    // A pattern that is not anchored lets anything stand before and after.
    strings.flat_map(move |text| {
        let lacking = least.saturating_sub(text.chars().count()).min(LONGEST);
        let padded = (lacking > 0).then(|| [text.clone() + &"a".repeat(lacking), "a".repeat(lacking) + &text]);
        [text].into_iter().chain(padded.into_iter().flatten())
    })
}

/// A string for a regular expression; look-around is passed over, so that it need not match.
///
/// The seed chooses between what is possible: 0 takes the first of all. Repetitions are gone through more often than
/// they must be until so many more characters are there.
fn spell(hir: &Hir, seed: usize, more: usize) -> Option<String> {
    let mut speller = Speller { out: String::new(), seed, more, steps: 0 };
    speller.spell(hir)?;
    Some(speller.out)
}

struct Speller {
    out: String,
    /// Read digit by digit, each choice with a base of its own.
    seed: usize,
    more: usize,
    steps: usize,
}

impl Speller {
    fn choose(&mut self, count: usize) -> usize {
        let choice = self.seed % count.max(1);
        self.seed /= count.max(1);
        choice
    }

    /// `None` where it gets too long.
    fn spell(&mut self, hir: &Hir) -> Option<()> {
        self.steps += 1;
        if self.out.len() > LONGEST || self.steps > 2 * LONGEST {
            return None;
        }
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => self.out.push_str(std::str::from_utf8(&literal.0).ok()?),
            HirKind::Class(class) => {
                let characters = characters(class);
                let choice = self.choose(characters.len());
                self.out.push(*characters.get(choice)?);
            }
            HirKind::Capture(capture) => self.spell(&capture.sub)?,
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.spell(part))?,
            HirKind::Alternation(arms) => {
                let choice = self.choose(arms.len());
                self.spell(arms.get(choice)?)?;
            }
            HirKind::Repetition(repetition) => {
                let most = repetition.max.unwrap_or(u32::MAX);
                let mut count = 0;
                let least = repetition.min.saturating_add(u32::from(most > repetition.min && self.choose(2) == 1));
                while count < least || (count < most && self.more > 0) {
                    let before = self.out.chars().count();
                    self.spell(&repetition.sub)?;
                    let added = self.out.chars().count() - before;
                    if count >= least && added == 0 {
                        break;
                    }
                    self.more = self.more.saturating_sub(if count >= least { added } else { 0 });
                    count += 1;
                }
            }
        }
        Some(())
    }
}

/// Some characters of a class: letters and digits before others.
fn characters(class: &Class) -> Vec<char> {
    let Class::Unicode(class) = class else {
        return Vec::new();
    };
    let has = |wanted: char| class.ranges().iter().any(|range| range.start() <= wanted && wanted <= range.end());
    let found: Vec<char> = "ab10AZ9cd2-_./ ".chars().filter(|&wanted| has(wanted)).collect();
    match class.ranges().first() {
        Some(first) if found.is_empty() => vec![first.start()],
        _ => found,
    }
}

/// Different strings of a format, of at least so many characters where the format lets them be longer.
fn examples(format: Format, least: usize) -> impl Iterator<Item = String> {
    (0..TRIES).map(move |count| example(format, count, least.min(LONGEST)))
}

fn example(format: Format, count: usize, least: usize) -> String {
    let lacking = |text: &str| least.saturating_sub(text.len());
    let path = |start: &str| format!("{start}{count}{}", "a".repeat(least));
    let domain =
        if matches!(format, Format::IdnEmail | Format::IdnHostname) { "bücher.example" } else { "example.com" };
    match format {
        Format::DateTime if count == 1 && least <= 27 => "2026-02-28T23:59:59.5+01:00".to_owned(),
        Format::DateTime => {
            let time = format!("2026-01-01T00:{:02}:{:02}", count / 60 % 60, count % 60);
            match lacking(&time) {
                0 | 1 => time + "Z",
                lacking => format!("{time}.{}Z", "0".repeat(lacking)),
            }
        }
        Format::Date => format!("{:04}-{:02}-{:02}", 2026 + count / 336, count / 28 % 12 + 1, count % 28 + 1),
        Format::Uuid => format!("00000000-0000-4000-8000-{count:012x}"),
        Format::Uri => {
            let text =
                if count == 0 { "https://example.com/".to_owned() } else { format!("https://example.com/{count}") };
            let path = "a".repeat(lacking(&text));
            text + &path
        }
        Format::Email | Format::IdnEmail => {
            let text = name(count) + "@" + domain;
            "a".repeat(lacking(&text)) + &text
        }
        Format::Hostname | Format::IdnHostname => {
            let text = name(count) + "." + domain;
            "a.".repeat(lacking(&text).div_ceil(2)) + &text
        }
        Format::Ipv4 => format!("192.0.{}.{}", 2 + count / 256, count % 256),
        Format::Ipv6 => format!("2001:db8::{:x}", count + 1),
        Format::Time => format!("{:02}:{:02}:{:02}Z", 23 - count / 3600 % 24, count / 60 % 60, count % 60),
        Format::Duration => format!("P{}D", count + 1),
        Format::UriReference | Format::JsonPointer => path("/"),
        Format::Iri => path("https://bücher.example/"),
        Format::IriReference => path("/bücher/"),
        Format::UriTemplate => path("/{id}/"),
        Format::RelativeJsonPointer => path("1/"),
        Format::Regex => format!("^[a-z]{{{}}}$", count + 1),
        Format::Byte | Format::Base64 => {
            let blocks = count / 26 + least / 4;
            match count {
                0 => "AAAA".repeat(least.div_ceil(4)),
                _ => format!("{}{}A==", "AAAA".repeat(blocks), char::from(b'A' + (count % 26) as u8)),
            }
        }
    }
}

/// What looks like a format, but is not of it.
const fn near_miss(format: Format) -> &'static str {
    match format {
        Format::DateTime => "2026-02-30T00:00:00Z",
        Format::Date => "2026-02-30",
        Format::Uuid => "00000000-0000-4000-8000-00000000000g",
        Format::Uri => "/example",
        Format::Email => "example.com",
        Format::Hostname => "-example.com",
        Format::Ipv4 => "192.0.2.256",
        Format::Ipv6 => "2001:db8:::1",
        Format::Time => "24:00:00Z",
        Format::Duration => "P1D2H",
        Format::IdnEmail => "bücher.example",
        Format::IdnHostname => "-bücher.example",
        Format::UriReference => "/a b",
        Format::Iri => "/bücher",
        Format::IriReference => "/a b",
        Format::UriTemplate => "/{id",
        Format::JsonPointer => "a/b",
        Format::RelativeJsonPointer => "/a",
        Format::Regex => "(a",
        Format::Byte | Format::Base64 => "AAA",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        emit::testing::{api, pattern},
        instance::sample::FORMATS,
        ir::{Api, Shape, Term},
    };

    fn with_pattern(source: &str) -> Text {
        match pattern(source) {
            Shape::String(text) => text,
            _ => unreachable!(),
        }
    }

    fn empty() -> Api {
        api(Vec::new())
    }

    fn shortest(rules: &Text) -> Option<String> {
        texts(&Checker::new(&empty()), rules, 1).pop()
    }

    #[test]
    fn the_shortest_string_satisfies_its_keywords() {
        for (least, most, wanted) in [
            (None, None, Some("")),
            (Some(3), None, Some("aaa")),
            (Some(0), Some(0), Some("")),
            (Some(2), Some(1), None),
            (Some(u32::MAX), None, None),
        ] {
            let rules = Text { min_length: least, max_length: most, ..Text::default() };
            assert_eq!(shortest(&rules).as_deref(), wanted, "{rules:?}");
        }
    }

    #[test]
    fn patterns_are_matched() {
        for (source, wanted) in [
            ("^(latest|[1-9][0-9]*)$", "1"),
            ("^[a-z]{3,}$", "aaa"),
            ("b+", "b"),
            ("^$", ""),
            (r"^\d{4}-\d{2}$", "1111-11"),
            (r"^\S+@\S+\.\S+$", "a@a.a"),
            ("^sk_(live|test)_[0-9A-Za-z]{4}$", "sk_live_aaaa"),
            (r"^\p{Lu}$", "A"),
            ("^[^a-zA-Z0-9]$", "-"),
            ("^(?i:abc)$", "ABC"),
            (r"\bfoo\b", "foo"),
            ("^(a|b|c){2}$", "aa"),
        ] {
            let found = shortest(&with_pattern(source));
            assert!(found.is_some(), "{source}");
            assert_eq!(found.map(|text| text.len()), Some(wanted.len()), "{source}");
        }
    }

    #[test]
    fn patterns_that_nothing_matches_have_no_string() {
        for source in ["^[^\\s\\S]$", "a^", "^(((a{100}){100}){100})$", "^(((){99}){99}){99}$"] {
            let rules = with_pattern(source);
            assert!(shortest(&rules).is_none_or(|text| text.is_empty()), "{source}");
        }
    }

    #[test]
    fn strings_of_patterns_are_as_long_as_they_must_be() {
        for source in ["^[a-z]*$", "[0-9]", "^a", "b$", "^(ab)+$", "^[a-z]+-[0-9]+$"] {
            let rules = Text { min_length: Some(12), max_length: Some(12), ..with_pattern(source) };
            assert_eq!(shortest(&rules).map(|text| text.len()), Some(12), "{source}");
        }
    }

    #[test]
    fn what_a_pattern_must_not_match_is_left_out() {
        let mut rules = with_pattern("^a");
        if let Some(pattern) = &mut rules.pattern {
            pattern.terms = vec![Term { regex: "^a".to_owned(), automaton: None, negated: true }];
        }
        assert_eq!(shortest(&rules), Some(String::new()));
        rules.min_length = Some(1);
        assert_eq!(shortest(&rules), Some("b".to_owned()));
    }

    #[test]
    fn formats_have_strings_that_are_many_and_long_enough() {
        let api = empty();
        let checker = Checker::new(&api);
        for format in FORMATS {
            let rules = Text { format: Some(format), ..Text::default() };
            let many = texts(&checker, &rules, 300);
            assert_eq!(many.len(), 300, "{format:?}");
            assert!(many.iter().all(|text| checker.is_text(&rules, text)), "{format:?}");
            assert!(!typical(&checker, &rules).is_empty(), "{format:?}");
            let wrong = wrong_texts(&checker, &rules);
            assert!(wrong.iter().all(|(text, _)| !checker.is_text(&rules, text)), "{format:?}");
            assert_eq!(wrong.len(), 1, "{format:?}");
        }
        let long = [Format::DateTime, Format::Uri, Format::Email, Format::Hostname, Format::Base64];
        for format in long {
            let rules = Text { format: Some(format), min_length: Some(60), ..Text::default() };
            assert!(shortest(&rules).is_some_and(|text| text.len() >= 60), "{format:?}");
        }
    }

    #[test]
    fn formats_and_patterns_meet() {
        let rules = Text { format: Some(Format::Uuid), ..with_pattern("^[0-9a-f-]+$") };
        assert_eq!(shortest(&rules).as_deref(), Some("00000000-0000-4000-8000-000000000000"));
        let rules = Text { format: Some(Format::Email), ..with_pattern("@shop\\.example$") };
        assert_eq!(shortest(&rules), None);
        let rules = Text { format: Some(Format::Ipv4), ..with_pattern("^10\\.0\\.0\\.1$") };
        assert_eq!(shortest(&rules).as_deref(), Some("10.0.0.1"));
    }

    #[test]
    fn typical_strings_are_words_and_boundaries() {
        let api = empty();
        let checker = Checker::new(&api);
        let typical = |rules: &Text| typical(&checker, rules);
        assert_eq!(typical(&Text::default()), ["text"]);
        assert_eq!(typical(&Text { max_length: Some(5), ..Text::default() }), ["text", "äääää"]);
        assert_eq!(typical(&Text { max_length: Some(2), ..Text::default() }), ["", "a", "ää"]);
        assert_eq!(typical(&Text { min_length: Some(6), ..Text::default() }), ["aaaaaa", "aaaaab"]);
        assert_eq!(typical(&with_pattern("^(latest|[1-9][0-9]*)$")), ["latest", "1"]);
    }

    #[test]
    fn wrong_strings_break_one_keyword_each() {
        let rules = Text { min_length: Some(2), max_length: Some(4), ..with_pattern("^[a-z]+$") };
        let api = empty();
        let wrong = wrong_texts(&Checker::new(&api), &rules);
        let keywords: Vec<_> = wrong.iter().map(|(_, keyword)| *keyword).collect();
        assert_eq!(keywords, ["minLength", "maxLength", "pattern"]);
        assert_eq!(wrong[1].0, "aaaaa");
    }

    #[test]
    fn names_are_counted_like_columns() {
        assert_eq!([0, 25, 26, 27, 701, 702].map(name), ["a", "z", "aa", "ab", "zz", "aaa"]);
    }
}
