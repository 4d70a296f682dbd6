//! An implementation of every trait that answers by texts and remembers what it was asked.
//!
//! How the traits are implemented is emitted; what the answers are by default, too.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{
    super::{
        model::{Model, decode},
        operation::Operation,
    },
    Error,
};

/// Implements every trait of the server, for tests of what calls the API. It answers with the document's examples, or
/// with values that were made by its schemas, until it is told otherwise.
#[derive(Clone, Default)]
pub struct Mock {
    exchanges: Arc<Mutex<HashMap<&'static str, Exchange>>>,
}

/// What is known of an operation, by its id.
#[derive(Default)]
struct Exchange {
    request: Option<Vec<u8>>,
    answer: Option<Vec<u8>>,
}

impl Mock {
    /// A mock that was told nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets an operation answer with this JSON text from now on. A text that is no answer of the operation is a 500.
    pub fn set_answer(&self, operation: &'static Operation, json: impl Into<Vec<u8>>) {
        self.exchanges().entry(operation.id).or_default().answer = Some(json.into());
    }

    /// The body of the last request to an operation, as JSON text; empty where the request had none.
    pub fn last_request(&self, operation: &'static Operation) -> Option<Vec<u8>> {
        self.exchanges().get(operation.id)?.request.clone()
    }

    /// Remembers the body of a request.
    pub fn remember(&self, operation: &'static Operation, request: Vec<u8>) {
        self.exchanges().entry(operation.id).or_default().request = Some(request);
    }

    /// The answer of an operation: what was set, else the example.
    ///
    /// # Errors
    /// The text is no answer of the operation, or there is none.
    pub fn answer<T: Model>(&self, operation: &'static Operation, example: Option<&'static str>) -> Result<T, Error> {
        let set = self.exchanges().get(operation.id).and_then(|exchange| exchange.answer.clone());
        match set.or_else(|| example.map(|text| text.as_bytes().to_vec())) {
            Some(text) => Ok(decode(&text)?),
            None => Err(Error::new(http::StatusCode::NOT_IMPLEMENTED)),
        }
    }

    fn exchanges(&self) -> MutexGuard<'_, HashMap<&'static str, Exchange>> {
        // Each change is a single assignment: what another thread left is whole.
        self.exchanges.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Mock {
    /// Without requests, which may have secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Mock").finish_non_exhaustive()
    }
}
