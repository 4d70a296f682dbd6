//! Building a client: every setting with its default, and all that is wrong with them at once.

use std::{fmt, sync::Arc, time::Duration};

use http::{
    HeaderName, HeaderValue, Uri,
    header::{AUTHORIZATION, CONTENT_LENGTH, COOKIE, PROXY_AUTHORIZATION, TRANSFER_ENCODING, USER_AGENT},
};
use reqwest::Url;
use tower::Service;

use super::super::secret::Secret;
use super::{
    Api, Client, Shared,
    body::Body,
    credentials::{Credentials, Given},
    send::Limits,
    transport::{BoxError, Transport},
};

/// Settings of a client to build.
#[must_use = "a builder is nothing before `build`"]
pub struct Builder {
    api: &'static Api,
    base_url: Option<String>,
    given: Vec<Given>,
    headers: Vec<(HeaderName, HeaderValue)>,
    limits: Limits,
    connect_timeout: Duration,
    transport: Option<Transport>,
    problems: Vec<String>,
}

impl Builder {
    /// The defaults for an API.
    pub fn new(api: &'static Api) -> Self {
        let limits = Limits {
            timeout: Duration::from_secs(600),
            idle_timeout: Duration::from_secs(60),
            retries: 2,
            backoff: Duration::from_millis(500),
            retry_after: Duration::from_secs(60),
            body: 64 << 20,
        };
        Self {
            api,
            base_url: None,
            given: Vec::new(),
            headers: Vec::new(),
            limits,
            connect_timeout: Duration::from_secs(10),
            transport: None,
            problems: Vec::new(),
        }
        .user_agent(api.user_agent)
    }

    /// Where the API is: an absolute URL of `http` or `https`, to whose path those of operations are added. Default: the
    /// document's first absolute server.
    pub fn base_url(mut self, base_url: impl AsRef<str>) -> Self {
        self.base_url = Some(base_url.as_ref().to_owned());
        self
    }

    /// The token for the schemes that are `Authorization: Bearer`.
    pub fn bearer_token(mut self, token: impl Into<Secret>) -> Self {
        self.given.push(Given::Bearer(token.into()));
        self
    }

    /// User and password for the schemes that are `Authorization: Basic`.
    pub fn basic(mut self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.given.push(Given::Basic(user.into(), password.into()));
        self
    }

    /// The credential, such as an API key, for the scheme that the document calls by this name. One for `Basic` is
    /// `user:password`.
    pub fn credential(mut self, scheme: impl Into<String>, credential: impl Into<Secret>) -> Self {
        self.given.push(Given::Named(scheme.into(), credential.into()));
        self
    }

    /// How long it takes at most to connect. Default: 10 seconds. It is not for transports of one's own.
    pub fn connect_timeout(mut self, connect_timeout: Duration) -> Self {
        self.connect_timeout = connect_timeout;
        self
    }

    /// How long a call takes at most: all attempts, the pauses between them and the body. Default: 600 seconds.
    /// `Duration::MAX` is no bound.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// How long the server is silent at most, also before its response begins. Default: 60 seconds. `Duration::MAX` is
    /// no bound.
    pub fn idle_timeout(mut self, idle_timeout: Duration) -> Self {
        self.limits.idle_timeout = idle_timeout;
        self
    }

    /// How many attempts are made after the first, whatever the method: where a connection is lost, the server may have
    /// done already what it was asked. Default: 2.
    pub fn retries(mut self, retries: u32) -> Self {
        self.limits.retries = retries;
        self
    }

    /// The pause before the second attempt, where the server asks for none; it doubles each time, up to 8 seconds, and
    /// up to half of it is left out at random. Default: 0.5 seconds.
    pub fn backoff(mut self, first: Duration) -> Self {
        self.limits.backoff = first;
        self
    }

    /// The longest pause that a server may ask for by `Retry-After`: where it asks for a longer one, there is no other
    /// attempt. Default: 60 seconds.
    pub fn retry_after_limit(mut self, limit: Duration) -> Self {
        self.limits.retry_after = limit;
        self
    }

    /// How many bytes the body of a response has at most. Default: 64 MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.limits.body = bytes;
        self
    }

    /// A header of every request that does not set it itself; the last of a name counts.
    pub fn header(mut self, name: impl AsRef<str>, value: impl TryInto<HeaderValue>) -> Self {
        self.set_header(name.as_ref(), value.try_into().ok());
        self
    }

    /// The product that requests name in `User-Agent`. Default: the crate and its version.
    pub fn user_agent(self, user_agent: impl AsRef<str>) -> Self {
        self.header(USER_AGENT, user_agent.as_ref())
    }

    /// A client of reqwest in place of the one that is made by default, for settings such as proxies and certificates.
    /// Let it follow no redirects, lest credentials go where they should not.
    pub fn reqwest(mut self, client: reqwest::Client) -> Self {
        self.transport = Some(Transport::Reqwest(client));
        self
    }

    /// A service that carries requests in place of reqwest, such as a stack of tower's layers, or in a test an axum
    /// `Router`. It is cloned for each attempt.
    pub fn transport<S, B>(mut self, service: S) -> Self
    where
        S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        B: http_body::Body + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.transport = Some(Transport::own(service));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// All that is wrong with the settings.
    pub fn build(mut self) -> Result<Client, BuildError> {
        let base = self.base();
        let credentials = Credentials::new(self.api.schemes, &self.given, &mut self.problems);
        let transport = self.transport.take().or_else(|| self.default_transport());
        match (base, transport) {
            (Some(base_url), Some(transport)) if self.problems.is_empty() => {
                let (headers, limits) = (self.headers, self.limits);
                let shared = Shared { base_url, headers, credentials, limits, transport };
                Ok(Client { shared: Arc::new(shared) })
            }
            _ => Err(BuildError { problems: self.problems }),
        }
    }

    fn set_header(&mut self, name: &str, value: Option<HeaderValue>) {
        match header(name, value) {
            Ok(header) => {
                self.headers.retain(|other| other.0 != header.0);
                self.headers.push(header);
            }
            Err(problem) => self.problems.push(problem),
        }
    }

    /// The base URL. It never shows in a problem: it may hold a password.
    fn base(&mut self) -> Option<Url> {
        let Some(text) = self.base_url.as_deref().or(self.api.base_url) else {
            self.problems
                .push("there is no base URL, and the document names no absolute server: set `base_url`".to_owned());
            return None;
        };
        let url = match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && text.contains("://") => url,
            _ => {
                let problem = "the base URL must be absolute, with `http` or `https` and a host, such as `https://api.example.com/v1`";
                self.problems.push(problem.to_owned());
                return None;
            }
        };
        let mut refuse = |is_wrong: bool, problem: &str| is_wrong.then(|| self.problems.push(problem.to_owned()));
        let has_user = !url.username().is_empty() || url.password().is_some();
        refuse(has_user, "the base URL must have no user or password: give them to `basic`");
        refuse(url.query().is_some(), "the base URL must have no query: what follows `?` belongs to a request");
        refuse(url.fragment().is_some(), "the base URL must have no fragment: leave out `#` and what follows");
        refuse(Uri::try_from(url.as_str()).is_err(), "the path of the base URL must be percent-encoded");
        Some(url)
    }

    fn default_transport(&mut self) -> Option<Transport> {
        let client = reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            // Attempts are counted, and made by one rule. With none to make, reqwest keeps no copy of a request.
            .retry(reqwest::retry::never().max_retries_per_request(0))
            .build();
        match client {
            Ok(client) => Some(Transport::Reqwest(client)),
            Err(error) => {
                self.problems.push(format!("no HTTP client can be made: {}", super::error::cause(&error)));
                None
            }
        }
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Builder").field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// A header of a request, or what is wrong with it. A value never shows.
pub(super) fn header(name: &str, value: Option<HeaderValue>) -> Result<(HeaderName, HeaderValue), String> {
    let shown = name.escape_debug();
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("`{shown}` can't be a header's name"))?;
    let mut value =
        value.ok_or_else(|| format!("the value of the header `{shown}` has characters that no header can have"))?;
    match name {
        CONTENT_LENGTH | TRANSFER_ENCODING => {
            return Err(format!("the header `{shown}` is set by what sends the request"));
        }
        AUTHORIZATION | COOKIE | PROXY_AUTHORIZATION => value.set_sensitive(true),
        _ => {}
    }
    Ok((name, value))
}

/// All that is wrong with the settings of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildError {
    problems: Vec<String>,
}

impl BuildError {
    /// What is wrong, and how to mend it; one sentence each.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the client can't be built: {}", self.problems.join("; "))
    }
}

impl std::error::Error for BuildError {}
