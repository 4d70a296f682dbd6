//! Arrays and objects.

use super::{
    super::{
        lex,
        map::Map,
        model::{Json, Members},
        schema::{Additional, Object, Property, Schema},
    },
    Fail, Read, Reader,
    names::Name,
};

/// Which members of an object were read.
#[derive(Default)]
struct Seen {
    /// Those of the first 64 properties.
    first: u64,
    others: Option<Box<Others>>,
}

/// The members that few objects have.
#[derive(Default)]
struct Others {
    /// Those of the properties after the first 64.
    properties: Vec<u64>,
    /// Those that are no properties.
    unnamed: Vec<Name>,
}

impl Seen {
    /// Notes a property; whether it was there before.
    #[inline(always)]
    fn twice(&mut self, index: usize) -> bool {
        let word = if index < 64 { &mut self.first } else { self.word(index / 64 - 1) };
        let bit = 1 << (index % 64);
        let twice = *word & bit != 0;
        *word |= bit;
        twice
    }

    #[inline(never)]
    fn word(&mut self, index: usize) -> &mut u64 {
        let words = &mut self.others.get_or_insert_default().properties;
        if words.len() <= index {
            words.resize(index + 1, 0);
        }
        // The list is as long now.
        &mut words[index]
    }
}

impl<'a> Reader<'a> {
    /// Reads the items of an array by a function that reads one.
    #[inline(never)]
    pub fn items(&mut self, read: &mut dyn FnMut(&mut Self) -> Read) -> Read {
        let Schema::Array(rules) = self.rules()? else {
            return Err(Fail);
        };
        self.blank();
        let start = self.at;
        self.eat(b'[')?;
        self.enter()?;
        let mut count = 0;
        let mut more = !self.is_empty(b']');
        while more {
            self.schema = rules.items;
            read(self)?;
            count += 1;
            more = self.another(b']')?;
        }
        if self.lenient {
            return Ok(());
        }
        if count < rules.min_items || count > rules.max_items {
            return Err(Fail);
        }
        if rules.unique_items && count > 1 && !self.is_unique(start)? { Err(Fail) } else { Ok(()) }
    }

    /// Reads the members of an object without names of its own, by a function that takes a name and reads a value. It
    /// says no to a name that it was given before.
    #[inline(never)]
    pub fn entries(&mut self, read: &mut dyn FnMut(String, &mut Self) -> Read) -> Read {
        let Schema::Map(rules) = self.rules()? else {
            return Err(Fail);
        };
        self.eat(b'{')?;
        self.enter()?;
        let mut count = 0;
        let mut more = !self.is_empty(b'}');
        while more {
            let name = self.string()?.into_owned();
            self.eat(b':')?;
            self.schema = rules.values;
            read(name, self)?;
            count += 1;
            more = self.another(b'}')?;
        }
        if self.lenient || (rules.min_properties <= count && count <= rules.max_properties) {
            Ok(())
        } else {
            Err(Fail)
        }
    }

    /// Reads a member that has no name of its own into a map.
    pub fn entry<T: Json>(&mut self, map: &mut Map<T>) -> Read {
        let name = self.name_text(self.name).into_owned();
        let value = self.value()?;
        map.insert(name, value);
        Ok(())
    }

    /// Reads the members of an object.
    #[inline(never)]
    pub fn members(&mut self, model: &mut dyn Members) -> Read {
        let Schema::Object(object) = self.schema else {
            return self.asserted_members(model);
        };
        self.eat(b'{')?;
        self.enter()?;
        let (mut next, mut required, mut count) = (0, 0, 0);
        let mut seen = Seen::default();
        let mut more = !self.is_empty(b'}');
        while more {
            self.blank();
            count += 1;
            let word = lex::word(self.bytes, self.at).unwrap_or_default();
            // Members mostly come in the order of the schema.
            let found = match object.properties.get(next) {
                Some(property) if self.is_key(&property.key, property.name, word) => {
                    self.at += property.key.length;
                    Some((next, property))
                }
                _ => self.find_property(object, word)?,
            };
            if let Some((index, property)) = found {
                if seen.twice(index) {
                    return Err(Fail);
                }
                required += u32::from(property.required);
                self.schema = property.schema;
                model.read_member(index, self)?;
                next = index + 1;
            } else {
                seen.others.get_or_insert_default().unnamed.push(self.name);
                self.unnamed(object, model)?;
            }
            more = self.another(b'}')?;
        }
        if required < object.required {
            return Err(Fail);
        }
        if !self.lenient && (count < object.min_properties || count > object.max_properties) {
            return Err(Fail);
        }
        match &mut seen.others {
            Some(others) => self.distinct(&mut others.unnamed),
            None => Ok(()),
        }
    }

    /// Reads the members of an object, once the rules beside its schema were found to hold.
    #[cold]
    #[inline(never)]
    fn asserted_members(&mut self, model: &mut dyn Members) -> Read {
        match self.rules()? {
            Schema::Object(_) => self.members(model),
            _ => Err(Fail),
        }
    }

    /// The property whose name stands next, wherever in the schema it is; steps over the name and its colon.
    #[inline(never)]
    fn find_property(
        &mut self,
        object: &'static Object,
        word: u64,
    ) -> Result<Option<(usize, &'static Property)>, Fail> {
        if object.slots.is_empty() {
            for (index, property) in object.properties.iter().enumerate() {
                if self.is_key(&property.key, property.name, word) {
                    self.at += property.key.length;
                    return Ok(Some((index, property)));
                }
            }
        }
        self.name = self.any_name()?;
        let found = if object.slots.is_empty() {
            let is_it = |property: &Property| self.is_name(self.name, property.name);
            object.properties.iter().position(is_it)
        } else {
            self.find_slot(object)
        };
        Ok(found.and_then(|index| Some((index, object.properties.get(index)?))))
    }

    #[inline(never)]
    fn unnamed(&mut self, object: &'static Object, model: &mut dyn Members) -> Read {
        match object.additional {
            Additional::Kept(schema) => {
                self.schema = schema;
                model.read_additional(self)
            }
            Additional::Refused if !self.lenient => Err(Fail),
            _ => self.skip(),
        }
    }
}
