//! What the end-to-end tests share: cases, marks, scratch folders, and crates to be compiled in them.
//!
//! Knows Refract by its public interface and its command line alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

pub mod bundle;
pub mod case;
pub mod command;
pub mod marks;
pub mod scratch;

/// What the README shows is tried.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
