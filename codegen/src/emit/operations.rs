//! `operations`: each operation as pure functions between values and HTTP messages, which client and server share.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    doc::{self, Doc},
    module, shape,
    tokens::{self, ident},
};
use crate::ir::{Api, Body, Carrier, Exchange, Operation, Resource, Scheme, Shape};

/// The resources that have operations which client and server have.
pub(super) fn resources(api: &Api) -> Vec<&Resource> {
    api.resources.iter().filter(|resource| api.exchanges(&resource.name).next().is_some()).collect()
}

/// `operations/mod.rs`
pub(super) fn index(api: &Api) -> TokenStream {
    let doc = Doc::new()
        .line("The operations, each as pure functions between values and HTTP messages: what client and server share.")
        .inner();
    let modules = resources(api).into_iter().map(|resource| {
        let (name, feature) = (ident(&resource.name), module::feature(&resource.name));
        quote! {
            #[cfg(feature = #feature)]
            pub mod #name;
        }
    });
    let uses = (!api.schemes.is_empty()).then(|| {
        quote!(
            use super::support::operation::{Carrier, Scheme};
        )
    });
    let schemes = api.schemes.iter().map(scheme);
    quote! {
        #doc
        #(#modules)*
        #uses
        #(#schemes)*
    }
}

/// The static of a security scheme.
fn scheme(scheme: &Scheme) -> TokenStream {
    let doc = Doc::new()
        .markdown(scheme.description.as_deref())
        .line(format!("Spec: {}", doc::code(&format!("#/components/securitySchemes/{}", scheme.id))));
    let (name, id, carrier) = (ident(&scheme.name), tokens::string(&scheme.id), carrier(&scheme.carrier));
    quote! {
        #doc
        pub static #name: Scheme = Scheme { name: #id, carrier: Carrier::#carrier };
    }
}

fn carrier(carrier: &Carrier) -> TokenStream {
    let (kind, name) = match carrier {
        Carrier::Bearer => return quote!(Bearer),
        Carrier::Basic => return quote!(Basic),
        Carrier::Authorization(name) => (quote!(Authorization), name),
        Carrier::Header(name) => (quote!(Header), name),
        Carrier::Query(name) => (quote!(Query), name),
        Carrier::Cookie(name) => (quote!(Cookie), name),
    };
    let name = tokens::string(name);
    quote!(#kind(#name))
}

/// `operations/<resource>.rs`
pub(super) fn file(api: &Api, resource: &Resource) -> TokenStream {
    let doc = Doc::new().line(format!("The operations of `{}`.", module::feature(&resource.name))).inner();
    let operations = api.exchanges(&resource.name).map(|(of, exchange)| operation(api, of, exchange));
    quote! {
        #doc
        #(#operations)*
    }
}

/// The module of an operation.
fn operation(api: &Api, of: &Operation, exchange: &Exchange) -> TokenStream {
    let id = of.id.clone().unwrap_or_else(|| route(of));
    let doc = Doc::new()
        .line(format!("{}: {}", doc::code(&id), doc::code(&route(of))))
        .line(format!("Spec: {}", doc::code(&of.pointer)));
    let name = ident(&of.name);
    let schemes: Vec<_> = schemes(api, exchange).collect();
    let schemes = match &schemes[..] {
        [] => TokenStream::new(),
        [one] => quote!(use super::super::#one;),
        several => quote!(use super::super::{#(#several),*};),
    };
    let table = table(api, &id, of, exchange);
    let request = request(api, of);
    let response = response(api, of, exchange);
    let crate_items = match tokens::mention(&quote!(#request #response), "models") {
        true => quote!({models, support::message::*}),
        false => quote!(support::message::*),
    };
    quote! {
        #doc
        pub mod #name {
            #schemes
            use super::super::super::#crate_items;

            #table
            #request
            #response
        }
    }
}

/// `POST /containers`
pub(super) fn route(of: &Operation) -> String {
    format!("{} {}", of.method, of.path)
}

/// The statics of the schemes that an operation names, each once.
fn schemes(api: &Api, exchange: &Exchange) -> impl Iterator<Item = proc_macro2::Ident> {
    let indexes: BTreeSet<usize> = exchange.security.iter().flatten().copied().collect();
    indexes.into_iter().filter_map(|index| api.schemes.get(index)).map(|scheme| ident(&scheme.name))
}

/// What is known of an operation before a value is there.
fn table(api: &Api, id: &str, of: &Operation, exchange: &Exchange) -> TokenStream {
    let (id, path) = (tokens::string(id), tokens::string(&exchange.path));
    let method = tokens::word(&of.method);
    let body = match &of.request {
        Some(body) => {
            let (content_type, required) = (tokens::string(&body.content_type), body.required);
            quote!(Some(Body { content_type: #content_type, required: #required }))
        }
        None => quote!(None),
    };
    let security = exchange.security.iter().map(|needed| {
        let schemes = needed.iter().filter_map(|&index| api.schemes.get(index)).map(|scheme| ident(&scheme.name));
        quote!(&[#(&#schemes),*])
    });
    quote! {
        /// The route, and what a request must bring.
        pub static OPERATION: Operation = Operation {
            id: #id,
            method: Method::#method,
            path: #path,
            body: #body,
            security: &[#(#security),*],
        };
    }
}

/// The request: out of a value, and a value out of it.
fn request(api: &Api, of: &Operation) -> TokenStream {
    let Some(body) = &of.request else {
        return quote! {
            /// The request.
            pub fn to_request() -> Request {
                request(&OPERATION)
            }
        };
    };
    let model = model(api, body);
    let (parameter, value, write, read) = match body.required {
        true => (quote!(&#model), quote!(#model), quote!(json_request), quote!(read_request)),
        false => (
            quote!(Option<&#model>),
            quote!(Option<#model>),
            quote!(optional_json_request),
            quote!(read_optional_request),
        ),
    };
    quote! {
        /// The request that carries a value.
        pub fn to_request(body: #parameter) -> Request {
            #write(&OPERATION, body)
        }

        /// The value that a request carries, read strictly.
        pub fn from_request(request: &Request) -> Result<#value, Violations> {
            #read(request)
        }
    }
}

/// The response: out of a value, and a value out of it.
fn response(api: &Api, of: &Operation, exchange: &Exchange) -> TokenStream {
    let status = tokens::integer(exchange.status.into());
    let answer = of.answer();
    let model = answer.map_or_else(|| quote!(()), |body| model(api, body));
    let write = match answer {
        Some(body) => {
            let content_type = tokens::string(&body.content_type);
            quote! {
                /// The response that carries a value.
                pub fn to_response(body: &#model) -> Response {
                    json_response(#status, #content_type, body)
                }
            }
        }
        None => quote! {
            /// The response.
            pub fn to_response() -> Response {
                response(#status)
            }
        },
    };
    let read = answer.map_or_else(|| quote!(Ok(())), |_| quote!(read_response(response)));
    let failures = failures(api, of);
    quote! {
        #write

        /// The value that a response carries, read leniently.
        pub fn from_response(response: &Response) -> Result<#model, Failure> {
            match response.status().as_u16() {
                200..=299 => #read,
                #failures
            }
        }
    }
}

/// The arms of other statuses than those of success.
fn failures(api: &Api, of: &Operation) -> TokenStream {
    let mut arms = TokenStream::new();
    for (first, last, body) in of.failures() {
        let model = model(api, body);
        let read = quote!(Err(described_failure::<#model>(response)));
        let (low, high) = (tokens::integer(first.into()), tokens::integer(last.into()));
        match (first, last) {
            _ if first == last => arms.extend(quote!(#low => #read,)),
            (100, 999) => {
                arms.extend(quote!(_ => #read,));
                return arms;
            }
            _ => arms.extend(quote!(#low..=#high => #read,)),
        }
    }
    quote!(#arms _ => Err(failure()),)
}

/// The model of a body, as a path where `models` is in scope.
pub(super) fn model(api: &Api, body: &Body) -> TokenStream {
    match &body.shape {
        Shape::Named(id) => {
            let name = ident(&api.get(*id).name);
            quote!(models::#name)
        }
        // Every body is a type of its own: `lower` sees to it.
        other => shape::rust(api, other),
    }
}

/// The doc comment of an operation's method: what the document says, the route, the place.
pub(super) fn method_doc(of: &Operation) -> Doc {
    let doc = Doc::new().markdown(of.description.as_deref());
    let doc = if of.deprecated { doc.line("**Deprecated.**") } else { doc };
    doc.line(doc::code(&route(of))).line(format!("Spec: {}", doc::code(&of.pointer)))
}
