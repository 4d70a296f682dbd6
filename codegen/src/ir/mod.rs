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
mod rule;

use serde::Serialize;

use crate::pattern::automaton::Automaton;

pub use foreign::{Crate, Foreign};
pub use form::Form;
pub use rule::{Contains, Items, Members, Rule};

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

/// The shape of a value: its Rust type and its keywords in one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Shape {
    /// Any JSON: `serde_json::Value`.
    Any,
    /// No value is valid: `support::Never`.
    Never,
    /// `null` alone: `()`.
    Null,
    /// `bool`
    Boolean,
    /// `String`, or a type that keeps the text of a format.
    String(Text),
    /// `i64`, or what format and bounds say.
    Integer(Integer),
    /// `f64` or `f32`
    Number(Number),
    /// `Vec<_>`
    List(Box<List>),
    /// `support::Map<_>`
    Map(Box<Map>),
    /// A named type.
    Named(TypeId),
    /// `Box<_>`, where a type would have infinite size without.
    Boxed(Box<Shape>),
    /// `null` as well: `Option<_>` or, for optional members, `Nullable<_>`.
    Nullable(Box<Shape>),
    /// Only these values, each compact JSON text (`enum` or `const` of what is no string).
    Literals(Vec<String>, Box<Shape>),
    /// What is asserted of a value besides: all of it holds.
    Asserted(Vec<Rule>, Box<Shape>),
}

/// A string.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Text {
    /// The Rust type.
    pub kind: TextKind,
    /// `minLength`
    pub min_length: Option<u32>,
    /// `maxLength`
    pub max_length: Option<u32>,
    /// `pattern`
    pub pattern: Option<Pattern>,
    /// The name of the `format` or `contentEncoding` that is asserted.
    pub format: Option<Format>,
}

/// The Rust type of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum TextKind {
    /// `String`
    #[default]
    Plain,
    /// `Secret`: hidden from `Debug`.
    Secret,
    /// `DateTime`
    DateTime,
    /// `Date`
    Date,
    /// `Uuid`
    Uuid,
    /// `Base64`
    Base64,
}

/// `pattern`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pattern {
    /// The ECMA-262 source, as the document has it.
    pub source: String,
    /// What must hold of a text, in the syntax of the `regex` crate: all of it.
    pub terms: Vec<Term>,
    /// The name of the function that searches for it.
    pub function: Ident,
}

/// What a pattern asks of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// The pattern that the text is searched for.
    pub regex: String,
    /// What searches for it in the place of `regex`, where that is small.
    #[serde(skip)]
    pub automaton: Option<Automaton>,
    /// Whether it must not be found.
    pub negated: bool,
}

/// A format of strings that is asserted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Format {
    /// `date-time`
    DateTime,
    /// `date`
    Date,
    /// `uuid`
    Uuid,
    /// `uri`
    Uri,
    /// `email`
    Email,
    /// `hostname`
    Hostname,
    /// `ipv4`
    Ipv4,
    /// `ipv6`
    Ipv6,
    /// `byte`
    Byte,
    /// `time`
    Time,
    /// `duration`
    Duration,
    /// `idn-email`
    IdnEmail,
    /// `idn-hostname`
    IdnHostname,
    /// `uri-reference`
    UriReference,
    /// `iri`
    Iri,
    /// `iri-reference`
    IriReference,
    /// `uri-template`
    UriTemplate,
    /// `json-pointer`
    JsonPointer,
    /// `relative-json-pointer`
    RelativeJsonPointer,
    /// `regex`
    Regex,
    /// `contentEncoding: base64`
    Base64,
}

/// An integer.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Integer {
    /// The Rust type.
    pub width: Width,
    /// `minimum` or `exclusiveMinimum`
    pub minimum: Option<Limit<i128>>,
    /// `maximum` or `exclusiveMaximum`
    pub maximum: Option<Limit<i128>>,
    /// `multipleOf`
    pub multiple_of: Option<u64>,
}

/// The Rust type of an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum Width {
    /// `i32`
    I32,
    /// `i64`
    #[default]
    I64,
    /// `u32`
    U32,
    /// `u64`
    U64,
}

impl Width {
    /// Whether the type holds an integer.
    pub fn holds(self, value: i128) -> bool {
        match self {
            Self::I32 => i32::try_from(value).is_ok(),
            Self::I64 => i64::try_from(value).is_ok(),
            Self::U32 => u32::try_from(value).is_ok(),
            Self::U64 => u64::try_from(value).is_ok(),
        }
    }
}

/// A number.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Number {
    /// Whether it is an `f32` (`format: float`).
    pub single: bool,
    /// `minimum` or `exclusiveMinimum`
    pub minimum: Option<Limit<f64>>,
    /// `maximum` or `exclusiveMaximum`
    pub maximum: Option<Limit<f64>>,
    /// `multipleOf`
    pub multiple_of: Option<f64>,
}

/// A bound, and whether the bound itself is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Limit<T> {
    /// The bound.
    pub value: T,
    /// Whether the keyword is `exclusiveMinimum` or `exclusiveMaximum`.
    pub exclusive: bool,
}

/// An array.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct List {
    /// The shape of an item.
    pub items: Shape,
    /// `minItems`
    pub min_items: Option<u32>,
    /// `maxItems`
    pub max_items: Option<u32>,
    /// `uniqueItems`
    pub unique_items: bool,
}

/// An object whose members have no names of their own.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Map {
    /// The shape of a value.
    pub values: Shape,
    /// `minProperties`
    pub min_properties: Option<u32>,
    /// `maxProperties`
    pub max_properties: Option<u32>,
}

/// An operation: a route, and what goes in and comes out.
#[derive(Debug, Clone, Serialize)]
pub struct Operation {
    /// The method's name in its resource, such as `create`.
    pub name: Ident,
    /// The resource it belongs to.
    pub resource: Ident,
    /// `operationId`
    pub id: Option<String>,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// Where the document declares it.
    pub pointer: String,
    /// The summary and the description.
    pub description: Option<String>,
    /// `deprecated`
    pub deprecated: bool,
    /// The JSON body of the request.
    pub request: Option<Body>,
    /// The responses, in declared order.
    pub responses: Vec<Response>,
    /// How it is called and served; `None` where client and server leave it out, and the ledger says why.
    pub exchange: Option<Exchange>,
}

/// How an operation is called and served.
#[derive(Debug, Clone, Serialize)]
pub struct Exchange {
    /// Alternatives of schemes that are needed together, as indexes into [`Api::schemes`].
    pub security: Vec<Vec<usize>>,
    /// The path as that of a URI: percent-encoded.
    pub path: String,
    /// The status with which a server answers where all is well.
    pub status: u16,
    /// Which of the responses tells the body of that answer, and of any other with a status of success.
    pub answer: Option<usize>,
    /// Which of the responses tell bodies of failures, the most specific first, each with its first and last status.
    pub failures: Vec<(u16, u16, usize)>,
}

/// A security scheme: a kind of credentials.
#[derive(Debug, Clone, Serialize)]
pub struct Scheme {
    /// The static that describes it: `BEARER_AUTH`.
    pub name: Ident,
    /// What the document calls it.
    pub id: String,
    /// `description`
    pub description: Option<String>,
    /// Where a request carries the credentials.
    pub carrier: Carrier,
}

/// Where a request carries credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Carrier {
    /// `Authorization: Bearer …`
    Bearer,
    /// `Authorization: Basic …`
    Basic,
    /// `Authorization`, by another scheme of HTTP: its name, in lower case.
    Authorization(String),
    /// A header of this name, in lower case.
    Header(String),
    /// A parameter of the query of this name.
    Query(String),
    /// A cookie of this name.
    Cookie(String),
}

/// A body: its content type and its shape.
#[derive(Debug, Clone, Serialize)]
pub struct Body {
    /// The content type, such as `application/json`.
    pub content_type: String,
    /// The shape of its JSON.
    pub shape: Shape,
    /// Whether a request must have it.
    pub required: bool,
}

/// A response of an operation.
#[derive(Debug, Clone, Serialize)]
pub struct Response {
    /// The status: `200`, `4XX` or `default`.
    pub status: String,
    /// The description.
    pub description: Option<String>,
    /// The body, where there is one.
    pub body: Option<Body>,
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
    pub fn rules_mut(&mut self) -> &mut [Rule] {
        match self {
            Self::Struct(of) => &mut of.rules,
            Self::Enum(of) => &mut of.rules,
            Self::Union(of) => &mut of.rules,
            Self::Newtype(_) => &mut [],
        }
    }
}

impl Operation {
    /// The body of the answer where all is well.
    pub fn answer(&self) -> Option<&Body> {
        self.responses.get(self.exchange.as_ref()?.answer?)?.body.as_ref()
    }

    /// The bodies of answers that tell of a failure, the most specific first, each with its first and last status.
    pub fn failures(&self) -> impl Iterator<Item = (u16, u16, &Body)> {
        let failures = self.exchange.iter().flat_map(|exchange| &exchange.failures);
        failures.filter_map(|&(first, last, index)| Some((first, last, self.responses.get(index)?.body.as_ref()?)))
    }
}

impl Api {
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
