//! What a schema that only asserts is as a table: a type's own where it says no more than one, else a list of rules.

use super::{Api, Items, Members, Rule, Shape, TypeKind};

/// What a schema that only asserts is as a table. One that has the table of a type says of values of another JSON type
/// that they are, and no more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Form<'r> {
    /// `true`
    Any,
    /// `false`
    Never,
    /// A named type, or the keywords of strings or numbers.
    Is(&'r Shape),
    /// `type: null`
    Null,
    /// `type: boolean`
    Boolean,
    /// `type: string`
    String,
    /// `type: number`
    Number,
    /// `const` or `enum` of strings: the values, each compact JSON text.
    Strings(&'r [String]),
    /// `type: array`, with the keywords of arrays.
    Array(Option<&'r Items>),
    /// `type: object`, with the keywords of objects.
    Object(&'r Members),
    /// None of these.
    All,
}

impl<'r> Form<'r> {
    /// The form of a list of rules; of the shared one, where it is nothing else.
    pub fn new(api: &'r Api, rules: &'r [Rule]) -> Self {
        match rules {
            [] => Self::Any,
            [Rule::Shared(id)] => Self::new(api, api.rules(*id)),
            [Rule::Is(shape)] => Self::Is(shape),
            rules if rules.contains(&Rule::Never) => Self::Never,
            [Rule::Types(types), rest @ ..] => match types.as_slice() {
                [name] => Self::of_type(api, name, rest),
                _ => Self::All,
            },
            _ => Self::All,
        }
    }

    fn of_type(api: &Api, name: &str, rest: &'r [Rule]) -> Self {
        match (name, rest) {
            ("null", []) => Self::Null,
            ("boolean", []) => Self::Boolean,
            ("string", []) => Self::String,
            ("number", []) => Self::Number,
            ("string", [Rule::Values(values)]) if values.iter().all(|json| json.starts_with('"')) => {
                Self::Strings(values)
            }
            // What a type says of values of other types goes without saying.
            ("string", [Rule::Keywords(shape @ Shape::String(_))])
            | ("number", [Rule::Keywords(shape @ Shape::Number(_))]) => Self::Is(shape),
            ("array", []) => Self::Array(None),
            // The table of an array of anything evaluates none of its items, as if there were no `items`.
            ("array", [Rule::Items(it)])
                if it.prefix.is_empty() && !it.items.as_ref().is_some_and(|rules| is_any(api, rules)) =>
            {
                Self::Array(Some(it))
            }
            ("object", [Rule::Members(it)]) if it.patterns.is_empty() => Self::Object(it),
            _ => Self::All,
        }
    }
}

/// Whether a schema that only asserts is the table of anything.
fn is_any(api: &Api, rules: &[Rule]) -> bool {
    match rules {
        [] => true,
        [Rule::Is(shape)] => {
            let (mut shape, mut names) = (shape, 0);
            while let Shape::Named(id) = shape
                && let TypeKind::Newtype(inner) = &api.get(*id).kind
                && names <= api.types.len()
            {
                (shape, names) = (inner, names + 1);
            }
            matches!(shape, Shape::Any)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::testing::{api, named, newtype, plain_text};

    #[test]
    fn only_what_a_type_says_as_well_has_its_table() {
        let api = api(vec![newtype("Any", Shape::Any), newtype("Word", plain_text())]);
        let kind = |name: &'static str| Rule::Types(vec![name]);
        let items = |rules| Rule::Items(Items { items: Some(rules), ..Items::default() });
        let is = |rules: &[Rule], wanted: Form<'_>| assert_eq!(Form::new(&api, rules), wanted, "{rules:?}");
        is(&[kind("null")], Form::Null);
        is(&[kind("integer")], Form::All);
        is(&[kind("string"), Rule::Values(vec!["\"a\"".to_owned()])], Form::Strings(&["\"a\"".to_owned()]));
        is(&[kind("string"), Rule::Values(vec!["\"a\"".to_owned(), "null".to_owned()])], Form::All);
        let number = Rule::Keywords(Shape::Number(crate::ir::Number::default()));
        is(&[kind("string"), number.clone()], Form::All);
        assert!(matches!(Form::new(&api, &[kind("number"), number]), Form::Is(_)));
        is(&[kind("array"), items(vec![])], Form::All);
        is(&[kind("array"), items(vec![Rule::Is(named(0))])], Form::All);
        assert!(matches!(Form::new(&api, &[kind("array"), items(vec![Rule::Is(named(1))])]), Form::Array(Some(_))));
        is(&[Rule::Never, kind("null")], Form::Never);
    }

    #[test]
    fn what_an_object_requires_without_a_schema_is_no_property() {
        let api = api(Vec::new());
        let members = Members { properties: vec![("a".to_owned(), Vec::new())], ..Members::default() };
        let of_object = [Rule::Types(vec!["object"]), Rule::Members(members.clone())];
        assert_eq!(Form::new(&api, &of_object), Form::Object(&members));
        let requires = [of_object.as_slice(), &[Rule::Required(vec!["b".to_owned()])]].concat();
        assert_eq!(Form::new(&api, &requires), Form::All);
    }
}
