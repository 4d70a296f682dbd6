//! Texts of a format, kept as they came.
//!
//! Knows which texts are of the format. Does not know JSON, nor any other crate's types: conversions live in files of
//! their own. Equal means equal by text; there is no order, which would be by text as well.

use super::format;
use std::fmt;
use std::str::FromStr;

/// A text is not of the format that was asked for. It does not say what the text was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidText {
    wanted: &'static str,
}

impl fmt::Display for InvalidText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "expected {}", self.wanted)
    }
}

impl std::error::Error for InvalidText {}

/// A newtype over the text, made by checking it.
macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $is_valid:path, $wanted:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(pub(super) String);

        impl $name {
            /// The text without a check, as lenient reading keeps it: `Validate` still checks it.
            pub fn unchecked(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text as it came.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text as it came.
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidText;

            fn try_from(text: String) -> Result<Self, InvalidText> {
                if $is_valid(&text) { Ok(Self(text)) } else { Err(InvalidText { wanted: $wanted }) }
            }
        }

        impl TryFrom<&str> for $name {
            type Error = InvalidText;

            fn try_from(text: &str) -> Result<Self, InvalidText> {
                Self::try_from(text.to_owned())
            }
        }

        impl FromStr for $name {
            type Err = InvalidText;

            fn from_str(text: &str) -> Result<Self, InvalidText> {
                Self::try_from(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(&self.0)
            }
        }
    };
}

text! {
    /// A date and a time with an offset, by RFC 3339: `2026-02-28T23:59:59.5Z`.
    DateTime, format::is_date_time, "a date-time (RFC 3339)"
}

text! {
    /// A date, by RFC 3339: `2026-02-28`.
    Date, format::is_date, "a date (RFC 3339)"
}

text! {
    /// A UUID, by RFC 9562: `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`. Equal by text: case matters.
    Uuid, format::is_uuid, "a UUID (RFC 9562)"
}

text! {
    /// Bytes in base64, by RFC 4648, section 4: padded, in the standard alphabet.
    Base64, format::is_base64, "base64 (RFC 4648)"
}

impl Base64 {
    /// The text for bytes.
    pub fn encode(bytes: impl AsRef<[u8]>) -> Self {
        const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let bytes = bytes.as_ref();
        let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
        for chunk in bytes.chunks(3) {
            let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
            let group = byte(0) << 16 | byte(1) << 8 | byte(2);
            for (at, shift) in [18, 12, 6, 0].into_iter().enumerate() {
                let digit = ALPHABET[(group >> shift & 63) as usize];
                // So many bytes make one digit more.
                text.push(if at <= chunk.len() { char::from(digit) } else { '=' });
            }
        }
        Self(text)
    }

    /// The bytes, or an error where the text was kept without a check and is not base64.
    pub fn decode(&self) -> Result<Vec<u8>, InvalidText> {
        if !format::is_base64(&self.0) {
            return Err(InvalidText { wanted: "base64 (RFC 4648)" });
        }
        let digits = self.0.trim_end_matches('=').as_bytes();
        let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 2);
        for chunk in digits.chunks(4) {
            let sextet = |at: usize| u32::from(chunk.get(at).map_or(0, |&digit| format::sextet(digit)));
            let group = sextet(0) << 18 | sextet(1) << 12 | sextet(2) << 6 | sextet(3);
            let [_, group @ ..] = group.to_be_bytes();
            bytes.extend(group.into_iter().take(chunk.len() - 1));
        }
        Ok(bytes)
    }
}
