//! Waiting with two bounds: the end of the whole call, and the longest silence of the peer. One timer serves both.

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::time::{Instant, Sleep, sleep};

use super::body::Progress;

/// Which bound was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expired {
    /// The end of the whole call.
    Whole,
    /// The longest silence.
    Idle,
}

/// The bounds of a call, and its one timer.
///
/// The timer is set when there is something to wait for, and not moved when the peer is heard: where it fires too
/// early, it is set anew. So a peer that talks costs a look at the time, and only where there was a wait for it.
pub(super) struct Clock<'a> {
    /// `None` is never.
    end: Option<Instant>,
    idle: Duration,
    heard: Instant,
    /// A peer that takes the request's body is not silent.
    sending: Option<Progress>,
    timer: Pin<&'a mut Sleep>,
}

/// A timer for a [`Clock`], which is due when the first bound is.
pub(super) fn timer(whole: Duration, idle: Duration) -> Sleep {
    sleep(whole.min(idle))
}

impl<'a> Clock<'a> {
    /// A call that starts now.
    pub(super) fn start(whole: Duration, idle: Duration, sending: Option<Progress>, timer: Pin<&'a mut Sleep>) -> Self {
        let now = Instant::now();
        Self { end: now.checked_add(whole), idle, heard: now, sending, timer }
    }

    /// Waits for a future that ends when the peer is heard.
    pub(super) async fn wait<F: Future>(&mut self, mut future: Pin<&mut F>) -> Result<F::Output, Expired> {
        let mut has_waited = false;
        poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(output) => {
                if has_waited {
                    self.heard = Instant::now();
                }
                Poll::Ready(Ok(output))
            }
            Poll::Pending => {
                has_waited = true;
                self.poll_expired(context).map(Err)
            }
        })
        .await
    }

    /// Whether there is time for a pause before the call ends.
    pub(super) fn allows(&self, pause: Duration) -> bool {
        Instant::now().checked_add(pause).is_some_and(|until| self.end.is_none_or(|end| until < end))
    }

    /// Pauses before another attempt.
    pub(super) async fn pause(&mut self, pause: Duration) {
        sleep(pause).await;
        self.heard = Instant::now();
    }

    /// Not a part of [`wait`](Self::wait), which is compiled for every future.
    fn poll_expired(&mut self, context: &mut Context<'_>) -> Poll<Expired> {
        while self.timer.as_mut().poll(context).is_ready() {
            let (now, silence) = (Instant::now(), self.heard.checked_add(self.idle));
            let (due, expired) = match (self.end, silence) {
                (Some(end), Some(silence)) if silence < end => (silence, Expired::Idle),
                (None, Some(silence)) => (silence, Expired::Idle),
                (Some(end), _) => (end, Expired::Whole),
                // No timer is for as long as that.
                (None, None) => return Poll::Pending,
            };
            if due > now {
                self.timer.as_mut().reset(due);
            } else if expired == Expired::Idle && self.sending.as_ref().is_some_and(Progress::take) {
                self.heard = now;
            } else {
                return Poll::Ready(expired);
            }
        }
        Poll::Pending
    }
}
