//! Texts that break a rule at one place, each with the place and the keyword.
//!
//! They are smallest instances with one thing wrong. What a type says itself is broken in its own texts; of a type that
//! it is a part of, one or two rules are, to see that the place is told right. Each text is checked to be wrong at
//! just that place for just that reason.

use std::collections::HashMap;

use crate::ir::{Additional, Dispatch, List, Map, Role, Shape, Struct, TypeId, TypeKind, Union};

use super::{
    check::{Fault, token},
    compose::{Object, array, free_name, object, string},
    make::Maker,
    number::{wrong_integers, wrong_numbers},
    rules::{Rules, keyword, rules},
    text::{name, wrong_texts},
};

/// A text that is not valid, and a violation that is reported for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faulty {
    /// The JSON text.
    pub text: String,
    /// One of the violations; there may be others.
    pub fault: Fault,
}

/// So many texts of a type break one keyword.
const MOST_OF_A_KEYWORD: usize = 6;

/// So many texts of a type are tried.
const MOST_TRIALS: usize = 256;

/// So many bytes are all faulty texts of a type together.
const LARGEST_TOGETHER: usize = 4 * 1024;

/// Counts beyond this are not broken.
const MOST_PARTS: u32 = 64;

/// A part of a type is looked for through so many newtypes and other wrappings.
const DEPTH: u32 = 2;

/// JSON values, one of each type.
const KINDS: [&str; 7] = ["null", "true", "1", "0.5", "\"\"", "[]", "{}"];

impl Maker<'_> {
    /// Texts of a type that are not valid, at most six of a keyword and 4 KiB together. There may be none.
    pub fn faults(&self, id: TypeId) -> Vec<Faulty> {
        let mut counts: HashMap<&'static str, usize> = HashMap::new();
        let (mut size, mut trials) = (0, 0);
        let mut faults: Vec<Faulty> = Vec::new();
        for faulty in self.faults_of(id) {
            let count = counts.entry(faulty.fault.keyword).or_default();
            let fits = *count < MOST_OF_A_KEYWORD && size + faulty.text.len() <= LARGEST_TOGETHER;
            if fits && trials < MOST_TRIALS && !faults.contains(&faulty) {
                trials += 1;
                if self.is_refused(id, &faulty) {
                    *count += 1;
                    size += faulty.text.len();
                    faults.push(faulty);
                }
            }
        }
        faults
    }

    fn is_refused(&self, id: TypeId, faulty: &Faulty) -> bool {
        self.checker().faults(&Shape::Named(id), &faulty.text).contains(&faulty.fault)
    }

    /// Texts that break what a type says itself, and some of what its parts say.
    fn faults_of(&self, id: TypeId) -> Vec<Faulty> {
        let own = match &self.api.get(id).kind {
            TypeKind::Struct(it) => self.struct_faults(it),
            TypeKind::Union(it) => self.union_faults(it),
            TypeKind::Enum(_) => self.brief_faults(id, DEPTH),
            TypeKind::Newtype(shape) => self.shape_faults(shape, DEPTH),
        };
        let of_rules = self.trials(&Shape::Named(id), self.api.get(id).kind.rules(), DEPTH);
        own.into_iter().chain(of_rules).chain(self.wrong_type(&Shape::Named(id), DEPTH)).collect()
    }

    /// Texts that break one rule of a type, as a part of another.
    fn brief_faults(&self, id: TypeId, depth: u32) -> Vec<Faulty> {
        match &self.api.get(id).kind {
            TypeKind::Struct(it) => self.missing_members(it).into_iter().take(1).collect(),
            TypeKind::Enum(it) => {
                let mut unknown = "unknown".to_owned();
                while it.variants.iter().any(|variant| variant.value == unknown) {
                    unknown.push('_');
                }
                vec![faulty(string(&unknown), "enum")]
            }
            TypeKind::Union(it) => tag_faults(it).into_iter().take(1).collect(),
            TypeKind::Newtype(shape) if depth > 0 => self.shape_faults(shape, depth - 1),
            TypeKind::Newtype(_) => Vec::new(),
        }
    }

    /// Texts that break one rule of a shape each; looks through so many newtypes.
    fn shape_faults(&self, shape: &Shape, depth: u32) -> Vec<Faulty> {
        let mut faults: Vec<Faulty> = match shape {
            Shape::Any | Shape::Null | Shape::Boolean => Vec::new(),
            Shape::Never => KINDS.iter().map(|text| faulty((*text).to_owned(), "false")).collect(),
            Shape::String(rules) => {
                let wrong = wrong_texts(self.checker(), rules).into_iter();
                wrong.map(|(text, keyword)| faulty(string(&text), keyword)).collect()
            }
            Shape::Integer(rules) => {
                wrong_integers(rules).into_iter().map(|(text, keyword)| faulty(text, keyword)).collect()
            }
            Shape::Number(rules) => {
                wrong_numbers(rules).into_iter().map(|(text, keyword)| faulty(text, keyword)).collect()
            }
            Shape::List(list) => self.list_faults(list, depth),
            Shape::Map(map) => self.map_faults(map, depth),
            Shape::Named(id) => self.brief_faults(*id, depth),
            Shape::Boxed(inner) | Shape::Nullable(inner) => return self.shape_faults(inner, depth),
            Shape::Asserted(rules, inner) => {
                let of_shape = self.shape_faults(inner, depth);
                return of_shape.into_iter().chain(self.trials(shape, rules, DEPTH)).collect();
            }
            Shape::Literals(values, inner) => {
                let keyword = if values.len() == 1 { "const" } else { "enum" };
                let others = self.several(inner, values.len() + 1, DEPTH).into_iter().chain(KINDS.map(str::to_owned));
                let wrong = others.filter(|text| self.is_valid(inner, text) && !self.is_valid(shape, text));
                wrong.take(1).map(|text| faulty(text, keyword)).collect()
            }
        };
        faults.extend(self.wrong_type(shape, DEPTH));
        faults
    }

    /// A value of a type that a shape does not allow.
    fn wrong_type(&self, shape: &Shape, depth: u32) -> Option<Faulty> {
        let text = match rules(self.api, shape) {
            Rules::Any | Rules::Never | Rules::Union(_) => return None,
            Rules::Nullable(inner) | Rules::Literals(_, inner) | Rules::Asserted(_, inner) if depth > 0 => {
                return self.wrong_type(inner, depth - 1);
            }
            Rules::Nullable(_) | Rules::Literals(..) | Rules::Asserted(..) => return None,
            Rules::Text(_) | Rules::Enum(_) => "1",
            Rules::Integer(_) => "0.5",
            Rules::Number(_) => "\"1\"",
            Rules::Boolean => "\"true\"",
            Rules::Null => "false",
            Rules::List(_) => "{}",
            Rules::Map(_) | Rules::Struct(_) => "[]",
        };
        Some(faulty(text.to_owned(), "type"))
    }

    fn list_faults(&self, list: &List, depth: u32) -> Vec<Faulty> {
        let (least, most) = (list.min_items.unwrap_or(0), list.max_items);
        let with = |given: &[String], count: u32| Some(array(&self.items(list, given, count as usize).ok()?));
        let mut faults = Vec::new();
        if let Some(count) = least.checked_sub(1).filter(|&count| count <= MOST_PARTS) {
            faults.extend(with(&[], count).map(|text| faulty(text, "minItems")));
        }
        if let Some(count) = most.filter(|&count| count < MOST_PARTS) {
            faults.extend(with(&[], count + 1).map(|text| faulty(text, "maxItems")));
        }
        if list.unique_items
            && let Ok(item) = self.smallest(&list.items)
        {
            faults.extend(with(&[item.clone(), item], least).map(|text| faulty(text, "uniqueItems")));
        }
        let wrong = self.shape_faults(&list.items, depth).into_iter().filter_map(|inner| {
            let text = with(std::slice::from_ref(&inner.text), least)?;
            Some(inner.inside("0", text))
        });
        faults.extend(wrong);
        faults
    }

    fn map_faults(&self, map: &Map, depth: u32) -> Vec<Faulty> {
        let (least, most) = (map.min_properties.unwrap_or(0), map.max_properties);
        let smallest = self.smallest(&map.values);
        let with = |given: Option<&String>, count: u32| {
            let values = (0..count as usize).map(|index| match (given, index) {
                (Some(given), 0) => Some((name(0), given.clone())),
                _ => Some((name(index), smallest.clone().ok()?)),
            });
            Some(object(values.collect::<Option<Vec<_>>>()?))
        };
        let mut faults = Vec::new();
        if let Some(count) = least.checked_sub(1).filter(|&count| count <= MOST_PARTS) {
            faults.extend(with(None, count).map(|text| faulty(text, "minProperties")));
        }
        if let Some(count) = most.filter(|&count| count < MOST_PARTS) {
            faults.extend(with(None, count + 1).map(|text| faulty(text, "maxProperties")));
        }
        if least <= MOST_PARTS {
            let wrong = self.shape_faults(&map.values, depth).into_iter();
            faults.extend(wrong.filter_map(|inner| {
                let text = with(Some(&inner.text), least.max(1))?;
                Some(inner.inside(&name(0), text))
            }));
        }
        faults
    }

    fn struct_faults(&self, it: &Struct) -> Vec<Faulty> {
        let Ok(base) = self.base(it) else { return Vec::new() };
        let mut faults = self.missing_members(it);
        let more = |name: String, value: String| {
            let mut object = base.clone();
            object.extra.push((name, value));
            object.render(it)
        };
        for (index, member) in it.members.iter().enumerate() {
            let wrong = match &member.role {
                Role::Field { shape, .. } => self.shape_faults(shape, DEPTH),
                Role::Tag { value, .. } => {
                    vec![faulty(string(&format!("not_{value}")), "const"), faulty("1".to_owned(), "type")]
                }
            };
            faults.extend(wrong.into_iter().map(|inner| {
                let text = base.with(index, Some(inner.text.clone())).render(it);
                inner.inside(&member.name, text)
            }));
        }
        let free = free_name(it, base.extra.len());
        match &it.additional {
            Additional::Refused => {
                let text = more(free.clone(), "null".to_owned());
                faults.push(faulty(text.clone(), "additionalProperties").inside(&free, text));
            }
            Additional::Kept { shape, .. } => faults.extend(self.shape_faults(shape, DEPTH).into_iter().map(|inner| {
                let text = more(free.clone(), inner.text.clone());
                inner.inside(&free, text)
            })),
            Additional::Dropped => {}
        }
        faults.extend(self.count_faults(it, &base));
        faults
    }

    /// Smallest instances without one of the members that they need.
    fn missing_members(&self, it: &Struct) -> Vec<Faulty> {
        let Ok(base) = self.base(it) else { return Vec::new() };
        let members = it.members.iter().enumerate().filter(|(_, member)| member.required);
        let without = members.map(|(index, member)| {
            let text = base.with(index, None).render(it);
            faulty(text.clone(), "required").inside(&member.name, text)
        });
        without.take(MOST_OF_A_KEYWORD).collect()
    }

    /// Objects with too few and too many members.
    fn count_faults(&self, it: &Struct, base: &Object) -> Vec<Faulty> {
        let mut faults = Vec::new();
        if it.min_properties.is_some() {
            let mut few = base.clone();
            let optional = it.members.iter().zip(&mut few.values).rev();
            let last =
                optional.filter(|(member, value)| !member.required && value.is_some()).map(|(_, value)| value).next();
            if few.extra.pop().is_some() {
                faults.push(faulty(few.render(it), "minProperties"));
            } else if let Some(value) = last {
                *value = None;
                faults.push(faulty(few.render(it), "minProperties"));
            }
        }
        if let Some(most) = it.max_properties.filter(|&most| most < MOST_PARTS) {
            let mut many = base.clone();
            self.fill(it, &mut many, most as usize + 1);
            faults.push(faulty(many.render(it), "maxProperties"));
        }
        faults
    }

    fn union_faults(&self, it: &Union) -> Vec<Faulty> {
        let mut faults = tag_faults(it);
        let has_type = matches!(it.dispatch, Dispatch::Tag { .. } | Dispatch::Literal { .. } | Dispatch::Kind);
        let no_arm = if has_type { "type" } else { keyword(it) };
        let kinds: &[&str] = if faults.is_empty() { &KINDS } else { &["[]"] };
        faults.extend(kinds.iter().map(|text| faulty((*text).to_owned(), no_arm)));
        faults.extend(it.arms.iter().flat_map(|arm| self.shape_faults(&arm.shape, DEPTH)));
        faults
    }
}

/// Texts whose tag is not known, is no string, or is missing.
fn tag_faults(it: &Union) -> Vec<Faulty> {
    let member = match &it.dispatch {
        Dispatch::Tag { member, .. } => member,
        Dispatch::Literal { member, .. } => {
            let text = object([(member.clone(), "\"unknown\"".to_owned())]);
            return vec![faulty(text.clone(), keyword(it)).inside(member, text), without_tag(member)];
        }
        _ => return Vec::new(),
    };
    let mut unknown = "unknown".to_owned();
    while it.arms.iter().any(|arm| arm.selectors.contains(&unknown)) {
        unknown.push('_');
    }
    let wrong = [(Some(string(&unknown)), keyword(it)), (Some("1".to_owned()), "type"), (None, "required")];
    let faults = wrong.into_iter().map(|(value, keyword)| {
        let text = object(value.map(|value| (member.clone(), value)));
        faulty(text.clone(), keyword).inside(member, text)
    });
    faults.collect()
}

/// A text that does not have the tag.
fn without_tag(member: &str) -> Faulty {
    faulty("{}".to_owned(), "required").inside(member, "{}".to_owned())
}

/// A text that is wrong as a whole.
fn faulty(text: String, keyword: &'static str) -> Faulty {
    Faulty { text, fault: Fault { pointer: String::new(), keyword } }
}

impl Faulty {
    /// The same fault in a larger text, of which the text is the part of this name.
    fn inside(mut self, part: &str, text: String) -> Self {
        self.text = text;
        self.fault.pointer = token(part) + &self.fault.pointer;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        emit::testing::{
            api, arm, boxed, integer, list, member, named, newtype, nullable, optional, plain_text, strings, structure,
            tag, union,
        },
        ir::Type,
    };

    fn faults(types: Vec<Type>) -> String {
        let api = api(types);
        let faults = Maker::new(&api).faults(TypeId(0));
        let lines = faults.iter().map(|Faulty { text, fault }| format!("{text} {} {}", fault.pointer, fault.keyword));
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn each_rule_of_an_object_is_broken() {
        let mut closed = structure(
            "Closed",
            vec![tag("type", "closed"), member("a/b", nullable(integer())), optional("size", named(1))],
        );
        if let TypeKind::Struct(it) = &mut closed.kind {
            it.additional = Additional::Refused;
        }
        insta::assert_snapshot!(faults(vec![closed, strings("Size", &["s"])]), @r#"
        {"a/b":null} /type required
        {"type":"closed"} /a~1b required
        {"type":"not_closed","a/b":null} /type const
        {"type":1,"a/b":null} /type type
        {"type":"closed","a/b":9223372036854775808} /a~1b type
        {"type":"closed","a/b":0.5} /a~1b type
        {"type":"closed","a/b":null,"size":"unknown"} /size enum
        {"type":"closed","a/b":null,"size":1} /size type
        {"type":"closed","a/b":null,"a":null} /a additionalProperties
        []  type
        "#);
    }

    #[test]
    fn counts_of_members_are_broken() {
        let mut counted = structure("Counted", ["b", "c", "d"].map(|name| optional(name, Shape::Any)).into());
        if let TypeKind::Struct(it) = &mut counted.kind {
            (it.min_properties, it.max_properties) = (Some(1), Some(2));
        }
        insta::assert_snapshot!(faults(vec![counted]), @r#"
        {}  minProperties
        {"b":null,"c":null,"d":null}  maxProperties
        []  type
        "#);
    }

    #[test]
    fn each_rule_of_a_list_is_broken() {
        let list =
            Shape::List(Box::new(List { items: named(1), min_items: Some(2), max_items: Some(3), unique_items: true }));
        let types = vec![newtype("Items", list), structure("Item", vec![member("id", plain_text())])];
        insta::assert_snapshot!(faults(types), @r#"
        [{"id":""}]  minItems
        [{"id":""},{"id":"a"},{"id":"b"},{"id":"c"}]  maxItems
        [{"id":""},{"id":""}]  uniqueItems
        [{},{"id":""}] /0/id required
        [[],{"id":""}] /0 type
        {}  type
        "#);
    }

    #[test]
    fn each_rule_of_a_map_is_broken() {
        let map =
            Shape::Map(Box::new(Map { values: Shape::Boolean, min_properties: Some(1), max_properties: Some(1) }));
        insta::assert_snapshot!(faults(vec![newtype("Flags", map)]), @r#"
        {}  minProperties
        {"a":false,"b":false}  maxProperties
        {"a":"true"} /a type
        []  type
        "#);
    }

    #[test]
    fn tags_are_broken() {
        let dispatch = Dispatch::Tag { member: "type".to_owned(), declared: false };
        let types = vec![
            union("Skill", dispatch, vec![arm("A", &["a"], named(1)), arm("B", &["unknown"], named(2))]),
            structure("A", vec![tag("type", "a"), member("id", plain_text())]),
            structure("B", vec![tag("type", "unknown")]),
        ];
        insta::assert_snapshot!(faults(types), @r#"
        {"type":"unknown_"} /type oneOf
        {"type":1} /type type
        {} /type required
        []  type
        {"id":""} /type required
        "#);
    }

    #[test]
    fn values_of_no_arm_are_broken() {
        let arms = || vec![arm("Text", &["string"], plain_text()), arm("Number", &["integer"], integer())];
        insta::assert_snapshot!(faults(vec![union("Either", Dispatch::Kind, arms())]), @"
        null  type
        true  type
        0.5  type
        []  type
        {}  type
        9223372036854775808  type
        ");
        insta::assert_snapshot!(faults(vec![union("Either", Dispatch::Trial, arms())]), @"
        null  oneOf
        true  oneOf
        0.5  oneOf
        []  oneOf
        {}  oneOf
        9223372036854775808  type
        ");
    }

    #[test]
    fn literals_are_changed() {
        let literals = |values: &[&str]| {
            Shape::Literals(values.iter().map(|&value| value.to_owned()).collect(), Box::new(integer()))
        };
        let types =
            vec![structure("Levels", vec![member("one", literals(&["0"])), member("some", literals(&["1", "2.0"]))])];
        insta::assert_snapshot!(faults(types), @r#"
        {"some":1} /one required
        {"one":0} /some required
        {"one":1,"some":1} /one const
        {"one":0.5,"some":1} /one type
        {"one":0,"some":0} /some enum
        {"one":0,"some":0.5} /some type
        []  type
        "#);
    }

    #[test]
    fn recursion_ends() {
        assert!(!faults(vec![structure("Tree", vec![member("trees", list(named(0)))])]).is_empty());
        assert!(!faults(vec![newtype("Nest", list(named(0)))]).is_empty());
        assert_eq!(faults(vec![newtype("Loop", nullable(boxed(named(0))))]), "");
        assert_eq!(faults(vec![newtype("Anything", Shape::Any)]), "");
    }

    #[test]
    fn there_are_not_too_many() {
        let members = (0..200).map(|index| member(&format!("member_{index}"), integer())).collect();
        let api = api(vec![structure("Wide", members), structure("Narrow", vec![member("a", integer())])]);
        let faults = Maker::new(&api).faults(TypeId(0));
        assert!(faults.iter().map(|faulty| faulty.text.len()).sum::<usize>() <= LARGEST_TOGETHER);
    }
}
