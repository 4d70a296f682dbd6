//! Diagnostics for people and for machines. Knows nothing of what the defects mean.
//!
//! Nothing of a source reaches the output but what a terminal shows as it stands: neither control characters nor
//! those that turn the direction of writing, nor lines of megabytes.

mod excerpt;
mod visible;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, renderer::DEFAULT_TERM_WIDTH};

use self::excerpt::Excerpt;
use super::{Diagnostic, Diagnostics, Label, Severity};
use crate::source::Sources;

/// Diagnostics as text, each with its places underlined and followed by an empty line, in their order.
///
/// With `colour`, with the escape sequences of terminals.
pub fn text(sources: &Sources, diagnostics: &Diagnostics, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    // Excerpts are cut before they are handed over. The room is for the labels that stand behind the lines.
    let renderer = renderer.term_width(DEFAULT_TERM_WIDTH * 10);
    diagnostics.iter().map(|diagnostic| report(sources, diagnostic, &renderer) + "\n\n").collect()
}

/// Diagnostics for machines: a line for each, in their order, which is a JSON object.
///
/// Its members are `code`, `severity` (`error` or `warning`), `title`, `message`, `help` and `labels`; those of a label
/// are `file`, `line`, `column`, `end_line`, `end_column` (from 1, columns in characters), `byte_start`, `byte_end`
/// (from 0) and `text`. Ends are the places behind the last character. The first label is where the defect is.
pub fn json(sources: &Sources, diagnostics: &Diagnostics) -> String {
    diagnostics.iter().map(|diagnostic| json_line(sources, diagnostic)).collect()
}

/// What stands for the place of an excerpt until it is rendered: a character that is in no text that is shown.
const PLACE: char = '\u{FDD0}';

fn report(sources: &Sources, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.code.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let excerpts = Excerpt::of(sources, &diagnostic.labels);
    let title = level.primary_title(visible::message(headline(diagnostic)));
    let group = Group::with_title(title.id(diagnostic.code.id))
        .elements(excerpts.iter().map(snippet))
        .element(Level::HELP.message(visible::message(help(diagnostic))));
    with_places(&renderer.render(&[group]), &excerpts)
}

fn snippet(excerpt: &Excerpt) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let annotations = excerpt.marks.iter().map(|mark| {
        let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(mark.range.clone());
        if mark.text.is_empty() { annotation } else { annotation.label(mark.text.as_str()) }
    });
    Snippet::source(excerpt.text.as_str()).line_start(excerpt.line).path(PLACE.to_string()).annotations(annotations)
}

/// Puts the places of the excerpts in. The renderer would count columns in what it is given, which may be a cut.
fn with_places(rendered: &str, excerpts: &[Excerpt]) -> String {
    let mut parts = rendered.split(PLACE);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (part, excerpt) in parts.zip(excerpts) {
        text.push_str(&excerpt.place);
        text.push_str(part.trim_start_matches(|character: char| character == ':' || character.is_ascii_digit()));
    }
    text
}

/// What is wrong, in a sentence.
fn headline(diagnostic: &Diagnostic) -> &str {
    if diagnostic.message.is_empty() { diagnostic.code.title } else { &diagnostic.message }
}

/// How to mend it.
fn help(diagnostic: &Diagnostic) -> &str {
    diagnostic.help.as_deref().unwrap_or(diagnostic.code.help)
}

fn json_line(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let severity = match diagnostic.code.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let labels: Vec<String> = diagnostic.labels.iter().map(|label| json_label(sources, label)).collect();
    // By hand, for the order of the members.
    format!(
        "{{\"code\":{},\"severity\":{},\"title\":{},\"message\":{},\"help\":{},\"labels\":[{}]}}\n",
        visible::json(diagnostic.code.id),
        visible::json(severity),
        visible::json(diagnostic.code.title),
        visible::json(headline(diagnostic)),
        visible::json(help(diagnostic)),
        labels.join(","),
    )
}

fn json_label(sources: &Sources, label: &Label) -> String {
    let source = sources.get(label.span.file);
    let (start, end) = (label.span.start as usize, label.span.end as usize);
    let (line, column) = source.position(start);
    let (end_line, end_column) = source.position(end);
    format!(
        "{{\"file\":{},\"line\":{line},\"column\":{column},\"end_line\":{end_line},\"end_column\":{end_column},\
         \"byte_start\":{start},\"byte_end\":{end},\"text\":{}}}",
        visible::json(&source.path),
        visible::json(&label.text),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        diagnostic::{Code, catalogue},
        source::{FileId, Span},
    };

    fn span(sources: &Sources, file: FileId, text: &str) -> Span {
        let start = sources.get(file).text.find(text).unwrap();
        Span { file, start: start as u32, end: (start + text.len()) as u32 }
    }

    fn shown(sources: &Sources, diagnostic: Diagnostic) -> String {
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(diagnostic);
        text(sources, &diagnostics, false)
    }

    #[test]
    fn a_place_is_underlined_and_a_help_follows() {
        let mut sources = Sources::default();
        let file = sources.add("spec/api.json", "{\n  \"mapping\": {\n    \"é\": \"#/a/Skil\"\n  }\n}\n");
        let place = span(&sources, file, "\"#/a/Skil\"");
        let diagnostic = Diagnostic::new(&catalogue::DISCRIMINATOR_TARGET, place, "`é` leads nowhere")
            .label("no such schema; did you mean `Skill`?");
        let expected = "\
warning[R0501]: `é` leads nowhere
 --> spec/api.json:3:10
  |
3 |     \"é\": \"#/a/Skil\"
  |          ^^^^^^^^^^ no such schema; did you mean `Skill`?
  |
  = help: correct the reference, or remove the entry, which no value is read by

";
        assert_eq!(shown(&sources, diagnostic), expected);
    }

    #[test]
    fn other_places_are_shown_where_they_are() {
        let mut sources = Sources::default();
        let first = sources.add("a.yaml", format!("name: 1\nname: 2\n{}  name: 3\n", "x:\n".repeat(20)));
        let second = sources.add("b.yaml", "other: 1\n");
        let diagnostic = Diagnostic::new(&catalogue::INFINITE_VALUE, span(&sources, first, "name: 2"), "circle")
            .also(span(&sources, first, "name: 1"), "first")
            .also(span(&sources, first, "name: 3"), "far")
            .also(span(&sources, second, "other"), "there")
            .help("break it");
        let expected = "\
warning[R0409]: circle
  --> a.yaml:2:1
   |
 1 | name: 1
   | ------- first
 2 | name: 2
   | ^^^^^^^
   |
  ::: a.yaml:23:3
   |
23 |   name: 3
   |   ------- far
   |
  ::: b.yaml:1:1
   |
 1 | other: 1
   | ----- there
   |
   = help: break it

";
        assert_eq!(shown(&sources, diagnostic), expected);
    }

    #[test]
    fn of_a_minified_document_a_window_is_shown_with_the_true_column() {
        let mut sources = Sources::default();
        let filler = "\"é\":0,".repeat(1 << 18);
        let file = sources.add("api.json", format!("{{{filler}\"here\":1,{filler}\"z\":0}}"));
        let diagnostic = Diagnostic::new(&catalogue::WRONG_KIND, span(&sources, file, "\"here\""), "wrong");
        let expected = "\
warning[R0105]: wrong
 --> api.json:1:1572866
  |
1 | …0,\"é\":0,\"é\":0,\"é\":0,\"é\":0,\"here\":1,\"é\":0,\"é\":0,\"é\":0,\"é\":0…
  |                            ^^^^^^
  |
  = help: write a value of the type that is named; `ledger.json` has a line where something is left out

";
        assert_eq!(shown(&sources, diagnostic), expected);
    }

    #[test]
    fn what_the_source_says_is_never_obeyed() {
        let mut sources = Sources::default();
        let hostile = "\u{1B}]0;x\u{7}\u{9B}31m\u{202E}\u{2066}\r\u{FDD0}:1:1";
        let file = sources.add(format!("a{hostile}.yaml"), format!("k{hostile}: {hostile}\nb"));
        let diagnostic =
            Diagnostic::new(&catalogue::SYNTAX, Span { file, start: 0, end: 4 }, hostile).label(hostile).help(hostile);
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(diagnostic);
        for shown in [text(&sources, &diagnostics, false), json(&sources, &diagnostics)] {
            let obeyed = |character: char| {
                (character.is_control() && character != '\n') || "\u{202E}\u{2066}\u{FDD0}".contains(character)
            };
            assert!(!shown.contains(obeyed), "{shown:?}");
        }
        // Escape sequences are there with colour, and they are the renderer's: colours and nothing else.
        let coloured = text(&sources, &diagnostics, true);
        assert!(coloured.contains("\u{1B}[1m"));
        for sequence in coloured.split('\u{1B}').skip(1) {
            let end = sequence.find(|character: char| !"[0123456789;".contains(character));
            assert_eq!(end.and_then(|end| sequence[end..].chars().next()), Some('m'));
        }
    }

    #[test]
    fn wide_characters_are_underlined_where_they_stand() {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", "空: \tx\n");
        let diagnostic = Diagnostic::new(&catalogue::WRONG_KIND, span(&sources, file, "x"), "wrong");
        let shown = shown(&sources, diagnostic);
        assert!(shown.contains(" --> a.yaml:1:5\n  |\n1 | 空:     x\n  |         ^\n"), "{shown}");
    }

    #[test]
    fn the_title_speaks_where_there_is_no_message_and_places_can_be_missing() {
        let mut diagnostic = Diagnostic::new(&catalogue::VERSION, Span::default(), "");
        diagnostic.labels.clear();
        let shown = shown(&Sources::default(), diagnostic);
        assert!(shown.starts_with("error[R0103]: the version of OpenAPI is not known\n"), "{shown}");
        assert!(shown.contains("= help: write"));
    }

    #[test]
    fn every_diagnostic_is_followed_by_an_empty_line() {
        let mut diagnostics = Diagnostics::default();
        for name in ["one", "two"] {
            diagnostics.push(Diagnostic::new(&catalogue::VERSION, Span::default(), name));
        }
        let shown = text(&Sources::default(), &diagnostics, false);
        assert_eq!(shown.matches("\n\n").count(), 2);
        assert!(shown.find("one") < shown.find("two"));
        assert_eq!(text(&Sources::default(), &Diagnostics::default(), true), "");
    }

    #[test]
    fn machines_get_an_object_a_line() {
        static CODE: Code = Code { id: "R9999", severity: Severity::Warning, title: "a \"title\"", help: "in general" };
        let mut sources = Sources::default();
        let file = sources.add("dir/ä.yaml", "é: [1,\n 2]\n");
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(
            Diagnostic::new(&CODE, span(&sources, file, "[1,\n 2]"), "")
                .label("here")
                .also(span(&sources, file, "é"), ""),
        );
        diagnostics.push(Diagnostic::new(&catalogue::VERSION, Span::default(), "own").help("own help"));
        let expected = concat!(
            r#"{"code":"R9999","severity":"warning","title":"a \"title\"","message":"a \"title\"","help":"in general","#,
            r#""labels":[{"file":"dir/ä.yaml","line":1,"column":4,"end_line":2,"end_column":4,"#,
            r#""byte_start":4,"byte_end":11,"text":"here"},{"file":"dir/ä.yaml","line":1,"column":1,"#,
            r#""end_line":1,"end_column":2,"byte_start":0,"byte_end":2,"text":""}]}"#,
            "\n",
        );
        let shown = json(&sources, &diagnostics);
        let (first, second) = shown.split_at(shown.find('\n').unwrap() + 1);
        assert_eq!(first, expected);
        let second: serde_json::Value = serde_json::from_str(second).unwrap();
        assert_eq!((&second["message"], &second["help"]), (&"own".into(), &"own help".into()));
        assert_eq!(second["severity"], "error");
    }

    proptest! {
        #[test]
        fn any_places_of_any_text_are_shown(
            content in "([a{é空𝄞 \t\u{301}\u{200D}\u{1B}]{0,12}(\r?\n)?| {30}){0,12}",
            places in proptest::collection::vec((0..160_u32, 0..160_u32, "[a ]{0,3}"), 0..5),
            colour in any::<bool>(),
        ) {
            let mut sources = Sources::default();
            let file = sources.add("a.yaml", content);
            let mut diagnostic = Diagnostic::new(&catalogue::SYNTAX, Span::default(), "wrong");
            diagnostic.labels = places
                .into_iter()
                .map(|(start, end, text)| Label { span: Span { file, start, end }, text })
                .collect();
            let expected = diagnostic.labels.first().map(|label| sources.position(label.span));
            let mut diagnostics = Diagnostics::default();
            diagnostics.push(diagnostic);
            let shown = text(&sources, &diagnostics, colour);
            if let Some((line, column)) = expected {
                let place = format!("a.yaml:{line}:{column}");
                prop_assert!(shown.contains(&place), "{place} in {shown}");
            }
            for line in json(&sources, &diagnostics).lines() {
                prop_assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "{line}");
            }
        }
    }
}
