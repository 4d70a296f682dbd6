//! The command line of Refract.
fn main() {}
