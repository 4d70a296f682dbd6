//! IR for tests: any IR at all, from random bytes. What is made by hand is made as for the tests of the emitters.

use crate::{
    emit::testing::{api, arm, boxed, ident, member, named, nullable, optional, pattern, plain_text, strings, tag, ty},
    ir::{
        Additional, Api, Contains, Dispatch, Format, Integer, Items, Limit, List, Map, Member, Members, Number, Rule,
        Shape, Struct, Text, Type, TypeKind, Union, Width,
    },
};

pub(super) const FORMATS: [Format; 21] = [
    Format::DateTime,
    Format::Date,
    Format::Uuid,
    Format::Uri,
    Format::Email,
    Format::Hostname,
    Format::Ipv4,
    Format::Ipv6,
    Format::Byte,
    Format::Time,
    Format::Duration,
    Format::IdnEmail,
    Format::IdnHostname,
    Format::UriReference,
    Format::Iri,
    Format::IriReference,
    Format::UriTemplate,
    Format::JsonPointer,
    Format::RelativeJsonPointer,
    Format::Regex,
    Format::Base64,
];

/// The patterns of random types.
pub(super) const PATTERNS: [&str; 7] =
    ["^(latest|[1-9][0-9]*)$", "^[a-z]{2,4}$", "[0-9]", "", "^\\S+@\\S+$", "^(a|bb)*$", "^[^a]\\w?"];

/// Any API: bytes decide, one after the other, what stands where.
struct Random<'b> {
    bytes: &'b [u8],
    at: usize,
    /// How many types there are that shapes may name.
    count: u32,
    /// How many of them a rule may name: those before the one that is made, which never lead back to it.
    before: u32,
    /// Types that only the arms of unions name; they stand after the others.
    arms: Vec<Type>,
}

/// The API that bytes describe.
pub(super) fn random(bytes: &[u8]) -> Api {
    let mut random = Random { bytes, at: 0, count: 0, before: 0, arms: Vec::new() };
    random.count = 1 + random.below(5);
    let types: Vec<Type> = (0..random.count).map(|index| ty(&format!("Type{index}"), random.kind(index))).collect();
    api(types.into_iter().chain(random.arms).collect())
}

impl Random<'_> {
    /// A number below another; 0 once there are no more bytes.
    fn below(&mut self, most: u32) -> u32 {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        u32::from(byte) % most.max(1)
    }

    fn one_in(&mut self, count: u32) -> bool {
        self.below(count) == 1
    }

    fn count(&mut self) -> Option<u32> {
        self.one_in(4).then(|| self.below(4))
    }

    /// Types name themselves and later ones only where a part of the value stands in between.
    fn kind(&mut self, index: u32) -> TypeKind {
        self.before = index;
        match self.below(6) {
            0 | 1 => TypeKind::Struct(self.structure(None)),
            2 => {
                let mut ty = strings("", if self.one_in(2) { &["only"] } else { &["a", "b", "c"] });
                if let TypeKind::Enum(it) = &mut ty.kind {
                    it.rules = self.beside(1);
                }
                ty.kind
            }
            3 => TypeKind::Newtype(self.shape(3, index)),
            4 => TypeKind::Union(self.union(index)),
            _ => TypeKind::Newtype(Shape::List(Box::new(self.list(2)))),
        }
    }

    fn structure(&mut self, tag_value: Option<&str>) -> Struct {
        let mut members: Vec<Member> = tag_value.map(|value| tag("type", value)).into_iter().collect();
        for name in ["a", "b", "c/~d"].into_iter().take(self.below(4) as usize) {
            let shape = self.shape(2, self.count);
            members.push(if self.one_in(2) { member(name, shape) } else { optional(name, shape) });
        }
        let additional = match self.below(4) {
            0 => Additional::Refused,
            1 => Additional::Kept { field: ident("additional"), shape: self.shape(1, self.count) },
            _ => Additional::Dropped,
        };
        Struct {
            members,
            additional,
            min_properties: self.count(),
            max_properties: self.count().map(|count| count + 1),
            rules: self.beside(2),
            required: None,
        }
    }

    /// What stands beside a type: rules, and now and then a scope.
    fn beside(&mut self, most: u32) -> Vec<Rule> {
        let count = if self.one_in(3) { 1 + self.below(most) } else { 0 };
        (0..count).map(|_| self.rule(3, false)).collect()
    }

    /// A schema that only asserts. Where it is asked what it evaluates, it names no type, as lowering has it.
    fn rules(&mut self, depth: u32, evaluates: bool) -> Vec<Rule> {
        let Some(depth) = depth.checked_sub(1) else { return self.leaf() };
        match self.below(8) {
            0 => self.leaf(),
            1 if self.one_in(4) => vec![Rule::Never],
            1 if self.before > 0 && !evaluates => vec![Rule::Is(named(self.below(self.before)))],
            1 | 2 => vec![Rule::Types(vec!["array"]), Rule::Items(self.items(depth))],
            3 | 4 => {
                let mut rules = vec![Rule::Types(vec!["object"]), Rule::Members(self.members(depth))];
                if self.one_in(2) {
                    Rule::add(&mut rules, Rule::Required(self.names()));
                }
                rules
            }
            _ => (0..1 + self.below(2)).map(|_| self.rule(depth, evaluates)).collect(),
        }
    }

    /// A schema without others in it.
    fn leaf(&mut self) -> Vec<Rule> {
        let types = ["object", "string", "integer", "null", "array", "number", "boolean"];
        let name = types[self.below(7) as usize];
        match self.below(9) {
            0 => vec![Rule::Required(self.names())],
            1 => vec![Rule::Types(vec![name])],
            2 => vec![Rule::Types(vec!["array", name, "object"])],
            3 => vec![Rule::Values(vec!["1".to_owned(), "{\"a\":1.0}".to_owned(), "\"a\"".to_owned()])],
            4 => vec![Rule::Types(vec!["string"]), Rule::Values(vec!["\"a\"".to_owned(), "\"b\"".to_owned()])],
            5 => vec![Rule::Types(vec!["string"]), Rule::Keywords(Shape::String(self.text()))],
            6 => vec![Rule::Keywords(Shape::String(self.text())), Rule::Keywords(Shape::Number(self.number()))],
            7 => vec![Rule::Types(vec!["number"]), Rule::Keywords(Shape::Number(self.number()))],
            _ => Vec::new(),
        }
    }

    /// The rule of one keyword.
    fn rule(&mut self, depth: u32, evaluates: bool) -> Rule {
        let part = depth.saturating_sub(1);
        match self.below(13) {
            0 => Rule::OneOf((0..2).map(|_| self.rules(part, evaluates)).collect()),
            1 => Rule::AnyOf((0..2).map(|_| self.rules(part, evaluates)).collect()),
            2 => Rule::Not(self.rules(part, false)),
            3 => Rule::If(self.rules(part, evaluates), self.rules(part, evaluates), self.rules(part, evaluates)),
            4 => Rule::DependentRequired(vec![("a".to_owned(), self.names()), ("z".to_owned(), self.names())]),
            5 => Rule::DependentSchemas(vec![("b".to_owned(), self.rules(part, evaluates))]),
            6 => Rule::PropertyNames(self.rules(part, false)),
            7 => Rule::Items(self.items(part)),
            8 => {
                let (min, max) = (self.below(3), self.count());
                Rule::Contains(Contains { rules: self.rules(part, false), min, max })
            }
            9 => Rule::Members(self.members(part)),
            10 => Rule::Required(self.names()),
            11 if depth > 0 => self.scope(part),
            _ => self.leaf().pop().unwrap_or(Rule::Never),
        }
    }

    /// A schema with `unevaluatedItems` or `unevaluatedProperties`, which come last.
    fn scope(&mut self, depth: u32) -> Rule {
        let mut rules: Vec<Rule> = (0..self.below(4)).map(|_| self.rule(depth, true)).collect();
        let unevaluated = if self.one_in(2) { vec![Rule::Never] } else { self.rules(depth, false) };
        rules.push(match self.below(2) {
            0 => Rule::UnevaluatedProperties(unevaluated),
            _ => Rule::UnevaluatedItems(unevaluated),
        });
        Rule::Scope(rules)
    }

    fn names(&mut self) -> Vec<String> {
        let first = self.below(4) as usize;
        let names = ["z", "a", "b", "c/~d"].into_iter().cycle().skip(first).take(1 + self.below(2) as usize);
        names.map(str::to_owned).collect()
    }

    fn items(&mut self, depth: u32) -> Items {
        Items {
            prefix: (0..self.below(3).saturating_sub(1)).map(|_| self.rules(depth, false)).collect(),
            items: self.one_in(2).then(|| self.rules(depth, false)),
            min_items: self.count(),
            max_items: self.count(),
            unique_items: self.one_in(4),
        }
    }

    fn members(&mut self, depth: u32) -> Members {
        let names = ["b", "a"].into_iter().take(self.below(3) as usize);
        let properties = names.map(|name| (name.to_owned(), self.rules(depth, false))).collect();
        let pattern = match self.one_in(4).then(|| pattern(PATTERNS[self.below(7) as usize])) {
            Some(Shape::String(text)) => text.pattern,
            _ => None,
        };
        Members {
            properties,
            required: Vec::new(),
            known: if pattern.is_some() && self.one_in(2) { vec!["c/~d".to_owned()] } else { Vec::new() },
            patterns: pattern.into_iter().map(|pattern| (pattern, self.rules(depth, false))).collect(),
            additional: self.one_in(2).then(|| self.rules(depth, false)),
            min_properties: self.count(),
            max_properties: self.count(),
        }
    }

    fn union(&mut self, index: u32) -> Union {
        let exclusive = self.one_in(2);
        let (dispatch, arms) = match self.below(3) {
            0 => {
                let arms = ["x", "y"].map(|value| {
                    // Where a discriminator is declared, the tag may be any string to the arm itself.
                    let is_constant = self.one_in(2);
                    let mut structure = self.structure(is_constant.then_some(value));
                    structure.members.extend((!is_constant).then(|| optional("type", plain_text())));
                    let kind = TypeKind::Struct(structure);
                    self.arms.push(ty(&format!("Arm{}", self.arms.len()), kind));
                    arm("Arm", &[value], named(self.count + self.arms.len() as u32 - 1))
                });
                (Dispatch::Tag { member: "type".to_owned(), declared: true }, arms.into())
            }
            1 => {
                let shapes = [
                    (&["string"][..], Shape::String(self.text())),
                    (&["number"], Shape::Number(self.number())),
                    (&["array"], Shape::List(Box::new(self.list(1)))),
                    (&["boolean", "null"], nullable(Shape::Boolean)),
                ];
                let count = 1 + self.below(4) as usize;
                (
                    Dispatch::Kind,
                    shapes.into_iter().take(count).map(|(kinds, shape)| arm("Arm", kinds, shape)).collect(),
                )
            }
            _ => {
                let names = ["a", "b", "c/~d"];
                let arms = names.into_iter().take(1 + self.below(3) as usize);
                let arms = arms.map(|name| arm("Arm", &[name], self.shape(2, index))).collect();
                (if self.one_in(3) { Dispatch::Member } else { Dispatch::Trial }, arms)
            }
        };
        Union { arms, dispatch, exclusive, unknown: ident("Unknown"), rules: self.beside(1) }
    }

    fn shape(&mut self, depth: u32, below: u32) -> Shape {
        match self.below(if depth == 0 { 9 } else { 18 }) {
            0 => Shape::Any,
            1 if self.one_in(4) => Shape::Never,
            1 => Shape::Null,
            2 => Shape::Boolean,
            3 | 4 => Shape::String(self.text()),
            5 => Shape::Integer(self.integer()),
            6 => Shape::Number(self.number()),
            7 | 8 if below > 0 => named(self.below(below)),
            9 => Shape::List(Box::new(self.list(depth - 1))),
            10 => Shape::Map(Box::new(self.map(depth - 1))),
            11 => nullable(self.shape(depth - 1, below)),
            12 => boxed(self.shape(depth - 1, below)),
            13 => self.literals(),
            14 | 15 => {
                let rules = (0..1 + self.below(2)).map(|_| self.rule(3, false)).collect();
                Shape::Asserted(rules, Box::new(self.shape(depth - 1, below)))
            }
            _ => plain_text(),
        }
    }

    fn literals(&mut self) -> Shape {
        let values = ["1", "2.50", "null", "\"a\"", "[1,{}]", "true", "1.0"];
        let count = 1 + self.below(3) as usize;
        let values = (0..count).filter_map(|_| values.get(self.below(7) as usize)).map(|&value| value.to_owned());
        let values = values.collect();
        let shape = self.shape(0, 0);
        Shape::Literals(values, Box::new(if self.one_in(2) { Shape::Any } else { shape }))
    }

    fn text(&mut self) -> Text {
        let pattern = match self.below(3) {
            0 => PATTERNS.get(self.below(7) as usize).map(|source| pattern(source)),
            _ => None,
        };
        Text {
            pattern: match pattern {
                Some(Shape::String(text)) => text.pattern,
                _ => None,
            },
            min_length: self.count(),
            max_length: self.count().map(|count| count * 4),
            format: if self.one_in(4) { FORMATS.get(self.below(FORMATS.len() as u32) as usize).copied() } else { None },
            ..Text::default()
        }
    }

    fn integer(&mut self) -> Integer {
        let width = [Width::I64, Width::I32, Width::U32, Width::U64][self.below(4) as usize];
        let mut limit = |base: i128| {
            self.one_in(3).then(|| Limit { value: base + i128::from(self.below(5)), exclusive: self.one_in(2) })
        };
        let (minimum, maximum) = (limit(-2), limit(1));
        Integer { width, minimum, maximum, multiple_of: self.one_in(4).then(|| 1 + u64::from(self.below(4))) }
    }

    fn number(&mut self) -> Number {
        let mut limit = |base: f64| {
            let value = base + f64::from(self.below(5)) / 4.0;
            self.one_in(3).then(|| Limit { value, exclusive: self.one_in(2) })
        };
        let (minimum, maximum) = (limit(-0.5), limit(0.25));
        let multiple_of = self.one_in(4).then(|| [0.01, 0.5, 3.0, 0.1][self.below(4) as usize]);
        Number { single: self.one_in(3), minimum, maximum, multiple_of }
    }

    fn list(&mut self, depth: u32) -> List {
        let items = self.shape(depth, self.count);
        List { items, min_items: self.count(), max_items: self.count(), unique_items: self.one_in(3) }
    }

    fn map(&mut self, depth: u32) -> Map {
        let values = self.shape(depth, self.count);
        Map { values, min_properties: self.count(), max_properties: self.count() }
    }
}
