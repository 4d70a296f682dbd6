//! Rules beside a type: what each says is wrong, that the fast reader asks for them, and that nesting stays linear.

use refract_support::{
    builder::{also, array, constant, integer, object, optional, pattern, required, rules, string},
    evaluate::violations,
    model::{Json, Members, Model, blank},
    reader::{Read, Reader},
    schema::{Pattern, Rule, Schema},
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
    assert_eq!(
        wrong_by(EITHER, "\"abc\""),
        " anyOf: must satisfy at least one of 2 schemas;  maxLength: must have at most 2 characters"
    );
    static ONE: &[Rule] = &[Rule::OneOf(&[&SHORT, &WHOLE])];
    let none =
        " oneOf: must satisfy exactly one of 2 schemas, but satisfies none;  maxLength: must have at most 2 characters";
    assert_eq!(wrong_by(ONE, "\"abc\""), none);
    assert_eq!(wrong_by(ONE, "1"), " oneOf: must satisfy exactly one of 2 schemas, but satisfies 2");
    assert_eq!(wrong_by(ONE, "1.5"), "");
    static NOT: &[Rule] = &[Rule::Not(&WHOLE)];
    assert_eq!(wrong_by(NOT, "null"), " not: must not satisfy the schema of `not`");
}

#[test]
fn what_holds_depends_on_what_there_is() {
    static IF: &[Rule] = &[Rule::If(&object("", &[required("k", &constant("x"))]), &A, &B_AND_C)];
    assert_eq!(wrong_by(IF, r#"{"k":"x","a":1}"#), "");
    assert_eq!(wrong_by(IF, r#"{"k":"x"}"#), "/a required: must be there");
    assert_eq!(wrong_by(IF, r#"{"k":"y","a":1}"#), "/b required: must be there; /c required: must be there");
    static DEPENDENT: &[Rule] = &[
        Rule::DependentRequired(&[("x", &["y", "z"])]),
        Rule::DependentSchemas(&[("b", &B_AND_C)]),
        Rule::PropertyNames(&SHORT),
    ];
    assert_eq!(wrong_by(DEPENDENT, "[]"), "");
    assert_eq!(
        wrong_by(DEPENDENT, r#"{"x":1,"y":1,"b":1,"long":1}"#),
        "/z dependentRequired: must be there, as \"x\" is; \
         /c required: must be there; \
         /long propertyNames: must have a name that is valid in its object"
    );
}

#[test]
fn the_closest_of_several_schemas_says_what_is_wrong() {
    static CAT: Schema = object("Cat", &[required("kind", &constant("cat")), optional("lives", &integer())]);
    static DOG: Schema = object("Dog", &[required("kind", &constant("dog")), required("tricks", &integer())]);
    static PET: &[Rule] = &[Rule::OneOf(&[&CAT, &DOG, &A])];
    let none = " oneOf: must satisfy exactly one of 3 schemas, but satisfies none";
    assert_eq!(
        wrong_by(PET, r#"{"kind":"dog","lives":1}"#),
        format!("{none}; `Dog` comes closest; /tricks required: must be there")
    );
    // What is of no arm's type has no arm that comes close.
    static ARMS: &[Rule] = &[Rule::OneOf(&[&CAT, &DOG])];
    assert_eq!(wrong_by(ARMS, "1"), " oneOf: must satisfy exactly one of 2 schemas, but satisfies none");
}

#[test]
fn items_are_checked_by_their_place_and_counted() {
    static ROW: &[Rule] = &[Rule::PrefixItems(&[&SHORT, &WHOLE]), Rule::Items(2, &Schema::Never)];
    assert_eq!(wrong_by(ROW, r#"["ab",1]"#), "");
    assert_eq!(
        wrong_by(ROW, r#"["abc","1",2]"#),
        "/0 maxLength: must have at most 2 characters; /1 type: must be of type integer or null, not string; \
         /2 items: must not be there: it is an item too many"
    );
    static SOME: &[Rule] = &[Rule::Contains(&WHOLE, 1, 2)];
    assert_eq!(wrong_by(SOME, r#"["",1]"#), "");
    assert_eq!(wrong_by(SOME, r#"[""]"#), " contains: must have at least 1 item for `contains`");
    assert_eq!(wrong_by(SOME, "[1,2,3]"), " maxContains: must have at most 2 items for `contains`");
}

#[test]
fn what_no_schema_evaluates_is_told() {
    static STREET: Schema = object("", &[required("street", &string())]);
    static LOCKER: Schema = object("", &[required("locker", &integer())]);
    static PARCEL: &[Rule] = &[Rule::Scope(&[
        Rule::Keywords(&object("", &[optional("weight", &integer())])),
        Rule::AnyOf(&[&STREET, &LOCKER]),
        Rule::UnevaluatedProperties(&Schema::Never),
    ])];
    assert_eq!(wrong_by(PARCEL, r#"{"weight":1,"street":"a","locker":2}"#), "");
    assert_eq!(
        wrong_by(PARCEL, r#"{"weight":1,"street":"a","locker":"b"}"#),
        "/locker unevaluatedProperties: must not be there: no such member is known"
    );
    static LIST: &[Rule] = &[Rule::Scope(&[Rule::Contains(&WHOLE, 0, 9), Rule::UnevaluatedItems(&SHORT)])];
    assert_eq!(wrong_by(LIST, r#"[1,"ab",null]"#), "");
    assert_eq!(wrong_by(LIST, r#"[1,"abc"]"#), "/1 maxLength: must have at most 2 characters");
}

#[test]
fn members_are_checked_by_the_pattern_of_their_names() {
    const X: Pattern = pattern("^x-", |name| name.starts_with("x-"));
    static TREE: &[Rule] =
        &[Rule::PatternProperties(&[(X, &SHORT)]), Rule::AdditionalProperties(&["kind"], &[X], &Schema::Never)];
    assert_eq!(wrong_by(TREE, r#"{"kind":1,"x-a":"ab"}"#), "");
    assert_eq!(
        wrong_by(TREE, r#"{"x-a":"abc","b":1}"#),
        "/x-a maxLength: must have at most 2 characters; \
         /b additionalProperties: must not be there: no such member is known"
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
