//! The words of Rust that a name must not be. Knows the language; must not know where names come from.

use super::List;

/// The strict and reserved keywords of the 2024 edition, without those of [`NEVER_RAW`].
pub(super) const KEYWORDS: List = List(
    "\
    abstract as async await become box break const continue do dyn else enum extern false final fn for gen if \
    impl in let loop macro match mod move mut override priv pub ref return static struct trait true try type \
    typeof unsafe unsized use virtual where while yield",
);

/// Keywords that can't be raw identifiers.
pub(super) const NEVER_RAW: List = List("self Self super crate _");

/// The types, traits and variants of the 2024 edition's prelude: code that means them must not meet a model.
pub(super) const PRELUDE: List = List(
    "\
    AsMut AsRef AsyncFn AsyncFnMut AsyncFnOnce Box Clone Copy Default DoubleEndedIterator Drop Eq Err \
    ExactSizeIterator Extend Fn FnMut FnOnce From FromIterator Future Into IntoFuture IntoIterator Iterator None \
    Ok Option Ord PartialEq PartialOrd Result Self Send Sized Some String Sync ToOwned ToString TryFrom TryInto \
    Unpin Vec",
);

/// Names that can't be file names on Windows, with or without an extension.
const WINDOWS: List = List("aux con conin$ conout$ nul prn");

/// Crates whose paths a module of the same name would hide.
pub(super) const CRATES: List = List(
    "\
    alloc axum bytes chrono core fastrand futures futures_util http http_body http_body_util httpdate hyper \
    hyper_util jiff percent_encoding proc_macro regex regress reqwest serde serde_json std time tokio tower tracing \
    uuid",
);

/// Features of a generated crate, modules that lie beside a resource's or hold it, and methods of its client.
pub(super) const OWN: List =
    List("absent builder call client default mock models operations router server shared support wire");

/// Types of the support that stand beside the owners of resources, in a client or in a server.
pub(super) const OWNERS: List = List(
    "\
    Api Body BuildError Builder Call Client Context Credential CredentialValue Error ErrorKind Fault Mock Operation \
    Options Problem Received Request Resource Response Router Routes Scheme Secret Serve Violation Violations",
);

/// Methods and functions that a model has, by itself or by a trait that is likely in scope, and those that Clippy
/// takes for an operator's.
pub(super) const METHODS: List = List(
    "\
    add as_ref bitand bitor bitxor borrow borrow_mut clone clone_from default deref deserialize div eq fmt from into \
    mul ne new rem serialize shl shr sub to_owned to_string try_from try_into type_id validate",
);

/// Whether Windows takes a file name, or what stands before its first dot, for a device.
pub fn is_windows_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let numbered = |device: &str| {
        let mut rest = stem.strip_prefix(device).unwrap_or_default().chars();
        let digit = rest.next().is_some_and(|digit| matches!(digit, '0'..='9' | '¹' | '²' | '³'));
        digit && rest.next().is_none()
    };
    WINDOWS.contains(&stem) || numbered("com") || numbered("lpt")
}
