//! What goes on at a connection, and when that has gone on for too long.
//!
//! hyper has a timer for the head of a request, but it starts only after the first byte, and is the same for a
//! connection that is idle. So the socket itself notes what it is doing ([`Activity`]), and [`Activity::overdue`] looks
//! at that rarely: no timer is set for a request.

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::body::Body;
use bytes::Bytes;
use http::{Version, header::CONNECTION};
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::Instant,
};

use super::body::later;

/// How long a connection may take for what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The head of a request, from its first byte on; and the first byte of a new connection.
    pub(super) header: Duration,
    /// Without a request, between two.
    pub(super) idle: Duration,
    /// Writing, without the peer taking anything.
    pub(super) write: Duration,
}

impl Limits {
    /// What is read and thrown away after the last answer: as long as this in all, and without a byte.
    const LINGER: [Duration; 2] = [Duration::from_secs(30), Duration::from_secs(5)];
}

/// What is to be done about a connection on which something is overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overdue {
    /// It is idle, and can end in peace.
    Idle,
    /// The peer keeps it up.
    Stuck,
}

/// What a connection is doing.
#[derive(Debug, Clone, Copy)]
enum Phase {
    /// Nothing has come yet, since it was opened.
    Opened(Instant),
    /// Waiting for a request.
    Idle(Instant),
    /// A part of a request's head is here.
    Head(Instant),
    /// All has been answered, and the rest of what comes is thrown away: since when, and when something last came.
    Linger(Instant, Instant),
}

#[derive(Debug)]
struct State {
    phase: Phase,
    /// How many requests are being answered: none is idle then.
    in_flight: usize,
    /// Since when the peer has taken nothing of what is to be written.
    stalled: Option<Instant>,
    /// Whether requests come one by one. In HTTP/2, what comes between two requests need not be one.
    is_sequential: bool,
    /// Whether the peer may still be sending when the connection ends.
    is_cut: bool,
}

/// What a connection is doing, noted by its socket and its service.
#[derive(Debug)]
pub(super) struct Activity {
    state: Mutex<State>,
    limits: Limits,
}

impl Activity {
    pub(super) fn new(limits: Limits) -> Self {
        let state = State {
            phase: Phase::Opened(Instant::now()),
            in_flight: 0,
            stalled: None,
            is_sequential: true,
            is_cut: false,
        };
        Self { state: Mutex::new(state), limits }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A request is here, until what this gives is dropped.
    pub(super) fn request(self: &Arc<Self>, version: Version) -> InFlight {
        let mut state = self.state();
        state.in_flight += 1;
        state.is_sequential = version < Version::HTTP_2;
        drop(state);
        InFlight(Arc::clone(self))
    }

    /// Something came.
    fn received(&self) {
        let mut state = self.state();
        match state.phase {
            Phase::Linger(since, _) => state.phase = Phase::Linger(since, Instant::now()),
            Phase::Opened(_) | Phase::Idle(_) if state.in_flight == 0 && state.is_sequential => {
                state.phase = Phase::Head(Instant::now());
            }
            _ => {}
        }
    }

    /// The peer takes nothing at the moment, or takes something again.
    fn stalled(&self, is_stalled: bool) {
        let (mut state, now) = (self.state(), Instant::now());
        state.stalled = is_stalled.then_some(now);
        // An answer that was taken slowly leaves as long a pause after it as any other.
        if let Phase::Idle(since) = &mut state.phase {
            *since = now;
        }
    }

    /// The connection ends. Says whether the peer may still be sending: it may after half a request, and after one that
    /// was answered before all of it had come.
    fn ended(&self) -> bool {
        let (mut state, now) = (self.state(), Instant::now());
        let half = match state.phase {
            Phase::Head(since) if state.in_flight == 0 => Some(since),
            _ => None,
        };
        state.phase = Phase::Linger(half.unwrap_or(now), now);
        state.is_cut || half.is_some()
    }

    /// The peer is being told to send nothing more: what was on its way has as long as the first request had.
    pub(super) fn closing(&self) {
        self.state().phase = Phase::Opened(Instant::now());
    }

    /// When something will be overdue, if nothing happens until then.
    fn due(&self) -> Option<(Instant, Overdue)> {
        let (state, limits) = (self.state(), self.limits);
        if let Some(since) = state.stalled {
            return Some((later(since, limits.write), Overdue::Stuck));
        }
        match state.phase {
            Phase::Linger(since, last) => {
                let [whole, pause] = Limits::LINGER;
                Some((later(since, whole).min(later(last, pause)), Overdue::Stuck))
            }
            _ if state.in_flight > 0 => None,
            Phase::Opened(since) | Phase::Head(since) => Some((later(since, limits.header), Overdue::Stuck)),
            Phase::Idle(since) => Some((later(since, limits.idle), Overdue::Idle)),
        }
    }

    /// Waits until something is overdue.
    ///
    /// Whatever begins meanwhile is due no sooner than the shortest limit from then on: so often is looked.
    pub(super) async fn overdue(&self) -> Overdue {
        let limits = self.limits;
        let shortest = limits.header.min(limits.idle).min(limits.write).min(Limits::LINGER[1]);
        let pause = shortest.max(Duration::from_millis(1));
        loop {
            let now = Instant::now();
            let next = match self.due() {
                Some((due, overdue)) if due <= now => return overdue,
                Some((due, _)) => due.min(later(now, pause)),
                None => later(now, pause),
            };
            tokio::time::sleep_until(next).await;
        }
    }
}

/// A request that is being answered.
#[derive(Debug)]
pub(super) struct InFlight(Arc<Activity>);

impl InFlight {
    /// Notes that the peer may still be sending what was refused.
    pub(super) fn answered(&self, answer: &http::Response<Body>) {
        if answer.status().is_client_error() && answer.headers().contains_key(CONNECTION) {
            self.0.state().is_cut = true;
        }
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.in_flight -= 1;
        if state.in_flight == 0 {
            state.phase = Phase::Idle(Instant::now());
        }
    }
}

/// The body of an answer, which ends with the request that it is for.
#[derive(Debug)]
pub(super) struct Answering {
    pub(super) body: Body,
    pub(super) _in_flight: InFlight,
}

impl HttpBody for Answering {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A socket that notes what it is doing.
#[derive(Debug)]
pub(super) struct Socket {
    stream: TcpStream,
    activity: Arc<Activity>,
    is_stalled: bool,
    is_shut: bool,
}

impl Socket {
    pub(super) fn new(stream: TcpStream, activity: Arc<Activity>) -> Self {
        Self { stream, activity, is_stalled: false, is_shut: false }
    }

    fn note<T>(&mut self, written: Poll<T>) -> Poll<T> {
        if written.is_pending() != self.is_stalled {
            self.is_stalled = written.is_pending();
            self.activity.stalled(self.is_stalled);
        }
        written
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        if buffer.filled().len() > before {
            self.activity.received();
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.note(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.note(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    /// Says that no more comes. Where the peer may still be sending, what it sends is read until it is done: to close
    /// the socket on it would reset the connection, and could take the answer from it.
    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.is_shut {
            ready!(Pin::new(&mut self.stream).poll_shutdown(context))?;
            self.is_shut = true;
            if !self.activity.ended() {
                return Poll::Ready(Ok(()));
            }
        }
        let mut bytes = [0; 4096];
        loop {
            let mut buffer = ReadBuf::new(&mut bytes);
            match ready!(self.as_mut().poll_read(context, &mut buffer)) {
                Ok(()) if !buffer.filled().is_empty() => {}
                _ => return Poll::Ready(Ok(())),
            }
        }
    }
}
