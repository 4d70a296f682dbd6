//! Random OpenAPI documents: components of every keyword that types and checks say, weighted towards combinations.
//!
//! A required member only refers to components that stand before it, so that every schema has a finite value.

use serde_json::{Map, Value, json};

use crate::random::Random;

/// A schema that is an object.
type Keywords = Map<String, Value>;

/// The name of a component.
pub fn name(index: usize) -> String {
    format!("C{index}")
}

/// A document of at least so many components. With `exact_types`, `type` is never left out where members are declared.
pub fn document(random: &mut Random, wanted: usize, exact_types: bool) -> Value {
    let mut schemas = Schemas { random, components: Vec::new(), wanted, exact_types };
    while schemas.components.len() < wanted {
        schemas.component();
    }
    let components: Keywords =
        schemas.components.into_iter().enumerate().map(|(index, schema)| (name(index), schema)).collect();
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Random", "version": "1" },
        "components": { "schemas": components },
    })
}

/// Names of members: plain ones, keywords, what must be escaped, what is no ASCII, and what is longer than a word.
const NAMES: &[&str] = &[
    "a",
    "b",
    "id",
    "name",
    "value",
    "type",
    "kind",
    "self",
    "A",
    "",
    "x-y",
    "a b",
    "a/b",
    "a~b",
    "\"quoted\"",
    "back\\slash",
    "tab\tand\nline",
    "ä",
    "a\u{308}",
    "日本",
    "😀",
    "null",
    "0",
    "eight_88",
    "nine_9999",
    "a_name_of_more_than_sixteen_bytes",
    "a_name_of_more_than_sixteen_bytex",
];

/// Values of enums of strings.
const VALUES: &[&str] =
    &["a", "A", "b", "", "1g", "4g", "two words", "ä", "日本語", "\"", "\\", "\n", "null", "0", "a/b", "😀😀"];

/// Values of `const` and `enum`, as JSON.
const LITERALS: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "1.5",
    "0.1",
    "100",
    "1e2",
    "2.0",
    "9007199254740993",
    "-9223372036854775808",
    "18446744073709551615",
    "1e300",
    "\"\"",
    "\"a\"",
    "\"1\"",
    "[]",
    "[1]",
    "[1,\"a\",null]",
    "[[1]]",
    "{}",
    "{\"a\":1}",
    "{\"a\":[null],\"b\":{}}",
];

/// Patterns that mean the same to every engine; texts that match, and texts that don't, are in [`crate::instances`].
pub const PATTERNS: &[&str] = &[
    "^[a-z]+$",
    "^(latest|[1-9][0-9]*)$",
    "b",
    "^[^x]{2,4}$",
    "^$",
    "[0-9]{3}$",
    "^(a|ab)(c|bcd)*$",
    "\\.",
    "^\\w+-\\d\\d$",
    "^[\\u00e4\\u00f6]+$",
];

/// Formats of strings that are asserted, and two that are not.
pub const FORMATS: &[&str] =
    &["date-time", "date", "uuid", "uri", "email", "hostname", "ipv4", "ipv6", "byte", "binary", "password"];

const INTEGER_BOUNDS: &[&str] = &[
    "0",
    "1",
    "-1",
    "5",
    "10",
    "100",
    "-7",
    "1.5",
    "-2.5",
    "1e2",
    "3.0",
    "2147483647",
    "-2147483648",
    "4294967295",
    "4294967296",
    "9007199254740992",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
];

const NUMBER_BOUNDS: &[&str] = &[
    "0",
    "1",
    "-1",
    "0.1",
    "-0.5",
    "1.5",
    "10",
    "99.99",
    "1e-7",
    "1e10",
    "1e300",
    "-1e300",
    "9007199254740992",
    "16777216",
];

/// What a component or a part of one is.
#[derive(Clone, Copy)]
enum Sort {
    Text,
    Integer,
    Number,
    Boolean,
    Null,
    Values,
    Literals,
    Types,
    List,
    Map,
    Object,
    Reference,
    Siblings,
    AllOf,
    Tagged,
    Kinds,
    Members,
    Trial,
    Anything,
}

const OF_COMPONENTS: &[(u32, Sort)] = &[
    (7, Sort::Text),
    (5, Sort::Integer),
    (5, Sort::Number),
    (1, Sort::Boolean),
    (1, Sort::Null),
    (4, Sort::Values),
    (4, Sort::Literals),
    (4, Sort::Types),
    (8, Sort::List),
    (6, Sort::Map),
    (26, Sort::Object),
    (2, Sort::Reference),
    (6, Sort::Siblings),
    (9, Sort::AllOf),
    (9, Sort::Tagged),
    (4, Sort::Kinds),
    (4, Sort::Members),
    (6, Sort::Trial),
    (1, Sort::Anything),
];

const OF_PARTS: &[(u32, Sort)] = &[
    (16, Sort::Text),
    (12, Sort::Integer),
    (10, Sort::Number),
    (5, Sort::Boolean),
    (1, Sort::Null),
    (5, Sort::Values),
    (4, Sort::Literals),
    (3, Sort::Types),
    (7, Sort::List),
    (5, Sort::Map),
    (8, Sort::Object),
    (20, Sort::Reference),
    (5, Sort::Siblings),
    (3, Sort::AllOf),
    (2, Sort::Tagged),
    (2, Sort::Kinds),
    (2, Sort::Members),
    (4, Sort::Trial),
    (2, Sort::Anything),
];

const OF_LEAVES: &[(u32, Sort)] = &[
    (16, Sort::Text),
    (12, Sort::Integer),
    (10, Sort::Number),
    (5, Sort::Boolean),
    (4, Sort::Values),
    (4, Sort::Literals),
    (12, Sort::Reference),
    (2, Sort::Anything),
];

/// Where a part stands: how deep, and whether there must be a value of it.
#[derive(Clone, Copy)]
struct Place {
    depth: usize,
    required: bool,
}

impl Place {
    const TOP: Self = Self { depth: 0, required: true };

    fn below(self, required: bool) -> Self {
        Self { depth: self.depth + 1, required: self.required && required }
    }
}

struct Schemas<'a> {
    random: &'a mut Random,
    components: Vec<Value>,
    wanted: usize,
    exact_types: bool,
}

impl Schemas<'_> {
    fn component(&mut self) {
        let sort = self.random.weighted(OF_COMPONENTS);
        let schema = self.of_sort(sort, Place::TOP);
        let schema = self.perhaps_nullable(schema, 6);
        self.components.push(schema);
    }

    /// A part of a schema: a member, an item, an arm.
    fn part(&mut self, place: Place) -> Value {
        let sort = self.random.weighted(if place.depth < 3 { OF_PARTS } else { OF_LEAVES });
        let schema = self.of_sort(sort, place);
        self.perhaps_nullable(schema, 12)
    }

    fn of_sort(&mut self, sort: Sort, place: Place) -> Value {
        match sort {
            Sort::Text => self.text().into(),
            Sort::Integer => self.integer().into(),
            Sort::Number => self.number().into(),
            Sort::Boolean => json!({ "type": "boolean" }),
            Sort::Null => json!({ "type": "null" }),
            Sort::Values => self.values(),
            Sort::Literals => self.literals(),
            Sort::Types => self.types(place),
            Sort::List => self.list(place).into(),
            Sort::Map => self.map(place).into(),
            Sort::Object => self.object(place).into(),
            Sort::Reference => self.reference(place),
            Sort::Siblings => self.siblings(place),
            Sort::AllOf => self.all_of(place),
            Sort::Tagged => self.tagged(place),
            Sort::Kinds => self.kinds(place),
            Sort::Members => self.by_members(place),
            Sort::Trial => self.trial(place),
            Sort::Anything => {
                self.random.pick(&[json!(true), json!({}), json!({ "description": "Anything." })]).clone()
            }
        }
    }

    /// `null` as well, in one of the ways in which documents say so.
    fn perhaps_nullable(&mut self, mut schema: Value, percent: u32) -> Value {
        if !self.random.chance(percent) {
            return schema;
        }
        let Some(keywords) = schema.as_object_mut() else {
            return schema;
        };
        if let Some(Value::String(kind)) = keywords.get("type").cloned() {
            if kind == "null" || keywords.contains_key("const") {
                return schema;
            }
            keywords.insert("type".to_owned(), json!([kind, "null"]));
            if let Some(Value::Array(values)) = keywords.get_mut("enum")
                && self.random.chance(60)
            {
                values.push(Value::Null);
            }
            return schema;
        }
        if keywords.contains_key("$ref") {
            let union = self.random.pick(&["oneOf", "anyOf"]);
            return json!({ union: [schema, { "type": "null" }] });
        }
        schema
    }

    // Leaves.

    fn text(&mut self) -> Keywords {
        let mut keywords = Keywords::new();
        keywords.insert("type".to_owned(), "string".into());
        self.text_keywords(&mut keywords);
        keywords
    }

    fn text_keywords(&mut self, keywords: &mut Keywords) {
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
    fn bounds(&mut self, keywords: &mut Keywords, (least, most): (&str, &str), percent: u32, greatest: i64) {
        let low = self.random.between(0, greatest / 2);
        if self.random.chance(percent) {
            keywords.insert(least.to_owned(), low.into());
        }
        if self.random.chance(percent) {
            let high = if self.random.chance(4) { low - 1 } else { self.random.between(low, greatest) };
            keywords.insert(most.to_owned(), high.max(0).into());
        }
    }

    fn integer(&mut self) -> Keywords {
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

    fn number(&mut self) -> Keywords {
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

    fn number_keywords(&mut self, keywords: &mut Keywords, bounds: &[&str], divisors: &[&str]) {
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
    fn values(&mut self) -> Value {
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
    fn literals(&mut self) -> Value {
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
    fn keywords_of(&mut self, kind: &str, keywords: &mut Keywords) {
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

    // Containers.

    /// A list of types, with keywords of some of them.
    fn types(&mut self, place: Place) -> Value {
        let mut kinds = self.random.some(&["string", "integer", "boolean", "array", "object", "null"], 40);
        kinds.push(self.random.pick(&["number", "string"]));
        kinds.dedup();
        kinds.sort_unstable();
        kinds.dedup();
        let mut keywords = Keywords::new();
        for &kind in &kinds {
            match kind {
                "array" if self.random.chance(50) => keywords.extend(self.list(place)),
                "object" if self.random.chance(50) => keywords.extend(self.object(place)),
                "integer" if kinds.contains(&"number") => {}
                kind if self.random.chance(50) => self.keywords_of(kind, &mut keywords),
                _ => {}
            }
        }
        keywords.insert("type".to_owned(), json!(kinds));
        keywords.into()
    }

    fn list(&mut self, place: Place) -> Keywords {
        let mut keywords = Keywords::new();
        keywords.insert("type".to_owned(), "array".into());
        self.keywords_of("array", &mut keywords);
        if self.random.chance(92) {
            let required = keywords.get("minItems").and_then(Value::as_i64).unwrap_or(0) > 0;
            keywords.insert("items".to_owned(), self.part(place.below(required)));
        }
        keywords
    }

    fn map(&mut self, place: Place) -> Keywords {
        let mut keywords = Keywords::new();
        keywords.insert("type".to_owned(), "object".into());
        if self.random.chance(30) {
            self.keywords_of("object", &mut keywords);
        }
        if self.random.chance(90) {
            let required = keywords.get("minProperties").and_then(Value::as_i64).unwrap_or(0) > 0;
            keywords.insert("additionalProperties".to_owned(), self.part(place.below(required)));
        }
        keywords
    }

    fn object(&mut self, place: Place) -> Keywords {
        let mut keywords = self.members(place, "");
        keywords.insert("type".to_owned(), "object".into());
        match self.random.below(100) {
            0..50 => {}
            50..68 => drop(keywords.insert("additionalProperties".to_owned(), false.into())),
            68..78 => drop(keywords.insert("additionalProperties".to_owned(), true.into())),
            _ => drop(keywords.insert("additionalProperties".to_owned(), self.part(place.below(false)))),
        }
        if self.random.chance(12) {
            self.keywords_of("object", &mut keywords);
        }
        if self.random.chance(15) {
            self.beside(&mut keywords, place);
        }
        keywords
    }

    /// What is asserted beside members, and makes no type of its own.
    fn beside(&mut self, keywords: &mut Keywords, place: Place) {
        let members = keywords.get("properties").and_then(Value::as_object);
        let mut names: Vec<String> = members.into_iter().flatten().map(|(name, _)| name.clone()).take(6).collect();
        names.push("undeclared".to_owned());
        let keyword = self.random.pick(&[
            "oneOf",
            "anyOf",
            "anyOf",
            "not",
            "if",
            "dependentRequired",
            "dependentSchemas",
            "propertyNames",
        ]);
        let value = match keyword {
            "oneOf" | "anyOf" => {
                let arms: Vec<Value> = (0..2 + self.random.below(2)).map(|_| self.assertion(&names, place)).collect();
                arms.into()
            }
            "if" => {
                for branch in ["then", "else"] {
                    if self.random.chance(75) {
                        keywords.insert(branch.to_owned(), self.assertion(&names, place));
                    }
                }
                self.assertion(&names, place)
            }
            "dependentRequired" => json!({ self.random.pick(&names): [self.random.pick(&names)] }),
            "dependentSchemas" => json!({ self.random.pick(&names): self.assertion(&names, place) }),
            "propertyNames" => json!({ "maxLength": 1 + self.random.below(12) }),
            _ => self.assertion(&names, place),
        };
        keywords.insert(keyword.to_owned(), value);
    }

    /// A schema that tells some objects of given members from others.
    fn assertion(&mut self, names: &[String], place: Place) -> Value {
        let name = self.random.pick(names);
        let mut schema = match self.random.below(100) {
            0..45 => json!({ "required": [name] }),
            45..75 => json!({ "properties": { name: self.part(Place { depth: 3, ..place }) } }),
            75..82 => json!({ "minProperties": 1 + self.random.below(3) }),
            82..87 => json!({ "not": self.assertion(names, place) }),
            87..92 => json!({ "oneOf": [self.assertion(names, place), self.assertion(names, place)] }),
            92..94 => json!({ "additionalProperties": false, "properties": { name: true } }),
            _ => match self.component_of(is_object) {
                Some(index) => return refer(&self::name(index)),
                None => json!({ "required": [name] }),
            },
        };
        if (self.exact_types || self.random.chance(30))
            && let Some(keywords) = schema.as_object_mut()
        {
            keywords.insert("type".to_owned(), "object".into());
        }
        schema
    }

    /// `properties` and `required`.
    fn members(&mut self, place: Place, suffix: &str) -> Keywords {
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

    // References.

    /// A component that stands before this one, or any where there need be no value; now and then a part of one.
    fn reference(&mut self, place: Place) -> Value {
        let there = self.components.len();
        if there == 0 || (!place.required && self.random.chance(40)) {
            let wanted = self.wanted;
            return if place.required { json!({ "type": "boolean" }) } else { refer(&name(self.random.below(wanted))) };
        }
        let index = self.random.below(there);
        let parts = self.components[index].get("properties").and_then(Value::as_object);
        // What has no type of its own may lead back to where it is referred to.
        let mut parts = parts.into_iter().flatten().filter(|(_, part)| part.get("type").is_some());
        match parts.next() {
            Some((member, _)) if self.random.chance(8) => {
                let member = escape(member);
                refer(&format!("{}/properties/{member}", name(index)))
            }
            _ => refer(&name(index)),
        }
    }

    /// A reference, and keywords beside it.
    fn siblings(&mut self, place: Place) -> Value {
        let Some(index) = self.component_of(|_| true) else {
            return self.text().into();
        };
        let mut keywords = Keywords::new();
        keywords.insert("$ref".to_owned(), pointer(&name(index)).into());
        match self.components[index].get("type").and_then(Value::as_str).map(str::to_owned).as_deref() {
            Some("object") => keywords.extend(self.part_of_object(place)),
            Some("boolean" | "null") | None => drop(keywords.insert("description".to_owned(), "Other words.".into())),
            Some(kind) => self.keywords_of(kind, &mut keywords),
        }
        keywords.into()
    }

    /// A component for which something holds.
    fn component_of(&mut self, holds: impl Fn(&Value) -> bool) -> Option<usize> {
        let found: Vec<usize> = (0..self.components.len()).filter(|&index| holds(&self.components[index])).collect();
        if found.is_empty() { None } else { Some(self.random.pick(&found)) }
    }

    /// Members that are declared beside others.
    fn part_of_object(&mut self, place: Place) -> Keywords {
        // Now and then, of names that others declare as well.
        let suffix = if self.random.chance(70) { "+" } else { "" };
        let mut keywords = self.members(place, suffix);
        if self.exact_types || self.random.chance(60) {
            keywords.insert("type".to_owned(), "object".into());
        }
        match self.random.below(100) {
            0..6 => drop(keywords.insert("additionalProperties".to_owned(), false.into())),
            6..14 => drop(keywords.insert("additionalProperties".to_owned(), self.part(place.below(false)))),
            14..22 => self.keywords_of("object", &mut keywords),
            _ => {}
        }
        keywords
    }

    /// `allOf` of objects, or of parts that bound one value.
    fn all_of(&mut self, place: Place) -> Value {
        if self.random.chance(20) {
            let kind = self.random.pick(&["string", "integer", "number", "array"]);
            let mut parts: Vec<Value> = Vec::new();
            if let Some(index) = self.component_of(|schema| schema.get("type") == Some(&kind.into())) {
                parts.push(refer(&name(index)));
            }
            for _ in 0..2 {
                let mut keywords = Keywords::new();
                if self.random.chance(80) || parts.is_empty() {
                    keywords.insert("type".to_owned(), kind.into());
                }
                self.keywords_of(kind, &mut keywords);
                parts.push(keywords.into());
            }
            return json!({ "allOf": parts });
        }
        let mut parts = Vec::new();
        for _ in 0..self.random.below(3) {
            if let Some(index) = self.component_of(is_object) {
                parts.push(refer(&name(index)));
            }
        }
        let mut own = self.part_of_object(place);
        if self.random.chance(70) {
            own.entry("type").or_insert_with(|| "object".into());
            parts.push(own.into());
            own = Keywords::new();
        }
        if self.random.chance(30) {
            let more = self.part_of_object(place);
            own.extend(more);
        }
        if parts.is_empty() {
            parts.push(self.object(place).into());
        }
        own.insert("allOf".to_owned(), parts.into());
        own.into()
    }

    // Unions.

    fn union(&mut self, arms: Vec<Value>) -> Keywords {
        let keyword = self.random.pick(&["oneOf", "anyOf"]);
        let mut keywords = Keywords::new();
        if self.random.chance(10) {
            // What the arms say as well, as a rule.
            let all_objects = arms.iter().all(|arm| self.is_object(arm));
            let kind = if all_objects { "object" } else { self.random.pick(&["string", "object"]) };
            if all_objects || self.random.chance(15) {
                keywords.insert("type".to_owned(), kind.into());
            }
        }
        keywords.insert(keyword.to_owned(), arms.into());
        keywords
    }

    fn is_object(&self, arm: &Value) -> bool {
        let target = arm["$ref"].as_str().and_then(|pointer| pointer.rsplit_once("/C"));
        let target = target.and_then(|(_, index)| self.components.get(index.parse::<usize>().ok()?));
        is_object(target.unwrap_or(arm))
    }

    /// Objects that a member tells apart: by its constants, or by a discriminator, or both.
    fn tagged(&mut self, place: Place) -> Value {
        let tag = self.random.pick(&["kind", "type", "t", "@type", "\"k\"", "日本"]);
        let refers = place.depth == 0 && self.random.chance(75);
        let discriminates = refers && self.random.chance(60);
        let constants = !discriminates || self.random.chance(60);
        let required = constants || self.random.chance(80);
        let (mut arms, mut mapping) = (Vec::new(), Keywords::new());
        for index in 0..2 + self.random.below(3) {
            let mut values = vec![format!("{}{index}", self.random.pick(&["", "arm ", "ä", "\\"]))];
            if self.random.chance(10) {
                values.push(format!("also {index}"));
            }
            let schema = match (constants, values.as_slice()) {
                (false, _) => json!({ "type": "string" }),
                (true, [value]) if self.random.chance(70) => json!({ "type": "string", "const": value }),
                (true, values) => json!({ "enum": values }),
            };
            let arm = self.arm(tag, schema, required, place);
            if refers {
                let component = name(self.components.len());
                self.components.push(arm);
                for value in values {
                    let target = if self.random.chance(50) { component.clone() } else { pointer(&component) };
                    mapping.insert(value, target.into());
                }
                arms.push(refer(&component));
            } else {
                arms.push(arm);
            }
        }
        let mut union = self.union(arms);
        if discriminates {
            let mut discriminator = json!({ "propertyName": tag });
            if self.random.chance(60) {
                discriminator["mapping"] = mapping.into();
            }
            union.insert("discriminator".to_owned(), discriminator);
        }
        union.into()
    }

    /// An object with a tag.
    fn arm(&mut self, tag: &str, schema: Value, required: bool, place: Place) -> Value {
        let mut arm = self.object(Place { depth: place.depth + 1, ..place });
        let properties = arm.entry("properties").or_insert_with(|| json!({}));
        if let Some(properties) = properties.as_object_mut() {
            properties.insert(tag.to_owned(), schema);
        }
        if let Some(names) = arm.entry("required").or_insert_with(|| json!([])).as_array_mut() {
            names.retain(|name| name != tag);
            if required {
                names.push(tag.into());
            }
        }
        arm.into()
    }

    /// Arms of different JSON types.
    fn kinds(&mut self, place: Place) -> Value {
        let mut arms: Vec<Value> = vec![self.text().into()];
        let below = place.below(true);
        if self.random.chance(50) {
            arms.push(if self.random.chance(50) { self.integer().into() } else { self.number().into() });
        }
        if self.random.chance(40) {
            arms.push(self.list(below).into());
        }
        if self.random.chance(40) {
            arms.push(self.object(below).into());
        }
        if self.random.chance(20) {
            arms.push(json!({ "type": "null" }));
        }
        if arms.len() < 2 {
            arms.push(json!({ "type": "boolean" }));
        }
        self.union(arms).into()
    }

    /// Objects each of which requires a member of its own.
    fn by_members(&mut self, place: Place) -> Value {
        let mut arms = Vec::new();
        for tag in ["first", "\"second\"", "third"].into_iter().take(2 + self.random.below(2)) {
            let schema = self.part(place.below(true));
            arms.push(self.arm(tag, schema, true, place));
        }
        self.union(arms).into()
    }

    /// Arms that nothing tells apart.
    fn trial(&mut self, place: Place) -> Value {
        let mut arms = Vec::new();
        for _ in 0..2 + self.random.below(3) {
            arms.push(self.part(place.below(true)));
        }
        self.union(arms).into()
    }
}

/// Whether a schema is an object that is not nullable.
fn is_object(schema: &Value) -> bool {
    schema.get("type") == Some(&"object".into())
}

fn refer(component: &str) -> Value {
    json!({ "$ref": pointer(component) })
}

fn pointer(component: &str) -> String {
    format!("#/components/schemas/{component}")
}

/// A name as a part of a JSON Pointer in a URI's fragment.
fn escape(name: &str) -> String {
    let mut escaped = String::new();
    for byte in name.replace('~', "~0").replace('/', "~1").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'~' => escaped.push(char::from(byte)),
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

fn parse(json: &str) -> Value {
    serde_json::from_str(json).expect("literals of this file are JSON")
}
