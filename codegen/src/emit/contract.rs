//! `tests/contract.rs`: how a generated crate proves itself offline. It writes down the texts of a suite, and knows
//! neither where they came from nor what makes them valid.

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

/// The functions that the tests call; no test has such a name.
const HELPERS: [&str; 4] = ["accepted", "accepts", "accepts_in_part", "refuses"];

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
    let (uses, helpers) = (uses(suite, &quote!(#root #package)), helpers(suite));
    let names = lints::of_names(api);
    Some(quote! {
        #doc
        #names
        #uses
        #helpers
        #(#modules)*
    })
}

/// What the helpers name.
fn uses(suite: &Suite, package: &TokenStream) -> TokenStream {
    if any(suite, |case| !case.accepted.is_empty() || !case.accepted_in_part.is_empty()) {
        quote! {
            use std::fmt::Debug;
            use serde::{Serialize, de::DeserializeOwned};
            use #package::{Validate, decode, decode_lenient, encode, support::model::Model};
        }
    } else {
        quote!(use #package::{decode, support::model::Model};)
    }
}

fn helpers(suite: &Suite) -> TokenStream {
    let accepts = any(suite, |case| !case.accepted.is_empty()).then(accepts);
    let in_part = any(suite, |case| !case.accepted_in_part.is_empty()).then(accepts_in_part);
    let accepted = (accepts.is_some() || in_part.is_some()).then(accepted);
    let refuses = any(suite, |case| !case.refused.is_empty()).then(refuses);
    quote!(#accepts #in_part #accepted #refuses)
}

fn any(suite: &Suite, is_it: impl Fn(&Case) -> bool) -> bool {
    suite.cases.iter().any(is_it)
}

/// A feature that is off may leave a function without a call.
fn allow() -> TokenStream {
    quote!(#[allow(dead_code, reason = "the features that are on may have no such test")])
}

fn accepts() -> TokenStream {
    let allow = allow();
    quote! {
        /// Each text is valid, and is written back as the JSON that it is.
        #allow
        fn accepts<T: Model + Debug + PartialEq + Serialize + DeserializeOwned>(texts: &[&str]) {
            for text in texts {
                let written = encode(&accepted::<T>(text));
                let json = |text| serde_json::from_slice::<serde_json::Value>(text).ok();
                assert_eq!(json(&written), json(text.as_bytes()), "{text} is written back");
            }
        }
    }
}

fn accepts_in_part() -> TokenStream {
    let allow = allow();
    quote! {
        /// Each text is valid, but has members that the document does not name, or numbers that are spelt otherwise.
        #allow
        fn accepts_in_part<T: Model + Debug + PartialEq + Serialize + DeserializeOwned>(texts: &[&str]) {
            for text in texts {
                accepted::<T>(text);
            }
        }
    }
}

fn accepted() -> TokenStream {
    let allow = allow();
    quote! {
        /// The value that a text is read as: strictly, leniently, from what it is written as, and by serde.
        #allow
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

fn refuses() -> TokenStream {
    let allow = allow();
    quote! {
        /// Each text is not valid: at this place, a JSON Pointer, it breaks this keyword.
        #allow
        fn refuses<T: Model>(texts: &[(&str, &str, &str)]) {
            for &(text, pointer, keyword) in texts {
                let Err(violations) = decode::<T>(text.as_bytes()) else {
                    panic!("{text} breaks `{keyword}`, but was accepted");
                };
                let mut places = violations.iter().map(|it| (it.pointer.as_str(), it.keyword));
                assert!(
                    places.any(|it| it == (pointer, keyword)),
                    "{text} breaks `{keyword}` at {pointer:?}, but was refused for: {violations}",
                );
            }
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
    let mut names = HELPERS.iter().map(|&name| name.to_owned()).collect();
    let tests = cases.iter().map(|case| test(api.get(case.id), case, &mut names));
    let tests: TokenStream = tests.collect();
    let calls: BTreeSet<&str> = cases.iter().flat_map(|case| calls(case)).collect();
    let calls = calls.into_iter().map(word);
    let name = module.name();
    let cfg = module.feature().map(|feature| quote!(#[cfg(feature = #feature)]));
    Some(quote! {
        #cfg
        mod #name {
            use super::{#(#calls),*};
            use #package::models;
            #tests
        }
    })
}

/// The functions that the test of a case calls.
fn calls(case: &Case) -> impl Iterator<Item = &'static str> {
    let calls = [
        ("accepts", case.accepted.is_empty()),
        ("accepts_in_part", case.accepted_in_part.is_empty()),
        ("refuses", case.refused.is_empty()),
    ];
    calls.into_iter().filter(|(_, is_empty)| !is_empty).map(|(name, _)| name)
}

fn test(ty: &Type, case: &Case, names: &mut BTreeSet<String>) -> TokenStream {
    let name = test_name(ty, names);
    let model = ident(&ty.name);
    let texts = |texts: &[String]| texts.iter().map(|text| json(text)).map(|text| quote!(#text)).collect();
    let refused = case.refused.iter().map(|faulty| {
        let (text, pointer) = (json(&faulty.text), tokens::string(&faulty.fault.pointer));
        let keyword = faulty.fault.keyword;
        quote!((#text, #pointer, #keyword))
    });
    // Lists of their own are laid out an entry a line.
    let lists: [(&str, &str, Vec<TokenStream>); 3] = [
        ("valid", "accepts", texts(&case.accepted)),
        ("kept_in_part", "accepts_in_part", texts(&case.accepted_in_part)),
        ("invalid", "refuses", refused.collect()),
    ];
    let (mut texts, mut calls) = (TokenStream::new(), TokenStream::new());
    for (list, function, entries) in lists.iter().filter(|(_, _, entries)| !entries.is_empty()) {
        let (list, function) = (word(list), word(function));
        texts.extend(quote!(let #list = [#(#entries),*];));
        calls.extend(quote!(#function::<models::#model>(&#list);));
    }
    quote! {
        #[test]
        fn #name() {
            #texts
            #calls
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

/// A JSON text as a literal that shows it as it is.
fn json(text: &str) -> Literal {
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
            use super::{accepts, accepts_in_part, refuses};
            use shop_api::models;
            #[test]
            fn file() {
                let valid = [r#"{"size":0}"#, r#"{"size":1}"#];
                let kept_in_part = [r#"{"size":1,"name":2}"#];
                let invalid = [
                    ("{}", "/size", "required"),
                    (r#"{"size":9223372036854775808}"#, "/size", "type"),
                    (r#"{"size":0.5}"#, "/size", "type"),
                    ("[]", "", "type"),
                ];
                accepts::<models::File>(&valid);
                accepts_in_part::<models::File>(&kept_in_part);
                refuses::<models::File>(&invalid);
            }
        }
        mod shared {
            use super::{accepts, refuses};
            use shop_api::models;
            #[test]
            fn size() {
                let valid = [r#""s""#];
                let invalid = [(r#""unknown""#, "", "enum"), ("1", "", "type")];
                accepts::<models::Size>(&valid);
                refuses::<models::Size>(&invalid);
            }
        }
        "##);
    }

    #[test]
    fn only_helpers_that_are_called_are_there() {
        let refused = newtype("Nothing", crate::ir::Shape::Never);
        let text = |ty| text(&api(vec![ty])).unwrap();
        let refused = text(refused);
        assert!(refused.contains("fn refuses") && !refused.contains("fn accept"));
        let accepted = text(newtype("Anything", crate::ir::Shape::Any));
        assert!(accepted.contains("fn accepts<") && !accepted.contains("fn refuses") && !accepted.contains("in_part"));
        let mut spelt_otherwise = newtype("Ratio", number());
        spelt_otherwise.examples = vec!["1.0".to_owned()];
        assert!(text(spelt_otherwise).contains("accepts_in_part::<models::Ratio>(&kept_in_part)"));
    }

    #[test]
    fn names_of_tests_are_free_and_no_keywords() {
        let types = ["Type", "Accepts", "Crate", "Köln"].map(|name| newtype(name, integer()));
        let text = text(&api(types.into())).unwrap();
        for name in ["type_", "accepts_", "crate_", "köln"] {
            assert!(text.contains(&format!("fn {name}()")), "{name}");
        }
    }

    #[test]
    fn a_resource_may_be_called_like_the_crate() {
        let mut api = api(vec![newtype("Flag", crate::ir::Shape::Boolean)]);
        api.resources = vec![resource("shop_api")];
        assert!(text(&api).unwrap().contains("use shop_api::{"));
        api.types[0].resource = Some(api.resources[0].name.clone());
        assert!(text(&api).unwrap().contains("use ::shop_api::{"));
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
