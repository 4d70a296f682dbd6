//! `examples` of schemas that are no types of their own: of members, items, values and arms. Those of types are tests of
//! the crate, and checked there.

use std::collections::HashSet;

use crate::{
    diagnostic::{Diagnostic, Diagnostics, catalogue},
    instance::Checker,
    ir::{Api, Shape, TypeKind},
    normalise::{SchemaId, Schemas},
    source::Node,
};

use super::{Lower, defaults::broken};

/// A schema that has examples, and the shape of their values.
#[derive(Debug)]
pub struct Sample {
    schema: SchemaId,
    /// The shape of its values.
    pub shape: Shape,
}

impl Lower<'_> {
    /// Notes what the examples of schemas have to satisfy, which all apply to one value.
    pub(super) fn sample(&mut self, schemas: &[SchemaId], shape: &Shape) {
        for &schema in schemas {
            if !self.schemas.get(schema).examples.is_empty() && self.sampled.insert(schema) {
                self.samples.push(Sample { schema, shape: shape.clone() });
            }
        }
    }

    /// The examples of a member, but for those of what it refers to.
    pub(super) fn examples_of(&self, schemas: &[SchemaId]) -> Vec<String> {
        schemas.iter().flat_map(|&id| &self.schemas.get(id).examples).map(Node::to_json).collect()
    }
}

/// Warns once of each schema that has examples that are not valid, at the first of them; members lose theirs.
pub fn check(api: &mut Api, schemas: &Schemas, samples: &[Sample], diagnostics: &mut Diagnostics) {
    // What is no JSON was reported, and stands as something else here.
    if diagnostics.has_errors() {
        return;
    }
    let types: HashSet<&str> = api.types.iter().map(|ty| ty.pointer.as_str()).collect();
    let checker = Checker::new(api);
    for Sample { schema, shape } in samples {
        let schema = schemas.get(*schema);
        let faults = schema.examples.iter().map(|it| Some((it, checker.check(shape, &it.to_json()).err()?)));
        let mut faults = faults.flatten();
        if types.contains(schema.pointer.as_str()) {
            continue;
        }
        if let Some((example, fault)) = faults.next() {
            let message = match 1 + faults.count() {
                1 => "an example is not valid by its own schema".to_owned(),
                count => format!("{count} examples are not valid by their own schema; this is the first"),
            };
            let defect = Diagnostic::new(&catalogue::INVALID_EXAMPLE, example.span, message);
            diagnostics.push(defect.label(broken(fault)));
        }
    }
    let invalid = invalid(api, &checker);
    for (ty, member, index) in invalid.into_iter().rev() {
        if let Some(TypeKind::Struct(of)) = api.types.get_mut(ty).map(|ty| &mut ty.kind)
            && let Some(member) = of.members.get_mut(member)
        {
            member.examples.remove(index);
        }
    }
}

/// The examples of members that are not valid: which type, which member, which example.
fn invalid(api: &Api, checker: &Checker<'_>) -> Vec<(usize, usize, usize)> {
    let mut invalid = Vec::new();
    for (index, ty) in api.types.iter().enumerate() {
        let TypeKind::Struct(of) = &ty.kind else { continue };
        for (place, member) in of.members.iter().enumerate() {
            let crate::ir::Role::Field { shape, .. } = &member.role else { continue };
            let faulty = member.examples.iter().enumerate().filter(|(_, text)| checker.check(shape, text).is_err());
            invalid.extend(faulty.map(|(example, _)| (index, place, example)));
        }
    }
    invalid
}
