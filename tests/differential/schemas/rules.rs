//! Rules: what is asserted beside a schema, of values of any type, and rules within rules.

use serde_json::{Value, json};

use super::{
    Keywords, Schemas,
    about::{About, KINDS},
    name, parse, refer,
    words::{INTEGER_BOUNDS, LITERALS, NUMBER_BOUNDS, VALUES},
};

/// How deep rules stand within rules.
const LEVELS: usize = 3;

impl Schemas<'_> {
    /// A schema without a type: whatever it says, it says of values of some types only.
    pub(super) fn typeless(&mut self) -> Value {
        let kinds = match self.random.chance(60) {
            true => vec![self.random.pick(KINDS)],
            false => self.random.some(KINDS, 40),
        };
        let mut keywords = self.assertions(&About { kinds, ..About::default() }, 0);
        if self.random.chance(85) {
            keywords.remove("type");
        }
        keywords.into()
    }

    /// Adds rules to a schema, beside what it says already.
    pub(super) fn add_rules(&mut self, keywords: &mut Keywords) {
        // What a discriminator says beside members of its own is in the ledger, and then nothing could be compared.
        if keywords.contains_key("discriminator") {
            return;
        }
        let about = About::of(self, &Value::Object(keywords.clone()));
        for _ in 0..self.random.pick(&[1, 1, 2, 3]) {
            let mut rules = Keywords::new();
            if self.random.chance(65) {
                self.logic(&about, 0, &mut rules);
            } else {
                let kind = self.kind_of(&about);
                self.assert(kind, &about, 0, &mut rules);
            }
            merge(keywords, rules);
        }
        let mut rules = Keywords::new();
        if about.kinds.contains(&"object") && self.random.chance(25) {
            self.unevaluated("unevaluatedProperties", &mut rules);
        } else if about.kinds.contains(&"array") && self.random.chance(25) {
            self.unevaluated("unevaluatedItems", &mut rules);
        }
        // What is additional is evaluated, so that nothing would be left.
        if !keywords.contains_key("additionalProperties") && !keywords.contains_key("items") {
            merge(keywords, rules);
        }
    }

    /// A schema that tells some values from others.
    pub(super) fn assertion(&mut self, about: &About, level: usize) -> Value {
        match self.random.below(100) {
            0..2 => false.into(),
            2..4 => true.into(),
            4..10 => match self.component_of(|_| true) {
                Some(index) => refer(&name(index)),
                None => json!({}),
            },
            // Wherever it stands below a member or an item, a rule may come back to where it began.
            10..12 if level > 1 => json!({ "properties": { "a": refer(&name(self.random.below(self.wanted))) } }),
            _ => self.assertions(about, level).into(),
        }
    }

    /// Some keywords beside one another.
    fn assertions(&mut self, about: &About, level: usize) -> Keywords {
        let mut keywords = Keywords::new();
        let count = self.random.pick(if level < 2 { &[1, 1, 1, 2, 2, 3, 4][..] } else { &[1, 1, 2] });
        for _ in 0..count {
            let mut rules = Keywords::new();
            let percent = [40, 30, 20].get(level).copied().unwrap_or(0);
            if self.random.chance(percent) {
                self.logic(about, level, &mut rules);
            } else {
                let kind = self.kind_of(about);
                self.assert(kind, about, level, &mut rules);
            }
            merge(&mut keywords, rules);
        }
        let typed = if self.exact_types || !keywords.contains_key("properties") { 15 } else { 40 };
        if self.random.chance(typed) {
            let kind = self.kind_of(about);
            keywords.entry("type").or_insert_with(|| kind.into());
        }
        keywords
    }

    /// A type that a rule is for: mostly, one that values may have.
    fn kind_of(&mut self, about: &About) -> &'static str {
        let known = !about.kinds.is_empty() && !self.random.chance(10);
        self.random.pick(if known { &about.kinds } else { KINDS })
    }

    /// A keyword that combines schemas of the same value.
    fn logic(&mut self, about: &About, level: usize, keywords: &mut Keywords) {
        let below = (level + 1).min(LEVELS);
        let keyword = self.random.pick(&["allOf", "anyOf", "anyOf", "oneOf", "oneOf", "not", "not", "if", "if"]);
        let value = match keyword {
            "allOf" | "anyOf" | "oneOf" => {
                let least = if keyword == "allOf" { 1 } else { 2 };
                let count = least + self.random.below(2);
                (0..count).map(|_| self.assertion(about, below)).collect::<Vec<_>>().into()
            }
            "if" => {
                for branch in ["then", "else"] {
                    if self.random.chance(70) {
                        keywords.insert(branch.to_owned(), self.assertion(about, below));
                    }
                }
                self.assertion(about, below)
            }
            _ => self.assertion(about, below),
        };
        keywords.insert(keyword.to_owned(), value);
        if self.random.chance(15) && about.kinds.contains(&"object") {
            self.unevaluated("unevaluatedProperties", keywords);
        } else if self.random.chance(15) && about.kinds.contains(&"array") {
            self.unevaluated("unevaluatedItems", keywords);
        }
    }

    /// One keyword for values of a type, or of any.
    fn assert(&mut self, kind: &str, about: &About, level: usize, keywords: &mut Keywords) {
        match self.random.below(100) {
            0..7 => self.assert_types(about, keywords),
            7..15 => self.assert_values(kind, keywords),
            _ => match kind {
                "string" => self.assert_text(keywords),
                "integer" => self.assert_number(INTEGER_BOUNDS, &["2", "3", "5"], keywords),
                "number" => self.assert_number(NUMBER_BOUNDS, &["2", "0.5"], keywords),
                "array" => self.assert_items(about, level, keywords),
                "object" => self.assert_members(about, level, keywords),
                _ => self.assert_values(kind, keywords),
            },
        }
    }

    /// `type`: one of those that values may have, several, or any.
    fn assert_types(&mut self, about: &About, keywords: &mut Keywords) {
        let mut kinds = vec![self.kind_of(about), self.kind_of(about), self.random.pick(&["null", "string"])];
        kinds.truncate(self.random.pick(&[1, 2, 3]));
        kinds.sort_unstable();
        kinds.dedup();
        keywords.insert("type".to_owned(), if let [kind] = kinds[..] { json!(kind) } else { json!(kinds) });
    }

    fn assert_values(&mut self, kind: &str, keywords: &mut Keywords) {
        let mut values: Vec<Value> = match kind {
            "null" => vec![Value::Null],
            "boolean" => vec![self.random.chance(50).into()],
            "string" => self.random.some(VALUES, 20).into_iter().map(Value::from).collect(),
            "integer" => vec![0.into(), self.random.between(-3, 3).into()],
            _ => vec![parse(self.random.pick(LITERALS))],
        };
        if self.random.chance(15) {
            values.push(parse(self.random.pick(LITERALS)));
        }
        values.dedup();
        match values.as_slice() {
            [value] if self.random.chance(60) => keywords.insert("const".to_owned(), value.clone()),
            [] => keywords.insert("const".to_owned(), "".into()),
            _ => keywords.insert("enum".to_owned(), values.into()),
        };
    }

    fn assert_text(&mut self, keywords: &mut Keywords) {
        let before = keywords.len();
        self.text_keywords(keywords);
        if keywords.len() == before {
            keywords
                .insert(self.random.pick(&["minLength", "maxLength"]).to_owned(), (1 + self.random.below(4)).into());
        }
    }

    fn assert_number(&mut self, bounds: &[&str], divisors: &[&str], keywords: &mut Keywords) {
        let before = keywords.len();
        self.number_keywords(keywords, bounds, divisors);
        if keywords.len() == before {
            let names = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
            keywords.insert(self.random.pick(&names).to_owned(), self.random.between(-2, 3).into());
        }
    }
}

/// Adds keywords that are not there yet.
fn merge(keywords: &mut Keywords, more: Keywords) {
    // A branch without its own condition would be another one's.
    if more.contains_key("if") && keywords.contains_key("if") {
        return;
    }
    for (name, value) in more {
        keywords.entry(name).or_insert(value);
    }
}
