//! Formats against examples, the official suite and the `jsonschema` crate.

#![allow(clippy::expect_used, clippy::print_stderr, reason = "these are tests")]

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use refract_support::format::{
    BASE64, BYTE, DATE, DATE_TIME, EMAIL, HOSTNAME, IPV4, IPV6, URI, UUID, is_hostname, scan_base64,
};
use refract_support::schema::Format;
use serde_json::{Value, json};
use std::cell::Cell;
use std::path::PathBuf;

const FORMATS: [&Format; 8] = [&DATE_TIME, &DATE, &UUID, &URI, &EMAIL, &HOSTNAME, &IPV4, &IPV6];

#[track_caller]
fn check(format: &Format, valid: &[&str], invalid: &[&str]) {
    for text in valid {
        assert!((format.is_valid)(text), "{text:?} is a valid {}", format.name);
    }
    for text in invalid {
        assert!(!(format.is_valid)(text), "{text:?} is no valid {}", format.name);
    }
}

#[test]
fn date_time() {
    check(
        &DATE_TIME,
        &[
            "2026-02-28T23:59:59Z",
            "2026-02-28t23:59:59z",
            "2024-02-29T00:00:00.000000000000001-00:00",
            "0000-01-01T00:00:00+23:59",
            "2016-12-31T23:59:60Z",
            "2017-01-01T09:29:60.5+09:30",
            "2016-12-31T00:29:60-23:30",
        ],
        &[
            "",
            "2026-02-28",
            "2026-02-28 23:59:59Z",
            "2026-02-28T23:59:59",
            "2026-02-28T23:59:59.Z",
            "2026-02-28T23:59Z",
            "2026-02-28T24:00:00Z",
            "2026-02-28T23:60:00Z",
            "2026-02-28T23:59:61Z",
            "2016-12-31T23:59:60+00:01",
            "2016-12-31T22:59:60Z",
            "2026-02-28T23:59:59+24:00",
            "2026-02-28T23:59:59+01:60",
            "2026-02-28T23:59:59+0100",
            "2026-02-28T23:59:59Z ",
            "2026-02-29T23:59:59Z",
            "2026-02-28T2٣:59:59Z",
            "20é6-02-28T23:59:59Z",
        ],
    );
}

#[test]
fn date() {
    check(
        &DATE,
        &["2026-12-31", "2024-02-29", "2000-02-29", "0000-02-29", "9999-01-01"],
        &["2026-13-01", "2026-00-10", "2026-04-31", "2026-01-00", "1900-02-29", "2026-1-01", "2026/01/01", "٢٠٢٦-1"],
    );
}

#[test]
fn uuid() {
    check(
        &UUID,
        &["f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"],
        &[
            "f81d4fae7dec11d0a76500a0c91e6bf6",
            "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}",
            "f81d4fae-7dec-11d0-a765-00a0c91e6bfg",
            "f81d4fae-7dec-11d0-a76500-a0c91e6bf6",
            "f81d4fae-7dec-11d0+a765-00a0c91e6bf6",
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf",
        ],
    );
}

#[test]
fn uri() {
    check(
        &URI,
        &[
            "a:",
            "a+b-c.d:e",
            "s3://bucket/key%20name",
            "http://user:pass%40word@host:8080/a/b;c=d//e?f=/?#g/?",
            "http://host:",
            "http://",
            "file:///etc/hosts",
            "http://[::1]:80",
            "http://[::ffff:10.0.0.1]/",
            "http://[v1F.a:b!]/",
            "urn:isbn:0451450523",
            "mailto:a@b",
            "data:text/plain,%C3%A9",
        ],
        &[
            "",
            ":a",
            "/a",
            "//a/b",
            "1a:b",
            "a b:c",
            "a:b c",
            "a:é",
            "http://a@b@c",
            "http://host:80a",
            "http://[::1",
            "http://[::1]a",
            "http://[::g]",
            "http://[v.a]",
            "http://[v1.]",
            "http://[v1.%41]",
            "http://[fe80::1%25eth0]",
            "http://[10.0.0.1]",
            "http://a%4",
            "a:b#c#d",
            "a:[b]",
            "a:b?[c]",
        ],
    );
}

#[test]
fn hostname() {
    let (label, long) = ("a".repeat(63), "a".repeat(64));
    let longest = format!("{label}.{label}.{label}.{}", &label[..61]);
    let longer = format!("{longest}a");
    check(
        &HOSTNAME,
        &["a", "a.b.c", "1.2", "a-b", "abc---d", &label, &longest, "XN--MNCHEN-3YA.de"],
        &["", ".", "a.", ".a", "a..b", "-a", "a-", "a_b", "é", "a b", &long, &longer, "ab--c", "xn--", "xn--a"],
    );
}

#[test]
fn email() {
    let local = "a".repeat(64);
    check(
        &EMAIL,
        &[
            "a@b",
            "a.b+c/d@e.f",
            r#""a b"@c"#,
            r#""a\"b\\ c\ d"@e"#,
            r#""a@b <c"@d"#,
            r#"""@a"#,
            "a@[127.0.0.1]",
            "a@[ipv6:::1]",
            &format!("{local}@b"),
        ],
        &[
            "",
            "@",
            "a",
            "a@",
            "@a",
            "a@b@c",
            ".a@b",
            "a..b@c",
            "a b@c",
            "é@c",
            "a@é",
            "a@b_c",
            "a@b.",
            r#""a"b"@c"#,
            r#""a\"@c"#,
            r#""@c"#,
            "\"a\tb\"@c",
            "\"\u{7F}\"@c",
            "a@[::1]",
            "a@[127.0.0.01]",
            "a@[x:y]",
            "A <a@b>",
            &format!("{local}a@b"),
        ],
    );
}

#[test]
fn ip_addresses() {
    check(
        &IPV4,
        &["0.0.0.0", "255.255.255.255"],
        &["1.2.3", "1.2.3.4.5", "01.2.3.4", "256.2.3.4", "1.2.3.4 ", "0x1.2.3.4", "1.2.3.٤", "::1"],
    );
    check(
        &IPV6,
        &["::", "1::", "1:2:3:4:5:6:7::", "::FFFF:1.2.3.4", "1:2:3:4:5:6:7:8"],
        &["", ":", "1:2:3:4:5:6:7", "1::2::3", "::12345", "::1%eth0", "[::1]", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.04"],
    );
}

#[test]
fn base64() {
    for format in [&BASE64, &BYTE] {
        check(
            format,
            &["", "AA==", "AAA=", "AAAA", "+/az", "Zm9vYmFy"],
            &[
                "A", "AA", "AAA", "AB==", "AAB=", "A===", "====", "AAA-", "AAA_", "AA=A", "AA==AA==", "AAA=\n", "AA A",
                "AAAé",
            ],
        );
    }
}

#[test]
fn base64_finds_one_byte_anywhere() {
    for length in [0, 1, 31, 32, 33, 64, 100] {
        let clean = vec![b'Z'; length];
        assert_eq!(scan_base64(&clean, 0), length);
        for at in 0..length {
            for byte in (0..=u8::MAX).filter(|&byte| !byte.is_ascii_alphanumeric() && !b"+/".contains(&byte)) {
                let mut bytes = clean.clone();
                bytes[at] = byte;
                assert_eq!(scan_base64(&bytes, 0), at, "{byte} at {at} of {length}");
                assert_eq!(scan_base64(&bytes, at), at);
                assert_eq!(scan_base64(&bytes, at + 1), length);
            }
        }
    }
    assert_eq!(scan_base64(b"AAAA", 9), 9);
}

/// Punycode for a label of `a`s and then one code point beyond ASCII.
fn a_label(ascii: u32, code: char) -> String {
    let delimiter = if ascii > 0 { "-" } else { "" };
    let mut label = format!("xn--{}{delimiter}", "a".repeat(ascii as usize));
    let mut delta = (u32::from(code) - 128) * (ascii + 1) + ascii;
    let mut threshold = (1..=2).map(|_| 1).chain(std::iter::repeat(26));
    loop {
        let threshold = threshold.next().unwrap_or(26);
        let last = delta < threshold;
        let digit = if last { delta } else { threshold + (delta - threshold) % (36 - threshold) };
        label.push(char::from_digit(if digit < 26 { digit + 10 } else { digit - 26 }, 36).unwrap_or('?'));
        if last {
            return label;
        }
        delta = (delta - threshold) / (36 - threshold);
    }
}

#[test]
fn labels_hold_letters_marks_and_digits() {
    let letter = regex::Regex::new(r"^[\p{L}\p{Nd}]$").expect("a pattern");
    let mark = regex::Regex::new(r"^[\p{Mn}\p{Mc}]$").expect("a pattern");
    let assigned = regex::Regex::new(r"^\P{Cn}$").expect("a pattern");
    // Contextual rules and exceptions have tests of their own.
    let special = |code: char| {
        matches!(
            code,
            '\u{B7}'
                | '\u{375}'
                | '\u{5F3}'
                | '\u{5F4}'
                | '\u{640}'
                | '\u{6FD}'
                | '\u{6FE}'
                | '\u{7FA}'
                | '\u{F0B}'
                | '\u{200C}'
                | '\u{200D}'
                | '\u{3007}'
                | '\u{302E}'
                | '\u{302F}'
                | '\u{3031}'..='\u{3035}' | '\u{303B}' | '\u{30FB}'
        )
    };
    let mut buffer = [0; 4];
    for code in ('\u{80}'..=char::MAX).filter(|&code| !special(code)) {
        let text = code.encode_utf8(&mut buffer);
        // The standard library may know a newer Unicode.
        if assigned.is_match(text) {
            let (letter, mark) = (letter.is_match(text), mark.is_match(text));
            assert_eq!(is_hostname(&a_label(0, code)), letter, "{code:?} alone");
            assert_eq!(is_hostname(&a_label(1, code)), letter || mark, "{code:?} after an a");
        }
    }
}

#[test]
fn labels_in_context() {
    // In turn: a middle dot between two l, a keraia before Greek (also beyond its first block), the letter keraia
    // alone, a Katakana middle dot after Han, after nothing.
    let valid = ["xn--ll-0ea", "xn--wva3j", "xn--wva3je"].map(is_hostname);
    assert_eq!(valid, [true, false, true]);
    assert!(is_hostname("xn--vek778f") && !is_hostname("xn--vek"));
    assert!(!is_hostname(&a_label(1, '\u{200D}')) && is_hostname(&a_label(1, '\u{200C}')));
    assert!(!is_hostname(&a_label(1, '\u{640}')) && is_hostname(&a_label(1, '\u{6FD}')));
}

/// The official test suite, where the environment says it is.
fn suite(file: &str) -> Option<Vec<Value>> {
    let Some(root) = std::env::var_os("REFRACT_SHARED").map(PathBuf::from) else {
        eprintln!("left out: REFRACT_SHARED does not say where the JSON Schema test suite is");
        return None;
    };
    let path = root.join("json-schema-suite/suite/tests/draft2020-12").join(file);
    let text = std::fs::read_to_string(&path).expect("the suite's file");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn official_suite() {
    let mut count = 0;
    for format in FORMATS {
        let Some(groups) = suite(&format!("optional/format/{}.json", format.name)) else {
            return;
        };
        for test in groups.iter().flat_map(|group| group["tests"].as_array()).flatten() {
            if let Some(text) = test["data"].as_str() {
                assert_eq!(Some((format.is_valid)(text)), test["valid"].as_bool(), "{}: {test}", format.name);
                count += 1;
            }
        }
    }
    assert!(count > 300, "{count} tests");
}

/// What `jsonschema` says; of `contentEncoding`, by the last draft that asserts it.
fn oracle(format: &Format) -> jsonschema::Validator {
    let draft = match format.keyword {
        "contentEncoding" => jsonschema::Draft::Draft7,
        _ => jsonschema::Draft::Draft202012,
    };
    jsonschema::options()
        .with_draft(draft)
        .should_validate_formats(true)
        .with_email_options(jsonschema::EmailOptions::default().without_display_text())
        .build(&json!({ format.keyword: format.name }))
        .expect("a schema")
}

/// Where this crate means to say something else than `jsonschema`, by the RFC.
fn departs(format: &Format, text: &str) -> bool {
    match format.name {
        // Padding ends the text (RFC 4648, section 3.3); `jsonschema` goes on after it.
        "base64" => text.trim_end_matches('=').contains('='),
        // RFC 5321: no tab in a quoted string, but a quoted space; ` <` there begins no address.
        "email" => text.contains('\t') || text.contains(" <") || text.contains("\\ ") || departs(&HOSTNAME, text),
        // `xn--` in either case (RFC 5890, section 2.3.2.1), and the contextual rules of RFC 5892.
        "hostname" => text.to_ascii_lowercase().contains("xn--"),
        _ => false,
    }
}

/// Texts that a format's own examples turn into by a few edits.
fn mutated(seeds: &'static [&'static str], alphabet: &'static str) -> impl Strategy<Value = String> {
    let edit = (any::<prop::sample::Index>(), 0..4, prop::sample::select(alphabet.chars().collect::<Vec<_>>()));
    (prop::sample::select(seeds), prop::collection::vec(edit, 0..5)).prop_map(|(seed, edits)| {
        let mut text: Vec<char> = seed.chars().collect();
        for (index, kind, code) in edits {
            let at = index.index(text.len() + 1);
            match kind {
                0 => text.insert(at, code),
                1 if at < text.len() => text[at] = code,
                2 if at < text.len() => drop(text.remove(at)),
                _ => text.extend_from_within(at..(at + 3).min(text.len())),
            }
        }
        text.into_iter().collect()
    })
}

/// Compares a format with the oracle on mutated seeds, some of which have to stay valid.
fn agrees(format: &'static Format, seeds: &'static [&'static str], alphabet: &'static str) {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(20_000);
    let oracle = oracle(format);
    let valid = Cell::new(0);
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let outcome = TestRunner::new(config).run(&mutated(seeds, alphabet), |text| {
        if !departs(format, &text) {
            let expected = oracle.is_valid(&Value::from(text.as_str()));
            prop_assert_eq!((format.is_valid)(&text), expected, "{}", format.name);
            valid.set(valid.get() + u32::from(expected));
        }
        Ok(())
    });
    assert!(outcome.is_ok(), "{outcome:?}");
    let share = f64::from(valid.get()) / f64::from(cases);
    assert!((0.05..0.95).contains(&share), "{}: {share} of the texts are valid", format.name);
}

#[test]
fn agrees_on_dates() {
    const SEEDS: &[&str] = &[
        "2026-02-28T23:59:59Z",
        "2024-02-29t12:34:56.789z",
        "2016-12-31T23:59:60Z",
        "2016-12-31T20:29:60-03:30",
        "2017-01-01T09:29:60+09:30",
        "1900-06-30T00:00:00+00:00",
    ];
    agrees(&DATE_TIME, SEEDS, "0123456789012345678969-+:.TtZz é");
    agrees(&DATE, &["2024-02-29", "2026-12-31", "1900-02-28", "2000-06-30"], "012345678901239-/é");
}

#[test]
fn agrees_on_uuids() {
    const SEEDS: &[&str] = &["f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"];
    agrees(&UUID, SEEDS, "0123456789abcdefABCDEFgG-_é");
}

#[test]
fn agrees_on_uris() {
    const SEEDS: &[&str] = &[
        "http://user:pass@example.com:8080/a/b%20c?d=e#f",
        "urn:a:b",
        "http://[::ffff:1.2.3.4]:80/",
        "ldap://[v1.a:b]/c",
        "file:///a",
        "mailto:a@b.c",
        "a+b-c.1:",
    ];
    agrees(&URI, SEEDS, "azAZ019:/?#[]@!$&'()*+,;=-._~%%4vV <>\"{}|\\^`é");
}

#[test]
fn agrees_on_emails_and_hosts() {
    const HOSTS: &[&str] = &["a", "example.com", "a-b.c-d.e", "1.2.3.4", "xn-a.b", "ab-c--d"];
    const EMAILS: &[&str] = &["a@b", "a.b+c@d-e.f", "\"a b\\\"c\"@d", "a@[1.2.3.4]", "a@[IPv6:::1]", "\"\"@a.b"];
    agrees(&HOSTNAME, HOSTS, "azAZ09--..xn_é ");
    agrees(&EMAIL, EMAILS, "az09@@..--\"\"\\[]:<> !#$%&'*+/=?^_`{|}~(),;é\t");
}

#[test]
fn agrees_on_ip_addresses() {
    agrees(&IPV4, &["1.2.3.4", "255.255.255.255", "10.0.0.1"], "0123456789..x:é");
    agrees(&IPV6, &["::", "::1", "1:2:3:4:5:6:7:8", "1::8", "::ffff:1.2.3.4", "fe80::1"], "0123456789abcfF::.%gé");
}

#[test]
fn agrees_on_base64() {
    const SEEDS: &[&str] =
        &["", "AA==", "AAA=", "Zm9vYmFy", "+/+/", "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4"];
    agrees(&BASE64, SEEDS, "AAAABQgwZaz019+/==-_ \né");
}
