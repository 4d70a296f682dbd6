//! What is asserted of a value without a bearing on its Rust type.

use serde::Serialize;

use super::{Pattern, Shape};

/// What is asserted of a value without a bearing on its Rust type. A schema that only asserts is a list of rules, all of
/// which hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Rule {
    /// `false`
    Never,
    /// `type`: the names of the JSON types that are valid.
    Types(Vec<&'static str>),
    /// `const` or `enum`: the values, each compact JSON text.
    Values(Vec<String>),
    /// A named type, as which the value is valid.
    Is(Shape),
    /// The keywords of strings or of numbers; other values are valid.
    Keywords(Shape),
    /// The keywords of arrays; other values are valid.
    Items(Items),
    /// `contains`, with its counts.
    Contains(Contains),
    /// The keywords of objects; other values are valid.
    Members(Members),
    /// `required`
    Required(Vec<String>),
    /// `oneOf`
    OneOf(Vec<Vec<Rule>>),
    /// `anyOf`
    AnyOf(Vec<Vec<Rule>>),
    /// `not`
    Not(Vec<Rule>),
    /// `if`, `then` and `else`.
    If(Vec<Rule>, Vec<Rule>, Vec<Rule>),
    /// `dependentRequired`: a member, and those that it requires.
    DependentRequired(Vec<(String, Vec<String>)>),
    /// `dependentSchemas`: a member, and what holds for an object that has it.
    DependentSchemas(Vec<(String, Vec<Rule>)>),
    /// `propertyNames`
    PropertyNames(Vec<Rule>),
    /// All of a schema that has one of the next two, which speak of what no rule before them has evaluated.
    Scope(Vec<Rule>),
    /// `unevaluatedItems`
    UnevaluatedItems(Vec<Rule>),
    /// `unevaluatedProperties`
    UnevaluatedProperties(Vec<Rule>),
}

/// The keywords of arrays that only assert.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Items {
    /// `prefixItems`
    pub prefix: Vec<Vec<Rule>>,
    /// `items`: of those after the prefix.
    pub items: Option<Vec<Rule>>,
    /// `minItems`
    pub min_items: Option<u32>,
    /// `maxItems`
    pub max_items: Option<u32>,
    /// `uniqueItems`
    pub unique_items: bool,
}

/// `contains`, with its counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contains {
    /// `contains`
    pub rules: Vec<Rule>,
    /// `minContains`, 1 where it is not there.
    pub min: u32,
    /// `maxContains`
    pub max: Option<u32>,
}

/// The keywords of objects that only assert.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Members {
    /// `properties`
    pub properties: Vec<(String, Vec<Rule>)>,
    /// The names that `additional` does not speak of either.
    pub known: Vec<String>,
    /// `patternProperties`
    pub patterns: Vec<(Pattern, Vec<Rule>)>,
    /// `additionalProperties`
    pub additional: Option<Vec<Rule>>,
    /// `minProperties`
    pub min_properties: Option<u32>,
    /// `maxProperties`
    pub max_properties: Option<u32>,
}

impl Rule {
    /// The lists of rules that this one is made of.
    pub fn parts(&self) -> Vec<&Vec<Self>> {
        match self {
            Self::Never | Self::Types(_) | Self::Values(_) | Self::Is(_) | Self::Keywords(_) => Vec::new(),
            Self::Required(_) | Self::DependentRequired(_) => Vec::new(),
            Self::Items(items) => items.prefix.iter().chain(&items.items).collect(),
            Self::Contains(contains) => vec![&contains.rules],
            Self::Members(members) => {
                let properties = members.properties.iter().map(|(_, rules)| rules);
                let patterns = members.patterns.iter().map(|(_, rules)| rules);
                properties.chain(patterns).chain(&members.additional).collect()
            }
            Self::OneOf(arms) | Self::AnyOf(arms) => arms.iter().collect(),
            Self::Not(rules) | Self::PropertyNames(rules) | Self::Scope(rules) => vec![rules],
            Self::UnevaluatedItems(rules) | Self::UnevaluatedProperties(rules) => vec![rules],
            Self::If(condition, then, otherwise) => vec![condition, then, otherwise],
            Self::DependentSchemas(members) => members.iter().map(|(_, rules)| rules).collect(),
        }
    }

    /// The lists of rules that this one is made of.
    pub fn parts_mut(&mut self) -> Vec<&mut Vec<Self>> {
        match self {
            Self::Never | Self::Types(_) | Self::Values(_) | Self::Is(_) | Self::Keywords(_) => Vec::new(),
            Self::Required(_) | Self::DependentRequired(_) => Vec::new(),
            Self::Items(items) => items.prefix.iter_mut().chain(&mut items.items).collect(),
            Self::Contains(contains) => vec![&mut contains.rules],
            Self::Members(members) => {
                let properties = members.properties.iter_mut().map(|(_, rules)| rules);
                let patterns = members.patterns.iter_mut().map(|(_, rules)| rules);
                properties.chain(patterns).chain(&mut members.additional).collect()
            }
            Self::OneOf(arms) | Self::AnyOf(arms) => arms.iter_mut().collect(),
            Self::Not(rules) | Self::PropertyNames(rules) | Self::Scope(rules) => vec![rules],
            Self::UnevaluatedItems(rules) | Self::UnevaluatedProperties(rules) => vec![rules],
            Self::If(condition, then, otherwise) => vec![condition, then, otherwise],
            Self::DependentSchemas(members) => members.iter_mut().map(|(_, rules)| rules).collect(),
        }
    }

    /// Visits rules, and all those that they are made of.
    pub fn each<'r>(rules: &'r [Self], visit: &mut dyn FnMut(&'r Self)) {
        for rule in rules {
            visit(rule);
            rule.parts().into_iter().for_each(|rules| Self::each(rules, visit));
        }
    }
}
