//! Which type stands in which file: a file per resource for what it alone reaches, and `shared`.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};

use super::{shape, tokens};
use crate::ir::{self, Api, Pattern, Resource, Rule, Shape, Shared, Type};

/// The types of one file of `models`, and of the file of that name in `wire`.
pub(super) struct Module<'a> {
    /// The resource that alone reaches the types; `None` is `shared`.
    pub(super) resource: Option<&'a Resource>,
    /// The types, in declared order. There is at least one, or a list.
    pub(super) types: Vec<&'a Type>,
    /// The shared lists of rules, in declared order: they stand in `wire` alone.
    pub(super) lists: Vec<&'a Shared>,
}

impl<'a> Module<'a> {
    /// Every file that has types: the resources in declared order, then `shared`.
    pub(super) fn all(api: &'a Api) -> Vec<Self> {
        let resources = api.resources.iter().map(Some).chain([None]);
        let of = |resource: Option<&'a Resource>| {
            let name = resource.map(|it| &it.name);
            Self {
                resource,
                types: api.types.iter().filter(|ty| ty.resource.as_ref() == name).collect(),
                lists: api.shared.iter().filter(|list| list.resource.as_ref() == name).collect(),
            }
        };
        resources.map(of).filter(|module| !(module.types.is_empty() && module.lists.is_empty())).collect()
    }

    /// Every pattern that is searched for, in declared order.
    pub(super) fn patterns(&self) -> Vec<&'a Pattern> {
        let of_lists = self.lists.iter().flat_map(|list| shape::patterns_of_rules(&list.rules));
        self.types.iter().flat_map(|ty| shape::patterns(ty)).chain(of_lists).collect()
    }

    /// The module's name.
    pub(super) fn name(&self) -> Ident {
        name(self.resource.map(|it| &it.name))
    }

    /// The file's name, without `.rs`.
    pub(super) fn file_name(&self) -> &'a str {
        self.resource.map_or("shared", |it| feature(&it.name))
    }

    /// The Cargo feature that the file is part of; `shared` always is.
    pub(super) fn feature(&self) -> Option<&'a str> {
        self.resource.map(|it| feature(&it.name))
    }

    /// The other modules whose types its types name, sorted.
    pub(super) fn others(&self, api: &Api) -> Vec<Ident> {
        let references = self.types.iter().flat_map(|ty| shape::references(ty));
        self.homes(references.map(|id| api.get(id).resource.as_ref()))
    }

    /// The other modules whose tables its tables name, sorted.
    pub(super) fn other_tables(&self, api: &Api) -> Vec<Ident> {
        let (mut homes, mut lists) = (Vec::new(), Vec::new());
        for ty in &self.types {
            homes.extend(shape::references(ty).into_iter().map(|id| api.get(id).resource.as_ref()));
            lists.extend(shape::lists(ty));
        }
        for list in &self.lists {
            let mut name = |shape: &Shape| {
                if let Shape::Named(id) = shape {
                    homes.push(api.get(*id).resource.as_ref());
                }
            };
            shape::visit_rules(&list.rules, &mut name);
            lists.push(&list.rules);
        }
        for rules in lists {
            Rule::each(rules, &mut |rule| {
                if let Rule::Shared(id) = rule {
                    homes.extend(api.shared.get(id.0 as usize).map(|list| list.resource.as_ref()));
                }
            });
        }
        self.homes(homes.into_iter())
    }

    fn homes<'h>(&self, homes: impl Iterator<Item = Option<&'h ir::Ident>>) -> Vec<Ident> {
        let homes: BTreeSet<_> = homes.collect();
        let own = self.resource.map(|it| &it.name);
        homes.into_iter().filter(|home| *home != own).map(name).collect()
    }
}

/// The name of a resource's feature and files.
pub(super) fn feature(resource: &ir::Ident) -> &str {
    resource.as_str().trim_start_matches("r#")
}

fn name(resource: Option<&ir::Ident>) -> Ident {
    match resource {
        Some(name) => tokens::ident(name),
        None => Ident::new("shared", Span::call_site()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{api, member, named, newtype, resource, strings, structure};
    use super::*;

    #[test]
    fn files_are_the_resources_that_have_types_and_shared() {
        let mut api = api(vec![strings("Status", &["on"]), structure("File", vec![member("status", named(0))])]);
        api.resources = vec![resource("models"), resource("files")];
        api.types[1].resource = Some(api.resources[1].name.clone());
        let modules = Module::all(&api);
        let names: Vec<_> = modules.iter().map(|module| (module.file_name(), module.feature())).collect();
        assert_eq!(names, [("files", Some("files")), ("shared", None)]);
        assert_eq!(modules[0].others(&api), ["shared"]);
        assert!(modules[1].others(&api).is_empty());
    }

    #[test]
    fn a_keyword_is_a_raw_name_but_no_raw_file() {
        let mut api = api(vec![newtype("Kind", crate::ir::Shape::Boolean)]);
        api.resources = vec![resource("r#type")];
        api.types[0].resource = Some(api.resources[0].name.clone());
        let modules = Module::all(&api);
        assert_eq!(modules[0].name().to_string(), "r#type");
        assert_eq!(modules[0].file_name(), "type");
    }
}
