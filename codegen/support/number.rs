//! The rules for numbers, which both readers apply to a number's text.

use super::{
    lex::{self, Decimal},
    schema::{Integer, Number, Width},
};

/// Why a number is refused: the keyword that it breaks.
pub type Refused = &'static str;

impl Width {
    /// What it holds, for messages.
    pub(super) const fn describe(self) -> &'static str {
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
pub fn integer(text: &str, plain: bool) -> Option<i128> {
    if plain && text.len() <= 18 {
        return Some(i128::from(short_integer(text)));
    }
    Decimal::new(text).to_i128()
}

/// The value of at most 18 digits, which always fit.
#[inline]
fn short_integer(text: &str) -> i64 {
    let (negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    let value = digits
        .iter()
        .fold(0_i64, |value, &digit| value * 10 + i64::from(digit - b'0'));
    if negative { -value } else { value }
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
        return Err(if rules.exclusive_minimum {
            "exclusiveMinimum"
        } else {
            "minimum"
        });
    }
    if value > rules.maximum || (rules.exclusive_maximum && value == rules.maximum) {
        return Err(if rules.exclusive_maximum {
            "exclusiveMaximum"
        } else {
            "maximum"
        });
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
            return Err(if rules.exclusive_minimum {
                "exclusiveMinimum"
            } else {
                "minimum"
            });
        }
    }
    if rules.maximum < f64::INFINITY {
        let order = compare(text, value, rules.maximum);
        if order.is_gt() || (rules.exclusive_maximum && order.is_eq()) {
            return Err(if rules.exclusive_maximum {
                "exclusiveMaximum"
            } else {
                "maximum"
            });
        }
    }
    if rules.multiple_of != 0.0 && !is_multiple(text, rules.multiple_of) {
        return Err("multipleOf");
    }
    Ok(())
}

/// How a number stands to a bound; exact where an integer is too large for an `f64`.
fn compare(text: &str, value: f64, bound: f64) -> std::cmp::Ordering {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.abs() >= EXACT
        && bound.abs() < 1e30
        && bound.fract() == 0.0
        && let Some(whole) = Decimal::new(text).to_i128()
    {
        return whole.cmp(&(bound as i128));
    }
    value.total_cmp(&bound)
}

/// Whether a number is a whole multiple of a divisor, in decimal: `19.99` is one of `0.01`.
fn is_multiple(text: &str, divisor: f64) -> bool {
    let value = Decimal::new(text);
    let divisor = Decimal::new(
        &serde_json::Number::from_f64(divisor)
            .map(|number| number.to_string())
            .unwrap_or_default(),
    );
    if value.digits.is_empty() {
        return true;
    }
    // Digits have no zeros at their end, so that a smaller power of ten is never a multiple of a larger one.
    let (Ok(modulus @ 1..), Ok(shift)) = (
        divisor.digits.parse::<u64>(),
        u64::try_from(value.exponent.saturating_sub(divisor.exponent)),
    ) else {
        return false;
    };
    let modulus = u128::from(modulus);
    let digits = value
        .digits
        .bytes()
        .fold(0, |rest, digit| (rest * 10 + u128::from(digit - b'0')) % modulus);
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

/// The value of a number as an `f64`.
#[inline]
pub fn float(text: &str, plain: bool) -> Option<f64> {
    // Up to 15 digits are exact in an `f64`.
    if plain && text.len() <= 15 && text != "-0" {
        return Some(short_integer(text) as f64);
    }
    lex::finite(text)
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
