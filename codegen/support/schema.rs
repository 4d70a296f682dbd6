//! The table: a JSON Schema as static data, read by both readers.
//!
//! A type's schema is one `static` that reads like the schema it came from. Schemas refer to one another by address,
//! so that they may recurse. [`builder`](super::builder) has the functions that write one.

use super::names::Key;

/// A JSON Schema, in the shapes that Rust types have.
#[derive(Debug, Clone, Copy)]
pub enum Schema {
    /// Every value is valid.
    Any,
    /// No value is valid.
    Never,
    /// `type: null`
    Null,
    /// `type: boolean`
    Boolean,
    /// `type: string`
    String(Text),
    /// `type: integer`
    Integer(Integer),
    /// `type: number`
    Number(Number),
    /// `const` that is a string.
    Constant(Constant),
    /// `enum` of strings.
    Strings(Strings),
    /// What is valid by a schema, and by all of some rules.
    Asserted(&'static Schema, &'static [Rule]),
    /// `type: array`
    Array(Array),
    /// `type: object` whose members have no names of their own.
    Map(Map),
    /// `type: object` with `properties`.
    Object(Object),
    /// `oneOf` or `anyOf`.
    Union(Union),
    /// `null`, or what is valid by another schema.
    Nullable(&'static Schema),
}

/// What is asserted of a value without a bearing on its Rust type. Only the second reader decides it.
#[derive(Debug, Clone, Copy)]
pub enum Rule {
    /// `type`: the JSON types that are valid.
    Types(&'static [&'static str]),
    /// `const` or `enum`: values as compact JSON text.
    Values(&'static [&'static str]),
    /// A type's own schema.
    Is(&'static Schema),
    /// The keywords for one JSON type: values of other types are valid.
    Keywords(&'static Schema),
    /// `prefixItems`
    PrefixItems(&'static [&'static Schema]),
    /// `items`, after so many of `prefixItems`.
    Items(u32, &'static Schema),
    /// `contains`, at least and at most so many times.
    Contains(&'static Schema, u32, u32),
    /// `patternProperties`
    PatternProperties(&'static [(Pattern, &'static Schema)]),
    /// `additionalProperties`, beside `properties` of these names and `patternProperties`.
    AdditionalProperties(&'static [&'static str], &'static [Pattern], &'static Schema),
    /// `required`
    Required(&'static [&'static str]),
    /// `oneOf`: exactly one is valid.
    OneOf(&'static [&'static Schema]),
    /// `anyOf`: at least one is valid.
    AnyOf(&'static [&'static Schema]),
    /// `not`
    Not(&'static Schema),
    /// `if`, `then` and `else`.
    If(&'static Schema, &'static Schema, &'static Schema),
    /// `dependentRequired`: a member, and those that it requires.
    DependentRequired(&'static [(&'static str, &'static [&'static str])]),
    /// `dependentSchemas`: a member, and what is valid of an object that has it.
    DependentSchemas(&'static [(&'static str, &'static Schema)]),
    /// `propertyNames`
    PropertyNames(&'static Schema),
    /// The rules of a schema that has one of the next two: these speak of what the rules before them leave.
    Scope(&'static [Rule]),
    /// `unevaluatedItems`
    UnevaluatedItems(&'static Schema),
    /// `unevaluatedProperties`
    UnevaluatedProperties(&'static Schema),
}

/// `const` that is a string.
#[derive(Debug, Clone, Copy)]
pub struct Constant {
    /// The string.
    pub value: &'static str,
    /// Whether JSON may spell it as it is.
    pub plain: bool,
}

/// `enum` of strings.
#[derive(Debug, Clone, Copy)]
pub struct Strings {
    /// The strings.
    pub values: &'static [&'static str],
    /// Whether JSON may spell each as it is.
    pub plain: bool,
}

/// The keywords of strings. Lengths are in code points.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    /// `minLength`
    pub min_length: u32,
    /// `maxLength`
    pub max_length: u32,
    /// `pattern`
    pub pattern: Option<Pattern>,
    /// `format` or `contentEncoding`
    pub format: Option<&'static Format>,
    /// Whether there is none of them: every string is valid.
    pub(super) is_free: bool,
}

/// `pattern`: the source for messages, and the function that searches a text for it.
#[derive(Debug, Clone, Copy)]
pub struct Pattern {
    /// The ECMA-262 source, as the document has it.
    pub source: &'static str,
    /// Whether a text matches somewhere.
    pub is_match: fn(&str) -> bool,
}

/// A `format` (or `contentEncoding`) of strings that is asserted.
#[derive(Debug)]
pub struct Format {
    /// `format` or `contentEncoding`
    pub keyword: &'static str,
    /// The format's name, such as `date-time`.
    pub name: &'static str,
    /// Whether a text is of the format.
    pub is_valid: fn(&str) -> bool,
}

/// The keywords of integers; a bound that is not there is the type's own.
#[derive(Debug, Clone, Copy)]
pub struct Integer {
    /// The Rust type that holds the integer.
    pub width: Width,
    /// `minimum` or `exclusiveMinimum`
    pub minimum: i128,
    /// `maximum` or `exclusiveMaximum`
    pub maximum: i128,
    /// Whether `minimum` is `exclusiveMinimum`.
    pub exclusive_minimum: bool,
    /// Whether `maximum` is `exclusiveMaximum`.
    pub exclusive_maximum: bool,
    /// `multipleOf`, 0 where there is none.
    pub multiple_of: u64,
}

/// The Rust type that holds an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u32`
    U32,
    /// `u64`
    U64,
}

/// The keywords of numbers.
#[derive(Debug, Clone, Copy)]
pub struct Number {
    /// Whether the Rust type that holds the number is `f32`.
    pub single: bool,
    /// `minimum` or `exclusiveMinimum`
    pub minimum: f64,
    /// `maximum` or `exclusiveMaximum`
    pub maximum: f64,
    /// Whether `minimum` is `exclusiveMinimum`.
    pub exclusive_minimum: bool,
    /// Whether `maximum` is `exclusiveMaximum`.
    pub exclusive_maximum: bool,
    /// `multipleOf`, 0 where there is none.
    pub multiple_of: f64,
}

/// The keywords of arrays.
#[derive(Debug, Clone, Copy)]
pub struct Array {
    /// `items`
    pub items: &'static Schema,
    /// `minItems`
    pub min_items: u32,
    /// `maxItems`
    pub max_items: u32,
    /// `uniqueItems`
    pub unique_items: bool,
}

/// The keywords of objects without `properties`.
#[derive(Debug, Clone, Copy)]
pub struct Map {
    /// `additionalProperties`
    pub values: &'static Schema,
    /// `minProperties`
    pub min_properties: u32,
    /// `maxProperties`
    pub max_properties: u32,
}

/// The keywords of objects with `properties`.
#[derive(Debug, Clone, Copy)]
pub struct Object {
    /// The Rust type's name.
    pub name: &'static str,
    /// `properties`, in the order of the type's members.
    pub properties: &'static [Property],
    /// How many of them are `required`.
    pub required: u32,
    /// `additionalProperties`
    pub additional: Additional,
    /// `minProperties`
    pub min_properties: u32,
    /// `maxProperties`
    pub max_properties: u32,
    /// Where to look for a name, for objects with many properties; see [`slots`](super::names::slots).
    pub slots: &'static [u16],
}

/// What becomes of members that `properties` does not name.
#[derive(Debug, Clone, Copy)]
pub enum Additional {
    /// Valid, and dropped.
    Dropped,
    /// `additionalProperties: false`
    Refused,
    /// Kept, where valid by the schema.
    Kept(&'static Schema),
}

/// One of `properties`.
#[derive(Debug, Clone, Copy)]
pub struct Property {
    /// The name.
    pub name: &'static str,
    /// Whether the name stands in JSON text as it is, without escapes.
    pub plain: bool,
    /// The name as it stands before a value.
    pub(super) key: Key,
    /// The schema of its value.
    pub schema: &'static Schema,
    /// Whether it is `required`.
    pub required: bool,
}

/// `oneOf` or `anyOf`.
#[derive(Debug, Clone, Copy)]
pub struct Union {
    /// The Rust type's name.
    pub name: &'static str,
    /// How an arm is chosen.
    pub dispatch: Dispatch,
    /// The arms, in the order of the type's variants.
    pub arms: &'static [Arm],
    /// Whether more than one valid arm is an error (`oneOf`).
    pub exclusive: bool,
    /// Whether JSON may spell each selector as it is.
    pub plain: bool,
    /// The tag's name as it stands before a value.
    pub(super) tag: Key,
}

/// How the arm of a union is chosen, from the cheapest to the dearest.
#[derive(Debug, Clone, Copy)]
pub enum Dispatch {
    /// By the string that a member has, wherever it stands.
    Tag(&'static str),
    /// By the number or the boolean that a member has, wherever it stands.
    Literal(&'static str),
    /// By the JSON type of the value.
    Kind,
    /// By the member that only one arm requires.
    Member,
    /// By trying one after the other.
    Trial,
}

/// One arm of a union.
#[derive(Debug, Clone, Copy)]
pub struct Arm {
    /// What selects it: the tag's values (as JSON texts, where they are no strings), the JSON types' names, or the
    /// member's name.
    pub selectors: &'static [&'static str],
    /// The schema of its value.
    pub schema: &'static Schema,
}

impl Schema {
    /// The schema of the type alone, whatever is asserted beside it.
    pub(super) const fn plain(&self) -> &Self {
        let mut schema = self;
        while let Self::Asserted(inner, _) = schema {
            schema = inner;
        }
        schema
    }

    /// The keywords of an object with `properties`, whatever is asserted beside them.
    pub(super) const fn as_object(&self) -> Option<&Object> {
        match self.plain() {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }
}
