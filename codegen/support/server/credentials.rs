//! Credentials: how each kind is found in a request, and how a client is told which are needed.

use std::borrow::Cow;

use http::{
    HeaderMap, HeaderValue,
    header::{AUTHORIZATION, COOKIE},
    request::Parts,
};

use super::super::{
    operation::{Carrier, Scheme},
    secret::Secret,
    text::Base64,
};

/// Credentials that a request brought. Nothing but their form was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credential {
    /// What the document calls the security scheme.
    pub scheme: &'static str,
    /// The credentials.
    pub value: CredentialValue,
}

/// Credentials by the way in which a request carries them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialValue {
    /// The token of `Authorization: Bearer …`.
    Bearer(Secret),
    /// The user and the password of `Authorization: Basic …`.
    Basic {
        /// The user.
        user: String,
        /// The password.
        password: Secret,
    },
    /// What follows the scheme's name in `Authorization`.
    Authorization(Secret),
    /// A key in a header, in the query or in a cookie.
    ApiKey(Secret),
}

impl Credential {
    /// The credentials of a scheme, where a request has them.
    pub(super) fn of(scheme: &'static Scheme, parts: &Parts) -> Option<Self> {
        let text = find(scheme.carrier, parts)?;
        let value = match scheme.carrier {
            Carrier::Bearer => CredentialValue::Bearer(Secret::from(text.into_owned())),
            Carrier::Basic => user_and_password(&text)?,
            Carrier::Authorization(_) => CredentialValue::Authorization(Secret::from(text.into_owned())),
            Carrier::Header(_) | Carrier::Query(_) | Carrier::Cookie(_) => {
                CredentialValue::ApiKey(Secret::from(text.into_owned()))
            }
        };
        Some(Self { scheme: scheme.name, value })
    }
}

/// Whether a request has credentials of a scheme, in a form that can be read.
pub(super) fn is_present(scheme: &Scheme, parts: &Parts) -> bool {
    find(scheme.carrier, parts)
        .is_some_and(|text| scheme.carrier != Carrier::Basic || user_and_password(&text).is_some())
}

/// How a 401 asks for credentials. API keys have no challenge of their own in HTTP: theirs says where the key belongs.
pub(super) fn challenge(carrier: Carrier) -> Option<HeaderValue> {
    let text = match carrier {
        Carrier::Bearer => r#"Bearer realm="api""#.to_owned(),
        Carrier::Basic => r#"Basic realm="api", charset="UTF-8""#.to_owned(),
        Carrier::Authorization(scheme) => format!(r#"{scheme} realm="api""#),
        Carrier::Header(name) => format!(r#"ApiKey realm="api", in="header", name="{name}""#),
        Carrier::Query(name) => format!(r#"ApiKey realm="api", in="query", name="{name}""#),
        Carrier::Cookie(name) => format!(r#"ApiKey realm="api", in="cookie", name="{name}""#),
    };
    HeaderValue::try_from(text).ok()
}

/// The text of credentials, where there is exactly one and it is not empty.
fn find(carrier: Carrier, parts: &Parts) -> Option<Cow<'_, str>> {
    match carrier {
        Carrier::Bearer => authorization(&parts.headers, "bearer").map(Cow::Borrowed),
        Carrier::Basic => authorization(&parts.headers, "basic").map(Cow::Borrowed),
        Carrier::Authorization(scheme) => authorization(&parts.headers, scheme).map(Cow::Borrowed),
        Carrier::Header(name) => only(parts.headers.get_all(name).iter().map(text)).map(Cow::Borrowed),
        Carrier::Query(name) => only(values_of_query(parts.uri.query().unwrap_or_default(), name)),
        Carrier::Cookie(name) => only(values_of_cookies(&parts.headers, name)).map(Cow::Borrowed),
    }
}

/// The one text there is.
fn only<T: AsRef<str>>(mut texts: impl Iterator<Item = Option<T>>) -> Option<T> {
    let text = texts.next()??;
    (texts.next().is_none() && !text.as_ref().is_empty()).then_some(text)
}

fn text(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok().map(str::trim)
}

/// What follows the name of a scheme in `Authorization`.
fn authorization<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let (name, credentials) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let credentials = credentials.trim();
    (name.eq_ignore_ascii_case(scheme) && !credentials.is_empty()).then_some(credentials)
}

fn user_and_password(text: &str) -> Option<CredentialValue> {
    let text = String::from_utf8(Base64::try_from(text).ok()?.decode().ok()?).ok()?;
    let (user, password) = text.split_once(':')?;
    Some(CredentialValue::Basic { user: user.to_owned(), password: Secret::from(password) })
}

/// The values of a name in a query; `None` for one that is no text.
fn values_of_query<'a>(query: &'a str, name: &str) -> impl Iterator<Item = Option<Cow<'a, str>>> {
    query.split('&').filter_map(move |pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (unescape(key)? == name).then(|| unescape(value))
    })
}

/// The values of a name in all `Cookie` headers; `None` for a header that is no text.
fn values_of_cookies<'a>(headers: &'a HeaderMap, name: &str) -> impl Iterator<Item = Option<&'a str>> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(text).flat_map(|line| line.split(';'));
    pairs.filter_map(move |pair| {
        let (key, value) = pair.split_once('=')?;
        (key.trim() == name).then(|| Some(value.trim().trim_matches('"')))
    })
}

/// A text of a query as it is meant: `+` is a space, `%41` is `A`. A `%` that is no such thing makes it no text.
fn unescape(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains(['+', '%']) {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    loop {
        rest = match rest {
            [] => break,
            [b'+', rest @ ..] => {
                bytes.push(b' ');
                rest
            }
            [b'%', high, low, rest @ ..] => {
                let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                bytes.push(digit(*high)? << 4 | digit(*low)?);
                rest
            }
            [b'%', ..] => return None,
            [byte, rest @ ..] => {
                bytes.push(*byte);
                rest
            }
        };
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}
