//! Schemas of arrays: lists, tuples, and what they contain.

use serde_json::{Value, json};

use super::{Keywords, Place, Schemas, about::About};

impl Schemas<'_> {
    pub(super) fn list(&mut self, place: Place) -> Keywords {
        let mut keywords = Keywords::new();
        keywords.insert("type".to_owned(), "array".into());
        self.keywords_of("array", &mut keywords);
        if self.random.chance(92) {
            let required = keywords.get("minItems").and_then(Value::as_i64).unwrap_or(0) > 0;
            keywords.insert("items".to_owned(), self.part(place.below(required)));
        }
        if self.random.chance(15) {
            self.contains(&mut keywords, 1);
        }
        keywords
    }

    /// An array whose first items have schemas of their own.
    pub(super) fn tuple(&mut self, place: Place) -> Keywords {
        let mut keywords = Keywords::new();
        keywords.insert("type".to_owned(), "array".into());
        self.bounds(&mut keywords, ("minItems", "maxItems"), 35, 4);
        let least = keywords.get("minItems").and_then(Value::as_u64).unwrap_or(0) as usize;
        let first: Vec<Value> =
            (0..1 + self.random.below(3)).map(|index| self.part(place.below(index < least))).collect();
        keywords.insert("prefixItems".to_owned(), first.into());
        match self.random.below(100) {
            0..25 => drop(keywords.insert("items".to_owned(), false.into())),
            25..45 => drop(keywords.insert("items".to_owned(), self.part(place.below(false)))),
            45..65 => self.unevaluated("unevaluatedItems", &mut keywords),
            _ => {}
        }
        if self.random.chance(25) {
            self.contains(&mut keywords, 1);
        }
        if self.random.chance(15) {
            keywords.insert("uniqueItems".to_owned(), true.into());
        }
        keywords
    }

    /// `contains`, and how often.
    pub(super) fn contains(&mut self, keywords: &mut Keywords, level: usize) {
        let about = self.about_items(keywords);
        keywords.insert("contains".to_owned(), self.assertion(&about, level + 1));
        self.bounds(keywords, ("minContains", "maxContains"), 40, 3);
    }

    /// One keyword of arrays in a rule.
    pub(super) fn assert_items(&mut self, about: &About, level: usize, keywords: &mut Keywords) {
        let item = About::of(self, about.items.as_ref().unwrap_or(&Value::Null));
        match self.random.below(100) {
            0..15 => drop(keywords.insert("items".to_owned(), self.assertion(&item, level + 1))),
            15..40 => {
                let first: Vec<Value> =
                    (0..1 + self.random.below(2)).map(|_| self.assertion(&item, level + 1)).collect();
                keywords.insert("prefixItems".to_owned(), first.into());
                if self.random.chance(15) {
                    keywords.insert("items".to_owned(), false.into());
                }
            }
            40..65 => {
                keywords.insert("contains".to_owned(), self.assertion(&item, level + 1));
                self.bounds(keywords, ("minContains", "maxContains"), 40, 3);
            }
            65..85 => self.bounds(keywords, ("minItems", "maxItems"), 60, 4),
            85..93 => drop(keywords.insert("uniqueItems".to_owned(), json!(self.random.chance(85)))),
            _ => self.unevaluated("unevaluatedItems", keywords),
        }
    }

    fn about_items(&self, keywords: &Keywords) -> About {
        let items = keywords.get("items").filter(|items| items.is_object());
        About::of(self, items.or_else(|| keywords.get("prefixItems")?.get(0)).unwrap_or(&Value::Null))
    }
}
