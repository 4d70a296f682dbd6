//! Values of every model of the containers API, made by hand: what is written is read again as the same value, in every
//! way there is to read, and `validate` says of a value what `decode` says of its text.
//!
//! `REFRACT_CASES` says how many values each test makes, `REFRACT_SEED` with which seed.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "these are tests")]

use openai_containers::{Base64, Secret, Validate, decode, decode_lenient, encode, models::*, support::model::Model};
use proptest::{collection::vec, option, prelude::*, test_runner::RngSeed};
use serde::{Serialize, de::DeserializeOwned};

/// Writes a value and reads it again.
fn survives<T>(value: &T) -> Result<(), TestCaseError>
where
    T: Model + Validate + Clone + PartialEq + std::fmt::Debug + Serialize + DeserializeOwned,
{
    let text = encode(value);
    let shown = String::from_utf8(text.clone()).expect("JSON is UTF-8");
    match (value.validate(), decode::<T>(&text)) {
        (Ok(()), Ok(again)) => prop_assert_eq!(&again, value, "{}", shown),
        (Err(by_hand), Err(of_text)) => prop_assert_eq!(by_hand, of_text, "{}", shown),
        (by_hand, of_text) => prop_assert!(false, "{shown}: {by_hand:?}, but decoded {of_text:?}"),
    }
    let lenient = decode_lenient::<T>(&text);
    prop_assert_eq!(lenient.as_ref(), Ok(value), "{}", shown);
    let by_serde = serde_json::to_vec(value).expect("a model is JSON");
    prop_assert_eq!(&serde_json::from_slice::<T>(&by_serde).expect("it is read again"), value);
    prop_assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&by_serde).expect("JSON"),
        serde_json::from_slice::<serde_json::Value>(&text).expect("JSON")
    );
    let tree = serde_json::to_value(value).expect("a model is JSON");
    prop_assert_eq!(&serde_json::from_value::<T>(tree).expect("it is read again"), value);
    prop_assert_eq!(&value.clone(), value);
    Ok(())
}

/// Text of any characters, those that JSON escapes among them.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z0-9_.-]{0,12}",
        2 => any::<String>(),
        1 => "[\u{0}-\u{1f}\"\\\\/\u{7f}\u{2028}😀ä]{0,8}",
    ]
}

/// A known value, as a rule; or one that is kept as not known.
fn memory_limit() -> impl Strategy<Value = MemoryLimit> {
    prop_oneof![
        9 => proptest::sample::select(MemoryLimit::ALL),
        1 => text().prop_map(|text| MemoryLimit::from(text.as_str())),
    ]
}

fn anchor() -> impl Strategy<Value = ExpiresAfterAnchor> {
    prop_oneof![
        9 => Just(ExpiresAfterAnchor::LastActiveAt),
        1 => text().prop_map(|text| ExpiresAfterAnchor::from(text.as_str())),
    ]
}

fn minutes() -> impl Strategy<Value = i64> {
    prop_oneof![4 => 1..100_000_i64, 1 => any::<i64>(), 1 => -1..3_i64]
}

fn expires_after() -> impl Strategy<Value = ExpiresAfter> {
    (minutes(), anchor()).prop_map(|(minutes, anchor)| {
        let mut expires_after = ExpiresAfter::new(minutes);
        expires_after.anchor = anchor;
        expires_after
    })
}

fn domain_secret() -> impl Strategy<Value = ContainerNetworkPolicyDomainSecret> {
    (text(), text(), text())
        .prop_map(|(domain, name, value)| ContainerNetworkPolicyDomainSecret::new(domain, name, value))
}

fn allowlist() -> impl Strategy<Value = ContainerNetworkPolicyAllowlist> {
    let secrets = option::of(vec(domain_secret(), 0..3));
    (vec(text(), 0..3), secrets).prop_map(|(domains, secrets)| {
        let mut allowlist = ContainerNetworkPolicyAllowlist::new(domains);
        allowlist.domain_secrets = secrets;
        allowlist
    })
}

fn network_policy() -> impl Strategy<Value = NetworkPolicy> {
    prop_oneof![
        Just(ContainerNetworkPolicyDisabled::new().into()),
        allowlist().prop_map(Into::into),
        unknown().prop_map(|text| decode_lenient(text.as_bytes()).expect("what is not known is kept")),
    ]
}

/// A member of a union that nobody knows yet, spelled as serde's formats spell it as well.
fn unknown() -> impl Strategy<Value = String> {
    let members = proptest::sample::select(vec![
        "",
        "\"a\":[1.5,-1,100.0,null,{}],",
        "\"b\":\"ä\\n\",",
        "\"n\":{\"n\":{\"n\":[[[]]]}},",
    ]);
    (members, "[a-z]{4}").prop_map(|(members, tag)| format!("{{{members}\"type\":\"{tag}?\"}}"))
}

fn skill_reference() -> impl Strategy<Value = SkillReference> {
    let version = option::of(prop_oneof!["latest", "[1-9][0-9]{0,3}", text()]);
    (text(), version).prop_map(|(id, version)| {
        let mut reference = SkillReference::new(id);
        reference.version = version;
        reference
    })
}

fn inline_source() -> impl Strategy<Value = InlineSkillSource> {
    let data = prop_oneof![
        4 => vec(any::<u8>(), 0..80).prop_map(Base64::encode),
        1 => text().prop_map(Base64::unchecked),
    ];
    data.prop_map(InlineSkillSource::new)
}

fn inline_skill() -> impl Strategy<Value = InlineSkill> {
    (text(), text(), inline_source())
        .prop_map(|(description, name, source)| InlineSkill::new(description, name, source))
}

fn skill() -> impl Strategy<Value = Skill> {
    prop_oneof![
        skill_reference().prop_map(Into::into),
        inline_skill().prop_map(Into::into),
        unknown().prop_map(|text| decode_lenient(text.as_bytes()).expect("what is not known is kept")),
    ]
}

fn create_container_request() -> impl Strategy<Value = CreateContainerRequest> {
    let file_ids = option::of(vec(text(), 0..4));
    let skills = option::of(vec(skill(), 0..4));
    let policy = option::of(network_policy());
    let members = (option::of(expires_after()), file_ids, option::of(memory_limit()), policy, skills);
    (text(), members).prop_map(|(name, (expires_after, file_ids, memory_limit, network_policy, skills))| {
        let mut request = CreateContainerRequest::new(name);
        request.expires_after = expires_after;
        request.file_ids = file_ids;
        request.memory_limit = memory_limit;
        request.network_policy = network_policy;
        request.skills = skills;
        request
    })
}

fn container_expires_after() -> impl Strategy<Value = ContainerExpiresAfter> {
    (option::of(anchor()), option::of(minutes())).prop_map(|(anchor, minutes)| {
        let mut expires_after = ContainerExpiresAfter::new();
        expires_after.anchor = anchor;
        expires_after.minutes = minutes;
        expires_after
    })
}

fn container_network_policy() -> impl Strategy<Value = ContainerNetworkPolicy> {
    let kind = prop_oneof![
        8 => proptest::sample::select(ContainerNetworkPolicyType::ALL),
        1 => text().prop_map(|text| ContainerNetworkPolicyType::from(text.as_str())),
    ];
    (kind, option::of(vec(text(), 0..3))).prop_map(|(kind, domains)| {
        let mut policy = ContainerNetworkPolicy::new(kind);
        policy.allowed_domains = domains;
        policy
    })
}

fn container() -> impl Strategy<Value = Container> {
    let required = (text(), any::<i64>(), text(), text());
    let optional = (
        option::of(container_expires_after()),
        option::of(any::<i64>()),
        option::of(memory_limit()),
        option::of(container_network_policy()),
    );
    (required, optional).prop_map(|((id, created_at, name, status), optional)| {
        let mut container = Container::new(id, created_at, name, status);
        (container.expires_after, container.last_active_at, container.memory_limit, container.network_policy) =
            optional;
        container
    })
}

/// Blanks, escapes, digits and the order of members stay, where no type says what they mean.
#[test]
fn what_is_not_known_is_written_as_it_came() {
    for text in [
        r#"{"type":"later"}"#,
        "{ \"z\": [1.50, -0, 1e2, 123456789012345678901234567890],\n\"\\u0061\": \"\\u00e4\", \"type\" :\"later\" }",
        "[1, 2]",
        "\"text\"",
    ] {
        let skill: Skill = decode_lenient(text.as_bytes()).unwrap();
        assert!(matches!(skill, Skill::Unknown(_)), "{skill:?}");
        assert_eq!(String::from_utf8(encode(&skill)).unwrap(), text);
    }
}

/// How many values are made, and from which seed: always the same, unless the environment says otherwise.
fn config() -> ProptestConfig {
    let setting = |name, otherwise| std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number"));
    ProptestConfig {
        cases: u32::try_from(setting("REFRACT_CASES", 1_000)).expect("less than four thousand million"),
        rng_seed: RngSeed::Fixed(setting("REFRACT_SEED", 1)),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn create_container_requests(value in create_container_request()) { survives(&value)?; }

    #[test]
    fn containers(value in container()) { survives(&value)?; }

    #[test]
    fn expiries(value in expires_after(), of_container in container_expires_after()) {
        survives(&value)?;
        survives(&of_container)?;
    }

    #[test]
    fn enums(limit in memory_limit(), anchor in anchor()) {
        survives(&limit)?;
        survives(&anchor)?;
        prop_assert_eq!(MemoryLimit::from(limit.as_str()), limit);
    }

    #[test]
    fn network_policies(value in network_policy(), allowlist in allowlist(), of_container in container_network_policy()) {
        survives(&value)?;
        survives(&allowlist)?;
        survives(&of_container)?;
        survives(&ContainerNetworkPolicyDisabled::new())?;
    }

    #[test]
    fn secrets(value in domain_secret()) {
        survives(&value)?;
        let secret = Secret::from("hunter2-hunter2");
        let mut value = value;
        value.value = secret;
        let shown = format!("{value:?}");
        prop_assert!(!shown.contains("hunter2"));
    }

    #[test]
    fn skills(value in skill(), reference in skill_reference(), inline in inline_skill()) {
        survives(&value)?;
        survives(&reference)?;
        survives(&inline)?;
        survives(&inline.source)?;
    }
}
