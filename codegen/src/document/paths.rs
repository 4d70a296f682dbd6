//! `paths`: path items, and the routes of their operations.

use std::collections::{HashMap, hash_map::Entry as MapEntry};

use super::{
    Loss, Operation, Version,
    operation::{self, Head, Parameters},
    reader::{Members, Reader, is_extension},
    reference::Place,
    swagger::{self, MediaTypes},
};
use crate::{
    diagnostic::{Diagnostic, catalogue},
    normalise::Located,
    source::{Location, Span},
};

/// The members of a path item that are operations.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// What was read of `paths` so far.
struct Paths<'a> {
    version: Version,
    /// What Swagger 2.0 has for bodies that don't say their media types; none for OpenAPI.
    swagger: Option<MediaTypes>,
    operations: Vec<Operation<'a>>,
    /// Every route: its method, its template without the parameters' names, and where it was declared first.
    routes: HashMap<(String, String), (Span, String)>,
}

/// Every operation of `paths`, in declared order.
pub(super) fn read<'a>(reader: &mut Reader<'a, '_>, document: &'a Members, version: Version) -> Vec<Operation<'a>> {
    let swagger = (version == Version::V2_0).then(|| swagger::media_types(reader, document, &MediaTypes::default()));
    let mut paths = Paths { version, swagger, operations: Vec::new(), routes: HashMap::new() };
    reader.take_failure();
    let (root, declared) = reader.object_member(document, "paths", &Location::root());
    lose(reader, root.to_string(), "paths");
    for (template, entry) in declared {
        if is_extension(template) {
            continue;
        }
        if !template.starts_with('/') {
            let message = format!("the path `{template}` does not begin with `/`");
            let diagnostic = Diagnostic::new(&catalogue::WRONG_KIND, entry.key, message);
            reader.report(diagnostic.help(format!("write `/{template}`")));
        }
        let place = Place::member(&root, template, &entry.value);
        let path = Located { value: template.clone(), span: entry.key };
        paths.path_item(reader, &path, place);
    }
    paths.operations
}

/// `webhooks`, or the `callbacks` of an operation: requests that the API makes.
pub(super) fn leave_out_calls<'a>(reader: &mut Reader<'a, '_>, members: &'a Members, name: &str, at: &Location) {
    let (location, declared) = reader.optional(|reader| reader.object_member(members, name, at));
    for (call, entry) in declared.filter(|(call, _)| !is_extension(call)) {
        reader.leave_out(entry.key, &location.push(call), name.trim_end_matches('s'));
    }
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
        let item = place.location.to_string();
        reader.take_failure();
        let Some(own) = reader.object(place.node, "a path item") else {
            return lose(reader, item, "path item");
        };
        let mut found = self.find(reader, own, &place.location);
        let mut parts = vec![(own, place.location.clone())];
        if own.contains_key("$ref")
            && let Some(target) = reader.follow(place)
            && let Some(members) = reader.object(target.node, "a path item")
        {
            let mut referred = self.find(reader, members, &target.location);
            // What the path item says itself, it does not take from another.
            referred.retain(|other| found.iter().all(|own| own.method != other.method));
            found.append(&mut referred);
            parts.insert(0, (members, target.location));
        }
        lose(reader, item, "path item");
        let parameters = parts
            .into_iter()
            .fold(Parameters::new(), |known, (members, at)| operation::parameters(reader, known, members, &at));
        let unreadable = reader.take_failure();
        for found in found {
            if !self.claim_route(reader, path, &found) {
                continue;
            }
            let Found { method, key, place } = found;
            let (path, parameters, swagger) = (path.clone(), parameters.clone(), self.swagger.clone());
            let unreadable = unreadable.clone();
            let head = Head { method, span: key, path, parameters, swagger, unreadable };
            let pointer = place.location.to_string();
            match operation::read(reader, head, place) {
                Some(operation) => self.operations.push(operation),
                None => lose(reader, pointer, "operation"),
            }
        }
    }

    /// The operations of a path item.
    fn find(&self, reader: &mut Reader<'a, '_>, item: &'a Members, location: &Location) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        let newer = self.version >= Version::V3_2;
        for (name, entry) in item {
            if METHODS.contains(&name.as_str()) || newer && name == "query" {
                let place = Place::member(location, name, &entry.value);
                found.push(Found { method: name.to_ascii_uppercase(), key: entry.key, place });
            } else if newer && name == "additionalOperations" {
                let (location, others) = reader.object_member(item, name, location);
                found.extend(others.map(|(method, entry)| Found {
                    method: method.clone(),
                    key: entry.key,
                    place: Place::member(&location, method, &entry.value),
                }));
            }
        }
        found
    }

    /// Whether an operation's route is its own; reported where another has it. The names of a template's parameters do
    /// not tell routes apart.
    fn claim_route(&mut self, reader: &mut Reader<'a, '_>, path: &Located<String>, found: &Found<'a>) -> bool {
        let route = format!("{} {}", found.method, path.value);
        match self.routes.entry((found.method.clone(), anonymous(&path.value))) {
            MapEntry::Vacant(free) => {
                free.insert((found.key, route));
                true
            }
            MapEntry::Occupied(taken) => {
                let (span, first) = taken.get();
                let message = format!("`{route}` is the same route as `{first}`");
                let diagnostic = Diagnostic::new(&catalogue::DUPLICATE_ROUTE, found.key, message);
                reader.take_failure();
                reader.fail(diagnostic.label("the second").also(*span, "the first"));
                lose(reader, found.place.location.to_string(), "operation");
                false
            }
        }
    }
}

/// Notes that something is left out, where something of it could not be read.
fn lose(reader: &mut Reader<'_, '_>, pointer: String, what: &str) {
    if let Some(why) = reader.take_failure() {
        reader.losses.push(Loss { pointer, what: what.to_owned(), became: "left out", why });
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::Diagnostics,
        document::{
            self,
            testing::{expect, yaml},
        },
    };

    /// A document of some paths.
    fn document(version: &str, rest: &str) -> String {
        format!("openapi: {version}\ninfo: {{title: T, version: '1'}}\n{rest}")
    }

    fn defects(rest: &str, expected: &[&str]) {
        expect(&document("3.1.0", rest), expected, |root, diagnostics| {
            document::read(root, diagnostics);
        });
    }

    /// Every operation of a document without defects, as its method, path and pointer.
    fn operations(version: &str, rest: &str) -> Vec<String> {
        let root = yaml(&document(version, rest));
        let mut diagnostics = Diagnostics::default();
        let document = document::read(&root, &mut diagnostics).unwrap();
        assert_eq!(diagnostics, Diagnostics::default());
        let operations = document.operations.iter();
        operations
            .map(|operation| format!("{} {} {}", operation.method, operation.path.value, operation.pointer))
            .collect()
    }

    #[test]
    fn operations_are_read_in_declared_order() {
        let paths = "
paths:
  x-note: not a path
  /b/{id}: {summary: B, post: {}, get: {}, x-get: {}}
  /a: {trace: {}}
";
        assert_eq!(
            operations("3.0.3", paths),
            [
                "POST /b/{id} #/paths/~1b~1%7Bid%7D/post",
                "GET /b/{id} #/paths/~1b~1%7Bid%7D/get",
                "TRACE /a #/paths/~1a/trace",
            ]
        );
    }

    #[test]
    fn methods_of_3_2_are_read_in_3_2_only() {
        let paths = "paths: {/a: {query: {}, additionalOperations: {COPY: {}}}}";
        let found = ["QUERY /a #/paths/~1a/query", "COPY /a #/paths/~1a/additionalOperations/COPY"];
        assert_eq!(operations("3.2.0", paths), found);
        assert!(operations("3.1.0", paths).is_empty());
    }

    #[test]
    fn a_path_item_may_refer_to_another_and_say_more() {
        let rest = "
paths:
  /a: {$ref: '#/components/pathItems/shared', get: {operationId: own}}
  /b: {$ref: '#/paths/~1a'}
components:
  pathItems: {shared: {get: {}, put: {}}}
";
        assert_eq!(
            operations("3.1.0", rest),
            [
                "GET /a #/paths/~1a/get",
                "PUT /a #/components/pathItems/shared/put",
                // By the last reference of the chain alone: what stands beside one on the way does not count.
                "GET /b #/components/pathItems/shared/get",
                "PUT /b #/components/pathItems/shared/put",
            ]
        );
    }

    #[test]
    fn templates_that_differ_in_names_only_are_one_route() {
        defects(
            "
paths:
  /a/{x}: {>>>get<<<: {}, put: {}}
  /a/{y}: {>>>get<<<: {}, post: {}}
  /a/{x}/: {get: {}}
  /a/x: {get: {}}
  /a/{x}.json: {get: {}}
",
            &["R0301 `GET /a/{y}` is the same route as `GET /a/{x}`"],
        );
    }

    #[test]
    fn parameters_of_a_template_have_no_names() {
        assert_eq!(anonymous("/a/{x}/b/{y}.{z}"), "/a/{}/b/{}.{}");
        assert_eq!(anonymous("/a/{x"), "/a/{x");
        assert_eq!(anonymous("/"), "/");
    }

    #[test]
    fn what_is_wrong_is_reported_at_its_place() {
        defects(
            "
paths:
  >>>a<<<: {get: {}}
  /b: >>>get<<<
  /c: {get: >>>null<<<}
  /d: {$ref: >>>'#/paths/~1e'<<<}
  /f: {$ref: >>>other.yaml#/paths/f<<<}
  /g: {get: {$ref: >>>g.yaml<<<}}
",
            &[
                "R0105 the path `a` does not begin with `/`",
                "R0105 a path item must be an object, but is a string",
                "R0105 an operation must be an object, but is null",
                "R0201 `#/paths/~1e` leads nowhere",
                "R0205 `other.yaml#/paths/f` leads to a file that can't be read",
                "R0205 `g.yaml` leads to a file that can't be read",
            ],
        );
    }

    #[test]
    fn a_circle_of_path_items_is_reported() {
        defects(
            "
paths:
  /a: >>>{$ref: '#/paths/~1b'}<<<
  /b: >>>{$ref: '#/paths/~1a'}<<<
",
            &[
                "R0202 the references from here never lead to anything but a reference",
                "R0202 the references from here never lead to anything but a reference",
            ],
        );
    }
}
