//! What the `jsonschema` crate says of an instance, by the same document.
//!
//! It is told what OpenAPI means beyond JSON Schema: that formats of numbers are bounds beside their types, that `contentEncoding` and
//! `byte` are asserted, and that a discriminator's tag selects its arm.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jsonschema::{Draft, ValidationError, Validator, error::ValidationErrorKind};
use serde_json::{Map, Value, json};

use crate::{
    instances::{component_of, list, resolve, tags},
    keywords::{is_in_place, parts, parts_mut},
};

/// Decides instances of one component.
#[derive(Debug)]
pub struct Oracle {
    validator: Validator,
}

/// The components of a document, made ready.
#[derive(Debug)]
pub struct Components {
    rewritten: Value,
    uses: BTreeMap<String, Uses>,
}

/// What a component consists of, with all that it refers to.
#[derive(Debug, Default, Clone)]
pub struct Uses {
    /// The components, itself included.
    pub components: BTreeSet<String>,
    /// Every keyword.
    pub keywords: BTreeSet<String>,
    /// Whether there is a `oneOf`, an `anyOf`, or what else one of the two may tell as a whole.
    pub union: bool,
    /// Whether there are numbers that are no integers.
    pub number: bool,
    /// Whether there are numbers of single precision.
    pub single: bool,
    /// Whether there is a `multipleOf`.
    pub divisor: bool,
}

impl Components {
    /// Of a document. Unless types are exact, `properties` without a type mean an object.
    pub fn new(document: &Value, exact_types: bool) -> Self {
        let mut rewritten = document.clone();
        let constants = constants(document);
        if let Some(schemas) = rewritten["components"]["schemas"].as_object_mut() {
            for (name, schema) in schemas.iter_mut() {
                if !exact_types {
                    imply_object(schema, &document["components"]["schemas"][name], document, false);
                }
                rewrite(schema, document);
                refer_to_tagged(schema, &constants);
            }
            for (name, (member, value)) in &constants {
                let declares = declares(document, &pointer(name), member);
                let tag = asked(json!({ "properties": { member: { "const": value } } }), declares);
                let both = json!({ "allOf": [{ "$ref": pointer(name) }, tag] });
                schemas.insert(tagged(name), both);
            }
        }
        let names = document["components"]["schemas"].as_object().into_iter().flatten().map(|(name, _)| name);
        let uses = names.map(|name| (name.clone(), uses(document, name))).collect();
        Self { rewritten, uses }
    }

    /// What a component consists of.
    pub fn uses(&self, name: &str) -> Uses {
        self.uses.get(name).cloned().unwrap_or_default()
    }

    /// The oracle of a component.
    pub fn oracle(&self, name: &str) -> Oracle {
        self.try_oracle(name).unwrap_or_else(|| panic!("{name} is no schema"))
    }

    /// The oracle of a component, where that is a schema.
    pub fn try_oracle(&self, name: &str) -> Option<Oracle> {
        let tagged = tagged(name);
        let is_tagged = self.rewritten["components"]["schemas"].get(&tagged).is_some();
        let start = pointer(if is_tagged { &tagged } else { name });
        let mut schema = json!({ "$ref": start, "$defs": self.rewritten["components"]["schemas"] });
        point_into_definitions(&mut schema);
        let options = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .with_format("refract-base64", is_base64);
        options.build(&schema).ok().map(|validator| Oracle { validator })
    }
}

impl Oracle {
    /// Whether an instance is valid.
    pub fn is_valid(&self, instance: &Value) -> bool {
        self.validator.is_valid(instance)
    }

    /// The places of all that is wrong, as we have them: a member that is missing, or must not be there, has its own.
    pub fn places(&self, instance: &Value) -> BTreeSet<String> {
        let errors = self.validator.iter_errors(instance);
        errors.flat_map(|error| places(&error, instance)).collect()
    }
}

fn places(error: &ValidationError<'_>, instance: &Value) -> Vec<String> {
    let place = error.instance_path().as_str();
    let member = |name: &str| format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"));
    let members = || instance.pointer(place).and_then(Value::as_object).into_iter().flatten();
    match error.kind() {
        // What `jsonschema` makes of `additionalProperties: false` without `properties`, and of `propertyNames: false`.
        ValidationErrorKind::FalseSchema
            if ["/additionalProperties", "/propertyNames"]
                .iter()
                .any(|keyword| error.schema_path().as_str().ends_with(keyword)) =>
        {
            members().map(|(name, _)| member(name)).collect()
        }
        // The name is the instance of the error within.
        ValidationErrorKind::PropertyNames { error } => {
            vec![member(error.instance().as_str().unwrap_or_default())]
        }
        ValidationErrorKind::Required { property } => vec![member(property.as_str().unwrap_or_default())],
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            unexpected.iter().map(|name| member(name)).collect()
        }
        _ => vec![place.to_owned()],
    }
}

/// Base64 by RFC 4648, section 4: padded, with no bits to spare.
fn is_base64(text: &str) -> bool {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    let Some(values) = digits.chars().map(|digit| ALPHABET.find(digit)).collect::<Option<Vec<_>>>() else {
        return false;
    };
    let spare = [0, 0, 4, 2].get(digits.len() % 4).copied().unwrap_or(0);
    let last = values.last().copied().unwrap_or(0);
    text.len().is_multiple_of(4) && padding < 3 && digits.len() % 4 != 1 && last & ((1 << spare) - 1) == 0
}

/// Lets pointers lead to `$defs`, for a validator looks for names only where JSON Schema has schemas.
fn point_into_definitions(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(point_into_definitions),
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(target) if name == "$ref" => {
                        *target = target.replacen("#/components/schemas/", "#/$defs/", 1);
                    }
                    value => point_into_definitions(value),
                }
            }
        }
        _ => {}
    }
}

fn pointer(component: &str) -> String {
    format!("#/components/schemas/{component}")
}

/// The name of a component whose tag is a constant, because a discriminator says so. Where it is a part of something
/// else, it is not.
fn tagged(component: &str) -> String {
    format!("{component}-tagged")
}

/// Lets references that say nothing besides lead to components whose tags are constants.
fn refer_to_tagged(schema: &mut Value, constants: &BTreeMap<String, (String, String)>) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(|item| refer_to_tagged(item, constants)),
        Value::Object(keywords) => {
            let is_annotation = |name: &String| matches!(name.as_str(), "$ref" | "description" | "default");
            if let Some(Value::String(target)) = keywords.get("$ref")
                && let Some(name) = target.strip_prefix("#/components/schemas/")
                && constants.contains_key(name)
                && keywords.keys().all(is_annotation)
            {
                let target = pointer(&tagged(name));
                keywords.insert("$ref".to_owned(), target.into());
                return;
            }
            let is_alone = keywords.len() == 1;
            for (name, value) in keywords.iter_mut() {
                match name.as_str() {
                    "const" | "enum" => {}
                    "allOf" if !is_alone || value.as_array().is_some_and(|parts| parts.len() > 1) => {
                        for part in value.as_array_mut().into_iter().flatten() {
                            part.as_object_mut().into_iter().flatten().for_each(|(name, value)| {
                                if !matches!(name.as_str(), "const" | "enum" | "$ref") {
                                    refer_to_tagged(value, constants);
                                }
                            });
                        }
                    }
                    _ => refer_to_tagged(value, constants),
                }
            }
        }
        _ => {}
    }
}

/// The constants that discriminators make of the tags of components, where all agree.
fn constants(document: &Value) -> BTreeMap<String, (String, String)> {
    let mut constants: BTreeMap<String, Option<(String, String)>> = BTreeMap::new();
    let mut of_schema = |schema: &Map<String, Value>| {
        let Some(discriminator) = schema.get("discriminator") else {
            return;
        };
        for arm in list(schema, "oneOf").iter().chain(list(schema, "anyOf")) {
            let Some(component) = arm["$ref"].as_str().and_then(|it| it.rsplit('/').next()) else {
                continue;
            };
            let member = discriminator["propertyName"].as_str().unwrap_or_default();
            let target = resolve(document, arm["$ref"].as_str().unwrap_or_default());
            let is_required =
                target.is_some_and(|it| it["required"].as_array().is_some_and(|it| it.contains(&member.into())));
            if let [tag] = tags(discriminator, arm).as_slice()
                && is_required
                && target.is_some_and(|it| !lists_values(&it["properties"][member]))
            {
                let tag = (member.to_owned(), tag.clone());
                let known = constants.entry(component.to_owned()).or_insert_with(|| Some(tag.clone()));
                if known.as_ref() != Some(&tag) {
                    *known = None;
                }
            }
        }
    };
    let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
    schemas.for_each(|(_, schema)| each_schema(schema, &mut of_schema));
    constants.into_iter().filter_map(|(name, tag)| Some((name, tag?))).collect()
}

fn lists_values(schema: &Value) -> bool {
    schema.get("const").or(schema.get("enum")).is_some()
}

/// Says of schemas with `properties` that they are of objects, where nothing says the type, and it can be guessed
/// without changing what a condition means.
fn imply_object(schema: &mut Value, original: &Value, document: &Value, typed: bool) {
    let Some(keywords) = schema.as_object_mut() else {
        return;
    };
    let is_typed = typed
        || says_type(keywords)
        || list(keywords, "allOf").iter().any(|part| part.as_object().is_some_and(says_type));
    let originals = original.as_object().map(parts).unwrap_or_default();
    for ((keyword, part), (_, original)) in parts_mut(keywords).into_iter().zip(originals) {
        let is_asked = matches!(keyword, "not" | "if" | "then" | "else" | "dependentSchemas");
        imply_object(part, original, document, is_in_place(keyword) && (is_typed || is_asked));
    }
    if !is_typed && keywords.contains_key("properties") && !comes_back(original, document) {
        keywords.insert("type".to_owned(), "object".into());
    }
}

/// Whether a schema comes back to itself with no `type` on the way.
fn comes_back(start: &Value, document: &Value) -> bool {
    let (mut open, mut seen) = (vec![start], HashSet::new());
    while let Some(keywords) = open.pop().and_then(Value::as_object) {
        if keywords.contains_key("type") {
            continue;
        }
        let reference = keywords.get("$ref").and_then(Value::as_str).and_then(|it| resolve(document, it));
        for next in
            parts(keywords).into_iter().filter(|(name, _)| *name != "$defs").map(|(_, part)| part).chain(reference)
        {
            if std::ptr::eq(next, start) {
                return true;
            }
            if next.is_object() && seen.insert(std::ptr::from_ref(next)) {
                open.push(next);
            }
        }
    }
    false
}

fn says_type(keywords: &Map<String, Value>) -> bool {
    ["type", "$ref", "enum", "const"].iter().any(|&keyword| keywords.contains_key(keyword))
}

/// Says in JSON Schema what a schema of OpenAPI means.
fn rewrite(schema: &mut Value, document: &Value) {
    let Some(keywords) = schema.as_object_mut() else {
        return;
    };
    let mut more = Vec::new();
    // What no type stands beside is an annotation.
    let is_of = |kind: &str| {
        let kinds = keywords.get("type");
        kinds.is_some_and(|kinds| kinds == kind || kinds.as_array().is_some_and(|kinds| kinds.contains(&kind.into())))
    };
    match keywords.get("format").and_then(Value::as_str) {
        Some("byte") => more.push(json!({ "format": "refract-base64" })),
        Some("int32") if is_of("integer") => more.push(json!({ "minimum": i32::MIN, "maximum": i32::MAX })),
        Some("int64") if is_of("integer") => more.push(json!({ "minimum": i64::MIN, "maximum": i64::MAX })),
        // Half a unit beyond the greatest, numbers are infinite.
        Some("float") if is_of("number") => more.push(json!({
            "exclusiveMinimum": -3.402_823_567_797_336_6e38,
            "exclusiveMaximum": 3.402_823_567_797_336_6e38,
        })),
        _ => {}
    }
    if keywords.contains_key("contentEncoding") {
        more.push(json!({ "format": "refract-base64" }));
    }
    if let Some(discriminator) = keywords.remove("discriminator") {
        select(keywords, &discriminator, document);
    }
    parts_mut(keywords).into_iter().for_each(|(_, part)| rewrite(part, document));
    also(keywords, more);
}

/// Adds schemas that apply as well; what others refer to stays where it is.
fn also(keywords: &mut Map<String, Value>, more: Vec<Value>) {
    if more.is_empty() {
        return;
    }
    let parts = keywords.entry("allOf").or_insert_with(|| json!([]));
    if let Some(parts) = parts.as_array_mut() {
        parts.extend(more);
    }
}

/// Whether a component declares a member.
fn declares(document: &Value, reference: &str, member: &str) -> bool {
    resolve(document, reference).is_some_and(|target| target["properties"].get(member).is_some())
}

/// What must hold of a tag. Where no schema declares it, it is not evaluated by this either.
fn asked(tag: Value, declares: bool) -> Value {
    if declares { tag } else { json!({ "not": { "not": tag } }) }
}

/// Adds its tag to each arm of a union that has none of its own.
fn select(keywords: &mut Map<String, Value>, discriminator: &Value, document: &Value) {
    let member = discriminator["propertyName"].as_str().unwrap_or_default().to_owned();
    for union in ["oneOf", "anyOf"] {
        for arm in keywords.get_mut(union).and_then(Value::as_array_mut).into_iter().flatten() {
            let target = resolve(document, arm["$ref"].as_str().unwrap_or_default());
            if target.is_some_and(|target| !lists_values(&target["properties"][&member])) {
                let tags = tags(discriminator, arm);
                let declares = declares(document, arm["$ref"].as_str().unwrap_or_default(), &member);
                let tag = asked(json!({ "properties": { &member: { "enum": tags } } }), declares);
                *arm = json!({ "allOf": [arm.clone(), { "required": [member] }, tag] });
            }
        }
    }
}

fn each_schema(schema: &Value, visit: &mut impl FnMut(&Map<String, Value>)) {
    if let Some(keywords) = schema.as_object() {
        visit(keywords);
        parts(keywords).into_iter().for_each(|(_, part)| each_schema(part, visit));
    }
}

/// The keywords of which one of the two tells as a whole what the other tells of each part.
const TOLD_AS_A_WHOLE: &[&str] =
    &["oneOf", "anyOf", "not", "if", "dependentSchemas", "contains", "unevaluatedItems", "unevaluatedProperties"];

fn uses(document: &Value, name: &str) -> Uses {
    let mut uses = Uses::default();
    let mut open = vec![name.to_owned()];
    let mut seen = HashSet::new();
    while let Some(name) = open.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        each_schema(&document["components"]["schemas"][&name], &mut |schema| {
            uses.union |= TOLD_AS_A_WHOLE.iter().any(|&keyword| schema.contains_key(keyword));
            uses.keywords.extend(schema.keys().cloned());
            uses.number |= allows_fractions(schema);
            uses.divisor |= schema.contains_key("multipleOf");
            uses.single |= schema.get("format") == Some(&"float".into());
            if let Some(Value::String(pointer)) = schema.get("$ref") {
                open.extend(component_of(pointer).map(str::to_owned));
            }
        });
        uses.components.insert(name);
    }
    uses
}

/// Whether a number of a schema may have a fraction.
fn allows_fractions(schema: &Map<String, Value>) -> bool {
    let is_fraction = |value: &Value| value.is_f64();
    let kinds = schema.get("type");
    kinds.is_some_and(|kinds| {
        kinds == "number" || kinds.as_array().is_some_and(|kinds| kinds.contains(&"number".into()))
    }) || schema.get("const").is_some_and(is_fraction)
        || list(schema, "enum").iter().any(is_fraction)
}
