//! What `tracing` is told of a call, by OpenTelemetry's names for HTTP clients. Without the feature it is told nothing.
//! No header, no body and no query is ever told.

#[cfg(feature = "tracing")]
mod told {
    use std::{future::Future, time::Duration};

    use tracing::{Instrument, Span, field::Empty};

    use super::super::super::operation::Operation;

    /// The span of a call.
    #[derive(Clone)]
    pub struct Trace(Span);

    impl Trace {
        /// A call that has not started.
        pub fn none() -> Self {
            Self(Span::none())
        }

        /// A call that starts.
        pub fn start(operation: &'static Operation, host: Option<&str>, port: Option<u16>) -> Self {
            Self(tracing::info_span!(
                "http.client.call",
                otel.kind = "client",
                otel.name = format_args!("{} {}", operation.method, operation.path),
                http.request.method = operation.method.as_str(),
                http.request.resend_count = Empty,
                http.response.status_code = Empty,
                url.template = operation.path,
                server.address = host,
                server.port = port,
                "error.type" = Empty,
            ))
        }

        /// The future, within the span.
        pub fn within<F: Future>(self, future: F) -> impl Future<Output = F::Output> {
            future.instrument(self.0)
        }

        /// Another attempt is to be made.
        pub fn retry(&self, attempts: u32, pause: Duration, reason: &str, status: Option<http::StatusCode>) {
            self.0.record("http.request.resend_count", attempts);
            let pause = pause.as_secs_f64();
            let status = status.map(|status| status.as_u16());
            tracing::warn!(parent: &self.0, pause, reason, http.response.status_code = status, "trying again");
        }

        /// The response is there.
        pub fn answered(&self, status: http::StatusCode) {
            self.0.record("http.response.status_code", status.as_u16());
        }

        /// The call gives no value.
        pub fn failed(&self, error: &str) {
            self.0.record("error.type", error);
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod told {
    use std::{future::Future, time::Duration};

    use super::super::super::operation::Operation;

    /// Nothing, where nothing is told.
    #[derive(Clone)]
    pub struct Trace;

    impl Trace {
        /// A call that has not started.
        pub fn none() -> Self {
            Self
        }

        /// A call that starts.
        pub fn start(_: &'static Operation, _: Option<&str>, _: Option<u16>) -> Self {
            Self
        }

        /// The future as it is.
        pub fn within<F: Future>(self, future: F) -> F {
            future
        }

        /// Another attempt is to be made.
        pub fn retry(&self, _: u32, _: Duration, _: &str, _: Option<http::StatusCode>) {}

        /// The response is there.
        pub fn answered(&self, _: http::StatusCode) {}

        /// The call gives no value.
        pub fn failed(&self, _: &str) {}
    }
}

pub(super) use told::Trace;
