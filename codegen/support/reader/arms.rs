//! Unions: which arm a value is of, by the cheapest that tells.

use super::{
    super::{
        lex,
        model::Arms,
        number::is_literal,
        schema::{Arm, Dispatch, Schema, Union},
    },
    Fail, Reader,
};

impl<'a> Reader<'a> {
    /// Reads a union: finds the arm, and reads its value.
    pub fn arm<T: Arms>(&mut self) -> Result<T, Fail> {
        let index = self.choose()?;
        T::read_arm(index, self)
    }

    /// Which arm stands next; one past the last where it is not known (lenient reading only).
    #[inline(never)]
    fn choose(&mut self) -> Result<usize, Fail> {
        let Schema::Union(union) = self.rules()? else {
            return Err(Fail);
        };
        self.blank();
        let start = self.at;
        let chosen = match union.dispatch {
            Dispatch::Tag(name) => self.find_tag(union, name),
            Dispatch::Literal(name) => self.find_literal(union, name),
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
        match self.reach_tag(union, tag)? {
            true => self.select(union),
            false => Ok(None),
        }
    }

    #[inline(never)]
    fn find_literal(&mut self, union: &'static Union, tag: &str) -> Result<Option<usize>, Fail> {
        Ok(if self.reach_tag(union, tag)? { self.select_literal(union) } else { None })
    }

    /// Steps to the value of the tag; whether there is one.
    #[inline(always)]
    fn reach_tag(&mut self, union: &'static Union, tag: &str) -> Result<bool, Fail> {
        if self.peek() != b'{' {
            return if self.lenient { Ok(false) } else { Err(Fail) };
        }
        self.at += 1;
        self.blank();
        // Mostly it stands first.
        let word = lex::word(self.bytes, self.at).unwrap_or_default();
        if self.is_key(&union.tag, tag, word) {
            self.at += union.tag.length;
        } else if !self.find_late_tag(tag)? {
            return Ok(false);
        }
        self.blank();
        Ok(true)
    }

    /// The arm that the number or boolean selects that stands next.
    fn select_literal(&self, union: &'static Union) -> Option<usize> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length =
            rest.iter().position(|byte| !matches!(byte, b'+' | b'-' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'E'))?;
        let value = self.text.get(self.at..self.at + length)?;
        let selects = |arm: &Arm| arm.selectors.iter().any(|selector| is_literal(value, selector));
        union.arms.iter().position(selects)
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
}
