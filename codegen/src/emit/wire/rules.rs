//! Rules as tables: what is asserted of a value beside its type, and schemas that only assert.

use proc_macro2::TokenStream;
use quote::quote;

use super::table::{self, count, flag, keyword};
use crate::{
    emit::tokens,
    ir::{Api, Items, Members, Number, Rule, Shape, Text},
};

/// Rules that stand beside a schema.
pub(super) fn list(api: &Api, rules: &[Rule]) -> TokenStream {
    let rules = rules.iter().map(|rule| self::rule(api, rule));
    quote!(&[#(#rules),*])
}

/// The address of a schema that is nothing but rules: of a type's own table, where they are one.
fn reference(api: &Api, rules: &[Rule]) -> TokenStream {
    match rules {
        [] => quote!(&Schema::Any),
        [Rule::Is(shape)] => table::reference(api, shape),
        rules if rules.contains(&Rule::Never) => quote!(&Schema::Never),
        [Rule::Types(types), rest @ ..] => match (types.as_slice(), rest) {
            (["null"], []) => quote!(&Schema::Null),
            (["boolean"], []) => quote!(&Schema::Boolean),
            (["string"], []) => table::reference(api, &Shape::String(Text::default())),
            (["number"], []) => table::reference(api, &Shape::Number(Number::default())),
            (["string"], [Rule::Values(values)]) => strings(values),
            (["string"], [Rule::Keywords(shape)]) | (["number"], [Rule::Keywords(shape)]) => {
                table::reference(api, shape)
            }
            (["array"], [Rule::Items(it)]) => items(api, it),
            (["object"], [Rule::Members(it), Rule::Required(names)]) => members(api, it, names),
            (["object"], [Rule::Members(it)]) => members(api, it, &[]),
            (["object"], [Rule::Required(names)]) => members(api, &Members::default(), names),
            _ => all(api, rules),
        },
        rules => all(api, rules),
    }
}

fn all(api: &Api, rules: &[Rule]) -> TokenStream {
    let rules = list(api, rules);
    quote!(&rules(#rules))
}

fn rule(api: &Api, rule: &Rule) -> TokenStream {
    let schema = |rules: &Vec<Rule>| reference(api, rules);
    match rule {
        Rule::Never => quote!(Rule::Keywords(&Schema::Never)),
        Rule::Types(types) => quote!(Rule::Types(&[#(#types),*])),
        Rule::Values(values) => {
            let values = values.iter().map(|json| tokens::string(json));
            quote!(Rule::Values(&[#(#values),*]))
        }
        Rule::Is(shape) => {
            let schema = table::reference(api, shape);
            quote!(Rule::AnyOf(&[#schema]))
        }
        Rule::Keywords(shape) => {
            let schema = table::reference(api, shape);
            quote!(Rule::Keywords(#schema))
        }
        Rule::Items(it) => {
            let schema = items(api, it);
            quote!(Rule::Keywords(#schema))
        }
        Rule::Members(it) => {
            let schema = members(api, it, &[]);
            quote!(Rule::Keywords(#schema))
        }
        Rule::Required(names) => quote!(Rule::Required(&[#(#names),*])),
        Rule::OneOf(arms) => {
            let arms = arms.iter().map(schema);
            quote!(Rule::OneOf(&[#(#arms),*]))
        }
        Rule::AnyOf(arms) => {
            let arms = arms.iter().map(schema);
            quote!(Rule::AnyOf(&[#(#arms),*]))
        }
        Rule::Not(rules) => {
            let schema = schema(rules);
            quote!(Rule::Not(#schema))
        }
        Rule::If(condition, then, otherwise) => {
            let parts = [condition, then, otherwise].map(schema);
            quote!(Rule::If(#(#parts),*))
        }
        Rule::DependentRequired(members) => {
            let members = members.iter().map(|(member, names)| quote!((#member, &[#(#names),*])));
            quote!(Rule::DependentRequired(&[#(#members),*]))
        }
        Rule::DependentSchemas(members) => {
            let members = members.iter().map(|(member, rules)| {
                let schema = schema(rules);
                quote!((#member, #schema))
            });
            quote!(Rule::DependentSchemas(&[#(#members),*]))
        }
        Rule::PropertyNames(rules) => {
            let schema = schema(rules);
            quote!(Rule::PropertyNames(#schema))
        }
    }
}

/// Strings of which a value is one, as JSON.
fn strings(values: &[String]) -> TokenStream {
    let texts: Vec<String> = values.iter().filter_map(|json| serde_json::from_str(json).ok()).collect();
    match texts.as_slice() {
        [text] => quote!(&constant(#text)),
        texts => quote!(&strings(&[#(#texts),*])),
    }
}

fn items(api: &Api, it: &Items) -> TokenStream {
    let items = reference(api, &it.items);
    let keywords = [
        keyword("min_items", count(it.min_items)),
        keyword("max_items", count(it.max_items)),
        flag("unique_items", it.unique_items),
    ];
    let keywords = keywords.into_iter().flatten();
    quote!(&array(#items) #(#keywords)*)
}

fn members(api: &Api, it: &Members, required: &[String]) -> TokenStream {
    let declared = it.properties.iter().map(|(name, rules)| {
        let schema = reference(api, rules);
        match required.contains(name) {
            true => quote!(required(#name, #schema)),
            false => quote!(optional(#name, #schema)),
        }
    });
    let others = required.iter().filter(|name| it.properties.iter().all(|(known, _)| known != *name));
    let properties = declared.chain(others.map(|name| quote!(required(#name, &Schema::Any))));
    let is_closed = it.additional.contains(&Rule::Never);
    let additional = (!is_closed && !it.additional.is_empty()).then(|| reference(api, &it.additional));
    let keywords = [
        flag("closed", is_closed),
        keyword("additional", additional),
        keyword("min_properties", count(it.min_properties)),
        keyword("max_properties", count(it.max_properties)),
    ];
    let keywords = keywords.into_iter().flatten();
    quote!(&object("", &[#(#properties),*]) #(#keywords)*)
}
