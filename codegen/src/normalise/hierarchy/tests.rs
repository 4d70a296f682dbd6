//! What parents and children become, in the short notation of JSON Schema.

use crate::normalise::testing::{render, schemas, schemas_in};

const PET: &str =
    "Pet: {type: object, required: [t], properties: {t: {type: string}}, discriminator: {propertyName: t}}";
const CAT: &str = "Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {c: {}}}]}";
const DOG: &str = "Dog: {allOf: [{$ref: '#/components/schemas/Pet'}]}";

/// What one component of a document became.
#[track_caller]
fn became(components: &[&str], wanted: &str) -> String {
    let schemas = schemas(&components.join("\n"));
    render(&schemas, schemas.named(wanted)).replace("#/components/schemas/", "")
}

/// The document's components in the mapping of a union, with those that are bases marked.
#[track_caller]
fn tags(components: &[&str], wanted: &str) -> String {
    let schemas = schemas(&components.join("\n"));
    let union = schemas.get(schemas.named(wanted));
    let mapping = union.discriminator.iter().flat_map(|it| &it.mapping);
    let tags = mapping.map(|(tag, target)| {
        let name = schemas.components.get(&target.value).map_or("?", String::as_str);
        format!("{tag}: {name}")
    });
    let arms = union.one_of.len() + union.any_of.len();
    format!("{}; {arms} arms", tags.collect::<Vec<_>>().join(", "))
}

/// A parent of which the discriminator and the tag say more.
fn pet(mapping: &str, tag: &str) -> String {
    PET.replace("propertyName: t", &format!("propertyName: t, mapping: {{{mapping}}}"))
        .replace("{t: {type: string}}", &format!("{{t: {{type: string{tag}}}}}"))
}

#[test]
fn a_parent_is_a_union_and_its_children_are_made_of_its_base() {
    assert_eq!(
        became(&[PET, CAT, DOG], "Pet"),
        "{type: object, oneOf: [{$ref: Cat}, {$ref: Dog}], discriminator: t {Cat: Cat, Dog: Dog}}"
    );
    assert_eq!(became(&[PET, CAT, DOG], "Cat"), "{allOf: [{$ref: Pet}, {type: object, properties: {c: {}}}]}");
    let schemas = schemas(&[PET, CAT, DOG].join("\n"));
    let base = |name: &str| {
        let child = schemas.get(schemas.named(name));
        schemas.get(child.all_of[0]).reference.as_ref().unwrap().value
    };
    assert_eq!(render(&schemas, base("Cat")), "{type: object, required: [t], properties: {t: {type: string}}}");
    assert_eq!(base("Cat"), base("Dog"));
    assert_ne!(base("Cat"), schemas.named("Pet"));
}

#[test]
fn what_describes_a_parent_stays_with_it() {
    let pet =
        PET.replace("{type", "{title: A, description: B, deprecated: true, example: {t: Cat}, x-rust-name: P, type");
    assert_eq!(
        became(&[&pet, CAT, DOG], "Pet"),
        "{type: object, x-rust-name: P, oneOf: [{$ref: Cat}, {$ref: Dog}], discriminator: t {Cat: Cat, Dog: Dog}, \
         title: A, description: B, examples: [{\"t\":\"Cat\"}], deprecated: true}"
    );
}

#[test]
fn children_are_known_by_what_maps_to_them_or_by_name() {
    assert_eq!(tags(&[PET, CAT, DOG], "Pet"), "Cat: Cat, Dog: Dog; 2 arms");
    let some = pet("dog: Dog", "");
    assert_eq!(tags(&[&some, CAT, DOG], "Pet"), "dog: Dog, Cat: Cat; 2 arms");
    let two = pet("dog: Dog, hound: '#/components/schemas/Dog', Cat: Cat", "");
    assert_eq!(tags(&[&two, CAT, DOG], "Pet"), "dog: Dog, hound: Dog, Cat: Cat; 2 arms");
    let puppy = "Puppy: {allOf: [{$ref: '#/components/schemas/Dog'}]}";
    assert_eq!(tags(&[puppy, PET, CAT, DOG], "Pet"), "Puppy: Puppy, Cat: Cat, Dog: Dog; 3 arms");
}

#[test]
fn what_the_tag_does_not_list_is_no_child() {
    let listing = pet("", ", enum: [Cat, Dog]");
    let crate_ = "Crate: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {n: {}}}]}";
    assert_eq!(tags(&[&listing, CAT, DOG, crate_], "Pet"), "Cat: Cat, Dog: Dog; 2 arms");
    assert_eq!(tags(&[PET, CAT, DOG, crate_], "Pet"), "Cat: Cat, Dog: Dog, Crate: Crate; 3 arms");
    // It is made of the base all the same.
    let schemas = schemas(&[&listing, CAT, DOG, crate_].join("\n"));
    let part = schemas.get(schemas.get(schemas.named("Crate")).all_of[0]);
    assert_ne!(part.reference.as_ref().unwrap().value, schemas.named("Pet"));
    let own = "Owl: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {t: {enum: [owl]}}}]}";
    let free = pet("", ", maxLength: 3");
    assert_eq!(tags(&[&free, CAT, DOG, own], "Pet"), "Cat: Cat, Dog: Dog, Owl: Owl; 3 arms");
}

#[test]
fn a_parent_is_a_value_where_a_tag_names_it() {
    assert_eq!(tags(&[&pet("pet: Pet", ""), CAT], "Pet"), "pet: Pet base, Cat: Cat; 2 arms");
    assert_eq!(tags(&[&pet("", ", enum: [Pet, Cat]"), CAT], "Pet"), "Cat: Cat, Pet: Pet base; 2 arms");
    let schemas = schemas(&[&pet("pet: Pet", ""), CAT].join("\n"));
    assert_eq!(schemas.components.values().collect::<Vec<_>>(), ["Pet", "Pet base", "Cat"]);
}

#[test]
fn parents_may_be_children() {
    let cat = CAT.replace("{allOf", "{discriminator: {propertyName: t}, allOf");
    let lion =
        "Lion: {allOf: [{$ref: '#/components/schemas/Cat'}]}\nLynx: {allOf: [{$ref: '#/components/schemas/Cat'}]}";
    assert_eq!(tags(&[PET, &cat, DOG, lion], "Pet"), "Dog: Dog, Lion: Lion, Lynx: Lynx; 3 arms");
    assert_eq!(tags(&[PET, &cat, DOG, lion], "Cat"), "Lion: Lion, Lynx: Lynx; 2 arms");
    let mapped = pet("c: Cat, l: Lion", "");
    let all = "c: Cat base, l: Lion, Dog: Dog, Lynx: Lynx; 4 arms";
    assert_eq!(tags(&[&mapped, &cat, DOG, lion], "Pet"), all);
    assert_eq!(tags(&[&mapped, &cat, DOG, lion], "Cat"), "c: Cat base, l: Lion, Lynx: Lynx; 3 arms");
    // By a tag of its own, it is a child as a whole.
    let other = cat.replace("propertyName: t", "propertyName: c");
    assert_eq!(tags(&[PET, &other, DOG, lion], "Pet"), "Cat: Cat, Dog: Dog; 2 arms");
}

#[test]
fn a_parent_may_list_its_children() {
    let arm = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
    for keyword in ["oneOf", "anyOf"] {
        let list = format!("discriminator: {{propertyName: t}}, {keyword}: [{}, {}]", arm("Dog"), arm("Cat"));
        let listing = PET.replace("discriminator: {propertyName: t}", &list);
        assert_eq!(tags(&[&listing, CAT, DOG], "Pet"), "Dog: Dog, Cat: Cat; 2 arms");
        // It may list itself as well, and what is not made of it.
        let listing = listing.replace("[{$ref", &format!("[{}, {}, {{$ref", arm("Pet"), arm("Fish")));
        assert_eq!(
            tags(&[&listing, CAT, DOG, "Fish: {}"], "Pet"),
            "Pet: Pet base, Fish: ?, Dog: Dog, Cat: Cat; 4 arms"
        );
        let became = became(&[&listing, CAT, DOG, "Fish: {}"], "Pet");
        assert!(became.contains("{$ref: Fish, allOf: [{type: object, required: [t], properties: {t"), "{became}");
    }
}

#[test]
fn what_is_mapped_and_no_child_has_the_members_of_the_parent() {
    let mapped = pet("fish: Fish", "");
    assert_eq!(tags(&[&mapped, CAT, DOG, "Fish: {}"], "Pet"), "fish: ?, Cat: Cat, Dog: Dog; 3 arms");
    let became = became(&[&mapped, CAT, DOG, "Fish: {}"], "Pet");
    assert!(became.contains("{$ref: Fish, allOf: [{type: object, required: [t]"), "{became}");
}

#[test]
fn null_may_stand_for_a_child() {
    let nullable = PET.replace("type: object", "type: object, nullable: true");
    let schemas = schemas_in("3.0.3", &[&nullable, CAT, DOG].join("\n"));
    let became = render(&schemas, schemas.named("Pet"));
    assert!(became.starts_with("{type: null|object, oneOf: [{$ref: #/components/schemas/Cat}, "), "{became}");
    assert!(became.contains(", {type: null}], discriminator: t {Cat"), "{became}");
}

#[test]
fn a_reference_alone_means_the_union() {
    let pet = "{$ref: '#/components/schemas/Pet'}";
    for (schema, is_union) in [
        (pet.to_owned(), true),
        (format!("{{allOf: [{pet}], description: d}}"), true),
        (format!("{{type: object, allOf: [{pet}, {{description: d}}]}}"), true),
        (format!("{{oneOf: [{pet}, {{type: string}}]}}"), true),
        (format!("{{allOf: [{pet}, {{required: [c]}}]}}"), false),
        (format!("{{allOf: [{pet}], properties: {{c: {{}}}}}}"), false),
        ("{$ref: '#/components/schemas/Pet', required: [c]}".to_owned(), false),
    ] {
        let holder = format!("Holder: {{type: object, properties: {{p: {schema}}}}}");
        let schemas = schemas(&[PET, CAT, DOG, &holder].join("\n"));
        let leads = |name: &str| {
            let start = format!("#/components/schemas/{name}");
            let of_name = schemas.arena.iter().filter(move |schema| schema.pointer.starts_with(&start));
            of_name.filter_map(|schema| Some(schema.reference.as_ref()?.value)).collect::<Vec<_>>()
        };
        assert_eq!(leads("Holder") == [schemas.named("Pet")], is_union, "{schema}");
    }
}

#[test]
fn what_has_no_two_children_stays_as_it_is() {
    let plain = "{type: object, required: [t], properties: {t: {type: string}}, discriminator: t {}}";
    assert_eq!(became(&[PET], "Pet"), plain);
    assert_eq!(became(&[PET, DOG], "Pet"), plain);
    // Another name, a part of something without a name, and what lists it are no children.
    let others = "
Alias: {$ref: '#/components/schemas/Pet'}
Holder: {type: object, properties: {p: {allOf: [{$ref: '#/components/schemas/Pet'}, {required: [q]}]}}}
Any: {oneOf: [{$ref: '#/components/schemas/Pet'}, {type: string}]}";
    assert_eq!(became(&[PET, others], "Pet"), plain);
}
