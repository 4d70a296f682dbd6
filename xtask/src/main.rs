//! `cargo xtask`: the command line in this repository.

use std::{env, process::ExitCode};

use refract_xtask::cli::{Program, run};

fn main() -> ExitCode {
    run(Program::Xtask, env::args_os())
}
