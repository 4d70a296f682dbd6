//! Documents, arbitrary or hostile, into the generator.

use std::{
    collections::HashSet,
    path::PathBuf,
    sync::{LazyLock, Mutex},
};

use refract_codegen::{
    Generator,
    diagnostic::{Diagnostics, render},
    source::{self, Sources},
};
use refract_tests::case;
use serde_json::Value;

use crate::{child, hostile, mutate, random::Random, setting};

/// The largest document of the corpus that is mutated.
const LARGEST: u64 = 64 << 10;

#[test]
fn generating_ends_in_files_that_parse_or_in_errors() {
    let (seed, cases) = (setting("REFRACT_SEED", 1), setting("REFRACT_CASES", 80));
    let test = "documents::generating_ends_in_files_that_parse_or_in_errors";
    let found = child::run(test, seed..seed + cases, one);
    assert!(found.is_empty(), "{} of {cases} documents: see above", found.len());
}

/// The document of a seed, and what it is made into.
fn one(seed: u64) -> Result<(), String> {
    let mut random = Random::new(seed);
    let (path, bytes) = document(&mut random);
    if let Ok(folder) = std::env::var("REFRACT_KEEP") {
        std::fs::write(PathBuf::from(folder).join(format!("{seed}-{path}")), &bytes)
            .map_err(|error| error.to_string())?;
    }
    // What is not UTF-8 is refused where files are read.
    let mut sources = Sources::default();
    if source::decode_utf8(&mut sources, path, bytes.clone(), &mut Diagnostics::default()).is_none() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    match Generator::new().spec_text(path, text).name("hostile").exact_types(random.chance(10)).generate() {
        Ok(generated) => {
            drop(render::text(&generated.sources, &generated.diagnostics, false));
            // What nests as deep as its document takes room to be parsed.
            let work = move || generated.files.iter().try_for_each(|(path, text)| parses(path, text));
            let thread =
                std::thread::Builder::new().stack_size(256 << 20).spawn(work).map_err(|error| error.to_string())?;
            thread.join().unwrap_or_else(|_| Err("a panic where files are parsed".to_owned()))
        }
        Err(failure) => {
            drop(render::json(&failure.sources, &failure.diagnostics));
            let text = render::text(&failure.sources, &failure.diagnostics, true);
            match failure.diagnostics.iter().find(|it| it.code.id == "R0199") {
                Some(defect) => Err(format!("a defect: {}", defect.message)),
                None if text.is_empty() => Err("a failure without a reason".to_owned()),
                None => Ok(()),
            }
        }
    }
}

/// Whether a file is what its name says. The files of the support are the same each time, and read once.
fn parses(path: &str, text: &str) -> Result<(), String> {
    static SUPPORT: Mutex<Option<HashSet<String>>> = Mutex::new(None);
    let mut seen = SUPPORT.lock().map_err(|error| error.to_string())?;
    if path.starts_with("src/support/") && !seen.get_or_insert_default().insert(path.to_owned()) {
        return Ok(());
    }
    let error = match path.rsplit_once('.').map(|(_, kind)| kind) {
        Some("rs") => syn::parse_file(text).err().map(|error| error.to_string()),
        Some("toml") => text.parse::<toml::Table>().err().map(|error| error.to_string()),
        Some("json") => serde_json::from_str::<Value>(text).err().map(|error| error.to_string()),
        _ => None,
    };
    error.map_or(Ok(()), |error| Err(format!("{path} does not parse: {error}")))
}

/// What a document is called, and its bytes.
fn document(random: &mut Random) -> (&'static str, Vec<u8>) {
    match random.below(100) {
        0..5 => (random.pick(&["a.json", "a.yaml"]), mutate::bytes(random)),
        5..20 => {
            let (path, mut text) = text_of_fixture(random);
            mutate::flip(random, &mut text);
            (path, text)
        }
        20..65 => {
            let mut value = any_document(random);
            for _ in 0..=random.below(6) {
                mutate::tree(random, &mut value);
            }
            ("a.json", value.to_string().into_bytes())
        }
        _ => ("a.json", hostile::document(random).into_bytes()),
    }
}

/// The text of a fixture, as it is.
fn text_of_fixture(random: &mut Random) -> (&'static str, Vec<u8>) {
    static CASES: LazyLock<Vec<case::Case>> = LazyLock::new(case::all);
    let case = random.pick(&CASES);
    let path = if case.folder().join("spec.json").exists() { "a.json" } else { "a.yaml" };
    (path, case.spec().as_bytes().to_vec())
}

/// A document of the fixtures, or of the corpus where there is one.
fn any_document(random: &mut Random) -> Value {
    let corpus = corpus();
    let (path, text) = match corpus.is_empty() || random.chance(70) {
        true => text_of_fixture(random),
        false => ("a.yaml", std::fs::read(random.pick(&corpus)).unwrap_or_default()),
    };
    let mut sources = Sources::default();
    let file = sources.add(path, String::from_utf8_lossy(&text).into_owned());
    let node = source::read(&sources, file, &mut Diagnostics::default());
    node.and_then(|node| serde_json::from_str(&node.to_json()).ok()).unwrap_or_default()
}

/// The small documents of the corpus, sorted.
fn corpus() -> Vec<PathBuf> {
    let Ok(shared) = std::env::var("REFRACT_SHARED") else { return Vec::new() };
    let folders = std::fs::read_dir(PathBuf::from(shared).join("corpus")).into_iter().flatten().flatten();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.path()).into_iter().flatten().flatten());
    let is_document = |path: &PathBuf| {
        let kind = path.extension().and_then(|kind| kind.to_str());
        matches!(kind, Some("json" | "yaml" | "yml")) && path.metadata().is_ok_and(|of| of.len() <= LARGEST)
    };
    let mut files: Vec<PathBuf> = files.map(|file| file.path()).filter(is_document).collect();
    files.sort();
    files
}
