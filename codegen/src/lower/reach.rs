//! Where each type lives: in the file of the one resource that reaches it, or in `shared`.

use crate::ir::{Additional, Api, Ident, Role, Shape, TypeKind};

/// Gives every type its place.
pub fn apply(api: &mut Api) {
    let mut places: Vec<Place> = vec![Place::Nowhere; api.types.len()];
    for operation in &api.operations {
        let responses = operation.responses.iter().filter_map(|response| response.body.as_ref());
        for body in operation.request.iter().chain(responses) {
            reach(api, &body.shape, &operation.resource, &mut places);
        }
    }
    for (ty, place) in api.types.iter_mut().zip(places) {
        ty.resource = match place {
            Place::One(resource) => Some(resource),
            Place::Nowhere | Place::Shared => None,
        };
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Place {
    Nowhere,
    One(Ident),
    Shared,
}

fn reach(api: &Api, shape: &Shape, resource: &Ident, places: &mut [Place]) {
    let mut open = Vec::new();
    targets(shape, &mut open);
    while let Some(index) = open.pop() {
        let place = match &places[index] {
            Place::Nowhere => Place::One(resource.clone()),
            Place::One(other) if other != resource => Place::Shared,
            // It was reached before, and so was all that it reaches.
            Place::One(_) | Place::Shared => continue,
        };
        places[index] = place;
        each_target(&api.types[index].kind, &mut open);
    }
}

fn each_target(kind: &TypeKind, open: &mut Vec<usize>) {
    match kind {
        TypeKind::Struct(of) => {
            for member in &of.members {
                if let Role::Field { shape, .. } = &member.role {
                    targets(shape, open);
                }
            }
            if let Additional::Kept { shape, .. } = &of.additional {
                targets(shape, open);
            }
        }
        TypeKind::Union(of) => of.arms.iter().for_each(|arm| targets(&arm.shape, open)),
        TypeKind::Newtype(shape) => targets(shape, open),
        TypeKind::Enum(_) => {}
    }
}

/// The types that a shape names.
fn targets(shape: &Shape, open: &mut Vec<usize>) {
    match shape {
        Shape::Named(id) => open.push(id.0 as usize),
        Shape::List(list) => targets(&list.items, open),
        Shape::Map(map) => targets(&map.values, open),
        Shape::Boxed(inner) | Shape::Nullable(inner) | Shape::Literals(_, inner) => targets(inner, open),
        _ => {}
    }
}
