//! `generate`: what it writes, what it says, and how it ends.

#![allow(clippy::disallowed_methods, reason = "tests prepare folders of their own")]

mod sandbox;

use std::{fs, process::Command};

use sandbox::{Sandbox, document, doubtful_document, tree};

#[test]
fn writes_a_crate() {
    let sandbox = Sandbox::new();
    sandbox.write("boxes.json", &document(&["Box"]));
    let ran = sandbox.generate(&["--name", "my-boxes"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("out: 1 type"), "{}", ran.stderr);
    for path in ["Cargo.toml", "ledger.json", "src/lib.rs", "src/models/mod.rs"] {
        assert!(sandbox.tree().contains_key(path), "{path}");
    }
    let manifest = sandbox.read("out/Cargo.toml");
    assert!(manifest.contains("name = \"my-boxes\""), "{manifest}");
    assert!(!manifest.contains("[workspace]"), "{manifest}");
    assert!(!sandbox.has_leftovers());
}

#[test]
fn the_same_input_gives_the_same_bytes_wherever_it_lies() {
    let sandbox = Sandbox::with_crate();
    sandbox.write("elsewhere/below/other.json", &document(&["Box"]));
    let spec = sandbox.path("elsewhere/below/other.json");
    let ran = sandbox.run(&["generate", "--spec", spec.to_str().unwrap(), "--out", "second"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert_eq!(tree(&sandbox.path("second")), sandbox.tree());
}

#[test]
fn what_is_equal_is_not_touched() {
    let sandbox = Sandbox::with_crate();
    let time = |path: &str| sandbox.path(path).metadata().unwrap().modified().unwrap();
    let before = (time("out"), time("out/src/lib.rs"), time("out/Cargo.toml"));
    let ran = sandbox.generate(&[]);
    assert_eq!(ran.status, Some(0));
    assert!(ran.stderr.contains("nothing changed"), "{}", ran.stderr);
    assert_eq!((time("out"), time("out/src/lib.rs"), time("out/Cargo.toml")), before);
}

#[test]
fn without_flags_the_repository_around_is_generated() {
    let sandbox = Sandbox::with_spec("[input]\nspec = \"boxes.json\"\n[package]\nname = \"boxes\"\n");
    fs::create_dir_all(sandbox.path("some/folder")).unwrap();
    let ran = sandbox.command_in("some/folder", &["generate"]).output().unwrap();
    assert!(ran.status.success());
    assert!(sandbox.read("generated/Cargo.toml").contains("name = \"boxes\""));
    assert_eq!(sandbox.run(&["generate", "--check"]).status, Some(0));
    assert!(!sandbox.path("some/folder/generated").exists());
}

#[test]
fn another_folder_can_be_named() {
    let sandbox = Sandbox::with_spec("[input]\nspec = \"boxes.json\"\n");
    assert_eq!(sandbox.run(&["generate", "--out", "elsewhere"]).status, Some(0));
    assert!(sandbox.path("elsewhere/Cargo.toml").exists());
    let ran = sandbox.run(&["generate", "--config", "spec/refract.toml", "--out", "third"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert_eq!(tree(&sandbox.path("third")), tree(&sandbox.path("elsewhere")));
    assert!(!sandbox.path("generated").exists());
}

#[test]
fn without_a_repository_it_says_what_it_looked_for() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["generate"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("`spec/refract.toml`"), "{}", ran.stderr);
}

#[test]
fn a_wrong_call_ends_with_2() {
    let sandbox = Sandbox::new();
    for args in [
        &["generate", "--no-such-flag"][..],
        &["generate", "--spec", "boxes.json"],
        &["generate", "--config", "refract.toml"],
        &["generate", "--spec"],
        &["generate", "--message-format", "xml"],
        &["no-such-command"],
        &[],
    ] {
        let ran = sandbox.run(args);
        assert_eq!(ran.status, Some(2), "{args:?}: {}", ran.stderr);
        assert!(!ran.stderr.is_empty(), "{args:?}");
    }
    assert_eq!(fs::read_dir(sandbox.path("")).unwrap().count(), 0);
}

#[test]
fn help_and_version_end_with_0() {
    let sandbox = Sandbox::new();
    for args in [&["--help"][..], &["generate", "--help"], &["--version"]] {
        let ran = sandbox.run(args);
        assert_eq!(ran.status, Some(0), "{args:?}");
        assert!(ran.stdout.contains("cargo xtask"), "{args:?}: {}", ran.stdout);
    }
}

#[test]
fn reserved_commands_say_that_they_are_not_there_yet() {
    let sandbox = Sandbox::new();
    for args in [
        &["import", "page.md", "--out", "a.json"][..],
        &["diff", "old.json", "new.json", "--format", "html"],
        &["explain", "#/components/schemas/Box"],
        &["explain"],
    ] {
        let ran = sandbox.run(args);
        assert_eq!(ran.status, Some(2), "{args:?}");
        assert!(ran.stderr.contains("not there yet"), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn runs_as_cargo_refract() {
    let sandbox = Sandbox::with_crate();
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-refract"));
        command.current_dir(sandbox.path("")).args(args).output().unwrap()
    };
    let args = ["generate", "--spec", "boxes.json", "--out", "out", "--check"];
    assert!(run(&args).status.success());
    assert!(run(&[&["refract"], &args[..]].concat()).status.success());
    sandbox.write("boxes.json", &document(&["Box", "Lid"]));
    let ran = run(&args);
    assert_eq!(ran.status.code(), Some(1));
    let stderr = String::from_utf8(ran.stderr).unwrap();
    assert!(stderr.contains("run `cargo refract generate --spec boxes.json --out out`"), "{stderr}");
}

#[test]
fn an_unknown_option_is_an_error_at_its_place() {
    let sandbox = Sandbox::with_spec("[input]\nspec = \"boxes.json\"\n\n[package]\nverison = \"1.0.0\"\n");
    let ran = sandbox.run(&["generate"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("R0106"), "{}", ran.stderr);
    assert!(ran.stderr.contains("spec/refract.toml:5:1"), "{}", ran.stderr);
    assert!(ran.stderr.contains("did you mean `version`?"), "{}", ran.stderr);
    assert!(!sandbox.path("generated").exists());
}

#[test]
fn all_that_is_wrong_comes_at_once() {
    let sandbox = Sandbox::with_spec("[input]\nspec = \"boxes.json\"\n[types]\nexact-types = 1\nextra = 2\n");
    sandbox.write("spec/boxes.json", "{");
    let ran = sandbox.run(&["generate"]);
    assert_eq!(ran.status, Some(2));
    for place in ["spec/refract.toml:4:15", "spec/refract.toml:5:1", "spec/boxes.json:1:"] {
        assert!(ran.stderr.contains(place), "{place}: {}", ran.stderr);
    }
}

#[test]
fn a_document_that_is_not_there_is_named() {
    let sandbox = Sandbox::new();
    let ran = sandbox.generate(&[]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("boxes.json"), "{}", ran.stderr);
    assert!(!sandbox.path("out").exists());
}

#[test]
fn a_broken_document_leaves_the_crate_as_it_is() {
    let sandbox = Sandbox::with_crate();
    let before = sandbox.tree();
    for text in ["", "{", "[]", "{\"openapi\": \"9.9.9\"}", "\u{0}", "# A page\n"] {
        sandbox.write("boxes.json", text);
        let ran = sandbox.generate(&[]);
        assert_eq!(ran.status, Some(2), "{text:?}: {}", ran.stderr);
        assert!(ran.stderr.contains("boxes.json:1:"), "{text:?}: {}", ran.stderr);
        assert_eq!(sandbox.tree(), before, "{text:?}");
    }
}

#[test]
fn warnings_are_errors_where_they_are_asked_to_be() {
    let sandbox = Sandbox::new();
    sandbox.write("boxes.json", &doubtful_document());
    let ran = sandbox.generate(&["--strict"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("R0406"), "{}", ran.stderr);
    assert!(!sandbox.path("out").exists());
    let ran = sandbox.generate(&[]);
    assert_eq!(ran.status, Some(0));
    assert!(ran.stderr.contains("R0406"), "{}", ran.stderr);
}

#[test]
fn a_version_that_a_person_bumped_is_kept() {
    let sandbox = Sandbox::with_spec("[input]\nspec = \"boxes.json\"\n");
    sandbox.run(&["generate"]);
    let manifest = sandbox.read("generated/Cargo.toml");
    let bumped = manifest.replacen("version = \"0.1.0\"", "version = \"1.4.2\"", 1);
    assert_ne!(manifest, bumped);
    sandbox.write("generated/Cargo.toml", &bumped);
    assert_eq!(sandbox.run(&["generate", "--check"]).status, Some(0));
    sandbox.write("spec/boxes.json", &document(&["Box", "Lid"]));
    assert_eq!(sandbox.run(&["generate"]).status, Some(0));
    assert_eq!(sandbox.read("generated/Cargo.toml"), bumped);
    sandbox.write("spec/refract.toml", "[input]\nspec = \"boxes.json\"\n[package]\nversion = \"2.0.0\"\n");
    assert_eq!(sandbox.run(&["generate"]).status, Some(0));
    assert!(sandbox.read("generated/Cargo.toml").contains("version = \"2.0.0\""));
}

#[test]
fn machines_get_json_and_nothing_else() {
    let sandbox = Sandbox::with_spec("[input]\nspec = \"boxes.json\"\nspecs = 1\n");
    let json = |stderr: &str| -> Vec<serde_json::Value> {
        let values = serde_json::Deserializer::from_str(stderr).into_iter();
        values.collect::<Result<_, _>>().unwrap()
    };
    let ran = sandbox.run(&["generate", "--message-format", "json"]);
    assert_eq!(ran.status, Some(2));
    assert_eq!(ran.stdout, "");
    assert!(!json(&ran.stderr).is_empty());
    assert!(ran.stderr.contains("R0106") && ran.stderr.contains("spec/refract.toml"), "{}", ran.stderr);

    sandbox.write("spec/refract.toml", "[input]\nspec = \"boxes.json\"\n");
    let ran = sandbox.run(&["generate", "--message-format", "json"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert_eq!(json(&ran.stderr).last().unwrap()["summary"]["types"], 1);

    sandbox.write("generated/src/lib.rs", "mod models;\n");
    let ran = sandbox.run(&["generate", "--check", "--message-format", "json"]);
    assert_eq!(ran.status, Some(1));
    let said = json(&ran.stderr);
    assert!(said.iter().any(|value| value["stale"]["path"] == "generated/src/lib.rs"), "{said:?}");
    assert_eq!(said.last().unwrap()["command"], "cargo xtask generate");

    let ran = sandbox.run(&["generate", "--message-format", "json"]);
    assert_eq!(ran.status, Some(2));
    assert_eq!(json(&ran.stderr)[0]["severity"], "error");
}

#[test]
fn no_colour_goes_into_a_pipe() {
    let sandbox = Sandbox::with_spec("[inputs]\n");
    let ran = sandbox.run(&["generate"]);
    assert!(!ran.stderr.contains('\u{1b}'), "{}", ran.stderr);
}

#[test]
fn a_document_may_be_made_of_many_files() {
    let sandbox = Sandbox::new();
    let of = |reference: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{title: Boxes, version: '1'}}\ncomponents:\n  schemas: {{Box: {{$ref: {reference}}}}}\n"
        )
    };
    sandbox.write("spec/models/lid.yaml", "type: string");
    sandbox.write("spec/models/box.json", r#"{ "type": "object", "properties": { "lid": { "$ref": "lid.yaml" } } }"#);
    sandbox.write("shared/box.yaml", "type: string");
    let run = |reference: &str, more: &[&str]| {
        sandbox.write("spec/boxes.yaml", &of(reference));
        let args = [&["generate", "--spec", "spec/boxes.yaml", "--out", "out", "--strict"], more].concat();
        sandbox.run(&args)
    };
    let ran = run("models/box.json", &[]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert!(ran.stderr.contains("out: 2 types"), "{}", ran.stderr);
    for (reference, flag, more) in [
        ("../shared/box.yaml", "--allow-outside", ["--allow-outside", "--allow-outside"]),
        ("https://boxes.example/v1/box.yaml", "--remote", ["--remote", "https://boxes.example/v1=shared"]),
    ] {
        let refused = run(reference, &[]);
        assert_eq!(refused.status, Some(2));
        assert!(refused.stderr.contains(flag) && refused.stderr.contains("spec/boxes.yaml:4:"), "{}", refused.stderr);
        let more = if more[0] == more[1] { &more[..1] } else { &more[..] };
        let ran = run(reference, more);
        assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    }
}
