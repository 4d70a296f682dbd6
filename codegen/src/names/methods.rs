//! What operations and resources are called. Knows operation ids, routes and tags; no schema.

use super::reserved::{CRATES, OWN, OWNERS};
use super::{Claimed, List, Scope, Usage, Words, english};

/// Words that a method's name neither begins nor ends with: what they link has been dropped.
const LINKS: List = List("a and as at by for from in into of on or the to with");

/// A method: its operation's id less the words that its resource says, as `create` of `createContainer` in
/// `containers`.
///
/// Where too little is left, only the first mention of the resource goes, or nothing.
pub fn method(operation: &Words, resource: &Words) -> Words {
    let says = |word: &str| resource.as_slice().iter().any(|said| english::same(said, word));
    let rest = operation.as_slice().iter().filter(|word| !says(word)).cloned();
    let all = Words::from_words(rest);
    [all, less_first(operation, resource)].into_iter().find(stands).unwrap_or_else(|| operation.clone())
}

/// The id less the first place where it says the whole name of the resource.
fn less_first(operation: &Words, resource: &Words) -> Words {
    let (words, said) = (operation.as_slice(), resource.as_slice());
    let matches = |window: &[String]| window.iter().zip(said).all(|(one, other)| english::same(one, other));
    let place = (!said.is_empty()).then(|| words.windows(said.len()).position(matches)).flatten();
    let Some(place) = place else { return operation.clone() };
    let rest = words.iter().take(place).chain(words.iter().skip(place + said.len()));
    Words::from_words(rest.cloned())
}

/// Whether words can stand for themselves as a method's name.
fn stands(words: &Words) -> bool {
    let links = |word: Option<&String>| word.is_none_or(|word| LINKS.contains(word));
    words.can_begin() && !links(words.as_slice().first()) && !links(words.as_slice().last())
}

/// An operation without an id: its HTTP method and the literal segments of its path, and the last segment's
/// parameters, as `get_containers_files_by_file_id`.
pub fn route(method: &str, path: &str) -> Words {
    let mut words = Words::of(method);
    let mut parameters = Words::default();
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        match parameter(segment) {
            Some(name) if parameters.is_empty() => parameters = Words::of("by").then(&Words::of(name)),
            Some(name) => parameters = parameters.then(&Words::of("and")).then(&Words::of(name)),
            None => {
                words = words.then(&Words::of(segment));
                parameters = Words::default();
            }
        }
    }
    words.then(&parameters)
}

/// The name in a segment that is one parameter: `{id}`.
fn parameter(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// Whether a feature is one that a generated crate has of its own accord.
pub fn is_own_feature(name: &str) -> bool {
    OWN.contains(name)
}

/// A resource: its tag. One that is called like a module or feature of the generated crate, or like a crate that it
/// uses, is an `api_…`.
pub fn resource(tag: &str) -> Words {
    let words = Words::of(tag);
    let ident = Usage::Module.ident(&words);
    let name = super::plain(&ident).trim_end_matches('_').to_owned();
    if OWN.contains(&name) || CRATES.contains(&name) {
        Words::of("api").then(&words)
    } else if words.can_begin() {
        words
    } else {
        Words::of("resource").then(&words)
    }
}

/// The resource of an operation without a tag: the first literal segment of its path, or `root`.
pub fn resource_of_path(path: &str) -> Words {
    let mut literals = path.split('/').filter(|segment| !segment.is_empty() && !segment.contains('{'));
    literals.next().map_or_else(|| Words::of("root"), resource)
}

/// The scope of a resource's methods. A function beside those that answer for them is called `routes`.
pub fn methods() -> Scope {
    let mut scope = Scope::new();
    scope.reserve("routes", Usage::Method);
    scope
}

/// The scope of the owners of resources: the traits of the server, and the types of the client that have the methods.
pub fn owners() -> Scope {
    let mut scope = Scope::new();
    for name in OWNERS.iter() {
        scope.reserve(name, Usage::Type);
    }
    scope
}

/// Takes the name of a resource's owner, such as `Containers`; `ErrorApi` where the support has a type of that name.
pub fn claim_owner(scope: &mut Scope, resource: &Words) -> Claimed {
    scope.claim_or(resource, &resource.then(&Words::of("api")), Usage::Type)
}

/// Takes a method's name in its resource: the short one, or the operation's whole name where another has it.
pub fn claim(scope: &mut Scope, operation: &Words, resource: &Words) -> Claimed {
    scope.claim_or(&method(operation, resource), operation, Usage::Method)
}

#[cfg(test)]
mod tests {
    use super::{claim, method, resource, resource_of_path, route};
    use crate::names::{Scope, Usage, Words};

    #[track_caller]
    fn check(operation: &str, resource: &str, expected: &str) {
        let words = method(&operation.into(), &resource.into());
        assert_eq!(Scope::new().claim(&words, Usage::Method).ident.as_str(), expected);
    }

    #[test]
    fn a_method_does_not_say_its_resource() {
        check("createContainer", "containers", "create");
        check("listContainers", "containers", "list");
        check("ListContainers", "Container", "list");
        check("listContainerFiles", "containers", "list_files");
        check("pulls/list-review-comments", "pulls", "list_review_comments");
        check("getPolicy", "policies", "get");
        check("createContainerFile", "Container Files", "create");
        check("containers_create_container", "containers", "create");
        check("moveContainer", "containers", "r#move");
    }

    #[test]
    fn a_method_is_never_left_without_a_verb() {
        check("containers", "containers", "containers");
        check("copyContainerToContainer", "containers", "copy_to_container");
        check("addUserToUserGroup", "User Groups", "add_user_to_user_group");
        check("getByContainer", "containers", "get_by_container");
        check("getContainerById", "containers", "get_by_id");
        check("2faContainer", "containers", "value_2fa_container");
        check("getThing", "", "get_thing");
        check("", "containers", "empty");
    }

    #[test]
    fn of_two_that_meet_the_later_keeps_its_whole_name() {
        let mut scope = Scope::new();
        let resource = Words::of("containers");
        let first = claim(&mut scope, &"createContainer".into(), &resource);
        let second = claim(&mut scope, &"create".into(), &resource);
        let third = claim(&mut scope, &"createContainers".into(), &resource);
        assert_eq!(first.ident.as_str(), "create");
        assert_eq!(second.ident.as_str(), "create_2");
        assert_eq!(third.ident.as_str(), "create_containers");
        assert_eq!(third.collided_with, Some(first.ident));
    }

    #[test]
    fn an_operation_without_id_is_called_by_its_route() {
        let check = |method, path, expected| {
            let claimed = Scope::new().claim(&route(method, path), Usage::Method);
            assert_eq!(claimed.ident.as_str(), expected);
        };
        check("GET", "/containers", "get_containers");
        check("GET", "/containers/{container_id}", "get_containers_by_container_id");
        check("DELETE", "/containers/{id}/files/{file_id}", "delete_containers_files_by_file_id");
        check("GET", "/compare/{base}/{head}", "get_compare_by_base_and_head");
        check("POST", "/", "post");
    }

    #[test]
    fn resources_are_modules_and_features() {
        let check = |tag: &str, expected| {
            assert_eq!(Scope::new().claim(&resource(tag), Usage::Module).ident.as_str(), expected);
        };
        check("containers", "containers");
        check("Container Files", "container_files");
        check("client", "api_client");
        check("Mock", "api_mock");
        check("shared", "api_shared");
        check("time", "api_time");
        check("default", "api_default");
        check("type", "r#type");
        check("self", "self_");
        check("AUX", "aux_");
        check("2FA", "resource_2fa");
        check("", "resource");
        check("../../etc", "etc");
        check("Пользователи", "polzovateli");
    }

    #[test]
    fn without_a_tag_the_path_says_the_resource() {
        let check = |path, expected: &str| assert_eq!(resource_of_path(path), Words::of(expected), "{path}");
        check("/containers/{id}", "containers");
        check("/{tenant}/users", "users");
        check("/v1/models", "v1");
        check("/models", "api_models");
        check("/", "root");
        check("/{id}", "root");
    }
}
