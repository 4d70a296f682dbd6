//! The keywords of strings, and the Rust types that hold them.

use crate::{
    diagnostic::catalogue,
    ir::{Format, Pattern, Term, Text, TextKind},
    names::{Usage, Words},
    pattern::{self, Translated, automaton::automaton},
};

use super::{Context, Lower, Place, View};

/// Words of a name that tell a credential, where its value is never sent back.
const CREDENTIALS: [&str; 7] = ["password", "secret", "token", "key", "credential", "passphrase", "pin"];

impl Lower<'_> {
    /// The keywords of a string.
    pub(super) fn text(&mut self, view: &View, context: &Context) -> Text {
        let (format, format_kind) = self.text_format(view);
        let kind = if self.is_secret(view, context) { TextKind::Secret } else { format_kind };
        Text {
            kind,
            min_length: view.greatest(self.schemas, |part| part.min_length.as_ref()),
            max_length: view.least(self.schemas, |part| part.max_length.as_ref()),
            pattern: self.pattern(view, context),
            format,
        }
    }

    /// The format that is asserted, and the type that holds such texts.
    fn text_format(&mut self, view: &View) -> (Option<Format>, TextKind) {
        let mut found = (None, TextKind::Plain);
        for (place, name) in self.formats(view) {
            let known = match name.as_str() {
                "date-time" => (Some(Format::DateTime), TextKind::DateTime),
                "date" => (Some(Format::Date), TextKind::Date),
                "uuid" => (Some(Format::Uuid), TextKind::Uuid),
                "uri" => (Some(Format::Uri), TextKind::Plain),
                "email" => (Some(Format::Email), TextKind::Plain),
                "hostname" => (Some(Format::Hostname), TextKind::Plain),
                "ipv4" => (Some(Format::Ipv4), TextKind::Plain),
                "ipv6" => (Some(Format::Ipv6), TextKind::Plain),
                "byte" => (Some(Format::Byte), TextKind::Base64),
                // These say what a text is for, not what it looks like.
                "binary" | "password" => continue,
                _ => {
                    self.unknown_format(place, &name, "string");
                    continue;
                }
            };
            found = self.one_format(place, found, known, &name);
        }
        for &schema in view.ids() {
            let Some(encoding) = self.schemas.get(schema).content_encoding.clone() else {
                continue;
            };
            let span = encoding.span;
            let place = Place { schema, span };
            if encoding.value.eq_ignore_ascii_case("base64") {
                found = self.one_format(place, found, (Some(Format::Base64), TextKind::Base64), "base64");
            } else {
                let what = format!("contentEncoding: {}", encoding.value.escape_debug());
                self.note_as(&catalogue::UNKNOWN_FORMAT, place, &what, "not checked", "only `base64` is known");
            }
        }
        found
    }

    /// Takes a format, where there is none before.
    fn one_format(
        &mut self,
        place: Place,
        before: (Option<Format>, TextKind),
        found: (Option<Format>, TextKind),
        name: &str,
    ) -> (Option<Format>, TextKind) {
        match before.0 {
            None => found,
            Some(format) if Some(format) == found.0 => before,
            Some(_) => {
                let what = format!("format: {name}");
                self.note(place, &what, "not checked", "a string is checked for one format");
                before
            }
        }
    }

    fn pattern(&mut self, view: &View, context: &Context) -> Option<Pattern> {
        let mut found: Option<Pattern> = None;
        for &schema in view.ids() {
            let Some(source) = self.schemas.get(schema).pattern.clone() else {
                continue;
            };
            let span = source.span;
            let term = |regex: String, negated| Term { automaton: automaton(&regex), regex, negated };
            let terms = match pattern::translate(&source.value) {
                Translated::Regex(regex) => Ok(vec![term(regex, false)]),
                Translated::Conjunction(terms) => Ok(terms.into_iter().map(|it| term(it.regex, it.negated)).collect()),
                Translated::Backtracking(excess) => Err(format!("it can't be searched for in linear time: {excess}")),
                Translated::Invalid(reason) => Err(format!("it is no regular expression: {reason}")),
            };
            let why = match (terms, &found) {
                (Ok(terms), None) => {
                    let wanted = context.name().then(&Words::of("pattern"));
                    let function = self.functions.claim(&wanted, Usage::Method).ident;
                    found = Some(Pattern { source: source.value, terms, function });
                    continue;
                }
                (Ok(_), Some(before)) if before.source == source.value => continue,
                (Ok(_), Some(_)) => "a string is checked for one pattern".to_owned(),
                (Err(why), _) => why,
            };
            let place = Place { schema, span };
            self.note_as(&catalogue::UNSUPPORTED_PATTERN, place, "pattern", "not checked", &why);
        }
        found
    }

    /// Whether a string must not show: a password, what `refract.toml` names, or a credential that is only written.
    fn is_secret(&self, view: &View, context: &Context) -> bool {
        let named = |name: &str| Words::of(name).as_slice().iter().any(|word| CREDENTIALS.contains(&word.as_str()));
        let of_credential = context.name().as_slice().iter().any(|word| CREDENTIALS.contains(&word.as_str()))
            || context.member_name().is_some_and(named);
        view.parts(self.schemas).any(|part| {
            part.format.as_ref().is_some_and(|format| format.value == "password")
                || (part.write_only && of_credential)
                || self.options.secrets.iter().any(|secret| secret.value == part.pointer)
        })
    }
}
