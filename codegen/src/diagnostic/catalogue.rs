//! Every defect that Refract reports: its code, its title and how to mend it, in the order of the codes.
//!
//! R01 texts and options, R02 references, R03 operations, R04 schemas, R05 unions, R06 names.

use super::{Code, Severity};

/// An entry that stops generation.
const fn error(id: &'static str, title: &'static str, help: &'static str) -> Code {
    Code { id, severity: Severity::Error, title, help }
}

/// An entry that generation survives.
const fn warning(id: &'static str, title: &'static str, help: &'static str) -> Code {
    Code { id, severity: Severity::Warning, title, help }
}

/// The text is not JSON or YAML.
pub static SYNTAX: Code = error(
    "R0101",
    "the text can't be read",
    "mend the syntax at the place shown; everything after it was not looked at",
);
/// A member stands twice in one object.
pub static DUPLICATE_MEMBER: Code =
    error("R0102", "a member stands twice in one object", "remove one of the two, or rename it");
/// The document says no version of OpenAPI that is known.
pub static VERSION: Code = error(
    "R0103",
    "the version of OpenAPI is not known",
    "write `\"openapi\": \"3.1.0\"`; 2.0, 3.0, 3.1 and 3.2 are read",
);
/// A member that the format requires is not there.
pub static MISSING_MEMBER: Code = warning(
    "R0104",
    "a required member is missing",
    "add the member; `ledger.json` has a line where something is left out without it",
);
/// A value has another JSON type than the format asks for.
pub static WRONG_KIND: Code = warning(
    "R0105",
    "a value has the wrong type",
    "write a value of the type that is named; `ledger.json` has a line where something is left out",
);
/// An option that is not known.
pub static UNKNOWN_OPTION: Code =
    error("R0106", "an option is not known", "correct the name, or remove the option; README.md lists them all");
/// An option whose value can't be used.
pub static INVALID_OPTION: Code =
    error("R0107", "an option's value can't be used", "write a value of the kind that is named");
/// A file whose bytes are no text.
pub static ENCODING: Code = error("R0108", "the text is not UTF-8", "save the file as UTF-8");
/// Something of YAML that JSON does not have.
pub static NOT_JSON: Code = error(
    "R0109",
    "JSON does not have this",
    "write what JSON has too: null, a boolean, a number, a string, a list, or a map with texts as keys",
);
/// An alias that can't be replaced by what it names.
pub static ALIAS: Code = error(
    "R0110",
    "an alias can't be replaced by what it names",
    "name an anchor that stands before the alias, and not around it",
);
/// A file that can't be read.
pub static UNREADABLE_FILE: Code =
    error("R0111", "a file can't be read", "correct the path, or what stands in its way");
/// No document is named.
pub static NO_DOCUMENT: Code = error(
    "R0112",
    "no document is named",
    "name one: `spec` in the table `[input]` of `refract.toml`, or `--spec FILE`",
);
/// More documents than one.
pub static SEVERAL_DOCUMENTS: Code =
    error("R0113", "more than one document is named", "name one; documents are not merged");
/// A feature that the generated crate does not have.
pub static UNKNOWN_FEATURE: Code = error(
    "R0114",
    "a feature is not known",
    "correct the name; `[features]` in the generated `Cargo.toml` lists them all",
);

/// A text that is no OpenAPI document.
pub static NOT_A_DOCUMENT: Code = error(
    "R0115",
    "the text is no OpenAPI document",
    "name the file that begins with `openapi` or `swagger`: others are read where it refers to them",
);

/// Emitted code that can't be laid out, whatever the document says.
pub static DEFECT: Code = error(
    "R0199",
    "Refract itself is at fault",
    "please report it, with the document; leaving out the schema or operation that is named may help until it is mended",
);

/// A reference to a place that does not exist.
pub static MISSING_REFERENCE: Code = warning(
    "R0201",
    "a reference leads nowhere",
    "correct the reference, or add what it names; what refers to it accepts any value, or is left out, and `ledger.json` has a line",
);
/// References that only lead to one another.
pub static REFERENCE_CYCLE: Code = warning(
    "R0202",
    "references lead in a circle",
    "let one of the schemas in the circle say something of its own; any value is accepted",
);
/// A reference to what has a URI, of which no copy is named.
pub static REMOTE_REFERENCE: Code = warning(
    "R0203",
    "a reference leads out of the document",
    "keep a copy of what it names, and say where: `--remote URL=PATH`, or `remote = { \"URL\" = \"PATH\" }` in the table \
     `[input]` of `refract.toml`",
);
/// A reference to a file outside of the document's folder.
pub static OUTSIDE_REFERENCE: Code = warning(
    "R0204",
    "a reference leads out of the document's folder",
    "move the file into that folder, or allow it: `--allow-outside`, or `allow-outside = true` in the table `[input]` of \
     `refract.toml`",
);
/// A reference to a file that can't be read.
pub static UNREADABLE_REFERENCE: Code = warning(
    "R0205",
    "a reference leads to a file that can't be read",
    "correct the reference, or what stands in its way; what refers to it accepts any value, or is left out, and `ledger.json` has a line",
);

/// Two operations on one route.
pub static DUPLICATE_ROUTE: Code = warning(
    "R0301",
    "two operations have one route",
    "remove one of the two, or give it another path or method; the second is left out",
);
/// Two operations that want one name.
pub static METHOD_NAME: Code = warning(
    "R0302",
    "two operations want one name",
    "the later one keeps its whole `operationId`; give it another to choose the name yourself",
);

/// An operation that client and server leave out.
pub static UNSUPPORTED_OPERATION: Code = warning(
    "R0303",
    "client and server leave an operation out",
    "its models are there; `ledger.json` has a line for it",
);
/// A security scheme that is left to the connection.
pub static UNCHECKED_SECURITY: Code = warning(
    "R0304",
    "a security scheme is not checked",
    "check it where connections are made; `ledger.json` has a line for it",
);

/// A `type` that JSON Schema does not have.
pub static UNKNOWN_TYPE: Code = warning(
    "R0401",
    "a type is not known",
    "write one of `null`, `boolean`, `integer`, `number`, `string`, `array` and `object`; as it stands, any value will do",
);
/// A keyword whose value can't be used.
pub static INVALID_KEYWORD: Code = warning(
    "R0402",
    "a keyword's value can't be used",
    "write a value of the kind that the keyword asks for; it is not checked, and `ledger.json` has a line for it",
);
/// A keyword that is not checked yet.
pub static UNSUPPORTED_KEYWORD: Code = warning(
    "R0403",
    "a keyword is not checked",
    "values that it would refuse are accepted; `ledger.json` has a line for it",
);
/// `required` names no property.
pub static REQUIRED_WITHOUT_PROPERTY: Code = warning(
    "R0404",
    "`required` names a member that `properties` does not have",
    "correct the name, or add the property; as it stands, any value of that name will do",
);
/// An `enum` that has a value twice.
pub static DUPLICATE_ENUM_VALUE: Code = warning("R0405", "an `enum` has a value twice", "remove one of the two");
/// `properties` without `type`.
pub static IMPLIED_OBJECT: Code =
    warning("R0406", "`properties` without a `type`", "write `\"type\": \"object\"`; it is taken for one");
/// A format that is not checked.
pub static UNKNOWN_FORMAT: Code = warning(
    "R0407",
    "a format is not checked",
    "values are accepted whatever they look like; `ledger.json` has a line for it",
);
/// A pattern that can't be searched for.
pub static UNSUPPORTED_PATTERN: Code = warning(
    "R0408",
    "a pattern can't be checked",
    "values are accepted whether or not they match; `ledger.json` has a line for it",
);
/// A type that no finite value has.
pub static INFINITE_VALUE: Code = warning(
    "R0409",
    "no value satisfies this schema, for it requires itself",
    "make one of the members in the circle optional",
);
/// A default that its own schema refuses.
pub static INVALID_DEFAULT: Code =
    warning("R0410", "a default is not valid by its own schema", "correct the default, or the schema; it is left out");
/// An example that its own schema refuses.
pub static INVALID_EXAMPLE: Code = warning(
    "R0411",
    "an example is not valid by its own schema",
    "correct the example, or the schema; it is no test of the crate",
);
/// A type of which the crate's tests have no valid text.
pub static UNPROVED_TYPE: Code = warning(
    "R0412",
    "the tests of the crate have no valid text of a type",
    "give the schema an example, which is then the test; or correct it, where no value can be valid",
);
/// A keyword beside `$ref` in OpenAPI 3.0.
pub static IGNORED_SIBLING: Code = warning(
    "R0413",
    "a keyword beside `$ref` is ignored, as OpenAPI 3.0 has it",
    "put the reference into an `allOf` beside the keyword, or make it a document of OpenAPI 3.1",
);
/// Bounds between which there is nothing.
pub static EMPTY_RANGE: Code = warning("R0414", "no value is within these bounds", "correct one of the two bounds");
/// `x-rust-type` that can't be had, or that holds less than the schema allows.
pub static RUST_TYPE: Code = warning(
    "R0415",
    "an `x-rust-type` can't be had as it is",
    "name a type that a string, a number or a boolean converts to by its text; it is listed in `ledger.json`",
);

/// A discriminator that maps to nothing.
pub static DISCRIMINATOR_TARGET: Code = warning(
    "R0501",
    "a discriminator maps to a schema that does not exist",
    "correct the reference, or remove the entry, which no value is read by",
);
/// A union whose arms can't be told apart.
pub static AMBIGUOUS_UNION: Code = warning(
    "R0502",
    "the arms of a union can't be told apart",
    "give each arm a required member with a `const` of its own; as it stands, each is tried in order",
);
/// A tag that maps to what is no arm of its union.
pub static NO_ARM: Code = warning(
    "R0503",
    "a discriminator maps a tag to what is no arm",
    "add the schema to the arms, or remove the entry, which no value is read by",
);

/// Two types that want one name.
pub static TYPE_NAME: Code = warning(
    "R0601",
    "two types want one name",
    "the later one gets a number; write `x-rust-name` to choose the name yourself",
);
/// `x-rust-name` that is no name.
pub static INVALID_NAME: Code = error("R0602", "`x-rust-name` is no Rust type name", "write a name like `MemoryLimit`");

#[cfg(test)]
mod tests {
    /// Each entry of this file, from `pub static` on.
    fn entries() -> Vec<&'static str> {
        let file = include_str!("catalogue.rs");
        let catalogue = file.split("#[cfg(test)]").next().unwrap();
        catalogue.split("pub static ").skip(1).collect()
    }

    /// The texts in quotes of an entry: code, title, help.
    fn texts(entry: &str) -> Vec<&str> {
        let entry = entry.split(");").next().unwrap();
        let quotes = entry.match_indices('"').map(|(at, _)| at);
        let quotes: Vec<usize> = quotes.filter(|&at| !entry[..at].ends_with('\\')).collect();
        quotes.chunks(2).map(|pair| &entry[pair[0] + 1..pair[1]]).collect()
    }

    #[test]
    fn codes_are_unique_and_in_order() {
        let codes: Vec<&str> = entries().into_iter().map(|entry| texts(entry)[0]).collect();
        assert!(codes.len() > 20);
        for code in &codes {
            let number = code.strip_prefix('R').unwrap();
            assert!(number.len() == 4 && number.parse::<u16>().is_ok(), "{code}");
        }
        for pair in codes.windows(2) {
            assert!(pair[0] < pair[1], "{} stands before {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn every_entry_says_what_is_wrong_and_how_to_mend_it() {
        for entry in entries() {
            let texts = texts(entry);
            assert_eq!(texts.len(), 3, "{entry}");
            for text in texts {
                assert!(!text.trim().is_empty() && !text.ends_with('.'), "{entry}");
            }
        }
    }
}
