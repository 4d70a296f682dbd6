//! Objects with members → struct: fields, tags, and what becomes of members without a name.

use std::collections::HashSet;

use crate::{
    ir::{Additional, Member, Role, Shape, Struct},
    names::{Scope, Usage, Words},
    normalise::{SchemaId, Types},
};

use super::{
    Context, Lower, View, direction,
    rules::{Others, Said},
    view::Declared,
};

/// From how many required members on `new` takes a struct of them.
pub(super) const MANY: usize = 8;

/// The names inside of a struct.
struct Names {
    fields: Scope,
    methods: Scope,
}

impl Lower<'_> {
    /// The struct of a view.
    pub(super) fn structure(&mut self, view: &View, origin: SchemaId, context: &Context) -> Struct {
        let mut names = Names { fields: Scope::new(), methods: Scope::methods() };
        let tag = self.tags.get(origin).cloned();
        let mut members = Vec::new();
        for (name, declared) in view.members(self.schemas) {
            let value = tag.as_ref().filter(|tag| tag.member == name).map(|tag| tag.value.clone());
            members.push(self.member(&name, &declared, value, view, &mut names, context));
        }
        let additional = self.additional(view, &mut names, context);
        let others = if self.is_struct(view) { Others::Here } else { Others::Around };
        let rules = self.rules_beside(view, Said::OneOf(Types::OBJECT, others), context);
        let required =
            members.iter().filter(|member| member.required && matches!(member.role, Role::Field { .. })).count();
        let required = (required >= MANY)
            .then(|| self.names.claim(&context.name().then(&Words::of("required")), Usage::Type).ident);
        Struct {
            members,
            additional,
            min_properties: view.greatest(self.schemas, |part| part.min_properties.as_ref()),
            max_properties: view.least(self.schemas, |part| part.max_properties.as_ref()),
            rules,
            required,
        }
    }

    fn member(
        &mut self,
        name: &str,
        declared: &Declared,
        tag: Option<String>,
        object: &View,
        names: &mut Names,
        context: &Context,
    ) -> Member {
        let words = Words::of(name);
        let place = declared.schemas.first().map(|&id| self.schemas.get(id));
        let pointer = match place {
            Some(place) => place.pointer.clone(),
            // Only `required` names it.
            None => object.ids().first().map(|&id| self.schemas.get(id).pointer.clone()).unwrap_or_default(),
        };
        let role = match tag {
            Some(value) => Role::Tag { value, method: names.methods.claim(&words, Usage::Method).ident },
            None => {
                let shape = self.shape(&declared.schemas, &context.member(name));
                let setter = names.methods.claim(&words, Usage::Method).ident;
                let default = self.default(&pointer, &declared.schemas, &shape, &words, &mut names.methods);
                Role::Field { field: names.fields.claim(&words, Usage::Field).ident, setter, shape, default }
            }
        };
        Member {
            name: name.to_owned(),
            required: declared.required,
            pointer,
            description: self.describe(&declared.schemas),
            deprecated: declared.schemas.iter().any(|&id| self.schemas.get(id).deprecated),
            direction: direction::of(self.schemas, &declared.schemas),
            role,
        }
    }

    /// What the document says of a member: its own words, or the first paragraph about what it refers to.
    fn describe(&self, schemas: &[SchemaId]) -> Option<String> {
        let own = |&id: &SchemaId| {
            let schema = self.schemas.get(id);
            schema.description.clone().or_else(|| schema.title.clone())
        };
        schemas.iter().find_map(own).or_else(|| {
            let mut seen = HashSet::new();
            schemas.iter().find_map(|&id| self.describe_lead(id, &mut seen))
        })
    }

    fn describe_lead(&self, id: SchemaId, seen: &mut HashSet<SchemaId>) -> Option<String> {
        if !seen.insert(id) {
            return None;
        }
        let schema = self.schemas.get(id);
        if let Some(description) = schema.description.as_ref().or(schema.title.as_ref()) {
            return description.split("\n\n").next().map(str::to_owned);
        }
        let mut leads = schema.reference.iter().map(|reference| reference.value).chain(schema.all_of.iter().copied());
        leads.find_map(|lead| self.describe_lead(lead, seen))
    }

    fn additional(&mut self, view: &View, names: &mut Names, context: &Context) -> Additional {
        let schemas = view.additional(self.schemas);
        if schemas.iter().any(|&id| self.schemas.get(id).boolean == Some(false)) {
            return Additional::Refused;
        }
        let is_whole = self.options.keep_unknown_members
            || view.has_patterns(self.schemas)
            || self.whole.keeps(self.schemas, view);
        let by_pattern: Vec<SchemaId> = view.by_pattern(self.schemas).into_iter().collect();
        let shape = match schemas.as_slice() {
            [] if !by_pattern.is_empty() => self.shape(&by_pattern, &context.member("additional").inside()),
            [] if is_whole => Shape::Any,
            [] => return Additional::Dropped,
            schemas => self.shape(schemas, &context.member("additional").inside()),
        };
        let words = Words::of("additional");
        Additional::Kept { field: names.fields.claim(&words, Usage::Field).ident, shape }
    }
}
