//! What is written to the log.

use std::{
    fmt::{Debug, Write as _},
    sync::{Arc, Mutex},
};

use refract_support::server::Options;
use tracing::{Event, Metadata, Subscriber, field::Field, span};

use super::{
    service::router,
    wire::{Server, say},
};

/// All events, one a line.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<String>>);

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("refract_support")
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = event.metadata().level().to_string();
        event.record(&mut |field: &Field, value: &dyn Debug| write!(line, " {field}={value:?}").unwrap());
        self.0.lock().unwrap().push_str(&(line + "\n"));
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

#[tokio::test]
async fn failures_are_logged_with_their_cause() {
    let lines = Lines::default();
    let _guard = tracing::subscriber::set_default(lines.clone());
    let server = Server::start(router(Options::default())).await;
    for word in ["", "fail", "panic", "defer", "dance", "refuse"] {
        server.answer(say(&format!(r#"{{"do":"{word}"}}"#))).await;
    }
    server.answer(say("{")).await;
    let expected = [
        r#"ERROR message=failed operation="say" status=500 error=a secret"#,
        r#"ERROR message=failed operation="say" status=500 error=panicked: a secret"#,
        r#"ERROR message=failed operation="say" status=503"#,
    ];
    assert_eq!(lines.0.lock().unwrap().lines().collect::<Vec<_>>(), expected);
}
