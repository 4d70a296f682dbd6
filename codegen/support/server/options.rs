//! What a router may be told: the bounds of a request's body, and what is to be added to problem documents.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};

use super::Problem;

/// What is done to each problem document before it leaves.
type Hook = Arc<dyn Fn(&mut Problem) + Send + Sync>;

/// How a router deals with requests.
#[derive(Clone)]
pub struct Options {
    pub(super) body_limit: usize,
    pub(super) body_timeout: Duration,
    pub(super) body_stall_timeout: Duration,
    pub(super) on_problem: Option<Hook>,
    pub(super) prefix: String,
}

impl Options {
    /// How large the body of a request may be, in bytes. Default: 32 MiB. A larger one is answered with 413.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// How long the whole body of a request may take. Default: 5 minutes. One that takes longer is answered with 408.
    pub fn body_timeout(mut self, timeout: Duration) -> Self {
        self.body_timeout = timeout;
        self
    }

    /// How long a body may pause between two parts. Default: 30 seconds. One that pauses longer is answered with 408.
    pub fn body_stall_timeout(mut self, timeout: Duration) -> Self {
        self.body_stall_timeout = timeout;
        self
    }

    /// What is done to each problem document before it leaves, such as adding members that an API's clients look for.
    ///
    /// It sees those that the router makes (400, 401, 404, 405, 408, 413, 415, 422, 500), and those that
    /// implementations return.
    pub fn on_problem(mut self, hook: impl Fn(&mut Problem) + Send + Sync + 'static) -> Self {
        self.on_problem = Some(Arc::new(hook));
        self
    }

    /// What stands before the path of every operation, such as `/v1`. Default: nothing. Where nothing else is served,
    /// this is better than nesting: what is outside of the prefix is answered with a problem document as well.
    pub fn prefix(mut self, prefix: impl AsRef<str>) -> Self {
        let prefix = prefix.as_ref().trim_matches('/');
        self.prefix = if prefix.is_empty() { String::new() } else { format!("/{prefix}") };
        self
    }

    /// A problem as it is to leave. A hook that panics has done what it has done by then.
    pub(super) fn told(&self, mut problem: Problem) -> Problem {
        if let Some(hook) = &self.on_problem {
            let _ = catch_unwind(AssertUnwindSafe(|| hook(&mut problem)));
        }
        problem
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            body_limit: 32 << 20,
            body_timeout: Duration::from_secs(300),
            body_stall_timeout: Duration::from_secs(30),
            on_problem: None,
            prefix: String::new(),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Options")
            .field("body_limit", &self.body_limit)
            .field("body_timeout", &self.body_timeout)
            .field("body_stall_timeout", &self.body_stall_timeout)
            .field("on_problem", &self.on_problem.is_some())
            .field("prefix", &self.prefix)
            .finish()
    }
}
