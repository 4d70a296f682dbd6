//! IR to the files of a crate, as tokens or text. Emitters write down what the IR has decided: they know nothing of
//! OpenAPI, give no names, touch no disk and leave layout to `output`.

mod client;
mod contract;
mod crate_root;
mod doc;
mod docs;
mod example;
mod field;
mod ledger;
mod lints;
mod manifest;
mod mock;
mod models;
mod module;
mod operations;
mod server;
mod shape;
mod size;
mod support;
#[cfg(test)]
pub(crate) mod testing;
mod tokens;
mod uses;
mod wire;

use std::iter;

use proc_macro2::TokenStream;

use crate::{instance::Suite, ir::Api};
use module::Module;

/// A file of the generated crate.
pub struct EmittedFile<'a> {
    /// The path in the crate's folder, with `/` on every system.
    pub path: String,
    /// What stands in it.
    pub content: Content<'a>,
}

/// What stands in a file.
pub enum Content<'a> {
    /// A Rust file, still to be laid out.
    Items(Items<'a>),
    /// Text, as it is to be written.
    Text(String),
}

/// The items of a Rust file, in pieces that are made when they are asked for: the tokens of a large document's crate are
/// a hundred times as large as the document.
pub struct Items<'a> {
    /// What stands first, asked for last: which names the pieces use is known by then.
    pub head: Box<dyn FnOnce() -> TokenStream + 'a>,
    /// What stands behind it.
    pub body: Box<dyn Iterator<Item = TokenStream> + 'a>,
}

impl From<TokenStream> for Items<'_> {
    fn from(tokens: TokenStream) -> Self {
        Self { head: Box::new(|| tokens), body: Box::new(iter::empty()) }
    }
}

/// Every file of the crate of an API; the texts of the suite are its tests.
pub fn emit<'a>(api: &'a Api, suite: &'a Suite) -> Vec<EmittedFile<'a>> {
    let modules = Module::all(api);
    let mut files = vec![
        text("Cargo.toml", manifest::manifest(api)),
        text("rustfmt.toml", "disable_all_formatting = true\n".to_owned()),
        text("ledger.json", ledger::ledger(api)),
        rust("src/lib.rs", crate_root::crate_root(api, suite)),
        rust("src/models/mod.rs", models::index(&modules)),
        rust("src/wire/mod.rs", wire::index(&modules)),
    ];
    for module in &modules {
        let name = module.file_name();
        if !module.types.is_empty() {
            files.push(rust(&format!("src/models/{name}.rs"), models::file(api, module)));
        }
        files.push(rust(&format!("src/wire/{name}.rs"), wire::file(api, module)));
    }
    files.extend(exchange(api, suite));
    files.extend(support::files(api));
    files.extend(contract::files(api, suite));
    files
}

/// What client and server are made of, where there are operations.
fn exchange<'a>(api: &'a Api, suite: &'a Suite) -> Vec<EmittedFile<'a>> {
    let resources = operations::resources(api);
    if resources.is_empty() {
        return Vec::new();
    }
    let mut files = vec![
        rust("src/operations/mod.rs", operations::index(api)),
        rust("src/client/mod.rs", client::index(api, suite)),
        rust("src/server/mod.rs", server::index(api)),
        rust("src/server/mock/mod.rs", mock::index(api)),
    ];
    for resource in resources {
        let name = module::feature(&resource.name);
        files.push(rust(&format!("src/operations/{name}.rs"), operations::file(api, resource)));
        files.push(rust(&format!("src/client/{name}.rs"), client::file(api, resource)));
        files.push(rust(&format!("src/server/{name}.rs"), server::file(api, resource)));
        files.push(rust(&format!("src/server/mock/{name}.rs"), mock::file(api, suite, resource)));
    }
    files
}

fn rust<'a>(path: &str, items: impl Into<Items<'a>>) -> EmittedFile<'a> {
    EmittedFile { path: path.to_owned(), content: Content::Items(items.into()) }
}

fn text(path: &str, text: String) -> EmittedFile<'static> {
    EmittedFile { path: path.to_owned(), content: Content::Text(text) }
}

#[cfg(test)]
mod tests {
    use super::testing::{api, newtype, resource};
    use super::*;
    use crate::ir::Shape;

    #[test]
    fn a_crate_has_these_files() {
        let mut api = api(vec![newtype("A", Shape::Boolean), newtype("B", Shape::Boolean)]);
        api.resources = vec![resource("r#type")];
        api.types[0].resource = Some(api.resources[0].name.clone());
        let suite = Suite::new(&api);
        let files = emit(&api, &suite);
        let (support, own): (Vec<&str>, Vec<&str>) =
            files.iter().map(|file| file.path.as_str()).partition(|path| path.starts_with("src/support/"));
        let own = own.join("\n");
        insta::assert_snapshot!(own, @"
        Cargo.toml
        rustfmt.toml
        ledger.json
        src/lib.rs
        src/models/mod.rs
        src/wire/mod.rs
        src/models/type.rs
        src/wire/type.rs
        src/models/shared.rs
        src/wire/shared.rs
        tests/contract.rs
        tests/contract/type.txt
        tests/contract/shared.txt
        ");
        assert!(support.contains(&"src/support/mod.rs") && !support.contains(&"src/support/pattern.rs"));
    }

    #[test]
    fn every_rust_file_parses() {
        for file in emit(&api(Vec::new()), &Suite::default()) {
            let is_rust = file.path.ends_with(".rs");
            match file.content {
                Content::Items(items) => drop(testing::whole(items)),
                Content::Text(text) => assert!(!is_rust || syn::parse_file(&text).is_ok(), "{}", file.path),
            }
        }
    }
}
