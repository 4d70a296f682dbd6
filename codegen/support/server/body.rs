//! The body of a request: reading the whole of it within bounds of size and time, and what becomes of one that nobody
//! wants.

use std::{
    error::Error as StdError,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::body::Body;
use bytes::Bytes;
use http_body::Body as _;
use http_body_util::LengthLimitError;
use tokio::{
    runtime::Handle,
    time::{Instant, Sleep},
};

use super::Options;

/// Why there is no whole body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is larger than may be.
    TooLarge,
    /// It took too long.
    TimedOut,
    /// It is not as HTTP has it, or ends too early.
    Broken,
}

/// Reads a whole body.
pub(super) async fn read(body: &mut Body, options: &Options) -> Result<Bytes, Fault> {
    let mut pace = None;
    let Some(first) = next(body, &mut pace, options).await? else { return Ok(Bytes::new()) };
    if first.len() > options.body_limit {
        return Err(Fault::TooLarge);
    }
    // Most bodies come at once: such a one is not copied, and needs no timer.
    if body.is_end_stream() {
        return Ok(first);
    }
    let mut whole = Vec::new();
    append(&mut whole, &first, body);
    while let Some(part) = next(body, &mut pace, options).await? {
        if part.len() > options.body_limit - whole.len() {
            return Err(Fault::TooLarge);
        }
        append(&mut whole, &part, body);
    }
    Ok(Bytes::from(whole))
}

/// Takes a part in. Room is made for what the body says that it has, but never for more than twice of what has come.
fn append(whole: &mut Vec<u8>, part: &[u8], body: &Body) {
    const START: usize = 16 << 10;
    if whole.capacity() - whole.len() < part.len() {
        let expected = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
        whole.reserve_exact(part.len() + expected.min(START.max(whole.len())));
    }
    whole.extend_from_slice(part);
}

/// The next part of a body. A timer is there from the first time on that one has to be waited for.
async fn next(body: &mut Body, pace: &mut Option<Pace>, options: &Options) -> Result<Option<Bytes>, Fault> {
    loop {
        let frame = poll_fn(|context| match Pin::new(&mut *body).poll_frame(context) {
            Poll::Ready(frame) => Poll::Ready(Ok(frame)),
            Poll::Pending => {
                let pace = pace.get_or_insert_with(|| Pace::new(options.body_timeout, options.body_stall_timeout));
                pace.poll(context).map(|()| Err(Fault::TimedOut))
            }
        });
        match frame.await? {
            None => return Ok(None),
            Some(Err(error)) => return Err(if is_limit(&error) { Fault::TooLarge } else { Fault::Broken }),
            Some(Ok(frame)) => {
                // Trailers mean nothing here.
                if let Ok(part) = frame.into_data() {
                    pace.iter_mut().for_each(Pace::progressed);
                    return Ok(Some(part));
                }
            }
        }
    }
}

/// Whether a layer has stopped the body at a limit of its own.
fn is_limit(error: &(dyn StdError + 'static)) -> bool {
    std::iter::successors(Some(error), |&error| error.source()).any(|error| error.is::<LengthLimitError>())
}

/// How fast something must go on: when it must be over, and how long it may pause.
struct Pace {
    end: Instant,
    stall: Duration,
    progress: Instant,
    sleep: Pin<Box<Sleep>>,
}

impl Pace {
    fn new(whole: Duration, stall: Duration) -> Self {
        let now = Instant::now();
        let end = later(now, whole);
        Self { end, stall, progress: now, sleep: Box::pin(tokio::time::sleep_until(end.min(later(now, stall)))) }
    }

    fn progressed(&mut self) {
        self.progress = Instant::now();
    }

    /// Ready when it was too slow. The timer is only set anew when it has run out.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        while self.sleep.as_mut().poll(context).is_ready() {
            let due = self.end.min(later(self.progress, self.stall));
            if due <= Instant::now() {
                return Poll::Ready(());
            }
            self.sleep.as_mut().reset(due);
        }
        Poll::Pending
    }
}

/// A time after another; what lies beyond the clock's range is a year.
pub(super) fn later(from: Instant, duration: Duration) -> Instant {
    const YEAR: Duration = Duration::from_secs(365 * 86_400);
    from.checked_add(duration).unwrap_or_else(|| from + YEAR)
}

/// Takes the rest of a body in, and throws it away, while the answer is under way: a client that only reads once it has
/// sent everything would wait for ever, and closing the connection on it could take the answer from it. The same in
/// HTTP/2, which has a way to say that no more is wanted, but clients that take this for a failure.
///
/// Bounded in time, whatever the client sends.
pub(super) fn drain(mut body: Body) {
    const BOUNDS: Options = Options {
        body_limit: usize::MAX,
        body_timeout: Duration::from_secs(30),
        body_stall_timeout: Duration::from_secs(5),
        on_problem: None,
        prefix: String::new(),
    };
    if body.is_end_stream() {
        return;
    }
    // Without a runtime there is no socket either.
    if let Ok(runtime) = Handle::try_current() {
        drop(runtime.spawn(async move {
            let mut pace = None;
            while let Ok(Some(_)) = next(&mut body, &mut pace, &BOUNDS).await {}
        }));
    }
}
