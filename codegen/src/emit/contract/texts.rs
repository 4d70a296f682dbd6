//! The texts that the tests of a resource's types are about: a file that is read by people and by the tests.
//!
//! A type is a line with its name, and each of its texts a line: `valid`, `in-part` (valid, but not kept whole), or the
//! keyword that it breaks and the JSON Pointer of the place. Data, not code: a compiler would take as long for the
//! texts as for the crate.

use std::fmt::Write;

use super::super::doc::visible_json;
use crate::{
    instance::Case,
    ir::{Api, Type},
};

/// What a reader of the file has to know.
const ABOUT: &str = "\
# What each type accepts and refuses, a text a line.
#   valid           and written back as the JSON that it is
#   in-part         valid, but some of it is not kept
#   KEYWORD PLACE   not valid: breaks this keyword at this place
";

/// The file of these types.
pub(super) fn file(api: &Api, cases: &[&Case]) -> String {
    let mut file = ABOUT.to_owned();
    for case in cases {
        // Writing to a text can't fail.
        let _ = writeln!(file, "\n{}", key(api.get(case.id)));
        let mut line = |about: &str, text: &str| {
            let _ = writeln!(file, "{about}{}", visible_json(text));
        };
        case.accepted.iter().for_each(|text| line("valid ", text));
        case.accepted_in_part.iter().for_each(|text| line("in-part ", text));
        for faulty in &case.refused {
            let pointer = visible_json(&serde_json::Value::from(faulty.fault.pointer.as_str()).to_string());
            line(&format!("{} {pointer} ", faulty.fault.keyword), &faulty.text);
        }
    }
    file
}

/// What the texts of a type stand under.
pub(super) fn key(ty: &Type) -> &str {
    ty.name.as_str().trim_start_matches("r#")
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{api, optional, plain_text, structure};
    use super::*;
    use crate::instance::Suite;

    #[test]
    fn no_text_gets_out_of_its_line() {
        let texts = ["\n", "\r\nvalid {}", "\u{2028}", "\u{85}", "\u{202e}", "\t", "é—🦀", "# a"];
        let mut word = structure("Word", vec![optional("a\nb", plain_text())]);
        word.examples = texts.map(|text| serde_json::json!({ "a\nb": text }).to_string()).into();
        let api = api(vec![word]);
        let suite = Suite::new(&api);
        let file = file(&api, &suite.cases.iter().collect::<Vec<_>>());
        let valid: Vec<&str> = file.lines().filter_map(|line| line.strip_prefix("valid ")).collect();
        for (line, example) in valid.iter().zip(&api.types[0].examples) {
            let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
            assert_eq!(value(line), value(example), "{line}");
        }
        assert!(valid.len() >= texts.len() && !file.contains(['\u{202e}', '\u{2028}', '\u{85}', '\t', '\r']));
        assert!(file.contains(r#"{"a\nb":"é—🦀"}"#) && file.contains(r#"type "/a\nb" {"a\nb":1}"#), "{file}");
    }
}
