//! The IR as text, for people and for snapshots: a line for each type, member and operation. Knows every field of the
//! IR, and must not decide anything.
//!
//! What goes without saying is left out: a wire name or a setter that is spelled like the field, a pointer that follows
//! from the parent's, members without a name of their own that are dropped.

use std::fmt::{self, Write};

use super::{
    Additional, Api, Arm, Body, Default, DefaultValue, Direction, Dispatch, Enum, Ident, Integer, Limit, List, Map,
    Member, Number, Operation, Role, Rule, Shape, Struct, Text, TextKind, Type, TypeKind, Union, Width,
};
use crate::source::Location;

/// The whole IR as text, a block for each of its parts, ended by a line break.
pub fn dump(api: &Api) -> String {
    let mut dump = Dump { api, text: String::new() };
    // Writing to a `String` has no errors.
    let _ = dump.api();
    dump.text
}

/// What was written so far.
struct Dump<'a> {
    api: &'a Api,
    text: String,
}

impl Dump<'_> {
    fn api(&mut self) -> fmt::Result {
        let api = self.api;
        self.package()?;
        for resource in &api.resources {
            write!(self.text, "\nresource {} of {}\n", resource.name, resource.owner)?;
            self.doc(1, resource.description.as_deref())?;
        }
        for scheme in &api.schemes {
            write!(self.text, "\nsecurity {}: {:?} as {:?}\n", scheme.name, scheme.id, scheme.carrier)?;
            self.doc(1, scheme.description.as_deref())?;
        }
        for operation in &api.operations {
            self.operation(operation)?;
        }
        for of in &api.types {
            self.ty(of)?;
        }
        for list in &api.shared {
            let resource = list.resource.as_ref().map(|name| format!(" in {name}")).unwrap_or_default();
            writeln!(self.text, "\nrules {}{resource} of {}", list.table, list.pointer)?;
            writeln!(self.text, "    {}", self.rules(&list.rules))?;
        }
        for of in &api.crates {
            writeln!(self.text, "\ncrate {} by feature {:?}: {}", of.name, of.feature, of.source())?;
        }
        if !api.ledger.is_empty() {
            self.text.push_str("\nledger\n");
        }
        for line in &api.ledger {
            let (pointer, what, became, why) = (&line.pointer, &line.what, &line.became, &line.why);
            writeln!(self.text, "    {pointer}: {what}: {became}: {why}")?;
        }
        Ok(())
    }

    fn package(&mut self) -> fmt::Result {
        let package = &self.api.package;
        let license = package.license.as_deref().unwrap_or("no licence");
        let publish = if package.publish { ", published" } else { "" };
        let (name, version, rust) = (&package.name, &package.version, &package.rust_version);
        writeln!(self.text, "package {name} {version}, {license}, Rust {rust}{publish}: {:?}", self.api.title)?;
        self.doc(1, self.api.description.as_deref())
    }

    fn operation(&mut self, of: &Operation) -> fmt::Result {
        let (resource, name, method, path) = (&of.resource, &of.name, &of.method, &of.path);
        write!(self.text, "\noperation {resource}.{name}: {method} {path}")?;
        if let Some(id) = &of.id {
            write!(self.text, ", id {id:?}")?;
        }
        self.deprecated(of.deprecated);
        writeln!(self.text, ", {}", of.pointer)?;
        self.doc(1, of.description.as_deref())?;
        if let Some(body) = &of.request {
            let optional = if body.required { "" } else { "?" };
            writeln!(self.text, "    request{optional}: {}", self.body(body))?;
        }
        for response in &of.responses {
            write!(self.text, "    {}", response.status)?;
            if let Some(body) = &response.body {
                write!(self.text, ": {}", self.body(body))?;
            }
            self.text.push('\n');
            self.doc(2, response.description.as_deref())?;
        }
        self.exchange(of)
    }

    fn exchange(&mut self, of: &Operation) -> fmt::Result {
        let Some(exchange) = &of.exchange else {
            return self.text.write_str("    neither called nor served\n");
        };
        if exchange.path != of.path {
            writeln!(self.text, "    at {}", exchange.path)?;
        }
        for needed in &exchange.security {
            let names = needed.iter().filter_map(|&index| self.api.schemes.get(index));
            let names: Vec<&str> = names.map(|scheme| scheme.name.as_str()).collect();
            let names = if names.is_empty() { "nothing".to_owned() } else { names.join(" and ") };
            writeln!(self.text, "    needs {names}")?;
        }
        write!(self.text, "    answers {}", exchange.status)?;
        if let Some(body) = of.answer() {
            write!(self.text, ": {}", self.shape(&body.shape))?;
        }
        for (first, last, body) in of.failures() {
            write!(self.text, "; {first} to {last} fail: {}", self.shape(&body.shape))?;
        }
        self.text.push('\n');
        Ok(())
    }

    fn body(&self, body: &Body) -> String {
        format!("{} as {}", body.content_type, self.shape(&body.shape))
    }

    fn ty(&mut self, of: &Type) -> fmt::Result {
        let kind = match &of.kind {
            TypeKind::Struct(_) => "struct",
            TypeKind::Enum(_) => "enum",
            TypeKind::Union(_) => "union",
            TypeKind::Newtype(_) => "newtype",
        };
        let place = of.resource.as_ref().map_or("shared", Ident::as_str);
        write!(self.text, "\n{kind} {} (table {}) in {place}", of.name, of.table)?;
        self.deprecated(of.deprecated);
        writeln!(self.text, ", {}", of.pointer)?;
        self.doc(1, of.description.as_deref())?;
        for example in &of.examples {
            writeln!(self.text, "    example {example}")?;
        }
        if let Some(foreign) = &of.foreign {
            writeln!(self.text, "    {} by {}", foreign.path, foreign.method)?;
        }
        for constant in &of.constants {
            writeln!(self.text, "    {} = {}", constant.name, constant.value)?;
            self.doc(2, constant.description.as_deref())?;
        }
        match &of.kind {
            TypeKind::Struct(kind) => self.structure(kind, &of.pointer),
            TypeKind::Enum(kind) => self.enumeration(kind),
            TypeKind::Union(kind) => self.union(kind),
            TypeKind::Newtype(shape) => writeln!(self.text, "    of {}", self.shape(shape)),
        }?;
        for rule in of.kind.rules() {
            writeln!(self.text, "    also {}", self.rule(rule))?;
        }
        Ok(())
    }

    fn structure(&mut self, of: &Struct, pointer: &str) -> fmt::Result {
        for member in &of.members {
            self.member(member, pointer)?;
        }
        match &of.additional {
            Additional::Dropped => {}
            Additional::Refused => self.text.push_str("    others refused\n"),
            Additional::Kept { field, shape } => {
                writeln!(self.text, "    others kept in {field}: {}", self.shape(shape))?;
            }
        }
        let counts = counts("Properties", of.min_properties, of.max_properties);
        if !counts.is_empty() {
            writeln!(self.text, "   {counts}")?;
        }
        match &of.required {
            Some(name) => writeln!(self.text, "    required members in {name}"),
            None => Ok(()),
        }
    }

    fn member(&mut self, of: &Member, parent: &str) -> fmt::Result {
        let optional = if of.required { "" } else { "?" };
        match &of.role {
            Role::Tag { value, method } => {
                write!(self.text, "    tag {method}{optional} = {value:?}")?;
                self.wire_name(&of.name, method)?;
            }
            Role::Field { field, setter, shape, default } => {
                write!(self.text, "    {field}{optional}: {}", self.shape(shape))?;
                self.wire_name(&of.name, field)?;
                if setter != field {
                    write!(self.text, ", set by {setter}")?;
                }
                if let Some(default) = default {
                    self.default(default)?;
                }
            }
        }
        self.deprecated(of.deprecated);
        match of.direction {
            Some(Direction::Request) => self.text.push_str(", only in requests"),
            Some(Direction::Response) => self.text.push_str(", only in responses"),
            None => {}
        }
        let expected = Location::parse(parent).map(|parent| parent.push("properties").push(&of.name));
        if expected.map_or(true, |expected| expected.to_string() != of.pointer) {
            write!(self.text, ", {}", of.pointer)?;
        }
        self.text.push('\n');
        self.doc(2, of.description.as_deref())?;
        of.examples.iter().try_for_each(|example| writeln!(self.text, "        example {example}"))
    }

    fn wire_name(&mut self, name: &str, ident: &Ident) -> fmt::Result {
        if ident.as_str().trim_start_matches("r#") == name {
            return Ok(());
        }
        write!(self.text, ", {name:?} in JSON")
    }

    fn default(&mut self, of: &Default) -> fmt::Result {
        write!(self.text, ", default {}", of.json)?;
        match &of.value {
            Some(DefaultValue::Variant(id, variant)) => {
                let name = &self.api.get(*id).name;
                write!(self.text, " ({name}::{variant})")?;
            }
            Some(value) => write!(self.text, " ({value:?})")?,
            None => {}
        }
        write!(self.text, " by {}", of.method)
    }

    fn enumeration(&mut self, of: &Enum) -> fmt::Result {
        for variant in &of.variants {
            write!(self.text, "    {} = {:?}", variant.name, variant.value)?;
            self.deprecated(variant.deprecated);
            self.text.push('\n');
            self.doc(2, variant.description.as_deref())?;
        }
        writeln!(self.text, "    {} for others", of.unknown)
    }

    fn union(&mut self, of: &Union) -> fmt::Result {
        let exactly = if of.exclusive { "exactly one" } else { "one or more" };
        let by = match &of.dispatch {
            Dispatch::Tag { member, declared: true } => format!("by the declared tag {member:?}"),
            Dispatch::Tag { member, .. } => format!("by the constant {member:?}"),
            Dispatch::Literal { member, declared: true } => format!("by the declared literal {member:?}"),
            Dispatch::Literal { member, .. } => format!("by the literal {member:?}"),
            Dispatch::Kind => "by the JSON type".to_owned(),
            Dispatch::Member => "by the member that one arm alone requires".to_owned(),
            Dispatch::Trial => "by trial".to_owned(),
        };
        writeln!(self.text, "    {exactly}, {by}")?;
        for arm in &of.arms {
            self.arm(arm)?;
        }
        writeln!(self.text, "    {} for others", of.unknown)
    }

    fn arm(&mut self, of: &Arm) -> fmt::Result {
        write!(self.text, "    {}: {}", of.variant, self.shape(&of.shape))?;
        if !of.selectors.is_empty() {
            write!(self.text, ", by {}", of.selectors.join(", "))?;
        }
        self.deprecated(of.deprecated);
        self.text.push('\n');
        self.doc(2, of.description.as_deref())
    }

    /// A text of the document, escaped so that it is one line of what can be seen.
    fn doc(&mut self, depth: usize, text: Option<&str>) -> fmt::Result {
        match text {
            Some(text) => writeln!(self.text, "{}doc {text:?}", "    ".repeat(depth)),
            None => Ok(()),
        }
    }

    fn deprecated(&mut self, is_deprecated: bool) {
        if is_deprecated {
            self.text.push_str(", deprecated");
        }
    }

    /// A shape and its keywords; in small letters, so that it is not taken for a named type.
    fn shape(&self, shape: &Shape) -> String {
        match shape {
            Shape::Any => "any".to_owned(),
            Shape::Never => "never".to_owned(),
            Shape::Null => "null".to_owned(),
            Shape::Boolean => "boolean".to_owned(),
            Shape::String(text) => string(text),
            Shape::Integer(of) => integer(of),
            Shape::Number(of) => number(of),
            Shape::List(list) => self.list(list),
            Shape::Map(map) => self.map(map),
            Shape::Named(id) => self.api.get(*id).name.to_string(),
            Shape::Boxed(inner) => format!("box<{}>", self.shape(inner)),
            Shape::Nullable(inner) => format!("nullable<{}>", self.shape(inner)),
            Shape::Literals(values, inner) => format!("{} of {}", values.join(" or "), self.shape(inner)),
            Shape::Asserted(rules, inner) => format!("{} where {}", self.shape(inner), self.rules(rules)),
        }
    }

    /// A rule in the words of its keyword.
    fn rule(&self, rule: &Rule) -> String {
        let arms = |arms: &[Vec<Rule>]| arms.iter().map(|arm| self.rules(arm)).collect::<Vec<_>>().join(" | ");
        match rule {
            Rule::Never => "false".to_owned(),
            Rule::Types(types) => types.join("|"),
            Rule::Values(values) => values.join(" or "),
            Rule::Is(shape) | Rule::Keywords(shape) => self.shape(shape),
            Rule::Shared(id) => {
                let list = self.api.shared.get(id.0 as usize);
                list.map_or_else(String::new, |list| list.table.to_string())
            }
            Rule::Items(it) => {
                let counts = counts("Items", it.min_items, it.max_items);
                let unique = if it.unique_items { " uniqueItems" } else { "" };
                let prefix = it.prefix.iter().map(|rules| self.rules(rules)).collect::<Vec<_>>().join(", ");
                let prefix = if prefix.is_empty() { prefix } else { format!(" prefix [{prefix}]") };
                let items = it.items.as_ref().map(|rules| format!(" of {}", self.rules(rules))).unwrap_or_default();
                format!("items{prefix}{items}{counts}{unique}")
            }
            Rule::Contains(it) => {
                format!("contains({}){}", self.rules(&it.rules), counts("Contains", Some(it.min), it.max))
            }
            Rule::Members(it) => {
                let named = it.properties.iter().map(|(name, rules)| format!("{name:?}: {}", self.rules(rules)));
                let patterns =
                    it.patterns.iter().map(|(pattern, rules)| format!("/{}/: {}", pattern.source, self.rules(rules)));
                let members = named.chain(patterns).collect::<Vec<_>>().join(", ");
                let others = it.additional.as_ref().map(|rules| format!(" others {}", self.rules(rules)));
                let counts = counts("Properties", it.min_properties, it.max_properties);
                let required = (!it.required.is_empty()).then(|| format!(" required {:?}", it.required));
                let [others, required] = [others, required].map(Option::unwrap_or_default);
                format!("members {{{members}}}{others}{counts}{required}")
            }
            Rule::Required(names) => format!("required {names:?}"),
            Rule::OneOf(of) => format!("oneOf({})", arms(of)),
            Rule::AnyOf(of) => format!("anyOf({})", arms(of)),
            Rule::Not(rules) => format!("not({})", self.rules(rules)),
            Rule::If(condition, then, otherwise) => {
                let [condition, then, otherwise] = [condition, then, otherwise].map(|rules| self.rules(rules));
                format!("if({condition}) then({then}) else({otherwise})")
            }
            Rule::DependentRequired(members) => format!("dependentRequired {members:?}"),
            Rule::DependentSchemas(members) => {
                let members = members.iter().map(|(name, rules)| format!("{name:?}: {}", self.rules(rules)));
                format!("dependentSchemas {{{}}}", members.collect::<Vec<_>>().join(", "))
            }
            Rule::PropertyNames(rules) => format!("propertyNames({})", self.rules(rules)),
            Rule::Scope(rules) => format!("scope({})", self.rules(rules)),
            Rule::UnevaluatedItems(rules) => format!("unevaluatedItems({})", self.rules(rules)),
            Rule::UnevaluatedProperties(rules) => format!("unevaluatedProperties({})", self.rules(rules)),
        }
    }

    fn rules(&self, rules: &[Rule]) -> String {
        match rules {
            [] => "any".to_owned(),
            rules => rules.iter().map(|rule| self.rule(rule)).collect::<Vec<_>>().join(" & "),
        }
    }

    fn list(&self, of: &List) -> String {
        let unique = if of.unique_items { " uniqueItems" } else { "" };
        let counts = counts("Items", of.min_items, of.max_items);
        format!("list<{}>{counts}{unique}", self.shape(&of.items))
    }

    fn map(&self, of: &Map) -> String {
        let counts = counts("Properties", of.min_properties, of.max_properties);
        format!("map<{}>{counts}", self.shape(&of.values))
    }
}

fn string(of: &Text) -> String {
    let mut text = match of.kind {
        TextKind::Plain => "string",
        TextKind::Secret => "secret",
        TextKind::DateTime => "date-time",
        TextKind::Date => "date",
        TextKind::Uuid => "uuid",
        TextKind::Base64 => "base64",
    }
    .to_owned();
    text += &counts("Length", of.min_length, of.max_length);
    if let Some(format) = of.format {
        text += &format!(" format {format:?}");
    }
    if let Some(pattern) = &of.pattern {
        text += &format!(" pattern {:?}", pattern.source);
        let signs = pattern.terms.iter().map(|term| if term.negated { "not " } else { "" });
        let terms = signs.zip(&pattern.terms).map(|(sign, term)| format!("{sign}{:?}", term.regex));
        text += &format!(" as {} in {}", terms.collect::<Vec<_>>().join(" and "), pattern.function);
    }
    text
}

fn integer(of: &Integer) -> String {
    let mut text = match of.width {
        Width::I32 => "i32",
        Width::I64 => "i64",
        Width::U32 => "u32",
        Width::U64 => "u64",
    }
    .to_owned();
    text += &limits(of.minimum, of.maximum);
    if let Some(step) = of.multiple_of {
        text += &format!(" multipleOf {step}");
    }
    text
}

fn number(of: &Number) -> String {
    let mut text = if of.single { "f32" } else { "f64" }.to_owned();
    text += &limits(of.minimum, of.maximum);
    if let Some(step) = of.multiple_of {
        text += &format!(" multipleOf {step:?}");
    }
    text
}

fn limits<T: fmt::Debug>(minimum: Option<Limit<T>>, maximum: Option<Limit<T>>) -> String {
    let minimum = minimum.map(|limit| (if limit.exclusive { ">" } else { ">=" }, limit.value));
    let maximum = maximum.map(|limit| (if limit.exclusive { "<" } else { "<=" }, limit.value));
    let limits = minimum.into_iter().chain(maximum);
    limits.map(|(sign, value)| format!(" {sign} {value:?}")).collect()
}

fn counts(of: &str, minimum: Option<u32>, maximum: Option<u32>) -> String {
    let minimum = minimum.map(|count| format!(" min{of} {count}"));
    let maximum = maximum.map(|count| format!(" max{of} {count}"));
    minimum.into_iter().chain(maximum).collect()
}

impl fmt::Display for Ident {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
