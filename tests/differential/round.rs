//! One document, the crate that is made from it, and what that says of instances of each component.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
};

use refract_codegen::{
    instance::{Checker, Violation},
    ir::{Api, Shape},
};
use serde_json::Value;

use crate::{
    compare::{Outcome, Places, compare},
    generate::{Options, generate, is_in_ledger, shape, tries},
    instances::{self, Maker},
    json::{self, Json},
    oracle::{Components, Oracle, Uses},
    random::Random,
    runner::{self, Answer, Question, Told},
    same, schemas, setting,
    tally::Tally,
};

/// How many components a document has, at least.
pub const COMPONENTS: usize = 60;
/// How many instances each of them is asked for, unless the environment says otherwise.
const INSTANCES: usize = 150;
/// How many valid instances of a component are kept, to be changed.
const KEPT: usize = 30;

/// How many instances each component is asked for.
pub fn instances() -> usize {
    setting("REFRACT_INSTANCES", INSTANCES as u64) as usize
}

/// One document, and the crate that is made from it.
pub struct Round {
    pub(crate) seed: u64,
    random: Random,
    pub(crate) document: Value,
    pub(crate) options: Options,
    pub(crate) components: Vec<Component>,
    /// What the crate was made from.
    api: &'static Api,
    /// The generator's own check.
    checker: Checker<'static>,
    pub(crate) program: PathBuf,
}

/// A component, and who decides for it.
pub struct Component {
    pub(crate) name: String,
    shape: Shape,
    pub(crate) uses: Uses,
    oracle: Oracle,
    /// Whether the ledger says that we say less than the document.
    is_in_ledger: bool,
    /// Whether there is a `oneOf` whose arms are tried.
    tries: bool,
    /// Instances that are valid, to be changed.
    kept: Vec<Json>,
}

impl Round {
    /// Makes a document, and the crate of it; what is wrong with that where it does not build.
    pub fn new(seed: u64) -> Result<Self, String> {
        let mut random = Random::new(seed);
        let options = Options { exact_types: random.chance(25), keeps: random.chance(50) };
        let document = schemas::document(&mut random, COMPONENTS, options.exact_types, &|random, document, name| {
            has_values(random, document, name, options)
        });
        runner::keep(&document);
        let generated = generate(&document, options)?;
        // One for a round: a test may keep it to its end.
        let api: &'static Api = Box::leak(Box::new(generated.api));
        let made = Components::new(&document, options.exact_types);
        let names = document["components"]["schemas"].as_object().into_iter().flatten().map(|(name, _)| name.clone());
        let components: Vec<_> = names
            .map(|name| {
                let uses = made.uses(&name);
                let (oracle, shape) = (made.oracle(&name), shape(api, &name));
                let (is_in_ledger, tries) = (is_in_ledger(api, &uses), tries(api, &uses));
                Component { name, shape, oracle, is_in_ledger, tries, uses, kept: Vec::new() }
            })
            .collect();
        let types: Vec<String> = components.iter().map(|component| component.name.clone()).collect();
        Ok(Self {
            seed,
            random,
            document,
            options,
            components,
            api,
            checker: Checker::new(api),
            program: runner::build(&generated.files, &types)?,
        })
    }

    /// Asks for instances of every component.
    pub fn run(mut self, tally: &mut Tally) {
        tally.components += self.components.len() as u64;
        for line in &self.api.ledger {
            *tally.ledger.entry(line.what.clone()).or_default() += 1;
        }
        self.count_keywords(tally);
        for index in 0..self.components.len() {
            let instances: Vec<Json> = (0..instances()).map(|_| self.instance(index)).collect();
            let texts: Vec<Question> = instances.iter().map(|instance| self.question(index, instance)).collect();
            let answers = runner::ask(&self.program, &texts);
            tally.asked += instances.len() as u64;
            if let Some(instance) = instances.get(answers.len()) {
                self.tell(index, "the program ended", instance, None, tally);
            }
            let before = (tally.compared, tally.valid);
            for (instance, answer) in instances.iter().zip(&answers) {
                self.count(index, instance, answer, tally);
            }
            let (compared, valid) = (tally.compared - before.0, tally.valid - before.1);
            tally.both += u64::from(valid > 0 && valid < compared);
        }
    }

    fn count_keywords(&self, tally: &mut Tally) {
        for component in &self.components {
            tally.in_ledger += u64::from(component.is_in_ledger);
            for keyword in &component.uses.keywords {
                let (all, compared) = tally.keywords.entry(keyword.clone()).or_default();
                *all += 1;
                *compared += u64::from(!component.is_in_ledger);
            }
        }
    }

    /// An instance: one that was made for the component, or a valid one that was changed.
    fn instance(&mut self, index: usize) -> Json {
        let changes = self.random.chance(45);
        let kept = &self.components[index].kept;
        let mut instance = match kept.is_empty() || !changes {
            true => self.fresh(index),
            false => self.random.pick(kept),
        };
        if self.random.chance(if changes { 95 } else { 10 }) {
            instances::mutate(&mut instance, &mut self.random);
        }
        self.keep(index, &instance);
        instance
    }

    /// An instance that is made by the schema; where it is meant to fit, the first of a few that does.
    fn fresh(&mut self, index: usize) -> Json {
        const ATTEMPTS: usize = 12;
        let slips = self.random.pick(&[0, 0, 2, 10]);
        let attempts = if slips == 0 { ATTEMPTS } else { 1 };
        let name = &self.components[index].name;
        let mut instance = Json::Null;
        for _ in 0..attempts {
            instance = Maker::new(&self.document, &mut self.random, slips).component(name);
            if self.is_valid(index, &instance) {
                break;
            }
        }
        instance
    }

    fn is_valid(&self, index: usize, instance: &Json) -> bool {
        instance.to_value().is_some_and(|value| self.components[index].oracle.is_valid(&value))
    }

    /// Keeps a valid instance, so that more are made of it.
    fn keep(&mut self, index: usize, instance: &Json) {
        const LARGEST: usize = 60;
        if instance.count() > LARGEST || instance.depth() > LARGEST || !self.is_valid(index, instance) {
            return;
        }
        let kept = &mut self.components[index].kept;
        if kept.len() < KEPT {
            kept.push(instance.clone());
        } else {
            kept[self.random.below(KEPT)] = instance.clone();
        }
    }

    fn question(&mut self, index: usize, instance: &Json) -> Question {
        let text = if self.random.chance(30) { instance.to_odd_text(&mut self.random) } else { instance.to_text() };
        Question { index, exact: is_exact(instance, &self.components[index].uses), text: text.into_bytes() }
    }

    fn count(&mut self, index: usize, instance: &Json, answer: &Answer, tally: &mut Tally) {
        match self.judge(index, instance, answer) {
            Outcome::Agreed { valid, places } => {
                tally.compared += 1;
                tally.valid += u64::from(valid);
                tally.placed += u64::from(matches!(places, Places::Exactly));
                tally.related += u64::from(matches!(places, Places::Roughly));
            }
            Outcome::Departed(rule) => *tally.departures.entry(rule).or_default() += 1,
            Outcome::Skipped => {}
            // Many instances show the same.
            Outcome::Found(what) if self.is_told(index, &what, tally) => {}
            Outcome::Found(what) => {
                let (smallest, answer, what) = self.reduce(index, instance, answer, what);
                self.tell(index, &what, &smallest, Some(&answer), tally);
            }
        }
    }

    /// What the answer to a text shows.
    pub(crate) fn judge(&self, index: usize, instance: &Json, answer: &Answer) -> Outcome {
        let component = &self.components[index];
        if let Some(fault) = answer.faults.first() {
            return match component.tries && self.is_of_dropped(fault, instance, answer) {
                true => Outcome::Departed("written back without members that told arms apart"),
                false => Outcome::Found(fault.clone()),
            };
        }
        if let Some(found) = self.compare_checker(component, instance, answer) {
            return Outcome::Found(found);
        }
        let Some(value) = instance.to_value().filter(|_| instance.depth() <= 128) else {
            return match answer.strict {
                true => Outcome::Found("too deep, a name twice or a number out of range, but valid".to_owned()),
                false => Outcome::Departed("a name twice, too deep, or a number beyond `f64`"),
            };
        };
        if answer.strict
            && let Some(written) = answer.written.as_ref().and_then(|text| serde_json::from_str(text).ok())
            && is_exact(instance, &component.uses)
            && !(if self.options.keeps { same::is_same(&written, &value) } else { same::is_within(&written, &value) })
        {
            return Outcome::Found(format!("written otherwise:\t{written}"));
        }
        if component.is_in_ledger {
            return Outcome::Skipped;
        }
        compare(&component.oracle, &component.uses, (instance, &value), answer)
    }

    /// Whether a fault may be due to members that were dropped: arms that are tried may differ by such alone, so that
    /// what is written is of another arm, or of more than one.
    fn is_of_dropped(&self, fault: &str, instance: &Json, answer: &Answer) -> bool {
        let is_of_written = ["decoded, but does not validate", "what was written"];
        let written = answer.written.as_ref().and_then(|text| serde_json::from_str(text).ok());
        let is_less = |written: &Value| instance.to_value().is_some_and(|value| !same::is_same(written, &value));
        !self.options.keeps
            && is_of_written.iter().any(|beginning| fault.starts_with(beginning))
            && written.as_ref().is_some_and(is_less)
    }

    /// How the violations differ from those that the generator finds by itself.
    fn compare_checker(&self, component: &Component, instance: &Json, answer: &Answer) -> Option<String> {
        let is_no_json = || matches!(answer.violations.as_slice(), [(_, keyword, _)] if keyword == "syntax");
        match violations(&self.checker, &component.shape, instance) {
            Err(Panic) => Some("the generator's own check panics".to_owned()),
            Ok(Some(violations)) if violations == answer.violations => None,
            Ok(Some(violations)) => Some(format!("the generator has other violations:\t{violations:?}")),
            Ok(None) if is_no_json() => None,
            Ok(None) => Some("the generator takes it for no JSON".to_owned()),
        }
    }
}

/// The generator's check panics, which must end no test.
#[derive(Debug)]
pub struct Panic;

/// What the generator finds by itself; `None` of what is no JSON.
pub fn violations(checker: &Checker<'_>, shape: &Shape, instance: &Json) -> Result<Option<Vec<Told>>, Panic> {
    let text = instance.to_text();
    let found = catch_unwind(AssertUnwindSafe(|| checker.violations(shape, &text))).map_err(|_| Panic)?;
    let told = |it: Violation| (it.fault.pointer, it.fault.keyword.to_owned(), it.message);
    Ok(found.map(|found| found.into_iter().map(told).collect()))
}

/// Whether one of a few instances that are made for a component is valid.
fn has_values(random: &mut Random, document: &Value, name: &str, options: Options) -> bool {
    const ATTEMPTS: usize = 25;
    let oracle = Components::new(document, options.exact_types).oracle(name);
    (0..ATTEMPTS).any(|_| {
        let instance = Maker::new(document, random, 0).component(name);
        instance.to_value().is_some_and(|value| oracle.is_valid(&value))
    })
}

/// Whether the types of a component's numbers hold those of an instance as they are.
pub fn is_exact(instance: &Json, uses: &Uses) -> bool {
    instance.numbers(&|text| {
        (json::is_double(text) || (!uses.number && json::is_integer(text))) && (!uses.single || json::is_single(text))
    })
}
