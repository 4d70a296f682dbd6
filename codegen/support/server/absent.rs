//! The stand-in for a resource whose feature is off: everything implements it, and it has no routes.

use super::Routes;

/// What an implementation need not implement.
pub trait Resource: Send + Sync + 'static {}

impl<T: Send + Sync + 'static> Resource for T {}

/// No routes.
pub fn routes<S>(_: &mut Routes<S>) {}
