//! What a run did and what it found, in numbers.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// What was done, and what was found.
#[derive(Default)]
pub struct Tally {
    /// The texts that were asked for.
    pub asked: u64,
    /// Those on which the oracle has a say.
    pub compared: u64,
    /// Those of them that are valid.
    pub valid: u64,
    /// Those of which the places were compared as well, one by one.
    pub placed: u64,
    /// Those of which it was compared whether the places stand above or below one another.
    pub related: u64,
    /// Those on which we differ by rule, by the rule.
    pub departures: BTreeMap<&'static str, u64>,
    /// The components.
    pub components: u64,
    /// Components that valid and invalid instances were compared for.
    pub both: u64,
    /// Components of which the ledger says that types and checks say less.
    pub in_ledger: u64,
    /// How many lines the ledgers have, by what they are about.
    pub ledger: BTreeMap<String, u64>,
    /// How many components there are that use a keyword, by the keyword; and how many of them were compared.
    pub keywords: BTreeMap<String, (u64, u64)>,
    /// By what is found where, so that each is told once.
    pub findings: BTreeSet<String>,
}

impl Tally {
    /// Tells what was found, once.
    pub fn find(&mut self, key: String, told: &str) {
        if self.findings.insert(key) {
            eprintln!("{told}");
        }
    }
}

impl fmt::Debug for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |part: u64, of: u64| part * 100 / of.max(1);
        write!(
            formatter,
            "{} texts for {} components ({} not compared, for they are in the ledger; {} with both verdicts), \
             {} compared ({} %), {} of them valid ({} %), {} with each place, {} with places roughly; \
             departures: {:?}; {} findings",
            self.asked,
            self.components,
            self.in_ledger,
            self.both,
            self.compared,
            share(self.compared, self.asked),
            self.valid,
            share(self.valid, self.compared),
            self.placed,
            self.related,
            self.departures,
            self.findings.len()
        )
    }
}
