//! A list to which values are added while earlier ones are borrowed. Knows nothing of the values.

use std::cell::{Cell, OnceCell};

/// Values that stay where they are, so many at most as was said at first.
#[derive(Debug)]
pub(super) struct Slots<T> {
    slots: Box<[OnceCell<Box<T>>]>,
    filled: Cell<usize>,
}

impl<T> Slots<T> {
    /// Room for so many values.
    pub(super) fn new(room: usize) -> Self {
        Self { slots: (0..room).map(|_| OnceCell::new()).collect(), filled: Cell::new(0) }
    }

    /// Adds a value, and tells its index; `None` where there is no room.
    pub(super) fn add(&self, value: T) -> Option<usize> {
        let index = self.filled.get();
        self.slots.get(index)?.set(Box::new(value)).ok()?;
        self.filled.set(index + 1);
        Some(index)
    }

    /// The value of an index.
    pub(super) fn get(&self, index: usize) -> Option<&T> {
        self.slots.get(index)?.get().map(|value| &**value)
    }

    /// Every value, in the order in which they were added.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.slots.iter().map_while(OnceCell::get).map(|value| &**value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_while_others_are_added() {
        let slots = Slots::new(2);
        let first = slots.add("a").and_then(|index| slots.get(index)).unwrap();
        assert_eq!(slots.add("b"), Some(1));
        assert_eq!(slots.add("c"), None);
        assert_eq!(*first, "a");
        assert_eq!(slots.iter().copied().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(slots.get(2), None);
    }
}
