//! The journal: what is about to change in a folder, so that a later run can finish it. Data alone; `write` keeps it.

use serde_json::{Value, json};

/// What is about to change. Both lists have paths, relative to the folder and with `/` between their parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Journal {
    /// The files to be written; the text of each is staged under its index.
    pub replace: Vec<String>,
    /// The files to be removed.
    pub remove: Vec<String>,
}

impl Journal {
    /// The journal as text.
    pub fn to_text(&self) -> String {
        format!("{:#}\n", json!({ "replace": self.replace, "remove": self.remove }))
    }

    /// The journal that a text is; `None` where it is none.
    pub fn from_text(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let paths = |name: &str| -> Option<Vec<String>> {
            let items = value.get(name)?.as_array()?;
            items.iter().map(|item| item.as_str().map(str::to_owned)).collect()
        };
        Some(Self { replace: paths("replace")?, remove: paths("remove")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_as_it_was_written() {
        let journal =
            Journal { replace: vec!["src/lib.rs".into(), "a \"b\"\n.rs".into()], remove: vec!["src/old.rs".into()] };
        assert_eq!(Journal::from_text(&journal.to_text()), Some(journal));
    }

    #[test]
    fn what_is_no_journal_is_none() {
        for text in ["", "{}", "[]", r#"{"replace": [1], "remove": []}"#, r#"{"replace": []}"#] {
            assert_eq!(Journal::from_text(text), None, "{text}");
        }
    }
}
