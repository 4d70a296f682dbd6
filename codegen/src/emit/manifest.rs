//! `Cargo.toml` of the generated crate.

use super::{module, uses::Uses};
use crate::ir::{Api, Crate, Package};

/// The manifest. It has no `[workspace]` table: the crate may be a member of one.
pub(super) fn manifest(api: &Api) -> String {
    let uses = Uses::of(api);
    let mut tables = vec![package(&api.package, &api.title), features(api, &uses), dependencies(api, &uses)];
    tables.extend(uses.operations.then(dev_dependencies));
    tables.join("\n")
}

fn package(package: &Package, title: &str) -> String {
    let mut lines = vec![
        "[package]".to_owned(),
        entry("name", &package.name),
        entry("version", &package.version),
        entry("description", title),
        entry("edition", "2024"),
        entry("rust-version", &package.rust_version),
    ];
    lines.extend(package.license.as_ref().map(|license| entry("license", license)));
    lines.extend((!package.publish).then(|| "publish = false".to_owned()));
    table(lines)
}

/// A feature for each side, one per resource, all of them on by default; and one per crate that is made use of by choice.
fn features(api: &Api, uses: &Uses) -> String {
    let sides = if uses.operations { &SIDES[..] } else { &[] };
    let resources = api.resources.iter().map(|resource| module::feature(&resource.name));
    let conversions = conversions(api, uses);
    let chosen: Vec<&Crate> =
        api.crates.iter().filter(|of| conversions.iter().all(|it| it.name != of.feature)).collect();
    let by_default = conversions.iter().filter(|it| it.by_default).map(|it| it.name);
    let by_default = by_default.chain(chosen.iter().filter(|of| of.by_default).map(|of| of.feature.as_str()));
    let default = sides.iter().filter(|side| side.by_default).map(|side| side.name);
    let default = default.chain(resources.clone()).chain(by_default).map(string).collect::<Vec<_>>().join(", ");
    let mut lines = vec!["[features]".to_owned(), format!("default = [{default}]")];
    lines.extend(sides.iter().map(side));
    lines.extend(resources.map(|name| format!("{} = []", key(name))));
    lines.extend(conversions.iter().map(|it| format!("{} = [\"dep:{}\"]", it.name, it.name)));
    lines.extend(chosen.iter().map(|of| format!("{} = [{}]", key(&of.feature), string(&format!("dep:{}", of.name)))));
    table(lines)
}

/// The line of a side's feature: what it implies, and the crates that it needs.
fn side(side: &Side) -> String {
    let needs = HTTP.iter().filter(|it| it.sides.contains(&side.name)).map(|it| format!("dep:{}", it.name));
    let all: Vec<String> =
        side.implies.iter().map(|&name| name.to_owned()).chain(needs).map(|it| string(&it)).collect();
    let line = format!("{} = [{}]", side.name, all.join(", "));
    if line.len() <= WIDTH { line } else { format!("{} = [\n    {},\n]", side.name, all.join(",\n    ")) }
}

fn dependencies(api: &Api, uses: &Uses) -> String {
    let mut lines =
        vec![entry("serde", "1"), r#"serde_json = { version = "1", features = ["float_roundtrip"] }"#.to_owned()];
    lines.extend(uses.patterns.then(|| entry("regex", "1")));
    let conversions = conversions(api, uses);
    lines.extend(conversions.iter().map(|it| format!("{} = {}", it.name, it.dependency)));
    let chosen = api.crates.iter().filter(|of| conversions.iter().all(|it| it.name != of.name));
    lines.extend(chosen.map(dependency));
    let http = if uses.operations { &HTTP[..] } else { &[] };
    lines.extend(http.iter().map(|it| format!("{} = {}", it.name, it.dependency)));
    lines.sort();
    lines.insert(0, "[dependencies]".to_owned());
    table(lines)
}

/// What the crate's own tests of client and server need.
fn dev_dependencies() -> String {
    let tokio = r#"tokio = { version = "1", features = ["macros", "rt"] }"#;
    table(vec!["[dev-dependencies]".to_owned(), tokio.to_owned()])
}

/// A longer list is a line for each of its values.
const WIDTH: usize = 100;

/// A feature of the code around operations.
struct Side {
    name: &'static str,
    implies: &'static [&'static str],
    by_default: bool,
}

const SIDES: [Side; 4] = [
    Side { name: "client", implies: &[], by_default: true },
    Side { name: "server", implies: &[], by_default: true },
    Side { name: "mock", implies: &["server"], by_default: false },
    Side { name: "tracing", implies: &[], by_default: false },
];

/// A crate that the code around operations needs, and the features that need it.
struct Http {
    name: &'static str,
    dependency: &'static str,
    sides: &'static [&'static str],
}

const HTTP: [Http; 14] = [
    Http {
        name: "axum",
        dependency: r#"{ version = "0.8", optional = true, default-features = false, features = ["tokio"] }"#,
        sides: &["server"],
    },
    Http { name: "bytes", dependency: OPTIONAL_1, sides: &["client", "server"] },
    Http { name: "fastrand", dependency: r#"{ version = "2", optional = true }"#, sides: &["client"] },
    Http {
        name: "futures-util",
        dependency: r#"{ version = "0.3", optional = true, default-features = false, features = ["std"] }"#,
        sides: &["server"],
    },
    Http { name: "http", dependency: OPTIONAL_1, sides: &["client", "server"] },
    Http { name: "http-body", dependency: OPTIONAL_1, sides: &["client", "server"] },
    Http {
        name: "http-body-util",
        dependency: r#"{ version = "0.1", optional = true }"#,
        sides: &["client", "server"],
    },
    Http { name: "httpdate", dependency: OPTIONAL_1, sides: &["client"] },
    Http {
        name: "hyper",
        dependency: r#"{ version = "1", optional = true, features = ["http1", "http2", "server"] }"#,
        sides: &["server"],
    },
    Http {
        name: "hyper-util",
        dependency: r#"{ version = "0.1", optional = true, features = ["server-auto", "tokio"] }"#,
        sides: &["server"],
    },
    Http {
        name: "reqwest",
        dependency: r#"{ version = "0.13", optional = true, default-features = false, features = ["rustls"] }"#,
        sides: &["client"],
    },
    Http {
        name: "tokio",
        dependency: r#"{ version = "1", optional = true, features = ["macros", "net", "rt", "sync", "time"] }"#,
        sides: &["client", "server"],
    },
    Http {
        name: "tower",
        dependency: r#"{ version = "0.5", optional = true, default-features = false, features = ["util"] }"#,
        sides: &["client", "server"],
    },
    Http {
        name: "tracing",
        dependency: r#"{ version = "0.1", optional = true, default-features = false, features = ["std"] }"#,
        sides: &["tracing"],
    },
];

const OPTIONAL_1: &str = r#"{ version = "1", optional = true }"#;

/// A crate that a type of texts converts to and from.
struct Conversion {
    name: &'static str,
    dependency: &'static str,
    by_default: bool,
}

const MOMENTS: [Conversion; 3] = [
    Conversion {
        name: "jiff",
        dependency: r#"{ version = "1", optional = true, default-features = false, features = ["std"] }"#,
        by_default: true,
    },
    Conversion {
        name: "chrono",
        dependency: r#"{ version = "0.4", optional = true, default-features = false, features = ["alloc"] }"#,
        by_default: false,
    },
    Conversion {
        name: "time",
        dependency: "{ version = \"0.3\", optional = true, default-features = false, \
                     features = [\"formatting\", \"parsing\", \"std\"] }",
        by_default: false,
    },
];

const UUIDS: [Conversion; 1] = [Conversion {
    name: "uuid",
    dependency: r#"{ version = "1", optional = true, default-features = false, features = ["std"] }"#,
    by_default: false,
}];

/// The crates that texts convert to: those of a format, and those of them that were chosen for a schema.
fn conversions(api: &Api, uses: &Uses) -> Vec<&'static Conversion> {
    let is_chosen = |it: &Conversion| api.crates.iter().any(|of| of.name == it.name);
    let moments = MOMENTS.iter().filter(|it| uses.moments || is_chosen(it));
    let uuids = UUIDS.iter().filter(|it| uses.uuids || is_chosen(it));
    moments.chain(uuids).collect()
}

/// The line of a crate that was chosen of: no build needs it unless its feature is on.
fn dependency(of: &Crate) -> String {
    let mut source: Vec<String> = Vec::new();
    source.extend(of.version.as_ref().map(|version| entry("version", version)));
    source.extend(of.path.as_ref().map(|path| entry("path", path)));
    source.push("optional = true".to_owned());
    let features: Vec<String> = of.features.iter().map(|name| string(name)).collect();
    source.extend((!features.is_empty()).then(|| format!("features = [{}]", features.join(", "))));
    format!("{} = {{ {} }}", key(&of.name), source.join(", "))
}

fn table(lines: Vec<String>) -> String {
    lines.join("\n") + "\n"
}

fn entry(name: &str, value: &str) -> String {
    format!("{name} = {}", string(value))
}

/// A key: bare where it can be.
fn key(name: &str) -> String {
    match name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
        true => name.to_owned(),
        false => string(name),
    }
}

/// A basic string of TOML: whatever the text is, it stays in its line.
fn string(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            // What can't be seen is escaped as well, so that the line reads as what it is.
            _ if c == ' ' || c.is_ascii_graphic() || c.is_alphanumeric() => out.push(c),
            _ => out.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::super::testing::{api, newtype, pattern, resource, text_of};
    use super::*;
    use crate::ir::TextKind;

    #[test]
    fn a_manifest_has_a_feature_per_resource() {
        let mut api = api(Vec::new());
        api.package.license = Some("MIT".to_owned());
        api.resources = vec![resource("files"), resource("r#type")];
        insta::assert_snapshot!(manifest(&api), @r#"
        [package]
        name = "shop-api"
        version = "0.1.0"
        description = "Shop"
        edition = "2024"
        rust-version = "1.88"
        license = "MIT"
        publish = false

        [features]
        default = ["files", "type"]
        files = []
        type = []

        [dependencies]
        serde = "1"
        serde_json = { version = "1", features = ["float_roundtrip"] }
        "#);
    }

    #[test]
    fn patterns_bring_their_engine() {
        let with = manifest(&api(vec![newtype("Name", pattern("^a"))]));
        assert!(with.contains("\nregex = \"1\"\n"));
        assert!(!manifest(&api(Vec::new())).contains("regex"));
    }

    #[test]
    fn texts_convert_to_the_crates_that_are_asked_for() {
        let kinds = [TextKind::DateTime, TextKind::Uuid];
        let types = kinds.map(|kind| newtype("T", text_of(kind))).to_vec();
        insta::assert_snapshot!(manifest(&api(types)), @r#"
        [package]
        name = "shop-api"
        version = "0.1.0"
        description = "Shop"
        edition = "2024"
        rust-version = "1.88"
        publish = false

        [features]
        default = ["jiff"]
        jiff = ["dep:jiff"]
        chrono = ["dep:chrono"]
        time = ["dep:time"]
        uuid = ["dep:uuid"]

        [dependencies]
        chrono = { version = "0.4", optional = true, default-features = false, features = ["alloc"] }
        jiff = { version = "1", optional = true, default-features = false, features = ["std"] }
        serde = "1"
        serde_json = { version = "1", features = ["float_roundtrip"] }
        time = { version = "0.3", optional = true, default-features = false, features = ["formatting", "parsing", "std"] }
        uuid = { version = "1", optional = true, default-features = false, features = ["std"] }
        "#);
    }

    #[test]
    fn crates_are_those_that_the_support_is_tested_with() {
        let tested: toml::Table = include_str!("../../../tests/support/Cargo.toml").parse().unwrap();
        let conversions = MOMENTS.iter().chain(&UUIDS).map(|it| (it.name, it.dependency));
        for (name, dependency) in conversions.chain(HTTP.iter().map(|it| (it.name, it.dependency))) {
            let emitted: toml::Table = format!("it = {dependency}").parse().unwrap();
            assert_eq!(emitted["it"], tested["dependencies"][name], "{name}");
        }
        let features: toml::Table = SIDES.iter().map(side).collect::<Vec<_>>().join("\n").parse().unwrap();
        for (name, needs) in &features {
            assert_eq!(needs, &tested["features"][name], "{name}");
        }
    }

    #[test]
    fn crates_of_chosen_types_are_features() {
        let mut api = api(vec![newtype("T", text_of(TextKind::Plain))]);
        let of = |name: &str, by_default| Crate {
            ident: crate::emit::testing::ident(&name.replace('-', "_")),
            name: name.to_owned(),
            feature: name.to_owned(),
            by_default,
            version: Some("1".to_owned()),
            path: None,
            features: vec!["std".to_owned()],
        };
        api.crates = vec![of("my-money", true), of("url", false), of("uuid", false)];
        api.crates[0].path = Some("../\"money".to_owned());
        let text = manifest(&api);
        let table: toml::Table = text.parse().unwrap();
        let line = r#"my-money = { version = "1", path = "../\"money", optional = true, features = ["std"] }"#;
        assert!(text.contains(line), "{text}");
        assert_eq!(table["features"]["default"].to_string(), r#"["my-money"]"#);
        assert_eq!(table["features"]["url"].to_string(), r#"["dep:url"]"#);
        // What texts of a format convert to is there in one version, which the support is tested with.
        assert!(text.contains(&format!("uuid = {}", UUIDS[0].dependency)), "{text}");
    }

    #[test]
    fn what_types_may_be_chosen_of_is_not_needed_otherwise() {
        let own = MOMENTS.iter().chain(&UUIDS).map(|it| {
            let table: toml::Table = format!("it = {}", it.dependency).parse().unwrap();
            (it.name, table["it"]["version"].as_str().unwrap().to_owned())
        });
        let mut own: Vec<_> = own.collect();
        own.sort();
        let known = crate::lower::OWN.map(|(name, version)| (name, version.to_owned()));
        assert_eq!(own, known);
        let mut inner: Vec<&str> = HTTP.iter().map(|it| it.name).chain(["regex", "serde", "serde_json"]).collect();
        inner.sort_unstable();
        assert_eq!(inner, crate::lower::INNER);
    }

    #[test]
    fn what_may_be_published_does_not_forbid_it() {
        let mut api = api(Vec::new());
        api.package.publish = true;
        assert!(!manifest(&api).contains("publish"));
    }

    #[test]
    fn no_title_gets_out_of_its_string() {
        for title in ["\"\n[workspace]\n", "a\\", "\u{202e}\u{0}\u{7f}\r", "'''", "Käse 🧀"] {
            let mut api = api(Vec::new());
            api.title = title.to_owned();
            let table: toml::Table = manifest(&api).parse().unwrap();
            assert_eq!(table["package"]["description"].as_str(), Some(title));
            assert_eq!(table.keys().collect::<Vec<_>>(), ["dependencies", "features", "package"]);
        }
    }
}
