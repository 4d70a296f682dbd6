//! Room for what is nested: schemas as deep as a document may be, and the expressions that are made of them.

use std::{panic, thread};

/// How much stack the stages have, in bytes. The deepest document that is read becomes an expression of some thousand
/// levels, and to parse each takes some ten thousand bytes in a build without optimisation. What is not used is never
/// claimed.
const STACK: usize = 256 << 20;

/// Does something on a stack that the deepest document does not overflow, whatever that of the caller is; on that of
/// the caller where there are no threads.
pub fn with_room<T: Send>(work: impl Fn() -> T + Sync) -> T {
    thread::scope(|scope| {
        let thread = thread::Builder::new().name("refract".to_owned()).stack_size(STACK);
        match thread.spawn_scoped(scope, &work) {
            Ok(thread) => thread.join().unwrap_or_else(|message| panic::resume_unwind(message)),
            Err(_) => work(),
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::Generator;

    #[test]
    fn the_deepest_document_is_made_on_any_stack() {
        let levels = 500;
        let schema = format!("{}true{}", r#"{"not":"#.repeat(levels), "}".repeat(levels));
        let text = format!(
            r#"{{"openapi": "3.1.0", "info": {{"title": "Deep", "version": "1.0.0"}}, "paths": {{}},
                "components": {{"schemas": {{"Deep": {schema}}}}}}}"#
        );
        let made = Generator::new().spec_text("deep.json", text).name("deep").generate();
        let nots: usize = made.unwrap().files.values().map(|text| text.matches("Rule::Not(").count()).sum();
        assert!(nots >= levels, "{nots}");
    }
}
