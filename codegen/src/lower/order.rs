//! Types in declared order: an anonymous type right after its parent. Ids are given anew.

use std::collections::HashMap;

use crate::ir::{Additional, Api, Role, Rule, Shape, TypeId, TypeKind};

/// Puts the types in the order of the list, and changes every id to match, those in other shapes as well.
pub fn declare<'s>(api: &mut Api, order: &[TypeId], others: impl Iterator<Item = &'s mut Shape>) {
    let ids: HashMap<TypeId, TypeId> =
        order.iter().enumerate().map(|(index, &id)| (id, TypeId(index as u32))).collect();
    let mut types: Vec<_> = std::mem::take(&mut api.types).into_iter().map(Some).collect();
    api.types = order.iter().filter_map(|id| types.get_mut(id.0 as usize)?.take()).collect();
    for ty in &mut api.types {
        each_shape(&mut ty.kind, &mut |shape| renumber(shape, &ids));
        ty.kind.rules_mut().into_iter().for_each(|rules| renumber_rules(rules, &ids));
    }
    for shared in &mut api.shared {
        renumber_rules(&mut shared.rules, &ids);
    }
    others.for_each(|shape| renumber(shape, &ids));
    for operation in &mut api.operations {
        let responses = operation.responses.iter_mut().filter_map(|response| response.body.as_mut());
        for body in operation.request.iter_mut().chain(responses) {
            renumber(&mut body.shape, &ids);
        }
    }
}

/// Calls a function with every shape that a type is made of directly.
pub fn each_shape(kind: &mut TypeKind, change: &mut dyn FnMut(&mut Shape)) {
    match kind {
        TypeKind::Struct(of) => {
            for member in &mut of.members {
                if let Role::Field { shape, .. } = &mut member.role {
                    change(shape);
                }
            }
            if let Additional::Kept { shape, .. } = &mut of.additional {
                change(shape);
            }
        }
        TypeKind::Union(of) => of.arms.iter_mut().for_each(|arm| change(&mut arm.shape)),
        TypeKind::Newtype(shape) => change(shape),
        TypeKind::Enum(_) => {}
    }
}

fn renumber_rules(rules: &mut [Rule], ids: &HashMap<TypeId, TypeId>) {
    for rule in rules {
        if let Rule::Is(shape) = rule {
            renumber(shape, ids);
        }
        rule.parts_mut().into_iter().for_each(|rules| renumber_rules(rules, ids));
    }
}

fn renumber(shape: &mut Shape, ids: &HashMap<TypeId, TypeId>) {
    match shape {
        Shape::Named(id) => *id = ids.get(id).copied().unwrap_or(*id),
        Shape::List(list) => renumber(&mut list.items, ids),
        Shape::Map(map) => renumber(&mut map.values, ids),
        Shape::Boxed(inner) | Shape::Nullable(inner) | Shape::Literals(_, inner) => renumber(inner, ids),
        Shape::Asserted(rules, inner) => {
            renumber_rules(rules, ids);
            renumber(inner, ids);
        }
        _ => {}
    }
}
