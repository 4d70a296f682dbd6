//! "Did you mean": the known name that a misspelt one is nearest to. Knows nothing of what the names are for.

/// The candidate that a name is a misspelling of, where one is near enough.
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name: Vec<char> = fold(name).collect();
    // Of two that are as near, the first: `min_by_key` keeps it.
    candidates
        .into_iter()
        .map(|candidate| (distance(&name, &fold(candidate).collect::<Vec<_>>()), candidate))
        .filter(|&(distance, candidate)| distance <= candidate.chars().count().div_ceil(3))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// A name without what is easily mistaken: case, and which sign stands between words.
fn fold(name: &str) -> impl Iterator<Item = char> {
    // No name that is worth a suggestion is longer, and the distance takes quadratic time.
    name.chars()
        .take(100)
        .map(|char| if char == '_' { '-' } else { char.to_ascii_lowercase() })
}

/// How many characters have to be inserted, removed or replaced to make one of the other (Levenshtein).
fn distance(left: &[char], right: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (above, from) in left.iter().enumerate() {
        let mut diagonal = above;
        let mut before = above + 1;
        for (cell, to) in row.iter_mut().skip(1).zip(right) {
            let replaced = diagonal + usize::from(from != to);
            diagonal = *cell;
            before = replaced.min(diagonal + 1).min(before + 1);
            *cell = before;
        }
        if let Some(first) = row.first_mut() {
            *first = above + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let known = ["name", "version", "rust-version", "exact-types"];
        assert_eq!(closest("verison", known), Some("version"));
        assert_eq!(closest("rust_version", known), Some("rust-version"));
        assert_eq!(closest("exacttypes", known), Some("exact-types"));
        assert_eq!(closest("Name", known), Some("name"));
    }

    #[test]
    fn says_nothing_where_nothing_is_near() {
        assert_eq!(closest("colour", ["name", "version"]), None);
        assert_eq!(closest("", ["ab"]), None);
        assert_eq!(closest(&"x".repeat(1_000_000), ["version"]), None);
    }

    #[test]
    fn counts_edits() {
        let count =
            |left: &str, right: &str| distance(&left.chars().collect::<Vec<_>>(), &right.chars().collect::<Vec<_>>());
        assert_eq!(count("kitten", "sitting"), 3);
        assert_eq!(count("", "abc"), 3);
        assert_eq!(count("abc", ""), 3);
        assert_eq!(count("same", "same"), 0);
    }
}
