//! The tags of HTML as text: where they end, their names and attributes. Must not know what they mean.

/// A text up to a mark, and what comes after the mark.
pub(super) fn past<'a>(text: &'a str, mark: &str) -> (&'a str, &'a str) {
    let is_mark = |start: usize| {
        let found = text.get(start..start + mark.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(mark))
    };
    match (0..text.len()).find(|&start| is_mark(start)) {
        Some(start) => (&text[..start], &text[start + mark.len()..]),
        None => (text, ""),
    }
}

/// The longest tag, in characters.
const MAX_TAG: usize = 4000;

/// How long the tag or comment at the start of a text is; `None` where there is none.
pub(super) fn tag_length(text: &str) -> Option<usize> {
    if text.starts_with("<!--") {
        return Some(text.find("-->").map_or(text.len(), |end| end + "-->".len()));
    }
    let rest = text.strip_prefix("</").or_else(|| text.strip_prefix('<'))?;
    if !rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let mut quote = None;
    for (index, character) in text.char_indices().take(MAX_TAG) {
        match (quote, character) {
            (None, '>') => return Some(index + 1),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
    }
    // A quotation mark that is never closed hides the end.
    let end = text.char_indices().take(MAX_TAG).find(|(_, character)| *character == '>');
    end.map(|(end, _)| end + 1)
}

/// The name of a tag, empty for comments and such.
pub(super) fn name(tag: &str) -> &str {
    let rest = tag.trim_start_matches(['<', '/']);
    let length = rest.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(rest.len());
    // `<a-b>` is not `<a>`, and `<p_id>` is not `<p>`.
    if rest[length..].starts_with(['-', '_', ':', '.', '@']) { "" } else { &rest[..length] }
}

/// The value of an attribute.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let start = lower.find(&format!(" {name}=")).or_else(|| lower.find(&format!("\n{name}=")))? + name.len() + 2;
    let rest = tag.get(start..)?;
    let value = match rest.chars().next()? {
        quote @ ('"' | '\'') => rest[1..].split(quote).next()?,
        _ => rest.split([' ', '\n', '>']).next()?,
    };
    Some(unescaped(value).replace('\n', " "))
}

pub(super) fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let length = tag_length(&rest[start..]);
        if length.is_none() {
            text.push('<');
        }
        rest = &rest[start + length.unwrap_or(1)..];
    }
    text + rest
}

/// A text in which the character references that code has are characters: Markdown reads none in code.
pub(super) fn unescaped(text: &str) -> String {
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    plain.replace("&nbsp;", " ").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::{attribute, name, past, tag_length, unescaped, without_tags};

    #[test]
    fn tags_end_where_quotation_marks_allow() {
        assert_eq!(tag_length("<b>x"), Some(3));
        assert_eq!(tag_length("</b>x"), Some(4));
        assert_eq!(tag_length("<a title=\"a>b\">x"), Some(15));
        assert_eq!(tag_length("<a title=\">x"), Some(11));
        assert_eq!(tag_length("<!-- <b> -->x"), Some(12));
        assert_eq!(tag_length("<!-- never"), Some(10));
        assert_eq!(tag_length("< b>"), None);
        assert_eq!(tag_length("<3"), None);
        assert_eq!(tag_length("<b"), None);
    }

    #[test]
    fn names_that_only_begin_like_a_tag_are_none() {
        assert_eq!(name("<br/>"), "br");
        assert_eq!(name("</B>"), "B");
        assert_eq!(name("<p_id>"), "");
        assert_eq!(name("<a-b>"), "");
        assert_eq!(name("<!-- -->"), "");
    }

    #[test]
    fn attributes_have_values() {
        assert_eq!(attribute("<a class=x href='https://a.b/?c&amp;d'>", "href").as_deref(), Some("https://a.b/?c&d"));
        assert_eq!(attribute("<a HREF=https://a.b>", "href").as_deref(), Some("https://a.b"));
        assert_eq!(attribute("<a data-href=x>", "href"), None);
        assert_eq!(attribute("<a href=>", "href").as_deref(), Some(""));
        assert_eq!(attribute("<a href=", "href"), None);
    }

    #[test]
    fn marks_are_found_in_either_case() {
        assert_eq!(past("aé</PRE>b", "</pre"), ("aé", ">b"));
        assert_eq!(past("a", "</pre"), ("a", ""));
    }

    #[test]
    fn text_is_left_of_html() {
        assert_eq!(without_tags("a<b>b</b> < c<!-- d -->"), "ab < c");
        assert_eq!(unescaped("&lt;a&gt; &amp;amp;"), "<a> &amp;");
    }
}
