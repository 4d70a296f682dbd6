//! IR to the files of a crate, as tokens or text. Emitters write down what the IR has decided: they know nothing of
//! OpenAPI, give no names, touch no disk and leave layout to `output`.

mod contract;
mod crate_root;
mod doc;
pub mod docs;
mod field;
mod ledger;
mod lints;
mod manifest;
mod models;
mod module;
mod shape;
mod support;
#[cfg(test)]
mod testing;
mod tokens;
mod uses;
mod wire;

use proc_macro2::TokenStream;

use crate::ir::Api;
use module::Module;

/// A file of the generated crate.
#[derive(Debug, Clone)]
pub struct EmittedFile {
    /// The path in the crate's folder, with `/` on every system.
    pub path: String,
    /// What stands in it.
    pub content: Content,
}

/// What stands in a file.
#[derive(Debug, Clone)]
pub enum Content {
    /// The items of a Rust file, still to be laid out.
    Tokens(TokenStream),
    /// Text, as it is to be written.
    Text(String),
}

/// Every file of the crate of an API.
pub fn emit(api: &Api) -> Vec<EmittedFile> {
    let modules = Module::all(api);
    let mut files = vec![
        text("Cargo.toml", manifest::manifest(api)),
        text("rustfmt.toml", "disable_all_formatting = true\n".to_owned()),
        text("ledger.json", ledger::ledger(api)),
        rust("src/lib.rs", crate_root::crate_root(api)),
        rust("src/models/mod.rs", models::index(&modules)),
        rust("src/wire/mod.rs", wire::index(&modules)),
    ];
    for module in &modules {
        let name = module.file_name();
        files.push(rust(&format!("src/models/{name}.rs"), models::file(api, module)));
        files.push(rust(&format!("src/wire/{name}.rs"), wire::file(api, module)));
    }
    files.extend(support::files(api));
    files.extend(contract::contract(api).map(|tokens| rust("tests/contract.rs", tokens)));
    files
}

fn rust(path: &str, tokens: TokenStream) -> EmittedFile {
    EmittedFile {
        path: path.to_owned(),
        content: Content::Tokens(tokens),
    }
}

fn text(path: &str, text: String) -> EmittedFile {
    EmittedFile {
        path: path.to_owned(),
        content: Content::Text(text),
    }
}
