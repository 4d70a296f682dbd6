//! Which schemas lead to one another: Tarjan's search for strongly connected components, without recursion.

use std::vec;

use super::SchemaId;

/// The component of each of so many schemas, by the schemas that each leads to: those that lead to one another have the
/// same.
pub fn components(count: usize, leads: &dyn Fn(usize) -> Vec<SchemaId>) -> Vec<usize> {
    let mut search = Search {
        leads,
        entered: vec![0; count],
        earliest: vec![0; count],
        component: vec![0; count],
        open: Vec::new(),
        clock: 0,
    };
    for root in 0..count {
        if search.entered[root] == 0 {
            search.search(root);
        }
    }
    search.component
}

/// The schemas that lead back to themselves.
pub fn circular(count: usize, leads: &dyn Fn(usize) -> Vec<SchemaId>) -> Vec<bool> {
    let components = components(count, leads);
    let mut sizes = vec![0_usize; count + 1];
    for &component in &components {
        sizes[component] += 1;
    }
    let holds_itself = |index: usize| leads(index).iter().any(|next| next.0 as usize == index);
    (0..count).map(|index| sizes[components[index]] > 1 || holds_itself(index)).collect()
}

struct Search<'l> {
    leads: &'l dyn Fn(usize) -> Vec<SchemaId>,
    /// When each schema was entered, from 1; 0 is not yet.
    entered: Vec<usize>,
    /// The earliest entered schema that each one leads back to.
    earliest: Vec<usize>,
    /// The component of each schema, by when its first was entered; 0 is not known yet.
    component: Vec<usize>,
    /// The schemas whose component is not known yet, in the order in which they were entered.
    open: Vec<usize>,
    clock: usize,
}

/// A schema that is being searched, and where it leads to that was not searched yet.
struct Frame {
    schema: usize,
    next: vec::IntoIter<SchemaId>,
}

impl Search<'_> {
    fn search(&mut self, root: usize) {
        let mut frames = vec![self.enter(root)];
        while let Some(frame) = frames.last_mut() {
            let schema = frame.schema;
            if let Some(next) = frame.next.next() {
                let next = next.0 as usize;
                if self.entered[next] == 0 {
                    frames.push(self.enter(next));
                } else if self.component[next] == 0 {
                    self.earliest[schema] = self.earliest[schema].min(self.entered[next]);
                }
            } else {
                frames.pop();
                if let Some(parent) = frames.last() {
                    self.earliest[parent.schema] = self.earliest[parent.schema].min(self.earliest[schema]);
                }
                self.leave(schema);
            }
        }
    }

    fn enter(&mut self, schema: usize) -> Frame {
        self.clock += 1;
        self.entered[schema] = self.clock;
        self.earliest[schema] = self.clock;
        self.open.push(schema);
        Frame { schema, next: (self.leads)(schema).into_iter() }
    }

    /// Closes a component where a schema leads back to nothing before it.
    fn leave(&mut self, schema: usize) {
        if self.earliest[schema] != self.entered[schema] {
            return;
        }
        while let Some(member) = self.open.pop() {
            self.component[member] = self.entered[schema];
            if member == schema {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leads(edges: &[&[u32]]) -> impl Fn(usize) -> Vec<SchemaId> {
        move |index| edges[index].iter().map(|&next| SchemaId(next)).collect()
    }

    #[test]
    fn those_that_lead_to_one_another_are_one_component() {
        let edges: [&[u32]; 6] = [&[1], &[2, 3], &[0], &[4], &[4], &[3]];
        let found = components(6, &leads(&edges));
        assert!(found[0] == found[1] && found[1] == found[2]);
        assert!(found[0] != found[3] && found[3] != found[4] && found[4] != found[5]);
        assert_eq!(circular(6, &leads(&edges)), [true, true, true, false, true, false]);
    }
}
