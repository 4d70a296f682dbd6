//! The functions that write a table, each called like the keyword that it stands for.
//!
//! All are `const`: a table is made when the crate is compiled.

use super::{
    names::{Key, are_plain, is_plain},
    schema::{
        Additional, Arm, Array, Constant, Dispatch, Format, Integer, Map, Number, Object, Pattern, Property, Rule,
        Schema, Strings, Text, Union, Width,
    },
};

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
        Dispatch::Tag(tag) | Dispatch::Literal(tag) => Key::of(tag),
        _ => Key::of(""),
    };
    let (mut plain, mut index) = (true, 0);
    while index < arms.len() {
        plain &= are_plain(arms[index].selectors);
        index += 1;
    }
    Schema::Union(Union { name, dispatch, arms, exclusive, plain, tag })
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

/// What is valid by a schema, and by all of some rules.
pub const fn also(schema: &'static Schema, rules: &'static [Rule]) -> Schema {
    Schema::Asserted(schema, rules)
}

/// What is valid by all of some rules.
pub const fn rules(rules: &'static [Rule]) -> Schema {
    Schema::Asserted(&Schema::Any, rules)
}

/// A pattern of `patternProperties`, and the function that searches a name for it.
pub const fn pattern(source: &'static str, is_match: fn(&str) -> bool) -> Pattern {
    Pattern { source, is_match }
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
    let key = Key::of(name);
    Property { name, plain: key.is_plain(), key, schema, required }
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

    /// Where to look for a name; see [`slots`](super::names::slots).
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
