//! IR for tests: by hand, and any IR at all, from random bytes.

use crate::ir::{
    Additional, Api, Arm, Dispatch, Enum, Format, Ident, Integer, Limit, List, Map, Member, Number, Package, Pattern,
    Role, Shape, Struct, Term, Text, TextKind, Type, TypeId, TypeKind, Union, Variant, Width,
};

pub(super) fn ident(name: &str) -> Ident {
    Ident(name.to_owned())
}

/// An API of these types.
pub(super) fn api(types: Vec<Type>) -> Api {
    Api {
        package: Package {
            name: "shop-api".to_owned(),
            version: "0.1.0".to_owned(),
            license: None,
            publish: false,
            rust_version: "1.88".to_owned(),
        },
        title: "Shop".to_owned(),
        description: None,
        types,
        resources: Vec::new(),
        operations: Vec::new(),
        ledger: Vec::new(),
    }
}

pub(super) fn ty(name: &str, kind: TypeKind) -> Type {
    Type {
        name: ident(name),
        table: ident(&heck::AsShoutySnakeCase(name).to_string()),
        resource: None,
        pointer: format!("#/components/schemas/{name}"),
        description: None,
        deprecated: false,
        examples: Vec::new(),
        kind,
    }
}

pub(super) fn structure(name: &str, members: Vec<Member>) -> Type {
    ty(name, TypeKind::Struct(object(members)))
}

pub(super) fn object(members: Vec<Member>) -> Struct {
    Struct {
        members,
        additional: Additional::Dropped,
        min_properties: None,
        max_properties: None,
        required: None,
    }
}

pub(super) fn strings(name: &str, values: &[&str]) -> Type {
    let variants = values.iter().map(|value| Variant {
        name: ident(&heck::AsUpperCamelCase(value).to_string()),
        value: (*value).to_owned(),
        description: None,
    });
    ty(
        name,
        TypeKind::Enum(Enum {
            variants: variants.collect(),
            unknown: ident("Unknown"),
        }),
    )
}

pub(super) fn union(name: &str, dispatch: Dispatch, exclusive: bool, arms: Vec<Arm>) -> Type {
    ty(
        name,
        TypeKind::Union(Union {
            arms,
            dispatch,
            exclusive,
            unknown: ident("Unknown"),
        }),
    )
}

pub(super) fn tagged(name: &str, arms: Vec<Arm>) -> Type {
    union(
        name,
        Dispatch::Tag {
            member: "type".to_owned(),
            declared: true,
        },
        true,
        arms,
    )
}

pub(super) fn arm(selectors: &[&str], shape: Shape) -> Arm {
    Arm {
        variant: ident("Variant"),
        selectors: selectors.iter().map(|&selector| selector.to_owned()).collect(),
        shape,
        description: None,
    }
}

pub(super) fn newtype(name: &str, shape: Shape) -> Type {
    ty(name, TypeKind::Newtype(shape))
}

/// A required member.
pub(super) fn member(name: &str, shape: Shape) -> Member {
    with_role(
        name,
        Role::Field {
            field: ident(name),
            setter: ident(name),
            shape,
            default: None,
        },
    )
}

/// A member that may be absent.
pub(super) fn optional(name: &str, shape: Shape) -> Member {
    Member {
        required: false,
        ..member(name, shape)
    }
}

pub(super) fn tag(name: &str, value: &str) -> Member {
    with_role(
        name,
        Role::Tag {
            value: value.to_owned(),
            method: ident(name),
        },
    )
}

fn with_role(name: &str, role: Role) -> Member {
    Member {
        name: name.to_owned(),
        required: true,
        pointer: format!("#/{name}"),
        description: None,
        deprecated: false,
        role,
    }
}

pub(super) fn named(index: u32) -> Shape {
    Shape::Named(TypeId(index))
}

pub(super) fn plain_text() -> Shape {
    Shape::String(Text::default())
}

pub(super) fn integer() -> Shape {
    Shape::Integer(Integer::default())
}

pub(super) fn pattern(regex: &str) -> Text {
    let terms = vec![Term {
        regex: regex.to_owned(),
        negated: false,
    }];
    let pattern = Pattern {
        source: regex.to_owned(),
        terms,
        function: ident("pattern"),
    };
    Text {
        pattern: Some(pattern),
        ..Text::default()
    }
}

pub(super) fn list(items: Shape) -> List {
    List {
        items,
        min_items: None,
        max_items: None,
        unique_items: false,
    }
}

pub(super) fn nullable(shape: Shape) -> Shape {
    Shape::Nullable(Box::new(shape))
}

pub(super) fn boxed(shape: Shape) -> Shape {
    Shape::Boxed(Box::new(shape))
}

pub(super) const FORMATS: [Format; 10] = [
    Format::DateTime,
    Format::Date,
    Format::Uuid,
    Format::Uri,
    Format::Email,
    Format::Hostname,
    Format::Ipv4,
    Format::Ipv6,
    Format::Byte,
    Format::Base64,
];

/// The patterns of random types.
pub(super) const PATTERNS: [&str; 7] = [
    "^(latest|[1-9][0-9]*)$",
    "^[a-z]{2,4}$",
    "[0-9]",
    "",
    "^\\S+@\\S+$",
    "^(a|bb)*$",
    "^[^a]\\w?",
];

/// Any API: bytes decide, one after the other, what stands where.
struct Random<'b> {
    bytes: &'b [u8],
    at: usize,
    /// How many types there are that shapes may name.
    count: u32,
    /// Types that only the arms of unions name; they stand after the others.
    arms: Vec<Type>,
}

/// The API that bytes describe.
pub(super) fn random(bytes: &[u8]) -> Api {
    let mut random = Random {
        bytes,
        at: 0,
        count: 0,
        arms: Vec::new(),
    };
    random.count = 1 + random.below(5);
    let types: Vec<Type> = (0..random.count)
        .map(|index| ty(&format!("Type{index}"), random.kind(index)))
        .collect();
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
        match self.below(6) {
            0 | 1 => TypeKind::Struct(self.structure(None)),
            2 => strings("", if self.one_in(2) { &["only"] } else { &["a", "b", "c"] }).kind,
            3 => TypeKind::Newtype(self.shape(3, index)),
            4 => TypeKind::Union(self.union(index)),
            _ => TypeKind::Newtype(Shape::List(Box::new(self.list(2)))),
        }
    }

    fn structure(&mut self, tag_value: Option<&str>) -> Struct {
        let mut members: Vec<Member> = tag_value.map(|value| tag("type", value)).into_iter().collect();
        for name in ["a", "b", "c/~d"].into_iter().take(self.below(4) as usize) {
            let shape = self.shape(2, self.count);
            members.push(if self.one_in(2) {
                member(name, shape)
            } else {
                optional(name, shape)
            });
        }
        let additional = match self.below(4) {
            0 => Additional::Refused,
            1 => Additional::Kept {
                field: ident("additional"),
                shape: self.shape(1, self.count),
            },
            _ => Additional::Dropped,
        };
        Struct {
            members,
            additional,
            min_properties: self.count(),
            max_properties: self.count().map(|count| count + 1),
            required: None,
        }
    }

    fn union(&mut self, index: u32) -> Union {
        let exclusive = self.one_in(2);
        let (dispatch, arms) = match self.below(3) {
            0 => {
                let arms = ["x", "y"].map(|value| {
                    let kind = TypeKind::Struct(self.structure(Some(value)));
                    self.arms.push(ty(&format!("Arm{}", self.arms.len()), kind));
                    arm(&[value], named(self.count + self.arms.len() as u32 - 1))
                });
                (
                    Dispatch::Tag {
                        member: "type".to_owned(),
                        declared: true,
                    },
                    arms.into(),
                )
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
                    shapes
                        .into_iter()
                        .take(count)
                        .map(|(kinds, shape)| arm(kinds, shape))
                        .collect(),
                )
            }
            _ => {
                let count = 1 + self.below(3);
                let dispatch = if self.one_in(3) {
                    Dispatch::Member
                } else {
                    Dispatch::Trial
                };
                (dispatch, (0..count).map(|_| arm(&[], self.shape(2, index))).collect())
            }
        };
        Union {
            arms,
            dispatch,
            exclusive,
            unknown: ident("Unknown"),
        }
    }

    fn shape(&mut self, depth: u32, below: u32) -> Shape {
        match self.below(if depth == 0 { 9 } else { 16 }) {
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
            _ => plain_text(),
        }
    }

    fn literals(&mut self) -> Shape {
        let values = ["1", "2.50", "null", "\"a\"", "[1,{}]", "true", "1.0"];
        let count = 1 + self.below(3) as usize;
        let values = (0..count)
            .filter_map(|_| values.get(self.below(7) as usize))
            .map(|&value| value.to_owned());
        let values = values.collect();
        let shape = self.shape(0, 0);
        Shape::Literals(values, Box::new(if self.one_in(2) { Shape::Any } else { shape }))
    }

    fn text(&mut self) -> Text {
        let mut text = match self.below(3) {
            0 => PATTERNS
                .get(self.below(7) as usize)
                .map_or_else(Text::default, |regex| pattern(regex)),
            _ => Text::default(),
        };
        text.kind = TextKind::Plain;
        text.min_length = self.count();
        text.max_length = self.count().map(|count| count * 4);
        text.format = if self.one_in(4) {
            FORMATS.get(self.below(10) as usize).copied()
        } else {
            None
        };
        text
    }

    fn integer(&mut self) -> Integer {
        let width = [Width::I64, Width::I32, Width::U32, Width::U64][self.below(4) as usize];
        let mut limit = |base: i128| {
            self.one_in(3).then(|| Limit {
                value: base + i128::from(self.below(5)),
                exclusive: self.one_in(2),
            })
        };
        let (minimum, maximum) = (limit(-2), limit(1));
        Integer {
            width,
            minimum,
            maximum,
            multiple_of: self.one_in(4).then(|| 1 + u64::from(self.below(4))),
        }
    }

    fn number(&mut self) -> Number {
        let mut limit = |base: f64| {
            let value = base + f64::from(self.below(5)) / 4.0;
            self.one_in(3).then(|| Limit {
                value,
                exclusive: self.one_in(2),
            })
        };
        let (minimum, maximum) = (limit(-0.5), limit(0.25));
        let multiple_of = self.one_in(4).then(|| [0.01, 0.5, 3.0, 0.1][self.below(4) as usize]);
        Number {
            single: self.one_in(3),
            minimum,
            maximum,
            multiple_of,
        }
    }

    fn list(&mut self, depth: u32) -> List {
        let items = self.shape(depth, self.count);
        List {
            items,
            min_items: self.count(),
            max_items: self.count(),
            unique_items: self.one_in(3),
        }
    }

    fn map(&mut self, depth: u32) -> Map {
        let values = self.shape(depth, self.count);
        Map {
            values,
            min_properties: self.count(),
            max_properties: self.count(),
        }
    }
}
