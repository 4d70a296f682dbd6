//! What a `build.rs` does to have an API's types in a module of its own crate.
//!
//! In the crate, `mod containers { include!(concat!(env!("OUT_DIR"), "/containers.rs")); }` takes the module in, with
//! `#[allow(dead_code, unused_imports)]` on it where the module is private and not all of it is used. `Cargo.toml` has
//! this library among the `[build-dependencies]`, and what the emitted `Cargo.toml` lists for the chosen features among
//! the `[dependencies]`.
//!
//! To look at the module: `OUT_DIR=target cargo run --package refract-codegen --example module`.

#![allow(clippy::print_stdout, reason = "a build script speaks to cargo by printing")]
#![allow(clippy::disallowed_methods, reason = "the library leaves writing to its caller")]

use std::{env, error::Error, fs, path::Path};

use refract_codegen::Generator;

fn main() -> Result<(), Box<dyn Error>> {
    let spec = "spec/containers.openapi.json";
    println!("cargo::rerun-if-changed={spec}");

    let module = Generator::new().spec(spec).module()?;

    let folder = env::var_os("OUT_DIR").ok_or("OUT_DIR is not set: cargo sets it for a build script")?;
    let path = Path::new(&folder).join("containers.rs");
    fs::write(&path, module)?;
    Ok(())
}
