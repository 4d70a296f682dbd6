//! What is lowered says of a text what the document says: minimal cases of combinations that once went wrong.

use super::*;
use crate::{
    document::{self, testing::yaml},
    instance::{Checker, Kept},
    ir::{Rule, Shape, Width},
    normalise,
};

/// The IR of components.
fn api(components: &str) -> Api {
    let text =
        format!("{{openapi: 3.1.0, info: {{title: T, version: '1'}}, components: {{schemas: {{{components}}}}}}}");
    let root = yaml(&text);
    let (options, mut diagnostics) = (Options::default(), Diagnostics::default());
    let document = document::read::read(&root, &mut diagnostics).unwrap();
    let mut schemas = normalise::normalise(&document, &options, &mut diagnostics);
    let api = lower(&document, &mut schemas, &options, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{diagnostics:?} in {text}");
    api
}

/// The shape of the component `C`.
fn shape(api: &Api) -> Shape {
    let index = api.types.iter().position(|ty| ty.pointer == "#/components/schemas/C");
    Shape::Named(TypeId(index.unwrap() as u32))
}

/// Nothing is left unsaid of the component `C`, and it decides texts like this.
#[track_caller]
fn decides(components: &str, valid: &[&str], invalid: &[&str]) {
    let api = api(components);
    assert_eq!(api.ledger, [], "in {components}");
    let checker = Checker::new(&api);
    for text in valid {
        assert_eq!(checker.check(&shape(&api), text), Ok(()), "{text} in {components}");
    }
    for text in invalid {
        assert!(checker.check(&shape(&api), text).is_err(), "{text} in {components}");
    }
}

#[test]
fn listed_values_satisfy_the_other_keywords() {
    decides("C: {enum: [a, bb, ccc], minLength: 2, maxLength: 2}", &[r#""bb""#], &[r#""a""#, r#""ccc""#]);
    decides("C: {enum: [a1, b], pattern: '^[a-z]$'}", &[r#""b""#], &[r#""a1""#]);
    decides("C: {enum: [1, 2, 2.5, 4], minimum: 2, multipleOf: 2}", &["2", "4.0"], &["1", "2.5"]);
    decides("C: {enum: ['2026-02-28', '2026-02-30'], format: date}", &[r#""2026-02-28""#], &[r#""2026-02-30""#]);
    decides("C: {enum: [[1], [1, 1], []], minItems: 1, uniqueItems: true}", &["[1.0]"], &["[1,1]", "[]"]);
    decides(
        "C: {enum: [{a: 1}, {a: x}, {}], required: [a], properties: {a: {type: integer}}}",
        &[r#"{"a":1}"#],
        &[r#"{"a":"x"}"#, "{}"],
    );
    decides("C: {enum: [1, a], type: string}", &[r#""a""#], &["1"]);
    decides("C: {type: [string, integer], enum: [a, 1, 9], minimum: 5}", &[r#""a""#, "9"], &["1"]);
    decides("C: {const: a, minLength: 2}", &[], &[r#""a""#]);
}

#[test]
fn a_component_that_is_a_union_or_null_keeps_its_arms() {
    decides(
        "C: {oneOf: [{type: string}, {type: array, items: {type: 'null'}}, {type: 'null'}]}",
        &["null", r#""a""#, "[null]"],
        &["1", "[1]"],
    );
}

#[test]
fn null_is_no_one_of_two_arms_that_allow_it() {
    let arms = "[{type: [string, 'null']}, {type: 'null'}]";
    decides(&format!("C: {{oneOf: {arms}}}"), &[r#""a""#], &["null", "1"]);
    decides(&format!("C: {{anyOf: {arms}}}"), &[r#""a""#, "null"], &["1"]);
    decides("C: {anyOf: [{type: object}], type: [object, 'null']}", &["{}"], &["null"]);
}

#[test]
fn a_type_beside_arms_that_allow_more_holds_as_well() {
    decides(
        "C: {type: string, anyOf: [{type: string, minLength: 2}, {type: integer}]}",
        &[r#""ab""#],
        &[r#""a""#, "1"],
    );
    decides(
        "C: {type: object, anyOf: [{type: object, required: [a]}, {type: object, required: [b]}]}",
        &[r#"{"a":1}"#],
        &["{}", "1"],
    );
}

#[test]
fn what_is_asked_for_beside_arms_is_kept_by_each_or_they_make_no_union() {
    let arms = "[{type: object, required: [a], properties: {a: {}, w: {}}}, {type: object, required: [b], properties: {b: {}, OTHER: {}}}]";
    let is_union = |other: &str| {
        let text = format!("C: {{required: [w], oneOf: {}}}", arms.replace("OTHER", other));
        matches!(api(&text).types[0].kind, TypeKind::Union(_))
    };
    assert!(is_union("w"));
    assert!(!is_union("x"));
}

#[test]
fn an_anonymous_type_that_is_met_again_is_nullable_still() {
    decides(
        "A: {type: object, properties: {a: {enum: [x, null]}}}, C: {$ref: '#/components/schemas/A', required: [b]}",
        &[r#"{"a":null,"b":1}"#, r#"{"a":"x","b":1}"#],
        &[r#"{"a":"y","b":1}"#],
    );
}

#[test]
fn a_union_of_types_that_is_met_again_is_not_one_of_its_arms() {
    decides(
        "A: {type: object, properties: {a: {type: [object, string], properties: {b: {type: integer}}}}}, \
         C: {$ref: '#/components/schemas/A', required: [a]}",
        &[r#"{"a":"x"}"#, r#"{"a":{"b":1}}"#],
        &[r#"{"a":1}"#, r#"{"a":{"b":"x"}}"#, "{}"],
    );
}

#[test]
fn members_mean_an_object_only_where_nothing_says_a_type() {
    decides(
        "A: {type: [object, 'null'], properties: {a: {type: integer}}}, \
         C: {type: array, items: {$ref: '#/components/schemas/A', properties: {b: {type: integer}}}}",
        &["[null]", r#"[{"a":1}]"#],
        &[r#"[{"b":"x"}]"#, r#"["x"]"#],
    );
    decides("C: {type: string, allOf: [{minLength: 1, properties: {a: {}}}]}", &[r#""x""#], &[r#""""#, "{}"]);
}

#[test]
fn what_a_failed_schema_evaluates_is_not_told_again() {
    let api =
        api("B: {type: object, anyOf: [{properties: {a: {type: integer}}}], unevaluatedProperties: {type: integer}}, \
                   C: {$ref: '#/components/schemas/B', anyOf: [true], unevaluatedProperties: false}");
    let faults = Checker::new(&api).faults(&shape(&api), r#"{"a":1,"x":"y"}"#);
    let told: Vec<_> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.keyword)).collect();
    assert_eq!(told, [("/x", "type")]);
}

#[test]
fn keywords_of_another_type_say_nothing_of_a_string() {
    decides(
        "C: {anyOf: [{type: string, maximum: 1}, {minimum: 2}], maxLength: 1}",
        &[r#""x""#, "2"],
        &["1", r#""xy""#],
    );
    decides("C: {properties: {a: {not: {type: string, maximum: 1}}}}", &["{\"a\":1}"], &[r#"{"a":"x"}"#]);
}

#[test]
fn more_than_the_schema_of_an_arm_has_no_tag() {
    let arms = "A: {type: object, required: [t], properties: {t: {const: a}}, additionalProperties: {type: integer}}, \
                B: {type: object, required: [t], properties: {t: {const: b}}}, \
                U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}";
    // Of `c`, both schemas hold: the one of its name, and that of all other members.
    let both = "C: {type: object, properties: {c: {$ref: '#/components/schemas/A'}}, \
                allOf: [{type: object, additionalProperties: {type: object, additionalProperties: {type: integer}}}]}";
    decides(&format!("{arms}, {both}"), &["{}"], &[r#"{"c":{"t":"a"}}"#, r#"{"c":{}}"#]);
}

#[test]
fn integers_have_a_type_that_holds_their_values() {
    for (schema, width) in [
        ("{const: 18446744073709551615}", Width::U64),
        ("{enum: [0, 18446744073709551615]}", Width::U64),
        ("{enum: [-1, 7]}", Width::I64),
        ("{const: 1}", Width::I64),
    ] {
        let api = api(&format!("C: {schema}"));
        let TypeKind::Newtype(Shape::Literals(_, inner)) = &api.types[0].kind else {
            panic!("{:?}", api.types[0].kind);
        };
        assert!(matches!(&**inner, Shape::Integer(it) if it.width == width), "{schema}: {inner:?}");
    }
}

/// What is written back of a text of the component `C`.
fn kept(components: &str, text: &str) -> Kept {
    let api = api(components);
    Checker::new(&api).kept(&shape(&api), text)
}

#[test]
fn what_is_counted_is_kept() {
    let text = r#"{"a":1,"b":2}"#;
    assert_eq!(kept("C: {type: object, properties: {a: {type: integer}}}", text), Kept::Part);
    for count in ["minProperties: 2", "maxProperties: 2"] {
        let counted = format!("{{type: object, properties: {{a: {{type: integer}}}}, {count}}}");
        assert_eq!(kept(&format!("C: {counted}"), text), Kept::All, "{count}");
        let in_part = format!("A: {counted}, C: {{allOf: [{{$ref: '#/components/schemas/A'}}], required: [a]}}");
        assert_eq!(kept(&in_part, text), Kept::All, "{count}");
    }
}

#[test]
fn what_a_rule_asks_for_is_kept() {
    for rule in [
        "anyOf: [{required: [b]}, {required: [c]}]",
        "not: {required: [c]}",
        "if: {required: [a]}, then: {required: [b]}",
        "dependentRequired: {a: [b]}",
        "propertyNames: {maxLength: 1}",
    ] {
        let object = format!("C: {{type: object, properties: {{a: {{type: integer}}}}, {rule}}}");
        assert_eq!(kept(&object, r#"{"a":1,"b":2}"#), Kept::All, "{rule}");
    }
    let of_names =
        "C: {type: object, properties: {a: {type: integer}, b: {}}, anyOf: [{required: [a]}, {required: [b]}]}";
    assert_eq!(kept(of_names, r#"{"a":1,"c":2}"#), Kept::Part);
}

#[test]
fn what_a_rule_beside_a_union_asks_for_is_kept_by_its_arms() {
    let arms = "A: {type: object, required: [t], properties: {t: {const: a}}}, \
                B: {type: object, required: [t], properties: {t: {const: b}}}";
    let union = "oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]";
    assert_eq!(kept(&format!("{arms}, C: {{{union}}}"), r#"{"t":"a","x":1}"#), Kept::Part);
    for rule in [
        "if: {properties: {t: {const: a}}}, then: {required: [x]}",
        "dependentRequired: {t: [x]}",
        "dependentSchemas: {t: {required: [x]}}",
        "not: {maxProperties: 1}",
    ] {
        let components = format!("{arms}, C: {{{union}, {rule}}}");
        assert_eq!(kept(&components, r#"{"t":"a","x":1}"#), Kept::All, "{rule}");
        // An arm may be a union itself.
        let components = format!("{arms}, U: {{{union}}}, C: {{oneOf: [{{$ref: '#/components/schemas/U'}}], {rule}}}");
        assert_eq!(kept(&components, r#"{"t":"b","x":1}"#), Kept::All, "{rule}");
    }
}

#[test]
fn what_a_rule_asks_of_a_part_is_kept() {
    let object = "A: {type: object, properties: {a: {type: integer}}}";
    let part = "{$ref: '#/components/schemas/A'}";
    for (whole, text) in [
        ("type: object, properties: {p: PART}, not: {properties: {p: {required: [y]}}}", r#"{"p":{"x":1}}"#),
        ("type: object, properties: {p: PART}, if: {properties: {p: {const: {x: 1}}}}, then: {}", r#"{"p":{"x":1}}"#),
        ("type: array, items: PART, contains: {required: [x]}", r#"[{"x":1}]"#),
        ("type: object, additionalProperties: PART, anyOf: [{properties: {q: {required: [x]}}}]", r#"{"q":{"x":1}}"#),
    ] {
        let components = format!("{object}, C: {{{}}}", whole.replace("PART", part));
        assert_eq!(kept(&components, text), Kept::All, "{whole}");
    }
}

#[test]
fn what_is_compared_is_kept() {
    let objects = "B: {type: object, properties: {c: {type: integer}}}, \
                   A: {type: object, properties: {a: {type: integer}, b: {$ref: '#/components/schemas/B'}}}";
    let items = "{type: array, items: {$ref: '#/components/schemas/A'}}";
    for text in [r#"[{"a":1,"x":1},{"a":1,"x":2}]"#, r#"[{"b":{"x":1}},{"b":{"x":2}}]"#] {
        assert_eq!(kept(&format!("{objects}, C: {items}"), text), Kept::Part, "{text}");
        let unique = format!("{objects}, C: {{allOf: [{items}], uniqueItems: true}}");
        assert_eq!(kept(&unique, text), Kept::All, "{text}");
    }
}

/// A parent with a discriminator, and two children.
fn family(discriminator: &str, tag: &str, required: &str) -> String {
    format!(
        "C: {{type: object, required: [{required}], properties: {{t: {{type: string{tag}}}, n: {{type: integer}}}}, \
         discriminator: {{propertyName: t{discriminator}}}}}, \
         Cat: {{allOf: [{{$ref: '#/components/schemas/C'}}, {{required: [c], properties: {{c: {{type: integer}}}}}}]}}, \
         Dog: {{allOf: [{{$ref: '#/components/schemas/C'}}]}}"
    )
}

#[test]
fn a_child_stands_for_its_parent_where_its_tag_does() {
    decides(
        &family("", "", "t"),
        &[r#"{"t":"Cat","c":1}"#, r#"{"c":1,"n":2,"t":"Cat"}"#, r#"{"t":"Dog"}"#],
        &[r#"{"t":"Cat"}"#, r#"{"t":"Cat","c":1,"n":"x"}"#, r#"{"t":"Bird","c":1}"#, r#"{"c":1}"#, "{}", "null"],
    );
    decides(
        &family(", mapping: {cat: Cat}", "", "t"),
        &[r#"{"t":"cat","c":1}"#, r#"{"t":"Dog"}"#],
        &[r#"{"t":"Cat","c":1}"#, r#"{"t":"cat"}"#],
    );
    // The tag may list what it can be, for all children at once.
    decides(
        &family("", ", enum: [Cat, Dog, Eel]", "t"),
        &[r#"{"t":"Cat","c":1}"#, r#"{"t":"Dog"}"#],
        &[r#"{"t":"Cat"}"#, r#"{"t":"Eel"}"#],
    );
    decides(
        &family(", mapping: {self: C}", "", "t"),
        &[r#"{"t":"Cat","c":1}"#, r#"{"t":"self","n":1}"#],
        &[r#"{"t":"self","n":"x"}"#, r#"{"t":"C"}"#],
    );
}

#[test]
fn a_tag_that_is_not_required_selects_a_child_all_the_same() {
    let family = family("", "", "n");
    decides(&family, &[r#"{"t":"Cat","c":1,"n":1}"#, r#"{"t":"Dog","n":1}"#], &[r#"{"n":1}"#, r#"{"t":"Cat","n":1}"#]);
}

#[test]
fn null_stands_for_a_parent_and_for_no_child() {
    let family = family("", "", "t").replace("{type: object, required: [t]", "{type: [object, 'null'], required: [t]");
    decides(&family, &["null", r#"{"t":"Dog"}"#], &["{}", r#"{"t":null}"#]);
}

#[test]
fn a_child_may_have_children_by_a_tag_of_its_own() {
    let family =
        family("", "", "t").replace("properties: {c:", "discriminator: {propertyName: u}, properties: {u: {}, c:");
    let below = "Lion: {allOf: [{$ref: '#/components/schemas/Cat'}]}, \
                 Lynx: {allOf: [{$ref: '#/components/schemas/Cat'}]}";
    let family = family.replace(
        "Cat: {allOf: [{$ref: '#/components/schemas/C'}, {required: [c], ",
        "Cat: {allOf: [{$ref: '#/components/schemas/C'}], required: [c], ",
    );
    let family = family.replace("c: {type: integer}}}]}", "c: {type: integer}}}");
    decides(
        &format!("{family}, {below}"),
        &[r#"{"t":"Cat","u":"Lion","c":1}"#, r#"{"t":"Dog"}"#],
        &[r#"{"t":"Lion","u":"Lion","c":1}"#, r#"{"t":"Cat","c":1}"#, r#"{"t":"Cat","u":"Lion"}"#],
    );
}

#[test]
fn a_child_by_itself_has_its_tag() {
    let parent = family("", "", "t").replace("C:", "P:").replace("schemas/C'", "schemas/P'").replace("Cat:", "C:");
    decides(&parent, &[r#"{"t":"C","c":1}"#], &[r#"{"t":"Dog","c":1}"#, r#"{"t":"C"}"#, r#"{"c":1}"#]);
}

#[test]
fn members_of_a_parent_have_types_of_its_name_whoever_comes_first() {
    let child = "Cat: {allOf: [{$ref: '#/components/schemas/C'}]}, Dog: {allOf: [{$ref: '#/components/schemas/C'}]}";
    let parent = "C: {type: object, required: [t], properties: {t: {type: string}, size: {enum: [s, m]}}, \
                  discriminator: {propertyName: t}}";
    for components in [format!("{child}, {parent}"), format!("{parent}, {child}")] {
        let api = api(&components);
        let named = api.types.iter().find(|ty| matches!(ty.kind, TypeKind::Enum(_))).unwrap();
        assert_eq!(named.name.as_str(), "CSize");
    }
}

#[test]
fn rules_that_several_schemas_lead_to_are_shared() {
    // Each level has two ways to the next one.
    let level = |index: usize| {
        let next = format!("{{$ref: '#/components/schemas/L{}'}}", index + 1);
        format!(
            "L{index}: {{anyOf: [{next}, {{allOf: [{next}, {{required: [m{index}]}}]}}], unevaluatedProperties: false}}"
        )
    };
    let levels: Vec<String> = (0..12).map(level).collect();
    let last = "L12: {type: object, properties: {leaf: {type: string}}}";
    let api = api(&format!("{}, {last}", levels.join(", ")));
    assert_eq!(api.ledger, []);
    let table = |name: &str| api.shared.iter().filter(|list| list.table.as_str() == name).count();
    assert_eq!(table("L5_EVALUATED"), 1);
    let mut rules = 0;
    for list in api.types.iter().map(|ty| ty.kind.rules()).chain(api.shared.iter().map(|list| list.rules.as_slice())) {
        Rule::each(list, &mut |_| rules += 1);
    }
    assert!(rules < 20 * 12, "{rules}");
    let valid = |text: &str| Checker::new(&api).is_valid(&Shape::Named(TypeId(0)), text);
    assert!(valid(r#"{"leaf":""}"#) && !valid(r#"{"other":""}"#) && !valid(r#"{"leaf":0}"#));
}

#[test]
fn rules_may_lead_to_themselves() {
    let list = "{type: object, properties: {next: {$ref: '#/components/schemas/C/$defs/N'}}, required: [end]}";
    let component = format!("C: {{not: {{$ref: '#/components/schemas/C/$defs/N'}}, $defs: {{N: {list}}}}}");
    decides(&component, &["{}", "1", r#"{"end":1,"next":{}}"#], &[r#"{"end":1}"#, r#"{"end":1,"next":{"end":2}}"#]);
}
