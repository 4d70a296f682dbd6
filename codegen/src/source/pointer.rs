//! JSON Pointers (RFC 6901): which part of a tree. Knows nothing of what the parts mean.

use std::{borrow::Cow, fmt, str::FromStr};

use super::{Kind, Node};

/// A JSON Pointer; shown as a URI fragment: `#/paths/~1containers/post`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Pointer(
    /// Each token after a `/`, with `~` and `/` in it escaped.
    String,
);

/// Why a text is no JSON Pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PointerError {
    /// The byte of the text at which it stops being one.
    pub at: usize,
    /// What is wrong there, as a noun phrase: `expected "/"`.
    pub message: &'static str,
}

impl fmt::Display for PointerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.message)
    }
}

impl std::error::Error for PointerError {}

impl Pointer {
    /// The pointer to the whole document.
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// Reads a pointer, either plain (`/paths/~1containers`) or as a URI fragment (`#/paths/~1containers`), in which
    /// percent-encoding is resolved.
    pub fn parse(text: &str) -> Result<Self, PointerError> {
        let plain = match text.strip_prefix('#') {
            Some(fragment) => percent_decode(fragment).map_err(|error| error.after(1))?,
            None => Cow::Borrowed(text),
        };
        match check(&plain) {
            Ok(()) => Ok(Self(plain.into_owned())),
            // A fragment's bytes are not those of the plain form: say where in the text as it was given.
            Err(error) if text.starts_with('#') => {
                Err(PointerError { at: 1 + encoded_length(text.get(1..).unwrap_or_default(), error.at), ..error })
            }
            Err(error) => Err(error),
        }
    }

    /// The pointer to a member, or to an item by its index as text.
    #[must_use]
    pub fn push(&self, token: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + token.len() + 3);
        text.push_str(&self.0);
        text.push('/');
        for character in token.chars() {
            match character {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                other => text.push(other),
            }
        }
        Self(text)
    }

    /// The pointer to an item.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.push(&index.to_string())
    }

    /// The pointer to what contains this; none for the root.
    pub fn parent(&self) -> Option<Self> {
        let end = self.0.rfind('/')?;
        self.0.get(..end).map(|text| Self(text.to_owned()))
    }

    /// The plain form, as RFC 6901 has it in JSON strings: `/paths/~1containers`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tokens, escapes resolved: names of members and indices of items, the outermost first.
    pub fn tokens(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(unescape)
    }

    /// What the pointer points to in a tree.
    pub fn find<'a>(&self, root: &'a Node) -> Option<&'a Node> {
        self.tokens().try_fold(root, |node, token| step(node, &token))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("#")?;
        for &byte in self.0.as_bytes() {
            if is_fragment_byte(byte) {
                write!(formatter, "{}", char::from(byte))?;
            } else {
                write!(formatter, "%{byte:02X}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for Pointer {
    type Err = PointerError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl PointerError {
    /// The same error in a text that has some bytes before.
    fn after(self, bytes: usize) -> Self {
        Self { at: self.at + bytes, ..self }
    }
}

/// Whether a plain text is a pointer.
fn check(text: &str) -> Result<(), PointerError> {
    if !text.is_empty() && !text.starts_with('/') {
        let message = "expected `/`";
        return Err(PointerError { at: 0, message });
    }
    let stray = text.match_indices('~').find(|&(at, _)| !matches!(text.as_bytes().get(at + 1), Some(b'0' | b'1')));
    match stray {
        Some((at, _)) => {
            Err(PointerError { at, message: "`~` must be written `~0`, for it escapes: `~0` is `~`, `~1` is `/`" })
        }
        None => Ok(()),
    }
}

/// A token with its escapes resolved.
fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        // In this order, so that `~01` becomes `~1` and not `/`.
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

/// The part of a node that a token names.
fn step<'a>(node: &'a Node, token: &str) -> Option<&'a Node> {
    match &node.kind {
        Kind::Object(members) => members.get(token).map(|entry| &entry.value),
        Kind::Array(items) => items.get(index(token)?),
        _ => None,
    }
}

/// The index that a token is: digits, without a zero before them.
fn index(token: &str) -> Option<usize> {
    let digits = token.bytes().all(|byte| byte.is_ascii_digit());
    let plain = token == "0" || !token.starts_with('0');
    if digits && plain { token.parse().ok() } else { None }
}

/// Whether a byte may stand in a URI's fragment as it is (RFC 3986, section 3.5).
fn is_fragment_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(&byte)
}

/// A fragment with its percent-encoding resolved.
pub(super) fn percent_decode(text: &str) -> Result<Cow<'_, str>, PointerError> {
    if !text.contains('%') {
        return Ok(Cow::Borrowed(text));
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' {
            let message = "`%` must be followed by two hexadecimal digits";
            decoded.push(hex(bytes, at + 1).ok_or(PointerError { at, message })?);
            at += 3;
        } else {
            decoded.push(byte);
            at += 1;
        }
    }
    String::from_utf8(decoded).map(Cow::Owned).map_err(|error| PointerError {
        at: encoded_length(text, error.utf8_error().valid_up_to()),
        message: "what is percent-encoded is not UTF-8",
    })
}

/// The byte that two hexadecimal digits are.
fn hex(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = |at| bytes.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    u8::try_from(digit(at)? * 16 + digit(at + 1)?).ok()
}

/// How many bytes of a percent-encoded text, which is known to be sound, stand for so many decoded ones.
fn encoded_length(text: &str, decoded: usize) -> usize {
    let bytes = text.as_bytes();
    (0..decoded).fold(0, |at, _| at + if bytes.get(at) == Some(&b'%') { 3 } else { 1 })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        diagnostic::Diagnostics,
        source::{Sources, json},
    };

    fn tree(text: &str) -> Node {
        let mut sources = Sources::default();
        let file = sources.add("tree.json", text);
        json::read(&sources, file, &mut Diagnostics::default()).unwrap()
    }

    /// The example of RFC 6901, section 5: a pointer, its fragment, and what it points to.
    const EXAMPLES: [(&str, &str, &str); 11] = [
        ("/foo", "#/foo", r#"["bar","baz"]"#),
        ("/foo/0", "#/foo/0", r#""bar""#),
        ("/", "#/", "0"),
        ("/a~1b", "#/a~1b", "1"),
        ("/c%d", "#/c%25d", "2"),
        ("/e^f", "#/e%5Ef", "3"),
        ("/g|h", "#/g%7Ch", "4"),
        ("/i\\j", "#/i%5Cj", "5"),
        ("/k\"l", "#/k%22l", "6"),
        ("/ ", "#/%20", "7"),
        ("/m~0n", "#/m~0n", "8"),
    ];

    #[test]
    fn the_rfcs_examples() {
        let tree =
            tree(r#"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}"#);
        for (plain, fragment, value) in EXAMPLES {
            let pointer = Pointer::parse(plain).unwrap();
            assert_eq!(pointer.as_str(), plain);
            assert_eq!(pointer.to_string(), fragment);
            assert_eq!(Pointer::parse(fragment), Ok(pointer.clone()));
            assert_eq!(pointer.find(&tree).map(Node::to_json).as_deref(), Some(value), "{plain}");
        }
        for whole in ["", "#"] {
            assert_eq!(Pointer::parse(whole), Ok(Pointer::root()));
        }
        assert_eq!(Pointer::root().find(&tree), Some(&tree));
        assert_eq!(Pointer::root().to_string(), "#");
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let tree = tree(r#"{"a":[1,2],"b":"text"}"#);
        for missing in ["/c", "/a/2", "/a/-", "/a/00", "/a/01", "/a/+1", "/a/", "/a/1/0", "/b/0"] {
            assert_eq!(Pointer::parse(missing).unwrap().find(&tree), None, "{missing}");
        }
        let huge = "/a/99999999999999999999999";
        assert_eq!(Pointer::parse(huge).unwrap().find(&tree), None);
    }

    #[test]
    fn faults_are_told_with_their_place() {
        for (text, at) in [
            ("a", 0),
            ("#a", 1),
            ("/a~", 2),
            ("/a~2b", 2),
            ("#/%41~2", 5),
            ("#/%4", 2),
            ("#/a%zz", 3),
            ("#/a%FFb", 3),
            ("#/%C3%A9~", 8),
        ] {
            assert_eq!(Pointer::parse(text).map_err(|error| error.at), Err(at), "{text}");
        }
    }

    #[test]
    fn a_child_is_its_parents() {
        let path = Pointer::root().push("paths").push("/a~b/{id}").index(3);
        assert_eq!(path.to_string(), "#/paths/~1a~0b~1%7Bid%7D/3");
        assert_eq!(path.tokens().collect::<Vec<_>>(), ["paths", "/a~b/{id}", "3"]);
        assert_eq!(path.parent(), Some(Pointer::root().push("paths").push("/a~b/{id}")));
        assert_eq!(Pointer::root().push("a").parent(), Some(Pointer::root()));
        assert_eq!(Pointer::root().parent(), None);
    }

    proptest! {
        #[test]
        fn any_names_survive_both_forms(names in proptest::collection::vec(any::<String>(), 0..5)) {
            let pointer = names.iter().fold(Pointer::root(), |pointer, name| pointer.push(name));
            prop_assert_eq!(&pointer.tokens().collect::<Vec<_>>(), &names);
            prop_assert_eq!(Pointer::parse(pointer.as_str()), Ok(pointer.clone()));
            let fragment = pointer.to_string();
            prop_assert!(fragment.bytes().all(|byte| byte.is_ascii_graphic()));
            prop_assert_eq!(Pointer::parse(&fragment), Ok(pointer));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[#/~%0-9a-fé]{0,12}") {
            match Pointer::parse(&text) {
                Ok(pointer) => prop_assert_eq!(Pointer::parse(&pointer.to_string()), Ok(pointer)),
                Err(error) => prop_assert!(text.is_char_boundary(error.at)),
            }
        }
    }
}
