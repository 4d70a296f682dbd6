//! Structs: fields, `new`, setters, readers of defaults, and the tag.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::{
        doc::{self, Doc},
        field::{self, Argument, Field, Origin},
        lints,
        shape::{self, plain},
        tokens::ident,
    },
    ir::{Additional, Api, Ident, Role, Shape, Struct, Type},
};

/// So many parameters are a call that can still be read; clippy says so too.
const MOST_PARAMETERS: usize = 7;

/// The struct and its methods.
pub(super) fn model(api: &Api, ty: &Type, it: &Struct) -> TokenStream {
    let name = ident(&ty.name);
    let doc = doc::of_type(ty, None);
    let fields = Field::all(api, it);
    let declarations = fields.iter().map(declaration);
    let additional = additional(api, &it.additional);
    let Construction { method, items } = construction(ty, it, &fields);
    let accessors = fields.iter().flat_map(|field| [setter(field), default_reader(api, field)]);
    let methods: TokenStream = method.into_iter().chain(accessors.flatten()).chain(tags(it)).collect();
    let methods = (!methods.is_empty()).then(|| quote!(impl #name { #methods }));
    quote! {
        #doc
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct #name {
            #(#declarations)*
            #additional
        }
        #methods
        #items
    }
}

fn declaration(field: &Field<'_>) -> TokenStream {
    let doc = doc::of_member(field.member, field.default.map(|default| default.json.as_str()));
    let (name, rust) = (field.name(), field.rust());
    quote! {
        #doc
        pub #name: #rust,
    }
}

fn additional(api: &Api, additional: &Additional) -> Option<TokenStream> {
    let Additional::Kept { field, shape } = additional else {
        return None;
    };
    let doc = Doc::new().line("Members that have no field of their own.");
    let (name, values) = (ident(field), shape::rust(api, shape));
    Some(quote! {
        #doc
        pub #name: support::Map<#values>,
    })
}

/// How a value is made by hand.
struct Construction {
    /// `new`
    method: Option<TokenStream>,
    /// What stands beside the `impl`: `Default`, or the struct of the required members.
    items: TokenStream,
}

fn construction(ty: &Type, it: &Struct, fields: &[Field<'_>]) -> Construction {
    let arguments: Vec<_> = fields
        .iter()
        .filter(|field| matches!(field.origin(), Origin::Argument))
        .collect();
    match &it.required {
        Some(required) if arguments.len() > MOST_PARAMETERS => Construction {
            method: None,
            items: from_required(ty, it, fields, &arguments, required),
        },
        _ => Construction {
            method: Some(new(ty, it, fields, &arguments)),
            items: arguments.is_empty().then(|| default(ty)).into_iter().collect(),
        },
    }
}

fn new(ty: &Type, it: &Struct, fields: &[Field<'_>], arguments: &[&Field<'_>]) -> TokenStream {
    let with = match arguments.is_empty() {
        true => "without its optional members",
        false => "with its required members",
    };
    let doc = Doc::new().line(format!("A new `{}` {with}.", ty.name.as_str()));
    let placeholder = lints::of_parameters(arguments.iter().map(|field| field.field.as_str()));
    let parameters = arguments.iter().map(|field| {
        let (name, Argument { parameter, .. }) = (field.name(), field.argument());
        quote!(#name: #parameter)
    });
    let body = literal(it, fields, |field| field.argument().value);
    let numbers = lints::of_numbers(&body);
    quote! {
        #doc
        #placeholder
        #numbers
        pub fn new(#(#parameters),*) -> Self {
            #body
        }
    }
}

fn default(ty: &Type) -> TokenStream {
    let name = ident(&ty.name);
    quote! {
        impl Default for #name {
            fn default() -> Self {
                Self::new()
            }
        }
    }
}

/// The struct of the required members, for where they are too many for `new`.
fn from_required(
    ty: &Type,
    it: &Struct,
    fields: &[Field<'_>],
    arguments: &[&Field<'_>],
    required: &Ident,
) -> TokenStream {
    let (name, from) = (ident(&ty.name), ident(required));
    let doc = Doc::new().line(format!("The required members of a [`{}`], which is made from them.", ty.name.as_str()));
    let declarations = arguments.iter().map(|field| {
        let doc = Doc::new().line(doc::code(&field.member.name));
        let (name, rust) = (field.name(), field.rust());
        quote! {
            #doc
            pub #name: #rust,
        }
    });
    let body = literal(it, fields, |field| {
        let name = field.name();
        quote!(required.#name)
    });
    let allow = lints::of_numbers(&body);
    quote! {
        #doc
        #[derive(Clone)]
        pub struct #from {
            #(#declarations)*
        }
        impl From<#from> for #name {
            #allow
            fn from(required: #from) -> Self {
                #body
            }
        }
    }
}

/// The struct's literal: what is said, what is known, and the rest blank.
fn literal(it: &Struct, fields: &[Field<'_>], argument: impl Fn(&Field<'_>) -> TokenStream) -> TokenStream {
    let mut is_whole = !matches!(it.additional, Additional::Kept { .. });
    let mut values = Vec::new();
    for field in fields {
        let value = match field.origin() {
            Origin::Argument => argument(field),
            Origin::Value(value) => value,
            Origin::Blank => {
                is_whole = false;
                continue;
            }
        };
        let name = field.name();
        values.push(match value.to_string() == name.to_string() {
            true => quote!(#name),
            false => quote!(#name: #value),
        });
    }
    match (is_whole, values.is_empty()) {
        (true, _) => quote!(Self { #(#values),* }),
        (false, true) => quote!(support::blank()),
        (false, false) => quote!(Self { #(#values,)* ..support::blank() }),
    }
}

/// The setter of what `new` does not take.
fn setter(field: &Field<'_>) -> Option<TokenStream> {
    let has_a_choice = !field.member.required || (field.default.is_some() && field.is_set_by_new());
    if !has_a_choice || matches!(plain(field.shape), Shape::Never) {
        return None;
    }
    let doc = Doc::new().line(format!("Sets {}.", doc::code(&field.member.name)));
    let deprecated = field.member.deprecated.then(|| quote!(#[deprecated]));
    let (setter, name) = (ident(field.setter), field.name());
    let allow = lints::of_parameters([field.field.as_str()].into_iter());
    let (parameter, assignment) = match plain(field.shape) {
        // There is nothing to say about a `null`.
        Shape::Null => (None, quote!(self.#name = Some(());)),
        _ => {
            let (parameter, assignment) = field.assignment();
            (Some(quote!(, #name: #parameter)), assignment)
        }
    };
    Some(quote! {
        #doc
        #deprecated
        #allow
        #[must_use]
        pub fn #setter(mut self #parameter) -> Self {
            #assignment
            self
        }
    })
}

/// The reader of an optional member that has a default.
fn default_reader(api: &Api, field: &Field<'_>) -> Option<TokenStream> {
    let default = field.default.filter(|_| !field.member.required)?;
    let json = doc::code(&default.json);
    let doc = Doc::new().line(format!("{}, or its default: {json}.", doc::code(&field.member.name)));
    let (method, name) = (ident(&default.method), field.name());
    let (shape, is_nullable) = match plain(field.shape) {
        Shape::Nullable(inner) => (plain(inner), true),
        shape => (shape, false),
    };
    let fallback = field::borrowed_default(api, shape, default.value.as_ref()?)?;
    let Lent { rust, fallback, option, nullable } = lend(api, shape, fallback);
    let (rust, body) = match is_nullable {
        false => (rust, quote!(self.#name #option.unwrap_or(#fallback))),
        // `null` is a value of its own: only what is left out has the default.
        true => (
            quote!(Option<#rust>),
            quote! {
                if self.#name.is_absent() {
                    Some(#fallback)
                } else {
                    self.#name #nullable
                }
            },
        ),
    };
    let allow = lints::of_numbers(&body);
    Some(quote! {
        #doc
        #allow
        pub fn #method(&self) -> #rust {
            #body
        }
    })
}

/// How a value is lent out by a method.
struct Lent {
    /// The type: a copy, or a reference.
    rust: TokenStream,
    /// The fallback as such.
    fallback: TokenStream,
    /// From an `Option` to an `Option` of it.
    option: TokenStream,
    /// From a `Nullable` to an `Option` of it.
    nullable: TokenStream,
}

fn lend(api: &Api, shape: &Shape, fallback: TokenStream) -> Lent {
    let rust = shape::rust(api, shape);
    match shape {
        Shape::String(_) => Lent {
            rust: quote!(&str),
            fallback,
            option: quote!(.as_deref()),
            nullable: quote!(.as_ref().map(String::as_str)),
        },
        Shape::Named(_) => Lent {
            rust: quote!(&#rust),
            fallback: quote!(&#fallback),
            option: quote!(.as_ref()),
            nullable: quote!(.as_ref()),
        },
        _ => Lent {
            rust,
            fallback,
            option: TokenStream::new(),
            nullable: quote!(.into_value()),
        },
    }
}

fn tags(it: &Struct) -> impl Iterator<Item = TokenStream> {
    it.members.iter().filter_map(|member| {
        let Role::Tag { value, method } = &member.role else {
            return None;
        };
        let doc = Doc::new().line(format!("The tag that selects this type: {}.", doc::json(value)));
        let method = ident(method);
        Some(quote! {
            #doc
            pub const fn #method(&self) -> &'static str {
                #value
            }
        })
    })
}
