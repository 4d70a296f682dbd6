//! Problem documents (RFC 9457): what a client is told when something goes wrong.

use std::fmt::Write as _;

use http::StatusCode;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::super::{
    message::Response,
    violations::{Violation, Violations},
};
use super::error::response;

/// A problem document, as it is about to leave. It has no value of the request in it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Problem {
    /// A URI that says which kind of problem it is. `about:blank` says no more than the status does.
    pub problem_type: String,
    /// What the kind of problem is called.
    pub title: String,
    /// The status of the response.
    pub status: StatusCode,
    /// What went wrong this time.
    pub detail: Option<String>,
    /// A URI of this very problem.
    pub instance: Option<String>,
    /// What is wrong with the body of the request, place by place.
    pub errors: Vec<Fault>,
    /// Whether more is wrong than `errors` tells; then the document has a member `truncated`.
    pub truncated: bool,
    /// Other members of the document. One that is called like a member above is left out.
    pub members: serde_json::Map<String, serde_json::Value>,
}

/// What is wrong at one place of a request's body.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Fault {
    /// The place: a JSON Pointer as a URI fragment (RFC 6901, section 6), such as `#/skills/0/name`.
    pub pointer: String,
    /// The keyword of the schema that is broken, such as `minLength`; `syntax` where the body is no JSON.
    pub keyword: &'static str,
    /// What must be true.
    pub detail: String,
}

impl Problem {
    /// The members that are written from fields.
    const OWN: [&'static str; 7] = ["type", "title", "status", "detail", "instance", "errors", "truncated"];

    /// A problem that is no more than its status.
    pub fn new(status: StatusCode) -> Self {
        Self {
            problem_type: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or("Unknown Error").to_owned(),
            status,
            detail: None,
            instance: None,
            errors: Vec::new(),
            truncated: false,
            members: serde_json::Map::new(),
        }
    }

    /// A problem with what happened this time.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// A problem with one more member.
    pub fn member(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        self.members.insert(name.into(), value.into());
        self
    }

    /// What violations are to the client: 400 where the text is no JSON, else 422.
    pub(super) fn of_violations(violations: &Violations) -> Self {
        let is_syntax = violations.iter().any(|violation| violation.keyword == "syntax");
        let status = if is_syntax { StatusCode::BAD_REQUEST } else { StatusCode::UNPROCESSABLE_ENTITY };
        let mut problem = Self::new(status).detail(summary(violations));
        problem.errors = violations.iter().map(Fault::of).collect();
        problem.truncated = violations.is_truncated();
        problem
    }

    /// The response that carries it.
    pub(super) fn into_response(self) -> Response {
        let text = serde_json::to_vec(&self).unwrap_or_default();
        response(self.status, "application/problem+json", text)
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", &self.problem_type)?;
        map.serialize_entry("title", &self.title)?;
        map.serialize_entry("status", &self.status.as_u16())?;
        if let Some(detail) = &self.detail {
            map.serialize_entry("detail", detail)?;
        }
        if let Some(instance) = &self.instance {
            map.serialize_entry("instance", instance)?;
        }
        if !self.errors.is_empty() {
            map.serialize_entry("errors", &self.errors)?;
        }
        if self.truncated {
            map.serialize_entry("truncated", &true)?;
        }
        for (name, value) in self.members.iter().filter(|member| !Self::OWN.contains(&member.0.as_str())) {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Fault {
    fn of(violation: &Violation) -> Self {
        Self { pointer: fragment(&violation.pointer), keyword: violation.keyword, detail: violation.message.clone() }
    }
}

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("pointer", &self.pointer)?;
        map.serialize_entry("keyword", self.keyword)?;
        map.serialize_entry("detail", &self.detail)?;
        map.end()
    }
}

/// The first violations in a sentence, and how many more there are.
fn summary(violations: &Violations) -> String {
    const SHOWN: usize = 3;
    let all = violations.as_slice();
    let shown: Vec<String> = all.iter().take(SHOWN).map(Violation::to_string).collect();
    let mut summary = shown.join("; ");
    let more = all.len().saturating_sub(SHOWN);
    if violations.is_truncated() {
        summary.push_str("; and more");
    } else if more > 0 {
        // Writing to a string does not fail.
        let _ = write!(summary, "; and {more} more");
    }
    summary
}

/// A JSON Pointer as a URI fragment: what a fragment may not have is percent-encoded.
pub fn fragment(pointer: &str) -> String {
    let mut fragment = String::with_capacity(pointer.len() + 1);
    fragment.push('#');
    for byte in pointer.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => fragment.push(char::from(byte)),
            _ if b"/-._~!$&'()*+,;=:@?".contains(&byte) => fragment.push(char::from(byte)),
            _ => drop(write!(fragment, "%{byte:02X}")),
        }
    }
    fragment
}
