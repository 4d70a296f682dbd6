//! The parents of a family become a base and a union each, and what is made of them is made of their bases.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::{Family, Parent, applied, closure, has_shape, is_made_of};
use crate::normalise::{Discriminator, Located, Schema, SchemaId, Schemas, Types, nullable::take_description};

/// The base of each parent.
type Bases = HashMap<SchemaId, SchemaId>;

/// Splits every parent of a family.
pub(super) fn split(schemas: &mut Schemas, family: &Family) {
    let mut bases = Bases::new();
    for &id in family.parents.keys() {
        bases.insert(id, take_base(schemas, id));
    }
    for (&id, parent) in &family.parents {
        match parent.lists {
            true => complete_arms(schemas, id, family, &bases),
            false => add_arms(schemas, id, parent, family, &bases),
        }
    }
    redirect(schemas, family, &bases);
    for &id in family.parents.keys() {
        name_base(schemas, id, family, &bases);
    }
}

/// Takes out of a parent what `allOf` takes in. What describes the parent stays, and so does what tells its children
/// apart.
fn take_base(schemas: &mut Schemas, parent: SchemaId) -> SchemaId {
    let types = schemas.get(parent).types.clone().or_else(|| object_type(schemas, parent));
    let schema = schemas.get_mut(parent);
    let mut base = std::mem::take(schema);
    let described = take_description(&mut base);
    base.description.clone_from(&described.description);
    *schema = Schema {
        span: base.span,
        pointer: base.pointer.clone(),
        types,
        one_of: std::mem::take(&mut base.one_of),
        any_of: std::mem::take(&mut base.any_of),
        discriminator: base.discriminator.take(),
        ..described
    };
    // Where `null` may stand for the parent, it is no child.
    if let Some(types) = &mut base.types {
        types.value = types.value.without(Types::NULL);
    }
    push(schemas, base)
}

fn push(schemas: &mut Schemas, schema: Schema) -> SchemaId {
    let id = SchemaId(u32::try_from(schemas.arena.len()).unwrap_or(u32::MAX));
    schemas.arena.push(schema);
    id
}

/// Makes the arms of a parent that does not list its children, and the tags that its mapping leaves out.
fn add_arms(schemas: &mut Schemas, id: SchemaId, parent: &Parent, family: &Family, bases: &Bases) {
    let (Some(discriminator), Some(&base)) = (schemas.get(id).discriminator.clone(), bases.get(&id)) else {
        return;
    };
    let span = discriminator.span;
    // Of a parent that is told apart by the same tag, only what is that parent by itself.
    let stands_for = |child: SchemaId| match family.parents.get(&child) {
        Some(nested) if nested.tag == parent.tag => bases.get(&child).copied().unwrap_or(child),
        _ => child,
    };
    let own = parent.is_value.then_some(id);
    let children: Vec<(SchemaId, Option<&String>)> =
        parent.children.iter().copied().chain(own).map(|child| (stands_for(child), family.names.get(&child))).collect();
    let mut mapping: IndexMap<String, Located<SchemaId>> = IndexMap::new();
    for (tag, mapped) in &parent.mapping {
        mapping.insert(tag.clone(), Located { value: stands_for(mapped.value), span: mapped.span });
    }
    for &(value, name) in &children {
        if let Some(name) = name.filter(|_| !mapping.values().any(|mapped| mapped.value == value)) {
            mapping.entry(name.clone()).or_insert(Located { value, span });
        }
    }
    let mut arms: Vec<Schema> = Vec::new();
    for &(value, _) in &children {
        settle(schemas, value, base);
        arms.push(Schema { reference: Some(Located { value, span }), ..Schema::default() });
    }
    arms.extend(others(&mapping, &children, base));
    if schemas.get(id).types.as_ref().is_some_and(|types| types.value.contains(Types::NULL)) {
        arms.push(Schema { types: Some(Located { value: Types::NULL, span }), ..Schema::default() });
    }
    let pointer = schemas.get(id).pointer.clone();
    let arms = arms.into_iter().map(|arm| push(schemas, Schema { span, pointer: pointer.clone(), ..arm }));
    let arms: Vec<SchemaId> = arms.collect();
    select_arms(schemas, &arms, &mut mapping);
    let schema = schemas.get_mut(id);
    schema.one_of = arms;
    schema.discriminator = Some(Discriminator { mapping, ..discriminator });
}

/// The arms of what is mapped and is no child: it has the members of the parent as well.
fn others(
    mapping: &IndexMap<String, Located<SchemaId>>,
    children: &[(SchemaId, Option<&String>)],
    base: SchemaId,
) -> Vec<Schema> {
    let mut seen: HashSet<SchemaId> = children.iter().map(|(child, _)| *child).collect();
    let others = mapping.values().filter(|mapped| seen.insert(mapped.value));
    others.map(|mapped| Schema { reference: Some(mapped.clone()), all_of: vec![base], ..Schema::default() }).collect()
}

/// Lets the arms that a parent lists have its members: those that are not made of it by themselves.
fn complete_arms(schemas: &mut Schemas, id: SchemaId, family: &Family, bases: &Bases) {
    let (Some(mut discriminator), Some(&base)) = (schemas.get(id).discriminator.clone(), bases.get(&id)) else {
        return;
    };
    for mapped in discriminator.mapping.values_mut().filter(|mapped| mapped.value == id) {
        mapped.value = base;
    }
    let schema = schemas.get(id);
    let arms: Vec<SchemaId> = schema.one_of.iter().chain(&schema.any_of).copied().collect();
    let lists_itself =
        |&arm: &SchemaId| schemas.get(arm).reference.as_ref().is_some_and(|reference| reference.value == id);
    let is_mapped = discriminator.mapping.values().any(|mapped| mapped.value == base);
    if let (false, Some(name), true) = (is_mapped, family.names.get(&id), arms.iter().any(lists_itself)) {
        let target = Located { value: base, span: discriminator.span };
        discriminator.mapping.entry(name.clone()).or_insert(target);
    }
    for &arm in &arms {
        let is_null = schemas.get(arm).types.as_ref().is_some_and(|types| types.value == Types::NULL);
        if is_made_of(schemas, arm, id) {
            if let Some(target) = schemas.get(arm).reference.clone() {
                settle(schemas, target.value, base);
            }
        } else if !is_null && (has_shape(schemas.get(base)) || applied(schemas.get(base)).next().is_some()) {
            schemas.get_mut(arm).all_of.push(base);
        }
    }
    select_arms(schemas, &arms, &mut discriminator.mapping);
    schemas.get_mut(id).discriminator = Some(discriminator);
}

/// Lets the tags of what is an arm only together with the parent's members select that arm.
fn select_arms(schemas: &Schemas, arms: &[SchemaId], mapping: &mut IndexMap<String, Located<SchemaId>>) {
    for &arm in arms {
        let schema = schemas.get(arm);
        if let Some(reference) = schema.reference.as_ref().filter(|_| !schema.all_of.is_empty()) {
            for mapped in mapping.values_mut().filter(|mapped| mapped.value == reference.value) {
                mapped.value = arm;
            }
        }
    }
}

/// Makes a child that adds nothing to its parent a schema of its own all the same: it has its own tag.
fn settle(schemas: &mut Schemas, child: SchemaId, base: SchemaId) {
    let schema = schemas.get(child);
    if schema.types.is_none() && !has_shape(schema) && applied(schema).count() == 1 {
        schemas.get_mut(child).types = object_type(schemas, base);
    }
}

/// `type: object`, where a schema or one that it is made of says that.
fn object_type(schemas: &Schemas, id: SchemaId) -> Option<Located<Types>> {
    let is_object = |id: SchemaId| {
        schemas.get(id).types.as_ref().is_some_and(|types| types.value.without(Types::NULL) == Types::OBJECT)
    };
    let span = schemas.get(id).span;
    closure(schemas, id).into_iter().any(is_object).then_some(Located { value: Types::OBJECT, span })
}

/// Lets what is made of a parent be made of its base. What is nothing but a reference to the parent means the union.
fn redirect(schemas: &mut Schemas, family: &Family, bases: &Bases) {
    let mut of_children: HashSet<SchemaId> = HashSet::new();
    for (parent, of) in &family.parents {
        let listed = schemas.get(*parent).one_of.iter().chain(&schemas.get(*parent).any_of);
        let listed = listed.filter_map(|&arm| Some(schemas.get(arm).reference.as_ref()?.value));
        let children: Vec<SchemaId> = of.children.iter().copied().chain(listed).collect();
        of_children.extend(children.iter().filter_map(|child| family.parts.get(child)).flatten());
    }
    let mut changes = Vec::new();
    for index in 0..schemas.arena.len() {
        let id = SchemaId(u32::try_from(index).unwrap_or(u32::MAX));
        let schema = schemas.get(id);
        if !schema.all_of.is_empty() && (of_children.contains(&id) || is_more(schemas, schema, bases)) {
            changes.extend(schema.all_of.iter().copied());
        }
        if has_shape(schema) {
            changes.push(id);
        }
    }
    for &parent in bases.keys() {
        // A parent may list itself.
        let arms = schemas.get(parent).one_of.iter().chain(&schemas.get(parent).any_of).copied();
        let is_itself =
            |arm: &SchemaId| schemas.get(*arm).reference.as_ref().is_some_and(|reference| reference.value == parent);
        changes.extend(arms.filter(is_itself));
    }
    for id in changes {
        if let Some(reference) = &mut schemas.get_mut(id).reference
            && let Some(&base) = bases.get(&reference.value)
        {
            reference.value = base;
        }
    }
}

/// Whether a schema that has `allOf` says more than that it is a parent.
fn is_more(schemas: &Schemas, schema: &Schema, bases: &Bases) -> bool {
    let is_other = |part: &Schema| has_shape(part) || applied(part).any(|id| !bases.contains_key(&id));
    let parts = || schema.all_of.iter().map(|&part| schemas.get(part));
    let parents = parts().filter(|part| part.reference.is_some()).count();
    has_shape(schema) || parents > 1 || parts().any(is_other)
}

/// Makes the base of a parent that is a value by itself a component, for it has a type.
fn name_base(schemas: &mut Schemas, id: SchemaId, family: &Family, bases: &Bases) {
    let (Some(&base), Some(name)) = (bases.get(&id), family.names.get(&id)) else {
        return;
    };
    let unions = bases.keys().map(|&parent| schemas.get(parent));
    let mut arms = unions.flat_map(|union| union.one_of.iter().chain(&union.any_of));
    let is_base = |&arm: &SchemaId| {
        let arm = schemas.get(arm);
        arm.all_of.is_empty() && arm.reference.as_ref().is_some_and(|reference| reference.value == base)
    };
    if arms.any(is_base)
        && let Some(index) = schemas.components.get_index_of(&id)
    {
        // No component of a document has a name with a blank.
        schemas.components.shift_insert(index + 1, base, format!("{name} base"));
    }
}
