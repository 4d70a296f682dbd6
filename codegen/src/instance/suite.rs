//! What a generated crate has to accept and to refuse to be proved: the document's examples, and texts that are made.
//!
//! Decides which texts are tests; how a test is written down is the emitter's business.

use crate::ir::{Api, Shape, Type, TypeId};

use super::{
    check::Fault,
    fault::Faulty,
    keep::Kept,
    make::{Maker, Unmakeable},
};

/// The texts by which a crate is proved.
#[derive(Debug, Clone, Default)]
pub struct Suite {
    /// The types of which there are texts, in declared order.
    pub cases: Vec<Case>,
    /// Examples that are not valid by the schema that they are an example of; they are in no case.
    pub invalid_examples: Vec<InvalidExample>,
    /// Types of which there is no valid text, though some value may be valid.
    pub unproved: Vec<Unproved>,
}

/// The texts of one type.
#[derive(Debug, Clone)]
pub struct Case {
    /// The type.
    pub id: TypeId,
    /// Valid texts that are written back as the same JSON.
    pub accepted: Vec<String>,
    /// Valid texts that the crate does not keep all of: members that are dropped, numbers that are spelt otherwise.
    pub accepted_in_part: Vec<String>,
    /// Texts that are not valid.
    pub refused: Vec<Faulty>,
}

/// An example that is not valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidExample {
    /// The type that it is an example of.
    pub id: TypeId,
    /// Which of [`Type::examples`].
    pub example: usize,
    /// What is wrong with it first.
    pub fault: Fault,
}

/// A type of which there is no valid text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unproved {
    /// The type.
    pub id: TypeId,
    /// Why no text was made.
    pub reason: Unmakeable,
}

/// So many examples of a type are tests.
const MOST_EXAMPLES: usize = 16;

/// So many bytes are all examples of a type together, as far as they are tests.
const LARGEST_EXAMPLES: usize = 16 * 1024;

impl Suite {
    /// The texts for the types of an API.
    pub fn new(api: &Api) -> Self {
        let maker = Maker::new(api);
        let mut suite = Self::default();
        for (index, ty) in api.types.iter().enumerate() {
            let id = TypeId(index as u32);
            let case = suite.case(&maker, id, ty);
            if !(case.accepted.is_empty() && case.accepted_in_part.is_empty() && case.refused.is_empty()) {
                suite.cases.push(case);
            }
        }
        suite
    }

    /// The texts of a type that are valid.
    pub fn valid(&self, id: TypeId) -> impl Iterator<Item = &str> {
        let case =
            self.cases.binary_search_by_key(&id.0, |case| case.id.0).ok().and_then(|index| self.cases.get(index));
        case.into_iter().flat_map(|case| case.accepted.iter().chain(&case.accepted_in_part)).map(String::as_str)
    }

    fn case(&mut self, maker: &Maker<'_>, id: TypeId, ty: &Type) -> Case {
        let mut valid = self.examples(maker, id, ty);
        match maker.instances(id) {
            Ok(made) => {
                for text in made {
                    if !valid.contains(&text) {
                        valid.push(text);
                    }
                }
            }
            Err(reason) if valid.is_empty() && !reason.impossible => self.unproved.push(Unproved { id, reason }),
            Err(_) => {}
        }
        let mut case = Case { id, accepted: Vec::new(), accepted_in_part: Vec::new(), refused: maker.faults(id) };
        for text in valid {
            match maker.checker().kept(&Shape::Named(id), &text) {
                Kept::All => case.accepted.push(text),
                Kept::Part => case.accepted_in_part.push(text),
                Kept::Nothing => {}
            }
        }
        case
    }

    /// The examples of a type that are valid, as far as there is room for them.
    fn examples(&mut self, maker: &Maker<'_>, id: TypeId, ty: &Type) -> Vec<String> {
        let mut valid: Vec<String> = Vec::new();
        let mut size = 0;
        for (example, text) in ty.examples.iter().enumerate() {
            match maker.checker().check(&Shape::Named(id), text) {
                Err(fault) => self.invalid_examples.push(InvalidExample { id, example, fault }),
                Ok(())
                    if valid.len() < MOST_EXAMPLES
                        && size + text.len() <= LARGEST_EXAMPLES
                        && !valid.contains(text) =>
                {
                    size += text.len();
                    valid.push(text.clone());
                }
                Ok(()) => {}
            }
        }
        valid
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::testing::{api, member, named, newtype, number, optional, pattern, plain_text, structure};

    fn point(examples: &[&str]) -> Type {
        let mut ty = structure("Point", vec![member("x", number()), optional("label", plain_text())]);
        ty.examples = examples.iter().map(|&text| text.to_owned()).collect();
        ty
    }

    #[test]
    fn examples_come_first_and_once() {
        let suite = Suite::new(&api(vec![point(&[r#"{"x":7}"#, r#"{"x":0}"#, r#"{"x":7}"#])]));
        let accepted = &suite.cases[0].accepted;
        assert_eq!(accepted[..2], [r#"{"x":7}"#, r#"{"x":0}"#]);
        assert_eq!(accepted[2..], [r#"{"x":0.5,"label":"text"}"#]);
        assert!(suite.invalid_examples.is_empty() && suite.unproved.is_empty());
    }

    #[test]
    fn examples_that_are_not_kept_whole_are_apart() {
        let suite = Suite::new(&api(vec![point(&[r#"{"x":1.0}"#, r#"{"x":1,"y":2}"#])]));
        assert_eq!(suite.cases[0].accepted_in_part, [r#"{"x":1.0}"#, r#"{"x":1,"y":2}"#]);
    }

    #[test]
    fn examples_that_are_not_valid_are_told() {
        let suite = Suite::new(&api(vec![point(&[r#"{"x":1}"#, r#"{"x":"1"}"#, "{}"])]));
        let told = suite.invalid_examples.iter();
        let told: Vec<_> = told.map(|it| (it.example, it.fault.pointer.as_str(), it.fault.keyword)).collect();
        assert_eq!(told, [(1, "/x", "type"), (2, "/x", "required")]);
        assert!(!suite.cases[0].accepted.contains(&"{}".to_owned()));
    }

    #[test]
    fn what_has_no_instance_may_have_faults() {
        let suite = Suite::new(&api(vec![newtype("Nothing", Shape::Never), newtype("Any", Shape::Any)]));
        // That no value is valid is what the schema says.
        assert_eq!(suite.unproved, []);
        assert!(suite.cases[0].accepted.is_empty() && !suite.cases[0].refused.is_empty());
        assert!(!suite.cases[1].accepted.is_empty() && suite.cases[1].refused.is_empty());
    }

    #[test]
    fn what_has_no_valid_text_is_told_unless_none_is_valid() {
        let mut hard = pattern("^[a-z]{3}$");
        if let Shape::String(text) = &mut hard {
            text.min_length = Some(4);
        }
        let types = vec![
            newtype("Hard", hard),
            structure("Holder", vec![member("hard", named(0))]),
            structure("Never", vec![member("a", Shape::Never)]),
            structure("Maybe", vec![optional("hard", named(0))]),
        ];
        let suite = Suite::new(&api(types));
        let told: Vec<_> = suite.unproved.iter().map(|it| (it.id.0, it.reason.pointer.as_str())).collect();
        assert_eq!(told, [(0, "#/components/schemas/Hard"), (1, "#/components/schemas/Hard")]);
    }

    #[test]
    fn long_examples_are_no_tests() {
        let long = |fill: char| format!(r#"{{"x":1,"label":"{}"}}"#, fill.to_string().repeat(10_000));
        let examples = ['a', 'b'].map(long);
        let suite = Suite::new(&api(vec![point(&examples.each_ref().map(String::as_str))]));
        assert!(suite.cases[0].accepted.contains(&examples[0]));
        assert!(!suite.cases[0].accepted.contains(&examples[1]));
    }

    #[test]
    fn the_same_types_have_the_same_texts() {
        let types = || vec![point(&[]), structure("Other", vec![optional("point", named(0))])];
        let text = || format!("{:?}", Suite::new(&api(types())));
        assert_eq!(text(), text());
    }
}
