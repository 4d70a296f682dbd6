//! Texts that are kept as they came, secrets, and conversions to other crates' types.

use proptest::prelude::*;
use refract_support::format::is_base64;
use refract_support::secret::Secret;
use refract_support::text::{Base64, Date, DateTime, InvalidText, Uuid};

#[test]
fn texts_are_checked_and_kept() {
    let text = "2026-02-28t23:59:59.500Z";
    let moment = DateTime::try_from(text).expect("valid");
    assert_eq!(moment.as_str(), text);
    assert_eq!(moment.to_string(), text);
    assert_eq!(format!("{moment:?}"), format!("DateTime({text:?})"));
    assert_eq!(moment.clone().into_string(), text);
    assert_ne!(moment, DateTime::unchecked("2026-02-28T23:59:59.5Z"), "equal by text");
    assert_eq!(DateTime::unchecked("tomorrow").as_str(), "tomorrow");
    assert_eq!("2026-02-28".parse::<Date>(), Date::try_from("2026-02-28".to_owned()));
}

#[test]
fn errors_say_what_is_wanted_and_not_the_value() {
    let errors: [InvalidText; 4] = [
        "hunter2".parse::<DateTime>().expect_err("no date-time"),
        "hunter2".parse::<Date>().expect_err("no date"),
        "hunter2".parse::<Uuid>().expect_err("no UUID"),
        "hunter2".parse::<Base64>().expect_err("no base64"),
    ];
    let messages = errors.map(|error| error.to_string());
    assert_eq!(
        messages,
        [
            "expected a date-time (RFC 3339)",
            "expected a date (RFC 3339)",
            "expected a UUID (RFC 9562)",
            "expected base64 (RFC 4648)",
        ]
    );
}

#[test]
fn base64_by_the_rfc() {
    // The vectors of RFC 4648, section 10.
    for (bytes, text) in [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ] {
        assert_eq!(Base64::encode(bytes).as_str(), text);
        assert_eq!(Base64::unchecked(text).decode().as_deref(), Ok(bytes.as_bytes()));
    }
    assert_eq!(Base64::encode([0xFB, 0xEF, 0xBE, 0xFF]).as_str(), "++++/w==");
    for text in ["Zg", "Zh==", "Zg==Zg==", "Z-==", "é==="] {
        assert!(Base64::unchecked(text).decode().is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn base64_round_trips(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        let text = Base64::encode(&bytes);
        prop_assert!(is_base64(text.as_str()));
        prop_assert_eq!(text.decode(), Ok(bytes));
    }
}

#[test]
fn secrets_do_not_show() {
    let secret = Secret::from("hunter2");
    assert_eq!(format!("{secret:?} {:#?}", Some(&secret)), "Secret(…) Some(\n    Secret(…),\n)");
    assert_eq!(secret.expose(), "hunter2");
    assert_eq!(secret, Secret::from("hunter2".to_owned()));
}

/// A moment as text, and in milliseconds since 1970.
#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
const MOMENTS: [(&str, i64); 6] = [
    ("1970-01-01T00:00:00Z", 0),
    ("1970-01-01t00:00:00.123456789123z", 123),
    ("2026-02-28T23:59:59.5+01:30", 1_772_317_799_500),
    ("1969-12-31T23:59:59.25-00:00", -750),
    ("0000-01-01T00:00:00Z", -62_167_219_200_000),
    ("9999-12-30T23:59:59+12:00", 253_402_214_399_000 - 43_200_000),
];

#[cfg(feature = "jiff")]
#[test]
fn jiff_values() {
    use jiff::{Timestamp, civil};
    for (text, milliseconds) in MOMENTS {
        let moment = DateTime::try_from(text).expect(text).to_jiff().expect(text);
        assert_eq!(moment.as_millisecond(), milliseconds, "{text}");
        let back = DateTime::from(moment);
        assert_eq!(DateTime::try_from(back.as_str()).as_ref(), Ok(&back), "still valid");
        assert_eq!(back.to_jiff().expect(text), moment);
    }
    let leap = DateTime::try_from("2016-12-31T23:59:60Z").expect("valid").to_jiff();
    assert_eq!(leap.expect("read"), "2016-12-31T23:59:59Z".parse::<Timestamp>().expect("a timestamp"));
    assert!(DateTime::unchecked("tomorrow").to_jiff().is_err());
    let day = civil::date(2026, 2, 28);
    assert_eq!(Date::from(day), Date::unchecked("2026-02-28"));
    assert_eq!(Date::from(day).to_jiff().expect("a date"), day);
}

#[cfg(feature = "chrono")]
#[test]
fn chrono_values() {
    use chrono::{FixedOffset, NaiveDate, TimeZone};
    for (text, milliseconds) in MOMENTS {
        let moment = DateTime::try_from(text).expect(text).to_chrono().expect(text);
        assert_eq!(moment.timestamp_millis(), milliseconds, "{text}");
        let back = DateTime::from(moment);
        assert_eq!(DateTime::try_from(back.as_str()).as_ref(), Ok(&back), "still valid");
        assert_eq!(back.to_chrono(), Ok(moment));
    }
    // An offset from before time zones.
    let offset = FixedOffset::east_opt(1_172).expect("an offset");
    let moment = offset.with_ymd_and_hms(1900, 1, 1, 0, 19, 32).single().expect("a moment");
    assert_eq!(DateTime::from(moment).as_str(), "1900-01-01T00:00:00Z");
    let day = NaiveDate::from_ymd_opt(2026, 2, 28).expect("a date");
    assert_eq!(Date::from(day), Date::unchecked("2026-02-28"));
    assert_eq!(Date::from(day).to_chrono(), Ok(day));
}

#[cfg(feature = "time")]
#[test]
fn time_values() {
    for (text, milliseconds) in MOMENTS {
        let moment = DateTime::try_from(text).expect(text).to_time().expect(text);
        assert_eq!(moment.unix_timestamp_nanos().div_euclid(1_000_000), i128::from(milliseconds), "{text}");
        let back = DateTime::try_from(moment).expect("a date-time");
        assert_eq!(DateTime::try_from(back.as_str()).as_ref(), Ok(&back), "still valid");
        assert_eq!(back.to_time(), Ok(moment));
    }
    let day = time::Date::from_calendar_date(2026, time::Month::February, 28).expect("a date");
    assert_eq!(Date::try_from(day).ok(), Some(Date::unchecked("2026-02-28")));
    assert_eq!(Date::unchecked("2026-02-28").to_time(), Ok(day));
    assert!(Date::unchecked("today").to_time().is_err());
}

#[cfg(feature = "uuid")]
#[test]
fn uuid_values() {
    let text = "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6";
    let number = Uuid::try_from(text).expect("valid").to_uuid().expect("a UUID");
    assert_eq!(number.as_u128(), 0xF81D4FAE_7DEC_11D0_A765_00A0C91E6BF6);
    assert_eq!(Uuid::from(number).as_str(), text.to_lowercase());
    assert!(Uuid::unchecked("none").to_uuid().is_err());
}
