//! The command line of Refract, which both binaries share: `cargo xtask` and `cargo refract`.
//!
//! It reads what is named, calls `refract_codegen`, and writes or compares. It knows nothing of how code is emitted.
//!
//! | file | knows |
//! | --- | --- |
//! | [`cli`] | every command and flag, and the exit status |
//! | `workspace` | where a repository that uses Refract begins |
//! | `generate` | the command `generate`, step by step |
//! | `plan` | what would have to change in a folder |
//! | `write` | how to change it so that nothing is ever half-written |
//! | `journal` | what was about to change, so that a later run can finish it |
//! | `check` | how to show that a folder is stale |
//! | `report` | stderr: text for people, JSON for machines |

mod check;
pub mod cli;
mod generate;
mod journal;
mod plan;
mod report;
mod workspace;
mod write;

/// Half of the time that a crate is generated in goes into small pieces of memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
