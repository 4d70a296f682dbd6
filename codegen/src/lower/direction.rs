//! `readOnly` and `writeOnly`: which way a member goes, and where a type may not count on it.
//!
//! `required` of a member that goes one way holds that way only (OpenAPI: "required takes effect on the response only").
//! A type is one for both ways, so a `readOnly` member is optional in a type that requests reach, a `writeOnly` one in a
//! type that responses reach. A type that only the member's own way reaches, or no operation, is as declared.

use std::collections::HashSet;

use crate::{
    ir::{Api, Body, Direction, Member, Role, Struct, TypeKind},
    normalise::{SchemaId, Schemas},
};

use super::{reach, structs::MANY};

/// Which way the value of schemas that all apply goes: what one of them says, or what it refers to. A value that is said
/// to go neither way is taken to go both.
pub fn of(schemas: &Schemas, ids: &[SchemaId]) -> Option<Direction> {
    let (mut open, mut seen) = (ids.to_vec(), HashSet::new());
    let (mut read_only, mut write_only) = (false, false);
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            let schema = schemas.get(id);
            read_only |= schema.read_only;
            write_only |= schema.write_only;
            open.extend(schema.reference.iter().map(|reference| reference.value).chain(schema.all_of.iter().copied()));
        }
    }
    match (read_only, write_only) {
        (true, false) => Some(Direction::Response),
        (false, true) => Some(Direction::Request),
        _ => None,
    }
}

/// Makes members optional in the types that are used the other way. A tag stays: it selects the arm both ways.
pub fn apply(api: &mut Api) {
    let in_requests = reached(api, Direction::Request);
    let in_responses = reached(api, Direction::Response);
    for ((ty, in_requests), in_responses) in api.types.iter_mut().zip(in_requests).zip(in_responses) {
        if let TypeKind::Struct(of) = &mut ty.kind {
            relax(of, in_requests, in_responses);
        }
    }
}

/// Whether each type is reached by the bodies of requests, or by those of responses.
fn reached(api: &Api, direction: Direction) -> Vec<bool> {
    let mut open = Vec::new();
    for operation in &api.operations {
        let mut add = |body: Option<&Body>| {
            if let Some(body) = body {
                reach::targets(api, &body.shape, &mut open);
            }
        };
        match direction {
            Direction::Request => add(operation.request.as_ref()),
            Direction::Response => operation.responses.iter().for_each(|response| add(response.body.as_ref())),
        }
    }
    let mut reached = vec![false; reach::nodes(api)];
    while let Some(index) = open.pop() {
        if !std::mem::replace(&mut reached[index], true) {
            reach::each_target(api, index, &mut open);
        }
    }
    reached
}

fn relax(of: &mut Struct, in_requests: bool, in_responses: bool) {
    let is_field = |member: &Member| matches!(member.role, Role::Field { .. });
    for member in of.members.iter_mut().filter(|member| is_field(member)) {
        let may_be_absent = match member.direction {
            Some(Direction::Response) => in_requests,
            Some(Direction::Request) => in_responses,
            None => false,
        };
        member.required &= !may_be_absent;
    }
    if of.members.iter().filter(|member| member.required && is_field(member)).count() < MANY {
        of.required = None;
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        diagnostic::Diagnostics,
        document::{self, testing::yaml},
        ir::{Api, Direction, Dispatch, TypeKind},
        lower::lower,
        normalise::normalise,
        options::Options,
    };

    /// The IR of a document with one operation, by the components that its request and its response are, and components.
    fn api(request: &str, response: &str, components: &str) -> Api {
        let body = |name: &str| match name {
            "" => "{}".to_owned(),
            name => format!("{{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}"),
        };
        let (request, response) = (body(request), body(response));
        let text = format!(
            "{{openapi: 3.1.0, info: {{title: T, version: '1'}}, paths: {{/a: {{post: \
             {{requestBody: {{content: {request}}}, responses: {{200: {{content: {response}}}}}}}}}}}, \
             components: {{schemas: {{{components}}}}}}}"
        );
        let root = yaml(&text);
        let (options, mut diagnostics) = (Options::default(), Diagnostics::default());
        let document = document::read::read(&root, &mut diagnostics).unwrap();
        let mut schemas = normalise(&document, &options, &mut diagnostics);
        lower(&document, &mut schemas, &options, &mut diagnostics)
    }

    /// The members of one type of it: `?` for those that are optional, and which way they go.
    fn members(request: &str, response: &str, components: &str, wanted: &str) -> String {
        let api = api(request, response, components);
        let ty = api.types.iter().find(|ty| ty.name.as_str() == wanted).unwrap();
        let TypeKind::Struct(of) = &ty.kind else { panic!("{:?}", ty.kind) };
        let members = of.members.iter().map(|member| {
            let way = match member.direction {
                Some(Direction::Request) => ">",
                Some(Direction::Response) => "<",
                None => "",
            };
            format!("{}{}{way}", member.name, if member.required { "" } else { "?" })
        });
        members.collect::<Vec<_>>().join(" ")
    }

    const BOTH_WAYS: &str = "A: {type: object, required: [r, w, p], properties: \
        {r: {type: string, readOnly: true}, w: {type: string, writeOnly: true}, p: {type: string}}}";

    #[test]
    fn a_member_is_required_where_only_its_own_way_leads() {
        assert_eq!(members("", "", BOTH_WAYS, "A"), "r< w> p");
        assert_eq!(members("A", "", BOTH_WAYS, "A"), "r?< w> p");
        assert_eq!(members("", "A", BOTH_WAYS, "A"), "r< w?> p");
        assert_eq!(members("A", "A", BOTH_WAYS, "A"), "r?< w?> p");
    }

    #[test]
    fn a_type_is_reached_through_others_and_is_not_its_base() {
        let wrapped = format!("{BOTH_WAYS}, L: {{type: array, items: {{$ref: '#/components/schemas/A'}}}}");
        assert_eq!(members("L", "", &wrapped, "A"), "r?< w> p");
        let base = format!("{BOTH_WAYS}, C: {{allOf: [{{$ref: '#/components/schemas/A'}}, {{required: [p]}}]}}");
        assert_eq!(members("C", "A", &base, "C"), "r?< w> p");
        assert_eq!(members("C", "A", &base, "A"), "r< w?> p");
    }

    #[test]
    fn the_flag_may_stand_where_the_member_leads() {
        let led = |member: &str| {
            let all = format!(
                "I: {{type: string, readOnly: true}}, S: {{type: string}}, \
                 A: {{type: object, required: [r], properties: {{r: {member}}}}}"
            );
            members("A", "", &all, "A")
        };
        assert_eq!(led("{$ref: '#/components/schemas/I'}"), "r?<");
        assert_eq!(led("{allOf: [{$ref: '#/components/schemas/I'}], description: d}"), "r?<");
        assert_eq!(led("{$ref: '#/components/schemas/S', readOnly: true}"), "r?<");
        assert_eq!(led("{allOf: [{$ref: '#/components/schemas/S'}, {readOnly: true}]}"), "r?<");
        assert_eq!(led("{oneOf: [{$ref: '#/components/schemas/I'}, {type: integer}]}"), "r");
        assert_eq!(led("{type: string, readOnly: true, writeOnly: true}"), "r");
    }

    #[test]
    fn a_tag_selects_both_ways() {
        let arm = |name: &str| {
            format!("{name}: {{type: object, required: [t], properties: {{t: {{const: {name}, readOnly: true}}}}}}")
        };
        let arms = "oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]";
        assert_eq!(members("U", "", &format!("{}, {}, U: {{{arms}}}", arm("B"), arm("C")), "B"), "t<");
    }

    #[test]
    fn no_arm_is_told_by_a_member_that_may_be_absent() {
        let arm = |name: &str, flag: &str| {
            format!("{name}: {{type: object, required: [{name}], properties: {{{name}: {{type: string{flag}}}}}}}")
        };
        let arms = "oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]";
        for (flag, by_member) in [("", true), (", readOnly: true", false), (", writeOnly: true", false)] {
            let api = api("", "", &format!("{}, {}, U: {{{arms}}}", arm("B", ""), arm("C", flag)));
            let TypeKind::Union(of) = &api.types[2].kind else { panic!("{:?}", api.types[2].kind) };
            assert_eq!(of.dispatch == Dispatch::Member, by_member, "{flag}");
        }
    }
}
