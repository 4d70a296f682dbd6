//! References: what the text of a `$ref` says, and the place that it leads to, in whichever file of the document.
//!
//! Knows nothing of what stands at a place.

use indexmap::IndexMap;

use crate::diagnostic::nearest::Nearest;
use crate::{
    diagnostic::{Code, Diagnostic, catalogue},
    normalise::Located,
    source::{FileId, Location, Node, Pointer, Trees, trees::Refusal},
};

/// How many references are followed on the way of a pointer, and on the ways of those.
const LONGEST_WAY: usize = 100;

/// What the fragment of a reference says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fragment {
    /// A place in the file.
    Place(Pointer),
    /// A name in the file, such as `#node`, which a schema gives itself by `$anchor`.
    Anchor,
    /// A place that can't be, for the pointer is faulty: why.
    Faulty(&'static str),
}

impl Fragment {
    /// Reads what comes from the `#` on, or nothing.
    pub(crate) fn parse(text: &str) -> Self {
        match Pointer::parse(text) {
            Ok(pointer) => Self::Place(pointer),
            Err(error) if text.starts_with("#/") => Self::Faulty(error.message),
            Err(_) => Self::Anchor,
        }
    }
}

/// What a reference names, and its fragment from the `#` on; either may be empty.
pub(crate) fn split(text: &str) -> (&str, &str) {
    text.split_at(text.find('#').unwrap_or(text.len()))
}

/// A value of the document, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Place<'a> {
    /// The value.
    pub(crate) node: &'a Node,
    /// Where it stands.
    pub(crate) location: Location,
}

impl<'a> Place<'a> {
    /// The place of a member's value.
    pub(crate) fn member(parent: &Location, name: &str, node: &'a Node) -> Self {
        let location = parent.push(name);
        Self { node, location }
    }

    /// A value whose place no one asks for.
    pub(crate) fn apart(node: &'a Node) -> Self {
        let location = Location::root();
        Self { node, location }
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
    help: Option<String>,
}

impl Unresolved {
    /// Nothing is there.
    pub(crate) fn missing(label: String) -> Self {
        Self { code: &catalogue::MISSING_REFERENCE, leads: "leads nowhere", label, help: None }
    }

    /// There is something, but no schema.
    pub(crate) fn no_schema(label: String) -> Self {
        Self { code: &catalogue::WRONG_KIND, leads: "does not lead to a schema", label, help: None }
    }

    /// The file can't be had.
    pub(crate) fn refused(refusal: Refusal, reference: &str) -> Self {
        // The usual slip: `/components/schemas/Foo` is a path from the root of the disk.
        let is_slip = ["/components/", "/definitions/", "/paths/"].iter().any(|start| reference.starts_with(start));
        let help = is_slip.then(|| format!("a place in the same file begins with `#`: `#{reference}`"));
        match refusal {
            Refusal::Outside(path) => Self {
                code: &catalogue::OUTSIDE_REFERENCE,
                leads: "leads out of the document's folder",
                label: format!("`{path}` from that folder"),
                help,
            },
            Refusal::Remote(uri) => Self {
                code: &catalogue::REMOTE_REFERENCE,
                leads: "leads out of the document",
                label: match uri == reference {
                    true => "nothing is read from the network".to_owned(),
                    false => format!("`{uri}`; nothing is read from the network"),
                },
                help,
            },
            Refusal::Meaningless => Self {
                code: &catalogue::REMOTE_REFERENCE,
                leads: "leads out of the document",
                label: "means nothing here".to_owned(),
                help,
            },
            Refusal::Unreadable(why) => Self {
                code: &catalogue::UNREADABLE_REFERENCE,
                leads: "leads to a file that can't be read",
                label: why,
                help,
            },
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
        let diagnostic = Diagnostic::new(self.code, text.span, message).label(self.label);
        match self.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}

/// The place that the text of a `$ref` leads to which stands in a file.
///
/// # Errors
///
/// The file that it names can't be had, its fragment is no JSON Pointer, or nothing stands at that place; `nearest` finds
/// what was meant.
pub(crate) fn resolve<'a>(
    trees: &'a Trees,
    text: &str,
    from: FileId,
    nearest: &mut Nearest,
) -> Result<Place<'a>, Unresolved> {
    resolve_on_way(trees, text, from, nearest, &mut 0)
}

fn resolve_on_way<'a>(
    trees: &'a Trees,
    text: &str,
    from: FileId,
    nearest: &mut Nearest,
    steps: &mut usize,
) -> Result<Place<'a>, Unresolved> {
    let (name, fragment) = split(text);
    // What was made, and not read, is of the file that was named.
    let base = trees.of(from).or(trees.main());
    let tree = match (name, base) {
        ("", tree) => tree,
        (name, base) => {
            let base = base.map(|base| base.path()).unwrap_or_default();
            Some(trees.open(name, base).map_err(|refusal| Unresolved::refused(refusal, text))?)
        }
    };
    let whole = tree.map(|tree| tree.location()).unwrap_or_default();
    match Fragment::parse(fragment) {
        Fragment::Place(pointer) => locate_on_way(trees, &whole.at(pointer), nearest, steps),
        Fragment::Anchor => Err(Unresolved::missing("not a JSON Pointer, which begins with `#/`".to_owned())),
        Fragment::Faulty(why) => Err(Unresolved::missing(why.to_owned())),
    }
}

/// What stands at a place of a file that was read. References on the way to it are followed: `#/a/b` leads into what `a`
/// refers to where `a` is nothing but a reference, as most tools have it.
///
/// # Errors
///
/// Nothing stands there; `nearest` finds what was meant.
pub(crate) fn locate<'a>(
    trees: &'a Trees,
    location: &Location,
    nearest: &mut Nearest,
) -> Result<Place<'a>, Unresolved> {
    locate_on_way(trees, location, nearest, &mut 0)
}

fn locate_on_way<'a>(
    trees: &'a Trees,
    location: &Location,
    nearest: &mut Nearest,
    steps: &mut usize,
) -> Result<Place<'a>, Unresolved> {
    if let Some(node) = trees.find(location) {
        return Ok(Place { node, location: location.clone() });
    }
    let whole = location.at(Pointer::root());
    let root = trees.find(&whole).ok_or_else(|| Unresolved::missing("nothing is there".to_owned()))?;
    let mut place = Place { node: root, location: whole };
    for token in location.pointer().tokens() {
        place = loop {
            if let Some(node) = Pointer::root().push(&token).find(place.node) {
                break Place { node, location: place.location.push(&token) };
            }
            *steps += 1;
            let reference = place.node.get("$ref").and_then(Node::as_str).filter(|_| *steps < LONGEST_WAY);
            let Some(reference) = reference else {
                let names = place.node.as_object().into_iter().flat_map(IndexMap::keys);
                let nearest = nearest.find(&token, names.map(String::as_str));
                return Err(Unresolved::missing(describe_missing(&place.location, &token, nearest)));
            };
            place = resolve_on_way(trees, reference, place.node.span.file, nearest, steps)?;
        };
    }
    Ok(place)
}

/// What is not there, and what was probably meant.
pub(crate) fn describe_missing(parent: &Location, token: &str, nearest: Option<&str>) -> String {
    let missing = if *parent == Location::root() {
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
        match resolve(&root, text, FileId::default(), &mut Nearest::default()) {
            Ok(place) => format!("{} {}", place.location, place.node.to_json()),
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
            ("Skill", "R0205 `Skill` leads to a file that can't be read (no other files were given)"),
            ("../Skill", "R0204 `../Skill` leads out of the document's folder (`../Skill` from that folder)"),
            ("/Skill", "R0204 `/Skill` leads out of the document's folder (`/Skill` from that folder)"),
            (
                "https://a.example/b#/c",
                "R0203 `https://a.example/b#/c` leads out of the document \
                 (`https://a.example/b`; nothing is read from the network)",
            ),
            ("//a.example/b", "R0203 `//a.example/b` leads out of the document (means nothing here)"),
        ] {
            assert_eq!(lead(text), report);
        }
        assert!(lead("#/a%zz").starts_with("R0201"));
    }

    #[test]
    fn fragments_are_told_apart() {
        assert_eq!(Fragment::parse("#"), Fragment::Place(Pointer::root()));
        assert_eq!(Fragment::parse(""), Fragment::Place(Pointer::root()));
        assert_eq!(Fragment::parse("#node"), Fragment::Anchor);
        assert!(matches!(Fragment::parse("#/a~2"), Fragment::Faulty(_)));
        assert_eq!(split("a.yaml#/b#c"), ("a.yaml", "#/b#c"));
        assert_eq!(split("a.yaml"), ("a.yaml", ""));
    }

    #[test]
    fn references_on_the_way_are_followed() {
        let root = yaml("{a: {$ref: '#/b'}, b: {c: {$ref: '#/d/0'}}, d: [{e: 1}], f: {$ref: '#/g'}, g: {$ref: '#/f'}}");
        let lead = |text: &str| {
            let place = resolve(&root, text, FileId::default(), &mut Nearest::default());
            place.map(|place| place.location.to_string()).map_err(|unresolved| unresolved.label)
        };
        assert_eq!(lead("#/a/c/e").as_deref(), Ok("#/d/0/e"));
        assert_eq!(lead("#/a/c").as_deref(), Ok("#/b/c"));
        assert_eq!(lead("#/a/x").unwrap_err(), "no `x` in `#/b`; did you mean `c`?");
        assert_eq!(lead("#/f/x").unwrap_err(), "no `x` in `#/g`");
        // Each leads twice to the next one: too many ways to follow them all.
        let ways: String = (0..60).map(|at| format!("a{at}: {{$ref: '#/a{}/x/x'}}\n", at + 1)).collect();
        let root = yaml(&format!("{ways}a60: {{x: {{$ref: '#/a60'}}}}"));
        let found = resolve(&root, "#/a0/x", FileId::default(), &mut Nearest::default());
        assert!(found.is_err());
    }
}
