//! The code of structs, as it reads.

use super::*;
use crate::{
    emit::testing::{
        api, boxed, integer, layout, list, map, member, named, nullable, optional, plain_text, strings, structure, tag,
        text_of, with_default,
    },
    ir::{DefaultValue, Ident, Member, Shape, TextKind, TypeId, TypeKind},
};

/// The code of the first type.
fn emitted(types: Vec<Type>) -> String {
    let api = api(types);
    let TypeKind::Struct(it) = &api.types[0].kind else { unreachable!() };
    layout(model(&api, &api.types[0], it))
}

fn of(members: Vec<Member>) -> String {
    emitted(vec![structure("Thing", members), strings("Size", &["s", "m"]), strings("Kind", &["only"])])
}

#[test]
fn a_struct_has_new_setters_and_its_tag() {
    let mut thing = structure(
        "SkillReference",
        vec![tag("type", "skill_reference"), member("skill_id", plain_text()), optional("version", plain_text())],
    );
    thing.description = Some("A skill by reference.".to_owned());
    if let TypeKind::Struct(it) = &mut thing.kind {
        it.members[1].description = Some("The skill's id.".to_owned());
    }
    let text = emitted(vec![thing]);
    insta::assert_snapshot!(text, @r#"
    /// A skill by reference.
    ///
    /// Spec: `#/components/schemas/SkillReference`
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct SkillReference {
        /// The skill's id.
        pub skill_id: String,
        /// `version`
        pub version: Option<String>,
    }
    impl SkillReference {
        /// A new `SkillReference` with its required members.
        pub fn new(skill_id: impl Into<String>) -> Self {
            Self {
                skill_id: skill_id.into(),
                ..support::blank()
            }
        }
        /// Sets `version`.
        #[must_use]
        pub fn version(mut self, version: impl Into<String>) -> Self {
            self.version = Some(version.into());
            self
        }
        /// The tag that selects this type: `"skill_reference"`.
        pub const fn r#type(&self) -> &'static str {
            "skill_reference"
        }
    }
    "#);
}

#[test]
fn new_fills_in_what_has_one_value_or_a_default() {
    let text = of(vec![
        member("kind", named(2)),
        member("level", Shape::Literals(vec!["1".to_owned()], Box::new(integer()))),
        with_default(member("word", plain_text()), "\"a\"", Some(DefaultValue::String("a".to_owned()))),
        member("next", boxed(named(0))),
    ]);
    insta::assert_snapshot!(text, @r#"
    /// Spec: `#/components/schemas/Thing`
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct Thing {
        /// `kind`
        pub kind: Kind,
        /// `level`
        pub level: i64,
        /// `word`
        ///
        /// Default: `"a"`.
        pub word: String,
        /// `next`
        pub next: Box<Thing>,
    }
    impl Thing {
        /// A new `Thing` with its required members.
        pub fn new(next: Thing) -> Self {
            Self {
                level: 1,
                word: "a".to_owned(),
                next: Box::new(next),
                ..support::blank()
            }
        }
        /// Sets `word`.
        #[must_use]
        pub fn word(mut self, word: impl Into<String>) -> Self {
            self.word = word.into();
            self
        }
    }
    "#);
}

#[test]
fn a_struct_that_needs_nothing_has_a_default() {
    let text = of(Vec::new());
    insta::assert_snapshot!(text, @"
    /// Spec: `#/components/schemas/Thing`
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct Thing {}
    impl Thing {
        /// A new `Thing`.
        pub fn new() -> Self {
            Self {}
        }
    }
    impl Default for Thing {
        fn default() -> Self {
            Self::new()
        }
    }
    ");
    let text = of(vec![optional("on", Shape::Boolean)]);
    insta::assert_snapshot!(text, @"
    /// Spec: `#/components/schemas/Thing`
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct Thing {
        /// `on`
        pub on: Option<bool>,
    }
    impl Thing {
        /// A new `Thing` without its optional members.
        pub fn new() -> Self {
            support::blank()
        }
        /// Sets `on`.
        #[must_use]
        pub fn on(mut self, on: bool) -> Self {
            self.on = Some(on);
            self
        }
    }
    impl Default for Thing {
        fn default() -> Self {
            Self::new()
        }
    }
    ");
}

#[test]
fn setters_take_what_becomes_a_value() {
    let text = of(vec![
        optional("type", list(plain_text())),
        optional("sizes", list(named(1))),
        optional("note", nullable(plain_text())),
        optional("next", boxed(named(0))),
        optional("any", Shape::Any),
        optional("nothing", Shape::Null),
        optional("never", Shape::Never),
        optional("key", text_of(TextKind::Secret)),
        optional("extra", map(integer())),
    ]);
    insta::assert_snapshot!(text, @"
    /// Spec: `#/components/schemas/Thing`
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct Thing {
        /// `type`
        pub r#type: Option<Vec<String>>,
        /// `sizes`
        pub sizes: Option<Vec<Size>>,
        /// `note`
        pub note: support::Nullable<String>,
        /// `next`
        pub next: Option<Box<Thing>>,
        /// `any`
        pub any: Option<serde_json::Value>,
        /// `nothing`
        pub nothing: Option<()>,
        /// `never`
        pub never: Option<support::Never>,
        /// `key`
        pub key: Option<support::Secret>,
        /// `extra`
        pub extra: Option<support::Map<i64>>,
    }
    impl Thing {
        /// A new `Thing` without its optional members.
        pub fn new() -> Self {
            support::blank()
        }
        /// Sets `type`.
        #[must_use]
        pub fn r#type(
            mut self,
            r#type: impl IntoIterator<Item = impl Into<String>>,
        ) -> Self {
            self.r#type = Some(r#type.into_iter().map(Into::into).collect());
            self
        }
        /// Sets `sizes`.
        #[must_use]
        pub fn sizes(mut self, sizes: impl IntoIterator<Item = Size>) -> Self {
            self.sizes = Some(sizes.into_iter().collect());
            self
        }
        /// Sets `note`.
        #[must_use]
        pub fn note(mut self, note: impl Into<support::Nullable<String>>) -> Self {
            self.note = note.into();
            self
        }
        /// Sets `next`.
        #[must_use]
        pub fn next(mut self, next: Thing) -> Self {
            self.next = Some(Box::new(next));
            self
        }
        /// Sets `any`.
        #[must_use]
        pub fn any(mut self, any: impl Into<serde_json::Value>) -> Self {
            self.any = Some(any.into());
            self
        }
        /// Sets `nothing`.
        #[must_use]
        pub fn nothing(mut self) -> Self {
            self.nothing = Some(());
            self
        }
        /// Sets `key`.
        #[must_use]
        pub fn key(mut self, key: impl Into<support::Secret>) -> Self {
            self.key = Some(key.into());
            self
        }
        /// Sets `extra`.
        #[must_use]
        pub fn extra(mut self, extra: support::Map<i64>) -> Self {
            self.extra = Some(extra);
            self
        }
    }
    impl Default for Thing {
        fn default() -> Self {
            Self::new()
        }
    }
    ");
}

#[test]
fn optional_defaults_have_readers() {
    let size = || DefaultValue::Variant(TypeId(1), Ident("M".to_owned()));
    let words = || DefaultValue::String("a".to_owned());
    let text = of(vec![
        with_default(optional("count", integer()), "20", Some(DefaultValue::Integer(20))),
        with_default(optional("word", plain_text()), "\"a\"", Some(words())),
        with_default(optional("size", named(1)), "\"m\"", Some(size())),
        with_default(optional("list", list(integer())), "[]", None),
    ]);
    insta::assert_snapshot!(text, @r#"
    /// Spec: `#/components/schemas/Thing`
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct Thing {
        /// `count`
        ///
        /// Default: `20`.
        pub count: Option<i64>,
        /// `word`
        ///
        /// Default: `"a"`.
        pub word: Option<String>,
        /// `size`
        ///
        /// Default: `"m"`.
        pub size: Option<Size>,
        /// `list`
        ///
        /// Default: `[]`.
        pub list: Option<Vec<i64>>,
    }
    impl Thing {
        /// A new `Thing` without its optional members.
        pub fn new() -> Self {
            support::blank()
        }
        /// Sets `count`.
        #[must_use]
        pub fn count(mut self, count: i64) -> Self {
            self.count = Some(count);
            self
        }
        /// `count`, or its default: `20`.
        pub fn count_or_default(&self) -> i64 {
            self.count.unwrap_or(20)
        }
        /// Sets `word`.
        #[must_use]
        pub fn word(mut self, word: impl Into<String>) -> Self {
            self.word = Some(word.into());
            self
        }
        /// `word`, or its default: `"a"`.
        pub fn word_or_default(&self) -> &str {
            self.word.as_deref().unwrap_or("a")
        }
        /// Sets `size`.
        #[must_use]
        pub fn size(mut self, size: Size) -> Self {
            self.size = Some(size);
            self
        }
        /// `size`, or its default: `"m"`.
        pub fn size_or_default(&self) -> &Size {
            self.size.as_ref().unwrap_or(&Size::M)
        }
        /// Sets `list`.
        #[must_use]
        pub fn list(mut self, list: impl IntoIterator<Item = i64>) -> Self {
            self.list = Some(list.into_iter().collect());
            self
        }
    }
    impl Default for Thing {
        fn default() -> Self {
            Self::new()
        }
    }
    "#);
    let text = of(vec![
        with_default(optional("count", nullable(integer())), "20", Some(DefaultValue::Integer(20))),
        with_default(optional("word", nullable(plain_text())), "\"a\"", Some(words())),
        with_default(optional("size", nullable(named(1))), "\"m\"", Some(size())),
    ]);
    insta::assert_snapshot!(text, @r#"
    /// Spec: `#/components/schemas/Thing`
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct Thing {
        /// `count`
        ///
        /// Default: `20`.
        pub count: support::Nullable<i64>,
        /// `word`
        ///
        /// Default: `"a"`.
        pub word: support::Nullable<String>,
        /// `size`
        ///
        /// Default: `"m"`.
        pub size: support::Nullable<Size>,
    }
    impl Thing {
        /// A new `Thing` without its optional members.
        pub fn new() -> Self {
            support::blank()
        }
        /// Sets `count`.
        #[must_use]
        pub fn count(mut self, count: impl Into<support::Nullable<i64>>) -> Self {
            self.count = count.into();
            self
        }
        /// `count`, or its default: `20`.
        pub fn count_or_default(&self) -> Option<i64> {
            if self.count.is_absent() { Some(20) } else { self.count.into_value() }
        }
        /// Sets `word`.
        #[must_use]
        pub fn word(mut self, word: impl Into<support::Nullable<String>>) -> Self {
            self.word = word.into();
            self
        }
        /// `word`, or its default: `"a"`.
        pub fn word_or_default(&self) -> Option<&str> {
            if self.word.is_absent() {
                Some("a")
            } else {
                self.word.as_ref().map(String::as_str)
            }
        }
        /// Sets `size`.
        #[must_use]
        pub fn size(mut self, size: impl Into<support::Nullable<Size>>) -> Self {
            self.size = size.into();
            self
        }
        /// `size`, or its default: `"m"`.
        pub fn size_or_default(&self) -> Option<&Size> {
            if self.size.is_absent() { Some(&Size::M) } else { self.size.as_ref() }
        }
    }
    impl Default for Thing {
        fn default() -> Self {
            Self::new()
        }
    }
    "#);
}

#[test]
fn more_than_seven_required_members_have_a_struct() {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let mut thing = structure("Thing", names.iter().map(|name| member(name, plain_text())).collect());
    if let TypeKind::Struct(it) = &mut thing.kind {
        it.required = Some(Ident("ThingRequired".to_owned()));
        it.members.push(optional("i", integer()));
    }
    let text = emitted(vec![thing.clone()]);
    insta::assert_snapshot!(text, @"
    /// Spec: `#/components/schemas/Thing`
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct Thing {
        /// `a`
        pub a: String,
        /// `b`
        pub b: String,
        /// `c`
        pub c: String,
        /// `d`
        pub d: String,
        /// `e`
        pub e: String,
        /// `f`
        pub f: String,
        /// `g`
        pub g: String,
        /// `h`
        pub h: String,
        /// `i`
        pub i: Option<i64>,
    }
    impl Thing {
        /// Sets `i`.
        #[must_use]
        pub fn i(mut self, i: i64) -> Self {
            self.i = Some(i);
            self
        }
    }
    /// The required members of a [`Thing`], which is made from them.
    #[derive(Clone)]
    pub struct ThingRequired {
        /// `a`
        pub a: String,
        /// `b`
        pub b: String,
        /// `c`
        pub c: String,
        /// `d`
        pub d: String,
        /// `e`
        pub e: String,
        /// `f`
        pub f: String,
        /// `g`
        pub g: String,
        /// `h`
        pub h: String,
    }
    impl From<ThingRequired> for Thing {
        fn from(required: ThingRequired) -> Self {
            Self {
                a: required.a,
                b: required.b,
                c: required.c,
                d: required.d,
                e: required.e,
                f: required.f,
                g: required.g,
                h: required.h,
                ..support::blank()
            }
        }
    }
    ");
    if let TypeKind::Struct(it) = &mut thing.kind {
        it.members.remove(0);
    }
    assert!(emitted(vec![thing]).contains("pub fn new("));
}

#[test]
fn members_without_a_name_are_kept_in_a_map() {
    let mut thing = structure("Thing", vec![member("a", integer())]);
    if let TypeKind::Struct(it) = &mut thing.kind {
        it.additional = Additional::Kept { field: Ident("extra".to_owned()), shape: plain_text() };
    }
    let text = emitted(vec![thing]);
    insta::assert_snapshot!(text, @"
    /// Spec: `#/components/schemas/Thing`
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct Thing {
        /// `a`
        pub a: i64,
        /// Members that have no field of their own.
        pub extra: support::Map<String>,
    }
    impl Thing {
        /// A new `Thing` with its required members.
        pub fn new(a: i64) -> Self {
            Self { a, ..support::blank() }
        }
    }
    ");
}

#[test]
fn what_is_deprecated_says_so_where_it_is_set() {
    let mut thing = structure("Thing", vec![optional("foo", integer())]);
    thing.deprecated = true;
    if let TypeKind::Struct(it) = &mut thing.kind {
        it.members[0].deprecated = true;
    }
    let text = emitted(vec![thing]);
    insta::assert_snapshot!(text, @r#"
    /// **Deprecated.**
    ///
    /// Spec: `#/components/schemas/Thing`
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct Thing {
        /// `foo`
        ///
        /// **Deprecated.**
        pub foo: Option<i64>,
    }
    impl Thing {
        /// A new `Thing` without its optional members.
        pub fn new() -> Self {
            support::blank()
        }
        /// Sets `foo`.
        #[deprecated]
        #[allow(clippy::disallowed_names, reason = "the API has a member of this name")]
        #[must_use]
        pub fn foo(mut self, foo: i64) -> Self {
            self.foo = Some(foo);
            self
        }
    }
    impl Default for Thing {
        fn default() -> Self {
            Self::new()
        }
    }
    "#);
}

#[test]
fn numbers_that_clippy_takes_for_constants_are_excused() {
    let pi = || Some(DefaultValue::Number(314.0 / 100.0));
    let number = || Shape::Number(crate::ir::Number::default());
    let optional = of(vec![with_default(optional("ratio", number()), "3.14", pi())]);
    let required = of(vec![with_default(member("ratio", number()), "3.14", pi())]);
    for text in [optional, required] {
        assert_eq!(text.matches("#[allow(clippy::approx_constant").count(), 1, "{text}");
    }
}
