//! A member that is a field, and the questions that emitters ask about it: what `new` does with it, what a function
//! takes for it, what it is set to.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    shape::{self, plain},
    tokens::{self, ident},
};
use crate::ir::{Api, Default, DefaultValue, Member, Role, Shape, Struct, TextKind, TypeKind};

/// A member that is a field.
#[derive(Clone, Copy)]
pub(super) struct Field<'a> {
    api: &'a Api,
    pub(super) member: &'a Member,
    pub(super) field: &'a crate::ir::Ident,
    pub(super) setter: &'a crate::ir::Ident,
    pub(super) shape: &'a Shape,
    pub(super) default: Option<&'a Default>,
}

/// What `new` does with a field.
pub(super) enum Origin {
    /// The caller says it.
    Argument,
    /// It is set to this.
    Value(TokenStream),
    /// It is as `support::blank` makes it: absent, or the first and only value.
    Blank,
}

/// What a function takes for a value, and the expression of the value.
pub(super) struct Argument {
    pub(super) parameter: TokenStream,
    pub(super) value: TokenStream,
}

impl<'a> Field<'a> {
    /// The fields of a struct, in declared order.
    pub(super) fn all(api: &'a Api, it: &'a Struct) -> Vec<Self> {
        it.members.iter().filter_map(|member| Self::of(api, member)).collect()
    }

    fn of(api: &'a Api, member: &'a Member) -> Option<Self> {
        let Role::Field { field, setter, shape, default } = &member.role else {
            return None;
        };
        let default = default.as_ref();
        Some(Self { api, member, field, setter, shape, default })
    }

    /// The field's name.
    pub(super) fn name(&self) -> Ident {
        ident(self.field)
    }

    /// The field's type.
    pub(super) fn rust(&self) -> TokenStream {
        match self.member.required {
            true => shape::rust(self.api, self.shape),
            false => shape::optional(self.api, self.shape),
        }
    }

    /// Whether it may be left out, be `null`, or have a value.
    pub(super) fn is_three_state(&self) -> bool {
        !self.member.required && matches!(plain(self.shape), Shape::Nullable(_))
    }

    /// What `new` does with it.
    pub(super) fn origin(&self) -> Origin {
        if !self.member.required || is_single(self.api, self.shape) {
            return Origin::Blank;
        }
        let constant = single_literal(self.shape).or_else(|| self.default_value());
        constant.map_or(Origin::Argument, Origin::Value)
    }

    /// Whether `new` gives it a value of its own accord.
    pub(super) fn is_set_by_new(&self) -> bool {
        matches!(self.origin(), Origin::Value(_))
    }

    /// What a function takes for it, under its own name.
    pub(super) fn argument(&self) -> Argument {
        argument(self.api, self.shape, &self.name())
    }

    /// The statement that sets it to the argument of its setter.
    pub(super) fn assignment(&self) -> (TokenStream, TokenStream) {
        let name = self.name();
        if self.member.required {
            let Argument { parameter, value } = self.argument();
            return (parameter, quote!(self.#name = #value;));
        }
        if self.is_three_state() {
            let rust = self.rust();
            return (quote!(impl Into<#rust>), quote!(self.#name = #name.into();));
        }
        let Argument { parameter, value } = self.argument();
        (parameter, quote!(self.#name = Some(#value);))
    }

    /// The default as an expression of the type of a required field.
    fn default_value(&self) -> Option<TokenStream> {
        let value = self.default?.value.as_ref()?;
        default_value(self.api, plain(self.shape), value)
    }
}

/// Whether only one value is of a shape, so that a blank one is it.
fn is_single(api: &Api, shape: &Shape) -> bool {
    match plain(shape) {
        Shape::Null => true,
        Shape::Named(id) => match &api.get(*id).kind {
            TypeKind::Enum(it) => it.variants.len() == 1,
            TypeKind::Newtype(inner) => is_single(api, inner),
            _ => false,
        },
        _ => false,
    }
}

/// The only literal of a shape that is no string, as an expression.
fn single_literal(shape: &Shape) -> Option<TokenStream> {
    let Shape::Literals(values, inner) = shape else {
        return None;
    };
    let [json] = values.as_slice() else { return None };
    match plain(inner) {
        Shape::Boolean => json.parse::<bool>().ok().map(|value| quote!(#value)),
        Shape::Integer(it) => {
            let value = json.parse().ok().filter(|&value| it.width.holds(value));
            value.map(tokens::integer)
        }
        Shape::Number(number) if number.single => json.parse().ok().map(tokens::single),
        Shape::Number(_) => json.parse().ok().map(tokens::double),
        _ => None,
    }
}

fn default_value(api: &Api, shape: &Shape, value: &DefaultValue) -> Option<TokenStream> {
    Some(match (shape, value) {
        (Shape::Nullable(inner), value) => {
            let value = default_value(api, plain(inner), value)?;
            quote!(Some(#value))
        }
        (Shape::Boxed(inner), value) => {
            let value = default_value(api, plain(inner), value)?;
            quote!(Box::new(#value))
        }
        (Shape::String(text), DefaultValue::String(value)) => match text.kind {
            TextKind::Plain => quote!(#value.to_owned()),
            TextKind::Secret => quote!(#value.into()),
            _ => return None,
        },
        (shape, value) => borrowed_default(api, shape, value)?,
    })
}

/// The default of a shape as an expression that needs no memory of its own: `20`, `"1g"`, `MemoryLimit::Limit1g`.
pub(super) fn borrowed_default(api: &Api, shape: &Shape, value: &DefaultValue) -> Option<TokenStream> {
    Some(match (shape, value) {
        (Shape::Boolean, DefaultValue::Boolean(value)) => quote!(#value),
        (Shape::Integer(_), DefaultValue::Integer(value)) => tokens::integer(*value),
        (Shape::Number(number), DefaultValue::Number(value)) if number.single => tokens::single(*value as f32),
        (Shape::Number(_), DefaultValue::Number(value)) => tokens::double(*value),
        (Shape::Number(_), DefaultValue::Integer(value)) => tokens::double(*value as f64),
        (Shape::String(text), DefaultValue::String(value)) if text.kind == TextKind::Plain => quote!(#value),
        (Shape::Named(id), DefaultValue::Variant(of, variant)) if id == of => {
            let (name, variant) = (ident(&api.get(*of).name), ident(variant));
            quote!(#name::#variant)
        }
        _ => return None,
    })
}

/// What a function takes for a value of a shape, in a parameter of this name: whatever becomes one at once.
fn argument(api: &Api, shape: &Shape, name: &Ident) -> Argument {
    let rust = shape::rust(api, shape);
    let (parameter, value) = match plain(shape) {
        Shape::String(_) | Shape::Any => (quote!(impl Into<#rust>), quote!(#name.into())),
        Shape::Named(id) => match api.get(*id).kind {
            TypeKind::Union(_) | TypeKind::Newtype(_) => (quote!(impl Into<#rust>), quote!(#name.into())),
            TypeKind::Struct(_) | TypeKind::Enum(_) => (rust, quote!(#name)),
        },
        Shape::Boxed(inner) => {
            let Argument { parameter, value } = argument(api, inner, name);
            (parameter, quote!(Box::new(#value)))
        }
        Shape::List(list) => {
            let items = shape::rust(api, &list.items);
            match plain(&list.items) {
                Shape::String(text) if text.kind == TextKind::Plain => (
                    quote!(impl IntoIterator<Item = impl Into<String>>),
                    quote!(#name.into_iter().map(Into::into).collect()),
                ),
                _ => (quote!(impl IntoIterator<Item = #items>), quote!(#name.into_iter().collect())),
            }
        }
        _ => (rust, quote!(#name)),
    };
    Argument { parameter, value }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{
        api, arm, boxed, integer, list, map, member, named, newtype, nullable, optional, plain_text, strings,
        structure, text_of, union, with_default,
    };
    use super::*;
    use crate::ir::{Dispatch, Number, Type};

    fn types() -> Vec<Type> {
        vec![
            strings("Size", &["s", "m"]),
            strings("Kind", &["only"]),
            structure("Point", vec![member("x", integer())]),
            union("Figure", Dispatch::Trial, vec![arm("Point", &[], named(2))]),
            newtype("Ids", list(plain_text())),
            newtype("Alias", named(1)),
        ]
    }

    fn text(tokens: TokenStream) -> String {
        tokens.to_string().replace(' ', "")
    }

    fn origin(member: Member) -> String {
        match Field::of(&api(types()), &member).unwrap().origin() {
            Origin::Argument => "argument".to_owned(),
            Origin::Blank => "blank".to_owned(),
            Origin::Value(value) => text(value),
        }
    }

    fn literals(values: &[&str], shape: Shape) -> Shape {
        Shape::Literals(values.iter().map(|&value| value.to_owned()).collect(), Box::new(shape))
    }

    fn default(shape: Shape, value: DefaultValue) -> String {
        origin(with_default(member("m", shape), "", Some(value)))
    }

    #[test]
    fn new_takes_what_is_required_and_has_more_than_one_value() {
        assert_eq!(origin(optional("m", integer())), "blank");
        assert_eq!(origin(member("m", integer())), "argument");
        assert_eq!(origin(member("m", named(0))), "argument");
        assert_eq!(origin(member("m", Shape::Null)), "blank");
        assert_eq!(origin(member("m", named(1))), "blank");
        assert_eq!(origin(member("m", named(5))), "blank");
        assert_eq!(origin(member("m", literals(&["1"], integer()))), "1");
        assert_eq!(origin(member("m", literals(&["true"], Shape::Boolean))), "true");
        assert_eq!(origin(member("m", literals(&["0.5"], Shape::Number(Number::default())))), "0.5");
        assert_eq!(origin(member("m", literals(&["1", "2"], integer()))), "argument");
        assert_eq!(origin(member("m", literals(&["[]"], list(integer())))), "argument");
    }

    #[test]
    fn new_sets_defaults_of_required_members() {
        let words = || DefaultValue::String("a".to_owned());
        let single = Number { single: true, ..Number::default() };
        assert_eq!(default(integer(), DefaultValue::Integer(-3)), "-3");
        assert_eq!(default(Shape::Boolean, DefaultValue::Boolean(true)), "true");
        assert_eq!(default(Shape::Number(Number::default()), DefaultValue::Integer(2)), "2.0");
        assert_eq!(default(Shape::Number(single), DefaultValue::Number(0.1)), "0.1");
        assert_eq!(default(plain_text(), words()), r#""a".to_owned()"#);
        assert_eq!(default(text_of(TextKind::Secret), words()), r#""a".into()"#);
        assert_eq!(default(nullable(plain_text()), words()), r#"Some("a".to_owned())"#);
        let size = DefaultValue::Variant(crate::ir::TypeId(0), crate::ir::Ident("M".to_owned()));
        assert_eq!(default(boxed(named(0)), size), "Box::new(Size::M)");
        // What Rust can't say in a word, the caller has to.
        assert_eq!(default(list(integer()), words()), "argument");
        assert_eq!(default(text_of(TextKind::Date), words()), "argument");
    }

    #[test]
    fn functions_take_what_becomes_a_value_at_once() {
        for (shape, parameter, value) in [
            (integer(), "i64", "m"),
            (plain_text(), "implInto<String>", "m.into()"),
            (text_of(TextKind::Secret), "implInto<support::Secret>", "m.into()"),
            (Shape::Any, "implInto<serde_json::Value>", "m.into()"),
            (named(0), "Size", "m"),
            (named(2), "Point", "m"),
            (named(3), "implInto<Figure>", "m.into()"),
            (named(4), "implInto<Ids>", "m.into()"),
            (boxed(named(3)), "implInto<Figure>", "Box::new(m.into())"),
            (list(plain_text()), "implIntoIterator<Item=implInto<String>>", "m.into_iter().map(Into::into).collect()"),
            (list(named(3)), "implIntoIterator<Item=Figure>", "m.into_iter().collect()"),
            (map(integer()), "support::Map<i64>", "m"),
            (nullable(plain_text()), "Option<String>", "m"),
            (literals(&["1"], integer()), "i64", "m"),
        ] {
            let member = member("m", shape);
            let api = api(types());
            let argument = Field::of(&api, &member).unwrap().argument();
            assert_eq!((text(argument.parameter), text(argument.value)), (parameter.to_owned(), value.to_owned()));
        }
    }

    #[test]
    fn setters_wrap_what_may_be_absent() {
        let set = |member: Member| {
            let (parameter, statement) = Field::of(&api(types()), &member).unwrap().assignment();
            format!("{} {}", text(parameter), text(statement))
        };
        assert_eq!(set(optional("m", integer())), "i64 self.m=Some(m);");
        assert_eq!(set(member("m", integer())), "i64 self.m=m;");
        assert_eq!(set(optional("m", nullable(integer()))), "implInto<support::Nullable<i64>> self.m=m.into();");
    }
}
