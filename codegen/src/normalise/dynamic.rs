//! `$dynamicRef`: where it leads depends on the way to it. Of all resources on the way, the first that has a
//! `$dynamicAnchor` of the name is meant (JSON Schema 2020-12, core, section 8.2.3.2).
//!
//! So a schema is read once for each [`Environment`], which says for each name which resource that is. An environment has
//! no names but those that something reachable from the schema asks for, and so a schema that does not need it is read
//! once.

mod reach;

use indexmap::IndexSet;

use super::identity::{Identity, ResourceId};
use crate::source::{Location, Node};
use reach::Asked;

/// For each name that is asked for, by its number, the first resource on the way that has it; in order.
type Environment = Vec<(usize, ResourceId)>;

/// Which environment; the empty one by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct EnvironmentId(usize);

/// Where a reference is resolved from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Scope {
    /// The resource that it stands in.
    pub(super) resource: ResourceId,
    /// What the way to it says.
    pub(super) environment: EnvironmentId,
}

/// The environments of a document, and which names matter where.
#[derive(Debug)]
pub(super) struct Environments {
    known: IndexSet<Environment>,
    asked: Asked,
}

impl Environments {
    /// The environments of a document whose declared schemas are given.
    pub(super) fn new<'a>(identity: &mut Identity<'a>, declared: &[(Location, &'a Node)]) -> Self {
        Self { known: IndexSet::from([Environment::new()]), asked: Asked::find(identity, declared) }
    }

    /// The environment of a place in a resource, on a way that comes from another environment.
    pub(super) fn enter(
        &mut self,
        from: EnvironmentId,
        resource: ResourceId,
        location: &Location,
        identity: &Identity<'_>,
    ) -> EnvironmentId {
        let mut environment = Environment::new();
        let outer = self.known.get_index(from.0).map(Vec::as_slice).unwrap_or_default();
        for (number, name) in self.asked.at(location) {
            let first = outer.iter().find(|(known, _)| *known == number).map(|(_, resource)| *resource);
            let own = || identity.dynamic_anchor(resource, name).map(|_| resource);
            if let Some(resource) = first.or_else(own) {
                environment.push((number, resource));
            }
        }
        match environment.is_empty() {
            true => EnvironmentId::default(),
            false => EnvironmentId(self.known.insert_full(environment).0),
        }
    }

    /// The first resource on the way that has a name, where one has.
    pub(super) fn first(&self, environment: EnvironmentId, name: &str) -> Option<ResourceId> {
        let number = self.asked.number(name)?;
        let environment = self.known.get_index(environment.0)?;
        environment.iter().find(|(known, _)| *known == number).map(|(_, resource)| *resource)
    }

    /// Whether a name can't be told apart on different ways, for there are too many names.
    pub(super) fn is_beyond_limit(&self, name: &str) -> bool {
        self.asked.is_beyond_limit(name)
    }
}

#[cfg(test)]
mod tests {
    use crate::normalise::{
        SchemaId, Schemas,
        testing::{defects, render, reported, schemas},
    };

    /// The schema that another one refers to.
    fn target(schemas: &Schemas, id: SchemaId) -> SchemaId {
        schemas.get(id).reference.as_ref().unwrap().value
    }

    /// A list, and two that say what is in it.
    const LISTS: &str = "
List:
  $id: list
  type: array
  items: {$dynamicRef: '#item'}
  minItems: 1
  $defs: {any: {$dynamicAnchor: item}}
Texts: {$id: texts, $ref: list, $defs: {text: {$dynamicAnchor: item, type: string}}}
Flags: {$id: flags, $ref: list, $defs: {flag: {$dynamicAnchor: item, type: boolean}}}
";

    #[test]
    fn a_schema_is_read_once_for_each_way_that_matters() {
        let schemas = schemas(LISTS);
        let items = |list: SchemaId| {
            let items = schemas.get(list).items.unwrap();
            render(&schemas, target(&schemas, items))
        };
        let list = schemas.named("List");
        assert_eq!(items(list), "{}");
        for (name, item) in [("Texts", "{type: string}"), ("Flags", "{type: boolean}")] {
            let copy = target(&schemas, schemas.named(name));
            assert_eq!(items(copy), item);
            assert_ne!(copy, list);
            assert_eq!(schemas.original(copy), list);
            assert_eq!(schemas.get(copy).pointer, schemas.get(list).pointer);
            assert_eq!(schemas.get(copy).min_items.as_ref().unwrap().value, 1);
        }
        assert_eq!(schemas.original(list), list);
        assert_eq!(schemas.at("#/components/schemas/List"), Some(list));
        assert_eq!(schemas.at("#/components/schemas/List/items"), schemas.get(list).items);
    }

    #[test]
    fn what_no_way_matters_to_is_read_once() {
        let more = "
Plain: {$id: plain, type: array, items: {$ref: other}}
Other: {$id: other, type: object, properties: {texts: {$ref: texts}, list: {$ref: list}}, $defs: {x: {$ref: plain}}}
";
        let schemas = schemas(&format!("{LISTS}{more}"));
        let (alone, more) = (super::super::testing::schemas(LISTS).arena.len(), 5);
        assert_eq!(schemas.arena.len(), alone + more);
        let other = schemas.get(schemas.named("Other"));
        assert_eq!(target(&schemas, other.properties["texts"].schema), schemas.named("Texts"));
        assert_eq!(target(&schemas, other.properties["list"].schema), schemas.named("List"));
    }

    #[test]
    fn the_first_on_the_way_counts_and_comes_back() {
        let text = "
Strict: {$id: strict, $dynamicAnchor: node, $ref: tree, unevaluatedProperties: false}
Tree:
  $id: tree
  $dynamicAnchor: node
  type: object
  properties: {children: {type: array, items: {$dynamicRef: '#node'}}, seed: {$ref: '#/$defs/seed'}}
  $defs: {seed: {type: object, properties: {weight: {type: number}}}}
";
        let schemas = schemas(text);
        let child = |tree: SchemaId| {
            let children = schemas.get(tree).properties["children"].schema;
            target(&schemas, schemas.get(children).items.unwrap())
        };
        let (strict, tree) = (schemas.named("Strict"), schemas.named("Tree"));
        let copy = target(&schemas, strict);
        assert_eq!(child(copy), strict);
        assert_eq!(child(tree), tree);
        // What does not come back is the same schema in both.
        assert_eq!(schemas.get(copy).properties["seed"].schema, schemas.get(tree).properties["seed"].schema);
    }

    #[test]
    fn a_way_through_what_lacks_the_name_goes_on() {
        let text = "
A: {$id: a, $ref: b, $defs: {x: {$dynamicAnchor: n, type: string}}}
B: {$id: b, items: {$ref: 'c#/$defs/in'}, $defs: {x: {$anchor: n}}}
C: {$id: c, $defs: {in: {not: {$dynamicRef: '#n'}}, x: {$dynamicAnchor: n, type: number}}}
";
        let schemas = schemas(text);
        let not = |b: SchemaId| {
            let items = target(&schemas, schemas.get(b).items.unwrap());
            render(&schemas, target(&schemas, schemas.get(items).not.unwrap()))
        };
        assert_eq!(not(target(&schemas, schemas.named("A"))), "{type: string}");
        assert_eq!(not(schemas.named("B")), "{type: number}");
    }

    #[test]
    fn only_a_name_that_is_dynamic_at_first_depends_on_the_way() {
        let lists = LISTS.replace("any: {$dynamicAnchor: item}", "any: {$anchor: item, maxLength: 1}");
        for (list, item) in [
            (lists.as_str(), "{maxLength: 1}"),
            (&LISTS.replace("$dynamicRef: '#item'", "$dynamicRef: '#/$defs/any'"), "{}"),
            (&LISTS.replace("$dynamicRef: '#item'", "$ref: '#item'"), "{}"),
        ] {
            let schemas = schemas(list);
            let list = schemas.named("List");
            assert_eq!(target(&schemas, schemas.named("Texts")), list);
            assert_eq!(target(&schemas, schemas.named("Flags")), list);
            assert_eq!(render(&schemas, target(&schemas, schemas.get(list).items.unwrap())), item);
        }
    }

    #[test]
    fn the_tags_of_copies_lead_to_copies() {
        let text = "
Pets: {$id: pets, $ref: union, $defs: {x: {$dynamicAnchor: food, type: string}}}
Union:
  $id: union
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: kind, mapping: {cat: Cat}}
  $defs: {x: {$dynamicAnchor: food}}
Cat: {type: object, properties: {food: {$dynamicRef: 'union#food'}}}
Dog: {type: object, properties: {food: {$dynamicRef: 'union#food'}}}
";
        let schemas = schemas(text);
        let copy = schemas.get(target(&schemas, schemas.named("Pets")));
        let arms: Vec<_> = copy.one_of.iter().map(|&arm| target(&schemas, arm)).collect();
        let mapping = &copy.discriminator.as_ref().unwrap().mapping;
        let mapped: Vec<_> = mapping.iter().map(|(tag, target)| (tag.as_str(), target.value)).collect();
        assert_eq!(mapped, [("cat", arms[0]), ("Dog", arms[1])]);
        assert_ne!(arms[0], schemas.named("Cat"));
    }

    #[test]
    fn circles_on_the_way_are_reported() {
        let report = "R0202 `#/components/schemas/A` comes back to itself";
        defects(
            "
A: {$id: a, $dynamicAnchor: n, $ref: >>>'b'<<<}
B: {$id: b, allOf: [{$dynamicRef: >>>'#n'<<<}], $defs: {x: {$dynamicAnchor: n, type: string}}}
",
            &[report],
        );
    }

    #[test]
    fn defects_of_copies_are_those_of_the_originals() {
        let text = LISTS.replace("minItems: 1", "minItems: -1\n  not: {$ref: '#nowhere'}");
        let mut diagnostics = reported(&text);
        diagnostics.sort();
        let messages: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        assert_eq!(
            messages,
            ["`minItems` must be a whole number, 0 or greater, but is `-1`", "`#nowhere` leads nowhere"]
        );
    }

    #[test]
    fn ways_without_end_are_bounded() {
        // Each of the names is said on the way, or not: each schema has twice as many ways as the one before.
        let count = 24;
        let mut text = String::from("Start: {$ref: r0}\n");
        for index in 0..count {
            let next = index + 1;
            let way = |kind: &str| {
                format!(
                    "{{$id: {kind}{index}, $ref: r{next}, $defs: {{x: {{$dynamicAnchor: n{index}, title: {kind}}}}}}}"
                )
            };
            text.push_str(&format!("R{index}: {{$id: r{index}, anyOf: [{}, {}]}}\n", way("p"), way("q")));
        }
        let asked: Vec<_> = (0..count).map(|index| format!("{{$dynamicRef: 'p{index}#n{index}'}}")).collect();
        text.push_str(&format!("End: {{$id: r{count}, anyOf: [{}]}}", asked.join(", ")));
        let schemas = schemas(&text);
        assert!(schemas.arena.len() < 200_000, "{}", schemas.arena.len());
        let noted = schemas.arena.iter().flat_map(|schema| &schema.unknown);
        assert!(noted.into_iter().any(|keyword| keyword.value == "$ref"));
    }

    #[test]
    fn names_beyond_the_limit_are_noted() {
        let mut text = String::new();
        for index in 0..70 {
            text.push_str(&format!("P{index}: {{$id: p{index}, $dynamicAnchor: n{index}}}\n"));
            text.push_str(&format!("Q{index}: {{$id: q{index}, $dynamicAnchor: n{index}}}\n"));
            text.push_str(&format!("R{index}: {{$dynamicRef: 'p{index}#n{index}'}}\n"));
        }
        let schemas = schemas(&text);
        assert_eq!(render(&schemas, schemas.named("R63")), "{$ref: #/components/schemas/P63}");
        let noted = "{$ref: #/components/schemas/P64, unknown: [$dynamicRef]}";
        assert_eq!(render(&schemas, schemas.named("R64")), noted);
    }
}
