//! The processes that are measured: starting them, speaking with them, and what time they took.
//!
//! Knows `/proc`. Does not know what they do.

use std::process::Stdio;

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
};

use crate::Outcome;

/// What a process is.
#[derive(Debug, Clone, Copy)]
pub enum Role {
    /// It prints its address, and serves until its input ends.
    Server,
    /// It makes as many requests as each line of its input says, and prints a line after them.
    Client,
}

impl Role {
    /// The role of a name.
    pub fn of(name: &str) -> Option<Self> {
        [Self::Server, Self::Client].into_iter().find(|role| role.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Server => "be-server",
            Self::Client => "be-client",
        }
    }
}

/// Whose code it runs.
#[derive(Debug, Clone, Copy)]
pub enum Side {
    /// The generated crate's.
    Generated,
    /// What one writes by hand.
    Manual,
}

impl Side {
    /// What is measured, and what it is measured by.
    pub const BOTH: [Self; 2] = [Self::Generated, Self::Manual];

    /// The side of a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::BOTH.into_iter().find(|side| side.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Generated => "generated",
            Self::Manual => "manual",
        }
    }
}

/// A process that runs this program.
#[derive(Debug)]
pub struct Process {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Process {
    /// Starts one. It ends when this is dropped.
    pub fn start(role: Role, side: Side, arguments: &[&str]) -> Outcome<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(role.name()).arg(side.name()).args(arguments).kill_on_drop(true);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(input), Some(output)) => Ok(Self { child, input, output: BufReader::new(output).lines() }),
            _ => Err("the process has no pipes".into()),
        }
    }

    /// The next line that it prints.
    pub async fn line(&mut self) -> Outcome<String> {
        Ok(self.output.next_line().await?.ok_or("the process ended")?)
    }

    /// Has a client make so many requests, and waits for them.
    pub async fn order(&mut self, requests: usize) -> Outcome<()> {
        self.input.write_all(format!("{requests}\n").as_bytes()).await?;
        self.line().await?;
        Ok(())
    }

    /// The CPU seconds that its threads have taken so far, user and system.
    pub fn seconds(&self) -> Outcome<f64> {
        let id = self.child.id().ok_or("the process ended")?;
        let mut nanoseconds = 0;
        for thread in std::fs::read_dir(format!("/proc/{id}/task"))? {
            // Its time on a CPU, its time waiting for one, and how often it was on one.
            let text = std::fs::read_to_string(thread?.path().join("schedstat"))?;
            nanoseconds += text.split(' ').next().unwrap_or_default().parse::<u64>()?;
        }
        Ok(nanoseconds as f64 / 1e9)
    }
}
