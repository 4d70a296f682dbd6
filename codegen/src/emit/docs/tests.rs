//! What becomes of descriptions, tame and hostile.

use proptest::prelude::*;

use super::{docs, lines, parse};

/// Pieces of descriptions that mean something to Markdown, HTML or rustdoc.
const PIECES: &[&str] = &[
    "a",
    "word ",
    " ",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "*",
    "**",
    "***",
    "_",
    "`",
    "``",
    "```",
    "~~~",
    "~",
    "#",
    "# ",
    "- ",
    "* ",
    "1. ",
    "2) ",
    "> ",
    "|",
    "|---|",
    "---",
    "===",
    ":-",
    "\\",
    "!",
    "[",
    "]",
    "](",
    ")",
    "[^1]",
    "[x]: ",
    "https://a.b/c",
    "https://a",
    "(",
    "<",
    ">",
    "&lt;",
    "&#10;",
    "&#x202e;",
    "&",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<code>",
    "</code>",
    "<br>",
    "<p>",
    "</p>",
    "<ul>",
    "</ul>",
    "<ol>",
    "<li>",
    "</li>",
    "<a href=\"https://a.b/(\">",
    "</a>",
    "<pre>",
    "</pre>",
    "<h2>",
    "</h2>",
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<!--",
    "-->",
    "<style>",
    "</style>",
    "<t>",
    "</t>",
    "\u{202E}",
    "\u{FDD0}",
    "é",
    "世界",
];

fn description() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..30).prop_map(|pieces| pieces.concat())
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(lines(text).join("\n"), expected, "{text:?}");
}

#[test]
fn attributes_are_one_a_line() {
    assert_eq!(
        docs("One.\n\n\"Two\" \\three.").to_string(),
        quote::quote! {
            #[doc = " One."]
            #[doc = ""]
            #[doc = " \"Two\" \\three."]
        }
        .to_string()
    );
    assert!(docs("").is_empty() && docs(" \n\n\t").is_empty() && docs("<!-- nothing -->").is_empty());
}

#[test]
fn plain_markdown_stays() {
    for text in [
        "A container.",
        "Uses `name`, *much* or **more**, and [a link](https://a.b/c).",
        "First.\n\nSecond, in two\nlines.",
        "# Heading\n\nText.",
        "- one\n- two\n  - three\n- four",
        "3. three\n4. four",
        "> quoted",
        "| a | b |\n| --- | --- |\n| 1 | `x` |",
        "snake_case and 2 > 1, a & b, C:\\dir, 50%",
        "日本語の説明。",
    ] {
        check(text, text);
    }
}

#[test]
fn markdown_has_one_form() {
    check("* a\n* b", "- a\n- b");
    check("1) a\n1) b", "1. a\n2. b");
    check("Title\n=====\n\nText", "# Title\n\nText");
    check("_a_ __b__", "*a* **b**");
    check("a  \nb", "a\\\nb");
    check("- a\nlazy\n     - over indented", "- a\n  lazy\n  - over indented");
    check("- a\n- b\n\n* c", "- a\n- b\n\n* c");
    check("a|b\n-|-\n1|2|3", "| a | b |\n| --- | --- |\n| 1 | 2 |");
    check("a\n\n---\n\nb", "a\n\nb");
    check("> [!NOTE]\n> Text.", "> **Note**\n>\n> Text.");
    check("> - a\n>\n>   b", "> - a\n>\n>   b");
}

#[test]
fn no_code_is_a_doctest() {
    check("```\nlet x = 1;\n```", "```text\nlet x = 1;\n```");
    check("```rust,should_panic\npanic!()\n```", "```text\npanic!()\n```");
    check("~~~rust\npanic!()\n~~~", "```text\npanic!()\n```");
    check("```\nnever closed", "```text\nnever closed\n```");
    check("Text.\n\n    panic!()", "Text.\n\n```text\npanic!()\n```");
    check("\tpanic!()", "```text\npanic!()\n```");
    check("- item\n\n      panic!()", "- item\n\n  ```text\n  panic!()\n  ```");
    check("1. ```rust\n   panic!()", "1. ```text\n   panic!()\n   ```");
    check("> ```\n> panic!()\n> ```", "> ```text\n> panic!()\n> ```");
    check("````\n```\nfence\n```\n````", "````text\n```\nfence\n```\n````");
    check("<pre><code>\n  panic!()\n</code></pre>", "```text\n  panic!()\n```");
}

#[test]
fn no_link_leads_into_the_crate() {
    check("[foo]", "\\[foo]");
    check("[`Vec`] and [crate::x]", "\\[`Vec`] and \\[crate::x]");
    check("[text][nowhere]", "\\[text]\\[nowhere]");
    check("[text](Foo::bar)", "text");
    check("[text](../page.html) [text](#part)", "text text");
    check("[text](javascript:alert(1))", "text");
    check("[text][ref]\n\n[ref]: https://a.b", "[text](https://a.b)");
    check("![picture](https://a.b/c.png) ![](x.png)", "[picture](https://a.b/c.png)");
    check("really! [x](https://a.b)![y](z)", "really! [x](https://a.b)y");
    check("wow!<a href='https://a.b'>x</a>", "wow\\![x](https://a.b)");
    check("[x](https://a.b/(c)) [y](<https://a.b/c d>)", "[x](<https://a.b/(c)>) [y](https://a.b/c%20d)");
    check("Note[^1]\n\nand [^1].", "Note\\[^1]\n\nand \\[^1].");
    check("- [ ] to do", "- \\[ ] to do");
}

#[test]
fn addresses_are_links() {
    check("See https://a.b/c_d.", "See <https://a.b/c_d>.");
    check("(https://a.b/c(d)), https://a.b/?x=1&y=2", "(<https://a.b/c(d)>), <https://a.b/?x=1&y=2>");
    check("<https://a.b>", "<https://a.b>");
    check("https://{region}.a.b/{id} https://localhost:80", "`https://{region}.a.b/{id}` `https://localhost:80`");
    check("`https://a.b`", "`https://a.b`");
    check("[https://a.b](https://c.d)", "[https://a.b](https://c.d)");
    check("http:// https:// ahttps", "http:// https:// ahttps");
    check("<me@a.b>", "me@a.b");
}

#[test]
fn text_is_no_html() {
    check("Vec<T>, <t>, </t>, a < b, <-", "Vec\\<T>, \\<t>, \\</t>, a \\< b, \\<-");
    check("`<name>`", "`<name>`");
    check("&lt;script&gt; &amp;lt; AT&T", "\\<script> \\&lt; AT\\&T");
    check("<?php ?> <!DOCTYPE x>", "\\<?php ?> \\<!DOCTYPE x>");
}

#[test]
fn html_becomes_markdown() {
    check("a<br>b<br/><br />c", "a\\\nb\n\nc");
    check("<p>one</p>\n<p>two</p>", "one\n\ntwo");
    check("<b>Scope: </b><code>a:b</code>", "**Scope:** `a:b`");
    check("<i>a</i>, <em>b</em>, <s>c</s>", "*a*, *b*, ~~c~~");
    check("<a href=\"https://a.b\">x</a>, <a href=\"#c\">y</a>", "[x](https://a.b), y");
    check("These: <ul> <li>a</li> <li>b</li> </ul> and", "These:\n\n- a\n- b\n\nand");
    check("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c");
    check("<ol start=\"3\"><li>a<li>b</ol>", "3. a\n4. b");
    check(
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1|2</td><td><code>x|y</code></td></tr></table>",
        "| A | B |\n| --- | --- |\n| 1\\|2 | `x\\|y` |",
    );
    check("<h3>Title</h3>\n<div>\n  text\n</div>", "**Title**\n\ntext");
    check("- a<br>b<p>c", "- a\\\n  b\n\n  c");
    check("| a |\n|---|\n| x<br>y<ul><li>z</li></ul> |", "| a |\n| --- |\n| x<br>y<br>\u{2022} z |");
    check("<code>a`b &lt;*c*&gt;</code>", "``a`b <*c*>``");
    check("<!-- a --><style>b</style>c<span>d</span><script>e</script>", "cd");
    check("10<sup>-9</sup> <img src=x alt=\"picture\">", "10^-9 picture");
}

#[test]
fn text_is_no_markup() {
    check("`never closed", "\\`never closed");
    check("2*3*x a_ _b *c", "2*3*x a\\_ \\_b \\*c");
    check("1986\\. A year.", "1986\\. A year.");
    check("\\# no heading", "\\# no heading");
    check("\\> no quote", "\\> no quote");
    check("a\n: b", "a\n: b");
    check("*/ and \"#", "\\*/ and \"#");
    check("ends with \\", "ends with \\\\");
    check("#[doc = \"x\"] #1", "#\\[doc = \"x\"] #1");
}

#[test]
fn characters_can_be_seen() {
    check("a\u{202E}b&#x202e;c", "aU+202EbU+202Ec");
    check("a\u{0}\u{200B}\u{FEFF}b\r\nc\rd", "ab\nc\nd");
}

#[test]
fn prose_is_wrapped_where_its_own_lines_are_long() {
    let long = "word ".repeat(40);
    for line in &lines(&long)[..2] {
        assert!(line.len() <= 92 && line.len() > 85, "{line}");
    }
    let item = lines(&format!("- {long}"));
    assert!(item[0].starts_with("- word") && item[1].starts_with("  word") && item[1].len() <= 92);
    let breaking = format!("{}1. {}", "word ".repeat(18), "- # word ".repeat(18));
    assert_eq!(lines(&breaking).len(), 3);
    check("short\nlines\nstay", "short\nlines\nstay");
    check(&"x".repeat(200), &"x".repeat(200));
}

#[test]
fn depth_is_bounded() {
    check(&format!("{}x", "> ".repeat(1000)), &format!("{}x", "> ".repeat(12)));
    check(&format!("{}x", "- ".repeat(1000)), &format!("{}x", "- ".repeat(12)));
    assert!(lines(&format!("{}x{}", "*a **b ".repeat(1000), "** *".repeat(1000))).concat().contains('x'));
}

proptest! {
    #[test]
    fn any_description_is_safe(text in prop_oneof![description(), any::<String>()]) {
        let lines = lines(&text);
        prop_assert!(parse::written(&lines.join("\n")).is_some(), "{lines:?}");
        for line in &lines {
            prop_assert!(!line.contains(|character: char| character.is_control()), "{line:?}");
            prop_assert_eq!(line.trim_end(), line);
        }
    }
}
