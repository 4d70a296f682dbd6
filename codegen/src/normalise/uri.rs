//! URI references (RFC 3986): what one means against a base.

use fluent_uri::{Uri, UriRef};

/// The URI that a reference means against a base, without a fragment, in the one form that equal URIs have; `None`
/// where the reference is none, or means nothing there, as a path does against a URN.
pub(super) fn resolve(reference: &str, base: &str) -> Option<String> {
    let reference = UriRef::parse(reference).ok()?;
    let base = Uri::parse(base).ok()?;
    let absolute = reference.strip_fragment().resolve_against(&base).ok()?;
    Some(absolute.normalize().into_string())
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
    fn what_means_nothing_has_no_uri() {
        assert_eq!(resolve("leaf", "urn:uuid:deadbeef"), None);
        assert_eq!(resolve("no uri", "https://a.example/"), None);
        assert_eq!(resolve("leaf", "no uri"), None);
        assert_eq!(resolve("#name", "urn:uuid:deadbeef").as_deref(), Some("urn:uuid:deadbeef"));
    }
}
