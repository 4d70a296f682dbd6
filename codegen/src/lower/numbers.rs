//! The keywords of integers and numbers, and the Rust types that hold them.

use crate::{
    diagnostic::catalogue,
    ir::{Integer, Limit, Number, Width},
    normalise::{Located, Schema, SchemaId, Schemas, Types},
    support::lex::Decimal,
};

use super::{Lower, Place, View, literals};

/// A bound as the document has it.
#[derive(Debug, Clone, Copy)]
struct Bound<'a> {
    text: &'a str,
    exclusive: bool,
}

impl Lower<'_> {
    /// The keywords of an integer.
    pub(super) fn integer(&mut self, view: &View) -> Integer {
        let minimum = minimum(self.schemas, view).and_then(|bound| whole(bound, Rounding::Up));
        let maximum = maximum(self.schemas, view).and_then(|bound| whole(bound, Rounding::Down));
        let divisors = divisors(self.schemas, view);
        let multiple_of =
            divisors.into_iter().filter_map(|text| whole_divisor(&Decimal::new(text))).reduce(common_multiple);
        let multiple_of = multiple_of.filter(|&divisor| divisor > 1);
        let integer = Integer { width: self.width(view, minimum, maximum), minimum, maximum, multiple_of };
        Integer { width: self.chosen_width(view, &integer).unwrap_or(integer.width), ..integer }
    }

    /// A number: its type and its keywords.
    pub(super) fn number(&mut self, view: &View) -> Number {
        let mut single = false;
        for (place, format) in self.formats(view) {
            match format.as_str() {
                "float" => single = true,
                "double" => {}
                _ => self.unknown_format(place, &format, "number"),
            }
        }
        match self.own_type(view, Types::NUMBER) {
            Some("f32") if !single => {
                self.note_narrow(view, "numbers are rounded to it, and refused beyond it");
                single = true;
            }
            Some("f64") => single = false,
            _ => {}
        }
        Number { single, ..self.number_keywords(view) }
    }

    /// The keywords of a number, of several divisors the first; others are rules.
    pub(super) fn number_keywords(&self, view: &View) -> Number {
        let limit = |bound: Bound<'_>| Some(Limit { value: bound.text.parse().ok()?, exclusive: bound.exclusive });
        Number {
            single: false,
            minimum: minimum(self.schemas, view).and_then(limit),
            maximum: maximum(self.schemas, view).and_then(limit),
            multiple_of: divisors(self.schemas, view).first().and_then(|text| text.parse().ok()),
        }
    }

    /// The Rust type: what the format says, or one that holds all that the bounds allow.
    fn width(&mut self, view: &View, minimum: Option<Limit<i128>>, maximum: Option<Limit<i128>>) -> Width {
        let mut width = None;
        for (place, format) in self.formats(view) {
            match format.as_str() {
                "int32" => width = Some(Width::I32),
                "int64" => width = Some(Width::I64),
                "uint32" => width = Some(Width::U32),
                "uint64" => width = Some(Width::U64),
                _ => self.unknown_format(place, &format, "integer"),
            }
        }
        let literals = literals::integers(self.schemas, view);
        let greatest = maximum.map(|limit| limit.value).max(literals.iter().copied().max());
        let least = match minimum {
            Some(limit) => Some(limit.value),
            None => literals.iter().copied().min(),
        };
        let is_beyond = greatest.is_some_and(|greatest| greatest > i128::from(i64::MAX));
        let is_positive = least.is_some_and(|least| least >= 0);
        width.unwrap_or(if is_beyond && is_positive { Width::U64 } else { Width::I64 })
    }

    /// The formats that a view has, and where each stands.
    pub(super) fn formats(&self, view: &View) -> Vec<(Place, String)> {
        let format = |&schema: &SchemaId| {
            let format = self.schemas.get(schema).format.as_ref()?;
            let span = format.span;
            Some((Place { schema, span }, format.value.clone()))
        };
        view.ids().iter().filter_map(format).collect()
    }

    /// Warns of a format that is not checked, and writes it down.
    pub(super) fn unknown_format(&mut self, place: Place, format: &str, of: &str) {
        let why = format!("no format of that name is known of {of}s");
        self.note_as(
            &catalogue::UNKNOWN_FORMAT,
            place,
            &format!("format: {}", format.escape_debug()),
            "not checked",
            &why,
        );
    }
}

/// The tightest lower bound.
fn minimum<'a>(schemas: &'a Schemas, view: &View) -> Option<Bound<'a>> {
    bounds(schemas, view, |part| (part.minimum.as_ref(), part.exclusive_minimum.as_ref()))
        .into_iter()
        .reduce(|a, b| if is_tighter(a, b, f64::gt) { a } else { b })
}

/// The tightest upper bound.
fn maximum<'a>(schemas: &'a Schemas, view: &View) -> Option<Bound<'a>> {
    bounds(schemas, view, |part| (part.maximum.as_ref(), part.exclusive_maximum.as_ref()))
        .into_iter()
        .reduce(|a, b| if is_tighter(a, b, f64::lt) { a } else { b })
}

/// Whether the first bound leaves less than the second; of two equal ones, the exclusive does.
fn is_tighter(a: Bound<'_>, b: Bound<'_>, beyond: fn(&f64, &f64) -> bool) -> bool {
    let value = |bound: Bound<'_>| bound.text.parse::<f64>().unwrap_or(f64::NAN);
    beyond(&value(a), &value(b)) || (value(a) == value(b) && a.exclusive)
}

type Keywords<'a> = (Option<&'a Located<String>>, Option<&'a Located<String>>);

fn bounds<'a>(schemas: &'a Schemas, view: &View, read: fn(&'a Schema) -> Keywords<'a>) -> Vec<Bound<'a>> {
    let mut bounds = Vec::new();
    for &id in view.ids() {
        let (inclusive, exclusive) = read(schemas.get(id));
        bounds.extend(inclusive.map(|text| Bound { text: &text.value, exclusive: false }));
        bounds.extend(exclusive.map(|text| Bound { text: &text.value, exclusive: true }));
    }
    bounds
}

fn divisors<'a>(schemas: &'a Schemas, view: &View) -> Vec<&'a str> {
    let divisor = |&id: &SchemaId| schemas.get(id).multiple_of.as_ref().map(|text| text.value.as_str());
    view.ids().iter().filter_map(divisor).collect()
}

/// In which direction a bound with a fraction is rounded.
enum Rounding {
    Up,
    Down,
}

/// The same bound for integers. `None` is a bound that no integer of 128 bits reaches.
fn whole(bound: Bound<'_>, rounding: Rounding) -> Option<Limit<i128>> {
    let decimal = Decimal::new(bound.text);
    if decimal.is_integer() {
        return decimal.to_i128().map(|value| Limit { value, exclusive: bound.exclusive });
    }
    // Between two integers, neither of which is the bound itself.
    let value: f64 = bound.text.parse().ok()?;
    let value = match rounding {
        Rounding::Up => value.ceil(),
        Rounding::Down => value.floor(),
    };
    Some(Limit { value: value as i128, exclusive: false })
}

/// The divisor of integers that a decimal divisor means: of `1.5` only every third integer is a multiple.
fn whole_divisor(divisor: &Decimal) -> Option<u64> {
    if divisor.is_integer() {
        return divisor.to_i128().and_then(|value| u64::try_from(value).ok());
    }
    let places = u32::try_from(-divisor.exponent).ok()?;
    let numerator: u64 = divisor.digits.parse().ok()?;
    Some(numerator / greatest_common_divisor(numerator, 10_u64.checked_pow(places)?))
}

const fn greatest_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn common_multiple(a: u64, b: u64) -> u64 {
    (a / greatest_common_divisor(a, b).max(1)).saturating_mul(b)
}
