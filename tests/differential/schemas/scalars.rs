//! Schemas of strings, numbers and listed values.

use serde_json::{Value, json};

use super::{
    Keywords, Schemas, parse,
    words::{FORMATS, INTEGER_BOUNDS, LITERALS, NUMBER_BOUNDS, PATTERNS, VALUES},
};

impl Schemas<'_> {
    pub(super) fn text(&mut self) -> Keywords {
        let mut keywords = Keywords::new();
        keywords.insert("type".to_owned(), "string".into());
        self.text_keywords(&mut keywords);
        keywords
    }

    pub(super) fn text_keywords(&mut self, keywords: &mut Keywords) {
        self.bounds(keywords, ("minLength", "maxLength"), 30, 6);
        if self.random.chance(25) {
            keywords.insert("pattern".to_owned(), self.random.pick(PATTERNS).into());
        }
        if self.random.chance(25) {
            keywords.insert("format".to_owned(), self.random.pick(FORMATS).into());
        } else if self.random.chance(6) {
            keywords.insert("contentEncoding".to_owned(), "base64".into());
        }
    }

    /// A pair of counts, each with a chance; now and then they contradict one another.
    pub(super) fn bounds(&mut self, keywords: &mut Keywords, (least, most): (&str, &str), percent: u32, greatest: i64) {
        let low = self.random.between(0, greatest / 2);
        if self.random.chance(percent) {
            keywords.insert(least.to_owned(), low.into());
        }
        if self.random.chance(percent) {
            let high = if self.random.chance(4) { low - 1 } else { self.random.between(low, greatest) };
            keywords.insert(most.to_owned(), high.max(0).into());
        }
    }

    pub(super) fn integer(&mut self) -> Keywords {
        let mut keywords = Keywords::new();
        keywords.insert("type".to_owned(), "integer".into());
        self.number_keywords(
            &mut keywords,
            INTEGER_BOUNDS,
            &["1", "2", "3", "7", "10", "100", "0.5", "1.5", "2.5", "1e3"],
        );
        if self.random.chance(20) {
            keywords.insert("format".to_owned(), self.random.pick(&["int32", "int64"]).into());
        }
        keywords
    }

    pub(super) fn number(&mut self) -> Keywords {
        let mut keywords = Keywords::new();
        keywords.insert("type".to_owned(), "number".into());
        self.number_keywords(
            &mut keywords,
            NUMBER_BOUNDS,
            &["1", "2", "0.5", "0.25", "0.1", "0.01", "1e-7", "3", "1.1"],
        );
        if self.random.chance(20) {
            keywords.insert("format".to_owned(), self.random.pick(&["float", "double"]).into());
        }
        keywords
    }

    pub(super) fn number_keywords(&mut self, keywords: &mut Keywords, bounds: &[&str], divisors: &[&str]) {
        let mut pair = [self.random.pick(bounds), self.random.pick(bounds)];
        if !self.random.chance(4) {
            pair.sort_by(|a, b| a.parse::<f64>().ok().partial_cmp(&b.parse::<f64>().ok()).expect("bounds are numbers"));
        }
        for (bound, names) in pair.into_iter().zip([["minimum", "exclusiveMinimum"], ["maximum", "exclusiveMaximum"]]) {
            if self.random.chance(30) {
                keywords.insert(self.random.pick(&names).to_owned(), parse(bound));
            }
        }
        if self.random.chance(20) {
            keywords.insert("multipleOf".to_owned(), parse(self.random.pick(divisors)));
        }
    }

    /// An enum of strings, or a string that is constant.
    pub(super) fn values(&mut self) -> Value {
        let mut keywords = Keywords::new();
        if self.random.chance(80) {
            keywords.insert("type".to_owned(), "string".into());
        }
        if self.random.chance(25) {
            keywords.insert("const".to_owned(), self.random.pick(VALUES).into());
        } else {
            let percent = self.random.pick(&[15, 40, 100]);
            let mut values = self.random.some(VALUES, percent);
            values.push("1g");
            values.sort_unstable();
            values.dedup();
            keywords.insert("enum".to_owned(), json!(values));
        }
        if self.random.chance(10) && keywords.contains_key("type") {
            self.text_keywords(&mut keywords);
        }
        keywords.into()
    }

    /// `const` or `enum` of any JSON, with or without a type.
    pub(super) fn literals(&mut self) -> Value {
        let mut keywords = Keywords::new();
        if self.random.chance(30) {
            keywords.insert("const".to_owned(), parse(self.random.pick(LITERALS)));
        } else {
            let percent = self.random.pick(&[8, 20]);
            let mut values: Vec<Value> = self.random.some(LITERALS, percent).into_iter().map(parse).collect();
            values.push(parse(self.random.pick(LITERALS)));
            keywords.insert("enum".to_owned(), values.into());
        }
        if self.random.chance(25) {
            let kind = self.random.pick(&["integer", "number", "array", "object", "boolean", "string"]);
            keywords.insert("type".to_owned(), kind.into());
            if self.random.chance(20) {
                self.keywords_of(kind, &mut keywords);
            }
        }
        keywords.into()
    }

    /// Keywords that bound values of a type.
    pub(super) fn keywords_of(&mut self, kind: &str, keywords: &mut Keywords) {
        match kind {
            "string" => self.text_keywords(keywords),
            "integer" => self.number_keywords(keywords, INTEGER_BOUNDS, &["2", "3", "5"]),
            "number" => self.number_keywords(keywords, NUMBER_BOUNDS, &["2", "0.5", "0.01"]),
            "array" => {
                self.bounds(keywords, ("minItems", "maxItems"), 40, 4);
                if self.random.chance(30) {
                    keywords.insert("uniqueItems".to_owned(), true.into());
                }
            }
            "object" => self.bounds(keywords, ("minProperties", "maxProperties"), 60, 4),
            _ => {}
        }
    }
}
