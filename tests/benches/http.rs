//! Requests per CPU second of the generated server and client, beside what one writes by hand with axum, reqwest and
//! serde's derives of the same types.
//!
//! `cargo bench --bench http [WORD]`; with a word, only the part whose name has it. What is measured runs in a process
//! of its own: this program again, told by its arguments what to be. What it talks to is this process, whose time does
//! not count. CPU time hardly depends on the load of the machine; what is left of that is taken out by turns: both
//! sides do the same number of requests in each round, and the ratio is the median of the rounds' ratios.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured, and its processes speak by printing")]

use std::path::Path;

#[path = "speed/bodies.rs"]
#[allow(dead_code, reason = "the other bench uses the rest")]
mod bodies;
#[path = "http/canned.rs"]
mod canned;
#[path = "http/clients.rs"]
mod clients;
#[path = "driver/derived/containers.rs"]
mod derived;
#[path = "http/load.rs"]
mod load;
#[path = "http/process.rs"]
mod process;
#[path = "http/servers.rs"]
mod servers;
#[path = "shared/synthetic.rs"]
#[allow(dead_code, reason = "the other benches use it")]
mod synthetic;
#[path = "shared/table.rs"]
#[allow(dead_code, reason = "the other benches use the rest")]
mod table;

use process::{Process, Role, Side};
use table::{Table, Target::AtLeast};
use tokio::runtime::{Builder, Runtime};

/// What may fail, with any reason: a bench shows it and ends.
type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// How many requests are under way at a time, each on a connection of its own.
const AT_ONCE: usize = 64;

/// How often each side has its turn.
const ROUNDS: usize = 75;

/// The token that requests bring.
const TOKEN: &str = "sk-bench";

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        // One thread: what several spend on waking each other depends on how fast the peer is.
        [role, side, rest @ ..] if Role::of(role).is_some() => {
            Builder::new_current_thread().enable_all().build()?.block_on(be(role, side, rest))
        }
        words => Runtime::new()?.block_on(compare(words.first().unwrap_or(&""))),
    }
}

/// Is one of the processes that are measured.
async fn be(role: &str, side: &str, rest: &[&str]) -> Outcome<()> {
    match (Role::of(role), Side::of(side), rest) {
        (Some(Role::Server), Some(side), []) => servers::run(side).await,
        (Some(Role::Client), Some(side), [base_url]) => clients::run(side, base_url).await,
        _ => Err(format!("no such process: {role} {side}").into()),
    }
}

async fn compare(word: &str) -> Outcome<()> {
    if !Path::new("/proc/self/schedstat").exists() {
        println!("The bench `http` reads the time of processes in `/proc`, which is not there.");
        return Ok(());
    }
    let mut table = Table::default();
    table.part(
        "Requests per CPU second, 64 at a time, beside axum, reqwest and serde's derives",
        "generated",
        "by hand",
    );
    if "server".contains(word) {
        server(&mut table).await?;
    }
    if "client".contains(word) {
        client(&mut table).await?;
    }
    table.finish();
    Ok(())
}

/// The server with all its checks, beside a handler that takes `axum::Json`.
async fn server(table: &mut Table) -> Outcome<()> {
    const REQUESTS: usize = 8_000;
    let body = bodies::typical(false);
    let mut answers = Vec::new();
    let mut servers = Vec::new();
    for side in Side::BOTH {
        let mut server = Process::start(Role::Server, side, &[])?;
        let address = server.line().await?.parse()?;
        answers.push(load::one(address, &body).await?);
        load::run(address, &body, AT_ONCE, REQUESTS).await?;
        servers.push((server, address));
    }
    // Both do the same: what is measured is worth comparing.
    if answers.first() != answers.last() {
        return Err(format!("the answers differ: {answers:?}").into());
    }
    let mut rates = Rates::default();
    for round in 0..ROUNDS {
        for side in turn(round) {
            let (server, address) = &servers[side];
            let before = server.seconds()?;
            load::run(*address, &body, AT_ONCE, REQUESTS).await?;
            rates.add(side, REQUESTS as f64 / (server.seconds()? - before));
        }
    }
    rates.line("server, typical request", table);
    Ok(())
}

/// The client with all its care, beside a call of reqwest.
async fn client(table: &mut Table) -> Outcome<()> {
    const REQUESTS: usize = 6_000;
    let base_url = format!("http://{}/v1", canned::start(&bodies::response()).await?);
    let mut clients = Vec::new();
    for side in Side::BOTH {
        let mut client = Process::start(Role::Client, side, &[&base_url])?;
        client.order(REQUESTS).await?;
        clients.push(client);
    }
    let mut rates = Rates::default();
    for round in 0..ROUNDS {
        for side in turn(round) {
            let client = &mut clients[side];
            let before = client.seconds()?;
            client.order(REQUESTS).await?;
            rates.add(side, REQUESTS as f64 / (client.seconds()? - before));
        }
    }
    rates.line("client, typical request", table);
    Ok(())
}

/// The order of the sides in a round: neither is always the first.
fn turn(round: usize) -> [usize; 2] {
    if round.is_multiple_of(2) { [0, 1] } else { [1, 0] }
}

/// Requests per CPU second, by side and round.
#[derive(Default)]
struct Rates([Vec<f64>; 2]);

impl Rates {
    fn add(&mut self, side: usize, rate: f64) {
        self.0[side].push(rate);
    }

    fn line(self, name: &str, table: &mut Table) {
        let [generated, manual] = self.0;
        let ratio = median(generated.iter().zip(&manual).map(|(generated, manual)| generated / manual).collect());
        table.ratio(name, median(generated), median(manual), ratio, AtLeast(1.0));
    }
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}
