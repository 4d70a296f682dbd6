//! English plurals. Knows the words that API documents name arrays by; must not know identifiers.

use super::List;

/// A noun in the singular: `policy` of `policies`; what has no plural, or is none, stays.
pub(super) fn singular(word: &str) -> String {
    if let Some((stem, one)) = irregular(word) {
        return format!("{stem}{one}");
    }
    let cut = |count: usize| word.get(..word.len() - count).unwrap_or(word);
    match ending(word) {
        Ending::None => word.to_owned(),
        Ending::S => cut(1).to_owned(),
        Ending::Es => cut(2).to_owned(),
        Ending::Ies => format!("{}y", cut(3)),
    }
}

/// Whether two words are the same noun.
pub(super) fn same(one: &str, other: &str) -> bool {
    one == other || singular(one) == singular(other)
}

/// What makes a noun a plural.
enum Ending {
    None,
    S,
    Es,
    Ies,
}

/// Nouns that end in `s` in the singular, beyond those in `ss`, `us` and `is`.
const SINGULAR_IN_S: List = List(
    "\
    always atlas aws bias alias canvas chaos chassis css dns ecs eks gas gps has https ios its js kms kubernetes \
    kudos lens macos news nfs os pos rds rss series sms sns species sqs sts this tls tns was windows yes",
);

/// Nouns whose plural ends in `us` or `is` plus `s` of their own: the rule that `us` and `is` are no plurals is wrong.
const PLURAL_IN_US_OR_IS: List =
    List("apis cpus emojis gpus guis kpis menus npus skis skus taxis tpus uris vcpus wikis");

/// Ends of nouns whose singular ends in `se`, `che` and so on, though `es` seems to be the plural.
const SINGULAR_IN_E: List = List("caches niches avalanches headaches axes sizes prizes shoes");

/// Ends of nouns whose singular ends in `s`.
const PLURAL_IN_SES: List = List(
    "\
    aliases atlases biases bonuses buses campuses canvases focuses gases lenses statuses viruses radiuses \
    corpuses",
);

/// Nouns in `ies` whose singular is in `ie`.
const SINGULAR_IN_IE: List = List("cookies movies ties pies lies dies zombies calories selfies");

/// Plurals by no rule; compounds of them too, as in `subindices`.
const IRREGULAR: &[(&str, &str)] = &[
    ("people", "person"),
    ("children", "child"),
    ("women", "woman"),
    ("men", "man"),
    ("indices", "index"),
    ("matrices", "matrix"),
    ("vertices", "vertex"),
    ("appendices", "appendix"),
    ("criteria", "criterion"),
    ("analyses", "analysis"),
    ("bases", "base"),
    ("crises", "crisis"),
    ("diagnoses", "diagnosis"),
    ("hypotheses", "hypothesis"),
    ("synopses", "synopsis"),
    ("leaves", "leaf"),
    ("shelves", "shelf"),
    ("halves", "half"),
    ("lives", "life"),
    ("knives", "knife"),
    ("wolves", "wolf"),
    ("quizzes", "quiz"),
    ("heroes", "hero"),
    ("echoes", "echo"),
    ("tomatoes", "tomato"),
    ("potatoes", "potato"),
];

/// The stem and the singular of a plural by no rule.
fn irregular(word: &str) -> Option<(&str, &'static str)> {
    let whole = IRREGULAR.iter().find(|(many, _)| word == *many);
    let compound = || IRREGULAR.iter().find(|(many, _)| many.len() > 5 && word.ends_with(many));
    let (many, one) = whole.or_else(compound)?;
    Some((word.strip_suffix(many)?, one))
}

fn ending(word: &str) -> Ending {
    if word.len() < 3 || !word.is_ascii() || !word.ends_with('s') || SINGULAR_IN_S.contains(word) {
        Ending::None
    } else if PLURAL_IN_US_OR_IS.contains(word) {
        Ending::S
    } else if List("ss us is").ends(word) {
        Ending::None
    } else if word.ends_with("ies") && word.len() > 4 && !SINGULAR_IN_IE.contains(word) {
        Ending::Ies
    } else if SINGULAR_IN_E.ends(word) {
        Ending::S
    } else if PLURAL_IN_SES.ends(word) || List("sses shes ches xes zzes").ends(word) {
        Ending::Es
    } else {
        Ending::S
    }
}

#[cfg(test)]
mod tests {
    use super::{same, singular};

    #[test]
    fn plurals_become_singular() {
        for (many, one) in [
            ("policies", "policy"),
            ("addresses", "address"),
            ("skills", "skill"),
            ("statuses", "status"),
            ("aliases", "alias"),
            ("boxes", "box"),
            ("indexes", "index"),
            ("indices", "index"),
            ("batches", "batch"),
            ("branches", "branch"),
            ("caches", "cache"),
            ("hashes", "hash"),
            ("responses", "response"),
            ("databases", "database"),
            ("bases", "base"),
            ("licenses", "license"),
            ("purchases", "purchase"),
            ("sizes", "size"),
            ("axes", "axe"),
            ("quizzes", "quiz"),
            ("movies", "movie"),
            ("series", "series"),
            ("keys", "key"),
            ("values", "value"),
            ("people", "person"),
            ("children", "child"),
            ("subindices", "subindex"),
            ("grandchildren", "grandchild"),
            ("criteria", "criterion"),
            ("ids", "id"),
            ("apis", "api"),
            ("uris", "uri"),
            ("cpus", "cpu"),
            ("repos", "repo"),
            ("photos", "photo"),
            ("files", "file"),
            ("rules", "rule"),
            ("heroes", "hero"),
        ] {
            assert_eq!(singular(many), one, "{many}");
        }
    }

    #[test]
    fn what_is_no_plural_stays() {
        for word in [
            "status",
            "data",
            "metadata",
            "news",
            "series",
            "address",
            "access",
            "process",
            "analysis",
            "redis",
            "bus",
            "radius",
            "dns",
            "os",
            "https",
            "kubernetes",
            "canvas",
            "media",
            "s",
            "us",
            "is",
            "",
            "user",
            "файлы",
            "文件",
        ] {
            assert_eq!(singular(word), word);
        }
    }

    #[test]
    fn singular_and_plural_are_the_same_noun() {
        assert!(same("containers", "container"));
        assert!(same("policy", "policies"));
        assert!(same("data", "data"));
        assert!(!same("container", "contain"));
    }
}
