//! Web addresses: in links, and in text as a person types them. Knows URLs; must not know how Markdown is spelled.

use super::clean::clean_line;
use super::markdown::{Block, Inline};
use super::tidy::push;

/// A target that is a web address, in characters that Markdown takes as they are; `None` for any other target.
pub(super) fn web(target: &str) -> Option<String> {
    let target = clean_line(target);
    let target = target.trim();
    let rest = scheme(target).map(|scheme| &target[scheme.len()..])?;
    rest.starts_with(|first: char| first.is_alphanumeric() || first == '[').then(|| encoded(target))
}

fn scheme(text: &str) -> Option<&str> {
    ["https://", "http://"].iter().find_map(|scheme| {
        let start = text.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(start)
    })
}

/// Encodes what would end a link, or mean something in it.
fn encoded(url: &str) -> String {
    let is_entity = url.contains('&') && url.contains(';');
    let mut encoded = String::with_capacity(url.len());
    for character in url.chars() {
        match character {
            ' ' | '<' | '>' | '\\' | '|' | '`' | '"' | '^' | '{' | '}' => {
                encoded.push_str(&format!("%{:02X}", u32::from(character)));
            }
            ';' if is_entity => encoded.push_str("%3B"),
            _ => encoded.push(character),
        }
    }
    encoded
}

/// Makes links of the addresses that stand in text; rustdoc warns of those that are none.
pub(super) fn link(blocks: Vec<Block>) -> Vec<Block> {
    blocks.into_iter().map(link_block).collect()
}

fn link_block(block: Block) -> Block {
    match block {
        Block::Paragraph(inlines) => Block::Paragraph(link_line(inlines)),
        Block::Heading(level, inlines) => Block::Heading(level, link_line(inlines)),
        Block::Code(code) => Block::Code(code),
        Block::Quote(blocks) => Block::Quote(link(blocks)),
        Block::List(start, items) => Block::List(start, items.into_iter().map(link).collect()),
        Block::Table(mut table) => {
            for cell in table.head.iter_mut().chain(table.rows.iter_mut().flatten()) {
                *cell = link_line(std::mem::take(cell));
            }
            Block::Table(table)
        }
    }
}

fn link_line(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut linked = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) => link_text(&text, &mut linked),
            Inline::Styled(style, inner) => linked.push(Inline::Styled(style, link_line(inner))),
            other => push(other, &mut linked),
        }
    }
    linked
}

fn link_text(text: &str, linked: &mut Vec<Inline>) {
    let mut rest = text;
    while let Some((start, end)) = find(rest) {
        if start > 0 {
            push(Inline::Text(rest[..start].to_owned()), linked);
        }
        let url = &rest[start..end];
        let inline = match web(url) {
            Some(target) if target == url && is_whole(url) => Inline::Link(target, vec![Inline::Text(url.to_owned())]),
            // The pattern of an address, such as `https://{region}.example.com`, leads nowhere.
            _ => Inline::Code(url.to_owned()),
        };
        push(inline, linked);
        rest = &rest[end..];
    }
    if !rest.is_empty() {
        push(Inline::Text(rest.to_owned()), linked);
    }
}

/// The longest address that may be a link, in bytes.
const MAX_URL: usize = 2000;

/// Whether an address leads to a host with a domain.
fn is_whole(url: &str) -> bool {
    let host = url.split("//").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    url.len() <= MAX_URL && host.split_once('.').is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty())
}

/// Where the first address in a text starts and ends.
fn find(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(start) = text.get(from..)?.find("http").map(|found| from + found) {
        let rest = &text[start..];
        let Some(scheme) = scheme(rest) else {
            from = start + "http".len();
            continue;
        };
        let length = rest.find(|character: char| !is_url(character)).unwrap_or(rest.len());
        let url = if length > MAX_URL { &rest[..length] } else { trimmed(&rest[..length]) };
        if url.len() > scheme.len() {
            return Some((start, start + url.len()));
        }
        from = start + scheme.len();
    }
    None
}

fn is_url(character: char) -> bool {
    character.is_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%{}".contains(character)
}

/// An address without the punctuation of the sentence that it stands in.
fn trimmed(url: &str) -> &str {
    let mut url = url;
    while let Some(last) = url.chars().next_back() {
        let opening = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '&' => None,
            ')' => Some('('),
            ']' => Some('['),
            '}' => Some('{'),
            _ => break,
        };
        let count = |wanted| url.matches(wanted).count();
        if opening.is_some_and(|opening: char| count(opening) >= count(last)) {
            break;
        }
        url = &url[..url.len() - last.len_utf8()];
    }
    url
}
