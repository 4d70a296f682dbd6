//! What an API says of its error: the sentence in a body that is for people, wherever such bodies usually have it.

use serde_json::{Map, Value};

use super::super::message::{Response, content_type};

/// What the body of an error says, where it says something that the status does not.
pub(super) fn message(response: &Response) -> Option<String> {
    let message = match serde_json::from_slice(response.body()) {
        Ok(Value::Object(members)) => of_object(&members),
        Ok(Value::String(text)) => Some(text),
        Ok(_) => None,
        Err(_) => first_line(response),
    };
    message
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty() && response.status().canonical_reason() != Some(text))
}

/// `error.message`, `message`, `detail` and `errors` of RFC 9457, `title`, `error_description` of RFC 6749, `error`.
fn of_object(members: &Map<String, Value>) -> Option<String> {
    let error = members.get("error");
    let text = |name| members.get(name).and_then(text);
    error
        .and_then(Value::as_object)
        .and_then(|error| error.get("message").and_then(self::text))
        .or_else(|| text("message"))
        .or_else(|| problem(members))
        .or_else(|| text("title"))
        .or_else(|| text("error_description"))
        .or_else(|| error.and_then(self::text))
        .or_else(|| error.and_then(Value::as_object).and_then(problem))
}

/// `detail`, and what `errors` lists where the detail does not say it already.
fn problem(members: &Map<String, Value>) -> Option<String> {
    let detail = members.get("detail").and_then(|detail| text(detail).or_else(|| list(detail)));
    let errors =
        members.get("errors").filter(|errors| !detail.as_deref().is_some_and(|detail| is_told(errors, detail)));
    match (detail, errors.and_then(list)) {
        (Some(detail), Some(errors)) => Some(format!("{}: {errors}", detail.trim_end_matches(['.', ':']))),
        (detail, errors) => detail.or(errors),
    }
}

/// Whether a text has the first error of a list in it.
fn is_told(errors: &Value, text: &str) -> bool {
    let first = errors.as_array().and_then(|errors| errors.first());
    first.and_then(sentence).is_some_and(|first| text.contains(&first))
}

/// The errors of a list: each a text, or an object with a sentence and perhaps a pointer.
fn list(value: &Value) -> Option<String> {
    let errors: Vec<String> = value.as_array()?.iter().filter_map(item).collect();
    (!errors.is_empty()).then(|| errors.join("; "))
}

fn item(error: &Value) -> Option<String> {
    let sentence = sentence(error)?;
    let pointer = error.get("pointer").and_then(Value::as_str).unwrap_or_default();
    let pointer = pointer.strip_prefix('#').unwrap_or(pointer);
    // A pointer to the whole body says nothing.
    Some(if pointer.is_empty() { sentence } else { format!("{pointer} {sentence}") })
}

fn sentence(error: &Value) -> Option<String> {
    text(error).or_else(|| ["detail", "message", "msg"].iter().find_map(|name| error.get(*name).and_then(text)))
}

/// A text that is not empty.
fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
}

/// The first line of a text; a page of HTML has none that says something.
fn first_line(response: &Response) -> Option<String> {
    let is_text =
        content_type(response.headers()).is_none_or(|essence| essence.starts_with("text/") && essence != "text/html");
    let text = std::str::from_utf8(response.body()).ok().filter(|_| is_text)?;
    text.lines().map(str::trim).find(|line| !line.is_empty()).filter(|line| !line.starts_with('<')).map(str::to_owned)
}
