//! The first examples of a crate, as doctests: a text to decode, and an operation to call.

use super::{doc, module, tokens::raw_hashes};
use crate::{
    instance::{Case, Suite},
    ir::{Api, Carrier, Exchange, Ident, Operation, Shape, Type, TypeKind},
};

/// Texts of more bytes are no first example.
const LONGEST: usize = 2000;

/// A text of more bytes is written as one line a member.
const LONGEST_LINE: usize = 80;

/// The lines of a doctest that decodes a struct: the first of which the document has an example that is valid, else the
/// first of which a text was made.
pub(super) fn lines(api: &Api, suite: &Suite) -> Option<Vec<String>> {
    let structs = || suite.cases.iter().filter(|case| matches!(api.get(case.id).kind, TypeKind::Struct(_)));
    let example = |case: &&Case| texts(case).any(|text| api.get(case.id).examples.contains(text));
    let case = structs().find(example).or_else(|| structs().find(|case| texts(case).next().is_some()))?;
    let ty = api.get(case.id);
    let text =
        texts(case).find(|text| ty.examples.contains(text)).or_else(|| texts(case).max_by_key(|text| text.len()))?;
    Some(doctest(api, ty, text))
}

/// The valid texts of a type that are short enough.
fn texts(case: &Case) -> impl Iterator<Item = &String> {
    case.accepted.iter().chain(&case.accepted_in_part).filter(|text| text.len() <= LONGEST)
}

fn doctest(api: &Api, ty: &Type, json: &str) -> Vec<String> {
    let (package, name) = (api.package.name.replace('-', "_"), ty.name.as_str());
    let json = laid_out(&doc::visible_json(json));
    let hashes = raw_hashes(&json);
    let feature = ty.resource.as_ref().map(module::feature);
    let mut lines = vec!["```".to_owned()];
    lines.extend(feature.map(|feature| format!("# #[cfg(feature = {feature:?})]")));
    lines.push("# fn main() -> Result<(), Box<dyn std::error::Error>> {".to_owned());
    lines.push(format!("use {package}::{{decode, models}};"));
    lines.push(String::new());
    let text = format!("let text = r{hashes}\"{json}\"{hashes};");
    lines.extend(text.lines().map(str::to_owned));
    lines.push(format!("let value: models::{name} = decode(text.as_bytes())?;"));
    lines.push("println!(\"{value:?}\");".to_owned());
    lines.push("# Ok(())".to_owned());
    lines.push("# }".to_owned());
    // A crate without the resource still has the test.
    lines.extend(
        feature
            .into_iter()
            .flat_map(|feature| [format!("# #[cfg(not(feature = {feature:?}))]"), "# fn main() {}".to_owned()]),
    );
    lines.push("```".to_owned());
    lines
}

/// The lines of a doctest that calls an operation: the first one of which a request is known, and short.
pub(super) fn call(api: &Api, suite: &Suite) -> Option<Vec<String>> {
    let exchanges = api.operations.iter().filter_map(|of| Some((of, of.exchange.as_ref()?)));
    let exchanges = exchanges.filter(|(of, _)| !of.deprecated);
    let mut calls = exchanges.filter_map(|(of, exchange)| Some((of, exchange, argument(suite, of)?)));
    let (of, exchange, argument) = calls.next()?;
    let (package, feature) = (api.package.name.replace('-', "_"), module::feature(&of.resource));
    let builder = builder(api, exchange);
    let mut lines = vec![
        "```no_run".to_owned(),
        format!("# #[cfg(feature = {feature:?})]"),
        "# async fn call() -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
    ];
    let decode = if argument.is_some() { "{client::Client, decode}" } else { "client::Client" };
    lines.extend([format!("use {package}::{decode};"), String::new(), format!("let client = {builder};")]);
    lines.extend(argument.iter().flat_map(|text| text.lines()).map(str::to_owned));
    let Ident(resource) = &of.resource;
    let value = if of.answer().is_some() { "let answer = " } else { "" };
    let given = match &of.request {
        Some(body) if body.required => "&request",
        Some(_) => "Some(&request)",
        None => "",
    };
    lines.push(format!("{value}client.{resource}().{}({given}).await?;", of.name));
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    Some(lines)
}

/// The line that makes the value of a request; none where there is no request, and `None` where no value is known that
/// is short enough.
fn argument(suite: &Suite, of: &Operation) -> Option<Option<String>> {
    let Some(body) = &of.request else { return Some(None) };
    let Shape::Named(id) = &body.shape else { return None };
    let json = doc::visible_json(suite.valid(*id).find(|text| text.len() <= LONGEST_LINE)?);
    let hashes = raw_hashes(&json);
    Some(Some(format!("let request = decode(r{hashes}\"{json}\"{hashes}.as_bytes())?;")))
}

/// What builds a client that may call an operation.
fn builder(api: &Api, exchange: &Exchange) -> String {
    let base_url = api.base_url.is_none().then_some(".base_url(\"https://api.example.com\")");
    let schemes = exchange.security.first().into_iter().flatten().filter_map(|&index| api.schemes.get(index));
    let credentials = schemes.map(|scheme| match scheme.carrier {
        Carrier::Bearer => ".bearer_token(\"the token\")".to_owned(),
        Carrier::Basic => ".basic(\"user\", \"password\")".to_owned(),
        _ => format!(".credential({:?}, \"the key\")", scheme.id),
    });
    let settings: String = base_url.map(str::to_owned).into_iter().chain(credentials).collect();
    format!("Client::builder(){settings}.build()?")
}

/// Compact JSON, one line a member where it is long.
fn laid_out(json: &str) -> String {
    if json.len() <= LONGEST_LINE {
        return json.to_owned();
    }
    let (mut out, mut depth) = (String::new(), 0);
    let (mut in_string, mut escaped) = (false, false);
    let mut before = ' ';
    for c in json.chars() {
        if in_string {
            in_string = c != '"' || escaped;
            escaped = c == '\\' && !escaped;
            out.push(c);
        } else {
            match c {
                '{' | '[' => depth += 1,
                '}' | ']' => depth -= 1,
                _ => in_string = c == '"',
            }
            let opens = matches!(before, '{' | '[' | ',') && !matches!(c, '}' | ']');
            let closes = matches!(c, '}' | ']') && !matches!(before, '{' | '[');
            let indent = if matches!(c, '{' | '[') { depth - 1 } else { depth };
            if opens || closes {
                out.push('\n');
                out.push_str(&"    ".repeat(indent));
            }
            out.push(c);
            if c == ':' {
                out.push(' ');
            }
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::testing::{api, integer, member, plain_text, resource, strings, structure};
    use super::*;

    fn shop() -> Api {
        let mut api = api(vec![
            strings("Color", &["red"]),
            structure("Size", vec![member("width", integer())]),
            structure("Point", vec![member("x", integer()), member("label", plain_text())]),
        ]);
        api.types[0].examples = vec!["\"red\"".to_owned()];
        api.types[2].examples = vec![r##"{"x":1,"label":"a \"#quoted\" word"}"##.to_owned()];
        api
    }

    fn text(api: &Api) -> String {
        lines(api, &Suite::new(api)).unwrap().join("\n")
    }

    #[test]
    fn the_first_struct_with_an_example_is_decoded() {
        let text = text(&shop());
        insta::assert_snapshot!(text, @r###"
        ```
        # fn main() -> Result<(), Box<dyn std::error::Error>> {
        use shop_api::{decode, models};

        let text = r##"{"x":1,"label":"a \"#quoted\" word"}"##;
        let value: models::Point = decode(text.as_bytes())?;
        println!("{value:?}");
        # Ok(())
        # }
        ```
        "###);
    }

    #[test]
    fn without_the_resource_there_is_nothing_to_decode() {
        let mut api = shop();
        api.resources = vec![resource("r#type")];
        api.types[2].resource = Some(api.resources[0].name.clone());
        let text = text(&api);
        insta::assert_snapshot!(text, @r###"
        ```
        # #[cfg(feature = "type")]
        # fn main() -> Result<(), Box<dyn std::error::Error>> {
        use shop_api::{decode, models};

        let text = r##"{"x":1,"label":"a \"#quoted\" word"}"##;
        let value: models::Point = decode(text.as_bytes())?;
        println!("{value:?}");
        # Ok(())
        # }
        # #[cfg(not(feature = "type"))]
        # fn main() {}
        ```
        "###);
    }

    #[test]
    fn an_example_that_is_not_valid_is_none() {
        let mut api = shop();
        api.types[2].examples = vec!["{}".to_owned()];
        assert!(text(&api).contains("models::Size"));
    }

    #[test]
    fn an_api_without_structs_has_none() {
        let api = api(vec![strings("Color", &["red"])]);
        assert!(lines(&api, &Suite::new(&api)).is_none());
    }

    #[test]
    fn long_examples_have_a_line_a_member() {
        let json = format!(r#"{{"a":[],"b":{{}},"c":[1,{{"d":"x,{{\"{}"}}],"e":null}}"#, "y".repeat(80));
        let text = laid_out(&json);
        insta::assert_snapshot!(text.replace(&"y".repeat(80), "…"), @r#"
        {
            "a": [],
            "b": {},
            "c": [
                1,
                {
                    "d": "x,{\"…"
                }
            ],
            "e": null
        }
        "#);
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(value(&text), value(&json));
    }
}
