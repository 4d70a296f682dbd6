//! A map from names to values in the order in which they came: the members of an object that has no names of its own.

use std::collections::HashMap;

use super::{
    model::Json,
    reader::{Fail, Read, Reader},
    value::{Entries, Value},
};

/// From how many members on names are looked up in an index.
const INDEXED: usize = 16;

/// Names and values, in the order in which they were put in. Equality does not ask for the order.
#[derive(Clone)]
pub struct Map<T> {
    entries: Vec<(String, T)>,
    /// Where each name is, for maps with many; no code that depends on `T`.
    index: Index,
}

/// Where names are in a list; nothing for a short one, which most are: they stay small.
#[derive(Clone, Default)]
struct Index(Option<Box<Positions>>);

#[derive(Clone, Default)]
struct Positions(HashMap<String, usize>);

impl Index {
    fn get(&self, name: &str) -> Option<usize> {
        self.0.as_ref()?.0.get(name).copied()
    }

    fn push(&mut self, name: &str) {
        let Positions(positions) = &mut **self.0.get_or_insert_default();
        positions.insert(name.to_owned(), positions.len());
    }
}

impl<T> Map<T> {
    /// Without members.
    pub fn new() -> Self {
        Self { entries: Vec::new(), index: Index::default() }
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.entries.get(self.position(name)?).map(|entry| &entry.1)
    }

    /// The value of a name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        let position = self.position(name)?;
        self.entries.get_mut(position).map(|entry| &mut entry.1)
    }

    /// Whether there is a value of a name.
    pub fn contains_key(&self, name: &str) -> bool {
        self.position(name).is_some()
    }

    /// Puts a value in, and hands out the one that had the name before.
    pub fn insert(&mut self, name: impl Into<String>, value: T) -> Option<T> {
        let name = name.into();
        if let Some(before) = self.get_mut(&name) {
            return Some(std::mem::replace(before, value));
        }
        self.push(name, value);
        None
    }

    /// Takes a value out; the others keep their order.
    pub fn remove(&mut self, name: &str) -> Option<T> {
        let position = self.position(name)?;
        let (_, value) = self.entries.remove(position);
        self.build_index();
        Some(value)
    }

    /// Names and values, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &T)> + DoubleEndedIterator {
        self.entries.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The names, in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> + DoubleEndedIterator {
        self.entries.iter().map(|entry| entry.0.as_str())
    }

    /// The values, in order.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &T> + DoubleEndedIterator {
        self.entries.iter().map(|entry| &entry.1)
    }

    fn position(&self, name: &str) -> Option<usize> {
        if self.entries.len() < INDEXED {
            return self.entries.iter().position(|entry| entry.0 == name);
        }
        self.index.get(name)
    }

    /// Puts in a name that is not there yet.
    fn push(&mut self, name: String, value: T) {
        if self.entries.len() >= INDEXED {
            self.index.push(&name);
        }
        self.entries.push((name, value));
        if self.entries.len() == INDEXED {
            self.build_index();
        }
    }

    fn build_index(&mut self) {
        self.index = Index::default();
        if self.entries.len() >= INDEXED {
            self.entries.iter().for_each(|entry| self.index.push(&entry.0));
        }
    }
}

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: PartialEq> PartialEq for Map<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Map<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Into<String>, T> FromIterator<(K, T)> for Map<T> {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<K: Into<String>, T> Extend<(K, T)> for Map<T> {
    fn extend<I: IntoIterator<Item = (K, T)>>(&mut self, entries: I) {
        for (name, value) in entries {
            self.insert(name, value);
        }
    }
}

impl<T> IntoIterator for Map<T> {
    type Item = (String, T);
    type IntoIter = std::vec::IntoIter<(String, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<T: Json> Json for Map<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        reader.entries(&mut |name, reader| {
            if self.contains_key(&name) {
                return Err(Fail);
            }
            self.push(name, T::blank());
            self.entries.last_mut().map_or(Ok(()), |entry| entry.1.read(reader))
        })
    }

    fn value(&self) -> Value<'_> {
        Value::Map(self)
    }
}

impl<T: Json> Entries for Map<T> {
    fn count(&self) -> usize {
        self.entries.len()
    }

    fn entry(&self, index: usize) -> (&str, Value<'_>) {
        self.entries.get(index).map_or(("", Value::Absent), |(name, value)| (name, value.value()))
    }

    fn find(&self, name: &str) -> Value<'_> {
        self.get(name).map_or(Value::Absent, Json::value)
    }
}
