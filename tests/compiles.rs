//! compiles
