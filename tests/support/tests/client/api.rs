//! A small API, written by hand as it would be generated: operations, a model each way, and the error's.

use refract_support::{
    blank,
    builder::{object, required, string},
    client::{Api, Builder, Call, Client},
    message::{self, Failure, Request, Response},
    model::{Json, Members, Model},
    operation::{Body, Carrier, Operation, Scheme},
    reader::{Read, Reader},
    schema::Schema,
    value::Value,
};

pub static TOKEN: Scheme = Scheme { name: "token", carrier: Carrier::Bearer };
pub static LOGIN: Scheme = Scheme { name: "login", carrier: Carrier::Basic };
pub static DIGEST: Scheme = Scheme { name: "digest", carrier: Carrier::Authorization("digest") };
pub static KEY: Scheme = Scheme { name: "key", carrier: Carrier::Header("x-key") };
pub static QUERY: Scheme = Scheme { name: "query", carrier: Carrier::Query("api key") };
pub static COOKIE: Scheme = Scheme { name: "cookie", carrier: Carrier::Cookie("session") };

pub static API: Api = Api {
    base_url: Some("https://api.example.com/v1"),
    user_agent: "example/1.2.3",
    schemes: &[&TOKEN, &LOGIN, &DIGEST, &KEY, &QUERY, &COOKIE],
};

/// `POST /things`, with a token.
pub static CREATE: Operation = operation(http::Method::POST, &[&[&TOKEN]]);
/// `GET /things`, with any one of: a token; a login; a key in a header and one in the query; a cookie.
pub static READ: Operation =
    operation(http::Method::GET, &[&[], &[&TOKEN], &[&LOGIN], &[&KEY, &QUERY], &[&COOKIE], &[&DIGEST]]);
/// `DELETE /things`, without any.
pub static DELETE: Operation = operation(http::Method::DELETE, &[]);

const fn operation(method: http::Method, security: &'static [&'static [&'static Scheme]]) -> Operation {
    let body = Some(Body { content_type: "application/json", required: true });
    Operation { id: "thing", method, path: "/things", body, security }
}

macro_rules! text_object {
    ($type:ident, $member:ident, $schema:ident) => {
        #[derive(Debug, PartialEq)]
        pub struct $type {
            pub $member: String,
        }

        static $schema: Schema = object(stringify!($type), &[required(stringify!($member), &string())]);

        impl Members for $type {
            fn blank() -> Self {
                Self { $member: blank() }
            }

            fn read_member(&mut self, _: usize, reader: &mut Reader<'_>) -> Read {
                reader.read(&mut self.$member)
            }

            fn member(&self, _: usize) -> Value<'_> {
                Value::of(&self.$member)
            }
        }

        impl Json for $type {
            fn blank() -> Self {
                Members::blank()
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> Read {
                reader.members(self)
            }

            fn value(&self) -> Value<'_> {
                Value::Object(&$schema, self)
            }
        }

        impl Model for $type {
            const SCHEMA: &'static Schema = &$schema;
        }
    };
}

text_object!(Thing, name, THING);
text_object!(Problem, reason, PROBLEM);

impl Thing {
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned() }
    }
}

fn from_response(response: &Response) -> Result<Thing, Failure> {
    match response.status().as_u16() {
        200 => message::read_response(response),
        422 => Err(message::described_failure::<Problem>(response)),
        _ => Err(message::failure()),
    }
}

/// The calls of the API.
pub trait Things {
    fn things(&self, operation: &'static Operation, request: Request) -> Call<Thing>;

    /// `POST /things`
    fn create(&self, thing: &Thing) -> Call<Thing> {
        self.things(&CREATE, message::json_request(&CREATE, thing))
    }

    /// `GET /things`
    fn read(&self) -> Call<Thing> {
        self.things(&READ, message::request(&READ))
    }

    /// `DELETE /things`
    fn delete(&self) -> Call<Thing> {
        self.things(&DELETE, message::request(&DELETE))
    }
}

impl Things for Client {
    fn things(&self, operation: &'static Operation, request: Request) -> Call<Thing> {
        self.call(operation, request, from_response)
    }
}

/// A builder whose pauses between attempts are short.
pub fn builder(base_url: &str) -> Builder {
    Builder::new(&API).base_url(base_url).backoff(std::time::Duration::from_millis(2))
}

/// A client with a token.
pub fn client(base_url: &str) -> Client {
    builder(base_url).bearer_token("t0ken").build().unwrap()
}
