//! Texts that are made from a type alone: the smallest, fuller ones, and such as break a rule at one place.
//!
//! All of it is bounded and the same on every run. A text is composed of the texts of its parts, and checked as a whole
//! before it is handed out.

use std::collections::{BTreeSet, HashMap};

use crate::ir::{Api, Shape, Type, TypeId, TypeKind, Union};

use super::{
    check::Checker,
    compose::{string, tagged},
    fuller::Extent,
    memory::{Key, Memory},
    rules::{Rules, rules},
    tried::Tried,
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
    pub(super) memory: Memory,
}

/// The types that can't be made without an instance of another one.
type Waiting = HashMap<TypeId, BTreeSet<TypeId>>;

/// A larger text is no smallest instance.
pub(super) const LARGEST: usize = 16 * 1024;

/// Why there is no larger one.
pub(super) const TOO_LARGE: &str = "its smallest instance is too large";

/// Where values have to differ, a part that can is looked for so deep.
pub(super) const DEPTH: u32 = 3;

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
            memory: Memory::default(),
        };
        maker.make_smallest();
        maker
    }

    /// Makes all smallest instances. A type is made of types that were made before, so that none holds itself; they may be
    /// declared in either order.
    fn make_smallest(&mut self) {
        let all: BTreeSet<TypeId> = (0..self.api.types.len()).map(|index| TypeId(index as u32)).collect();
        let (mut waiting, mut due, mut backwards) = (Waiting::new(), all.clone(), false);
        while !due.is_empty() {
            due = self.round(due, backwards, &mut waiting);
            backwards = !backwards;
        }
        // Why there is none of a type may be why there is none of another one.
        let lacking: BTreeSet<TypeId> = all.into_iter().filter(|&id| self.is_lacking(id)).collect();
        for backwards in [false, true] {
            self.round(lacking.clone(), backwards, &mut waiting);
        }
    }

    /// Makes the smallest instances of types in declared order, or against it; gives those to try in the next round, for
    /// there is more to make them of.
    fn round(&mut self, mut due: BTreeSet<TypeId>, backwards: bool, waiting: &mut Waiting) -> BTreeSet<TypeId> {
        let mut next = BTreeSet::new();
        while let Some(id) = if backwards { due.pop_last() } else { due.pop_first() } {
            let (made, missed) = self.memory.watching(|| self.smallest_of(id, self.api.get(id)));
            if made.is_ok() {
                for other in waiting.remove(&id).unwrap_or_default().into_iter().filter(|&it| self.is_lacking(it)) {
                    let is_to_come = if backwards { other < id } else { other > id };
                    if is_to_come { &mut due } else { &mut next }.insert(other);
                }
            } else {
                missed.into_iter().for_each(|missed| _ = waiting.entry(missed).or_default().insert(id));
            }
            if let Some(place) = self.smallest.get_mut(id.0 as usize) {
                *place = made;
            }
        }
        next
    }

    /// Whether there is no instance of a type so far.
    pub(super) fn is_lacking(&self, id: TypeId) -> bool {
        matches!(self.smallest.get(id.0 as usize), Some(Err(_)))
    }

    /// The smallest instance of a type, by what was made so far.
    pub(super) fn smallest_named(&self, id: TypeId) -> Result<String, Unmakeable> {
        let made = self.smallest.get(id.0 as usize).cloned().unwrap_or_else(|| Err(why("it is not there")));
        if made.is_err() {
            self.memory.miss(id);
        }
        made
    }

    /// Makes texts, unless they were made before of all that there is.
    pub(super) fn remembered(&self, key: Key, make: impl FnOnce() -> Vec<String>) -> Vec<String> {
        let known = self.memory.recall(key, |id| self.is_lacking(id));
        known.unwrap_or_else(|| self.memory.making(key, make))
    }

    /// The check that every text has passed.
    pub fn checker(&self) -> &Checker<'a> {
        &self.checker
    }

    pub(super) fn is_valid(&self, shape: &Shape, text: &str) -> bool {
        self.checker.is_valid(shape, text)
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
        let mut tried = Tried::new(self, id);
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
                    if let Some(text) = texts.find(|text| tried.is_valid(text)) {
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
}

impl Unmakeable {
    /// Says where, unless that is known more closely.
    pub(super) fn at(mut self, pointer: &str) -> Self {
        if self.pointer.is_empty() {
            pointer.clone_into(&mut self.pointer);
        }
        self
    }
}

pub(super) fn why(why: &str) -> Unmakeable {
    Unmakeable { pointer: String::new(), why: why.to_owned(), impossible: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        emit::testing::{
            api, arm, boxed, integer, list, map, member, named, newtype, nullable, optional, pattern, plain_text,
            strings, structure, tag, union,
        },
        ir::{Dispatch, List, Map, Struct, Text},
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
