//! Looking ahead for what tells the arms of a union apart, without checking the grammar: the strict pass comes after.

use super::{super::lex, Fail, Read, Reader};

/// Where the containers end that looking ahead for a tag stepped over, so that nested unions stay linear.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// The first byte of each, and the byte after its last; in the order of the text.
    ends: Vec<(u32, u32)>,
    /// The byte after the last one.
    until: usize,
}

impl<'a> Reader<'a> {
    /// Whether the object ends here.
    pub(super) fn peek_closing(&mut self) -> bool {
        self.blank();
        self.peek() == b'}'
    }

    /// Steps over a value and the comma after it; whether there was one.
    pub(super) fn step_ahead(&mut self) -> Result<bool, Fail> {
        self.skip_ahead()?;
        self.blank();
        let more = self.peek() == b',';
        self.at += usize::from(more);
        Ok(more)
    }

    /// Begins to look ahead: what is known of containers is of use only where it reaches beyond this place.
    pub(super) fn look_ahead(&mut self) {
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
