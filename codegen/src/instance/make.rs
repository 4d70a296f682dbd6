//! Texts that are made from a type alone: the smallest, fuller ones, and such as break a rule at one place.
//!
//! All of it is bounded and the same on every run. A text is composed of the texts of its parts, and checked as a whole
//! before it is handed out.

use std::cell::RefCell;

use crate::ir::{Additional, Api, List, Map, Member, Role, Shape, Struct, Type, TypeId, TypeKind, Union};

use super::{
    check::Checker,
    compose::{Object, array, free_name, object, string, tagged},
    fuller::{Extent, Fuller},
    guess::Allowed,
    number::{integers, numbers},
    rules::{Rules, rules},
    text::{name, texts},
};

/// Why no instance of a type was made.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unmakeable {
    /// Where the document declares what can't be made.
    pub pointer: String,
    /// Why, as the end of a sentence: `no string was found that satisfies all of its keywords`.
    pub why: String,
    /// Whether the schema itself says that there is none.
    pub impossible: bool,
}

/// Makes instances of the types of one API.
#[derive(Debug)]
pub struct Maker<'a> {
    pub(super) api: &'a Api,
    checker: Checker<'a>,
    /// The smallest instance of each type.
    smallest: Vec<Result<String, Unmakeable>>,
    pub(super) fuller: Fuller,
    /// What was found that rules allow, so deep; it is forgotten when there is more to find it by.
    pub(super) allowed: RefCell<Allowed>,
}

/// A larger text is no smallest instance.
const LARGEST: usize = 16 * 1024;

/// Why there is no larger one.
const TOO_LARGE: &str = "its smallest instance is too large";

/// Where values have to differ, a part that can is looked for so deep.
const DEPTH: u32 = 3;

impl<'a> Maker<'a> {
    /// Makes the smallest instance of every type.
    pub fn new(api: &'a Api) -> Self {
        let endless = |ty: &Type| Unmakeable {
            pointer: ty.pointer.clone(),
            why: "every value of it holds another one".to_owned(),
            impossible: false,
        };
        let mut maker = Self {
            api,
            checker: Checker::new(api),
            smallest: api.types.iter().map(|ty| Err(endless(ty))).collect(),
            fuller: Fuller::default(),
            allowed: RefCell::default(),
        };
        // A type is made of types that were made before, so that the smallest instance never holds itself. They may be
        // declared in either order.
        while maker.pass(false) | maker.pass(true) {}
        // Some of it was made when not all was known.
        maker.fuller = Fuller::default();
        maker.allowed.borrow_mut().clear();
        maker
    }

    /// Makes the smallest instances that can be made of what was made before; whether there were any.
    fn pass(&mut self, backwards: bool) -> bool {
        self.allowed.borrow_mut().clear();
        let mut more = false;
        let count = self.api.types.len();
        for step in 0..count {
            let index = if backwards { count - 1 - step } else { step };
            if let (Some(ty), Some(Err(_))) = (self.api.types.get(index), self.smallest.get(index)) {
                let made = self.smallest_of(TypeId(index as u32), ty);
                more |= made.is_ok();
                self.smallest[index] = made;
            }
        }
        more
    }

    /// The check that every text has passed.
    pub fn checker(&self) -> &Checker<'a> {
        &self.checker
    }

    pub(super) fn is_valid(&self, shape: &Shape, text: &str) -> bool {
        self.checker.check(shape, text).is_ok()
    }

    fn smallest_of(&self, id: TypeId, ty: &Type) -> Result<String, Unmakeable> {
        let text = match &ty.kind {
            TypeKind::Struct(it) => self.base(it).map(|base| base.render(it)),
            TypeKind::Enum(it) => {
                let mut values = it.variants.iter().map(|variant| string(&variant.value));
                let first = values.clone().next().ok_or_else(|| why("it has no values"));
                values.find(|text| self.is_valid(&Shape::Named(id), text)).map_or(first, Ok)
            }
            TypeKind::Union(it) => self.smallest_arm(id, it),
            TypeKind::Newtype(shape) => self.smallest(shape),
        };
        let at = |unmakeable: Unmakeable| unmakeable.at(&ty.pointer);
        let text = text.map_err(at)?;
        if text.len() > LARGEST {
            return Err(why(TOO_LARGE).at(&ty.pointer));
        }
        match self.checker.check(&Shape::Named(id), &text) {
            Ok(()) => Ok(text),
            Err(fault) => {
                let place = if fault.pointer.is_empty() { "it".to_owned() } else { fault.pointer };
                Err(why(&format!("{place} can't be made to satisfy `{}`", fault.keyword)).at(&ty.pointer))
            }
        }
    }

    fn smallest_arm(&self, id: TypeId, it: &Union) -> Result<String, Unmakeable> {
        let mut reason = why("it has no arms");
        for (index, arm) in it.arms.iter().enumerate() {
            match self.smallest(&arm.shape) {
                // An arm that might have an instance tells more than one that has none.
                Err(unmakeable) if index == 0 || reason.impossible => reason = unmakeable,
                Err(_) => {}
                Ok(_) => {
                    let simple = self.several(&arm.shape, 8, DEPTH).into_iter();
                    let fuller = std::iter::once_with(|| self.full(&arm.shape, Extent::Part)).flatten();
                    let single = std::iter::once_with(|| self.with_one_more(&arm.shape)).flatten();
                    let mut texts = simple.chain(fuller).chain(single).flat_map(|text| tagged(it, arm, text));
                    if let Some(text) = texts.find(|text| self.is_valid(&Shape::Named(id), text)) {
                        return Ok(text);
                    }
                    reason = why("what is valid by one of its arms was not by the whole");
                }
            }
        }
        let guesses = if it.rules.is_empty() { Vec::new() } else { self.guesses(&it.rules, DEPTH) };
        guesses.into_iter().find(|text| self.is_valid(&Shape::Named(id), text)).ok_or(reason)
    }

    /// Smallest objects with one optional member each, where a shape is a struct: what the arms of a union differ in.
    fn with_one_more(&self, shape: &Shape) -> Vec<String> {
        let Rules::Struct(it) = rules(self.api, shape) else { return Vec::new() };
        let Ok(base) = self.base(it) else { return Vec::new() };
        let missing = it.members.iter().enumerate().filter(|(index, _)| matches!(base.values.get(*index), Some(None)));
        let values = missing.filter_map(|(index, member)| Some((index, self.member(member, DEPTH).ok()?)));
        values.map(|(index, value)| base.with(index, Some(value)).render(it)).collect()
    }

    /// The smallest value of a shape, by what was made so far.
    pub(super) fn smallest(&self, shape: &Shape) -> Result<String, Unmakeable> {
        self.smallest_within(shape, DEPTH)
    }

    pub(super) fn smallest_within(&self, shape: &Shape, depth: u32) -> Result<String, Unmakeable> {
        match shape {
            Shape::Any | Shape::Null | Shape::Nullable(_) => Ok("null".to_owned()),
            Shape::Never => Err(Unmakeable { impossible: true, ..why("no value is valid") }),
            Shape::Boolean => Ok("false".to_owned()),
            Shape::String(rules) => {
                let made = texts(&self.checker, rules, 1).into_iter();
                first(made.map(|text| string(&text)), "no string was found that satisfies all of its keywords")
            }
            Shape::Integer(rules) => first(integers(rules).take(1), "no integer satisfies all of its keywords"),
            Shape::Number(rules) => {
                first(numbers(rules).take(1), "no number was found that satisfies all of its keywords")
            }
            Shape::List(list) => {
                let items = self.items_within(list, &[], list.min_items.unwrap_or(0) as usize, depth)?;
                Ok(array(&items))
            }
            Shape::Map(map) => self.entries(map, map.min_properties.unwrap_or(0) as usize, depth),
            Shape::Named(id) => {
                self.smallest.get(id.0 as usize).cloned().unwrap_or_else(|| Err(why("it is not there")))
            }
            Shape::Boxed(inner) => self.smallest_within(inner, depth),
            Shape::Literals(values, _) => {
                let valid = values.iter().filter(|value| self.is_valid(shape, value)).cloned();
                first(valid, "none of its values is of its type")
            }
            Shape::Asserted(rules, inner) => {
                let made = self.asserted(shape, rules, inner, 1, depth);
                first(made, "no value was found that satisfies all of its keywords")
            }
        }
    }

    /// Items of a list: the given ones, and as many others as make so many.
    pub(super) fn items(&self, list: &List, given: &[String], count: usize) -> Result<Vec<String>, Unmakeable> {
        self.items_within(list, given, count, DEPTH)
    }

    pub(super) fn items_within(
        &self,
        list: &List,
        given: &[String],
        count: usize,
        depth: u32,
    ) -> Result<Vec<String>, Unmakeable> {
        let mut items = given.to_vec();
        let lacking = count.saturating_sub(items.len());
        if lacking == 0 {
            return Ok(items);
        }
        if count > LARGEST {
            return Err(why(TOO_LARGE));
        }
        if list.unique_items && count > 1 {
            let others = if depth > 0 { self.several(&list.items, count, depth - 1) } else { Vec::new() };
            items.extend(others.into_iter().filter(|item| !given.contains(item)).take(lacking));
            return if items.len() < count { Err(why("not enough different items were found")) } else { Ok(items) };
        }
        let item = self.smallest_within(&list.items, depth)?;
        if lacking.saturating_mul(item.len() + 1) > LARGEST {
            return Err(why(TOO_LARGE));
        }
        items.extend(std::iter::repeat_n(item, lacking));
        Ok(items)
    }

    fn entries(&self, map: &Map, count: usize, depth: u32) -> Result<String, Unmakeable> {
        if count == 0 {
            return Ok("{}".to_owned());
        }
        let value = self.smallest_within(&map.values, depth)?;
        if count.saturating_mul(value.len()) > LARGEST {
            return Err(why(TOO_LARGE));
        }
        Ok(object((0..count).map(|index| (name(index), value.clone()))))
    }

    /// The members that an object can't be without.
    pub(super) fn base(&self, it: &Struct) -> Result<Object, Unmakeable> {
        self.base_within(it, DEPTH)
    }

    pub(super) fn base_within(&self, it: &Struct, depth: u32) -> Result<Object, Unmakeable> {
        let mut base = Object::default();
        for member in &it.members {
            base.values.push(if member.required { Some(self.member(member, depth)?) } else { None });
        }
        let least = it.min_properties.unwrap_or(0) as usize;
        self.fill_within(it, &mut base, least, depth);
        if base.count() < least {
            return Err(why("it has not so many members as it must have"));
        }
        Ok(if it.rules.is_empty() { base } else { self.settled(it, base, depth) })
    }

    /// Puts optional members into an object, and then such as have no names of their own, until it has so many.
    pub(super) fn fill(&self, it: &Struct, object: &mut Object, count: usize) {
        self.fill_within(it, object, count, DEPTH);
    }

    pub(super) fn fill_within(&self, it: &Struct, object: &mut Object, count: usize, depth: u32) {
        for (index, member) in it.members.iter().enumerate() {
            if object.count() >= count {
                return;
            }
            if let Some(value) = object.values.get_mut(index).filter(|value| value.is_none()) {
                *value = self.member(member, depth).ok();
            }
        }
        if let Additional::Kept { shape, .. } = &it.additional
            && let Ok(value) = self.smallest_within(shape, depth)
            && count.saturating_sub(object.count()).saturating_mul(value.len()) <= LARGEST
        {
            while object.count() < count {
                object.extra.push((free_name(it, object.extra.len()), value.clone()));
            }
        }
    }

    pub(super) fn member(&self, member: &Member, depth: u32) -> Result<String, Unmakeable> {
        match &member.role {
            Role::Field { shape, .. } => {
                self.smallest_within(shape, depth).map_err(|unmakeable| unmakeable.at(&member.pointer))
            }
            Role::Tag { value, .. } => Ok(string(value)),
        }
    }
}

impl Unmakeable {
    /// Says where, unless that is known more closely.
    fn at(mut self, pointer: &str) -> Self {
        if self.pointer.is_empty() {
            pointer.clone_into(&mut self.pointer);
        }
        self
    }
}

fn why(why: &str) -> Unmakeable {
    Unmakeable { pointer: String::new(), why: why.to_owned(), impossible: false }
}

fn first(texts: impl IntoIterator<Item = String>, otherwise: &str) -> Result<String, Unmakeable> {
    texts.into_iter().next().ok_or_else(|| why(otherwise))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        emit::testing::{
            api, arm, boxed, integer, list, map, member, named, newtype, nullable, optional, pattern, plain_text,
            strings, structure, tag, union,
        },
        ir::{Dispatch, Text},
    };

    fn instances(api: &Api, id: u32) -> Vec<String> {
        Maker::new(api).instances(TypeId(id)).unwrap()
    }

    fn reason(ty: Type) -> String {
        let Unmakeable { pointer, why, .. } = Maker::new(&api(vec![ty])).instances(TypeId(0)).unwrap_err();
        format!("{pointer}: {why}")
    }

    fn keywords(mut ty: Type, change: impl FnOnce(&mut Struct)) -> Type {
        if let TypeKind::Struct(it) = &mut ty.kind {
            change(it);
        }
        ty
    }

    #[test]
    fn the_smallest_instance_has_what_it_must() {
        let api = api(vec![
            structure("Skill", vec![tag("type", "skill"), member("id", plain_text()), optional("version", integer())]),
            keywords(structure("Odd", vec![optional("a", integer()), optional("b", plain_text())]), |it| {
                it.min_properties = Some(2);
            }),
        ]);
        assert_eq!(instances(&api, 0)[0], r#"{"type":"skill","id":""}"#);
        assert_eq!(instances(&api, 1)[0], r#"{"a":0,"b":""}"#);
    }

    #[test]
    fn fuller_instances_have_every_value_once() {
        let arms = vec![arm("Text", &["string"], plain_text()), arm("Number", &["integer"], integer())];
        let api = api(vec![
            structure(
                "All",
                vec![
                    member("size", named(1)),
                    optional("either", named(2)),
                    optional("note", nullable(plain_text())),
                    optional("list", list(named(2))),
                    optional("map", map(Shape::Boolean)),
                ],
            ),
            strings("Size", &["s", "m", "l"]),
            union("Either", Dispatch::Kind, arms),
        ]);
        assert_eq!(
            instances(&api, 0),
            [
                r#"{"size":"s"}"#,
                r#"{"size":"s","either":"text","note":"text","list":["text",1,"",0],"map":{"a":true,"b":false}}"#,
                r#"{"size":"m","either":1,"note":null}"#,
                r#"{"size":"l","either":""}"#,
                r#"{"size":"s","either":0}"#,
            ]
        );
        assert_eq!(instances(&api, 1), [r#""s""#, r#""m""#, r#""l""#]);
        assert_eq!(instances(&api, 2), [r#""""#, r#""text""#, "1", "0"]);
    }

    #[test]
    fn recursion_ends() {
        let api = api(vec![
            structure("Tree", vec![optional("left", boxed(named(0))), member("trees", list(named(0)))]),
            union(
                "Json",
                Dispatch::Kind,
                vec![arm("List", &["array"], list(named(1))), arm("Null", &["null"], Shape::Null)],
            ),
            newtype("Nest", list(named(2))),
        ]);
        let tree = r#"{"left":{"left":{"trees":[]},"trees":[{"trees":[]}]},"trees":[{"left":{"trees":[]},"trees":[{"trees":[]}]}]}"#;
        assert_eq!(instances(&api, 0), [r#"{"trees":[]}"#, tree]);
        assert_eq!(instances(&api, 1), ["[]", "[[]]", "null"]);
        assert_eq!(instances(&api, 2), ["[]", "[[]]"]);
    }

    #[test]
    fn counts_are_kept() {
        let unique = |items, least, most| {
            Shape::List(Box::new(List { items, min_items: least, max_items: most, unique_items: true }))
        };
        let bounded =
            |values, least, most| Shape::Map(Box::new(Map { values, min_properties: least, max_properties: most }));
        let api = api(vec![
            newtype("Three", unique(integer(), Some(3), None)),
            newtype("Structs", unique(named(2), Some(2), None)),
            structure("Item", vec![member("id", plain_text())]),
            newtype("One", unique(named(4), Some(1), Some(1))),
            strings("Size", &["s", "m"]),
            newtype("Pairs", bounded(Shape::Boolean, Some(2), Some(2))),
            keywords(structure("Few", ["a", "b", "c"].map(|name| optional(name, integer())).into()), |it| {
                it.max_properties = Some(2);
            }),
        ]);
        assert_eq!(instances(&api, 0), ["[0,1,2]", "[1,0,2]"]);
        assert_eq!(instances(&api, 1)[0], r#"[{"id":""},{"id":"a"}]"#);
        assert_eq!(instances(&api, 3), [r#"["s"]"#, r#"["m"]"#]);
        assert_eq!(instances(&api, 5), [r#"{"a":false,"b":false}"#, r#"{"a":true,"b":false}"#]);
        assert_eq!(instances(&api, 6), ["{}", r#"{"a":1,"b":1}"#, r#"{"c":1}"#]);
    }

    #[test]
    fn a_declared_tag_selects_an_arm_that_allows_others() {
        let pet = |name| structure(name, vec![optional("kind", plain_text())]);
        let arms = vec![arm("Cat", &["cat"], named(1)), arm("Dog", &["dog"], named(2))];
        let dispatch = Dispatch::Tag { member: "kind".to_owned(), declared: true };
        let api = api(vec![union("Pet", dispatch, arms), pet("Cat"), pet("Dog")]);
        assert_eq!(instances(&api, 0), [r#"{"kind":"cat"}"#, r#"{"kind":"dog"}"#]);
    }

    #[test]
    fn an_arm_is_shown_by_what_it_alone_allows() {
        let arms = vec![arm("Named", &[], named(1)), arm("Numbered", &[], named(2))];
        let api = api(vec![
            union("Either", Dispatch::Trial, arms),
            structure("Named", vec![optional("id", plain_text())]),
            structure("Numbered", vec![optional("id", integer())]),
        ]);
        assert_eq!(instances(&api, 0), [r#"{"id":""}"#, r#"{"id":"text"}"#, r#"{"id":1}"#]);
    }

    #[test]
    fn what_can_not_be_made_is_told() {
        let never = structure("Never", vec![member("a", Shape::Never)]);
        assert_eq!(reason(never), "#/a: no value is valid");
        assert_eq!(
            reason(structure("Endless", vec![member("a", boxed(named(0)))])),
            "#/components/schemas/Endless: every value of it holds another one"
        );
        let word = newtype("Word", pattern("^$x"));
        let why = "no string was found that satisfies all of its keywords";
        assert_eq!(reason(word), format!("#/components/schemas/Word: {why}"));
        let long = newtype("Long", Shape::String(Text { min_length: Some(1 << 30), ..Text::default() }));
        assert_eq!(reason(long), format!("#/components/schemas/Long: {why}"));
        let many = Shape::List(Box::new(List {
            items: integer(),
            min_items: Some(u32::MAX),
            max_items: None,
            unique_items: false,
        }));
        assert_eq!(reason(newtype("Many", many)), "#/components/schemas/Many: its smallest instance is too large");
        let few = keywords(structure("Few", vec![optional("a", integer())]), |it| it.min_properties = Some(2));
        assert_eq!(reason(few), "#/components/schemas/Few: it has not so many members as it must have");
        let wide = keywords(structure("Wide", vec![member("a", integer()), member("b", integer())]), |it| {
            it.max_properties = Some(1);
        });
        assert_eq!(reason(wide), "#/components/schemas/Wide: it can't be made to satisfy `maxProperties`");
    }

    #[test]
    fn types_that_double_are_cut() {
        // Without bounds, the first would have 2^40 members.
        let types = (0..40).map(|index| match index {
            39 => structure("Last", vec![member("id", plain_text())]),
            _ => structure("Pair", vec![member("a", named(index + 1)), member("b", named(index + 1))]),
        });
        let api = api(types.collect());
        let maker = Maker::new(&api);
        assert!(maker.instances(TypeId(38)).is_ok());
        assert_eq!(maker.instances(TypeId(0)).unwrap_err().why, "its smallest instance is too large");
        for id in (0..40).map(TypeId) {
            let size: usize = maker.instances(id).iter().flatten().skip(1).map(String::len).sum();
            assert!(size <= 16 * 1024, "{id:?} {size}");
        }
    }

    #[test]
    fn wide_types_are_shown_in_several_instances() {
        let members = (0..2000).map(|index| optional(&format!("member_{index}"), plain_text()));
        let api = api(vec![structure("Wide", members.collect())]);
        let instances = instances(&api, 0);
        assert!(instances.iter().all(|text| text.len() <= 4096));
        assert!(instances.len() > 2 && instances.concat().contains("member_150"));
    }
}
