//! The rules for numbers, which both readers apply to a number's text.

use super::{
    lex::{self, Decimal},
    schema::{Integer, Number, Width},
};

/// Why a number is refused: the keyword that it breaks.
pub type Refused = &'static str;

impl Width {
    /// What it holds, for messages.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::I32 => "32 bits",
            Self::I64 => "64 bits",
            Self::U32 => "32 bits without a sign",
            Self::U64 => "64 bits without a sign",
        }
    }

    /// The least and the greatest value of the Rust type.
    const fn range(self) -> (i128, i128) {
        match self {
            Self::I32 => (i32::MIN as i128, i32::MAX as i128),
            Self::I64 => (i64::MIN as i128, i64::MAX as i128),
            Self::U32 => (u32::MIN as i128, u32::MAX as i128),
            Self::U64 => (u64::MIN as i128, u64::MAX as i128),
        }
    }
}

/// The value of an integer: `1`, `1.0` and `1e2` are integers. `None` where it has a fraction or is out of all ranges.
#[inline]
pub fn integer(text: &str) -> Option<i128> {
    let start = usize::from(text.starts_with('-'));
    let (value, end) = short_digits(text.as_bytes(), start, 0);
    if end < text.len() || end - start > 18 {
        return Decimal::new(text).to_i128();
    }
    let value = i128::from(value);
    Some(if start == 1 { -value } else { value })
}

/// Whether the Rust type holds the integer.
#[inline]
pub const fn fits(width: Width, value: i128) -> bool {
    let (least, greatest) = width.range();
    least <= value && value <= greatest
}

/// Whether an integer satisfies its keywords.
#[inline]
pub const fn check_integer(rules: &Integer, value: i128) -> Result<(), Refused> {
    if value < rules.minimum || (rules.exclusive_minimum && value == rules.minimum) {
        return Err(if rules.exclusive_minimum { "exclusiveMinimum" } else { "minimum" });
    }
    if value > rules.maximum || (rules.exclusive_maximum && value == rules.maximum) {
        return Err(if rules.exclusive_maximum { "exclusiveMaximum" } else { "maximum" });
    }
    if rules.multiple_of != 0 && value % rules.multiple_of as i128 != 0 {
        return Err("multipleOf");
    }
    Ok(())
}

/// Whether a number satisfies its keywords.
#[inline]
pub fn check_number(rules: &Number, text: &str, value: f64) -> Result<(), Refused> {
    if rules.minimum > f64::NEG_INFINITY {
        let order = compare(text, value, rules.minimum);
        if order.is_lt() || (rules.exclusive_minimum && order.is_eq()) {
            return Err(if rules.exclusive_minimum { "exclusiveMinimum" } else { "minimum" });
        }
    }
    if rules.maximum < f64::INFINITY {
        let order = compare(text, value, rules.maximum);
        if order.is_gt() || (rules.exclusive_maximum && order.is_eq()) {
            return Err(if rules.exclusive_maximum { "exclusiveMaximum" } else { "maximum" });
        }
    }
    if rules.multiple_of != 0.0 && !is_multiple(text, rules.multiple_of) {
        return Err("multipleOf");
    }
    Ok(())
}

/// How a number stands to a bound.
#[inline]
fn compare(text: &str, value: f64, bound: f64) -> std::cmp::Ordering {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let exactly = if value.abs() < EXACT { None } else { compare_large(text, bound) };
    // Neither is `NaN`.
    exactly.or_else(|| value.partial_cmp(&bound)).unwrap_or(std::cmp::Ordering::Equal)
}

/// How an integer that is too large for an `f64` stands to a whole bound.
#[cold]
fn compare_large(text: &str, bound: f64) -> Option<std::cmp::Ordering> {
    if bound.abs() < 1e30 && bound.fract() == 0.0 {
        Some(Decimal::new(text).to_i128()?.cmp(&(bound as i128)))
    } else {
        None
    }
}

/// Whether a number is a whole multiple of a divisor, in decimal: `19.99` is one of `0.01`.
fn is_multiple(text: &str, divisor: f64) -> bool {
    let value = Decimal::new(text);
    let divisor =
        Decimal::new(&serde_json::Number::from_f64(divisor).map(|number| number.to_string()).unwrap_or_default());
    if value.digits.is_empty() {
        return true;
    }
    // Digits have no zeros at their end, so that a smaller power of ten is never a multiple of a larger one.
    let (Ok(modulus @ 1..), Ok(shift)) =
        (divisor.digits.parse::<u64>(), u64::try_from(value.exponent.saturating_sub(divisor.exponent)))
    else {
        return false;
    };
    let modulus = u128::from(modulus);
    let digits = value.digits.bytes().fold(0, |rest, digit| (rest * 10 + u128::from(digit - b'0')) % modulus);
    (digits * power_of_ten(shift, modulus)).is_multiple_of(modulus)
}

/// A power of ten, modulo a number of at most 64 bits.
fn power_of_ten(mut exponent: u64, modulus: u128) -> u128 {
    let (mut base, mut power) = (10 % modulus, 1 % modulus);
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = power * base % modulus;
        }
        base = base * base % modulus;
        exponent >>= 1;
    }
    power
}

/// The value of a number as an `f64`; `None` where it is out of range.
#[inline]
pub fn float(text: &str) -> Option<f64> {
    match short_float(text.as_bytes()) {
        Some((value, end)) if end == text.len() => Some(value),
        _ => lex::finite(text),
    }
}

/// The number that bytes begin with, where it has at most 15 digits and no exponent, and the byte after it.
///
/// Its digits, and the power of ten that divides them, are exact in an `f64`; the quotient of two such is rounded as the
/// number itself would be.
#[inline]
pub(super) fn short_float(bytes: &[u8]) -> Option<(f64, usize)> {
    const POWERS: [f64; 15] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14];
    let negative = bytes.first() == Some(&b'-');
    let start = usize::from(negative);
    let (mut digits, mut end) = short_digits(bytes, start, 0);
    let (mut count, mut places) = (end - start, 0);
    if count == 0 || (count > 1 && bytes.get(start) == Some(&b'0')) {
        return None;
    }
    if bytes.get(end) == Some(&b'.') {
        let point = end;
        (digits, end) = short_digits(bytes, point + 1, digits);
        places = end - point - 1;
        count += places;
    }
    let ends_in_point = bytes.get(end.checked_sub(1)?) == Some(&b'.');
    if count > 15 || ends_in_point || matches!(bytes.get(end), Some(b'e' | b'E')) {
        return None;
    }
    let value = digits as f64 / POWERS.get(places)?;
    Some((if negative { -value } else { value }, end))
}

/// Digits behind others, as one value (of no use where there are more than 18), and the byte after them.
#[inline(always)]
pub(super) fn short_digits(bytes: &[u8], start: usize, before: u64) -> (u64, usize) {
    let (mut value, mut at) = (before, start);
    while let Some(&digit @ b'0'..=b'9') = bytes.get(at) {
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
        at += 1;
    }
    (value, at)
}

/// Whether the Rust type holds the number.
#[inline]
pub fn holds(rules: &Number, value: f64) -> bool {
    !rules.single || single(value).is_some()
}

/// The value of single precision that is next to a number, where there is one.
pub fn single(value: f64) -> Option<f32> {
    let single = value as f32;
    single.is_finite().then_some(single)
}
