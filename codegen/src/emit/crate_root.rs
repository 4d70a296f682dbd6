//! `lib.rs`: what the crate is, a first example, and what it offers.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    doc::{self, Doc},
    tokens::{raw_hashes, word},
    uses::Uses,
};
use crate::ir::{Api, Type, TypeKind};

/// Examples of more characters are no first example.
const LONGEST_EXAMPLE: usize = 2000;

/// A text of more characters is written as one line a member.
const LONGEST_LINE: usize = 80;

/// `lib.rs`
pub(super) fn crate_root(api: &Api) -> TokenStream {
    let doc = doc(api).inner();
    let functions = [
        "Validate",
        "Violation",
        "Violations",
        "decode",
        "decode_lenient",
        "encode",
    ];
    let mut offered = Uses::of(api).support;
    offered.extend(functions);
    let offered = offered.into_iter().map(word);
    quote! {
        #doc
        #![forbid(unsafe_code)]
        pub mod models;
        #[doc(hidden)]
        pub mod support;
        mod wire;
        pub use support::{#(#offered),*};
    }
}

fn doc(api: &Api) -> Doc {
    let doc = Doc::new()
        .markdown(Some(&api.title))
        .markdown(api.description.as_deref())
        .lines([
            "[`models`] are the types of the API. [`decode`] reads JSON text into one of them, or tells all that is wrong",
            "with the text; [`Validate`] holds values that were made by hand to the same rules. [`decode_lenient`] keeps",
            "what this crate does not know yet, as a client should.",
        ]);
    match example(api) {
        Some(lines) => doc.lines(lines),
        None => doc,
    }
}

/// The first struct that has an example, as a text to decode. It is compiled but not run: nobody has checked yet that
/// the document's examples are valid by its schemas.
fn example(api: &Api) -> Option<Vec<String>> {
    let is_struct = |ty: &&Type| matches!(ty.kind, TypeKind::Struct(_));
    let short = |ty: &Type| ty.examples.iter().find(|json| json.len() <= LONGEST_EXAMPLE).cloned();
    let (ty, json) = api
        .types
        .iter()
        .filter(is_struct)
        .find_map(|ty| Some((ty, short(ty)?)))?;
    let (package, name) = (api.package.name.replace('-', "_"), ty.name.as_str());
    let json = laid_out(&doc::visible_json(&json));
    let hashes = raw_hashes(&json);
    let lines = [
        "```no_run".to_owned(),
        format!("use {package}::{{Violations, decode, models::{name}}};"),
        String::new(),
        "# fn main() -> Result<(), Violations> {".to_owned(),
    ];
    let text = format!("let text = r{hashes}\"{json}\"{hashes};");
    let decode = [
        format!("let value: {name} = decode(text.as_bytes())?;"),
        "# let _ = value;".to_owned(),
        "# Ok(())".to_owned(),
        "# }".to_owned(),
        "```".to_owned(),
    ];
    Some(
        lines
            .into_iter()
            .chain(text.lines().map(str::to_owned))
            .chain(decode)
            .collect(),
    )
}

/// Compact JSON, one line a member where it is long.
fn laid_out(json: &str) -> String {
    if json.len() <= LONGEST_LINE {
        return json.to_owned();
    }
    let (mut out, mut depth) = (String::new(), 0);
    let (mut in_string, mut escaped) = (false, false);
    let mut before = ' ';
    for c in json.chars() {
        if in_string {
            in_string = c != '"' || escaped;
            escaped = c == '\\' && !escaped;
            out.push(c);
        } else {
            match c {
                '{' | '[' => depth += 1,
                '}' | ']' => depth -= 1,
                _ => in_string = c == '"',
            }
            let opens = matches!(before, '{' | '[' | ',') && !matches!(c, '}' | ']');
            let closes = matches!(c, '}' | ']') && !matches!(before, '{' | '[');
            let indent = if matches!(c, '{' | '[') { depth - 1 } else { depth };
            if opens || closes {
                out.push('\n');
                out.push_str(&"    ".repeat(indent));
            }
            out.push(c);
            if c == ':' {
                out.push(' ');
            }
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::testing::{api, integer, layout, member, plain_text, strings, structure};
    use super::*;

    #[test]
    fn the_root_has_an_example_and_what_models_use() {
        let mut api = api(vec![
            strings("Color", &["red"]),
            structure("Point", vec![member("x", integer()), member("label", plain_text())]),
        ]);
        api.description = Some("All that is for sale.".to_owned());
        api.types[0].examples = vec!["\"red\"".to_owned()];
        api.types[1].examples = vec![r##"{"x":1,"label":"a \"#quoted\" word"}"##.to_owned()];
        insta::assert_snapshot!(layout(crate_root(&api)), @r###"
        //! Shop
        //!
        //! All that is for sale.
        //!
        //! [`models`] are the types of the API. [`decode`] reads JSON text into one of them, or tells all that is wrong
        //! with the text; [`Validate`] holds values that were made by hand to the same rules. [`decode_lenient`] keeps
        //! what this crate does not know yet, as a client should.
        //!
        //! ```no_run
        //! use shop_api::{Violations, decode, models::Point};
        //!
        //! # fn main() -> Result<(), Violations> {
        //! let text = r##"{"x":1,"label":"a \"#quoted\" word"}"##;
        //! let value: Point = decode(text.as_bytes())?;
        //! # let _ = value;
        //! # Ok(())
        //! # }
        //! ```
        #![forbid(unsafe_code)]
        pub mod models;
        #[doc(hidden)]
        pub mod support;
        mod wire;
        pub use support::{
            NotAValue, UnknownValue, Validate, Violation, Violations, decode, decode_lenient,
            encode,
        };
        "###);
    }

    #[test]
    fn a_crate_without_examples_has_none() {
        assert!(!layout(crate_root(&api(Vec::new()))).contains("```"));
    }

    #[test]
    fn long_examples_have_a_line_a_member() {
        let json = format!(
            r#"{{"a":[],"b":{{}},"c":[1,{{"d":"x,{{\"{}"}}],"e":null}}"#,
            "y".repeat(80)
        );
        let text = laid_out(&json);
        insta::assert_snapshot!(text.replace(&"y".repeat(80), "…"), @r#"
        {
            "a": [],
            "b": {},
            "c": [
                1,
                {
                    "d": "x,{\"…"
                }
            ],
            "e": null
        }
        "#);
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(value(&text), value(&json));
    }
}
