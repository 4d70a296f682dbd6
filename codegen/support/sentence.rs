//! What violations say: a sentence for each rule, about what must be true. Never a submitted value.
//!
//! The run-time support and the generator's own check say the same.

use super::escape;

/// A name that stands twice.
pub fn twice() -> String {
    "must not stand twice in its object".to_owned()
}

/// A value where there must be none.
pub fn forbidden() -> String {
    "must not be there".to_owned()
}

/// A member that no schema knows.
pub fn unknown_member() -> String {
    "must not be there: no such member is known".to_owned()
}

/// An item that no schema knows.
pub fn unknown_item() -> String {
    "must not be there: it is an item too many".to_owned()
}

/// A member that is missing.
pub fn missing() -> String {
    "must be there".to_owned()
}

/// A tag that is missing.
pub fn missing_tag(known: &[&str]) -> String {
    format!("must be there: one of {}", quoted(known))
}

/// A member that is missing while another one is there.
pub fn missing_beside(member: &str) -> String {
    format!("must be there, as {} is", quoted(&[member]))
}

/// A member whose name is not valid.
pub fn invalid_name() -> String {
    "must have a name that is valid in its object".to_owned()
}

/// A value of another JSON type than the one that is wanted.
pub fn wrong_type(wanted: &str, found: &str) -> String {
    format!("must be {}{wanted}, not {found}", article(wanted))
}

/// A value of none of several JSON types.
pub fn none_of_types(wanted: &[&str], found: &str) -> String {
    format!("must be of type {}, not {found}", wanted.join(" or "))
}

/// A number that is no integer, or beyond what holds one.
pub fn no_integer(width: &str) -> String {
    format!("must be an integer that fits into {width}")
}

/// A number that is none.
pub fn no_number() -> String {
    "must be a finite number".to_owned()
}

/// A number beyond single precision.
pub fn no_single() -> String {
    "must be a number that fits into 32 bits".to_owned()
}

/// A number that breaks one of its keywords.
pub fn out_of_bounds(keyword: &str, bound: &str) -> String {
    match keyword {
        "minimum" => format!("must be at least {bound}"),
        "exclusiveMinimum" => format!("must be more than {bound}"),
        "maximum" => format!("must be at most {bound}"),
        "exclusiveMaximum" => format!("must be less than {bound}"),
        _ => format!("must be a multiple of {bound}"),
    }
}

/// Too few characters, items or members.
pub fn too_few(least: u32, noun: &str) -> String {
    format!("must have at least {least} {noun}{}", if least == 1 { "" } else { "s" })
}

/// Too many characters, items or members.
pub fn too_many(most: u32, noun: &str) -> String {
    format!("must have at most {most} {noun}{}", if most == 1 { "" } else { "s" })
}

/// Too few items that `contains` asks for.
pub fn too_few_contained(least: u32) -> String {
    format!("{} for `contains`", too_few(least, "item"))
}

/// Too many of them.
pub fn too_many_contained(most: u32) -> String {
    format!("{} for `contains`", too_many(most, "item"))
}

/// Items that are equal.
pub fn not_unique() -> String {
    "must have items that all differ".to_owned()
}

/// A text that does not match.
pub fn no_match(pattern: &str) -> String {
    format!("must match the pattern `{pattern}`")
}

/// A text that is not of a format.
pub fn not_of_format(name: &str) -> String {
    format!("must be in the format `{name}`")
}

/// A string that is none of those that are listed.
pub fn none_of_strings(values: &[&str]) -> String {
    one_of(&quoted(values), values.len())
}

/// A value that is none of those that are listed, each JSON text.
pub fn none_of_values(values: &[&str]) -> String {
    one_of(&values.join(", "), values.len())
}

/// A tag that selects no arm.
pub fn unknown_tag(known: &[&str]) -> String {
    one_of(&quoted(known), 2)
}

/// A value that is several arms of a union of which it must be one.
pub fn several_arms(union: &str, count: usize) -> String {
    format!("must be exactly one of the arms of `{union}`, but is {count} of them")
}

/// A value that is no arm of a union.
pub fn no_arm(union: &str, closest: Option<&str>) -> String {
    comes_closest(format!("must be one of the arms of `{union}`"), closest)
}

/// A value that satisfies none of several schemas, which may ask for nothing but members.
pub fn none_of_any(count: usize, members: Option<&str>, closest: Option<&str>) -> String {
    let told = match members {
        Some(members) => format!("must have {members}"),
        None => format!("must satisfy at least one of {count} schemas"),
    };
    comes_closest(told, closest)
}

/// The same, where it must satisfy exactly one.
pub fn none_of_one(count: usize, members: Option<&str>, closest: Option<&str>) -> String {
    let told = match members {
        Some(members) => format!("must have {members}"),
        None => format!("must satisfy exactly one of {count} schemas, but satisfies none"),
    };
    comes_closest(told, closest)
}

/// A value that satisfies several schemas of which it must satisfy one.
pub fn several_of_one(count: usize, members: Option<&str>, valid: usize) -> String {
    match members {
        Some(members) => format!("must have {members}, but not more of them"),
        None => format!("must satisfy exactly one of {count} schemas, but satisfies {valid}"),
    }
}

/// A value that satisfies what it must not.
pub fn not(members: Option<&str>) -> String {
    match members {
        Some(members) => format!("must not have {members}"),
        None => "must not satisfy the schema of `not`".to_owned(),
    }
}

/// Members of which all are wanted: `"a" and "b"`.
pub fn all_members(names: &[&str]) -> String {
    names.iter().map(|name| quoted(&[name])).collect::<Vec<_>>().join(" and ")
}

/// `"a", "b"`
pub fn quoted(values: &[&str]) -> String {
    let mut out = Vec::new();
    for (index, value) in values.iter().enumerate() {
        out.extend_from_slice(if index > 0 { b", " } else { b"" });
        escape::write_string(&mut out, value);
    }
    String::from_utf8(out).unwrap_or_default()
}

fn one_of(values: &str, count: usize) -> String {
    if count == 1 { format!("must be {values}") } else { format!("must be one of {values}") }
}

fn comes_closest(told: String, name: Option<&str>) -> String {
    match name {
        Some(name) => format!("{told}; `{name}` comes closest"),
        None => told,
    }
}

fn article(noun: &str) -> &'static str {
    match noun.as_bytes().first() {
        _ if noun == "null" => "",
        Some(b'a' | b'i' | b'o') => "an ",
        _ => "a ",
    }
}
