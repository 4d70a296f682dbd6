//! The body of a request, as a transport reads it.

use std::{
    fmt,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

/// How many bytes a transport takes at a time. Only a body that is longer can show that it makes progress.
const PIECE: usize = 64 << 10;

/// The body of a request. It is whole in memory, so that it can be sent again.
#[derive(Clone, Default)]
pub struct Body {
    rest: Bytes,
    progress: Option<Progress>,
}

/// Whether a part of a body was taken since it was last asked. All copies of the body share it.
#[derive(Clone, Default)]
pub(super) struct Progress(Arc<AtomicBool>);

impl Body {
    /// The bytes, where all of them are there already.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        Some(&self.rest)
    }

    /// The same body once more, where it can be sent again.
    pub fn try_clone(&self) -> Option<Self> {
        Some(self.clone())
    }

    /// Whether it can be sent again.
    pub fn is_replayable(&self) -> bool {
        true
    }

    /// What tells whether the transport takes it, where it is long enough to tell.
    pub(super) fn progress(&self) -> Option<Progress> {
        self.progress.clone()
    }

    /// The same body for reqwest, which has one of its own for what needs no telling.
    pub(super) fn into_reqwest(self) -> Option<reqwest::Body> {
        match self.progress {
            Some(_) => Some(reqwest::Body::wrap(self)),
            None => (!self.rest.is_empty()).then(|| self.rest.into()),
        }
    }
}

impl From<Bytes> for Body {
    fn from(rest: Bytes) -> Self {
        let progress = (rest.len() > PIECE).then(Progress::default);
        Self { rest, progress }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Body({} bytes)", self.rest.len())
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        self.progress.iter().for_each(Progress::note);
        let length = self.rest.len().min(PIECE);
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(length)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}

impl Progress {
    fn note(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether there was progress; from here on there is none yet.
    pub(super) fn take(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }
}
