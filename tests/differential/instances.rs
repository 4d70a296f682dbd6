//! Random instances: made to fit a schema, nearly, and then changed at random.
//!
//! What it thinks of schemas decides nothing: an instance that does not fit is as good as one that does.

use serde_json::{Map, Value};

use crate::{json::Json, random::Random};

/// A pattern's texts: some that match, and some that don't.
const TEXTS_OF_PATTERNS: &[(&str, &[&str], &[&str])] = &[
    ("^[a-z]+$", &["abc", "z", "zzzzz"], &["", "A", "ab1", "a\n", "ä"]),
    ("^(latest|[1-9][0-9]*)$", &["latest", "1", "20"], &["0", "01", "latest1", "Latest", "", "1 "]),
    ("b", &["b", "abc", "\n\nb"], &["", "B", "aaa", "β"]),
    ("^[^x]{2,4}$", &["ab", "日本語", "😀😀😀😀", "\n\n"], &["a", "abcde", "axb", "😀", "😀😀😀😀😀"]),
    ("^$", &[""], &[" ", "\n", "a"]),
    ("[0-9]{3}$", &["123", "a 999"], &["12", "123 ", "٣٣٣", "123\n"]),
    ("^(a|ab)(c|bcd)*$", &["a", "ab", "abcd", "acbcdc"], &["b", "abcb", ""]),
    ("\\.", &["a.b", "."], &["a", ""]),
    ("^\\w+-\\d\\d$", &["a_1-22", "Z-00"], &["-22", "ä-22", "a-٣٣", "a-222"]),
    ("^[\\u00e4\\u00f6]+$", &["ä", "öä"], &["a", "a\u{308}", ""]),
];

/// A format's texts: some that are of it, and some that are not.
const TEXTS_OF_FORMATS: &[(&str, &[&str], &[&str])] = &[
    (
        "date-time",
        &["2026-02-28T23:59:59Z", "2024-02-29t00:00:00.123456789+05:30", "1990-12-31T23:59:60Z"],
        &["2026-02-29T00:00:00Z", "2026-02-28 23:59:59Z", "2026-02-28T23:59:59", "2026-13-01T00:00:00Z"],
    ),
    ("date", &["2026-02-28", "2024-02-29"], &["2026-02-29", "2026-2-28", "2026-02-28Z", "20260228"]),
    (
        "uuid",
        &["f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6"],
        &[
            "f81d4fae7dec11d0a76500a0c91e6bf6",
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf",
            "g81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        ],
    ),
    (
        "uri",
        &["https://example.com/a?b#c", "urn:a:b", "mailto:a@b.c"],
        &["/relative", "a b:c", "http://a b", "http://[::1"],
    ),
    ("email", &["a@example.com", "a.b+c@d.example"], &["a", "@b.c", "a@", "a@b c", ".a@b.c"]),
    ("hostname", &["example.com", "a-b.c", "localhost"], &["-a.b", "a_b", "", "a..b", "ä.example"]),
    ("ipv4", &["127.0.0.1", "255.255.255.255"], &["256.0.0.1", "1.2.3", "01.2.3.4", "1.2.3.4.5"]),
    ("ipv6", &["::1", "2001:db8::8:800:200c:417a", "::ffff:1.2.3.4"], &["::1%eth0", "1::2::3", ":::", "12345::"]),
    ("byte", &["", "AA==", "AAA=", "AAAA", "+/8="], &["A", "AA", "AB==", "AAAA=", "AA==\n", "-_8="]),
];

/// Texts of any kind: lengths around those that schemas ask for, in characters of one to four bytes.
const TEXTS: &[&str] = &[
    "",
    "a",
    "b",
    "ab",
    "abc",
    "abcdef",
    "abcdefg",
    "ä",
    "äöü",
    "日本",
    "日本語日本語日",
    "😀",
    "😀😀😀",
    "e\u{301}",
    "\0",
    "\n",
    "\"",
    "\\",
    "/",
    "\u{7f}",
    "\u{2028}",
    "\u{fffd}",
    "\u{10ffff}",
    "null",
    "1",
    "a text that is longer than any word of the machine",
];

/// Numbers of any kind: bounds of types, whole ones that don't look so, what no `f64` holds, and what is out of range.
const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "0.0",
    "-0.0",
    "0e5",
    "1",
    "-1",
    "1.0",
    "20.0",
    "2e1",
    "2E+1",
    "200e-1",
    "1.5",
    "0.1",
    "1e-7",
    "0.30000000000000004",
    "99.99",
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "4294967295",
    "4294967296",
    "16777217",
    "9007199254740992",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "1e19",
    "1.8446744073709551615e19",
    "3.4028235e38",
    "3.5e38",
    "1e39",
    "1e300",
    "1.7976931348623157e308",
    "1e309",
    "1e400",
    "-1e400",
    "1e-400",
    "5e-324",
    "123456789012345678901234567890",
    "0.1000000000000000055511151231257827021181583404541015625",
    "1.0000000000000000000001",
];

/// Makes instances of the schemas of a document.
#[derive(Debug)]
pub struct Maker<'a> {
    document: &'a Value,
    random: &'a mut Random,
    /// In how many of a hundred choices the wrong one is taken.
    slips: u32,
}

/// The keywords that all apply to one value, once an arm of each union was chosen.
#[derive(Default)]
struct Flat<'a> {
    parts: Vec<&'a Map<String, Value>>,
    /// The members that discriminators name, and the tags of the arms that were chosen.
    tags: Vec<(&'a str, Vec<String>)>,
    never: bool,
}

impl<'a> Maker<'a> {
    /// For a document.
    pub fn new(document: &'a Value, random: &'a mut Random, slips: u32) -> Self {
        Self { document, random, slips }
    }

    /// An instance of the component of a name, that nearly fits.
    pub fn component(&mut self, name: &str) -> Json {
        let schema = &self.document["components"]["schemas"][name];
        self.value(&[schema], 0)
    }

    fn slip(&mut self) -> bool {
        self.random.chance(self.slips)
    }

    fn value(&mut self, schemas: &[&'a Value], depth: usize) -> Json {
        if depth > 24 {
            return Json::Null;
        }
        let mut flat = Flat::default();
        for schema in schemas {
            self.flatten(schema, &mut flat, 0);
        }
        if flat.never || self.random.chance(self.slips.min(2)) {
            return any_value(self.random, 2);
        }
        self.of_view(&flat, depth)
    }

    fn flatten(&mut self, schema: &'a Value, flat: &mut Flat<'a>, level: usize) {
        let Some(keywords) = schema.as_object() else {
            flat.never |= schema == &Value::Bool(false);
            return;
        };
        if level > 40 {
            return;
        }
        flat.parts.push(keywords);
        if let Some(pointer) = keywords.get("$ref").and_then(Value::as_str)
            && let Some(target) = resolve(self.document, pointer)
        {
            self.flatten(target, flat, level + 1);
        }
        for part in list(keywords, "allOf") {
            self.flatten(part, flat, level + 1);
        }
        for union in ["oneOf", "anyOf"] {
            let arms = list(keywords, union);
            if !arms.is_empty() {
                let arm = &arms[self.random.below(arms.len())];
                self.flatten(arm, flat, level + 1);
                self.tag(keywords, arm, flat);
            }
        }
    }

    /// Notes the tags that a discriminator has for an arm.
    fn tag(&mut self, union: &'a Map<String, Value>, arm: &'a Value, flat: &mut Flat<'a>) {
        if let Some(discriminator) = union.get("discriminator")
            && let Some(member) = discriminator["propertyName"].as_str()
        {
            flat.tags.push((member, tags(discriminator, arm)));
        }
    }

    fn of_view(&mut self, view: &Flat<'a>, depth: usize) -> Json {
        let listed = view.parts.iter().find_map(|part| {
            part.get("const").map(std::slice::from_ref).or_else(|| Some(part.get("enum")?.as_array()?.as_slice()))
        });
        if let Some(values) = listed
            && !values.is_empty()
            && !self.slip()
        {
            return Json::from(&self.random.pick(values));
        }
        match self.kind(view) {
            "null" => Json::Null,
            "boolean" => Json::Boolean(self.random.chance(50)),
            "integer" => Json::Number(self.number(view, true)),
            "number" => Json::Number(self.number(view, false)),
            "string" => Json::String(self.text(view)),
            "array" => self.array(view, depth),
            "object" => self.object(view, depth),
            _ => any_value(self.random, 3),
        }
    }

    /// One of the types that every part allows.
    fn kind(&mut self, view: &Flat<'a>) -> &'a str {
        let mut kinds: Option<Vec<&str>> = None;
        for part in &view.parts {
            let own: Vec<&str> = match part.get("type") {
                Some(Value::String(kind)) => vec![kind],
                Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
                _ if part.contains_key("properties") => vec!["object"],
                _ => continue,
            };
            kinds = Some(match kinds {
                None => own,
                Some(before) => before.into_iter().filter(|kind| own.contains(kind)).collect(),
            });
        }
        match kinds {
            Some(kinds) if !kinds.is_empty() && !self.slip() => self.random.pick(&kinds),
            _ => "",
        }
    }

    fn number(&mut self, view: &Flat<'a>, whole: bool) -> String {
        if self.slip() {
            return self.random.pick(NUMBERS).to_owned();
        }
        let bound = |names: [&str; 2]| {
            let found = names.into_iter().flat_map(|name| view.parts.iter().filter_map(move |part| part.get(name)));
            found.filter_map(Value::as_f64).next()
        };
        let divisor = view.parts.iter().filter_map(|part| part.get("multipleOf")).filter_map(Value::as_f64).next();
        let (low, high) = (bound(["minimum", "exclusiveMinimum"]), bound(["maximum", "exclusiveMaximum"]));
        let near = self.random.pick(&[low, high, low.zip(high).map(|(low, high)| (low + high) / 2.0)]);
        let step = divisor.unwrap_or(if whole { 1.0 } else { self.random.pick(&[1.0, 0.5, 0.1, 0.01]) });
        let steps = self.random.between(-2, 3) as f64;
        let value = match near {
            Some(near) => (near / step).round() * step + steps * step,
            None => steps * step,
        };
        spell(value, whole, self.random)
    }

    fn text(&mut self, view: &Flat<'a>) -> String {
        let slips = self.slip();
        let named = |name: &str| view.parts.iter().find_map(|part| part.get(name)).and_then(Value::as_str);
        if let Some(pattern) = named("pattern")
            && let Some((_, good, bad)) = TEXTS_OF_PATTERNS.iter().find(|(it, _, _)| *it == pattern)
        {
            return self.random.pick(if slips { bad } else { good }).to_owned();
        }
        let format = named("format").or(named("contentEncoding").map(|_| "byte"));
        if let Some(format) = format
            && let Some((_, good, bad)) = TEXTS_OF_FORMATS.iter().find(|(it, _, _)| *it == format)
        {
            return self.random.pick(if slips { bad } else { good }).to_owned();
        }
        let (least, most) = self.counts(view, ("minLength", "maxLength"), 6);
        let length = if slips { self.random.below(9) } else { least + self.random.below(most + 1 - least) };
        let alphabet = self.random.pick(&["abcxyz", "aä日😀", "\u{1}\"\\/\n\u{7f}"]);
        let characters: Vec<char> = alphabet.chars().collect();
        (0..length).map(|_| self.random.pick(&characters)).collect()
    }

    /// The bounds of a count; the greatest is so much more than the least where there is none.
    fn counts(&mut self, view: &Flat<'a>, (least, most): (&str, &str), more: usize) -> (usize, usize) {
        let read = |name: &str| {
            let name = name.to_owned();
            view.parts.iter().filter_map(move |part| part.get(&name)).filter_map(Value::as_u64)
        };
        let least = read(least).max().unwrap_or(0) as usize;
        let most = read(most).min().map_or(least + more, |most| most as usize);
        (least, most.max(least))
    }

    fn array(&mut self, view: &Flat<'a>, depth: usize) -> Json {
        let (least, most) = self.counts(view, ("minItems", "maxItems"), if depth > 5 { 0 } else { 3 });
        let mut count = least + self.random.below(most + 1 - least);
        if self.slip() {
            count = self.random.below(6);
        }
        let schemas: Vec<&Value> = view.parts.iter().filter_map(|part| part.get("items")).collect();
        let unique = view.parts.iter().any(|part| part.contains_key("uniqueItems")) && !self.slip();
        let mut items: Vec<Json> = Vec::new();
        for _ in 0..count {
            let mut item = self.value(&schemas, depth + 1);
            for _ in 0..5 {
                if unique && items.contains(&item) {
                    item = self.value(&schemas, depth + 1);
                }
            }
            items.push(item);
        }
        Json::Array(items)
    }

    fn object(&mut self, view: &Flat<'a>, depth: usize) -> Json {
        let mut required: Vec<&str> = Vec::new();
        let mut declared: Vec<(&str, Vec<&Value>)> = Vec::new();
        for part in &view.parts {
            required.extend(list(part, "required").iter().filter_map(Value::as_str));
            for (name, schema) in part.get("properties").and_then(Value::as_object).into_iter().flatten() {
                match declared.iter_mut().find(|(known, _)| known == name) {
                    Some((_, schemas)) => schemas.push(schema),
                    None => declared.push((name, vec![schema])),
                }
            }
        }
        for name in &required {
            if !declared.iter().any(|(known, _)| known == name) {
                declared.push((name, Vec::new()));
            }
        }
        let some = if depth > 5 { 0 } else { self.random.pick(&[10, 50, 90]) };
        let mut members = Vec::new();
        for (name, schemas) in &declared {
            let forbidden = schemas.contains(&&Value::Bool(false)) && !self.slip();
            let wanted = if required.contains(name) { !self.slip() } else { !forbidden && self.random.chance(some) };
            if wanted {
                let value = self.member(name, schemas, view, depth);
                members.push(((*name).to_owned(), value));
            }
        }
        self.additional(view, &mut members, depth);
        if self.random.chance(40) {
            let at = self.random.below(members.len());
            members.rotate_left(at);
        }
        Json::Object(members)
    }

    /// The value of a member; that of a tag is what selects the arm.
    fn member(&mut self, name: &str, schemas: &[&'a Value], view: &Flat<'a>, depth: usize) -> Json {
        let is_constant = schemas.iter().any(|schema| schema.get("const").or(schema.get("enum")).is_some());
        let tags = view.tags.iter().find(|(member, tags)| *member == name && !tags.is_empty());
        match tags {
            Some((_, tags)) if !is_constant && !self.slip() => Json::String(self.random.pick(tags)),
            _ => self.value(schemas, depth + 1),
        }
    }

    /// Members that no schema declares.
    fn additional(&mut self, view: &Flat<'a>, members: &mut Vec<(String, Json)>, depth: usize) {
        let schemas: Vec<&Value> = view.parts.iter().filter_map(|part| part.get("additionalProperties")).collect();
        let closed = schemas.contains(&&Value::Bool(false)) && !self.slip();
        let (least, most) = self.counts(view, ("minProperties", "maxProperties"), 2);
        let free = most.saturating_sub(members.len());
        let wanted = if depth > 5 { 0 } else { self.random.below(free.min(3) + 1) };
        let count = wanted.max(least.saturating_sub(members.len()));
        if closed {
            return;
        }
        for index in 0..count {
            let name = self.random.pick(&["extra", "a", "", "ä", "more \"of\" it", "x"]);
            let name = if members.iter().any(|(known, _)| known == name) {
                format!("{name}{index}")
            } else {
                (*name).to_owned()
            };
            let value = self.value(&schemas, depth + 1);
            members.push((name, value));
        }
    }
}

/// A number in one of the ways to spell it.
fn spell(value: f64, whole: bool, random: &mut Random) -> String {
    let value = if whole { value.round() } else { value };
    // Whole numbers of more digits than an `f64` has are those of the bounds, give or take one.
    let plain = if value.abs() < 1e20 && value.fract() == 0.0 {
        format!("{}", value as i128 + i128::from(value.abs() > 1e16) * i128::from(random.between(-1, 1)))
    } else {
        serde_json::Number::from_f64(value).map_or_else(|| "0".to_owned(), |number| number.to_string())
    };
    let is_digits = plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    match random.below(20) {
        0 if is_digits => format!("{plain}.0"),
        1 if is_digits => format!("{plain}e0"),
        2 if is_digits => format!("{plain}0e-1"),
        3 if is_digits && plain.ends_with('0') && plain.len() > 2 => format!("{}E+1", &plain[..plain.len() - 1]),
        _ => plain,
    }
}

/// Any value.
pub fn any_value(random: &mut Random, depth: usize) -> Json {
    match random.below(if depth == 0 { 10 } else { 14 }) {
        0 => Json::Null,
        1 => Json::Boolean(random.chance(50)),
        2..6 => Json::Number(random.pick(NUMBERS).to_owned()),
        6..10 => Json::String(random.pick(TEXTS).to_owned()),
        10..12 => Json::Array((0..random.below(4)).map(|_| any_value(random, depth - 1)).collect()),
        _ => Json::Object(
            (0..random.below(3))
                .map(|index| (format!("{}{index}", random.pick(&["a", "ä", ""])), any_value(random, depth - 1)))
                .collect(),
        ),
    }
}

/// Changes an instance at a place or two.
pub fn mutate(instance: &mut Json, random: &mut Random) {
    for _ in 0..1 + random.below(2) {
        let index = random.below(instance.count());
        if let Some(place) = instance.nth(index) {
            mutate_place(place, random);
        }
    }
}

fn mutate_place(place: &mut Json, random: &mut Random) {
    match (random.below(10), place) {
        (0, place) => *place = any_value(random, 2),
        (1, place) => *place = Json::Null,
        (2, place) => {
            let depth = random.pick(&[1, 1, 1, 2, 100, 125, 126, 127, 128, 129, 140]);
            for _ in 0..depth {
                *place = Json::Array(vec![std::mem::replace(place, Json::Null)]);
            }
        }
        (_, Json::Number(text)) => mutate_number(text, random),
        (_, Json::String(text)) => mutate_text(text, random),
        (_, Json::Array(items)) => mutate_items(items, random),
        (_, Json::Object(members)) => mutate_members(members, random),
        (_, Json::Boolean(value)) => *value = !*value,
        (_, place) => *place = any_value(random, 1),
    }
}

fn mutate_number(text: &mut String, random: &mut Random) {
    let value = text.parse::<i64>();
    *text = match (random.below(6), value) {
        (0, Ok(value)) => value.wrapping_add(random.between(-1, 1)).to_string(),
        (1, Ok(value)) => format!("{value}.0"),
        (2, Ok(value)) => format!("{value}.5"),
        (3, Ok(value)) => value.wrapping_neg().to_string(),
        (4, Ok(value)) => format!("{value}e{}", random.between(-3, 3)),
        _ => random.pick(NUMBERS).to_owned(),
    };
}

fn mutate_text(text: &mut String, random: &mut Random) {
    let characters: Vec<char> = text.chars().collect();
    let at = random.below(characters.len() + 1);
    let (before, after) = characters.split_at(at);
    let (before, rest): (String, String) = (before.iter().collect(), after.iter().skip(1).collect());
    let after: String = after.iter().collect();
    let character = random.pick(&['a', 'A', '0', ' ', 'ä', '😀', '\n', '"', '\\', '=', '.', '-']);
    *text = match random.below(7) {
        0 => format!("{before}{character}{after}"),
        1 => format!("{before}{rest}"),
        2 => format!("{before}{character}{rest}"),
        3 => text.to_uppercase(),
        4 => text.to_lowercase(),
        5 => format!("{text}{text}"),
        _ => random.pick(TEXTS).to_owned(),
    };
}

fn mutate_items(items: &mut Vec<Json>, random: &mut Random) {
    let at = random.below(items.len());
    match random.below(5) {
        0 if !items.is_empty() => drop(items.remove(at)),
        1 | 2 if !items.is_empty() => items.push(items[at].clone()),
        3 if !items.is_empty() => {
            // The same value, spelled otherwise.
            let mut copy = items[at].clone();
            if let Json::Number(text) = &mut copy
                && text.parse::<i64>().is_ok()
            {
                text.push_str(".0");
            }
            items.push(copy);
        }
        _ => items.push(any_value(random, 1)),
    }
}

fn mutate_members(members: &mut Vec<(String, Json)>, random: &mut Random) {
    let at = random.below(members.len());
    match random.below(7) {
        0 | 1 if !members.is_empty() => drop(members.remove(at)),
        2 if !members.is_empty() => mutate_text(&mut members[at].0, random),
        3 if members.len() > 1 => members.swap(0, at),
        // Now and then a name stands twice.
        4 if random.chance(30) && !members.is_empty() => members.push(members[at].clone()),
        5 if !members.is_empty() => members[at].1 = any_value(random, 1),
        _ => {
            let name = random.pick(&["extra", "", "a", "kind", "type", "ä"]);
            if !members.iter().any(|(known, _)| known == name) {
                members.push((name.to_owned(), any_value(random, 1)));
            }
        }
    }
}

/// The schema that a reference leads to.
pub fn resolve<'a>(document: &'a Value, reference: &str) -> Option<&'a Value> {
    let pointer = reference.strip_prefix('#')?;
    let bytes = pointer.as_bytes();
    let (mut decoded, mut at) = (Vec::new(), 0);
    while let Some(&byte) = bytes.get(at) {
        let hex = pointer.get(at + 1..at + 3).filter(|_| byte == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        decoded.push(hex.unwrap_or(byte));
        at += if hex.is_some() { 3 } else { 1 };
    }
    document.pointer(&String::from_utf8(decoded).ok()?)
}

/// The list that a keyword has.
pub fn list<'a>(keywords: &'a Map<String, Value>, keyword: &str) -> &'a [Value] {
    keywords.get(keyword).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The tags that a discriminator has for an arm: what maps to it, or else its component's name.
pub fn tags(discriminator: &Value, arm: &Value) -> Vec<String> {
    let Some(component) = arm["$ref"].as_str().and_then(|pointer| pointer.rsplit('/').next()) else {
        return Vec::new();
    };
    let mapping = discriminator["mapping"].as_object().into_iter().flatten();
    let is_it = |target: &Value| target.as_str().and_then(|target| target.rsplit('/').next()) == Some(component);
    let mapped: Vec<String> = mapping.filter(|(_, target)| is_it(target)).map(|(tag, _)| tag.clone()).collect();
    if mapped.is_empty() { vec![component.to_owned()] } else { mapped }
}
