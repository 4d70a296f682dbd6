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
    schema::{Additional, Dispatch, Object, Schema, Text, Union, hash},
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
    name: Span,
    ahead: Ahead,
    /// The second reader, over a part of the text, for unions that only it can decide.
    judge: Option<Box<Judge<'a>>>,
}

/// A range of bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    start: usize,
    end: usize,
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
            name: Span::default(),
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

    #[inline(always)]
    fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    // Strings.

    /// The text of a string: a part of the input, or decoded where it has escapes.
    #[inline]
    fn string(&mut self) -> Result<Cow<'a, str>, Fail> {
        self.eat(b'"')?;
        let start = self.at;
        let (end, escaped) = lex::string_end(self.bytes, start).map_err(|_| Fail)?;
        self.at = end + 1;
        let raw = self.text.get(start..end).ok_or(Fail)?;
        Ok(if escaped {
            lex::unescape(raw)
        } else {
            Cow::Borrowed(raw)
        })
    }

    /// A string that satisfies the schema.
    #[inline(never)]
    pub fn text(&mut self) -> Result<String, Fail> {
        let Schema::String(rules) = self.rules()? else {
            return Err(Fail);
        };
        let text = self.string()?;
        if self.lenient || is_text(rules, &text) {
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
        if self.string()? == *constant { Ok(()) } else { Err(Fail) }
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
        let Schema::Strings(known) = self.schema else {
            return Err(Fail);
        };
        let text = self.string()?;
        match known.iter().position(|&value| value == text) {
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
        let (text, plain) = self.number_text()?;
        let value = number::integer(text, plain)
            .filter(|&value| number::fits(rules.width, value))
            .ok_or(Fail)?;
        if self.lenient || number::check_integer(rules, value).is_ok() {
            Ok(value)
        } else {
            Err(Fail)
        }
    }

    /// A number that satisfies the schema.
    #[inline(never)]
    pub fn number(&mut self) -> Result<f64, Fail> {
        let Schema::Number(rules) = self.rules()? else {
            return Err(Fail);
        };
        let (text, plain) = self.number_text()?;
        let value = number::float(text, plain).ok_or(Fail)?;
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
        let start = self.at;
        let raw = self.raw()?;
        if !matches!(schema, Schema::Any) && !self.evaluate(start, schema)? {
            return Err(Fail);
        }
        serde_json::from_str(raw).map_err(|_| Fail)
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
    fn any_name(&mut self) -> Result<Span, Fail> {
        self.eat(b'"')?;
        let start = self.at;
        let (end, _) = lex::string_end(self.bytes, start).map_err(|_| Fail)?;
        self.at = end + 1;
        self.eat(b':')?;
        Ok(Span { start, end })
    }

    /// Whether no name stands twice.
    fn distinct(&self, names: &mut [Span]) -> Read {
        if names.len() < 2 {
            return Ok(());
        }
        let name = |span: &Span| lex::unescape(self.slice(*span));
        let twice = if names.len() <= 8 {
            names.iter().enumerate().any(|(index, a)| {
                names
                    .iter()
                    .take(index)
                    .any(|b| a.end - a.start == b.end - b.start && self.slice(*a) == self.slice(*b))
            }) || names.iter().any(|span| self.slice(*span).contains('\\')) && has_twice(names, name)
        } else {
            has_twice(names, name)
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
            read(lex::unescape(self.slice(name)).into_owned(), self)?;
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
        let name = lex::unescape(self.slice(self.name)).into_owned();
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
        match object.properties.len() {
            0..=64 => self.object(object, model, &mut [0]),
            65..=256 => self.object(object, model, &mut [0; 4]),
            count => self.object(object, model, &mut vec![0; count.div_ceil(64)]),
        }
    }

    #[inline(always)]
    fn object(&mut self, object: &'static Object, model: &mut dyn Members, seen: &mut [u64]) -> Read {
        self.eat(b'{')?;
        self.enter()?;
        let (mut next, mut required, mut count) = (0, 0, 0);
        let mut unnamed = Vec::new();
        let mut more = !self.is_empty(b'}');
        while more {
            self.blank();
            count += 1;
            if let Some(index) = self.property(object, next)? {
                let property = object.properties.get(index).ok_or(Fail)?;
                let word = seen.get_mut(index / 64).ok_or(Fail)?;
                let bit = 1 << (index % 64);
                if *word & bit != 0 {
                    return Err(Fail);
                }
                *word |= bit;
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
        if let Some(property) = object.properties.get(next)
            && property.plain
            && self.peek() == b'"'
        {
            let start = self.at + 1;
            let end = start + property.name.len();
            if self.bytes.get(start..end) == Some(property.name.as_bytes())
                && self.bytes.get(end..end + 2) == Some(b"\":")
            {
                self.at = end + 2;
                return Ok(Some(next));
            }
        }
        self.find_property(object, next)
    }

    #[inline(never)]
    fn find_property(&mut self, object: &'static Object, next: usize) -> Result<Option<usize>, Fail> {
        self.name = self.any_name()?;
        let name = lex::unescape(self.slice(self.name));
        if !object.slots.is_empty() {
            return Ok(find_slot(object, &name));
        }
        // From the expected one on, and then from the first.
        let next = next.min(object.properties.len());
        let is_it = |index: &usize| {
            object
                .properties
                .get(*index)
                .is_some_and(|property| property.name == name)
        };
        Ok((next..object.properties.len()).chain(0..next).find(is_it))
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
            _ => &["number", "integer"],
        };
        union
            .arms
            .iter()
            .position(|arm| arm.selectors.iter().any(|selector| kind.contains(selector)))
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
            let name = self.any_name()?;
            if lex::unescape(self.slice(name)) == tag {
                self.blank();
                if self.peek() != b'"' {
                    return Ok(None);
                }
                let value = self.string()?;
                return Ok(union
                    .arms
                    .iter()
                    .position(|arm| arm.selectors.iter().any(|&selector| selector == value)));
            }
            if !self.step_ahead()? {
                return Ok(None);
            }
        }
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
            let name = lex::unescape(self.slice(name));
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

/// Whether two of some names are the same.
fn has_twice<'a>(names: &mut [Span], name: impl Fn(&Span) -> Cow<'a, str>) -> bool {
    names.sort_unstable_by(|a, b| name(a).cmp(&name(b)));
    names
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if name(a) == name(b)))
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
