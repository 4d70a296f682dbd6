//! Values to HTTP messages and back: what the operations of both sides are made of. Knows no socket and no framework.

use std::any::Any;

use bytes::Bytes;
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{ACCEPT, CONTENT_TYPE},
};

use super::model::{Json, Model, decode, decode_lenient, encode};
pub use super::{
    operation::{Body, Operation, Scheme},
    violations::Violations,
};
pub use http::Method;

/// A request with its whole body. Its target is a path below the base URL.
pub type Request = http::Request<Bytes>;

/// A response with its whole body.
pub type Response = http::Response<Bytes>;

/// Why a response gives no value.
#[derive(Debug)]
pub enum Failure {
    /// The operation does not succeed with this status. The body, where the document describes it and it is as described.
    Status(Option<Box<dyn Any + Send + Sync>>),
    /// The body is of another content type than JSON.
    ContentType,
    /// The body is not what the document says.
    Body(Violations),
}

/// The request of an operation, without a body.
pub fn request(operation: &Operation) -> Request {
    let mut request = Request::new(Bytes::new());
    *request.method_mut() = operation.method.clone();
    // A path of a document is a path of a URI: what is not was refused when the crate was generated.
    *request.uri_mut() = http::Uri::from_static(operation.path);
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    request
}

/// The request of an operation, with a JSON body.
pub fn json_request<T: Json>(operation: &Operation, body: &T) -> Request {
    let mut request = request(operation);
    let content_type = operation.body.as_ref().map_or("application/json", |body| body.content_type);
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    *request.body_mut() = Bytes::from(encode(body));
    request
}

/// The request of an operation, with a JSON body where there is one.
pub fn optional_json_request<T: Json>(operation: &Operation, body: Option<&T>) -> Request {
    body.map_or_else(|| request(operation), |body| json_request(operation, body))
}

/// The JSON body of a request, read strictly.
///
/// # Errors
/// All that is wrong with the body.
pub fn read_request<T: Model>(request: &Request) -> Result<T, Violations> {
    decode(request.body())
}

/// The JSON body of a request that may have none, read strictly.
///
/// # Errors
/// All that is wrong with the body.
pub fn read_optional_request<T: Model>(request: &Request) -> Result<Option<T>, Violations> {
    if request.body().is_empty() { Ok(None) } else { decode(request.body()).map(Some) }
}

/// A response without a body.
pub fn response(status: u16) -> Response {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

/// A response with a JSON body.
pub fn json_response<T: Json>(status: u16, content_type: &'static str, body: &T) -> Response {
    let mut response = response(status);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    *response.body_mut() = Bytes::from(encode(body));
    response
}

/// The JSON body of a response, read leniently.
///
/// # Errors
/// The body is of another content type, or not what the document says.
pub fn read_response<T: Model>(response: &Response) -> Result<T, Failure> {
    if !is_json_or_unknown(response.headers()) {
        return Err(Failure::ContentType);
    }
    decode_lenient(response.body()).map_err(Failure::Body)
}

/// The failure that a response tells of, by a JSON body that the document describes.
pub fn described_failure<T: Model + Send + Sync + 'static>(response: &Response) -> Failure {
    let body = is_json_or_unknown(response.headers()).then(|| decode_lenient::<T>(response.body()).ok()).flatten();
    Failure::Status(body.map(|body| Box::new(body) as Box<dyn Any + Send + Sync>))
}

/// The failure that a response tells of, where the document describes none.
pub fn failure() -> Failure {
    Failure::Status(None)
}

/// The essence of a content type (`type/subtype`, in lower case, without parameters), where there is exactly one.
pub fn content_type(headers: &HeaderMap) -> Option<String> {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let value = values.next()?.to_str().ok()?;
    let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    (values.next().is_none() && !essence.is_empty()).then_some(essence)
}

/// Whether an essence is JSON: `application/json`, or a type that ends in `+json` (RFC 6839).
pub fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json")
}

/// Whether a body may be read as JSON: it says so, or it does not say what it is.
fn is_json_or_unknown(headers: &HeaderMap) -> bool {
    !headers.contains_key(CONTENT_TYPE) || content_type(headers).is_some_and(|essence| is_json(&essence))
}
