//! Rules as tables: what is asserted of a value beside its type, and schemas that only assert.

use proc_macro2::TokenStream;
use quote::quote;

use super::table::{self, count, flag, keyword};
use crate::{
    emit::tokens::{self, ident},
    ir::{Api, Form, Items, Members, Number, Rule, Shape, Text},
};

/// Rules that stand beside a schema.
pub(super) fn list(api: &Api, rules: &[Rule]) -> TokenStream {
    let made = rules.iter().flat_map(|rule| self::rules(api, rule));
    quote!(&[#(#made),*])
}

/// The block of a schema, and of the rules beside it; the schema alone, where there are none.
pub(super) fn beside(api: &Api, rules: &[Rule], schema: TokenStream) -> TokenStream {
    if rules.is_empty() {
        return schema;
    }
    let rules = list(api, rules);
    quote! {{
        static SCHEMA: Schema = #schema;
        static RULES: &[Rule] = #rules;
        also(&SCHEMA, RULES)
    }}
}

/// The address of a schema that is nothing but rules: of a type's own table, where they are one.
fn reference(api: &Api, rules: &[Rule]) -> TokenStream {
    match Form::new(api, rules) {
        Form::Any => quote!(&Schema::Any),
        Form::Never => quote!(&Schema::Never),
        Form::Is(shape) => table::reference(api, shape),
        Form::Null => quote!(&Schema::Null),
        Form::Boolean => quote!(&Schema::Boolean),
        Form::String => table::reference(api, &Shape::String(Text::default())),
        Form::Number => table::reference(api, &Shape::Number(Number::default())),
        Form::Strings(values) => strings(values),
        Form::Array(None) => array(&Items::default(), None),
        Form::Array(Some(it)) => array(it, it.items.as_ref().map(|rules| reference(api, rules))),
        Form::Object(it) => members(api, it),
        Form::All => all(api, rules),
    }
}

fn all(api: &Api, rules: &[Rule]) -> TokenStream {
    let rules = list(api, rules);
    quote!(&rules(#rules))
}

/// What stands in a table for a rule: one of the support's for each keyword.
fn rules(api: &Api, rule: &Rule) -> Vec<TokenStream> {
    match rule {
        Rule::Items(it) => items(api, it),
        Rule::Members(it) if !it.patterns.is_empty() => members_by_pattern(api, it),
        rule => vec![self::rule(api, rule)],
    }
}

fn rule(api: &Api, rule: &Rule) -> TokenStream {
    let schema = |rules: &Vec<Rule>| reference(api, rules);
    match rule {
        Rule::Never => quote!(Rule::Is(&Schema::Never)),
        Rule::Types(types) => quote!(Rule::Types(&[#(#types),*])),
        Rule::Values(values) => {
            let values = values.iter().map(|json| tokens::string(json));
            quote!(Rule::Values(&[#(#values),*]))
        }
        Rule::Is(shape) => {
            let schema = table::reference(api, shape);
            quote!(Rule::Is(#schema))
        }
        Rule::Keywords(shape) => {
            let schema = table::reference(api, shape);
            quote!(Rule::Keywords(#schema))
        }
        // Several of the support's.
        Rule::Items(_) => TokenStream::new(),
        Rule::Contains(it) => {
            let (schema, least) = (schema(&it.rules), tokens::integer(it.min.into()));
            let most = it.max.map_or_else(|| quote!(u32::MAX), |most| tokens::integer(most.into()));
            quote!(Rule::Contains(#schema, #least, #most))
        }
        Rule::Members(it) => {
            let schema = members(api, it);
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
        Rule::Scope(rules) => {
            let rules = list(api, rules);
            quote!(Rule::Scope(#rules))
        }
        Rule::UnevaluatedItems(rules) => {
            let schema = schema(rules);
            quote!(Rule::UnevaluatedItems(#schema))
        }
        Rule::UnevaluatedProperties(rules) => {
            let schema = schema(rules);
            quote!(Rule::UnevaluatedProperties(#schema))
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

/// The keywords of arrays as rules.
fn items(api: &Api, it: &Items) -> Vec<TokenStream> {
    let counts = [it.min_items, it.max_items].iter().any(Option::is_some) || it.unique_items;
    let counts = counts.then(|| {
        let schema = array(it, None);
        quote!(Rule::Keywords(#schema))
    });
    let prefix = (!it.prefix.is_empty()).then(|| {
        let schemas = it.prefix.iter().map(|rules| reference(api, rules));
        quote!(Rule::PrefixItems(&[#(#schemas),*]))
    });
    let items = it.items.as_ref().map(|rules| {
        let (from, schema) = (tokens::integer(it.prefix.len() as i128), reference(api, rules));
        quote!(Rule::Items(#from, #schema))
    });
    counts.into_iter().chain(prefix).chain(items).collect()
}

/// The counts of an array, and the schema of its items.
fn array(it: &Items, items: Option<TokenStream>) -> TokenStream {
    let keywords = [
        keyword("min_items", count(it.min_items)),
        keyword("max_items", count(it.max_items)),
        flag("unique_items", it.unique_items),
    ];
    let keywords = keywords.into_iter().flatten();
    let items = items.unwrap_or_else(|| quote!(&Schema::Any));
    quote!(&array(#items) #(#keywords)*)
}

/// The keywords of objects as rules, where there are `patternProperties`.
fn members_by_pattern(api: &Api, it: &Members) -> Vec<TokenStream> {
    let named = Members { patterns: Vec::new(), known: Vec::new(), additional: None, ..it.clone() };
    let named = (named != Members::default()).then(|| {
        let schema = members(api, &named);
        quote!(Rule::Keywords(#schema))
    });
    let patterns: Vec<_> = it
        .patterns
        .iter()
        .map(|(pattern, _)| {
            let (source, function) = (tokens::string(&pattern.source), ident(&pattern.function));
            quote!(pattern(#source, #function))
        })
        .collect();
    let each = patterns.iter().zip(&it.patterns).map(|(pattern, (_, rules))| {
        let schema = reference(api, rules);
        quote!((#pattern, #schema))
    });
    let by_pattern = quote!(Rule::PatternProperties(&[#(#each),*]));
    let additional = it.additional.as_ref().map(|rules| {
        let (names, schema) = (it.properties.iter().map(|(name, _)| name).chain(&it.known), reference(api, rules));
        quote!(Rule::AdditionalProperties(&[#(#names),*], &[#(#patterns),*], #schema))
    });
    named.into_iter().chain([by_pattern]).chain(additional).collect()
}

fn members(api: &Api, it: &Members) -> TokenStream {
    let properties = it.properties.iter().map(|(name, rules)| {
        let schema = reference(api, rules);
        match it.required.contains(name) {
            true => quote!(required(#name, #schema)),
            false => quote!(optional(#name, #schema)),
        }
    });
    let is_closed = it.additional.as_ref().is_some_and(|rules| rules.contains(&Rule::Never));
    let additional = it.additional.as_ref().filter(|_| !is_closed).map(|rules| reference(api, rules));
    let keywords = [
        flag("closed", is_closed),
        keyword("additional", additional),
        keyword("min_properties", count(it.min_properties)),
        keyword("max_properties", count(it.max_properties)),
    ];
    let keywords = keywords.into_iter().flatten();
    quote!(&object("", &[#(#properties),*]) #(#keywords)*)
}
