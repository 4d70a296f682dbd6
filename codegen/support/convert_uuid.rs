//! UUIDs as values of `uuid`, and back.
//!
//! Knows both types, nothing else.

use super::text::Uuid;
use uuid::Error;

impl Uuid {
    /// The number, or an error where the text was kept without a check.
    pub fn to_uuid(&self) -> Result<uuid::Uuid, Error> {
        self.as_str().parse()
    }
}

/// In lower case, with hyphens.
impl From<uuid::Uuid> for Uuid {
    fn from(uuid: uuid::Uuid) -> Self {
        Self(uuid.to_string())
    }
}
