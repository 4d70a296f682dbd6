//! The JSON texts that are read and written.
//!
//! Members stand in the order of the schema, but that a tag stands first where a body does not say that it is last.

use crate::synthetic::{self, Kind, Type};

/// A request that only sets limits.
pub fn small() -> String {
    r#"{"name":"nightly","expires_after":{"anchor":"last_active_at","minutes":20},"memory_limit":"4g","network_policy":{"type":"disabled"}}"#
        .to_owned()
}

/// A request that uses every member, and has four skills; tags stand first, or last.
pub fn typical(tag_last: bool) -> String {
    let domains = r#""allowed_domains":["prices.example.com","pypi.org"]"#;
    let secrets = r#""domain_secrets":[{"domain":"prices.example.com","name":"TOKEN","value":"n0t-a-secret"}]"#;
    let policy = tagged("allowlist", &format!("{domains},{secrets}"), tag_last);
    let skills: Vec<_> = (1..=4).map(|number| skill(number, tag_last)).collect();
    format!(
        r#"{{"name":"price watch","expires_after":{{"anchor":"last_active_at","minutes":20}},"file_ids":["file-prices01","file-vendor02","file-charts03"],"memory_limit":"16g","network_policy":{policy},"skills":[{}]}}"#,
        skills.join(",")
    )
}

/// The request of [`typical`], as people write it: on lines, indented.
pub fn pretty() -> String {
    let mut text = String::new();
    let (mut depth, mut in_string) = (0, false);
    for character in typical(false).chars() {
        in_string ^= character == '"';
        let line = |text: &mut String, depth: usize| text.push_str(&format!("\n{}", "  ".repeat(depth)));
        match character {
            _ if in_string => text.push(character),
            '{' | '[' => {
                depth += 1;
                text.push(character);
                line(&mut text, depth);
            }
            '}' | ']' => {
                depth -= 1;
                line(&mut text, depth);
                text.push(character);
            }
            ',' => {
                text.push(character);
                line(&mut text, depth);
            }
            ':' => text.push_str(": "),
            _ => text.push(character),
        }
    }
    text
}

/// A request with one skill whose archive is 80,000 bytes of base64.
pub fn large() -> String {
    let skill = inline("totals", "Adds up the columns of a table.", &"UEsF".repeat(20_000), false);
    format!(r#"{{"name":"archive","skills":[{skill}]}}"#)
}

/// What the service answers.
pub fn response() -> String {
    r#"{"id":"cntr_682dfebaacac8198bbfe9c2474fb6f4a","created_at":1747844794,"name":"price watch","object":"container","status":"running","expires_after":{"anchor":"last_active_at","minutes":20},"last_active_at":1747844794,"memory_limit":"16g","network_policy":{"type":"allowlist","allowed_domains":["prices.example.com","pypi.org"]}}"#
        .to_owned()
}

fn skill(number: u32, tag_last: bool) -> String {
    if number.is_multiple_of(2) {
        let data = "UEsFBgAAAAAAAAAA".repeat(5);
        return inline(&format!("totals {number}"), "adds up the columns of a table", &data, tag_last);
    }
    let members = format!(r#""skill_id":"skill_{number}f3a9c07e2b","version":"{number}""#);
    tagged("skill_reference", &members, tag_last)
}

fn inline(name: &str, description: &str, data: &str, tag_last: bool) -> String {
    let source = format!(r#"{{"data":"{data}","media_type":"application/zip","type":"base64"}}"#);
    let members = format!(r#""description":"{description}","name":"{name}","source":{source}"#);
    tagged("inline", &members, tag_last)
}

fn tagged(tag: &str, members: &str, last: bool) -> String {
    if last { format!(r#"{{{members},"type":"{tag}"}}"#) } else { format!(r#"{{"type":"{tag}",{members}}}"#) }
}

/// A tree of so many levels, with everything in it that `tree.yaml` has.
pub fn tree(level: u32) -> String {
    let mut text = format!(r#"{{"id":"node-{level}","note":null,"limit":{},"state":"running""#, level * 100);
    text.push_str(r#","labels":{"zone":"eu-west-1","owner":"platform","tier":"gold"}"#);
    text.push_str(&format!(r#","shape":{}"#, shape(level.min(2))));
    if level > 0 {
        let child = tree(level - 1);
        text.push_str(&format!(r#","left":{child},"children":[{child},{child}]"#));
    }
    text.push('}');
    text
}

fn shape(level: u32) -> String {
    if level == 0 {
        return r#"{"type":"circle","radius":2.5,"label":"dot"}"#.to_owned();
    }
    let inner = shape(level - 1);
    format!(r#"{{"type":"group","members":[{inner},{inner}],"label":"pair"}}"#)
}

/// A value of `untagged.yaml` in which unions are nested so deeply.
pub fn nested(depth: u32) -> String {
    format!(r#"{{"nodes":[{}]}}"#, node(depth))
}

/// A list of many values of `untagged.yaml`, none of them nested.
pub fn flat() -> String {
    format!(r#"{{"nodes":[{}]}}"#, vec![node(1); 30].join(","))
}

fn node(depth: u32) -> String {
    let inner = if depth > 1 { format!(r#""inner":{},"#, node(depth - 1)) } else { String::new() };
    format!(r#"{{"label":"level {depth}",{inner}"mark":"m{depth}"}}"#)
}

/// A text with every member of [`synthetic::wide`], in the order of the schema or in another one.
pub fn wide(shuffled: bool) -> String {
    let mut members = Vec::new();
    for ty in synthetic::wide(100) {
        if let Type::Struct(_, _, list) = ty {
            members.extend(list);
        }
    }
    let text = |index: usize| {
        let member = &members[index];
        let value = match member.kind {
            Kind::Integer => (index * 1013).to_string(),
            Kind::Number => format!("{index}.25"),
            Kind::Boolean => index.is_multiple_of(3).to_string(),
            _ => format!("\"value of {index}\""),
        };
        format!("{:?}:{value}", member.name)
    };
    // Any permutation will do, as long as it is always the same: 37 and 100 have no common divisor.
    let step = if shuffled { 37 } else { 1 };
    let texts: Vec<_> = (0..members.len()).map(|index| text(index * step % members.len())).collect();
    format!("{{{}}}", texts.join(","))
}
