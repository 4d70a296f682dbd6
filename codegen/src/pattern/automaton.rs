//! Small automata that search for a pattern: a table instead of an engine.
//!
//! Knows how to make one and to write it down shortly. Does not know how it is run, except that texts are UTF-8.

use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};
use std::collections::BTreeMap;

/// The most states: they are numbered by bytes.
const STATES: usize = 200;
/// The most steps: with more of them, a pattern says it better.
const STEPS: usize = 40;

/// An automaton that reads the bytes of a text, from the first state on, and tells whether a pattern is found in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Automaton {
    /// How many states it has.
    pub states: usize,
    /// Where bytes lead to. All others lead to a refusal.
    pub steps: Vec<Step>,
    /// The states, in ranges, in which the text may end.
    pub accepting: Vec<(u8, u8)>,
}

/// Where bytes lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Some bytes, from some states.
    Bytes {
        /// The first of the states.
        first: u8,
        /// The last of the states.
        last: u8,
        /// The ranges of bytes, in order.
        ranges: Vec<(u8, u8)>,
        /// Where they lead to.
        next: Next,
    },
    /// The bytes of a word, from a state to the one after it, and so on.
    Word {
        /// The state before the word.
        first: u8,
        /// The bytes.
        word: Vec<u8>,
    },
}

/// Where a step leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// From each state to the same one.
    Same(u8),
    /// From the first state to this one, and from each further state to one further.
    Up(u8),
    /// From the first state to this one, and from each further state to one less far.
    Down(u8),
    /// To the end: the pattern is found, whatever else comes.
    Found,
}

/// Makes the automaton of a pattern in the syntax of `regex`, if it is small.
pub fn automaton(regex: &str) -> Option<Automaton> {
    // The least one can take long to find: only where there is hope that it is small.
    graph(&dense(regex, false)?)?;
    let mut graph = graph(&dense(regex, true)?)?;
    while graph.find_early() {}
    let candidates = [false, true].into_iter().filter_map(|reverse| write(&graph, &graph.order(reverse)));
    candidates.min_by_key(|automaton| automaton.steps.len())
}

/// Writes an automaton down with its states in an order.
fn write(graph: &Graph, order: &[usize]) -> Option<Automaton> {
    let number = |state: usize| order.iter().position(|&other| other == state).and_then(|at| u8::try_from(at).ok());
    let mut steps: Vec<Step> = Vec::new();
    let mut accepting: Vec<(u8, u8)> = Vec::new();
    for &state in order.iter().take(STATES + 1) {
        let first = number(state)?;
        let node = &graph.nodes[state];
        if node.accepting {
            match accepting.last_mut() {
                Some(last) if last.1 + 1 == first => last.1 = first,
                _ => accepting.push((first, first)),
            }
        }
        for (target, ranges) in node.targets() {
            let next = match target {
                Target::State(state) => Next::Same(number(state)?),
                Target::Found => Next::Found,
                Target::Dead => continue,
            };
            if !steps.iter_mut().any(|step| step.go_on(first, &ranges, next)) {
                steps.push(Step::Bytes { first, last: first, ranges, next });
            }
        }
    }
    let steps = words(steps);
    let small = order.len() <= STATES && steps.len() <= STEPS;
    small.then_some(Automaton { states: order.len(), steps, accepting })
}

/// Puts steps together that spell a word.
fn words(steps: Vec<Step>) -> Vec<Step> {
    let mut words: Vec<Step> = Vec::new();
    for step in steps {
        let Some((start, spelled)) = step.spell() else {
            words.push(step);
            continue;
        };
        let before = words.iter_mut().find_map(|other| match other {
            Step::Word { first, word } if usize::from(*first) + word.len() == usize::from(start) => Some(word),
            _ => None,
        });
        match before {
            Some(word) => word.extend(spelled),
            None => words.push(Step::Word { first: start, word: spelled }),
        }
    }
    words
}

impl Step {
    /// Lets a step go on with one more state, if that is all the same.
    fn go_on(&mut self, state: u8, bytes: &[(u8, u8)], target: Next) -> bool {
        if let Self::Bytes { first, last, ranges, next } = self
            && *last + 1 == state
            && ranges == bytes
            && let Some(further) = next.go_on(*last - *first, target)
        {
            *last = state;
            *next = further;
            return true;
        }
        false
    }

    /// The word that a step spells, and the state before it.
    fn spell(&self) -> Option<(u8, Vec<u8>)> {
        let Self::Bytes { first, last, ranges, next } = self else {
            return None;
        };
        let &[(byte, end)] = ranges.as_slice() else {
            return None;
        };
        let follows = match next {
            Next::Same(next) => first == last && *next == first + 1,
            Next::Up(next) => *next == first + 1,
            _ => false,
        };
        (byte == end && follows).then(|| (*first, vec![byte; usize::from(last - first) + 1]))
    }
}

impl Next {
    /// Where a step leads to that has led to this from some states more than one, if it leads to another from one more.
    fn go_on(self, more: u8, next: Self) -> Option<Self> {
        match (self, next) {
            (Self::Found, Self::Found) => Some(self),
            (Self::Same(state), Self::Same(next)) if state == next => Some(self),
            (Self::Same(state), Self::Same(next)) if more == 0 && state.checked_add(1) == Some(next) => {
                Some(Self::Up(state))
            }
            (Self::Same(state), Self::Same(next)) if more == 0 && state.checked_sub(1) == Some(next) => {
                Some(Self::Down(state))
            }
            (Self::Up(state), Self::Same(next)) if state.checked_add(more + 1) == Some(next) => Some(self),
            (Self::Down(state), Self::Same(next)) if state.checked_sub(more + 1) == Some(next) => Some(self),
            _ => None,
        }
    }
}

/// All that a search can do.
struct Graph {
    /// The first is where it begins.
    nodes: Vec<Node>,
}

struct Node {
    /// By byte.
    next: Vec<Target>,
    /// Whether the pattern is found if the text ends here.
    accepting: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    State(usize),
    Found,
    Dead,
}

/// Makes an automaton of `regex-automata`.
fn dense(regex: &str, minimize: bool) -> Option<dense::DFA<Vec<u32>>> {
    let config = dense::Config::new()
        .minimize(minimize)
        .accelerate(false)
        .match_kind(MatchKind::All)
        .start_kind(StartKind::Unanchored)
        .dfa_size_limit(Some(1 << 20))
        .determinize_size_limit(Some(1 << 20));
    dense::Builder::new().configure(config).build(regex).ok()
}

/// Reads an automaton of `regex-automata`, if it is not far too large.
fn graph(dfa: &dense::DFA<Vec<u32>>) -> Option<Graph> {
    let start = dfa.start_state(&start::Config::new().anchored(Anchored::No)).ok()?;
    let mut states: Vec<StateID> = vec![start];
    let mut numbers = BTreeMap::from([(start, 0)]);
    let mut nodes = Vec::new();
    while let Some(&state) = states.get(nodes.len()) {
        let mut target = |byte: u8| {
            let next = dfa.next_state(state, byte);
            if dfa.is_match_state(next) {
                return Target::Found;
            }
            if dfa.is_dead_state(next) || dfa.is_quit_state(next) {
                return Target::Dead;
            }
            let number = *numbers.entry(next).or_insert_with(|| {
                states.push(next);
                states.len() - 1
            });
            Target::State(number)
        };
        // No text has these bytes: let them go where their neighbours go, so that there are fewer ranges.
        let next = (0..=u8::MAX).map(|byte| match byte {
            0xC0 | 0xC1 => target(0xC2),
            0xF5.. => target(0xF4),
            _ => target(byte),
        });
        let next = next.collect();
        nodes.push(Node { next, accepting: dfa.is_match_state(dfa.next_eoi_state(state)) });
        if nodes.len() > 4 * STATES {
            return None;
        }
    }
    Some(Graph { nodes })
}

impl Graph {
    /// Lets steps end at once that lead to where the pattern is found anyhow; says whether there were any.
    ///
    /// The automata of `regex-automata` find a match one byte late.
    fn find_early(&mut self) -> bool {
        let is_found = |node: &Node| node.accepting && node.next.iter().all(|&next| next == Target::Found);
        let found: Vec<bool> = self.nodes.iter().map(is_found).collect();
        let mut any = false;
        for next in self.nodes.iter_mut().flat_map(|node| &mut node.next) {
            if matches!(*next, Target::State(state) if found[state]) {
                *next = Target::Found;
                any = true;
            }
        }
        any
    }

    /// The states that can be reached, so that most of those which follow one another stand side by side.
    fn order(&self, reverse: bool) -> Vec<usize> {
        let mut order = Vec::new();
        let mut stack = vec![0];
        while let Some(state) = stack.pop() {
            if order.contains(&state) {
                continue;
            }
            order.push(state);
            let mut targets = self.nodes[state].targets();
            if !reverse {
                targets.reverse();
            }
            stack.extend(targets.into_iter().filter_map(|(target, _)| match target {
                Target::State(next) => Some(next),
                _ => None,
            }));
        }
        order
    }
}

impl Node {
    /// Where bytes lead to, in the order of the first of them.
    fn targets(&self) -> Vec<(Target, Vec<(u8, u8)>)> {
        let mut targets: Vec<(Target, Vec<(u8, u8)>)> = Vec::new();
        for (byte, &next) in (0..=u8::MAX).zip(&self.next) {
            let at = targets.iter().position(|(target, _)| *target == next);
            let at = at.unwrap_or_else(|| {
                targets.push((next, Vec::new()));
                targets.len() - 1
            });
            let ranges = &mut targets[at].1;
            match ranges.last_mut() {
                Some(last) if last.1.checked_add(1) == Some(byte) => last.1 = byte,
                _ => ranges.push((byte, byte)),
            }
        }
        targets
    }
}
