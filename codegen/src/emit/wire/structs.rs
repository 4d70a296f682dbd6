//! The table of a struct, and its `Members`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    rules,
    table::{self, count, flag, keyword},
};
use crate::{
    emit::{
        lints, shape,
        tokens::{self, ident},
    },
    ir::{self, Additional, Api, Member, Role, Rule, Shape, Struct, Type},
};

/// Up to so many members, looking at each name in turn is as quick as a hash.
const MOST_WITHOUT_SLOTS: usize = 16;

/// The table and the `impl`.
pub(super) fn wire(api: &Api, ty: &Type, it: &Struct) -> TokenStream {
    let (name, table) = (ident(&ty.name), ident(&ty.table));
    let schema = schema(api, ty, it);
    let blank = blank(it);
    let reads = walk(it, quote!(reader.constant()), |member, field, shape| read(api, member, field, shape));
    let values = walk(it, quote!(Value::Constant), value);
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
    let properties = quote!(&[#(#properties),*]);
    let keywords = [
        flag("closed", matches!(it.additional, Additional::Refused)),
        keyword("additional", kept(api, &it.additional)),
        keyword("min_properties", count(it.min_properties)),
        keyword("max_properties", count(it.max_properties)),
    ];
    let keywords: TokenStream = keywords.into_iter().flatten().collect();
    let is_wide = it.members.len() > MOST_WITHOUT_SLOTS;
    let is_brief = !is_wide && (keywords.is_empty() || it.members.len() < 2);
    if is_brief && it.rules.is_empty() {
        return quote!(object(#name, #properties) #keywords);
    }
    // What comes after a long list is best read apart from it.
    let lists = (!is_brief).then(|| quote!(static PROPERTIES: &[Property] = #properties;));
    let properties = if is_brief { properties } else { quote!(PROPERTIES) };
    let size = is_wide.then(|| tokens::integer((it.members.len() * 2).next_power_of_two() as i128));
    let table = size.as_ref().map(|size| quote!(static SLOTS: [u16; #size] = slots(PROPERTIES);));
    let find = size.map(|_| quote!(.slots(&SLOTS)));
    let object = with_rules(api, &it.rules, quote!(object(#name, #properties) #find #keywords));
    quote! {{
        #lists
        #table
        #object
    }}
}

/// The end of a block that is an object's table, and the rules beside it.
fn with_rules(api: &Api, rules: &[Rule], object: TokenStream) -> TokenStream {
    if rules.is_empty() {
        return object;
    }
    let rules = rules::list(api, rules);
    quote! {
        static OBJECT: Schema = #object;
        static RULES: &[Rule] = #rules;
        also(&OBJECT, RULES)
    }
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
fn walk(it: &Struct, rest: TokenStream, arm: impl Fn(&Member, &ir::Ident, &Shape) -> TokenStream) -> TokenStream {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        emit::testing::{
            api, boxed, integer, layout, member, named, newtype, nullable, optional, plain_text, structure, tag,
        },
        ir::TypeKind,
    };

    /// The code of the first type.
    fn emitted(members: Vec<Member>, change: impl FnOnce(&mut Struct)) -> String {
        let mut api = api(vec![structure("Thing", members), newtype("Maybe", nullable(plain_text()))]);
        if let TypeKind::Struct(it) = &mut api.types[0].kind {
            change(it);
        }
        let TypeKind::Struct(it) = &api.types[0].kind else { unreachable!() };
        layout(wire(&api, &api.types[0], it))
    }

    #[test]
    fn the_table_reads_like_the_schema() {
        let mut quoted = optional("a_b", plain_text());
        quoted.name = "a\"b".to_owned();
        let text = emitted(vec![tag("type", "thing"), member("id", integer()), quoted], |_| ());
        insta::assert_snapshot!(text, @r#"
        pub static THING: Schema = object(
            "Thing",
            &[
                required("type", &constant("thing")),
                required("id", &integer()),
                optional("a\"b", &string()),
            ],
        );
        impl Members for models::Thing {
            fn blank() -> Self {
                Self { id: blank(), a_b: blank() }
            }
            fn read_member(&mut self, index: usize, reader: &mut Reader<'_>) -> Read {
                match index {
                    1 => reader.read(&mut self.id),
                    2 => reader.read(&mut self.a_b),
                    _ => reader.constant(),
                }
            }
            fn member(&self, index: usize) -> Value<'_> {
                match index {
                    1 => Value::of(&self.id),
                    2 => Value::of(&self.a_b),
                    _ => Value::Constant,
                }
            }
        }
        object!(models::Thing, THING);
        "#);
    }

    #[test]
    fn null_is_kept_apart_from_nothing() {
        let members = vec![
            member("a", nullable(integer())),
            member("b", boxed(nullable(integer()))),
            optional("c", nullable(integer())),
            optional("d", named(1)),
            member("e", named(1)),
        ];
        let text = emitted(members, |_| ());
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| line.contains("=>")).collect();
        let lines = lines.join("\n");
        insta::assert_snapshot!(lines, @"
        0 => reader.read(&mut self.a),
        1 => reader.read(&mut self.b),
        2 => reader.read(&mut self.c),
        3 => reader.read(self.d.insert(blank())),
        4 => reader.read(&mut self.e),
        _ => reader.constant(),
        0 => Value::of(&self.a).or_null(),
        1 => Value::of(&self.b).or_null(),
        2 => Value::of(&self.c),
        3 => Value::of(&self.d),
        4 => Value::of(&self.e),
        _ => Value::Constant,
        ");
    }

    #[test]
    fn a_struct_without_fields_has_nothing_to_tell_apart() {
        let text = emitted(Vec::new(), |it| it.additional = Additional::Refused);
        insta::assert_snapshot!(text, @r#"
        pub static THING: Schema = object("Thing", &[]).closed();
        impl Members for models::Thing {
            fn blank() -> Self {
                Self {}
            }
            fn read_member(&mut self, _: usize, reader: &mut Reader<'_>) -> Read {
                reader.constant()
            }
            fn member(&self, _: usize) -> Value<'_> {
                Value::Constant
            }
        }
        object!(models::Thing, THING);
        "#);
    }

    #[test]
    fn members_without_a_name_are_kept() {
        let text = emitted(Vec::new(), |it| {
            it.additional = Additional::Kept { field: ir::Ident("extra".to_owned()), shape: integer() };
            it.min_properties = Some(1);
            it.max_properties = Some(2);
        });
        insta::assert_snapshot!(text, @r#"
        pub static THING: Schema = object("Thing", &[])
            .additional(&integer())
            .min_properties(1)
            .max_properties(2);
        impl Members for models::Thing {
            fn blank() -> Self {
                Self { extra: blank() }
            }
            fn read_member(&mut self, _: usize, reader: &mut Reader<'_>) -> Read {
                reader.constant()
            }
            fn member(&self, _: usize) -> Value<'_> {
                Value::Constant
            }
            fn read_additional(&mut self, reader: &mut Reader<'_>) -> Read {
                reader.entry(&mut self.extra)
            }
            fn additional(&self) -> Option<&dyn Entries> {
                Some(&self.extra)
            }
        }
        object!(models::Thing, THING);
        "#);
    }

    #[test]
    fn many_members_are_found_by_their_hash() {
        let members = |count: usize| (0..count).map(|index| member(&format!("m{index}"), integer())).collect();
        assert!(!emitted(members(16), |_| ()).contains("SLOTS"));
        let text = emitted(members(17), |_| ());
        let table = text.split("impl").next().unwrap();
        insta::assert_snapshot!(table, @r#"
        pub static THING: Schema = {
            static PROPERTIES: &[Property] = &[
                required("m0", &integer()),
                required("m1", &integer()),
                required("m2", &integer()),
                required("m3", &integer()),
                required("m4", &integer()),
                required("m5", &integer()),
                required("m6", &integer()),
                required("m7", &integer()),
                required("m8", &integer()),
                required("m9", &integer()),
                required("m10", &integer()),
                required("m11", &integer()),
                required("m12", &integer()),
                required("m13", &integer()),
                required("m14", &integer()),
                required("m15", &integer()),
                required("m16", &integer()),
            ];
            static SLOTS: [u16; 64] = slots(PROPERTIES);
            object("Thing", PROPERTIES).slots(&SLOTS)
        };
        "#);
    }

    #[test]
    fn rules_stand_beside_the_members() {
        let either = || vec![Rule::AnyOf(vec![vec![Rule::Required(vec!["a".to_owned()])], vec![Rule::Is(named(1))]])];
        let text = emitted(vec![optional("a", integer())], |it| it.rules = either());
        let table = text.split("impl").next().unwrap();
        insta::assert_snapshot!(table, @r#"
        pub static THING: Schema = {
            static OBJECT: Schema = object("Thing", &[optional("a", &integer())]);
            static RULES: &[Rule] = &[Rule::AnyOf(&[&rules(&[Rule::Required(&["a"])]), &MAYBE])];
            also(&OBJECT, RULES)
        };
        "#);
        let members = (0..17).map(|index| member(&format!("m{index}"), integer())).collect();
        let text = emitted(members, |it| it.rules = either());
        let table = text.split("static SLOTS").nth(1).and_then(|rest| rest.split("impl").next()).unwrap();
        insta::assert_snapshot!(table, @r#"
        : [u16; 64] = slots(PROPERTIES);
            static OBJECT: Schema = object("Thing", PROPERTIES).slots(&SLOTS);
            static RULES: &[Rule] = &[Rule::AnyOf(&[&rules(&[Rule::Required(&["a"])]), &MAYBE])];
            also(&OBJECT, RULES)
        };
        "#);
    }
}
