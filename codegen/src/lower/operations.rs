//! Operations: their resources, their names, and the shapes of their bodies.

use indexmap::IndexMap;

use crate::{
    diagnostic::{Diagnostic, catalogue},
    document::{self, Document, MediaType},
    ir::{Body, Ident, Operation, Resource, Response, Scheme, Shape, TypeKind},
    names::{self, Scope, Usage, Words},
    normalise::SchemaId,
};

use super::{Context, Lower, exchange::Schemes};

/// A resource, and the names of its methods.
struct Group {
    resource: Resource,
    words: Words,
    methods: Scope,
}

/// Lowers every operation.
pub fn lower(lower: &mut Lower<'_>, document: &Document<'_>) -> (Vec<Resource>, Vec<Operation>, Vec<Scheme>) {
    let mut groups: IndexMap<Words, Group> = IndexMap::new();
    let (mut modules, mut owners) = (Scope::new(), names::methods::owners());
    let mut schemes = Schemes::new(document);
    let mut operations = Vec::new();
    for operation in &document.operations {
        let tag = operation.tags.first().map(|tag| tag.value.as_str());
        let words = match tag {
            Some(tag) => names::methods::resource(tag),
            None => names::methods::resource_of_path(&operation.path.value),
        };
        let group = groups.entry(words.clone()).or_insert_with(|| {
            let name = modules.claim(&words, Usage::Module).ident;
            let owner = names::methods::claim_owner(&mut owners, &words).ident;
            let description = tag.and_then(|tag| document.tags.get(tag)).cloned().flatten();
            Group { resource: Resource { name, owner, description }, words, methods: names::methods::methods() }
        });
        let name = lower.method(operation, group);
        let resource = group.resource.name.clone();
        operations.push(lower.operation(operation, name, resource, &mut schemes));
    }
    let resources = groups.into_values().map(|group| group.resource).collect();
    (resources, operations, schemes.into_named())
}

impl Lower<'_> {
    fn method(&mut self, operation: &document::Operation<'_>, group: &mut Group) -> Ident {
        let words = operation_words(operation);
        let claimed = names::methods::claim(&mut group.methods, &words, &group.words);
        if let Some(owner) = claimed.collided_with {
            let place = operation.id.as_ref().map_or(operation.span, |id| id.span);
            let message = format!("`{}` is the name of an operation before", owner.as_str());
            self.diagnostics.push(
                Diagnostic::new(&catalogue::METHOD_NAME, place, message)
                    .label(format!("this operation becomes `{}`", claimed.ident.as_str())),
            );
        }
        claimed.ident
    }

    fn operation(
        &mut self,
        operation: &document::Operation<'_>,
        name: Ident,
        resource: Ident,
        schemes: &mut Schemes<'_>,
    ) -> Operation {
        let words = operation_words(operation);
        let request = operation
            .request
            .as_ref()
            .and_then(|request| self.body(&request.content, request.required, &words, "request"));
        let responses = operation.responses.iter().map(|response| Response {
            status: response.status.value.clone(),
            description: response.description.clone(),
            body: {
                let suffix = if response.status.value.starts_with('2') { "response" } else { "error" };
                self.body(&response.content, true, &words, suffix)
            },
        });
        let responses: Vec<Response> = responses.collect();
        let exchange = self.exchange(operation, request.as_ref(), &responses, schemes);
        let texts = [operation.summary.as_deref(), operation.description.as_deref()];
        let description = texts.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
        Operation {
            name,
            resource,
            id: operation.id.as_ref().map(|id| id.value.clone()),
            method: operation.method.clone(),
            path: operation.path.value.clone(),
            pointer: operation.pointer.clone(),
            description: (!description.is_empty()).then_some(description),
            deprecated: operation.deprecated,
            request,
            responses,
            exchange,
        }
    }

    /// The JSON body among the content types.
    fn body(&mut self, content: &[MediaType<'_>], required: bool, operation: &Words, suffix: &str) -> Option<Body> {
        let media = content.iter().find(|media| is_json(&media.name.value))?;
        let (location, _) = media.schema.as_ref()?;
        let schema = self.schemas.of(location)?;
        let words = names::types::body(operation, suffix);
        let shape = match self.shape(&[schema], &Context::of_type(&words)) {
            Shape::Named(id) => Shape::Named(id),
            other => self.wrap(other, &words, schema),
        };
        if let Shape::Named(id) = shape {
            let examples = media.examples.iter().map(|example| example.to_json());
            self.types[id.0 as usize].ty.examples.extend(examples);
        }
        Some(Body { content_type: media.name.value.clone(), shape, required })
    }

    /// A shape as a type of its own: what is read and written as a whole is a model.
    fn wrap(&mut self, shape: Shape, words: &Words, schema: SchemaId) -> Shape {
        let id = self.declare(words, schema);
        self.order.entry(self.owner).or_default().push(id);
        self.types[id.0 as usize].ty.kind = TypeKind::Newtype(shape);
        Shape::Named(id)
    }
}

/// Whether a media type is JSON, or ends in `+json` (RFC 6839).
fn is_json(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

/// The words of an operation: its id, or its method and path.
fn operation_words(operation: &document::Operation<'_>) -> Words {
    match &operation.id {
        Some(id) if !Words::of(&id.value).is_empty() => Words::of(&id.value),
        _ => names::methods::route(&operation.method, &operation.path.value),
    }
}
