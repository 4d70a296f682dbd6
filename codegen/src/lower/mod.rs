//! Schemas and operations → the IR: where every decision is taken and every name is given.
//!
//! The passes, in order, and what holds after each:
//! 1. `merge`: what stands beside the arms of a union is in each of them, where they are told apart at once; `tags`: which member tells the arms of each union apart, so that a struct knows which constants are no fields; and
//!    `whole`: which objects keep members that no schema names.
//! 2. `components`: every component has a name and an id, before anything refers to one.
//! 3. `shape`: every schema is a shape; structs, enums and unions have types. Anonymous types follow their parents.
//! 4. `operations`: every operation has a resource, a name, and the shapes of its bodies; `exchange` says how it is
//!    called and served.
//! 5. `order`: types stand in declared order.
//!    `lists`: the rules that schemas are, made on the way, are shared where they are led to in several ways.
//! 6. `direction`: a member that goes one way is required in no type that is used the other way.
//! 7. `defaults`, `examples`: every default and every example of a member that is left is a value of its type.
//! 8. `recursion`: no type has infinite size.
//! 9. `reach`: every type has its place: the one resource that reaches it, or `shared`.

mod context;
mod defaults;
mod direction;
mod enums;
mod examples;
mod exchange;
mod fits;
mod foreign;
mod lists;
mod literals;
mod merge;
mod nameless;
mod numbers;
mod operations;
mod order;
mod places;
mod reach;
mod recursion;
mod rules;
mod scope;
mod shape;
mod structs;
mod tags;
#[cfg(test)]
mod tests;
mod text;
mod unions;
mod view;
mod whole;

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
};

use indexmap::{IndexMap, IndexSet};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, catalogue, nearest::Nearest},
    document::{Document, Loss},
    ir::{Api, LedgerLine, Operation, Package, Resource, Type, TypeId, TypeKind},
    names::{self, Claimed, Scope, Usage, Words},
    normalise::{Located, SchemaId, Schemas, Types},
    options::Options,
    source::Span,
};

use context::Context;
#[cfg(test)]
pub(crate) use foreign::{INNER, OWN};
use merge::{Merged, merge};
use tags::Tags;
use view::View;
use whole::Whole;

/// Lowers a whole document.
pub fn lower(document: &Document<'_>, schemas: &mut Schemas, options: &Options, diagnostics: &mut Diagnostics) -> Api {
    let merged = merge(schemas, options.exact_types);
    let schemas = &*schemas;
    let tags = tags::find(schemas, &merged, options.exact_types);
    let whole = Whole::find(schemas, &merged, options.exact_types);
    let mut lower = Lower::new(schemas, options, merged, tags, whole, diagnostics);
    lower.check_options();
    lower.note_losses(document.losses.iter().chain(&schemas.losses));
    lower.components();
    let (resources, operations, schemes) = operations::lower(&mut lower, document);
    lower.note_unapplied();
    lower.note_idle_names();
    let mut samples = std::mem::take(&mut lower.samples);
    let (mut api, places) = lower.finish(document, resources, operations, &mut samples);
    api.schemes = schemes;
    direction::apply(&mut api);
    defaults::resolve(&mut api, &places, diagnostics);
    defaults::check_types(&api, schemas, &places, diagnostics);
    examples::check(&mut api, schemas, &samples, diagnostics);
    recursion::apply(&mut api, schemas, diagnostics);
    reach::apply(&mut api);
    api.ledger.sort();
    api.ledger.dedup();
    api
}

/// What the passes share.
struct Lower<'a> {
    schemas: &'a Schemas,
    options: &'a Options,
    merged: Merged,
    tags: Tags,
    /// Which objects are kept whole.
    whole: Whole,
    diagnostics: &'a mut Diagnostics,
    /// The names that the options choose, by the places of the schemas as these say them.
    renames: HashMap<&'a str, &'a Located<String>>,
    /// The places of the schemas whose values are secret, as these say them.
    secrets: HashSet<&'a str>,
    /// The types, by id. A type that is being lowered has no kind yet.
    types: Vec<Draft>,
    /// The ids in the order in which the types are declared: each component with the anonymous types in it, and then
    /// those of operations.
    order: IndexMap<Option<TypeId>, Vec<TypeId>>,
    /// The component that is being lowered.
    owner: Option<TypeId>,
    /// The components into the middle of which something refers.
    entered: HashSet<TypeId>,
    components: IndexMap<SchemaId, TypeId>,
    /// Anonymous types that were met already, by the JSON types that they are of: what a reference into the middle of a
    /// schema leads to.
    anonymous: HashMap<(View, Option<Types>), TypeId>,
    /// The views that are being lowered and have no type of their own.
    open: HashSet<View>,
    names: Scope,
    tables: Scope,
    functions: Scope,
    ledger: Vec<LedgerLine>,
    noted: HashSet<(SchemaId, String)>,
    /// The schemas whose type, member or arm has the name that was chosen for them.
    chosen: HashSet<SchemaId>,
    /// What tells the arms of unions apart, of those where it was asked.
    labels: RefCell<HashMap<SchemaId, unions::Labels>>,
    /// The rules that schemas are.
    lists: lists::Lists,
    /// The schemas for which a name was chosen, as they are come to.
    called: IndexSet<SchemaId>,
    /// The schemas that have examples and are no types of their own, as far as is known yet.
    samples: Vec<examples::Sample>,
    sampled: HashSet<SchemaId>,
    /// The schemas whose values have the Rust type that was chosen for them.
    chosen_types: HashSet<SchemaId>,
    /// The crates that chosen types are of.
    crates: foreign::Crates,
    /// Where the default of each member stands.
    defaults: defaults::Places,
}

/// A place that a note is about: the schema, and what of it is underlined.
#[derive(Debug, Clone, Copy)]
struct Place {
    schema: SchemaId,
    span: Span,
}

/// A type that may have no kind yet.
struct Draft {
    words: Words,
    ty: Type,
}

impl<'a> Lower<'a> {
    fn new(
        schemas: &'a Schemas,
        options: &'a Options,
        merged: Merged,
        tags: Tags,
        whole: Whole,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        // Whatever form a place has in the options, and whether or not it is that of a mere reference to the schema.
        let place = |pointer: &str| schemas.at(pointer).map(|id| schemas.get(id).pointer.as_str());
        let renames = options.renames.iter().filter_map(|(pointer, rename)| Some((place(pointer)?, &rename.name)));
        let secrets = options.secrets.iter().filter_map(|secret| place(&secret.value));
        Self {
            schemas,
            options,
            merged,
            tags,
            whole,
            diagnostics,
            renames: renames.collect(),
            secrets: secrets.collect(),
            types: Vec::new(),
            order: IndexMap::new(),
            owner: None,
            entered: HashSet::new(),
            components: IndexMap::new(),
            anonymous: HashMap::new(),
            open: HashSet::new(),
            names: Scope::new(),
            tables: Scope::new(),
            functions: Scope::new(),
            ledger: Vec::new(),
            noted: HashSet::new(),
            chosen: HashSet::new(),
            labels: RefCell::default(),
            lists: lists::Lists::default(),
            called: IndexSet::new(),
            samples: Vec::new(),
            sampled: HashSet::new(),
            chosen_types: HashSet::new(),
            crates: foreign::Crates::new(),
            defaults: defaults::Places::new(),
        }
    }

    /// Reports options that name schemas which the document does not have.
    fn check_options(&mut self) {
        let mut nearest = Nearest::default();
        let renames = self.options.renames.iter().map(|(pointer, rename)| (pointer.as_str(), rename.key));
        let secrets = self.options.secrets.iter().map(|secret| (secret.value.as_str(), secret.span));
        for (pointer, span) in renames.chain(secrets) {
            if self.schemas.at(pointer).is_none() {
                let message = format!("the document has no schema at `{}`", pointer.escape_debug());
                let defect = Diagnostic::new(&catalogue::INVALID_OPTION, span, message)
                    .help("write the JSON Pointer of a schema of the document");
                // Those beside it: of pointers as a whole, most would be alike.
                let (place, name) = pointer.rsplit_once('/').unwrap_or_default();
                let names = self.schemas.arena.iter().filter_map(|schema| schema.pointer.rsplit_once('/'));
                let beside = names.filter(|(parent, _)| *parent == place).map(|(_, name)| name);
                self.diagnostics.push(match nearest.find(name, beside) {
                    Some(meant) => defect.label(format!("did you mean `{}/{}`?", place, meant.escape_debug())),
                    None => defect,
                });
            }
        }
    }

    /// Notes what could not be read of the document, which was reported when it was read.
    fn note_losses<'l>(&mut self, losses: impl Iterator<Item = &'l Loss>) {
        self.ledger.extend(losses.map(|loss| LedgerLine {
            pointer: loss.pointer.clone(),
            what: loss.what.clone(),
            became: loss.became.to_owned(),
            why: loss.why.clone(),
        }));
    }

    /// Names every component, and then lowers each.
    fn components(&mut self) {
        let schemas = self.schemas;
        for (&schema, name) in &schemas.components {
            let id = self.declare(&names::types::component(name), schema);
            self.components.insert(schema, id);
            self.order.insert(Some(id), vec![id]);
        }
        let nameless = self.name_the_nameless();
        let declared = schemas.components.keys().filter_map(|schema| Some((*schema, *self.components.get(schema)?)));
        let declared: Vec<_> = declared.map(|(schema, id)| (schema, id, Some(id))).chain(nameless).collect();
        for (schema, id, owner) in declared {
            self.owner = owner;
            let context = Context::of_type(&self.types[id.0 as usize].words);
            let kind = self.kind(schema, &context);
            self.fill(id, &View::of(schemas, &[schema]), kind);
        }
        self.owner = None;
    }

    /// Gives a schema a type that is to be filled in.
    fn declare(&mut self, wanted: &Words, schema: SchemaId) -> TypeId {
        let declared = self.schemas.get(schema);
        let Claimed { ident, words, collided_with } = self.claim_type(wanted, schema);
        if let Some(owner) = collided_with {
            self.diagnostics.push(
                Diagnostic::new(&catalogue::TYPE_NAME, declared.span, format!("`{}` is taken", owner.as_str()))
                    .label(format!("this type becomes `{}`", ident.as_str())),
            );
        }
        let table = self.tables.claim(&words, Usage::Static).ident;
        let id = TypeId(self.types.len() as u32);
        let ty = Type {
            name: ident,
            table,
            resource: None,
            pointer: declared.pointer.clone(),
            description: declared.description.clone().or_else(|| declared.title.clone()),
            deprecated: declared.deprecated,
            examples: declared.examples.iter().map(crate::source::Node::to_json).collect(),
            constants: Vec::new(),
            foreign: None,
            // Stands until the type was lowered.
            kind: TypeKind::Newtype(crate::ir::Shape::Any),
        };
        self.types.push(Draft { words, ty });
        id
    }

    /// Gives a type its kind, and what follows from it.
    fn fill(&mut self, id: TypeId, view: &View, kind: TypeKind) {
        self.adopt(id, view, &kind);
        let constants = enums::constants(self.schemas, view, &kind, &self.types[id.0 as usize].words);
        let ty = &mut self.types[id.0 as usize].ty;
        ty.constants = constants;
        ty.kind = kind;
    }

    /// The name of a type: what a person chose, or what its words make.
    fn claim_type(&mut self, wanted: &Words, id: SchemaId) -> Claimed {
        let schema = self.schemas.get(id);
        // Of schemas that stand at one place of the document, the first is meant.
        let is_meant = self.schemas.at(&schema.pointer).is_none_or(|meant| meant == id);
        // A schema may have two types, such as the one without its `null`: the first is meant.
        let is_meant = is_meant && self.chosen.insert(id);
        let renamed = self.renames.get(schema.pointer.as_str()).filter(|_| is_meant);
        let renamed = renamed.map(|name| (name.value.as_str(), name.span));
        let chosen = renamed
            .or_else(|| schema.rust_name.as_ref().filter(|_| is_meant).map(|name| (name.value.as_str(), name.span)));
        match chosen {
            Some((name, span)) => match names::exact(name, Usage::Type) {
                Some(ident) => self.names.claim_exact(ident, Usage::Type),
                None => {
                    self.invalid_name(name, span);
                    self.names.claim(wanted, Usage::Type)
                }
            },
            None => self.names.claim(wanted, Usage::Type),
        }
    }

    /// The name that was chosen for one of some schemas, where no type has it.
    fn spare_name(&mut self, schemas: &[SchemaId]) -> Option<Words> {
        let of = |&id: &SchemaId| Some((id, self.schemas.get(id).rust_name.as_ref()?));
        let (id, name) = schemas.iter().filter(|id| !self.chosen.contains(id)).find_map(of)?;
        let words = Words::of(&name.value);
        self.chosen.insert(id);
        words.can_begin().then_some(words)
    }

    /// Notes the names that were chosen and that nothing has.
    fn note_idle_names(&mut self) {
        let schemas = self.schemas;
        for id in std::mem::take(&mut self.called) {
            if let Some(name) = &schemas.get(id).rust_name
                && schemas.original(id) == id
                && !self.chosen.contains(&id)
            {
                let place = Place { schema: id, span: name.span };
                self.note(place, "x-rust-name", "not applied", "the schema is no type, no member and no arm");
            }
        }
    }

    fn invalid_name(&mut self, name: &str, span: Span) {
        let message = format!("`{}` is no name of a Rust type", name.escape_debug());
        self.diagnostics.push(Diagnostic::new(&catalogue::INVALID_NAME, span, message));
    }

    /// Notes a place where types and checks say less than the document: once, with a warning.
    fn note(&mut self, place: Place, what: &str, became: &str, why: &str) {
        self.note_as(&catalogue::UNSUPPORTED_KEYWORD, place, what, became, why);
    }

    /// Notes such a place, with a warning of a code of its own.
    fn note_as(&mut self, code: &'static Code, place: Place, what: &str, became: &str, why: &str) {
        if !self.noted.insert((place.schema, what.to_owned())) {
            return;
        }
        let message = format!("`{what}`: {became}, for {why}");
        self.diagnostics.push(Diagnostic::new(code, place.span, message));
        self.ledger.push(LedgerLine {
            pointer: self.schemas.get(place.schema).pointer.clone(),
            what: what.to_owned(),
            became: became.to_owned(),
            why: why.to_owned(),
        });
    }

    fn finish(
        mut self,
        document: &Document<'_>,
        resources: Vec<Resource>,
        operations: Vec<Operation>,
        samples: &mut [examples::Sample],
    ) -> (Api, defaults::Places) {
        let declared = self.declared();
        let shared = self.share();
        let package = &self.options.package;
        let mut api = Api {
            package: Package {
                name: package.name.clone().unwrap_or_else(|| names::package::package(&document.title)),
                version: package.version.clone().unwrap_or_else(|| "0.1.0".to_owned()),
                license: package.license.clone().or_else(|| document.license.clone()),
                publish: package.publish,
                rust_version: package.rust_version.clone(),
            },
            title: document.title.clone(),
            description: document.description.clone(),
            crates: foreign::crates(self.crates, &resources),
            types: self.types.into_iter().map(|draft| draft.ty).collect(),
            shared,
            resources,
            operations,
            base_url: base_url(document),
            schemes: Vec::new(),
            ledger: self.ledger,
        };
        order::declare(&mut api, &declared, samples.iter_mut().map(|sample| &mut sample.shape));
        (api, self.defaults)
    }

    /// The types in declared order.
    fn declared(&self) -> Vec<TypeId> {
        let start = |id: &TypeId| {
            let schema = self.schemas.at(&self.types[id.0 as usize].ty.pointer);
            schema.map(|schema| self.schemas.get(schema).span)
        };
        let mut declared = Vec::new();
        for (owner, types) in &self.order {
            let mut types = types.clone();
            // What was referred to before it was come to stands where it is declared.
            if owner.is_some_and(|owner| self.entered.contains(&owner))
                && let Some(anonymous) = types.get_mut(1..)
            {
                anonymous.sort_by_key(start);
            }
            declared.extend(types);
        }
        declared
    }

    /// The words of a type's name.
    fn type_words(&self, id: TypeId) -> &Words {
        &self.types[id.0 as usize].words
    }
}

/// Where the API is served: the first of `servers` that is an absolute URL of HTTP without variables.
fn base_url(document: &Document<'_>) -> Option<String> {
    let urls = document.servers.iter().map(|url| url.value.as_str());
    let is_absolute = |url: &&str| url.starts_with("https://") || url.starts_with("http://");
    urls.filter(is_absolute).find(|url| !url.contains(['{', '}', '?', '#'])).map(str::to_owned)
}
