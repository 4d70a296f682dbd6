//! Instructions, counted by cachegrind.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use crate::workspace::Outcome;

/// A program to count the instructions of.
#[derive(Debug)]
pub struct Counter {
    /// The program: its third argument says how often it repeats what it does.
    pub program: PathBuf,
}

impl Counter {
    /// Whether `valgrind` is there to count with.
    pub fn is_available() -> bool {
        let mut command = Command::new("valgrind");
        command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }

    /// The instructions of one repetition: what many of them cost more than few.
    pub fn count(&self, model: &str, operation: &str, repetitions: u64, files: &[PathBuf]) -> Outcome<f64> {
        let few = self.run(model, operation, repetitions, files)?;
        let many = self.run(model, operation, 3 * repetitions, files)?;
        Ok(many.saturating_sub(few) as f64 / (2 * repetitions) as f64)
    }

    fn run(&self, model: &str, operation: &str, repetitions: u64, files: &[PathBuf]) -> Outcome<u64> {
        let output = Command::new("valgrind")
            // A copy by `rep movsb` would count as an instruction for each byte, by far more than what it takes.
            .env("GLIBC_TUNABLES", "glibc.cpu.x86_rep_movsb_threshold=0x10000000")
            .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
            .arg(&self.program)
            .args([model, operation, &repetitions.to_string()])
            .args(files)
            .output()?;
        let report = String::from_utf8_lossy(&output.stderr);
        // `==1== I refs: 1,234`, or `I   refs:` in older versions.
        let line = report.lines().find(|line| line.contains("refs:") && line.contains(" I "));
        let digits = line.and_then(|line| line.rsplit(':').next()).map(|count| count.trim().replace(',', ""));
        match digits.and_then(|digits| digits.parse().ok()) {
            Some(count) if output.status.success() => Ok(count),
            _ => Err(format!("{model} {operation}: valgrind gave no count:\n{report}").into()),
        }
    }
}
