//! Decodes one body again and again, for `valgrind` to count its instructions.
//!
//! It is built by the bench `growth`, beside the crate that the bench generates: `driver MODEL VERDICT ITERATIONS BODY`.

use std::{error::Error, fs, hint::black_box};

use growth::{decode, models, support::model::Model};

/// Decodes a body so often; the verdict has to be as expected.
fn run<T: Model>(verdict: &str, iterations: u32, body: &[u8]) -> Result<(), Box<dyn Error>> {
    for _ in 0..iterations {
        let decoded = black_box(decode::<T>(black_box(body)));
        if decoded.is_ok() != (verdict == "valid") {
            return Err(format!("the body is not {verdict}: {:?}", decoded.err()).into());
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, verdict, iterations, body] = arguments.as_slice() else {
        return Err("driver MODEL VERDICT ITERATIONS BODY".into());
    };
    let (iterations, body) = (iterations.parse()?, &fs::read(body)?);
    match model.as_str() {
        "Node" => run::<models::Node>(verdict, iterations, body),
        "Ruled" => run::<models::Ruled>(verdict, iterations, body),
        "Tagged" => run::<models::Tagged>(verdict, iterations, body),
        "Integers" => run::<models::Integers>(verdict, iterations, body),
        "Texts" => run::<models::Texts>(verdict, iterations, body),
        "Values" => run::<models::Values>(verdict, iterations, body),
        "Doubled" => run::<models::Doubled>(verdict, iterations, body),
        "Alternated" => run::<models::Alternated>(verdict, iterations, body),
        other => Err(format!("no model `{other}`").into()),
    }
}
