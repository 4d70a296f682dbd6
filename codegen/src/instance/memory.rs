//! What was made before: remembered with what it was made without, so that it is made again once there is more to make it
//! of. Knows nothing of how anything is made.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
};

use crate::ir::{Rule, TypeId};

use super::fuller::Extent;

/// What texts were made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// Rules of the IR, by their address and their count; looked for so deep.
    Rules(*const Rule, usize, u32),
    /// A type, of which there were to be so many different texts; looked for so deep.
    Several(TypeId, usize, u32),
    /// A type, of which there were to be texts with much in them.
    Full(TypeId, Extent),
}

/// What was made before, and what is being made.
#[derive(Debug, Default)]
pub(super) struct Memory {
    made: RefCell<HashMap<Key, Made>>,
    open: RefCell<Vec<Open>>,
}

/// Texts that were made.
#[derive(Debug)]
struct Made {
    texts: Vec<String>,
    lacks: Lacks,
}

/// What something was made without.
#[derive(Debug, Clone, Default)]
struct Lacks {
    /// Types of which there was no text.
    types: BTreeSet<TypeId>,
    /// The outermost of what was being made around it and could not be a part of it.
    around: Option<usize>,
}

/// What is being made.
#[derive(Debug)]
struct Open {
    key: Option<Key>,
    lacks: Lacks,
    /// What was made without this, and is forgotten when there is this.
    without: Vec<Key>,
}

impl Lacks {
    fn add(&mut self, other: &Self) {
        self.types.extend(&other.types);
        self.around = self.around.into_iter().chain(other.around).min();
    }
}

impl Memory {
    /// What was made before of something, unless by now there is a text of a type that it was made without.
    pub(super) fn recall(&self, key: Key, is_lacking: impl Fn(TypeId) -> bool) -> Option<Vec<String>> {
        let made = self.made.borrow();
        let found = made.get(&key).filter(|made| made.lacks.types.iter().all(|&id| is_lacking(id)))?;
        self.lack(&found.lacks);
        Some(found.texts.clone())
    }

    /// Makes texts, and remembers them.
    pub(super) fn making(&self, key: Key, make: impl FnOnce() -> Vec<String>) -> Vec<String> {
        self.open.borrow_mut().push(Open { key: Some(key), lacks: Lacks::default(), without: Vec::new() });
        let texts = make();
        if let Some(open) = self.close() {
            self.made.borrow_mut().insert(key, Made { texts: texts.clone(), lacks: open.lacks });
        }
        texts
    }

    /// Does something, and gives the types of which there would have to be texts.
    pub(super) fn watching<T>(&self, make: impl FnOnce() -> T) -> (T, BTreeSet<TypeId>) {
        self.open.borrow_mut().push(Open { key: None, lacks: Lacks::default(), without: Vec::new() });
        let made = make();
        (made, self.close().map(|open| open.lacks.types).unwrap_or_default())
    }

    /// Notes that there is no text of a type.
    pub(super) fn miss(&self, id: TypeId) {
        self.lack(&Lacks { types: BTreeSet::from([id]), around: None });
    }

    /// Whether texts of a type with much in them are being made, so that they can't be a part.
    pub(super) fn is_open(&self, id: TypeId) -> bool {
        let is_it = |open: &Open| matches!(open.key, Some(Key::Full(of, _)) if of == id);
        let around = self.open.borrow().iter().position(is_it);
        self.lack(&Lacks { types: BTreeSet::new(), around });
        around.is_some()
    }

    fn lack(&self, lacks: &Lacks) {
        if let Some(open) = self.open.borrow_mut().last_mut() {
            open.lacks.add(lacks);
        }
    }

    /// Ends what is innermost: what it lacks, the thing around it lacks as well.
    fn close(&self) -> Option<Open> {
        let mut all = self.open.borrow_mut();
        let mut open = all.pop()?;
        let mut made = self.made.borrow_mut();
        for key in open.without.drain(..) {
            made.remove(&key);
        }
        // Of itself, it can be no part in any case.
        open.lacks.around = open.lacks.around.filter(|&around| around < all.len());
        if let (Some(around), Some(key)) = (open.lacks.around, open.key)
            && let Some(around) = all.get_mut(around)
        {
            around.without.push(key);
        }
        if let Some(around) = all.last_mut() {
            around.lacks.add(&open.lacks);
        }
        Some(open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: TypeId = TypeId(0);
    const B: TypeId = TypeId(1);

    fn text(text: &str) -> Vec<String> {
        vec![text.to_owned()]
    }

    #[test]
    fn what_lacks_a_type_is_made_again_when_there_is_one() {
        let memory = Memory::default();
        let (key, around) = (Key::Several(A, 1, 0), Key::Several(B, 1, 0));
        memory.making(around, || {
            memory.making(key, || {
                memory.miss(B);
                text("a")
            })
        });
        assert_eq!(memory.recall(key, |_| true), Some(text("a")));
        assert_eq!(memory.recall(key, |id| id != B), None);
        assert_eq!(memory.recall(around, |id| id != B), None);
        let (_, lacking) = memory.watching(|| memory.recall(around, |_| true));
        assert_eq!(lacking, BTreeSet::from([B]));
    }

    #[test]
    fn what_was_cut_short_is_remembered_as_long_as_what_cut_it() {
        let memory = Memory::default();
        let [a, b, c] = [A, B, TypeId(2)].map(|id| Key::Full(id, Extent::Part));
        memory.making(a, || {
            memory.making(b, || {
                memory.making(c, || {
                    assert!(memory.is_open(A) && memory.is_open(B));
                    text("c")
                })
            });
            assert!(memory.recall(b, |_| true).is_some() && memory.recall(c, |_| true).is_some());
            text("a")
        });
        assert!(memory.recall(a, |_| true).is_some());
        assert!(memory.recall(b, |_| true).is_none() && memory.recall(c, |_| true).is_none());
    }
}
