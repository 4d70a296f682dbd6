//! The body of a request, as a transport reads it.

use std::{
    mem,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

/// The body of a request. It is whole in memory, so that it can be sent again.
#[derive(Clone, Default)]
pub struct Body(Bytes);

impl Body {
    /// The bytes, where all of them are there already.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        Some(&self.0)
    }

    /// The same body once more, where it can be sent again.
    pub fn try_clone(&self) -> Option<Self> {
        Some(self.clone())
    }

    /// Whether it can be sent again.
    pub fn is_replayable(&self) -> bool {
        true
    }

    /// The same body as reqwest has it, without a box around it.
    pub(super) fn into_reqwest(self) -> Option<reqwest::Body> {
        (!self.0.is_empty()).then(|| self.0.into())
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(bytes)
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Body({} bytes)", self.0.len())
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let bytes = mem::take(&mut self.0);
        Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.len() as u64)
    }
}
