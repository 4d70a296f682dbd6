//! Where each type and each shared list of rules lives: in the file of the one resource that reaches it, or in `shared`.

use crate::ir::{Additional, Api, Ident, Role, Rule, Shape, TypeKind};

/// Gives every type and every shared list of rules its place.
pub fn apply(api: &mut Api) {
    let mut places: Vec<Place> = vec![Place::Nowhere; nodes(api)];
    for operation in &api.operations {
        let responses = operation.responses.iter().filter_map(|response| response.body.as_ref());
        for body in operation.request.iter().chain(responses) {
            let mut open = Vec::new();
            targets(api, &body.shape, &mut open);
            reach(api, open, &Place::One(operation.resource.clone()), &mut places);
        }
    }
    // What converts to a type of another crate is there whatever resources are: a feature of that crate decides.
    for index in 0..api.types.len() {
        if api.types[index].foreign.is_some() {
            reach(api, vec![index], &Place::Shared, &mut places);
        }
    }
    // What no operation reaches is there whatever features are on, and so is all that it names.
    for index in 0..api.types.len() {
        if places[index] == Place::Nowhere {
            reach(api, vec![index], &Place::Shared, &mut places);
        }
    }
    let of_types = api.types.iter_mut().map(|ty| &mut ty.resource);
    let of_lists = api.shared.iter_mut().map(|list| &mut list.resource);
    for (resource, place) in of_types.chain(of_lists).zip(places) {
        *resource = match place {
            Place::One(resource) => Some(resource),
            Place::Nowhere | Place::Shared => None,
        };
    }
}

/// How many types and shared lists of rules there are: each has an index, the types first.
pub(super) fn nodes(api: &Api) -> usize {
    api.types.len() + api.shared.len()
}

#[derive(Debug, Clone, PartialEq)]
enum Place {
    Nowhere,
    One(Ident),
    Shared,
}

/// Gives types, and all that they name, a place that they are needed in.
fn reach(api: &Api, mut open: Vec<usize>, from: &Place, places: &mut [Place]) {
    while let Some(index) = open.pop() {
        let place = match &places[index] {
            Place::Nowhere => from.clone(),
            place if *place != Place::Shared && place != from => Place::Shared,
            // It was reached before, and so was all that it names.
            _ => continue,
        };
        places[index] = place;
        each_target(api, index, &mut open);
    }
}

/// What a type or a shared list of rules names.
pub(super) fn each_target(api: &Api, index: usize, open: &mut Vec<usize>) {
    let Some(ty) = api.types.get(index) else {
        let list = index.checked_sub(api.types.len()).and_then(|index| api.shared.get(index));
        list.into_iter().for_each(|list| rule_targets(api, &list.rules, open));
        return;
    };
    match &ty.kind {
        TypeKind::Struct(of) => {
            for member in &of.members {
                if let Role::Field { shape, .. } = &member.role {
                    targets(api, shape, open);
                }
            }
            if let Additional::Kept { shape, .. } = &of.additional {
                targets(api, shape, open);
            }
        }
        TypeKind::Union(of) => of.arms.iter().for_each(|arm| targets(api, &arm.shape, open)),
        TypeKind::Newtype(shape) => targets(api, shape, open),
        TypeKind::Enum(_) => {}
    }
    rule_targets(api, ty.kind.rules(), open);
}

/// What rules name.
fn rule_targets(api: &Api, rules: &[Rule], open: &mut Vec<usize>) {
    Rule::each(rules, &mut |rule| match rule {
        Rule::Is(shape) => targets(api, shape, open),
        Rule::Shared(id) => open.push(api.types.len() + id.0 as usize),
        _ => {}
    });
}

/// What a shape names.
pub(super) fn targets(api: &Api, shape: &Shape, open: &mut Vec<usize>) {
    match shape {
        Shape::Named(id) => open.push(id.0 as usize),
        Shape::List(list) => targets(api, &list.items, open),
        Shape::Map(map) => targets(api, &map.values, open),
        Shape::Boxed(inner) | Shape::Nullable(inner) | Shape::Literals(_, inner) => targets(api, inner, open),
        Shape::Asserted(rules, inner) => {
            rule_targets(api, rules, open);
            targets(api, inner, open);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Body, Operation, Package, Response, Type, TypeId};

    fn ident(name: &str) -> Ident {
        Ident(name.to_owned())
    }

    /// A wrapper of other types.
    fn ty(name: &str, names: &[u32]) -> Type {
        let arms = names.iter().map(|&id| crate::ir::Arm {
            variant: ident("A"),
            selectors: Vec::new(),
            shape: Shape::Nullable(Box::new(Shape::Named(TypeId(id)))),
            description: None,
            deprecated: false,
        });
        let union = crate::ir::Union {
            arms: arms.collect(),
            dispatch: crate::ir::Dispatch::Trial,
            exclusive: false,
            unknown: ident("Unknown"),
            rules: Vec::new(),
        };
        Type {
            name: ident(name),
            table: ident(name),
            resource: None,
            pointer: String::new(),
            description: None,
            deprecated: false,
            examples: Vec::new(),
            constants: Vec::new(),
            foreign: None,
            kind: TypeKind::Union(union),
        }
    }

    fn operation(resource: &str, returns: u32) -> Operation {
        let body =
            Body { content_type: "application/json".to_owned(), shape: Shape::Named(TypeId(returns)), required: true };
        Operation {
            name: ident("get"),
            resource: ident(resource),
            id: None,
            method: "GET".to_owned(),
            path: "/".to_owned(),
            pointer: String::new(),
            description: None,
            deprecated: false,
            request: None,
            responses: vec![Response { status: "200".to_owned(), description: None, body: Some(body) }],
            exchange: None,
        }
    }

    /// The resource of each type, `-` for `shared`.
    fn places(types: Vec<Type>, operations: Vec<Operation>) -> String {
        let mut api = Api {
            package: Package {
                name: "api".to_owned(),
                version: "0.1.0".to_owned(),
                license: None,
                publish: false,
                rust_version: "1.88".to_owned(),
            },
            title: String::new(),
            description: None,
            types,
            shared: Vec::new(),
            resources: Vec::new(),
            base_url: None,
            schemes: Vec::new(),
            operations,
            crates: Vec::new(),
            ledger: Vec::new(),
        };
        apply(&mut api);
        let places = api.types.iter().map(|ty| ty.resource.as_ref().map_or("-", |it| it.as_str()));
        places.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_one_resource_reaches_is_its_own() {
        let types = vec![ty("A", &[2]), ty("B", &[2]), ty("C", &[]), ty("D", &[])];
        let operations = vec![operation("a", 0), operation("b", 1), operation("b", 3)];
        assert_eq!(places(types, operations), "a b - b");
    }

    #[test]
    fn what_nobody_reaches_shares_what_it_names() {
        let types = vec![ty("A", &[1]), ty("B", &[]), ty("C", &[1]), ty("D", &[0, 3])];
        assert_eq!(places(types[..3].to_vec(), vec![operation("a", 0)]), "a - -");
        assert_eq!(places(types, vec![operation("a", 0)]), "- - - -");
    }
}
