//! Waiting with two bounds: the end of the whole call, and the longest silence of the peer. One timer serves both.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::{Context, Poll},
    time::Duration,
};

use tokio::time::{Instant, Sleep, sleep, sleep_until};

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
/// The timer is set when there is something to wait for, and never moved when the peer is heard: where it fires too
/// early, it is set anew. So a peer that talks costs a look at the time.
pub(super) struct Clock {
    /// `None` is never.
    end: Option<Instant>,
    idle: Duration,
    heard: Instant,
    /// Set when a piece of the request's body is taken: a peer that does so is not silent.
    sending: Option<Progress>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Clock {
    /// A call that starts now.
    pub(super) fn start(whole: Duration, idle: Duration, sending: Option<Progress>) -> Self {
        let now = Instant::now();
        Self { end: now.checked_add(whole), idle, heard: now, sending, timer: None }
    }

    /// Waits for a future that ends when the peer is heard.
    pub(super) async fn wait<F: Future>(&mut self, future: F) -> Result<F::Output, Expired> {
        let mut future = pin!(future);
        let output = poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Ok(output)),
            Poll::Pending => self.poll_expired(context).map(Err),
        })
        .await?;
        self.heard = Instant::now();
        Ok(output)
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
        loop {
            let silence = self.heard.checked_add(self.idle);
            let (due, expired) = match (self.end, silence) {
                (None, None) => return Poll::Pending,
                (Some(end), Some(silence)) if silence < end => (silence, Expired::Idle),
                (None, Some(silence)) => (silence, Expired::Idle),
                (Some(end), _) => (end, Expired::Whole),
            };
            let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(due)));
            if timer.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            let now = Instant::now();
            if due > now {
                timer.as_mut().reset(due);
            } else if expired == Expired::Idle && self.sending.as_ref().is_some_and(Progress::take) {
                self.heard = now;
            } else {
                return Poll::Ready(expired);
            }
        }
    }
}
