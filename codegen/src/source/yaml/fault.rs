//! The parser's syntax errors as diagnostics: exactly where, and how to mend those that people make most.

use granit_parser::{ErrorKind, ScanError};

use super::TOO_DEEP;
use crate::{
    diagnostic::{Diagnostic, catalogue},
    source::{FileId, character, character_at, described},
};

/// The report of a place that is not YAML.
pub(super) fn diagnostic(text: &str, file: FileId, error: &ScanError) -> Diagnostic {
    let kind = error.kind();
    let marker = error.marker().byte_offset().unwrap_or(text.len());
    let at = exact(text, marker, kind).unwrap_or(marker);
    let message = match kind {
        ErrorKind::RecursionLimitExceeded => TOO_DEEP.to_owned(),
        ErrorKind::UnexpectedCharacter { character } => {
            format!("unexpected character {}", described(Some(*character)))
        }
        _ => error.info().to_owned(),
    };
    let diagnostic = Diagnostic::new(&catalogue::SYNTAX, character_at(text, file, at), message);
    match hint(kind) {
        Some(hint) => diagnostic.help(hint),
        None => diagnostic,
    }
}

/// The byte that an error is about, where the parser stands elsewhere.
fn exact(text: &str, at: usize, kind: &ErrorKind) -> Option<usize> {
    match kind {
        // It stands at the beginning of the text that the tab or the escape is in.
        ErrorKind::TabInPlainScalar | ErrorKind::TabAtBlockScalarStart => indenting_tab(text, at),
        ErrorKind::UnknownQuotedScalarEscape | ErrorKind::InvalidQuotedScalarHexEscape => wrong_escape(text, at),
        // It stands behind the tab.
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::InvalidBlockEntryWhitespace
            if character(text, at) != Some('\t') =>
        {
            let before = text.get(..at)?;
            let tab = before.rfind('\t')?;
            (before.rfind('\n') < Some(tab)).then_some(tab)
        }
        _ => None,
    }
}

/// The first tab after a byte that indents a line.
fn indenting_tab(text: &str, at: usize) -> Option<usize> {
    let after = text.get(at..)?;
    after.match_indices('\n').find_map(|(end, _)| {
        let line = after.get(end + 1..)?.trim_start_matches(' ');
        line.starts_with('\t').then(|| text.len() - line.len())
    })
}

/// The first escape that YAML does not have in the string whose opening quote is at a byte.
fn wrong_escape(text: &str, quote: usize) -> Option<usize> {
    let mut at = quote + 1;
    loop {
        at += text.get(at..)?.find('\\')?;
        let escape = character(text, at + 1)?;
        let digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ if "0abt\tnvfre \"/\\N_LP\r\n".contains(escape) => 0,
            _ => return Some(at),
        };
        let end = at + 1 + escape.len_utf8() + digits;
        let digits = text.get(end - digits..end).unwrap_or("missing");
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Some(at);
        }
        at = end;
    }
}

/// How to mend the syntax errors that people make most.
fn hint(kind: &ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::InvalidBlockEntryWhitespace => "write spaces instead of the tab",
        ErrorKind::MappingValueNotAllowed => "a text that has `: ` in it must be quoted",
        ErrorKind::SimpleKeyExpected => "a `:` with a blank after it is missing, or the text must be quoted",
        ErrorKind::UnexpectedCharacter { character } if character.is_ascii_punctuation() => {
            "a text that begins with this character must be quoted"
        }
        ErrorKind::UnknownQuotedScalarEscape => "in double quotes `\\` escapes: write `\\\\`, or use single quotes",
        ErrorKind::RecursionLimitExceeded => "move inner values to components of their own",
        _ => return None,
    })
}
