//! Families of texts that double, by levels or by bytes. Knows the types of `specs/growth.yaml`, no generator.

/// A family of texts.
pub struct Family {
    /// What doubles.
    pub name: &'static str,
    /// The type that they are of.
    pub model: &'static str,
    /// Whether they are valid.
    pub valid: bool,
    /// How much of it there is.
    pub sizes: &'static [usize],
    /// The text of one size.
    pub text: fn(usize) -> String,
}

const LEVELS: &[usize] = &[8, 16, 32, 64];

/// Bytes, about: from 64 KiB to 1 MiB.
const BYTES: &[usize] = &[1 << 16, 1 << 17, 1 << 18, 1 << 19, 1 << 20];

const fn family(name: &'static str, model: &'static str, sizes: &'static [usize], text: fn(usize) -> String) -> Family {
    Family { name, model, valid: true, sizes, text }
}

const fn refused(
    name: &'static str,
    model: &'static str,
    sizes: &'static [usize],
    text: fn(usize) -> String,
) -> Family {
    Family { name, model, valid: false, sizes, text }
}

/// All families.
pub const FAMILIES: &[Family] = &[
    family("levels of unions without tags", "Node", LEVELS, |levels| nodes(levels, r#""a""#)),
    refused("levels of unions without tags, a fault at the end", "Node", LEVELS, |levels| nodes(levels, "true")),
    family("levels with rules", "Ruled", LEVELS, |levels| ruled(levels, r#""a""#)),
    refused("levels with rules, a fault at the end", "Ruled", LEVELS, |levels| ruled(levels, "1")),
    family("levels with tags last", "Tagged", LEVELS, |levels| tagged(levels, "leaf")),
    refused("levels with tags last, a fault within", "Tagged", LEVELS, |levels| tagged(levels, "twig")),
    family("bytes below a tag that comes last", "Tagged", BYTES, |bytes| {
        let leaves = list(bytes, |_| r#"{"text":"a leaf","type":"leaf"}"#.to_owned());
        format!(r#"{{"nodes":{leaves},"type":"branch"}}"#)
    }),
    family("bytes of different integers", "Integers", BYTES, |bytes| list(bytes, |index| (7919 * index).to_string())),
    family("bytes of different texts", "Texts", BYTES, |bytes| list(bytes, |index| format!(r#""text {index}""#))),
    family("bytes of different objects", "Values", BYTES, |bytes| {
        list(bytes, |index| format!(r#"{{"a":[{index}],"b":null}}"#))
    }),
    refused("bytes of objects of which the last two are equal", "Values", BYTES, |bytes| {
        let items = list(bytes, |index| format!(r#"{{"a":[{index}],"b":null}}"#));
        format!(r#"{items},{{"a":1,"b":2}},{{"b":2,"a":1}}]"#).replace("}],{", "},{")
    }),
    refused("bytes for a pattern that repeats what repeats", "Doubled", BYTES, |bytes| {
        format!(r#""{}b""#, "a".repeat(bytes))
    }),
    refused("bytes for a pattern of equal branches", "Alternated", BYTES, |bytes| {
        format!(r#""{}""#, "a".repeat(bytes))
    }),
];

/// Values in one another; the innermost has this mark.
fn nodes(levels: usize, mark: &str) -> String {
    let innermost = format!(r#"{{"label":"a","mark":{mark}}}"#);
    (1..levels).fold(innermost, |inner, level| {
        // Which arm it is, is known at the end alone.
        let mark = if level % 2 == 0 { "1" } else { r#""b""# };
        format!(r#"{{"label":"a","inner":{inner},"mark":{mark}}}"#)
    })
}

fn ruled(levels: usize, extra: &str) -> String {
    let innermost = format!(r#"{{"mark":1,"other":{extra}}}"#);
    (1..levels).fold(innermost, |inner, _| format!(r#"{{"inner":{inner},"other":"b"}}"#))
}

fn tagged(levels: usize, innermost: &str) -> String {
    let leaf = format!(r#"{{"text":"a","type":"{innermost}"}}"#);
    (1..levels).fold(leaf, |inner, _| format!(r#"{{"nodes":[{inner}],"type":"branch"}}"#))
}

/// A list of so many bytes.
fn list(bytes: usize, item: impl Fn(usize) -> String) -> String {
    let mut text = String::from("[");
    let mut index = 0;
    while text.len() < bytes {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&item(index));
        index += 1;
    }
    text.push(']');
    text
}
