//! The tests of operations: from the client to the mock server and back, in one process and without a socket.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::{
    module, operations,
    tokens::{self, ident},
};
use crate::{
    instance::Suite,
    ir::{Api, Body, Carrier, Operation, Resource, Shape, Type},
};

/// The tests of all operations; none where there are none, or no texts for one.
pub(super) fn exchanges(api: &Api, suite: &Suite, package: &Ident) -> Option<TokenStream> {
    let resources = operations::resources(api);
    let modules: Vec<TokenStream> = resources.iter().filter_map(|it| resource(api, suite, it)).collect();
    if modules.is_empty() {
        return None;
    }
    let helpers = helpers(api);
    let modules = quote!(#(#modules)*);
    let encode = tokens::mentions_word(&modules, "encode").then(|| quote!(encode,));
    Some(quote! {
        /// Client and server: what one sends reaches the other as it was, and what breaks a rule is refused.
        #[cfg(all(feature = "client", feature = "mock"))]
        mod exchanges {
            use #package::{
                client::{Client, Error}, decode, #encode operations,
                server::{self, Mock},
                support::{model::Model, server::fragment},
            };
            use super::Texts;

            #helpers
            #modules
        }
    })
}

/// What the tests of all operations call.
fn helpers(api: &Api) -> TokenStream {
    let credentials = api.schemes.iter().map(|scheme| {
        let id = tokens::string(&scheme.id);
        match scheme.carrier {
            Carrier::Bearer => quote!(.bearer_token("token")),
            Carrier::Basic => quote!(.basic("user", "password")),
            _ => quote!(.credential(#id, "key")),
        }
    });
    quote! {
        /// A client whose requests reach a mock server in the same process.
        #[allow(dead_code, reason = "the features that are on may have no such test")]
        fn client(mock: &Mock) -> Client {
            let builder = Client::builder().base_url("http://localhost") #(#credentials)*;
            builder.transport(server::router(mock.clone())).build().expect("the client is complete")
        }

        /// The values of valid texts.
        #[allow(dead_code, reason = "the features that are on may have no such test")]
        fn values<T: Model>(texts: &Texts) -> Vec<T> {
            let valid = texts.valid.iter().chain(&texts.kept_in_part);
            valid.map(|text| decode(text.as_bytes()).expect("the text is valid")).collect()
        }

        /// The server refused a request, and said where it breaks a rule.
        #[allow(dead_code, reason = "the features that are on may have no such test")]
        fn refused<T>(answer: Result<T, Error>, text: &str, pointer: &str) {
            let Err(error) = answer else { panic!("{text} was accepted") };
            let status = error.status().map(|status| status.as_u16());
            assert_eq!(status, Some(422), "{text} was answered by {error}");
            let problem: serde_json::Value = serde_json::from_slice(error.body()).unwrap_or_default();
            let places = problem["errors"].as_array().into_iter().flatten();
            let mut places = places.filter_map(|it| it["pointer"].as_str());
            let fragment = fragment(pointer);
            assert!(places.any(|it| it == fragment), "{text} was not refused at {pointer:?}: {problem}");
        }
    }
}

/// The tests of a resource.
fn resource(api: &Api, suite: &Suite, resource: &Resource) -> Option<TokenStream> {
    let tests: Vec<TokenStream> =
        api.exchanges(&resource.name).filter_map(|(of, _)| test(api, suite, of, resource)).collect();
    if tests.is_empty() {
        return None;
    }
    let (name, feature) = (ident(&resource.name), module::feature(&resource.name));
    Some(quote! {
        #[cfg(feature = #feature)]
        mod #name {
            use super::*;
            #(#tests)*
        }
    })
}

/// The test of an operation; none where there are no texts for what it is asked and answers.
fn test(api: &Api, suite: &Suite, of: &Operation, resource: &Resource) -> Option<TokenStream> {
    let request = texts(api, suite, of.request.as_ref())?;
    let answer = texts(api, suite, of.answer())?;
    let (name, methods) = (ident(&of.name), ident(&resource.name));
    let call = |argument: TokenStream| quote!(client.#methods().#name(#argument));
    let some = |value: TokenStream| match of.request.as_ref().is_some_and(|body| !body.required) {
        true => quote!(Some(#value)),
        false => value,
    };
    let asked = match &request {
        Some(texts) => {
            let (call, write) = (call(some(quote!(request))), some(quote!(&requests[0])));
            quote! {
                let texts = &#texts;
                let requests = values(texts);
                for request in &requests {
                    #call.await.expect("the mock answers");
                    assert_eq!(mock.last_request(&OPERATION), Some(encode(request)));
                }
                for (text, pointer, _) in &texts.invalid {
                    let mut request = to_request(#write);
                    *request.body_mut() = (*text).into();
                    refused(client.call(&OPERATION, request, from_response).await, text, pointer);
                }
            }
        }
        None => {
            let call = call(TokenStream::new());
            quote! {
                #call.await.expect("the mock answers");
                assert_eq!(mock.last_request(&OPERATION), Some(Vec::new()));
            }
        }
    };
    let answered = answer.map(|texts| {
        let argument = if request.is_some() { some(quote!(&requests[0])) } else { TokenStream::new() };
        let call = call(argument);
        quote! {
            for answer in values(&#texts) {
                mock.set_answer(&OPERATION, encode(&answer));
                let received = #call.await;
                assert_eq!(received.expect("the mock answers"), answer);
            }
        }
    });
    let deprecated = of.deprecated.then(|| quote!(#[allow(deprecated, reason = "it still has to work")]));
    Some(quote! {
        #deprecated
        #[tokio::test]
        async fn #name() {
            use operations::#methods::#name::*;
            let mock = Mock::new();
            let client = client(&mock);
            #asked
            #answered
        }
    })
}

/// The texts of a body, where there is one; `None` where there are no valid ones.
fn texts(api: &Api, suite: &Suite, body: Option<&Body>) -> Option<Option<TokenStream>> {
    let Some(body) = body else { return Some(None) };
    let Shape::Named(id) = &body.shape else { return None };
    suite.valid(*id).next()?;
    let ty: &Type = api.get(*id);
    let module = ty.resource.as_ref().map_or_else(|| tokens::word("shared"), ident);
    let key = tokens::string(super::texts::key(ty));
    Some(Some(quote!(super::super::#module::TEXTS[#key])))
}
