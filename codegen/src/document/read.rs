//! The root of an OpenAPI document: its version, what it says of itself, and its components.

use indexmap::IndexMap;

use super::{
    Component, Document, Version, paths,
    reader::{Members, Reader},
    reference::Place,
    security, swagger,
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, catalogue},
    normalise::Located,
    source::{Entry, Location, Span, Trees},
};

/// What `info` says.
#[derive(Debug, Default)]
struct Info {
    title: String,
    version: Option<String>,
    description: Option<String>,
    license: Option<String>,
}

/// What `components` holds.
#[derive(Default)]
struct Components<'a> {
    schemas: IndexMap<String, Component<'a>>,
    security: security::Declared<'a>,
}

/// Reads an OpenAPI document. What is wrong with it is reported, all of it, and the rest is read.
///
/// `None` where nothing can be read: the root is no object, or the version is not known.
pub fn read<'a>(trees: &'a Trees, diagnostics: &mut Diagnostics) -> Option<Document<'a>> {
    let root = trees.root()?;
    let mut reader = Reader::new(trees, diagnostics);
    let Some(members) = root.as_object() else {
        let message = format!("an OpenAPI document must be an object, but is {}", root.describe());
        reader.report(Diagnostic::new(&catalogue::NOT_A_DOCUMENT, root.span, message).label("not an object"));
        return None;
    };
    let version = version(&mut reader, members, root.span)?;
    let info = info(&mut reader, members, root.span);
    require_content(&mut reader, members, version, root.span);
    let servers = match version {
        Version::V2_0 => swagger::servers(&mut reader, members),
        _ => servers(&mut reader, members),
    };
    let tags = tags(&mut reader, members);
    let mut operations = paths::read(&mut reader, members, version);
    paths::leave_out_calls(&mut reader, members, "webhooks", &Location::root());
    let components = match version {
        Version::V2_0 => Components::of(&mut reader, members, SWAGGER, &Location::root()),
        _ => components(&mut reader, members),
    };
    reader.take_failure();
    let security = security::requirements(&mut reader, members).unwrap_or_default();
    let unreadable = reader.take_failure();
    for operation in operations.iter_mut().filter(|operation| operation.security.is_none()) {
        operation.security = Some(security.clone());
        operation.unreadable = operation.unreadable.take().or_else(|| unreadable.clone());
    }
    let container = if version == Version::V2_0 { "securityDefinitions" } else { "components.securitySchemes" };
    security::check(&mut reader, &components.security, container, &security, &mut operations);
    Some(Document {
        trees,
        version,
        title: info.title,
        api_version: info.version,
        description: info.description,
        license: info.license,
        servers,
        tags,
        schemas: components.schemas,
        security_schemes: components.security.schemes,
        operations,
        losses: reader.losses,
    })
}

/// The first place of the document, where what is missing in it is reported: underlining all of it shows nothing.
fn start(root: Span) -> Span {
    Span { end: root.start, ..root }
}

/// `openapi` or `swagger`. A document that does not say is read like the newest.
fn version<'a>(reader: &mut Reader<'a, '_>, members: &'a Members, root: Span) -> Option<Version> {
    let Some(entry) = members.get("openapi") else {
        if let Some(swagger) = members.get("swagger") {
            return version_in(reader, swagger, "`swagger`", |text| (text == "2.0").then_some(Version::V2_0));
        }
        let message = "the document has no `openapi`";
        reader.report(Diagnostic::new(&catalogue::VERSION, start(root), message));
        return Some(Version::V3_1);
    };
    version_in(reader, entry, "`openapi`", known_version)
}

/// The version that a member says.
fn version_in<'a>(
    reader: &mut Reader<'a, '_>,
    entry: &'a Entry,
    what: &str,
    known: impl Fn(&str) -> Option<Version>,
) -> Option<Version> {
    let text = reader.text(&entry.value, what).map(|text| text.value);
    // A YAML document may say `3.1` without quotes: its kind is reported, its meaning is clear.
    let known = text.as_deref().or(entry.value.as_number()).and_then(known);
    if known.is_none() {
        let message = match text {
            Some(text) => format!("the version `{text}` is not known"),
            None => "the version is not known".to_owned(),
        };
        reader.report(Diagnostic::new(&catalogue::VERSION, entry.value.span, message));
    }
    known
}

/// The version that a text such as `3.0.3` names.
fn known_version(text: &str) -> Option<Version> {
    let mut parts = text.splitn(3, '.');
    let version = match (parts.next()?, parts.next()?) {
        ("3", "0") => Version::V3_0,
        ("3", "1") => Version::V3_1,
        ("3", "2") => Version::V3_2,
        _ => return None,
    };
    let patch = parts.next().unwrap_or("0");
    patch.starts_with(|first: char| first.is_ascii_digit()).then_some(version)
}

/// `info`
fn info<'a>(reader: &mut Reader<'a, '_>, members: &'a Members, root: Span) -> Info {
    let Some(entry) = members.get("info") else {
        reader.missing(start(root), "the document", "info");
        return Info::default();
    };
    let Some(members) = reader.object(&entry.value, "`info`") else {
        return Info::default();
    };
    let title = reader.required_text(members, "title", entry.key, "`info`");
    let version = reader.required_text(members, "version", entry.key, "`info`");
    Info {
        title: title.map(|title| title.value).unwrap_or_default(),
        version: version.map(|version| version.value),
        description: reader.text_member(members, "description").map(|text| text.value),
        license: license(reader, members),
    }
}

/// `info.license`: its SPDX expression, or else its name.
fn license<'a>(reader: &mut Reader<'a, '_>, info: &'a Members) -> Option<String> {
    let entry = info.get("license")?;
    let members = reader.object(&entry.value, "`license`")?;
    let identifier = reader.text_member(members, "identifier");
    let name = reader.text_member(members, "name");
    identifier.or(name).map(|text| text.value)
}

/// Asks for what a document must have besides `info`: something to describe.
fn require_content(reader: &mut Reader<'_, '_>, members: &Members, version: Version, root: Span) {
    if members.contains_key("paths") {
        return;
    }
    if version <= Version::V3_0 {
        reader.missing(start(root), "the document", "paths");
    } else if !members.contains_key("components") && !members.contains_key("webhooks") {
        let message = "the document has none of `paths`, `components` and `webhooks`";
        reader.report(Diagnostic::new(&catalogue::MISSING_MEMBER, start(root), message));
    }
}

/// `servers`
fn servers<'a>(reader: &mut Reader<'a, '_>, members: &'a Members) -> Vec<Located<String>> {
    let mut servers = Vec::new();
    for node in reader.array_member(members, "servers") {
        if let Some(members) = reader.object(node, "a server") {
            servers.extend(reader.required_text(members, "url", start(node.span), "a server"));
        }
    }
    servers
}

/// `tags`
fn tags<'a>(reader: &mut Reader<'a, '_>, members: &'a Members) -> IndexMap<String, Option<String>> {
    let mut tags = IndexMap::new();
    for node in reader.array_member(members, "tags") {
        let Some(members) = reader.object(node, "a tag") else {
            continue;
        };
        if let Some(name) = reader.required_text(members, "name", start(node.span), "a tag") {
            let description = reader.text_member(members, "description");
            tags.entry(name.value).or_insert(description.map(|text| text.value));
        }
    }
    tags
}

/// `components`
fn components<'a>(reader: &mut Reader<'a, '_>, document: &'a Members) -> Components<'a> {
    let Some(entry) = document.get("components") else {
        return Components::default();
    };
    let Some(place) = reader.referred(Place::member(&Location::root(), "components", &entry.value)) else {
        return Components::default();
    };
    let Some(members) = reader.object(place.node, "`components`") else {
        return Components::default();
    };
    Components::of(reader, members, OPENAPI, &place.location)
}

/// What objects are called that hold schemas and security schemes.
const OPENAPI: [&str; 2] = ["schemas", "securitySchemes"];
const SWAGGER: [&str; 2] = ["definitions", "securityDefinitions"];

impl<'a> Components<'a> {
    /// What stands in two members of an object.
    fn of(reader: &mut Reader<'a, '_>, members: &'a Members, [schemas, schemes]: [&str; 2], at: &Location) -> Self {
        let (location, declared) = reader.object_member(members, schemas, at);
        let component = |(name, entry): (&'a String, &'a Entry)| {
            (name.clone(), Component { location: location.push(name), node: &entry.value })
        };
        let schemas = declared.map(component).collect();
        Self { schemas, security: security::schemes(reader, members, schemes, at) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::testing::{expect, yaml};

    fn defects(marked: &str, expected: &[&str]) {
        expect(marked, expected, |root, diagnostics| {
            read(root, diagnostics);
        });
    }

    /// A document of one version, and nothing but what it must have.
    fn version_of(version: &str) -> Option<Version> {
        let text = format!("{{openapi: '{version}', info: {{title: T, version: '1'}}, paths: {{}}}}");
        let root = yaml(&text);
        read(&root, &mut Diagnostics::default()).map(|document| document.version)
    }

    #[test]
    fn what_a_document_says_of_itself_is_read() {
        let root = yaml(
            "
            openapi: 3.1.0
            info:
              title: Museum
              version: 2.0.1
              description: Visits and tickets.
              license: {name: MIT License, identifier: MIT}
            servers: [{url: 'https://museum.example'}, {url: /v1, description: local}]
            tags: [{name: Tickets, description: Ways in.}, {name: Events}]
            components:
              schemas: {Ticket: {type: object}, x-Date: true}
              securitySchemes:
                Key: {type: apiKey, in: header, name: Key}
                Alias: {$ref: '#/components/securitySchemes/Key'}
            ",
        );
        let mut diagnostics = Diagnostics::default();
        let document = read(&root, &mut diagnostics).unwrap();
        assert_eq!(diagnostics, Diagnostics::default());
        assert_eq!(document.title, "Museum");
        assert_eq!(document.api_version.as_deref(), Some("2.0.1"));
        assert_eq!(document.description.as_deref(), Some("Visits and tickets."));
        assert_eq!(document.license.as_deref(), Some("MIT"));
        let servers: Vec<_> = document.servers.iter().map(|server| server.value.as_str()).collect();
        assert_eq!(servers, ["https://museum.example", "/v1"]);
        let tags = [("Tickets".to_owned(), Some("Ways in.".to_owned())), ("Events".to_owned(), None)];
        assert_eq!(document.tags.into_iter().collect::<Vec<_>>(), tags);
        // `x-` begins extensions of OpenAPI's objects, not names that an author gives.
        assert_eq!(document.schemas.keys().collect::<Vec<_>>(), ["Ticket", "x-Date"]);
        assert_eq!(document.security_schemes["Alias"].kind, document.security_schemes["Key"].kind);
    }

    #[test]
    fn versions_are_told_by_their_first_two_numbers() {
        for (text, version) in [
            ("3.0.0", Some(Version::V3_0)),
            ("3.0.4", Some(Version::V3_0)),
            ("3.1", Some(Version::V3_1)),
            ("3.1.1", Some(Version::V3_1)),
            ("3.2.0", Some(Version::V3_2)),
            ("3.3.0", None),
            ("4.0.0", None),
            ("3.1.x", None),
            ("3", None),
            ("", None),
        ] {
            assert_eq!(version_of(text), version, "{text}");
        }
    }

    #[test]
    fn an_unknown_version_is_reported_at_its_place() {
        defects("openapi: >>>4.0.0<<<\ninfo: 1", &["R0103 the version `4.0.0` is not known"]);
        defects("swagger: >>>'1.2'<<<\ninfo: 1", &["R0103 the version `1.2` is not known"]);
    }

    #[test]
    fn a_version_without_quotes_is_reported_and_understood() {
        defects(
            "openapi: >>>3.1<<<\ninfo: {title: T, version: >>>1.0<<<}\npaths: {}",
            &["R0105 `openapi` must be a string, but is a number", "R0105 `version` must be a string, but is a number"],
        );
    }

    #[test]
    fn what_is_missing_is_reported_all_at_once() {
        defects(
            ">>><<<>>><<<>>><<<x-a: 1",
            &[
                "R0103 the document has no `openapi`",
                "R0104 the document has no `info`",
                "R0104 the document has none of `paths`, `components` and `webhooks`",
            ],
        );
        defects(
            ">>><<<openapi: 3.0.0\n>>>>>>info<<<<<<: {}\ncomponents: {}",
            &["R0104 `info` has no `title`", "R0104 `info` has no `version`", "R0104 the document has no `paths`"],
        );
        defects("openapi: 3.1.0\ninfo: {title: T, version: '1'}\nwebhooks: {}", &[]);
    }

    #[test]
    fn what_the_api_asks_for_is_noted() {
        let text = "
            openapi: 3.1.0
            info: {title: T, version: '1'}
            paths: {/a: {post: {callbacks: {>>>grown<<<: {}}}}}
            webhooks: {>>>felled<<<: {post: {}}, x-note: {}}
            ";
        let expected = [
            "R0303 `#/paths/~1a/post/callbacks/grown` is left out: callbacks are not supported yet",
            "R0303 `#/webhooks/felled` is left out: webhooks are not supported yet",
        ];
        expect(text, &expected, |root, diagnostics| {
            let document = read(root, diagnostics).unwrap();
            assert_eq!(document.losses.len(), 2);
        });
    }

    #[test]
    fn wrong_kinds_are_reported_each_at_its_place() {
        defects(
            "
            openapi: 3.1.0
            info: {title: >>>[]<<<, version: '1', license: >>>MIT<<<}
            servers: [>>>https://a.example<<<, 
                >>><<<{description: no url}]
            tags: >>>{a: 1}<<<
            paths: >>>[]<<<
            components:
              schemas: >>>null<<<
              securitySchemes: >>>1<<<
            ",
            &[
                "R0105 `title` must be a string, but is an array",
                "R0105 `license` must be an object, but is a string",
                "R0105 a server must be an object, but is a string",
                "R0104 a server has no `url`",
                "R0105 `tags` must be an array, but is an object",
                "R0105 `paths` must be an object, but is an array",
                "R0105 `schemas` must be an object, but is null",
                "R0105 `securitySchemes` must be an object, but is a number",
            ],
        );
    }

    #[test]
    fn what_is_no_object_is_no_document() {
        defects(">>>[1]<<<", &["R0115 an OpenAPI document must be an object, but is an array"]);
    }
}
