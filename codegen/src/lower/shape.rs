//! Schema → shape: what a value is in Rust, and its keywords.

use crate::{
    ir::{Enum, List, Map, Rule, Shape, TypeId, TypeKind},
    normalise::{SchemaId, Schemas, Types},
};

use super::{
    Context, Lower, Place, View, enums, literals,
    rules::{Others, Said, accepts_null},
    view::says_something,
};

impl Lower<'_> {
    /// What the type of a component is: its own struct, enum or union, or a wrapper of anything else.
    pub(super) fn kind(&mut self, schema: SchemaId, context: &Context) -> TypeKind {
        // A component that is nothing but a reference to another one is a type of its own.
        if self.named(&[schema], Some(schema)).is_none() {
            let view = View::of(self.schemas, &[schema]);
            let types = view.types(self.schemas, self.options.exact_types);
            // `null` as well is a wrapper of the union of the other arms.
            let is_wrapper = self.arms(&view).is_some_and(|arms| arms.nullable);
            if !is_wrapper && let Some(kind) = self.own_kind(&view, types, schema, context) {
                return kind;
            }
        }
        TypeKind::Newtype(self.shape_within(&[schema], Some(schema), &context.inside()))
    }

    /// The shape of schemas that all apply to one value.
    pub(super) fn shape(&mut self, schemas: &[SchemaId], context: &Context) -> Shape {
        self.shape_within(schemas, None, context)
    }

    fn shape_within(&mut self, schemas: &[SchemaId], within: Option<SchemaId>, context: &Context) -> Shape {
        let shape = self.shape_unsampled(schemas, within, context);
        if within.is_none() {
            self.sample(schemas, &shape);
            let has_name = |id: &&SchemaId| self.schemas.get(**id).rust_name.is_some();
            self.called.extend(schemas.iter().filter(has_name));
        }
        shape
    }

    fn shape_unsampled(&mut self, schemas: &[SchemaId], within: Option<SchemaId>, context: &Context) -> Shape {
        if let Some(id) = self.named(schemas, within) {
            return Shape::Named(id);
        }
        let view = View::of(self.schemas, schemas);
        if view.is_never(self.schemas) {
            return Shape::Never;
        }
        if let Some(&id) = self.anonymous.get(&(view.clone(), self.types_but_null(&view))) {
            let shape = Shape::Named(id);
            return if self.is_nullable(&view) { nullable_shape(shape) } else { shape };
        }
        if !self.open.insert(view.clone()) {
            self.endless(&view);
            return Shape::Any;
        }
        let shape = self.shape_of_view(&view, schemas, context);
        self.open.remove(&view);
        shape
    }

    /// A schema that leads back to itself through arrays or maps alone has no type that Rust can write down.
    fn endless(&mut self, view: &View) {
        if let Some(&id) = view.ids().first() {
            self.note(self.whole(id), "$ref", "serde_json::Value", "the schema contains itself without a name");
        }
    }

    fn shape_of_view(&mut self, view: &View, schemas: &[SchemaId], context: &Context) -> Shape {
        self.note_unknown(view);
        let types = self.types_but_null(view);
        let shape = self.shape_of_types(view, types, schemas, context);
        if self.is_nullable(view) { nullable_shape(shape) } else { shape }
    }

    /// The JSON types that a view allows beside `null`, where it says; `null` where that is all.
    fn types_but_null(&self, view: &View) -> Option<Types> {
        let types = view.types(self.schemas, self.options.exact_types);
        types.map(|types| if types == Types::NULL { types } else { types.without(Types::NULL) })
    }

    /// Whether a view is `null`, or something else.
    fn is_nullable(&self, view: &View) -> bool {
        if let Some(arms) = self.arms(view) {
            return arms.nullable;
        }
        let types = view.types(self.schemas, self.options.exact_types);
        types.is_some_and(|types| types.contains(Types::NULL) && types != Types::NULL)
            && accepts_null(self.schemas, view.ids())
    }

    fn shape_of_types(&mut self, view: &View, types: Option<Types>, schemas: &[SchemaId], context: &Context) -> Shape {
        if let Some(arms) = self.arms(view) {
            return match *arms.ids {
                [only] => {
                    let shape = self.shape(&[only], context);
                    self.asserted(view, Said::Arms, shape, context)
                }
                _ => self.anonymous(view, types, schemas, context),
            };
        }
        if types == Some(Types::STRING)
            && literals::strings(self.schemas, view).is_some_and(|values| !values.is_empty())
        {
            return self.anonymous(view, types, schemas, context);
        }
        match types {
            None => self.asserted(view, Said::Nothing, Shape::Any, context),
            Some(types) if types.0.count_ones() > 1 && literals::values(self.schemas, view).is_some() => {
                let shape = self.with_literals(view, Shape::Any);
                self.asserted(view, Said::Values, shape, context)
            }
            Some(types) if types.0.count_ones() > 1 => self.anonymous(view, Some(types), schemas, context),
            Some(types) if self.is_wrapper(view, types) => self.anonymous(view, Some(types), schemas, context),
            Some(types) => self.shape_of_type(view, types, Others::Here, schemas, context),
        }
    }

    /// The shape of a view's values of one JSON type.
    pub(super) fn shape_of_type(
        &mut self,
        view: &View,
        types: Types,
        others: Others,
        schemas: &[SchemaId],
        context: &Context,
    ) -> Shape {
        let is_listed = literals::values(self.schemas, view).is_some();
        let shape = match types {
            // Of the one value there is, all is known.
            Types::NULL if others == Others::Here && !accepts_null(self.schemas, view.ids()) => return Shape::Never,
            Types::NULL => return Shape::Null,
            Types::BOOLEAN => {
                self.own_type(view, types);
                Shape::Boolean
            }
            Types::INTEGER => Shape::Integer(self.integer(view)),
            Types::NUMBER => Shape::Number(self.number(view)),
            Types::STRING => Shape::String(self.text(view, context)),
            Types::ARRAY => self.list(view, context),
            Types::OBJECT if self.is_map(view) => self.map(view, context),
            Types::OBJECT if is_listed => Shape::Any,
            // It has its own rules.
            Types::OBJECT => return self.anonymous(view, Some(types), schemas, context),
            // Types that exclude one another.
            _ => return Shape::Never,
        };
        let said = match types {
            Types::OBJECT if is_listed => Said::Values,
            _ => Said::OneOf(types, others),
        };
        let shape = self.with_literals(view, shape);
        self.asserted(view, said, shape, context)
    }

    /// A shape, and what it does not say itself.
    fn asserted(&mut self, view: &View, said: Said, shape: Shape, context: &Context) -> Shape {
        match self.rules_beside(view, said, context) {
            _ if shape == Shape::Never => shape,
            rules if rules.contains(&Rule::Never) => Shape::Never,
            rules if rules.is_empty() => shape,
            rules => Shape::Asserted(rules, Box::new(shape)),
        }
    }

    /// The component that schemas are, where they say nothing besides.
    pub(super) fn named(&self, schemas: &[SchemaId], within: Option<SchemaId>) -> Option<TypeId> {
        let [schema] = schemas else {
            // `true` beside others says nothing.
            let mut telling = schemas.iter().filter(|&&id| !self.is_trivial(id));
            let only = *telling.next()?;
            return if telling.next().is_none() { self.named(&[only], within) } else { None };
        };
        if within != Some(*schema)
            && let Some(&id) = self.components.get(schema)
        {
            return Some(id);
        }
        let declared = self.schemas.get(*schema);
        let mut leads =
            declared.reference.iter().map(|reference| reference.value).chain(declared.all_of.iter().copied());
        let lead = leads.next()?;
        let alone = leads.next().is_none() && !says_something(declared);
        if alone { self.named(&[lead], None) } else { None }
    }

    fn is_trivial(&self, id: SchemaId) -> bool {
        let schema = self.schemas.get(id);
        schema.reference.is_none() && schema.all_of.is_empty() && !says_something(schema)
    }

    /// A struct, enum or union that has no name in the document.
    fn anonymous(&mut self, view: &View, types: Option<Types>, schemas: &[SchemaId], context: &Context) -> Shape {
        let Some(&origin) = schemas.first() else {
            return Shape::Any;
        };
        // What is more than the schema of an arm is no arm, and has no tag.
        let lead = match schemas {
            [only] => lead(self.schemas, *only),
            _ => origin,
        };
        let id = match self
            .place_of(lead)
            .filter(|(owner, _)| lead != origin || self.is_taken_in(*owner, schemas) || self.merged.is_beside(origin))
        {
            // A reference into the middle of a schema, a member that `allOf` takes in from another component, or one
            // that several arms have: the type is called by where it stands, not by who came first.
            Some((owner, place)) => {
                self.entered.insert(owner);
                let user = self.owner.replace(owner);
                let id = self.anonymous_at(view, types, lead, lead, &place);
                self.owner = user;
                id
            }
            None => self.anonymous_at(view, types, origin, lead, context),
        };
        Shape::Named(id)
    }

    /// Whether a schema of one component is part of another one, which is being lowered.
    fn is_taken_in(&self, owner: TypeId, schemas: &[SchemaId]) -> bool {
        schemas.len() == 1 && self.owner != Some(owner)
    }

    /// The type of a view that is called by its place.
    fn anonymous_at(
        &mut self,
        view: &View,
        types: Option<Types>,
        origin: SchemaId,
        lead: SchemaId,
        context: &Context,
    ) -> TypeId {
        let id = self.declare(&context.name(), origin);
        // What holds it as well is not the type.
        if types.is_some_and(|types| !types.contains(Types::NULL)) {
            self.types[id.0 as usize].ty.examples.retain(|example| example != "null");
        }
        self.order.entry(self.owner).or_default().push(id);
        self.anonymous.insert((view.clone(), types), id);
        let context = Context::of_type(&self.type_words(id).clone());
        if let Some(kind) = self.own_kind(view, types, lead, &context) {
            self.fill(id, view, kind);
        }
        id
    }

    /// The struct, enum or union that a view is by itself, where it is one.
    fn own_kind(&mut self, view: &View, types: Option<Types>, origin: SchemaId, context: &Context) -> Option<TypeKind> {
        if view.is_never(self.schemas) {
            return None;
        }
        if let Some(arms) = self.arms(view) {
            return (arms.ids.len() > 1).then(|| self.union_kind(view, &arms, context));
        }
        let types = types?;
        if types == Types::STRING
            && let Some(values) = literals::strings(self.schemas, view)
            && !values.is_empty()
        {
            self.note_unknown(view);
            let rules = self.rules_beside(view, Said::OneOf(types, Others::Here), context);
            return Some(TypeKind::Enum(Enum { rules, ..self.enumeration(view, context) }));
        }
        if self.is_wrapper(view, types) {
            self.note_unknown(view);
            let shape = self.shape_of_type(view, types, Others::Here, view.ids(), &context.inside());
            return Some(TypeKind::Newtype(shape));
        }
        if literals::values(self.schemas, view).is_some() {
            return None;
        }
        if types == Types::OBJECT && !self.is_map(view) {
            self.note_unknown(view);
            return Some(TypeKind::Struct(self.structure(view, origin, context)));
        }
        if types.0.count_ones() > 1 && !types.contains(Types::NULL) {
            return Some(TypeKind::Union(self.kinds(view, types, context)));
        }
        None
    }

    /// Whether a scalar has a type of its own: to convert to another one, or to name its values.
    fn is_wrapper(&mut self, view: &View, types: Types) -> bool {
        enums::has_names(self.schemas, view, types) || self.is_foreign(view, types)
    }

    fn list(&mut self, view: &View, context: &Context) -> Shape {
        let items: Vec<SchemaId> = view.parts(self.schemas).filter_map(|part| part.items).collect();
        // After a prefix, items are not all of one type.
        let is_plain = view.parts(self.schemas).all(|part| part.prefix_items.is_empty());
        let items = if items.is_empty() || !is_plain { Shape::Any } else { self.shape(&items, &context.item()) };
        Shape::List(Box::new(List {
            items,
            min_items: view.greatest(self.schemas, |part| part.min_items.as_ref()),
            max_items: view.least(self.schemas, |part| part.max_items.as_ref()),
            unique_items: view.parts(self.schemas).any(|part| part.unique_items),
        }))
    }

    /// Whether all values of a view are objects with members (or `null`).
    pub(super) fn is_struct(&self, view: &View) -> bool {
        let exact_types = self.options.exact_types;
        view.types(self.schemas, exact_types).is_some_and(|types| types.without(Types::NULL) == Types::OBJECT)
            && self.arms(view).is_none()
            && literals::values(self.schemas, view).is_none()
            && !self.is_map(view)
    }

    /// Whether an object has no members of its own.
    fn is_map(&self, view: &View) -> bool {
        let closed = view.additional(self.schemas).iter().any(|&id| self.schemas.get(id).boolean == Some(false));
        view.members(self.schemas).is_empty() && !closed
    }

    fn map(&mut self, view: &View, context: &Context) -> Shape {
        let mut values = view.additional(self.schemas);
        if values.is_empty() {
            values.extend(view.by_pattern(self.schemas));
        }
        let values = if values.is_empty() { Shape::Any } else { self.shape(&values, &context.value()) };
        Shape::Map(Box::new(Map {
            values,
            min_properties: view.greatest(self.schemas, |part| part.min_properties.as_ref()),
            max_properties: view.least(self.schemas, |part| part.max_properties.as_ref()),
        }))
    }

    /// The values that `const` and `enum` leave, where they are no strings.
    fn with_literals(&mut self, view: &View, shape: Shape) -> Shape {
        match literals::values(self.schemas, view) {
            None => shape,
            Some(values) if values.is_empty() => Shape::Never,
            Some(_) if shape == Shape::Null => shape,
            Some(values) => {
                let texts = values.into_iter().filter(|value| value.kind != crate::source::Kind::Null);
                Shape::Literals(texts.map(crate::source::Node::to_json).collect(), Box::new(shape))
            }
        }
    }

    /// A schema as a whole, to be noted.
    pub(super) fn whole(&self, schema: SchemaId) -> Place {
        let span = self.schemas.get(schema).span;
        Place { schema, span }
    }

    /// Writes down the keywords that are not known.
    pub(super) fn note_unknown(&mut self, view: &View) {
        let schemas = self.schemas;
        self.note_idle_discriminator(view);
        for &id in view.ids() {
            for keyword in &schemas.get(id).unknown {
                let place = Place { schema: id, span: keyword.span };
                self.note(place, &keyword.value, "not checked", "the keyword is not known");
            }
        }
    }
}

/// `null` as well.
pub(super) fn nullable_shape(shape: Shape) -> Shape {
    match shape {
        // These allow `null` already.
        Shape::Any | Shape::Null | Shape::Nullable(_) => shape,
        Shape::Never => Shape::Null,
        shape => Shape::Nullable(Box::new(shape)),
    }
}

/// The schema that another one leads to, where that is nothing but a reference.
pub(super) fn lead(schemas: &Schemas, id: SchemaId) -> SchemaId {
    let mut at = id;
    // A circle of references was reported before.
    for _ in 0..schemas.arena.len() {
        let schema = schemas.get(at);
        let mut leads = schema.reference.iter().map(|reference| reference.value).chain(schema.all_of.iter().copied());
        match (leads.next(), leads.next()) {
            (Some(next), None) if !says_something(schema) => at = next,
            _ => break,
        }
    }
    at
}
