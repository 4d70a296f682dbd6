//! What stands for a resource whose feature is off: a trait that everything has, and no routes.

use super::Routes;

/// The trait of a resource that is left out: every type has it.
pub trait Resource {}

impl<T: ?Sized> Resource for T {}

/// The routes of a resource that is left out: none.
pub fn routes<S>(_: &mut Routes<S>) {}
