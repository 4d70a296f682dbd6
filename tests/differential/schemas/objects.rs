//! Schemas of objects: maps, members, and what bounds them.

use serde_json::{Value, json};

use super::{
    Keywords, Place, Schemas,
    about::About,
    parse,
    words::{LITERALS, NAMES, PATTERNS, UNDECLARED},
};

impl Schemas<'_> {
    pub(super) fn map(&mut self, place: Place) -> Keywords {
        let mut keywords = Keywords::new();
        keywords.insert("type".to_owned(), "object".into());
        if self.random.chance(30) {
            self.keywords_of("object", &mut keywords);
        }
        let patterns = self.random.chance(30);
        if patterns {
            self.pattern_properties(&mut keywords, place);
        }
        let closed = patterns && self.random.chance(30);
        if closed {
            keywords.insert("additionalProperties".to_owned(), false.into());
        } else if self.random.chance(85) {
            let required = keywords.get("minProperties").and_then(Value::as_i64).unwrap_or(0) > 0;
            keywords.insert("additionalProperties".to_owned(), self.part(place.below(required)));
        }
        if self.random.chance(12) {
            keywords.insert("propertyNames".to_owned(), self.name_rule());
        }
        keywords
    }

    pub(super) fn object(&mut self, place: Place) -> Keywords {
        let mut keywords = self.members(place, "");
        keywords.insert("type".to_owned(), "object".into());
        match self.random.below(100) {
            0..45 => {}
            45..60 => drop(keywords.insert("additionalProperties".to_owned(), false.into())),
            60..68 => drop(keywords.insert("additionalProperties".to_owned(), true.into())),
            68..75 => self.unevaluated("unevaluatedProperties", &mut keywords),
            _ => drop(keywords.insert("additionalProperties".to_owned(), self.part(place.below(false)))),
        }
        if self.random.chance(12) {
            self.keywords_of("object", &mut keywords);
        }
        if self.random.chance(14) {
            self.pattern_properties(&mut keywords, place);
        }
        keywords
    }

    fn pattern_properties(&mut self, keywords: &mut Keywords, place: Place) {
        let mut patterns = Keywords::new();
        for _ in 0..1 + self.random.below(2) {
            let schema = if self.random.chance(8) { false.into() } else { self.part(place.below(false)) };
            patterns.insert(self.random.pick(PATTERNS).to_owned(), schema);
        }
        keywords.insert("patternProperties".to_owned(), patterns.into());
    }

    /// `unevaluatedItems` or `unevaluatedProperties`.
    pub(super) fn unevaluated(&mut self, keyword: &str, keywords: &mut Keywords) {
        let schema = match self.random.below(100) {
            0..55 => false.into(),
            55..60 => true.into(),
            _ => self.assertion(&About::default(), 2),
        };
        keywords.insert(keyword.to_owned(), schema);
    }

    /// One keyword of objects in a rule.
    pub(super) fn assert_members(&mut self, about: &About, level: usize, keywords: &mut Keywords) {
        match self.random.below(100) {
            0..20 => {
                let names: Vec<String> = (0..self.random.pick(&[1, 1, 2])).map(|_| self.member_of(about).0).collect();
                keywords.insert("required".to_owned(), json!(dedup(names)));
            }
            20..45 => {
                let mut properties = Keywords::new();
                for _ in 0..self.random.pick(&[1, 1, 2]) {
                    let (name, schema) = self.member_of(about);
                    let about = About::of(self, &schema);
                    let schema = if self.random.chance(10) { json!(true) } else { self.assertion(&about, level + 1) };
                    properties.insert(name, schema);
                }
                keywords.insert("properties".to_owned(), properties.into());
            }
            45..55 => {
                let schema = self.assertion(&About::default(), level + 1);
                keywords.insert("patternProperties".to_owned(), json!({ self.random.pick(PATTERNS): schema }));
            }
            55..60 => {
                let closed = self.random.chance(40);
                let schema = if closed { json!(false) } else { self.assertion(&About::default(), level + 1) };
                keywords.insert("additionalProperties".to_owned(), schema);
            }
            60..68 => drop(keywords.insert("propertyNames".to_owned(), self.name_rule())),
            68..76 => self.bounds(keywords, ("minProperties", "maxProperties"), 60, 4),
            76..86 => {
                let wanted: Vec<String> = (0..self.random.below(3)).map(|_| self.member_of(about).0).collect();
                let (name, _) = self.member_of(about);
                keywords.insert("dependentRequired".to_owned(), json!({ name: dedup(wanted) }));
            }
            86..94 => {
                let (name, _) = self.member_of(about);
                let schema = self.assertion(about, level + 1);
                keywords.insert("dependentSchemas".to_owned(), json!({ name: schema }));
            }
            _ => self.unevaluated("unevaluatedProperties", keywords),
        }
    }

    /// What names may be asked to be: a schema of strings, mostly.
    fn name_rule(&mut self) -> Value {
        match self.random.below(100) {
            0..30 => json!({ "maxLength": 1 + self.random.below(12) }),
            30..60 => json!({ "pattern": self.random.pick(PATTERNS) }),
            60..70 => json!({ "enum": self.random.some(NAMES, 30) }),
            70..75 => json!({ "not": { "const": self.random.pick(NAMES) } }),
            75..78 => json!(self.random.chance(50)),
            _ => self.assertion(&About { kinds: vec!["string"], ..About::default() }, 2),
        }
    }

    /// A member that a rule may speak of.
    fn member_of(&mut self, about: &About) -> (String, Value) {
        if about.members.is_empty() || self.random.chance(20) {
            return (self.random.pick(UNDECLARED).to_owned(), Value::Null);
        }
        self.random.pick(&about.members)
    }

    /// `properties` and `required`.
    pub(super) fn members(&mut self, place: Place, suffix: &str) -> Keywords {
        let percent = self.random.pick(&[4, 12, 12, 25]);
        let mut names: Vec<String> =
            self.random.some(NAMES, percent).into_iter().map(|name| format!("{name}{suffix}")).collect();
        if self.random.chance(2) && place.depth == 0 {
            names.extend((0..80).map(|index| format!("member_{index}")));
        }
        let many = names.len() > 40;
        let (mut properties, mut required) = (Keywords::new(), Vec::new());
        for name in names {
            let is_required = self.random.chance(if many { 10 } else { 45 });
            let place = Place { depth: if many { 3 } else { place.depth }, ..place };
            let schema = match self.random.below(100) {
                0..2 if !is_required => json!(false),
                2..4 => json!(true),
                4..14 => self.with_default(place.below(is_required)),
                _ => self.part(place.below(is_required)),
            };
            if is_required {
                required.push(name.clone());
            }
            properties.insert(name, schema);
        }
        if self.random.chance(3) {
            required.push("undeclared".to_owned());
        }
        let mut keywords = Keywords::new();
        if !properties.is_empty() {
            keywords.insert("properties".to_owned(), properties.into());
        }
        if !required.is_empty() || self.random.chance(5) {
            keywords.insert("required".to_owned(), json!(required));
        }
        keywords
    }

    /// A part with a default, which may well be none of its values: that changes no verdict.
    fn with_default(&mut self, place: Place) -> Value {
        let mut schema = self.part(place);
        let listed = schema.get("enum").and_then(|values| values.get(0)).cloned();
        if let Some(keywords) = schema.as_object_mut() {
            let any = parse(self.random.pick(LITERALS));
            keywords.insert("default".to_owned(), listed.unwrap_or(any));
        }
        schema
    }
}

fn dedup(mut names: Vec<String>) -> Vec<String> {
    names.sort_unstable();
    names.dedup();
    names
}
