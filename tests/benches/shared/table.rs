//! Ratios beside their targets, as lines of text.
//!
//! Does not know what was measured, nor how.

use std::fmt;

/// What a ratio is wanted to be.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
    /// Any: the ratio is only shown.
    None,
}

impl Target {
    /// Whether a ratio, rounded as it is shown, is as wanted.
    pub fn is_met(self, ratio: f64) -> bool {
        let shown = (ratio * 100.0).round() / 100.0;
        match self {
            Self::AtMost(most) => shown <= most,
            Self::AtLeast(least) => shown >= least,
            Self::None => true,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(most) => write!(formatter, "<= {most:.2}"),
            Self::AtLeast(least) => write!(formatter, ">= {least:.2}"),
            Self::None => Ok(()),
        }
    }
}

/// A table: each line has a name, two measures and their ratio.
#[derive(Debug, Default)]
pub struct Table {
    missed: Vec<String>,
    targets: usize,
}

impl Table {
    /// Begins a part: what is divided by what.
    pub fn part(&mut self, title: &str, measured: &str, base: &str) {
        println!("\n{title}");
        println!("{:<44} {measured:>16} {base:>16} {:>8}  target", "", "ratio");
    }

    /// Adds a line, and shows it.
    pub fn line(&mut self, name: &str, measured: f64, base: f64, target: Target) {
        self.ratio(name, measured, base, measured / base, target);
    }

    /// Adds a line whose ratio is not that of the two measures, such as a median of ratios, and shows it.
    pub fn ratio(&mut self, name: &str, measured: f64, base: f64, ratio: f64, target: Target) {
        let mark = if target.is_met(ratio) { "" } else { "  MISSED" };
        println!("{name:<44} {measured:>16.2} {base:>16.2} {ratio:>8.2}  {target}{mark}");
        if !matches!(target, Target::None) {
            self.targets += 1;
        }
        if !target.is_met(ratio) {
            self.missed.push(name.to_owned());
        }
    }

    /// Says how many targets were met.
    pub fn finish(&self) {
        let met = self.targets - self.missed.len();
        println!("\n{met} of {} targets met", self.targets);
        for name in &self.missed {
            println!("missed: {name}");
        }
    }
}
