//! `lib.rs`: what the crate is, a first example, and what it offers.

use proc_macro2::TokenStream;
use quote::quote;

use super::{convert, doc::Doc, example, lints, tokens::word, uses::Uses};
use crate::{instance::Suite, ir::Api};

/// `lib.rs`
pub(super) fn crate_root(api: &Api, suite: &Suite) -> TokenStream {
    let (doc, names) = (doc(api, suite).inner(), lints::of_names(api));
    let functions = ["Validate", "Violation", "Violations", "decode", "decode_lenient", "encode"];
    let convert = convert::is_used(api).then(|| {
        quote!(
            mod convert;
        )
    });
    let uses = Uses::of(api);
    let exchange = uses.operations.then(exchange);
    let mut offered = uses.support;
    offered.extend(functions);
    let offered = offered.into_iter().map(word);
    quote! {
        #doc
        #![forbid(unsafe_code)]
        #names
        #exchange
        pub mod models;
        #[doc(hidden)]
        pub mod support;
        #convert
        mod wire;
        pub use support::{#(#offered),*};
    }
}

/// The modules of client and server.
fn exchange() -> TokenStream {
    quote! {
        #[cfg(feature = "client")]
        pub mod client;
        #[cfg(any(feature = "client", feature = "server"))]
        pub mod operations;
        #[cfg(feature = "server")]
        pub mod server;
    }
}

fn doc(api: &Api, suite: &Suite) -> Doc {
    let doc = Doc::new().markdown(Some(&api.title)).markdown(api.description.as_deref()).lines([
        "[`models`] are the types of the API. [`decode`] reads JSON text into one of them, or tells all that is wrong",
        "with the text; [`Validate`] holds values that were made by hand to the same rules. [`decode_lenient`] keeps",
        "what this crate does not know yet, as a client should.",
    ]);
    let doc = match Uses::of(api).operations {
        true => doc.lines([
            "`client`, a feature, calls the API over any HTTP client; `server`, another, serves it by axum, from an",
            "implementation of its traits. What both share is in `operations`, as functions without a socket.",
        ]),
        false => doc,
    };
    match example::lines(api, suite) {
        Some(lines) => doc.lines(lines),
        None => doc,
    }
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
        let text = layout(crate_root(&api, &Suite::new(&api)));
        insta::assert_snapshot!(text, @r###"
        //! Shop
        //!
        //! All that is for sale.
        //!
        //! [`models`] are the types of the API. [`decode`] reads JSON text into one of them, or tells all that is wrong
        //! with the text; [`Validate`] holds values that were made by hand to the same rules. [`decode_lenient`] keeps
        //! what this crate does not know yet, as a client should.
        //!
        //! ```
        //! # fn main() -> Result<(), Box<dyn std::error::Error>> {
        //! use shop_api::{decode, models};
        //!
        //! let text = r##"{"x":1,"label":"a \"#quoted\" word"}"##;
        //! let value: models::Point = decode(text.as_bytes())?;
        //! println!("{value:?}");
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
        assert!(!layout(crate_root(&api(Vec::new()), &Suite::default())).contains("```"));
    }
}
