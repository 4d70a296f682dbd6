//! A small service, written by hand as generated code would be: what it answers is what the request asks for.

use std::{io, time::Duration};

use http::{Method, StatusCode, header::LOCATION};
use refract_support::{
    Map,
    builder::{map, string},
    decode,
    message::{self, Request, Response},
    model::{Json, Model, blank},
    operation::{Body, Carrier, Operation, Scheme},
    reader::{Read, Reader},
    schema::Schema,
    server::{Context, CredentialValue, Error, Options, Problem, Routes},
    value::Value,
};

/// Words by name.
#[derive(Debug, Default, PartialEq)]
pub struct Words(pub Map<String>);

impl Json for Words {
    fn blank() -> Self {
        Self(blank())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Read {
        reader.read(&mut self.0)
    }

    fn value(&self) -> Value<'_> {
        Value::of(&self.0)
    }
}

impl Model for Words {
    const SCHEMA: &'static Schema = &map(&string());
}

impl Words {
    /// One word, by the name `said`.
    pub fn said(word: impl Into<String>) -> Self {
        let mut words = Self::default();
        words.0.insert("said", word.into());
        words
    }

    /// The word of a name, or an empty one.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

/// The length of what `GET /large` answers, in bytes.
pub const LARGE: usize = 16 << 20;

static TOKEN: Scheme = Scheme { name: "token", carrier: Carrier::Bearer };
static PASSWORD: Scheme = Scheme { name: "password", carrier: Carrier::Basic };
static SIGNATURE: Scheme = Scheme { name: "signature", carrier: Carrier::Authorization("signature") };
static HEADER: Scheme = Scheme { name: "header", carrier: Carrier::Header("x-key") };
static COOKIE: Scheme = Scheme { name: "cookie", carrier: Carrier::Cookie("session") };
static QUERY: Scheme = Scheme { name: "query", carrier: Carrier::Query("key") };

const fn json(required: bool) -> Option<Body> {
    Some(Body { content_type: "application/json", required })
}

static SAY: Operation =
    Operation { id: "say", method: Method::POST, path: "/words", body: json(true), security: &[&[&TOKEN]] };
static LIST: Operation = Operation { id: "list", method: Method::GET, path: "/words", body: None, security: &[] };
static MERGE: Operation = Operation {
    id: "merge",
    method: Method::PATCH,
    path: "/words",
    body: Some(Body { content_type: "application/merge-patch+json", required: true }),
    security: &[],
};
static MAY: Operation =
    Operation { id: "may", method: Method::POST, path: "/optional", body: json(false), security: &[] };
static LARGE_ONE: Operation = Operation { id: "large", method: Method::GET, path: "/large", body: None, security: &[] };
static WHO: Operation = Operation {
    id: "who",
    method: Method::GET,
    path: "/who/{name}",
    body: None,
    security: &[&[&PASSWORD], &[&SIGNATURE], &[&HEADER, &COOKIE], &[&QUERY]],
};
/// What answers the operations.
pub struct Service;

impl Service {
    async fn say(&self, words: Words, context: &Context) -> Result<Words, Error> {
        match words.get("do") {
            "" => Ok(words),
            "show the context" => Ok(Words::said(format!("{context:?} {:?}", context.headers()))),
            "show the token" => Ok(Words::said(context.bearer_token().map_or("", |token| token.expose()))),
            "show the peer" => {
                let peer = context.get::<axum::extract::ConnectInfo<std::net::SocketAddr>>();
                Ok(Words::said(peer.map_or_else(String::new, |peer| peer.0.to_string())))
            }
            "wait" => {
                tokio::time::sleep(Duration::from_millis(300)).await;
                Ok(words)
            }
            "panic" => panic!("a secret"),
            "fail" => Err(io::Error::other("a secret"))?,
            "refuse" => Err(Error::unauthorized().detail("The token has expired.")),
            "describe" => Err(Error::json(StatusCode::IM_A_TEAPOT, &Words::said("short and stout"))),
            "explain" => {
                let problem = Problem::new(StatusCode::CONFLICT).detail("It is there.").member("id", 7);
                Err(Error::from(problem).header(LOCATION, http::HeaderValue::from_static("/words/7")))
            }
            "defer" => Err(Error::unavailable().retry_after(Duration::from_millis(1500))),
            "lie" => Err(Error::new(StatusCode::CONTINUE)),
            word => Err(Error::not_found().detail(format!("can't do {} bytes", word.len()))),
        }
    }

    async fn who(&self, context: &Context) -> Result<Words, Error> {
        let shown = context.credentials().iter().map(|credential| {
            let value = match &credential.value {
                CredentialValue::Basic { user, password } => format!("{user} {}", password.expose()),
                CredentialValue::Bearer(secret)
                | CredentialValue::Authorization(secret)
                | CredentialValue::ApiKey(secret) => secret.expose().to_owned(),
                _ => String::new(),
            };
            format!("{}={value}", credential.scheme)
        });
        Ok(Words::said(shown.collect::<Vec<_>>().join(",")))
    }
}

fn answer(words: &Words) -> Response {
    message::json_response(200, "application/json", words)
}

fn words(request: &Request) -> Result<Words, refract_support::Violations> {
    message::read_request(request)
}

/// The router of the service.
pub fn router(options: Options) -> axum::Router {
    let mut routes = Routes::new(Service);
    routes.add(&SAY, |implementation, received| async move {
        let (words, context) = received.read(words)?;
        Ok(answer(&implementation.say(words, &context).await?))
    });
    routes.add(&LIST, |_, received| async move { Ok(answer(&Words::said(received.context().operation_id()))) });
    routes.add(&MERGE, |_, received| async move { Ok(answer(&received.read(words)?.0)) });
    routes.add(&MAY, |_, received| async move {
        let (words, _) = received.read(message::read_optional_request::<Words>)?;
        Ok(answer(&words.unwrap_or_else(|| Words::said("nothing"))))
    });
    routes.add(&LARGE_ONE, |_, _| async move { Ok(Response::new(vec![b'x'; LARGE].into())) });
    routes.add(
        &WHO,
        |implementation, received| async move { Ok(answer(&implementation.who(&received.context()).await?)) },
    );
    routes.into_router(options)
}

/// Operations at paths of every form: those that axum has no form for, and those that it would refuse beside others.
static ODD: [Operation; 9] = [
    odd("/odd/{a}"),
    odd("/odd/{b}"),
    odd("/odd/{c}/d"),
    odd("/odd/{a}.{b}"),
    odd("/odd/{a}/{a}"),
    odd("/odd/:cancel"),
    odd("/odd/{}"),
    odd("/odd/{*rest}"),
    odd("no slash"),
];

const fn odd(path: &'static str) -> Operation {
    Operation { id: "odd", method: Method::DELETE, path, body: None, security: &[] }
}

/// A router of operations that say which they are.
pub fn odd_router() -> axum::Router {
    let mut routes = Routes::new(());
    for operation in &ODD {
        routes
            .add(operation, |_, received| async move { Ok(answer(&Words::said(received.context().path_template()))) });
    }
    routes.into_router(Options::default())
}

/// The words of a body.
pub fn said(body: &[u8]) -> String {
    decode::<Words>(body).unwrap().get("said").to_owned()
}
