//! The words that random documents are made of: names, values, patterns, bounds.

/// Names of members: plain ones, keywords, what must be escaped, what is no ASCII, and what is longer than a word.
pub(super) const NAMES: &[&str] = &[
    "a",
    "b",
    "id",
    "name",
    "value",
    "type",
    "kind",
    "self",
    "A",
    "",
    "x-y",
    "a b",
    "a/b",
    "a~b",
    "\"quoted\"",
    "back\\slash",
    "tab\tand\nline",
    "ä",
    "a\u{308}",
    "日本",
    "😀",
    "null",
    "0",
    "eight_88",
    "nine_9999",
    "a_name_of_more_than_sixteen_bytes",
    "a_name_of_more_than_sixteen_bytex",
];

/// Names that no object declares, but rules speak of; instances have them as well.
pub(super) const UNDECLARED: &[&str] = &["undeclared", "extra", "x", "a", "x-1", "12"];

/// Values of enums of strings.
pub(super) const VALUES: &[&str] =
    &["a", "A", "b", "", "1g", "4g", "two words", "ä", "日本語", "\"", "\\", "\n", "null", "0", "a/b", "😀😀"];

/// Values of `const` and `enum`, as JSON.
pub(super) const LITERALS: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "1.5",
    "0.1",
    "100",
    "1e2",
    "2.0",
    "9007199254740993",
    "-9223372036854775808",
    "18446744073709551615",
    "1e300",
    "\"\"",
    "\"a\"",
    "\"1\"",
    "[]",
    "[1]",
    "[1,\"a\",null]",
    "[[1]]",
    "{}",
    "{\"a\":1}",
    "{\"a\":[null],\"b\":{}}",
];

/// Patterns that mean the same to every engine; texts that match, and texts that don't, are in [`crate::instances`].
pub(super) const PATTERNS: &[&str] = &[
    "^[a-z]+$",
    "^(latest|[1-9][0-9]*)$",
    "b",
    "^[^x]{2,4}$",
    "^$",
    "[0-9]{3}$",
    "^(a|ab)(c|bcd)*$",
    "\\.",
    "^\\w+-\\d\\d$",
    "^[\\u00e4\\u00f6]+$",
    "^x-",
    "_",
    "[0-9]$",
    "^[a-zA-Z]$",
];

/// Formats of strings that are asserted, and two that are not.
pub(super) const FORMATS: &[&str] =
    &["date-time", "date", "uuid", "uri", "email", "hostname", "ipv4", "ipv6", "byte", "binary", "password"];

/// Bounds of integers, those of their types among them.
pub(super) const INTEGER_BOUNDS: &[&str] = &[
    "0",
    "1",
    "-1",
    "5",
    "10",
    "100",
    "-7",
    "1.5",
    "-2.5",
    "1e2",
    "3.0",
    "2147483647",
    "-2147483648",
    "4294967295",
    "4294967296",
    "9007199254740992",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
];

/// Bounds of numbers.
pub(super) const NUMBER_BOUNDS: &[&str] = &[
    "0",
    "1",
    "-1",
    "0.1",
    "-0.5",
    "1.5",
    "10",
    "99.99",
    "1e-7",
    "1e10",
    "1e300",
    "-1e300",
    "9007199254740992",
    "16777216",
];
