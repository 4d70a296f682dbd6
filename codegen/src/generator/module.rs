//! A crate's files as one module tree: each `mod x;` becomes `mod x { … }`, and features are decided.
//!
//! Works on the emitted text, so that comments and layout stay as they are; reads it as tokens, so that nothing in a
//! string or a comment is taken for code. Knows nothing of what the files are about.

use std::{collections::BTreeSet, ops::Range};

use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};

use super::Files;

/// Features that are left out of a module unless they are asked for: their crates, the including crate would need too.
const SIDES: [&str; 2] = ["client", "server"];

/// The features that a crate's `Cargo.toml` declares, of those that are asked for (the default ones but [`SIDES`], where
/// none are) and all that they imply.
///
/// # Errors
///
/// A name that the crate does not declare.
pub fn features(files: &Files, asked: Option<&[String]>) -> Result<BTreeSet<String>, String> {
    let manifest = files.get("Cargo.toml").map(|text| text.parse::<toml::Table>());
    let declared = match manifest {
        Some(Ok(mut manifest)) => manifest.remove("features"),
        _ => None,
    };
    let declared = declared.as_ref().and_then(toml::Value::as_table).cloned().unwrap_or_default();
    let default = ["default".to_owned()];
    let mut open: Vec<String> = asked.unwrap_or(&default).to_vec();
    if let Some(unknown) = open.iter().find(|name| !declared.contains_key(*name) && *name != "default") {
        return Err(unknown.clone());
    }
    let mut features = BTreeSet::new();
    while let Some(name) = open.pop() {
        // What is not declared is a dependency (`dep:axum`) or a feature of one (`reqwest/json`).
        let Some(implied) = declared.get(&name).and_then(toml::Value::as_array) else {
            continue;
        };
        let is_left_out = |implied: &&str| asked.is_none() && SIDES.contains(implied);
        if features.insert(name) {
            open.extend(
                implied.iter().filter_map(toml::Value::as_str).filter(|it| !is_left_out(it)).map(str::to_owned),
            );
        }
    }
    Ok(features)
}

/// The text of a crate's `src/lib.rs` without attributes of the crate, every module of it in its place.
pub fn tree(files: &Files, features: &BTreeSet<String>) -> String {
    let inliner = Inliner { files, features };
    inliner.file("src/lib.rs", "src", true).unwrap_or_default()
}

struct Inliner<'a> {
    files: &'a Files,
    features: &'a BTreeSet<String>,
}

/// A range of a text, in bytes, and what comes in its place.
struct Edit {
    range: Range<usize>,
    text: String,
}

impl Inliner<'_> {
    /// The text of a file whose modules lie in a folder.
    fn file(&self, path: &str, folder: &str, is_root: bool) -> Option<String> {
        let text = self.files.get(path)?;
        // Emitted code is formatted, so it is tokens; if it were not, the compiler would say it better.
        let Ok(tokens) = text.parse::<TokenStream>() else {
            return Some(text.clone());
        };
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut edits = Vec::new();
        let items = if is_root { without_crate_attributes(&tokens, text, &mut edits) } else { &tokens };
        self.items(items, folder, &mut edits);
        self.decide(&tokens, &mut edits);
        Some(apply(text, edits))
    }

    /// Puts each module of a list of items in its place.
    fn items(&self, tokens: &[TokenTree], folder: &str, edits: &mut Vec<Edit>) {
        let mut is_off = false;
        for (index, token) in tokens.iter().enumerate() {
            is_off |= self.turns_off(token);
            let is_mod = matches!(token, TokenTree::Ident(word) if word == "mod");
            if let (true, Some(TokenTree::Ident(name)), Some(body)) =
                (is_mod, tokens.get(index + 1), tokens.get(index + 2))
            {
                self.module(name, body, folder, is_off, edits);
            }
            if ends_item(token) {
                is_off = false;
            }
        }
    }

    /// Puts one module in its place; one that is off stays empty.
    fn module(&self, name: &Ident, body: &TokenTree, folder: &str, is_off: bool, edits: &mut Vec<Edit>) {
        let name = name.to_string();
        let folder = format!("{folder}/{}", name.trim_start_matches("r#"));
        let text = match body {
            TokenTree::Group(group) => {
                let items: Vec<TokenTree> = group.stream().into_iter().collect();
                return self.items(&items, &folder, edits);
            }
            _ if is_off => Some(String::new()),
            _ => self
                .file(&format!("{folder}.rs"), &folder, false)
                .or_else(|| self.file(&format!("{folder}/mod.rs"), &folder, false)),
        };
        if let Some(text) = text {
            edits.push(Edit {
                range: body.span().byte_range(),
                text: if text.is_empty() { " {}".to_owned() } else { format!(" {{\n{text}}}") },
            });
        }
    }

    /// Whether a token is the `[cfg(…)]` of a condition that features alone decide, and that does not hold.
    fn turns_off(&self, token: &TokenTree) -> bool {
        let TokenTree::Group(attribute) = token else {
            return false;
        };
        let attribute: Vec<TokenTree> = attribute.stream().into_iter().collect();
        let [TokenTree::Ident(cfg), TokenTree::Group(condition)] = attribute.as_slice() else {
            return false;
        };
        cfg == "cfg" && self.truth(&condition.stream().into_iter().collect::<Vec<_>>()) == Some(false)
    }

    /// Whether a condition holds, where features alone decide that.
    fn truth(&self, condition: &[TokenTree]) -> Option<bool> {
        if let Some((_, is_on)) = self.condition(condition).filter(|_| condition.len() == 3) {
            return Some(is_on);
        }
        let [TokenTree::Ident(word), TokenTree::Group(list)] = condition else {
            return None;
        };
        let list: Vec<TokenTree> = list.stream().into_iter().collect();
        let parts = list.split(|token| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ','));
        let parts: Option<Vec<bool>> = parts.filter(|part| !part.is_empty()).map(|part| self.truth(part)).collect();
        match (word.to_string().as_str(), parts?.as_slice()) {
            ("any", parts) => Some(parts.contains(&true)),
            ("all", parts) => Some(!parts.contains(&false)),
            ("not", &[part]) => Some(!part),
            _ => None,
        }
    }

    /// Decides the features in each `cfg(…)`, `cfg!(…)` and `cfg_attr(…)`, however deep.
    fn decide(&self, tokens: &[TokenTree], edits: &mut Vec<Edit>) {
        let mut in_cfg = false;
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    if in_cfg {
                        self.decide_conditions(&inner, edits);
                    } else {
                        self.decide(&inner, edits);
                    }
                    in_cfg = false;
                }
                TokenTree::Ident(word) => in_cfg = word == "cfg" || word == "cfg_attr",
                TokenTree::Punct(sign) => in_cfg &= sign.as_char() == '!',
                TokenTree::Literal(_) => in_cfg = false,
            }
        }
    }

    /// Replaces each `feature = "…"` of a condition by `true` or `false`.
    fn decide_conditions(&self, tokens: &[TokenTree], edits: &mut Vec<Edit>) {
        for (index, token) in tokens.iter().enumerate() {
            if let TokenTree::Group(group) = token {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                self.decide_conditions(&inner, edits);
            } else if let Some((range, is_on)) = tokens.get(index..).and_then(|rest| self.condition(rest)) {
                edits.push(Edit { range, text: is_on.to_string() });
            }
        }
    }

    /// The place of the `feature = "…"` that tokens begin with, and whether the feature is on.
    fn condition(&self, tokens: &[TokenTree]) -> Option<(Range<usize>, bool)> {
        let [TokenTree::Ident(word), TokenTree::Punct(equals), TokenTree::Literal(name), ..] = tokens else {
            return None;
        };
        let is_condition = word == "feature" && equals.as_char() == '=' && equals.spacing() == Spacing::Alone;
        is_condition.then(|| {
            let range = word.span().byte_range().start..name.span().byte_range().end;
            (range, self.features.contains(name.to_string().trim_matches('"')))
        })
    }
}

/// Whether a token is the last of an item: `;` or `{ … }`.
fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Punct(sign) => sign.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    }
}

/// Takes the attributes and the documentation of the crate away: `include!` allows neither.
fn without_crate_attributes<'t>(tokens: &'t [TokenTree], text: &str, edits: &mut Vec<Edit>) -> &'t [TokenTree] {
    let mut rest = tokens;
    while let [TokenTree::Punct(hash), TokenTree::Punct(bang), TokenTree::Group(attribute), after @ ..] = rest {
        if hash.as_char() != '#' || bang.as_char() != '!' {
            break;
        }
        let start = hash.span().byte_range().start;
        let end = attribute.span().byte_range().end;
        let line_end = text.get(end..).filter(|rest| rest.starts_with('\n')).map_or(end, |_| end + 1);
        edits.push(Edit { range: start..line_end, text: String::new() });
        rest = after;
    }
    rest
}

/// A text after its edits. Of two that overlap, the later counts.
fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.range.start);
    let mut out = String::new();
    let mut at = 0;
    for edit in edits {
        // The attributes of the crate are taken away whole, conditions in them as well.
        if edit.range.start < at {
            continue;
        }
        out.push_str(text.get(at..edit.range.start).unwrap_or_default());
        out.push_str(&edit.text);
        at = edit.range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> Files {
        files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect()
    }

    fn on(features: &[&str]) -> BTreeSet<String> {
        features.iter().map(|&feature| feature.to_owned()).collect()
    }

    #[test]
    fn modules_are_put_in_their_places() {
        let files = files(&[
            (
                "src/lib.rs",
                "// Generated.\n\n//! A crate.\n#![forbid(unsafe_code)]\n\n/// Models.\npub mod models;\npub mod r#type;\n",
            ),
            ("src/models/mod.rs", "//! All of them.\nmod shared;\npub use shared::*;\n"),
            ("src/models/shared.rs", "pub struct Shared; // kept\n"),
            ("src/type.rs", "pub static TEXT: &str = \"mod models;\";\n"),
        ]);
        let expected = "// Generated.\n\n\n/// Models.\npub mod models {\n//! All of them.\nmod shared {\npub struct Shared; \
                        // kept\n}\npub use shared::*;\n}\npub mod r#type {\npub static TEXT: &str = \"mod models;\";\n}\n";
        assert_eq!(tree(&files, &on(&[])), expected);
        syn::parse_file(expected).unwrap();
    }

    #[test]
    fn features_are_decided() {
        let files = files(&[
            (
                "src/lib.rs",
                "#[cfg(feature = \"client\")]\npub mod client;\n#[cfg(feature = \"server\")]\n/// Docs.\npub mod server;\npub mod support;\n",
            ),
            ("src/client.rs", "fn client() {}\n"),
            ("src/server.rs", "fn server() {}\n"),
            (
                "src/support.rs",
                "fn f() { if cfg!(feature = \"server\") {} }\n#[cfg(all(unix, not(feature = \"client\")))]\nfn g() {}\nfn feature() { let feature = \"client\"; }\n",
            ),
        ]);
        let text = tree(&files, &on(&["client"]));
        assert!(text.contains("#[cfg(true)]\npub mod client {\nfn client() {}\n}"), "{text}");
        assert!(text.contains("#[cfg(false)]\n/// Docs.\npub mod server {}\n"), "{text}");
        assert!(text.contains("cfg!(false)"), "{text}");
        assert!(text.contains("#[cfg(all(unix, not(true)))]"), "{text}");
        assert!(text.contains("let feature = \"client\";"), "{text}");
        assert!(text.contains("pub mod support {\n"), "{text}");
    }

    #[test]
    fn conditions_of_features_are_decided_as_a_whole() {
        let inliner = Inliner { files: &files(&[]), features: &on(&["a"]) };
        let truth = |text: &str| inliner.truth(&text.parse::<TokenStream>().unwrap().into_iter().collect::<Vec<_>>());
        for (text, expected) in [
            ("feature = \"a\"", Some(true)),
            ("not(feature = \"a\")", Some(false)),
            ("any(feature = \"b\", feature = \"a\",)", Some(true)),
            ("all(feature = \"b\", not(feature = \"a\"))", Some(false)),
            ("all(feature = \"a\", unix)", None),
            ("any()", Some(false)),
            ("unix", None),
        ] {
            assert_eq!(truth(text), expected, "{text}");
        }
    }

    #[test]
    fn text_of_a_document_is_never_code() {
        let hostile =
            "/// Says:\n/// mod models;\npub const A: &str = r#\"\nmod models;\n#[cfg(feature = \"x\")]\n\"#;\n";
        let files = files(&[("src/lib.rs", hostile), ("src/models.rs", "oops")]);
        assert_eq!(tree(&files, &on(&[])), hostile);
    }

    #[test]
    fn default_features_imply_others() {
        let manifest = "[features]\ndefault = [\"client\", \"containers\"]\nclient = [\"http\", \"dep:reqwest\", \"reqwest/json\"]\n\
                        http = []\ncontainers = []\nserver = [\"http\"]\n";
        let files = files(&[("Cargo.toml", manifest)]);
        let asked = features(&files, Some(&["default".to_owned()])).unwrap();
        assert_eq!(asked, on(&["default", "client", "containers", "http"]));
        assert_eq!(features(&files, None).unwrap(), on(&["default", "containers"]));
        let asked = features(&files, Some(&["server".to_owned()])).unwrap();
        assert_eq!(asked, on(&["server", "http"]));
        assert_eq!(features(&files, Some(&["sever".to_owned()])), Err("sever".to_owned()));
    }

    #[test]
    fn a_crate_without_features_has_none() {
        assert_eq!(features(&files(&[]), None), Ok(on(&[])));
        assert_eq!(features(&files(&[("Cargo.toml", "[package]\n")]), None), Ok(on(&[])));
    }
}
