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
    keep,
    rules::{integer, real},
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
        up.take(TRIES as usize).chain(down.take(TRIES as usize)).map(|value| value.to_string())
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
        let (beyond, keyword) = if limit.exclusive { (0, "exclusiveMinimum") } else { (1, "minimum") };
        wrong.push((limit.value.saturating_sub(beyond).to_string(), keyword));
    }
    if let Some(limit) = rules.maximum {
        let (beyond, keyword) = if limit.exclusive { (0, "exclusiveMaximum") } else { (1, "maximum") };
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
    let low = rules.minimum.map_or(least, |limit| limit.value.saturating_add(limit.exclusive.into()));
    let high = rules.maximum.map_or(greatest, |limit| limit.value.saturating_sub(limit.exclusive.into()));
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
    simple.chain(multiples(&table)).chain(near).filter(move |text| is_number(&rules, &table, text))
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
        [start + f64::from(count), start - f64::from(count), low + (high - low) * part]
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
    let places = usize::try_from(decimal.exponent.unsigned_abs()).ok().filter(|&places| places < 32)?;
    if decimal.exponent >= 0 {
        return Some(if digits == 0 { "0".to_owned() } else { format!("{digits}{}", "0".repeat(places)) });
    }
    let sign = if digits < 0 { "-" } else { "" };
    let padded = format!("{:0width$}", digits.unsigned_abs(), width = places + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places);
    let fraction = fraction.trim_end_matches('0');
    Some(if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}

/// Numbers that are not valid, each with the keyword that it breaks.
pub(super) fn wrong_numbers(rules: &Number) -> Vec<(String, &'static str)> {
    let mut wrong = Vec::new();
    if let Some(limit) = rules.minimum {
        let (beyond, keyword) = if limit.exclusive { (0.0, "exclusiveMinimum") } else { (1.0, "minimum") };
        wrong.extend(keep::double(limit.value - beyond).map(|text| (text, keyword)));
    }
    if let Some(limit) = rules.maximum {
        let (beyond, keyword) = if limit.exclusive { (0.0, "exclusiveMaximum") } else { (1.0, "maximum") };
        wrong.extend(keep::double(limit.value + beyond).map(|text| (text, keyword)));
    }
    if let Some(divisor) = rules.multiple_of {
        let valid = numbers(rules).next().and_then(|text| number::float(&text));
        let between = valid.map(|value| value + divisor / 2.0).and_then(keep::double);
        wrong.extend(between.map(|text| (text, "multipleOf")));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{self, Limit};

    fn limit<T>(value: T) -> Option<Limit<T>> {
        Some(Limit { value, exclusive: false })
    }

    fn beyond<T>(value: T) -> Option<Limit<T>> {
        Some(Limit { value, exclusive: true })
    }

    fn some(rules: &Integer, count: usize) -> Vec<String> {
        integers(rules).take(count).collect()
    }

    #[test]
    fn integers_begin_next_to_zero() {
        let all = Integer::default();
        assert_eq!(some(&all, 3), ["0", "1", "2"]);
        let positive = Integer { minimum: limit(5), maximum: beyond(8), ..all.clone() };
        assert_eq!(some(&positive, 9), ["5", "6", "7"]);
        let negative = Integer { maximum: limit(-3), ..all.clone() };
        assert_eq!(some(&negative, 3), ["-3", "-4", "-5"]);
        let both = Integer { minimum: limit(-1), maximum: limit(1), ..all.clone() };
        assert_eq!(some(&both, 9), ["0", "1", "-1"]);
        let multiples = Integer { minimum: beyond(10), multiple_of: Some(5), ..all };
        assert_eq!(some(&multiples, 2), ["15", "20"]);
    }

    #[test]
    fn integers_fit_into_their_width() {
        let narrow = Integer { width: ir::Width::I32, minimum: limit(i128::from(i32::MAX) - 1), ..Integer::default() };
        assert_eq!(some(&narrow, 9), ["2147483646", "2147483647"]);
        let wide = Integer { width: ir::Width::U64, minimum: limit(u64::MAX.into()), ..Integer::default() };
        assert_eq!(some(&wide, 9), ["18446744073709551615"]);
        let none = Integer { width: ir::Width::U32, maximum: beyond(0), ..Integer::default() };
        assert!(some(&none, 1).is_empty());
        let endless = Integer { minimum: beyond(i128::MAX), maximum: beyond(i128::MIN), ..Integer::default() };
        assert!(some(&endless, 1).is_empty());
        let coarse = Integer { minimum: limit(1), multiple_of: Some(u64::MAX), ..Integer::default() };
        assert!(some(&coarse, 1).is_empty());
    }

    #[test]
    fn bounds_are_the_outermost_integers_that_are_valid() {
        let rules = Integer { minimum: beyond(3), maximum: limit(20), multiple_of: Some(3), ..Integer::default() };
        assert_eq!(integer_bounds(&rules).collect::<Vec<_>>(), ["6", "18"]);
        assert_eq!(integer_bounds(&Integer::default()).count(), 0);
    }

    #[test]
    fn wrong_integers_break_one_keyword_each() {
        let rules = Integer { minimum: limit(2), maximum: beyond(9), multiple_of: Some(2), ..Integer::default() };
        let wrong = wrong_integers(&rules);
        let wrong: Vec<_> = wrong.iter().map(|(text, keyword)| (text.as_str(), *keyword)).collect();
        let too_large = ("9223372036854775808", "type");
        assert_eq!(wrong, [("1", "minimum"), ("9", "exclusiveMaximum"), ("3", "multipleOf"), too_large]);
    }

    #[test]
    fn numbers_lie_between_their_bounds() {
        for (minimum, maximum, wanted) in [
            (None, None, "0"),
            (beyond(0.0), None, "1"),
            (beyond(0.0), limit(0.5), "0.5"),
            (beyond(0.0), beyond(0.001), "0.0005"),
            (limit(7.25), None, "7.25"),
            (None, beyond(-2.5), "-3"),
            (limit(1e300), None, "1e+300"),
        ] {
            let rules = Number { minimum, maximum, ..Number::default() };
            assert_eq!(numbers(&rules).next().as_deref(), Some(wanted), "{rules:?}");
        }
        let none = Number { minimum: beyond(1.0), maximum: beyond(1.0), ..Number::default() };
        assert_eq!(numbers(&none).next(), None);
    }

    #[test]
    fn multiples_are_exact() {
        let cents = Number { minimum: limit(19.985), multiple_of: Some(0.01), ..Number::default() };
        assert_eq!(numbers(&cents).next().as_deref(), Some("19.99"));
        let thirds =
            Number { minimum: limit(-0.35), maximum: beyond(0.0), multiple_of: Some(0.1), ..Number::default() };
        assert_eq!(numbers(&thirds).take(2).collect::<Vec<_>>(), ["-0.3", "-0.2"]);
        let large = Number { minimum: limit(1.0), multiple_of: Some(2.5e20), ..Number::default() };
        assert_eq!(numbers(&large).next().as_deref(), Some("250000000000000000000"));
    }

    #[test]
    fn numbers_differ_as_often_as_is_asked() {
        for rules in [
            Number::default(),
            Number { minimum: limit(0.0), maximum: limit(1.0), ..Number::default() },
            Number { minimum: limit(0.0), maximum: limit(1.0), single: true, ..Number::default() },
            Number { multiple_of: Some(0.25), ..Number::default() },
        ] {
            let distinct: std::collections::HashSet<_> = numbers(&rules).take(900).collect();
            assert!(distinct.len() >= 256, "{rules:?}");
        }
    }

    #[test]
    fn wrong_numbers_break_one_keyword_each() {
        let rules = Number { minimum: beyond(0.5), maximum: limit(2.0), multiple_of: Some(0.5), ..Number::default() };
        let wrong = wrong_numbers(&rules);
        let wrong: Vec<_> = wrong.iter().map(|(text, keyword)| (text.as_str(), *keyword)).collect();
        assert_eq!(wrong, [("0.5", "exclusiveMinimum"), ("3", "maximum"), ("1.25", "multipleOf")]);
    }
}
