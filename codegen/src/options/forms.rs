//! The forms of values: names of packages, versions, pointers, URIs.

use crate::source::uri;

/// Whether a text can be the name of a package: ASCII letters, digits, `-` and `_`, a letter first.
pub fn is_package_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|char| char.is_ascii_alphanumeric() || char == '-' || char == '_')
        && text.len() <= 64
}

/// Whether a text is a version as Cargo wants it: three numbers, then a pre-release after `-` and a build after `+`.
pub fn is_version(text: &str) -> bool {
    let (rest, build) = text.split_once('+').map_or((text, None), |(rest, build)| (rest, Some(build)));
    let (core, pre) = rest.split_once('-').map_or((rest, None), |(core, pre)| (core, Some(pre)));
    core.split('.').count() == 3
        && core.split('.').all(is_number)
        && pre.is_none_or(|pre| {
            pre.split('.')
                .all(|part| is_identifier(part) && (!part.bytes().all(|byte| byte.is_ascii_digit()) || is_number(part)))
        })
        && build.is_none_or(|build| build.split('.').all(is_identifier))
}

/// Whether a text is a version requirement as Cargo wants it, such as `1`, `^1.2` or `>=1.2, <1.5`.
pub fn is_requirement(text: &str) -> bool {
    text.split(',').all(|part| {
        let version = part.trim().trim_start_matches(['^', '~', '=', '<', '>']).trim_start();
        let (core, _) = version.split_once(['-', '+']).unwrap_or((version, ""));
        let mut numbers = core.split('.');
        version.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".*-+".contains(&byte))
            && numbers.clone().count() <= 3
            && numbers.all(|number| number == "*" || is_number(number))
    })
}

/// Digits that fit a `u64`, without a needless zero in front.
fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
        && text.parse::<u64>().is_ok()
        && (text == "0" || !text.starts_with('0'))
}

/// A part of a pre-release or of a build.
fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The minor version of `1.minor` or `1.minor.patch`.
pub(super) fn rust_minor(text: &str) -> Option<u64> {
    let mut parts = text.split('.');
    let (major, minor, patch) = (parts.next()?, parts.next()?, parts.next());
    let valid = major == "1" && is_number(minor) && patch.is_none_or(is_number) && parts.next().is_none();
    if valid { minor.parse().ok() } else { None }
}

/// The form of a schema's pointer.
pub(super) const POINTER: &str = "a JSON Pointer, such as \"#/components/schemas/Foo\"";

/// Whether a text is a JSON Pointer as a URI fragment, of something below the root, or anything in another file.
pub(super) fn is_pointer(text: &str) -> bool {
    text.split_once('#')
        .is_some_and(|(file, pointer)| pointer.starts_with('/') || !file.is_empty() && pointer.is_empty())
}

/// The form of a URI.
pub(super) const URI: &str = "what URIs begin with, such as \"https://example.com/schemas\"";

/// Whether a text can be what URIs begin with.
pub fn is_uri(text: &str) -> bool {
    uri::is_absolute(text) && uri::is_reference(text) && !text.contains('#')
}
