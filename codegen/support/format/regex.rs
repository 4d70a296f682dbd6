//! Regular expressions (ECMA-262): whether a text is one.
//!
//! Knows the grammar of patterns in Unicode mode and what engines let pass besides. Does not know what a pattern
//! matches. A scan without recursion, whose memory grows with open groups and with names.

use super::{Format, format};
use std::collections::HashMap;

/// `regex`: ECMA-262, `Pattern` in Unicode mode.
pub static REGEX: Format = format("regex", is_regex);

/// Whether a text is a pattern of ECMA-262 in Unicode mode.
///
/// Valid besides, as in Annex B and for `pattern`: brackets and braces that are not of a class or a quantifier, a
/// hyphen beside a class escape, a quantifier after a look-ahead, and a backslash before any mark. The name of a
/// property is judged by its shape, since new ones come with each Unicode; so is that of a group beyond ASCII.
pub fn is_regex(text: &str) -> bool {
    let mut scanner = Scanner {
        length: text.len(),
        rest: text,
        open: vec![Open { start: 0, bar: 0, repeatable: false }],
        groups: 0,
        greatest: 0,
        names: HashMap::new(),
        references: Vec::new(),
    };
    scanner.pattern().is_some()
}

/// Where a pattern is read, and what of it counts later. What is no pattern is `None`.
struct Scanner<'t> {
    length: usize,
    rest: &'t str,
    /// The whole pattern, and the groups that are not closed yet.
    open: Vec<Open>,
    /// How many groups are capturing.
    groups: usize,
    /// The greatest number of a backreference.
    greatest: usize,
    /// Where a group of each name stood last.
    names: HashMap<&'t str, usize>,
    /// The names of backreferences.
    references: Vec<&'t str>,
}

/// A group, or the whole.
struct Open {
    /// Where it begins: greater for those within others.
    start: usize,
    /// Where its last alternative begins; 0 while it has only one.
    bar: usize,
    /// Whether a quantifier may follow.
    repeatable: bool,
}

/// A part of a class.
enum Atom {
    /// A code point, which may be a surrogate.
    Code(u32),
    /// Several.
    Set,
}

impl<'t> Scanner<'t> {
    fn at(&self) -> usize {
        self.length - self.rest.len()
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next();
        self.rest = chars.as_str();
        next
    }

    fn eat(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn digits(&mut self) -> &'t str {
        let length = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at_checked(length).unwrap_or(("", self.rest));
        self.rest = rest;
        digits
    }

    fn pattern(&mut self) -> Option<()> {
        // Whether a quantifier may follow.
        let mut repeatable = false;
        while let Some(next) = self.next() {
            let quantifier = match next {
                '*' | '+' | '?' => true,
                '{' => self.counts()?,
                _ => false,
            };
            if quantifier {
                if !repeatable {
                    return None;
                }
                self.eat("?");
            }
            repeatable = !quantifier && self.term(next)?;
        }
        let named = |name| self.names.contains_key(name);
        let valid = self.open.len() == 1 && self.greatest <= self.groups && self.references.iter().all(named);
        valid.then_some(())
    }

    /// What begins with a character that is no quantifier; whether one may follow.
    fn term(&mut self, first: char) -> Option<bool> {
        match first {
            '^' | '$' => return Some(false),
            '|' => {
                let at = self.at();
                self.open.last_mut()?.bar = at;
                return Some(false);
            }
            '(' => return self.group().map(|()| false),
            ')' => return self.open.pop().filter(|_| !self.open.is_empty()).map(|group| group.repeatable),
            '[' => self.class()?,
            '\\' => return self.escape(),
            _ => {}
        }
        Some(true)
    }

    /// A quantifier after a `{`; whether there is one.
    fn counts(&mut self) -> Option<bool> {
        let before = self.rest;
        let number = |digits: &str| digits.parse().unwrap_or(u64::MAX);
        let least = self.digits();
        let most = if self.eat(",") { self.digits() } else { least };
        if least.is_empty() || !self.eat("}") {
            self.rest = before;
            return Some(false);
        }
        (most.is_empty() || number(least) <= number(most)).then_some(true)
    }

    /// What comes after a `(`, up to what the group holds.
    fn group(&mut self) -> Option<()> {
        let start = self.at();
        let mut repeatable = true;
        if self.eat("?<=") || self.eat("?<!") {
            repeatable = false;
        } else if self.eat("?<") {
            let name = self.name()?;
            self.declare(name, start)?;
            self.groups += 1;
        } else if self.eat("?") {
            let plain = self.eat(":") || self.eat("=") || self.eat("!");
            if !plain {
                self.modifiers()?;
            }
        } else {
            self.groups += 1;
        }
        self.open.push(Open { start, bar: 0, repeatable });
        Some(())
    }

    /// Flags that a group sets and unsets, and the colon after them.
    fn modifiers(&mut self) -> Option<()> {
        let (flags, rest) = self.rest.split_once(':')?;
        let known = flags.bytes().all(|flag| b"ims-".contains(&flag));
        let once = ['i', 'm', 's', '-'].into_iter().all(|flag| flags.matches(flag).count() < 2);
        self.rest = rest;
        (known && once && flags != "-").then_some(())
    }

    /// A name and the `>` after it.
    fn name(&mut self) -> Option<&'t str> {
        let (name, rest) = self.rest.split_once('>')?;
        let other = |next: char| !next.is_ascii() && !next.is_whitespace() && !next.is_control();
        let part = |next: char| next.is_ascii_alphanumeric() || matches!(next, '$' | '_') || other(next);
        let valid = name.starts_with(|first: char| part(first) && !first.is_numeric()) && name.chars().all(part);
        self.rest = rest;
        valid.then_some(name)
    }

    /// Takes in a name, which two groups may have where one of them is in another alternative.
    fn declare(&mut self, name: &'t str, start: usize) -> Option<()> {
        let Some(last) = self.names.insert(name, start) else {
            return Some(());
        };
        // The innermost that holds both.
        let depth = self.open.partition_point(|open| open.start < last);
        let shared = self.open.get(depth.checked_sub(1)?)?;
        (shared.bar > last).then_some(())
    }

    /// What comes after a `\` outside of a class; whether a quantifier may follow.
    fn escape(&mut self) -> Option<bool> {
        if self.eat("b") || self.eat("B") {
            return Some(false);
        }
        if self.eat("k<") {
            let name = self.name()?;
            self.references.push(name);
        } else if self.rest.starts_with(|next| matches!(next, '1'..='9')) {
            let number = self.digits().parse().unwrap_or(usize::MAX);
            self.greatest = self.greatest.max(number);
        } else {
            self.character()?;
        }
        Some(true)
    }

    /// What comes after a `\` anywhere.
    fn character(&mut self) -> Option<Atom> {
        let code = match self.next()? {
            'd' | 'D' | 'w' | 'W' | 's' | 'S' => return Some(Atom::Set),
            'p' | 'P' => return self.property().map(|()| Atom::Set),
            't' => 0x09,
            'n' => 0x0A,
            'v' => 0x0B,
            'f' => 0x0C,
            'r' => 0x0D,
            '0' if !self.rest.starts_with(|next: char| next.is_ascii_digit()) => 0,
            'c' => u32::from(self.next().filter(char::is_ascii_alphabetic)?) % 32,
            'x' => self.hexadecimal(2)?,
            'u' => self.unicode()?,
            next if next.is_ascii_alphanumeric() => return None,
            next => next.into(),
        };
        Some(Atom::Code(code))
    }

    /// What comes after `\p`.
    fn property(&mut self) -> Option<()> {
        const KEYS: [&str; 6] = ["General_Category", "gc", "Script", "sc", "Script_Extensions", "scx"];
        let (property, rest) = self.rest.strip_prefix('{')?.split_once('}')?;
        let (key, value) = property.split_once('=').unwrap_or(("gc", property));
        let is_name = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        self.rest = rest;
        (KEYS.contains(&key) && !value.is_empty() && is_name).then_some(())
    }

    /// What comes after `\u`: a code point, or two surrogates that make one.
    fn unicode(&mut self) -> Option<u32> {
        if self.eat("{") {
            let (digits, rest) = self.rest.split_once('}')?;
            self.rest = rest;
            return code(digits).filter(|&code| code <= u32::from(char::MAX));
        }
        let high = self.hexadecimal(4)?;
        let before = self.rest;
        if (0xD800..0xDC00).contains(&high) && self.eat("\\u") {
            match self.hexadecimal(4) {
                Some(low @ 0xDC00..0xE000) => return Some(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00)),
                _ => self.rest = before,
            }
        }
        Some(high)
    }

    fn hexadecimal(&mut self, length: usize) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        code(digits)
    }

    /// What comes after a `[`.
    fn class(&mut self) -> Option<()> {
        self.eat("^");
        while !self.eat("]") {
            let from = self.class_atom()?;
            if self.rest.starts_with("-]") || !self.eat("-") {
                continue;
            }
            if let (Atom::Code(from), Atom::Code(to)) = (from, self.class_atom()?)
                && from > to
            {
                return None;
            }
        }
        Some(())
    }

    fn class_atom(&mut self) -> Option<Atom> {
        match self.next()? {
            '\\' if self.eat("b") => Some(Atom::Code(0x08)),
            '\\' => self.character(),
            next => Some(Atom::Code(next.into())),
        }
    }
}

/// The number that hexadecimal digits make.
fn code(digits: &str) -> Option<u32> {
    // The library's reader takes a sign as well.
    let valid = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| valid)
}
