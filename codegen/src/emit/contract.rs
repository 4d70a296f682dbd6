//! `tests/contract.rs`: how a generated crate proves itself offline. It tests the texts of a suite, which lie beside it
//! (`texts`), and knows neither where they came from nor what makes them valid.

mod exchanges;
mod texts;

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    EmittedFile,
    doc::Doc,
    lints,
    module::Module,
    rust, text,
    tokens::{ident, string, word},
};
use crate::{
    instance::{Case, Suite},
    ir::{Api, Type},
};

/// What the tests name; no test has such a name.
const HELPERS: [&str; 3] = ["holds", "models", "read"];

/// The tests of the generated crate and their texts; none where there is nothing to test.
pub(super) fn files(api: &Api, suite: &Suite) -> Vec<EmittedFile<'static>> {
    let Some(tests) = contract(api, suite) else { return Vec::new() };
    let mut files = vec![rust("tests/contract.rs", tests)];
    for module in Module::all(api) {
        let cases = cases(api, suite, &module);
        if !cases.is_empty() {
            files.push(text(&format!("tests/{}", path(&module)), texts::file(api, &cases)));
        }
    }
    files
}

/// Where the texts of a resource's types are, beside the tests.
fn path(module: &Module<'_>) -> String {
    format!("contract/{}.txt", module.file_name())
}

fn contract(api: &Api, suite: &Suite) -> Option<TokenStream> {
    let package = word(&api.package.name.replace('-', "_"));
    let files = Module::all(api);
    let modules: Vec<TokenStream> = files.iter().filter_map(|it| module(api, suite, it, &package)).collect();
    if modules.is_empty() {
        return None;
    }
    let doc = Doc::new()
        .line("Proves this crate by itself: what is valid is read and written, what is not is refused, and said where.")
        .lines([
            "The valid texts are the document's own examples, and made from the schemas: first the smallest, then such as",
            "have more. Each of the others breaks one rule. They are in `contract/`, a file for each resource.",
        ])
        .inner();
    // A resource may be called like the crate, and then hides it.
    let hidden = files.iter().any(|module| module.name() == package);
    let root = hidden.then(|| quote!(::));
    let (helpers, exchanges) = (helpers(), exchanges::exchanges(api, suite, &package));
    let names = lints::of_names(api);
    Some(quote! {
        #doc
        #names
        use std::{collections::BTreeMap, fmt::Debug};
        use serde::{Serialize, de::DeserializeOwned};
        use #root #package::{Validate, decode, decode_lenient, encode, support::model::Model};

        #helpers
        #(#modules)*
        #exchanges
    })
}

/// What the tests of all types call.
fn helpers() -> TokenStream {
    quote! {
        /// Texts of one type.
        #[derive(Default)]
        #[allow(dead_code, reason = "the features that are on may have no such test")]
        struct Texts {
            /// Valid, and written back as the JSON that they are.
            valid: Vec<&'static str>,
            /// Valid, but with members that the document does not name, or numbers that are spelt otherwise.
            kept_in_part: Vec<&'static str>,
            /// Not valid: at this place, a JSON Pointer, each breaks this keyword.
            invalid: Vec<(&'static str, String, &'static str)>,
        }

        /// The texts of types, by name.
        type Types = BTreeMap<&'static str, Texts>;

        /// The texts in a file: a line each, after a line with the name of the type.
        #[allow(dead_code, reason = "the features that are on may have no such test")]
        fn read(file: &'static str) -> Types {
            let mut types = Types::new();
            let mut texts: &mut Texts = types.entry("").or_default();
            for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                match line.split_once(' ') {
                    None => texts = types.entry(line).or_default(),
                    Some(("valid", text)) => texts.valid.push(text),
                    Some(("in-part", text)) => texts.kept_in_part.push(text),
                    Some((keyword, rest)) => {
                        let mut values = serde_json::Deserializer::from_str(rest).into_iter();
                        let pointer = values.next().and_then(Result::ok).expect("a pointer is a JSON string");
                        texts.invalid.push((rest[values.byte_offset()..].trim_start(), pointer, keyword));
                    }
                }
            }
            types
        }

        /// Texts are read and written, or refused, as they should be.
        #[allow(dead_code, reason = "the features that are on may have no such test")]
        fn holds<T: Model + Debug + PartialEq + Serialize + DeserializeOwned>(texts: &Texts) {
            for text in &texts.valid {
                let written = encode(&accepted::<T>(text));
                let json = |text| serde_json::from_slice::<serde_json::Value>(text).ok();
                assert_eq!(json(&written), json(text.as_bytes()), "{text} is written back");
            }
            for text in &texts.kept_in_part {
                accepted::<T>(text);
            }
            for (text, pointer, keyword) in &texts.invalid {
                let Err(violations) = decode::<T>(text.as_bytes()) else {
                    panic!("{text} breaks `{keyword}`, but was accepted");
                };
                let mut places = violations.iter().map(|it| (it.pointer.as_str(), it.keyword));
                assert!(
                    places.any(|it| it == (pointer.as_str(), *keyword)),
                    "{text} breaks `{keyword}` at {pointer:?}, but was refused for: {violations}",
                );
            }
        }

        /// The value that a text is read as: strictly, leniently, from what it is written as, and by serde.
        fn accepted<T: Model + Debug + PartialEq + Serialize + DeserializeOwned>(text: &str) -> T {
            let value: T = match decode(text.as_bytes()) {
                Ok(value) => value,
                Err(violations) => panic!("{text} is valid, but: {violations}"),
            };
            assert_eq!(value.validate(), Ok(()), "{text} is valid");
            assert_eq!(decode_lenient(text.as_bytes()).as_ref(), Ok(&value), "{text} is read leniently");
            assert_eq!(decode(&encode(&value)).as_ref(), Ok(&value), "{text} is read again");
            let by_serde = serde_json::to_vec(&value).and_then(|text| serde_json::from_slice(&text));
            assert_eq!(by_serde.ok().as_ref(), Some(&value), "{text} is read by serde");
            value
        }
    }
}

/// The texts of the types of a resource.
fn cases<'a>(api: &Api, suite: &'a Suite, module: &Module<'_>) -> Vec<&'a Case> {
    let resource = module.resource.map(|it| &it.name);
    suite.cases.iter().filter(|case| api.get(case.id).resource.as_ref() == resource).collect()
}

/// The tests of the types of a resource.
fn module(api: &Api, suite: &Suite, module: &Module<'_>, package: &Ident) -> Option<TokenStream> {
    let cases = cases(api, suite, module);
    if cases.is_empty() {
        return None;
    }
    let mut names = HELPERS.iter().map(|&name| name.to_owned()).collect();
    let tests = cases.iter().map(|case| test(api.get(case.id), &mut names));
    let (name, path) = (module.name(), path(module));
    let cfg = module.feature().map(|feature| quote!(#[cfg(feature = #feature)]));
    Some(quote! {
        #cfg
        mod #name {
            use std::sync::LazyLock;
            use #package::models;
            use super::{Types, holds, read};

            static FILE: &str = include_str!(#path);
            pub(super) static TEXTS: LazyLock<Types> = LazyLock::new(|| read(FILE));

            #(#tests)*
        }
    })
}

fn test(ty: &Type, names: &mut BTreeSet<String>) -> TokenStream {
    let (test, model, key) = (test_name(ty, names), ident(&ty.name), string(texts::key(ty)));
    quote! {
        #[test]
        fn #test() {
            holds::<models::#model>(&TEXTS[#key]);
        }
    }
}

/// The name of the test of a type: the name of its table, which is the only one in its module.
fn test_name(ty: &Type, names: &mut BTreeSet<String>) -> Ident {
    let mut name = ty.table.as_str().trim_start_matches("r#").to_lowercase();
    while syn::parse_str::<Ident>(&name).is_err() || !names.insert(name.clone()) {
        name.push('_');
    }
    word(&name)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{api, integer, layout, member, newtype, number, resource, strings, structure};
    use super::*;
    use crate::emit::Content;

    fn text(api: &Api) -> Option<String> {
        contract(api, &Suite::new(api)).map(layout)
    }

    fn texts(api: &Api) -> String {
        let files = files(api, &Suite::new(api)).into_iter();
        let texts = files.filter_map(|file| match file.content {
            Content::Text(text) => Some(format!("{}\n{text}", file.path)),
            Content::Items(_) => None,
        });
        texts.collect()
    }

    #[test]
    fn a_crate_without_types_has_no_tests() {
        assert_eq!(text(&api(Vec::new())), None);
    }

    #[test]
    fn tests_stand_with_the_resource_of_their_types() {
        let mut api = api(vec![strings("Size", &["s"]), structure("File", vec![member("size", integer())])]);
        api.resources = vec![resource("files")];
        api.types[1].resource = Some(api.resources[0].name.clone());
        api.types[1].examples = vec![r#"{"size":1,"name":2}"#.to_owned()];
        insta::assert_snapshot!(texts(&api), @r#"
        tests/contract/files.txt
        # What each type accepts and refuses, a text a line.
        #   valid           and written back as the JSON that it is
        #   in-part         valid, but some of it is not kept
        #   KEYWORD PLACE   not valid: breaks this keyword at this place

        File
        valid {"size":0}
        valid {"size":1}
        in-part {"size":1,"name":2}
        required "/size" {}
        type "/size" {"size":9223372036854775808}
        type "/size" {"size":0.5}
        type "" []
        tests/contract/shared.txt
        # What each type accepts and refuses, a text a line.
        #   valid           and written back as the JSON that it is
        #   in-part         valid, but some of it is not kept
        #   KEYWORD PLACE   not valid: breaks this keyword at this place

        Size
        valid "s"
        enum "" "unknown"
        type "" 1
        "#);
        let text = text(&api).unwrap();
        let (_, modules) = text.split_once("#[cfg(feature").unwrap();
        insta::assert_snapshot!(modules, @r##"
         = "files")]
        mod files {
            use std::sync::LazyLock;
            use shop_api::models;
            use super::{Types, holds, read};
            static FILE: &str = include_str!("contract/files.txt");
            pub(super) static TEXTS: LazyLock<Types> = LazyLock::new(|| read(FILE));
            #[test]
            fn file() {
                holds::<models::File>(&TEXTS["File"]);
            }
        }
        mod shared {
            use std::sync::LazyLock;
            use shop_api::models;
            use super::{Types, holds, read};
            static FILE: &str = include_str!("contract/shared.txt");
            pub(super) static TEXTS: LazyLock<Types> = LazyLock::new(|| read(FILE));
            #[test]
            fn size() {
                holds::<models::Size>(&TEXTS["Size"]);
            }
        }
        "##);
    }

    #[test]
    fn texts_that_are_not_kept_whole_are_apart() {
        let mut spelt_otherwise = newtype("Ratio", number());
        spelt_otherwise.examples = vec!["1.0".to_owned()];
        assert!(texts(&api(vec![spelt_otherwise])).contains("\nin-part 1.0\n"));
    }

    #[test]
    fn names_of_tests_are_free_and_no_keywords() {
        let types = ["Type", "Holds", "Crate", "Köln"].map(|name| newtype(name, integer()));
        let text = text(&api(types.into())).unwrap();
        for name in ["type_", "holds_", "crate_", "köln"] {
            assert!(text.contains(&format!("fn {name}()")), "{name}");
        }
    }

    #[test]
    fn a_resource_may_be_called_like_the_crate() {
        let mut api = api(vec![newtype("Flag", crate::ir::Shape::Boolean)]);
        api.resources = vec![resource("shop_api")];
        assert!(text(&api).unwrap().contains("use shop_api::{Validate"));
        api.types[0].resource = Some(api.resources[0].name.clone());
        assert!(text(&api).unwrap().contains("use ::shop_api::{Validate"));
    }
}
