//! Random OpenAPI documents: components of every keyword that JSON Schema asserts, weighted towards combinations.
//!
//! A required member only refers to components that stand before it, so that most schemas have a finite value; and what
//! applies to a value itself does so too, so that no schema comes back to itself on one value.

mod about;
mod arrays;
mod objects;
mod references;
mod resources;
mod rules;
mod scalars;
mod unions;
mod words;

use serde_json::{Map, Value, json};

use crate::random::Random;

/// A schema that is an object.
type Keywords = Map<String, Value>;

/// The name of a component.
pub fn name(index: usize) -> String {
    format!("C{index}")
}

/// Whether a component of a document has a value, as far as a few attempts tell.
pub type Probe<'a> = &'a dyn Fn(&mut Random, &Value, &str) -> bool;

/// A document of at least so many components. With `exact_types`, `type` is mostly not left out where members are
/// declared.
pub fn document(random: &mut Random, wanted: usize, exact_types: bool, probe: Probe<'_>) -> Value {
    let mut schemas = Schemas { random, components: Vec::new(), wanted, exact_types };
    while schemas.components.len() < wanted {
        schemas.component(probe);
    }
    schemas.document()
}

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
    Tuple,
    Map,
    Object,
    Reference,
    Siblings,
    AllOf,
    Tagged,
    Kinds,
    Members,
    Trial,
    Typeless,
    Recursive,
    Anchored,
    Resource,
    Anything,
}

const OF_COMPONENTS: &[(u32, Sort)] = &[
    (6, Sort::Text),
    (4, Sort::Integer),
    (4, Sort::Number),
    (1, Sort::Boolean),
    (1, Sort::Null),
    (3, Sort::Values),
    (4, Sort::Literals),
    (5, Sort::Types),
    (6, Sort::List),
    (7, Sort::Tuple),
    (6, Sort::Map),
    (22, Sort::Object),
    (2, Sort::Reference),
    (6, Sort::Siblings),
    (8, Sort::AllOf),
    (7, Sort::Tagged),
    (4, Sort::Kinds),
    (4, Sort::Members),
    (6, Sort::Trial),
    (10, Sort::Typeless),
    (4, Sort::Recursive),
    (3, Sort::Anchored),
    (5, Sort::Resource),
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
    (6, Sort::List),
    (3, Sort::Tuple),
    (5, Sort::Map),
    (8, Sort::Object),
    (20, Sort::Reference),
    (5, Sort::Siblings),
    (3, Sort::AllOf),
    (2, Sort::Tagged),
    (2, Sort::Kinds),
    (2, Sort::Members),
    (4, Sort::Trial),
    (3, Sort::Typeless),
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
    /// Adds a component, mostly one that has values.
    fn component(&mut self, probe: Probe<'_>) {
        const ATTEMPTS: usize = 4;
        let there = self.components.len();
        for attempt in 1..=ATTEMPTS {
            let sort = self.random.weighted(OF_COMPONENTS);
            let schema = self.of_sort(sort, Place::TOP);
            let schema = self.perhaps_nullable(schema, 8);
            self.components.push(schema);
            let document = self.document();
            // A few without a value show that there is none.
            let is_any = attempt == ATTEMPTS || self.random.chance(3);
            if is_any || probe(self.random, &document, &name(self.components.len() - 1)) {
                return;
            }
            // With all that was made for it.
            self.components.truncate(there);
        }
    }

    /// The components as they are; what they refer to and is not there yet may be anything.
    fn document(&self) -> Value {
        let mut components: Keywords =
            self.components.iter().enumerate().map(|(index, schema)| (name(index), schema.clone())).collect();
        components.extend((self.components.len()..self.wanted).map(|index| (name(index), true.into())));
        json!({
            "openapi": "3.1.0",
            "info": { "title": "Random", "version": "1" },
            "components": { "schemas": components },
        })
    }

    /// A part of a schema: a member, an item, an arm.
    fn part(&mut self, place: Place) -> Value {
        let sort = self.random.weighted(if place.depth < 3 { OF_PARTS } else { OF_LEAVES });
        let schema = self.of_sort(sort, place);
        self.perhaps_nullable(schema, 12)
    }

    /// A schema of a sort, and perhaps rules beside what it says.
    fn of_sort(&mut self, sort: Sort, place: Place) -> Value {
        let mut schema = self.plain(sort, place);
        let percent = self.random.pick(if place.depth == 0 { &[30, 60] } else { &[4, 12] });
        if self.random.chance(percent)
            && let Some(keywords) = schema.as_object_mut()
            // A resource refers to none of the components.
            && !keywords.contains_key("$id")
        {
            self.add_rules(keywords);
        }
        schema
    }

    fn plain(&mut self, sort: Sort, place: Place) -> Value {
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
            Sort::Tuple => self.tuple(place).into(),
            Sort::Map => self.map(place).into(),
            Sort::Object => self.object(place).into(),
            Sort::Reference => self.reference(place),
            Sort::Siblings => self.siblings(place),
            Sort::AllOf => self.all_of(place),
            Sort::Tagged => self.tagged(place),
            Sort::Kinds => self.kinds(place),
            Sort::Members => self.by_members(place),
            Sort::Trial => self.trial(place),
            Sort::Typeless => self.typeless(),
            Sort::Recursive => self.recursive(),
            Sort::Anchored => self.anchored(place),
            Sort::Resource => self.resource(),
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
        // What others refer to stays where it is.
        let Some(keywords) = schema
            .as_object_mut()
            .filter(|keywords| !["$defs", "$id", "$anchor"].iter().any(|&it| keywords.contains_key(it)))
        else {
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

    /// A list of types, with keywords of some of them.
    fn types(&mut self, place: Place) -> Value {
        let mut kinds = self.random.some(&["string", "integer", "boolean", "array", "object", "null"], 40);
        kinds.push(self.random.pick(&["number", "string"]));
        kinds.sort_unstable();
        kinds.dedup();
        let mut keywords = Keywords::new();
        for &kind in &kinds {
            match kind {
                "array" if self.random.chance(30) => keywords.extend(self.list(place)),
                "array" if self.random.chance(40) => keywords.extend(self.tuple(place)),
                "object" if self.random.chance(30) => keywords.extend(self.map(place)),
                "object" if self.random.chance(70) => keywords.extend(self.object(place)),
                "integer" if kinds.contains(&"number") => {}
                kind if self.random.chance(50) => self.keywords_of(kind, &mut keywords),
                _ => {}
            }
        }
        keywords.insert("type".to_owned(), json!(kinds));
        keywords.into()
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
