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
        let length = name.chars().count();
        if length == 0 || length > LONGEST {
            return None;
        }
        let mut best = None;
        let mut limit = (length / 3).max(1) + 1;
        for candidate in candidates {
            self.budget = self.budget.checked_sub(1)?;
            if candidate.len() > 4 * LONGEST {
                continue;
            }
            let folded = folded(candidate);
            if length.abs_diff(folded.chars().count()) >= limit {
                continue;
            }
            let distance = strsim::osa_distance(&name, &folded);
            if distance < limit {
                limit = distance;
                best = Some(candidate);
            }
        }
        best
    }
}

/// A name without what is easily mistaken: case, and which sign stands between words.
fn folded(name: &str) -> String {
    name.chars().flat_map(char::to_lowercase).map(|character| if character == '_' { '-' } else { character }).collect()
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
