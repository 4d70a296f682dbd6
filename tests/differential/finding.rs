//! What was found, made as small as it gets before it is told.

use std::fmt::Write as _;

use refract_codegen::instance::Checker;
use serde_json::Value;

use crate::{
    generate::{is_in_ledger, lower, shape},
    json::Json,
    oracle::Components,
    round::{Outcome, Round, is_exact},
    runner::{self, Answer, Question},
    shrink,
    tally::Tally,
};

impl Round {
    /// The smallest instance on which the same is found.
    pub(crate) fn reduce(
        &mut self,
        index: usize,
        instance: &Json,
        answer: &Answer,
        what: String,
    ) -> (Json, Answer, String) {
        let (mut smallest, mut answer, mut what) = (instance.clone(), answer.clone(), what);
        for _ in 0..60 {
            let simpler = smallest.simpler();
            let texts: Vec<Question> = simpler.iter().map(|it| self.plain_question(index, it)).collect();
            let answers = runner::ask(&self.program, &texts);
            let same = |(instance, answer): (Json, Answer)| match self.judge(index, &instance, &answer) {
                Outcome::Found(now) if kind_of(&now) == kind_of(&what) => Some((instance, answer, now)),
                _ => None,
            };
            let Some(found) = simpler.into_iter().zip(answers).find_map(same) else {
                break;
            };
            (smallest, answer, what) = found;
        }
        (smallest, answer, what)
    }

    fn plain_question(&self, index: usize, instance: &Json) -> Question {
        Question {
            index,
            exact: is_exact(instance, &self.components[index].uses),
            text: instance.to_text().into_bytes(),
        }
    }

    /// Tells of what was found, once for each component.
    pub(crate) fn tell(&self, index: usize, what: &str, instance: &Json, answer: Option<&Answer>, tally: &mut Tally) {
        let name = &self.components[index].name;
        let key = format!("{} {name} {}", self.seed, kind_of(what));
        if tally.findings.contains(&key) {
            return;
        }
        let mut told = format!("\nREFRACT_SEED={} {name}: {what}\n  instance: {}\n", self.seed, instance.to_text());
        if let Some(answer) = answer {
            let _ = writeln!(told, "  answer: {answer:?}");
        }
        let smallest = self.shrink(index, instance);
        for name in Components::new(&smallest, self.options.exact_types).uses(name).components {
            let _ = writeln!(told, "  {name}: {}", smallest["components"]["schemas"][&name]);
        }
        tally.find(key, &told);
    }

    /// The smallest document in which the generator's own check of the instance disagrees with the oracle; the whole
    /// document where it does not.
    fn shrink(&self, index: usize, instance: &Json) -> Value {
        let (name, text) = (&self.components[index].name, instance.to_text());
        let Some(value) = instance.to_value() else {
            return self.document.clone();
        };
        let disagrees = |document: &Value| {
            document["components"]["schemas"].get(name)?;
            let made = Components::new(document, self.options.exact_types);
            let api = lower(document, self.options)?;
            let uses = made.uses(name);
            let ours = Checker::new(&api).check(&shape(&api, name), &text).is_ok();
            let theirs = made.try_oracle(name)?.is_valid(&value);
            (!is_in_ledger(&api, &uses) && ours != theirs).then_some(ours)
        };
        let mut document = self.document.clone();
        if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
            schemas.retain(|name, _| self.components[index].uses.components.contains(name));
        }
        match disagrees(&document) {
            None => document,
            ours => shrink::shrink(&document, &|smaller| disagrees(smaller) == ours),
        }
    }
}

/// What is found, without what depends on the instance: that stands after a tab.
fn kind_of(what: &str) -> &str {
    what.split('\t').next().unwrap_or(what)
}
