//! Words to an identifier: letter case, keywords and length, by what the identifier is for. Must not know other names.

use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;

use crate::ir::Ident;

use super::reserved::{CRATES, KEYWORDS, NEVER_RAW, PRELUDE, is_windows_device};
use super::words::Words;
use super::{ascii, hash};

/// The longest identifier, in characters.
const MAX_IDENT: usize = 120;
/// The longest name of a module, which is that of its file as well; in characters, all of them ASCII.
const MAX_MODULE: usize = 80;

/// What an identifier is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Usage {
    /// A struct, enum, trait or alias: `SkillReference`.
    Type,
    /// A variant of an enum: `Limit1g`.
    Variant,
    /// A field of a struct, or a parameter of a function: `skill_id`.
    Field,
    /// A function or a method: `list_files`.
    Method,
    /// A module, its file, and the Cargo feature of the same name: `containers`.
    Module,
    /// A static or a constant: `SKILL_REFERENCE`.
    Static,
}

impl Usage {
    /// The identifier for words in this usage, by itself: no other name is looked at.
    pub(super) fn ident(self, words: &Words) -> Ident {
        let cased = match self {
            Self::Module => self.cased(&ascii::ascii(words)),
            _ => self.cased(words),
        };
        Ident(self.unreserved(shorten(&self.begun(cased), self)))
    }

    /// The words of an identifier: those that it was made of, where it says them and no more.
    pub(super) fn words(self, words: &Words, ident: &Ident) -> Words {
        if self.cased(words) == ident.as_str() { words.clone() } else { Words::of_ident(ident) }
    }

    /// Joins words in the usage's case.
    fn cased(self, words: &Words) -> String {
        match self {
            Self::Type | Self::Variant => camel(words),
            Self::Field | Self::Method | Self::Module => valid(&words.as_slice().join("_")),
            Self::Static => screaming(words),
        }
    }

    /// Gives a name that has no first letter one.
    fn begun(self, name: String) -> String {
        match name.chars().next() {
            None => self.pick("Empty", "empty", "EMPTY").to_owned(),
            // A capital or digit that a small letter begins is no name of a type: some letters have no capital.
            Some(first) if is_xid_start(first) && !(self.is_camel() && first.is_lowercase()) => name,
            Some(_) => valid(&format!("{}{name}", self.pick(self.noun(), "value_", "VALUE_"))),
        }
    }

    fn noun(self) -> &'static str {
        if self == Self::Type { "Type" } else { "Value" }
    }

    /// Keeps clear of keywords and of names that Rust gives a meaning.
    fn unreserved(self, name: String) -> String {
        match self {
            Self::Type if PRELUDE.contains(&name) => self.aside(&name),
            Self::Variant if name == "Self" => self.aside(&name),
            Self::Field | Self::Method | Self::Module if NEVER_RAW.contains(&name) => self.aside(&name),
            // `mod r#mod;` would be in the file `mod.rs`.
            Self::Module if name == "mod" || is_windows_device(&name) || CRATES.contains(&name) => self.aside(&name),
            Self::Field | Self::Method | Self::Module if KEYWORDS.contains(&name) => format!("r#{name}"),
            _ => name,
        }
    }

    /// The name that stands in for one that is reserved.
    pub(super) fn aside(self, name: &str) -> String {
        let suffix = match self {
            Self::Type => "Model",
            Self::Variant => "Value",
            Self::Field | Self::Method | Self::Module => "_",
            Self::Static => "_VALUE",
        };
        format!("{}{suffix}", name.trim_start_matches("r#"))
    }

    /// The name with a number after it.
    pub(super) fn numbered(self, name: &str, number: u32) -> String {
        let name = name.trim_start_matches("r#").trim_end_matches('_');
        let digits = name.ends_with(|last: char| last.is_numeric());
        match self {
            Self::Type | Self::Variant if !digits => format!("{name}{number}"),
            _ => format!("{name}_{number}"),
        }
    }

    fn is_camel(self) -> bool {
        matches!(self, Self::Type | Self::Variant)
    }

    fn pick(self, camel: &'static str, snake: &'static str, screaming: &'static str) -> &'static str {
        match self {
            Self::Type | Self::Variant => camel,
            Self::Field | Self::Method | Self::Module => snake,
            Self::Static => screaming,
        }
    }
}

/// An identifier as a person spelled it (`x-rust-name`); `None` where Rust would not take it for this usage.
pub fn exact(name: &str, usage: Usage) -> Option<Ident> {
    let bare = name.strip_prefix("r#").unwrap_or(name);
    let mut characters = bare.chars();
    let first = characters.next()?;
    let is_ident = (is_xid_start(first) || first == '_') && characters.all(is_xid_continue);
    let is_short = bare.chars().count() <= MAX_IDENT && (usage != Usage::Module || bare.is_ascii());
    let ident = usage.unreserved(bare.nfc().collect());
    // Only fields, methods and modules are spelled raw.
    let is_keyword = KEYWORDS.contains(bare) && !ident.starts_with("r#");
    let is_kept = ident.trim_start_matches("r#") == bare && !is_keyword;
    let has_case = !usage.is_camel() || is_camel_case(bare);
    (is_ident && is_short && is_kept && has_case && !NEVER_RAW.contains(bare)).then_some(Ident(ident))
}

/// Whether rustc takes a name for one in upper camel case: no small letter begins it, and `_` stands between digits
/// alone.
fn is_camel_case(name: &str) -> bool {
    let mut parts = name.split('_');
    let first = parts.next().unwrap_or_default();
    let is_digit = |character: Option<char>| character.is_some_and(char::is_numeric);
    let mut before = first.chars().next_back();
    first.starts_with(|first: char| !first.is_lowercase())
        && parts.all(|part| {
            let apart = is_digit(before) && is_digit(part.chars().next());
            before = part.chars().next_back();
            apart
        })
}

/// Joins words in upper camel case. Digits stay apart by `_`, so that `1.2` is not `12`.
fn camel(words: &Words) -> String {
    let mut name = String::new();
    for word in words.as_slice() {
        let first = word.chars().next();
        if first.is_some_and(char::is_numeric) && name.ends_with(char::is_numeric) {
            name.push('_');
        }
        name.extend(first.into_iter().flat_map(char::to_uppercase));
        name.extend(word.chars().skip(1));
    }
    valid(&name)
}

/// Joins words in capitals with `_` between them; small letters that have no capital fall away.
fn screaming(words: &Words) -> String {
    let mut parts = words.as_slice().iter().map(|word| word.to_uppercase().replace(char::is_lowercase, ""));
    let mut name = parts.next().unwrap_or_default();
    for part in parts.filter(|part| !part.is_empty()) {
        name.push('_');
        name.push_str(&part);
    }
    valid(name.trim_start_matches('_'))
}

/// Drops what an identifier can't have; a change of case may have brought it in. Identifiers are compared in NFC.
fn valid(name: &str) -> String {
    name.nfc().filter(|&character| is_xid_continue(character)).collect()
}

/// Cuts a name that is too long, and tells it from others that begin alike by a hash of the whole.
fn shorten(name: &str, usage: Usage) -> String {
    let max = if usage == Usage::Module { MAX_MODULE } else { MAX_IDENT };
    if name.chars().count() <= max {
        return name.to_owned();
    }
    let mark = match usage {
        Usage::Type | Usage::Variant => format!("X{:08x}", hash(name)),
        Usage::Field | Usage::Method | Usage::Module => format!("_x{:08x}", hash(name)),
        Usage::Static => format!("_X{:08X}", hash(name)),
    };
    let kept: String = name.chars().take(max - mark.len()).collect();
    kept.trim_end_matches('_').to_owned() + &mark
}

#[cfg(test)]
mod tests {
    use super::{Usage, exact};
    use crate::names::Words;
    use crate::names::reserved::{KEYWORDS, PRELUDE};

    fn ident(usage: Usage, text: &str) -> String {
        usage.ident(&Words::of(text)).as_str().to_owned()
    }

    #[test]
    fn each_usage_has_its_case() {
        for (usage, expected) in [
            (Usage::Type, "ContainerExpiresAfter"),
            (Usage::Variant, "ContainerExpiresAfter"),
            (Usage::Field, "container_expires_after"),
            (Usage::Method, "container_expires_after"),
            (Usage::Module, "container_expires_after"),
            (Usage::Static, "CONTAINER_EXPIRES_AFTER"),
        ] {
            assert_eq!(ident(usage, "container expiresAfter"), expected);
        }
    }

    #[test]
    fn keywords_are_raw_where_they_can_be() {
        for keyword in KEYWORDS.iter() {
            assert_eq!(ident(Usage::Field, keyword), format!("r#{keyword}"));
            assert_eq!(ident(Usage::Method, keyword), format!("r#{keyword}"));
            let is_known = syn::parse_str::<syn::Ident>(keyword).is_err() || keyword == "gen";
            assert!(is_known, "{keyword} is no keyword");
            assert!(syn::parse_str::<syn::Ident>(&format!("r#{keyword}")).is_ok());
        }
        assert_eq!(ident(Usage::Module, "type"), "r#type");
        for keyword in ["self", "super", "crate"] {
            assert_eq!(ident(Usage::Field, keyword), format!("{keyword}_"));
            assert_eq!(ident(Usage::Module, keyword), format!("{keyword}_"));
        }
        assert_eq!(ident(Usage::Variant, "self"), "SelfValue");
        assert_eq!(ident(Usage::Variant, "type"), "Type");
    }

    #[test]
    fn names_of_the_prelude_are_no_types() {
        for name in PRELUDE.iter() {
            assert_eq!(ident(Usage::Type, name), format!("{name}Model"));
        }
        assert_eq!(ident(Usage::Type, "OPTION"), "OptionModel");
        assert_eq!(ident(Usage::Variant, "none"), "None");
        assert_eq!(ident(Usage::Type, "Options"), "Options");
    }

    #[test]
    fn modules_are_files_everywhere() {
        assert_eq!(ident(Usage::Module, "mod"), "mod_");
        assert_eq!(ident(Usage::Module, "AUX"), "aux_");
        assert_eq!(ident(Usage::Module, "com1"), "com1_");
        assert_eq!(ident(Usage::Module, "com10"), "com10");
        assert_eq!(ident(Usage::Module, "std"), "std_");
        assert_eq!(ident(Usage::Module, "Пользователи"), "polzovateli");
        assert_eq!(ident(Usage::Module, "用户"), "u7528u6237");
    }

    #[test]
    fn any_script_is_an_identifier() {
        assert_eq!(ident(Usage::Type, "Пользователь системы"), "ПользовательСистемы");
        assert_eq!(ident(Usage::Field, "Пользователь системы"), "пользователь_системы");
        assert_eq!(ident(Usage::Static, "Пользователь системы"), "ПОЛЬЗОВАТЕЛЬ_СИСТЕМЫ");
        assert_eq!(ident(Usage::Type, "用户 信息"), "用户信息");
        assert_eq!(ident(Usage::Field, "用户ID"), "用户_id");
        assert_eq!(ident(Usage::Type, "ユーザー・グループ"), "ユーザーグループ");
    }

    #[test]
    fn names_without_a_letter_to_begin_with_get_one() {
        assert_eq!(ident(Usage::Type, "3d_model"), "Type3dModel");
        assert_eq!(ident(Usage::Variant, "200"), "Value200");
        assert_eq!(ident(Usage::Field, "2fa"), "value_2fa");
        assert_eq!(ident(Usage::Static, "2fa"), "VALUE_2FA");
        assert_eq!(ident(Usage::Variant, ""), "Empty");
        assert_eq!(ident(Usage::Field, ""), "empty");
    }

    #[test]
    fn digits_stay_apart() {
        assert_eq!(ident(Usage::Variant, "v1.2"), "V1_2");
        assert_eq!(ident(Usage::Variant, "v12"), "V12");
        assert_eq!(ident(Usage::Type, "x86_64"), "X86_64");
        assert_eq!(ident(Usage::Variant, "gpt-3.5-turbo"), "Gpt3_5Turbo");
    }

    #[test]
    fn long_names_are_cut_and_told_apart() {
        let long = "a".repeat(300);
        let name = ident(Usage::Type, &long);
        assert_eq!(name.chars().count(), 120);
        assert_eq!(name, format!("A{}X0c37bc60", "a".repeat(110)));
        assert_ne!(name, ident(Usage::Type, &"a".repeat(301)));
        assert_eq!(ident(Usage::Module, &long).len(), 80);
        assert_eq!(ident(Usage::Module, &"用户".repeat(40)).len(), 80);
        assert_eq!(ident(Usage::Field, &"ы".repeat(300)).chars().count(), 120);
        assert_eq!(ident(Usage::Type, &"a".repeat(120)), format!("A{}", "a".repeat(119)));
    }

    #[test]
    fn reserved_names_and_numbers_step_aside() {
        assert_eq!(Usage::Type.aside("Container"), "ContainerModel");
        assert_eq!(Usage::Method.aside("new"), "new_");
        assert_eq!(Usage::Type.numbered("Foo", 2), "Foo2");
        assert_eq!(Usage::Type.numbered("V1", 2), "V1_2");
        assert_eq!(Usage::Field.numbered("r#type", 2), "type_2");
        assert_eq!(Usage::Field.numbered("self_", 2), "self_2");
        assert_eq!(Usage::Static.numbered("FOO", 3), "FOO_3");
    }

    #[test]
    fn a_name_that_a_person_chose_is_kept_or_refused() {
        let kept = |name, usage| exact(name, usage).map(|ident| ident.as_str().to_owned());
        assert_eq!(kept("HTTPServer", Usage::Type).as_deref(), Some("HTTPServer"));
        assert_eq!(kept("V1_2", Usage::Type).as_deref(), Some("V1_2"));
        assert_eq!(kept("type", Usage::Field).as_deref(), Some("r#type"));
        assert_eq!(kept("r#type", Usage::Field).as_deref(), Some("r#type"));
        assert_eq!(kept("_links", Usage::Field).as_deref(), Some("_links"));
        for (name, usage) in [
            ("", Usage::Type),
            ("1st", Usage::Type),
            ("type", Usage::Type),
            ("r#type", Usage::Type),
            ("memory", Usage::Type),
            ("Memory_Limit", Usage::Type),
            ("a b", Usage::Field),
            ("a;b", Usage::Field),
            ("self", Usage::Field),
            ("_", Usage::Field),
            ("Option", Usage::Type),
            ("r#self", Usage::Field),
            ("модуль", Usage::Module),
        ] {
            assert_eq!(kept(name, usage), None, "{name:?}");
        }
    }
}
