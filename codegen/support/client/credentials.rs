//! Credentials: what the user gave, which scheme of the document it is for, and how a request carries it.

use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{AUTHORIZATION, COOKIE},
};
use reqwest::Url;

use super::super::{
    operation::{Carrier, Operation, Scheme},
    secret::Secret,
    text::Base64,
};

/// What the user gave.
pub(super) enum Given {
    /// A bearer token, for every scheme that is one.
    Bearer(Secret),
    /// User and password, for every scheme that asks for them.
    Basic(String, Secret),
    /// For the scheme of this name.
    Named(String, Secret),
}

/// What the client has for the schemes of the document.
pub(super) struct Credentials(Vec<Credential>);

struct Credential {
    scheme: &'static Scheme,
    place: Place,
    /// The texts that nobody may read.
    secrets: Vec<String>,
}

/// How a request carries it.
enum Place {
    Header(HeaderName, HeaderValue),
    /// `name=value`, encoded.
    Query(String),
    /// `name=value`.
    Cookie(HeaderValue),
}

impl Credentials {
    /// Finds the schemes of what was given. What is wrong goes to the problems.
    pub(super) fn new(schemes: &'static [&'static Scheme], given: &[Given], problems: &mut Vec<String>) -> Self {
        let mut all: Vec<Credential> = Vec::new();
        for given in given {
            let mut is_known = false;
            for &scheme in schemes.iter().filter(|scheme| given.is_for(scheme)) {
                is_known = true;
                match Credential::new(scheme, given) {
                    Ok(credential) => {
                        all.retain(|other| other.scheme != scheme);
                        all.push(credential);
                    }
                    Err(defect) => problems.push(format!("the credential for `{}` {defect}", scheme.name)),
                }
            }
            if !is_known {
                problems.push(given.unknown(schemes));
            }
        }
        Self(all)
    }

    /// Puts on a request what its operation asks for: the first alternative for which all is there. One with the call's
    /// own bearer token goes before others; none that asks for nothing is taken where there are credentials.
    pub(super) fn apply(&self, operation: &Operation, has_token: bool, headers: &mut HeaderMap, url: &mut Url) {
        let is_token = |scheme: &&Scheme| has_token && scheme.carrier == Carrier::Bearer;
        let is_there = |scheme: &&Scheme| is_token(scheme) || self.find(scheme).is_some();
        let mut complete =
            operation.security.iter().filter(|schemes| !schemes.is_empty() && schemes.iter().all(is_there));
        let with_token = complete.clone().find(|schemes| schemes.iter().any(is_token));
        let Some(schemes) = with_token.or_else(|| complete.next()) else { return };
        for credential in schemes.iter().filter(|scheme| !is_token(scheme)).filter_map(|scheme| self.find(scheme)) {
            credential.place.put(headers, url);
        }
    }

    /// The texts that nobody may read.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|credential| credential.secrets.iter().map(String::as_str))
    }

    fn find(&self, scheme: &Scheme) -> Option<&Credential> {
        self.0.iter().find(|credential| credential.scheme == scheme)
    }
}

impl Given {
    fn is_for(&self, scheme: &Scheme) -> bool {
        match self {
            Self::Bearer(_) => scheme.carrier == Carrier::Bearer,
            Self::Basic(..) => scheme.carrier == Carrier::Basic,
            Self::Named(name, _) => scheme.name == name,
        }
    }

    /// The text that a scheme carries.
    fn text(&self) -> String {
        match self {
            Self::Bearer(secret) | Self::Named(_, secret) => secret.expose().to_owned(),
            Self::Basic(user, password) => format!("{user}:{}", password.expose()),
        }
    }

    /// The password within the text of a `Basic` credential.
    fn password(&self, text: &str) -> Result<String, Defect> {
        let (user, password) = text.split_once(':').ok_or(NO_PAIR)?;
        match self {
            Self::Basic(given, _) if given != user => Err(NO_PAIR),
            // Encoded it could be sent, but it is never meant (RFC 7617).
            _ if text.contains(char::is_control) => Err(UNSENDABLE),
            _ => Ok(password.to_owned()),
        }
    }

    /// What is wrong where no scheme is meant.
    fn unknown(&self, schemes: &[&Scheme]) -> String {
        let known: Vec<String> = schemes.iter().map(|scheme| format!("`{}`", scheme.name)).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        match self {
            Self::Bearer(_) => format!("no security scheme takes a bearer token; the document has {known}"),
            Self::Basic(..) => format!("no security scheme takes a user and a password; the document has {known}"),
            Self::Named(name, _) => {
                format!("no security scheme is called `{}`; the document has {known}", name.escape_debug())
            }
        }
    }
}

/// What is wrong with a credential, as a sentence goes on.
type Defect = &'static str;

const EMPTY: Defect = "is empty";
const UNSENDABLE: Defect = "has characters that can't be sent: is there a line break at its end?";
const NO_PAIR: Defect = "must be `user:password`, and a user has no `:`";

impl Credential {
    fn new(scheme: &'static Scheme, given: &Given) -> Result<Self, Defect> {
        let text = given.text();
        let (mut secrets, place) = match scheme.carrier {
            _ if text.is_empty() => return Err(EMPTY),
            Carrier::Bearer => (vec![], Place::authorization(&format!("Bearer {text}"))?),
            Carrier::Basic => {
                let encoded = Base64::encode(&text).into_string();
                let place = Place::authorization(&format!("Basic {encoded}"))?;
                (vec![given.password(&text)?, encoded], place)
            }
            Carrier::Authorization(name) => (vec![], Place::authorization(&format!("{name} {text}"))?),
            Carrier::Header(name) => {
                let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| UNSENDABLE)?;
                (vec![], Place::Header(name, sensitive(&text).ok_or(UNSENDABLE)?))
            }
            Carrier::Query(name) => {
                let encoded = percent_encoded(&text);
                let place = Place::Query(format!("{}={encoded}", percent_encoded(name)));
                (vec![encoded], place)
            }
            Carrier::Cookie(_) if text.contains([';', ',', ' ', '"', '\\']) => return Err(UNSENDABLE),
            Carrier::Cookie(name) => (vec![], Place::Cookie(sensitive(&format!("{name}={text}")).ok_or(UNSENDABLE)?)),
        };
        secrets.push(text);
        Ok(Self { scheme, place, secrets })
    }
}

impl Place {
    fn authorization(value: &str) -> Result<Self, Defect> {
        Ok(Self::Header(AUTHORIZATION, sensitive(value).ok_or(UNSENDABLE)?))
    }

    fn put(&self, headers: &mut HeaderMap, url: &mut Url) {
        match self {
            Self::Header(name, value) => drop(headers.insert(name.clone(), value.clone())),
            Self::Query(pair) => {
                let query = url.query().map_or_else(|| pair.clone(), |others| format!("{others}&{pair}"));
                url.set_query(Some(&query));
            }
            Self::Cookie(pair) => put_cookie(headers, pair),
        }
    }
}

/// Cookies of a request stand in one header.
fn put_cookie(headers: &mut HeaderMap, pair: &HeaderValue) {
    let all = match headers.get(COOKIE) {
        Some(others) => HeaderValue::from_bytes(&[others.as_bytes(), b"; ", pair.as_bytes()].concat()),
        None => Ok(pair.clone()),
    };
    if let Ok(mut all) = all {
        all.set_sensitive(true);
        headers.insert(COOKIE, all);
    }
}

/// `Bearer` and a token, where it can be sent.
pub(super) fn bearer(token: &Secret) -> Option<HeaderValue> {
    if token.expose().is_empty() {
        return None;
    }
    sensitive(&format!("Bearer {}", token.expose()))
}

/// A header's value that shows nowhere, where the text can be one.
fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// A part of a query: all but the unreserved characters of RFC 3986 as `%XX`.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
