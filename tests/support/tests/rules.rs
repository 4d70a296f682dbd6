//! Rules beside a type: what each says is wrong, that the fast reader asks for them, and that nesting stays linear.

use refract_support::{
    builder::{also, array, constant, integer, object, optional, required, rules, string},
    evaluate::violations,
    model::{Json, Members, Model, blank},
    reader::{Read, Reader},
    schema::{Rule, Schema},
    tree::{MAX_DEPTH, Tree},
    value::Value,
};

/// Each violation of a text as `pointer keyword: message`.
fn wrong(schema: &'static Schema, text: &str) -> Vec<String> {
    let Ok(tree) = Tree::index(text, MAX_DEPTH) else { return vec!["no JSON".to_owned()] };
    violations(tree, schema, false).iter().map(|it| format!("{} {}: {}", it.pointer, it.keyword, it.message)).collect()
}

/// What is wrong with an object, of which these are the rules.
fn wrong_by(list: &'static [Rule], text: &str) -> String {
    let schema: &'static Schema = Box::leak(Box::new(rules(list)));
    wrong(schema, text).join("; ")
}

static A: Schema = rules(&[Rule::Required(&["a"])]);
static B_AND_C: Schema = rules(&[Rule::Required(&["b", "c"])]);
static SHORT: Schema = rules(&[Rule::Keywords(&string().max_length(2))]);
static WHOLE: Schema = rules(&[Rule::Types(&["integer", "null"])]);

#[test]
fn alternatives_are_told_by_their_members() {
    static EITHER: &[Rule] = &[Rule::AnyOf(&[&A, &B_AND_C])];
    assert_eq!(wrong_by(EITHER, r#"{"a":1,"b":1,"c":1}"#), "");
    assert_eq!(wrong_by(EITHER, r#"{"b":1}"#), r#" anyOf: must have "a", or "b" and "c""#);
    static ONE: &[Rule] = &[Rule::OneOf(&[&A, &B_AND_C])];
    assert_eq!(wrong_by(ONE, r#"{"c":1,"b":1}"#), "");
    assert_eq!(wrong_by(ONE, "{}"), r#" oneOf: must have "a", or "b" and "c""#);
    let both = r#" oneOf: must have "a", or "b" and "c", but not more of them"#;
    assert_eq!(wrong_by(ONE, r#"{"a":1,"c":1,"b":1}"#), both);
    static NOT: &[Rule] = &[Rule::Not(&B_AND_C)];
    assert_eq!(wrong_by(NOT, r#"{"b":1}"#), "");
    assert_eq!(wrong_by(NOT, r#"{"b":1,"c":1}"#), r#" not: must not have "b" and "c""#);
}

#[test]
fn other_schemas_are_told_by_their_number() {
    static EITHER: &[Rule] = &[Rule::AnyOf(&[&SHORT, &WHOLE])];
    assert_eq!(wrong_by(EITHER, "\"abc\""), " anyOf: must satisfy at least one of 2 schemas");
    static ONE: &[Rule] = &[Rule::OneOf(&[&SHORT, &WHOLE])];
    assert_eq!(wrong_by(ONE, "\"abc\""), " oneOf: must satisfy exactly one of 2 schemas, but satisfies none");
    assert_eq!(wrong_by(ONE, "1"), " oneOf: must satisfy exactly one of 2 schemas, but satisfies 2");
    assert_eq!(wrong_by(ONE, "1.5"), "");
    static NOT: &[Rule] = &[Rule::Not(&WHOLE)];
    assert_eq!(wrong_by(NOT, "null"), " not: must not satisfy the schema of `not`");
}

#[test]
fn what_holds_depends_on_what_there_is() {
    static IF: &[Rule] = &[Rule::If(&object("", &[required("k", &constant("x"))]), &A, &B_AND_C)];
    assert_eq!(wrong_by(IF, r#"{"k":"x","a":1}"#), "");
    assert_eq!(wrong_by(IF, r#"{"k":"x"}"#), r#" then: must have "a", by what it is"#);
    assert_eq!(wrong_by(IF, r#"{"k":"y","a":1}"#), r#" else: must have "b" and "c", by what it is"#);
    static DEPENDENT: &[Rule] = &[
        Rule::DependentRequired(&[("x", &["y", "z"])]),
        Rule::DependentSchemas(&[("b", &B_AND_C)]),
        Rule::PropertyNames(&SHORT),
    ];
    assert_eq!(wrong_by(DEPENDENT, "[]"), "");
    assert_eq!(
        wrong_by(DEPENDENT, r#"{"x":1,"y":1,"b":1,"long":1}"#),
        "/z dependentRequired: must be there, as \"x\" is; \
         \x20dependentSchemas: must satisfy what is asked of objects with \"b\"; \
         /long propertyNames: must have a name that is valid in its object"
    );
}

#[test]
fn what_several_schemas_ask_of_one_value_is_found_once() {
    static NEXT: Schema = object("", &[optional("next", &NODE), optional("leaf", &integer())]);
    static NODE: Schema = also(
        &object("Node", &[optional("next", &NODE), optional("leaf", &integer())]),
        &[Rule::DependentSchemas(&[("next", &NEXT)]), Rule::AnyOf(&[&NEXT])],
    );
    let levels = 100;
    let text = format!(r#"{}{{"leaf":null}}{}"#, r#"{"next":"#.repeat(levels), "}".repeat(levels));
    let wrong = wrong(&NODE, &text);
    let pointer = format!("{}/leaf type: must be an integer, not null", "/next".repeat(levels));
    assert_eq!(wrong.first(), Some(&pointer));
    assert_eq!(wrong.iter().filter(|it| **it == pointer).count(), 1);
}

#[test]
fn all_that_is_wrong_is_told_together() {
    static THING: Schema = also(
        &object("Thing", &[optional("a", &integer()), optional("b", &string())]),
        &[Rule::AnyOf(&[&B_AND_C]), Rule::Values(&["{\"a\":1}"])],
    );
    assert_eq!(
        wrong(&THING, r#"{"a":"1"}"#),
        ["/a type: must be an integer, not string", r#" anyOf: must have "b" and "c""#]
    );
    // Of a value of another type there is no more to say.
    assert_eq!(wrong(&THING, "1"), [" type: must be an object, not integer"]);
    assert_eq!(wrong(&THING, r#"{"b":"","c":1}"#), [r#" const: must be {"a":1}"#]);
}

/// An object with a list of its like.
struct Tree2(Option<Vec<Tree2>>, Option<i64>);

static TREE: Schema = also(
    &object("Tree2", &[optional("next", &array(&TREE)), optional("a", &integer())]),
    &[Rule::OneOf(&[&A, &object("", &[required("next", &array(&TREE))])])],
);

impl Members for Tree2 {
    fn blank() -> Self {
        Self(blank(), blank())
    }

    fn read_member(&mut self, index: usize, reader: &mut Reader<'_>) -> Read {
        if index == 0 { reader.read(&mut self.0) } else { reader.read(&mut self.1) }
    }

    fn member(&self, index: usize) -> Value<'_> {
        if index == 0 { Value::of(&self.0) } else { Value::of(&self.1) }
    }
}

impl Json for Tree2 {
    fn blank() -> Self {
        Members::blank()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        reader.members(self)
    }

    fn value(&self) -> Value<'_> {
        Value::Object(&TREE, self)
    }
}

impl Model for Tree2 {
    const SCHEMA: &'static Schema = &TREE;
}

#[test]
fn the_fast_reader_asks_for_rules_and_nesting_stays_linear() {
    // Each level is checked by its members and by an arm, so that trying all ways would take 2^60 steps.
    let nested = |leaf: &str| (0..60).fold(leaf.to_owned(), |text, _| format!(r#"{{"next":[{text}]}}"#));
    let tree: Tree2 = refract_support::decode(nested(r#"{"a":1}"#).as_bytes()).unwrap();
    assert_eq!(String::from_utf8(refract_support::encode(&tree)).unwrap(), nested(r#"{"a":1}"#));
    let faulty = nested(r#"{"next":[],"a":1}"#);
    let found = refract_support::decode::<Tree2>(faulty.as_bytes()).err().unwrap();
    assert!(found.iter().any(|it| it.keyword == "oneOf" && it.pointer == "/next/0".repeat(60)), "{found:?}");
    // A lenient reader checks types and required members only.
    assert!(refract_support::model::decode_lenient::<Tree2>(faulty.as_bytes()).is_ok());
}
