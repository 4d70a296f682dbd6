//! stub
/// stub
pub enum Translated {
    /// a
    Regex(String),
    /// b
    Backtracking(String),
    /// c
    Invalid(String),
}
/// stub
pub fn translate(source: &str) -> Translated {
    Translated::Regex(source.to_owned())
}
