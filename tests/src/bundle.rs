//! Crates of cases, for the compiler.
