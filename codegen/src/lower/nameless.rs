//! Schemas without a name that hold themselves, through arrays or maps alone: only a type of its own can.
//!
//! A struct, an enum or a union is a type of its own wherever it stands. What else is referred to from within itself
//! becomes a wrapper, called by its place, as a component would be.

use crate::{
    ir::TypeId,
    normalise::{SchemaId, connected},
};

use super::{Lower, View, names};

impl Lower<'_> {
    /// Names the schemas that are no components and hold themselves; each with the component that it stands in.
    pub(super) fn name_the_nameless(&mut self) -> Vec<(SchemaId, TypeId, Option<TypeId>)> {
        let schemas = self.schemas;
        // A component ends every way: it has a name.
        let leads = |index: usize| {
            let id = SchemaId(index as u32);
            if self.components.contains_key(&id) { Vec::new() } else { schemas.get(id).applied() }
        };
        let circular = connected::circular(schemas.arena.len(), &leads);
        let mut targets: Vec<SchemaId> =
            schemas.arena.iter().filter_map(|schema| Some(schema.reference.as_ref()?.value)).collect();
        targets.sort_unstable();
        targets.dedup();
        targets.retain(|id| circular.get(id.0 as usize) == Some(&true) && !self.components.contains_key(id));
        let mut named = Vec::new();
        for id in targets {
            if !self.is_own_type(id) {
                let place = self.place_of(id);
                let name = match &place {
                    Some((_, context)) => context.name(),
                    None => names::types::component(schemas.get(id).pointer.rsplit('/').next().unwrap_or_default()),
                };
                let owner = place.map(|(owner, _)| owner);
                let ty = self.declare(&name, id);
                self.components.insert(id, ty);
                self.order.entry(owner).or_default().push(ty);
                self.entered.extend(owner);
                named.push((id, ty, owner));
            }
        }
        named
    }

    /// Whether a schema is a struct, an enum or a union: a type of its own in any case.
    fn is_own_type(&self, id: SchemaId) -> bool {
        let view = View::of(self.schemas, &[id]);
        let arms = self.arms(&view);
        self.is_struct(&view) || arms.is_some_and(|arms| arms.ids.len() > 1)
    }
}
