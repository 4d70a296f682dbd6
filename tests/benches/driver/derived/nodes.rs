//! The types of `untagged.yaml`, as one would write them with serde's derives.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forest {
    pub nodes: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Node {
    Counted(Counted),
    Named(Named),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    pub label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inner: Option<Box<Node>>,
    pub mark: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Named {
    pub label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inner: Option<Box<Node>>,
    pub mark: String,
}
