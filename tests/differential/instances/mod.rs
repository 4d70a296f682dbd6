//! Random instances: made to fit a schema, nearly, and then changed at random.
//!
//! What it thinks of schemas decides nothing: an instance that does not fit is as good as one that does.

mod containers;
mod lookup;
mod mutate;
mod scalars;
mod words;

use serde_json::{Map, Value};

use crate::{json::Json, random::Random};

pub use lookup::{component_of, list, resolve, resolve_dynamic, tags};
pub use mutate::{any_value, mutate};

/// Makes instances of the schemas of a document.
#[derive(Debug)]
pub struct Maker<'a> {
    document: &'a Value,
    random: &'a mut Random,
    /// In how many of a hundred choices the wrong one is taken.
    slips: u32,
    /// How many values may still be made; what recurs in several places would have no end.
    left: usize,
}

/// The keywords that all apply to one value, once an arm of each union and a branch of each condition was chosen.
#[derive(Default)]
struct Flat<'a> {
    parts: Vec<&'a Map<String, Value>>,
    /// The members that discriminators name, and the tags of the arms that were chosen.
    tags: Vec<(&'a str, Vec<String>)>,
    /// The members that are there because a schema depends on them.
    wanted: Vec<&'a str>,
    never: bool,
}

/// How many values an instance may consist of.
const MOST_VALUES: usize = 300;

/// How many schemas may apply to one value.
const MOST_PARTS: usize = 60;

impl<'a> Maker<'a> {
    /// For a document.
    pub fn new(document: &'a Value, random: &'a mut Random, slips: u32) -> Self {
        Self { document, random, slips, left: MOST_VALUES }
    }

    /// An instance of the component of a name, that nearly fits.
    pub fn component(&mut self, name: &str) -> Json {
        let schema = &self.document["components"]["schemas"][name];
        self.value(&[schema], 0)
    }

    fn slip(&mut self) -> bool {
        self.random.chance(self.slips)
    }

    fn value(&mut self, schemas: &[&'a Value], depth: usize) -> Json {
        if depth > 24 || self.left == 0 {
            return Json::Null;
        }
        self.left -= 1;
        let flat = self.flat(schemas);
        if flat.never || self.random.chance(self.slips.min(2)) {
            return any_value(self.random, 2);
        }
        self.of_view(&flat, depth)
    }

    /// All that applies to a value that satisfies some schemas.
    fn flat(&mut self, schemas: &[&'a Value]) -> Flat<'a> {
        let mut flat = Flat::default();
        for schema in schemas {
            self.flatten(schema, &mut flat, 0);
        }
        flat
    }

    fn flatten(&mut self, schema: &'a Value, flat: &mut Flat<'a>, level: usize) {
        let Some(keywords) = schema.as_object() else {
            flat.never |= schema == &Value::Bool(false);
            return;
        };
        if level > 40 || flat.parts.len() > MOST_PARTS {
            return;
        }
        flat.parts.push(keywords);
        if let Some(pointer) = keywords.get("$ref").and_then(Value::as_str)
            && let Some(target) = resolve(self.document, pointer)
        {
            self.flatten(target, flat, level + 1);
        }
        if let Some(reference) = keywords.get("$dynamicRef").and_then(Value::as_str) {
            let targets = resolve_dynamic(self.document, reference);
            if !targets.is_empty() {
                let target = self.random.pick(&targets);
                self.flatten(target, flat, level + 1);
            }
        }
        for part in list(keywords, "allOf") {
            self.flatten(part, flat, level + 1);
        }
        for union in ["oneOf", "anyOf"] {
            let arms = list(keywords, union);
            if !arms.is_empty() {
                let arm = &arms[self.random.below(arms.len())];
                self.flatten(arm, flat, level + 1);
                self.tag(keywords, arm, flat);
            }
        }
        self.branch(keywords, flat, level);
        self.dependent(keywords, flat, level);
    }

    /// Takes one of the two branches of a condition.
    fn branch(&mut self, keywords: &'a Map<String, Value>, flat: &mut Flat<'a>, level: usize) {
        let Some(condition) = keywords.get("if") else {
            return;
        };
        let holds = self.random.chance(50);
        let branch = keywords.get(if holds { "then" } else { "else" });
        for schema in [Some(condition).filter(|_| holds), branch].into_iter().flatten() {
            // What cannot be is not chosen.
            if schema != &Value::Bool(false) {
                self.flatten(schema, flat, level + 1);
            }
        }
    }

    /// Now and then, members on which a schema depends are there, and it applies.
    fn dependent(&mut self, keywords: &'a Map<String, Value>, flat: &mut Flat<'a>, level: usize) {
        for keyword in ["dependentSchemas", "dependentRequired"] {
            for (name, dependent) in keywords.get(keyword).and_then(Value::as_object).into_iter().flatten() {
                if dependent != &Value::Bool(false) && self.random.chance(50) {
                    flat.wanted.push(name);
                    flat.wanted.extend(dependent.as_array().into_iter().flatten().filter_map(Value::as_str));
                    if dependent.is_object() {
                        self.flatten(dependent, flat, level + 1);
                    }
                }
            }
        }
    }

    /// Notes the tags that a discriminator has for an arm.
    fn tag(&mut self, union: &'a Map<String, Value>, arm: &'a Value, flat: &mut Flat<'a>) {
        if let Some(discriminator) = union.get("discriminator")
            && let Some(member) = discriminator["propertyName"].as_str()
        {
            flat.tags.push((member, tags(discriminator, arm)));
        }
    }

    fn of_view(&mut self, view: &Flat<'a>, depth: usize) -> Json {
        let listed = view.parts.iter().find_map(|part| {
            part.get("const").map(std::slice::from_ref).or_else(|| Some(part.get("enum")?.as_array()?.as_slice()))
        });
        if let Some(values) = listed
            && !values.is_empty()
            && !self.slip()
        {
            return Json::from(&self.random.pick(values));
        }
        match self.kind(view) {
            "null" => Json::Null,
            "boolean" => Json::Boolean(self.random.chance(50)),
            "integer" => Json::Number(self.number(view, true)),
            "number" => Json::Number(self.number(view, false)),
            "string" => Json::String(self.text(view)),
            "array" => self.array(view, depth),
            "object" => self.object(view, depth),
            _ => any_value(self.random, 3),
        }
    }

    /// One of the types that every part allows; where none says any, one of which a part speaks.
    fn kind(&mut self, view: &Flat<'a>) -> &'a str {
        let mut kinds: Option<Vec<&str>> = None;
        for part in &view.parts {
            let own: Vec<&str> = match part.get("type") {
                Some(Value::String(kind)) => vec![kind],
                Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
                _ if part.contains_key("properties") => vec!["object"],
                _ => continue,
            };
            kinds = Some(match kinds {
                None => own,
                Some(before) => before.into_iter().filter_map(|kind| common(kind, &own)).collect(),
            });
        }
        match kinds {
            Some(kinds) if !kinds.is_empty() && !self.slip() => self.random.pick(&kinds),
            None if !self.random.chance(25) => {
                let spoken: Vec<&str> =
                    view.parts.iter().flat_map(|part| part.keys()).filter_map(|it| kind_of(it)).collect();
                if spoken.is_empty() { "" } else { self.random.pick(&spoken) }
            }
            _ => "",
        }
    }
}

/// A type, where it is one of others or more or less than one of them.
fn common<'a>(kind: &'a str, others: &[&str]) -> Option<&'a str> {
    match kind {
        _ if others.contains(&kind) => Some(kind),
        "number" if others.contains(&"integer") => Some("integer"),
        "integer" if others.contains(&"number") => Some("integer"),
        _ => None,
    }
}

/// The type of which values a keyword speaks.
fn kind_of(keyword: &str) -> Option<&'static str> {
    Some(match keyword {
        "minLength" | "maxLength" | "pattern" | "format" | "contentEncoding" => "string",
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => "number",
        "items" | "prefixItems" | "contains" | "minItems" | "maxItems" | "uniqueItems" | "unevaluatedItems" => "array",
        "required"
        | "patternProperties"
        | "additionalProperties"
        | "propertyNames"
        | "minProperties"
        | "maxProperties"
        | "dependentRequired"
        | "dependentSchemas"
        | "unevaluatedProperties" => "object",
        _ => return None,
    })
}
