//! Types of infinite size: where a type holds itself, one link of the circle becomes a box.

use crate::{
    diagnostic::{Diagnostic, Diagnostics, catalogue},
    ir::{Api, LedgerLine, Role, Shape, TypeId, TypeKind},
    normalise::Schemas,
};

use super::order::each_shape;

/// Breaks every circle of types that hold one another.
pub fn apply(api: &mut Api, schemas: &Schemas, diagnostics: &mut Diagnostics) {
    end_endless(api, schemas, diagnostics);
    let mut states = vec![State::New; api.types.len()];
    for index in 0..api.types.len() {
        visit(api, index, &mut states);
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// Walks depth first over what types hold by value; a link back to a type that is still open closes a circle. The way
/// is kept in a list of its own, for circles may be long.
fn visit(api: &mut Api, start: usize, states: &mut [State]) {
    if states[start] != State::New {
        return;
    }
    states[start] = State::Open;
    let mut way = vec![(start, 0)];
    while let Some((index, link)) = way.last_mut() {
        let (at, number) = (*index, *link);
        *link += 1;
        match held(&mut api.types[at].kind, number) {
            None => {
                states[at] = State::Done;
                way.pop();
            }
            Some(shape) => {
                let Some(target) = target(shape) else { continue };
                match states[target] {
                    State::New => {
                        states[target] = State::Open;
                        way.push((target, 0));
                    }
                    State::Open => put_in_box(shape),
                    State::Done => {}
                }
            }
        }
    }
}

/// The shape of a number that a type holds.
fn held(kind: &mut TypeKind, number: usize) -> Option<&mut Shape> {
    match kind {
        TypeKind::Struct(of) => {
            let mut fields = of.members.iter_mut().filter_map(|member| match &mut member.role {
                Role::Field { shape, .. } => Some(shape),
                Role::Tag { .. } => None,
            });
            fields.nth(number)
        }
        TypeKind::Union(of) => of.arms.get_mut(number).map(|arm| &mut arm.shape),
        TypeKind::Newtype(shape) => (number == 0).then_some(shape),
        TypeKind::Enum(_) => None,
    }
}

/// The type that a shape holds by value: neither in a list nor in a map, which have their items elsewhere.
fn target(shape: &Shape) -> Option<usize> {
    match shape {
        Shape::Named(id) => Some(id.0 as usize),
        Shape::Nullable(inner) | Shape::Literals(_, inner) | Shape::Asserted(_, inner) => target(inner),
        _ => None,
    }
}

fn put_in_box(shape: &mut Shape) {
    match shape {
        Shape::Nullable(inner) | Shape::Literals(_, inner) | Shape::Asserted(_, inner) => put_in_box(inner),
        shape => *shape = Shape::Boxed(Box::new(std::mem::replace(shape, Shape::Any))),
    }
}

/// Members that require what can never end become `Never`: no finite value satisfies them.
fn end_endless(api: &mut Api, schemas: &Schemas, diagnostics: &mut Diagnostics) {
    let finite = finite_types(api);
    let mut endless = Vec::new();
    for (index, ty) in api.types.iter_mut().enumerate() {
        if finite[index] {
            continue;
        }
        endless.push((ty.pointer.clone(), ty.name.clone()));
        each_required(&mut ty.kind, &mut |shape| {
            if target_of_required(shape).is_some_and(|target| !finite[target]) {
                *shape = Shape::Never;
            }
        });
    }
    for (pointer, name) in endless {
        let place = schemas.at(&pointer).map(|id| schemas.get(id).span);
        let message = format!("no value satisfies `{}`, for it requires itself", name.as_str());
        diagnostics.push(Diagnostic::new(&catalogue::INFINITE_VALUE, place.unwrap_or_default(), message));
        api.ledger.push(LedgerLine {
            pointer,
            what: "required".to_owned(),
            became: "support::Never".to_owned(),
            why: "the schema requires itself, so that no value satisfies it".to_owned(),
        });
    }
}

/// Which types have a finite value: the least solution, grown until nothing changes.
fn finite_types(api: &Api) -> Vec<bool> {
    let mut finite = vec![false; api.types.len()];
    loop {
        let mut changed = false;
        for (index, ty) in api.types.iter().enumerate() {
            if !finite[index] && is_finite(&ty.kind, &finite) {
                finite[index] = true;
                changed = true;
            }
        }
        if !changed {
            return finite;
        }
    }
}

fn is_finite(kind: &TypeKind, finite: &[bool]) -> bool {
    let ends = |shape: &Shape| target_of_required(shape).is_none_or(|target| finite[target]);
    match kind {
        TypeKind::Struct(of) => of.members.iter().filter(|member| member.required).all(|member| match &member.role {
            Role::Field { shape, .. } => ends(shape),
            Role::Tag { .. } => true,
        }),
        TypeKind::Union(of) => of.arms.iter().any(|arm| ends(&arm.shape)),
        TypeKind::Newtype(shape) => ends(shape),
        TypeKind::Enum(_) => true,
    }
}

/// The type that a value of a shape must hold.
fn target_of_required(shape: &Shape) -> Option<usize> {
    match shape {
        Shape::Named(TypeId(id)) => Some(*id as usize),
        Shape::Boxed(inner) | Shape::Literals(_, inner) | Shape::Asserted(_, inner) => target_of_required(inner),
        _ => None,
    }
}

/// The shapes that a value of a type must have.
fn each_required(kind: &mut TypeKind, change: &mut dyn FnMut(&mut Shape)) {
    if let TypeKind::Struct(of) = kind {
        for member in of.members.iter_mut().filter(|member| member.required) {
            if let Role::Field { shape, .. } = &mut member.role {
                change(shape);
            }
        }
    } else {
        each_shape(kind, change);
    }
}
