//! What Swagger 2.0 says in another way than OpenAPI: where the API is served, and bodies, which are parameters there or
//! have a list of media types for all.
//!
//! Everything comes out as OpenAPI 3 has it; places stay those of the document.

use indexmap::IndexMap;

use super::{
    MediaType, RequestBody,
    operation::{Parameter, Parameters},
    reader::{Members, Reader},
};
use crate::{
    normalise::Located,
    source::{Entry, Kind, Location, Node, Span},
};

/// What bodies are made of that don't say, in either direction.
#[derive(Debug, Clone, Default)]
pub(super) struct MediaTypes {
    /// `consumes`
    consumes: Vec<Located<String>>,
    /// `produces`
    produces: Vec<Located<String>>,
}

/// The types of forms.
const MULTIPART: &str = "multipart/form-data";
const URL_ENCODED: &str = "application/x-www-form-urlencoded";

/// `schemes`, `host` and `basePath` as URLs.
pub(super) fn servers<'a>(reader: &mut Reader<'a, '_>, document: &'a Members) -> Vec<Located<String>> {
    let path = reader.text_member(document, "basePath");
    let base = path.as_ref().map(|path| path.value.trim_end_matches('/')).unwrap_or_default();
    let Some(host) = reader.text_member(document, "host") else {
        return path.iter().map(|path| Located { value: base.to_owned(), span: path.span }).collect();
    };
    let mut schemes: Vec<String> = Vec::new();
    for node in reader.array_member(document, "schemes") {
        schemes.extend(reader.text(node, "a scheme").map(|scheme| scheme.value));
    }
    if schemes.is_empty() {
        schemes.push("https".to_owned());
    }
    let url = |scheme: String| Located { value: format!("{scheme}://{}{base}", host.value), span: host.span };
    schemes.into_iter().map(url).collect()
}

/// `consumes` and `produces` of the document or of an operation, which replace what is known.
pub(super) fn media_types<'a>(reader: &mut Reader<'a, '_>, members: &'a Members, known: &MediaTypes) -> MediaTypes {
    let mut list = |name: &str, known: &[Located<String>]| {
        if !members.contains_key(name) {
            return known.to_vec();
        }
        let nodes = reader.array_member(members, name);
        nodes.iter().filter_map(|node| reader.text(node, "a media type")).collect()
    };
    MediaTypes { consumes: list("consumes", &known.consumes), produces: list("produces", &known.produces) }
}

/// The body that a parameter is, or several are together; they are taken out of the parameters.
pub(super) fn request<'a>(
    reader: &mut Reader<'a, '_>,
    parameters: &mut Parameters<'a>,
    types: &MediaTypes,
    operation: &Location,
) -> Option<RequestBody<'a>> {
    let (mut bodies, mut fields) = (Vec::new(), Vec::new());
    parameters.retain(|(location, _), parameter| {
        match location.as_str() {
            "body" => bodies.push(parameter.clone()),
            "formData" => fields.push(parameter.clone()),
            _ => return true,
        }
        false
    });
    // An operation's own body comes after that of its path item, and replaces it.
    match bodies.pop() {
        Some(body) => Some(body_of(reader, &body, types)),
        None if fields.is_empty() => None,
        None => form(reader, &fields, types, operation),
    }
}

fn body_of<'a>(reader: &mut Reader<'a, '_>, body: &Parameter<'a>, types: &MediaTypes) -> RequestBody<'a> {
    let span = body.name.span;
    let schema = body.members.get("schema").map(|entry| (body.location.push("schema"), &entry.value));
    let examples = body.members.get("x-example").map(|entry| reader.value(&entry.value));
    let content = names(&types.consumes, "application/json", span).into_iter().map(|name| {
        let examples = if is_json(&name.value) { examples.into_iter().collect() } else { Vec::new() };
        MediaType { name, schema: schema.clone(), examples }
    });
    RequestBody { span, required: reader.flag_member(body.members, "required"), content: content.collect() }
}

/// A form: an object with a member for each field.
fn form<'a>(
    reader: &mut Reader<'a, '_>,
    fields: &[Parameter<'a>],
    types: &MediaTypes,
    operation: &Location,
) -> Option<RequestBody<'a>> {
    let span = fields.first()?.name.span;
    let is_file = |field: &&Parameter<'_>| is_file(field.members);
    let usual = if fields.iter().any(|field| is_file(&field)) { MULTIPART } else { URL_ENCODED };
    let forms = types.consumes.iter().filter(|name| [MULTIPART, URL_ENCODED].contains(&name.value.as_str()));
    let forms: Vec<_> = forms.cloned().collect();
    let required: Vec<_> = fields.iter().filter(|field| reader.flag_member(field.members, "required")).collect();
    let texts = required.iter().map(|field| node(field.name.span, Kind::String(field.name.value.clone())));
    let texts: Vec<Node> = texts.collect();
    let mut schema = IndexMap::new();
    schema.insert("type".to_owned(), entry(span, Kind::String("object".to_owned())));
    schema.insert("properties".to_owned(), entry(span, Kind::Object(fields.iter().map(property).collect())));
    if !texts.is_empty() {
        schema.insert("required".to_owned(), entry(span, Kind::Array(texts)));
    }
    let schema = reader.trees.make(node(span, Kind::Object(schema)))?;
    let content = names(&forms, usual, span).into_iter().map(|name| MediaType {
        name,
        schema: Some((operation.push("parameters"), schema)),
        examples: Vec::new(),
    });
    Some(RequestBody { span, required: !required.is_empty(), content: content.collect() })
}

/// The member of a form that a field is: a parameter's keywords are those of a schema, but for a few.
fn property(field: &Parameter<'_>) -> (String, Entry) {
    const OTHERS: [&str; 6] = ["name", "in", "required", "collectionFormat", "allowEmptyValue", "$ref"];
    let span = field.name.span;
    let keywords = field.members.iter().filter(|(name, _)| !OTHERS.contains(&name.as_str()));
    let schema = keywords.map(|(name, entry)| (name.clone(), entry.clone())).collect();
    (field.name.value.clone(), Entry { key: span, value: node(span, Kind::Object(schema)) })
}

/// What a response holds: its schema, as each of the media types, with the examples of each.
pub(super) fn content_of_response<'a>(
    reader: &mut Reader<'a, '_>,
    response: &'a Members,
    types: &MediaTypes,
    location: &Location,
) -> Vec<MediaType<'a>> {
    let (_, declared) = reader.optional(|reader| reader.object_member(response, "examples", location));
    let mut examples: IndexMap<&str, (Span, &'a Node)> = IndexMap::new();
    for (name, entry) in declared {
        examples.insert(name, (entry.key, reader.value(&entry.value)));
    }
    let Some(entry) = response.get("schema") else {
        return Vec::new();
    };
    let schema = (location.push("schema"), &entry.value);
    let is_file = entry.value.as_object().is_some_and(is_file);
    // A file is no JSON, whatever the document says of most other bodies.
    let produced: Vec<_> = types.produces.iter().filter(|name| !(is_file && is_json(&name.value))).cloned().collect();
    let usual = if is_file { "application/octet-stream" } else { "application/json" };
    let content = names(&produced, usual, entry.key).into_iter().map(|name| {
        let example = examples.get(name.value.as_str()).map(|(_, node)| *node);
        let schema = (!is_file).then(|| schema.clone());
        MediaType { name, schema, examples: example.into_iter().collect() }
    });
    content.collect()
}

/// The media types of a list, or the usual one where it is empty.
fn names(list: &[Located<String>], usual: &str, span: Span) -> Vec<Located<String>> {
    match list {
        [] => vec![Located { value: usual.to_owned(), span }],
        list => list.to_vec(),
    }
}

/// Whether a schema or a parameter is `type: file`.
fn is_file(members: &Members) -> bool {
    members.get("type").and_then(|entry| entry.value.as_str()) == Some("file")
}

/// Whether a media type is JSON.
fn is_json(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json") || essence.to_ascii_lowercase().ends_with("+json")
}

fn node(span: Span, kind: Kind) -> Node {
    Node { span, kind }
}

fn entry(span: Span, kind: Kind) -> Entry {
    Entry { key: span, value: node(span, kind) }
}

#[cfg(test)]
mod tests {
    use crate::{
        diagnostic::Diagnostics,
        document::{self, Document, Operation, SecurityKind, testing::yaml},
    };

    /// Looks at a document without defects.
    fn look(rest: &str, at: impl FnOnce(&Document<'_>)) {
        let root = yaml(&format!("swagger: '2.0'\ninfo: {{title: T, version: '1'}}\n{rest}"));
        let mut diagnostics = Diagnostics::default();
        let document = document::read(&root, &mut diagnostics).unwrap();
        assert_eq!(diagnostics, Diagnostics::default());
        at(&document);
    }

    #[test]
    fn servers_are_urls() {
        for (text, expected) in [
            (
                "host: a.example:81\nbasePath: /v1/\nschemes: [http, https]",
                &["http://a.example:81/v1", "https://a.example:81/v1"][..],
            ),
            ("host: a.example", &["https://a.example"]),
            ("basePath: /v1\nschemes: [http]", &["/v1"]),
            ("basePath: /", &[""]),
            ("x-none: 1", &[]),
        ] {
            look(&format!("{text}\npaths: {{}}"), |document| {
                let servers: Vec<_> = document.servers.iter().map(|server| server.value.as_str()).collect();
                assert_eq!(servers, expected, "{text}");
            });
        }
    }

    /// The request of an operation: its media types, and each schema with its place.
    fn request(operation: &Operation<'_>) -> Vec<String> {
        let content = operation.request.iter().flat_map(|request| &request.content);
        let schemas = content.map(|media| {
            let schema = media.schema.as_ref().map(|(location, node)| format!("{location} {}", node.to_json()));
            format!("{} {}", media.name.value, schema.unwrap_or_default())
        });
        schemas.collect()
    }

    #[test]
    fn a_body_is_of_every_type_that_is_consumed() {
        let rest = "
consumes: [application/json, text/plain]
paths:
  /a:
    parameters: [{name: old, in: body, schema: {type: integer}}]
    post:
      parameters:
      - {name: id, in: query, type: string}
      - {name: it, in: body, required: true, schema: {type: string}, x-example: abc}
    put: {consumes: [], parameters: [{$ref: '#/parameters/Shared'}]}
    get: {}
parameters: {Shared: {name: old, in: body, schema: {type: boolean}}}
";
        look(rest, |document| {
            let [post, put, get] = &document.operations[..] else { panic!() };
            let schema = r##"#/paths/~1a/post/parameters/1/schema {"type":"string"}"##;
            assert_eq!(request(post), [format!("application/json {schema}"), format!("text/plain {schema}")]);
            let body = post.request.as_ref().unwrap();
            assert!(body.required);
            assert_eq!(body.content.iter().map(|media| media.examples.len()).collect::<Vec<_>>(), [1, 0]);
            assert_eq!(post.parameters.iter().map(|name| name.value.as_str()).collect::<Vec<_>>(), ["id"]);
            assert_eq!(request(put), [r##"application/json #/parameters/Shared/schema {"type":"boolean"}"##]);
            assert_eq!(request(get).len(), 2);
        });
    }

    #[test]
    fn fields_of_a_form_are_members_of_an_object() {
        let rest = "
paths:
  /a:
    post:
      parameters:
      - {name: text, in: formData, required: true, type: array, items: {type: string}, collectionFormat: csv}
      - {name: page, in: formData, type: integer, minimum: 1, allowEmptyValue: true}
    put: {parameters: [{name: data, in: formData, type: file}], consumes: [application/json, multipart/form-data]}
    patch: {parameters: [{name: data, in: formData, type: file}]}
";
        look(rest, |document| {
            let [post, put, patch] = &document.operations[..] else { panic!() };
            let schema = r#"{"type":"object","properties":{"text":{"type":"array","items":{"type":"string"}},"page":{"type":"integer","minimum":1}},"required":["text"]}"#;
            let place = "#/paths/~1a/post/parameters";
            assert_eq!(request(post), [format!("application/x-www-form-urlencoded {place} {schema}")]);
            let file = r#"{"type":"object","properties":{"data":{"type":"file"}}}"#;
            assert_eq!(request(put), [format!("multipart/form-data #/paths/~1a/put/parameters {file}")]);
            assert_eq!(request(patch), [format!("multipart/form-data #/paths/~1a/patch/parameters {file}")]);
            assert!(post.parameters.is_empty() && post.request.as_ref().unwrap().required);
        });
    }

    #[test]
    fn a_response_is_of_every_type_that_is_produced() {
        let rest = "
produces: [application/json]
paths:
  /a:
    get:
      produces: [application/json, application/xml]
      responses:
        200: {description: D, schema: {type: string}, examples: {application/json: abc, text/html: no}}
        204: {description: Nothing.}
        default: {$ref: '#/responses/File'}
    put: {responses: {200: {$ref: '#/responses/File'}}}
responses: {File: {description: F, schema: {type: file}}}
";
        look(rest, |document| {
            let [get, put] = &document.operations[..] else { panic!() };
            let content = |operation: &Operation<'_>, index: usize| -> Vec<String> {
                let content = operation.responses[index].content.iter();
                let shown = content.map(|media| {
                    let place = media.schema.as_ref().map(|(location, _)| location.to_string());
                    format!("{} {place:?} {}", media.name.value, media.examples.len())
                });
                shown.collect()
            };
            let place = r##"Some("#/paths/~1a/get/responses/200/schema")"##;
            assert_eq!(content(get, 0), [format!("application/json {place} 1"), format!("application/xml {place} 0")]);
            assert!(content(get, 1).is_empty());
            assert_eq!(content(get, 2), ["application/xml None 0"]);
            assert_eq!(content(put, 0), ["application/octet-stream None 0"]);
        });
    }

    #[test]
    fn definitions_are_components() {
        let rest = "
paths: {}
definitions: {A: {type: string}}
securityDefinitions: {it: {type: basic}, key: {type: apiKey, in: query, name: k}, log: {type: oauth2, flow: implicit}}
security: [{it: []}]
";
        look(rest, |document| {
            assert_eq!(document.schemas["A"].location.to_string(), "#/definitions/A");
            let kinds: Vec<_> = document.security_schemes.values().map(|scheme| scheme.kind.clone()).collect();
            let basic = SecurityKind::Http("basic".to_owned());
            assert_eq!(kinds, [basic, SecurityKind::Query("k".to_owned()), SecurityKind::Token]);
        });
    }
}
