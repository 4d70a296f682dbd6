//! Doc comments: paragraphs of the document's own Markdown, and paragraphs of ours, one attribute a line.

use std::iter;

use proc_macro2::{Punct, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::docs;
use crate::ir::{Direction, Member, Type};

/// A doc comment under way.
#[derive(Default)]
pub(super) struct Doc {
    paragraphs: Vec<TokenStream>,
}

impl Doc {
    /// No paragraph yet.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// What the document says, in Markdown that nobody has looked at.
    pub(super) fn markdown(mut self, text: Option<&str>) -> Self {
        self.paragraphs.extend(text.map(docs::docs).filter(|tokens| !tokens.is_empty()));
        self
    }

    /// A paragraph of ours. What the document chose in it stands in a [`code`] span.
    pub(super) fn line(self, text: impl AsRef<str>) -> Self {
        self.lines([text])
    }

    /// Lines of ours that belong together, such as a code block.
    pub(super) fn lines(mut self, lines: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.paragraphs.push(lines.into_iter().map(|line| attribute(line.as_ref())).collect());
        self
    }

    /// The same as attributes of what they stand in: `//!`.
    pub(super) fn inner(&self) -> TokenStream {
        let bang = Punct::new('!', Spacing::Alone);
        self.to_token_stream()
            .into_iter()
            .flat_map(|tree| {
                let is_pound = matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == '#');
                iter::once(tree).chain(is_pound.then(|| bang.clone().into()))
            })
            .collect()
    }
}

impl ToTokens for Doc {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for (index, paragraph) in self.paragraphs.iter().enumerate() {
            if index > 0 {
                attribute("").to_tokens(tokens);
            }
            paragraph.to_tokens(tokens);
        }
    }
}

/// One line; text stands a blank after the slashes.
fn attribute(line: &str) -> TokenStream {
    let line = match line {
        "" => String::new(),
        text => format!(" {text}"),
    };
    quote!(#[doc = #line])
}

/// The doc comment of a type: what the document says, what else there is to say, and where it comes from.
pub(super) fn of_type(ty: &Type, more: Option<&str>) -> Doc {
    let mut doc = deprecation(Doc::new().markdown(ty.description.as_deref()), ty.deprecated);
    if let Some(more) = more {
        doc = doc.line(more);
    }
    examples(doc, &ty.examples).line(format!("Spec: {}", code(&ty.pointer)))
}

/// The doc comment of a field: what the document says, else its name on the wire.
pub(super) fn of_member(member: &Member, default: Option<&str>) -> Doc {
    let doc = match &member.description {
        Some(description) => Doc::new().markdown(Some(description)),
        None => Doc::new().line(code(&member.name)),
    };
    let doc = deprecation(doc, member.deprecated);
    let doc = match member.direction {
        Some(Direction::Request) => doc.line("Only in requests."),
        Some(Direction::Response) => doc.line("Only in responses."),
        None => doc,
    };
    let doc = match default {
        Some(json) => doc.line(format!("Default: {}.", code(json))),
        None => doc,
    };
    examples(doc, &member.examples)
}

/// So many examples are shown, of so many bytes each: what is longer says less than the schema.
const MOST_EXAMPLES: usize = 3;
const LONGEST_EXAMPLE: usize = 80;

/// The first short examples.
fn examples(doc: Doc, examples: &[String]) -> Doc {
    let mut shown: Vec<&String> = Vec::new();
    for example in examples.iter().filter(|example| example.len() <= LONGEST_EXAMPLE) {
        if shown.len() < MOST_EXAMPLES && !shown.contains(&example) {
            shown.push(example);
        }
    }
    let texts: Vec<String> = shown.iter().map(|example| code(example)).collect();
    match texts.as_slice() {
        [] => doc,
        [one] => doc.line(format!("Example: {one}.")),
        texts => doc.line(format!("Examples: {}.", texts.join(", "))),
    }
}

/// What is said of what is deprecated.
pub(super) fn deprecation(doc: Doc, deprecated: bool) -> Doc {
    match deprecated {
        true => doc.line("**Deprecated.**"),
        false => doc,
    }
}

/// A code span that shows a text as it is, whatever backticks it has; what can't be seen is escaped.
pub(super) fn code(text: &str) -> String {
    let text = visible(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // Markdown drops one blank at both ends again.
    match text.starts_with('`') || text.ends_with('`') || text.trim() != text {
        true => format!("{fence} {text} {fence}"),
        false => format!("{fence}{text}{fence}"),
    }
}

/// A string as JSON, in a code span.
pub(super) fn json(text: &str) -> String {
    code(&serde_json::Value::from(text).to_string())
}

/// A text in which every character can be seen: rustc refuses comments that change the direction of text.
fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\'' | '"' | '\\' => visible.push(c),
            _ => visible.extend(c.escape_debug()),
        }
    }
    visible
}

/// JSON text in which every character can be seen, with the same meaning.
pub(super) fn visible_json(json: &str) -> String {
    let mut visible = String::with_capacity(json.len());
    for c in json.chars() {
        match c.is_ascii() || c.escape_debug().len() == 1 {
            true => visible.push(c),
            false => visible.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}"))),
        }
    }
    visible
}

#[cfg(test)]
mod tests {
    use super::super::testing::layout;
    use super::*;

    #[test]
    fn paragraphs_are_parted_by_an_empty_line() {
        let doc = Doc::new().markdown(Some("First.\nSecond.")).markdown(None).line("Third.");
        assert_eq!(layout(quote!(#doc struct A;)), "/// First.\n/// Second.\n///\n/// Third.\nstruct A;\n");
    }

    #[test]
    fn inner_docs_are_of_the_file() {
        assert_eq!(layout(Doc::new().line("One.").line("Two.").inner()), "//! One.\n//!\n//! Two.\n");
    }

    #[test]
    fn json_keeps_its_meaning() {
        assert_eq!(visible_json("\"é\u{202e}\u{e0001}\""), r#""é\u202e\udb40\udc01""#);
    }

    #[test]
    fn code_spans_hold_any_text() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code(" a "), "`  a  `");
        assert_eq!(code("a\u{202e}\n"), r"`a\u{202e}\n`");
        assert_eq!(json("a\"b"), r#"`"a\"b"`"#);
    }
}
