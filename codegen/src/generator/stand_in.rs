//! Stand-ins for the stages that are not wired yet, of the same signatures: a thin crate from any JSON document.

#![allow(missing_docs)]

pub mod source {
    use crate::{
        diagnostic::{Diagnostic, Diagnostics, catalogue},
        source::{Entry, FileId, Kind, Node, Sources, Span},
    };

    pub fn read(sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) -> Option<Node> {
        let text = &sources.get(file).text;
        match serde_json::from_str::<serde_json::Value>(text) {
            Ok(value) => {
                let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
                Some(node(&value, Span { file, start: 0, end }))
            }
            Err(error) => {
                let before = text.lines().take(error.line().saturating_sub(1));
                let start = before.map(|line| line.len() + 1).sum::<usize>() + error.column().saturating_sub(1);
                let start = u32::try_from(start).unwrap_or(u32::MAX);
                let span = Span {
                    file,
                    start,
                    end: start,
                };
                diagnostics.push(Diagnostic::new(&catalogue::SYNTAX, span, error.to_string()));
                None
            }
        }
    }

    pub fn decode_utf8(
        sources: &mut Sources,
        path: &str,
        bytes: Vec<u8>,
        diagnostics: &mut Diagnostics,
    ) -> Option<FileId> {
        match String::from_utf8(bytes) {
            Ok(text) => Some(sources.add(path, text)),
            Err(error) => {
                let file = sources.add(path, String::from_utf8_lossy(error.as_bytes()));
                let start = u32::try_from(error.utf8_error().valid_up_to()).unwrap_or(u32::MAX);
                let span = Span {
                    file,
                    start,
                    end: start,
                };
                diagnostics.push(Diagnostic::new(&catalogue::SYNTAX, span, "the text is not UTF-8 here"));
                None
            }
        }
    }

    fn node(value: &serde_json::Value, span: Span) -> Node {
        let kind = match value {
            serde_json::Value::Null => Kind::Null,
            serde_json::Value::Bool(truth) => Kind::Boolean(*truth),
            serde_json::Value::Number(number) => Kind::Number(number.to_string()),
            serde_json::Value::String(text) => Kind::String(text.clone()),
            serde_json::Value::Array(items) => Kind::Array(items.iter().map(|item| node(item, span)).collect()),
            serde_json::Value::Object(members) => Kind::Object(
                members
                    .iter()
                    .map(|(name, value)| {
                        let value = node(value, span);
                        (name.clone(), Entry { key: span, value })
                    })
                    .collect(),
            ),
        };
        Node { span, kind }
    }
}

pub mod document {
    use crate::{
        diagnostic::{Diagnostic, Diagnostics, catalogue},
        document::{Document, Version},
        source::Node,
    };

    pub fn read<'a>(root: &'a Node, diagnostics: &mut Diagnostics) -> Option<Document<'a>> {
        let version = root.get("openapi").and_then(Node::as_str);
        if !version.is_some_and(|version| version.starts_with("3.")) {
            let message = "this is no OpenAPI document";
            diagnostics.push(Diagnostic::new(&catalogue::VERSION, root.span, message));
            return None;
        }
        let title = root.get("info").and_then(|info| info.get("title")?.as_str());
        let schemas = root.get("components").and_then(|all| all.get("schemas")?.as_object());
        Some(Document {
            root,
            version: Version::V3_1,
            title: title.unwrap_or("api").to_owned(),
            api_version: None,
            description: None,
            license: None,
            servers: Vec::new(),
            tags: Default::default(),
            schemas: schemas
                .into_iter()
                .flatten()
                .map(|(name, entry)| (name.clone(), (entry.key, &entry.value)))
                .collect(),
            security_schemes: Default::default(),
            operations: Vec::new(),
        })
    }
}

pub mod normalise {
    use crate::{
        diagnostic::{Diagnostic, Diagnostics, catalogue},
        document::Document,
        normalise::Schemas,
        options::Options,
    };

    pub fn normalise(document: &Document<'_>, options: &Options, diagnostics: &mut Diagnostics) -> Schemas {
        for (name, (span, schema)) in &document.schemas {
            if !options.exact_types && schema.get("properties").is_some() && schema.get("type").is_none() {
                let message = format!("`{name}` has `properties` and no `type`");
                diagnostics.push(Diagnostic::new(&catalogue::IMPLIED_OBJECT, *span, message));
            }
        }
        Schemas::default()
    }
}

pub mod lower {
    use crate::{
        diagnostic::Diagnostics,
        document::Document,
        ir::{Api, Ident, Package, Shape, Type, TypeKind},
        normalise::Schemas,
        options::{FIRST_VERSION, Options},
    };

    pub fn lower(document: &Document<'_>, _: &Schemas, options: &Options, _: &mut Diagnostics) -> Api {
        let word = |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).collect() };
        let package = options.package.clone();
        Api {
            package: Package {
                name: package
                    .name
                    .unwrap_or_else(|| word(&document.title).to_ascii_lowercase()),
                version: package.version.unwrap_or_else(|| FIRST_VERSION.to_owned()),
                license: package.license,
                publish: package.publish,
                rust_version: package.rust_version,
            },
            title: document.title.clone(),
            description: None,
            types: document
                .schemas
                .keys()
                .map(|name| Type {
                    name: Ident(word(name)),
                    table: Ident(word(name).to_ascii_uppercase()),
                    resource: None,
                    pointer: format!("#/components/schemas/{name}"),
                    description: None,
                    deprecated: false,
                    examples: Vec::new(),
                    kind: TypeKind::Newtype(Shape::Any),
                })
                .collect(),
            resources: Vec::new(),
            operations: Vec::new(),
            ledger: Vec::new(),
        }
    }
}

pub mod emit {
    use crate::{generator::Files, ir::Api};

    pub fn emit(api: &Api) -> Files {
        let manifest = format!(
            "# Generated by Refract; do not edit.\n[package]\nname = \"{}\"\nversion = \"{}\"\nedition = \"2024\"\n\
             rust-version = \"{}\"\npublish = {}\n",
            api.package.name, api.package.version, api.package.rust_version, api.package.publish,
        );
        let header = "// Generated by Refract; do not edit.\n";
        let mut models = format!("{header}\n//! Models.\n\nmod shared;\n");
        let mut shared = format!("{header}\n");
        for model in &api.types {
            models.push_str(&format!("\npub use shared::{};\n", model.name.as_str()));
            shared.push_str(&format!(
                "\n/// `{}`\npub struct {};\n",
                model.pointer,
                model.name.as_str()
            ));
        }
        [
            ("Cargo.toml", manifest),
            ("ledger.json", "[]\n".to_owned()),
            (
                "src/lib.rs",
                format!("{header}\n//! {}\n\npub mod models;\n", api.package.name),
            ),
            ("src/models/mod.rs", models),
            ("src/models/shared.rs", shared),
        ]
        .map(|(path, text)| (path.to_owned(), text))
        .into()
    }
}

pub mod render {
    use crate::{
        diagnostic::{Diagnostics, Severity},
        source::Sources,
    };

    pub fn json(sources: &Sources, diagnostics: &Diagnostics) -> String {
        let mut out = String::new();
        for defect in diagnostics.iter() {
            let label = defect.labels.first().map(|label| label.span).unwrap_or_default();
            let (line, column) = sources.position(label);
            let value = serde_json::json!({
                "code": defect.code.id,
                "message": defect.message,
                "file": sources.get(label.file).path,
                "line": line,
                "column": column,
            });
            out.push_str(&format!("{value}\n"));
        }
        out
    }

    pub fn text(sources: &Sources, diagnostics: &Diagnostics, _colour: bool) -> String {
        let mut out = String::new();
        for defect in diagnostics.iter() {
            let severity = match defect.code.severity {
                Severity::Warning => "warning",
                Severity::Error => "error",
            };
            out.push_str(&format!("{severity}[{}]: {}\n", defect.code.id, defect.message));
            for label in &defect.labels {
                let (line, column) = sources.position(label.span);
                let path = &sources.get(label.span.file).path;
                out.push_str(&format!(" --> {path}:{line}:{column} {}\n", label.text));
            }
        }
        out
    }
}
