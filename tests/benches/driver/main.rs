//! Does one operation on one body again and again, for `valgrind` to count its instructions.
//!
//! It is built by the bench `speed`, as a crate of its own beside the crates that the bench generates:
//! `driver MODEL OPERATION ITERATIONS BODY [DOCUMENT]`.

use std::{error::Error, fs, hint::black_box};

mod derived;

/// Does an operation; the same for every model, but that each crate has functions of its own.
macro_rules! run {
    ($krate:ident, $model:ident, $derived:ty, $call:expr) => {{
        let Call { operation, iterations, body, .. } = $call;
        let repeat = |action: &dyn Fn()| (0..*iterations).for_each(|_| action());
        match operation.as_str() {
            "strict" => repeat(&|| drop(black_box($krate::decode::<$krate::models::$model>(black_box(body))))),
            "lenient" => repeat(&|| drop(black_box($krate::decode_lenient::<$krate::models::$model>(black_box(body))))),
            "derived" => repeat(&|| drop(black_box(serde_json::from_slice::<$derived>(black_box(body))))),
            "write" => {
                let value = $krate::decode::<$krate::models::$model>(body)?;
                repeat(&|| drop(black_box($krate::encode(black_box(&value)))));
            }
            "derived-write" => {
                let value = serde_json::from_slice::<$derived>(body)?;
                repeat(&|| drop(black_box(serde_json::to_vec(black_box(&value)))));
            }
            "check" => $call.agree($krate::decode::<$krate::models::$model>(body).map(|value| $krate::encode(&value)))?,
            _ => schema($call)?,
        }
    }};
}

struct Call {
    model: String,
    operation: String,
    iterations: u32,
    body: Vec<u8>,
    document: Option<String>,
}

impl Call {
    fn new() -> Result<Self, Box<dyn Error>> {
        let mut arguments = std::env::args().skip(1);
        let mut next = || arguments.next().ok_or("driver MODEL OPERATION ITERATIONS BODY [DOCUMENT]");
        Ok(Self {
            model: next()?,
            operation: next()?,
            iterations: next()?.parse()?,
            body: fs::read(next()?)?,
            document: next().ok(),
        })
    }

    /// Whether what was read and written again is the same JSON.
    fn agree<E: Error + 'static>(&self, written: Result<Vec<u8>, E>) -> Result<(), Box<dyn Error>> {
        let (before, after): (serde_json::Value, serde_json::Value) =
            (serde_json::from_slice(&self.body)?, serde_json::from_slice(&written?)?);
        if before == after { Ok(()) } else { Err("what is written differs from what was read".into()) }
    }
}

/// What the `jsonschema` crate does with the same schema.
fn schema(call: &Call) -> Result<(), Box<dyn Error>> {
    let document = fs::read_to_string(call.document.as_ref().ok_or("no document")?)?;
    let mut schema: serde_json::Value = serde_json::from_str(&document)?;
    schema["$ref"] = format!("#/components/schemas/{}", call.model).into();
    let validator = jsonschema::draft202012::new(&schema)?;
    for _ in 0..call.iterations {
        let value: serde_json::Value = serde_json::from_slice(black_box(&call.body))?;
        match call.operation.as_str() {
            "is-valid" => drop(black_box(validator.is_valid(&value))),
            "errors" => {
                for error in validator.iter_errors(&value) {
                    black_box((error.instance_path().to_string(), error.to_string()));
                }
            }
            "value" => drop(black_box(value)),
            other => return Err(format!("no operation `{other}`").into()),
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let call = &Call::new()?;
    match call.model.as_str() {
        "CreateContainerRequest" => run!(openai_containers, CreateContainerRequest, derived::containers::CreateContainerRequest, call),
        "Container" => run!(openai_containers, Container, derived::containers::Container, call),
        "Tree" => run!(trees, Tree, derived::trees::Tree, call),
        "Forest" => run!(nodes, Forest, derived::nodes::Forest, call),
        "Wide" => run!(wide, Wide, derived::wide::Wide, call),
        other => return Err(format!("no model `{other}`").into()),
    }
    Ok(())
}
