//! `paths`: path items, and the routes of their operations.

use std::collections::{HashMap, hash_map::Entry as MapEntry};

use super::{
    Operation, Version,
    operation::{self, Head, Parameters},
    reader::{Members, Reader, is_extension},
    reference::Place,
};
use crate::{
    diagnostic::{Diagnostic, catalogue},
    normalise::Located,
    source::{Pointer, Span},
};

/// The members of a path item that are operations.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// What was read of `paths` so far.
struct Paths<'a> {
    version: Version,
    operations: Vec<Operation<'a>>,
    /// Every route: its method, its template without the parameters' names, and where it was declared first.
    routes: HashMap<(String, String), (Span, String)>,
}

/// Every operation of `paths`, in declared order.
pub(super) fn read<'a>(reader: &mut Reader<'a, '_>, document: &'a Members, version: Version) -> Vec<Operation<'a>> {
    let mut paths = Paths {
        version,
        operations: Vec::new(),
        routes: HashMap::new(),
    };
    let root = Pointer::root().push("paths");
    for (template, entry) in reader.object_member(document, "paths") {
        if is_extension(template) {
            continue;
        }
        if !template.starts_with('/') {
            let message = format!("the path `{template}` does not begin with `/`");
            let diagnostic = Diagnostic::new(&catalogue::WRONG_KIND, entry.key, message);
            reader.report(diagnostic.help(format!("write `/{template}`")));
        }
        let place = Place::member(&root, template, &entry.value);
        let path = Located {
            value: template.clone(),
            span: entry.key,
        };
        paths.path_item(reader, &path, place);
    }
    paths.operations
}

/// An operation that was found in a path item, not read yet.
struct Found<'a> {
    /// The method, in capitals.
    method: String,
    /// The place of the method's name.
    key: Span,
    place: Place<'a>,
}

impl<'a> Paths<'a> {
    /// A path item: its own operations, and then those of the one that it refers to.
    fn path_item(&mut self, reader: &mut Reader<'a, '_>, path: &Located<String>, place: Place<'a>) {
        let Some(own) = reader.object(place.node, "a path item") else {
            return;
        };
        let mut found = self.find(reader, own, &place.pointer);
        let mut parts = vec![own];
        if own.contains_key("$ref")
            && let Some(target) = reader.follow(place)
            && let Some(members) = reader.object(target.node, "a path item")
        {
            let mut referred = self.find(reader, members, &target.pointer);
            // What the path item says itself, it does not take from another.
            referred.retain(|other| found.iter().all(|own| own.method != other.method));
            found.append(&mut referred);
            parts.insert(0, members);
        }
        let parameters = parts.into_iter().fold(Parameters::new(), |parameters, members| {
            operation::parameters(reader, parameters, members)
        });
        for found in found {
            self.claim_route(reader, path, &found);
            let Found { method, key, place } = found;
            let head = Head {
                method,
                span: key,
                path: path.clone(),
                parameters: parameters.clone(),
            };
            self.operations.extend(operation::read(reader, head, place));
        }
    }

    /// The operations of a path item.
    fn find(&self, reader: &mut Reader<'a, '_>, item: &'a Members, pointer: &Pointer) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        let newer = self.version >= Version::V3_2;
        for (name, entry) in item {
            if METHODS.contains(&name.as_str()) || newer && name == "query" {
                let place = Place::member(pointer, name, &entry.value);
                found.push(Found {
                    method: name.to_ascii_uppercase(),
                    key: entry.key,
                    place,
                });
            } else if newer && name == "additionalOperations" {
                let pointer = pointer.push(name);
                found.extend(reader.object_member(item, name).map(|(method, entry)| Found {
                    method: method.clone(),
                    key: entry.key,
                    place: Place::member(&pointer, method, &entry.value),
                }));
            }
        }
        found
    }

    /// Reports an operation whose route another has. The names of a template's parameters do not tell routes apart.
    fn claim_route(&mut self, reader: &mut Reader<'a, '_>, path: &Located<String>, found: &Found<'a>) {
        let route = format!("{} {}", found.method, path.value);
        match self.routes.entry((found.method.clone(), anonymous(&path.value))) {
            MapEntry::Vacant(free) => {
                free.insert((found.key, route));
            }
            MapEntry::Occupied(taken) => {
                let (span, first) = taken.get();
                let message = format!("`{route}` is the same route as `{first}`");
                let diagnostic = Diagnostic::new(&catalogue::DUPLICATE_ROUTE, found.key, message);
                reader.report(diagnostic.label("the second").also(*span, "the first"));
            }
        }
    }
}

/// A path template without the names of its parameters: `/a/{}` for `/a/{x}`.
fn anonymous(template: &str) -> String {
    let mut anonymous = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, after)) = after.split_once('}') else {
            break;
        };
        anonymous.push_str(before);
        anonymous.push_str("{}");
        rest = after;
    }
    anonymous + rest
}
