//! `server`: what is implemented like the API. A trait a resource, and how its routes reach it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    doc::Doc,
    module, operations,
    tokens::{self, ident},
};
use crate::ir::{Api, Operation, Resource};

/// `server/mod.rs`
pub(super) fn index(api: &Api) -> TokenStream {
    let doc = Doc::new()
        .line("A server of the API: implement the trait of each resource, and give the implementation to [`router`].")
        .lines([
            "What reaches an implementation satisfies the document. Who brings no credentials, or a request that breaks a",
            "rule, is told so by a problem document (RFC 9457).",
        ])
        .inner();
    let resources = operations::resources(api);
    let modules = resources.iter().map(|resource| {
        let (name, owner, feature) = (ident(&resource.name), ident(&resource.owner), module::feature(&resource.name));
        quote! {
            #[cfg(feature = #feature)]
            mod #name;
            #[cfg(not(feature = #feature))]
            use super::support::server::absent as #name;
            #[cfg(feature = #feature)]
            pub use #name::#owner;
        }
    });
    let names: Vec<_> = resources.iter().map(|resource| ident(&resource.name)).collect();
    let bound = quote!(#(#names::Resource)+*);
    quote! {
        #doc
        #[cfg(feature = "mock")]
        mod mock;
        #[cfg(feature = "mock")]
        pub use mock::Mock;
        #(#modules)*

        pub use super::support::server::{
            Context, Credential, CredentialValue, Error, Fault, Options, Problem, Serve, serve,
        };
        use super::support::server::Routes;

        /// The routes of an implementation, with the default [`Options`].
        pub fn router<S: #bound>(implementation: S) -> axum::Router {
            router_with(implementation, Options::default())
        }

        /// The routes of an implementation.
        pub fn router_with<S: #bound>(implementation: S, options: Options) -> axum::Router {
            let mut routes = Routes::new(implementation);
            #(#names::routes(&mut routes);)*
            routes.into_router(options)
        }
    }
}

/// `server/<resource>.rs`
pub(super) fn file(api: &Api, resource: &Resource) -> TokenStream {
    let (name, owner) = (ident(&resource.name), &ident(&resource.owner));
    let feature = module::feature(&resource.name);
    let doc = Doc::new().line(format!("The operations of `{feature}`, to be implemented.")).inner();
    let of_trait = Doc::new()
        .markdown(resource.description.as_deref())
        .line(format!("An implementation of `{feature}`: its requests satisfy the document."));
    let methods: TokenStream = api.exchanges(&resource.name).map(|(of, _)| method(api, of)).collect();
    let handlers = api.exchanges(&resource.name).map(|(of, _)| handler(owner, of));
    let names = api.exchanges(&resource.name).map(|(of, _)| ident(&of.name));
    let models = tokens::mention(&methods, "models").then(|| quote!(models,));
    quote! {
        #doc
        use std::sync::Arc;
        use super::super::{
            #models
            operations::#name as operations,
            support::{message::Response, server::{Context, Error, Received, Routes}},
        };
        pub(super) use #owner as Resource;

        #of_trait
        pub trait #owner: Send + Sync + 'static {
            #methods
        }

        /// Lets each route call its method.
        pub(super) fn routes<S: #owner>(routes: &mut Routes<S>) {
            #(routes.add(&operations::#names::OPERATION, #names);)*
        }

        #(#handlers)*
    }
}

/// The method of an operation.
fn method(api: &Api, of: &Operation) -> TokenStream {
    let (doc, name) = (operations::method_doc(of), ident(&of.name));
    let answer = of.answer().map_or_else(|| quote!(()), |body| operations::model(api, body));
    let request = of.request.as_ref().map(|body| {
        let model = operations::model(api, body);
        let parameter = if body.required { model } else { quote!(Option<#model>) };
        quote!(request: #parameter,)
    });
    quote! {
        #doc
        fn #name(
            &self,
            #request
            context: &Context,
        ) -> impl Future<Output = Result<#answer, Error>> + Send;
    }
}

/// The function that answers a request to an operation by its method.
fn handler(owner: &Ident, of: &Operation) -> TokenStream {
    let name = ident(&of.name);
    let (read, request) = match &of.request {
        Some(_) => (quote!(let (request, context) = received.read(from_request)?;), quote!(request,)),
        None => (quote!(let context = received.context();), TokenStream::new()),
    };
    let call = quote!(implementation.#name(#request &context).await?);
    let answer = match of.answer() {
        Some(_) => quote! {
            let answer = #call;
            Ok(to_response(&answer))
        },
        None => quote! {
            #call;
            Ok(to_response())
        },
    };
    quote! {
        async fn #name<S: #owner>(implementation: Arc<S>, received: Received) -> Result<Response, Error> {
            use operations::#name::*;
            #read
            #answer
        }
    }
}
