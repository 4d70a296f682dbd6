//! The table of a struct, and its `Members`.

use proc_macro2::TokenStream;
use quote::quote;

use super::table::{self, count, flag, keyword};
use crate::{
    emit::{
        lints, shape,
        tokens::{self, ident},
    },
    ir::{self, Additional, Api, Member, Role, Shape, Struct, Type},
};

/// Up to so many members, looking at each name in turn is as quick as a hash.
const MOST_WITHOUT_SLOTS: usize = 16;

/// The table and the `impl`.
pub(super) fn wire(api: &Api, ty: &Type, it: &Struct) -> TokenStream {
    let (name, table) = (ident(&ty.name), ident(&ty.table));
    let schema = schema(api, ty, it);
    let blank = blank(it);
    let reads = walk(it, quote!(reader.constant()), |member, field, shape| read(api, member, field, shape));
    let values = walk(it, quote!(Value::Constant), |member, field, shape| value(member, field, shape));
    // Without a field there is nothing to tell apart.
    let index = match it.members.iter().any(|member| matches!(member.role, Role::Field { .. })) {
        true => quote!(index),
        false => quote!(_),
    };
    let additional = additional(&it.additional);
    let allow = lints::of_numbers(&schema);
    quote! {
        #allow
        pub static #table: Schema = #schema;
        impl Members for models::#name {
            #blank
            fn read_member(&mut self, #index: usize, reader: &mut Reader<'_>) -> Read {
                #reads
            }
            fn member(&self, #index: usize) -> Value<'_> {
                #values
            }
            #additional
        }
        object!(models::#name, #table);
    }
}

fn schema(api: &Api, ty: &Type, it: &Struct) -> TokenStream {
    let name = ty.name.as_str().trim_start_matches("r#");
    let properties = it.members.iter().map(|member| property(api, member));
    let keywords = [
        flag("closed", matches!(it.additional, Additional::Refused)),
        keyword("additional", kept(api, &it.additional)),
        keyword("min_properties", count(it.min_properties)),
        keyword("max_properties", count(it.max_properties)),
    ];
    let keywords = keywords.into_iter().flatten();
    if it.members.len() <= MOST_WITHOUT_SLOTS {
        return quote!(object(#name, &[#(#properties),*]) #(#keywords)*);
    }
    let size = tokens::integer((it.members.len() * 2).next_power_of_two() as i128);
    quote! {{
        static PROPERTIES: &[Property] = &[#(#properties),*];
        static SLOTS: [u16; #size] = slots(PROPERTIES);
        object(#name, PROPERTIES).slots(&SLOTS) #(#keywords)*
    }}
}

fn property(api: &Api, member: &Member) -> TokenStream {
    let name = &member.name;
    let schema = match &member.role {
        Role::Field { shape, .. } => table::reference(api, shape),
        Role::Tag { value, .. } => quote!(&constant(#value)),
    };
    match member.required {
        true => quote!(required(#name, #schema)),
        false => quote!(optional(#name, #schema)),
    }
}

fn kept(api: &Api, additional: &Additional) -> Option<TokenStream> {
    match additional {
        Additional::Kept { shape, .. } => Some(table::reference(api, shape)),
        Additional::Dropped | Additional::Refused => None,
    }
}

fn blank(it: &Struct) -> TokenStream {
    let fields = it.members.iter().filter_map(|member| match &member.role {
        Role::Field { field, .. } => Some(field),
        Role::Tag { .. } => None,
    });
    let kept = match &it.additional {
        Additional::Kept { field, .. } => Some(field),
        Additional::Dropped | Additional::Refused => None,
    };
    let names = fields.chain(kept).map(ident);
    quote! {
        fn blank() -> Self {
            Self { #(#names: blank()),* }
        }
    }
}

/// A `match` over the members that are fields; `rest` stands for the tag.
fn walk(
    it: &Struct,
    rest: TokenStream,
    arm: impl Fn(&Member, &ir::Ident, &Shape) -> TokenStream,
) -> TokenStream {
    let arms: Vec<_> = it
        .members
        .iter()
        .enumerate()
        .filter_map(|(index, member)| match &member.role {
            Role::Field { field, shape, .. } => {
                let index = tokens::integer(index as i128);
                let value = arm(member, field, shape);
                Some(quote!(#index => #value,))
            }
            Role::Tag { .. } => None,
        })
        .collect();
    match arms.is_empty() {
        true => rest,
        false => quote! {
            match index {
                #(#arms)*
                _ => #rest,
            }
        },
    }
}

fn read(api: &Api, member: &Member, field: &ir::Ident, shape: &Shape) -> TokenStream {
    let name = ident(field);
    match !member.required && shape::hides_null(api, shape) {
        // A `null` is a value of the type, not the lack of one.
        true => quote!(reader.read(self.#name.insert(blank()))),
        false => quote!(reader.read(&mut self.#name)),
    }
}

fn value(member: &Member, field: &ir::Ident, shape: &Shape) -> TokenStream {
    let name = ident(field);
    match member.required && shape::is_option(shape) {
        true => quote!(Value::of(&self.#name).or_null()),
        false => quote!(Value::of(&self.#name)),
    }
}

fn additional(additional: &Additional) -> Option<TokenStream> {
    let Additional::Kept { field, .. } = additional else {
        return None;
    };
    let name = ident(field);
    Some(quote! {
        fn read_additional(&mut self, reader: &mut Reader<'_>) -> Read {
            reader.entry(&mut self.#name)
        }
        fn additional(&self) -> Option<&dyn Entries> {
            Some(&self.#name)
        }
    })
}
