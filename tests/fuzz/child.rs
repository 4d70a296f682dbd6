//! Cases in a process of their own: how one is started, watched and ended. Knows nothing of what a case is.

use std::{
    io::{BufRead, BufReader, Write},
    ops::Range,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    time::{Duration, Instant},
};

/// How long one case may take of a processor.
const LONGEST: Duration = Duration::from_secs(10);

/// How long one case may take by the clock, where others have the processor.
const LONGEST_BY_CLOCK: Duration = Duration::from_secs(90);

/// How much address space a process may have, in KiB.
const MOST_MEMORY: &str = "2097152";

/// What a test's process is told the cases by.
const CASES: &str = "REFRACT_FUZZ_CASES";

/// The stack of the main thread of a program, which is that of the command line.
const STACK: usize = 8 << 20;

/// Runs cases in processes of their own, and gives what was found: a line for each case that failed.
///
/// `test` is the name of the test that calls this: the process is this program, asked for that test alone.
pub fn run(test: &str, seeds: Range<u64>, case: fn(u64) -> Result<(), String>) -> Vec<String> {
    if let Ok(cases) = std::env::var(CASES) {
        inside(&cases, case);
        std::process::exit(0);
    }
    let (mut found, mut next) = (Vec::new(), seeds.start);
    while next < seeds.end {
        let (told, end) = Watched::start(test, next..seeds.end).watch(next);
        for line in told {
            eprintln!("{line}");
            found.push(line);
        }
        next = end;
    }
    found
}

/// Runs the cases of this process.
fn inside(cases: &str, case: fn(u64) -> Result<(), String>) {
    let (start, end) = cases.split_once(' ').expect("two numbers");
    let (start, end): (u64, u64) = (start.parse().expect("a number"), end.parse().expect("a number"));
    let work = move || {
        for seed in start..end {
            tell(&format!("begin {seed}"));
            match std::panic::catch_unwind(|| case(seed)) {
                Ok(Ok(())) => {}
                Ok(Err(message)) => tell(&format!("found {message}")),
                Err(_) => tell("found a panic"),
            }
        }
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work).expect("a thread");
    thread.join().expect("the thread ends");
}

fn tell(line: &str) {
    let mut output = std::io::stdout();
    writeln!(output, "\n@fuzz {}", line.replace('\n', " ")).expect("whoever started this listens");
    output.flush().expect("whoever started this listens");
}

/// A process that runs cases, and the lines that it writes.
struct Watched {
    child: Child,
    lines: Receiver<String>,
}

impl Watched {
    fn start(test: &str, seeds: Range<u64>) -> Self {
        let program = std::env::current_exe().expect("this program has a path");
        let mut command = match cfg!(target_os = "linux") {
            true => {
                let mut command = Command::new("sh");
                command.args(["-c", &format!("ulimit -v {MOST_MEMORY} && exec \"$0\" \"$@\"")]).arg(program);
                command
            }
            false => Command::new(program),
        };
        command.args([test, "--exact", "--nocapture", "--test-threads=1"]);
        command.env(CASES, format!("{} {}", seeds.start, seeds.end)).env("RUST_BACKTRACE", "0");
        let mut child = command.stdout(Stdio::piped()).spawn().expect("this program can be started");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if let Some(line) = line.strip_prefix("@fuzz ")
                    && sender.send(line.to_owned()).is_err()
                {
                    return;
                }
            }
        });
        Self { child, lines }
    }

    /// How long the process has had a processor, where the system tells.
    fn worked(&self) -> Option<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        // After the name of the program, which may hold anything: the 12th and 13th, in hundredths of a second.
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
        let mut next = || fields.next()?.parse::<u64>().ok();
        Some(Duration::from_millis(10 * (next()? + next()?)))
    }

    /// What is found up to the end of the process, and the case to go on with.
    fn watch(mut self, first: u64) -> (Vec<String>, u64) {
        let (mut told, mut seed) = (Vec::new(), first);
        let (mut since, mut worked) = (Instant::now(), self.worked());
        loop {
            match self.lines.recv_timeout(Duration::from_secs(1)) {
                Ok(line) => match line.split_once(' ') {
                    Some(("begin", at)) => {
                        (seed, since, worked) = (at.parse().expect("a number"), Instant::now(), self.worked());
                    }
                    Some((_, what)) => told.push(format!("REFRACT_SEED={seed}: {what}")),
                    None => {}
                },
                Err(RecvTimeoutError::Timeout) => {
                    let took = self.worked().zip(worked).map_or_else(|| since.elapsed(), |(now, then)| now - then);
                    if took < LONGEST && since.elapsed() < LONGEST_BY_CLOCK {
                        continue;
                    }
                    let _ = self.child.kill();
                    let _ = self.child.wait();
                    told.push(format!("REFRACT_SEED={seed}: takes more than {LONGEST:?}"));
                    return (told, seed + 1);
                }
                Err(RecvTimeoutError::Disconnected) => {
                    let status = self.child.wait().expect("the process ends");
                    if status.success() {
                        return (told, u64::MAX);
                    }
                    told.push(format!("REFRACT_SEED={seed}: ended with {status}"));
                    return (told, seed + 1);
                }
            }
        }
    }
}
