//! Whether a value that a document lists (in `const` or `enum`) satisfies the keywords that stand beside it.
//!
//! Such a value is no value of the type where it does not: `{enum: [a, bb], minLength: 2}` has one value. Keywords that
//! are not supported, or not known, let every value pass.

use std::collections::HashSet;

use crate::{
    normalise::{Schema, SchemaId, Schemas, Types, equality::canonical},
    pattern::{self, Translated},
    source::{Kind, Node},
    support::{format, lex::Decimal, number, schema},
};

use super::{View, literals::type_of};

/// So many schemas may lead to one another for one value; beyond, it passes.
const MOST_STEPS: usize = 64;

/// Whether a value satisfies a schema of its view, but for what that lists itself.
pub fn fits(schemas: &Schemas, part: &Schema, value: &Node) -> bool {
    of_part(schemas, part, value, 0)
}

fn of_part(schemas: &Schemas, part: &Schema, value: &Node, steps: usize) -> bool {
    if steps > MOST_STEPS {
        return true;
    }
    let of_kind = match &value.kind {
        Kind::Null | Kind::Boolean(_) => true,
        Kind::Number(text) => is_number(part, text),
        Kind::String(text) => is_text(part, text),
        Kind::Array(items) => is_array(schemas, part, items, steps),
        Kind::Object(_) => is_object(schemas, part, value, steps),
    };
    of_kind
        && part.boolean != Some(false)
        && part.types.as_ref().is_none_or(|types| is_of(types.value, value))
        && is_of_arms(schemas, part, value, steps)
}

/// Whether a value satisfies schemas that all apply to it.
fn satisfies(schemas: &Schemas, id: SchemaId, value: &Node, steps: usize) -> bool {
    let view = View::of(schemas, &[id]);
    view.parts(schemas).all(|part| {
        let is_listed = |values: &[Node]| values.iter().any(|listed| canonical(listed) == canonical(value));
        part.constant.as_ref().is_none_or(|constant| is_listed(std::slice::from_ref(constant)))
            && part.enumeration.as_ref().is_none_or(|values| is_listed(&values.value))
            && of_part(schemas, part, value, steps + 1)
    })
}

fn is_of(types: Types, value: &Node) -> bool {
    let own = type_of(value);
    types.contains(own) || (own == Types::INTEGER && types.contains(Types::NUMBER))
}

fn is_of_arms(schemas: &Schemas, part: &Schema, value: &Node, steps: usize) -> bool {
    // That a value passes an arm is no proof that it is valid by it: whether it is by no other one is left to the check.
    let some = |arms: &[SchemaId]| arms.is_empty() || arms.iter().any(|&arm| satisfies(schemas, arm, value, steps));
    some(&part.one_of) && some(&part.any_of)
}

fn is_number(part: &Schema, text: &str) -> bool {
    let bound = |bound: &Option<crate::normalise::Located<String>>| bound.as_ref()?.value.parse::<f64>().ok();
    let rules = |minimum: Option<f64>, maximum: Option<f64>, exclusive| schema::Number {
        single: false,
        minimum: minimum.unwrap_or(f64::NEG_INFINITY),
        maximum: maximum.unwrap_or(f64::INFINITY),
        exclusive_minimum: exclusive,
        exclusive_maximum: exclusive,
        multiple_of: bound(&part.multiple_of).unwrap_or(0.0),
    };
    let inclusive = rules(bound(&part.minimum), bound(&part.maximum), false);
    let exclusive = rules(bound(&part.exclusive_minimum), bound(&part.exclusive_maximum), true);
    // What no `f64` holds satisfies no type.
    number::float(text).is_some_and(|value| {
        number::check_number(&inclusive, text, value).is_ok() && number::check_number(&exclusive, text, value).is_ok()
    }) && part.format.as_ref().is_none_or(|format| is_of_width(&format.value, text))
}

fn is_of_width(format: &str, text: &str) -> bool {
    let value = Decimal::new(text).to_i128();
    match format {
        "int32" => value.is_none_or(|value| i32::try_from(value).is_ok()),
        "int64" => value.is_none_or(|value| i64::try_from(value).is_ok()),
        _ => true,
    }
}

fn is_text(part: &Schema, text: &str) -> bool {
    let count = text.chars().count() as u64;
    let encoding = part.content_encoding.as_ref().map(|encoding| encoding.value.as_str());
    part.min_length.as_ref().is_none_or(|least| least.value <= count)
        && part.max_length.as_ref().is_none_or(|most| count <= most.value)
        && part.pattern.as_ref().is_none_or(|pattern| is_match(&pattern.value, text))
        && part.format.as_ref().is_none_or(|format| is_of_format(&format.value, text))
        && (!encoding.is_some_and(|name| name.eq_ignore_ascii_case("base64")) || format::is_base64(text))
}

fn is_match(source: &str, text: &str) -> bool {
    let is_found = |regex: &str| regex::Regex::new(regex).is_ok_and(|regex| regex.is_match(text));
    match pattern::translate(source) {
        Translated::Regex(regex) => is_found(&regex),
        Translated::Conjunction(terms) => terms.iter().all(|term| is_found(&term.regex) != term.negated),
        Translated::Backtracking(_) | Translated::Invalid(_) => true,
    }
}

fn is_of_format(name: &str, text: &str) -> bool {
    const ASSERTED: [&schema::Format; 20] = [
        &format::DATE_TIME,
        &format::DATE,
        &format::UUID,
        &format::uri::URI,
        &format::host::EMAIL,
        &format::host::HOSTNAME,
        &format::IPV4,
        &format::IPV6,
        &format::BYTE,
        &format::TIME,
        &format::duration::DURATION,
        &format::host::IDN_EMAIL,
        &format::host::IDN_HOSTNAME,
        &format::uri::URI_REFERENCE,
        &format::uri::IRI,
        &format::uri::IRI_REFERENCE,
        &format::template::URI_TEMPLATE,
        &format::pointer::JSON_POINTER,
        &format::pointer::RELATIVE_JSON_POINTER,
        &format::regex::REGEX,
    ];
    let asserted = ASSERTED.into_iter().find(|format| format.name == name);
    asserted.is_none_or(|format| (format.is_valid)(text))
}

fn is_array(schemas: &Schemas, part: &Schema, items: &[Node], steps: usize) -> bool {
    let count = items.len() as u64;
    let distinct = || items.iter().map(canonical).collect::<HashSet<_>>().len() == items.len();
    part.min_items.as_ref().is_none_or(|least| least.value <= count)
        && part.max_items.as_ref().is_none_or(|most| count <= most.value)
        && (!part.unique_items || distinct())
        && part.items.is_none_or(|schema| {
            let rest = items.iter().skip(part.prefix_items.len());
            rest.into_iter().all(|item| satisfies(schemas, schema, item, steps))
        })
}

fn is_object(schemas: &Schemas, part: &Schema, value: &Node, steps: usize) -> bool {
    let Some(members) = value.as_object() else { return true };
    let count = members.len() as u64;
    let is_member = |(name, entry): (&String, &crate::source::Entry)| {
        let additional = part.additional_properties.filter(|_| part.pattern_properties.is_empty());
        let schema = part.properties.get(name).map(|property| property.schema).or(additional);
        schema.is_none_or(|schema| satisfies(schemas, schema, &entry.value, steps))
    };
    part.min_properties.as_ref().is_none_or(|least| least.value <= count)
        && part.max_properties.as_ref().is_none_or(|most| count <= most.value)
        && part.required.iter().all(|name| members.contains_key(&name.value))
        && members.iter().all(is_member)
}
