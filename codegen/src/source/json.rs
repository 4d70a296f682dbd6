//! JSON (RFC 8259) to the tree of located values. Knows nothing of what the values mean.

use indexmap::{IndexMap, map};

use super::{
    Entry, FileId, Kind, MAX_DEPTH, Node, Sources, Span, character, character_at, described, duplicate_member, text_of,
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, catalogue},
    support::{
        lex::SyntaxError,
        tree::{self, Tree},
    },
};

/// Reads a text as one JSON value, strictly.
///
/// `None` where the text is not JSON; there is an error then. Of members that stand twice, the first stays, and there
/// is an error for each of the others.
pub fn read(sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = text_of(sources, file, diagnostics)?;
    match Tree::index(text, MAX_DEPTH) {
        Ok(tree) => Some(Builder { tree, file, diagnostics }.node(0)),
        Err(error) => {
            diagnostics.push(syntax_error(text, file, error));
            None
        }
    }
}

/// The report of a place that is not JSON.
fn syntax_error(text: &str, file: FileId, error: SyntaxError) -> Diagnostic {
    let found = character(text, error.at);
    let message = if error.message.starts_with("expected") {
        format!("{}, found {}", error.message, described(found))
    } else {
        error.message.to_owned()
    };
    let diagnostic = Diagnostic::new(&catalogue::SYNTAX, character_at(text, file, error.at), message);
    match hint(text, error.at, found) {
        Some(hint) => diagnostic.help(hint),
        None => diagnostic,
    }
}

/// How to mend the syntax errors that people make most.
fn hint(text: &str, at: usize, found: Option<char>) -> Option<&'static str> {
    let before = text.get(..at).unwrap_or_default().trim_end();
    Some(match found {
        Some('}' | ']') if before.ends_with(',') => "remove the comma before it",
        Some('\u{FEFF}') => "save the file as UTF-8 without a byte order mark",
        Some('\'') => "JSON has double quotes only",
        Some('/' | '#') => "JSON has no comments",
        _ => return None,
    })
}

/// Tokens to nodes.
struct Builder<'a, 'd> {
    tree: Tree<'a>,
    file: FileId,
    diagnostics: &'d mut Diagnostics,
}

impl Builder<'_, '_> {
    fn node(&mut self, index: u32) -> Node {
        let kind = match self.tree.token(index).kind {
            tree::Kind::Null => Kind::Null,
            tree::Kind::Boolean => Kind::Boolean(self.tree.raw(index) == "true"),
            tree::Kind::Integer | tree::Kind::Number => Kind::Number(self.tree.raw(index).to_owned()),
            tree::Kind::String => Kind::String(self.tree.string(index).into_owned()),
            tree::Kind::Array => self.array(index),
            tree::Kind::Object => self.object(index),
        };
        Node { span: self.span(index), kind }
    }

    fn array(&mut self, array: u32) -> Kind {
        let token = self.tree.token(array);
        let mut items = Vec::with_capacity(token.count as usize);
        let mut item = array + 1;
        while item < token.next {
            items.push(self.node(item));
            item = self.tree.token(item).next;
        }
        Kind::Array(items)
    }

    fn object(&mut self, object: u32) -> Kind {
        let token = self.tree.token(object);
        let mut members = IndexMap::with_capacity(token.count as usize);
        let mut name = object + 1;
        while name < token.next {
            let key = self.span(name);
            let value = self.node(name + 1);
            match members.entry(self.tree.string(name).into_owned()) {
                map::Entry::Vacant(vacant) => {
                    vacant.insert(Entry { key, value });
                }
                map::Entry::Occupied(first) => {
                    self.diagnostics.push(duplicate_member(first.key(), first.get().key, key));
                }
            }
            name = self.tree.token(name + 1).next;
        }
        Kind::Object(members)
    }

    fn span(&self, index: u32) -> Span {
        let token = self.tree.token(index);
        Span { file: self.file, start: token.start, end: token.end }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::source::marked::{defects, places, sound};

    #[test]
    fn every_value_and_key_has_its_place() {
        places(
            read,
            r#" >>>{ >>>"é"<<< : >>>[ >>>1.50<<<, >>>"ü\n"<<<,>>>null<<< ]<<<, >>>"b"<<<:>>>{}<<<, >>>"𝄞"<<<:>>>true<<< }<<<
"#,
        );
    }

    #[test]
    fn values_are_what_they_say() {
        let node = sound(read, r#"{"b": [1.50, -0, 1e3, "a\u00e9\/\n"], "a": {"": null, "x": false}}"#);
        assert_eq!(node.to_json(), r#"{"b":[1.50,-0,1e3,"aé/\n"],"a":{"":null,"x":false}}"#);
    }

    #[test]
    fn syntax_errors_say_what_was_expected_and_where() {
        for (text, message) in [
            ("{\"a\": 1,>>>}<<<", "expected a member's name in quotes, found `}`"),
            ("[\"é\" >>>1<<<]", "expected `,` or `]`, found `1`"),
            ("{\"a\">>>,<<< 1}", "expected `:`, found `,`"),
            (">>><<<", "expected a value, found the end of the text"),
            ("[>>>€<<<]", "expected a value, found `€`"),
            ("[>>>\u{7}<<<]", "expected a value, found U+0007"),
            ("[] >>>x<<<", "expected the end of the text, found `x`"),
            ("[\"a>>>\t<<<\"]", "a control character in a string must be escaped"),
            ("[\"a>>>\\<<<x\"]", "no such escape"),
            (">>>\u{FEFF}<<<{}", "expected a value, found a byte order mark"),
        ] {
            assert_eq!(defects(read, text, &[&format!("R0101 {message}")]), None);
        }
    }

    #[test]
    fn common_errors_have_a_hint() {
        let hint = |text: &str, at| hint(text, at, character(text, at));
        assert_eq!(hint("[1, ]", 4), Some("remove the comma before it"));
        assert_eq!(hint("[1 ]", 3), None);
        assert!(hint("\u{FEFF}{}", 0).unwrap().contains("without a byte order mark"));
        assert!(hint("// x", 0).unwrap().contains("comments"));
        assert!(hint("{'a'", 1).unwrap().contains("double quotes"));
    }

    #[test]
    fn every_duplicate_is_reported_and_the_first_stays() {
        let text = r#"{>>>"a"<<<: 1, "b": {>>>"c"<<<: 1, >>>"\u0063"<<<: 2}, >>>"a"<<<: 2}"#;
        let expected =
            ["R0102 the member `c` stands twice in one object", "R0102 the member `a` stands twice in one object"];
        let json = defects(read, text, &expected);
        assert_eq!(json.as_deref(), Some(r#"{"a":1,"b":{"c":1}}"#));
    }

    #[test]
    fn a_duplicate_shows_itself_and_the_first() {
        let mut sources = Sources::default();
        let file = sources.add("a.json", r#"{"a":1,"a":2,"a":3}"#);
        let mut diagnostics = Diagnostics::default();
        read(&sources, file, &mut diagnostics);
        let starts = diagnostics.iter().map(|found| {
            let labels = found.labels.iter();
            labels.map(|label| label.span.start).collect::<Vec<_>>()
        });
        assert_eq!(starts.collect::<Vec<_>>(), [[7, 1], [13, 1]]);
    }

    #[test]
    fn depth_is_bounded() {
        sound(read, &("[".repeat(512) + &"]".repeat(512)));
        let marked = "[".repeat(512) + ">>>[<<<" + &"]".repeat(513);
        assert_eq!(defects(read, &marked, &["R0101 values are nested too deeply"]), None);
    }

    /// Any JSON value.
    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 64, 6, |inner| {
            let members = proptest::collection::vec((any::<String>(), inner.clone()), 0..6);
            prop_oneof![
                proptest::collection::vec(inner, 0..6).prop_map(Value::from),
                members.prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_tree_is_the_value_that_serde_json_reads(value in value(), pretty in any::<bool>()) {
            let text = if pretty { format!("{value:#}") } else { value.to_string() };
            let node = sound(read, &text);
            prop_assert_eq!(serde_json::from_str::<Value>(&node.to_json()).unwrap(), value);
            // The place of each value is the text of that value.
            let mut nodes = vec![&node];
            while let Some(node) = nodes.pop() {
                let part = &text[node.span.start as usize..node.span.end as usize];
                prop_assert_eq!(sound(read, part).to_json(), node.to_json());
                nodes.extend(node.as_array().unwrap_or_default());
                nodes.extend(node.as_object().into_iter().flatten().map(|(_, entry)| &entry.value));
            }
        }

        #[test]
        fn any_text_is_accepted_as_serde_json_does(text in r#"[\[\]{},:"\\ 0-9ae.tru+\-\u{FEFF}]{0,16}"#) {
            let mut sources = Sources::default();
            let file = sources.add("a.json", text.as_str());
            let mut diagnostics = Diagnostics::default();
            let node = read(&sources, file, &mut diagnostics);
            prop_assert_eq!(node.is_some(), serde_json::from_str::<Value>(&text).is_ok(), "{}", text);
            prop_assert!(node.is_some() || diagnostics.has_errors());
        }
    }
}
