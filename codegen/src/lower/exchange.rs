//! How operations are called and served: security, the answer, failures. What client and server can't express is left
//! out of them as a whole, and noted: half an operation would drop in silence what a request must have.

use indexmap::IndexMap;

use crate::{
    diagnostic::{Diagnostic, catalogue},
    document::{self, Document, SecurityKind, SecurityScheme},
    ir::{Body, Carrier, Exchange, LedgerLine, Response, Scheme},
    names::{Scope, Usage, Words},
};

use super::Lower;

/// The security schemes that operations have named so far, by what the document calls them.
pub(super) struct Schemes<'a> {
    declared: &'a IndexMap<String, SecurityScheme>,
    named: Vec<Scheme>,
    statics: Scope,
}

impl<'a> Schemes<'a> {
    /// The schemes of a document, of which none was named yet.
    pub(super) fn new(document: &'a Document<'_>) -> Self {
        let mut statics = Scope::new();
        // What is known of an operation, beside which they are named.
        statics.reserve("OPERATION", Usage::Static);
        Self { declared: &document.security_schemes, named: Vec::new(), statics }
    }

    /// The schemes that were named.
    pub(super) fn into_named(self) -> Vec<Scheme> {
        self.named
    }

    /// The index of a scheme that a request carries.
    fn index(&mut self, id: &str, carrier: Carrier) -> usize {
        self.named.iter().position(|scheme| scheme.id == id).unwrap_or_else(|| {
            let description = self.declared.get(id).and_then(|scheme| scheme.description.clone());
            let name = self.statics.claim(&Words::of(id), Usage::Static).ident;
            self.named.push(Scheme { name, id: id.to_owned(), description, carrier });
            self.named.len() - 1
        })
    }
}

impl Lower<'_> {
    /// How an operation is called and served; `None`, with a note, where it can't be.
    pub(super) fn exchange(
        &mut self,
        operation: &document::Operation<'_>,
        request: Option<&Body>,
        responses: &[Response],
        schemes: &mut Schemes<'_>,
    ) -> Option<Exchange> {
        let answer = answer(operation, responses);
        match (obstacle(operation, request), answer) {
            (None, Ok((status, answer))) => Some(Exchange {
                security: self.security(operation, schemes),
                path: encoded(&operation.path.value),
                status,
                answer,
                failures: failures(responses),
            }),
            (Some(why), _) | (None, Err(why)) => {
                self.leave_out(operation, &why);
                None
            }
        }
    }

    fn leave_out(&mut self, operation: &document::Operation<'_>, why: &str) {
        let place = operation.id.as_ref().map_or(operation.span, |id| id.span);
        let route = format!("{} {}", operation.method, operation.path.value.escape_debug());
        let message = format!("`{route}` has no method: {why}");
        self.diagnostics.push(Diagnostic::new(&catalogue::UNSUPPORTED_OPERATION, place, message));
        self.ledger.push(LedgerLine {
            pointer: operation.pointer.clone(),
            what: "operation".to_owned(),
            became: "no method of client and server".to_owned(),
            why: why.to_owned(),
        });
    }

    /// The alternatives of schemes that a request of an operation may bring.
    fn security(&mut self, operation: &document::Operation<'_>, schemes: &mut Schemes<'_>) -> Vec<Vec<usize>> {
        let alternatives = operation.security.iter().flatten();
        alternatives
            .map(|needed| {
                let ids = needed.iter().filter_map(|name| {
                    let scheme = schemes.declared.get(&name.value)?;
                    match carrier(&scheme.kind) {
                        Some(carrier) => Some(schemes.index(&name.value, carrier)),
                        None => {
                            self.leave_to_the_connection(&name.value, scheme);
                            None
                        }
                    }
                });
                ids.collect()
            })
            .collect()
    }

    /// Notes a scheme of which no request carries anything, once.
    fn leave_to_the_connection(&mut self, id: &str, scheme: &SecurityScheme) {
        let pointer = scheme.location.to_string();
        if self.ledger.iter().any(|line| line.pointer == pointer) {
            return;
        }
        let message = format!("`{}` is a matter of the connection", id.escape_debug());
        self.diagnostics.push(Diagnostic::new(&catalogue::UNCHECKED_SECURITY, scheme.span, message));
        self.ledger.push(LedgerLine {
            pointer,
            what: "mutualTLS".to_owned(),
            became: "not checked".to_owned(),
            why: "it is a matter of the connection, which is made elsewhere".to_owned(),
        });
    }
}

/// Where requests carry the credentials of a kind; `None` where it is the connection that does.
fn carrier(kind: &SecurityKind) -> Option<Carrier> {
    match kind {
        SecurityKind::Http(scheme) if scheme == "bearer" => Some(Carrier::Bearer),
        SecurityKind::Http(scheme) if scheme == "basic" => Some(Carrier::Basic),
        SecurityKind::Http(scheme) => Some(Carrier::Authorization(scheme.clone())),
        SecurityKind::Header(name) => Some(Carrier::Header(name.to_ascii_lowercase())),
        SecurityKind::Query(name) => Some(Carrier::Query(name.clone())),
        SecurityKind::Cookie(name) => Some(Carrier::Cookie(name.clone())),
        SecurityKind::Token => Some(Carrier::Bearer),
        SecurityKind::MutualTls => None,
    }
}

/// What of a request can't be expressed.
fn obstacle(operation: &document::Operation<'_>, request: Option<&Body>) -> Option<String> {
    const METHODS: [&str; 8] = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];
    let path = &operation.path.value;
    let content = operation.request.as_ref().map(|request| &request.content[..]).unwrap_or_default();
    if let Some(why) = &operation.unreadable {
        Some(why.clone())
    } else if !METHODS.contains(&operation.method.as_str()) {
        Some("its method is not supported yet".to_owned())
    } else if !operation.parameters.is_empty() || path.contains(['{', '}']) {
        Some("parameters are not supported yet".to_owned())
    } else if !path.starts_with('/') || path.contains(['?', '#']) {
        Some("its path is not that of a URI".to_owned())
    } else if request.is_none() && !content.is_empty() {
        Some(format!("a request of type {} is not supported yet", types(content)))
    } else {
        None
    }
}

/// The content types of a body, for people.
fn types(content: &[document::MediaType<'_>]) -> String {
    let names: Vec<String> = content.iter().map(|media| format!("`{}`", media.name.value.escape_debug())).collect();
    names.join(", ")
}

/// The status of the answer where all is well, and which of the responses tells its body.
fn answer(operation: &document::Operation<'_>, responses: &[Response]) -> Result<(u16, Option<usize>), String> {
    let is_success = |status: &str| status.starts_with('2');
    let mut found: Vec<usize> = (0..responses.len()).filter(|&index| is_success(&responses[index].status)).collect();
    if found.is_empty() {
        found = (0..responses.len()).filter(|&index| responses[index].status == "default").collect();
    }
    let Some(&first) = found.first() else {
        return match responses.is_empty() {
            true => Ok((204, None)),
            false => Err("it has no response of success".to_owned()),
        };
    };
    for &index in &found {
        let content = &operation.responses[index].content;
        if !content.is_empty() && responses[index].body.is_none() {
            return Err(format!("a response of type {} is not supported yet", types(content)));
        }
    }
    let shape = |index: usize| responses[index].body.as_ref().map(|body| &body.shape);
    if found.iter().any(|&index| shape(index) != shape(first)) {
        return Err("responses of success that differ are not supported yet".to_owned());
    }
    let status = found.iter().find_map(|&index| responses[index].status.parse().ok()).unwrap_or(200);
    let is_empty = matches!(status, 204 | 205) || operation.method == "HEAD";
    Ok((status, shape(first).filter(|_| !is_empty).map(|_| first)))
}

/// The responses that tell of failures by a body, the most specific first.
fn failures(responses: &[Response]) -> Vec<(u16, u16, usize)> {
    let described = responses.iter().enumerate().filter(|(_, response)| response.body.is_some());
    let mut failures: Vec<(u16, u16, usize)> = described
        .filter_map(|(index, response)| match response.status.as_bytes() {
            b"default" => Some((100, 999, index)),
            [hundreds @ b'3'..=b'5', b'X' | b'x', b'X' | b'x'] => {
                let first = u16::from(hundreds - b'0') * 100;
                Some((first, first + 99, index))
            }
            _ => {
                let status = response.status.parse().ok().filter(|status| (300..=599).contains(status))?;
                Some((status, status, index))
            }
        })
        .collect();
    failures.sort_by_key(|(first, last, _)| last - first);
    failures
}

/// A path as that of a URI: what may not stand in one is percent-encoded, what is encoded already stays.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for (at, byte) in path.bytes().enumerate() {
        let is_escape = byte == b'%'
            && path.as_bytes().get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'='
            | b':' | b'@' | b'/' => out.push(char::from(byte)),
            b'%' if is_escape => out.push('%'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_those_of_uris() {
        assert_eq!(encoded("/a/b-c_d.e~f"), "/a/b-c_d.e~f");
        assert_eq!(encoded("/a b/ü/\"<>"), "/a%20b/%C3%BC/%22%3C%3E");
        assert_eq!(encoded("/100%/%41/%4"), "/100%25/%41/%254");
    }

    #[test]
    fn failures_are_the_most_specific_first() {
        let response = |status: &str| Response {
            status: status.to_owned(),
            description: None,
            body: Some(Body { content_type: String::new(), shape: crate::ir::Shape::Any, required: true }),
        };
        let all = ["default", "4XX", "200", "404", "2XX", "teapot", "999"].map(response);
        assert_eq!(failures(&all), [(404, 404, 3), (400, 499, 1), (100, 999, 0)]);
    }
}
