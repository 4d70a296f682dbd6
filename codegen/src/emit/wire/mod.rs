//! `wire`: how each type is read, checked and written. It knows the DSL of the support's tables, no docs.

mod enums;
mod newtypes;
mod patterns;
mod rules;
mod structs;
mod table;
mod unions;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Items, doc::Doc, module::Module};
use crate::ir::{Api, Type, TypeKind};

/// `wire/mod.rs`
pub(super) fn index(modules: &[Module<'_>]) -> TokenStream {
    let doc = Doc::new()
        .line(
            "How each type is read, checked and written: its schema as a table, and the members that the table names.",
        )
        .inner();
    let modules = modules.iter().map(|module| {
        let name = module.name();
        let cfg = module.feature().map(|feature| quote!(#[cfg(feature = #feature)]));
        quote! {
            #cfg
            mod #name;
        }
    });
    quote! {
        #doc
        #(#modules)*
    }
}

/// `wire/<resource>.rs`
pub(super) fn file<'a>(api: &'a Api, module: &Module<'a>) -> Items<'a> {
    let patterns = patterns::functions(&module.patterns());
    let others = module.other_tables(api);
    let engines = patterns::engines(&module.patterns());
    let support = match engines.is_empty() {
        true => quote!(support::wire::*),
        false => quote!(support::{#(#engines,)* wire::*}),
    };
    let doc = file_doc(module).inner();
    let head = quote! {
        #doc
        use super::super::{models, #support};
        #(use super::#others::*;)*
    };
    let tables = module.types.clone().into_iter().map(move |ty| wire(api, ty));
    let lists = module.lists.clone().into_iter().map(move |list| rules::of_list(api, list));
    Items { head: Box::new(|| head), body: Box::new(tables.chain(lists).chain([patterns])) }
}

fn file_doc(module: &Module<'_>) -> Doc {
    Doc::new().line(format!("How the types of `models::{}` are read, checked and written.", module.file_name()))
}

/// The table of a type, and the `impl`s that go with it.
fn wire(api: &Api, ty: &Type) -> TokenStream {
    match &ty.kind {
        TypeKind::Struct(it) => structs::wire(api, ty, it),
        TypeKind::Enum(it) => enums::wire(api, ty, it),
        TypeKind::Union(it) => unions::wire(api, ty, it),
        TypeKind::Newtype(shape) => newtypes::wire(api, ty, shape),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{api, layout, member, named, newtype, pattern, resource, structure, whole};
    use super::*;
    use crate::ir::Shape;

    #[test]
    fn files_import_the_tables_of_others() {
        let mut api = api(vec![
            newtype("On", Shape::Boolean),
            structure("File", vec![member("on", named(0)), member("name", pattern("^a"))]),
        ]);
        api.resources = vec![resource("files")];
        api.types[1].resource = Some(api.resources[0].name.clone());
        let modules = Module::all(&api);
        let head = |module| {
            let text = whole(file(&api, module));
            text.split("pub static").next().map(str::to_owned).unwrap()
        };
        let text = head(&modules[0]);
        insta::assert_snapshot!(text, @"
        //! How the types of `models::files` are read, checked and written.
        use super::super::{models, support::{pattern::LazyRegex, wire::*}};
        use super::shared::*;
        ");
        let text = head(&modules[1]);
        insta::assert_snapshot!(text, @"
        //! How the types of `models::shared` are read, checked and written.
        use super::super::{models, support::wire::*};
        ");
        let text = layout(index(&modules));
        insta::assert_snapshot!(text, @r#"
        //! How each type is read, checked and written: its schema as a table, and the members that the table names.
        #[cfg(feature = "files")]
        mod files;
        mod shared;
        "#);
    }
}
