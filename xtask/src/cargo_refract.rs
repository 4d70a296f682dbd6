//! `cargo refract`: the same command line, installed for other repositories.

use std::{env, process::ExitCode};

use refract_xtask::cli::{Program, run};

fn main() -> ExitCode {
    run(Program::CargoRefract, env::args_os())
}
