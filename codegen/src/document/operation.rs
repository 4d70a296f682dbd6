//! An operation: its parameters, its request and its responses, down to media types.

use indexmap::IndexMap;

use super::{
    MediaType, Operation, RequestBody, Response, paths,
    reader::{Members, Reader, is_extension},
    reference::Place,
    security,
    swagger::{self, MediaTypes},
};
use crate::{
    normalise::Located,
    source::{Entry, Location, Node, Span},
};

/// Parameters, by location and name: what an operation says replaces what its path item says.
pub(super) type Parameters<'a> = IndexMap<(String, String), Parameter<'a>>;

/// A parameter that is not read but for its name.
#[derive(Debug, Clone)]
pub(super) struct Parameter<'a> {
    pub(super) name: Located<String>,
    pub(super) members: &'a Members,
    /// Where it stands.
    pub(super) location: Location,
}

/// What is known of an operation before it is read.
pub(super) struct Head<'a> {
    /// The method, in capitals.
    pub(super) method: String,
    /// The place of the method's name.
    pub(super) span: Span,
    /// The path template.
    pub(super) path: Located<String>,
    /// The parameters of the path item.
    pub(super) parameters: Parameters<'a>,
    /// What Swagger 2.0 has for bodies that don't say their media types; none for OpenAPI.
    pub(super) swagger: Option<MediaTypes>,
    /// Why it can't be called or served, where something of its path item can't be read.
    pub(super) unreadable: Option<String>,
}

/// Reads an operation. OpenAPI has no `$ref` in its place; documents that are made of many files do.
pub(super) fn read<'a>(reader: &mut Reader<'a, '_>, head: Head<'a>, place: Place<'a>) -> Option<Operation<'a>> {
    let place = reader.follow(place)?;
    let members = reader.object(place.node, "an operation")?;
    reader.take_failure();
    let mut parameters = parameters(reader, head.parameters, members, &place.location);
    let unreadable = head.unreadable.or(reader.take_failure());
    let text = |text: Option<Located<String>>| text.map(|text| text.value);
    let mut operation = Operation {
        span: head.span,
        method: head.method,
        path: head.path,
        id: reader.text_member(members, "operationId"),
        tags: tags(reader, members),
        summary: text(reader.text_member(members, "summary")),
        description: text(reader.text_member(members, "description")),
        deprecated: reader.flag_member(members, "deprecated"),
        request: None,
        responses: Vec::new(),
        parameters: Vec::new(),
        security: None,
        unreadable: None,
        pointer: place.location.to_string(),
    };
    reader.take_failure();
    operation.security = security::requirements(reader, members);
    if let Some(defaults) = &head.swagger {
        let types = swagger::media_types(reader, members, defaults);
        operation.request = swagger::request(reader, &mut parameters, &types, &place.location);
        operation.responses = responses(reader, members, &place.location, Some(&types));
    } else {
        operation.request = request(reader, members, &place.location);
        operation.responses = responses(reader, members, &place.location, None);
    }
    paths::leave_out_calls(reader, members, "callbacks", &place.location);
    operation.unreadable = unreadable.or(reader.take_failure());
    operation.parameters = parameters.into_values().map(|parameter| parameter.name).collect();
    Some(operation)
}

/// `tags`
fn tags<'a>(reader: &mut Reader<'a, '_>, operation: &'a Members) -> Vec<Located<String>> {
    let mut tags = Vec::new();
    for node in reader.array_member(operation, "tags") {
        tags.extend(reader.text(node, "a tag"));
    }
    tags
}

/// `parameters` of an operation or of a path item, added to those that are known already.
pub(super) fn parameters<'a>(
    reader: &mut Reader<'a, '_>,
    mut known: Parameters<'a>,
    members: &'a Members,
    at: &Location,
) -> Parameters<'a> {
    for place in reader.places_of_member(members, "parameters", at) {
        let Some(place) = reader.follow(place) else {
            continue;
        };
        let Some(members) = reader.object(place.node, "a parameter") else {
            continue;
        };
        let name = reader.required_text(members, "name", place.node.span, "a parameter");
        let location = reader.required_text(members, "in", place.node.span, "a parameter");
        if let (Some(name), Some(location)) = (name, location) {
            let key = (location.value, name.value.clone());
            known.insert(key, Parameter { name, members, location: place.location });
        }
    }
    known
}

/// `requestBody`
fn request<'a>(reader: &mut Reader<'a, '_>, operation: &'a Members, location: &Location) -> Option<RequestBody<'a>> {
    let entry = operation.get("requestBody")?;
    let place = reader.follow(Place::member(location, "requestBody", &entry.value))?;
    let members = reader.object(place.node, "a request body")?;
    Some(RequestBody {
        span: entry.key,
        required: reader.flag_member(members, "required"),
        content: content(reader, members, &place.location),
    })
}

/// `responses`
fn responses<'a>(
    reader: &mut Reader<'a, '_>,
    operation: &'a Members,
    location: &Location,
    swagger: Option<&MediaTypes>,
) -> Vec<Response<'a>> {
    let mut responses = Vec::new();
    let (location, declared) = reader.object_member(operation, "responses", location);
    for (status, entry) in declared {
        if !is_extension(status) {
            responses.extend(response(reader, status, entry, &location, swagger));
        }
    }
    responses
}

/// One of `responses`.
fn response<'a>(
    reader: &mut Reader<'a, '_>,
    status: &str,
    entry: &'a Entry,
    location: &Location,
    swagger: Option<&MediaTypes>,
) -> Option<Response<'a>> {
    let place = reader.follow(Place::member(location, status, &entry.value))?;
    let members = reader.object(place.node, "a response")?;
    Some(Response {
        status: Located { value: status.to_owned(), span: entry.key },
        description: reader.text_member(members, "description").map(|text| text.value),
        content: match swagger {
            Some(types) => swagger::content_of_response(reader, members, types, &place.location),
            None => content(reader, members, &place.location),
        },
    })
}

/// `content`
fn content<'a>(reader: &mut Reader<'a, '_>, members: &'a Members, location: &Location) -> Vec<MediaType<'a>> {
    let mut content = Vec::new();
    let (location, declared) = reader.object_member(members, "content", location);
    for (name, entry) in declared {
        content.extend(media_type(reader, name, entry, &location));
    }
    content
}

/// One of `content`.
fn media_type<'a>(
    reader: &mut Reader<'a, '_>,
    name: &str,
    entry: &'a Entry,
    location: &Location,
) -> Option<MediaType<'a>> {
    let place = reader.follow(Place::member(location, name, &entry.value))?;
    let members = reader.object(place.node, "a media type")?;
    let schema = members.get("schema").map(|entry| (place.location.push("schema"), &entry.value));
    Some(MediaType {
        name: Located { value: name.to_owned(), span: entry.key },
        schema,
        examples: reader.optional(|reader| examples(reader, members)),
    })
}

/// The values of `example` and `examples`; those that lie outside of the document are left out.
fn examples<'a>(reader: &mut Reader<'a, '_>, media_type: &'a Members) -> Vec<&'a Node> {
    let mut examples = Vec::new();
    examples.extend(media_type.get("example").map(|entry| reader.value(&entry.value)));
    let (_, declared) = reader.object_member(media_type, "examples", &Location::root());
    for (_, entry) in declared {
        let place = reader.follow(Place::apart(&entry.value));
        let members = place.and_then(|place| reader.object(place.node, "an example"));
        let value = members.and_then(|members| members.get("value").or_else(|| members.get("dataValue")));
        examples.extend(value.map(|entry| reader.value(&entry.value)));
    }
    examples
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::Diagnostics,
        document::{
            self, Document,
            testing::{expect, yaml},
        },
    };

    const HEAD: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";

    fn defects(rest: &str, expected: &[&str]) {
        expect(&format!("{HEAD}{rest}"), expected, |root, diagnostics| {
            document::read(root, diagnostics);
        });
    }

    /// Looks at a document without defects.
    fn look(rest: &str, at: impl FnOnce(&Document<'_>)) {
        let root = yaml(&format!("{HEAD}{rest}"));
        let mut diagnostics = Diagnostics::default();
        let document = document::read(&root, &mut diagnostics).unwrap();
        assert_eq!(diagnostics, Diagnostics::default());
        at(&document);
    }

    #[test]
    fn an_operation_is_read_with_what_it_says() {
        let rest = "
paths:
  /a:
    post:
      operationId: make
      tags: [One, Two]
      summary: Makes it.
      description: At once.
      deprecated: true
      requestBody: {required: true, content: {application/json: {schema: {type: string}}}}
      responses:
        201: {description: Made.}
        4XX: {description: Not made.}
        default: {description: Who knows.}
        x-note: {}
";
        look(rest, |document| {
            let [operation] = &document.operations[..] else { panic!() };
            assert_eq!(operation.id.as_ref().map(|id| id.value.as_str()), Some("make"));
            assert_eq!(operation.tags[1].value, "Two");
            assert_eq!(operation.summary.as_deref(), Some("Makes it."));
            assert_eq!(operation.description.as_deref(), Some("At once."));
            assert!(operation.deprecated);
            let request = operation.request.as_ref().unwrap();
            assert!(request.required);
            let (pointer, schema) = request.content[0].schema.as_ref().unwrap();
            assert_eq!(pointer.to_string(), "#/paths/~1a/post/requestBody/content/application~1json/schema");
            assert_eq!(schema.to_json(), r#"{"type":"string"}"#);
            let statuses: Vec<_> = operation.responses.iter().map(|response| &response.status.value).collect();
            assert_eq!(statuses, ["201", "4XX", "default"]);
            assert_eq!(operation.responses[2].description.as_deref(), Some("Who knows."));
        });
    }

    #[test]
    fn an_operations_parameters_replace_those_of_its_path_item() {
        let rest = "
paths:
  /a/{id}:
    parameters: [{name: id, in: path}, {$ref: '#/components/parameters/Limit'}]
    get:
      parameters: [{name: limit, in: header}, {name: id, in: path, description: own}]
    put: {}
components:
  parameters: {Limit: {name: limit, in: query}}
";
        look(rest, |document| {
            let [get, put] = &document.operations[..] else { panic!() };
            let names = |operation: &Operation<'_>| {
                operation.parameters.iter().map(|name| name.value.clone()).collect::<Vec<_>>()
            };
            assert_eq!(names(get), ["id", "limit", "limit"]);
            assert_eq!(names(put), ["id", "limit"]);
            assert!(get.parameters[0].span > put.parameters[0].span);
        });
    }

    #[test]
    fn references_are_followed_to_where_things_stand() {
        let rest = "
paths:
  /a:
    put:
      requestBody: {$ref: '#/components/requestBodies/Alias'}
      responses: {200: {$ref: '#/components/responses/a%20b'}}
components:
  requestBodies:
    Alias: {$ref: '#/components/requestBodies/Body'}
    Body: {content: {text/plain: {schema: true}}}
  responses:
    a b: {content: {text/plain: {schema: true}}}
";
        look(rest, |document| {
            let operation = &document.operations[0];
            let request = operation.request.as_ref().unwrap();
            let place = |media: &MediaType<'_>| media.schema.as_ref().unwrap().0.to_string();
            let pointer = "#/components/requestBodies/Body/content/text~1plain/schema";
            assert_eq!(place(&request.content[0]), pointer);
            let pointer = "#/components/responses/a%20b/content/text~1plain/schema";
            assert_eq!(place(&operation.responses[0].content[0]), pointer);
        });
    }

    #[test]
    fn examples_are_their_values() {
        let rest = "
paths:
  /a:
    get:
      responses:
        200:
          content:
            a/b:
              example: 1
              examples:
                two: {value: 2}
                three: {$ref: '#/components/examples/Three'}
                away: {externalValue: 'https://a.example/4.json'}
components:
  examples: {Three: {value: null}}
";
        look(rest, |document| {
            let media_type = &document.operations[0].responses[0].content[0];
            let values: Vec<_> = media_type.examples.iter().map(|node| node.to_json()).collect();
            assert_eq!(values, ["1", "2", "null"]);
            assert!(media_type.schema.is_none());
        });
    }

    #[test]
    fn wrong_kinds_are_reported_each_at_its_place() {
        defects(
            "
paths:
  /a:
    parameters: >>>{}<<<
    post:
      operationId: >>>1<<<
      tags: [a, >>>2<<<]
      deprecated: >>>'yes'<<<
      parameters: [>>>{in: query}<<<, >>>a<<<]
      requestBody: {required: >>>1<<<, content: >>>[]<<<}
      responses:
        200: >>>text<<<
        201: {content: {a/b: >>>string<<<}}
        202: {content: {a/b: {examples: >>>[1]<<<}}}
",
            &[
                "R0105 `parameters` must be an array, but is an object",
                "R0104 a parameter has no `name`",
                "R0105 a parameter must be an object, but is a string",
                "R0105 `operationId` must be a string, but is a number",
                "R0105 a tag must be a string, but is a number",
                "R0105 `deprecated` must be a boolean, but is a string",
                "R0105 `required` must be a boolean, but is a number",
                "R0105 `content` must be an object, but is an array",
                "R0105 a response must be an object, but is a string",
                "R0105 a media type must be an object, but is a string",
                "R0105 `examples` must be an object, but is an array",
            ],
        );
    }

    #[test]
    fn what_is_shared_is_reported_once() {
        defects(
            "
paths:
  /a:
    get: {responses: {200: {$ref: '#/components/responses/A'}}}
    put: {responses: {200: {$ref: '#/components/responses/A'}}}
components:
  responses: {A: {description: >>>[]<<<}}
",
            &["R0105 `description` must be a string, but is an array"],
        );
    }
}
