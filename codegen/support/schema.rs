//! The table: a JSON Schema as static data, read by both readers.
//!
//! A type's schema is one `static` that reads like the schema it came from. Schemas refer to one another by address,
//! so that they may recurse.

use super::lex;

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
    /// `const` or `enum` of any JSON, each as compact JSON text, of values that are valid by another schema as well.
    Literals(&'static [&'static str], &'static Schema),
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
    /// Where to look for a name, for objects with many properties; see [`slots`].
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

/// A name with its quotes and its colon, as compact JSON spells it: the words at its ends, which tell most names apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    /// The first eight bytes, or as many as there are.
    pub(super) head: u64,
    /// Which bits of `head` there are. No word has none of them: the key of a name that JSON must not spell as it is.
    pub(super) mask: u64,
    /// The last eight bytes, where there are more.
    pub(super) tail: u64,
    /// How many bytes there are.
    pub(super) length: usize,
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
    /// What selects it: the tag's values, the JSON types' names, or the member's name.
    pub selectors: &'static [&'static str],
    /// The schema of its value.
    pub schema: &'static Schema,
}

/// No bound.
const UNBOUNDED: u32 = u32::MAX;

/// `type: string`
pub const fn string() -> Schema {
    Schema::String(Text { min_length: 0, max_length: UNBOUNDED, pattern: None, format: None, is_free: true })
}

/// `type: integer`, held by an `i64`.
pub const fn integer() -> Schema {
    Schema::Integer(Integer {
        width: Width::I64,
        minimum: i128::MIN,
        maximum: i128::MAX,
        exclusive_minimum: false,
        exclusive_maximum: false,
        multiple_of: 0,
    })
}

/// `type: number`
pub const fn number() -> Schema {
    Schema::Number(Number {
        single: false,
        minimum: f64::NEG_INFINITY,
        maximum: f64::INFINITY,
        exclusive_minimum: false,
        exclusive_maximum: false,
        multiple_of: 0.0,
    })
}

/// `type: array`
pub const fn array(items: &'static Schema) -> Schema {
    Schema::Array(Array { items, min_items: 0, max_items: UNBOUNDED, unique_items: false })
}

/// `type: object` with `additionalProperties` only.
pub const fn map(values: &'static Schema) -> Schema {
    Schema::Map(Map { values, min_properties: 0, max_properties: UNBOUNDED })
}

/// `type: object` with `properties`.
pub const fn object(name: &'static str, properties: &'static [Property]) -> Schema {
    let mut required = 0;
    let mut index = 0;
    while index < properties.len() {
        if properties[index].required {
            required += 1;
        }
        index += 1;
    }
    Schema::Object(Object {
        name,
        properties,
        required,
        additional: Additional::Dropped,
        min_properties: 0,
        max_properties: UNBOUNDED,
        slots: &[],
    })
}

/// `oneOf`: exactly one arm is valid.
pub const fn one_of(name: &'static str, dispatch: Dispatch, arms: &'static [Arm]) -> Schema {
    union(name, dispatch, arms, true)
}

/// `anyOf`: the first valid arm counts.
pub const fn any_of(name: &'static str, dispatch: Dispatch, arms: &'static [Arm]) -> Schema {
    union(name, dispatch, arms, false)
}

const fn union(name: &'static str, dispatch: Dispatch, arms: &'static [Arm], exclusive: bool) -> Schema {
    let tag = match dispatch {
        Dispatch::Tag(tag) => key(tag),
        _ => key(""),
    };
    let (mut plain, mut index) = (true, 0);
    while index < arms.len() {
        plain &= are_plain(arms[index].selectors);
        index += 1;
    }
    Schema::Union(Union { name, dispatch, arms, exclusive, plain, tag })
}

/// Whether JSON may spell a text as it is, without escapes.
const fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut index = 0;
    while index < bytes.len() {
        if bytes[index] == b'"' || bytes[index] == b'\\' || bytes[index] < 0x20 {
            return false;
        }
        index += 1;
    }
    true
}

const fn are_plain(texts: &[&str]) -> bool {
    let mut index = 0;
    while index < texts.len() {
        if !is_plain(texts[index]) {
            return false;
        }
        index += 1;
    }
    true
}

/// An arm of a union, and what selects it.
pub const fn arm(selectors: &'static [&'static str], schema: &'static Schema) -> Arm {
    Arm { selectors, schema }
}

/// `const` that is a string.
pub const fn constant(value: &'static str) -> Schema {
    Schema::Constant(Constant { value, plain: is_plain(value) })
}

/// `enum` of strings.
pub const fn strings(values: &'static [&'static str]) -> Schema {
    Schema::Strings(Strings { values, plain: are_plain(values) })
}

/// `const` or `enum` of any JSON, beside another schema.
pub const fn literals(values: &'static [&'static str], schema: &'static Schema) -> Schema {
    Schema::Literals(values, schema)
}

/// `null`, or what is valid by another schema.
pub const fn nullable(schema: &'static Schema) -> Schema {
    Schema::Nullable(schema)
}

/// A property that is `required`.
pub const fn required(name: &'static str, schema: &'static Schema) -> Property {
    property(name, schema, true)
}

/// A property that is not `required`.
pub const fn optional(name: &'static str, schema: &'static Schema) -> Property {
    property(name, schema, false)
}

const fn property(name: &'static str, schema: &'static Schema, required: bool) -> Property {
    let key = key(name);
    Property { name, plain: key.mask != 0, key, schema, required }
}

/// The key of a name: `"name":`. The compiler interprets this once for each name of a crate: a step less here is felt.
const fn key(name: &str) -> Key {
    let bytes = name.as_bytes();
    let (mut head, mut tail, mut plain, mut index) = (0, (b'"' as u64) << 56, true, 0);
    while index < bytes.len() {
        let byte = bytes[index];
        plain &= (byte != b'"') & (byte != b'\\') & (byte >= 0x20);
        tail = tail >> 8 | (byte as u64) << 56;
        if index == 6 {
            head = tail;
        }
        index += 1;
    }
    let length = index + 3;
    tail = tail >> 8 | (b'"' as u64) << 56;
    if index == 6 {
        head = tail;
    }
    tail = tail >> 8 | (b':' as u64) << 56;
    let unused = if index < 6 { 8 * (5 - index) as u32 } else { 0 };
    if index < 6 {
        head = tail >> unused;
    }
    match plain {
        true => Key { head, mask: u64::MAX >> unused, tail, length },
        false => Key { head: 1, mask: 0, tail, length },
    }
}

// Each keyword's function ends the build where the schema's type has no such keyword: a `static` can't hold a panic.
#[allow(clippy::panic, reason = "a table is a constant: this ends the build, never a program")]
impl Schema {
    /// `minLength`
    pub const fn min_length(self, length: u32) -> Self {
        let mut text = self.text();
        text.min_length = length;
        Self::String(text)
    }

    /// `maxLength`
    pub const fn max_length(self, length: u32) -> Self {
        let mut text = self.text();
        text.max_length = length;
        Self::String(text)
    }

    /// `pattern`, and the function that searches for it.
    pub const fn pattern(self, source: &'static str, is_match: fn(&str) -> bool) -> Self {
        let mut text = self.text();
        text.pattern = Some(Pattern { source, is_match });
        Self::String(text)
    }

    /// `format` or `contentEncoding`
    pub const fn format(self, format: &'static Format) -> Self {
        let mut text = self.text();
        text.format = Some(format);
        Self::String(text)
    }

    /// The Rust type that holds the integer.
    pub const fn width(self, width: Width) -> Self {
        let mut integer = self.whole();
        integer.width = width;
        Self::Integer(integer)
    }

    /// `minimum` of an integer.
    pub const fn minimum(self, minimum: i128) -> Self {
        let mut integer = self.whole();
        integer.minimum = minimum;
        Self::Integer(integer)
    }

    /// `maximum` of an integer.
    pub const fn maximum(self, maximum: i128) -> Self {
        let mut integer = self.whole();
        integer.maximum = maximum;
        Self::Integer(integer)
    }

    /// `exclusiveMinimum` of an integer.
    pub const fn exclusive_minimum(self, minimum: i128) -> Self {
        let mut integer = self.whole();
        integer.minimum = minimum;
        integer.exclusive_minimum = true;
        Self::Integer(integer)
    }

    /// `exclusiveMaximum` of an integer.
    pub const fn exclusive_maximum(self, maximum: i128) -> Self {
        let mut integer = self.whole();
        integer.maximum = maximum;
        integer.exclusive_maximum = true;
        Self::Integer(integer)
    }

    /// `multipleOf` of an integer.
    pub const fn multiple_of(self, divisor: u64) -> Self {
        let mut integer = self.whole();
        integer.multiple_of = divisor;
        Self::Integer(integer)
    }

    /// A number that an `f32` holds.
    pub const fn single(self) -> Self {
        let mut number = self.real();
        number.single = true;
        Self::Number(number)
    }

    /// `minimum` of a number.
    pub const fn minimum_f64(self, minimum: f64) -> Self {
        let mut number = self.real();
        number.minimum = minimum;
        Self::Number(number)
    }

    /// `maximum` of a number.
    pub const fn maximum_f64(self, maximum: f64) -> Self {
        let mut number = self.real();
        number.maximum = maximum;
        Self::Number(number)
    }

    /// `exclusiveMinimum` of a number.
    pub const fn exclusive_minimum_f64(self, minimum: f64) -> Self {
        let mut number = self.real();
        number.minimum = minimum;
        number.exclusive_minimum = true;
        Self::Number(number)
    }

    /// `exclusiveMaximum` of a number.
    pub const fn exclusive_maximum_f64(self, maximum: f64) -> Self {
        let mut number = self.real();
        number.maximum = maximum;
        number.exclusive_maximum = true;
        Self::Number(number)
    }

    /// `multipleOf` of a number.
    pub const fn multiple_of_f64(self, divisor: f64) -> Self {
        let mut number = self.real();
        number.multiple_of = divisor;
        Self::Number(number)
    }

    /// `minItems`
    pub const fn min_items(self, count: u32) -> Self {
        let mut array = self.list();
        array.min_items = count;
        Self::Array(array)
    }

    /// `maxItems`
    pub const fn max_items(self, count: u32) -> Self {
        let mut array = self.list();
        array.max_items = count;
        Self::Array(array)
    }

    /// `uniqueItems`
    pub const fn unique_items(self) -> Self {
        let mut array = self.list();
        array.unique_items = true;
        Self::Array(array)
    }

    /// `minProperties`
    pub const fn min_properties(self, count: u32) -> Self {
        match self {
            Self::Map(mut map) => {
                map.min_properties = count;
                Self::Map(map)
            }
            Self::Object(mut object) => {
                object.min_properties = count;
                Self::Object(object)
            }
            _ => panic!("`minProperties` is a keyword of objects"),
        }
    }

    /// `maxProperties`
    pub const fn max_properties(self, count: u32) -> Self {
        match self {
            Self::Map(mut map) => {
                map.max_properties = count;
                Self::Map(map)
            }
            Self::Object(mut object) => {
                object.max_properties = count;
                Self::Object(object)
            }
            _ => panic!("`maxProperties` is a keyword of objects"),
        }
    }

    /// `additionalProperties` with a schema (or `true`): members without a name of their own are kept.
    pub const fn additional(self, schema: &'static Schema) -> Self {
        let mut object = self.members();
        object.additional = Additional::Kept(schema);
        Self::Object(object)
    }

    /// `additionalProperties: false`
    pub const fn closed(self) -> Self {
        let mut object = self.members();
        object.additional = Additional::Refused;
        Self::Object(object)
    }

    /// Where to look for a name; see [`slots`].
    pub const fn slots(self, slots: &'static [u16]) -> Self {
        let mut object = self.members();
        object.slots = slots;
        Self::Object(object)
    }

    const fn text(self) -> Text {
        match self {
            Self::String(text) => Text { is_free: false, ..text },
            _ => panic!("a keyword of strings"),
        }
    }

    const fn whole(self) -> Integer {
        match self {
            Self::Integer(integer) => integer,
            _ => panic!("a keyword of integers"),
        }
    }

    const fn real(self) -> Number {
        match self {
            Self::Number(number) => number,
            _ => panic!("a keyword of numbers"),
        }
    }

    const fn list(self) -> Array {
        match self {
            Self::Array(array) => array,
            _ => panic!("a keyword of arrays"),
        }
    }

    const fn members(self) -> Object {
        match self {
            Self::Object(object) => object,
            _ => panic!("a keyword of objects"),
        }
    }
}

/// The hash slots of an object's names: open addressing over a power of two, 0 for a free slot, else an index and one.
///
/// Members that come in any order are then found at once, however many the object has.
pub const fn slots<const SIZE: usize>(properties: &[Property]) -> [u16; SIZE] {
    let mut table = [0; SIZE];
    let mut index = 0;
    while index < properties.len() {
        let mut slot = hash(properties[index].name.as_bytes()) & (SIZE - 1);
        while table[slot] != 0 {
            slot = (slot + 1) & (SIZE - 1);
        }
        table[slot] = index as u16 + 1;
        index += 1;
    }
    table
}

/// The hash of a name in [`slots`]. Names come from the document alone, so that nobody else can make them collide.
pub const fn hash(name: &[u8]) -> usize {
    let (mut hash, mut rest) = (name.len() as u64, name);
    while let Some((word, after)) = rest.split_first_chunk() {
        hash = mix(hash, u64::from_le_bytes(*word));
        rest = after;
    }
    let (mut word, mut index) = (0, 0);
    while index < rest.len() {
        word = word << 8 | rest[index] as u64;
        index += 1;
    }
    (mix(hash, word) >> 32) as usize
}

impl Object {
    /// The index of the property of a name, by the hash slots (of which there must be some).
    #[inline(always)]
    pub(super) fn slot(&self, name: &[u8]) -> Option<usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash(name) & mask;
        loop {
            let index = usize::from(*self.slots.get(slot)?).checked_sub(1)?;
            let property = self.properties.get(index)?;
            if property.name.len() == name.len() && lex::is_same(name, property.name.as_bytes()) {
                return Some(index);
            }
            slot = (slot + 1) & mask;
        }
    }
}

const fn mix(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}
