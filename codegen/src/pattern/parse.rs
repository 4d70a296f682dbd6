//! The grammar of ECMA-262's patterns in Unicode mode, and what it is lenient about.
//!
//! Knows the source dialect. Does not know what can be done with a pattern.

/// How deeply groups may lie within one another: `regex` allows 250 levels of anything.
const DEPTH: u32 = 50;

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A code point, which can be a surrogate: no text has that.
    Literal(u32),
    /// One of several characters, or none of them.
    Class { negated: bool, items: Vec<Item> },
    /// A place between characters.
    Assertion(Assertion),
    /// What stands in parentheses.
    Group { capturing: bool, node: Box<Node> },
    /// What comes next, or before, is or is not like this.
    Look { ahead: bool, negative: bool, node: Box<Node> },
    /// What a group has matched, once more.
    Backreference,
    /// The same several times.
    Repeat { node: Box<Node>, least: u32, most: Option<u32>, lazy: bool },
    /// One after the other; nothing, where there is none.
    Sequence(Vec<Node>),
    /// One or the other.
    Choice(Vec<Node>),
}

/// A place between characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assertion {
    /// `^`
    Start,
    /// `$`
    End,
    /// `\b`
    Boundary,
    /// `\B`
    NoBoundary,
}

/// A part of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// Code points, both ends included.
    Range(u32, u32),
    /// Characters that have a name, or all others.
    Set { set: Set, negated: bool },
}

/// Characters that have a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Set {
    /// `\d`
    Digit,
    /// `\w`
    Word,
    /// `\s`
    Space,
    /// What stands in the braces of `\p{…}`.
    Property(String),
}

/// Reads a pattern, or says why it is none.
pub fn parse(source: &str) -> Result<Node, String> {
    let mut parser = Parser { rest: source, depth: 0, groups: 0, names: Vec::new(), references: Vec::new() };
    let node = parser.choice()?;
    if !parser.rest.is_empty() {
        return Err("a `)` closes nothing".to_owned());
    }
    parser.check_references()?;
    Ok(node)
}

struct Parser<'a> {
    rest: &'a str,
    depth: u32,
    /// How many groups are capturing.
    groups: usize,
    /// Those that have a name.
    names: Vec<&'a str>,
    references: Vec<Reference<'a>>,
}

/// What a backreference names.
enum Reference<'a> {
    Number(usize),
    Name(&'a str),
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next();
        self.rest = chars.as_str();
        next
    }

    fn eat(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// What stands before a text, which is skipped as well.
    fn until(&mut self, end: &str) -> Option<&'a str> {
        let (text, rest) = self.rest.split_once(end)?;
        self.rest = rest;
        Some(text)
    }

    fn choice(&mut self) -> Result<Node, String> {
        let mut branches = vec![self.sequence()?];
        while self.eat("|") {
            branches.push(self.sequence()?);
        }
        Ok(if branches.len() == 1 { branches.swap_remove(0) } else { Node::Choice(branches) })
    }

    fn sequence(&mut self) -> Result<Node, String> {
        let mut nodes = Vec::new();
        while self.peek().is_some_and(|next| !matches!(next, '|' | ')')) {
            let node = self.atom()?;
            nodes.push(self.quantified(node)?);
        }
        Ok(Node::Sequence(nodes))
    }

    fn atom(&mut self) -> Result<Node, String> {
        let before = self.rest;
        Ok(match self.next() {
            Some('^') => Node::Assertion(Assertion::Start),
            Some('$') => Node::Assertion(Assertion::End),
            Some('.') => {
                Node::Class { negated: true, items: ['\n', '\r', '\u{2028}', '\u{2029}'].map(single).to_vec() }
            }
            Some('(') => self.group()?,
            Some('[') => self.class()?,
            Some('\\') => self.escape()?,
            Some(next @ ('*' | '+' | '?')) => return Err(format!("`{next}` has nothing to repeat")),
            Some('{') => {
                self.rest = before;
                if self.counts()?.is_some() {
                    return Err("`{` has nothing to repeat".to_owned());
                }
                self.next();
                Node::Literal('{'.into())
            }
            Some(next) => Node::Literal(next.into()),
            None => Node::Sequence(Vec::new()),
        })
    }

    /// What comes after a `(`.
    fn group(&mut self) -> Result<Node, String> {
        if self.depth == DEPTH {
            return Err(format!("groups lie more than {DEPTH} deep in one another"));
        }
        let look = |ahead, negative| Some((ahead, negative));
        let mut capturing = false;
        let look = if self.eat("?=") {
            look(true, false)
        } else if self.eat("?!") {
            look(true, true)
        } else if self.eat("?<=") {
            look(false, false)
        } else if self.eat("?<!") {
            look(false, true)
        } else {
            capturing = !self.eat("?:");
            None
        };
        if capturing {
            self.groups += 1;
            if self.eat("?<") {
                let name = self.name()?;
                self.names.push(name);
            } else if self.rest.starts_with('?') {
                let kind: String = self.rest.chars().take(2).collect();
                return Err(format!("`({kind}` is no kind of group that is known"));
            }
        }
        self.depth += 1;
        let node = Box::new(self.choice()?);
        self.depth -= 1;
        if !self.eat(")") {
            return Err("a `(` is not closed".to_owned());
        }
        Ok(match look {
            Some((ahead, negative)) => Node::Look { ahead, negative, node },
            None => Node::Group { capturing, node },
        })
    }

    /// The name of a group, and the `>` after it.
    fn name(&mut self) -> Result<&'a str, String> {
        let part = |next: char| next.is_alphanumeric() || matches!(next, '$' | '_');
        match self.until(">") {
            Some(name)
                if name.chars().all(part) && name.starts_with(|first: char| part(first) && !first.is_numeric()) =>
            {
                Ok(name)
            }
            _ => Err("a group has no valid name".to_owned()),
        }
    }

    /// A node with the quantifier that follows it, if there is one.
    fn quantified(&mut self, node: Node) -> Result<Node, String> {
        let before = self.rest;
        let counts = match self.next() {
            Some('*') => Some((0, None)),
            Some('+') => Some((1, None)),
            Some('?') => Some((0, Some(1))),
            _ => {
                self.rest = before;
                self.counts()?
            }
        };
        let Some((least, most)) = counts else {
            return Ok(node);
        };
        if matches!(node, Node::Assertion(_) | Node::Look { ahead: false, .. }) {
            return Err("a quantifier has nothing to repeat".to_owned());
        }
        let lazy = self.eat("?");
        Ok(Node::Repeat { node: Box::new(node), least, most, lazy })
    }

    /// A quantifier in braces. A brace that begins none stays where it is.
    fn counts(&mut self) -> Result<Option<(u32, Option<u32>)>, String> {
        let Some((counts, rest)) = self.rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) else {
            return Ok(None);
        };
        let (least, most) = counts.split_once(',').map_or((counts, Some(counts)), |(least, most)| (least, Some(most)));
        let number = |text: &str| match text {
            "" => None,
            _ if text.bytes().all(|byte| byte.is_ascii_digit()) => Some(text.parse().unwrap_or(u32::MAX)),
            _ => None,
        };
        let most = most.filter(|most| !most.is_empty());
        let (least, most) = match (number(least), most.map(number)) {
            (Some(least), None) => (least, None),
            (Some(least), Some(Some(most))) => (least, Some(most)),
            (None, Some(Some(most))) if least.is_empty() => {
                return Err(format!("`{{,{most}}}` is no quantifier; `{{0,{most}}}` is"));
            }
            _ => return Ok(None),
        };
        if most.is_some_and(|most| most < least) {
            return Err(format!("the numbers in `{{{counts}}}` are out of order"));
        }
        self.rest = rest;
        Ok(Some((least, most)))
    }

    /// What comes after a `\` outside of a class.
    fn escape(&mut self) -> Result<Node, String> {
        if self.eat("b") {
            return Ok(Node::Assertion(Assertion::Boundary));
        }
        if self.eat("B") {
            return Ok(Node::Assertion(Assertion::NoBoundary));
        }
        if self.eat("k<") {
            let name = self.name()?;
            self.references.push(Reference::Name(name));
            return Ok(Node::Backreference);
        }
        if self.peek().is_some_and(|next| matches!(next, '1'..='9')) {
            let length = self.rest.bytes().take_while(u8::is_ascii_digit).count();
            let (digits, rest) = self.rest.split_at(length);
            self.rest = rest;
            self.references.push(Reference::Number(digits.parse().unwrap_or(usize::MAX)));
            return Ok(Node::Backreference);
        }
        Ok(match self.character_class_or_escape()? {
            Item::Range(code, _) => Node::Literal(code),
            set => Node::Class { negated: false, items: vec![set] },
        })
    }

    /// What comes after a `\` anywhere.
    fn character_class_or_escape(&mut self) -> Result<Item, String> {
        let named = |set: Set, negated| Ok(Item::Set { set, negated });
        let Some(next) = self.next() else {
            return Err("a `\\` stands at the end".to_owned());
        };
        let code = match next {
            'd' | 'D' => return named(Set::Digit, next == 'D'),
            'w' | 'W' => return named(Set::Word, next == 'W'),
            's' | 'S' => return named(Set::Space, next == 'S'),
            'p' | 'P' => return named(self.property()?, next == 'P'),
            't' => 0x09,
            'n' => 0x0A,
            'v' => 0x0B,
            'f' => 0x0C,
            'r' => 0x0D,
            '0' if !self.rest.starts_with(|next: char| next.is_ascii_digit()) => 0,
            'c' if self.rest.starts_with(|next: char| next.is_ascii_alphabetic()) => {
                self.next().map_or(0, |letter| u32::from(letter) % 32)
            }
            'x' => self.hexadecimal(2).ok_or("`\\x` has no two hexadecimal digits")?,
            'u' => self.unicode()?,
            _ if next.is_ascii_alphanumeric() => return Err(format!("`\\{next}` is no escape of ECMA-262")),
            _ => next.into(),
        };
        Ok(Item::Range(code, code))
    }

    /// What comes after `\u`: a code point, or two surrogates that make one.
    fn unicode(&mut self) -> Result<u32, String> {
        let missing = || "`\\u` has no four hexadecimal digits, nor some in braces".to_owned();
        if self.eat("{") {
            let digits = self.until("}").ok_or_else(missing)?;
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(missing());
            }
            let code = u32::from_str_radix(digits, 16).ok().filter(|&code| code <= u32::from(char::MAX));
            return code.ok_or_else(|| format!("`\\u{{{digits}}}` is no code point"));
        }
        let high = self.hexadecimal(4).ok_or_else(missing)?;
        let before = self.rest;
        if (0xD800..0xDC00).contains(&high) && self.eat("\\u") {
            match self.hexadecimal(4) {
                Some(low @ 0xDC00..0xE000) => return Ok(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00)),
                _ => self.rest = before,
            }
        }
        Ok(high)
    }

    fn hexadecimal(&mut self, length: usize) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(length)?;
        let valid = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u32::from_str_radix(digits, 16).ok().filter(|_| valid)?;
        self.rest = rest;
        Some(number)
    }

    /// What comes after `\p`.
    fn property(&mut self) -> Result<Set, String> {
        const KEYS: [&str; 6] = ["General_Category", "gc", "Script", "sc", "Script_Extensions", "scx"];
        let property = if self.eat("{") { self.until("}") } else { None };
        let property = property.ok_or("`\\p` has no braces")?;
        let (key, value) = property.split_once('=').unwrap_or(("gc", property));
        let name = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !KEYS.contains(&key) || !name || regex::Regex::new(&format!("\\p{{{property}}}")).is_err() {
            return Err(format!("`\\p{{{property}}}` is no property that is known"));
        }
        Ok(Set::Property(property.to_owned()))
    }

    /// What comes after a `[`.
    fn class(&mut self) -> Result<Node, String> {
        let negated = self.eat("^");
        let mut items = Vec::new();
        while !self.eat("]") {
            let from = self.class_atom()?;
            if self.rest.starts_with("-]") || !self.eat("-") {
                items.push(from);
                continue;
            }
            match (from, self.class_atom()?) {
                (Item::Range(from, _), Item::Range(to, _)) if from <= to => items.push(Item::Range(from, to)),
                (Item::Range(..), Item::Range(..)) => return Err("a range in a class is out of order".to_owned()),
                // A hyphen beside a set is itself (Annex B).
                (from, to) => items.extend([from, single('-'), to]),
            }
        }
        Ok(Node::Class { negated, items })
    }

    fn class_atom(&mut self) -> Result<Item, String> {
        match self.next() {
            None => Err("a `[` is not closed".to_owned()),
            Some('\\') if self.eat("b") => Ok(single('\u{8}')),
            Some('\\') => self.character_class_or_escape(),
            Some(next) => Ok(single(next)),
        }
    }

    /// Whether what backreferences name is there.
    fn check_references(&self) -> Result<(), String> {
        for reference in &self.references {
            match reference {
                Reference::Number(number) if *number > self.groups => {
                    return Err(format!("there is no group {number}"));
                }
                Reference::Name(name) if !self.names.contains(name) => {
                    return Err(format!("there is no group `{name}`"));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn single(character: char) -> Item {
    Item::Range(character.into(), character.into())
}
