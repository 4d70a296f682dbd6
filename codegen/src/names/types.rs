//! What types and the statics of their tables are called. Knows a component, a parent and a member; no schema.

use super::Words;

/// A component: its own name.
pub fn component(name: &str) -> Words {
    Words::of(name)
}

/// An anonymous type: its parent's name and the member's, as `ContainerExpiresAfter`.
pub fn member(parent: &Words, member: &str) -> Words {
    parent.then(&Words::of(member))
}

/// An anonymous item of an array: the member's name in the singular, as `ContainerPolicy` of `policies`; the parent's
/// in the singular and `Item` where the array is not a member.
pub fn item(parent: &Words, member: Option<&str>) -> Words {
    match member {
        Some(member) => parent.then(&Words::of(member).singular()),
        None if parent.singular() != *parent => parent.singular(),
        None => parent.then(&"item".into()),
    }
}

/// An anonymous value of a map: the member's name in the singular, or the parent's and `Value` where the map is not a
/// member or its name has no singular of its own.
pub fn value(parent: &Words, member: Option<&str>) -> Words {
    let whole = member.map_or_else(|| parent.clone(), |member| parent.then(&Words::of(member)));
    match member {
        Some(_) if whole.singular() != whole => whole.singular(),
        _ => whole.then(&"value".into()),
    }
}

/// An anonymous arm of a union: the union's name and what tells the arm apart, such as its tag or its title.
pub fn arm(union: &Words, label: &str) -> Words {
    union.then(&Words::of(label))
}

/// The body of a request or of a response: `CreateContainerRequest`, `CreateContainerResponse`.
pub fn body(operation: &Words, suffix: &str) -> Words {
    operation.then(&Words::of(suffix))
}

#[cfg(test)]
mod tests {
    use super::{arm, body, component, item, member, value};
    use crate::names::{Scope, Usage, Words};

    #[track_caller]
    fn check(words: &Words, expected: &str) {
        assert_eq!(Scope::new().claim(words, Usage::Type).ident.as_str(), expected);
    }

    #[test]
    fn a_component_keeps_its_name() {
        check(&component("SkillReference"), "SkillReference");
        check(&component("skill-reference"), "SkillReference");
        check(&component("com.example.HTTPServer"), "ComExampleHttpServer");
        check(&component("Option"), "OptionModel");
        check(&component("Self"), "SelfModel");
        check(&component(""), "Empty");
    }

    #[test]
    fn an_anonymous_type_is_called_by_where_it_stands() {
        let container = Words::of("Container");
        check(&member(&container, "expires_after"), "ContainerExpiresAfter");
        check(&item(&container, Some("policies")), "ContainerPolicy");
        check(&item(&container, Some("data")), "ContainerData");
        check(&item(&Words::of("Containers"), None), "Container");
        check(&item(&Words::of("ContainerList"), None), "ContainerListItem");
        check(&value(&container, Some("labels")), "ContainerLabel");
        check(&value(&container, Some("metadata")), "ContainerMetadataValue");
        check(&value(&container, None), "ContainerValue");
        check(&arm(&container, "inline"), "ContainerInline");
        check(&body(&Words::of("createContainer"), "request"), "CreateContainerRequest");
    }

    #[test]
    fn tables_are_called_by_their_types() {
        for (name, table) in [
            ("SkillReference", "SKILL_REFERENCE"),
            ("HttpServer", "HTTP_SERVER"),
            ("V1_2", "V1_2"),
            ("Пользователь", "ПОЛЬЗОВАТЕЛЬ"),
            ("用户", "用户"),
        ] {
            assert_eq!(Scope::new().claim(&name.into(), Usage::Static).ident.as_str(), table);
        }
    }
}
