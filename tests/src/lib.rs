//! End-to-end tests of Refract.
