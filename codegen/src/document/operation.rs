//! An operation: its parameters, its request and its responses, down to media types.

use indexmap::IndexMap;

use super::{
    MediaType, Operation, RequestBody, Response,
    reader::{Members, Reader, is_extension},
    reference::Place,
};
use crate::{
    normalise::Located,
    source::{Entry, Node, Pointer, Span},
};

/// The names of parameters, by location and name: what an operation says replaces what its path item says.
pub(super) type Parameters = IndexMap<(String, String), Located<String>>;

/// What is known of an operation before it is read.
pub(super) struct Head {
    /// The method, in capitals.
    pub(super) method: String,
    /// The place of the method's name.
    pub(super) span: Span,
    /// The path template.
    pub(super) path: Located<String>,
    /// The parameters of the path item.
    pub(super) parameters: Parameters,
}

/// Reads an operation.
pub(super) fn read<'a>(reader: &mut Reader<'a, '_>, head: Head, place: Place<'a>) -> Option<Operation<'a>> {
    let members = reader.object(place.node, "an operation")?;
    let parameters = parameters(reader, head.parameters, members);
    let text = |text: Option<Located<String>>| text.map(|text| text.value);
    Some(Operation {
        span: head.span,
        method: head.method,
        path: head.path,
        id: reader.text_member(members, "operationId"),
        tags: tags(reader, members),
        summary: text(reader.text_member(members, "summary")),
        description: text(reader.text_member(members, "description")),
        deprecated: reader.flag_member(members, "deprecated"),
        request: request(reader, members, &place.pointer),
        responses: responses(reader, members, &place.pointer),
        parameters: parameters.into_values().collect(),
        pointer: place.pointer.to_string(),
    })
}

/// `tags`
fn tags(reader: &mut Reader<'_, '_>, operation: &Members) -> Vec<Located<String>> {
    let mut tags = Vec::new();
    for node in reader.array_member(operation, "tags") {
        tags.extend(reader.text(node, "a tag"));
    }
    tags
}

/// `parameters` of an operation or of a path item, added to those that are known already.
pub(super) fn parameters<'a>(reader: &mut Reader<'a, '_>, mut known: Parameters, members: &'a Members) -> Parameters {
    for node in reader.array_member(members, "parameters") {
        let Some(place) = reader.follow(Place::apart(node)) else {
            continue;
        };
        let Some(members) = reader.object(place.node, "a parameter") else {
            continue;
        };
        let name = reader.required_text(members, "name", place.node.span, "a parameter");
        let location = reader.required_text(members, "in", place.node.span, "a parameter");
        if let (Some(name), Some(location)) = (name, location) {
            known.insert((location.value, name.value.clone()), name);
        }
    }
    known
}

/// `requestBody`
fn request<'a>(reader: &mut Reader<'a, '_>, operation: &'a Members, pointer: &Pointer) -> Option<RequestBody<'a>> {
    let entry = operation.get("requestBody")?;
    let place = reader.follow(Place::member(pointer, "requestBody", &entry.value))?;
    let members = reader.object(place.node, "a request body")?;
    Some(RequestBody {
        span: entry.key,
        required: reader.flag_member(members, "required"),
        content: content(reader, members, &place.pointer),
    })
}

/// `responses`
fn responses<'a>(reader: &mut Reader<'a, '_>, operation: &'a Members, pointer: &Pointer) -> Vec<Response<'a>> {
    let mut responses = Vec::new();
    let pointer = pointer.push("responses");
    for (status, entry) in reader.object_member(operation, "responses") {
        if !is_extension(status) {
            responses.extend(response(reader, status, entry, &pointer));
        }
    }
    responses
}

/// One of `responses`.
fn response<'a>(
    reader: &mut Reader<'a, '_>,
    status: &str,
    entry: &'a Entry,
    pointer: &Pointer,
) -> Option<Response<'a>> {
    let place = reader.follow(Place::member(pointer, status, &entry.value))?;
    let members = reader.object(place.node, "a response")?;
    Some(Response {
        status: Located {
            value: status.to_owned(),
            span: entry.key,
        },
        description: reader.text_member(members, "description").map(|text| text.value),
        content: content(reader, members, &place.pointer),
    })
}

/// `content`
fn content<'a>(reader: &mut Reader<'a, '_>, members: &'a Members, pointer: &Pointer) -> Vec<MediaType<'a>> {
    let mut content = Vec::new();
    let pointer = pointer.push("content");
    for (name, entry) in reader.object_member(members, "content") {
        content.extend(media_type(reader, name, entry, &pointer));
    }
    content
}

/// One of `content`.
fn media_type<'a>(
    reader: &mut Reader<'a, '_>,
    name: &str,
    entry: &'a Entry,
    pointer: &Pointer,
) -> Option<MediaType<'a>> {
    let place = reader.follow(Place::member(pointer, name, &entry.value))?;
    let members = reader.object(place.node, "a media type")?;
    let schema = members
        .get("schema")
        .map(|entry| (place.pointer.push("schema").to_string(), &entry.value));
    Some(MediaType {
        name: Located {
            value: name.to_owned(),
            span: entry.key,
        },
        schema,
        examples: examples(reader, members),
    })
}

/// The values of `example` and `examples`; those that lie outside of the document are left out.
fn examples<'a>(reader: &mut Reader<'a, '_>, media_type: &'a Members) -> Vec<&'a Node> {
    let mut examples = Vec::new();
    examples.extend(media_type.get("example").map(|entry| &entry.value));
    for (_, entry) in reader.object_member(media_type, "examples") {
        let place = reader.follow(Place::apart(&entry.value));
        let members = place.and_then(|place| reader.object(place.node, "an example"));
        let value = members.and_then(|members| members.get("value").or_else(|| members.get("dataValue")));
        examples.extend(value.map(|entry| &entry.value));
    }
    examples
}
