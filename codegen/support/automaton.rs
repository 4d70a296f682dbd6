//! Automata that search texts for a pattern.
//!
//! Knows how to run one. Does not know the pattern that it came from: each is made when the crate is generated.

/// An automaton that reads a text byte by byte, from the state 0 on. A byte without a step ends the search in vain.
#[derive(Debug)]
pub struct Automaton<const STATES: usize> {
    /// Where a state and a byte lead to.
    next: [[u8; 256]; STATES],
    /// Whether the text may end in a state.
    ends: [bool; STATES],
}

/// No state: the pattern is found, whatever else comes.
const FOUND: u8 = u8::MAX - 1;
/// No state: the pattern is not found.
const LOST: u8 = u8::MAX;

// Ranges of bytes are given by their ends, one after the other: `b"09__"` are the digits and `_`.
impl<const STATES: usize> Automaton<STATES> {
    /// An automaton without steps.
    #[allow(clippy::new_without_default, reason = "it is of no use in this state")]
    pub const fn new() -> Self {
        Self { next: [[LOST; 256]; STATES], ends: [false; STATES] }
    }

    /// Ranges of bytes lead from a state to another one.
    pub const fn step(self, state: u8, bytes: &[u8], next: u8) -> Self {
        self.steps(state, state, bytes, next)
    }

    /// Ranges of bytes lead from each of several states to the same one.
    pub const fn steps(self, first: u8, last: u8, bytes: &[u8], next: u8) -> Self {
        self.lead(first, last, bytes, next, 0)
    }

    /// Ranges of bytes lead from the first state to another one, and from each further state to one further.
    pub const fn up(self, first: u8, last: u8, bytes: &[u8], next: u8) -> Self {
        self.lead(first, last, bytes, next, 1)
    }

    /// Ranges of bytes lead from the first state to another one, and from each further state to one less far.
    pub const fn down(self, first: u8, last: u8, bytes: &[u8], next: u8) -> Self {
        self.lead(first, last, bytes, next, u8::MAX)
    }

    /// In each of several states, the pattern is found with ranges of bytes, whatever else comes.
    pub const fn found(self, first: u8, last: u8, bytes: &[u8]) -> Self {
        self.lead(first, last, bytes, FOUND, 0)
    }

    /// The bytes of a word lead from a state to the one after it, and so on.
    pub const fn word(mut self, state: u8, word: &[u8]) -> Self {
        let mut index = 0;
        while index < word.len() {
            let state = state as usize + index;
            self.next[state][word[index] as usize] = state as u8 + 1;
            index += 1;
        }
        self
    }

    /// The pattern is found where the text ends in one of several states.
    pub const fn end(mut self, first: u8, last: u8) -> Self {
        let mut state = first as usize;
        while state <= last as usize {
            self.ends[state] = true;
            state += 1;
        }
        self
    }

    /// Steps whose end is the next one's and some more, modulo 256, from each state to the next.
    const fn lead(mut self, first: u8, last: u8, bytes: &[u8], next: u8, more: u8) -> Self {
        let mut state = first as usize;
        let mut next = next;
        while state <= last as usize {
            let mut index = 0;
            while index < bytes.len() {
                let mut byte = bytes[index] as usize;
                while byte <= bytes[index + 1] as usize {
                    self.next[state][byte] = next;
                    byte += 1;
                }
                index += 2;
            }
            state += 1;
            next = next.wrapping_add(more);
        }
        self
    }

    /// Whether the pattern is found in a text.
    pub fn is_match(&self, text: &str) -> bool {
        is_match(&self.next, &self.ends, text.as_bytes())
    }
}

fn is_match(next: &[[u8; 256]], ends: &[bool], text: &[u8]) -> bool {
    let mut state = 0;
    for &byte in text {
        match next.get(usize::from(state)) {
            Some(next) => state = next[usize::from(byte)],
            None => break,
        }
    }
    state == FOUND || ends.get(usize::from(state)).is_some_and(|&end| end)
}
