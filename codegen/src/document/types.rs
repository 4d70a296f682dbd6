//! The objects of OpenAPI that later stages read. Schemas stay nodes: `normalise` reads them.

use indexmap::IndexMap;

use crate::{
    normalise::Located,
    source::{Location, Node, Span, Trees},
};

/// The version of OpenAPI, which was called Swagger before, that a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Swagger 2.0: schemas are a dialect of their own, older than that of 3.0.
    V2_0,
    /// 3.0.x: schemas are a dialect of their own.
    V3_0,
    /// 3.1.x: schemas are JSON Schema 2020-12.
    V3_1,
    /// 3.2.x
    V3_2,
}

impl Version {
    /// Where a document has the schemas that have names.
    pub(crate) fn schemas_at(self) -> Location {
        match self {
            Self::V2_0 => Location::root().push("definitions"),
            _ => Location::root().push("components").push("schemas"),
        }
    }
}

/// An OpenAPI document.
#[derive(Debug)]
pub struct Document<'a> {
    /// The files that it is made of, as far as they were read.
    pub trees: &'a Trees,
    /// `openapi` or `swagger`
    pub version: Version,
    /// `info.title`
    pub title: String,
    /// `info.version`
    pub api_version: Option<String>,
    /// `info.description`
    pub description: Option<String>,
    /// `info.license.identifier` or `.name`
    pub license: Option<String>,
    /// `servers`, or `host` and what goes with it: URLs.
    pub servers: Vec<Located<String>>,
    /// `tags`: name to description.
    pub tags: IndexMap<String, Option<String>>,
    /// `components.schemas` or `definitions`, in declared order.
    pub schemas: IndexMap<String, Component<'a>>,
    /// `components.securitySchemes` or `securityDefinitions`, in declared order.
    pub security_schemes: IndexMap<String, SecurityScheme>,
    /// `paths`, every operation in declared order.
    pub operations: Vec<Operation<'a>>,
    /// What of `paths` can't be read.
    pub losses: Vec<Loss>,
}

/// Something of a document that can't be read, so that less is made than the document says. It was reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The place of what says less for it.
    pub pointer: String,
    /// What can't be read, such as a keyword.
    pub what: String,
    /// What is there in its place.
    pub became: &'static str,
    /// Why it can't be read.
    pub why: String,
}

/// One of `components.schemas`.
#[derive(Debug, Clone)]
pub struct Component<'a> {
    /// Where it stands.
    pub location: Location,
    /// The schema.
    pub node: &'a Node,
}

/// `security`: alternatives, each a list of the names of schemes that are needed together.
pub type Security = Vec<Vec<Located<String>>>;

/// One of `components.securitySchemes`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityScheme {
    /// The place of its name.
    pub span: Span,
    /// Where it stands.
    pub location: Location,
    /// `description`
    pub description: Option<String>,
    /// What it is.
    pub kind: SecurityKind,
}

/// The kinds of security schemes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecurityKind {
    /// `http`: a scheme of HTTP authentication, in lower case.
    Http(String),
    /// `apiKey` in a header, by the header's name.
    Header(String),
    /// `apiKey` in the query, by the parameter's name.
    Query(String),
    /// `apiKey` in a cookie, by the cookie's name.
    Cookie(String),
    /// `oauth2` and `openIdConnect`: what they give is a bearer token.
    Token,
    /// `mutualTLS`: the connection itself.
    MutualTls,
}

/// An operation.
#[derive(Debug)]
pub struct Operation<'a> {
    /// The place of the method's name, such as `post`.
    pub span: Span,
    /// Where it stands: `#/paths/~1containers/post`.
    pub pointer: String,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path template.
    pub path: Located<String>,
    /// `operationId`
    pub id: Option<Located<String>>,
    /// `tags`
    pub tags: Vec<Located<String>>,
    /// `summary`
    pub summary: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `deprecated`
    pub deprecated: bool,
    /// `requestBody`
    pub request: Option<RequestBody<'a>>,
    /// `responses`, in declared order.
    pub responses: Vec<Response<'a>>,
    /// Parameters of the operation and of its path item, not read yet: each name, and the place that says it.
    pub parameters: Vec<Located<String>>,
    /// `security`, or else the document's.
    pub security: Option<Security>,
    /// Why it can't be called or served, where something of it can't be read.
    pub unreadable: Option<String>,
}

/// `requestBody`
#[derive(Debug)]
pub struct RequestBody<'a> {
    /// The place of the name `requestBody`.
    pub span: Span,
    /// `required`
    pub required: bool,
    /// `content`
    pub content: Vec<MediaType<'a>>,
}

/// One of `responses`.
#[derive(Debug)]
pub struct Response<'a> {
    /// The status: `200`, `4XX` or `default`.
    pub status: Located<String>,
    /// `description`
    pub description: Option<String>,
    /// `content`
    pub content: Vec<MediaType<'a>>,
}

/// One of `content`.
#[derive(Debug)]
pub struct MediaType<'a> {
    /// The media type's name, such as `application/json`.
    pub name: Located<String>,
    /// Its schema, and where the schema stands.
    pub schema: Option<(Location, &'a Node)>,
    /// `example` and `examples`.
    pub examples: Vec<&'a Node>,
}
