//! The name that was probably meant, for "did you mean". Knows nothing of what the names name.

/// How many names are looked at in all, so that a document full of faults takes no longer than one without.
const BUDGET: usize = 200_000;
/// The longest name that is looked at, in characters.
const LONGEST: usize = 100;

/// Looks for names that are like another, until it has looked at too many.
#[derive(Debug)]
pub struct Nearest {
    budget: usize,
}

impl Default for Nearest {
    fn default() -> Self {
        Self { budget: BUDGET }
    }
}

impl Nearest {
    /// The candidate with the fewest edits from a name (the first of equals), where they are few: one in three
    /// characters. Upper and lower case are the same.
    pub fn find<'c>(&mut self, name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
        let name = folded(name);
        if name.is_empty() || name.len() > LONGEST {
            return None;
        }
        let mut best = None;
        let mut limit = (name.len() / 3).max(1) + 1;
        for candidate in candidates {
            self.budget = self.budget.checked_sub(1)?;
            if candidate.len() > 4 * LONGEST {
                continue;
            }
            let folded = folded(candidate);
            if name.len().abs_diff(folded.len()) >= limit {
                continue;
            }
            let distance = distance(&name, &folded);
            if distance < limit {
                limit = distance;
                best = Some(candidate);
            }
        }
        best
    }
}

/// The characters of a name in lower case.
fn folded(name: &str) -> Vec<char> {
    name.chars().flat_map(char::to_lowercase).collect()
}

/// How many insertions, removals, replacements and swaps of neighbours lead from one text to the other.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (row, &left) in from.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, &right) in to.iter().enumerate() {
            let replaced = at(&above, column) + usize::from(left != right);
            let mut least = replaced.min(at(&above, column + 1) + 1).min(at(&current, column) + 1);
            let swapped =
                row > 0 && column > 0 && from.get(row - 1) == Some(&right) && to.get(column - 1) == Some(&left);
            if swapped {
                least = least.min(at(&before, column - 1) + 1);
            }
            current.push(least);
        }
        before = std::mem::replace(&mut above, current);
    }
    at(&above, to.len())
}

/// A cell of a row that is known to be there.
fn at(row: &[usize], column: usize) -> usize {
    row.get(column).copied().unwrap_or(usize::MAX / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find<'c>(name: &str, candidates: &[&'c str]) -> Option<&'c str> {
        Nearest::default().find(name, candidates.iter().copied())
    }

    #[test]
    fn finds_the_candidate_with_the_fewest_edits() {
        let candidates = ["Skills", "Skill", "InlineSkill"];
        assert_eq!(find("Skil", &candidates), Some("Skill"));
        assert_eq!(find("InlineSkil", &candidates), Some("InlineSkill"));
        assert_eq!(find("SKILL", &candidates), Some("Skill"));
    }

    #[test]
    fn counts_a_swap_of_neighbours_once() {
        assert_eq!(find("Dgo", &["Dog"]), Some("Dog"));
        assert_eq!(distance(&folded("abcd"), &folded("badc")), 2);
    }

    #[test]
    fn finds_nothing_where_nothing_is_like_it() {
        assert_eq!(find("Skill", &["Container", "Error"]), None);
        assert_eq!(find("", &["A"]), None);
    }

    #[test]
    fn takes_the_first_of_equals() {
        assert_eq!(find("Cot", &["Cat", "Cut"]), Some("Cat"));
    }

    #[test]
    fn stops_when_it_has_looked_at_too_many() {
        let mut nearest = Nearest { budget: 1 };
        assert_eq!(nearest.find("Skil", ["Skill"]), Some("Skill"));
        assert_eq!(nearest.find("Skil", ["Skill"]), None);
    }
}
