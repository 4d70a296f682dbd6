//! The IR: what emitters see. Named, resolved, with every decision taken; nothing of OpenAPI is left in it.
//!
//! Promises made to emitters:
//! - Every identifier is a valid Rust identifier, unique in its scope; no emitter invents or changes a name.
//! - Types stand in the order in which the document declares them, an anonymous type right after its parent.
//! - Every type of infinite size is broken by a [`Shape::Boxed`].
//! - What a type can't express stands in its shape's keywords; what neither can stands in [`Api::ledger`].

pub mod dump;
mod foreign;
mod form;
mod operation;
mod rule;
mod shape;

use serde::Serialize;

pub use foreign::{Crate, Foreign};
pub use form::Form;
pub use operation::{Body, Carrier, Exchange, Operation, Response, Scheme};
pub use rule::{Contains, Items, Members, Rule, Shared, SharedId};
pub use shape::{Format, Integer, Limit, List, Map, Number, Pattern, Shape, Term, Text, TextKind, Width};

/// A whole API, ready to be written down as a crate.
#[derive(Debug, Clone, Serialize)]
pub struct Api {
    /// What the generated package is called and says about itself.
    pub package: Package,
    /// The API's title, as the document has it.
    pub title: String,
    /// The API's description.
    pub description: Option<String>,
    /// Every named type, in declared order.
    pub types: Vec<Type>,
    /// The lists of rules that are led to in several ways, in declared order.
    pub shared: Vec<Shared>,
    /// The resources, each a Cargo feature and a file at each stage; in declared order.
    pub resources: Vec<Resource>,
    /// Every operation, in declared order.
    pub operations: Vec<Operation>,
    /// Where the API is served, where the document says it: an absolute URL.
    pub base_url: Option<String>,
    /// The security schemes that operations name, in declared order.
    pub schemes: Vec<Scheme>,
    /// The crates whose types the document or `refract.toml` chose, by name.
    pub crates: Vec<Crate>,
    /// Where types or checks say less than the document.
    pub ledger: Vec<LedgerLine>,
}

/// The `[package]` table of the generated crate.
#[derive(Debug, Clone, Serialize)]
pub struct Package {
    /// `name`
    pub name: String,
    /// `version`
    pub version: String,
    /// `license`
    pub license: Option<String>,
    /// `publish`
    pub publish: bool,
    /// `rust-version`
    pub rust_version: String,
}

/// A group of operations: the first tag, or the first literal segment of the path.
#[derive(Debug, Clone, Serialize)]
pub struct Resource {
    /// The module's and the feature's name, such as `containers`.
    pub name: Ident,
    /// The name of its trait in the server and of its methods' owner in the client, such as `Containers`.
    pub owner: Ident,
    /// The tag's description.
    pub description: Option<String>,
}

/// A Rust identifier that is known to be valid (raw where it has to be: `r#type`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Ident(pub(crate) String);

impl Ident {
    /// The identifier as it stands in source text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Which of [`Api::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct TypeId(pub u32);

/// A named type.
#[derive(Debug, Clone, Serialize)]
pub struct Type {
    /// `SkillReference`
    pub name: Ident,
    /// The static that holds its table: `SKILL_REFERENCE`.
    pub table: Ident,
    /// The resource that alone reaches it; `None` is the module `shared`.
    pub resource: Option<Ident>,
    /// Where the document declares it: `#/components/schemas/SkillReference`.
    pub pointer: String,
    /// The description, in Markdown, as the document has it.
    pub description: Option<String>,
    /// `deprecated`
    pub deprecated: bool,
    /// `examples` (and `default`) of the schema, as compact JSON texts.
    pub examples: Vec<String>,
    /// The values that have names, where it wraps an integer that lists some.
    pub constants: Vec<Constant>,
    /// The type of another crate that it converts to, where it wraps a scalar.
    pub foreign: Option<Foreign>,
    /// What it is in Rust.
    pub kind: TypeKind,
}

/// A value of a wrapped integer that has a name (`x-enum-varnames`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Constant {
    /// The constant's name: `HIGH`.
    pub name: Ident,
    /// The value.
    pub value: i128,
    /// Its description (`x-enum-descriptions`).
    pub description: Option<String>,
}

/// What a named type is in Rust.
#[derive(Debug, Clone, Serialize)]
pub enum TypeKind {
    /// An object with members.
    Struct(Struct),
    /// A closed set of strings.
    Enum(Enum),
    /// One of several shapes.
    Union(Union),
    /// A transparent wrapper of what is no object, enum or union.
    Newtype(Shape),
}

/// An object with members.
#[derive(Debug, Clone, Serialize)]
pub struct Struct {
    /// The members, in declared order.
    pub members: Vec<Member>,
    /// What becomes of members that have no name of their own.
    pub additional: Additional,
    /// `minProperties`
    pub min_properties: Option<u32>,
    /// `maxProperties`
    pub max_properties: Option<u32>,
    /// What is asserted of an object besides: all of it holds.
    pub rules: Vec<Rule>,
    /// The name of the struct of its required members, `RepositoryRequired`: claimed where more than seven are
    /// required, which are too many parameters for `new`.
    pub required: Option<Ident>,
}

/// What becomes of members that `properties` does not name.
#[derive(Debug, Clone, Serialize)]
pub enum Additional {
    /// Valid, and dropped.
    Dropped,
    /// `additionalProperties: false`
    Refused,
    /// Kept in a map of this name.
    Kept {
        /// The field's name.
        field: Ident,
        /// The shape of each value.
        shape: Shape,
    },
}

/// A member of an object.
#[derive(Debug, Clone, Serialize)]
pub struct Member {
    /// The name on the wire.
    pub name: String,
    /// Whether the object is invalid without it: as declared, but for members that go one way in types that go the other.
    pub required: bool,
    /// Where the document declares it.
    pub pointer: String,
    /// The description, in Markdown.
    pub description: Option<String>,
    /// `deprecated`
    pub deprecated: bool,
    /// `examples` of the member's own schema that are valid, as compact JSON texts; a type that it names has its own.
    pub examples: Vec<String>,
    /// `readOnly` or `writeOnly`: which way it goes, where that is one only.
    pub direction: Option<Direction>,
    /// What it is in Rust.
    pub role: Role,
}

/// Which way a member goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Direction {
    /// `writeOnly`: in requests.
    Request,
    /// `readOnly`: in responses.
    Response,
}

/// What a member is in Rust.
#[derive(Debug, Clone, Serialize)]
pub enum Role {
    /// A field, its setter (none for required members) and, where there is a default, its reader.
    Field {
        /// The field's name.
        field: Ident,
        /// The name of the setter of an optional member.
        setter: Ident,
        /// The shape of its value. Optional members are `Option`, or `Nullable` where the shape is nullable.
        shape: Shape,
        /// The default of the document, where Rust can say it.
        default: Option<Default>,
    },
    /// The required constant that selects an arm of a union: written and checked by the type, no field.
    Tag {
        /// The constant.
        value: String,
        /// The method that tells it.
        method: Ident,
    },
}

/// The default of an optional member.
#[derive(Debug, Clone, Serialize)]
pub struct Default {
    /// The value as compact JSON text, for the docs.
    pub json: String,
    /// The value in Rust, where it is simple enough to be offered as a method.
    pub value: Option<DefaultValue>,
    /// The name of the method: `memory_limit_or_default`.
    pub method: Ident,
}

/// A default that Rust code can say.
#[derive(Debug, Clone, Serialize)]
pub enum DefaultValue {
    /// A boolean.
    Boolean(bool),
    /// An integer.
    Integer(i128),
    /// A number.
    Number(f64),
    /// A string.
    String(String),
    /// A variant of an enum.
    Variant(TypeId, Ident),
}

/// A closed set of strings, with a variant for values not known yet.
#[derive(Debug, Clone, Serialize)]
pub struct Enum {
    /// The values, in declared order.
    pub variants: Vec<Variant>,
    /// The name of the variant for values not known.
    pub unknown: Ident,
    /// What is asserted of a value besides: all of it holds.
    pub rules: Vec<Rule>,
}

/// One value of an enum.
#[derive(Debug, Clone, Serialize)]
pub struct Variant {
    /// The variant's name.
    pub name: Ident,
    /// The string on the wire.
    pub value: String,
    /// Its description (`x-enum-descriptions`).
    pub description: Option<String>,
    /// `deprecated`, where the value is a schema of its own.
    pub deprecated: bool,
}

/// One of several shapes, with a variant for members not known yet.
#[derive(Debug, Clone, Serialize)]
pub struct Union {
    /// The arms, in declared order.
    pub arms: Vec<Arm>,
    /// How an arm is chosen.
    pub dispatch: Dispatch,
    /// Whether exactly one arm must be valid (`oneOf`).
    pub exclusive: bool,
    /// The name of the variant for members not known.
    pub unknown: Ident,
    /// What is asserted of a value besides: all of it holds.
    pub rules: Vec<Rule>,
}

/// How the arm of a union is chosen, from the cheapest to the dearest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Dispatch {
    /// By the string in this member, which the document declares as discriminator or which is a constant of each arm.
    Tag {
        /// The member's name.
        member: String,
        /// Whether the document has a `discriminator`.
        declared: bool,
    },
    /// By the number or the boolean in this member.
    Literal {
        /// The member's name.
        member: String,
        /// Whether the document has a `discriminator`.
        declared: bool,
    },
    /// By the JSON type of the value.
    Kind,
    /// By the member that only one arm requires.
    Member,
    /// By trying one after the other.
    Trial,
}

/// One arm of a union.
#[derive(Debug, Clone, Serialize)]
pub struct Arm {
    /// The variant's name.
    pub variant: Ident,
    /// What selects it: the tag's values (as compact JSON texts, where they are no strings), the JSON types' names, or
    /// the member's name; empty for trial.
    pub selectors: Vec<String>,
    /// The shape of its value.
    pub shape: Shape,
    /// The description of the arm.
    pub description: Option<String>,
    /// `deprecated`
    pub deprecated: bool,
}

/// A place where the types or the checks say less than the document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LedgerLine {
    /// The place in the document, as a JSON Pointer.
    pub pointer: String,
    /// What stands there: a keyword, a format, a construct.
    pub what: String,
    /// What became of it.
    pub became: String,
    /// Why.
    pub why: String,
}

impl TypeKind {
    /// What is asserted of a value besides what its kind says.
    pub fn rules(&self) -> &[Rule] {
        match self {
            Self::Struct(of) => &of.rules,
            Self::Enum(of) => &of.rules,
            Self::Union(of) => &of.rules,
            Self::Newtype(_) => &[],
        }
    }

    /// What is asserted of a value besides what its kind says.
    pub fn rules_mut(&mut self) -> Option<&mut Vec<Rule>> {
        match self {
            Self::Struct(of) => Some(&mut of.rules),
            Self::Enum(of) => Some(&mut of.rules),
            Self::Union(of) => Some(&mut of.rules),
            Self::Newtype(_) => None,
        }
    }
}

impl Api {
    /// The rules of a list that is shared.
    pub fn rules(&self, id: SharedId) -> &[Rule] {
        self.shared.get(id.0 as usize).map(|shared| shared.rules.as_slice()).unwrap_or_default()
    }

    /// The operations of a resource that client and server have, in declared order.
    pub fn exchanges(&self, resource: &Ident) -> impl Iterator<Item = (&Operation, &Exchange)> {
        let own = self.operations.iter().filter(move |operation| operation.resource == *resource);
        own.filter_map(|operation| Some((operation, operation.exchange.as_ref()?)))
    }

    /// The type of an id.
    pub fn get(&self, id: TypeId) -> &Type {
        // Ids are handed out by `lower` alone, for types that are there.
        &self.types[id.0 as usize]
    }
}
