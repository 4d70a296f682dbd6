//! When a call is tried again, and how long it waits before.

use std::time::{Duration, SystemTime};

use refract_support::client::ErrorKind;

use crate::{
    api::{Thing, Things, builder, client},
    calls::made,
    server::{Answer, Server},
};

fn failing(status: &str, headers: &str) -> Answer {
    Answer::json(status, headers, r#"{"error":{"message":"not now"}}"#)
}

const UNAVAILABLE: &str = "503 Service Unavailable";

#[tokio::test]
async fn what_passes_is_tried_again() {
    for status in ["408 A", "409 A", "429 A", "500 A", "502 A", "503 A", "504 A", "529 A", "599 A"] {
        let server = Server::start([failing(status, ""), failing(status, ""), made()]).await;
        let thing = client(&server.url()).create(&Thing::new("new")).await.unwrap();
        assert_eq!(thing, Thing::new("made"), "{status}");
        let bodies: Vec<_> = server.seen().into_iter().map(|seen| seen.body).collect();
        assert_eq!(bodies, [r#"{"name":"new"}"#; 3], "{status}");
        // A response that is read to its end leaves its connection to the next attempt.
        assert!(server.seen().iter().all(|seen| seen.connection == 0));
    }
}

#[tokio::test]
async fn what_stays_is_not_tried_again() {
    for status in ["400 A", "401 A", "403 A", "404 A", "410 A", "422 A", "499 A", "501 A", "304 A", "204 A"] {
        let server = Server::start([failing(status, "retry-after: 0\r\n"), made()]).await;
        let error = client(&server.url()).read().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts(), server.seen().len()), (ErrorKind::Status, 1, 1), "{status}");
    }
}

#[tokio::test]
async fn attempts_are_counted_and_told() {
    let server = Server::start([failing(UNAVAILABLE, "")]).await;
    let error = client(&server.url()).read().await.unwrap_err();
    assert_eq!((error.attempts(), server.seen().len()), (3, 3));
    assert_eq!(error.to_string(), "GET /things: 503 Service Unavailable after 3 attempts: not now");
}

#[tokio::test]
async fn retries_are_set_for_the_client_and_for_a_call() {
    let server = Server::start([failing(UNAVAILABLE, "")]).await;
    let client = builder(&server.url()).retries(1).build().unwrap();
    assert_eq!(client.read().await.unwrap_err().attempts(), 2);
    let error = client.read().retries(0).await.unwrap_err();
    assert_eq!((error.attempts(), server.seen().len()), (1, 3));
    assert_eq!(error.to_string(), "GET /things: 503 Service Unavailable: not now");
    assert_eq!(client.read().retries(4).await.unwrap_err().attempts(), 5);
}

#[tokio::test]
async fn a_raw_response_comes_after_the_retries() {
    let server = Server::start([failing(UNAVAILABLE, ""), failing("429 Too Many Requests", "")]).await;
    let response = client(&server.url()).read().raw().await.unwrap();
    assert_eq!((response.status().as_u16(), server.seen().len()), (429, 3));
}

/// The pause between two requests that a server saw.
async fn pause(answer: Answer, first: Duration) -> Duration {
    let server = Server::start([answer, made()]).await;
    builder(&server.url()).backoff(first).build().unwrap().read().await.unwrap();
    let seen = server.seen();
    seen[1].at - seen[0].at
}

#[tokio::test]
async fn the_pause_is_the_clients_where_the_server_asks_for_none() {
    let first = Duration::from_millis(100);
    for headers in ["", "retry-after: 0\r\n", "retry-after: soon\r\n", "retry-after: -1\r\n", "retry-after: \r\n"] {
        let pause = pause(failing(UNAVAILABLE, headers), first).await;
        assert!(pause >= first / 2 && pause < first * 20, "{headers}: {pause:?}");
    }
    // A date that has passed asks for none.
    let past = format!("retry-after: {}\r\n", httpdate::fmt_http_date(SystemTime::now() - Duration::from_secs(100)));
    assert!(pause(failing(UNAVAILABLE, &past), first).await < first * 20);
}

#[tokio::test]
async fn pauses_double() {
    let server = Server::start([failing(UNAVAILABLE, "")]).await;
    let client = builder(&server.url()).backoff(Duration::from_millis(40)).retries(3).build().unwrap();
    client.read().await.unwrap_err();
    let seen = server.seen();
    let pauses: Vec<_> = seen.windows(2).map(|pair| (pair[1].at - pair[0].at).as_millis()).collect();
    for (pause, least) in pauses.iter().zip([20, 40, 80]) {
        assert!(*pause >= least, "{pauses:?}");
    }
}

#[tokio::test]
async fn retry_after_is_kept_in_seconds_and_as_a_date() {
    let first = Duration::from_millis(1);
    let seconds = pause(failing(UNAVAILABLE, "retry-after: 1\r\n"), first);
    // Relative to the server's own clock, which is wrong by years.
    let [now, then] = ["Mon, 07 Nov 1994 08:49:37 GMT", "Mon, 07 Nov 1994 08:49:38 GMT"];
    let date = pause(failing("429 Too Many Requests", &format!("date: {now}\r\nretry-after: {then}\r\n")), first);
    // Relative to ours, where the server tells none; a date has whole seconds.
    let ours = format!("retry-after: {}\r\n", httpdate::fmt_http_date(SystemTime::now() + Duration::from_millis(1900)));
    let ours = pause(failing(UNAVAILABLE, &ours), first);
    let (seconds, date, ours) = tokio::join!(seconds, date, ours);
    let second = Duration::from_secs(1);
    assert!(seconds >= second && seconds < second * 5, "{seconds:?}");
    assert!(date >= second && date < second * 5, "{date:?}");
    assert!(ours >= second / 2 && ours < second * 5, "{ours:?}");
}

#[tokio::test]
async fn a_retry_after_that_is_too_long_is_not_waited_for() {
    let date = format!("retry-after: {}\r\n", httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(1000)));
    for headers in ["retry-after: 61\r\n", "retry-after: 99999999999999999999999999\r\n", &date] {
        let server = Server::start([failing("429 Too Many Requests", headers), made()]).await;
        let error = client(&server.url()).read().await.unwrap_err();
        assert_eq!((error.attempts(), error.status().unwrap().as_u16()), (1, 429));
        assert!(error.headers().unwrap().contains_key("retry-after"));
    }
    let server = Server::start([failing("429 Too Many Requests", "retry-after: 1\r\n"), made()]).await;
    let client = builder(&server.url()).retry_after_limit(Duration::from_millis(999)).build().unwrap();
    assert_eq!(client.read().await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn no_pause_is_longer_than_the_call() {
    let server = Server::start([failing(UNAVAILABLE, "retry-after: 1\r\n")]).await;
    let start = tokio::time::Instant::now();
    let error = client(&server.url()).read().timeout(Duration::from_millis(900)).await.unwrap_err();
    // What the server said is worth more than that there was no time left.
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 1));
    assert!(start.elapsed() < Duration::from_millis(900));
}

#[tokio::test]
async fn bounds_without_end_are_none() {
    let server = Server::start([failing(UNAVAILABLE, ""), made()]).await;
    let client = builder(&server.url())
        .timeout(Duration::MAX)
        .idle_timeout(Duration::MAX)
        .retry_after_limit(Duration::MAX)
        .build()
        .unwrap();
    client.read().await.unwrap();
    let endless = builder(&server.url()).backoff(Duration::MAX).timeout(Duration::MAX).build().unwrap();
    endless.read().await.unwrap();
}
