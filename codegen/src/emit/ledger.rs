//! `ledger.json`: where the types or the checks say less than the document.

use crate::ir::Api;

/// A JSON array, sorted, one line an entry, so that a diff shows entries. No places: one line more in the document
/// would change them all.
pub(super) fn ledger(api: &Api) -> String {
    let mut lines: Vec<_> = api.ledger.iter().collect();
    lines.sort();
    lines.dedup();
    // Four strings: writing them can't fail.
    let lines: Vec<String> = lines.iter().filter_map(|line| serde_json::to_string(line).ok()).collect();
    match lines.is_empty() {
        true => "[]\n".to_owned(),
        false => format!("[\n  {}\n]\n", lines.join(",\n  ")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::api;
    use super::*;
    use crate::ir::LedgerLine;

    fn line(pointer: &str, what: &str) -> LedgerLine {
        LedgerLine {
            pointer: pointer.to_owned(),
            what: what.to_owned(),
            became: "nothing".to_owned(),
            why: "a \"reason\"".to_owned(),
        }
    }

    #[test]
    fn an_empty_ledger_is_an_empty_array() {
        assert_eq!(ledger(&api(Vec::new())), "[]\n");
    }

    #[test]
    fn lines_are_sorted_and_stand_once() {
        let mut api = api(Vec::new());
        api.ledger = vec![line("#/b", "not"), line("#/a", "not"), line("#/b", "not"), line("#/b", "if")];
        assert_eq!(
            ledger(&api),
            r##"[
  {"pointer":"#/a","what":"not","became":"nothing","why":"a \"reason\""},
  {"pointer":"#/b","what":"if","became":"nothing","why":"a \"reason\""},
  {"pointer":"#/b","what":"not","became":"nothing","why":"a \"reason\""}
]
"##
        );
    }
}
