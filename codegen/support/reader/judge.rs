//! What only the second reader decides: unions without a tag, rules beside a type, `uniqueItems`. It reads a part of the text once,
//! and stays for the values in it.

use super::{
    super::{
        evaluate::Evaluator,
        schema::{Schema, Union},
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
    #[cold]
    pub(super) fn asserted(&mut self) -> Result<&'static Schema, Fail> {
        self.blank();
        if !self.lenient && !self.evaluate(self.at, self.schema)? {
            return Err(Fail);
        }
        self.schema = self.schema.plain();
        Ok(self.schema)
    }

    /// Whether the value that stands at a place satisfies a schema, by the second reader.
    pub(super) fn evaluate(&mut self, start: usize, schema: &'static Schema) -> Result<bool, Fail> {
        let mut judge = self.judge(start)?;
        let node = judge.evaluator.node_at(start).ok_or(Fail)?;
        let valid = judge.evaluator.is_valid(schema, node, self.lenient);
        self.judge = Some(judge);
        Ok(valid)
    }

    /// Whether no two items are equal of the array that stands at a place.
    pub(super) fn is_unique(&mut self, start: usize) -> Result<bool, Fail> {
        let judge = self.judge(start)?;
        let unique = judge.evaluator.node_at(start).is_some_and(|node| judge.evaluator.is_unique(node));
        self.judge = Some(judge);
        Ok(unique)
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
