//! Changes to texts and values that nobody would make on purpose. Knows nothing of schemas but the words they have.

use serde_json::{Map, Value, json};

use crate::{hostile, random::Random};

/// Texts that mean something in documents, for what stands where something else did.
const WORDS: [&str; 24] = [
    "object",
    "array",
    "string",
    "null",
    "#",
    "#/",
    "#/components/schemas/A",
    "#/components/schemas",
    "#/paths/~1/get",
    "#/%zz~",
    "other.json#/x",
    "date-time",
    "(a*)*b",
    "(a|aa)+$",
    "[",
    "3.1.0",
    "get",
    "application/json",
    "",
    "\u{0}",
    "\u{202e}\u{feff}",
    "*/ }} \"# r#\" \\",
    "Self",
    "🦀",
];

/// Any bytes, mostly some that have a meaning in JSON or YAML.
pub fn bytes(random: &mut Random) -> Vec<u8> {
    let meaning = b"{}[]\":,- \n\t0123456789.eE+\\u&*!|>%@`#?~'trufalsenopi";
    let all = random.chance(30);
    let count = random.below(400);
    (0..count).map(|_| if all { random.next() as u8 } else { random.pick(meaning) }).collect()
}

/// Flips, removes, repeats and moves bytes of a text.
pub fn flip(random: &mut Random, text: &mut Vec<u8>) {
    for _ in 0..=random.below(4) {
        let (from, to) = (random.below(text.len()), random.below(text.len()));
        let part = from.min(to)..from.max(to).min(from.min(to) + 200);
        match random.below(5) {
            0 => drop(text.drain(part)),
            1 => {
                let copy = text[part].to_vec();
                text.splice(to..to, copy);
            }
            2 => text.truncate(to),
            _ => {
                if let Some(byte) = text.get_mut(from) {
                    *byte = if random.chance(50) {
                        *byte ^ (1 << random.below(8))
                    } else {
                        bytes(random).pop().unwrap_or(0)
                    };
                }
            }
        }
    }
}

/// Changes one place of a value.
pub fn tree(random: &mut Random, value: &mut Value) {
    let places = places(value);
    let place = random.pick(&places);
    let other = value.pointer(&random.pick(&places)).cloned().unwrap_or_default();
    match random.below(8) {
        0 => remove(value, &place),
        1 | 2 => put(value, &place, other),
        3 => put(value, &place, reference(random, &places)),
        4 => put(value, &place, odd(random)),
        5 => put(value, &place, hostile::schema(random, &places)),
        6 => add(random, value, &place, other),
        _ => swap(value, &place, &random.pick(&places)),
    }
}

/// The pointers of all places of a value, its own first.
fn places(value: &Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut next = 0;
    while let Some(place) = found.get(next).cloned() {
        next += 1;
        match value.pointer(&place) {
            Some(Value::Object(members)) => {
                let names = members.keys().map(|name| name.replace('~', "~0").replace('/', "~1"));
                found.extend(names.map(|name| format!("{place}/{name}")));
            }
            Some(Value::Array(items)) => found.extend((0..items.len()).map(|index| format!("{place}/{index}"))),
            _ => {}
        }
    }
    found
}

/// A reference to any of some places, perhaps to the one that it stands in.
fn reference(random: &mut Random, places: &[String]) -> Value {
    let name = random.pick(&["$ref", "$ref", "$ref", "$dynamicRef"]);
    json!({name: format!("#{}", random.pick(places))})
}

/// A value that fits nowhere.
pub fn odd(random: &mut Random) -> Value {
    match random.below(10) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!([]),
        3 => json!({}),
        4 => {
            serde_json::from_str(random.pick(&["1e308", "-1e-308", "4294967296", "-1", "18446744073709551615", "0.1"]))
                .unwrap_or_default()
        }
        5 => json!("x".repeat(random.below(20_000))),
        6 => json!(random.below(5)),
        _ => json!(random.pick(&WORDS)),
    }
}

fn put(value: &mut Value, place: &str, other: Value) {
    if let Some(at) = value.pointer_mut(place) {
        *at = other;
    }
}

fn swap(value: &mut Value, one: &str, other: &str) {
    let first = value.pointer(one).cloned().unwrap_or_default();
    let second = value.pointer(other).cloned().unwrap_or_default();
    put(value, one, second);
    put(value, other, first);
}

fn remove(value: &mut Value, place: &str) {
    let Some((parent, name)) = place.rsplit_once('/') else { return };
    match value.pointer_mut(parent) {
        Some(Value::Object(members)) => drop(members.remove(&name.replace("~1", "/").replace("~0", "~"))),
        Some(Value::Array(items)) => drop(name.parse().ok().map(|index: usize| items.remove(index))),
        _ => {}
    }
}

/// Adds a member or an item.
fn add(random: &mut Random, value: &mut Value, place: &str, other: Value) {
    match value.pointer_mut(place) {
        Some(Value::Array(items)) => items.insert(random.below(items.len() + 1), other),
        Some(Value::Object(members)) => {
            let keyword = random.pick(&hostile::KEYWORDS);
            let addition = if random.chance(50) { other } else { odd(random) };
            let name = if random.chance(80) { keyword.to_owned() } else { hostile::name(random) };
            let _: &mut Map<String, Value> = members;
            members.insert(name, addition);
        }
        _ => {}
    }
}
