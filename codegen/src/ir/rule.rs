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
    /// `required`, where `properties` declares all of it: the table of an object says both.
    pub required: Vec<String>,
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
    /// Adds a rule to others, unless it is there. Of an object's keywords and the `required` right after them, it makes
    /// one, where that requires what they declare.
    pub fn add(rules: &mut Vec<Self>, rule: Self) {
        if rules.contains(&rule) {
            return;
        }
        match (rules.last_mut(), rule) {
            (Some(Self::Members(members)), Self::Required(names)) if members.may_require(&names) => {
                members.required = names;
                // Now it may be what another one is.
                if let Some((last, before)) = rules.split_last()
                    && before.contains(last)
                {
                    rules.pop();
                }
            }
            (_, rule) => rules.push(rule),
        }
    }

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

impl Members {
    /// Whether `properties` has a name.
    pub fn has(&self, name: &str) -> bool {
        self.properties.iter().any(|(known, _)| known == name)
    }

    /// Whether the table that these keywords are may say as well that members are required.
    fn may_require(&self, names: &[String]) -> bool {
        self.required.is_empty() && self.patterns.is_empty() && names.iter().all(|name| self.has(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared(names: &[&str], required: &[&str]) -> Rule {
        Rule::Members(Members {
            properties: names.iter().map(|&name| (name.to_owned(), Vec::new())).collect(),
            required: required.iter().map(|&name| name.to_owned()).collect(),
            ..Members::default()
        })
    }

    fn required(name: &str) -> Rule {
        Rule::Required(vec![name.to_owned()])
    }

    fn added(rules: &[Rule]) -> Vec<Rule> {
        let mut all = Vec::new();
        rules.iter().for_each(|rule| Rule::add(&mut all, rule.clone()));
        all
    }

    #[test]
    fn what_is_declared_and_required_is_one_rule() {
        assert_eq!(added(&[declared(&["a", "b"], &[]), required("b")]), [declared(&["a", "b"], &["b"])]);
        let apart = [declared(&["a"], &[]), required("b")];
        assert_eq!(added(&apart), apart);
        let twice = [declared(&["a", "b"], &["a"]), required("b")];
        assert_eq!(added(&twice), twice);
    }

    #[test]
    fn no_rule_is_there_twice() {
        assert_eq!(added(&[required("a"), Rule::Never, required("a")]), [required("a"), Rule::Never]);
        let object = [declared(&["a"], &[]), required("a")];
        assert_eq!(
            added(&[object.as_slice(), &[Rule::Never], &object].concat()),
            [declared(&["a"], &["a"]), Rule::Never]
        );
    }
}
