//! `tests/contract.rs`: how a generated crate proves itself offline. It writes down the texts of a suite, and knows
//! neither where they came from nor what makes them valid.

mod exchanges;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{
    doc::{self, Doc},
    lints,
    module::Module,
    tokens::{self, ident, raw_hashes, word},
};
use crate::{
    instance::{Case, Suite},
    ir::{Api, Type},
};

/// What the tests name; no test has such a name.
const HELPERS: [&str; 2] = ["holds", "models"];

/// The tests of the generated crate; none where there is nothing to test.
pub(super) fn contract(api: &Api, suite: &Suite) -> Option<TokenStream> {
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
            "have more. Each of the others breaks one rule.",
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
        use std::fmt::Debug;
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
        #[allow(dead_code, reason = "the features that are on may have no such test")]
        struct Texts {
            /// Valid, and written back as the JSON that they are.
            valid: &'static [&'static str],
            /// Valid, but with members that the document does not name, or numbers that are spelt otherwise.
            kept_in_part: &'static [&'static str],
            /// Not valid: at this place, a JSON Pointer, each breaks this keyword.
            invalid: &'static [(&'static str, &'static str, &'static str)],
        }

        /// Texts are read and written, or refused, as they should be.
        #[allow(dead_code, reason = "the features that are on may have no such test")]
        fn holds<T: Model + Debug + PartialEq + Serialize + DeserializeOwned>(texts: &Texts) {
            for text in texts.valid {
                let written = encode(&accepted::<T>(text));
                let json = |text| serde_json::from_slice::<serde_json::Value>(text).ok();
                assert_eq!(json(&written), json(text.as_bytes()), "{text} is written back");
            }
            for text in texts.kept_in_part {
                accepted::<T>(text);
            }
            for (text, pointer, keyword) in texts.invalid {
                let Err(violations) = decode::<T>(text.as_bytes()) else {
                    panic!("{text} breaks `{keyword}`, but was accepted");
                };
                let mut places = violations.iter().map(|it| (it.pointer.as_str(), it.keyword));
                assert!(
                    places.any(|it| it == (*pointer, *keyword)),
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

/// The tests of the types of a resource.
fn module(api: &Api, suite: &Suite, module: &Module<'_>, package: &Ident) -> Option<TokenStream> {
    let resource = module.resource.map(|it| &it.name);
    let own = |case: &&Case| api.get(case.id).resource.as_ref() == resource;
    let cases: Vec<&Case> = suite.cases.iter().filter(own).collect();
    if cases.is_empty() {
        return None;
    }
    // In scripts without capitals, texts and tests are spelled alike.
    let texts = cases.iter().map(|case| texts(api.get(case.id)).to_string());
    let mut names = HELPERS.iter().map(|&name| name.to_owned()).chain(texts).collect();
    let tests: TokenStream = cases.iter().map(|case| test(api.get(case.id), case, &mut names)).collect();
    let name = module.name();
    let cfg = module.feature().map(|feature| quote!(#[cfg(feature = #feature)]));
    Some(quote! {
        #cfg
        mod #name {
            use super::{Texts, holds};
            use #package::models;
            #tests
        }
    })
}

fn test(ty: &Type, case: &Case, names: &mut BTreeSet<String>) -> TokenStream {
    let (texts, name, model) = (texts(ty), test_name(ty, names), ident(&ty.name));
    let valid = case.accepted.iter().map(|text| json(text));
    let kept_in_part = case.accepted_in_part.iter().map(|text| json(text));
    let invalid = case.refused.iter().map(|faulty| {
        let (text, pointer) = (json(&faulty.text), tokens::string(&faulty.fault.pointer));
        let keyword = faulty.fault.keyword;
        quote!((#text, #pointer, #keyword))
    });
    quote! {
        pub(super) const #texts: Texts = Texts {
            valid: &[#(#valid),*],
            kept_in_part: &[#(#kept_in_part),*],
            invalid: &[#(#invalid),*],
        };

        #[test]
        fn #name() {
            holds::<models::#model>(&#texts);
        }
    }
}

/// The name of the texts of a type: that of its table, which is the only one in its module.
fn texts(ty: &Type) -> Ident {
    ident(&ty.table)
}

/// The name of the test of a type: the name of its table, which is the only one in its module.
fn test_name(ty: &Type, names: &mut BTreeSet<String>) -> Ident {
    let mut name = ty.table.as_str().trim_start_matches("r#").to_lowercase();
    while syn::parse_str::<Ident>(&name).is_err() || !names.insert(name.clone()) {
        name.push('_');
    }
    word(&name)
}

/// A JSON text as a literal that shows it as it is.
pub(super) fn json(text: &str) -> Literal {
    let text = doc::visible_json(text);
    let hashes = raw_hashes(&text);
    match text.contains(['"', '\\']) {
        // At most 255 hashes are a literal.
        true => format!("r{hashes}\"{text}\"{hashes}").parse().unwrap_or_else(|_| Literal::string(&text)),
        false => Literal::string(&text),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{
        api, integer, layout, member, newtype, number, optional, plain_text, resource, strings, structure,
    };
    use super::*;

    fn text(api: &Api) -> Option<String> {
        contract(api, &Suite::new(api)).map(layout)
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
        let text = text(&api).unwrap();
        let (_, modules) = text.split_once("#[cfg(feature").unwrap();
        insta::assert_snapshot!(modules, @r##"
         = "files")]
        mod files {
            use super::{Texts, holds};
            use shop_api::models;
            pub(super) const FILE: Texts = Texts {
                valid: &[r#"{"size":0}"#, r#"{"size":1}"#],
                kept_in_part: &[r#"{"size":1,"name":2}"#],
                invalid: &[
                    ("{}", "/size", "required"),
                    (r#"{"size":9223372036854775808}"#, "/size", "type"),
                    (r#"{"size":0.5}"#, "/size", "type"),
                    ("[]", "", "type"),
                ],
            };
            #[test]
            fn file() {
                holds::<models::File>(&FILE);
            }
        }
        mod shared {
            use super::{Texts, holds};
            use shop_api::models;
            pub(super) const SIZE: Texts = Texts {
                valid: &[r#""s""#],
                kept_in_part: &[],
                invalid: &[(r#""unknown""#, "", "enum"), ("1", "", "type")],
            };
            #[test]
            fn size() {
                holds::<models::Size>(&SIZE);
            }
        }
        "##);
    }

    #[test]
    fn texts_that_are_not_kept_whole_are_apart() {
        let mut spelt_otherwise = newtype("Ratio", number());
        spelt_otherwise.examples = vec!["1.0".to_owned()];
        assert!(text(&api(vec![spelt_otherwise])).unwrap().contains(r#"kept_in_part: &["1.0"]"#));
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

    #[test]
    fn no_text_gets_out_of_its_literal() {
        let texts = ["\"#\");#", "\\", "\u{202e}", "\u{0}", "é—🦀", "*/", "r\"##"];
        let mut word = structure("Word", vec![optional("word", plain_text())]);
        word.examples = texts.map(|text| serde_json::json!({ "word": text }).to_string()).into();
        let api = api(vec![word]);
        let file: syn::File = syn::parse2(contract(&api, &Suite::new(&api)).unwrap()).unwrap();
        let text = prettyplease::unparse(&file);
        assert!(!text.contains('\u{202e}') && text.contains(r#"{"word":"é—🦀"}"#));
        for example in &api.types[0].examples {
            let literal = json(example).to_string();
            let syn::Lit::Str(read) = syn::parse_str(&literal).unwrap() else { panic!("{literal}") };
            let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
            assert_eq!(value(&read.value()), value(example), "{literal}");
        }
    }
}
