//! Whether [`check`](super::check) decides as the run-time support does: the IR as the support's tables, and both over
//! the same texts.

use proptest::prelude::*;

use super::{
    check::{Checker, Fault, Violation},
    make::Maker,
    rules::{asserted as format_of, integer, real},
    sample::{PATTERNS, random},
};
use crate::ir::{
    Additional, Api, Dispatch, Form, Items, Members, Pattern, Role, Rule, Shape, SharedId, Struct, Text, Type, TypeId,
    TypeKind, Union,
};
use support::{
    builder, evaluate,
    schema::{self, Schema},
    tree::{MAX_DEPTH, Tree},
};

#[path = "../../support/mod.rs"]
#[allow(
    clippy::duplicate_mod,
    dead_code,
    unexpected_cfgs,
    unused_imports,
    reason = "the whole support, as a generated crate has it; the generator itself needs a part alone"
)]
mod support;

/// Tables can't be circles here: types name themselves so often, and then anything is valid.
const LEVELS: usize = 48;

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// The types, and their tables so far; after them, those of shared lists.
type Context<'t> = (&'t Api, &'t [&'static Schema]);

/// The table of each type, and of each shared list.
fn tables(api: &Api) -> Vec<&'static Schema> {
    let mut tables: Vec<&'static Schema> = vec![&Schema::Any; api.types.len() + api.shared.len()];
    for _ in 0..LEVELS {
        let types = api.types.iter().map(|ty| leak(kind((api, &tables), ty)));
        let lists = api.shared.iter().map(|list| reference((api, &tables), &list.rules));
        tables = types.chain(lists).collect();
    }
    tables
}

fn kind(context: Context<'_>, ty: &Type) -> Schema {
    let name = leak(ty.name.as_str().to_owned());
    match &ty.kind {
        TypeKind::Struct(it) => object(context, name, it),
        TypeKind::Enum(it) => {
            let values: Vec<&str> = it.variants.iter().map(|variant| leak(variant.value.clone()).as_str()).collect();
            beside(context, builder::strings(values.leak()), &it.rules)
        }
        TypeKind::Union(it) => beside(context, union(context, name, it), &it.rules),
        TypeKind::Newtype(shape) => table(context, shape),
    }
}

fn object(context: Context<'_>, name: &'static str, it: &Struct) -> Schema {
    let properties = it.members.iter().map(|member| {
        let schema = match &member.role {
            Role::Field { shape, .. } => table(context, shape),
            Role::Tag { value, .. } => builder::constant(leak(value.clone())),
        };
        let (name, schema) = (leak(member.name.clone()), leak(schema));
        if member.required { builder::required(name, schema) } else { builder::optional(name, schema) }
    });
    let mut object = builder::object(name, properties.collect::<Vec<_>>().leak());
    object = match &it.additional {
        Additional::Dropped => object,
        Additional::Refused => object.closed(),
        Additional::Kept { shape, .. } => object.additional(leak(table(context, shape))),
    };
    let object = it.min_properties.map_or(object, |count| object.min_properties(count));
    let object = it.max_properties.map_or(object, |count| object.max_properties(count));
    beside(context, object, &it.rules)
}

/// A schema, and the rules beside it.
fn beside(context: Context<'_>, schema: Schema, rules: &[Rule]) -> Schema {
    if rules.is_empty() { schema } else { builder::also(leak(schema), list(context, rules)) }
}

/// The table of rules.
fn list(context: Context<'_>, rules: &[Rule]) -> &'static [schema::Rule] {
    rules.iter().flat_map(|rule| self::rules(context, rule)).collect::<Vec<_>>().leak()
}

/// The table of a list that is shared.
fn shared((api, tables): Context<'_>, id: SharedId) -> &'static Schema {
    tables.get(api.types.len() + id.0 as usize).copied().unwrap_or(&Schema::Any)
}

/// The table of a schema that is nothing but rules, as the emitter writes it.
fn reference(context: Context<'_>, rules: &[Rule]) -> &'static Schema {
    if let [Rule::Shared(id)] = rules {
        return shared(context, *id);
    }
    leak(match Form::new(context.0, rules) {
        Form::Any => Schema::Any,
        Form::Never => Schema::Never,
        Form::Is(shape) => table(context, shape),
        Form::Null => Schema::Null,
        Form::Boolean => Schema::Boolean,
        Form::String => builder::string(),
        Form::Number => builder::number(),
        Form::Strings(values) => {
            let values: Vec<String> = values.iter().map(|json| serde_json::from_str(json).unwrap()).collect();
            match values.as_slice() {
                [value] => builder::constant(leak(value.clone())),
                values => builder::strings(texts(values)),
            }
        }
        Form::Array(None) => builder::array(&Schema::Any),
        Form::Array(Some(it)) => array(it, it.items.as_ref().map_or(&Schema::Any, |rules| reference(context, rules))),
        Form::Object(it) => members(context, it),
        Form::All => builder::rules(list(context, rules)),
    })
}

fn texts(texts: &[String]) -> &'static [&'static str] {
    texts.iter().map(|text| leak(text.clone()).as_str()).collect::<Vec<_>>().leak()
}

/// What stands in a table for a rule: one of the support's for each keyword.
fn rules(context: Context<'_>, rule: &Rule) -> Vec<schema::Rule> {
    let schema = |rules: &Vec<Rule>| reference(context, rules);
    let all = |arms: &[Vec<Rule>]| &*arms.iter().map(schema).collect::<Vec<_>>().leak();
    vec![match rule {
        Rule::Never => schema::Rule::Is(&Schema::Never),
        Rule::Types(types) => schema::Rule::Types(types.clone().leak()),
        Rule::Values(values) => schema::Rule::Values(texts(values)),
        Rule::Is(shape) => schema::Rule::Is(leak(table(context, shape))),
        Rule::Shared(id) => schema::Rule::Is(shared(context, *id)),
        Rule::Keywords(shape) => schema::Rule::Keywords(leak(table(context, shape))),
        Rule::Items(it) => return items(context, it),
        Rule::Contains(it) => schema::Rule::Contains(schema(&it.rules), it.min, it.max.unwrap_or(u32::MAX)),
        Rule::Members(it) if !it.patterns.is_empty() => return members_by_pattern(context, it),
        Rule::Members(it) => schema::Rule::Keywords(leak(members(context, it))),
        Rule::Required(names) => schema::Rule::Required(texts(names)),
        Rule::OneOf(arms) => schema::Rule::OneOf(all(arms)),
        Rule::AnyOf(arms) => schema::Rule::AnyOf(all(arms)),
        Rule::Not(rules) => schema::Rule::Not(schema(rules)),
        Rule::If(condition, then, otherwise) => schema::Rule::If(schema(condition), schema(then), schema(otherwise)),
        Rule::DependentRequired(members) => {
            let members = members.iter().map(|(member, names)| (leak(member.clone()).as_str(), texts(names)));
            schema::Rule::DependentRequired(members.collect::<Vec<_>>().leak())
        }
        Rule::DependentSchemas(members) => {
            let members = members.iter().map(|(member, rules)| (leak(member.clone()).as_str(), schema(rules)));
            schema::Rule::DependentSchemas(members.collect::<Vec<_>>().leak())
        }
        Rule::PropertyNames(rules) => schema::Rule::PropertyNames(schema(rules)),
        Rule::Scope(rules) => schema::Rule::Scope(list(context, rules)),
        Rule::UnevaluatedItems(rules) => schema::Rule::UnevaluatedItems(schema(rules)),
        Rule::UnevaluatedProperties(rules) => schema::Rule::UnevaluatedProperties(schema(rules)),
    }]
}

fn items(context: Context<'_>, it: &Items) -> Vec<schema::Rule> {
    let has_counts = it.min_items.is_some() || it.max_items.is_some() || it.unique_items;
    let counts = has_counts.then(|| schema::Rule::Keywords(leak(array(it, &Schema::Any))));
    let prefix = it.prefix.iter().map(|rules| reference(context, rules)).collect::<Vec<_>>().leak();
    let prefix = (!prefix.is_empty()).then_some(schema::Rule::PrefixItems(prefix));
    let from = it.prefix.len() as u32;
    let items = it.items.as_ref().map(|rules| schema::Rule::Items(from, reference(context, rules)));
    counts.into_iter().chain(prefix).chain(items).collect()
}

fn array(it: &Items, items: &'static Schema) -> Schema {
    Schema::Array(schema::Array {
        items,
        min_items: it.min_items.unwrap_or(0),
        max_items: it.max_items.unwrap_or(u32::MAX),
        unique_items: it.unique_items,
    })
}

fn members_by_pattern(context: Context<'_>, it: &Members) -> Vec<schema::Rule> {
    let named = Members { patterns: Vec::new(), known: Vec::new(), additional: None, ..it.clone() };
    let named = (named != Members::default()).then(|| schema::Rule::Keywords(leak(members(context, &named))));
    let pattern = |pattern: &Pattern| builder::pattern(leak(pattern.source.clone()), matcher(&pattern.source));
    let each = it.patterns.iter().map(|(it, rules)| (pattern(it), reference(context, rules)));
    let by_pattern = schema::Rule::PatternProperties(each.collect::<Vec<_>>().leak());
    let additional = it.additional.as_ref().map(|rules| {
        let names = it.properties.iter().map(|(name, _)| name).chain(&it.known).cloned();
        let patterns = it.patterns.iter().map(|(it, _)| pattern(it)).collect::<Vec<_>>().leak();
        schema::Rule::AdditionalProperties(texts(&names.collect::<Vec<_>>()), patterns, reference(context, rules))
    });
    named.into_iter().chain([by_pattern]).chain(additional).collect()
}

fn members(context: Context<'_>, it: &Members) -> Schema {
    let properties = it.properties.iter().map(|(name, rules)| {
        let (is_required, name) = (it.required.contains(name), leak(name.clone()));
        let schema = reference(context, rules);
        if is_required { builder::required(name, schema) } else { builder::optional(name, schema) }
    });
    let object = builder::object("", properties.collect::<Vec<_>>().leak());
    let object = match &it.additional {
        None => object,
        Some(rules) if rules.contains(&Rule::Never) => object.closed(),
        Some(rules) => object.additional(reference(context, rules)),
    };
    object.min_properties(it.min_properties.unwrap_or(0)).max_properties(it.max_properties.unwrap_or(u32::MAX))
}

fn union(context: Context<'_>, name: &'static str, it: &Union) -> Schema {
    let arms = it.arms.iter().map(|arm| {
        let selectors: Vec<&str> = arm.selectors.iter().map(|selector| leak(selector.clone()).as_str()).collect();
        builder::arm(selectors.leak(), leak(table(context, &arm.shape)))
    });
    let arms = arms.collect::<Vec<_>>().leak();
    let dispatch = match &it.dispatch {
        Dispatch::Tag { member, .. } => schema::Dispatch::Tag(leak(member.clone())),
        Dispatch::Literal { member, .. } => schema::Dispatch::Literal(leak(member.clone())),
        Dispatch::Kind => schema::Dispatch::Kind,
        Dispatch::Member => schema::Dispatch::Member,
        Dispatch::Trial => schema::Dispatch::Trial,
    };
    if it.exclusive { builder::one_of(name, dispatch, arms) } else { builder::any_of(name, dispatch, arms) }
}

fn table(context: Context<'_>, shape: &Shape) -> Schema {
    match shape {
        Shape::Any => Schema::Any,
        Shape::Never => Schema::Never,
        Shape::Null => Schema::Null,
        Shape::Boolean => Schema::Boolean,
        Shape::String(rules) => text(rules),
        // The same conversion, to types of the same names.
        Shape::Integer(rules) => {
            let rules = integer(rules);
            let width = match rules.width {
                crate::support::schema::Width::I32 => schema::Width::I32,
                crate::support::schema::Width::I64 => schema::Width::I64,
                crate::support::schema::Width::U32 => schema::Width::U32,
                crate::support::schema::Width::U64 => schema::Width::U64,
            };
            Schema::Integer(schema::Integer {
                width,
                minimum: rules.minimum,
                maximum: rules.maximum,
                exclusive_minimum: rules.exclusive_minimum,
                exclusive_maximum: rules.exclusive_maximum,
                multiple_of: rules.multiple_of,
            })
        }
        Shape::Number(rules) => {
            let rules = real(rules);
            Schema::Number(schema::Number {
                single: rules.single,
                minimum: rules.minimum,
                maximum: rules.maximum,
                exclusive_minimum: rules.exclusive_minimum,
                exclusive_maximum: rules.exclusive_maximum,
                multiple_of: rules.multiple_of,
            })
        }
        Shape::List(list) => Schema::Array(schema::Array {
            items: leak(table(context, &list.items)),
            min_items: list.min_items.unwrap_or(0),
            max_items: list.max_items.unwrap_or(u32::MAX),
            unique_items: list.unique_items,
        }),
        Shape::Map(map) => Schema::Map(schema::Map {
            values: leak(table(context, &map.values)),
            min_properties: map.min_properties.unwrap_or(0),
            max_properties: map.max_properties.unwrap_or(u32::MAX),
        }),
        Shape::Named(id) => *context.1[id.0 as usize],
        Shape::Boxed(inner) => table(context, inner),
        Shape::Nullable(inner) => builder::nullable(leak(table(context, inner))),
        Shape::Literals(values, inner) => {
            let rules = vec![schema::Rule::Values(texts(values))];
            builder::also(leak(table(context, inner)), rules.leak())
        }
        Shape::Asserted(rules, inner) => builder::also(leak(table(context, inner)), list(context, rules)),
    }
}

fn text(rules: &Text) -> Schema {
    let mut schema = builder::string();
    if let Some(length) = rules.min_length {
        schema = schema.min_length(length);
    }
    if let Some(length) = rules.max_length {
        schema = schema.max_length(length);
    }
    if let Some(pattern) = &rules.pattern {
        schema = schema.pattern(leak(pattern.source.clone()), matcher(&pattern.source));
    }
    if let Some(format) = rules.format.map(format_of) {
        schema = schema.format(leak(schema::Format {
            keyword: format.keyword,
            name: format.name,
            is_valid: format.is_valid,
        }));
    }
    schema
}

/// The function that searches for one of [`PATTERNS`].
fn matcher(source: &str) -> fn(&str) -> bool {
    fn search<const INDEX: usize>(text: &str) -> bool {
        regex::Regex::new(PATTERNS[INDEX]).unwrap().is_match(text)
    }
    let functions = [search::<0>, search::<1>, search::<2>, search::<3>, search::<4>, search::<5>, search::<6>];
    functions[PATTERNS.iter().position(|pattern| *pattern == source).unwrap()]
}

/// What the run-time support says of a text.
fn evaluated(table: &'static Schema, text: &str) -> Option<Vec<Violation>> {
    let tree = Tree::index(text, MAX_DEPTH).ok()?;
    let violations = evaluate::violations(tree, table, false).into_iter();
    let told = violations.map(|it| {
        let fault = Fault { pointer: it.pointer, keyword: it.keyword };
        Violation { fault, message: it.message }
    });
    Some(told.collect())
}

/// A text in which some values stand in other places, or others in their place.
fn mutated(text: &str, bytes: &[u8]) -> String {
    const OTHERS: [&str; 20] = [
        "null",
        "true",
        "0",
        "-1",
        "1.0",
        "0.5",
        "1e2",
        "3",
        "2.5",
        "9223372036854775808",
        "\"\"",
        "\"a\"",
        "\"abcde\"",
        "\"x\"",
        "[]",
        "[1,1.0]",
        "{}",
        "{\"a\":1,\"a\":2}",
        "{\"type\":\"y\",\"a\":null}",
        "{\"a\":{\"b\":[1]}}",
    ];
    let mut text = text.to_owned();
    for pair in bytes.chunks_exact(2) {
        let Ok(tree) = Tree::index(&text, MAX_DEPTH) else { break };
        let token = |byte: u8| tree.tokens[usize::from(byte) % tree.tokens.len()];
        let (place, source) = (token(pair[0]), token(pair[1]));
        let other = match OTHERS.get(usize::from(pair[1]) % 32) {
            Some(other) => other,
            None => &text[source.start as usize..source.end as usize],
        };
        text = format!("{}{other}{}", &text[..place.start as usize], &text[place.end as usize..]);
        if text.len() > 2000 {
            break;
        }
    }
    text
}

fn ids(api: &Api) -> impl Iterator<Item = TypeId> {
    (0..api.types.len() as u32).map(TypeId)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn made_texts_are_what_they_say_by_the_support_as_well(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let api = random(&bytes);
        let (maker, tables) = (Maker::new(&api), tables(&api));
        for id in ids(&api) {
            let table = tables[id.0 as usize];
            let Ok(instances) = maker.instances(id) else { continue };
            prop_assert!(instances.len() <= 64);
            for text in &instances {
                prop_assert_eq!(evaluated(table, text), Some(vec![]), "{} {:?}", text, api.get(id));
            }
            for faulty in maker.faults(id) {
                let found = evaluated(table, &faulty.text).unwrap_or_default();
                let is_told = found.iter().any(|violation| violation.fault == faulty.fault);
                prop_assert!(is_told, "{:?} {:?} {:?}", faulty, found, api.get(id));
            }
        }
    }

    #[test]
    fn any_text_is_judged_as_the_support_does(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
        changes in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 2..8), 40),
    ) {
        let api = random(&bytes);
        let (maker, tables) = (Maker::new(&api), tables(&api));
        let checker = Checker::new(&api);
        for id in ids(&api) {
            let texts = maker.instances(id).unwrap_or_else(|_| vec!["{\"a\":[1]}".to_owned()]);
            for (text, change) in texts.iter().cycle().zip(&changes) {
                let text = mutated(text, change);
                let found = evaluated(tables[id.0 as usize], &text);
                prop_assert_eq!(checker.violations(&Shape::Named(id), &text), found, "{} {:?}", text, api);
            }
        }
    }
}
