//! A crate outside of this workspace generates from its `build.rs`, includes the module, and works.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

use std::path::Path;

use refract_tests::{
    command::{cargo, lock_file, repository, succeed},
    scratch::{self, Tree},
};

const BUILD: &str = r#"fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=api.yaml");
    let module = refract_codegen::Generator::new().spec("api.yaml").module()?;
    std::fs::write(std::path::Path::new(&std::env::var("OUT_DIR")?).join("api.rs"), module)?;
    Ok(())
}
"#;

const MAIN: &str = r##"pub mod api {
    include!(concat!(env!("OUT_DIR"), "/api.rs"));
}

fn main() {
    let lamp: api::models::Lamp = api::decode(br#"{"watts":7}"#).expect("a lamp");
    assert_eq!(lamp, api::models::Lamp::new(7));
    let violations = api::decode::<api::models::Lamp>(br#"{"watts":0}"#).expect_err("too few watts");
    println!("{violations}");
}
"##;

const DOCUMENT: &str = "openapi: 3.1.0
info: { title: Lamps, version: '1' }
components:
  schemas:
    Lamp:
      type: object
      required: [watts]
      properties:
        watts: { type: integer, minimum: 1 }
";

#[test]
fn a_build_script_generates_a_module() {
    let codegen = repository().join("codegen");
    let manifest = format!(
        "[package]\nname = \"outside\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nserde = \"1\"\n\
         serde_json = {{ version = \"1\", features = [\"float_roundtrip\"] }}\n\n[build-dependencies]\n\
         refract-codegen = {{ path = {codegen:?} }}\n\n[workspace]\n"
    );
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("outside");
    let tree = [
        ("Cargo.toml", manifest),
        ("Cargo.lock", lock_file()),
        ("build.rs", BUILD.to_owned()),
        ("api.yaml", DOCUMENT.to_owned()),
        ("src/main.rs", MAIN.to_owned()),
    ];
    let tree: Tree = tree.map(|(path, text)| (path.to_owned(), text)).into();
    scratch::write(&folder, &tree);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("target");
    let said = succeed(&mut cargo(&folder, &target, &["run", "--quiet"]));
    assert_eq!(said, "/watts must be at least 1\n");
}
