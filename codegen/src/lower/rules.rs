//! Keywords that only assert → rules: what is checked of an object beside its members, and chooses no Rust type.

use std::collections::HashSet;

use crate::{
    ir::{Items, Members, Rule, Shape, Text, TextKind},
    normalise::{Schema, SchemaId, Schemas, Types},
};

use super::{Context, Lower, Place, View, literals, unions::names_of};

/// The keywords that become rules beside the members of an object.
const BESIDE: [&str; 7] = ["oneOf", "anyOf", "not", "if", "dependentRequired", "dependentSchemas", "propertyNames"];

/// A list of rules that is being made, and what it is a part of.
struct Way<'c> {
    /// The schemas of the object that the rules stand beside.
    origin: &'c View,
    /// The schemas that are being made into rules.
    open: Vec<View>,
    /// What the types of the object are called.
    context: &'c Context,
}

impl Lower<'_> {
    /// The rules that stand beside the members of an object. What is not checked is written down.
    pub(super) fn rules_beside(&mut self, view: &View, context: &Context) -> Vec<Rule> {
        let schemas = self.schemas;
        let types = view.types(schemas, self.options.exact_types);
        let is_nullable = types.is_some_and(|types| types.contains(Types::NULL));
        let mut rules = Vec::new();
        for &id in view.ids() {
            let schema = schemas.get(id);
            for keyword in BESIDE {
                let Some(place) = place(schemas, schema, keyword) else { continue };
                let mut way = Way { origin: view, open: Vec::new(), context };
                match self.rule(schema, keyword, &mut way) {
                    // The type that is `null` as well knows nothing of the rules of the object.
                    Some(rule) if !is_nullable || accepts_null(&rule) == Some(true) => rules.push(rule),
                    Some(_) => self.unchecked(id, place, keyword, "it holds for `null` as well"),
                    None => self.unchecked(id, place, keyword, "a part of it is not supported yet"),
                }
            }
            if let Some(discriminator) = &schema.discriminator {
                let why = match schema.one_of.is_empty() && schema.any_of.is_empty() {
                    true => "there is no `oneOf` or `anyOf` whose arms it could tell apart",
                    false => "it stands beside keywords that make a type of their own",
                };
                self.unchecked(id, discriminator.span, "discriminator", why);
            }
        }
        rules
    }

    fn unchecked(&mut self, schema: SchemaId, span: crate::source::Span, keyword: &str, why: &str) {
        self.note(Place { schema, span }, keyword, "not checked", why);
    }

    /// What one keyword asserts, where all of it can be checked.
    fn rule(&mut self, schema: &Schema, keyword: &str, way: &mut Way<'_>) -> Option<Rule> {
        let names = |names: &[crate::normalise::Located<String>]| names.iter().map(|name| name.value.clone()).collect();
        Some(match keyword {
            "oneOf" => Rule::OneOf(self.each(&schema.one_of, way)?),
            "anyOf" => Rule::AnyOf(self.each(&schema.any_of, way)?),
            "not" => Rule::Not(self.part(schema.not?, way)?),
            "if" => {
                let branches = [schema.then, schema.else_].map(|branch| match branch {
                    Some(branch) => self.part(branch, way),
                    None => Some(Vec::new()),
                });
                let [then, otherwise] = branches;
                Rule::If(self.part(schema.if_?, way)?, then?, otherwise?)
            }
            "dependentRequired" => {
                let members = schema.dependent_required.iter();
                Rule::DependentRequired(members.map(|(member, wanted)| (member.clone(), names(wanted))).collect())
            }
            "dependentSchemas" => {
                let members = schema.dependent_schemas.iter();
                let members = members.map(|(member, &schema)| Some((member.clone(), self.part(schema, way)?)));
                Rule::DependentSchemas(members.collect::<Option<_>>()?)
            }
            _ => Rule::PropertyNames(self.part(schema.property_names?, way)?),
        })
    }

    fn each(&mut self, schemas: &[SchemaId], way: &mut Way<'_>) -> Option<Vec<Vec<Rule>>> {
        schemas.iter().map(|&id| self.part(id, way)).collect()
    }

    /// The rules that a schema is, where all of it can be checked.
    fn part(&mut self, id: SchemaId, way: &mut Way<'_>) -> Option<Vec<Rule>> {
        if leads_back(self.schemas, id, way.origin) {
            return None;
        }
        if let Some(named) = self.named(&[id], None) {
            return Some(vec![Rule::Is(Shape::Named(named))]);
        }
        self.all(View::of(self.schemas, &[id]), way)
    }

    /// The rules of schemas that all apply to one value.
    fn all(&mut self, view: View, way: &mut Way<'_>) -> Option<Vec<Rule>> {
        if way.open.contains(&view) {
            return None;
        }
        way.open.push(view.clone());
        let rules = self.rules_of(&view, way);
        way.open.pop();
        rules
    }

    fn rules_of(&mut self, view: &View, way: &mut Way<'_>) -> Option<Vec<Rule>> {
        let schemas = self.schemas;
        let types = view.types(schemas, self.options.exact_types);
        if view.is_never(schemas) || types == Some(Types::default()) {
            return Some(vec![Rule::Never]);
        }
        if view.parts(schemas).any(is_beyond) {
            return None;
        }
        let mut rules: Vec<Rule> = types.map(|types| Rule::Types(names_of(types))).into_iter().collect();
        if let Some(values) = literals::values(schemas, view) {
            rules.push(Rule::Values(values.into_iter().map(crate::source::Node::to_json).collect()));
        }
        let allows = |wanted: Types| types.is_none_or(|types| types.0 & wanted.0 != 0);
        if allows(Types::STRING) && view.parts(schemas).any(bounds_text) {
            // No type holds the text.
            let text = Text { kind: TextKind::Plain, ..self.text(view, way.context) };
            rules.push(Rule::Keywords(Shape::String(text)));
        }
        if allows(Types::NUMBER.with(Types::INTEGER)) && view.parts(schemas).any(bounds_numbers) {
            rules.push(Rule::Keywords(Shape::Number(self.number(view))));
        }
        if allows(Types::ARRAY) {
            rules.extend(self.items(view, way)?);
        }
        if allows(Types::OBJECT) {
            rules.extend(self.members_of(view, way)?);
        }
        for part in view.parts(schemas) {
            for keyword in BESIDE {
                if place(schemas, part, keyword).is_some() {
                    rules.push(self.rule(part, keyword, way)?);
                }
            }
        }
        Some(rules)
    }

    /// The keywords of arrays, where there are any.
    fn items(&mut self, view: &View, way: &mut Way<'_>) -> Option<Option<Rule>> {
        let schemas = self.schemas;
        let items: Vec<SchemaId> = view.parts(schemas).filter_map(|part| part.items).collect();
        let items = Items {
            items: self.several(&items, way)?,
            min_items: view.greatest(schemas, |part| part.min_items.as_ref()),
            max_items: view.least(schemas, |part| part.max_items.as_ref()),
            unique_items: view.parts(schemas).any(|part| part.unique_items),
        };
        Some((items != Items::default()).then_some(Rule::Items(items)))
    }

    /// The keywords of objects, where there are any.
    fn members_of(&mut self, view: &View, way: &mut Way<'_>) -> Option<Vec<Rule>> {
        let schemas = self.schemas;
        let (mut properties, mut required) = (Vec::new(), Vec::new());
        for (name, declared) in view.members(schemas) {
            if !declared.schemas.is_empty() {
                properties.push((name.clone(), self.several(&declared.schemas, way)?));
            }
            required.extend(declared.required.then_some(name));
        }
        let members = Members {
            properties,
            additional: self.several(&view.additional(schemas), way)?,
            min_properties: view.greatest(schemas, |part| part.min_properties.as_ref()),
            max_properties: view.least(schemas, |part| part.max_properties.as_ref()),
        };
        let members = (members != Members::default()).then_some(Rule::Members(members));
        let required = (!required.is_empty()).then_some(Rule::Required(required));
        Some(members.into_iter().chain(required).collect())
    }

    /// The rules of schemas that all apply to a part of the value.
    fn several(&mut self, ids: &[SchemaId], way: &mut Way<'_>) -> Option<Vec<Rule>> {
        match self.named(ids, None) {
            _ if ids.is_empty() => Some(Vec::new()),
            Some(named) => Some(vec![Rule::Is(Shape::Named(named))]),
            None => self.all(View::of(self.schemas, ids), way),
        }
    }
}

/// A place in the value of one of the keywords, where a schema has it.
fn place(schemas: &Schemas, schema: &Schema, keyword: &str) -> Option<crate::source::Span> {
    let names = || schema.dependent_required.values().flatten().map(|name| name.span).next();
    let of = |id: SchemaId| schemas.get(id).span;
    match keyword {
        "oneOf" => schema.one_of.first().copied().map(of),
        "anyOf" => schema.any_of.first().copied().map(of),
        "not" => schema.not.map(of),
        "if" => schema.if_.map(of),
        "dependentRequired" => names(),
        "dependentSchemas" => schema.dependent_schemas.values().copied().map(of).next(),
        _ => schema.property_names.map(of),
    }
}

/// Whether a keyword becomes a rule where it stands beside members.
pub(super) fn stands_beside(keyword: &str) -> bool {
    BESIDE.contains(&keyword)
}

/// Whether a schema has a keyword that no rule says yet.
fn is_beyond(schema: &Schema) -> bool {
    !schema.prefix_items.is_empty()
        || schema.contains.is_some()
        || !schema.pattern_properties.is_empty()
        || schema.unevaluated_items.is_some()
        || schema.unevaluated_properties.is_some()
}

fn bounds_text(schema: &Schema) -> bool {
    let is_text = |format: &crate::normalise::Located<String>| !NUMBERS.contains(&format.value.as_str());
    schema.min_length.is_some()
        || schema.max_length.is_some()
        || schema.pattern.is_some()
        || schema.content_encoding.is_some()
        || schema.format.as_ref().is_some_and(is_text)
}

/// Formats of numbers: what they say is said by types.
const NUMBERS: [&str; 6] = ["int32", "int64", "uint32", "uint64", "float", "double"];

fn bounds_numbers(schema: &Schema) -> bool {
    let bounds =
        [&schema.minimum, &schema.maximum, &schema.exclusive_minimum, &schema.exclusive_maximum, &schema.multiple_of];
    bounds.iter().any(|bound| bound.is_some())
}

/// Whether a schema leads back to one of others that apply to the same value: to decide one takes the other then.
fn leads_back(schemas: &Schemas, id: SchemaId, others: &View) -> bool {
    let (mut open, mut seen) = (vec![id], HashSet::new());
    while let Some(id) = open.pop() {
        if others.ids().contains(&id) {
            return true;
        }
        if seen.insert(id) {
            let schema = schemas.get(id);
            let lists = [&schema.all_of, &schema.one_of, &schema.any_of];
            open.extend(schema.reference.iter().map(|reference| reference.value));
            open.extend(lists.into_iter().flatten());
            open.extend([schema.not, schema.if_, schema.then, schema.else_].into_iter().flatten());
            open.extend(schema.dependent_schemas.values());
        }
    }
    false
}

/// Whether `null` satisfies a rule; `None` where that takes the rules of a type.
fn accepts_null(rule: &Rule) -> Option<bool> {
    let all = |rules: &Vec<Rule>| rules.iter().map(accepts_null).try_fold(true, |all, one| Some(all & one?));
    let count = |arms: &[Vec<Rule>]| arms.iter().map(all).try_fold(0, |count, one| Some(count + usize::from(one?)));
    match rule {
        Rule::Never => Some(false),
        Rule::Types(types) => Some(types.contains(&"null")),
        Rule::Values(values) => Some(values.iter().any(|value| value == "null")),
        Rule::Is(_) => None,
        Rule::OneOf(arms) => Some(count(arms)? == 1),
        Rule::AnyOf(arms) => Some(count(arms)? > 0),
        Rule::Not(rules) => Some(!all(rules)?),
        Rule::If(condition, then, otherwise) => all(if all(condition)? { then } else { otherwise }),
        Rule::Keywords(_)
        | Rule::Items(_)
        | Rule::Members(_)
        | Rule::Required(_)
        | Rule::DependentRequired(_)
        | Rule::DependentSchemas(_)
        | Rule::PropertyNames(_) => Some(true),
    }
}
