//! The fast reader: builds values from JSON text in one pass, by the table, and knows only yes or no.
//!
//! Nothing here is generic over the type that is read, but for thin fronts. Where it says no, [`evaluate`](super::evaluate)
//! says why.

use std::borrow::Cow;

use super::{
    evaluate::Evaluator,
    lex,
    model::{Arms, Json, Literals, Members},
    number,
    schema::{Additional, Dispatch, Object, Property, Schema, Text, Union, hash},
    tree::{MAX_DEPTH, Tree},
    unknown::UnknownValue,
};

/// The text is not valid. Why is found by the second reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fail;

/// Whether a value could be read.
pub type Read = Result<(), Fail>;

/// A place in a JSON text, and what is expected there.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth: u32,
    lenient: bool,
    /// The schema of the value that stands next.
    schema: &'static Schema,
    /// The name of the member that was read last, where it has no schema of its own.
    name: Name,
    ahead: Ahead,
    /// The second reader, over a part of the text, for unions that only it can decide.
    judge: Option<Box<Judge<'a>>>,
}

/// Which members of an object were read.
#[derive(Default)]
struct Seen {
    /// Those of the first 64 properties.
    first: u64,
    /// Those of the others, where an object has more.
    rest: Vec<u64>,
}

impl Seen {
    /// Notes a member; whether it was there before.
    #[inline(always)]
    fn twice(&mut self, index: usize) -> bool {
        let word = if index < 64 {
            &mut self.first
        } else {
            self.word(index / 64 - 1)
        };
        let bit = 1 << (index % 64);
        let twice = *word & bit != 0;
        *word |= bit;
        twice
    }

    #[inline(never)]
    fn word(&mut self, index: usize) -> &mut u64 {
        if self.rest.len() <= index {
            self.rest.resize(index + 1, 0);
        }
        // The list is as long now.
        &mut self.rest[index]
    }
}

/// A range of bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    start: usize,
    end: usize,
}

/// The raw name of a member, between its quotes.
#[derive(Debug, Clone, Copy, Default)]
struct Name {
    start: usize,
    end: usize,
    escaped: bool,
}

/// Where the containers end that looking ahead for a tag stepped over, so that nested unions stay linear.
#[derive(Debug, Default)]
struct Ahead {
    ends: Vec<(u32, u32)>,
    until: usize,
}

#[derive(Debug)]
struct Judge<'a> {
    evaluator: Evaluator<'a>,
    span: Span,
}

impl<'a> Reader<'a> {
    /// At the beginning of a text, expecting a value of a schema.
    pub fn new(text: &'a str, schema: &'static Schema, lenient: bool) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            depth: 0,
            lenient,
            schema,
            name: Name::default(),
            ahead: Ahead::default(),
            judge: None,
        }
    }

    /// Reads the value that stands next, in place.
    #[inline(always)]
    pub fn read<T: Json>(&mut self, value: &mut T) -> Read {
        value.read(self)
    }

    /// Reads the value that stands next.
    #[inline(always)]
    pub fn value<T: Json>(&mut self) -> Result<T, Fail> {
        let mut value = T::blank();
        value.read(self)?;
        Ok(value)
    }

    /// Whether nothing follows.
    pub fn finish(&mut self) -> Read {
        self.blank();
        if self.at == self.bytes.len() { Ok(()) } else { Err(Fail) }
    }

    #[inline(always)]
    fn peek(&self) -> u8 {
        if self.at < self.bytes.len() {
            self.bytes[self.at]
        } else {
            0
        }
    }

    #[inline(always)]
    fn blank(&mut self) {
        if self.peek() <= b' ' {
            self.blank_run();
        }
    }

    #[inline(never)]
    fn blank_run(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    #[inline(always)]
    fn eat(&mut self, byte: u8) -> Read {
        self.blank();
        if self.peek() == byte {
            self.at += 1;
            Ok(())
        } else {
            Err(Fail)
        }
    }

    #[inline(always)]
    fn enter(&mut self) -> Read {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(Fail) } else { Ok(()) }
    }

    /// Steps over a comma (more follows) or the closing bracket.
    #[inline(always)]
    fn another(&mut self, close: u8) -> Result<bool, Fail> {
        self.blank();
        let byte = self.peek();
        self.at += 1;
        if byte == b',' {
            return Ok(true);
        }
        self.depth -= 1;
        if byte == close { Ok(false) } else { Err(Fail) }
    }

    /// Whether the container that was just entered is empty; steps over its closing bracket.
    #[inline(always)]
    fn is_empty(&mut self, close: u8) -> bool {
        self.blank();
        let empty = self.peek() == close;
        if empty {
            self.at += 1;
            self.depth -= 1;
        }
        empty
    }

    // Strings.

    /// The text of a string: a part of the input, or decoded where it has escapes.
    #[inline(always)]
    fn string(&mut self) -> Result<Cow<'a, str>, Fail> {
        self.eat(b'"')?;
        let start = self.at;
        let end = lex::plain_end(self.bytes, start);
        if self.bytes.get(end) == Some(&b'"') {
            self.at = end + 1;
            return self.text.get(start..end).map(Cow::Borrowed).ok_or(Fail);
        }
        self.escaped(start).map(Cow::Owned)
    }

    /// The text of a string that has escapes.
    #[cold]
    #[inline(never)]
    fn escaped(&mut self, start: usize) -> Result<String, Fail> {
        let (end, _) = lex::string_end(self.bytes, start).map_err(|_| Fail)?;
        self.at = end + 1;
        Ok(lex::unescape(self.text.get(start..end).ok_or(Fail)?).into_owned())
    }

    /// A string that satisfies the schema.
    #[inline(never)]
    pub fn text(&mut self) -> Result<String, Fail> {
        let Schema::String(rules) = self.rules()? else {
            return Err(Fail);
        };
        let text = self.string()?;
        if is_text(rules, &text) || self.lenient {
            Ok(text.into_owned())
        } else {
            Err(Fail)
        }
    }

    /// A string in base64: the scan of its alphabet is the scan of the string as well.
    #[inline(never)]
    pub fn base64(&mut self) -> Result<String, Fail> {
        self.blank();
        let start = self.at;
        if let Schema::String(rules) = self.schema
            && rules.min_length == 0
            && rules.max_length == u32::MAX
            && rules.pattern.is_none()
            && self.peek() == b'"'
        {
            let mut end = super::format::scan_base64(self.bytes, start + 1);
            while self.bytes.get(end) == Some(&b'=') {
                end += 1;
            }
            let text = self.text.get(start + 1..end).ok_or(Fail)?;
            let is_valid = rules
                .format
                .is_some_and(|format| (format.is_valid)(&text[text.len() - text.len().min(4)..]));
            if self.bytes.get(end) == Some(&b'"') && text.len() % 4 == 0 && is_valid {
                self.at = end + 1;
                return Ok(text.to_owned());
            }
        }
        self.at = start;
        self.text()
    }

    /// The constant that the schema has.
    #[inline(never)]
    pub fn constant(&mut self) -> Read {
        let Schema::Constant(constant) = self.schema else {
            return Err(Fail);
        };
        self.blank();
        if constant.plain && self.is_next(constant.value) {
            self.at += constant.value.len() + 2;
            return Ok(());
        }
        if self.string()? == constant.value {
            Ok(())
        } else {
            Err(Fail)
        }
    }

    /// Whether a string stands next that is spelled like this.
    #[inline(always)]
    fn is_next(&self, plain: &str) -> bool {
        let end = self.at + plain.len() + 1;
        self.peek() == b'"'
            && self.bytes.get(end) == Some(&b'"')
            && self
                .bytes
                .get(self.at + 1..end)
                .is_some_and(|bytes| is_same(bytes, plain.as_bytes()))
    }

    /// A value of an enum of strings.
    pub fn literal<T: Literals>(&mut self) -> Result<T, Fail> {
        match self.literal_index()? {
            Ok(index) => T::KNOWN.get(index).cloned().ok_or(Fail),
            Err(value) => Ok(T::unknown(UnknownValue::new(value))),
        }
    }

    #[inline(never)]
    fn literal_index(&mut self) -> Result<Result<usize, String>, Fail> {
        let Schema::Strings(strings) = self.schema else {
            return Err(Fail);
        };
        self.blank();
        if strings.plain
            && let Some(index) = strings.values.iter().position(|value| self.is_next(value))
        {
            self.at += strings.values.get(index).map_or(0, |value| value.len() + 2);
            return Ok(Ok(index));
        }
        let text = self.string()?;
        match strings.values.iter().position(|&value| value == text) {
            Some(index) => Ok(Ok(index)),
            None if self.lenient => Ok(Err(text.into_owned())),
            None => Err(Fail),
        }
    }

    // Numbers, booleans, null.

    #[inline]
    fn number_text(&mut self) -> Result<(&'a str, bool), Fail> {
        self.blank();
        let start = self.at;
        let (end, plain) = lex::number_end(self.bytes, start).map_err(|_| Fail)?;
        self.at = end;
        Ok((self.text.get(start..end).ok_or(Fail)?, plain))
    }

    /// An integer that satisfies the schema.
    #[inline(never)]
    pub fn integer(&mut self) -> Result<i128, Fail> {
        let Schema::Integer(rules) = self.rules()? else {
            return Err(Fail);
        };
        let value = match self.short_integer() {
            Some(value) => i128::from(value),
            None => {
                let (text, plain) = self.number_text()?;
                number::integer(text, plain).ok_or(Fail)?
            }
        };
        if !number::fits(rules.width, value) {
            return Err(Fail);
        }
        if self.lenient || number::check_integer(rules, value).is_ok() {
            Ok(value)
        } else {
            Err(Fail)
        }
    }

    /// Up to 18 digits without sign, fraction and exponent; steps over them where that is all.
    #[inline(always)]
    fn short_integer(&mut self) -> Option<i64> {
        self.blank();
        let (mut at, mut value) = (self.at, 0_i64);
        while let Some(&digit @ b'0'..=b'9') = self.bytes.get(at) {
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
            at += 1;
        }
        let count = at - self.at;
        let is_short = matches!(count, 1..=18) && (self.peek() != b'0' || count == 1);
        if !is_short || matches!(self.bytes.get(at), Some(b'.' | b'e' | b'E')) {
            return None;
        }
        self.at = at;
        Some(value)
    }

    /// A number that satisfies the schema.
    #[inline(never)]
    pub fn number(&mut self) -> Result<f64, Fail> {
        let Schema::Number(rules) = self.rules()? else {
            return Err(Fail);
        };
        let (text, plain) = self.number_text()?;
        let value = number::float(text, plain).ok_or(Fail)?;
        if !number::holds(rules, value) {
            return Err(Fail);
        }
        if self.lenient || number::check_number(rules, text, value).is_ok() {
            Ok(value)
        } else {
            Err(Fail)
        }
    }

    #[inline(always)]
    fn word(&mut self, word: &[u8]) -> bool {
        let found = self.bytes.get(self.at..self.at + word.len()) == Some(word);
        if found {
            self.at += word.len();
        }
        found
    }

    /// A boolean that satisfies the schema.
    pub fn boolean(&mut self) -> Result<bool, Fail> {
        let Schema::Boolean = self.rules()? else {
            return Err(Fail);
        };
        self.truth()
    }

    #[inline(never)]
    fn truth(&mut self) -> Result<bool, Fail> {
        self.blank();
        if self.word(b"true") {
            Ok(true)
        } else if self.word(b"false") {
            Ok(false)
        } else {
            Err(Fail)
        }
    }

    /// Steps over `null`, where it stands next.
    #[inline(never)]
    pub fn null(&mut self) -> bool {
        self.blank();
        self.word(b"null")
    }

    /// Where the schema allows `null` as well: steps over it, or goes on with the schema of the rest.
    #[inline(always)]
    pub fn nullable(&mut self) -> bool {
        if let Schema::Nullable(schema) = self.schema {
            if self.null() {
                return true;
            }
            self.schema = schema;
        }
        false
    }

    /// The schema of the value that stands next, once its literals (where it has any) were found to be fine.
    #[inline(always)]
    fn rules(&mut self) -> Result<&'static Schema, Fail> {
        if let Schema::Literals(..) = self.schema {
            self.literals()
        } else {
            Ok(self.schema)
        }
    }

    #[cold]
    fn literals(&mut self) -> Result<&'static Schema, Fail> {
        let schema = self.schema;
        let Schema::Literals(_, inner) = schema else {
            return Ok(schema);
        };
        self.blank();
        if !self.evaluate(self.at, schema)? {
            return Err(Fail);
        }
        self.schema = inner;
        Ok(inner)
    }

    // Any value.

    /// The text of any value, as it stands.
    pub fn raw(&mut self) -> Result<&'a str, Fail> {
        self.blank();
        let start = self.at;
        self.skip()?;
        self.text.get(start..self.at).ok_or(Fail)
    }

    /// Any value.
    pub fn any(&mut self) -> Result<serde_json::Value, Fail> {
        let schema = self.schema;
        self.blank();
        if !matches!(schema, Schema::Any) && !self.evaluate(self.at, schema)? {
            return Err(Fail);
        }
        self.any_value()
    }

    /// Any value, whatever the schema. `serde_json` would not read values that are nested as deep as we allow.
    fn any_value(&mut self) -> Result<serde_json::Value, Fail> {
        self.blank();
        Ok(match self.peek() {
            b'"' => serde_json::Value::String(self.string()?.into_owned()),
            b'{' => self.any_object()?,
            b'[' => self.any_array()?,
            b't' | b'f' => serde_json::Value::Bool(self.truth()?),
            b'n' if self.null() => serde_json::Value::Null,
            _ => {
                let (text, _) = self.number_text()?;
                serde_json::Value::Number(text.parse().map_err(|_| Fail)?)
            }
        })
    }

    fn any_array(&mut self) -> Result<serde_json::Value, Fail> {
        self.at += 1;
        self.enter()?;
        let mut items = Vec::new();
        let mut more = !self.is_empty(b']');
        while more {
            items.push(self.any_value()?);
            more = self.another(b']')?;
        }
        Ok(items.into())
    }

    fn any_object(&mut self) -> Result<serde_json::Value, Fail> {
        self.at += 1;
        self.enter()?;
        let mut members = serde_json::Map::new();
        let mut more = !self.is_empty(b'}');
        while more {
            let name = self.any_name()?;
            let name = self.name_text(name).into_owned();
            if members.insert(name, self.any_value()?).is_some() {
                return Err(Fail);
            }
            more = self.another(b'}')?;
        }
        Ok(members.into())
    }

    /// Whether the value that stands at a place satisfies a schema, by the second reader.
    fn evaluate(&mut self, start: usize, schema: &'static Schema) -> Result<bool, Fail> {
        let mut judge = self.judge(start)?;
        let node = judge.evaluator.node_at(start).ok_or(Fail)?;
        let valid = judge.evaluator.is_valid(schema, node, self.lenient);
        self.judge = Some(judge);
        Ok(valid)
    }

    /// Steps over any value, strictly.
    fn skip(&mut self) -> Read {
        self.blank();
        match self.peek() {
            b'"' => {
                let (end, _) = lex::string_end(self.bytes, self.at + 1).map_err(|_| Fail)?;
                self.at = end + 1;
                Ok(())
            }
            b'{' => self.skip_object(),
            b'[' => {
                self.at += 1;
                self.enter()?;
                let mut more = !self.is_empty(b']');
                while more {
                    self.skip()?;
                    more = self.another(b']')?;
                }
                Ok(())
            }
            b't' | b'f' => self.truth().map(drop),
            b'n' => {
                if self.null() {
                    Ok(())
                } else {
                    Err(Fail)
                }
            }
            _ => {
                let (text, plain) = self.number_text()?;
                if plain && text.len() < 300 || lex::finite(text).is_some() {
                    Ok(())
                } else {
                    Err(Fail)
                }
            }
        }
    }

    fn skip_object(&mut self) -> Read {
        self.at += 1;
        self.enter()?;
        let mut names = Vec::new();
        let mut more = !self.is_empty(b'}');
        while more {
            names.push(self.any_name()?);
            self.skip()?;
            more = self.another(b'}')?;
        }
        self.distinct(&mut names)
    }

    /// The raw name of a member; steps over its colon.
    #[inline(always)]
    fn any_name(&mut self) -> Result<Name, Fail> {
        self.eat(b'"')?;
        let start = self.at;
        let end = lex::plain_end(self.bytes, start);
        let escaped = self.bytes.get(end) != Some(&b'"');
        let end = if escaped {
            lex::string_end(self.bytes, start).map_err(|_| Fail)?.0
        } else {
            end
        };
        self.at = end + 1;
        self.eat(b':')?;
        Ok(Name { start, end, escaped })
    }

    /// Whether a name is this one.
    #[inline(always)]
    fn is_name(&self, name: Name, wanted: &str) -> bool {
        if name.escaped {
            return self.name_text(name) == wanted;
        }
        name.end - name.start == wanted.len()
            && self
                .bytes
                .get(name.start..name.end)
                .is_some_and(|bytes| is_same(bytes, wanted.as_bytes()))
    }

    /// The text of a name.
    fn name_text(&self, name: Name) -> Cow<'a, str> {
        let raw = self.text.get(name.start..name.end).unwrap_or_default();
        if name.escaped {
            lex::unescape(raw)
        } else {
            Cow::Borrowed(raw)
        }
    }

    /// Whether no name stands twice.
    #[inline(always)]
    fn distinct(&self, names: &mut [Name]) -> Read {
        if names.len() < 2 {
            Ok(())
        } else {
            self.distinct_names(names)
        }
    }

    #[inline(never)]
    fn distinct_names(&self, names: &mut [Name]) -> Read {
        let twice = if names.len() <= 8 && !names.iter().any(|name| name.escaped) {
            let raw = |name: &Name| self.bytes.get(name.start..name.end);
            names
                .iter()
                .enumerate()
                .any(|(index, a)| names.iter().take(index).any(|b| raw(a) == raw(b)))
        } else {
            names.sort_unstable_by(|a, b| self.name_text(*a).cmp(&self.name_text(*b)));
            names
                .windows(2)
                .any(|pair| matches!(pair, [a, b] if self.name_text(*a) == self.name_text(*b)))
        };
        if twice { Err(Fail) } else { Ok(()) }
    }

    // Containers.

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
        if rules.unique_items && count > 1 && !self.is_unique(start)? {
            Err(Fail)
        } else {
            Ok(())
        }
    }

    fn is_unique(&mut self, start: usize) -> Result<bool, Fail> {
        let judge = self.judge(start)?;
        let unique = judge
            .evaluator
            .node_at(start)
            .is_some_and(|node| judge.evaluator.is_unique(node));
        self.judge = Some(judge);
        Ok(unique)
    }

    /// Reads the members of an object without names of its own, by a function that takes a name and reads a value.
    #[inline(never)]
    pub fn entries(&mut self, read: &mut dyn FnMut(String, &mut Self) -> Read) -> Read {
        let Schema::Map(rules) = self.rules()? else {
            return Err(Fail);
        };
        self.eat(b'{')?;
        self.enter()?;
        let mut names = Vec::new();
        let mut more = !self.is_empty(b'}');
        while more {
            let name = self.any_name()?;
            names.push(name);
            self.schema = rules.values;
            read(self.name_text(name).into_owned(), self)?;
            more = self.another(b'}')?;
        }
        let count = names.len();
        if !self.lenient && (count < rules.min_properties as usize || count > rules.max_properties as usize) {
            return Err(Fail);
        }
        self.distinct(&mut names)
    }

    /// Reads a member that has no name of its own into a map.
    pub fn entry<T: Json>(&mut self, map: &mut super::map::Map<T>) -> Read {
        let name = self.name_text(self.name).into_owned();
        let value = self.value()?;
        map.insert(name, value);
        Ok(())
    }

    /// Reads the members of an object.
    #[inline(never)]
    pub fn members(&mut self, model: &mut dyn Members) -> Read {
        let Schema::Object(object) = self.schema else {
            return Err(Fail);
        };
        self.eat(b'{')?;
        self.enter()?;
        let (mut next, mut required, mut count) = (0, 0, 0);
        let mut seen = Seen::default();
        let mut unnamed = Vec::new();
        let mut more = !self.is_empty(b'}');
        while more {
            self.blank();
            count += 1;
            if let Some(index) = self.property(object, next)? {
                let property = object.properties.get(index).ok_or(Fail)?;
                if seen.twice(index) {
                    return Err(Fail);
                }
                required += u32::from(property.required);
                self.schema = property.schema;
                model.read_member(index, self)?;
                next = index + 1;
            } else {
                unnamed.push(self.name);
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
        self.distinct(&mut unnamed)
    }

    /// The index of the property whose name stands next; steps over the name and its colon.
    #[inline(always)]
    fn property(&mut self, object: &'static Object, next: usize) -> Result<Option<usize>, Fail> {
        // Members mostly come in the order of the schema, without blanks before the colon.
        let word = self.bytes.get(self.at..).and_then(|bytes| bytes.first_chunk::<8>());
        let word = word.map_or(0, |chunk| u64::from_le_bytes(*chunk));
        if let Some(property) = object.properties.get(next)
            && self.is_key(property, word)
        {
            self.at += property.name.len() + 3;
            return Ok(Some(next));
        }
        if object.slots.is_empty()
            && let Some(index) = object
                .properties
                .iter()
                .position(|property| self.is_key(property, word))
        {
            self.at += object
                .properties
                .get(index)
                .map_or(0, |property| property.name.len() + 3);
            return Ok(Some(index));
        }
        self.find_property(object, next)
    }

    /// Whether the key of a property stands next, as compact JSON spells it; `word` is the text's next eight bytes.
    #[inline(always)]
    fn is_key(&self, property: &Property, word: u64) -> bool {
        if word & property.mask != property.head || !property.plain {
            return false;
        }
        let name = property.name.as_bytes();
        let end = self.at + 1 + name.len();
        name.len() + 3 <= 8
            || self
                .bytes
                .get(self.at + 1..end)
                .is_some_and(|bytes| is_same(bytes, name))
                && self.bytes.get(end..end + 2) == Some(b"\":")
    }

    #[inline(never)]
    fn find_property(&mut self, object: &'static Object, next: usize) -> Result<Option<usize>, Fail> {
        let name = self.any_name()?;
        self.name = name;
        if !object.slots.is_empty() {
            return Ok(find_slot(object, &self.name_text(name)));
        }
        // From the expected one on, and then from the first.
        let next = next.min(object.properties.len());
        let (before, after) = object.properties.split_at(next);
        let is_it = |property: &Property| self.is_name(name, property.name);
        Ok(match after.iter().position(is_it) {
            Some(index) => Some(next + index),
            None => before.iter().position(is_it),
        })
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

    // Unions.

    /// Reads a union: finds the arm, and reads its value.
    pub fn arm<T: Arms>(&mut self) -> Result<T, Fail> {
        let index = self.choose()?;
        T::read_arm(index, self)
    }

    /// Which arm stands next; one past the last where it is not known (lenient reading only).
    #[inline(never)]
    fn choose(&mut self) -> Result<usize, Fail> {
        let Schema::Union(union) = self.schema else {
            return Err(Fail);
        };
        self.blank();
        let start = self.at;
        let chosen = match union.dispatch {
            Dispatch::Tag(name) => self.find_tag(union, name),
            Dispatch::Kind => Ok(self.find_kind(union)),
            Dispatch::Member => self.find_member(union),
            Dispatch::Trial => self.try_arms(union),
        };
        self.at = start;
        let index = match chosen? {
            Some(index) => index,
            None if self.lenient => union.arms.len(),
            None => return Err(Fail),
        };
        self.schema = union.arms.get(index).map_or(&Schema::Any, |arm| arm.schema);
        Ok(index)
    }

    fn find_kind(&self, union: &'static Union) -> Option<usize> {
        let kind: &[&str] = match self.peek() {
            b'"' => &["string"],
            b'{' => &["object"],
            b'[' => &["array"],
            b't' | b'f' => &["boolean"],
            b'n' => &["null"],
            _ if self.is_whole() => &["number", "integer"],
            _ => &["number"],
        };
        union
            .arms
            .iter()
            .position(|arm| arm.selectors.iter().any(|selector| kind.contains(selector)))
    }

    /// Whether the number that stands next has no fraction. What is no number is refused when it is read.
    fn is_whole(&self) -> bool {
        match lex::number_end(self.bytes, self.at) {
            Ok((end, false)) => self
                .text
                .get(self.at..end)
                .is_some_and(|text| lex::Decimal::new(text).is_integer()),
            _ => true,
        }
    }

    fn find_tag(&mut self, union: &'static Union, tag: &str) -> Result<Option<usize>, Fail> {
        if self.peek() != b'{' {
            return if self.lenient { Ok(None) } else { Err(Fail) };
        }
        self.at += 1;
        if self.peek_closing() {
            return Ok(None);
        }
        loop {
            if !union.plain || !self.is_next(tag) {
                let name = self.any_name()?;
                if !self.is_name(name, tag) {
                    if !self.step_ahead()? {
                        return Ok(None);
                    }
                    self.blank();
                    continue;
                }
            } else {
                self.at += tag.len() + 2;
                self.eat(b':')?;
            }
            self.blank();
            return self.select(union);
        }
    }

    /// The arm that the string selects that stands next.
    #[inline(always)]
    fn select(&mut self, union: &'static Union) -> Result<Option<usize>, Fail> {
        if self.peek() != b'"' {
            return Ok(None);
        }
        if union.plain
            && let Some(index) = union
                .arms
                .iter()
                .position(|arm| arm.selectors.iter().any(|selector| self.is_next(selector)))
        {
            return Ok(Some(index));
        }
        let value = self.string()?;
        Ok(union
            .arms
            .iter()
            .position(|arm| arm.selectors.iter().any(|&selector| selector == value)))
    }

    fn find_member(&mut self, union: &'static Union) -> Result<Option<usize>, Fail> {
        if self.peek() != b'{' {
            return if self.lenient { Ok(None) } else { Err(Fail) };
        }
        let start = self.at;
        self.at += 1;
        let mut found = None;
        if self.peek_closing() {
            return Ok(None);
        }
        loop {
            let name = self.any_name()?;
            let name = self.name_text(name);
            let arm = union
                .arms
                .iter()
                .position(|arm| arm.selectors.iter().any(|&selector| selector == name));
            match (found, arm) {
                (Some(before), Some(now)) if before != now => {
                    // Members of two arms: only a full check tells which of them are valid.
                    self.at = start;
                    return self.try_arms(union);
                }
                (None, Some(now)) => found = Some(now),
                _ => {}
            }
            if !self.step_ahead()? {
                return Ok(found);
            }
        }
    }

    fn try_arms(&mut self, union: &'static Union) -> Result<Option<usize>, Fail> {
        let start = self.at;
        let mut judge = self.judge(start)?;
        let chosen = match judge.evaluator.node_at(start) {
            Some(node) => judge.evaluator.choose(union, node, self.lenient),
            None => None,
        };
        self.judge = Some(judge);
        Ok(chosen)
    }

    /// The second reader over a part of the text that a place is in.
    fn judge(&mut self, at: usize) -> Result<Box<Judge<'a>>, Fail> {
        match self.judge.take() {
            Some(judge) if judge.span.start <= at && at < judge.span.end => Ok(judge),
            _ => {
                let depth = MAX_DEPTH.saturating_sub(self.depth);
                let (tree, end) = Tree::index_from(self.text, at, depth).map_err(|_| Fail)?;
                Ok(Box::new(Judge {
                    evaluator: Evaluator::new(tree),
                    span: Span { start: at, end },
                }))
            }
        }
    }

    // Looking ahead, without checking the grammar: the strict pass comes after.

    fn peek_closing(&mut self) -> bool {
        self.blank();
        self.peek() == b'}'
    }

    /// Steps over a value and the comma after it; whether there was one.
    fn step_ahead(&mut self) -> Result<bool, Fail> {
        self.skip_ahead()?;
        self.blank();
        let more = self.peek() == b',';
        self.at += usize::from(more);
        Ok(more)
    }

    /// Steps over a value by counting brackets. Ends of containers are remembered, so that tags that come late in
    /// nested unions are found in linear time.
    fn skip_ahead(&mut self) -> Read {
        self.blank();
        let start = self.at;
        if start < self.ahead.until {
            let found = self.ahead.ends.binary_search_by_key(&(start as u32), |end| end.0);
            if let Some(&(_, end)) = found.ok().and_then(|index| self.ahead.ends.get(index)) {
                self.at = end as usize;
                return Ok(());
            }
        } else {
            self.ahead.ends.clear();
        }
        let fresh = start >= self.ahead.until;
        let mut open: Vec<usize> = Vec::new();
        loop {
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.at = string_ahead(self.bytes, self.at + 1).ok_or(Fail)?;
                }
                Some(b'{' | b'[') => {
                    open.push(self.ahead.ends.len());
                    if fresh {
                        self.ahead.ends.push((self.at as u32, 0));
                    }
                    self.at += 1;
                    continue;
                }
                Some(b'}' | b']') => {
                    let Some(index) = open.pop() else { return Ok(()) };
                    self.at += 1;
                    if fresh && let Some(end) = self.ahead.ends.get_mut(index) {
                        end.1 = self.at as u32;
                    }
                }
                Some(b',') if open.is_empty() => return Ok(()),
                Some(_) => {
                    self.at += 1;
                    continue;
                }
                None => return Err(Fail),
            }
            if open.is_empty() {
                if fresh {
                    self.ahead.until = self.at;
                }
                return Ok(());
            }
        }
    }
}

/// The byte after the string whose text begins at `at`.
fn string_ahead(bytes: &[u8], at: usize) -> Option<usize> {
    let mut end = lex::plain_end(bytes, at);
    loop {
        match bytes.get(end)? {
            b'"' => return Some(end + 1),
            b'\\' => end = lex::plain_end(bytes, end + 2),
            _ => return None,
        }
    }
}

fn find_slot(object: &'static Object, name: &str) -> Option<usize> {
    let mask = object.slots.len() - 1;
    let mut slot = hash(name.as_bytes()) & mask;
    loop {
        let index = usize::from(*object.slots.get(slot)?).checked_sub(1)?;
        if object
            .properties
            .get(index)
            .is_some_and(|property| property.name == name)
        {
            return Some(index);
        }
        slot = (slot + 1) & mask;
    }
}

/// Whether two runs of bytes of one length are the same. Names are short: two words, which may overlap, do for most.
#[inline(always)]
fn is_same(a: &[u8], b: &[u8]) -> bool {
    if let (Some(a), Some(b)) = (a.first_chunk::<8>(), b.first_chunk::<8>())
        && a != b
    {
        return false;
    }
    match a.len() {
        8..=16 => matches!((a.last_chunk::<8>(), b.last_chunk::<8>()), (Some(a), Some(b)) if a == b),
        4..=7 => {
            matches!((a.first_chunk::<4>(), b.first_chunk::<4>()), (Some(a), Some(b)) if a == b)
                && matches!((a.last_chunk::<4>(), b.last_chunk::<4>()), (Some(a), Some(b)) if a == b)
        }
        _ => a == b,
    }
}

/// Whether a text satisfies the keywords of strings.
#[inline]
fn is_text(rules: &Text, text: &str) -> bool {
    is_length(rules, text)
        && rules.format.is_none_or(|format| (format.is_valid)(text))
        && rules.pattern.is_none_or(|pattern| (pattern.is_match)(text))
}

/// Whether a text has an allowed number of code points: between a quarter of its bytes and all of them.
#[inline]
pub fn is_length(rules: &Text, text: &str) -> bool {
    let (least, most) = (rules.min_length as usize, rules.max_length as usize);
    let bytes = text.len();
    if bytes.div_ceil(4) >= least && bytes <= most {
        return true;
    }
    let count = text.chars().count();
    least <= count && count <= most
}
