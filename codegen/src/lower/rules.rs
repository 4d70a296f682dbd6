//! Keywords that only assert → rules: what is checked of a value besides what its Rust type says.
//!
//! A type says what it can, merged over all schemas that apply ([`Said`]); the rest is made into rules, schema by schema,
//! keyword by keyword. A schema within a rule is the type of a component where it is one, else rules as well.

use crate::{
    ir::{Contains, Items, Members, Rule, Shape, Text, TextKind},
    normalise::{Keyword, Schema, SchemaId, Schemas, Types},
};

use super::{Context, Lower, Place, View, scope::annotates, shape::lead, unions::names_of, view::says_something};

/// What the shape of a value says by itself of the schemas that apply to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// `serde_json::Value` says nothing.
    Nothing,
    /// A list of values says `type`, and the bounds that no value of the list is beyond.
    Values,
    /// A type of one JSON type says the keywords of that type, and may leave the others to the type around it.
    OneOf(Types, Others),
    /// A union of arms says its keyword.
    Arms,
    /// A union of JSON types says `type`; its arms say the rest but the keywords for any type.
    Kinds,
}

/// Whether the keywords for values of any type are looked after as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Others {
    /// They are.
    Here,
    /// They are by the union of JSON types that the type is an arm of.
    Around,
}

/// A schema that is being made into rules, and what it is a part of.
pub(super) struct Way<'c> {
    /// The schemas that are being made into rules.
    open: Vec<SchemaId>,
    /// Whether it is asked what rules evaluate.
    evaluates: bool,
    /// What the types of the value are called.
    context: &'c Context,
    /// How many schemas were made into rules so far, each as often as something leads to it.
    made: usize,
}

/// How many schemas the rules of one type may be made of. A rule holds what it refers to, so that schemas which lead to one another
/// in several ways are made over and over: twice as often with each level.
const MOST_SCHEMAS: usize = 4096;

impl Lower<'_> {
    /// The rules beside a type: what it does not say itself. What is not checked is written down.
    pub(super) fn rules_beside(&mut self, view: &View, said: Said, context: &Context) -> Vec<Rule> {
        let mut rules = Vec::new();
        let mut way = Way { open: Vec::new(), evaluates: false, context, made: 0 };
        for &id in view.ids() {
            let schema = self.schemas.get(id);
            let is_unsaid = |keyword: Keyword| keyword.is_in(schema) && !self.is_said(view, id, keyword, said);
            let unsaid: Vec<Keyword> = Keyword::ALL.into_iter().filter(|&keyword| is_unsaid(keyword)).collect();
            let has_scope = unsaid.contains(&Keyword::Unevaluated);
            for keyword in unsaid {
                // What decides on what is evaluated is decided within the scope, once.
                if !(has_scope && keyword.is_of_scope()) {
                    way.open = vec![id];
                    self.beside(id, keyword, said, &mut way, &mut rules);
                }
            }
            if let Some(discriminator) = &schema.discriminator
                && said != Said::Arms
            {
                let why = match schema.one_of.is_empty() && schema.any_of.is_empty() {
                    true => "there is no `oneOf` or `anyOf` whose arms it could tell apart",
                    false => "it stands beside keywords that make a type of their own",
                };
                let place = Place { schema: id, span: discriminator.span };
                self.note(place, "discriminator", "not checked", why);
            }
        }
        rules
    }

    /// Adds the rule of a keyword, or a line in the ledger.
    fn beside(&mut self, id: SchemaId, keyword: Keyword, said: Said, way: &mut Way<'_>, rules: &mut Vec<Rule>) {
        let rule = match keyword {
            Keyword::Unevaluated => self.scope_beside(id, way),
            Keyword::Members if matches!(said, Said::OneOf(..)) => self.patterns_beside(id, way).map(Rule::Members),
            keyword => self.rule(id, keyword, way),
        };
        match rule {
            Some(rule) => add(rules, rule),
            None => {
                let span = keyword.place(self.schemas, self.schemas.get(id));
                let place = Place { schema: id, span };
                let why = match way.made > MOST_SCHEMAS {
                    true => "it is made of too many schemas",
                    false => "a part of it can't be checked",
                };
                self.note(place, keyword.name(), "not checked", why);
            }
        }
    }

    /// Whether a shape says a keyword of one of the schemas that apply, so that no rule is needed.
    fn is_said(&self, view: &View, id: SchemaId, keyword: Keyword, said: Said) -> bool {
        let schema = self.schemas.get(id);
        match (said, keyword) {
            (Said::Nothing, Keyword::Unevaluated) => false,
            (Said::Nothing, _) => false,
            (Said::Values, Keyword::Types | Keyword::Values | Keyword::Text | Keyword::Number) => true,
            (Said::Values, _) => false,
            (Said::Arms, Keyword::Types) => true,
            (Said::Arms, Keyword::OneOf) => schema.any_of.is_empty(),
            (Said::Arms, Keyword::AnyOf) => schema.one_of.is_empty(),
            (Said::Arms, _) => false,
            (Said::Kinds, keyword) => !keyword.is_of_any_type(),
            (Said::OneOf(_, others), keyword) if keyword.is_of_any_type() => others == Others::Around,
            (Said::OneOf(types, _), keyword) if keyword.types().is_some_and(|of| of.0 & types.0 == 0) => true,
            (Said::OneOf(types, _), keyword) => self.is_said_by_type(view, id, keyword, types),
        }
    }

    fn is_said_by_type(&self, view: &View, id: SchemaId, keyword: Keyword, types: Types) -> bool {
        let schema = self.schemas.get(id);
        match keyword {
            Keyword::Types | Keyword::Values | Keyword::Required => true,
            Keyword::Text => {
                view.is_first(self.schemas, id, |part| part.pattern.as_ref())
                    && view.is_first(self.schemas, id, |part| part.format.as_ref())
                    && view.is_first(self.schemas, id, |part| part.content_encoding.as_ref())
            }
            Keyword::Number => {
                types == Types::INTEGER || view.is_first(self.schemas, id, |part| part.multiple_of.as_ref())
            }
            // Items have one type only where no prefix has others.
            Keyword::Items => view.parts(self.schemas).all(|part| part.prefix_items.is_empty()),
            Keyword::Members => schema.pattern_properties.is_empty(),
            Keyword::Unevaluated if types == Types::ARRAY => schema.unevaluated_items.is_none(),
            Keyword::Unevaluated if types == Types::OBJECT => {
                schema.unevaluated_properties.is_none() || view.is_closed_by(self.schemas, id)
            }
            Keyword::Unevaluated => true,
            _ => false,
        }
    }

    /// `patternProperties`, and the `additionalProperties` beside them; the type of the object says the rest.
    fn patterns_beside(&mut self, id: SchemaId, way: &mut Way<'_>) -> Option<Members> {
        let schema = self.schemas.get(id);
        Some(Members {
            known: schema.properties.keys().cloned().collect(),
            patterns: self.patterns(id, way)?,
            additional: self.optional(schema.additional_properties, way)?,
            ..Members::default()
        })
    }

    /// `unevaluated…`, with what it takes to know what is evaluated; all else is said elsewhere.
    fn scope_beside(&mut self, id: SchemaId, way: &mut Way<'_>) -> Option<Rule> {
        match self.scope(id, way)? {
            Rule::Scope(mut rules) => {
                let unevaluated = rules.split_off(rules.iter().position(is_unevaluated).unwrap_or(rules.len()));
                let marks = rules.into_iter().filter_map(super::scope::only_marks);
                Some(Rule::Scope(marks.chain(unevaluated).collect()))
            }
            rule => Some(rule),
        }
    }

    /// The rules that a schema is, where all of it can be checked.
    fn part(&mut self, id: SchemaId, way: &mut Way<'_>) -> Option<Vec<Rule>> {
        let was = way.evaluates;
        way.evaluates &= annotates(self.schemas, id);
        let rules = self.part_of_way(id, way);
        way.evaluates = was;
        rules
    }

    fn part_of_way(&mut self, id: SchemaId, way: &mut Way<'_>) -> Option<Vec<Rule>> {
        if let Some(truth) = self.schemas.get(id).boolean {
            return Some(if truth { Vec::new() } else { vec![Rule::Never] });
        }
        if !way.evaluates
            && let Some(named) = self.named(&[id], None)
        {
            return Some(vec![Rule::Is(Shape::Named(named))]);
        }
        self.written_out(id, way)
    }

    /// The rules that a schema is beside others. Where only a discriminator says that a member is a constant, that holds for
    /// the type of the schema, but not for what is made of the schema: then the type is not referred to.
    fn part_beside(&mut self, id: SchemaId, way: &mut Way<'_>) -> Option<Vec<Rule>> {
        let lead = lead(self.schemas, id);
        match way.evaluates || !self.tags.is_given(self.schemas, lead) {
            true => self.part(id, way),
            false => self.written_out(lead, way),
        }
    }

    /// The rules that the keywords of a schema are.
    fn written_out(&mut self, id: SchemaId, way: &mut Way<'_>) -> Option<Vec<Rule>> {
        if way.open.contains(&id) {
            // A type of its own is what may hold itself. To decide what is evaluated by what decides it has no end.
            return (!way.evaluates).then(|| self.own_shape(id, way.context)).map(|shape| vec![Rule::Is(shape)]);
        }
        way.made += 1;
        if way.made > MOST_SCHEMAS {
            return None;
        }
        way.open.push(id);
        let rules = self.all(id, way);
        way.open.pop();
        rules
    }

    fn all(&mut self, id: SchemaId, way: &mut Way<'_>) -> Option<Vec<Rule>> {
        if Keyword::Unevaluated.is_in(self.schemas.get(id)) {
            return Some(vec![self.scope(id, way)?]);
        }
        self.all_but_unevaluated(id, way)
    }

    fn all_but_unevaluated(&mut self, id: SchemaId, way: &mut Way<'_>) -> Option<Vec<Rule>> {
        let schema = self.schemas.get(id);
        let mut rules = Vec::new();
        let reference = schema.reference.iter().map(|reference| reference.value);
        let parts: Vec<SchemaId> = reference.chain(schema.all_of.iter().copied()).collect();
        let is_alone = parts.len() == 1 && !says_something(schema);
        for part in parts {
            let of_part = if is_alone { self.part(part, way) } else { self.part_beside(part, way) };
            for rule in of_part? {
                add(&mut rules, rule);
            }
        }
        for keyword in Keyword::ALL {
            if keyword != Keyword::Unevaluated && keyword.is_in(schema) {
                let rule = self.rule(id, keyword, way)?;
                add(&mut rules, rule);
            }
        }
        Some(rules)
    }

    /// All of a schema that has `unevaluated…`, with what each rule evaluates.
    fn scope(&mut self, id: SchemaId, way: &mut Way<'_>) -> Option<Rule> {
        let was = std::mem::replace(&mut way.evaluates, true);
        let rules = self.all_but_unevaluated(id, way);
        way.evaluates = was;
        let (mut rules, schema) = (rules?, self.schemas.get(id));
        if let Some(items) = schema.unevaluated_items {
            rules.push(Rule::UnevaluatedItems(self.of_part(items, way)?));
        }
        if let Some(properties) = schema.unevaluated_properties {
            rules.push(Rule::UnevaluatedProperties(self.of_part(properties, way)?));
        }
        Some(Rule::Scope(rules))
    }

    /// The rule of one keyword of a schema.
    fn rule(&mut self, id: SchemaId, keyword: Keyword, way: &mut Way<'_>) -> Option<Rule> {
        let (schemas, only) = (self.schemas, View::only(id));
        let schema = schemas.get(id);
        let names = |names: &[crate::normalise::Located<String>]| names.iter().map(|name| name.value.clone()).collect();
        Some(match keyword {
            Keyword::Types => Rule::Types(names_of(schema.types.as_ref().map(|types| types.value).unwrap_or_default())),
            Keyword::Values => Rule::Values(super::literals::listed(schema)?),
            Keyword::Text => {
                // No type holds the text.
                Rule::Keywords(Shape::String(Text { kind: TextKind::Plain, ..self.text(&only, way.context) }))
            }
            Keyword::Number => Rule::Keywords(match schema.width() {
                None => Shape::Number(self.number_keywords(&only)),
                Some("float") => Shape::Number(self.number(&only)),
                Some(_) => Shape::Integer(self.integer(&only)),
            }),
            Keyword::Items => Rule::Items(self.items(schema, &only, way)?),
            Keyword::Contains => Rule::Contains(Contains {
                rules: self.of_part(schema.contains?, way)?,
                min: schema.min_contains.as_ref().map_or(1, |count| super::view::clamp(count.value)),
                max: schema.max_contains.as_ref().map(|count| super::view::clamp(count.value)),
            }),
            Keyword::Members => Rule::Members(self.members(id, &only, way)?),
            Keyword::Required => Rule::Required(names(&schema.required)),
            Keyword::OneOf => Rule::OneOf(self.each(&schema.one_of, way)?),
            Keyword::AnyOf => Rule::AnyOf(self.each(&schema.any_of, way)?),
            Keyword::Not => Rule::Not(self.unmarked(schema.not?, way)?),
            Keyword::If => {
                let [then, otherwise] = [schema.then, schema.else_].map(|branch| match branch {
                    Some(branch) => self.part(branch, way),
                    None => Some(Vec::new()),
                });
                Rule::If(self.part(schema.if_?, way)?, then?, otherwise?)
            }
            Keyword::DependentRequired => {
                let members = schema.dependent_required.iter();
                Rule::DependentRequired(members.map(|(member, wanted)| (member.clone(), names(wanted))).collect())
            }
            Keyword::DependentSchemas => {
                let members = schema.dependent_schemas.iter();
                let members = members.map(|(member, &schema)| Some((member.clone(), self.part(schema, way)?)));
                Rule::DependentSchemas(members.collect::<Option<_>>()?)
            }
            Keyword::PropertyNames => Rule::PropertyNames(self.of_part(schema.property_names?, way)?),
            Keyword::Unevaluated => self.scope(id, way)?,
        })
    }

    fn each(&mut self, schemas: &[SchemaId], way: &mut Way<'_>) -> Option<Vec<Vec<Rule>>> {
        schemas.iter().map(|&id| self.part(id, way)).collect()
    }

    /// The rules of a schema that holds for the same value, where nobody asks what they evaluate.
    fn unmarked(&mut self, id: SchemaId, way: &mut Way<'_>) -> Option<Vec<Rule>> {
        let was = std::mem::take(&mut way.evaluates);
        let rules = self.part(id, way);
        way.evaluates = was;
        rules
    }

    /// The rules of a schema that holds for a part of the value.
    fn of_part(&mut self, id: SchemaId, way: &mut Way<'_>) -> Option<Vec<Rule>> {
        self.unmarked(id, way)
    }

    fn optional(&mut self, id: Option<SchemaId>, way: &mut Way<'_>) -> Option<Option<Vec<Rule>>> {
        match id {
            Some(id) => self.of_part(id, way).map(Some),
            None => Some(None),
        }
    }

    fn items(&mut self, schema: &Schema, only: &View, way: &mut Way<'_>) -> Option<Items> {
        Some(Items {
            prefix: schema.prefix_items.iter().map(|&id| self.of_part(id, way)).collect::<Option<_>>()?,
            items: self.optional(schema.items, way)?,
            min_items: only.greatest(self.schemas, |part| part.min_items.as_ref()),
            max_items: only.least(self.schemas, |part| part.max_items.as_ref()),
            unique_items: schema.unique_items,
        })
    }

    fn members(&mut self, id: SchemaId, only: &View, way: &mut Way<'_>) -> Option<Members> {
        let schema = self.schemas.get(id);
        let mut properties = Vec::new();
        for (name, property) in &schema.properties {
            properties.push((name.clone(), self.of_part(property.schema, way)?));
        }
        Some(Members {
            properties,
            required: Vec::new(),
            known: Vec::new(),
            patterns: self.patterns(id, way)?,
            additional: self.optional(schema.additional_properties, way)?,
            min_properties: only.greatest(self.schemas, |part| part.min_properties.as_ref()),
            max_properties: only.least(self.schemas, |part| part.max_properties.as_ref()),
        })
    }

    fn patterns(&mut self, id: SchemaId, way: &mut Way<'_>) -> Option<Vec<(crate::ir::Pattern, Vec<Rule>)>> {
        let mut patterns = Vec::new();
        for (source, property) in &self.schemas.get(id).pattern_properties {
            let place = Place { schema: id, span: property.key };
            let pattern = self.translated(place, source, "patternProperties", way.context)?;
            patterns.push((pattern, self.of_part(property.schema, way)?));
        }
        Some(patterns)
    }

    /// The shape of a schema by itself, wherever it is met.
    fn own_shape(&mut self, id: SchemaId, context: &Context) -> Shape {
        match self.place_of(id) {
            Some((owner, place)) => {
                self.entered.insert(owner);
                let user = self.owner.replace(owner);
                let shape = self.shape(&[id], &place);
                self.owner = user;
                shape
            }
            None => self.shape(&[id], context),
        }
    }
}

fn add(rules: &mut Vec<Rule>, rule: Rule) {
    if !is_vain(&rule) {
        Rule::add(rules, rule);
    }
}

/// Whether a rule holds for every value: names are strings in any case.
fn is_vain(rule: &Rule) -> bool {
    let Rule::PropertyNames(rules) = rule else { return false };
    rules.iter().all(|rule| matches!(rule, Rule::Types(types) if types.contains(&"string")))
}

const fn is_unevaluated(rule: &Rule) -> bool {
    matches!(rule, Rule::UnevaluatedItems(_) | Rule::UnevaluatedProperties(_))
}

/// Whether `null` satisfies schemas that all apply.
pub(super) fn accepts_null(schemas: &Schemas, ids: &[SchemaId]) -> bool {
    ids.iter().all(|&id| is_null_valid(schemas, id, NESTED))
}

/// Schemas that apply to one value never come back to themselves, but may be nested; deeper ones are taken to allow all.
const NESTED: usize = 256;

fn is_null_valid(schemas: &Schemas, id: SchemaId, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return true };
    let schema = schemas.get(id);
    let holds = |id: SchemaId| is_null_valid(schemas, id, depth);
    let is_null = |node: &crate::source::Node| node.kind == crate::source::Kind::Null;
    let branch = match schema.if_ {
        Some(condition) if holds(condition) => schema.then,
        Some(_) => schema.else_,
        None => None,
    };
    schema.boolean != Some(false)
        && schema.types.as_ref().is_none_or(|types| types.value.contains(Types::NULL))
        && schema.constant.as_ref().is_none_or(is_null)
        && schema.enumeration.as_ref().is_none_or(|values| values.value.iter().any(is_null))
        && schema.reference.as_ref().is_none_or(|reference| holds(reference.value))
        && schema.all_of.iter().all(|&id| holds(id))
        && (schema.any_of.is_empty() || schema.any_of.iter().any(|&id| holds(id)))
        && (schema.one_of.is_empty() || schema.one_of.iter().filter(|&&id| holds(id)).count() == 1)
        && schema.not.is_none_or(|id| !holds(id))
        && branch.is_none_or(holds)
}
