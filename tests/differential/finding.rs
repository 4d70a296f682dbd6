//! What was found, made as small as it gets before it is told.

use std::fmt::Write as _;

use refract_codegen::instance::Checker;
use serde_json::Value;

use crate::{
    compare::{Outcome, compare},
    generate::{is_in_ledger, lower, shape},
    json::Json,
    oracle::Components,
    round::{Component, Round, is_exact, violations},
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

    /// Whether the same was told of a component before.
    pub(crate) fn is_told(&self, index: usize, what: &str, tally: &Tally) -> bool {
        tally.findings.contains(&self.key(index, what))
    }

    fn key(&self, index: usize, what: &str) -> String {
        format!("{} {} {}", self.seed, self.components[index].name, kind_of(what))
    }

    /// Tells of what was found, once for each component.
    pub(crate) fn tell(&self, index: usize, what: &str, instance: &Json, answer: Option<&Answer>, tally: &mut Tally) {
        if self.is_told(index, what, tally) {
            return;
        }
        let name = &self.components[index].name;
        let mut told = format!("\nREFRACT_SEED={} {name}: {what}\n  instance: {}\n", self.seed, instance.to_text());
        if let Some(answer) = answer {
            let _ = writeln!(told, "  answer: {answer:?}");
        }
        let (smallest, instance) = self.shrink(index, kind_of(what), instance);
        let _ = writeln!(told, "  smallest: {}", instance.to_text());
        for name in Components::new(&smallest, self.options.exact_types).uses(name).components {
            let _ = writeln!(told, "  {name}: {}", smallest["components"]["schemas"][&name]);
        }
        tally.find(self.key(index, what), &told);
    }

    /// The smallest document and instance on which the generator's own check differs from the oracle in the same way;
    /// the whole component where it does not.
    fn shrink(&self, index: usize, what: &str, instance: &Json) -> (Value, Json) {
        let (mut document, mut instance) = (self.document.clone(), instance.clone());
        let Component { name, uses, .. } = &self.components[index];
        if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
            schemas.retain(|name, _| uses.components.contains(name));
        }
        let is_found = |document: &Value, instance: &Json| {
            self.compare_checker_of(document, name, instance).is_some_and(|found| kind_of(&found) == what)
        };
        while is_found(&document, &instance) {
            document = shrink::shrink(&document, &|smaller| is_found(smaller, &instance));
            let Some(smaller) = instance.simpler().into_iter().find(|smaller| is_found(&document, smaller)) else {
                break;
            };
            instance = smaller;
        }
        (document, instance)
    }

    /// How the generator's own check of an instance differs from the oracle, by another document.
    fn compare_checker_of(&self, document: &Value, name: &str, instance: &Json) -> Option<String> {
        document["components"]["schemas"].get(name)?;
        let made = Components::new(document, self.options.exact_types);
        let (oracle, uses) = (made.try_oracle(name)?, made.uses(name));
        let api = lower(document, self.options)?;
        if is_in_ledger(&api, &uses) {
            return None;
        }
        let violations = violations(&Checker::new(&api), &shape(&api, name), instance).ok()??;
        let answer = Answer { strict: violations.is_empty(), violations, ..Answer::default() };
        match compare(&oracle, &uses, (instance, &instance.to_value()?), &answer) {
            Outcome::Found(found) => Some(found),
            _ => None,
        }
    }
}

/// What is found, without what depends on the instance: that stands after a tab.
fn kind_of(what: &str) -> &str {
    what.split('\t').next().unwrap_or(what)
}
