//! Which members make the rules of an object hold: a guess, which is checked afterwards.

use crate::ir::{Additional, Members, Rule, Struct};

use super::{
    compose::{Object, members_of},
    make::Maker,
    ways::ways,
};

/// Members that an object should have, each with its value where one is asked for, as JSON.
pub(super) type Wish = Vec<(String, Option<String>)>;

impl Maker<'_> {
    /// An object with what makes its rules hold, where that is found: what they ask for, or else one optional member, or
    /// all of them.
    pub(super) fn settled(&self, it: &Struct, base: Object, depth: u32) -> Object {
        let holds = |object: &Object| self.checker().satisfies(&it.rules, &object.render(it));
        let asked = self.wishes(it, depth).into_iter().map(|wish| self.granted(it, &base, &wish, depth));
        let single = it.members.iter().enumerate().map(|(index, member)| match base.values.get(index) {
            Some(None) => base.with(index, self.member(member, depth).ok()),
            _ => base.clone(),
        });
        let all = std::iter::once_with(|| {
            let mut all = base.clone();
            self.fill_within(it, &mut all, it.members.len(), depth);
            all
        });
        let mut candidates = std::iter::once(base.clone()).chain(asked).chain(single).chain(all);
        candidates.find(holds).unwrap_or(base)
    }

    /// An object with members that are asked for.
    fn granted(&self, it: &Struct, base: &Object, wish: &Wish, depth: u32) -> Object {
        let mut object = base.clone();
        for (name, value) in wish {
            match it.members.iter().position(|member| member.name == *name) {
                Some(index) => {
                    let smallest = || it.members.get(index).and_then(|member| self.member(member, depth).ok());
                    let is_there = object.values.get(index).is_some_and(Option::is_some);
                    if value.is_some() || !is_there {
                        object = object.with(index, value.clone().or_else(smallest));
                    }
                }
                None => {
                    let smallest = || match &it.additional {
                        Additional::Kept { shape, .. } => self.smallest_within(shape, depth).ok(),
                        _ => Some("null".to_owned()),
                    };
                    let is_there = object.extra.iter().any(|(known, _)| known == name);
                    if let Some(value) = value.clone().or_else(|| if is_there { None } else { smallest() }) {
                        object.extra.retain(|(known, _)| known != name);
                        object.extra.push((name.clone(), value));
                    }
                }
            }
        }
        object
    }

    /// What may make rules hold, the simplest first: nothing, and what each way to satisfy them asks for, by the members
    /// alone and with values.
    fn wishes(&self, it: &Struct, depth: u32) -> Vec<Wish> {
        let mut wishes = vec![Wish::new()];
        let required: Vec<String> =
            it.members.iter().filter(|member| member.required).map(|member| member.name.clone()).collect();
        for way in ways(&it.rules) {
            let plain: Wish = way.iter().flat_map(|rule| plain(rule)).collect();
            let asked: Vec<String> = plain.iter().map(|(name, _)| name).chain(&required).cloned().collect();
            let valued: Wish = way.iter().flat_map(|rule| self.valued(rule, &asked, depth)).collect();
            let dependent: Wish = way.iter().flat_map(|rule| dependent(rule)).collect();
            wishes.extend([plain.clone(), [plain.clone(), dependent].concat(), [plain, valued].concat()]);
        }
        let mut distinct: Vec<Wish> = Vec::new();
        for wish in wishes {
            if !distinct.contains(&wish) {
                distinct.push(wish);
            }
        }
        distinct
    }

    /// Values that a rule asks of members that are asked for, and the members of a type that a value has to be of.
    fn valued(&self, rule: &Rule, asked: &[String], depth: u32) -> Wish {
        match rule {
            Rule::Is(shape) if depth > 0 => {
                self.several(shape, 1, depth - 1).iter().flat_map(|text| members_of(text)).collect()
            }
            Rule::Members(it) => {
                let values = asked.iter().map(|name| {
                    let rules = self.rules_of(it, name).filter(|rules| !rules.is_empty());
                    (name.clone(), rules.and_then(|rules| self.guess(rules, depth)))
                });
                values.filter(|(_, value)| value.is_some()).collect()
            }
            _ => Wish::new(),
        }
    }

    /// What the keywords of an object ask of the member of a name.
    fn rules_of<'r>(&self, it: &'r Members, name: &str) -> Option<&'r Vec<Rule>> {
        let declared = it.properties.iter().find(|(known, _)| known == name).map(|(_, rules)| rules);
        let matching = || it.patterns.iter().find(|(pattern, _)| self.checker().is_search(pattern, name));
        let others = || it.additional.as_ref().filter(|_| it.known.iter().all(|known| known != name));
        declared.or_else(|| matching().map(|(_, rules)| rules)).or_else(others)
    }
}

/// The members that a rule asks for, and values that it lists.
fn plain(rule: &Rule) -> Wish {
    match rule {
        Rule::Required(names) => without_values(names).collect(),
        Rule::Members(members) => {
            let listed = members.properties.iter().filter_map(|(name, rules)| {
                let value = rules.iter().find_map(|rule| match rule {
                    Rule::Values(values) => values.first(),
                    _ => None,
                });
                Some((name.clone(), Some(value?.clone())))
            });
            listed.chain(without_values(&members.required)).collect()
        }
        _ => Wish::new(),
    }
}

fn without_values(names: &[String]) -> impl Iterator<Item = (String, Option<String>)> {
    names.iter().map(|name| (name.clone(), None))
}

/// The members that others ask for.
fn dependent(rule: &Rule) -> Wish {
    match rule {
        Rule::DependentRequired(members) => {
            members.iter().flat_map(|(_, names)| names).map(|name| (name.clone(), None)).collect()
        }
        _ => Wish::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        emit::testing::{api, integer, member, named, structure},
        ir::{Shape, TypeKind},
    };

    fn names(rules: &[Rule]) -> Vec<String> {
        let mut of_rules = structure("Of", Vec::new());
        if let TypeKind::Struct(it) = &mut of_rules.kind {
            it.rules = rules.to_vec();
        }
        let api = api(vec![structure("Page", vec![member("page", integer())]), of_rules]);
        let TypeKind::Struct(it) = &api.types[1].kind else { unreachable!() };
        let wishes = Maker::new(&api).wishes(it, 2);
        let text = |wish: &Wish| {
            let each =
                wish.iter().map(|(name, value)| value.as_ref().map_or(name.clone(), |it| format!("{name}={it}")));
            each.collect::<Vec<_>>().join(" ")
        };
        wishes.iter().map(text).collect()
    }

    #[test]
    fn each_arm_is_a_way() {
        let required = |name: &str| vec![Rule::Required(vec![name.to_owned()])];
        let either = Rule::AnyOf(vec![required("a"), required("b")]);
        assert_eq!(names(std::slice::from_ref(&either)), ["", "a", "b"]);
        let kind = Members {
            properties: vec![("kind".to_owned(), vec![Rule::Values(vec!["1".to_owned()])])],
            ..Members::default()
        };
        let rules = [either, Rule::OneOf(vec![vec![Rule::Members(kind)]])];
        assert_eq!(names(&rules)[..3], ["", "a kind=1", "a kind=1 kind=1"]);
    }

    #[test]
    fn a_type_asks_for_its_members() {
        assert_eq!(names(&[Rule::OneOf(vec![vec![Rule::Is(named(0))], vec![Rule::Is(Shape::Any)]])]), ["", "page=0"]);
    }
}
