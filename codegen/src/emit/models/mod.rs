//! `models`: what a consumer reads, types and their docs. How they are read, checked and written is not known here.

mod enums;
mod newtypes;
mod rules;
mod structs;
mod unions;

use std::{cell::Cell, rc::Rc};

use proc_macro2::TokenStream;
use quote::quote;

use super::{Items, doc::Doc, module::Module, tokens};
use crate::ir::{Api, Type, TypeKind};

/// `models/mod.rs`
pub(super) fn index(modules: &[Module<'_>]) -> TokenStream {
    let doc = Doc::new()
        .line("The types of the API: a file per resource for what it alone uses, and one for what several share.")
        .inner();
    let lines = modules.iter().filter(|module| !module.types.is_empty()).map(|module| {
        let name = module.name();
        let cfg = module.feature().map(|feature| quote!(#[cfg(feature = #feature)]));
        (quote!(#cfg mod #name;), quote!(#cfg pub use #name::*;))
    });
    let (modules, uses): (Vec<_>, Vec<_>) = lines.unzip();
    quote! {
        #doc
        #(#modules)*
        #(#uses)*
    }
}

/// `models/<resource>.rs`
pub(super) fn file<'a>(api: &'a Api, module: &Module<'a>) -> Items<'a> {
    let doc = file_doc(api, module).inner();
    let others = (!module.others(api).is_empty()).then(|| {
        quote!(
            use super::*;
        )
    });
    let uses_support = Rc::new(Cell::new(false));
    let uses = Rc::clone(&uses_support);
    let head = move || {
        let support = uses.get().then(|| {
            quote!(
                use super::super::support;
            )
        });
        quote! {
            #doc
            #support
            #others
        }
    };
    let body = module.types.clone().into_iter().map(move |ty| {
        let tokens = model(api, ty);
        uses_support.set(uses_support.get() || tokens::mention(&tokens, "support"));
        tokens
    });
    Items { head: Box::new(head), body: Box::new(body) }
}

fn file_doc(api: &Api, module: &Module<'_>) -> Doc {
    match module.resource {
        Some(resource) => Doc::new()
            .line(format!("What `{}` alone uses.", module.file_name()))
            .markdown(resource.description.as_deref()),
        None if api.resources.is_empty() => Doc::new().line("Every type of the API."),
        None => Doc::new().line("What several resources use, or none."),
    }
}

/// A type and its methods.
fn model(api: &Api, ty: &Type) -> TokenStream {
    match &ty.kind {
        TypeKind::Struct(it) => structs::model(api, ty, it),
        TypeKind::Enum(it) => enums::model(ty, it),
        TypeKind::Union(it) => unions::model(api, ty, it),
        TypeKind::Newtype(shape) => newtypes::model(api, ty, shape),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{api, layout, member, named, newtype, nullable, optional, resource, structure, whole};
    use super::*;
    use crate::ir::Shape;

    #[test]
    fn the_index_gates_each_resource_by_its_feature() {
        let mut api = api(vec![newtype("A", Shape::Boolean), newtype("B", Shape::Boolean)]);
        api.resources = vec![resource("orders")];
        api.types[0].resource = Some(api.resources[0].name.clone());
        insta::assert_snapshot!(layout(index(&Module::all(&api))), @r#"
        //! The types of the API: a file per resource for what it alone uses, and one for what several share.
        #[cfg(feature = "orders")]
        mod orders;
        mod shared;
        #[cfg(feature = "orders")]
        pub use orders::*;
        pub use shared::*;
        "#);
    }

    #[test]
    fn a_file_names_only_what_it_uses() {
        let mut api = api(vec![
            structure("Plain", vec![member("on", Shape::Boolean)]),
            structure("Other", vec![member("plain", named(0)), optional("on", nullable(Shape::Boolean))]),
        ]);
        let mut resource = resource("files");
        resource.description = Some("Files, as they are.".to_owned());
        api.resources = vec![resource];
        api.types[1].resource = Some(api.resources[0].name.clone());
        let modules = Module::all(&api);
        let head = |module| whole(file(&api, module)).split("#[derive").next().map(str::to_owned).unwrap();
        insta::assert_snapshot!(head(&modules[0]), @"
        //! What `files` alone uses.
        //!
        //! Files, as they are.
        use super::super::support;
        use super::*;
        /// Spec: `#/components/schemas/Other`
        ");
        insta::assert_snapshot!(head(&modules[1]), @"
        //! What several resources use, or none.
        /// Spec: `#/components/schemas/Plain`
        ");
    }
}
