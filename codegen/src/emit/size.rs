//! How large values are in memory, as far as a lint asks for it: an estimate, never too small.

use crate::ir::{Additional, Api, Role, Shape, TypeId, TypeKind, Width};

/// The size of a pointer to a text, in bytes.
pub(super) const FAT_POINTER: u64 = 16;

/// The size of a `String` or a `Vec`.
const LIST: u64 = 24;

/// The size of a `support::Map`: a list, and an index.
const MAP: u64 = 72;

/// The size of a `serde_json::Value`.
const ANY: u64 = 32;

/// What an enum needs beside its largest variant to tell which one it is.
const TAG: u64 = 8;

/// Types may hold others many times over: after so many, the sum is large whatever it is.
const MOST_STEPS: u32 = 10_000;

/// The size of a value of a shape, in bytes; where it is very large, a number that is.
pub(super) fn at_most(api: &Api, shape: &Shape) -> u64 {
    Meter { api, steps: 0 }.shape(shape)
}

struct Meter<'a> {
    api: &'a Api,
    steps: u32,
}

impl Meter<'_> {
    fn shape(&mut self, shape: &Shape) -> u64 {
        match shape {
            Shape::Never | Shape::Null => 0,
            Shape::Boolean => 1,
            Shape::String(_) | Shape::List(_) => LIST,
            Shape::Integer(it) => match it.width {
                Width::I32 | Width::U32 => 4,
                Width::I64 | Width::U64 => 8,
            },
            Shape::Number(it) => {
                if it.single {
                    4
                } else {
                    8
                }
            }
            Shape::Map(_) => MAP,
            Shape::Any => ANY,
            Shape::Boxed(_) => 8,
            Shape::Nullable(inner) => self.shape(inner).saturating_add(TAG),
            Shape::Literals(_, inner) | Shape::Asserted(_, inner) => self.shape(inner),
            Shape::Named(id) => self.named(*id),
        }
    }

    fn named(&mut self, id: TypeId) -> u64 {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return u64::from(u32::MAX);
        }
        match &self.api.get(id).kind {
            TypeKind::Enum(_) => FAT_POINTER + TAG,
            TypeKind::Newtype(shape) => self.shape(shape),
            TypeKind::Union(it) => {
                let largest = it.arms.iter().map(|arm| self.shape(&arm.shape)).max();
                largest.unwrap_or_default().max(FAT_POINTER).saturating_add(TAG)
            }
            TypeKind::Struct(it) => {
                let fields = it.members.iter().map(|member| match &member.role {
                    // An optional field has a tag of its own.
                    Role::Field { shape, .. } => self.shape(shape).saturating_add(u64::from(!member.required) * TAG),
                    Role::Tag { .. } => 0,
                });
                let sum = fields.fold(0, u64::saturating_add);
                let kept = if matches!(it.additional, Additional::Kept { .. }) { MAP } else { 0 };
                sum.saturating_add(kept).next_multiple_of(8)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{api, boxed, integer, list, member, named, optional, plain_text, strings, structure};
    use super::*;
    use crate::ir::Type;

    #[test]
    fn sizes_are_those_of_the_fields() {
        let api = api(vec![
            strings("Color", &["red"]),
            structure("A", vec![member("a", integer()), optional("b", plain_text()), member("c", Shape::Boolean)]),
            structure("B", vec![member("a", named(1)), member("b", boxed(named(1))), member("c", list(named(1)))]),
        ]);
        assert_eq!(at_most(&api, &named(0)), 24);
        assert_eq!(at_most(&api, &named(1)), 48);
        assert_eq!(at_most(&api, &named(2)), 48 + 8 + 24);
    }

    #[test]
    fn types_that_double_are_soon_large_enough() {
        let doubled = |index: u32| {
            let next = named(index + 1);
            structure("T", vec![member("a", next.clone()), member("b", next)])
        };
        let types: Vec<Type> = (0..60).map(doubled).chain([structure("End", Vec::new())]).collect();
        assert!(at_most(&api(types), &named(0)) > 1000);
    }
}
