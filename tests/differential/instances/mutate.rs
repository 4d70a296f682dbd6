//! Random changes of instances: a value for another, a member more or less, the same number spelled otherwise.

use super::words::{NAMES, NUMBERS, TEXTS};
use crate::{json::Json, random::Random};

/// Any value.
pub fn any_value(random: &mut Random, depth: usize) -> Json {
    match random.below(if depth == 0 { 10 } else { 14 }) {
        0 => Json::Null,
        1 => Json::Boolean(random.chance(50)),
        2..6 => Json::Number(random.pick(NUMBERS).to_owned()),
        6..10 => Json::String(random.pick(TEXTS).to_owned()),
        10..12 => Json::Array((0..random.below(4)).map(|_| any_value(random, depth - 1)).collect()),
        _ => Json::Object(
            (0..random.below(3))
                .map(|index| (format!("{}{index}", random.pick(&["a", "ä", ""])), any_value(random, depth - 1)))
                .collect(),
        ),
    }
}

/// Changes an instance at a place or two.
pub fn mutate(instance: &mut Json, random: &mut Random) {
    for _ in 0..1 + random.below(2) {
        let index = random.below(instance.count());
        if random.chance(10) {
            // What one place asks for, another one may well refuse.
            let from = random.below(instance.count());
            let value = instance.nth(from).map_or(Json::Null, |value| value.clone());
            if value.count() < 20
                && let Some(place) = instance.nth(index)
            {
                *place = value;
            }
            continue;
        }
        if let Some(place) = instance.nth(index) {
            mutate_place(place, random);
        }
    }
}

fn mutate_place(place: &mut Json, random: &mut Random) {
    match (random.below(10), place) {
        (0, place) => *place = any_value(random, 2),
        (1, place) => *place = Json::Null,
        (2, place) => {
            let depth = random.pick(&[1, 1, 1, 2, 100, 125, 126, 127, 128, 129, 140]);
            for _ in 0..depth {
                *place = Json::Array(vec![std::mem::replace(place, Json::Null)]);
            }
        }
        (_, Json::Number(text)) => mutate_number(text, random),
        (_, Json::String(text)) => mutate_text(text, random),
        (_, Json::Array(items)) => mutate_items(items, random),
        (_, Json::Object(members)) => mutate_members(members, random),
        (_, Json::Boolean(value)) => *value = !*value,
        (_, place) => *place = any_value(random, 1),
    }
}

fn mutate_number(text: &mut String, random: &mut Random) {
    let value = text.parse::<i64>();
    *text = match (random.below(6), value) {
        (0, Ok(value)) => value.wrapping_add(random.between(-1, 1)).to_string(),
        (1, Ok(value)) => format!("{value}.0"),
        (2, Ok(value)) => format!("{value}.5"),
        (3, Ok(value)) => value.wrapping_neg().to_string(),
        (4, Ok(value)) => format!("{value}e{}", random.between(-3, 3)),
        _ => random.pick(NUMBERS).to_owned(),
    };
}

fn mutate_text(text: &mut String, random: &mut Random) {
    let characters: Vec<char> = text.chars().collect();
    let at = random.below(characters.len() + 1);
    let (before, after) = characters.split_at(at);
    let (before, rest): (String, String) = (before.iter().collect(), after.iter().skip(1).collect());
    let after: String = after.iter().collect();
    let character = random.pick(&['a', 'A', '0', ' ', 'ä', '😀', '\n', '"', '\\', '=', '.', '-']);
    *text = match random.below(7) {
        0 => format!("{before}{character}{after}"),
        1 => format!("{before}{rest}"),
        2 => format!("{before}{character}{rest}"),
        3 => text.to_uppercase(),
        4 => text.to_lowercase(),
        5 => format!("{text}{text}"),
        _ => random.pick(TEXTS).to_owned(),
    };
}

fn mutate_items(items: &mut Vec<Json>, random: &mut Random) {
    let at = random.below(items.len());
    match random.below(5) {
        0 if !items.is_empty() => drop(items.remove(at)),
        1 | 2 if !items.is_empty() => items.push(items[at].clone()),
        3 if !items.is_empty() => {
            // The same value, spelled otherwise.
            let mut copy = items[at].clone();
            if let Json::Number(text) = &mut copy
                && text.parse::<i64>().is_ok()
            {
                text.push_str(".0");
            }
            items.push(copy);
        }
        _ => items.push(any_value(random, 1)),
    }
}

fn mutate_members(members: &mut Vec<(String, Json)>, random: &mut Random) {
    let at = random.below(members.len());
    match random.below(7) {
        0 | 1 if !members.is_empty() => drop(members.remove(at)),
        2 if !members.is_empty() => mutate_text(&mut members[at].0, random),
        3 if members.len() > 1 => members.swap(0, at),
        // Now and then a name stands twice.
        4 if random.chance(30) && !members.is_empty() => members.push(members[at].clone()),
        5 if !members.is_empty() => members[at].1 = any_value(random, 1),
        _ => {
            let name = random.pick(NAMES);
            if !members.iter().any(|(known, _)| known == name) {
                members.push((name.to_owned(), any_value(random, 1)));
            }
        }
    }
}
