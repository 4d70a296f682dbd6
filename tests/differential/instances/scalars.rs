//! Numbers and texts, near the bounds that schemas have.

use serde_json::Value;

use super::{
    Flat, Maker,
    words::{NUMBERS, TEXTS_OF_FORMATS, TEXTS_OF_PATTERNS},
};
use crate::random::Random;

impl<'a> Maker<'a> {
    pub(super) fn number(&mut self, view: &Flat<'a>, whole: bool) -> String {
        if self.slip() {
            return self.random.pick(NUMBERS).to_owned();
        }
        let bound = |names: [&str; 2]| {
            let found = names.into_iter().flat_map(|name| view.parts.iter().filter_map(move |part| part.get(name)));
            found.filter_map(Value::as_f64).next()
        };
        let divisor = view.parts.iter().filter_map(|part| part.get("multipleOf")).filter_map(Value::as_f64).next();
        let (low, high) = (bound(["minimum", "exclusiveMinimum"]), bound(["maximum", "exclusiveMaximum"]));
        let near = self.random.pick(&[low, high, low.zip(high).map(|(low, high)| (low + high) / 2.0)]);
        let step = divisor.unwrap_or(if whole { 1.0 } else { self.random.pick(&[1.0, 0.5, 0.1, 0.01]) });
        let steps = self.random.between(-2, 3) as f64;
        let value = match near {
            Some(near) => (near / step).round() * step + steps * step,
            None => steps * step,
        };
        spell(value, whole, self.random)
    }

    pub(super) fn text(&mut self, view: &Flat<'a>) -> String {
        let slips = self.slip();
        let named = |name: &str| view.parts.iter().find_map(|part| part.get(name)).and_then(Value::as_str);
        if let Some(pattern) = named("pattern")
            && let Some((_, good, bad)) = TEXTS_OF_PATTERNS.iter().find(|(it, _, _)| *it == pattern)
        {
            return self.random.pick(if slips { bad } else { good }).to_owned();
        }
        let format = named("format").or(named("contentEncoding").map(|_| "byte"));
        if let Some(format) = format
            && let Some((_, good, bad)) = TEXTS_OF_FORMATS.iter().find(|(it, _, _)| *it == format)
        {
            return self.random.pick(if slips { bad } else { good }).to_owned();
        }
        let (least, most) = self.counts(view, ("minLength", "maxLength"), 6);
        let length = if slips { self.random.below(9) } else { least + self.random.below(most + 1 - least) };
        let alphabet = self.random.pick(&["abcxyz", "aä日😀", "\u{1}\"\\/\n\u{7f}"]);
        let characters: Vec<char> = alphabet.chars().collect();
        (0..length).map(|_| self.random.pick(&characters)).collect()
    }

    /// The bounds of a count; the greatest is so much more than the least where there is none.
    pub(super) fn counts(&mut self, view: &Flat<'a>, (least, most): (&str, &str), more: usize) -> (usize, usize) {
        let read = |name: &str| {
            let name = name.to_owned();
            view.parts.iter().filter_map(move |part| part.get(&name)).filter_map(Value::as_u64)
        };
        let least = read(least).max().unwrap_or(0) as usize;
        let most = read(most).min().map_or(least + more, |most| most as usize);
        (least, most.max(least))
    }
}

/// A number in one of the ways to spell it.
fn spell(value: f64, whole: bool, random: &mut Random) -> String {
    let value = if whole { value.round() } else { value };
    // Whole numbers of more digits than an `f64` has are those of the bounds, give or take one.
    let plain = if value.abs() < 1e20 && value.fract() == 0.0 {
        format!("{}", value as i128 + i128::from(value.abs() > 1e16) * i128::from(random.between(-1, 1)))
    } else {
        serde_json::Number::from_f64(value).map_or_else(|| "0".to_owned(), |number| number.to_string())
    };
    let is_digits = plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    match random.below(20) {
        0 if is_digits => format!("{plain}.0"),
        1 if is_digits => format!("{plain}e0"),
        2 if is_digits => format!("{plain}0e-1"),
        3 if is_digits && plain.ends_with('0') && plain.len() > 2 => format!("{}E+1", &plain[..plain.len() - 1]),
        _ => plain,
    }
}
