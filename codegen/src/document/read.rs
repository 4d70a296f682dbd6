//! The root of an OpenAPI document: its version, what it says of itself, and its components.

use indexmap::IndexMap;

use super::{
    Document, Version, paths,
    reader::{Members, Reader},
    reference::Place,
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, catalogue},
    normalise::Located,
    source::{Node, Pointer, Span},
};

/// What `info` says.
#[derive(Debug, Default)]
struct Info {
    title: String,
    version: Option<String>,
    description: Option<String>,
    license: Option<String>,
}

/// Reads an OpenAPI document. What is wrong with it is reported, all of it, and the rest is read.
///
/// `None` where nothing can be read: the root is no object, or the version is not known.
pub fn read<'a>(root: &'a Node, diagnostics: &mut Diagnostics) -> Option<Document<'a>> {
    let mut reader = Reader::new(root, diagnostics);
    let members = reader.object(root, "an OpenAPI document")?;
    let version = version(&mut reader, members, root.span)?;
    let info = info(&mut reader, members, root.span);
    require_content(&mut reader, members, version, root.span);
    let servers = servers(&mut reader, members);
    let tags = tags(&mut reader, members);
    let operations = paths::read(&mut reader, members, version);
    let components = members
        .get("components")
        .and_then(|entry| reader.object(&entry.value, "`components`"));
    Some(Document {
        root,
        version,
        title: info.title,
        api_version: info.version,
        description: info.description,
        license: info.license,
        servers,
        tags,
        schemas: components
            .map(|components| schemas(&mut reader, components))
            .unwrap_or_default(),
        security_schemes: components
            .map(|components| security_schemes(&mut reader, components))
            .unwrap_or_default(),
        operations,
    })
}

/// The first place of the document, where what is missing in it is reported: underlining all of it shows nothing.
fn start(root: Span) -> Span {
    Span {
        end: root.start,
        ..root
    }
}

/// `openapi`. A document that does not say is read like the newest.
fn version(reader: &mut Reader<'_, '_>, members: &Members, root: Span) -> Option<Version> {
    let Some(entry) = members.get("openapi") else {
        if let Some(swagger) = members.get("swagger") {
            let message = "Swagger 2.0 is not read";
            let diagnostic = Diagnostic::new(&catalogue::VERSION, swagger.value.span, message);
            reader.report(diagnostic.help("convert the document to OpenAPI 3, and name that file"));
            return None;
        }
        reader.missing(start(root), "the document", "openapi");
        return Some(Version::V3_1);
    };
    let text = reader.text(&entry.value, "`openapi`").map(|text| text.value);
    // A YAML document may say `3.1` without quotes: its kind is reported, its meaning is clear.
    let known = text.as_deref().or(entry.value.as_number()).and_then(known_version);
    if let (Some(text), None) = (text, known) {
        let message = format!("the version `{text}` is not known");
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
    patch
        .starts_with(|first: char| first.is_ascii_digit())
        .then_some(version)
}

/// `info`
fn info(reader: &mut Reader<'_, '_>, members: &Members, root: Span) -> Info {
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
fn license(reader: &mut Reader<'_, '_>, info: &Members) -> Option<String> {
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
    if version == Version::V3_0 {
        reader.missing(start(root), "the document", "paths");
    } else if !members.contains_key("components") && !members.contains_key("webhooks") {
        let message = "the document has none of `paths`, `components` and `webhooks`";
        reader.report(Diagnostic::new(&catalogue::MISSING_MEMBER, start(root), message));
    }
}

/// `servers`
fn servers(reader: &mut Reader<'_, '_>, members: &Members) -> Vec<Located<String>> {
    let mut servers = Vec::new();
    for node in reader.array_member(members, "servers") {
        if let Some(members) = reader.object(node, "a server") {
            servers.extend(reader.required_text(members, "url", start(node.span), "a server"));
        }
    }
    servers
}

/// `tags`
fn tags(reader: &mut Reader<'_, '_>, members: &Members) -> IndexMap<String, Option<String>> {
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

/// `components.schemas`
fn schemas<'a>(reader: &mut Reader<'a, '_>, components: &'a Members) -> IndexMap<String, (Span, &'a Node)> {
    reader
        .object_member(components, "schemas")
        .map(|(name, entry)| (name.clone(), (entry.key, &entry.value)))
        .collect()
}

/// `components.securitySchemes`
fn security_schemes<'a>(reader: &mut Reader<'a, '_>, components: &'a Members) -> IndexMap<String, &'a Node> {
    let mut schemes = IndexMap::new();
    for (name, entry) in reader.object_member(components, "securitySchemes") {
        let pointer = Pointer::root().push("components").push("securitySchemes").push(name);
        let node = &entry.value;
        if let Some(place) = reader.follow(Place { node, pointer }) {
            schemes.insert(name.clone(), place.node);
        }
    }
    schemes
}
