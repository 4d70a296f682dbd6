//! Texts that must not show.
//!
//! Knows nothing but how not to be printed: reading and writing are elsewhere, by name.

use std::fmt;

/// A secret, such as a password. It neither shows in `Debug` nor has a `Display`; [`expose`](Self::expose) gives it.
///
/// Two secrets are compared as texts are, in a time that depends on them: to check credentials of others, compare
/// digests.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(pub(super) String);

impl Secret {
    /// The text that is to be kept secret.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}
