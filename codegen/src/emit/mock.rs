//! `server/mock`: an implementation of every trait that answers by texts. Which texts, the suite decides.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    doc::Doc,
    module, operations,
    tokens::{self, ident},
};
use crate::{
    instance::Suite,
    ir::{Api, Operation, Resource, Shape},
};

/// `server/mock/mod.rs`
pub(super) fn index(api: &Api) -> TokenStream {
    let doc = Doc::new().line("What answers without a service: an implementation of every trait, by examples.").inner();
    let modules = operations::resources(api).into_iter().map(|resource| {
        let (name, feature) = (ident(&resource.name), module::feature(&resource.name));
        quote! {
            #[cfg(feature = #feature)]
            mod #name;
        }
    });
    quote! {
        #doc
        #(#modules)*

        pub use super::super::support::server::mock::Mock;
    }
}

/// `server/mock/<resource>.rs`
pub(super) fn file(api: &Api, suite: &Suite, resource: &Resource) -> TokenStream {
    let (name, owner) = (ident(&resource.name), ident(&resource.owner));
    let doc = Doc::new().line(format!("The answers of `{}`.", module::feature(&resource.name))).inner();
    let methods: TokenStream = api.exchanges(&resource.name).map(|(of, _)| method(api, suite, of)).collect();
    let models = tokens::mention(&methods, "models").then(|| quote!(models,));
    let encode = tokens::mentions_word(&methods, "encode").then(|| quote!(support::model::encode,));
    quote! {
        #doc
        use super::super::super::{
            #models
            operations::#name as operations,
            server::{#owner, Context, Error, Mock},
            #encode
        };

        impl #owner for Mock {
            #methods
        }
    }
}

/// The method of an operation.
fn method(api: &Api, suite: &Suite, of: &Operation) -> TokenStream {
    let name = ident(&of.name);
    let answer = of.answer().map_or_else(|| quote!(()), |body| operations::model(api, body));
    let (request, text) = match &of.request {
        Some(body) => {
            let model = operations::model(api, body);
            match body.required {
                true => (quote!(request: #model,), quote!(encode(&request))),
                false => (quote!(request: Option<#model>,), quote!(request.as_ref().map_or_else(Vec::new, encode))),
            }
        }
        None => (TokenStream::new(), quote!(Vec::new())),
    };
    let give = match of.answer() {
        Some(body) => {
            let text = match &body.shape {
                Shape::Named(id) => suite.valid(*id).next().map(tokens::json),
                _ => None,
            };
            let text = text.map_or_else(|| quote!(None), |text| quote!(Some(#text)));
            quote!(self.answer(&OPERATION, #text))
        }
        None => quote!(Ok(())),
    };
    quote! {
        async fn #name(&self, #request _: &Context) -> Result<#answer, Error> {
            use operations::#name::*;
            self.remember(&OPERATION, #text);
            #give
        }
    }
}
