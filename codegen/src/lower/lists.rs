//! The rules that schemas are, each made once, however many schemas lead to it.
//!
//! What a rule is made of is a list, and refers to others. Once all are made, those that are led to in one way only are
//! written where they are referred to; the others are shared, each called by its place. So there is no more of them than
//! of schemas, though schemas which each lead to the next in two ways have twice as many ways with each level.

use std::collections::{BTreeSet, HashMap};

use crate::{
    ir::{Rule, Shape, Shared, SharedId, TypeKind},
    names::{Usage, Words},
    normalise::SchemaId,
    source::Pointer,
};

use super::{Lower, order::each_shape, rules::add, scope};

/// What is asked of a value by the rules that a schema is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Asked {
    /// Whether it is valid.
    Verdict,
    /// That, and what of it is evaluated.
    Evaluated,
    /// What of it is evaluated, where whether it is valid is asked elsewhere.
    Marks,
}

/// The lists that were made so far; until all are, an id is that of a list here.
#[derive(Debug, Default)]
pub(super) struct Lists {
    made: Vec<Made>,
    known: HashMap<(SchemaId, Asked), Option<SharedId>>,
}

#[derive(Debug)]
struct Made {
    schema: SchemaId,
    asked: Asked,
    rules: Vec<Rule>,
}

impl Lists {
    /// The list of a schema, where it was made or is being made; that it can't be made, where that is known.
    pub(super) fn known(&self, schema: SchemaId, asked: Asked) -> Option<Option<SharedId>> {
        self.known.get(&(schema, asked)).copied()
    }

    /// Begins a list, which may refer to itself.
    pub(super) fn begin(&mut self, schema: SchemaId, asked: Asked) -> SharedId {
        let id = SharedId(self.made.len() as u32);
        self.made.push(Made { schema, asked, rules: Vec::new() });
        self.known.insert((schema, asked), Some(id));
        id
    }

    /// Ends a list. Where it can't be made, neither can what was made of it meanwhile.
    pub(super) fn end(&mut self, id: SharedId, rules: Option<Vec<Rule>>) -> Option<()> {
        match (rules, self.made.get_mut(id.0 as usize)) {
            (Some(rules), Some(made)) => {
                made.rules = rules;
                Some(())
            }
            _ => {
                for made in self.made.drain(id.0 as usize..).skip(1) {
                    self.known.remove(&(made.schema, made.asked));
                }
                self.known.values_mut().filter(|known| **known == Some(id)).for_each(|known| *known = None);
                None
            }
        }
    }

    /// The rules of a list.
    pub(super) fn get(&self, id: SharedId) -> &[Rule] {
        self.made.get(id.0 as usize).map(|made| made.rules.as_slice()).unwrap_or_default()
    }

    /// A rule as far as it evaluates anything, where what it asserts is checked elsewhere.
    pub(super) fn only_marks(&mut self, rule: Rule) -> Option<Rule> {
        let Rule::Shared(id) = rule else { return scope::only_marks(rule) };
        let schema = self.made.get(id.0 as usize)?.schema;
        if let Some(known) = self.known(schema, Asked::Marks) {
            return known.map(Rule::Shared);
        }
        let own = self.get(id).to_vec();
        let marks: Vec<Rule> = own.iter().cloned().filter_map(|rule| self.only_marks(rule)).collect();
        let list = match () {
            () if marks.is_empty() => None,
            () if marks == own => Some(id),
            () => {
                let list = self.begin(schema, Asked::Marks);
                self.end(list, Some(marks));
                Some(list)
            }
        };
        self.known.insert((schema, Asked::Marks), list);
        list.map(Rule::Shared)
    }

    /// Whether a list says so little that it is written wherever it is referred to.
    fn is_small(&self, id: SharedId) -> bool {
        match self.get(id) {
            [] => true,
            [rule] => matches!(rule, Rule::Types(_) | Rule::Is(_) | Rule::Required(_) | Rule::Shared(_)),
            rules => rules.contains(&Rule::Never),
        }
    }

    /// How often each list is referred to, by what types are made of and by lists that are referred to.
    fn uses(&self, roots: &[&Vec<Rule>]) -> Vec<usize> {
        let mut uses = vec![0; self.made.len()];
        let mut open: Vec<&[Rule]> = roots.iter().map(|rules| rules.as_slice()).collect();
        while let Some(rules) = open.pop() {
            Rule::each(rules, &mut |rule| {
                let Rule::Shared(id) = rule else { return };
                let Some(count) = uses.get_mut(id.0 as usize) else { return };
                *count += 1;
                if *count == 1 || self.is_small(*id) {
                    open.push(self.get(*id));
                }
            });
        }
        uses
    }

    /// Rules with those lists written out that are not shared, and the ids of those that are.
    fn settled(&self, rules: &[Rule], shared: &HashMap<SharedId, SharedId>) -> Vec<Rule> {
        let mut settled = Vec::new();
        for rule in rules {
            match rule {
                Rule::Shared(id) => match shared.get(id) {
                    Some(&id) => add(&mut settled, Rule::Shared(id)),
                    None => self.settled(self.get(*id), shared).into_iter().for_each(|rule| add(&mut settled, rule)),
                },
                rule => {
                    let mut rule = rule.clone();
                    for part in rule.parts_mut() {
                        *part = self.settled(part, shared);
                    }
                    add(&mut settled, rule);
                }
            }
        }
        settled
    }
}

impl Lower<'_> {
    /// Decides which lists of rules are shared, and writes the others where they are referred to.
    pub(super) fn share(&mut self) -> Vec<Shared> {
        let lists = std::mem::take(&mut self.lists);
        let mut kinds: Vec<&mut TypeKind> = self.types.iter_mut().map(|draft| &mut draft.ty.kind).collect();
        let mut roots = Vec::new();
        kinds.iter_mut().for_each(|kind| each_list(kind, &mut |rules| roots.push(rules.clone())));
        let uses = lists.uses(&roots.iter().collect::<Vec<_>>());
        let several = uses.iter().enumerate().filter(|(_, uses)| **uses > 1).map(|(index, _)| SharedId(index as u32));
        let place = |id: &SharedId| lists.made.get(id.0 as usize).map(|made| (made.schema, made.asked));
        let several: BTreeSet<_> =
            several.filter(|id| !lists.is_small(*id)).filter_map(|id| Some((place(&id)?, id))).collect();
        let ids: HashMap<SharedId, SharedId> =
            several.iter().enumerate().map(|(index, (_, id))| (*id, SharedId(index as u32))).collect();
        for kind in kinds {
            each_list(kind, &mut |rules| *rules = lists.settled(rules, &ids));
        }
        let shared = several.into_iter().map(|((schema, asked), id)| Shared {
            table: self.table_of(schema, asked),
            resource: None,
            pointer: self.schemas.get(schema).pointer.clone(),
            rules: lists.settled(lists.get(id), &ids),
        });
        shared.collect()
    }

    /// What the table of a list is called: by its place, and by what is asked.
    fn table_of(&mut self, schema: SchemaId, asked: Asked) -> crate::ir::Ident {
        let component = self.components.get(&schema).map(|&id| self.type_words(id).clone());
        let place = || self.place_of(schema).map(|(_, context)| context.name());
        let words = component.or_else(place).unwrap_or_else(|| {
            let pointer = Pointer::parse(&self.schemas.get(schema).pointer).ok();
            let tokens: Vec<String> = pointer.iter().flat_map(Pointer::tokens).map(Into::into).collect();
            let way = match tokens.as_slice() {
                [components, _, way @ ..] if components == "components" => way,
                way => way,
            };
            Words::of(&way.join(" "))
        });
        let what = match asked {
            Asked::Verdict => "rules",
            Asked::Evaluated => "evaluated",
            Asked::Marks => "marks",
        };
        self.tables.claim(&words.then(&Words::of(what)), Usage::Static).ident
    }
}

/// Calls a function with every list of rules that a type is made of directly.
fn each_list(kind: &mut TypeKind, change: &mut dyn FnMut(&mut Vec<Rule>)) {
    each_shape(kind, &mut |shape| each_list_of(shape, change));
    kind.rules_mut().into_iter().for_each(change);
}

fn each_list_of(shape: &mut Shape, change: &mut dyn FnMut(&mut Vec<Rule>)) {
    match shape {
        Shape::List(list) => each_list_of(&mut list.items, change),
        Shape::Map(map) => each_list_of(&mut map.values, change),
        Shape::Boxed(inner) | Shape::Nullable(inner) | Shape::Literals(_, inner) => each_list_of(inner, change),
        Shape::Asserted(rules, inner) => {
            change(rules);
            each_list_of(inner, change);
        }
        _ => {}
    }
}
