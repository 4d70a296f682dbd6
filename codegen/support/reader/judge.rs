//! What only the second reader decides: unions without a tag, rules beside a type, `uniqueItems`. It reads a part of the text once,
//! and stays for the values in it.

use super::{
    super::{
        evaluate::Evaluator,
        schema::{Rule, Schema, Union},
        tree::{MAX_DEPTH, Tree},
    },
    Fail, Reader,
};

/// The second reader over a part of the text.
#[derive(Debug)]
pub(super) struct Judge<'a> {
    evaluator: Evaluator<'a>,
    span: Span,
}

/// A range of bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    start: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    /// The arm that is valid, where only trial tells.
    #[inline(never)]
    pub(super) fn try_arms(&mut self, union: &'static Union) -> Result<Option<usize>, Fail> {
        let start = self.at;
        let mut judge = self.judge(start)?;
        let chosen = match judge.evaluator.node_at(start) {
            Some(node) => judge.evaluator.choose(union, node, self.lenient),
            None => None,
        };
        self.judge = Some(judge);
        Ok(chosen)
    }

    /// The schema beside rules, once they were found to hold for the value that stands next. A lenient reader takes their
    /// word for it.
    #[inline(never)]
    pub(super) fn asserted(&mut self) -> Result<&'static Schema, Fail> {
        self.blank();
        // One of the values that are listed, spelled as it is there, needs no second reader.
        if let Schema::Asserted(inner, [Rule::Values(values)]) = self.schema
            && values.iter().any(|value| self.is_value(value))
        {
            self.schema = inner;
            return self.rules();
        }
        if !self.lenient && !self.evaluate(self.at, self.schema)? {
            return Err(Fail);
        }
        self.schema = self.schema.plain();
        Ok(self.schema)
    }

    /// Whether the value that stands next is spelled like this.
    fn is_value(&self, value: &str) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let goes_on = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-');
        rest.strip_prefix(value.as_bytes()).is_some_and(|rest| !rest.first().is_some_and(goes_on))
    }

    /// Whether the value that stands at a place satisfies a schema, by the second reader.
    pub(super) fn evaluate(&mut self, start: usize, schema: &'static Schema) -> Result<bool, Fail> {
        let mut judge = self.judge(start)?;
        let node = judge.evaluator.node_at(start).ok_or(Fail)?;
        let valid = judge.evaluator.is_valid(schema, node, self.lenient);
        self.judge = Some(judge);
        Ok(valid)
    }

    /// Whether no two items are equal of the array that stands at a place, and was just read.
    pub(super) fn is_unique(&mut self, start: usize) -> Result<bool, Fail> {
        if let Some(unique) = self.are_spelled_apart(start) {
            return Ok(unique);
        }
        let judge = self.judge(start)?;
        let unique = judge.evaluator.node_at(start).is_some_and(|node| judge.evaluator.is_unique(node));
        self.judge = Some(judge);
        Ok(unique)
    }

    /// Whether no two items are equal, where that can be told by how they are spelled: of strings without escapes,
    /// integers as they are written, and words. `None` where it takes more.
    fn are_spelled_apart(&self, start: usize) -> Option<bool> {
        let text = self.text.get(start + 1..self.at - 1)?;
        let mut items = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let rest = text.get(at..)?;
            let item = rest.trim_start_matches([' ', '\n', '\r', '\t']);
            at += rest.len() - item.len();
            let length = spelled(item)?;
            items.push(item.get(..length)?);
            at += length;
            let rest = text.get(at..)?;
            at += rest.find(',').map_or(rest.len(), |comma| comma + 1);
        }
        items.sort_unstable();
        Some(items.windows(2).all(|pair| !matches!(pair, [a, b] if a == b)))
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
}

/// The length of a scalar that begins a text, where no other spelling has its value.
fn spelled(text: &str) -> Option<usize> {
    match text.as_bytes().first()? {
        b'"' => {
            let end = text.get(1..)?.find(['"', '\\'])? + 1;
            (text.as_bytes().get(end) == Some(&b'"')).then_some(end + 1)
        }
        b'[' | b'{' => None,
        _ => {
            let end = text.find([',', ' ', '\n', '\r', '\t']).unwrap_or(text.len());
            let word = text.get(..end)?;
            let is_integer = word != "-0" && !word.contains(['.', 'e', 'E']);
            (is_integer || matches!(word, "true" | "false")).then_some(end)
        }
    }
}
