//! Random schemas and random instances: what `decode` says of each against what the `jsonschema` crate says.
//!
//! Each round makes a document of many components, generates and builds one crate from it, and asks that for some
//! thousand texts. `REFRACT_CASES` says how many texts there are in all, `REFRACT_SEED` with which seed to begin; each
//! round has its own, which is told with whatever it finds.

#![allow(clippy::disallowed_methods, reason = "tests prepare folders of their own")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "these are tests")]

mod instances;
mod json;
mod oracle;
mod random;
mod runner;
mod same;
mod schemas;
mod shrink;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::PathBuf,
};

use refract_codegen::{
    Generated, Generator,
    diagnostic::Diagnostics,
    document,
    instance::Checker,
    ir::{Api, Shape, TypeId},
    lower, normalise,
    source::{self, Sources},
};
use serde_json::Value;

use instances::Maker;
use json::Json;
use oracle::{Components, Oracle, Uses};
use random::Random;
use runner::{Answer, Question};

const COMPONENTS: usize = 60;
const INSTANCES: usize = 150;

#[test]
fn decode_agrees_with_jsonschema() {
    let cases = setting("REFRACT_CASES", (COMPONENTS * INSTANCES) as u64);
    let seed = setting("REFRACT_SEED", 1);
    let mut tally = Tally::default();
    let _lock = runner::lock();
    let mut round = 0;
    while tally.asked < cases {
        match Round::new(seed + round) {
            Ok(made) => made.run(&mut tally),
            Err(message) => {
                let told = format!("\nREFRACT_SEED={}: {message}", seed + round);
                let key = format!("{} - the crate does not build", seed + round);
                tally.find(key, &told);
                tally.asked += (COMPONENTS * INSTANCES) as u64;
            }
        }
        round += 1;
        eprintln!("{round} rounds from REFRACT_SEED={seed}: {tally:?}");
    }
    eprintln!("lines of ledgers: {:?}", tally.ledger);
    assert!(tally.findings.is_empty(), "there are disagreements: see above");
    // A run in which hardly anything was compared would show nothing.
    // What is in the ledger has no oracle, and one line of it is on all components that refer to its own.
    let comparable = tally.asked.saturating_sub(tally.in_ledger * INSTANCES as u64);
    assert!(tally.compared * 5 > comparable * 4, "too little was compared of what could be");
    assert!(tally.compared * 2 > tally.asked, "too little was compared");
    assert!(tally.valid * 5 > tally.compared && tally.valid * 5 < tally.compared * 4, "too one-sided");
}

/// A number from the environment, or else this one.
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a setting is a number"))
}

/// What was done, and what was found.
#[derive(Default)]
struct Tally {
    asked: u64,
    /// Those on which the oracle has a say.
    compared: u64,
    /// Those of them that are valid.
    valid: u64,
    /// Those of which the places were compared as well.
    placed: u64,
    /// Those on which we differ by rule.
    departures: u64,
    components: u64,
    /// Components of which the ledger says that types and checks say less.
    in_ledger: u64,
    /// How many lines the ledgers have, by what they are about.
    ledger: BTreeMap<String, u64>,
    /// By what is found where, so that each is told once.
    findings: BTreeSet<String>,
}

impl Tally {
    /// Tells what was found, once.
    fn find(&mut self, key: String, told: &str) {
        if self.findings.insert(key) {
            eprintln!("{told}");
        }
    }
}

impl std::fmt::Debug for Tally {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "{} texts for {} components ({} not compared, for they are in the ledger), {} compared, {} of them valid, \
             {} with places; {} departures, {} findings",
            self.asked,
            self.components,
            self.in_ledger,
            self.compared,
            self.valid,
            self.placed,
            self.departures,
            self.findings.len()
        )
    }
}

/// One document, and the crate that is made from it.
struct Round {
    seed: u64,
    random: Random,
    document: Value,
    options: Options,
    components: Vec<Component>,
    /// What the crate was made from.
    api: &'static Api,
    /// The generator's own check.
    checker: Checker<'static>,
    program: PathBuf,
}

/// The options that a crate is generated with.
#[derive(Clone, Copy)]
struct Options {
    /// Whether `properties` alone don't mean an object.
    exact_types: bool,
    /// Whether members that no schema names are kept.
    keeps: bool,
}

/// A component, and who decides for it.
struct Component {
    name: String,
    shape: Shape,
    uses: Uses,
    /// None where the ledger says that we say less.
    oracle: Option<Oracle>,
}

/// What a text shows.
enum Outcome {
    /// Both say so.
    Agreed { valid: bool, placed: bool },
    /// The oracle has no say, or we differ by rule.
    Departed,
    /// The oracle can't tell.
    Skipped,
    /// What should not be.
    Found(String),
}

impl Round {
    /// Makes a document, and the crate of it; what is wrong with that where it does not build.
    fn new(seed: u64) -> Result<Self, String> {
        let mut random = Random::new(seed);
        let options = Options { exact_types: random.chance(25), keeps: random.chance(50) };
        let document = schemas::document(&mut random, COMPONENTS, options.exact_types);
        let generated = generate(&document, options)?;
        // One for a round: a test may keep it to its end.
        let api: &'static Api = Box::leak(Box::new(generated.api));
        let made = Components::new(&document);
        let names = document["components"]["schemas"].as_object().into_iter().flatten().map(|(name, _)| name.clone());
        let components: Vec<_> = names
            .map(|name| {
                let uses = made.uses(&name);
                let oracle = (!is_in_ledger(api, &uses)).then(|| made.oracle(&name));
                let shape = shape(api, &name);
                Component { name, shape, uses, oracle }
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

    fn run(mut self, tally: &mut Tally) {
        tally.components += self.components.len() as u64;
        for line in &self.api.ledger {
            *tally.ledger.entry(line.what.clone()).or_default() += 1;
        }
        tally.in_ledger += self.components.iter().filter(|component| component.oracle.is_none()).count() as u64;
        for index in 0..self.components.len() {
            let instances: Vec<Json> = (0..INSTANCES).map(|_| self.instance(index)).collect();
            let texts: Vec<Question> = instances.iter().map(|instance| self.question(index, instance)).collect();
            let answers = runner::ask(&self.program, &texts);
            tally.asked += instances.len() as u64;
            if let Some(instance) = instances.get(answers.len()) {
                self.tell(index, "the program ended", instance, None, tally);
            }
            for (instance, answer) in instances.iter().zip(&answers) {
                self.count(index, instance, answer, tally);
            }
        }
    }

    fn instance(&mut self, index: usize) -> Json {
        let slips = self.random.pick(&[0, 2, 2, 10]);
        let mut instance = Maker::new(&self.document, &mut self.random, slips).component(&self.components[index].name);
        if self.random.chance(35) {
            instances::mutate(&mut instance, &mut self.random);
        }
        instance
    }

    fn question(&mut self, index: usize, instance: &Json) -> Question {
        let text = if self.random.chance(30) { instance.to_odd_text(&mut self.random) } else { instance.to_text() };
        Question { index, exact: is_exact(instance, &self.components[index].uses), text: text.into_bytes() }
    }

    fn count(&mut self, index: usize, instance: &Json, answer: &Answer, tally: &mut Tally) {
        match self.judge(index, instance, answer) {
            Outcome::Agreed { valid, placed } => {
                tally.compared += 1;
                tally.valid += u64::from(valid);
                tally.placed += u64::from(placed);
            }
            Outcome::Departed => tally.departures += 1,
            Outcome::Skipped => {}
            Outcome::Found(what) => {
                let (smallest, answer, what) = self.reduce(index, instance, answer, what);
                self.tell(index, &what, &smallest, Some(&answer), tally);
            }
        }
    }

    fn judge(&self, index: usize, instance: &Json, answer: &Answer) -> Outcome {
        let component = &self.components[index];
        if let Some(fault) = answer.faults.first() {
            return match component.uses.union && self.is_of_dropped(fault, instance, answer) {
                true => Outcome::Departed,
                false => Outcome::Found(fault.clone()),
            };
        }
        if let Some(found) = self.compare_checker(component, instance, answer) {
            return Outcome::Found(found);
        }
        let Some(value) = instance.to_value().filter(|_| instance.depth() <= 128) else {
            return match answer.strict {
                true => Outcome::Found("too deep, a name twice or a number out of range, but valid".to_owned()),
                false => Outcome::Departed,
            };
        };
        if answer.strict
            && let Some(written) = answer.written.as_ref().and_then(|text| serde_json::from_str(text).ok())
            && is_exact(instance, &component.uses)
            && !(if self.options.keeps { same::is_same(&written, &value) } else { same::is_within(&written, &value) })
        {
            return Outcome::Found(format!("written otherwise:\t{written}"));
        }
        let Some(oracle) = &component.oracle else {
            return Outcome::Skipped;
        };
        // `jsonschema` has numbers as `serde_json` has them, and divides what is no `i64` as `f64`s.
        let is_known = |text: &str| json::is_integer(text) || json::is_double(text);
        let divides = component.uses.divisor;
        if !instance.numbers(&|text| is_known(text) && (!divides || json::is_small(text))) {
            return Outcome::Skipped;
        }
        let valid = oracle.is_valid(&value);
        let is_big = !instance.numbers(&|text| !json::is_big(text));
        if valid != answer.strict {
            // Where unions are, what one arm refuses another may not.
            return match is_big && (valid || component.uses.union) {
                true => Outcome::Departed,
                false => Outcome::Found(format!("jsonschema says {valid}")),
            };
        }
        let placed = !valid && !component.uses.union && !answer.truncated && !is_big;
        match compare_places(oracle, &value, answer).filter(|_| placed) {
            Some(found) => Outcome::Found(found),
            None => Outcome::Agreed { valid, placed },
        }
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
        let faults = self.checker.faults(&component.shape, &instance.to_text());
        let faults: Vec<_> = faults.into_iter().map(|fault| (fault.pointer, fault.keyword.to_owned())).collect();
        (faults != answer.violations).then(|| format!("the generator has other violations:\t{faults:?}"))
    }

    /// The smallest instance on which the same is found.
    fn reduce(&mut self, index: usize, instance: &Json, answer: &Answer, what: String) -> (Json, Answer, String) {
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

    fn tell(&self, index: usize, what: &str, instance: &Json, answer: Option<&Answer>, tally: &mut Tally) {
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
        for name in Components::new(&smallest).uses(name).components {
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
            let made = Components::new(document);
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

fn generate(document: &Value, options: Options) -> Result<Generated, String> {
    let Options { exact_types, keeps } = options;
    let generator = Generator::new()
        .spec_text("random.json", document.to_string())
        .config_text("refract.toml", format!("[types]\nexact-types = {exact_types}\nkeep-unknown-members = {keeps}\n"))
        .name(runner::package());
    generator.generate().map_err(|failure| {
        let told = failure.to_string();
        let errors = told.split("\n\n").filter(|it| it.starts_with("error"));
        errors.collect::<Vec<_>>().join("\n")
    })
}

/// What a crate is made from, without the crate.
fn lower(document: &Value, options: Options) -> Option<Api> {
    let options = refract_codegen::Options {
        exact_types: options.exact_types,
        keep_unknown_members: options.keeps,
        ..refract_codegen::Options::default()
    };
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let file = sources.add("random.json", document.to_string());
    let root = source::read(&sources, file, &mut diagnostics)?;
    let document = document::read::read(&root, &mut diagnostics)?;
    let schemas = normalise::normalise(&document, &options, &mut diagnostics);
    let api = lower::lower(&document, &schemas, &options, &mut diagnostics);
    (!diagnostics.has_errors()).then_some(api)
}

/// The shape of a component, whose type has its name.
fn shape(api: &Api, name: &str) -> Shape {
    let index = api.types.iter().position(|ty| ty.name.as_str() == name);
    Shape::Named(TypeId(index.expect("every component is a type") as u32))
}

/// Whether the ledger has a line on a component, or on what that refers to.
fn is_in_ledger(api: &Api, uses: &Uses) -> bool {
    let component = |pointer: &str| pointer.split('/').nth(3).map(str::to_owned);
    api.ledger
        .iter()
        // A format of another type says nothing.
        .filter(|line| !line.why.starts_with("no format of that name is known"))
        .any(|line| component(&line.pointer).is_some_and(|name| uses.components.contains(&name)))
}

/// Whether the types of a component's numbers hold those of an instance as they are.
fn is_exact(instance: &Json, uses: &Uses) -> bool {
    instance.numbers(&|text| {
        (json::is_double(text) || (!uses.number && json::is_integer(text))) && (!uses.single || json::is_single(text))
    })
}

/// How the places of violations differ. Below what must not be there at all, or must be another value, we say nothing.
fn compare_places(oracle: &Oracle, value: &Value, answer: &Answer) -> Option<String> {
    let mut theirs = oracle.places(value);
    let is_whole = |keyword: &str| matches!(keyword, "false" | "const" | "enum");
    for (place, _) in answer.violations.iter().filter(|(_, keyword)| is_whole(keyword)) {
        let below = format!("{place}/");
        theirs.retain(|it| !it.starts_with(&below));
    }
    let ours = answer.violations.iter().map(|(place, _)| place.clone()).collect();
    (theirs != ours).then(|| format!("places differ:\tjsonschema has {theirs:?}"))
}
