//! References to files and to what has a URI (RFC 3986): what one means against a base.
//!
//! A base is an absolute URI, or else a path from the folder of the document, which is no URI, for nothing says where the
//! document was published. So what a relative path means to a file is known without one, and may be tested for being
//! outside of the folder, which URIs can't say.

use fluent_uri::{Uri, UriRef};

use super::pointer::percent_decode;

/// What the text of a reference without its fragment means against a base: a path, or an absolute URI, each in the one
/// form that equal ones have. `None` where it means nothing there, as a path does against a URN.
pub(crate) fn resolve(reference: &str, base: &str) -> Option<String> {
    if is_absolute(reference) || is_absolute(base) {
        let reference = UriRef::parse(reference).ok()?;
        // What is absolute means the same against any base.
        let base = Uri::parse(if is_absolute(base) { base } else { "document:/" }).ok()?;
        let absolute = reference.strip_fragment().resolve_against(&base).ok()?;
        return Some(absolute.normalize().into_string());
    }
    if reference.starts_with("//") {
        return None;
    }
    if reference.is_empty() {
        return Some(base.to_owned());
    }
    let path = percent_decode(reference).ok()?;
    Some(join(base, &path))
}

/// Whether a text begins with the scheme of a URI.
pub(crate) fn is_absolute(text: &str) -> bool {
    let scheme = text.split_once(':').map(|(scheme, _)| scheme).unwrap_or_default();
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|char| char.is_ascii_alphanumeric() || "+-.".contains(char))
}

/// Whether a text is a reference by the letter of RFC 3986, which paths of files need not be.
pub(crate) fn is_reference(text: &str) -> bool {
    UriRef::parse(text).is_ok()
}

/// Whether a path leads out of the folder that it begins in.
pub(super) fn is_outside(path: &str) -> bool {
    path.starts_with('/') || path == ".." || path.starts_with("../")
}

/// A path that a file at another path says, from where that one begins; without `.`, and with `..` only in front.
fn join(base: &str, path: &str) -> String {
    let folder = base.rfind('/').map_or("", |end| base.get(..=end).unwrap_or_default());
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{folder}{path}") };
    let root = if whole.starts_with('/') { "/" } else { "" };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match (part, parts.last()) {
            ("" | ".", _) => {}
            ("..", Some(&last)) if last != ".." => drop(parts.pop()),
            ("..", None) if !root.is_empty() => {}
            _ => parts.push(part),
        }
    }
    format!("{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_against_their_base() {
        let base = "https://a.example/models/tree";
        for (reference, uri) in [
            ("leaf", "https://a.example/models/leaf"),
            ("../leaf#name", "https://a.example/leaf"),
            ("/leaf", "https://a.example/leaf"),
            ("//b.example/leaf", "https://b.example/leaf"),
            ("HTTPS://A.example/models/./%6Ceaf", "https://a.example/models/leaf"),
            ("urn:uuid:deadbeef", "urn:uuid:deadbeef"),
            ("#name", base),
            ("", base),
        ] {
            assert_eq!(resolve(reference, base).as_deref(), Some(uri), "{reference}");
        }
    }

    #[test]
    fn paths_are_resolved_against_that_of_their_file() {
        for (reference, base, path) in [
            ("b.yaml", "a.yaml", "b.yaml"),
            ("./b.yaml", "models/a.yaml", "models/b.yaml"),
            ("../x//y/./b.yaml", "models/a.yaml", "x/y/b.yaml"),
            ("../../b.yaml", "models/a.yaml", "../b.yaml"),
            ("../b.yaml", "../a/a.yaml", "../b.yaml"),
            ("../../b.yaml", "../a.yaml", "../../../b.yaml"),
            ("/etc/../b.yaml", "models/a.yaml", "/b.yaml"),
            ("../../b.yaml", "/a/a.yaml", "/b.yaml"),
            ("a%20b_{id}.yaml", "a.yaml", "a b_{id}.yaml"),
            ("", "models/a.yaml", "models/a.yaml"),
            ("https://A.example/b", "a.yaml", "https://a.example/b"),
        ] {
            assert_eq!(resolve(reference, base).as_deref(), Some(path), "{reference} in {base}");
        }
        for (path, outside) in [("../a", true), ("..", true), ("/a", true), ("a/b", false), ("..a", false), ("", false)]
        {
            assert_eq!(is_outside(path), outside, "{path}");
        }
    }

    #[test]
    fn what_means_nothing_has_no_uri() {
        assert_eq!(resolve("leaf", "urn:uuid:deadbeef"), None);
        assert_eq!(resolve("no uri", "https://a.example/"), None);
        assert_eq!(resolve("https://no uri", "a.yaml"), None);
        assert_eq!(resolve("//b.example/leaf", "a.yaml"), None);
        assert_eq!(resolve("a%ff.yaml", "a.yaml"), None);
        assert_eq!(resolve("#name", "urn:uuid:deadbeef").as_deref(), Some("urn:uuid:deadbeef"));
    }
}
