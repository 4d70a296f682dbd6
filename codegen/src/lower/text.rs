//! The keywords of strings, and the Rust types that hold them.

use crate::{
    diagnostic::catalogue,
    ir::{Format, Pattern, Term, Text, TextKind},
    names::{Usage, Words},
    normalise::Types,
    pattern::{self, Translated, automaton::automaton},
};

use super::{Context, Lower, Place, View};

/// Words of a name that tell a credential, where its value is never sent back.
const CREDENTIALS: [&str; 7] = ["password", "secret", "token", "key", "credential", "passphrase", "pin"];

impl Lower<'_> {
    /// The keywords of a string.
    pub(super) fn text(&mut self, view: &View, context: &Context) -> Text {
        let (format, format_kind) = self.text_format(view);
        let is_plain = self.own_type(view, Types::STRING).is_some();
        let kind = match (self.is_secret(view, context), is_plain) {
            (true, _) => TextKind::Secret,
            (false, true) => TextKind::Plain,
            (false, false) => format_kind,
        };
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
                "time" => (Some(Format::Time), TextKind::Plain),
                "duration" => (Some(Format::Duration), TextKind::Plain),
                "idn-email" => (Some(Format::IdnEmail), TextKind::Plain),
                "idn-hostname" => (Some(Format::IdnHostname), TextKind::Plain),
                "uri-reference" => (Some(Format::UriReference), TextKind::Plain),
                "iri" => (Some(Format::Iri), TextKind::Plain),
                "iri-reference" => (Some(Format::IriReference), TextKind::Plain),
                "uri-template" => (Some(Format::UriTemplate), TextKind::Plain),
                "json-pointer" => (Some(Format::JsonPointer), TextKind::Plain),
                "relative-json-pointer" => (Some(Format::RelativeJsonPointer), TextKind::Plain),
                "regex" => (Some(Format::Regex), TextKind::Plain),
                // These say what a text is for, not what it looks like.
                "binary" | "password" => continue,
                _ => {
                    self.unknown_format(place, &name, "string");
                    continue;
                }
            };
            // Others are rules.
            if found.0.is_none() {
                found = known;
            }
        }
        for &schema in view.ids() {
            let Some(encoding) = self.schemas.get(schema).content_encoding.clone() else {
                continue;
            };
            let span = encoding.span;
            let place = Place { schema, span };
            if encoding.value.eq_ignore_ascii_case("base64") {
                if found.0.is_none() {
                    found = (Some(Format::Base64), TextKind::Base64);
                }
            } else {
                let what = format!("contentEncoding: {}", encoding.value.escape_debug());
                self.note_as(&catalogue::UNKNOWN_FORMAT, place, &what, "not checked", "only `base64` is known");
            }
        }
        found
    }

    /// The first pattern that can be searched for; others are rules.
    fn pattern(&mut self, view: &View, context: &Context) -> Option<Pattern> {
        let schemas = self.schemas;
        view.ids().iter().find_map(|&schema| {
            let source = schemas.get(schema).pattern.as_ref()?;
            self.translated(Place { schema, span: source.span }, &source.value, "pattern", context)
        })
    }

    /// A pattern of a keyword, where it can be searched for; else it is written down that it is not checked.
    pub(super) fn translated(
        &mut self,
        place: Place,
        source: &str,
        keyword: &str,
        context: &Context,
    ) -> Option<Pattern> {
        let term = |regex: String, negated| Term { automaton: automaton(&regex), regex, negated };
        let why = match pattern::translate(source) {
            Translated::Regex(regex) => return Some(self.named_pattern(source, vec![term(regex, false)], context)),
            Translated::Conjunction(terms) => {
                let terms = terms.into_iter().map(|it| term(it.regex, it.negated)).collect();
                return Some(self.named_pattern(source, terms, context));
            }
            Translated::Backtracking(excess) => format!("it can't be searched for in linear time: {excess}"),
            Translated::Invalid(reason) => format!("it is no regular expression: {reason}"),
        };
        self.note_as(&catalogue::UNSUPPORTED_PATTERN, place, keyword, "not checked", &why);
        None
    }

    fn named_pattern(&mut self, source: &str, terms: Vec<Term>, context: &Context) -> Pattern {
        let wanted = context.name().then(&Words::of("pattern"));
        let function = self.functions.claim(&wanted, Usage::Method).ident;
        Pattern { source: source.to_owned(), terms, function }
    }

    /// Whether a string must not show: a password, what `refract.toml` names, or a credential that is only written.
    fn is_secret(&self, view: &View, context: &Context) -> bool {
        let named = |name: &str| Words::of(name).as_slice().iter().any(|word| CREDENTIALS.contains(&word.as_str()));
        let of_credential = context.name().as_slice().iter().any(|word| CREDENTIALS.contains(&word.as_str()))
            || context.member_name().is_some_and(named);
        view.parts(self.schemas).any(|part| {
            part.format.as_ref().is_some_and(|format| format.value == "password")
                || (part.write_only && of_credential)
                || self.secrets.contains(part.pointer.as_str())
        })
    }
}
