//! `security` and `components.securitySchemes`: which credentials there are, and which of them a request needs.

use indexmap::IndexMap;

use super::{
    Operation, Security, SecurityKind, SecurityScheme,
    reader::{Members, Reader},
    reference::Place,
};
use crate::{
    diagnostic::{Diagnostic, catalogue, nearest::Nearest},
    normalise::Located,
    source::{Entry, Location},
};

/// The schemes of a document, by name.
pub(super) type Schemes = IndexMap<String, SecurityScheme>;

/// The schemes that are declared.
#[derive(Default)]
pub(super) struct Declared<'a> {
    pub(super) schemes: Schemes,
    /// The names of all, faulty ones included.
    names: Vec<&'a str>,
}

/// `securitySchemes` or `securityDefinitions`.
pub(super) fn schemes<'a>(reader: &mut Reader<'a, '_>, parent: &'a Members, name: &str, at: &Location) -> Declared<'a> {
    let mut found = Declared::default();
    let (location, declared) = reader.object_member(parent, name, at);
    for (name, entry) in declared {
        found.names.push(name);
        if let Some(scheme) = scheme(reader, location.push(name), entry) {
            found.schemes.insert(name.clone(), scheme);
        }
    }
    found
}

fn scheme<'a>(reader: &mut Reader<'a, '_>, location: Location, entry: &'a Entry) -> Option<SecurityScheme> {
    let place = reader.follow(Place { node: &entry.value, location: location.clone() })?;
    let members = reader.object(place.node, "a security scheme")?;
    let kind = kind(reader, members, &place)?;
    let description = reader.text_member(members, "description").map(|text| text.value);
    Some(SecurityScheme { span: entry.key, location, description, kind })
}

/// The kind of a scheme, by `type` and what goes with it.
fn kind<'a>(reader: &mut Reader<'a, '_>, members: &'a Members, place: &Place<'a>) -> Option<SecurityKind> {
    let what = "a security scheme";
    let kind = reader.required_text(members, "type", place.node.span, what)?;
    match kind.value.as_str() {
        "http" => {
            let scheme = reader.required_text(members, "scheme", place.node.span, what)?;
            Some(SecurityKind::Http(scheme.value.to_ascii_lowercase()))
        }
        "apiKey" => {
            let name = reader.required_text(members, "name", place.node.span, what)?.value;
            let location = reader.required_text(members, "in", place.node.span, what)?;
            match location.value.as_str() {
                "header" => Some(SecurityKind::Header(name)),
                "query" => Some(SecurityKind::Query(name)),
                "cookie" => Some(SecurityKind::Cookie(name)),
                _ => unknown(reader, &location, "`in`", "`header`, `query` or `cookie`"),
            }
        }
        // What Swagger 2.0 calls it.
        "basic" => Some(SecurityKind::Http(kind.value)),
        "oauth2" | "openIdConnect" => Some(SecurityKind::Token),
        "mutualTLS" => Some(SecurityKind::MutualTls),
        _ => unknown(reader, &kind, "`type`", "`http`, `apiKey`, `oauth2`, `openIdConnect` or `mutualTLS`"),
    }
}

/// Reports a value that is none of those that a member may have.
fn unknown<T>(reader: &mut Reader<'_, '_>, found: &Located<String>, what: &str, wanted: &str) -> Option<T> {
    let message = format!("{what} must be one of {wanted}, but is `{}`", found.value.escape_debug());
    reader.report(Diagnostic::new(&catalogue::WRONG_KIND, found.span, message));
    None
}

/// `security` of a document or of an operation; `None` where it is not there.
pub(super) fn requirements<'a>(reader: &mut Reader<'a, '_>, members: &'a Members) -> Option<Security> {
    members.get("security")?;
    let mut alternatives = Security::new();
    for node in reader.array_member(members, "security") {
        if let Some(members) = reader.object(node, "a security requirement") {
            let names = members.iter().map(|(name, entry)| Located { value: name.clone(), span: entry.key });
            alternatives.push(names.collect());
        }
    }
    Some(alternatives)
}

/// Reports requirements that name none of the schemes that are declared, and keeps operations from being called and
/// served whose schemes can't be read: what a scheme guards must not be open.
pub(super) fn check(
    reader: &mut Reader<'_, '_>,
    declared: &Declared<'_>,
    container: &str,
    security: &Security,
    operations: &mut [Operation<'_>],
) {
    let mut nearest = Nearest::default();
    let names = |security: &Security| security.iter().flatten().cloned().collect::<Vec<_>>();
    let own: Vec<_> = operations.iter().filter_map(|it| it.security.as_ref()).flat_map(names).collect();
    for name in own.into_iter().chain(names(security)) {
        if declared.names.contains(&name.value.as_str()) {
            continue;
        }
        let message = format!("there is no security scheme `{}`", name.value.escape_debug());
        let diagnostic = Diagnostic::new(&catalogue::MISSING_REFERENCE, name.span, message);
        let label = match nearest.find(&name.value, declared.names.iter().copied()) {
            Some(near) => format!("not in `{container}`; did you mean `{near}`?"),
            None => format!("not in `{container}`"),
        };
        reader.report(diagnostic.label(label));
    }
    for operation in operations {
        let faulty = operation.security.iter().flatten().flatten().find(|it| !declared.schemes.contains_key(&it.value));
        let why = faulty.map(|name| format!("its security scheme `{}` can't be read", name.value.escape_debug()));
        operation.unreadable = operation.unreadable.take().or(why);
    }
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

    const HEAD: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";

    #[test]
    fn schemes_are_read_with_their_kinds() {
        let text = format!(
            "{HEAD}
components:
  securitySchemes:
    token: {{type: http, scheme: Bearer, description: From the console.}}
    key: {{type: apiKey, in: query, name: k}}
    session: {{type: apiKey, in: cookie, name: sid}}
    custom: {{type: apiKey, in: header, name: X-Key}}
    login: {{type: oauth2, flows: {{}}}}
    id: {{type: openIdConnect, openIdConnectUrl: 'https://a.example'}}
    peer: {{type: mutualTLS}}
"
        );
        let root = yaml(&text);
        let document = document::read(&root, &mut Diagnostics::default()).unwrap();
        let kinds: Vec<_> = document.security_schemes.values().map(|scheme| scheme.kind.clone()).collect();
        let expected = [
            SecurityKind::Http("bearer".to_owned()),
            SecurityKind::Query("k".to_owned()),
            SecurityKind::Cookie("sid".to_owned()),
            SecurityKind::Header("X-Key".to_owned()),
            SecurityKind::Token,
            SecurityKind::Token,
            SecurityKind::MutualTls,
        ];
        assert_eq!(kinds, expected);
        assert_eq!(document.security_schemes["token"].description.as_deref(), Some("From the console."));
    }

    #[test]
    fn an_operation_says_its_own_security_or_has_the_documents() {
        let text = format!(
            "{HEAD}
security: [{{a: [], b: []}}, {{}}]
paths:
  /x: {{get: {{}}, put: {{security: []}}, post: {{security: [{{b: []}}]}}}}
components: {{securitySchemes: {{a: {{type: mutualTLS}}, b: {{type: oauth2}}}}}}
"
        );
        let root = yaml(&text);
        let document = document::read(&root, &mut Diagnostics::default()).unwrap();
        let names = |operation: &Operation<'_>| -> Vec<Vec<String>> {
            let security = operation.security.clone().unwrap();
            security.iter().map(|needed| needed.iter().map(|name| name.value.clone()).collect()).collect()
        };
        let all: Vec<_> = document.operations.iter().map(names).collect();
        let both = vec![vec!["a".to_owned(), "b".to_owned()], Vec::new()];
        assert_eq!(all, [both, Vec::new(), vec![vec!["b".to_owned()]]]);
    }

    #[test]
    fn what_is_wrong_is_reported_at_its_place() {
        let text = format!(
            "{HEAD}
security: [{{>>>tokn<<<: []}}, {{key: []}}, >>>x<<<]
paths: {{/x: {{get: {{security: [{{>>>tokn<<<: []}}]}}}}}}
components:
  securitySchemes:
    token: {{type: http, scheme: basic}}
    key: {{type: >>>apikey<<<}}
    other: {{type: apiKey, name: k, in: >>>body<<<}}
    none: >>>{{}}<<<
    some: >>>{{type: http}}<<<
"
        );
        let expected = [
            "R0105 `type` must be one of `http`, `apiKey`, `oauth2`, `openIdConnect` or `mutualTLS`, but is `apikey`",
            "R0105 `in` must be one of `header`, `query` or `cookie`, but is `body`",
            "R0104 a security scheme has no `type`",
            "R0104 a security scheme has no `scheme`",
            "R0105 a security requirement must be an object, but is a string",
            "R0201 there is no security scheme `tokn`",
            "R0201 there is no security scheme `tokn`",
        ];
        expect(&text, &expected, |root, diagnostics| {
            document::read(root, diagnostics);
        });
    }
}
