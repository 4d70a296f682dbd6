//! `client`: what is called like the API. Each method is an operation's request, and nothing that the support could do.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    doc::{self, Doc},
    example, module, operations,
    tokens::{self, ident},
};
use crate::{
    instance::Suite,
    ir::{Api, Operation, Resource},
};

/// `client/mod.rs`
pub(super) fn index(api: &Api, suite: &Suite) -> TokenStream {
    let doc = Doc::new()
        .line("A client of the API: [`Client`], and a type for each resource that has its methods.")
        .line("A method returns a [`Call`], which is awaited as it is, or told more first.");
    let doc = match example::call(api, suite) {
        Some(lines) => doc.lines(lines),
        None => doc,
    };
    let doc = doc.inner();
    let resources = operations::resources(api);
    let modules = resources.iter().map(|resource| {
        let (name, owner, feature) = (ident(&resource.name), ident(&resource.owner), module::feature(&resource.name));
        quote! {
            #[cfg(feature = #feature)]
            mod #name;
            #[cfg(feature = #feature)]
            pub use #name::#owner;
        }
    });
    let base_url = match &api.base_url {
        Some(url) => {
            let url = tokens::string(url);
            quote!(Some(#url))
        }
        None => quote!(None),
    };
    let built = match &api.base_url {
        Some(url) => format!("What builds a client: of {}, unless another base URL is set.", doc::code(url)),
        None => "What builds a client; it needs a base URL.".to_owned(),
    };
    let built = Doc::new().line(built);
    // The version is a person's to bump, so it is read when the crate is compiled.
    let product = tokens::string(&format!("{}/", api.package.name));
    let schemes = api.schemes.iter().map(|scheme| ident(&scheme.name));
    let uses = match api.schemes.is_empty() {
        true => quote!(support::client),
        false => quote!({operations, support::client}),
    };
    quote! {
        #doc
        #(#modules)*

        pub use super::support::client::{Body, BuildError, Builder, Call, Client, Error, ErrorKind};
        use super::#uses;

        static API: client::Api = client::Api {
            base_url: #base_url,
            user_agent: concat!(#product, env!("CARGO_PKG_VERSION")),
            schemes: &[#(&operations::#schemes),*],
        };

        impl Client {
            #built
            pub fn builder() -> Builder {
                Builder::new(&API)
            }
        }
    }
}

/// `client/<resource>.rs`
pub(super) fn file(api: &Api, resource: &Resource) -> TokenStream {
    let (name, owner) = (ident(&resource.name), ident(&resource.owner));
    let feature = module::feature(&resource.name);
    let doc = Doc::new().line(format!("The calls of `{feature}`.")).inner();
    let of_owner = Doc::new()
        .markdown(resource.description.as_deref())
        .line(format!("The methods of `{feature}`: [`Client::{name}`] gives them."));
    let of_getter = Doc::new().line(format!("The methods of `{feature}`."));
    let methods: TokenStream = api.exchanges(&resource.name).map(|(of, _)| method(api, of)).collect();
    let models = tokens::mention(&methods, "models").then(|| quote!(models,));
    quote! {
        #doc
        use super::super::{
            #models
            operations::#name as operations,
            support::client::{Call, Client},
        };

        #of_owner
        #[derive(Debug, Clone, Copy)]
        pub struct #owner<'a> {
            client: &'a Client,
        }

        impl Client {
            #of_getter
            pub fn #name(&self) -> #owner<'_> {
                #owner { client: self }
            }
        }

        impl #owner<'_> {
            #methods
        }
    }
}

/// The method of an operation.
fn method(api: &Api, of: &Operation) -> TokenStream {
    let (doc, name) = (operations::method_doc(of), ident(&of.name));
    let deprecated = of.deprecated.then(|| quote!(#[deprecated]));
    let answer = of.answer().map_or_else(|| quote!(()), |body| operations::model(api, body));
    let (parameter, argument) = match &of.request {
        Some(body) => {
            let model = operations::model(api, body);
            let parameter = if body.required { quote!(&#model) } else { quote!(Option<&#model>) };
            (quote!(, request: #parameter), quote!(request))
        }
        None => (TokenStream::new(), TokenStream::new()),
    };
    quote! {
        #doc
        #deprecated
        pub fn #name(&self #parameter) -> Call<#answer> {
            use operations::#name::*;
            self.client.call(&OPERATION, to_request(#argument), from_response)
        }
    }
}
