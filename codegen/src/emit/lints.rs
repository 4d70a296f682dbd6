//! What clippy says against names that the document chose: an attribute on the one item takes it back.

use proc_macro2::TokenStream;
use quote::quote;

/// Names that clippy takes for place holders.
const PLACEHOLDERS: [&str; 3] = ["foo", "baz", "quux"];

/// Operators whose traits have a method with one argument, like a setter.
const OPERATORS: [&str; 10] = ["add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub"];

/// The attribute of a function of these parameters.
pub(super) fn of_parameters<'a>(mut names: impl Iterator<Item = &'a str>) -> Option<TokenStream> {
    names
        .any(|name| PLACEHOLDERS.contains(&name))
        .then(|| quote!(#[allow(clippy::disallowed_names, reason = "the API has a member of this name")]))
}

/// The attribute of a setter of this name.
pub(super) fn of_setter(name: &str) -> Option<TokenStream> {
    OPERATORS
        .contains(&name)
        .then(|| quote!(#[allow(clippy::should_implement_trait, reason = "sets a member, is no operator")]))
}

/// The attribute of a module in a module of the name `parent`.
pub(super) fn of_module(name: &str, parent: &str) -> Option<TokenStream> {
    (name == parent).then(|| quote!(#[allow(clippy::module_inception, reason = "a resource of the API")]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_clippy_minds_are_excused() {
        assert!(of_parameters(["name", "foo"].into_iter()).is_some());
        assert!(of_parameters(["name", "food"].into_iter()).is_none());
        assert!(of_setter("sub").is_some());
        assert!(of_setter("subject").is_none());
        assert!(of_module("models", "models").is_some());
        assert!(of_module("models", "wire").is_none());
    }
}
