//! Patterns are searched for, and a broken one is never found.

use refract_support::pattern::LazyRegex;

#[test]
fn a_pattern_is_searched_for() {
    static REGEX: LazyRegex = LazyRegex::new("b+");
    assert!(REGEX.is_match("abbc"));
    assert!(REGEX.is_match("b"));
    assert!(!REGEX.is_match("ac"));
}

#[test]
fn what_is_no_pattern_is_never_found() {
    static REGEX: LazyRegex = LazyRegex::new("(");
    assert!(!REGEX.is_match("("));
    assert!(!REGEX.is_match(""));
}
