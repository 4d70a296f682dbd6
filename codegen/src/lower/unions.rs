//! `oneOf` and `anyOf` → union: its arms, their names, and the rung by which one is chosen.

use std::collections::{HashMap, HashSet};

use crate::{
    diagnostic::{Diagnostic, catalogue},
    ir::{Arm, Dispatch, Format, Ident, Shape, Text, TextKind, TypeKind, Union},
    names::{self, Scope, Usage, Words},
    normalise::{Discriminator, Keyword, SchemaId, Schemas, Types},
};

use super::{
    Context, Lower, Merged, Place, View, direction, literals,
    rules::{Others, Said, accepts_null},
    tags,
};

/// The arms of a union, as a view declares them.
#[derive(Debug)]
pub struct Arms<'a> {
    /// The arms that are not `null`.
    pub ids: Vec<SchemaId>,
    /// Whether one arm is `null`.
    pub nullable: bool,
    /// Whether it is a `oneOf`.
    pub exclusive: bool,
    /// The `discriminator`.
    pub discriminator: Option<&'a Discriminator>,
    /// Whether each arm has what stands beside them, so that they say all.
    pub merged: bool,
}

/// What tells the arms of a union apart.
pub(super) type Labels = HashMap<SchemaId, String>;

/// The arms of a view, where its only say is one `oneOf` or `anyOf`, or where what stands beside was merged into them.
pub fn arms<'a>(schemas: &'a Schemas, merged: &Merged, view: &View, exact_types: bool) -> Option<Arms<'a>> {
    if let Some((union, arms)) = merged.find(view) {
        let schema = schemas.get(union);
        return Some(Arms {
            ids: arms.to_vec(),
            nullable: false,
            exclusive: !schema.one_of.is_empty(),
            discriminator: schema.discriminator.as_ref(),
            merged: true,
        });
    }
    let [id] = view.ids() else { return None };
    let schema = schemas.get(*id);
    let (listed, exclusive) = match (schema.one_of.as_slice(), schema.any_of.as_slice()) {
        ([], []) => return None,
        (listed, []) => (listed, true),
        ([], listed) => (listed, false),
        _ => return None,
    };
    let kinds: Vec<_> = listed.iter().map(|&arm| kinds_of(schemas, arm, exact_types)).collect();
    let are_objects = || kinds.iter().all(|kinds| *kinds == Some(Types::OBJECT));
    // An arm drops what it does not declare: what is asked for beside the arms must be kept by each.
    let keeps = |arm: &SchemaId| {
        let members = View::of(schemas, &[*arm]).members(schemas);
        schema.required.iter().all(|name| members.contains_key(&name.value))
    };
    let asks = !schema.required.is_empty() || schema.min_properties.is_some();
    if makes_a_type(schema) || (asks && !(are_objects() && schema.min_properties.is_none() && listed.iter().all(keeps)))
    {
        return None;
    }
    let narrows = |types: Types| kinds.iter().any(|kinds| kinds.is_none_or(|kinds| !allows(types, kinds)));
    if schema.types.as_ref().is_some_and(|types| narrows(types.value)) {
        return None;
    }
    // Of a `oneOf`, `null` is only valid where no other arm allows it.
    let admits_null = |kinds: &&Option<Types>| kinds.is_none_or(|kinds| kinds.contains(Types::NULL));
    let is_null = |arm| View::of(schemas, &[arm]).types(schemas, exact_types) == Some(Types::NULL);
    let nulls = listed.iter().filter(|&&arm| is_null(arm)).count();
    let is_single = !exclusive || kinds.iter().filter(admits_null).count() == 1;
    // Where nothing is left for `null`, an arm for it never holds.
    let nullable = nulls > 0 && is_single && accepts_null(schemas, view.ids());
    let ids: Vec<SchemaId> = listed.iter().filter(|&&arm| !(nulls > 0 && is_single && is_null(arm))).copied().collect();
    if nulls == listed.len() {
        return None;
    }
    Some(Arms { ids, nullable, exclusive, discriminator: schema.discriminator.as_ref(), merged: false })
}

impl<'a> Lower<'a> {
    /// The arms of a view.
    pub(super) fn arms(&self, view: &View) -> Option<Arms<'a>> {
        arms(self.schemas, &self.merged, view, self.options.exact_types)
    }

    /// The enum or union of arms.
    pub(super) fn union_kind(&mut self, view: &View, arms: &Arms<'_>, context: &Context) -> TypeKind {
        self.note_unknown(view);
        let rules = if arms.merged { Vec::new() } else { self.rules_beside(view, Said::Arms, context) };
        if let Some(mut kind) = self.enumeration_of_arms(&arms.ids, context) {
            if let TypeKind::Enum(of) = &mut kind {
                of.rules = rules;
            }
            return kind;
        }
        let (dispatch, selectors) = self.dispatch(arms);
        if dispatch == Dispatch::Trial {
            self.warn_of_ambiguity(arms);
        }
        let mut shapes = Vec::new();
        for (index, &arm) in arms.ids.iter().enumerate() {
            let selectors = selectors.get(index).map(Vec::as_slice).unwrap_or_default();
            let label = self.label(arm, &dispatch, selectors, index);
            shapes.push(self.shape(&[arm], &context.arm(&label)));
        }
        let chosen = arms.ids.iter().map(|&arm| self.spare_name(&[arm])).collect();
        let (variants, unknown) = self.variants(&context.name(), &shapes, chosen);
        let arms_of_type = arms.ids.iter().zip(shapes).zip(variants).zip(selectors);
        let arms_of_type = arms_of_type.map(|(((&arm, shape), variant), selectors)| Arm {
            variant,
            selectors,
            description: self.arm_description(arm),
            deprecated: self.schemas.get(arm).deprecated,
            shape,
        });
        TypeKind::Union(Union { arms: arms_of_type.collect(), dispatch, exclusive: arms.exclusive, unknown, rules })
    }

    /// The union of what a list of `type`s allows.
    pub(super) fn kinds(&mut self, view: &View, types: Types, context: &Context) -> Union {
        const KINDS: [(Types, &str); 6] = [
            (Types::STRING, "string"),
            (Types::INTEGER, "integer"),
            (Types::NUMBER, "number"),
            (Types::BOOLEAN, "boolean"),
            (Types::ARRAY, "array"),
            (Types::OBJECT, "object"),
        ];
        let there: Vec<_> = KINDS.into_iter().filter(|(kind, _)| types.contains(*kind)).collect();
        let mut shapes = Vec::new();
        for &(kind, name) in &there {
            let context = context.arm(name);
            shapes.push(self.shape_of_type(view, kind, Others::Around, view.ids(), &context));
        }
        let (variants, unknown) = self.variants(&context.name(), &shapes, Vec::new());
        let arms = there.into_iter().zip(shapes).zip(variants).map(|(((_, name), shape), variant)| Arm {
            variant,
            selectors: vec![name.to_owned()],
            shape,
            description: None,
            deprecated: false,
        });
        let rules = self.rules_beside(view, Said::Kinds, context);
        Union { arms: arms.collect(), dispatch: Dispatch::Kind, exclusive: false, unknown, rules }
    }

    /// The names of the variants, and of the one for what is not known.
    fn variants(&mut self, union: &Words, shapes: &[Shape], chosen: Vec<Option<Words>>) -> (Vec<Ident>, Ident) {
        let words: Vec<Words> = shapes.iter().map(|shape| self.shape_words(shape)).collect();
        let (mut scope, unknown) = Scope::variants();
        let mut wanted = names::variants::arms(union, &words);
        for (wanted, chosen) in wanted.iter_mut().zip(chosen) {
            *wanted = chosen.unwrap_or_else(|| std::mem::take(wanted));
        }
        (wanted.iter().map(|wanted| scope.claim(wanted, Usage::Variant).ident).collect(), unknown)
    }

    /// What a shape is called where it is one of several.
    fn shape_words(&self, shape: &Shape) -> Words {
        let name = match shape {
            Shape::Named(id) => return self.type_words(*id).clone(),
            Shape::Boxed(inner) | Shape::Nullable(inner) | Shape::Literals(_, inner) | Shape::Asserted(_, inner) => {
                return self.shape_words(inner);
            }
            Shape::Any => "any",
            Shape::Never => "never",
            Shape::Null => "null",
            Shape::Boolean => "boolean",
            Shape::String(text) => text_name(text),
            Shape::Integer(_) => "integer",
            Shape::Number(_) => "number",
            Shape::List(_) => "list",
            Shape::Map(_) => "map",
        };
        Words::of(name)
    }

    /// What tells an anonymous arm of a union apart; `None` where the union is nothing but that arm.
    pub(super) fn arm_label(&self, union: SchemaId, arm: SchemaId) -> Option<String> {
        // What stands within many unions is asked for the arms of each, level by level.
        if let Some(labels) = self.labels.borrow().get(&union) {
            return labels.get(&arm).cloned();
        }
        let labels = self.arm_labels(union);
        let label = labels.get(&arm).cloned();
        self.labels.borrow_mut().insert(union, labels);
        label
    }

    /// What tells the arms of a union apart, where there are several.
    fn arm_labels(&self, union: SchemaId) -> Labels {
        let arms = self.arms(&View::of(self.schemas, &[union]));
        let Some(arms) = arms.filter(|arms| arms.ids.len() > 1) else { return Labels::new() };
        let (dispatch, selectors) = self.dispatch(&arms);
        let each = arms.ids.iter().zip(&selectors).enumerate();
        // Of arms that are one schema, the first is meant.
        let labels = each.rev().map(|(index, (&arm, selectors))| (arm, self.label(arm, &dispatch, selectors, index)));
        labels.collect()
    }

    /// What tells an anonymous arm apart: its title, its tag, its JSON type, or its number.
    fn label(&self, arm: SchemaId, dispatch: &Dispatch, selectors: &[String], index: usize) -> String {
        let title = self.schemas.get(arm).title.clone().or_else(|| self.component_of(arm));
        let selector = || match dispatch {
            Dispatch::Kind => kind_label(selectors),
            Dispatch::Tag { .. } | Dispatch::Literal { .. } | Dispatch::Member => selectors.first().map(String::as_str),
            Dispatch::Trial => None,
        };
        title.or_else(|| selector().map(str::to_owned)).unwrap_or_else(|| format!("option {}", index + 1))
    }

    /// The component that an arm refers to, where it has a type of its own because of what stands beside it.
    fn component_of(&self, arm: SchemaId) -> Option<String> {
        let own = self.merged.own(arm);
        let target = self.schemas.get(own).reference.as_ref().filter(|_| own != arm)?.value;
        self.schemas.components.get(&target).cloned()
    }

    fn arm_description(&self, arm: SchemaId) -> Option<String> {
        let schema = self.schemas.get(arm);
        schema.description.clone().or_else(|| schema.title.clone())
    }

    /// The rung by which an arm is chosen, from the cheapest to the dearest, and what selects each arm.
    fn dispatch(&self, arms: &Arms<'_>) -> (Dispatch, Vec<Vec<String>>) {
        let exact_types = self.options.exact_types;
        if let Some(rung) = tags::rung(self.schemas, &arms.ids, &self.merged, arms.discriminator, exact_types) {
            return (Dispatch::Tag { member: rung.member, declared: rung.declared }, rung.selectors);
        }
        if let Some(rung) = tags::literal_rung(self.schemas, &arms.ids, arms.discriminator, exact_types) {
            return (Dispatch::Literal { member: rung.member, declared: rung.declared }, rung.selectors);
        }
        if let Some(selectors) = self.by_kind(arms) {
            return (Dispatch::Kind, selectors);
        }
        if let Some(selectors) = by_member(self.schemas, &arms.ids, exact_types) {
            return (Dispatch::Member, selectors);
        }
        (Dispatch::Trial, vec![Vec::new(); arms.ids.len()])
    }

    /// The JSON types that select each arm, where no two share one; of an `anyOf`, the first arm that takes all values of
    /// a type leaves none to those after it.
    fn by_kind(&self, arms: &Arms<'_>) -> Option<Vec<Vec<String>>> {
        let (mut seen, mut taken) = (Types::default(), Types::default());
        let mut selectors = Vec::new();
        for &arm in &arms.ids {
            let types = kinds_of(self.schemas, arm, self.options.exact_types)?;
            let left = types.without(taken);
            if seen.without(taken).0 & widen(left).0 != 0 {
                return None;
            }
            seen = seen.with(widen(types));
            if !arms.exclusive && self.takes_all(arm) {
                taken = taken.with(widen(types));
            }
            selectors.push(names_of(left).into_iter().map(str::to_owned).collect());
        }
        Some(selectors)
    }

    /// Whether every value of an arm's types is valid by it.
    fn takes_all(&self, arm: SchemaId) -> bool {
        let view = View::of(self.schemas, &[arm]);
        let is_plain = |part: &crate::normalise::Schema| {
            let says = |keyword: &Keyword| *keyword != Keyword::Types && keyword.is_in(part);
            part.format.is_none() && !Keyword::ALL.iter().any(says)
        };
        view.parts(self.schemas).all(is_plain)
    }

    /// Writes down a discriminator that does not tell arms apart.
    pub(super) fn note_idle_discriminator(&mut self, view: &View) {
        let schemas = self.schemas;
        let Some(arms) = self.arms(view) else { return };
        let Some(discriminator) = arms.discriminator else { return };
        let owner = view.ids().iter().find(|&&id| schemas.get(id).discriminator.is_some());
        let Some(schema) = owner else { return };
        let why = match arms.ids.len() {
            1 => "there is one arm only",
            _ if matches!(
                self.dispatch(&arms).0,
                Dispatch::Tag { declared: true, .. } | Dispatch::Literal { declared: true, .. }
            ) =>
            {
                return;
            }
            _ => "the arms are not objects with a tag of their own each",
        };
        let place = Place { schema: *schema, span: discriminator.span };
        self.note(place, "discriminator", "not checked", why);
    }

    fn warn_of_ambiguity(&mut self, arms: &Arms<'_>) {
        let schemas = self.schemas;
        let exact_types = self.options.exact_types;
        let kinds: Vec<_> = arms.ids.iter().map(|&arm| kinds_of(schemas, arm, exact_types)).collect();
        let overlap = |left: usize, right: usize| {
            let (Some(a), Some(b)) = (kinds.get(left).copied().flatten(), kinds.get(right).copied().flatten()) else {
                return true;
            };
            super::view::intersect(a, b).0 != 0 && !have_distinct_literals(schemas, arms.ids[left], arms.ids[right])
        };
        let pair = (0..arms.ids.len()).find_map(|left| {
            let right = (left + 1..arms.ids.len()).find(|&right| overlap(left, right))?;
            Some((left, right))
        });
        let Some((left, right)) = pair else { return };
        let keyword = if arms.exclusive { "oneOf" } else { "anyOf" };
        let place = |index: usize| schemas.get(arms.ids[index]).span;
        self.diagnostics.push(
            Diagnostic::new(
                &catalogue::AMBIGUOUS_UNION,
                place(right),
                format!("this arm of `{keyword}` can't be told from another"),
            )
            .also(place(left), "from this one"),
        );
    }
}

/// The member that selects each arm: one that it requires, both ways, and no other arm declares.
pub fn by_member(schemas: &Schemas, arms: &[SchemaId], exact_types: bool) -> Option<Vec<Vec<String>>> {
    let views: Vec<View> = arms.iter().map(|&arm| View::of(schemas, &[arm])).collect();
    let is_object = |view: &View| view.types(schemas, exact_types) == Some(Types::OBJECT);
    if !views.iter().all(is_object) {
        return None;
    }
    let members: Vec<_> = views.iter().map(|view| view.members(schemas)).collect();
    let own = members.iter().enumerate().map(|(index, own)| {
        let others = members.iter().enumerate().filter(|(other, _)| *other != index);
        let taken: HashSet<&String> = others.flat_map(|(_, members)| members.keys()).collect();
        let found = own.iter().find(|(name, declared)| {
            declared.required && !taken.contains(name) && direction::of(schemas, &declared.schemas).is_none()
        });
        found.map(|(name, _)| vec![name.clone()])
    });
    own.collect()
}

/// Whether a schema has members, items or values of its own, which make a type of their own.
pub fn makes_a_type(schema: &crate::normalise::Schema) -> bool {
    !schema.properties.is_empty()
        || !schema.pattern_properties.is_empty()
        || schema.additional_properties.is_some()
        || !schema.prefix_items.is_empty()
        || schema.items.is_some()
        || schema.constant.is_some()
        || schema.enumeration.is_some()
}

/// With integers, where there are numbers.
fn widen(types: Types) -> Types {
    if types.contains(Types::NUMBER) { types.with(Types::INTEGER) } else { types }
}

/// Whether a list of types allows every one of others.
fn allows(types: Types, others: Types) -> bool {
    types.contains(others) || (types.contains(Types::NUMBER) && types.contains(others.without(Types::INTEGER)))
}

/// Whether two arms list values, none of which they share.
fn have_distinct_literals(schemas: &Schemas, left: SchemaId, right: SchemaId) -> bool {
    let strings = |arm| literals::strings(schemas, &View::of(schemas, &[arm]));
    match (strings(left), strings(right)) {
        (Some(left), Some(right)) => left.iter().all(|value| !right.contains(value)),
        _ => false,
    }
}

/// The JSON types that an arm allows, where they are known; those of unions are those of all their arms.
pub(super) fn kinds_of(schemas: &Schemas, arm: SchemaId, exact_types: bool) -> Option<Types> {
    let (mut open, mut seen, mut all) = (vec![arm], HashSet::new(), Types::default());
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let view = View::of(schemas, &[id]);
        if let Some(types) = view.types(schemas, exact_types) {
            all = all.with(types);
            continue;
        }
        let [only] = view.ids() else { return None };
        let schema = schemas.get(*only);
        let arms = [&schema.one_of, &schema.any_of].into_iter().find(|arms| !arms.is_empty())?;
        open.extend(arms);
    }
    Some(all)
}

/// What a string is called: by its format, where that is known.
const fn text_name(text: &Text) -> &'static str {
    match (text.kind, text.format) {
        (TextKind::Secret, _) => "secret",
        (TextKind::DateTime, _) | (_, Some(Format::DateTime)) => "date-time",
        (TextKind::Date, _) | (_, Some(Format::Date)) => "date",
        (TextKind::Uuid, _) | (_, Some(Format::Uuid)) => "uuid",
        (TextKind::Base64, _) | (_, Some(Format::Byte | Format::Base64)) => "base64",
        (TextKind::Plain, Some(Format::Uri)) => "uri",
        (TextKind::Plain, Some(Format::Email)) => "email",
        (TextKind::Plain, Some(Format::Hostname)) => "hostname",
        (TextKind::Plain, Some(Format::Ipv4)) => "ipv4",
        (TextKind::Plain, Some(Format::Ipv6)) => "ipv6",
        (TextKind::Plain, Some(Format::Time)) => "time",
        (TextKind::Plain, Some(Format::Duration)) => "duration",
        (TextKind::Plain, Some(Format::IdnEmail)) => "idn-email",
        (TextKind::Plain, Some(Format::IdnHostname)) => "idn-hostname",
        (TextKind::Plain, Some(Format::UriReference)) => "uri-reference",
        (TextKind::Plain, Some(Format::Iri)) => "iri",
        (TextKind::Plain, Some(Format::IriReference)) => "iri-reference",
        (TextKind::Plain, Some(Format::UriTemplate)) => "uri-template",
        (TextKind::Plain, Some(Format::JsonPointer)) => "json-pointer",
        (TextKind::Plain, Some(Format::RelativeJsonPointer)) => "relative-json-pointer",
        (TextKind::Plain, Some(Format::Regex)) => "regex",
        (TextKind::Plain, None) => "string",
    }
}

/// What JSON types are called together.
fn kind_label(kinds: &[String]) -> Option<&str> {
    let is_scalar = |kind: &String| !matches!(kind.as_str(), "array" | "object");
    match kinds {
        [kind] => Some(kind),
        [null, kind] if null == "null" => Some(kind),
        kinds if kinds.iter().all(is_scalar) => Some("scalar"),
        _ => None,
    }
}

/// The names of JSON types.
pub(super) fn names_of(types: Types) -> Vec<&'static str> {
    const NAMES: [(Types, &str); 7] = [
        (Types::NULL, "null"),
        (Types::BOOLEAN, "boolean"),
        (Types::INTEGER, "integer"),
        (Types::NUMBER, "number"),
        (Types::STRING, "string"),
        (Types::ARRAY, "array"),
        (Types::OBJECT, "object"),
    ];
    NAMES.into_iter().filter(|(kind, _)| types.contains(*kind)).map(|(_, name)| name).collect()
}
