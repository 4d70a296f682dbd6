//! Integers and numbers that satisfy their keywords, and such as break one of them. It knows no other shapes.

use crate::{
    ir::{Integer, Number},
    support::{
        lex::Decimal,
        number,
        schema::{self, Width},
    },
};

use super::{
    check::{integer, real},
    keep,
};

/// How many candidates are tried where numbers are looked for.
const TRIES: u32 = 1024;

/// Integers that are valid, as JSON: those nearest to zero first. There may be none.
pub(super) fn integers(rules: &Integer) -> impl Iterator<Item = String> {
    let (step, range) = (step(rules), range(rules));
    range.into_iter().flat_map(move |(low, high)| {
        let start = 0.clamp(low, high);
        let up = (0..).map_while(move |count| Some(start + count * step).filter(|&value| value <= high));
        let down = (1..).map_while(move |count| Some(start - count * step).filter(|&value| value >= low));
        up.take(TRIES as usize)
            .chain(down.take(TRIES as usize))
            .map(|value| value.to_string())
    })
}

/// The least and the greatest integer, where keywords bound them.
pub(super) fn integer_bounds(rules: &Integer) -> impl Iterator<Item = String> {
    let bounds = range(rules).map(|(low, high)| [rules.minimum.map(|_| low), rules.maximum.map(|_| high)]);
    bounds.into_iter().flatten().flatten().map(|bound| bound.to_string())
}

/// Integers that are not valid, each with the keyword that it breaks.
pub(super) fn wrong_integers(rules: &Integer) -> Vec<(String, &'static str)> {
    let mut wrong = Vec::new();
    if let Some(limit) = rules.minimum {
        let (beyond, keyword) = if limit.exclusive {
            (0, "exclusiveMinimum")
        } else {
            (1, "minimum")
        };
        wrong.push((limit.value.saturating_sub(beyond).to_string(), keyword));
    }
    if let Some(limit) = rules.maximum {
        let (beyond, keyword) = if limit.exclusive {
            (0, "exclusiveMaximum")
        } else {
            (1, "maximum")
        };
        wrong.push((limit.value.saturating_add(beyond).to_string(), keyword));
    }
    if let Some((low, high)) = range(rules)
        && rules.multiple_of.is_some()
    {
        let between = if low < high { low + 1 } else { low - 1 };
        wrong.push((between.to_string(), "multipleOf"));
    }
    let (_, greatest) = width(integer(rules).width);
    wrong.push(((greatest + 1).to_string(), "type"));
    wrong
}

/// The least and the greatest integer that are valid.
fn range(rules: &Integer) -> Option<(i128, i128)> {
    let (least, greatest) = width(integer(rules).width);
    let low = rules
        .minimum
        .map_or(least, |limit| limit.value.saturating_add(limit.exclusive.into()));
    let high = rules
        .maximum
        .map_or(greatest, |limit| limit.value.saturating_sub(limit.exclusive.into()));
    let (low, high, step) = (low.max(least), high.min(greatest), step(rules));
    // Rounded to multiples, inwards; within the width, none of it is near the end of an `i128`.
    let (low, high) = (-((-low).div_euclid(step)) * step, high.div_euclid(step) * step);
    (low <= high).then_some((low, high))
}

fn step(rules: &Integer) -> i128 {
    rules.multiple_of.unwrap_or(1).max(1).into()
}

/// What the Rust type holds.
const fn width(width: Width) -> (i128, i128) {
    match width {
        Width::I32 => (i32::MIN as i128, i32::MAX as i128),
        Width::I64 => (i64::MIN as i128, i64::MAX as i128),
        Width::U32 => (0, u32::MAX as i128),
        Width::U64 => (0, u64::MAX as i128),
    }
}

/// Numbers that are valid and stay what they are when a crate writes them, as JSON: simple ones first. There may be none.
pub(super) fn numbers(rules: &Number) -> impl Iterator<Item = String> {
    let (rules, table) = (rules.clone(), real(rules));
    let simple = ["0", "1", "0.5"].into_iter().map(str::to_owned);
    let near = near(&table).into_iter().filter_map(keep::double);
    simple
        .chain(multiples(&table))
        .chain(near)
        .filter(move |text| is_number(&rules, &table, text))
}

/// The least and the greatest number, where keywords bound them.
pub(super) fn number_bounds(rules: &Number) -> impl Iterator<Item = String> {
    let (rules, table) = (rules.clone(), real(rules));
    let bounds = [table.minimum, table.maximum].into_iter().filter_map(keep::double);
    bounds.filter(move |text| is_number(&rules, &table, text))
}

fn is_number(rules: &Number, table: &schema::Number, text: &str) -> bool {
    let is_valid = number::float(text).is_some_and(|value| number::check_number(table, text, value).is_ok());
    is_valid && keep::number(rules, text).is_some_and(|written| keep::is_same(&written, text))
}

/// Numbers near the bounds, between them, and on from the lower one.
fn near(table: &schema::Number) -> impl IntoIterator<Item = f64> + use<> {
    let (low, high) = (table.minimum, table.maximum);
    let start = if low.is_finite() { low } else { high.min(0.0) };
    let bounds = [
        low,
        high,
        low.ceil(),
        high.floor(),
        low + 1.0,
        high - 1.0,
        (low + high) / 2.0,
        low.next_up(),
        high.next_down(),
    ];
    let steps = (1..TRIES).flat_map(move |count| {
        let part = f64::from(count) / f64::from(TRIES);
        [
            start + f64::from(count),
            start - f64::from(count),
            low + (high - low) * part,
        ]
    });
    bounds.into_iter().chain(steps)
}

/// Multiples in decimal: those nearest to zero and to the bounds.
fn multiples(table: &schema::Number) -> impl Iterator<Item = String> + use<> {
    let divisor = table.multiple_of;
    let decimal = Decimal::new(&keep::double(divisor).unwrap_or_default());
    let near = |bound: f64| {
        let count = (bound / divisor).round();
        if count.abs() < 1e18 { count as i128 } else { 0 }
    };
    let (low, high) = (near(table.minimum), near(table.maximum));
    let counts = (0..3).chain(low - 1..low + 2).chain(high - 1..high + 2);
    let more = (1..i128::from(TRIES)).flat_map(move |count| [low + count, count, -count]);
    let counts = counts.chain(more).take_while(move |_| divisor > 0.0);
    counts.filter_map(move |count| multiple(&decimal, count))
}

/// So many times a decimal number, without an exponent.
fn multiple(decimal: &Decimal, count: i128) -> Option<String> {
    let digits = decimal.digits.parse::<i128>().ok()?.checked_mul(count)?;
    let places = usize::try_from(decimal.exponent.unsigned_abs())
        .ok()
        .filter(|&places| places < 32)?;
    if decimal.exponent >= 0 {
        return Some(if digits == 0 {
            "0".to_owned()
        } else {
            format!("{digits}{}", "0".repeat(places))
        });
    }
    let sign = if digits < 0 { "-" } else { "" };
    let padded = format!("{:0width$}", digits.unsigned_abs(), width = places + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places);
    let fraction = fraction.trim_end_matches('0');
    Some(if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    })
}

/// Numbers that are not valid, each with the keyword that it breaks.
pub(super) fn wrong_numbers(rules: &Number) -> Vec<(String, &'static str)> {
    let mut wrong = Vec::new();
    if let Some(limit) = rules.minimum {
        let (beyond, keyword) = if limit.exclusive {
            (0.0, "exclusiveMinimum")
        } else {
            (1.0, "minimum")
        };
        wrong.extend(keep::double(limit.value - beyond).map(|text| (text, keyword)));
    }
    if let Some(limit) = rules.maximum {
        let (beyond, keyword) = if limit.exclusive {
            (0.0, "exclusiveMaximum")
        } else {
            (1.0, "maximum")
        };
        wrong.extend(keep::double(limit.value + beyond).map(|text| (text, keyword)));
    }
    if let Some(divisor) = rules.multiple_of {
        let valid = numbers(rules).next().and_then(|text| number::float(&text));
        let between = valid.map(|value| value + divisor / 2.0).and_then(keep::double);
        wrong.extend(between.map(|text| (text, "multipleOf")));
    }
    wrong
}
