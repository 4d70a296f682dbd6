//! What a generated crate writes back of a text that it has read: members that it drops and digits that its types do not
//! hold are gone. It must change with `support/write.rs`.

use crate::{
    ir::{Additional, Number, Role, Shape, Struct},
    support::{
        lex::Decimal,
        number,
        tree::{MAX_DEPTH, Tree},
    },
};

use super::{
    check::{Checker, MOST_STEPS, Run},
    rules::{Rules, rules},
};

/// How much of a valid text a generated crate writes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// The same JSON value.
    All,
    /// Less or other than was read, but valid, and read as the same value again.
    Part,
    /// What is not valid any more, or is read as another value.
    Nothing,
}

impl Checker<'_> {
    /// How much of a text a generated crate writes back. Only meant for texts that are valid.
    pub fn kept(&self, shape: &Shape, text: &str) -> Kept {
        let Some((written, arms)) = self.written(shape, text) else {
            return Kept::Nothing;
        };
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
        if value(text) == value(&written) {
            return Kept::All;
        }
        let again = self.check(shape, &written).ok().and_then(|()| self.written(shape, &written));
        if again == Some((written, arms)) { Kept::Part } else { Kept::Nothing }
    }

    /// What a generated crate writes for a text, and the arms of unions that it read on the way.
    fn written(&self, shape: &Shape, text: &str) -> Option<(String, Vec<usize>)> {
        let tree = Tree::index(text, MAX_DEPTH).ok()?;
        let mut writer = Writer { run: Run::new(self, tree), out: String::new(), arms: Vec::new(), steps: 0 };
        writer.write(shape, 0)?;
        Some((writer.out, writer.arms))
    }
}

struct Writer<'r> {
    run: Run<'r>,
    out: String,
    arms: Vec<usize>,
    steps: u32,
}

impl<'r> Writer<'r> {
    fn write(&mut self, shape: &'r Shape, node: u32) -> Option<()> {
        // A union may name itself as an arm, without a value in between.
        if self.steps == MOST_STEPS {
            return None;
        }
        self.steps += 1;
        self.write_value(shape, node)?;
        self.steps -= 1;
        Some(())
    }

    fn write_value(&mut self, shape: &'r Shape, node: u32) -> Option<()> {
        let raw = self.run.tree.raw(node);
        match rules(self.run.api(), shape) {
            Rules::Nullable(_) if raw == "null" => self.out.push_str(raw),
            Rules::Nullable(inner) | Rules::Literals(_, inner) | Rules::Asserted(_, inner) => {
                self.write(inner, node)?
            }
            Rules::Integer(_) => self.out.push_str(&number::integer(raw)?.to_string()),
            Rules::Number(rules) => self.out.push_str(&self::number(rules, raw)?),
            Rules::Any => self.out.push_str(&serde_json::from_str::<serde_json::Value>(raw).ok()?.to_string()),
            Rules::List(list) => {
                let items: Vec<u32> = self.run.tree.items(node).collect();
                self.parts(('[', ']'), &items, |writer, item| writer.write(&list.items, item))?;
            }
            Rules::Map(map) => {
                let names: Vec<u32> = self.run.tree.members(node).collect();
                self.parts(('{', '}'), &names, |writer, name| writer.member(&map.values, name))?;
            }
            Rules::Struct(it) => self.members(it, node)?,
            Rules::Union(it) => {
                let index = self.run.choose(it, node)?;
                self.arms.push(index);
                self.write(&it.arms.get(index)?.shape, node)?;
            }
            Rules::Never | Rules::Null | Rules::Boolean | Rules::Text(_) | Rules::Enum(_) => self.out.push_str(raw),
        }
        Some(())
    }

    fn members(&mut self, it: &'r Struct, node: u32) -> Option<()> {
        let names: Vec<u32> = self.run.tree.members(node).collect();
        let is_dropped = matches!(it.additional, Additional::Dropped);
        let kept: Vec<u32> =
            names.into_iter().filter(|&name| !is_dropped || self.run.find_member(it, name, 0).is_some()).collect();
        self.parts(('{', '}'), &kept, |writer, name| {
            let member = writer.run.find_member(it, name, 0).and_then(|index| it.members.get(index));
            match (member.map(|member| &member.role), &it.additional) {
                (Some(Role::Field { shape, .. }), _) | (None, Additional::Kept { shape, .. }) => {
                    writer.member(shape, name)
                }
                _ => writer.member(&Shape::Any, name),
            }
        })
    }

    fn member(&mut self, shape: &'r Shape, name: u32) -> Option<()> {
        self.out.push_str(self.run.tree.raw(name));
        self.out.push(':');
        self.write(shape, name + 1)
    }

    fn parts(
        &mut self,
        (open, close): (char, char),
        nodes: &[u32],
        mut write: impl FnMut(&mut Self, u32) -> Option<()>,
    ) -> Option<()> {
        self.out.push(open);
        for (index, &node) in nodes.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            write(self, node)?;
        }
        self.out.push(close);
        Some(())
    }
}

/// The text that is written for a number.
pub(super) fn number(rules: &Number, text: &str) -> Option<String> {
    let value = number::float(text)?;
    if rules.single {
        let single = number::single(value)?;
        let is_whole = single.fract() == 0.0 && single.abs() < 1e7;
        return if is_whole { double(single.into()) } else { Some(single.to_string()) };
    }
    double(value)
}

/// The text that is written for a number of double precision, where it is finite.
pub(super) fn double(value: f64) -> Option<String> {
    if value.fract() == 0.0 && value.abs() < 1e15 && (value != 0.0 || value.is_sign_positive()) {
        return Some((value as i64).to_string());
    }
    Some(serde_json::Number::from_f64(value)?.to_string())
}

/// Whether two number texts are the same number.
pub(super) fn is_same(left: &str, right: &str) -> bool {
    Decimal::new(left) == Decimal::new(right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        emit::testing::{api, arm, integer, list, member, named, nullable, optional, plain_text, structure, union},
        ir::{Dispatch, Shape, TypeKind},
    };

    fn kept(shape: &Shape, text: &str) -> Kept {
        let open = structure("Open", vec![member("a", integer()), optional("b", nullable(plain_text()))]);
        let narrow = structure("Narrow", vec![optional("c", integer())]);
        let closed = |mut ty: crate::ir::Type| {
            if let TypeKind::Struct(it) = &mut ty.kind {
                it.additional = Additional::Refused;
            }
            ty
        };
        let mut any_of =
            union("Either", Dispatch::Trial, vec![arm("Narrow", &[], named(1)), arm("Wide", &[], named(2))]);
        if let TypeKind::Union(it) = &mut any_of.kind {
            it.exclusive = false;
        }
        let wide = structure("Wide", vec![optional("c", integer())]);
        let api = api(vec![open, closed(narrow), wide, any_of]);
        let checker = Checker::new(&api);
        assert_eq!(checker.check(shape, text), Ok(()), "{text}");
        checker.kept(shape, text)
    }

    #[test]
    fn members_that_are_not_named_are_dropped() {
        assert_eq!(kept(&named(0), r#"{"b":null,"a":1}"#), Kept::All);
        assert_eq!(kept(&named(0), r#"{"a":1,"c":[]}"#), Kept::Part);
        assert_eq!(kept(&list(named(0)), r#"[{"a":1,"c":[]},{"a":2}]"#), Kept::Part);
    }

    #[test]
    fn numbers_are_spelt_in_one_way() {
        let (double, single) = (Number::default(), Number { single: true, ..Number::default() });
        for (shape, text, wanted) in [
            (integer(), "20", Kept::All),
            (integer(), "20.0", Kept::Part),
            (integer(), "2e1", Kept::Part),
            (Shape::Number(double.clone()), "0.5", Kept::All),
            (Shape::Number(double.clone()), "1.0", Kept::Part),
            (Shape::Number(double.clone()), "0.10000000000000000001", Kept::All),
            (Shape::Number(double), "9007199254740993", Kept::Part),
            (Shape::Number(single.clone()), "0.1", Kept::All),
            (Shape::Number(single), "0.123456789", Kept::Part),
            (Shape::Any, "[1.0,1e2,-0.0,0.123456789]", Kept::All),
        ] {
            assert_eq!(kept(&shape, text), wanted, "{text} {shape:?}");
        }
    }

    #[test]
    fn what_is_read_as_another_value_afterwards_is_no_test() {
        // The member that is not known decided for the second arm; without it, the first one is right.
        assert_eq!(kept(&named(3), r#"{"c":1}"#), Kept::All);
        assert_eq!(kept(&named(3), r#"{"c":1,"d":2}"#), Kept::Nothing);
        // Items that differed in what was dropped are no longer unique.
        let mut unique = list(named(0));
        if let Shape::List(list) = &mut unique {
            list.unique_items = true;
        }
        assert_eq!(kept(&unique, r#"[{"a":1,"c":1},{"a":1,"c":2}]"#), Kept::Nothing);
    }
}
