//! Automata that search texts for a pattern.
//!
//! Knows how to run one. Does not know the pattern that it came from: each is made when the crate is generated.

/// An automaton that reads a text byte by byte, from the state 0 on.
#[derive(Debug)]
pub struct Automaton<const STATES: usize> {
    /// Where a state and a byte lead to.
    next: [[u8; 256]; STATES],
    /// Whether the text may end in a state.
    accepting: [bool; STATES],
}

/// Where bytes lead to; made by [`step`], [`steps`], [`up`], [`down`] and [`text`].
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The states that it leads from.
    first: u8,
    last: u8,
    /// Every two of them are a range, unless they are a text.
    bytes: &'static [u8],
    is_text: bool,
    /// Where it leads to from the first state.
    next: u8,
    /// How much further it leads from each state than from the one before, modulo 256.
    more: u8,
}

/// Where a step leads to if the pattern is found, whatever else comes.
pub const FOUND: u8 = u8::MAX - 1;
/// Where all other bytes lead to: the pattern is not found.
const LOST: u8 = u8::MAX;

/// Bytes that lead from a state to one state. Every two of them are a range: `b"09__"` are the digits and `_`.
pub const fn step(state: u8, bytes: &'static [u8], next: u8) -> Step {
    steps(state, state, bytes, next)
}

/// Bytes that lead from each of several states to the same one.
pub const fn steps(first: u8, last: u8, bytes: &'static [u8], next: u8) -> Step {
    Step {
        first,
        last,
        bytes,
        is_text: false,
        next,
        more: 0,
    }
}

/// Bytes that lead from the first state to another one, and from each further state to one further.
pub const fn up(first: u8, last: u8, bytes: &'static [u8], next: u8) -> Step {
    Step {
        more: 1,
        ..steps(first, last, bytes, next)
    }
}

/// Bytes that lead from the first state to another one, and from each further state to one less far.
pub const fn down(first: u8, last: u8, bytes: &'static [u8], next: u8) -> Step {
    Step {
        more: u8::MAX,
        ..steps(first, last, bytes, next)
    }
}

/// A text whose bytes lead from a state to the one after it, and so on.
pub const fn text(state: u8, bytes: &'static [u8]) -> Step {
    Step {
        is_text: true,
        ..step(state, bytes, state + 1)
    }
}

/// An automaton of some steps. Every two of `accepting` are a range of states in which the text may end.
pub const fn automaton<const STATES: usize>(steps: &[Step], accepting: &[u8]) -> Automaton<STATES> {
    let mut automaton = Automaton {
        next: [[LOST; 256]; STATES],
        accepting: [false; STATES],
    };
    let mut index = 0;
    while index < steps.len() {
        add(&mut automaton.next, &steps[index]);
        index += 1;
    }
    let mut range = 0;
    while range < accepting.len() {
        let mut state = accepting[range] as usize;
        while state <= accepting[range + 1] as usize {
            automaton.accepting[state] = true;
            state += 1;
        }
        range += 2;
    }
    automaton
}

const fn add(next: &mut [[u8; 256]], step: &Step) {
    let mut index = 0;
    while step.is_text && index < step.bytes.len() {
        next[step.first as usize + index][step.bytes[index] as usize] = step.next + index as u8;
        index += 1;
    }
    while index < step.bytes.len() {
        let mut state = step.first;
        let mut target = step.next;
        while state <= step.last {
            let mut byte = step.bytes[index] as usize;
            while byte <= step.bytes[index + 1] as usize {
                next[state as usize][byte] = target;
                byte += 1;
            }
            state += 1;
            target = target.wrapping_add(step.more);
        }
        index += 2;
    }
}

impl<const STATES: usize> Automaton<STATES> {
    /// Whether the pattern is found in a text.
    pub fn is_match(&self, text: &str) -> bool {
        is_match(&self.next, &self.accepting, text.as_bytes())
    }
}

fn is_match(next: &[[u8; 256]], accepting: &[bool], text: &[u8]) -> bool {
    let mut state = 0;
    for &byte in text {
        match next.get(usize::from(state)) {
            Some(next) => state = next[usize::from(byte)],
            None => break,
        }
    }
    state == FOUND || accepting.get(usize::from(state)).is_some_and(|&accepting| accepting)
}
