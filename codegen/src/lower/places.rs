//! What a schema in the middle of a component is called: by the way from the component to it.

use crate::{
    ir::TypeId,
    normalise::SchemaId,
    source::{Location, Pointer},
};

use super::{Context, Lower};

impl Lower<'_> {
    /// The component that a schema stands in, and what the schema is called there; `None` where it stands elsewhere, or
    /// where it is one of several of that place, and another one is called so.
    pub(super) fn place_of(&self, id: SchemaId) -> Option<(TypeId, Context)> {
        if self.schemas.original(id) != id {
            return None;
        }
        let location = Location::parse(&self.schemas.get(id).pointer).ok()?;
        let tokens: Vec<String> = location.pointer().tokens().map(Into::into).collect();
        let mut at = location.at(Pointer::root());
        let mut way = tokens.iter();
        let (owner, component) = loop {
            let component = self.schemas.of(&at).and_then(|id| Some((*self.components.get(&id)?, id)));
            match component {
                Some(found) => break found,
                None => at = at.push(way.next()?),
            }
        };
        if way.len() == 0 {
            return None;
        }
        let mut step = Step { at, schema: component, context: Context::of_type(self.type_words(owner)) };
        let mut way = way.map(String::as_str);
        while let Some(keyword) = way.next() {
            step = self.step(step, keyword, &mut way)?;
        }
        Some((owner, step.context))
    }

    /// One keyword further on the way.
    fn step<'w>(&self, from: Step, keyword: &str, way: &mut impl Iterator<Item = &'w str>) -> Option<Step> {
        let at = from.at.push(keyword);
        let at = match keyword {
            "items" | "additionalProperties" => at,
            _ => at.push(way.next()?),
        };
        let schema = self.schemas.of(&at)?;
        let name = || at.pointer().tokens().last().map(String::from);
        let context = match keyword {
            "properties" | "$defs" | "definitions" => from.context.member(&name()?),
            "items" => from.context.item(),
            "additionalProperties" if self.schemas.get(from.schema).properties.is_empty() => from.context.value(),
            "additionalProperties" => from.context.member("additional").inside(),
            "allOf" => from.context,
            "oneOf" | "anyOf" => match self.arm_label(from.schema, schema) {
                Some(label) => from.context.arm(&label),
                None => from.context,
            },
            _ => return None,
        };
        Some(Step { at, schema, context })
    }
}

/// A schema on the way.
struct Step {
    at: Location,
    schema: SchemaId,
    context: Context,
}
