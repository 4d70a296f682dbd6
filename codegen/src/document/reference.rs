//! References within a document: what the text of a `$ref` says, and the place that it leads to.
//!
//! Knows nothing of what stands at a place.

use indexmap::IndexMap;

use crate::diagnostic::nearest::Nearest;
use crate::{
    diagnostic::{Code, Diagnostic, catalogue},
    normalise::Located,
    source::{Node, Pointer},
};

/// What the text of a `$ref` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reference {
    /// A place in the document.
    Place(Pointer),
    /// A name in the document, such as `#node`, which a schema gives itself by `$anchor`.
    Anchor,
    /// Another document.
    Remote,
    /// A place that can't be, for the pointer is faulty: why.
    Faulty(&'static str),
}

impl Reference {
    /// Reads the text of a `$ref`.
    pub(crate) fn parse(text: &str) -> Self {
        if text.is_empty() {
            return Self::Place(Pointer::root());
        }
        let Some(fragment) = text.strip_prefix('#') else {
            return Self::Remote;
        };
        match Pointer::parse(text) {
            Ok(pointer) => Self::Place(pointer),
            Err(error) if fragment.starts_with('/') => Self::Faulty(error.message),
            Err(_) => Self::Anchor,
        }
    }
}

/// A value of the document, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Place<'a> {
    /// The value.
    pub(crate) node: &'a Node,
    /// Where it stands.
    pub(crate) pointer: Pointer,
}

impl<'a> Place<'a> {
    /// The place of a member's value.
    pub(crate) fn member(parent: &Pointer, name: &str, node: &'a Node) -> Self {
        let pointer = parent.push(name);
        Self { node, pointer }
    }

    /// A value whose place no one asks for.
    pub(crate) fn apart(node: &'a Node) -> Self {
        let pointer = Pointer::root();
        Self { node, pointer }
    }
}

/// A reference that leads to nothing that could be read.
#[derive(Debug)]
pub(crate) struct Unresolved {
    code: &'static Code,
    /// Where it leads, in general.
    leads: &'static str,
    /// What is there, or is not.
    label: String,
}

impl Unresolved {
    /// Nothing is there.
    pub(crate) fn missing(label: String) -> Self {
        Self { code: &catalogue::MISSING_REFERENCE, leads: "leads nowhere", label }
    }

    /// There is something, but no schema.
    pub(crate) fn no_schema(label: String) -> Self {
        Self { code: &catalogue::WRONG_KIND, leads: "does not lead to a schema", label }
    }

    /// It is in another document.
    pub(crate) fn remote() -> Self {
        Self {
            code: &catalogue::REMOTE_REFERENCE,
            leads: "leads out of the document",
            label: "another document".to_owned(),
        }
    }

    /// The same, of what a discriminator's tag maps to.
    pub(crate) fn of_tag(mut self) -> Self {
        if *self.code == catalogue::MISSING_REFERENCE {
            self.code = &catalogue::DISCRIMINATOR_TARGET;
        }
        self
    }

    /// The report, at the text of the reference.
    pub(crate) fn report(self, text: &Located<String>) -> Diagnostic {
        let message = format!("`{}` {}", text.value, self.leads);
        Diagnostic::new(self.code, text.span, message).label(self.label)
    }
}

/// The place that the text of a `$ref` leads to.
///
/// # Errors
///
/// The text is no JSON Pointer in this document, or nothing stands at that place; `nearest` finds what was meant.
pub(crate) fn resolve<'a>(root: &'a Node, text: &str, nearest: &mut Nearest) -> Result<Place<'a>, Unresolved> {
    match Reference::parse(text) {
        Reference::Place(pointer) => locate(root, pointer, nearest),
        Reference::Anchor => Err(Unresolved::missing("not a JSON Pointer, which begins with `#/`".to_owned())),
        Reference::Faulty(why) => Err(Unresolved::missing(why.to_owned())),
        Reference::Remote => Err(Unresolved::remote()),
    }
}

/// The place that a pointer points to.
///
/// # Errors
///
/// Nothing stands there; `nearest` finds what was meant.
pub(crate) fn locate<'a>(root: &'a Node, pointer: Pointer, nearest: &mut Nearest) -> Result<Place<'a>, Unresolved> {
    if let Some(node) = pointer.find(root) {
        return Ok(Place { node, pointer });
    }
    let (mut node, mut place) = (root, Pointer::root());
    for token in pointer.tokens() {
        let Some(member) = Pointer::root().push(&token).find(node) else {
            let names = node.as_object().into_iter().flat_map(IndexMap::keys);
            let nearest = nearest.find(&token, names.map(String::as_str));
            return Err(Unresolved::missing(describe_missing(&place, &token, nearest)));
        };
        place = place.push(&token);
        node = member;
    }
    Ok(Place { node, pointer })
}

/// What is not there, and what was probably meant.
pub(crate) fn describe_missing(parent: &Pointer, token: &str, nearest: Option<&str>) -> String {
    let missing = if *parent == Pointer::root() {
        format!("no `{token}` in the document")
    } else {
        format!("no `{token}` in `{parent}`")
    };
    match nearest {
        Some(name) => format!("{missing}; did you mean `{name}`?"),
        None => missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::testing::yaml, source::Span};

    /// Where a reference leads: the pointer, or the report.
    fn lead(text: &str) -> String {
        let root =
            yaml("{components: {schemas: {Skill: {properties: {a/b: {type: string}}}, 'a%': {}, list: [1, 2]}}}");
        match resolve(&root, text, &mut Nearest::default()) {
            Ok(place) => format!("{} {}", place.pointer, place.node.to_json()),
            Err(unresolved) => {
                let diagnostic = unresolved.report(&Located { value: text.to_owned(), span: Span::default() });
                format!("{} {} ({})", diagnostic.code.id, diagnostic.message, diagnostic.labels[0].text)
            }
        }
    }

    #[test]
    fn places_have_one_pointer_however_they_are_written() {
        let place = r##"#/components/schemas/Skill/properties/a~1b {"type":"string"}"##;
        assert_eq!(lead("#/components/schemas/Skill/properties/a~1b"), place);
        assert_eq!(lead("#/components/schemas/%53kill/properties/a%7E1b"), place);
        assert_eq!(lead("#/components/schemas/a%25"), "#/components/schemas/a%25 {}");
        assert_eq!(lead("#/components/schemas/list/1"), "#/components/schemas/list/1 2");
    }

    #[test]
    fn what_is_missing_is_told_with_what_was_meant() {
        for (text, report) in [
            (
                "#/components/schemas/Skil",
                "R0201 `#/components/schemas/Skil` leads nowhere \
                 (no `Skil` in `#/components/schemas`; did you mean `Skill`?)",
            ),
            (
                "#/component/schemas/Skill",
                "R0201 `#/component/schemas/Skill` leads nowhere \
                 (no `component` in the document; did you mean `components`?)",
            ),
            (
                "#/components/schemas/list/2",
                "R0201 `#/components/schemas/list/2` leads nowhere (no `2` in `#/components/schemas/list`)",
            ),
            ("#Skill", "R0201 `#Skill` leads nowhere (not a JSON Pointer, which begins with `#/`)"),
            ("Skill", "R0203 `Skill` leads out of the document (another document)"),
            (
                "./other.yaml#/components/schemas/Skill",
                "R0203 `./other.yaml#/components/schemas/Skill` leads out of the document (another document)",
            ),
        ] {
            assert_eq!(lead(text), report);
        }
        assert!(lead("#/a%zz").starts_with("R0201"));
    }

    #[test]
    fn texts_are_told_apart() {
        assert_eq!(Reference::parse("#"), Reference::Place(Pointer::root()));
        assert_eq!(Reference::parse(""), Reference::Place(Pointer::root()));
        assert_eq!(Reference::parse("#node"), Reference::Anchor);
        assert_eq!(Reference::parse("/components"), Reference::Remote);
        assert_eq!(Reference::parse("https://a.example#/a"), Reference::Remote);
        assert!(matches!(Reference::parse("#/a~2"), Reference::Faulty(_)));
    }
}
