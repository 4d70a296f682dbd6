//! Reading schemas: which keyword is what, and where a schema's own schemas are.
//!
//! A keyword that makes no sense is reported and left out, as if it were not there.

use std::collections::{HashMap, HashSet, VecDeque};

use super::{
    Schema, SchemaId, Schemas,
    dynamic::{EnvironmentId, Environments, Scope},
    identity::Identity,
    implied::Implied,
    keywords, nullable,
};
use crate::{
    diagnostic::nearest::Nearest,
    diagnostic::{Diagnostic, Diagnostics, catalogue},
    document::{
        Document, Version,
        reader::{LONGEST_CHAIN, Members, is_reference},
        reference::resolve,
    },
    normalise::Located,
    options::Options,
    source::{Entry, Kind, Location, Node, Span, Trees},
};

/// Reads the schemas of one document.
pub(super) struct Reader<'a, 'd> {
    pub(super) trees: &'a Trees,
    pub(super) identity: Identity<'a>,
    pub(super) environments: Environments,
    pub(super) version: Version,
    /// Whether only `type` says what type a value has.
    pub(super) exact_types: bool,
    pub(super) diagnostics: &'d mut Diagnostics,
    /// The schema of which a keyword is being read.
    pub(super) owner: SchemaId,
    /// How many references to maps of schemas were followed on the way to the schema that is being read.
    pub(super) hops: usize,
    /// The schemas whose members are not known.
    pub(super) unlisted: HashSet<SchemaId>,
    pub(super) schemas: Schemas,
    pub(super) nearest: Nearest,
    /// Every type that was implied.
    pub(super) implied: Vec<Implied>,
    /// The environment of each schema that is found by its pointer, where it is not empty.
    read_in: HashMap<SchemaId, EnvironmentId>,
    /// The schemas that were read once more, in another environment: of which one, and in which.
    pub(super) copies: HashMap<(SchemaId, EnvironmentId), SchemaId>,
    /// Every `$ref` and `$dynamicRef` that was not looked up yet.
    pub(super) references: VecDeque<Reference<'a>>,
    /// Every `mapping` that was not looked up yet.
    pub(super) mappings: VecDeque<Mapping<'a>>,
}

/// A `$ref` or `$dynamicRef` to be looked up.
pub(super) struct Reference<'a> {
    /// Whose it is.
    pub(super) owner: SchemaId,
    pub(super) keyword: &'a str,
    pub(super) entry: &'a Entry,
    pub(super) scope: Scope,
}

/// What the tags of a discriminator map to, to be looked up.
pub(super) struct Mapping<'a> {
    /// Whose discriminator it is of.
    pub(super) owner: SchemaId,
    pub(super) members: &'a Members,
    pub(super) scope: Scope,
}

/// What a schema is read from.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a, 's> {
    /// The schema.
    pub(super) id: SchemaId,
    /// Where it stands.
    pub(super) location: &'s Location,
    /// Its keywords.
    pub(super) members: &'a Members,
    /// Where it is applied.
    pub(super) context: Context,
    /// Whether it says `nullable: true`, to be lifted into its own keywords.
    pub(super) nullable: bool,
}

/// Where a schema is applied.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    /// To the same value as the schema that it is part of, such as one of `allOf`.
    pub(super) in_place: bool,
    /// The type of the value is said elsewhere, or it must not be guessed.
    pub(super) typed: bool,
    /// Where its references are resolved from.
    pub(super) scope: Scope,
}

impl Context {
    /// The context of a schema that is applied to a part of the value.
    pub(super) fn of_part(self) -> Self {
        Self { scope: self.scope, ..Self::default() }
    }

    /// The context of a schema that is applied to the same value.
    pub(super) fn in_place(self, typed: bool) -> Self {
        Self { in_place: true, typed: self.typed || typed, ..self }
    }
}

impl<'a, 'd> Reader<'a, 'd> {
    /// A reader that has read nothing yet, of a document whose declared schemas are given.
    pub(super) fn new(
        document: &'a Document<'a>,
        declared: &[(Location, &'a Node)],
        options: &Options,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        let mut identity = Identity::new(document, declared);
        Self {
            trees: document.trees,
            environments: Environments::new(&mut identity, declared),
            identity,
            version: document.version,
            exact_types: options.exact_types,
            diagnostics,
            owner: SchemaId(0),
            hops: 0,
            unlisted: HashSet::new(),
            schemas: Schemas::default(),
            nearest: Nearest::default(),
            implied: Vec::new(),
            read_in: HashMap::new(),
            copies: HashMap::new(),
            references: VecDeque::new(),
            mappings: VecDeque::new(),
        }
    }

    /// Everything that was read, the types that were implied, and whether something came too late for all of it to be
    /// right.
    pub(super) fn finish(self) -> (Schemas, Vec<Implied>, bool) {
        (self.schemas, self.implied, self.identity.is_late())
    }

    /// A schema that the document declares.
    pub(super) fn declared(&mut self, location: Location, node: &'a Node) {
        let context = Context { scope: self.scope_at(&location, Scope::default()), ..Context::default() };
        self.schema(location, node, context);
    }

    /// The schema of a place: each place is read once in an environment.
    pub(super) fn schema(&mut self, location: Location, node: &'a Node, mut context: Context) -> SchemaId {
        context.scope = self.enter(&location, node, context.scope);
        let environment = context.scope.environment;
        if let Some(id) = self.read(&location, environment) {
            return id;
        }
        let id = self.reserve(&location, node.span);
        // Before it is read: where `properties` are a reference, what stands in a schema may be the schema itself.
        self.remember(location.clone(), environment, id);
        match &node.kind {
            Kind::Boolean(truth) => self.schemas.get_mut(id).boolean = Some(*truth),
            Kind::Object(members) => self.object(id, &location, members, context),
            _ => {
                self.owner = id;
                self.wrong_kind(node, "a schema", "an object or a boolean");
            }
        }
        id
    }

    /// Where the references of a schema are resolved from, which is part of another one or referred to.
    pub(super) fn enter(&mut self, location: &Location, node: &'a Node, from: Scope) -> Scope {
        let resource = self.identity.enter(location, node, from.resource);
        let environment = self.environments.enter(from.environment, resource, location, &self.identity);
        Scope { resource, environment }
    }

    /// The schema that was read of a place in an environment.
    pub(super) fn read(&self, location: &Location, environment: EnvironmentId) -> Option<SchemaId> {
        let &first = self.schemas.places.get(location)?;
        if self.read_in.get(&first).copied().unwrap_or_default() == environment {
            return Some(first);
        }
        self.copies.get(&(first, environment)).copied()
    }

    /// Keeps a schema that was read.
    fn remember(&mut self, location: Location, environment: EnvironmentId, id: SchemaId) {
        if let Some(&first) = self.schemas.places.get(&location) {
            self.copies.insert((first, environment), id);
            self.schemas.originals.insert(id, first);
            return;
        }
        self.schemas.places.insert(location, id);
        if environment != EnvironmentId::default() {
            self.read_in.insert(id, environment);
        }
    }

    /// Makes room for a schema.
    pub(super) fn reserve(&mut self, location: &Location, span: Span) -> SchemaId {
        let id = SchemaId(u32::try_from(self.schemas.arena.len()).unwrap_or(u32::MAX));
        self.schemas.arena.push(Schema { span, pointer: location.to_string(), ..Schema::default() });
        id
    }

    /// A schema that is an object.
    fn object(&mut self, id: SchemaId, location: &Location, members: &'a Members, context: Context) {
        let nullable = nullable::is_nullable(members, self.version);
        let subject = Subject { id, location, members, context, nullable };
        match members.get("$ref") {
            // Up to OpenAPI 3.0, what stands beside `$ref` does not count.
            Some(entry) if self.version <= Version::V3_0 => {
                self.keyword(subject, "$ref", entry);
                self.warn_of_siblings(members);
            }
            _ if subject.nullable && nullable::needs_arm(members) => self.nullable_arm(subject),
            _ => self.keywords(subject),
        }
    }

    /// Tells which keywords beside `$ref` do not count; prose is missed by no value.
    fn warn_of_siblings(&mut self, members: &Members) {
        const PROSE: [&str; 8] =
            ["$ref", "title", "description", "summary", "example", "externalDocs", "xml", "deprecated"];
        for (name, entry) in members {
            let counts = !PROSE.contains(&name.as_str()) && !name.starts_with("x-");
            if counts || nullable::says(name, entry, self.version) {
                let message = format!("`{}` stands beside `$ref`, and so does not count", name.escape_debug());
                self.diagnostics.push(Diagnostic::new(&catalogue::IGNORED_SIBLING, entry.key, message));
            }
        }
    }

    /// Every keyword of a schema, in declared order.
    pub(super) fn keywords(&mut self, subject: Subject<'a, '_>) {
        for (name, entry) in subject.members {
            self.keyword(subject, name, entry);
        }
        self.open_unlisted(subject.id);
        self.imply_object(subject);
        self.lift_nullable(subject);
        self.check_required(subject);
        self.check_bounds(subject.id);
    }

    fn keyword(&mut self, subject: Subject<'a, '_>, name: &'a str, entry: &'a Entry) {
        let (id, node) = (subject.id, self.meant(name, &entry.value));
        self.owner = id;
        match name {
            "$ref" => self.reference(subject, name, entry),
            "$dynamicRef" if self.version > Version::V3_0 => self.reference(subject, name, entry),
            "$id" | "$anchor" | "$dynamicAnchor" if self.version > Version::V3_0 => self.name(subject, name, entry),
            "type" if self.version == Version::V2_0 && node.as_str() == Some("file") => self.file(id, node),
            "type" => self.types(id, node),
            "enum" => self.enumeration(subject, node),
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => self.bound(subject, name, node),
            "multipleOf" => self.multiple_of(id, node),
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minContains" | "maxContains" | "minProperties"
            | "maxProperties" => self.count(id, name, node),
            "pattern" | "format" | "contentEncoding" | "contentMediaType" | "x-rust-name" => self.text(id, name, node),
            "title" | "description" => self.prose(id, name, node),
            "uniqueItems" | "deprecated" | "readOnly" | "writeOnly" | "nullable" => self.flag(id, name, node),
            "required" => self.schemas.get_mut(id).required = self.names(name, node),
            "dependentRequired" => self.dependent_required(id, node),
            "const" | "default" | "example" | "examples" | "x-rust-type" => self.value(id, name, node),
            "x-example" if self.version == Version::V2_0 => self.value(id, "example", node),
            "discriminator" => self.discriminator(subject, entry),
            // These refuse no value; what `$defs` holds is read where it is referred to.
            "$comment" | "$defs" | "definitions" | "externalDocs" | "xml" => {}
            "$schema" if is_own_dialect(node) => {}
            // It says how a list is written where it is no JSON.
            "collectionFormat" if self.version == Version::V2_0 => {}
            _ if name.starts_with("x-") => {}
            _ => self.applicator(subject, name, entry),
        }
    }

    /// The value of a keyword. Where it is nothing but a reference that leads somewhere, and the keyword has no schema for
    /// its value, it is what that leads to: so documents that are made of many files have it.
    fn meant(&mut self, name: &str, node: &'a Node) -> &'a Node {
        let is_plain = name != "const" && keywords::holds(name).is_none();
        let mut meant = node;
        for _ in 0..LONGEST_CHAIN {
            let text = meant.get("$ref").and_then(Node::as_str).filter(|_| is_plain && is_reference(meant));
            let place = text.and_then(|text| resolve(self.trees, text, meant.span.file, &mut self.nearest).ok());
            match place {
                Some(place) => meant = place.node,
                None => return meant,
            }
        }
        node
    }

    /// Notes a keyword that no later stage will find.
    pub(super) fn unknown(&mut self, id: SchemaId, name: &str, span: Span) {
        self.schemas.get_mut(id).unknown.push(Located { value: name.to_owned(), span });
    }

    /// `$ref` and `$dynamicRef`: looked up when everything that is declared has been read.
    fn reference(&mut self, subject: Subject<'a, '_>, keyword: &'a str, entry: &'a Entry) {
        if entry.value.as_str().is_some() {
            let scope = subject.context.scope;
            self.references.push_back(Reference { owner: subject.id, keyword, entry, scope });
        } else {
            self.invalid(keyword, &entry.value, "a string");
        }
    }

    /// A keyword that says what a schema is called. Of two schemas that are called the same, the second is not.
    fn name(&mut self, subject: Subject<'a, '_>, keyword: &str, entry: &Entry) {
        let Some(name) = entry.value.as_str() else {
            self.invalid(keyword, &entry.value, "a string");
            return;
        };
        let is_called_so = match keyword {
            "$id" => self.identity.has_id(subject.location, name),
            _ => self.identity.has_anchor(subject.location, subject.context.scope.resource, name),
        };
        if !is_called_so {
            self.unknown(subject.id, keyword, entry.key);
        }
    }
}

/// Whether `$schema` names what schemas are read as in any case.
fn is_own_dialect(node: &Node) -> bool {
    node.as_str().is_some_and(|uri| {
        uri.starts_with("https://json-schema.org/draft/2020-12/") || uri.starts_with("https://spec.openapis.org/oas/3.")
    })
}

#[cfg(test)]
mod tests {
    use crate::normalise::testing::{became, defects_in, render, schemas};

    #[test]
    fn keywords_beside_a_reference_count_since_3_1() {
        let schema = "{$ref: '#/components/schemas/B', minLength: 2, description: Own.}";
        let target = "#/components/schemas/B";
        let prose = "{$ref: '#/components/schemas/B', description: Own., x-own: 1}";
        assert_eq!(became("3.0.3", prose), format!("{{$ref: {target}}}"));
        let marked = "
A: {$ref: '#/components/schemas/B', >>>minLength<<<: 2, description: Own.}
B: {type: string}
";
        defects_in("3.0.3", marked, &["R0413 `minLength` stands beside `$ref`, and so does not count"]);
        assert_eq!(became("3.1.0", schema), format!("{{$ref: {target}, minLength: 2, description: Own.}}"));
    }

    #[test]
    fn names_are_no_keywords() {
        let schemas = schemas("A: {type: object, properties: {$ref: {type: string}, type: {enum: [a]}}}");
        let text = "{type: object, properties: {$ref: {type: string}, type: {enum: [\"a\"]}}}";
        assert_eq!(render(&schemas, schemas.named("A")), text);
    }

    #[test]
    fn what_is_not_known_is_noted() {
        let schema = "{contentSchema: {}, $vocabulary: {}, minlength: 1, x-own: 1}";
        assert_eq!(became("3.1.0", schema), "{unknown: [contentSchema, $vocabulary, minlength]}");
    }

    #[test]
    fn names_are_noted_where_they_call_nothing() {
        let names = "{$id: a, $anchor: b, $dynamicAnchor: c}";
        assert_eq!(became("3.1.0", names), "{}");
        // OpenAPI 3.0 has none of them.
        let names = "{$id: a, $anchor: b, $dynamicAnchor: c, $dynamicRef: '#c'}";
        assert_eq!(became("3.0.3", names), "{unknown: [$id, $anchor, $dynamicAnchor, $dynamicRef]}");
        for id in ["'#a'", "no uri", "'https://a.example/#a'"] {
            assert_eq!(became("3.1.0", &format!("{{$id: {id}}}")), "{unknown: [$id]}", "{id}");
        }
        // Of two that are called the same, the second.
        let twice = "{allOf: [{$id: a, $anchor: b}, {$id: ./a}, {$anchor: c}, {$anchor: c}, {$dynamicAnchor: c}]}";
        let noted = "{allOf: [{}, {unknown: [$id]}, {}, {unknown: [$anchor]}, {unknown: [$dynamicAnchor]}]}";
        assert_eq!(became("3.1.0", twice), noted);
    }

    #[test]
    fn what_refuses_nothing_is_not_noted() {
        let dialect = "https://json-schema.org/draft/2020-12/schema";
        let schema = format!("{{$schema: '{dialect}', $comment: c, $defs: {{}}, xml: {{}}, externalDocs: {{}}}}");
        assert_eq!(became("3.1.0", &schema), "{}");
        assert_eq!(became("3.1.0", "{$schema: 'http://json-schema.org/draft-07/schema#'}"), "{unknown: [$schema]}");
    }
}
