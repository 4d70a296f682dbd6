//! Shapes as tables: each keyword is a call, in the words of the support's `schema`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::rules;
use crate::{
    emit::tokens::{self, ident},
    ir::{Api, Format, Ident, Integer, Limit, List, Map, Number, Shape, Text, Width},
};

/// The schema of a shape, as an expression.
pub(super) fn schema(api: &Api, shape: &Shape) -> TokenStream {
    match shape {
        Shape::Any => quote!(Schema::Any),
        Shape::Never => quote!(Schema::Never),
        Shape::Null => quote!(Schema::Null),
        Shape::Boolean => quote!(Schema::Boolean),
        Shape::String(text) => string(text),
        Shape::Integer(it) => integer(it),
        Shape::Number(it) => number(it),
        Shape::List(list) => array(api, list),
        Shape::Map(it) => map(api, it),
        Shape::Named(id) => by_name(&api.get(*id).table),
        Shape::Boxed(inner) => schema(api, inner),
        Shape::Nullable(inner) => {
            let inner = reference(api, inner);
            quote!(nullable(#inner))
        }
        Shape::Literals(values, inner) => {
            let (values, inner) = (values.iter().map(|json| tokens::string(json)), reference(api, inner));
            quote!(also(#inner, &[Rule::Values(&[#(#values),*])]))
        }
        Shape::Asserted(rules, inner) => {
            let (rules, inner) = (rules::list(api, rules), reference(api, inner));
            quote!(also(#inner, #rules))
        }
    }
}

/// A table, by its name.
pub(super) fn by_name(table: &Ident) -> TokenStream {
    let table = ident(table);
    // The names of the parts of a wide table, which hide a table of that name.
    match ["PROPERTIES", "SLOTS", "OBJECT", "SCHEMA", "RULES"].iter().any(|part| table == part) {
        true => quote!(self::#table),
        false => quote!(#table),
    }
}

/// The address of a schema: tables refer to one another by it, so that they may recurse.
pub(super) fn reference(api: &Api, shape: &Shape) -> TokenStream {
    let schema = schema(api, shape);
    quote!(&#schema)
}

/// A call without arguments, where a keyword is there.
pub(super) fn flag(name: &str, is_there: bool) -> Option<TokenStream> {
    is_there.then(|| call(name, TokenStream::new()))
}

/// A call with the value of a keyword, where it is there.
pub(super) fn keyword(name: &str, value: Option<impl ToTokens>) -> Option<TokenStream> {
    value.map(|value| call(name, value.to_token_stream()))
}

/// The count of a keyword, without a suffix.
pub(super) fn count(value: Option<u32>) -> Option<TokenStream> {
    value.map(|value| tokens::integer(value.into()))
}

fn call(name: &str, arguments: TokenStream) -> TokenStream {
    let name = tokens::word(name);
    quote!(.#name(#arguments))
}

fn string(text: &Text) -> TokenStream {
    let keywords = [
        keyword("min_length", count(text.min_length)),
        keyword("max_length", count(text.max_length)),
        keyword(
            "pattern",
            text.pattern.as_ref().map(|pattern| {
                let (source, function) = (tokens::string(&pattern.source), ident(&pattern.function));
                quote!(#source, #function)
            }),
        ),
        keyword(
            "format",
            text.format.map(|format| {
                let name = format_name(format);
                quote!(&format::#name)
            }),
        ),
    ];
    let keywords = keywords.into_iter().flatten();
    quote!(string() #(#keywords)*)
}

fn format_name(format: Format) -> TokenStream {
    match format {
        Format::DateTime => quote!(DATE_TIME),
        Format::Date => quote!(DATE),
        Format::Uuid => quote!(UUID),
        Format::Uri => quote!(uri::URI),
        Format::Email => quote!(host::EMAIL),
        Format::Hostname => quote!(host::HOSTNAME),
        Format::Ipv4 => quote!(IPV4),
        Format::Ipv6 => quote!(IPV6),
        Format::Byte => quote!(BYTE),
        Format::Time => quote!(TIME),
        Format::Duration => quote!(duration::DURATION),
        Format::IdnEmail => quote!(host::IDN_EMAIL),
        Format::IdnHostname => quote!(host::IDN_HOSTNAME),
        Format::UriReference => quote!(uri::URI_REFERENCE),
        Format::Iri => quote!(uri::IRI),
        Format::IriReference => quote!(uri::IRI_REFERENCE),
        Format::UriTemplate => quote!(template::URI_TEMPLATE),
        Format::JsonPointer => quote!(pointer::JSON_POINTER),
        Format::RelativeJsonPointer => quote!(pointer::RELATIVE_JSON_POINTER),
        Format::Regex => quote!(regex::REGEX),
        Format::Base64 => quote!(BASE64),
    }
}

fn integer(it: &Integer) -> TokenStream {
    let width = match it.width {
        Width::I64 => None,
        Width::I32 => Some(quote!(Width::I32)),
        Width::U32 => Some(quote!(Width::U32)),
        Width::U64 => Some(quote!(Width::U64)),
    };
    let bound = |names: [&str; 2], limit: Option<Limit<i128>>| {
        limit.map(|limit| call(names[usize::from(limit.exclusive)], tokens::integer(limit.value)))
    };
    let keywords = [
        keyword("width", width),
        bound(["minimum", "exclusive_minimum"], it.minimum),
        bound(["maximum", "exclusive_maximum"], it.maximum),
        keyword("multiple_of", it.multiple_of.map(|divisor| tokens::integer(divisor.into()))),
    ];
    let keywords = keywords.into_iter().flatten();
    quote!(integer() #(#keywords)*)
}

fn number(it: &Number) -> TokenStream {
    let bound = |names: [&str; 2], limit: Option<Limit<f64>>| {
        limit.map(|limit| call(names[usize::from(limit.exclusive)], tokens::double(limit.value)))
    };
    let keywords = [
        flag("single", it.single),
        bound(["minimum_f64", "exclusive_minimum_f64"], it.minimum),
        bound(["maximum_f64", "exclusive_maximum_f64"], it.maximum),
        keyword("multiple_of_f64", it.multiple_of.map(tokens::double)),
    ];
    let keywords = keywords.into_iter().flatten();
    quote!(number() #(#keywords)*)
}

fn array(api: &Api, list: &List) -> TokenStream {
    let items = reference(api, &list.items);
    let keywords = [
        keyword("min_items", count(list.min_items)),
        keyword("max_items", count(list.max_items)),
        flag("unique_items", list.unique_items),
    ];
    let keywords = keywords.into_iter().flatten();
    quote!(array(#items) #(#keywords)*)
}

fn map(api: &Api, it: &Map) -> TokenStream {
    let values = reference(api, &it.values);
    let keywords =
        [keyword("min_properties", count(it.min_properties)), keyword("max_properties", count(it.max_properties))];
    let keywords = keywords.into_iter().flatten();
    quote!(map(#values) #(#keywords)*)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        emit::testing::{self, api, boxed, named, nullable, plain_text, strings},
        ir::{Pattern, Term},
    };

    fn text(shape: &Shape) -> String {
        let schema = schema(&api(vec![strings("Color", &["red"]), strings("Slots", &["a"])]), shape);
        let static_ = testing::layout(quote!(static A: Schema = #schema;));
        let value = static_.trim().trim_start_matches("static A: Schema = ").trim_end_matches(';');
        value.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn limit<T>(value: T, exclusive: bool) -> Option<Limit<T>> {
        Some(Limit { value, exclusive })
    }

    #[test]
    fn plain_shapes_are_a_word() {
        assert_eq!(text(&Shape::Any), "Schema::Any");
        assert_eq!(text(&Shape::Never), "Schema::Never");
        assert_eq!(text(&Shape::Null), "Schema::Null");
        assert_eq!(text(&Shape::Boolean), "Schema::Boolean");
        assert_eq!(text(&plain_text()), "string()");
        assert_eq!(text(&testing::integer()), "integer()");
        assert_eq!(text(&Shape::Number(Number::default())), "number()");
    }

    #[test]
    fn named_types_stand_for_their_tables() {
        assert_eq!(text(&named(0)), "COLOR");
        assert_eq!(text(&boxed(named(0))), "COLOR");
        assert_eq!(text(&nullable(boxed(named(0)))), "nullable(&COLOR)");
        assert_eq!(text(&testing::list(named(1))), "array(&self::SLOTS)");
    }

    #[test]
    fn strings_have_their_keywords() {
        let pattern = Pattern {
            source: r"^\d$".to_owned(),
            terms: vec![Term { regex: "^[0-9]$".to_owned(), automaton: None, negated: false }],
            function: testing::ident("digit"),
        };
        let it = Text {
            min_length: Some(1),
            max_length: Some(20),
            pattern: Some(pattern),
            format: Some(Format::DateTime),
            ..Text::default()
        };
        assert_eq!(
            text(&Shape::String(it)),
            r#"string() .min_length(1) .max_length(20) .pattern(r"^\d$", digit) .format(&format::DATE_TIME)"#
        );
    }

    #[test]
    fn every_format_has_a_name_in_the_support() {
        for (format, name) in [
            (Format::Date, "DATE"),
            (Format::Uuid, "UUID"),
            (Format::Uri, "uri::URI"),
            (Format::Email, "host::EMAIL"),
            (Format::Hostname, "host::HOSTNAME"),
            (Format::Ipv4, "IPV4"),
            (Format::Ipv6, "IPV6"),
            (Format::Byte, "BYTE"),
            (Format::Time, "TIME"),
            (Format::Duration, "duration::DURATION"),
            (Format::IdnEmail, "host::IDN_EMAIL"),
            (Format::IdnHostname, "host::IDN_HOSTNAME"),
            (Format::UriReference, "uri::URI_REFERENCE"),
            (Format::Iri, "uri::IRI"),
            (Format::IriReference, "uri::IRI_REFERENCE"),
            (Format::UriTemplate, "template::URI_TEMPLATE"),
            (Format::JsonPointer, "pointer::JSON_POINTER"),
            (Format::RelativeJsonPointer, "pointer::RELATIVE_JSON_POINTER"),
            (Format::Regex, "regex::REGEX"),
            (Format::Base64, "BASE64"),
        ] {
            let it = Text { format: Some(format), ..Text::default() };
            assert_eq!(text(&Shape::String(it)), format!("string().format(&format::{name})"));
        }
    }

    #[test]
    fn numbers_have_their_bounds() {
        let it =
            Integer { width: Width::I32, minimum: limit(-1, false), maximum: limit(7, true), multiple_of: Some(2) };
        assert_eq!(
            text(&Shape::Integer(it)),
            "integer() .width(Width::I32) .minimum(-1) .exclusive_maximum(7) .multiple_of(2)"
        );
        let it =
            Number { single: true, minimum: limit(0.5, true), maximum: limit(1e300, false), multiple_of: Some(0.25) };
        assert_eq!(
            text(&Shape::Number(it)),
            "number() .single() .exclusive_minimum_f64(0.5) .maximum_f64(1e300) .multiple_of_f64(0.25)"
        );
    }

    #[test]
    fn containers_refer_to_what_is_in_them() {
        let list = List { items: nullable(plain_text()), min_items: Some(1), max_items: Some(2), unique_items: true };
        assert_eq!(
            text(&Shape::List(Box::new(list))),
            "array(&nullable(&string())).min_items(1).max_items(2).unique_items()"
        );
        let map = Map { values: Shape::Any, min_properties: Some(1), max_properties: Some(2) };
        assert_eq!(text(&Shape::Map(Box::new(map))), "map(&Schema::Any).min_properties(1).max_properties(2)");
        let literals = Shape::Literals(vec!["1".to_owned(), r#"{"a":2}"#.to_owned()], Box::new(Shape::Any));
        assert_eq!(text(&literals), r##"also(&Schema::Any, &[Rule::Values(&["1", r#"{"a":2}"#])])"##);
    }
}
