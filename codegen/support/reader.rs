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
    schema::{Additional, Arm, Dispatch, Key, Object, Property, Schema, Text, Union},
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
    /// The first byte of each, and the byte after its last; in the order of the text.
    ends: Vec<(u32, u32)>,
    /// The byte after the last one.
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
        if self.at < self.bytes.len() { self.bytes[self.at] } else { 0 }
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
        self.blank();
        match self.plain() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.escaped().map(Cow::Owned),
        }
    }

    /// The text of a string without escapes, where one stands here; steps over it.
    #[inline(always)]
    fn plain(&mut self) -> Option<&'a str> {
        if self.peek() != b'"' {
            return None;
        }
        let start = self.at + 1;
        let end = lex::plain_end(self.bytes, start);
        if self.bytes.get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        self.text.get(start..end)
    }

    /// The text of a string that has escapes.
    #[cold]
    #[inline(never)]
    fn escaped(&mut self) -> Result<String, Fail> {
        self.eat(b'"')?;
        let start = self.at;
        let (end, _) = lex::string_end(self.bytes, start).map_err(|_| Fail)?;
        self.at = end + 1;
        Ok(lex::unescape(self.text.get(start..end).ok_or(Fail)?).into_owned())
    }

    /// Reads a string that satisfies the schema.
    #[inline(never)]
    pub fn text(&mut self, text: &mut String) -> Read {
        let Schema::String(rules) = self.rules()? else {
            return Err(Fail);
        };
        self.blank();
        let Some(plain) = self.plain() else {
            *text = self.escaped()?;
            return self.check_text(rules, text);
        };
        self.check_text(rules, plain)?;
        *text = plain.to_owned();
        Ok(())
    }

    #[inline(always)]
    fn check_text(&self, rules: &Text, text: &str) -> Read {
        if rules.is_free || self.lenient || is_text(rules, text) { Ok(()) } else { Err(Fail) }
    }

    /// A string in base64: the scan of its alphabet is the scan of the string as well.
    #[inline(never)]
    pub fn base64(&mut self, text: &mut String) -> Read {
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
            let scanned = self.text.get(start + 1..end).ok_or(Fail)?;
            let is_valid =
                rules.format.is_some_and(|format| (format.is_valid)(&scanned[scanned.len() - scanned.len().min(4)..]));
            if self.bytes.get(end) == Some(&b'"') && scanned.len() % 4 == 0 && is_valid {
                self.at = end + 1;
                *text = scanned.to_owned();
                return Ok(());
            }
        }
        self.at = start;
        self.text(text)
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
        match self.position(&[constant.value])? {
            Ok(_) => Ok(()),
            Err(_) => Err(Fail),
        }
    }

    /// Which of some texts the string is that stands next, however it is spelled; or its own text.
    #[cold]
    fn position(&mut self, texts: &[&str]) -> Result<Result<usize, String>, Fail> {
        let text = self.string()?;
        let position = texts.iter().position(|&known| known == text);
        Ok(position.ok_or_else(|| text.into_owned()))
    }

    /// Whether a string stands next that is spelled like this.
    #[inline(always)]
    fn is_next(&self, plain: &str) -> bool {
        self.bytes.get(self.at + plain.len() + 1) == Some(&b'"') && self.peek() == b'"' && self.is_spelled(plain)
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
        if strings.plain {
            for (index, value) in strings.values.iter().enumerate() {
                if self.is_next(value) {
                    self.at += value.len() + 2;
                    return Ok(Ok(index));
                }
            }
        }
        match self.position(strings.values)? {
            Err(_) if !self.lenient => Err(Fail),
            found => Ok(found),
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
            None => self.long_integer()?,
        };
        if !number::fits(rules.width, value) {
            return Err(Fail);
        }
        if self.lenient || number::check_integer(rules, value).is_ok() { Ok(value) } else { Err(Fail) }
    }

    #[inline(never)]
    fn long_integer(&mut self) -> Result<i128, Fail> {
        number::integer(self.number_text()?.0).ok_or(Fail)
    }

    /// Up to 18 digits without sign, fraction and exponent; steps over them where that is all.
    #[inline(always)]
    fn short_integer(&mut self) -> Option<i64> {
        self.blank();
        let (value, end) = number::short_digits(self.bytes, self.at, 0);
        let count = end - self.at;
        let is_short = matches!(count, 1..=18) && (self.peek() != b'0' || count == 1);
        if !is_short || matches!(self.bytes.get(end), Some(b'.' | b'e' | b'E')) {
            return None;
        }
        self.at = end;
        i64::try_from(value).ok()
    }

    /// A number that satisfies the schema.
    #[inline(never)]
    pub fn number(&mut self) -> Result<f64, Fail> {
        let Schema::Number(rules) = self.rules()? else {
            return Err(Fail);
        };
        self.blank();
        let start = self.at;
        let value = match number::short_float(self.bytes.get(start..).unwrap_or_default()) {
            Some((value, length)) => {
                self.at += length;
                value
            }
            None => self.long_number()?,
        };
        let text = self.text.get(start..self.at).ok_or(Fail)?;
        if !number::holds(rules, value) {
            return Err(Fail);
        }
        if self.lenient || number::check_number(rules, text, value).is_ok() { Ok(value) } else { Err(Fail) }
    }

    #[inline(never)]
    fn long_number(&mut self) -> Result<f64, Fail> {
        number::float(self.number_text()?.0).ok_or(Fail)
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
        if let Schema::Literals(..) = self.schema { self.literals() } else { Ok(self.schema) }
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
                if plain && text.len() < 300 || lex::finite(text).is_some() { Ok(()) } else { Err(Fail) }
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
        let end = if escaped { lex::string_end(self.bytes, start).map_err(|_| Fail)?.0 } else { end };
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
            && self.bytes.get(name.start..name.end).is_some_and(|bytes| lex::is_same(bytes, wanted.as_bytes()))
    }

    /// The text of a name.
    fn name_text(&self, name: Name) -> Cow<'a, str> {
        let raw = self.text.get(name.start..name.end).unwrap_or_default();
        if name.escaped { lex::unescape(raw) } else { Cow::Borrowed(raw) }
    }

    /// Whether no name stands twice.
    #[inline(never)]
    fn distinct(&self, names: &mut [Name]) -> Read {
        if names.len() < 2 {
            return Ok(());
        }
        let twice = if names.len() <= 8 && !names.iter().any(|name| name.escaped) {
            let raw = |name: &Name| self.bytes.get(name.start..name.end);
            names.iter().enumerate().any(|(index, a)| names.iter().take(index).any(|b| raw(a) == raw(b)))
        } else {
            names.sort_unstable_by(|a, b| self.name_text(*a).cmp(&self.name_text(*b)));
            names.windows(2).any(|pair| matches!(pair, [a, b] if self.name_text(*a) == self.name_text(*b)))
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
        if rules.unique_items && count > 1 && !self.is_unique(start)? { Err(Fail) } else { Ok(()) }
    }

    fn is_unique(&mut self, start: usize) -> Result<bool, Fail> {
        let judge = self.judge(start)?;
        let unique = judge.evaluator.node_at(start).is_some_and(|node| judge.evaluator.is_unique(node));
        self.judge = Some(judge);
        Ok(unique)
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

    /// Whether the key of a name stands next, as compact JSON spells it; `word` is the text's next eight bytes.
    #[inline(always)]
    fn is_key(&self, key: &Key, name: &str, word: u64) -> bool {
        if word & key.mask != key.head {
            return false;
        }
        if key.length <= 8 {
            return true;
        }
        let end = self.at + key.length;
        lex::word(self.bytes, end - 8) == Some(key.tail) && (key.length <= 16 || self.is_spelled(name))
    }

    /// Whether a text stands after the next byte.
    #[inline(always)]
    fn is_spelled(&self, text: &str) -> bool {
        let start = self.at + 1;
        self.bytes.get(start..start + text.len()).is_some_and(|bytes| lex::is_same(bytes, text.as_bytes()))
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

    /// The index of the property that is called like the name that was read last, by the hash slots.
    #[inline(always)]
    fn find_slot(&self, object: &'static Object) -> Option<usize> {
        let Name { start, end, escaped } = self.name;
        if escaped {
            return object.slot(self.name_text(self.name).as_bytes());
        }
        object.slot(self.bytes.get(start..end)?)
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

    #[inline(never)]
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
        union.arms.iter().position(|arm| arm.selectors.iter().any(|selector| kind.contains(selector)))
    }

    /// Whether the number that stands next has no fraction. What is no number is refused when it is read.
    fn is_whole(&self) -> bool {
        match lex::number_end(self.bytes, self.at) {
            Ok((end, false)) => self.text.get(self.at..end).is_some_and(|text| lex::Decimal::new(text).is_integer()),
            _ => true,
        }
    }

    #[inline(never)]
    fn find_tag(&mut self, union: &'static Union, tag: &str) -> Result<Option<usize>, Fail> {
        if self.peek() != b'{' {
            return if self.lenient { Ok(None) } else { Err(Fail) };
        }
        self.at += 1;
        self.blank();
        // Mostly it stands first.
        let word = lex::word(self.bytes, self.at).unwrap_or_default();
        if self.is_key(&union.tag, tag, word) {
            self.at += union.tag.length;
        } else if !self.find_late_tag(tag)? {
            return Ok(None);
        }
        self.blank();
        self.select(union)
    }

    /// Steps over members up to the value of the tag; whether there is one.
    #[inline(never)]
    fn find_late_tag(&mut self, tag: &str) -> Result<bool, Fail> {
        if self.peek_closing() {
            return Ok(false);
        }
        self.look_ahead();
        loop {
            let name = self.any_name()?;
            if self.is_name(name, tag) {
                return Ok(true);
            }
            if !self.step_ahead()? {
                return Ok(false);
            }
        }
    }

    /// The arm that the string selects that stands next.
    #[inline(always)]
    fn select(&mut self, union: &'static Union) -> Result<Option<usize>, Fail> {
        if self.peek() != b'"' {
            return Ok(None);
        }
        if union.plain {
            for (index, arm) in union.arms.iter().enumerate() {
                if arm.selectors.iter().any(|selector| self.is_next(selector)) {
                    return Ok(Some(index));
                }
            }
        }
        self.select_spelled(union)
    }

    /// The arm that the string selects that stands next, however it is spelled.
    #[cold]
    fn select_spelled(&mut self, union: &'static Union) -> Result<Option<usize>, Fail> {
        let value = self.string()?;
        let selects = |arm: &Arm| arm.selectors.iter().any(|&selector| selector == value);
        Ok(union.arms.iter().position(selects))
    }

    #[inline(never)]
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
        self.look_ahead();
        loop {
            let name = self.any_name()?;
            let name = self.name_text(name);
            let arm = union.arms.iter().position(|arm| arm.selectors.iter().any(|&selector| selector == name));
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

    #[inline(never)]
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
                Ok(Box::new(Judge { evaluator: Evaluator::new(tree), span: Span { start: at, end } }))
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

    /// Begins to look ahead: what is known of containers is of use only where it reaches beyond this place.
    fn look_ahead(&mut self) {
        if self.at >= self.ahead.until {
            self.ahead.ends.clear();
        }
    }

    /// Steps over a value by counting brackets.
    fn skip_ahead(&mut self) -> Read {
        self.blank();
        match self.peek() {
            b'"' => self.at = string_ahead(self.bytes, self.at + 1).ok_or(Fail)?,
            b'{' | b'[' => return self.skip_container(),
            _ => {
                let rest = self.bytes.get(self.at..).unwrap_or_default();
                let is_end = |&byte: &u8| matches!(byte, b',' | b'}' | b']');
                self.at += rest.iter().position(is_end).ok_or(Fail)?;
            }
        }
        Ok(())
    }

    /// Steps over a container. Ends of containers are remembered, so that tags that come late in nested unions are found
    /// in linear time.
    fn skip_container(&mut self) -> Read {
        if self.at < self.ahead.until {
            let found = self.ahead.ends.binary_search_by_key(&(self.at as u32), |end| end.0);
            let end = found.ok().and_then(|index| self.ahead.ends.get(index));
            self.at = end.ok_or(Fail)?.1 as usize;
            return Ok(());
        }
        // As long as a container is open, the index of the one around it stands for its end.
        const NONE: u32 = u32::MAX;
        let mut open = NONE;
        loop {
            match self.bytes.get(self.at).ok_or(Fail)? {
                b'"' => self.at = string_ahead(self.bytes, self.at + 1).ok_or(Fail)?,
                b'{' | b'[' => {
                    let around = std::mem::replace(&mut open, self.ahead.ends.len() as u32);
                    self.ahead.ends.push((self.at as u32, around));
                    self.at += 1;
                }
                b'}' | b']' => {
                    self.at += 1;
                    let end = self.ahead.ends.get_mut(open as usize).ok_or(Fail)?;
                    open = std::mem::replace(&mut end.1, self.at as u32);
                    if open == NONE {
                        self.ahead.until = self.at;
                        return Ok(());
                    }
                }
                _ => self.at += 1,
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
    if bytes as u64 + 3 >= u64::from(rules.min_length) * 4 && bytes <= most {
        return true;
    }
    let count = text.chars().count();
    least <= count && count <= most
}
