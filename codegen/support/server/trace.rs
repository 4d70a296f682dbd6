//! What a server writes to the log, with the feature `tracing`. No value of a request is in it.

use std::{error::Error, io};

use http::StatusCode;

/// An operation ended with a status that says that the service is to blame.
pub(super) fn failed(operation: &str, status: StatusCode, source: Option<&(dyn Error + Send + Sync + 'static)>) {
    #[cfg(feature = "tracing")]
    if let Some(source) = source {
        tracing::error!(operation, status = status.as_u16(), error = source as &(dyn Error + 'static), "failed");
    } else {
        tracing::error!(operation, status = status.as_u16(), "failed");
    }
    #[cfg(not(feature = "tracing"))]
    let _ = (operation, status, source);
}

/// A listener gave no connection.
pub(super) fn not_accepted(error: &io::Error) {
    #[cfg(feature = "tracing")]
    tracing::error!(error = error as &dyn Error, "can't accept connections");
    #[cfg(not(feature = "tracing"))]
    let _ = error;
}
