//! Formats against examples, the official suite and the `jsonschema` crate.

#![allow(clippy::expect_used, clippy::print_stderr, reason = "these are tests")]

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use refract_codegen::pattern::{Translated, translate};
use refract_support::format::duration::DURATION;
use refract_support::format::host::{EMAIL, HOSTNAME, IDN_EMAIL, IDN_HOSTNAME, is_hostname, is_idn_hostname};
use refract_support::format::pointer::{JSON_POINTER, RELATIVE_JSON_POINTER};
use refract_support::format::regex::{REGEX, is_regex};
use refract_support::format::template::URI_TEMPLATE;
use refract_support::format::uri::{IRI, IRI_REFERENCE, URI, URI_REFERENCE};
use refract_support::format::{BASE64, BYTE, DATE, DATE_TIME, IPV4, IPV6, TIME, UUID, scan_base64};
use refract_support::schema::Format;
use serde_json::{Value, json};
use std::cell::Cell;
use std::path::PathBuf;

const FORMATS: [&Format; 19] = [
    &DATE_TIME,
    &DATE,
    &TIME,
    &DURATION,
    &UUID,
    &URI,
    &URI_REFERENCE,
    &IRI,
    &IRI_REFERENCE,
    &URI_TEMPLATE,
    &JSON_POINTER,
    &RELATIVE_JSON_POINTER,
    &REGEX,
    &EMAIL,
    &IDN_EMAIL,
    &HOSTNAME,
    &IDN_HOSTNAME,
    &IPV4,
    &IPV6,
];

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
fn time() {
    check(
        &TIME,
        &[
            "00:00:00Z",
            "23:59:59z",
            "12:00:00.123456789012345678901234567890-00:00",
            "12:00:00+23:59",
            "23:59:60Z",
            "23:59:60.999Z",
            // The last second of a day in UTC, told by clocks ahead of it and behind.
            "00:59:60+01:00",
            "18:59:60-05:00",
            "23:58:60+23:59",
            "00:00:60-23:59",
        ],
        &[
            "",
            "12:00:00",
            "12:00Z",
            "T12:00:00Z",
            "2026-02-28T12:00:00Z",
            "24:00:00Z",
            "12:60:00Z",
            "12:00:61Z",
            "12:00:60Z",
            "23:59:60+01:00",
            "00:59:60-01:00",
            "12:00:00.Z",
            "12:00:00,5Z",
            "12:00:00+24:00",
            "12:00:00+0100",
            "12:00:00+01",
            "12:00:00Z\n",
            "1٢:00:00Z",
        ],
    );
}

#[test]
fn duration() {
    check(
        &DURATION,
        &[
            "P1Y",
            "P1Y2M3DT4H5M6S",
            "P3W",
            "P2M1D",
            "PT5M",
            "PT4H5M",
            "P1DT5M6S",
            "P0Y",
            "P007D",
            "p1dt1s",
            "P123456789012345678901234567890Y",
        ],
        &[
            "",
            "P",
            "PT",
            "P1",
            "PY",
            "1D",
            "P1DT",
            "P1Y1D",
            "PT1H1S",
            "P1D1M",
            "PT1D",
            "P1H",
            "P1S",
            "P1W1D",
            "P1WT1H",
            "P1DT1W",
            "PT1W",
            "P1.5D",
            "P1,5D",
            "P-1D",
            "+P1D",
            "P1D ",
            "P1D1D",
            "P1DT1HT1M",
            "P٢D",
            "P1DTé",
        ],
    );
}

#[test]
fn pointers() {
    check(
        &JSON_POINTER,
        &["", "/", "//", "/a/0/-", "/~0~1/~01", "/é \"\\%\n", "/#"],
        &["a", "#", "#/a", " /a", "/~", "/a~/b", "/~2", "/~~0", "/a/~é"],
    );
    check(
        &RELATIVE_JSON_POINTER,
        &["0", "0#", "10#", "0/", "1/a/~0b", "99999999999999999999/a"],
        &["", "#", "/a", "00", "01/a", "-1", "+1/a", "1.0", "0##", "0#/a", "0a", "1/~2", "1 ", "٢"],
    );
}

#[test]
fn uri_template() {
    check(
        &URI_TEMPLATE,
        &[
            "",
            "/a/b?c=d#e",
            "{a}",
            "/{a_1.b_2,%C3%A9*}{?c:9999,d}",
            "{+a}{#a}{.a}{/a}{;a}{?a}{&a}",
            "{=a}{,a}{!a}{@a}{|a}",
            "it's:é%20\u{E000}[]",
        ],
        &[
            "{",
            "}",
            "{}",
            "{+}",
            "{a",
            "a}",
            "{{a}}",
            "{a}}",
            "{a b}",
            "{a,}",
            "{,,a}",
            "{a:}",
            "{a:0}",
            "{a:01}",
            "{a:10000}",
            "{a:1*}",
            "{a*:1}",
            "{a**}",
            "{.}",
            "{a.}",
            "{a..b}",
            "{é}",
            "{a-b}",
            "{%4}",
            "{$a}",
            "a b",
            "a\"",
            "<a>",
            "a\\b",
            "a^b",
            "a`b",
            "a|b",
            "%",
            "%4",
            "%4g",
            "\u{7F}",
            "\u{85}",
            "\u{FFFE}",
        ],
    );
}

#[test]
fn uri_references() {
    check(
        &URI_REFERENCE,
        &[
            "",
            "a",
            "/",
            "/a:b",
            "./a:b",
            "a/b:c",
            "?a:b",
            "#a:b",
            "//",
            "//a@b:1/c?d#e",
            "//[::1]",
            "..",
            "a:b",
            "a%20b?/?#/?",
        ],
        &["1:a", ":", "é", " ", "a b", "//a:b", "//[::1", "a[1]", "#a#b", "%", "a\\b", "http://[1.2.3.4]"],
    );
    // Whatever is a URI is a reference and an IRI.
    for uri in ["a:", "http://user@host:80/a;b?c#d", "urn:a:b", "http://[v1.a]/"] {
        assert!([&URI, &URI_REFERENCE, &IRI, &IRI_REFERENCE].iter().all(|format| (format.is_valid)(uri)), "{uri}");
    }
}

#[test]
fn iris() {
    check(
        &IRI,
        &[
            "http://bücher.example/straße?größe=ä#ö",
            "http://üser:paß@host/",
            "a:é%C3%A9",
            "a:b?\u{E000}\u{F0000}\u{10FFFD}",
            "a:\u{A0}\u{D7FF}\u{F900}\u{FDCF}\u{FDF0}\u{FFEF}\u{10000}\u{EFFFD}",
        ],
        &[
            "/é",
            "é",
            "é:a",
            "http://é b/",
            "http://[é::1]/",
            "http://[v1.é]/",
            "http://host:é/",
            "a:\u{9F}",
            "a:\u{E000}",
            "a:#\u{E000}",
            "\u{E000}:a?\u{E000}",
            "a:\u{FDD0}",
            "a:\u{FFF0}",
            "a:\u{1FFFE}",
            "a:\u{E0001}",
            "a:?\u{FFFFE}",
            "a:é<b",
        ],
    );
    check(
        &IRI_REFERENCE,
        &["", "é", "//é/é?é#é", "?é\u{E000}", "é/a:b"],
        &["é:b", "é b", "#\u{E000}", "é\u{E000}", "\\é"],
    );
}

#[test]
fn regex_syntax() {
    check(
        &REGEX,
        &[
            "",
            "|",
            "()",
            "(|a)*",
            "^a+?b*c??$",
            "a{2}b{2,}c{2,3}?",
            "a{0,18446744073709551616}",
            "[]",
            "[^]",
            "[]a]",
            "[a-z\\d-][-a][a-][\\b\\-]",
            "[\\u{1F600}-\\u{1F64F}][\u{1F600}-\u{1F64F}][\\uD83D\\uDE00-\\uD83D\\uDE4F]",
            "(?:a)(?=b)(?!c)(?<=d)(?<!e)",
            "(?=a)*",
            "(?i:a)(?-s:b)(?im-s:c)",
            "(?<year>a)\\k<year>",
            "\\k<é>(?<é>a)",
            "\\1(a)",
            "((((((((((a))))))))))\\10",
            "\\bfoo\\B",
            "\\cA\\0\\x41\\u0041\\u{0041}\\/\\^\\-",
            "\\p{L}\\P{gc=Lu}\\p{Script=Greek}\\p{ASCII_Hex_Digit}",
            "\\uD83D\\u0041",
            "a]b}c",
            "a{,2}{x",
            "(?<a>b)|(?<a>c)",
            "(?:(?<a>b)|(?:(?<a>c)|d))|(?<a>e)",
        ],
        &[
            "(",
            ")",
            "a)",
            "(a",
            "())",
            "[",
            "[a",
            "[\\]",
            "*",
            "+a",
            "?",
            "a**",
            "a+*",
            "a{1}{2}",
            "{2}",
            "(*)",
            "|+",
            "a|{2}",
            "^*",
            "\\b+",
            "(?<=a)*",
            "(?<!a){2}",
            "a{2,1}",
            "\\",
            "\\a",
            "\\k",
            "\\k<a>",
            "(?<a>b)\\k<b>",
            "\\1",
            "(a)\\2",
            "(?:a)\\1",
            "\\00",
            "\\08",
            "[\\1]",
            "\\c",
            "\\c1",
            "\\cé",
            "\\x4",
            "\\xg0",
            "\\u004",
            "\\u{}",
            "\\u{110000}",
            "\\u{4",
            "\\u{+4}",
            "\\x+4",
            "\\p",
            "\\pL",
            "\\p{}",
            "\\p{L",
            "\\p{a b}",
            "\\p{x=L}",
            "[b-a]",
            "[\\u0042-A]",
            "(?",
            "(?a)",
            "(?i)a",
            "(?P<a>b)",
            "(?#a)",
            "(?>a)",
            "(?ii:a)",
            "(?i-i:a)",
            "(?-:a)",
            "(?x:a)",
            "(?i",
            "(?<>a)",
            "(?<1a>b)",
            "(?<a b>c)",
            "(?<a",
            "(?<a>b)(?<a>c)",
            "(?<a>(?<a>b))",
            "(?<a>b|(?<a>c))",
            "(?:(?<a>b)|c)(?<a>d)",
            "(?<a>b)|c(?<a>d)(?<a>e)",
        ],
    );
}

#[test]
fn regex_needs_no_stack() {
    for depth in [1_000, 200_000] {
        let nested = "(".repeat(depth) + "a" + &")*".repeat(depth);
        assert!(is_regex(&nested));
        assert!(!is_regex(&nested[1..]) && !is_regex(&nested[..nested.len() - 2]));
        // Each of these would take time with the square of its length, were anything looked for twice.
        for part in ["[", "(?<a", "{", "\\u{", "\\p{", "(?i", "(?<a>|", "a{1"] {
            is_regex(&part.repeat(depth));
        }
    }
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
fn idn_hostname() {
    let label = "a".repeat(63);
    // In ASCII, `xn--`, what of it is ASCII, a hyphen and three digits for the rest.
    let (longest, longer) = (format!("{}ü", "a".repeat(55)), format!("{}ü", "a".repeat(56)));
    let name = format!("{label}.{label}.{label}.{}", "a".repeat(61));
    check(
        &IDN_HOSTNAME,
        &[
            "a",
            "a-b.c",
            "bücher.example",
            "Bücher",
            "xn--bcher-kva.example",
            "δοκιμή。例え．テスト｡한국",
            "मराठी",
            &label,
            &name,
            &longest,
            "עברית",
            "א1",
            "א٢",
            "א",
            "فارسی.example",
            // A joiner after a virama, and a non-joiner there or between letters that would be joined.
            "क्\u{200D}ष",
            "क्\u{200C}ष",
            "نامه\u{200C}ای",
            "ب\u{64B}\u{200C}\u{64B}ب",
        ],
        &[
            "",
            ".",
            "a.",
            "。a",
            "a..b",
            "a．。b",
            "-ü",
            "ü-",
            "üü--a",
            "xn--ü",
            "a_ü",
            "ü b",
            "xn--a",
            "xn--aa-",
            "xn---aa",
            "\u{301}a",
            "☃",
            "½",
            "\u{FDD0}",
            &format!("{label}a"),
            &format!("{name}a"),
            &longer,
            // Directions: one within the label, of each label of the name, and one kind of digits.
            "אa",
            "aא",
            "1א",
            "א1a",
            "1.א",
            "a1.1a.א",
            "א-.a",
            "א1٢",
            "\u{200D}a",
            "a\u{200D}b",
            "a\u{200C}b",
            "ا\u{200C}ب",
            "क्\u{200C}षa\u{200C}b",
        ],
    );
    assert!(is_idn_hostname("א1.a1") && !is_idn_hostname("א1.1a") && is_idn_hostname("a1.1a"));
    // A label stands for the same in Unicode and in ASCII: here, for an א after an a.
    assert!(!is_idn_hostname(&a_label(1, 'א')) && is_idn_hostname(&a_label(0, 'א')));
    assert!(!is_idn_hostname(&format!("1.{}", a_label(0, 'א'))));
}

#[test]
fn labels_are_as_long_as_their_punycode() {
    for (ascii, code) in [(0, 'ü'), (1, 'ü'), (20, '例'), (40, '한'), (50, '\u{20000}')] {
        let label = a_label(ascii, code);
        let unicode = "a".repeat(ascii as usize) + &code.to_string();
        for (length, fits) in [(253, true), (254, false)] {
            let rest = length - label.len() - 1;
            let rest = "b.".repeat((rest - 1) / 2) + if rest % 2 == 1 { "b" } else { "bb" };
            for label in [&label, &unicode] {
                assert_eq!(is_idn_hostname(&format!("{label}.{rest}")), fits, "{label}.{rest}");
            }
        }
    }
}

#[test]
fn idn_email() {
    let local = "é".repeat(32);
    check(
        &IDN_EMAIL,
        &[
            "a@b",
            "é@ü.example",
            "\"é b\"@c",
            "用户@例え.テスト",
            "é.\u{301}@a",
            "a@[127.0.0.1]",
            "\u{80}@a",
            &format!("{local}@b"),
        ],
        &[
            "é",
            "@é",
            "é@",
            "é@-ü",
            "é..a@b",
            "é b@c",
            "a@ü_b",
            "a＠b",
            "a@b。c",
            "\"é\"b@c",
            "a@[é]",
            "a@1.א",
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
    assert!(!is_hostname(&a_label(1, '\u{200D}')) && !is_hostname(&a_label(1, '\u{200C}')));
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
        let groups = if format.name == "regex" {
            groups.into_iter().chain(suite("optional/format/ecmascript-regex.json").into_iter().flatten()).collect()
        } else {
            groups
        };
        for test in groups.iter().flat_map(|group| group["tests"].as_array()).flatten() {
            if let Some(text) = test["data"].as_str() {
                assert_eq!(Some((format.is_valid)(text)), test["valid"].as_bool(), "{}: {test}", format.name);
                count += 1;
            }
        }
    }
    assert!(count > 550, "{count} tests");
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
        // Small letters, as in all ABNF.
        "duration" => text.contains(|letter: char| letter.is_ascii_lowercase()),
        // Operators that RFC 6570 reserves are in its grammar.
        "uri-template" => ["{=", "{,", "{!", "{@", "{|"].iter().any(|operator| text.contains(operator)),
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
fn agrees_on_times_and_durations() {
    const TIMES: &[&str] = &["23:59:59Z", "12:34:56.789z", "23:59:60Z", "20:29:60-03:30", "09:29:60+09:30"];
    agrees(&TIME, TIMES, "0123456789012345678969-+:.TtZz é");
    agrees(&DURATION, &["P1Y2M3DT4H5M6S", "P2W", "PT1H", "P1DT2M", "P10Y"], "0123456789PYMDTHMSW.- é");
}

#[test]
fn agrees_on_references_and_iris() {
    const SEEDS: &[&str] = &[
        "http://user:pass@example.com:8080/a/b%20c?d=e#f",
        "//[::1]:80/",
        "a/b:c",
        "./a:b",
        "?a#b",
        "http://é.example/é?é#é",
        "é",
    ];
    agrees(&URI_REFERENCE, SEEDS, "azAZ019:/?#[]@!$&'()*+,;=-._~%%4vV <>\"{}|\\^`é");
    agrees(&IRI, SEEDS, "azAZ019:/?#[]@!$&'()*+,;=-._~%%4vV <>\"{}|\\^`é例");
    agrees(&IRI_REFERENCE, SEEDS, "azAZ019:/?#[]@!$&'()*+,;=-._~%%4vV <>\"{}|\\^`é例");
}

#[test]
fn agrees_on_templates_and_pointers() {
    agrees(&URI_TEMPLATE, &["/a{b}/{?c*,d:3}", "{+a.b}", "{#a}%20", "a-é", "{;a_1%41}"], "az09{}{}?+#&./;,:*%_ '\"é");
    agrees(&JSON_POINTER, &["/a~0b/~1", "", "/0", "//"], "a0~~01/#é ");
    agrees(&RELATIVE_JSON_POINTER, &["0/a~0b", "10#", "1", "2//~1"], "0123~/#a-+é ");
}

#[test]
fn agrees_on_regular_expressions() {
    const SEEDS: &[&str] = &[
        "^(a|b)*[c-z]+?$",
        "(?<n>a{2,3})\\k<n>",
        "(?:a(?=b)(?!c))",
        "(?<=a)b\\1(c)",
        "[^\\d\\b-]\\p{L}",
        "\\u{41}\\x41\\u0041",
        "\\bfoo.bar\\B",
    ];
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(20_000);
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    // Modifiers, braces that begin with a comma and names that stand twice are what `pattern` does not know.
    let departs = |text: &str| {
        let named = text.split("(?<").skip(1).filter(|rest| !rest.starts_with(['=', '!']));
        let modifiers = text.split("(?").skip(1).any(|rest| rest.starts_with(['i', 'm', 's', '-']));
        modifiers || text.contains("{,") || text.contains("\\p") || text.contains("\\P") || named.count() > 1
    };
    let outcome =
        TestRunner::new(config).run(&mutated(SEEDS, "ab01(((?)))[[]]{{}}<>=!:|*+?^$.,-\\\\kduxpbn é"), |text| {
            if !departs(&text) {
                let expected = !matches!(translate(&text), Translated::Invalid(_));
                prop_assert_eq!(is_regex(&text), expected);
            }
            Ok(())
        });
    assert!(outcome.is_ok(), "{outcome:?}");
}

#[test]
fn agrees_on_base64() {
    const SEEDS: &[&str] =
        &["", "AA==", "AAA=", "Zm9vYmFy", "+/+/", "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4"];
    agrees(&BASE64, SEEDS, "AAAABQgwZaz019+/==-_ \né");
}
